"""Making a copy, which has its name only once it was opened and found to be right."""

from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils import timezone

from plans.backups import engines, files, folder
from plans.backups.contents import migrations, schema_problems
from plans.backups.engines import Engine
from plans.backups.examination import NOTHING, examine
from plans.backups.manifests import Contents, Manifest, beside
from plans.backups.refusals import Refused


def make(directory: Path) -> tuple[Path, Manifest]:
    """Copy the live database into a directory, while it is in use.

    A copy that is not right is kept under a name that ends in `.failed`, and its manifest has
    the problems. Raises Refused, OSError or DatabaseError where no copy could be made at all.
    """
    engine = engines.current()
    engine.check_source()
    with engine.ready(), folder.locked(directory):
        check_schema()
        folder.tidy(directory)
        at = timezone.now()
        final = folder.place(directory, at, engine.SUFFIX)
        with folder.unfinished(final) as copy:
            engine.save(copy)
            manifest = describe(engine, copy, at)
            if manifest.problems:
                final = final.with_name(f"{final.name}{folder.FAILED}")
            manifest.write(beside(final))
            files.rename(copy, final)
    return final, manifest


def check_schema() -> None:
    """Refuse a database that this release cannot read: it could not verify a copy either."""
    applied = migrations()
    if not applied:
        raise Refused("The database is empty: there is nothing to back up.")
    if problems := "; ".join(schema_problems(applied)):
        raise Refused(
            f"The database is not of this release: {problems}. Back it up with the release that "
            "it is of, or run `migrate` first."
        )


def describe(engine: Engine, copy: Path, at: datetime) -> Manifest:
    """Open a copy and put down what is in it."""
    contents, problems = opened_and_examined(engine, copy)
    return Manifest(
        at,
        connection.vendor,
        ".".join(map(str, connection.get_database_version())),
        copy.stat().st_size,
        files.digest(copy),
        contents,
        tuple(problems),
    )


def opened_and_examined(engine: Engine, copy: Path) -> tuple[Contents, list[str]]:
    """Give what is in a copy and what is wrong with it, as that it cannot be opened."""
    try:
        with engine.opened(copy) as using:
            return examine(engine, using)
    except (DatabaseError, Refused) as error:
        return NOTHING, [f"it cannot be opened: {error}"]
