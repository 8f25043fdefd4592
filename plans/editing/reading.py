"""Filling an empty plan from a document's text, a constant number of queries whatever its size."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from gates.actors import Actor
from plans import catalogue, samples
from plans.catalogue import Count, Place, Register
from plans.columns import Values
from plans.document import placeholders
from plans.document.cells import ROW_KINDS
from plans.document.decode import SHORTEN, Unreadable, place
from plans.document.live import gate_claim
from plans.document.parse import parse
from plans.document.tree import BlockSource, Document, RowSource, SectionSource
from plans.enums import BlockKind, Encoding, SampleSource
from plans.models import Block, Plan, Record, Row, Section

MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Flag:
    """A cell that its typed column cannot read; `line` counts from 1, `column` is the header."""

    line: int
    column: str
    text: str
    problem: str


@dataclass(slots=True)
class Reading:
    """What was recognised in a document."""

    sections: int = 0
    rows: int = 0
    registers: list[str] = field(default_factory=list)
    generic_tables: int = 0
    to_fill: int = 0
    flags: list[Flag] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Meaning:
    """A row as its register reads it."""

    register: Register
    values: Values


@dataclass(frozen=True, slots=True)
class Standing:
    """What a plan that is read anew had, by key: section's versions, rows and the lines they print.

    A part that a comparison matched keeps its key; a row that stands as it was, everything.
    """

    versions: dict[int, int] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)


NOTHING = Standing()


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its text and what it is written in, its parts, and what it claims of the gate."""

    text: str
    encoding: str
    document: Document
    claims: dict[str, str]


def read(text: str, encoding: str = Encoding.UTF_8) -> Source:
    """Parse a text; raises Unreadable for too many rows."""
    document = parse(text)
    check_size(document)
    return Source(text, encoding, document, dict(claims_of(document)))


def claims_of(document: Document) -> Iterator[tuple[str, str]]:
    """Give what a document says of its gate: `status`, `validation` or `approval`, and which."""
    for _, block in blocks_of(document):
        if block.kind == BlockKind.GATE:
            for name, claim in gate_claim(block.source).items():
                if claim:
                    yield name, claim


def fill(plan: Plan, source: Source, standing: Standing = NOTHING, *, by: Actor) -> Reading:
    """Write a file's document under an empty plan."""
    note(plan, source)
    plan.laid_out = plan.revision + 1
    plan.save()
    return Filling(plan, source, standing).write(by)


def note(plan: Plan, source: Source) -> None:
    """Keep, in hand, what the file has around and between its lines."""
    document = source.document
    plan.encoding = source.encoding
    plan.bom, plan.newline = document.bom, document.newline
    plan.final_newline, plan.tail = document.final_newline, document.tail
    plan.references = sorted(placeholders.reference_labels(source.text))


def check_size(document: Document) -> None:
    """Raise Unreadable for more rows, or more blocks, than MAX_ROWS; say where they go over."""
    blocks = [block for _, block in blocks_of(document)]
    for what, number in (
        ("row", sum(len(block.rows) for block in blocks if block.kind in ROW_KINDS)),
        ("part", len(blocks)),
    ):
        if number > MAX_ROWS:
            problem = (
                f"{start(document, what, MAX_ROWS)} begins {what} {MAX_ROWS + 1:,} of {number:,}, "
                f"and at most {MAX_ROWS:,} can be read"
            )
            raise Unreadable(problem, SHORTEN)


def start(document: Document, what: str, index: int) -> str:
    """Say where a row or a part begins; they count from 0."""
    named = list(pieces(document))
    at = [number for number, (name, _) in enumerate(named) if name == what][index]
    return place("".join(source for _, source in named[:at]))


def pieces(document: Document) -> Iterator[tuple[str, str]]:
    """Give every piece of source in order, each with the name of what it begins, if anything."""
    for section in document.sections:
        for block in section.blocks:
            yield "", block.above
            yield "part", block.source
            for row in block.rows:
                yield "row" if block.kind in ROW_KINDS else "", row.source


def blocks_of(document: Document) -> Iterator[tuple[SectionSource, BlockSource]]:
    """Give every block with its section, in order."""
    for section in document.sections:
        for block in section.blocks:
            yield section, block


def place_of(section: SectionSource, block: BlockSource) -> Place:
    """Give what a block shows of itself; a field's label is its row's first cell."""
    label = block.rows[0].cells[0] if block.kind == BlockKind.FIELD else block.label
    return Place(block.kind, section.heading, section.level, label, tuple(block.columns))


class Filling:
    """One document on its way into the tables: first all is read, then all is written."""

    def __init__(self, plan: Plan, source: Source, standing: Standing = NOTHING) -> None:
        self.plan, self.document, self.standing = plan, source.document, standing
        claims = [f"{name}: {claim}" for name, claim in source.claims.items()]
        self.reading = Reading(sections=len(self.document.sections), claims=claims)
        places = [place_of(section, block) for section, block in blocks_of(self.document)]
        self.registers = catalogue.recognise(places)
        self.meanings: list[Meaning | None] = []
        self.counts: dict[int, Count] = defaultdict(Count)
        self.read()

    def read(self) -> None:
        """Read every row by its register, count its section's cells, and note what stands out."""
        line = 1
        registers = iter(self.registers)
        for section in self.document.sections:
            for block in section.blocks:
                register = next(registers)
                self.note(block, register)
                line += lines_in(block.above, block.source)
                for row in block.rows:
                    self.counts[id(section)] += self.read_row(block, register, row, line)
                    line += lines_in(row.source)

    def note(self, block: BlockSource, register: Register | None) -> None:
        """Report what the block was recognised as."""
        if block.kind in ROW_KINDS:
            self.reading.rows += len(block.rows)
        if register:
            self.reading.registers.append(register.title)
        elif block.kind == BlockKind.TABLE:
            self.reading.generic_tables += 1

    def read_row(
        self, block: BlockSource, register: Register | None, row: RowSource, line: int
    ) -> Count:
        """Read one row, which starts on `line`."""
        problems: dict[int, str] = {}
        meaning = None
        if register:
            values, problems = register.read(row.cells, self.plan.references)
            meaning = Meaning(register, values)
            self.reading.flags += [
                Flag(line, register.headers[index], row.cells[index], problem)
                for index, problem in problems.items()
            ]
        self.meanings.append(meaning)
        count = catalogue.count(block.kind, register, row.cells, self.plan.references)
        self.reading.to_fill += count.to_fill
        return count + Count(flagged=len(problems))

    def write(self, by: Actor) -> Reading:
        """Insert sections, blocks, rows, records and samples: a query, or a batch, a table."""
        sections = Section.objects.bulk_create(self.sections())
        blocks = Block.objects.bulk_create(self.blocks(sections))
        rows = Row.objects.bulk_create(self.rows(blocks))
        records: dict[type[Record], list[Record]] = defaultdict(list)
        for row, meaning in zip(rows, self.meanings, strict=True):
            if meaning:
                model = meaning.register.model
                records[model].append(model(row=row, **meaning.values))
        for model, members in records.items():
            model.objects.bulk_create(members)
        self.hand_out(blocks, rows)
        samples.take(self.plan, self.measured(rows), SampleSource.DOCUMENT, by=by)
        return self.reading

    def measured(self, rows: list[Row]) -> Iterator[tuple[Register, Row]]:
        """Give the rows that measure something, but for those that said the same before."""
        for row, meaning in zip(rows, self.meanings, strict=True):
            if meaning and meaning.register.measured:
                old = self.standing.rows.get(row.pk)
                before = samples.value(meaning.register, old.cells) if old else None
                if samples.value(meaning.register, row.cells) != before:
                    yield meaning.register, row

    def hand_out(self, blocks: list[Block], rows: list[Row]) -> None:
        """Tell the document the keys that its blocks and rows got, for the history."""
        read = [block for _, block in blocks_of(self.document)]
        for block, source in zip(blocks, read, strict=True):
            source.key = block.pk
        for row, line in zip(rows, (row for block in read for row in block.rows), strict=True):
            line.key = row.pk

    def sections(self) -> Iterator[Section]:
        """Make the sections with their counts."""
        for position, section in enumerate(self.document.sections):
            count = self.counts[id(section)]
            yield Section(
                pk=section.key,
                version=self.standing.versions.get(section.key or 0, -1) + 1,
                revision=self.plan.revision + 1,
                plan=self.plan,
                position=position,
                level=section.level,
                heading=section.heading,
                cells=count.cells,
                to_fill=count.to_fill,
                flagged=count.flagged,
            )

    def blocks(self, sections: list[Section]) -> Iterator[Block]:
        """Make the blocks under their sections."""
        registers = iter(self.registers)
        for section, read in zip(sections, self.document.sections, strict=True):
            for position, block in enumerate(read.blocks):
                register = next(registers)
                yield Block(
                    pk=block.key,
                    section=section,
                    position=position,
                    kind=block.kind,
                    above=block.above,
                    source=block.source,
                    label=block.label,
                    columns=block.columns,
                    widths=block.widths,
                    register=register.key if register else "",
                )

    def rows(self, blocks: list[Block]) -> Iterator[Row]:
        """Make the rows under their blocks."""
        for block, (_, read) in zip(blocks, blocks_of(self.document), strict=True):
            for position, row in enumerate(read.rows):
                yield self.row(block, position, row)

    def row(self, block: Block, position: int, read: RowSource) -> Row:
        """Make one row: with a version more if it was there and is another, as it was if not."""
        key = read.key or 0
        row = Row(pk=read.key, block=block, position=position, cells=read.cells, source=read.source)
        if old := self.standing.rows.get(key):
            is_same = (old.cells, self.standing.lines[key]) == (read.cells, read.source)
            row.version = old.version + (not is_same)
            row.source = old.source if is_same else read.source
        return row


def lines_in(*texts: str) -> int:
    """Count the line ends in the texts."""
    return sum(text.count("\n") for text in texts)
