"""The script as it is served: one file of all modules, within its budget."""

import gzip
import re
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
    """Write modules of one's own, by name, which are then the only static files."""
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
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


def test_collected_script_is_the_one_file_however_often_it_is_collected(
    modules, tmp_path_factory, settings
):
    backend = {"BACKEND": "config.static.OneScriptStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    settings.STATIC_ROOT = root = tmp_path_factory.mktemp("collected")

    def collected(**options: bool) -> list[Path]:
        call_command("collectstatic", interactive=False, verbosity=0, **options)
        return sorted(root.glob("plan/plan.*.js"))

    modules({ENTRY: 'import "./part.js";\n', "plan/part.js": f'alert("{"old… " * 99}");\n'})
    assert collected(dry_run=True) == []
    assert list(root.iterdir()) == []

    (old,) = collected()
    assert collected() == [old]
    assert old.read_text(encoding="utf-8") == script(ENTRY)
    assert gzip.decompress(Path(f"{old}.gz").read_bytes()) == old.read_bytes()

    modules({"plan/part.js": 'alert("new");\n'})
    (new,) = {*collected()} - {old}
    assert 'alert("new")' in new.read_text(encoding="utf-8")
    assert (root / ENTRY).read_bytes() == new.read_bytes()
