"""Reads YAML that strangers wrote: plain values only, no aliases, bounded in size and depth."""

from __future__ import annotations

from typing import Any

import yaml

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20
_STANDARD = "tag:yaml.org,2002:"
_PLAIN = tuple(f"{_STANDARD}{name}" for name in "str int float bool null seq map timestamp".split())


class BadYaml(ValueError):
    """The text is not YAML."""


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
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise HostileYaml("yaml-deep", str(MAX_DEPTH))
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def load(text: str) -> Any:
    """The value of a YAML text."""
    return _read(text, "get_single_data")


def compose(text: str) -> Any:
    """The nodes of a YAML text, with their places in it; None when it is empty."""
    return _read(text, "get_single_node")


def _read(text: str, reading: str) -> Any:
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise HostileYaml("yaml-large", str(MAX_BYTES // 1024))
    try:
        return getattr(_Loader(text), reading)()
    except yaml.YAMLError as error:
        raise BadYaml(str(error)) from error
    except RefusedYaml:
        raise
    except (ValueError, OverflowError, TypeError, KeyError, AttributeError) as error:
        # A date such as 2025-13-45, a number of 5,000 digits: well written, but no such value exists.
        raise RefusedYaml(str(error)) from error
