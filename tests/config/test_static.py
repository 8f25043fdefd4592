"""The script as it is served: one file of all modules, within its budget."""

import gzip
import os
import re
from pathlib import Path

import django_htmx
import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from config.static import ENTRY, LIBRARY, SCRIPT, script

HTMX = Path(django_htmx.__file__).with_name("static") / "django_htmx"

BUDGET = 25_000
"""Bytes of script that a page may load, gzipped: htmx and our own."""


@pytest.fixture
def collect(tmp_path_factory, settings):
    """Collect the static files as for serving; the folder's files of a pattern are the answer."""
    backend = {"BACKEND": "config.static.ScriptStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    settings.STATIC_ROOT = root = tmp_path_factory.mktemp("collected")

    def collected(pattern: str, **options: bool) -> list[Path]:
        call_command("collectstatic", interactive=False, verbosity=0, **options)
        return sorted(root.glob(pattern))

    return collected


@pytest.fixture
def only_ours(settings):
    """There are no static files but those of the site itself: others take seconds to collect."""
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder",
        "config.static.ScriptFinder",
    ]
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, ("django_htmx", HTMX)]
    finders.get_finder.cache_clear()
    yield
    finders.get_finder.cache_clear()


def test_script_is_within_its_budget(only_ours, collect):
    sizes = [path.stat().st_size for path in collect("plan.*.js.gz")]
    assert len(sizes) == 1
    assert sizes[0] <= BUDGET


@pytest.fixture
def modules(tmp_path, settings):
    """Write modules of one's own, by name, which are then the only static files."""
    settings.STATICFILES_DIRS = [tmp_path]
    settings.DATA_DIR = tmp_path
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder",
        "config.static.ScriptFinder",
    ]
    finders.get_finder.cache_clear()

    def write(texts: dict[str, str]) -> None:
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    yield write
    finders.get_finder.cache_clear()


def test_modules_come_after_what_they_import_and_once_even_in_a_circle(modules):
    modules(
        {
            "a.js": 'import { b } from "./b.js";\nimport "./c.js";\nb("a");\n// the end',
            "b.js": 'import "./c.js";\nexport function b(word) { say(word); }\nb("b");\n',
            "c.js": 'import "./a.js";\nimport { b } from "./b.js";\nalert("…c");// no line end',
        }
    )
    text = script("a.js")
    assert "import" not in text
    assert "export" not in text
    assert re.findall(r'\("(.+?)"\)', text) == ["…c", "b", "a"]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (
            {"a.js": 'import "./b.js";\nconst x = 1;\n', "b.js": "const [x, y] = [1, 2];\n"},
            "a.js and b.js both declare x.",
        ),
        (
            {"a.js": 'import { x } from "./b.js";\n', "b.js": "const x = 1;\n"},
            "a.js imports x, not exported by b.js.",
        ),
        ({"a.js": 'import "./b.js";\n'}, "There is no script b.js."),
    ],
)
def test_modules_that_do_not_fit_are_refused(modules, texts, words):
    modules(texts)
    with pytest.raises(ImproperlyConfigured) as refusal:
        script("a.js")
    assert str(refusal.value) == words


def test_collected_script_is_the_one_file_however_often_it_is_collected(modules, collect):
    modules({LIBRARY: "var library;\n", ENTRY: 'import "./part.js";\n'})
    modules({"plan/part.js": f'alert("{"old… " * 99}");\n'})
    assert collect("*", dry_run=True) == []

    (old,) = collect("plan.*.js")
    assert collect("plan.*.js") == [old]
    assert old.read_text(encoding="utf-8") == script(ENTRY, LIBRARY)
    assert gzip.decompress(Path(f"{old}.gz").read_bytes()) == old.read_bytes()

    os.utime(old.with_name(SCRIPT), (0, 0))  # Django compares by the second
    modules({"plan/part.js": 'alert("new");\n'})
    (new,) = {*collect("plan.*.js")} - {old}
    assert 'alert("new")' in new.read_text(encoding="utf-8")
    assert new.with_name(SCRIPT).read_bytes() == new.read_bytes()


def test_script_is_found_by_its_name_alone():
    path = finders.find(SCRIPT)
    assert Path(path).read_text(encoding="utf-8").startswith(script(ENTRY))
    assert finders.find(SCRIPT, find_all=True) == [path]
    assert finders.find("plan/none.js") is None
