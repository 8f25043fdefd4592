"""The lines that say what is so now, not what was imported."""

import pytest

from plans.document.live import Facts, apply, gate_claim
from plans.enums import BlockKind

BANNER = """\
> **GATE STATUS: [GATED / OPEN]**
>
> The CTO is GATED until:
> 1. CMO validation passes
>
> - CMO Validation: [PROCEED / ITERATE / PIVOT / PENDING]
> - Human Approval: [APPROVED / PENDING]
"""
FACTS = Facts("Acme | Sons\n", "2026-01-31", "OPEN", "PROCEED", "APPROVED")


def test_apply_banner_states_all_three():
    assert apply(BlockKind.GATE, BANNER, FACTS) == (
        BANNER.replace("[GATED / OPEN]", "OPEN")
        .replace("[PROCEED / ITERATE / PIVOT / PENDING]", "PROCEED")
        .replace("[APPROVED / PENDING]", "APPROVED")
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_apply_banner_keeps_markers_and_line_endings(newline):
    source = f">**GATE STATUS:** OPEN  {newline}> * **CMO Validation**: PIVOT{newline}"
    expected = f">**GATE STATUS:** GATED  {newline}> * **CMO Validation**: PENDING{newline}"
    facts = Facts("Acme", None, "GATED", "PENDING", None)
    assert apply(BlockKind.GATE, source, facts) == expected


def test_apply_unknown_facts_leave_the_source():
    facts = Facts("Acme")
    assert apply(BlockKind.GATE, BANNER, facts) == BANNER
    assert apply(BlockKind.FIELD, "**Last Updated:** [DATE]\n", facts) == (
        "**Last Updated:** [DATE]\n"
    )


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        (None, "# [COMPANY NAME]\n", "# Acme | Sons\n"),
        (BlockKind.TABLE, "| [COMPANY NAME] |\n", "| Acme \\| Sons |\n"),
        (BlockKind.PROSE, "[company name] is [COMPANY]\n", "[company name] is [COMPANY]\n"),
        (BlockKind.FIELD, "**Last Updated:** [DATE]  \n", "**Last Updated:** 2026-01-31  \n"),
        (BlockKind.FIELD, "**Owner:** [COMPANY NAME]\n", "**Owner:** Acme | Sons\n"),
        (BlockKind.FIELD, "no field\n", "no field\n"),
        (BlockKind.PROSE, "**Last Updated:** [DATE]\n", "**Last Updated:** [DATE]\n"),
    ],
)
def test_apply_facts_by_kind(kind, source, expected):
    assert apply(kind, source, FACTS) == expected


def test_gate_claim_of_a_blank_banner_is_nothing():
    assert gate_claim(BANNER) == {"status": None, "validation": None, "approval": None}
    assert gate_claim("") == gate_claim(BANNER)


def test_gate_claim_of_a_filled_banner_is_what_it_says():
    assert gate_claim(apply(BlockKind.GATE, BANNER, FACTS)) == {
        "status": "OPEN",
        "validation": "PROCEED",
        "approval": "APPROVED",
    }


def test_gate_claim_of_a_state_left_empty_is_none():
    assert gate_claim("> **GATE STATUS:**\n> - Human Approval: APPROVED by [Name]\n") == {
        "status": None,
        "validation": None,
        "approval": "APPROVED by [Name]",
    }
