"""The two demo companies, and their CTOs at their plans."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from plans import roles
from plans.demo import Login, sign_up
from plans.enums import Position
from plans.models import Plan
from tests.plans.companies import load


@pytest.fixture
def halcyon(live_server) -> Plan:
    return load("halcyon")


@pytest.fixture
def meridian(live_server) -> Plan:
    return load("meridian")


@pytest.fixture
def cto(halcyon: Plan, page: Page, sign_in) -> Page:
    """The open plan, before somebody who may change it."""
    sign_in("halcyon-cto")
    page.goto(halcyon.url)
    return page


@pytest.fixture
def gated(meridian: Plan, page: Page, sign_in) -> Page:
    """The gated plan, before somebody who might change it."""
    sign_in("meridian-cto")
    page.goto(meridian.url)
    return page


@pytest.fixture
def deputy(halcyon: Plan, cto: Page, new_page: Callable[..., Page], sign_in) -> Page:
    """A second person at the same plan, who opened it when the CTO did."""
    sign_up(
        Login("halcyon-deputy", "Dora Vance", Position.CTO),
        roles.group(halcyon.company, Position.CTO),
    )
    page = new_page()
    sign_in("halcyon-deputy", page)
    page.goto(halcyon.url)
    return page
