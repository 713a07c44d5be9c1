"""What Git writes, read into plain values: branches, files, commits, changes, contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import IO

from wiki.book.files import decode
from wiki.book.history import Change, Commit, Signature
from wiki.exchange.sources import is_sound, name_of, shown

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS = ("%H", "%T", "%P", "%aN", "%aE", "%ad", "%cN", "%cE", "%cd", "%B")
FORMAT = "%x00".join(FIELDS)
LONGEST_NAME = 1000  # characters of a person's name or address
LONGEST_BRANCH = 255  # characters
_BLANKS = " \t"
_RAW = re.compile(r"(-?\d{1,15}) ([+-])(\d\d)(\d\d)")
_PAIR = re.compile(rb"([0-9a-f]{40,64}) ([0-9a-f]{40,64})\n")
_LONGEST = 2 * 4097  # bytes of the two paths of a record: no system has longer ones
_REGULAR = (b"100644", b"100664", b"100755")
_KINDS = {"100755": "executable", "120000": "link", "160000": "submodule"}
_MAPPED = re.compile(r"\s*(.*?)\s*<([^<>]*)>\s*")


def heads(told: bytes) -> dict[str, str]:
    """The commit of each branch, from names and commits that end with NUL."""
    words = told.decode("utf-8", "replace").replace("\n", "").split("\0")
    found = zip((name.removeprefix("refs/heads/") for name in words[::2]), words[1::2], strict=False)
    return {name: head for name, head in found if len(name) <= LONGEST_BRANCH}


def entries(told: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Kind, content and name of each file of `ls-tree -rz`."""
    for entry in filter(None, told.split(b"\0")):
        meta, _tab, name = entry.partition(b"\t")
        mode, _type, blob = meta.decode("ascii").split()
        yield _KINDS.get(mode, "file"), blob, name


def sizes(told: bytes) -> dict[str, int]:
    """The size of each object that is there, from lines of its name and size."""
    lines = (line.split() for line in told.decode("ascii", "replace").splitlines())
    return {words[0]: int(words[1]) for words in lines if len(words) == 2 and words[1].isdigit()}


def people(told: bytes) -> list[tuple[str, str]]:
    """Names and addresses, from lines of `Name <address>`."""
    lines = told.decode("utf-8", "replace").splitlines()
    return [(found[1], found[2]) for line in lines if (found := _MAPPED.fullmatch(line))]


def commits(told: bytes) -> tuple[Commit, ...]:
    """A log in our format: fields end with NUL, the one character that none of them can hold."""
    words = told.split(b"\0")
    whole = range(0, len(words) - len(FIELDS) + 1, len(FIELDS))
    return tuple(_commit([decode(word)[0] for word in words[at : at + len(FIELDS)]]) for at in whole)


def _commit(fields: list[str]) -> Commit:
    name, tree, parents, author, author_email, authored, committer, committer_email, committed, message = (
        fields
    )
    return Commit(
        id=name,
        tree=tree,
        parents=tuple(parents.split()),
        author=_signature(author, author_email, authored),
        committer=_signature(committer, committer_email, committed),
        message=message.strip(),
        co_authors=tuple(dict.fromkeys(_co_authors(message))),
    )


def _co_authors(message: str) -> Iterator[tuple[str, str]]:
    """The name and address of each trailer."""
    for line in message.splitlines():
        key, _colon, signature = line.partition(":")
        if key.lower() == "co-authored-by" and signature.rstrip(_BLANKS).endswith(">"):
            name, opens, email = signature.rstrip(_BLANKS)[:-1].partition("<")
            if opens and not set("<>") & set(email):
                yield shown(name.strip(_BLANKS), LONGEST_NAME), shown(email, LONGEST_NAME)


def _signature(name: str, email: str, at: str) -> Signature:
    return Signature(shown(name.strip(), LONGEST_NAME), shown(email.strip(), LONGEST_NAME), moment(at))


def moment(text: str) -> datetime:
    """A raw date of Git, `1700000000 +0100`; one that no calendar or clock can show is the epoch."""
    found = _RAW.fullmatch(text.strip())
    if not found:
        return EPOCH
    minutes = int(found[3]) * 60 + int(found[4])
    try:
        offset = timezone(timedelta(minutes=-minutes if found[2] == "-" else minutes))
        at = datetime.fromtimestamp(int(found[1]), offset)
    except (ValueError, OverflowError, OSError):
        return EPOCH
    return at if 1902 <= at.year <= 9998 else EPOCH  # at the edge of the calendar some zones have no date


def reply(stream: IO[bytes], most: int) -> bytes | None:
    """One answer of `cat-file --batch`: a content, nothing for what is absent or longer than `most`.

    EOFError when there is none, or half of one.
    """
    words = stream.readline().split()
    if not words:
        raise EOFError
    if len(words) != 3:
        return None
    size = int(words[2])
    content = stream.read(size) if size <= most else None
    left = 0 if content is not None else size
    while left > 0:
        left -= len(stream.read(min(left, 1 << 20))) or left
    if not stream.read(1):
        raise EOFError
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
    if not is_sound(file):
        return  # a name of the past that no site could hold
    if kind in "RC" and not is_sound(was):
        kind, was = "A", ""
    if kind == "D":
        if before in _REGULAR:
            yield Change("D", file)
    elif after in _REGULAR:
        yield Change(kind, file, was, new.decode(), score)
    elif before in _REGULAR:
        yield Change("D", file)
