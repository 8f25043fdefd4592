"""Architecture decisions: their records as MADR files, and what they are to each other.

The text of a file is the data; nothing here writes. `plans.editing` has the door.
"""
