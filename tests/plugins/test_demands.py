"""What a run demands: the guard of all the guards that a machine may lack."""

import pytest

from tests.plugins import demands

OTHER = next(marker for marker in demands.missing() if marker in {"postgres", "sqlite"})


@pytest.fixture
def of_the_other_database(request):
    """Mark this test, which runs already, as one for the other database."""
    request.node.add_marker(OTHER)
    return request.node


def test_missing_database_skips(of_the_other_database, monkeypatch):
    monkeypatch.delenv("PLANGATE_DEMAND", raising=False)

    with pytest.raises(pytest.skip.Exception, match=OTHER):
        demands.pytest_runtest_setup(of_the_other_database)


def test_missing_database_fails_where_demanded(of_the_other_database, monkeypatch):
    monkeypatch.setenv("PLANGATE_DEMAND", f"browser,{OTHER}")

    with pytest.raises(pytest.fail.Exception, match=OTHER):
        demands.pytest_runtest_setup(of_the_other_database)
