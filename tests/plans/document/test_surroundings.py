import pytest

from plans.document.surroundings import undisturbed

TABLE = "    | h |\n    |---|\n    | c |\n"


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("- a\n- b\n", "- b\n- a\n", [["a"], ["b"]], [["b"], ["a"]]),
        (f"1.  a\n\n{TABLE}", f"1.  a\n2.  b\n\n{TABLE}", [["a"]], [["a"], ["b"]]),
        (
            f"- a\n  - b\n\n{TABLE}  - c\n",
            f"- a\n  - b\n\n{TABLE}  - c\n  - d\n",
            [["c"]],
            [["c"], ["d"]],
        ),
        ("- a\n\ntext\n", "\ntext\n", [["a"]], []),
        ("**L:**\n- a\n\ntext\n", "**L:**\n\ntext\n", [["a"]], []),
        ("**L:**\n\ntext\n\n---\n", "**L:**\n- a\n\ntext\n\n---\n", [], [["a"]]),
    ],
)
def test_rows_that_come_and_go_alone_disturb_nothing(before, after, old, new):
    assert undisturbed(before, after, old, new)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("- a\n", "- b\n", [["a"]], [["c"]]),
        ("- a\n", "- b\n", [["x"]], [["b"]]),
        ("text\n\n- a\n", "other\n\n- b\n", [["a"]], [["b"]]),
        (f"1.  a\n\n{TABLE}", f"\n{TABLE}", [["a"]], []),
        (
            f"8. a\n   9. b\n\n  {TABLE}",
            f"8. a\n   9. b\n   10. c\n\n  {TABLE}",
            [["a"], ["b"]],
            [["a"], ["b"], ["c"]],
        ),
        ("t\n\n- a\n\n---\n\nt\n", "t\n", [["a"]], []),
        ("- [ ] a\n- b\n", "- b\n", [[" ", "a"], ["", "b"]], [["", "b"]]),
    ],
)
def test_rows_that_change_what_stands_around_them_disturb_it(before, after, old, new):
    assert not undisturbed(before, after, old, new)
