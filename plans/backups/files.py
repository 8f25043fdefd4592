"""Files that only their owner reads, and that are on the disk before they have their names."""

import os
from hashlib import file_digest
from pathlib import Path


def create(path: Path) -> None:
    """Make an empty file with mode 0600; raises FileExistsError."""
    path.touch(mode=0o600, exist_ok=False)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a directory, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename(old: Path, new: Path) -> None:
    """Give a file its name for good, over whatever had it."""
    sync(old)
    old.replace(new)
    sync(new.parent)


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    create(unfinished)
    unfinished.write_text(text, encoding="utf-8")
    rename(unfinished, path)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
