"""How a page points to another as its authors write it: by file within a book, by address elsewhere."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from wiki.text.links import is_external

# No bracket, which may close a link, and no colon, which may open a scheme.
_KEPT = "/!$&'*+,-.;=@_~"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a page is: its address, and its file if it is one of a book's."""

    address: str
    book: int | None = None
    file: str = ""


def written(target: Stand, *, of: Stand | None, fragment: str = "", site: str = "") -> str:
    """The destination that leads to `target` from the page `of`; from no page in particular without it.

    A page of a book reads an address as a file of its book: what stands outside of it is named with its site.
    """
    tail = f"#{fragment}" if fragment else ""
    if is_external(target.address):
        return target.address
    if of is None:
        return target.address + tail
    if of.address == target.address and tail:
        return tail
    if not of.file:
        near = posixpath.relpath(target.address, of.address)
        return f"{'./' if near == '.' else f'{near}/'}{tail}"
    if target.file and target.book == of.book:
        near = posixpath.relpath(target.file, posixpath.dirname(of.file) or ".")
        return quote(near, safe=_KEPT) + tail
    return site + target.address + tail
