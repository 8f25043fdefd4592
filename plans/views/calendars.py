"""The on-call rotation, for calendar programs: they have an address and no sign-in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gates.middleware import by_token
from plans import calendars, tokens
from plans.address import Address, Gone, visible_plan
from plans.enums import Position, TokenScope
from plans.problems import status_of
from plans.tokens import CHALLENGE, NoToken, OtherToken
from plans.views.refusals import PLAIN


@by_token("GET", "HEAD")
@never_cache
@require_safe
def on_call(request: HttpRequest, company: str, position: Position) -> HttpResponse:
    """The plan's on-call rotation as iCalendar, to whoever has a `token` for it."""
    address = Address(company, position)
    try:
        by = tokens.actor(request.GET.get("token", ""), address, TokenScope.CALENDAR)
        plan = visible_plan(address, by)
    except (Gone, NoToken, OtherToken) as refusal:
        status = status_of(refusal)
        asked = {"WWW-Authenticate": CHALLENGE}
        return HttpResponse(str(refusal), status=status, content_type=PLAIN, headers=asked)
    return HttpResponse(calendars.on_call(plan), content_type="text/calendar; charset=utf-8")
