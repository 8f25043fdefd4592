"""What is found in the logs of gates."""

from collections.abc import Iterator

from django.urls import reverse

from gates import access
from gates.actors import Actor
from gates.enums import Event
from gates.models import Decision, Gate
from plans.search.hits import Hit, Kind, Place, Rank, standing
from plans.search.scope import Order, Question, Shelf, cut, groups, newest

FIELDS = ("pk", "gate_id", "sequence", "event", "actor_name", "meaning", "reason")


def decisions(question: Question, shelf: Shelf, by: Actor) -> Iterator[Hit]:
    """Give the records that say the words at the gates that somebody may see; two queries."""
    gates = access.visible_to(by, "view_gate", Gate.objects.all())
    titles = dict(gates.values_list("pk", "title"))
    order = {plan.gate: plan.order for plan in shelf.plans.values()}
    named = {key: cut(title) for key, title in titles.items()}
    asked = groups(question, named)
    found = newest(Decision.objects.all(), Decision.words, asked, "gate")
    for pk, gate, number, event, actor, meaning, reason in found.values_list(*FIELDS):
        texts = [reason, meaning, actor]
        how = standing(question, texts, cut(titles[gate]))
        places = (-number, pk)
        at: Order = order[gate](*places) if gate in order else (titles[gate], "", 0, places)
        yield Hit(
            Kind.DECISION,
            texts[how.best],
            f"{titles[gate]} · {Event(event).label} by {actor}",
            f"{reverse('gates:gate', args=[gate])}#d-{number}",
            question,
            Rank(how.is_start, Place.OTHER_CELL, how.is_scattered, how.missing, 0, at),
            others=[text for at, text in enumerate(texts) if at != how.best],
        )
