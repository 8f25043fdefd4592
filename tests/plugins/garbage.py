"""The collector of garbage leaves alone what lives as long as the run.

Pytest holds thousands of tests, and Django its models: without this every full collection, and
there are thousands, walks all of them, which is a tenth of the whole run.
"""

import gc

OFTEN = (10_000, 10, 10)
"""The first number is 2,000 in Python itself, for programs whose requests are not that large."""


def pytest_collection_finish() -> None:
    """Set aside all that is there before the first test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN)
