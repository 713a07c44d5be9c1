"""One stylesheet and one script for the browser: `site.css` and `site.js` with all that they import."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SOURCES = Path(settings.BASE_DIR) / "static"
_STYLE_IMPORT = re.compile(r'^@import url\("([\w./-]+)"\);$', re.MULTILINE)
_SCRIPT_IMPORT = re.compile(r'^import "([\w./-]+)";$', re.MULTILINE)
_MODULE_WORD = re.compile(r"^(?:import|export)\b", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_INDENT = re.compile(r"^ +", re.MULTILINE)
_ADDRESS = re.compile(r'url\("(?!data:|#)([^"]+)"\)')


class Bundles(CompressedManifestStaticFilesStorage):
    """Compressed static files under the name of their content, kept by browsers for ever.

    The bundles are made of the sources each time: what was gathered before may be an older bundle.
    """

    def __init__(self, *told: Any, **named: Any) -> None:
        super().__init__(*told, **named)
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """A page tells thirty; each is worked out once, from the names that the process began with."""
        if settings.DEBUG or force or name is None:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        made = {name: (self, name) for name in BUNDLES if name in paths and not dry_run}
        for name in made:
            self.delete(name)
            self._save(name, ContentFile(BUNDLES[name](name).encode()))
        yield from super().post_process(paths | made, dry_run, **options)


def style(name: str) -> str:
    """The sheet with all that it imports, without comments and indents; addresses lead from where it is."""
    folder = posixpath.dirname(name)

    def sheet(found: re.Match[str]) -> str:
        inner = posixpath.join(folder, found[1])
        return _ADDRESS.sub(lambda url: f'url("{_told(url[1], inner, folder)}")', _read(inner))

    return _INDENT.sub("", _COMMENT.sub("", _STYLE_IMPORT.sub(sheet, _read(name))))


def script(name: str) -> str:
    """The script with all that it imports, each in a block of its own so that names do not meet."""

    def module(found: re.Match[str]) -> str:
        inner = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1]))
        text = _read(inner)
        if _MODULE_WORD.search(text):
            raise ValueError(f"{inner} imports or exports: a gesture stands alone.")
        return f"{{\n{text}}}"

    return _SCRIPT_IMPORT.sub(module, _read(name))


BUNDLES: Mapping[str, Any] = {"css/site.css": style, "js/site.js": script}


def _told(address: str, sheet: str, folder: str) -> str:
    return posixpath.relpath(posixpath.join(posixpath.dirname(sheet), address), folder)


def _read(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")
