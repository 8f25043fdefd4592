"""The script of a plan's page as it is served: one minified file of htmx and the page's modules.

A page that asked for ten modules would wait ten times, and their comments would be sent as well.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, override

import minify
import zopfli.gzip
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

LIBRARY = "django_htmx/htmx-2.min.js"
ENTRY = "plan/plan.js"
SCRIPT = "plan.js"

IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let) (\w+))", re.MULTILINE)
DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:function|const|let) (?:(\w+)|\[([^\]]*)\])", re.MULTILINE
)


class ScriptFinder(finders.BaseFinder):
    """Finds the one script, made of the library and the modules as they are now."""

    def __init__(self) -> None:
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "script")

    @override
    def find(self, path: str, find_all: bool = False) -> Any:
        """Give where the script is, in a list if all are wanted; nothing for any other file."""
        found = [self.made()] if path == SCRIPT else []
        return found if find_all or not found else found[0]

    @override
    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Give the one file that there is to collect."""
        self.made()
        yield SCRIPT, self.storage

    def made(self) -> str:
        """Write the script where it differs from what stands: its age is that of its text."""
        text = script(ENTRY, LIBRARY).encode()
        path = Path(self.storage.path(SCRIPT))
        if not path.exists() or path.read_bytes() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        return str(path)


class ScriptStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # no types
    """Serves the script in the fewest bytes of gzip, which takes too long for everything else."""

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        """Name and compress all files, then the script once more."""
        yield from super().post_process(paths, **options)
        for name in () if options.get("dry_run") else (SCRIPT, self.hashed_files[SCRIPT]):
            small = zopfli.gzip.compress(Path(self.path(name)).read_bytes())
            Path(self.path(f"{name}.gz")).write_bytes(small)


def script(entry: str, library: str | None = None) -> str:
    """Give a module and all that it imports as one minified script, before the library's.

    A library that declares one variable is there by the time that anybody does anything.

    Raises ImproperlyConfigured where two modules declare one name, or one lacks what is imported.
    """
    modules = {name: source(name) for name in imported(entry, [entry])}
    check_names(modules)
    bare = (EXPORT.sub("", IMPORT.sub("", text)) for text in modules.values())
    after = [source(library)] if library else []
    whole = "\n".join(["(()=>{", *bare, "})();", *after])  # a last line may be a comment
    minified: str = minify.string("application/javascript", whole)
    return minified


def imported(entry: str, seen: list[str]) -> list[str]:
    """Give a module's imports, and theirs, before it; a module that is on its way comes once."""
    found: list[str] = []
    for _, name in IMPORT.findall(source(entry)):
        path = str(Path(entry).with_name(name))
        if path not in seen:
            seen.append(path)
            found += imported(path, seen)
    return [*found, entry]


def source(name: str) -> str:
    """Give a module as it was written; ImproperlyConfigured where there is none."""
    path = finders.find(name)
    if not path:
        raise ImproperlyConfigured(f"There is no script {name}.")
    return Path(path).read_text(encoding="utf-8")


def check_names(modules: dict[str, str]) -> None:
    """Raise ImproperlyConfigured for a name that is declared twice, or imported from nowhere."""
    owners: dict[str, str] = {}
    for module, text in modules.items():
        for found in DECLARED.finditer(text):
            for name in re.findall(r"\w+", found[1] or found[2]):
                if name in owners:
                    raise ImproperlyConfigured(f"{module} and {owners[name]} both declare {name}.")
                owners[name] = module
    for module, text in modules.items():
        for names, path in IMPORT.findall(text):
            exported = EXPORT.findall(modules[str(Path(module).with_name(path))])
            for name in re.findall(r"\w+", names):
                if name not in exported:
                    raise ImproperlyConfigured(f"{module} imports {name}, not exported by {path}.")
