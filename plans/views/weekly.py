"""The weekly e-mail: on or off, and what it would say now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gates import access
from gates.requests import SignedInRequest
from plans import roles, weekly
from plans.attention import needs
from plans.models import Plan
from plans.views.imports import see_other


@require_http_methods(["GET", "HEAD", "POST"])
def weekly_mail(request: SignedInRequest) -> HttpResponse:
    """Show one's own e-mail of the week as it would be now; a POST turns it on or off."""
    if request.method == "POST":
        weekly.choose(request.user, wanted=request.POST.get("wanted") == "yes")
        return see_other(request.path)
    visible = access.visible_to(request.actor, "view_plan", Plan.objects.all())
    plans = roles.owned(visible.select_related("company", "gate"), request.actor)
    context = {
        "plans": plans,
        "text": weekly.body(needs(plans, timezone.now())),
        "is_wanted": weekly.is_wanted(request.user),
    }
    return render(request, "plans/weekly.html", context)
