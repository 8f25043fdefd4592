"""The document itself: sections, blocks and rows, each with the exact text it was read from."""

from typing import ClassVar

from django.db import models

from gates.word_index import Words
from plans.columns import Column, Values
from plans.enums import BlockKind
from plans.models.guard import Guarded
from plans.models.plan import Plan


class Section(Guarded):
    """What its first block, the heading, says; and everything that stands under it.

    `cells`, `to_fill` and `flagged` count its rows' cells: all, those with a placeholder, those
    that a typed column cannot read. `version` goes up with every change of anything in it, and
    `revision` is the plan's at the last of them.

    What hangs under a section goes with it, by the database's own cascade: deleting costs one
    query, whatever the number of registers. A plan itself is never deleted.
    """

    words: ClassVar = Words("plans_section", ("heading",))

    plan = models.ForeignKey(Plan, models.DO_NOTHING, related_name="sections")
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    heading = models.TextField(blank=True)
    cells = models.PositiveIntegerField(default=0)
    to_fill = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta(Guarded.Meta):
        ordering: ClassVar = ["plan_id", "position"]
        indexes: ClassVar = [models.Index(fields=["plan", "position"], name="section_in_order")]

    def __str__(self) -> str:
        return self.heading


class Block(Guarded):
    """A heading, or what stands under it; `plans.document.tree.BlockSource` has the shapes."""

    section = models.ForeignKey(Section, models.DB_CASCADE, related_name="blocks")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=BlockKind)
    above = models.TextField(blank=True)
    source = models.TextField(blank=True)
    label = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    widths = models.JSONField(default=list)
    register = models.CharField(max_length=40, blank=True)

    class Meta(Guarded.Meta):
        ordering: ClassVar = ["section_id", "position"]
        indexes: ClassVar = [models.Index(fields=["section", "position"], name="block_in_order")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=BlockKind.values), name="block_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}".strip()


class Row(Guarded):
    """An editable line: `cells` is what it says now, `source` the text it was read from.

    `version` 0 means untouched, so its source prints as it stands. Above 0 the cells are spliced
    into the source when it is printed, so a change taken back gives the same bytes again.
    """

    words: ClassVar = Words("plans_row", ("cells",), is_json=True)

    block = models.ForeignKey(Block, models.DB_CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    cells = models.JSONField()
    source = models.TextField()
    version = models.PositiveIntegerField(default=0)

    class Meta(Guarded.Meta):
        ordering: ClassVar = ["block_id", "position"]
        indexes: ClassVar = [models.Index(fields=["block", "position"], name="row_in_order")]

    def __str__(self) -> str:
        return " | ".join(self.cells)


class Record(Guarded):
    """What a row means: the parse of its cells by the columns of its register.

    A subclass declares its columns in printed order; `columns` collects them. A field is null
    where the cell holds a placeholder or a text that its column cannot read.

    A row that is `settled` stays, and its cells say what they say, but for those of the columns
    whose headers are `moving`; what says nothing yet may still be filled.
    """

    columns: ClassVar[tuple[Column, ...]] = ()
    moving: ClassVar[frozenset[str]] = frozenset()

    row = models.OneToOneField(Row, models.DB_CASCADE, primary_key=True, related_name="+")

    class Meta(Guarded.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def settled(cls, values: Values) -> str:
        """Say why a row that means this is settled, and what to do instead; "" if it is not."""
        return ""

    @classmethod
    def misstep(cls, before: Values, after: Values) -> str:
        """Say why a row may not come to mean something else, and what may; "" if it may."""
        return ""
