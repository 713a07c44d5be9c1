"""The pages that a book has deleted: archived as they were last, whether they ever stood here or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wiki.actions import rendering, revising
from wiki.book.files import decode, title_from_file
from wiki.book.history import Gone, Step
from wiki.errors import EditConflict
from wiki.exchange.past import page_of, path_of_file
from wiki.exchange.planning import Plan, text_fields
from wiki.exchange.sources import Source
from wiki.models import Page
from wiki.models.page import State


def never_stood(plan: Plan, source: Source) -> list[tuple[Page, Gone]]:
    """Pages that were deleted there before they came here, not written yet."""
    said = _last_words(source, (gone.steps[0] for gone in plan.gone))
    return [(_page(plan, gone, fields), gone) for gone, fields in zip(plan.gone, said, strict=True)]


def archive(plan: Plan, source: Source) -> None:
    """Put away the pages that stand; what their book said in them after they came last is kept too."""
    told = [parting for parting in plan.archived if parting.steps]
    said = _last_words(source, (parting.steps[-1] for parting in told))
    news = {parting.page.pk: fields for parting, fields in zip(told, said, strict=True)}
    for parting in plan.archived:
        page = parting.page
        values = news.get(page.pk, {}) | {"state": State.ARCHIVED, "upstream": page.upstream | {"gone": True}}
        if values.get("book_path", page.book_path) != page.book_path:
            values |= _where(plan, values["book_path"])
        standing = Page.objects.filter(pk=page.pk, version=page.version)
        if not standing.update(version=page.version + 1, **values):
            raise EditConflict(page)
        for name, value in values.items():
            setattr(page, name, value)


def _last_words(source: Source, steps: Iterable[Step]) -> Iterator[dict[str, Any]]:
    """The fields of a page as each of these steps left it."""
    known = list(steps)
    for step, (_blob, content) in zip(known, source.contents([step.blob for step in known]), strict=True):
        text, encoding = decode((content or b"")[: revising.MAX_BYTES])
        title = title_from_file(step.file)
        file = page_of(step.file, text.replace("\x00", "\ufffd"), encoding, title)
        yield text_fields(file) | {"title": file.title or "…", "book_path": step.file}


def _page(plan: Plan, gone: Gone, fields: dict[str, Any]) -> Page:
    page = Page(
        parent=plan.root,
        book=plan.book,
        listed=False,
        state=State.ARCHIVED,
        upstream={"gone": True},
        **_where(plan, gone.file),
        **fields,
    )
    rendering.keep(page, rendering.NOTHING)
    return page


def _where(plan: Plan, file: str) -> dict[str, str]:
    """The path that a page leaves free."""
    path = path_of_file(plan, file) or file.removesuffix(".md")
    return {"path": path, "slug": path.rpartition("/")[2][:255]}
