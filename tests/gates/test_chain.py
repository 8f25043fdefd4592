from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from gates import chain
from gates.chain import Break, Link

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def links(count):
    log, previous = [], ""
    for sequence in range(1, count + 1):
        payload = {"text": f"record {sequence}", "at": NOON + timedelta(seconds=sequence)}
        log.append(Link(sequence, previous, payload, chain.record_hash(previous, payload)))
        previous = log[-1].hash
    return log


def test_canonical_form_is_one_spelling():
    assert chain.canonical({"b": "é", "a": 1}) == b'{"a":1,"b":"\\u00e9"}'


def test_canonical_form_writes_times_in_utc_with_microseconds():
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert chain.canonical({"at": elsewhere}) == b'{"at":"2026-03-01T12:00:00.000000+00:00"}'


@pytest.mark.parametrize("value", [NOON.replace(tzinfo=None), object(), NOON.date()])
def test_canonical_form_of_an_ambiguous_value_is_refused(value):
    with pytest.raises(TypeError, match="no canonical form"):
        chain.canonical({"value": value})


def test_canonical_form_refuses_what_is_not_a_number():
    with pytest.raises(ValueError, match="not JSON compliant"):
        chain.canonical({"value": float("nan")})


def test_record_hash_is_stable():
    """Hashes are stored: a change of this line is a break of every log."""
    assert chain.record_hash("", {"event": "created", "at": NOON}) == (
        "cb2e2237e6eeb8ef3b29f534f9750fe8db34c34b0cf4e661085b19faf7382b5e"
    )


def test_record_hash_depends_on_the_record_before():
    assert chain.record_hash("", {"a": 1}) != chain.record_hash("0" * 64, {"a": 1})


@pytest.mark.parametrize("count", [0, 1, 5])
def test_verify_finds_nothing_in_an_untouched_log(count):
    assert chain.verify(links(count)) is None


def test_verify_finds_a_changed_payload():
    log = links(5)
    log[2] = replace(log[2], payload={"text": "another"})

    assert chain.verify(log) == Break(3, "its contents are not those that were hashed")


def test_verify_finds_a_rewritten_record():
    log = links(5)
    payload = {"text": "another"}
    log[2] = replace(log[2], payload=payload, hash=chain.record_hash(log[1].hash, payload))

    assert chain.verify(log) == Break(4, "it does not name the hash of the record before it")


@pytest.mark.parametrize("missing", [0, 2])
def test_verify_finds_a_missing_record(missing):
    log = links(5)
    del log[missing]

    assert chain.verify(log) == Break(missing + 2, f"record {missing + 1} is missing")


def test_verify_finds_swapped_records():
    log = links(3)
    log[1], log[2] = log[2], log[1]

    assert chain.verify(log) == Break(3, "record 2 is missing")
