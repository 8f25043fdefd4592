"""axe finds nothing, on any page, in any state, at any width and in any colours."""

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from gates import decisions, state
from plans import editing
from plans.models import Plan
from tests.browser.pages import action, cell, editor, fill_action, fits, named, text, write
from tests.plans.companies import HALCYON, actor, measure_up, row

pytestmark = pytest.mark.django_db(transaction=True)

# axe leaves the size of targets out unless it is asked: 24 pixels, or room around.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
type Modes = tuple[tuple[int, dict[str, str]], ...]
MODES: Modes = (
    (1440, {"color_scheme": "light"}),
    (1440, {"color_scheme": "dark"}),
    (390, {"color_scheme": "light"}),
    (320, {"color_scheme": "dark"}),
    (1440, {"color_scheme": "light", "forced_colors": "active"}),
)
UNLIKE = (MODES[0], MODES[3])
SETTLED = """() => Promise.all(document.getAnimations().map((each) => each.finished))"""


# A whole plan costs axe seconds. Where a state and not the document is looked at, the sections
# after those that the tests touch, which are tables like the others, are left out.
LATER = {"exclude": ["#document > .section:nth-of-type(n+18)"]}


def clean(page: Page, modes: Modes = MODES, context: dict[str, list[str]] | None = None) -> None:
    """Let axe find nothing in the page as it stands now."""
    for width, media in modes:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**{"forced_colors": "none", **media})
        page.locator(":root").evaluate(SETTLED)
        results = Axe().run(page, context, options=OPTIONS)
        assert not violations(page, results), f"{width} {media}\n{results.generate_report()}"


def violations(page: Page, results: AxeResults) -> list[tuple[str, str]]:
    """What axe found, but for cells that lie under their own editor: the editor is the target."""
    under = {"target-size": page.locator("td:has(> .editor)")}
    return [
        (rule["id"], node["html"])
        for rule in results.response["violations"]
        for node in rule["nodes"]
        if rule["id"] not in under
        or not under[rule["id"]].and_(page.locator(node["target"][0])).count()
    ]


def test_pages_before_the_sign_in(halcyon, page, complaints):
    complaints.expect("status of 404")
    page.goto("/login/")
    clean(page)
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    clean(page)


def test_pages_of_passwords(halcyon, page, cto):
    for address in ("/password/", "/password/sent/", "/password/set/", "/password/change/"):
        page.goto(address)
        clean(page, UNLIKE)
        fits(page)


def test_pages_that_say_where_plans_stand(halcyon, cto):
    company = halcyon.company.url
    decisions = f"{halcyon.url}decisions/"
    pages = (company, f"{company}attention/", f"{halcyon.url}figures/", f"{halcyon.url}samples/")
    for address in (*pages, "/weekly/", decisions, f"{decisions}2/"):
        cto.goto(address)
        clean(cto, UNLIKE)
        fits(cto)


def test_page_of_tokens(halcyon, cto):
    cto.goto(f"{halcyon.url}samples/")
    cto.get_by_role("link", name="Access tokens").click()
    cto.get_by_label("Name").fill("CI")
    cto.get_by_role("button", name="Make the token").click()
    expect(cto.get_by_text("It is shown this once")).to_be_visible()
    clean(cto, UNLIKE)
    fits(cto)


def test_pages_around_the_plan(halcyon, cto, complaints):
    complaints.expect("status of 404")
    write(cto, cell(cto, named("technology-stack", "Backend"), 1), "Go")
    expect(cto.locator("#status")).to_have_text("All changes saved")
    searches = ("/search/", "/search/?q=sprint", "/search/?q=zzz")
    for address in ("/", "/halcyon/", "/halcyon/cto/history/", *searches, "/nowhere/"):
        cto.goto(address)
        clean(cto)


def test_gate_page_and_its_refusal(meridian, page, sign_in, complaints):
    complaints.expect("status of 422")
    sign_in("meridian-cmo")
    page.goto(f"/gates/{meridian.gate_id}/")
    clean(page)
    fill_action(page, "Record decision", "   ", "PIVOT")
    expect(action(page, "Record decision").get_by_label("Reason")).to_be_focused()
    clean(page)


def test_gate_page_with_a_policy_to_change_and_a_difference(halcyon, page, sign_in):
    editing.set_cell(
        HALCYON,
        named("technology-stack", "Backend").pk,
        1,
        "Go",
        seen=None,
        by=actor("halcyon-cto"),
    )
    sign_in("halcyon-ceo")
    page.goto(f"/gates/{halcyon.gate_id}/")
    page.get_by_text("Row by row").click()
    page.get_by_text("What the digest of the terms covers").click()
    clean(page)


def test_inbox_with_and_without_something_in_it(meridian, page, sign_in):
    sign_in("meridian-approver")
    page.goto("/gates/")
    clean(page)
    measure_up("meridian")
    decisions.decide(meridian.gate, "PROCEED", "It sold.", by=actor("meridian-cmo"))
    seen = state.current(meridian.gate).digest
    decisions.request(meridian.gate, "Ready.", seen=seen, by=actor("meridian-cto"))
    page.goto("/gates/")
    page.get_by_text("Answer", exact=True).click()
    clean(page)


def test_idle_plan(cto):
    clean(cto)


def test_find_and_shortcuts(cto):
    dialog = {"include": ["#dialog"]}
    cto.keyboard.press("Control+k")
    with cto.expect_response("**/find/?q=*"):
        cto.get_by_role("combobox").fill("backend")
    expect(cto.locator("#found").get_by_role("option").first).to_have_attribute(
        "aria-selected", "true"
    )
    clean(cto, context=dialog)
    fits(cto)
    with cto.expect_response("**/find/?q=*"):
        cto.get_by_role("combobox").fill("no such words")
    expect(cto.get_by_text("Nothing has all these words.")).to_be_visible()
    clean(cto, UNLIKE, dialog)
    cto.keyboard.press("Escape")
    expect(cto.get_by_role("dialog")).to_have_count(0)
    cto.keyboard.press("?")
    expect(cto.get_by_role("dialog", name="Shortcuts")).to_be_visible()
    clean(cto, context=dialog)


def test_gated_plan_with_a_refusal(gated):
    cell(gated, named("technology-stack", "Cache", "meridian"), 1).focus()
    gated.keyboard.press("Enter")
    expect(gated.get_by_role("alert")).to_be_visible()
    clean(gated, UNLIKE, LATER)


def test_plan_with_everything_wrong_and_an_open_editor(halcyon: Plan, cto, complaints):
    complaints.expect("status of 422", "status of 409", "500")
    story = named("current-sprint", "Quota headers on the Public API")
    backend, cache = (named("technology-stack", each) for each in ("Backend", "Cache"))
    write(cto, cell(cto, story, 1), "-3")
    cell(cto, cache, 1).evaluate("cell => { cell.dataset.raw = 'Something older'; }")
    write(cto, cell(cto, cache, 1), "Redis")
    expect(cell(cto, story, 1).locator(".message")).to_be_visible()
    expect(cto.get_by_role("button", name="Keep mine")).to_be_visible()
    cto.route("**/cells/**", lambda route: route.fulfill(status=500))
    write(cto, cell(cto, backend, 1), "Go")
    write(cto, text(cto, row("halcyon", "sprint-goals")), "Ship it")
    expect(cto.get_by_role("button", name="Retry")).to_have_count(2)
    stack = cto.locator(".block", has=cell(cto, backend, 1))
    stack.get_by_role("columnheader").first.click()
    stack.get_by_text("Sort and filter").click()
    stack.get_by_label("Rows with").fill("go")
    expect(stack.locator("output")).to_contain_text("of 7 rows shown")
    cell(cto, backend, 3).hover()
    cto.locator(".tools summary").click()
    cell(cto, backend, 2).focus()
    cto.keyboard.press("Enter")
    expect(editor(cto)).to_be_focused()
    clean(cto, MODES, LATER)


def test_preview_of_what_is_typed(cto):
    cell(cto, named("technology-stack", "Backend"), 2).click()
    editor(cto).fill("Has **one** owner, see [docs](https://example.com) and `code`")
    expect(cto.get_by_label("Preview").locator("strong")).to_have_text("one")
    clean(cto, UNLIKE, {"include": [".banner"]})
    expect(editor(cto)).to_be_focused()
    fits(cto)


def test_dialog_and_toast(cto, complaints):
    complaints.expect("401")
    backend = named("technology-stack", "Backend")
    cto.route("**/rows/", lambda route: route.fulfill(status=401))
    block = cto.locator(".block", has=cell(cto, backend, 1))
    block.get_by_role("button", name="Add row").click()
    expect(cto.get_by_role("dialog")).to_be_visible()
    expect(cto.locator(".toast")).to_have_count(1)
    clean(cto, UNLIKE, LATER)
