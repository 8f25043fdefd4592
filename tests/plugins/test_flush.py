"""A flush empties the append-only tables, and leaves them append-only."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, connection

from gates.models import Decision
from tests.gates.factories import GateFactory
from tests.plugins.flush import lasting


@pytest.mark.parametrize("reset_sequences", [False, True])
def test_flush_passes_the_triggers_and_puts_them_back(transactional_db, reset_sequences):
    GateFactory()
    before = lasting()

    call_command("flush", interactive=False, verbosity=0, reset_sequences=reset_sequences)

    assert Decision.objects.count() == 0
    assert lasting() == before
    assert all(each["rows"] for each in before)
    GateFactory()
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM gates_decision")
    assert Decision.objects.count() == 1


def test_flush_has_what_is_missing_written_again(transactional_db):
    call_command("flush", interactive=False, verbosity=0)
    kind = ContentType.objects.get(model="decision")
    kind.delete()

    call_command("flush", interactive=False, verbosity=0)

    assert Permission.objects.filter(content_type__model="decision").exists()
