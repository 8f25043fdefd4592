"""The script as it is served: one file of all modules, within its budget."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from config.static import ENTRY, script

BUDGET = 25_000
"""Bytes of script that a page may load, gzipped: htmx and our own."""

HTMX = "django_htmx/htmx-2.min.js"


def zipped(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def test_script_is_within_its_budget():
    ours, htmx = zipped(script(ENTRY).encode()), zipped(Path(finders.find(HTMX)).read_bytes())
    assert ours + htmx <= BUDGET, f"{ours:,} bytes of ours and {htmx:,} of htmx"


@pytest.fixture
def modules(tmp_path, settings):
    """Write modules of one's own, by name."""
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()

    def write(**texts: str) -> None:
        for name, text in texts.items():
            (tmp_path / f"{name}.js").write_text(text)

    yield write
    finders.get_finder.cache_clear()


def test_modules_come_in_order_and_once(modules):
    modules(
        a='import { b } from "./b.js";\nimport "./c.js";\nb();\n',
        b='import "./c.js";\nexport function b() { say("b"); }\n',
        c='import { b } from "./b.js";\nexport const say = (word) => alert(word);\n',
    )
    text = script("a.js")
    assert "import" not in text
    assert "export" not in text
    assert text.count("alert") == 1


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (
            {"a": 'import "./b.js";\nconst x = 1;\n', "b": "const [x, y] = [1, 2];\n"},
            "a.js and b.js both declare x.",
        ),
        (
            {"a": 'import { x } from "./b.js";\n', "b": "const x = 1;\n"},
            "a.js imports x, not exported by b.js.",
        ),
        ({"a": 'import "./b.js";\n'}, "There is no script b.js."),
    ],
)
def test_modules_that_do_not_fit_are_refused(modules, texts, words):
    modules(**texts)
    with pytest.raises(ImproperlyConfigured) as refusal:
        script("a.js")
    assert str(refusal.value) == words


def test_collected_script_is_the_one_file_however_often_it_is_collected(tmp_path, settings):
    backend = {"BACKEND": "config.static.OneScriptStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    settings.STATIC_ROOT = tmp_path
    for _ in range(2):
        call_command("collectstatic", interactive=False, verbosity=0)
        (served,) = tmp_path.glob("plan/plan.*.js")
        assert served.read_text() == script(ENTRY)
        assert Path(f"{served}.gz").exists()
