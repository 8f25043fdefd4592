"""Reading a file into a plan as a person does it: send it, look at the preview, apply it."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

IMPORT = "/halcyon/import/"


def export(browser, slug="halcyon"):
    """The CTO plan as a file."""
    return browser.get(f"/{slug}/cto/export.md").content


def send(browser, data, *, position="", address=IMPORT, name="plan.md"):
    """Send a file; give the answer to that."""
    file = SimpleUploadedFile(name, data, content_type="text/markdown")
    return browser.post(address, {"position": position, "file": file})


def staged(browser, data, **options):
    """Send a file and go on to its preview: the address and the page."""
    sent = send(browser, data, **options)
    assert sent.status_code == 303, sent.text
    address = sent.headers["Location"]
    return address, browser.get(address)


def apply(browser, address, **options):
    """Apply what the preview shows."""
    seen = re.search(r'name="seen" value="(\d+)"', browser.get(address).text)
    values = {"do": "apply"} | ({"seen": seen[1]} if seen else {})
    return browser.post(address, values, **options)


def said(page):
    """What a person reads of a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.text)).split())
