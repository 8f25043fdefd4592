"""An import of a tree that is killed leaves every plan as it was, or as it was to be."""

from signal import SIGKILL

import pytest

from tests.plans.editing.test_kills import everything, killed  # noqa: F401 (a fixture)
from tests.plans.management.running import said
from tests.plans.trees import company_of, written

pytestmark = pytest.mark.django_db(transaction=True)
STEP = 9


@pytest.fixture
def words(tmp_path):
    """The command that reads other documents into all plans of the company `acme`."""
    for path in ("README.md", "CFO/README.md", "CTO/README.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("# Other\n\n- one\n")
    return ("import_company", "acme", str(tmp_path))


def test_tree_that_is_killed_is_read_whole_or_not_at_all(killed, words, transactional_db):  # noqa: F811
    company = company_of(slug="acme", opened=True)
    before, number = everything(), STEP
    while (ended := killed("statements", number)) != 0:
        assert (ended, number) == (-SIGKILL, number)
        assert everything() == before, number
        number += STEP
    assert number > 5 * STEP
    done = written(company)
    assert [done[position][0] for position in ("CORP", "CFO", "CTO")] == [b"# Other\n\n- one\n"] * 3
    assert said(*words).count("Nothing to change") == 3  # whoever was not told does it again
    assert written(company) == done
