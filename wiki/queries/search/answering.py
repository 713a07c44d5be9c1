"""What is shown of the pages that answer: a leaf of hits with their excerpts, or titles as one types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField
from django.db.models.expressions import RawSQL

from wiki.models import Page
from wiki.queries.search import excerpts, weighing
from wiki.queries.search.asking import Asked
from wiki.queries.search.correcting import Used
from wiki.queries.search.excerpts import Piece, Read, Sought
from wiki.queries.tree import Entry, Menu
from wiki.text import terms

PER_LEAF = 10
TITLES, LEAST_HEADINGS = 8, 3
# Written out: made anew for each answer, this part of the question would take as long as all of the answer.
_CHANGED_AT = RawSQL(
    "(SELECT history_date FROM wiki_pagerevision WHERE id = wiki_page.id ORDER BY number DESC LIMIT 1)",
    (),
    output_field=DateTimeField(),
)
_NEEDED = (  # in the order of `Read`
    *("pk", "path", "book_path", "title", "description", "lang", "plain", "outline", _CHANGED_AT),
    *("search_entry__stems", "search_entry__starts", "search_entry__places", "search_entry__forms"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A heading of a page, and its address."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that answers: where it hangs, what it says and under which heading."""

    page: Read
    entry: Entry
    title: list[Piece]
    address: str  # of the heading that it was found under
    heading: list[Piece]
    excerpt: list[Piece]
    places: list[Place]  # other headings that answer
    crumbs: list[Entry]
    is_partial: bool

    @property
    def section(self) -> Entry | None:
        return self.crumbs[0] if self.crumbs else self.entry if self.entry.parent else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One leaf of what answers a query, and what was made of the query."""

    asked: Asked
    used: list[Used]
    hits: list[Hit]
    total: int  # that say all of it, in the section that was chosen
    partial: int
    sections: list[tuple[Entry, int]]
    section: Entry | None
    everywhere: int  # full and partial hits, whatever the section
    number: int
    count: int

    @property
    def others(self) -> list[Used]:
        """Words that were looked for instead of those that no page says."""
        return [term for term in self.used if term.is_other]

    @property
    def nowhere(self) -> list[Used]:
        """Words that no page says, nor anything like them."""
        return [term for term in self.used if term.is_required and not term.marks]

    @property
    def looked_for(self) -> str:
        return " ".join(
            f'"{term.said}"' if term.row and not term.is_other else term.said for term in self.used
        )

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.count else None


@dataclass(frozen=True, slots=True)
class Title:
    """A page or one of its headings, proposed to somebody who types."""

    words: list[Piece]
    address: str
    under: str  # the pages above it
    entry: Entry


def search(asked: Asked, menu: Menu, *, by: Any, section: str = "", leaf: int = 1) -> Answer:
    """Two queries; four when words are corrected. The section is named by its address."""
    weighed = weighing.weigh(asked, menu)
    full, partial = weighed.full, weighed.partial
    sections = [(entry, count) for entry, count in _sections([*full, *partial], menu) if count]
    chosen = next((entry for entry in menu.sections if section and entry.address.strip("/") == section), None)
    if chosen:
        full = [page for page in full if _section_of(page, menu) is chosen]
        partial = [page for page in partial if _section_of(page, menu) is chosen]
    pages = [*full, *partial]
    count = max(1, -(-len(pages) // PER_LEAF))
    number = leaf if 1 <= leaf <= count else 1
    shown = pages[(number - 1) * PER_LEAF : number * PER_LEAF]
    return Answer(
        asked=asked,
        used=weighed.used,
        hits=_hits(shown, set(partial), weighed.used, menu, by=by),
        total=len(full),
        partial=len(partial),
        sections=sections,
        section=chosen,
        everywhere=len(weighed.full) + len(weighed.partial),
        number=number,
        count=count,
    )


def titles(asked: Asked, menu: Menu, *, by: Any) -> list[Title]:
    """Titles and headings that say it, the last word being begun; two queries, four when it is misspelt."""
    weighed = weighing.weigh(asked, menu, titles_only=True)
    sought = Sought(_begun(weighed.used))
    named: list[Title] = []
    headings: list[Title] = []
    shown = [*weighed.full, *weighed.partial][:TITLES]
    pages = Page.objects.visible_to(by).filter(pk__in=shown).only("outline").in_bulk()
    for pk in shown:
        entry = menu.find(pk)
        if entry is None or pk not in pages:
            continue
        if sought.is_said_by(entry.title):
            named.append(Title(sought.pieces(entry.title), entry.address, _under(entry), entry))
        headings += _headings(entry, pages[pk], sought)
    room = max(TITLES - len(headings), TITLES - LEAST_HEADINGS)
    return [*named[:room], *headings][:TITLES]


def _begun(used: Sequence[Used]) -> list[Used]:
    """The last word may go on: it marks what begins like it too."""
    return [*used, Used("", "", {}, beginning=_last_form(used))] if _last_form(used) else list(used)


def _last_form(used: Sequence[Used]) -> str:
    last = used[-1] if used else None
    return terms.form_of(last.typed) if last and not last.is_other and not last.row else ""


def _headings(entry: Entry, page: Page, sought: Sought) -> list[Title]:
    said = [(sought.is_said_by(heading["text"]), heading) for heading in page.outline]
    best = sorted((pair for pair in said if pair[0]), key=lambda pair: -pair[0])[:2]
    above = " › ".join(filter(None, [_under(entry), entry.title]))
    return [
        Title(sought.pieces(heading["text"]), f"{entry.address}#{heading['id']}", above, entry)
        for _times, heading in best
    ]


def _hits(shown: list[int], partial: set[int], used: list[Used], menu: Menu, *, by: Any) -> list[Hit]:
    sought = Sought(used)
    pages = _read(shown, sought, by) if shown else {}
    found = []
    for pk in shown:
        entry = menu.find(pk)
        if entry is not None and pk in pages:
            found.append(_hit(pages[pk], entry, sought, is_partial=pk in partial))
    return found


def _read(shown: list[int], sought: Sought, by: Any) -> dict[int, Read]:
    # Bare where no phrase is looked for: `forms` weigh as much as the text itself.
    needed = _NEEDED if sought.reads_forms else _NEEDED[:-1]
    rows = Page.objects.visible_to(by).filter(pk__in=shown).order_by().values_list(*needed)
    return {row[0]: Read(*row) for row in rows}


def _hit(page: Read, entry: Entry, sought: Sought, *, is_partial: bool) -> Hit:
    found = excerpts.passages(page, sought)
    best = next((passage for passage in found if passage.words), None)
    text = excerpts.excerpt(page, best) if best else excerpts.opening(page.description or page.plain)
    first = found[0].heading if found else None
    # What the title says all by itself is found there, not under the first heading that says it too.
    is_title = sought.is_said_by(page.title) >= len(sought.needed)
    heading = None if is_title else first
    others = [passage.heading for passage in found if passage.heading and passage.heading is not heading]
    return Hit(
        page=page,
        entry=entry,
        title=sought.pieces(page.title),
        address=_at(entry.address, heading),
        heading=sought.pieces(heading["text"]) if heading else [],
        excerpt=sought.pieces(text),
        places=[
            Place(other["text"], _at(entry.address, other)) for other in others[: excerpts.MOST_PASSAGES]
        ],
        crumbs=_above(entry),
        is_partial=is_partial,
    )


def _at(address: str, heading: dict[str, Any] | None) -> str:
    return f"{address}#{heading['id']}" if heading else address


def _above(entry: Entry) -> list[Entry]:
    """The pages above this one, the home page left out."""
    line: list[Entry] = []
    above = entry.parent
    while above and above.parent:
        line.append(above)
        above = above.parent
    return line[::-1]


def _under(entry: Entry) -> str:
    return " › ".join(above.title for above in _above(entry))


def _section_of(page: int, menu: Menu) -> Entry | None:
    entry = menu.find(page)
    return entry.section if entry else None


def _sections(pages: Sequence[int], menu: Menu) -> list[tuple[Entry, int]]:
    """The sections in the order of the menu, each with how many of these pages it holds."""
    counts = Counter(section.pk for page in pages if (section := _section_of(page, menu)))
    return [(section, counts[section.pk]) for section in menu.sections]
