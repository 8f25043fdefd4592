"""Copies of the whole database: made, verified, restored, and known.

A copy is `plangate-<time>.sqlite3` or `.dump`, with its manifest beside it. It has that name only
once it was opened and found to be right; one that was not ends in `.failed`.
"""

from plans.backups.folder import Copy, known, prune
from plans.backups.making import make
from plans.backups.manifests import Manifest
from plans.backups.refusals import Refused
from plans.backups.restoring import restore, test

__all__ = ["Copy", "Manifest", "Refused", "known", "make", "prune", "restore", "test"]
