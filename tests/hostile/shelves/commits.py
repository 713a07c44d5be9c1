"""Repositories: commits by odd people, at odd times, in odd words."""

from __future__ import annotations

from tests.hostile.binding import Build, Case, guide, repository
from tests.yardstick import SECOND

CANNOT = "Git cannot read this repository: "
SOUND = {"README.md": "livre", "one.md": "livre/one"}


def told(**commit: bytes) -> Build:
    """The guide by a commit that is odd."""
    return repository(lambda git: git.branch("main", git.commit(git.files(guide()), **commit)))


CASES = (
    Case("git by nobody", told(author=b" <> 0 +0000", committer=b"<> 0 +0000")),
    Case(
        "git by somebody without a date",
        told(author=b"Ada <ada@example.org>", committer=b"Ada <ada@example.org> x y"),
    ),
    Case("git without people", told(author=b"", committer=b"")),
    Case(
        "git by names in latin-1",
        told(
            author="Zoé <zoé@example.org> 1700000000 +0100".encode("latin-1"),
            message="Été\n".encode("latin-1"),
        ),
    ),
    Case(
        "git by names of a told alphabet",
        told(
            author="Zoé <zoe@example.org> 1700000000 +0100".encode("latin-1"),
            message="Été\n".encode("latin-1"),
            more=b"encoding ISO-8859-1",
        ),
    ),
    Case(
        "git of an alphabet that does not exist",
        told(message="Été\n".encode("latin-1"), more=b"encoding x-none"),
    ),
    Case(
        "git by names of control characters",
        told(
            author=b"A\x1b[31m\x1fB\x01 <a\x1fb@example.org> 1700000000 +0100",
            message=b"\x1b]0;x\x07\x1f\x1e\n",
        ),
    ),
    Case(
        "git by names of 1 MB",
        told(author=b"A" * (1 << 20) + b" <" + b"a" * 5000 + b"@example.org> 1700000000 +0100"),
    ),
    Case("git without words", told(message=b"")),
    Case("git with words of 1 MB", told(message=b"w" * (1 << 20))),
    Case("git with words that end early", told(message=b"Begin\0 and not\n")),
    Case(
        "git with a co-author of blanks without end",
        told(message=b"Begin\n\nCo-authored-by:" + b" " * 100_000 + b"x\n"),
    ),
    Case(
        "git with two thousand co-authors",
        told(
            message=b"Begin\n\n"
            + b"".join(b"Co-authored-by: P%d <p%d@example.org>\n" % (n, n) for n in range(2000))
        ),
        within=10 * SECOND,
    ),
    *(
        Case(
            f"git dated {date.decode()}",
            told(author=b"Ada <ada@example.org> " + date, committer=b"Ada <ada@example.org> " + date),
        )
        for date in (
            b"-2177452800 +0000",
            b"253402300799 +0000",
            b"253402300799 -1200",
            b"8640000000000 +0000",
            b"99999999999999999999999 +0000",
            b"1700000000 +9999",
            b"1700000000 -2400",
            b"0 -1400",
        )
    ),
)
