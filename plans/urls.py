"""The addresses of companies, their plans and their people."""

from django.urls import path, register_converter

from plans.enums import Position
from plans.views import (
    calendars,
    cells,
    companies,
    decisions,
    figures,
    finding,
    histories,
    imports,
    invitations,
    passwords,
    people,
    plans,
    releases,
    rollups,
    rows,
    samples,
    searching,
    sprints,
    structure,
    tokens,
    weekly,
)


class PositionConverter:
    """A position in lower case: /acme/cto/."""

    regex = "|".join(value.lower() for value in Position.values)

    def to_python(self, value: str) -> Position:
        """Read the position."""
        return Position(value.upper())

    def to_url(self, value: str) -> str:
        """Print the position."""
        return value.lower()


register_converter(PositionConverter, "position")

PLAN = "<slug:company>/<position:position>/"

urlpatterns = [
    path("", companies.portfolio, name="portfolio"),
    path("search/", searching.search, name="search"),
    path("weekly/", weekly.weekly_mail, name="weekly"),
    path("companies/", companies.found_company, name="found-company"),
    path("invitations/<str:token>/", invitations.accept, name="accept"),
    path("password/", passwords.Forgotten.as_view(), name="password_reset"),
    path("password/sent/", passwords.Sent.as_view(), name="password_reset_done"),
    path("password/<uidb64>/<token>/", passwords.Reset.as_view(), name="password_reset_confirm"),
    path("password/set/", passwords.Set.as_view(), name="password_reset_complete"),
    path("password/change/", passwords.Changed.as_view(), name="password_change"),
    path("<slug:company>/", companies.company, name="company"),
    path("<slug:company>/attention/", companies.attention, name="attention"),
    path("<slug:company>/export.zip", companies.export, name="export-company"),
    path("<slug:company>/import/", imports.imports, name="import"),
    path("<slug:company>/import/<uuid:key>/", imports.staged, name="staged-import"),
    path("<slug:company>/people/", people.people, name="people"),
    path("<slug:company>/people/invite/", invitations.invite, name="invite"),
    path(
        "<slug:company>/people/invitations/<int:invitation>/<slug:verb>/",
        invitations.invitation,
        name="invitation",
    ),
    path("<slug:company>/people/<int:person>/", people.person, name="person"),
    path("<slug:company>/people/<int:person>/remove/", people.remove, name="remove-person"),
    path("<slug:company>/corp/rollups/", rollups.rollups, name="rollups"),
    path("<slug:company>/corp/rollups/<slug:key>/", rollups.take_over, name="take-over"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}export.md", plans.export, name="export"),
    path(f"{PLAN}decisions/", decisions.decisions, name="decisions"),
    path(f"{PLAN}decisions.zip", decisions.files, name="export-decisions"),
    path(f"{PLAN}decisions/import/", decisions.read_in, name="import-decision"),
    path(f"{PLAN}decisions/<int:number>/", decisions.decision, name="decision"),
    path(f"{PLAN}decisions/<int:number>/status/", decisions.decide, name="decide"),
    path(f"{PLAN}decisions/<int:number>/adr.md", decisions.adr, name="export-decision"),
    path(f"{PLAN}history/", histories.changes, name="history"),
    path(f"{PLAN}history/<uuid:group>/undo/", histories.undo, name="undo-import"),
    path(f"{PLAN}rows/<int:row>/cells/<int:column>/", cells.cell, name="cell"),
    path(f"{PLAN}rows/<int:row>/move/", rows.move, name="move-row"),
    path(f"{PLAN}rows/delete/", rows.delete, name="delete-rows"),
    path(f"{PLAN}rows/set/", rows.fill, name="set-cells"),
    path(f"{PLAN}blocks/<int:block>/rows/", rows.add, name="add-row"),
    path(f"{PLAN}blocks/<int:block>/paste/", rows.paste, name="paste"),
    path(f"{PLAN}undo/", rows.undo, name="undo"),
    path(f"{PLAN}redo/", rows.redo, name="redo"),
    path(f"{PLAN}news/", plans.news, name="news"),
    path(f"{PLAN}preview/", plans.preview, name="preview"),
    path(f"{PLAN}figures/", figures.figures, name="figures"),
    path(f"{PLAN}sprints/", sprints.sprints, name="sprints"),
    path(f"{PLAN}releases/", releases.releases, name="releases"),
    path(f"{PLAN}figures/<slug:register>/", figures.keep, name="keep-computed"),
    path(f"{PLAN}samples/", samples.samples, name="samples"),
    path(f"{PLAN}on-call.ics", calendars.on_call, name="on-call"),
    path(f"{PLAN}tokens/", tokens.tokens_of, name="tokens"),
    path(f"{PLAN}tokens/<int:token>/revoke/", tokens.revoke, name="revoke-token"),
    path(f"{PLAN}find/", finding.find, name="find"),
    path(f"{PLAN}shortcuts/", finding.shortcuts, name="shortcuts"),
    path(f"{PLAN}blocks/<int:block>/", structure.block, name="block"),
    path(f"{PLAN}blocks/<int:block>/<slug:verb>/", structure.lay_out_block, name="lay-out-block"),
    path(f"{PLAN}sections/<int:section>/", structure.section, name="section"),
    path(
        f"{PLAN}sections/<int:section>/<slug:verb>/",
        structure.lay_out_section,
        name="lay-out-section",
    ),
]
