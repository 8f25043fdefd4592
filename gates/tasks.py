"""The work on gates that waits for no request: expiries are recorded, and people written to."""

import logging

from django.tasks import task

from gates import decisions, notices
from gates import state as states
from gates.models import Gate

COUNTED = ("gates", "expired", "sent", "failed")

logger = logging.getLogger(__name__)


@task
def tend() -> dict[str, int]:
    """Record what has run out and send what is due, for every gate; safe to repeat.

    Nothing depends on its having run: states follow from the clock. A gate whose e-mail cannot be
    sent does not keep the others from theirs; it is tried again the next time.
    """
    done = dict.fromkeys(COUNTED, 0)
    gates = list(Gate.objects.all())
    for gate, state in zip(gates, states.current_of(gates).values(), strict=True):
        done["gates"] += 1
        try:
            done["sent"] += notices.deliver(gate, state)
            done["expired"] += decisions.expire(gate, state) is not None
        except Exception:
            logger.exception("Gate %s could not be tended.", gate.pk)
            done["failed"] += 1
    return done
