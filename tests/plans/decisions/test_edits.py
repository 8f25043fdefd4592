"""What is typed into the parts of a record, and the lines that differ then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.decisions.edits import Misread, edited
from plans.decisions.madr import Option, parse
from tests.plans.companies import changed_lines
from tests.plans.decisions.records import MADR
from tests.plans.decisions.test_madr import TEXTS


@pytest.mark.parametrize(
    ("text", "parts", "after"),
    [
        ("# T\n", {"context": "Why"}, "# T\n\n## Context and Problem Statement\n\nWhy\n"),
        ("# T", {"context": "Why"}, "# T\n\n## Context and Problem Statement\n\nWhy\n"),
        ("", {"more": "x"}, "## More Information\n\nx\n"),
        ("## Context\nOld\n", {"context": "New\r\nline"}, "## Context\nNew\nline\n"),
        ("## Context\r\nOld\r\n", {"context": "New\nline"}, "## Context\r\nNew\r\nline\r\n"),
        ("## Context", {"context": "New"}, "## Context\n\nNew\n"),
        ("## Context\n\n\nOld\n\n## Links\n", {"context": ""}, "## Context\n\n\n\n## Links\n"),
        ("## Context\n\nOld\n<!-- c -->\n## Links\n", {"context": "\nN\n \n"},
         "## Context\n\nN\n<!-- c -->\n## Links\n"),
        ("# T\n\n## Context\n\nA\n\n## Links\n\nB\n", {"drivers": "* x"},
         "# T\n\n## Context\n\nA\n\n## Decision Drivers\n\n* x\n\n## Links\n\nB\n"),
        ("# T\n\n## Decision\n\nA\n\n### Ours\n\nB\n\n## Links\n\nC\n", {"consequences": "x"},
         "# T\n\n## Decision\n\nA\n\n### Consequences\n\nx\n\n### Ours\n\nB\n\n## Links\n\nC\n"),
        ("# T\n\n## Decision\n\nA\n\n### Ours\n\nB\n", {"more": "x"},
         "# T\n\n## Decision\n\nA\n\n### Ours\n\nB\n\n## More Information\n\nx\n"),
        ("# T\n", {"confirmation": "x"}, "# T\n\n## Decision Outcome\n\n### Confirmation\n\nx\n"),
        ("# T\n", {"confirmation": "x", "consequences": "y", "context": "z"},
         ("# T\n\n## Context and Problem Statement\n\nz\n\n## Decision Outcome\n\n"
          "### Consequences\n\ny\n\n### Confirmation\n\nx\n")),
        ("---\na: b\n---\n", {"context": "x"},
         "---\na: b\n---\n\n## Context and Problem Statement\n\nx\n"),
        ("## Context\nA", {"context": " \n"}, "## Context\n"),
        ("## Context\nA", {"context": "#### four"}, "## Context\n#### four\n"),
    ],
)  # fmt: skip
def test_part(text, parts, after):
    assert edited(text, parts) == after


def test_one_line_of_a_part_differs_and_all_else_is_the_same():
    context = {"context": "Where do plans go?"}
    assert changed_lines(MADR, edited(MADR, context)) == [
        ("Where do plans live?", "Where do plans go?")
    ]


@pytest.mark.parametrize(
    ("before", "options", "after"),
    [
        ([("A", "x")], [("A", "y")], [("A", "y")]),
        ([("A", "x")], [("B", "x")], [("B", "x")]),
        ([("A", "x"), ("B", "y")], [("", ""), ("B", "z")], [("B", "z")]),
        ([("A", "x"), ("B", "y")], [("A", "")], [("A", ""), ("B", "y")]),
        (
            [("A", "x")],
            [("A", "x"), (" B ", "* Good\r\n"), ("", "")],
            [("A", "x"), ("B", "* Good")],
        ),
        ([("", "x")], [("", "y")], [("", "y")]),
        ([], [("A", ""), ("B", "y")], [("A", ""), ("B", "y")]),
    ],
)
def test_options(before, options, after):
    sections = "".join(f"### {title}\n\n{text}\n\n" for title, text in before)
    pros = f"## Pros and Cons of the Options\n\n{sections}" if before else ""
    text = f"# T\n\n## Context\n\nC\n\n{pros}## Links\n\nL\n"
    made = edited(text, {}, [Option(*each) for each in options])
    assert parse(made).arguments == [Option(*each) for each in after]
    assert made.startswith("# T\n\n## Context\n\nC\n\n## Pros and Cons of the Options\n\n")
    assert made.endswith("\n\n## Links\n\nL\n")


def test_option_is_added_under_a_heading_that_has_none():
    text = "## Pros and Cons of the Options\n\nIn short.\n"
    after = edited(text, {}, [Option("A", "* Good")])
    assert after == "## Pros and Cons of the Options\n\nIn short.\n\n### A\n\n* Good\n"


@pytest.mark.parametrize(
    ("parts", "options", "words"),
    [
        ({"context": "a\n## Links\nb"}, [], "“Context and Problem Statement”: this would read"),
        ({"context": "```\nopen"}, [], "“Context and Problem Statement”"),
        ({"drivers": "# x"}, [], "“Decision Drivers”"),
        ({"context": "<!-- open"}, [], "“Context and Problem Statement”"),
        ({}, [("", "* Good")], "Give each option a title"),
        ({}, [("A\n## B", "")], "“Pros and Cons of the Options”"),
        ({}, [("A", "### B")], "“Pros and Cons of the Options”"),
        ({}, [("A #", "")], "“Pros and Cons of the Options”"),
    ],
)
def test_what_would_read_as_something_else_is_refused(parts, options, words):
    text = "# T\n\n## Context\n\nOld\n\n## Links\n\nL\n"
    with pytest.raises(Misread, match=words):
        edited(text, parts, [Option(*each) for each in options])


def test_option_that_stands_needs_its_title_as_long_as_it_has_a_text():
    text = "## Pros and Cons of the Options\n\n### A\n\nx\n"
    with pytest.raises(Misread, match="Give each option a title"):
        edited(text, {}, [Option("", "x")])


@given(st.one_of(st.text(), TEXTS))
def test_a_form_that_is_sent_as_it_came_changes_nothing(text):
    madr = parse(text)
    as_a_browser = {key: said.replace("\n", "\r\n") for key, said in madr.parts.items()}
    assert edited(text, as_a_browser, madr.arguments) == text
