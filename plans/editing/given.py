"""A sample as somebody sends it: its fields read, with what would be right where one is wrong."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.core.exceptions import ValidationError

from gates.models import storable

LONGEST = 100
"""Characters of a key."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
FIELDS = ("register", "name", "row", "value", "at", "key")

type Given = Mapping[str, object]
"""What somebody sends: `register` and `name`, or `row`; `value`, `key`, and maybe `at`."""


class Wrong(ValueError):
    """A field that is not right; the message says what would be."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field


def check_fields(given: Given) -> None:
    """Raise Wrong for a field that there is not, such as a misspelt one."""
    for field in given:
        if field not in FIELDS:
            raise Wrong(str(field), f"There is no “{field}”. There are: {', '.join(FIELDS)}.")


def time_of(given: Given) -> datetime | None:
    """Read when a sample was measured; None where it does not say."""
    text = given.get("at")
    if text is None or text == "":
        return None
    right = "Write it as 2026-11-27T09:00:00Z."
    try:
        at = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError as error:
        raise Wrong("at", f"“{text}” is not a time. {right}") from error
    if at.utcoffset() is None:
        raise Wrong("at", f"“{text}” does not say in which time zone. {right}")
    if at < EARLIEST:
        raise Wrong("at", f"“{text}” is before the year {EARLIEST.year}. {right}")
    return at.astimezone(UTC)


def text_of(given: Given, field: str) -> str:
    """Give a field that has to be there."""
    text = given.get(field)
    if not isinstance(text, str) or not text.strip():
        raise Wrong(field, f"“{field}” is missing. It is a text.")
    if field == "key" and len(text) > LONGEST:
        raise Wrong(field, f"“{field}” has at most {LONGEST} characters; this has {len(text):,}.")
    if not is_storable(text):
        raise Wrong(field, f"“{field}” contains a character that cannot be stored.")
    return text.strip()


def is_storable(text: str) -> bool:
    """Tell whether both databases can hold a text."""
    try:
        storable(text)
    except ValidationError:
        return False
    return True


def folded(name: str) -> str:
    """Give a name as names are compared."""
    return " ".join(name.split()).casefold()


def iso(at: datetime) -> str:
    """Print a time as it is sent."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
