"""Reads YAML that strangers wrote: plain values only, no aliases, bounded in size and depth."""

from __future__ import annotations

import re
from typing import Any

import yaml

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20
MAX_BITS = 4096  # of a whole number
_STANDARD = "tag:yaml.org,2002:"
_UNSPEAKABLE = re.compile("[\0\ud800-\udfff]")  # no database keeps them
_PLAIN = tuple(f"{_STANDARD}{name}" for name in "str int float bool null seq map timestamp".split())


class BadYaml(ValueError):
    """The text is not YAML; `line` is where it stops being it, 0 where that cannot be told."""

    def __init__(self, detail: str, line: int = 0) -> None:
        super().__init__(detail)
        self.line = line


class RefusedYaml(ValueError):
    """The text may be YAML, but it goes past the bounds or holds a value that nothing can stand for."""


class HostileYaml(RefusedYaml):
    """The text is written to harm whoever reads it; `kind` says how, as a remark would."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


class _Loader(yaml.SafeLoader):
    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        if isinstance(event, yaml.events.AliasEvent) and event.anchor in self.anchors:
            raise HostileYaml("yaml-alias", str(event.anchor))
        tag = getattr(event, "tag", None)
        if tag not in (None, "!") and not tag.startswith(_PLAIN):
            raise HostileYaml("yaml-tag", tag.removeprefix(_STANDARD))
        if isinstance(event, yaml.events.ScalarEvent) and _UNSPEAKABLE.search(event.value):
            raise RefusedYaml("a character that stands for nothing")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise HostileYaml("yaml-deep", str(MAX_DEPTH))
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def bounded_int(self, node: Any) -> int:
        number: int = self.construct_yaml_int(node)
        if number.bit_length() > MAX_BITS:  # Python itself would refuse to write it in digits
            raise RefusedYaml("a number that is too long")
        return number


_Loader.add_constructor(f"{_STANDARD}int", _Loader.bounded_int)


def load(text: str) -> Any:
    """The value of a YAML text."""
    return _read(text, "get_single_data")


def load_map(text: str) -> dict[Any, Any]:
    """The map that a YAML text is; whatever else it may be, a rule or prose for instance, is BadYaml."""
    if not _opens_a_map(text):
        raise BadYaml("no map")
    told = load(text)
    if told is not None and not isinstance(told, dict):
        raise BadYaml("no map")
    return told or {}


def compose(text: str) -> Any:
    """The nodes of a YAML text, with their places in it; None when it is empty."""
    return _read(text, "get_single_node")


def lines(text: str, key: str) -> dict[str, int]:
    """The line of each name in the map that stands at `key` of a map."""
    root = compose(text)
    maps = [value.value for name, value in root.value if name.value == key]
    return {str(name.value): name.start_mark.line + 1 for inner in maps for name, _value in inner}


def _read(text: str, reading: str) -> Any:
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise HostileYaml("yaml-large", str(MAX_BYTES // 1024))
    try:
        return getattr(_Loader(text), reading)()
    except yaml.YAMLError as error:
        raise _bad(error) from error
    except RefusedYaml:
        raise
    except (ValueError, OverflowError, TypeError, LookupError, AttributeError, RecursionError) as error:
        # A date such as 2025-13-45, a number of 5,000 digits: well written, but no such value exists.
        raise RefusedYaml(str(error)[:200]) from error


def _bad(error: yaml.YAMLError) -> BadYaml:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__
    return BadYaml(str(said)[:200], mark.line + 1 if mark else 1)


def _opens_a_map(text: str) -> bool:
    """Whether what is read first begins a map, or is nothing, or is of a kind of Python's own.

    Of what is too long for a header half of what one may hold is read: prose stops being YAML before.
    """
    is_long = len(text.encode(errors="surrogatepass")) > MAX_BYTES
    try:
        for number, event in enumerate(yaml.parse(text, yaml.SafeLoader)):
            if number == _FIRST and not _may_open(event):
                return False
            if number == _FIRST and not is_long:
                return True
            if event.start_mark and event.start_mark.index > MAX_BYTES // 2:
                return True
    except yaml.YAMLError:
        return False
    return True


_OPENING = (yaml.events.MappingStartEvent, yaml.events.StreamEndEvent)
_FIRST = 2  # after the beginning of the stream and that of the text


def _may_open(event: Any) -> bool:
    tag = getattr(event, "tag", None) or ""
    is_nothing = isinstance(event, yaml.events.ScalarEvent) and not event.value and not tag
    return is_nothing or tag.startswith(f"{_STANDARD}python/") or isinstance(event, _OPENING)
