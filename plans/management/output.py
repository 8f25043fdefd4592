"""Writing bytes where a command prints."""

from django.core.management.base import OutputWrapper

KEPT = "surrogateescape"
"""Where only text is taken, a byte that is not UTF-8 stays what it was."""


def write_bytes(stdout: OutputWrapper, data: bytes) -> None:
    """Write a document's bytes: text output would translate its line endings."""
    binary = getattr(stdout, "buffer", None)
    binary.write(data) if binary else stdout.write(data.decode(errors=KEPT), ending="")
