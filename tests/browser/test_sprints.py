"""Somebody closes the sprint, records a release, and takes both back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import fits, shown
from tests.browser.test_accessibility import UNLIKE, clean
from tests.plans.companies import block, row, text

pytestmark = pytest.mark.django_db(transaction=True)


def test_sprint_and_release_are_kept_and_taken_back(cto):
    before = text("halcyon")
    figure = cto.locator(f"#f-{block('halcyon', 'current-sprint').pk}")
    figure.get_by_role("link", name="Close this sprint").click()
    expect(cto.get_by_role("heading", name="Sprints", exact=True)).to_be_visible()
    clean(cto, UNLIKE)
    fits(cto)
    cto.get_by_role("button", name="Close Sprint 24").click()
    expect(cto.locator(".toast")).to_contain_text("Sprint 24: 13 of 42 points done")
    cto.get_by_text("Its stories and goals").click()
    expect(cto.get_by_role("cell", name="Quota headers on the Public API")).to_be_visible()
    clean(cto, UNLIKE)
    fits(cto)

    cto.goto("/halcyon/cto/releases/")
    cto.get_by_label("Its name").fill("2.4.1")
    cto.get_by_label("Released although 2 of 7").fill("A hotfix")
    cto.keyboard.press("Tab")
    cto.keyboard.press("Enter")
    expect(cto.get_by_role("heading", name="2.4.1")).to_be_visible()
    clean(cto, UNLIKE)
    fits(cto)
    assert "- [x]" not in text("halcyon")
    cto.get_by_role("button", name="Undo the recording of 2.4.1").click()
    expect(cto.get_by_text("None was recorded yet.")).to_be_visible()

    cto.goto("/halcyon/cto/")
    expect(shown(cto, row("halcyon", "sprint"))).to_contain_text("Sprint 25")
    expect(figure).to_contain_text("Velocity: 13 points, that of the last sprint.")
    figure.get_by_role("link", name=re.compile("Close this sprint")).click()
    cto.get_by_role("button", name="Undo the closing of Sprint 24").click()
    expect(cto.get_by_role("button", name="Close Sprint 24")).to_be_visible()
    assert text("halcyon") == before
