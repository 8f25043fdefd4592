"""A flush empties the append-only tables, and leaves them append-only."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from gates.models import Decision
from tests.gates.factories import GateFactory


def test_flush_passes_the_triggers_and_puts_them_back(transactional_db):
    GateFactory()

    call_command("flush", interactive=False, verbosity=0)

    assert Decision.objects.count() == 0
    GateFactory()
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM gates_decision")
    assert Decision.objects.count() == 1
