"""What is laid out anew changes as little text as can be, and reads back as what was meant."""

from difflib import SequenceMatcher

import pytest

from plans.document import additions, columns, layout, outline
from plans.document.emit import emit
from plans.document.parse import parse
from plans.document.readback import Misread, reread
from plans.document.tree import Document
from plans.enums import BlockKind

PLAN = """# Plan

Words.

---

## Table of Contents

1. [Strategy](#1-strategy)
2. [Work](#2-work)

---

## 1. Strategy

### 1.1 Vision

See [the goals](#22-goals).

### 1.2 Stack

| Layer | Tool |
|-------|------|
| Web | Django |

---

## 2. Work

### 2.1 Sprint

- one

### 2.2 Goals

| Goal |
|---|
| See [2.1 Sprint](#21-sprint) |

---

## History

Words.

---

*The end.*
"""


def section(document: Document, heading: str) -> int:
    return next(n for n, each in enumerate(document.sections) if each.heading == heading)


def changed(before: str, after: str) -> list[str]:
    """The lines that came (+) and went (-)."""
    old, new = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        sign + line
        for tag, one, two, three, four in matcher.get_opcodes()
        if tag != "equal"
        for sign, lines in (("-", old[one:two]), ("+", new[three:four]))
        for line in lines
    ]


def added(heading: str, new: str, *, inside: bool = False, text: str = PLAN) -> list[str]:
    document = parse(text)
    found = layout.add_section(document, section(document, heading), new, inside=inside)
    return changed(text, emit(found))


# --- Sections


def test_section_below_the_last_of_its_part_stands_above_the_dividing_line():
    assert added("2.2 Goals", "Risks") == ["+### 2.3 Risks", "+"]


def test_section_between_others_shifts_their_numbers_and_the_links_to_them():
    assert added("2.1 Sprint", "Risks") == [
        "-See [the goals](#22-goals).",
        "+See [the goals](#23-goals).",
        "-### 2.2 Goals",
        "+### 2.2 Risks",
        "+",
        "+### 2.3 Goals",
    ]


def test_part_below_another_gets_its_number_its_dividing_line_and_its_entry():
    document = parse(PLAN)
    found = layout.add_section(document, section(document, "1. Strategy"), "Money", inside=False)
    assert emit(found) == (
        PLAN.replace("2. [Work](#2-work)", "2. [Money](#2-money)\n3. [Work](#3-work)")
        .replace("#22-goals", "#32-goals")
        .replace("[2.1 Sprint](#21-sprint)", "[3.1 Sprint](#31-sprint)")
        .replace("## 2. Work", "## 2. Money\n\n---\n\n## 3. Work")
        .replace("### 2.", "### 3.")
    )


def test_section_inside_is_the_last_there():
    assert added("2. Work", "Risks", inside=True) == ["+### 2.3 Risks", "+"]
    assert added("2.1 Sprint", "Risks", inside=True) == ["+#### 2.1.1 Risks", "+"]
    assert added("Plan", "Risks", inside=True) == ["+## Risks", "+", "+---", "+"]


@pytest.mark.parametrize("typed", ["Risks", "2.3 Risks", "2.9 Risks"])
def test_number_that_was_typed_is_the_one_that_follows(typed):
    assert added("2.2 Goals", typed) == ["+### 2.3 Risks", "+"]


def test_number_of_another_kind_is_a_word():
    assert added("2.2 Goals", "3 risks") == ["+### 2.3 3 risks", "+"]


def test_section_below_one_without_a_number_has_none():
    assert added("History", "Notes") == ["+## Notes", "+", "+---", "+"]


def test_numbers_are_closed_up_only_as_far_as_they_follow():
    text = "## 1. A\n\n## 2. B\n\n## C\n\n## 3. D\n\n## 7. E\n"
    document = layout.delete_section(parse(text), 1)
    assert emit(document) == "## 1. A\n\n## C\n\n## 2. D\n\n## 7. E\n"
    assert added("3. D", "X", text=text) == ["+## 4. X", "+"]
    assert added("1. A", "X", text="## 1. A\n\n## 2. B\n\n## 7. E\n") == [
        "-## 2. B",
        "+## 2. X",
        "+",
        "+## 3. B",
    ]


def test_first_section_under_another_is_numbered_as_its_like_are():
    text = "## 1. A\n\n### Plain\n\n## 2. B\n"
    assert added("2. B", "X", inside=True, text=text) == ["+### X", "+"]
    assert added("1. A", "X", inside=True, text="## 1. A\n") == ["+### 1.1 X", "+"]
    assert added("A", "X", inside=True, text="## A\n") == ["+### X", "+"]


def test_first_section_goes_and_the_next_stands_in_its_place():
    assert emit(layout.delete_section(parse("## A\n\n## B\n"), 0)) == "## B\n"
    with pytest.raises(Misread):
        layout.delete_section(parse("## A\n\n### B\n"), 0)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("- [A](#a)\n- [B](#b)\n", "- [A](#a)\n- [New](#new)\n- [B](#b)\n"),
        ("1. [A](#a)\n1. [B](#b)\n", "1. [A](#a)\n1. [New](#new)\n1. [B](#b)\n"),
        (
            "**In it:**\n1. [A](#a)\n   more\n   - [Deep](#deep)\n2. [B](#b)\n",
            "**In it:**\n1. [A](#a)\n   more\n   - [Deep](#deep)\n2. [New](#new)\n3. [B](#b)\n",
        ),
        (
            "1. [B](#b)\n2. [A](#a)\n   1. [Deep](#deep)\n3. [B](#b)\n",
            "1. [B](#b)\n2. [A](#a)\n   1. [Deep](#deep)\n3. [New](#new)\n4. [B](#b)\n",
        ),
        ("- [Deep](#deep)\n- elsewhere\n", "- [Deep](#deep)\n- elsewhere\n"),
    ],
)
def test_table_of_contents_lists_a_new_section_in_its_own_style(listed, expected):
    text = f"## Table of Contents\n\n{listed}\n## A\n\n### Deep\n\n## B\n"
    document = parse(text)
    found = layout.add_section(document, section(document, "A"), "New", inside=False)
    assert expected in emit(found)
    assert emit(layout.delete_section(found, 3)) == text


def test_year_or_a_number_of_elsewhere_is_no_number():
    text = "## 24 in review\n\n## 25 in review\n\n### 7.1 Release\n"
    assert outline.numbers(parse(text).sections) == [None, None, None]
    assert emit(layout.move_section(parse(text), 0, down=True)) == (
        "## 25 in review\n\n### 7.1 Release\n\n## 24 in review\n"
    )


def test_part_that_moves_leaves_dividing_lines_and_numbers_in_their_place():
    document = parse(PLAN)
    moved = layout.move_section(document, section(document, "1. Strategy"), down=True)
    text = emit(moved)
    assert [each.heading for each in moved.sections] == [
        *("Plan", "Table of Contents", "1. Work", "1.1 Sprint", "1.2 Goals"),
        *("2. Strategy", "2.1 Vision", "2.2 Stack", "History"),
    ]
    assert "1. [Work](#1-work)\n2. [Strategy](#2-strategy)\n" in text
    assert "See [the goals](#12-goals)." in text
    assert text.count("\n---\n") == PLAN.count("\n---\n")
    assert text.endswith("## History\n\nWords.\n\n---\n\n*The end.*\n")
    assert emit(layout.move_section(moved, 5, down=False)) == PLAN


def test_section_at_the_end_of_its_part_stays():
    document = parse(PLAN)
    assert layout.move_section(document, section(document, "2.2 Goals"), down=True) is document
    assert layout.move_section(document, section(document, "2.1 Sprint"), down=False) is document


def test_part_that_goes_takes_its_entry_and_its_dividing_line():
    document = parse(PLAN)
    text = emit(layout.delete_section(document, section(document, "1. Strategy")))
    assert "1. [Work](#1-work)\n" in text
    assert "Strategy" not in text
    assert "---\n\n## 1. Work\n\n### 1.1 Sprint\n" in text
    assert text.count("\n---\n") == PLAN.count("\n---\n") - 1


def test_what_reads_otherwise_is_refused():
    document = parse("# A\nwords\n")
    document.sections[0].blocks[1].rows[0].source = "# words\n"
    with pytest.raises(Misread):
        reread(document)


def nested(text: str, heading: str) -> str:
    document = parse(text)
    return emit(layout.nest_section(document, section(document, heading)))


def lifted(text: str, heading: str) -> str:
    document = parse(text)
    return emit(layout.lift_section(document, section(document, heading)))


def test_section_moves_in_with_its_number_its_links_its_line_and_its_entry():
    found = nested(PLAN, "2. Work")
    assert found == (
        PLAN.replace("2. [Work](#2-work)\n", "")
        .replace("#22-goals", "#132-goals")
        .replace("[2.1 Sprint](#21-sprint)", "[1.3.1 Sprint](#131-sprint)")
        .replace("---\n\n## 2. Work", "### 1.3 Work")
        .replace("### 2.", "#### 1.3.")
    )
    assert lifted(found, "1.3 Work") == PLAN


def test_section_moves_out_behind_what_it_was_a_part_of():
    found = lifted(PLAN, "1.1 Vision")
    moved = "### 1.1 Vision\n\nSee [the goals](#32-goals).\n\n"
    assert found == (
        PLAN.replace("2. [Work](#2-work)", "2. [Vision](#2-vision)\n3. [Work](#3-work)")
        .replace("#22-goals", "#32-goals")
        .replace("[2.1 Sprint](#21-sprint)", "[3.1 Sprint](#31-sprint)")
        .replace(moved, "")
        .replace("### 1.2 Stack", "### 1.1 Stack")
        .replace("## 2. Work", f"{moved}---\n\n## 3. Work".replace("### 1.1", "## 2."))
        .replace("### 2.", "### 3.")
    )
    assert nested(found, "2. Vision") == (
        PLAN.replace(moved.replace("#32", "#22"), "")
        .replace("### 1.2 Stack", "### 1.1 Stack")
        .replace("Django |\n\n", f"Django |\n\n{moved}".replace("#32", "#22").replace("1.1", "1.2"))
    )


def test_contents_of_several_levels_follow_a_section_that_moves_in_or_out():
    text = """## Table of Contents

- [1. A](#1-a)
  - [1.1 B](#11-b)
- [2. C](#2-c)
  - [2.1 D](#21-d)

## 1. A

### 1.1 B

## 2. C

### 2.1 D
"""
    found = nested(text, "2. C")
    assert found == text.replace(
        "- [2. C](#2-c)\n  - [2.1 D](#21-d)", "  - [1.2 C](#12-c)"
    ).replace("## 2. C", "### 1.2 C").replace("### 2.1 D", "#### 1.2.1 D")
    assert lifted(found, "1.2 C") == text


def test_section_takes_and_loses_a_number_as_those_beside_it_have():
    text = "# A\n\n## 1. B\n\n### 1.1 C\n\n## D ##\n\nE\n-\n\n## F\n"
    inside = nested(text, "D")
    assert inside == text.replace("## D ##", "### 1.2 D ###")
    assert nested(text, "E") == text.replace("E\n-", "### E")
    assert lifted(text, "1.1 C") == text.replace("### 1.1 C", "## 2. C")
    assert lifted("# A\n\n## B\n\n### C\n", "C") == "# A\n\n## B\n\n## C\n"
    free = "# A\n\n## B\n\n### C\n\n## 1. D\n\n### 1.1 E\n"
    assert nested(free, "1. D") == free.replace("## 1. D", "### D").replace("### 1.1", "####")


def test_section_moves_neither_beside_a_title_nor_deeper_than_headings_go():
    for text, heading in (("# A\n\n## B\n", "B"), ("## B\n", "B")):
        with pytest.raises(Misread, match="outermost"):
            lifted(text, heading)
    with pytest.raises(Misread, match="no section above"):
        nested("# A\n\n## B\n", "B")
    with pytest.raises(Misread, match="“D” would stand deeper"):
        nested("# A\n\n## B\n\n## C\n\n###### D\n", "C")


# --- Blocks


def test_table_is_written_in_the_style_of_the_nearest():
    document = parse(PLAN)
    found = additions.add_table(
        document, (section(document, "2.1 Sprint"), None), ["A", "b|c"], rows=2
    )
    assert changed(PLAN, emit(found)) == [
        *("+| A | b\\|c |", "+|---|------|", "+|  |  |", "+|  |  |", "+"),
    ]
    found = additions.add_table(
        document, (section(document, "1.2 Stack"), None), ["Name"], label="Of it"
    )
    assert changed(PLAN, emit(found)) == [
        *("+**Of it:**", "+| Name |", "+|------|", "+|  |", "+"),
    ]
    found = additions.add_table(
        document, (section(document, "1.2 Stack"), None), ["A", "B"], rows=[["a|b", ""], ["c", "d"]]
    )
    assert changed(PLAN, emit(found)) == [
        *("+| A | B |", "+|---|---|", "+| a\\|b |  |", "+| c | d |", "+"),
    ]
    alone = additions.add_table(parse("# A\r\n"), (0, None), ["B"], rows=0)
    assert emit(alone) == "# A\r\n\r\n| B |\r\n|---|\r\n"


def test_list_beside_another_gets_another_bullet():
    document = parse(PLAN)
    at = section(document, "2.1 Sprint")
    found = additions.add_items(document, (at, None), BlockKind.LIST, ["two", "three"])
    assert changed(PLAN, emit(found)) == ["+* two", "+* three", "+"]
    found = additions.add_items(document, (at, None), BlockKind.CHECKLIST, ["two"], label="To do")
    assert changed(PLAN, emit(found)) == ["+**To do:**", "+- [ ] two", "+"]


def test_paragraph_is_added_and_what_is_none_is_refused():
    document = parse(PLAN)
    found = additions.add_prose(document, (2, None), "One\ntwo")
    assert changed(PLAN, emit(found)) == ["+", "+One", "+two"]
    with pytest.raises(Misread):
        additions.add_prose(document, (2, None), "# One")


def test_block_that_came_goes_without_a_trace():
    document = parse(PLAN)
    for place in range(len(document.sections)):
        found = additions.add_table(document, (place, None), ["A"])
        at = next(
            n
            for n, each in enumerate(found.sections[place].blocks)
            if each.kind == BlockKind.TABLE and each.columns == ["A"]
        )
        assert emit(additions.delete_block(found, place, at)) == PLAN


def test_heading_is_no_block_to_delete():
    with pytest.raises(Misread):
        additions.delete_block(parse(PLAN), 0, 0)


# --- Columns


def columns_of(change) -> list[str]:
    document = parse(PLAN)
    at = section(document, "1.2 Stack")
    return changed(PLAN, emit(change(document, at, 1)))


def test_column_is_added_in_every_line():
    assert columns_of(lambda *place: columns.add_column(*place, 1, "Since")) == [
        *("-| Layer | Tool |", "-|-------|------|", "-| Web | Django |"),
        *("+| Layer | Since | Tool |", "+|-------|-------|------|", "+| Web |  | Django |"),
    ]


def test_column_is_called_otherwise_in_its_header_only():
    assert columns_of(lambda *place: columns.rename_column(*place, 1, "Framework")) == [
        "-| Layer | Tool |",
        "+| Layer | Framework |",
    ]


def test_column_moves_and_goes():
    assert columns_of(lambda *place: columns.move_column(*place, 0, 1))[3:] == [
        *("+| Tool | Layer |", "+|------|-------|", "+| Django | Web |"),
    ]
    assert columns_of(lambda *place: columns.delete_column(*place, 0))[3:] == [
        *("+| Tool |", "+|------|", "+| Django |"),
    ]


def test_only_column_stays():
    document = parse(PLAN)
    with pytest.raises(Misread):
        columns.delete_column(document, section(document, "2.2 Goals"), 1, 0)


PADDED = "| a     | b |\n| ----- | - |\n| words | x |\n|       | y |\n"
OPEN = "a | b\n--|--\n1 | 2\n3\n"


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        (
            PADDED,
            lambda each: columns.add_column(each, 0, 0, 1, "c"),
            "| a     | c | b |\n| ----- | --- | - |\n| words |   | x |\n|       |   | y |\n",
        ),
        (
            PADDED,
            lambda each: columns.rename_column(each, 0, 0, 0, "abc"),
            PADDED.replace("| a   ", "| abc "),
        ),
        (
            OPEN,
            lambda each: columns.add_column(each, 0, 0, 2, "c"),
            "a | b | c\n--|--|---\n1 | 2 |  |\n3\n",
        ),
        (OPEN, lambda each: columns.move_column(each, 0, 0, 0, 1), "b | a\n--|--\n2 | 1\n| | 3\n"),
        (
            "|a|b|\n|-|-|\n|\n|1|\n",
            lambda each: columns.delete_column(each, 0, 0, 1),
            "|a|\n|-|\n|\n|1|\n",
        ),
        (OPEN, lambda each: columns.delete_column(each, 0, 0, 0), "| b |\n|--|\n| 2 |\n||\n"),
    ],
)
def test_column_of_a_table_in_another_style(text, change, expected):
    assert emit(change(parse(text))) == expected
