"""A piece of a merge: what each of the three texts has in one place."""

from __future__ import annotations

from typing import Literal, NamedTuple

By = Literal["nobody", "ours", "theirs", "both", "conflict"]


class Piece(NamedTuple):
    """A piece of the merged text, and what each text has there; of a conflict, `merged` is what ours has.

    Joined in order, the pieces of each text are that text. `hunks` are the numbers of theirs.
    """

    by: By
    base: str
    ours: str
    theirs: str
    merged: str
    hunks: tuple[int, ...] = ()
