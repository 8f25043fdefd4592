"""A real browser: Chromium through Playwright. Whatever a page complains of fails the test.

A test asks for `page` (or for `new_page`, to be two people at once) and `sign_in`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

NAMES = (
    "chromium-headless-shell",  # half the work of a whole browser for each test
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PATIENCE = 10_000  # milliseconds; two cores also run the server and the other half of the tests


@cache
def chromium() -> str | None:
    """Where this machine's Chromium is, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Complaints:
    """What the pages of one test complained of: console errors, uncaught errors, foreign requests.

    A violation of the Content Security Policy is a console error as well.
    """

    def __init__(self, home: str) -> None:
        self.home = home
        self.heard: list[str] = []
        self.expected: list[str] = []

    def expect(self, *words: str) -> None:
        """Let complaints with these words pass, such as "status of 423" when a test is refused."""
        self.expected.extend(words)

    def unexpected(self) -> list[str]:
        """Everything else; a breach of the policy is never expected."""
        return [
            line
            for line in self.heard
            if "Content Security Policy" in line or not any(word in line for word in self.expected)
        ]

    def listen(self, page: Page) -> None:
        """Hear all that happens on `page`."""
        page.on("console", self.hear_console)
        page.on("pageerror", lambda error: self.heard.append(f"uncaught: {error}"))
        page.on("request", self.hear_request)

    def hear_console(self, message: ConsoleMessage) -> None:
        """Keep errors; the address is where the browser saw it."""
        if message.type == "error":
            self.heard.append(f"{message.text} ({message.location['url']})")

    def hear_request(self, request: Request) -> None:
        """Keep requests that leave this site."""
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.heard.append(f"asked another site: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run of a process."""
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield chrome
        chrome.close()


@pytest.fixture
def complaints(live_server: LiveServer) -> Complaints:
    """Everything that this test's pages complain of; see `Complaints.expect`."""
    return Complaints(live_server.url)


@pytest.fixture
def new_page(
    browser: Browser, live_server: LiveServer, complaints: Complaints
) -> Iterator[Callable[..., Page]]:
    """Open a page in a context of its own: another person, a phone, dark. Takes its options."""
    contexts = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    if complaints.unexpected():
        pytest.fail("the browser complained:\n" + "\n".join(complaints.unexpected()))


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page on a desk, of somebody who is not signed in."""
    return new_page()


@pytest.fixture
def sign_in(request: pytest.FixtureRequest, live_server: LiveServer) -> Callable[..., None]:
    """Give a page, the test's own unless another is named, the session of somebody by user name."""

    def sign_in(username: str, page: Page | None = None) -> None:
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = page or request.getfixturevalue("page")
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )

    return sign_in
