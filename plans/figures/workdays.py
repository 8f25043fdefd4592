"""Working days: Monday to Friday; no calendar of holidays is known."""

from datetime import date, timedelta

WEEK, OF_THEM = 7, 5
DAY = timedelta(days=1)


def between(first: date, last: date) -> int:
    """Count the working days from the first day to the last, both included; 0 where none lies."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, WEEK)
    return weeks * OF_THEM + sum((first.weekday() + n) % WEEK < OF_THEM for n in range(rest))


def after(day: date, number: int) -> date:
    """Give the working day that is so many after a day; 0 after a weekend's is the next one.

    OverflowError: beyond all calendars.
    """
    if day.weekday() >= OF_THEM:
        day, number = day + (WEEK - day.weekday()) * DAY, max(number - 1, 0)
    weeks, rest = divmod(number, OF_THEM)
    over = OF_THEM - day.weekday() <= rest
    return day + timedelta(days=weeks * WEEK + rest + (WEEK - OF_THEM) * over)
