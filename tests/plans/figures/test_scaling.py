"""Which triggers would fire by what is measured, and how far up the roadmap the users are."""

import pytest

from tests.plans.figures.asking import drawn, figure

CAPACITY = ("CPU | 46 cores | 64 cores | 72%", "Memory | [X] GB | 64 GB | [X]%")
METRICS = ("Performance | p95 response time | 480ms | <300ms", "Quality | Error rate | 1.0% | <2%")
BUDGETS = ("API response time (p99) | <500ms | 900ms",)


@pytest.mark.parametrize(
    ("row", "words", "tone"),
    [
        ("CPU | >70% for 5 min | Add", "would fire, 103 % of it", "bad"),
        ("CPU | >=72% | Add", "quiet, 100 % of it", "plain"),
        ("CPU | >71.875% | Add", "quiet, 100 % of it", "plain"),
        ("CPU | >=71.875% | Add", "would fire, 100 % of it", "bad"),
        ("CPU | >40 cores | Add", "would fire, 115 % of it", "bad"),
        ("Memory | >80% | Add", "not measured", "quiet"),
        ("Response time | >500ms p95 | Out", "quiet, 96 % of it", "plain"),
        ("Response time | >0.4s p95 | Out", "would fire, 120 % of it", "bad"),
        ("Response time | >500ms p99 | Out", "would fire, 180 % of it", "bad"),
        ("Response time | >500 req p95 | Out", "not measured", "quiet"),
        ("Error rate | >1% | Look", "quiet, 100 % of it", "plain"),
        ("Disk | >1% | Look", "not measured", "quiet"),
        ("Error rate | >0% | Look", "would fire, 0 % of it", "bad"),
    ],
)
def test_trigger(row, words, tone):
    shapes = figure(
        "scaling-triggers",
        row,
        current_capacity=CAPACITY,
        key_metrics_dashboard=METRICS,
        performance_budgets=BUDGETS,
    )
    ((bar),) = shapes.bars.bars
    assert (bar.words, bar.tone) == (words, tone)


def test_triggers_that_fire_and_those_that_nothing_measures_are_named():
    rows = ("CPU | >70% | Add compute", "Disk | >80% | Add disks", "Later | [X] | -")
    shapes = figure("scaling-triggers", *rows, current_capacity=CAPACITY)
    assert shapes.sentences == [
        "Would fire now: CPU (Add compute).",
        "Measured nowhere: Disk.",
    ]
    assert drawn(shapes)[0] == ("CPU", "would fire, 103 % of it", "bad")
    quiet = figure("scaling-triggers", "CPU | >90% | Add compute", current_capacity=CAPACITY)
    assert quiet.sentences == ["None would fire now."]


def test_trigger_says_what_it_is_measured_by_where_that_is_called_otherwise():
    shapes = figure(
        "scaling-triggers", "Response time | >500ms p95 | Out", key_metrics_dashboard=METRICS
    )
    assert shapes.bars.bars[0].note == "by p95 response time"


def test_capacity_names_the_triggers_that_would_fire():
    triggers = ("CPU | >70% | Add", "CPU | >90% | Add more", "X | [X] | -", "Y | >1% | -")
    sentences = figure("current-capacity", *CAPACITY, scaling_triggers=triggers).sentences
    assert sentences[-1] == "Triggers of 4.2 that would fire now: CPU."


STEPS = ("100K | Services | 2027 Q3", "1K | One server | MVP", "10K | Replicas | [Timeline]")


@pytest.mark.parametrize(
    ("users", "sentences", "words"),
    [
        (
            "9,400",
            [
                "9,400 users now.",
                "Reached: 1K users, One server, MVP.",
                "Next: 10K users, Replicas, [Timeline].",
            ],
            ["reached good", "94 % soon", "9 % plain"],
        ),
        (
            "0",
            ["0 users now.", "Next: 1K users, One server, MVP."],
            ["0 % plain", "0 % plain", "0 % plain"],
        ),
        (
            "250k",
            [
                "250,000 users now.",
                "Reached: 100K users, Services, 2027 Q3.",
                "The whole roadmap is reached.",
            ],
            ["reached good", "reached good", "reached good"],
        ),
        (
            "1000",
            [
                "1,000 users now.",
                "Reached: 1K users, One server, MVP.",
                "Next: 10K users, Replicas, [Timeline].",
            ],
            ["reached good", "10 % plain", "1 % plain"],
        ),
    ],
)
def test_roadmap(users, sentences, words):
    capacity = ("Seats | 5 | 9 | -", f"Active Users | {users} | 15,000 | -")
    shapes = figure("scaling-roadmap", *STEPS, current_capacity=capacity)
    assert shapes.sentences == sentences
    assert [f"{bar.words} {bar.tone}" for bar in shapes.bars.bars] == words


def test_roadmap_without_users_says_so():
    shapes = figure("scaling-roadmap", *STEPS, current_capacity=("Active Users | [X] | 9 | -",))
    assert shapes.sentences == ["How many users there are is not said: 4.1 has no row of users."]
