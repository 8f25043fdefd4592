"""`python -m tests.pictures`: draw the figures of the demo for `docs/figures.md`, light and dark.

It serves a demo of its own from an empty folder, so nothing of yours is in the pictures; the day is
today's.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.plugins.browser import QUIET, chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
PLANS = ("/kestrel/cto/", "/kestrel/cmo/")
SCHEMES = ("light", "dark")
WIDTH = 900


def main() -> None:
    """Write a picture of every figure in both colour schemes."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with TemporaryDirectory() as data, serving(data) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        for scheme in SCHEMES:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": 900},
                color_scheme=scheme,  # type: ignore[arg-type]
            )
            sign_in(page, site)
            for plan in PLANS:
                take(page, f"{site}{plan}figures/", scheme)
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}\n")


@contextmanager
def serving(data: str) -> Iterator[str]:
    """Serve the demo from an empty folder, at the address that is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env = kept | {"DATA_DIR": data}
    for command in (["migrate"], ["collectstatic", "--no-input"], ["demo"]):
        asked = [sys.executable, "manage.py", *command]
        subprocess.run(asked, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    serve = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*serve, "--log-level", "error"], cwd=ROOT, env=env)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def sign_in(page: Page, site: str) -> None:
    """Sign in as somebody who may read both plans; the server may still be starting."""
    for attempt in range(50):
        try:
            page.goto(f"{site}/login/")
            break
        except Exception:
            if attempt == 49:
                raise
            page.wait_for_timeout(200)
    page.fill("[name=username]", "kestrel-cto")
    page.fill("[name=password]", "plangate-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")


def take(page: Page, address: str, scheme: str) -> None:
    """Take a picture of each figure of a plan, called by its register; one of each is enough."""
    page.goto(address)
    for figure in page.locator("figure.figure").all():
        key = figure.get_attribute("data-register")
        file = FOLDER / f"{key}-{scheme}.png"
        if not file.exists():
            figure.screenshot(path=file)


if __name__ == "__main__":
    main()
