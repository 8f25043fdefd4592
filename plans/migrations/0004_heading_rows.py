from typing import Any

from django.db import migrations
from django.db.models import F


def make_rows(apps: Any, schema_editor: Any) -> None:
    """Give each section with a heading a first block with one row, which holds its line."""
    Section, Block, Row = (apps.get_model("plans", name) for name in ("Section", "Block", "Row"))
    sections = list(Section.objects.exclude(source="").order_by("pk"))
    Block.objects.filter(section__in=Section.objects.exclude(source="")).update(
        position=F("position") + 1
    )
    blocks = Block.objects.bulk_create(
        Block(section=section, position=0, kind="heading", above=section.above)
        for section in sections
    )
    Row.objects.bulk_create(
        Row(block=block, position=0, cells=[section.heading], source=section.source)
        for section, block in zip(sections, blocks, strict=True)
    )


def take_rows(apps: Any, schema_editor: Any) -> None:
    """Give the lines back to their sections; a heading that was edited is printed plainly."""
    Section, Block, Row = (apps.get_model("plans", name) for name in ("Section", "Block", "Row"))
    sections = []
    for row in Row.objects.filter(block__kind="heading").select_related("block__section"):
        section = row.block.section
        section.above = row.block.above
        section.source = printed(row, section.level)
        sections.append(section)
    Section.objects.bulk_update(sections, ["above", "source"], batch_size=500)
    headings = Block.objects.filter(kind="heading")
    headed = list(headings.values_list("section_id", flat=True))
    Row.objects.filter(block__in=headings).delete()  # SQLite cascades nothing while it migrates
    headings.delete()
    for start in range(0, len(headed), 500):
        Block.objects.filter(section_id__in=headed[start : start + 500]).update(
            position=F("position") - 1
        )


def printed(row: Any, level: int) -> str:
    if not row.version:
        return str(row.source)
    ending = row.source[len(row.source.rstrip("\r\n")) :]
    return f"{'#' * level} {row.cells[0]}{ending}"


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_heading_kind")]

    operations = [migrations.RunPython(make_rows, take_rows)]
