"""A whole database, looked through once: what it holds, and whether that is as it was written."""

from django.db import DEFAULT_DB_ALIAS

from plans import verification
from plans.backups.contents import migrations, rows
from plans.backups.engines import Engine
from plans.backups.manifests import Contents, Manifest

NOTHING = Contents({}, {}, ())


def examine(engine: Engine, using: str) -> tuple[Contents, list[str]]:
    """Give what a database holds and all that is wrong with it.

    What cannot be read is wrong as well, so this never raises.
    """
    try:
        problems = [
            *engine.broken(using),
            *verification.trigger_problems(using),
            *verification.baseline_problems(using),
        ]
        logs = [*verification.check(using)]
        problems += [f"{log.head.name}: {problem}" for log in logs for problem in log.problems]
        heads = tuple(log.head for log in logs)
        return Contents(migrations(using), rows(using), heads), problems
    except Exception as error:  # noqa: BLE001 (a broken database may break anything)
        return NOTHING, [f"it cannot be read: {error}"]


def compare(engine: Engine, manifest: Manifest, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Give all that is wrong with a database, which ought to be what a manifest describes."""
    found, problems = examine(engine, using)
    return [*problems, *manifest.contents.differences(found)]
