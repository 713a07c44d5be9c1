"""Finds the bare e-mail and `www.` addresses of a text, as GFM's autolinks do."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOCAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+-_")
_DOMAIN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")
_WWW = re.compile(r"(?<![^\s*_~(])www\.[^\s<]*")
_TRAILING = "?!.,:*_~'\""


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Each address as (start, end, destination), in order and apart from each other."""
    found = sorted([*_mails(text), *_hosts(text)])
    position = 0
    for start, end, destination in found:
        if start >= position:
            yield start, end, destination
            position = end


def _mails(text: str) -> Iterator[tuple[int, int, str]]:
    floor = 0
    at = text.find("@")
    while at >= 0:
        start = at
        while start > floor and text[start - 1] in _LOCAL:
            start -= 1
        domain = _DOMAIN.match(text, at + 1)
        if domain and start < at and text[domain.end() : domain.end() + 1] != "@":
            end = trim(text, at + 1, domain.end())
            if text[end - 1].isalpha() and "." in text[at + 1 : end]:
                yield start, end, f"mailto:{text[start:end]}"
        floor = at + 1
        at = text.find("@", at + 1)


def _hosts(text: str) -> Iterator[tuple[int, int, str]]:
    if "www." not in text:
        return
    for found in _WWW.finditer(text):
        end = trim(text, found.start(), found.end())
        host = re.split(r"[/?#:]", text[found.start() : end], maxsplit=1)[0]
        if host.count(".") >= 1 and "_" not in "".join(host.split(".")[-2:]) and host[4:]:
            yield found.start(), end, f"http://{text[found.start() : end]}"


def trim(text: str, start: int, end: int) -> int:
    """The end of an address without the punctuation of the sentence around it."""
    opened, closed = text.count("(", start, end), text.count(")", start, end)
    while end > start:
        last = text[end - 1]
        if last == ")" and closed > opened:
            closed -= 1
        elif last == ";":
            entity = re.search(r"&[A-Za-z]+$", text[max(start, end - 40) : end - 1])
            end -= len(entity.group()) if entity else 0
        elif last not in _TRAILING:
            break
        end -= 1
    return end
