"""The script of a page as it is served: one minified file, made of the modules that it imports.

A page that asked for ten modules would wait ten times, and their comments would be sent as well.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import minify
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "plan/plan.js"

IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let) (\w+))", re.MULTILINE)
DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:function|const|let) (?:(\w+)|\[([^\]]*)\])", re.MULTILINE
)


class OneScriptStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # no types
    """Serves the entry module with all that it imports."""

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        """Put the one script in the entry's place, then name and compress all files."""
        bundle = ContentFile(script(ENTRY).encode())
        if options.get("dry_run"):
            return
        self.delete(ENTRY)
        self.save(ENTRY, bundle)
        yield from super().post_process(paths | {ENTRY: (self, ENTRY)}, **options)


def script(entry: str) -> str:
    """Give a module and all that it imports as one minified script.

    Raises ImproperlyConfigured where two modules declare one name, or one lacks what is imported.
    """
    modules = {name: source(name) for name in imported(entry, [entry])}
    check_names(modules)
    bare = (EXPORT.sub("", IMPORT.sub("", text)) for text in modules.values())
    whole = "\n".join(["(()=>{", *bare, "})()"])  # a last line may be a comment
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
