"""Real documents and real edits of their tables, where they lie beside this checkout."""

import json

import pytest

from plans.document.cells import new_row, read_cells, splice
from plans.document.emit import emit
from plans.document.lines import split_lines
from plans.document.parse import parse
from plans.document.tree import RowSource
from plans.enums import BlockKind
from tests.plans.edits import LEAST_SHARE, edited_files, only_touched_lines_differ


def texts(folder, *patterns):
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern)):
        try:
            yield path.name, path.read_bytes().decode()
        except UnicodeDecodeError:
            assert path.name == "kubernetes__community__1345-1430_SIGGOVERNANCE.md"


def test_emit_every_shared_document_gives_its_bytes_back(shared):
    found = dict(texts(shared, "seed/*.md", "plans/*.md", "corpus/*/*.md"))
    assert [name for name, text in found.items() if emit(parse(text)) != text] == []
    assert len(found) > 60


def test_parse_seed_gives_its_blocks(shared):
    text = (shared / "seed/cto-technical-plan.md").read_bytes().decode()
    blocks = [block for section in parse(text).sections for block in section.blocks]
    counts = {kind.value: [block.kind for block in blocks].count(kind) for kind in BlockKind}
    assert counts == {
        "heading": 43,
        "prose": 1,
        "statement": 2,
        "field": 5,
        "list": 1,
        "checklist": 1,
        "diagram": 2,
        "table": 31,
        "toc": 1,
        "gate": 1,
        "rule": 13,
        "verbatim": 0,
    }
    assert [block.label for block in blocks if block.label] == [
        "Technical Vision Statement",
        "Guiding Principles",
        "Sprint Goals",
        "Deployment Checklist",
    ]


def test_splice_every_cell_of_every_plan_changes_its_line_only(shared):
    for _name, text in texts(shared, "seed/*.md", "plans/*.md"):
        document = parse(text)
        for block in (block for section in document.sections for block in section.blocks):
            for row in block.rows:
                cells = [*row.cells[:-1], "Something else"]
                new = splice(block.kind, row.source, cells, block.widths)
                assert read_cells(block.kind, new) == cells
                assert not row.cells[-1] or (
                    splice(block.kind, new, row.cells, block.widths) == row.source
                )


def test_edits_of_real_tables_come_out_as_their_authors_wrote_them(shared):
    outcomes = {}
    for file, operations, written in edited_files(shared):
        before, after = (path.read_bytes().decode() for path in (file, written))
        edits = json.loads(operations.read_bytes())["edits"]
        edited = emit(applied(parse(before), edits))
        outcomes[operations.stem] = edited == after
        assert only_touched_lines_differ(before, after, edited, edits), operations.stem
    share = sum(outcomes.values()) / len(outcomes)
    print(f"{share:.0%} of {len(outcomes)} edits are byte-equal")  # noqa: T201
    assert share >= LEAST_SHARE, [name for name, equal in outcomes.items() if not equal]


def applied(document, edits):
    """The document after the edits, which count tables, rows and columns from 0."""
    tables = [
        block
        for section in document.sections
        for block in section.blocks
        if block.kind == BlockKind.TABLE
    ]
    for edit in edits:
        apply(tables[edit["table"]], edit, document.newline)
    return document


def apply(table, edit, newline):
    if edit["op"] == "delete":
        del table.rows[edit["row"]]
    elif edit["op"] == "insert":
        table.rows.insert(edit["row"], inserted(table, edit, newline))
    else:
        row = table.rows[edit["row"]]
        cells = [*row.cells]
        cells[edit["column"]] = edit["text"]
        row.source = splice(table.kind, row.source, cells, table.widths)
        row.cells = cells


def inserted(table, edit, newline):
    neighbours = table.rows[max(edit["row"] - 1, 0) :][:1]
    source = new_row(
        table.kind,
        edit["cells"],
        like=neighbours[0].source if neighbours else None,
        columns=len(table.columns),
        header=split_lines(table.source)[-2],
        newline=newline,
        widths=table.widths,
    )
    return RowSource(edit["cells"], source)


@pytest.mark.parametrize("position", ["CORP", "CEO", "CMO", "CTO"])
def test_parse_plan_gives_the_outlines_tables(shared, position):
    files = {
        "CORP": "plans/corporate.md",
        "CEO": "plans/ceo.md",
        "CMO": "plans/cmo.md",
        "CTO": "seed/cto-technical-plan.md",
    }
    outline = json.loads((shared / "plans/outlines.json").read_text())[position]
    document = parse((shared / files[position]).read_bytes().decode())
    assert [
        (section.heading, block.columns, len(block.rows))
        for section in document.sections
        for block in section.blocks
        if block.kind == BlockKind.TABLE
    ] == [
        (section["heading"], block["columns"], block["rows"])
        for section in outline
        for block in section["blocks"]
        if block["kind"] == "table"
    ]
