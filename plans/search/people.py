"""Which people are found: by an administrator everybody of the company, by others the owners."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gates import access, words
from gates.actors import Actor
from gates.models import User
from gates.word_index import Matches
from plans import roles
from plans.models import Company, Plan
from plans.search.hits import Hit, Kind, Place, Rank, standing
from plans.search.scope import MOST, Question, Shelf, cut, left_over, starts


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody, as a member of one company."""

    pk: int
    name: str
    username: str
    slug: str


def people(question: Question, shelf: Shelf, by: Actor) -> Iterator[Hit]:
    """Give the people who have the words in their names; two queries."""
    managed = access.visible_to(by, "manage_company", Company.objects.all())
    companies = dict(managed.values_list("slug", "name"))
    owned = {f"{plan.slug}: {plan.position}": plan for plan in shelf.plans.values()}
    names = {plan.slug: plan.company for plan in owned.values()} | companies
    for somebody, held in members(question, managed, shelf, names).items():
        is_managed = somebody.slug in companies
        shown = sorted(role for role in held if is_managed or f"{somebody.slug}: {role}" in owned)
        around = " ".join([names[somebody.slug], *shown])
        if shown and is_meant(question, somebody, around):
            plan = owned.get(f"{somebody.slug}: {shown[0]}")
            page = f"/{somebody.slug}/people/{somebody.pk}/"
            yield Hit(
                Kind.PERSON,
                somebody.name,
                " · ".join([names[somebody.slug], *map(roles.words, shown)]),
                plan.url if plan and not is_managed else page,
                question,
                rank(question, somebody, around),
                others=[somebody.username],
            )


def members(
    question: Question,
    managed: QuerySet[Company],
    shelf: Shelf,
    names: dict[str, str],
) -> dict[Acquaintance, set[str]]:
    """Give the active people who may be meant, with those of their roles that may be told."""
    of_companies = access.grants_of(Company).objects.filter(content_object__in=managed.order_by())
    of_plans = access.grants_of(Plan).objects.filter(
        content_object__in=shelf.whole, permission__codename="change_plan"
    )
    meant = {question, *(left_over(question, cut(name)) for name in names.values())}
    meant |= {left_over(question, plan.words) for plan in shelf.plans.values()}
    memberships = User.groups.through.objects.filter(
        Q(group__in=of_companies.values("group")) | Q(group__in=of_plans.values("group"))
    )
    known = User.objects.filter(
        Matches(User.words, sorted(meant)), is_active=True, pk__in=memberships.values("user_id")
    )
    newest = known.order_by("-pk").values("pk")[: MOST + 1]
    held = memberships.filter(user__in=newest).order_by("user_id", "group_id")
    fields = ("user_id", "user__first_name", "user__last_name", "user__username", "group__name")
    found: dict[Acquaintance, set[str]] = defaultdict(set)
    for pk, first, last, username, group in held.values_list(*fields):
        slug, _, role = group.partition(": ")
        name = f"{first} {last}".strip() or username
        if slug in names:
            found[Acquaintance(pk, name, username, slug)].add(role)
    return found


def is_meant(question: Question, somebody: Acquaintance, around: str) -> bool:
    """Tell whether all words are somebody's name or what he is, and one at least is his name."""
    own, other = (cut(text) for text in (f"{somebody.name} {somebody.username}", around))
    named = [word for word in question if starts(word, own)]
    return bool(named) and all(starts(word, other) for word in question if word not in named)


def rank(question: Question, somebody: Acquaintance, around: str) -> Rank:
    """Give the rank of a person."""
    how = standing(question, [f"{somebody.name} {somebody.username}"], words.split(around))
    order = (somebody.name, somebody.slug, 0, (somebody.pk,))
    return Rank(how.is_start, Place.NAME, how.is_scattered, how.missing, 0, order)
