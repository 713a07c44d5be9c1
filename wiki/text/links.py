"""What a link is, and how the caller tells the engine where a destination leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """How large a picture is, and the addresses where it is offered, narrowest first, with their width."""

    width: int
    height: int
    sources: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Target:
    """Where a destination leads: a page or an asset of the site, the outside world, or nowhere.

    `url` is the address to write, fragment included, and empty when broken. `title` is the page's
    current title or the asset's name; `size` the asset's bytes; `heading` the text of the heading
    that the fragment names; `picture` the measures of an asset that is one, once they are known.
    """

    kind: str
    url: str = ""
    title: str = ""
    size: int | None = None
    heading: str = ""
    picture: Picture | None = None


Resolve = Callable[[str], Target]


@dataclass(frozen=True)
class Included:
    """The text of a reusable file, without front matter, and how its own destinations resolve."""

    source: str
    resolve: Resolve
    include: Include


Include = Callable[[str], "Included | None"]


@dataclass(frozen=True)
class Link:
    """A link or picture of a text: the destination as written, and what it was resolved to."""

    destination: str
    kind: str
    url: str


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_OTHER_HOST = re.compile(r"[/\\]{2}")  # browsers read a backslash as a slash


def is_external(destination: str) -> bool:
    """Whether the destination carries its own scheme or host, so that no tree can resolve it."""
    return bool(_SCHEME.match(destination) or _OTHER_HOST.match(destination))


def no_include(name: str) -> Included | None:
    """For callers without reusable files."""
    return None


def resolve_external(destination: str) -> Target:
    """For callers without a tree: outside addresses and fragments hold, the rest is broken."""
    if is_external(destination) or destination.startswith("#"):
        return Target("external" if not destination.startswith("#") else "page", destination)
    return Target("broken")
