"""A passage as somebody edits it: found on a revision of its page, changed there, drawn as it would read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wiki.actions.places import Places
from wiki.actions.rendering import labels_in
from wiki.models import Page, PageRevision, Thread
from wiki.queries import masking
from wiki.text import advice, passages
from wiki.text.advice import Heading, Remark, Text
from wiki.text.anchoring import quoting
from wiki.text.comparing import pages as comparing
from wiki.text.passages import Passage
from wiki.text.render import Rendering, render
from wiki.text.transplant import Refusal


@dataclass
class Opened:
    """A revision of a page, drawn so that each word knows where it was written."""

    page: Page
    revision: Any

    @cached_property
    def draw(self) -> Callable[[str], Rendering]:
        page, places = self.page, Places.now()
        resolve = places.resolver(page.path or "", page.book_id, page.book_path)
        include = places.includer(page.book_id, page.book_path)
        variables, labels = places.variables(page.book_id), labels_in(page.lang)
        return lambda source: render(
            source, resolve=resolve, include=include, labels=labels, variables=variables
        )

    @cached_property
    def rendering(self) -> Rendering:
        return self.draw(self.revision.source)

    @property
    def passages(self) -> list[Passage]:
        return passages.all_of(self.rendering.plain)

    def quoted(self, exact: str, before: str, after: str) -> Passage | None:
        """The passage that holds these words, if they are there for sure."""
        plain = self.rendering.plain
        quote = quoting.find(plain, exact, before, after, None)
        return passages.around(plain, quote.start, quote.end) if quote else None

    def held_by(self, thread: Thread) -> Passage | None:
        """The passage that a discussion of the page as it stands holds on to."""
        if thread.start is None or thread.end is None or self.rendering.plain != self.page.plain:
            return None
        return passages.around(self.rendering.plain, thread.start, thread.end)

    def known_by(self, digest: str, first: int, last: int) -> Passage | None:
        return passages.known_by(self.rendering.plain, digest, first, last)

    def at(self, number: int) -> Passage | None:
        passage = passages.at(self.rendering.plain, number, number)
        return passage if passage in self.passages else None

    def block(self, passage: Passage) -> str | None:
        """The source of the blocks of a passage, if it was written on this page."""
        span = passages.block_of(self.revision.source, self.rendering, passage)
        return None if span is None else self.revision.source[slice(*span)].replace("\r\n", "\n")

    def with_words(self, passage: Passage, words: str) -> str | Refusal:
        """The source that says these words in the place of the passage."""
        return passages.changed(self.revision.source, self.rendering, passage, words, draw=self.draw)

    def with_block(self, passage: Passage, written: str) -> str | None:
        """The source with another text for the blocks of the passage."""
        source = self.revision.source
        span = passages.block_of(source, self.rendering, passage)
        if span is None:
            return None
        if source.count("\r\n") * 2 > source.count("\n"):
            written = written.replace("\n", "\r\n")
        return f"{source[: span[0]]}{written}{source[span[1] :]}"

    def looked_at(self, source: str) -> tuple[list[str], list[Remark]]:
        """What another source changes on the page, drawn, additions and removals in their place; and what may
        be mended of it."""
        drawn = self.draw(source)
        compared = comparing.compare(self.rendering.html, drawn.html)
        return [change.html for change in compared.changes], advice.advise(
            _read(self.rendering), _read(drawn)
        )


def _read(drawn: Rendering) -> Text:
    headings = [Heading(one.level, one.text) for one in drawn.outline]
    return Text(
        drawn.html, drawn.plain, headings, [link.destination for link in drawn.links if link.kind == "broken"]
    )


def opened(page: Page, revision: int | None = None) -> Opened | None:
    """The revision of this page with this key, or its last one; None where it is of another page."""
    found = masking.readable(PageRevision.objects.filter(id=page.pk))
    found = found.order_by("-number") if revision is None else found.filter(pk=revision)
    first = found.first()
    return Opened(page, first) if first else None
