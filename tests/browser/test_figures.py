"""The figures above the tables, as a person sees them: drawn, redrawn, and leading to the rows."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import cell, named, saved, shown, write
from tests.plans.companies import block

pytestmark = pytest.mark.django_db(transaction=True)


def budgets(page: Page) -> Locator:
    return page.locator(f"#f-{block('halcyon', 'performance-budgets').pk}")


def test_figure_is_redrawn_when_a_cell_is_saved_and_leads_to_its_rows(cto):
    slow = named("performance-budgets", "API Response (p99)")
    expect(budgets(cto)).to_contain_text("5 of 6 are met. Missed: API Response (p99).")
    assert "table" in budgets(cto).evaluate("figure => figure.nextElementSibling.className")
    write(cto, cell(cto, slow, 2), "480ms")
    saved(cto)
    expect(budgets(cto)).to_contain_text("6 of 6 are met.")
    expect(budgets(cto)).to_contain_text("met down, from 540ms on")
    expect(cto.locator("figure.figure")).to_have_count(18)
    budgets(cto).get_by_role("link", name="API Response (p99)").click()
    expect(shown(cto, slow)).to_be_in_viewport()
    assert cto.url.endswith(f"#r-{slow.pk}")


def test_figures_come_back_when_a_section_is_shown_anew(cto, deputy):
    expect(budgets(deputy)).to_be_visible()
    slow = named("performance-budgets", "API Response (p99)")
    write(cto, cell(cto, slow, 2), "480ms")
    saved(cto)
    expect(cell(deputy, slow, 2)).to_have_text("480ms")
    expect(budgets(deputy)).to_contain_text("6 of 6 are met.")
    expect(deputy.locator("figure.figure")).to_have_count(18)
