"""What nobody backs up or restores past."""


class Refused(Exception):
    """A backup or restoration that is not possible; the message says what would be right."""
