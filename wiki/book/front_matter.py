"""A page's header: the YAML block that opens its file, kept as written and read into a dict."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from wiki.book import bounded_yaml
from wiki.book.bounded_yaml import BadYaml, HostileYaml, RefusedYaml

_END = r"(?:\r\n|\n|\r)"
_BLOCK = re.compile(rf"\A\ufeff?---[ \t]*{_END}(?P<inner>.*?{_END})??---[ \t]*(?:{_END}|\Z)", re.S)


@dataclass(frozen=True)
class Front:
    """`header` and `source` joined are the text; `problem` says why a header could not be read."""

    header: str
    source: str
    meta: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    hostile: str = ""  # the kind of harm it means, if it does


def split(text: str) -> Front:
    """The header of a page's file and what follows it.

    What opens with `---` but is not a YAML map opens with a rule: there is no header. A header past
    the bounds is still one, unread.
    """
    found = _BLOCK.match(text)
    if not found:
        return Front("", text)
    header, source = found.group(), text[found.end() :]
    meta, problem, hostile = _read(found["inner"] or "")
    if meta is None and not problem:
        return Front("", text)
    return Front(header, source, dict(meta or {}), problem, hostile)


@lru_cache(maxsize=512)
def _read(inner: str) -> tuple[dict[str, Any] | None, str, str]:
    """What a header says, or why it is not read, and the harm that it means.

    The states that a page had bear the same header one after the other: it is read once.
    """
    try:
        meta = bounded_yaml.load_map(inner)
    except BadYaml:
        return None, "", ""
    except RefusedYaml as refusal:
        return None, str(refusal), refusal.kind if isinstance(refusal, HostileYaml) else ""
    return {str(key): value for key, value in meta.items()}, "", ""


def put(header: str, **values: str | bool) -> str:
    """The header with these keys set, or taken away where empty; all else stays as it was written."""
    found = _BLOCK.match(header)
    inner = (found["inner"] or "") if found else ""
    eol = "\r\n" if "\r\n" in header else "\n"
    for key, value in values.items():
        written = yaml.safe_dump({key: value}, allow_unicode=True, width=10**9) if value else ""
        inner = _replace(inner, key, written.replace("\n", eol))
    if found and found["inner"]:
        return header[: found.start("inner")] + inner + header[found.end("inner") :]
    if found:
        return f"{header[: header.index('---')]}---{eol}{inner}{header[header.rindex('---') :]}"
    return f"---{eol}{inner}---{eol}{eol}" if inner else header


def _replace(inner: str, key: str, line: str) -> str:
    """One key's own lines exchanged for `line`, or `line` added at the end."""
    root = bounded_yaml.compose(inner)
    pairs = root.value if root is not None else []
    for place, (name, _value) in enumerate(pairs):
        if name.value != key:
            continue
        after = pairs[place + 1][0].start_mark.index if place + 1 < len(pairs) else len(inner)
        return inner[: name.start_mark.index] + line + inner[after:]
    return inner + line
