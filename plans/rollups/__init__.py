"""What the Corporate Plan shows of the company's other plans, live and read-only.

Computed at each use from what the reader may see, and no part of the document: its text has it only
once a person takes it over.
"""

from plans.rollups.lines import Line
from plans.rollups.places import ROLLUPS, Panel, Rollup, beside, panels
from plans.rollups.taking import take_over

__all__ = ["ROLLUPS", "Line", "Panel", "Rollup", "beside", "panels", "take_over"]
