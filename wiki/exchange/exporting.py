"""A book goes out: what anybody may read of it now, as the files that an import would make the same of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wiki.actions.places import Places
from wiki.book.tree import Remark
from wiki.exchange import attributing, binding, landing, volumes, writing
from wiki.exchange.volumes import Volume
from wiki.exchange.writing import Output

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Report:
    """What an export wrote."""

    names: tuple[str, ...]
    pages: int
    files: int  # those that are no pages, less the one that says who wrote them
    drafts: int  # pages that are left out, for only those who decide may read them
    remarks: tuple[Remark, ...]


def export_book(
    folder: Path,
    *,
    at: str = "",
    with_credits: bool = True,
    progress: Progress = lambda stage, done, total: None,
) -> Report:
    """Write the book whose first page stands at a path, with who wrote it, to an absent or empty folder.

    BrokenBook, or another refusal, leaves the disk as it was. Nothing is asked of the rules: what goes
    out is what anybody may read.
    """
    at = at.strip("/")
    landing.check_address(at)
    where = writing.check_folder(folder)
    found = volumes.at(at)
    places = Places.now()
    files: dict[str, Output] = {}
    remarks: list[Remark] = []
    pages: dict[str, int] = {}
    for number, volume in enumerate(found):
        progress("binding", number, len(found))
        bound = binding.bind(volume, places)
        files |= bound.files
        pages |= bound.pages
        remarks += bound.remarks
        remarks += [Remark("book-apart", book.name, there) for book, there in volume.apart]
    progress("binding", len(found), len(found))
    files.pop(attributing.NAME, None)  # who wrote it when the book came: names may have changed since
    count = len(files) - len(pages)
    if with_credits:
        files[attributing.NAME] = attributing.attributed(
            pages, lambda done, total: progress("attributing", done, total)
        )
    writing.write(where, files, lambda done, total: progress("writing", done, total), old=_old_names(found))
    return Report(
        names=tuple(volume.book.name if volume.book else volume.root.title for volume in found),
        pages=len(pages),
        files=count,
        drafts=sum(len(volume.left_out) for volume in found),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _old_names(found: Sequence[Volume]) -> frozenset[str]:
    """The files whose name was not in UTF-8 when they came."""
    told = (remark for volume in found if volume.book for remark in volume.book.remarks)
    return frozenset(remark["file"] for remark in told if remark["kind"] == "name-not-utf-8")
