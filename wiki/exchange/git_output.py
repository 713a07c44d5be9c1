"""What Git writes, read into plain values: commits, changes, contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO

from wiki.book.history import Change, Commit, Signature
from wiki.exchange.sources import name_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS = ("%H", "%T", "%P", "%aN", "%aE", "%aI", "%cN", "%cE", "%cI", "%B")
FORMAT = "%x1f".join(FIELDS)
_CO_AUTHOR = re.compile(r"^co-authored-by:[ \t]*([^<\n]*?)[ \t]*<([^<>\n]*)>[ \t]*$", re.I | re.M)
_PAIR = re.compile(rb"([0-9a-f]{40,64}) ([0-9a-f]{40,64})\n")
_LONGEST = 2 * 4097  # bytes of the two paths of a record: no system has longer ones
_REGULAR = (b"100644", b"100664", b"100755")


def commit(record: bytes) -> Commit:
    """One record of a log in our format."""
    words = record.decode("utf-8", "replace").replace("\x00", "").strip("\n").split("\x1f", len(FIELDS) - 1)
    name, tree, parents, author, author_email, authored, committer, committer_email, committed, message = (
        words
    )
    return Commit(
        id=name,
        tree=tree,
        parents=tuple(parents.split()),
        author=Signature(author.strip(), author_email.strip(), moment(authored)),
        committer=Signature(committer.strip(), committer_email.strip(), moment(committed)),
        message=message.strip(),
        co_authors=tuple(dict.fromkeys(_CO_AUTHOR.findall(message))),
    )


def _signature(name: str, email: str, at: str) -> Signature:
    return Signature(name.strip(), email.strip(), moment(at))


def moment(text: str) -> datetime:
    """A date as Git writes it; one that no calendar has is the epoch."""
    try:
        found = datetime.fromisoformat(text.strip())
        found.astimezone(UTC)
    except (ValueError, OverflowError):
        return EPOCH
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def reply(stream: IO[bytes]) -> bytes | None:
    """One answer of `cat-file --batch`: a content, or nothing for what the copy lacks."""
    words = stream.readline().split()
    if len(words) != 3 or words[1] == b"missing":
        return None
    content = stream.read(int(words[2]))
    stream.read(1)
    return content


def changes(told: bytes) -> dict[tuple[str, str], tuple[Change, ...]]:
    """The answers of `diff-tree --stdin --raw -z`, by the pair of trees that was asked.

    A pair is a line of its own, and its records, if any, end with NUL characters.
    """
    found: dict[tuple[str, str], list[Change]] = {}
    here: list[Change] = []
    at = 0
    while at < len(told):
        pair = _PAIR.match(told, at)
        if pair:
            here = found.setdefault((pair[1].decode(), pair[2].decode()), [])
            at = pair.end()
            continue
        end = told.index(b"\0", at)
        meta = told[at + 1 : end].split()
        paths = 2 if meta[4][:1] in b"RC" else 1
        *names, rest = told[end + 1 : end + 1 + _LONGEST].split(b"\0", paths)
        here.extend(_change(meta, names))
        at = end + 1 + sum(len(name) + 1 for name in names)
    return {pair: tuple(changes) for pair, changes in found.items()}


def _change(meta: list[bytes], names: list[bytes]) -> Iterator[Change]:
    """What became of a regular file; a link or a submodule is no file."""
    before, after, _old, new, status = meta
    kind, score = status[:1].decode(), int(status[1:] or b"0")
    was, file = (name_of(names[0])[0], name_of(names[1])[0]) if kind in "RC" else ("", name_of(names[0])[0])
    if kind == "D":
        if before in _REGULAR:
            yield Change("D", file)
    elif after in _REGULAR:
        yield Change(kind, file, was, new.decode(), score)
    elif before in _REGULAR:
        yield Change("D", file)
