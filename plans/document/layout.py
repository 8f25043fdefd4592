"""Sections that come, go and move, in a document's own style: as little text as can be changes.

The dividing lines between sections stay where they are, as the blank lines over headings do;
numbers of headings, links to them and the table of contents follow. What would read back as
something else raises Misread.
"""

from collections.abc import Sequence
from dataclasses import replace

from plans.document import contents, outline
from plans.document.cells import splice
from plans.document.contents import Target
from plans.document.headings import with_level
from plans.document.outline import Number
from plans.document.readback import Misread, reread
from plans.document.tree import BlockSource, Document, RowSource, SectionSource
from plans.enums import BlockKind

DEEPEST = 6
"""The levels of headings that Markdown has."""


def add_section(document: Document, index: int, heading: str, *, inside: bool) -> Document:
    """A section more: below another one and all under it, or as the last one inside of it."""
    draft = Draft(document)
    at = outline.end(draft.sections, index)
    model = index
    if inside:
        model = (outline.children(draft.sections, index) or [index])[-1]
    is_first = inside and model == index
    level = draft.sections[model].level + is_first
    number = draft.first_number(index) if is_first else draft.next_number(model)
    section = draft.new_section(level, heading, number)
    draft.insert(at, [section])
    if number:
        draft.make_room(at, number)
    return draft.finished(added=[section])


def delete_section(document: Document, index: int) -> Document:
    """The document without a section and everything under it."""
    draft = Draft(document)
    draft.take_out(index)
    return draft.finished()


def move_section(document: Document, index: int, *, down: bool) -> Document:
    """The document with a section and its next sibling exchanged; the same where there is none."""
    find = outline.below if down else outline.above
    other = find(document.sections, index)
    if other is None:
        return document
    draft = Draft(document)
    draft.exchange(*sorted((index, other)))
    return draft.finished()


def nest_section(document: Document, index: int) -> Document:
    """The document with a section as the last part of the sibling above it, which has to be."""
    draft = Draft(document)
    over = outline.above(draft.sections, index)
    if over is None:
        raise Misread("There is no section above that it could be a part of.")
    like = outline.children(draft.sections, over)[-1:]
    level = draft.sections[like[0]].level if like else draft.sections[over].level + 1
    part = draft.take_out(index)
    number = draft.next_number(like[0]) if like else draft.first_number(over)
    draft.put_in(index, part, level, number)
    return draft.finished(added=part)


def lift_section(document: Document, index: int) -> Document:
    """The document with a section behind the one that it is a part of, beside that."""
    draft = Draft(document)
    over = outline.parent(draft.sections, index)
    if over is None or draft.sections[over].level == 1:
        raise Misread("It stands on the outermost level already.")
    part = draft.take_out(index)
    at, number = outline.end(draft.sections, over), draft.next_number(over)
    draft.put_in(at, part, draft.sections[over].level, number)
    if number:
        draft.make_room(at, number)
    return draft.finished(added=part)


def finished(document: Document, blocks: dict[int, Sequence[BlockSource]]) -> Document:
    """The document with other blocks in some of its sections."""
    sections = [
        replace(section, blocks=[*blocks.get(place, section.blocks)])
        for place, section in enumerate(document.sections)
    ]
    return reread(replace(document, sections=sections))


def tail_start(blocks: Sequence[BlockSource]) -> int:
    """Where what divides a section from the next begins: its last dividing line, or lines.

    With words in italics between or behind them, as a document's last line is.
    """
    start = stop = len(blocks)
    while stop and (blocks[stop - 1].kind == BlockKind.RULE or _is_colophon(blocks[stop - 1])):
        stop -= 1
        start = stop if blocks[stop].kind == BlockKind.RULE else start
    return start


def _is_colophon(block: BlockSource) -> bool:
    text = block.rows[0].cells[0] if block.kind == BlockKind.PROSE else ""
    return len(text) > 2 and text[0] == text[-1] and text[0] in "*_" and text[0] not in text[1:-1]  # noqa: PLR2004


class Draft:
    """A document that is being laid out anew; the one that it was made from stays as it is."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sections = [replace(each, blocks=[*each.blocks]) for each in document.sections]
        self.stood = [*self.sections]
        self.targets = _targets(self.stood)
        numbers = zip(self.stood, outline.numbers(self.stood), strict=True)
        self.numbers = {id(section): number for section, number in numbers}

    def number(self, section: SectionSource) -> Number | None:
        """The number of a section's heading, if it has one."""
        return self.numbers.get(id(section))

    # --- Numbers

    def next_number(self, model: int) -> Number | None:
        """The number of a section that comes below `model`, if that has one."""
        number = self.number(self.sections[model])
        return number and number.at(number.last + 1)

    def first_number(self, over: int) -> Number | None:
        """The number of the first section under another: none where its like have none."""
        number = self.number(self.sections[over])
        level = self.sections[over].level + 1
        like = [self.number(each) for each in self.sections if each.level == level]
        if number is None or (like and not any(like)):
            return None
        model = next(filter(None, like), Number((1,)))
        return replace(model, parts=(*number.parts, 1))

    def make_room(self, index: int, number: Number) -> None:
        """Shift the numbers below a new section up to the first that is free."""
        for each in [*outline.all_below(self.sections, index)]:
            section = self.sections[each]
            old = self.number(section)
            if old is None or old.series != number.series:
                continue
            if old.last > number.last:
                return
            number = old.at(number.last + 1)
            self.renumber(each, number)

    def close_gap(self, index: int, gone: Number) -> None:
        """Shift the numbers from a section on that followed one that went."""
        gap = gone
        for each in [index, *outline.all_below(self.sections, index)]:
            old = self.number(self.sections[each])
            if old is None:
                continue
            if old.series != gap.series or old.last != gap.last + 1:
                return
            self.renumber(each, old.at(gap.last))
            gap = old

    def renumber(self, index: int, number: Number) -> None:
        """Give a section another number, and all under it one that begins so."""
        old = self.number(self.sections[index])
        for section in self.sections[index : outline.end(self.sections, index)]:
            own = self.number(section)
            if old and own and own.parts[: len(old.parts)] == old.parts:
                new = number if own is old else own.under(old, number)
                text = section.blocks[0].rows[0].cells[0]
                self.retitle(section, f"{new}{outline.split_number(text)[1]}")

    def retitle(self, section: SectionSource, text: str) -> None:
        """Call a section otherwise."""
        block = section.blocks[0]
        row = block.rows[0]
        source = splice(BlockKind.HEADING, row.source, [text])
        section.blocks[0] = replace(block, rows=[replace(row, cells=[text], source=source)])
        section.heading = " ".join(text.split("\n"))

    # --- Coming, going and moving

    def new_section(self, level: int, heading: str, number: Number | None) -> SectionSource:
        """A section with a heading in the style of those of its level, or the plainest."""
        own, rest = outline.split_number(heading)
        if number:
            is_typed = own is not None and (own.series, own.mark) == (number.series, number.mark)
            heading = f"{number}{rest if is_typed else heading}"
        newline = self.document.newline
        marks = "#" * level
        like = [each for each in self.sections if each.level == level][-1:]
        model = like[0].blocks[0].rows[0].source if like else f"{marks} x{newline}"
        above = like[0].blocks[0].above if like and like[0] is not self.sections[0] else newline
        row = RowSource([heading], splice(BlockKind.HEADING, model, [heading]))
        block = BlockSource(BlockKind.HEADING, above=above or newline, rows=[row])
        section = SectionSource(level, heading, [block])
        self.numbers[id(section)] = number
        return section

    def insert(self, at: int, part: Sequence[SectionSource]) -> None:
        """Put in a section and all under it: before the line that divides there, or behind one."""
        before, level = self.sections[at - 1].blocks, part[0].level
        start = tail_start(before)
        tail = before[start:]
        del before[start:]
        part[-1].blocks += tail
        between = at < len(self.sections) and self.sections[at].level == level
        if self.sections[at - 1].level >= level:
            before += _rules(tail) if between else self.divider(level)
        self.sections[at:at] = part

    def take_out(self, index: int) -> list[SectionSource]:
        """Take out a section with all under it, without what divides it from the next."""
        part = self.sections[index : outline.end(self.sections, index)]
        following, number = outline.below(self.sections, index), self.number(part[0])
        self.remove(index, index + len(part))
        del part[-1].blocks[tail_start(part[-1].blocks) :]
        if number and following is not None:
            self.close_gap(index, number)
        return part

    def put_in(
        self, at: int, part: Sequence[SectionSource], level: int, number: Number | None
    ) -> None:
        """Put in what was taken out, on another level and with another number, or none."""
        deeper = level - part[0].level
        for section in part:
            self.relevel(section, section.level + deeper)
        self.insert(at, part)
        if number and self.number(part[0]):
            self.renumber(at, number)
        elif number:
            self.retitle(part[0], f"{number}{part[0].heading}")
        else:
            self.strip(part)
        self.numbers[id(part[0])] = number

    def relevel(self, section: SectionSource, level: int) -> None:
        """Give a heading other marks."""
        if level > DEEPEST:
            raise Misread(f"“{section.heading}” would stand deeper than headings go.")
        block = section.blocks[0]
        row = block.rows[0]
        source = with_level(row.source, level)
        section.blocks[0] = replace(block, rows=[replace(row, source=source)])
        section.level = level

    def strip(self, part: Sequence[SectionSource]) -> None:
        """Take the numbers away from a section and all under it."""
        for section in part:
            if self.number(section):
                self.retitle(section, outline.split_number(section.blocks[0].rows[0].cells[0])[1])

    def divider(self, level: int) -> list[BlockSource]:
        """What divides sections of this level from each other, if most of them are divided."""
        dividers = []
        for index in range(1, len(self.sections)):
            before, after = self.sections[index - 1 : index + 1]
            if before.level >= level == after.level:
                dividers.append(before.blocks[tail_start(before.blocks) :])
        divided = [each for each in dividers if each]
        if 2 * len(divided) <= len(dividers):
            return []
        return _rules(divided[-1])

    def remove(self, start: int, stop: int) -> None:
        """Take out sections; of the dividing lines on both sides one is left."""
        is_last = outline.below(self.sections, start) is None
        is_first = outline.above(self.sections, start) is None
        gone = self.sections[start:stop]
        tail = gone[-1].blocks[tail_start(gone[-1].blocks) :]
        del self.sections[start:stop]
        if not start:
            return self.lead(gone[0].blocks[0].above)
        before = self.sections[start - 1].blocks
        if tail or (is_last and not is_first):
            start = tail_start(before)
            before[start:] = [block for block in before[start:] if block.kind != BlockKind.RULE]
        before += tail
        return None

    def lead(self, above: str) -> None:
        """Let the first heading that is left stand where the first one stood."""
        if not self.sections:
            raise Misread("This is all that the document has: it cannot be deleted.")
        blocks = self.sections[0].blocks
        blocks[0] = replace(blocks[0], above=above)

    def exchange(self, first: int, second: int) -> None:
        """Let two neighbours change places: what divides them, and their numbers, stay."""
        stop = outline.end(self.sections, second)
        upper, lower = self.sections[first:second], self.sections[second:stop]
        numbers = [self.number(part[0]) for part in (upper, lower)]
        _exchange_tails(upper[-1], lower[-1])
        _exchange_above(upper[0], lower[0])
        self.sections[first:stop] = lower + upper
        one, other = numbers
        if one and other and one.series == other.series:
            self.renumber(first, one)
            self.renumber(first + len(lower), other)

    # --- What follows

    def finished(self, added: Sequence[SectionSource] = ()) -> Document:
        """The document as it reads, with links and the table of contents as they should be.

        Of the sections that were `added`, or stand on another level, a table of contents has the
        entries that it has of those beside them.
        """
        now = {
            id(section): target
            for section, target in zip(self.sections, _targets(self.sections), strict=True)
        }
        was = list(zip(self.stood, self.targets, strict=True))
        targets = {target.anchor: (target, now.get(id(section))) for section, target in was}
        entries = [(now[id(section)], self.like(section, added)) for section in added]
        moved = {id(section) for section in added}
        listed = targets | {
            target.anchor: (target, None) for section, target in was if id(section) in moved
        }
        for section in self.sections:
            section.blocks = [
                replace(each, source=contents.relisted(each.source, listed, entries))
                if each.kind == BlockKind.TOC
                else _followed(each, targets)
                for each in section.blocks
            ]
        return reread(replace(self.document, sections=self.sections))

    def like(self, one: SectionSource, added: Sequence[SectionSource]) -> list[str]:
        """The anchors of the sections beside a new one, or where it is the first, of its level."""
        place = next(n for n, each in enumerate(self.sections) if each is one)
        beside = [outline.above(self.sections, place), outline.below(self.sections, place)]
        near = [self.sections[each] for each in beside if each is not None]
        old = [each for each in near if not _is_in(each, added)]
        old = old or [
            each for each in self.stood if each.level == one.level and not _is_in(each, added)
        ]
        is_numbered = self.number(one) is not None
        like = {id(each) for each in old if (self.number(each) is not None) == is_numbered}
        stood = zip(self.stood, self.targets, strict=True)
        return [target.anchor for section, target in stood if id(section) in like]


def _is_in(section: SectionSource, sections: Sequence[SectionSource]) -> bool:
    return any(section is each for each in sections)


def _followed(block: BlockSource, targets: contents.Targets) -> BlockSource:
    """A block with its links as they should be."""
    if block.kind == BlockKind.DIAGRAM:
        return block
    rows = [_followed_row(block, row, targets) for row in block.rows]
    return replace(block, source=contents.relinked(block.source, targets), rows=rows)


def _targets(sections: Sequence[SectionSource]) -> list[Target]:
    headings = [section.heading for section in sections]
    anchored = zip(headings, contents.anchors(headings), strict=True)
    return [Target(heading, anchor, place) for place, (heading, anchor) in enumerate(anchored)]


def _rules(blocks: Sequence[BlockSource]) -> list[BlockSource]:
    """The dividing lines among blocks, once more."""
    return [replace(block, key=None) for block in blocks if block.kind == BlockKind.RULE]


def _followed_row(block: BlockSource, row: RowSource, targets: contents.Targets) -> RowSource:
    if contents.LINKED not in row.source:
        return row
    cells = [contents.relinked(text, targets) for text in row.cells]
    source = splice(block.kind, row.source, cells, block.widths)
    return replace(row, cells=cells, source=source)


def _exchange_tails(upper: SectionSource, lower: SectionSource) -> None:
    one, other = tail_start(upper.blocks), tail_start(lower.blocks)
    tails = upper.blocks[one:], lower.blocks[other:]
    upper.blocks[one:], lower.blocks[other:] = tails[1], tails[0]


def _exchange_above(upper: SectionSource, lower: SectionSource) -> None:
    one, other = upper.blocks[0], lower.blocks[0]
    upper.blocks[0], lower.blocks[0] = (
        replace(one, above=other.above),
        replace(other, above=one.above),
    )
