"""What an import is about to do: each page to make, to bring up to date, to archive or to leave alone."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from wiki.actions.addressing import RESERVED
from wiki.book import arranging
from wiki.book.arranging import Node
from wiki.book.history import Commit, Gone, History, Step
from wiki.book.tree import PageFile, Remark
from wiki.exchange.landing import Landing, Spot
from wiki.exchange.sources import Source
from wiki.exchange.standing import PLACE, TEXT, Standing, digest, digest_of
from wiki.models import Book, Page
from wiki.models.page import LINK_SCHEMES, TITLE_LENGTH, Kind, State

KEPT = frozenset(RESERVED)
Shape = frozenset[tuple[Any, ...]]


@dataclass
class Draft:
    """A page on its way: new, or standing already with what is to change in it."""

    node: Node
    page: Page
    file: PageFile | None
    parent: Draft | None
    text: str  # digest of what the book says
    steps: tuple[Step, ...] = ()  # to become revisions, the oldest first
    changed: set[str] = field(default_factory=set)  # fields of a standing page to be written
    takes_text: bool = True
    takes_place: bool = True
    is_moved_here: bool = False
    left: str = ""  # the path that it leaves

    @property
    def is_new(self) -> bool:
        return self.page.pk is None

    @property
    def is_kept_away(self) -> bool:
        """Archived here: it is left alone whatever its book says."""
        return self.page.state == State.ARCHIVED

    def upstream(self) -> dict[str, Any]:
        """What is remembered of the book's say, to tell next time what changed there and what here."""
        told = {name: value for name, value in self.page.upstream.items() if name != "gone"}
        if self.takes_text:
            told |= {"file": self.text, "page": digest_of(self.page)}
        if self.takes_place:
            told |= {"parent": self.node.parent}
            if not self.is_moved_here:
                told |= {name: getattr(self.page, name) for name in PLACE}
        return told | {"key": self.node.key}

    @property
    def parent_pk(self) -> int | None:
        return self.parent.page.pk if self.parent else self.page.parent_id

    @property
    def hangs_there(self) -> bool:
        """Whether it will hang where its book says, and not where it was moved here."""
        return self.is_new or "parent" in self.changed or self.page.parent_id == self.parent_pk

    def change(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if getattr(self.page, name) != value:
                setattr(self.page, name, value)
                self.changed.add(name)


@dataclass(frozen=True)
class Parting:
    """A page that stands and that its book has deleted, with what is to be recorded of it before its end."""

    page: Page
    removed_by: str  # the commit, if one tells
    steps: tuple[Step, ...] = ()  # the oldest first


@dataclass
class Plan:
    """One book: its drafts by the key of their node, parents first, and all that goes with them."""

    spot: Spot
    name: str
    book: Book
    standing: Standing
    history: History | None
    drafts: dict[str, Draft] = field(default_factory=dict)
    archived: list[Parting] = field(default_factory=list)
    staying: list[Page] = field(default_factory=list)  # deleted there, and living on here
    gone: tuple[Gone, ...] = ()  # deleted there before they ever came here
    orders: dict[str, list[int | str]] = field(default_factory=dict)  # parent's key → pk or key of each child
    remarks: list[Remark] = field(default_factory=list)
    shape: Shape = frozenset()  # of the site, when all this was thought of

    @cached_property
    def commits(self) -> dict[str, Commit]:
        return {commit.id: commit for commit in self.spot.arrival.commits}

    @property
    def is_first(self) -> bool:
        return self.spot.book is None

    @property
    def root(self) -> Page:
        """The page that stands for the book."""
        return next(iter(self.drafts.values())).page

    @property
    def written(self) -> list[Draft]:
        """The drafts that make or change a page."""
        return [draft for draft in self.drafts.values() if draft.is_new or draft.changed or draft.steps]

    @property
    def contested(self) -> set[str]:
        """The paths where two pages would stand: one that stays where it is, and one that comes there."""
        pages = [draft.page for draft in self.drafts.values() if not draft.is_kept_away] + self.staying
        counted = Counter(page.path for page in pages if page.path)
        return {path for path, count in counted.items() if count > 1}


def plan(landing: Landing, source: Source, *, with_history: bool) -> list[Plan]:
    """The plans of all the books that arrive together."""
    shape = shape_now()
    own = {spot.book.pk for spot in landing.spots if spot.book}
    own |= {landing.leaving.pk} if landing.leaving else set()
    taken = taken_by_others(own)
    plans = [_settled(spot, source, taken, with_history) for spot in landing.spots]
    for made in plans:
        made.shape = shape
    return plans


def shape_now() -> Shape:
    """Where every page hangs and stands: what a plan relies on beside the texts that it changes."""
    return frozenset(Page.objects.order_by().values_list("pk", "parent_id", "path", "state"))


def _settled(spot: Spot, source: Source, taken: set[str], with_history: bool) -> Plan:
    """The plan in which each page has a path of its own: what comes steps aside for what stays."""
    arrival, known = spot.arrival, spot.book.commit if spot.book else ""
    past = arrival.history(known) if with_history and arrival.commits else None
    made = _Planning(spot, source, taken, past).run()
    while contested := made.contested:
        taken = taken | contested
        made = _Planning(spot, source, taken, past).run()
    return made


def taken_by_others(own: Collection[int]) -> set[str]:
    """The paths where pages stand that are of no arriving book, or were moved here since they came."""
    living = Page.objects.exclude(state=State.ARCHIVED).filter(path__isnull=False)
    rows = living.values_list("path", "book_id", "upstream")
    return {path or "" for path, book, told in rows if book not in own or told.get("path") != path}


class _Planning:
    """One book beside what stands of it."""

    def __init__(self, spot: Spot, source: Source, taken: set[str], past: History | None) -> None:
        self.spot, self.source, self.taken = spot, source, taken
        self.arrival, self.read = spot.arrival, spot.arrival.book
        book = spot.book or Book()
        self.standing = Standing.of(spot.book)
        name = (self.read.name or source.name)[:200]
        self.made = Plan(spot, name, book, self.standing, past)

    def run(self) -> Plan:
        arranged = arranging.arrange(
            self.read, at=self.spot.path, is_free=lambda path: path not in self.taken, reserved=KEPT
        )
        self.made.remarks += self.arrival.remarks
        self.made.remarks += [replace(remark, file=self._full(remark.file)) for remark in arranged.remarks]
        for node in arranged.nodes.values():
            if node.kind == Kind.LINK and not safe(node.url):
                self._say("link-left-out", self.read.summary, node.url, node.line)
            else:
                self._draft(node)
        self._settle_gone()
        self._order()
        return self.made

    def _full(self, file: str) -> str:
        return self.arrival.full(file)

    def _say(self, kind: str, file: str, detail: str = "", line: int = 0) -> None:
        self.made.remarks.append(Remark(kind, self._full(file), detail, line))

    def _draft(self, node: Node) -> None:
        file = self.read.pages.get(node.file) if node.file else None
        wanted = self._wanted(node, file)
        was = self._was(node)
        parent = self.made.drafts.get(node.parent) if node.parent is not None else None
        while parent is not None and parent.is_kept_away:  # nothing can stand below it
            parent = parent.parent
        draft = Draft(node, was or Page(book=self.made.book, **wanted), file, parent, digest(wanted))
        self.made.drafts[node.key] = draft
        if was is None:
            draft.steps = self._steps(draft)
        else:
            self.standing.seen.add(was.pk)
            self._bring_up_to_date(draft, wanted)

    def _wanted(self, node: Node, file: PageFile | None) -> dict[str, Any]:
        """The fields of a page as the book has them."""
        title = " ".join(node.title.split()) or "…"
        if max(len(title), len(node.nav_title)) > TITLE_LENGTH:
            self._say("title-cut", node.file or self.read.summary, line=node.line)
        wanted = {
            "kind": node.kind,
            "state": State.PUBLISHED,
            "title": title[:TITLE_LENGTH],
            "nav_title": node.nav_title[:TITLE_LENGTH],
            "path": node.path,
            "slug": posixpath.basename(node.path or "")[:255],
            "listed": node.listed,
            "url": safe(node.url),
        }
        if file is None:
            return wanted
        return wanted | text_fields(file) | {"book_path": self._full(file.file)}

    def _was(self, node: Node) -> Page | None:
        """The page that stands for this node already, under the name that its file had when it came."""
        if node.parent is None:
            return self.standing.root or self.spot.page
        if not node.file:
            return self.standing.other(node)
        now = self._full(node.file)
        before = self.made.history.known.get(now, now) if self.made.history else now
        found = self.standing.files.get(before) or self.standing.files.get(now)
        return None if found is None or found.pk in self.standing.seen else found

    def _bring_up_to_date(self, draft: Draft, wanted: dict[str, Any]) -> None:
        """Take what changed there and not here; tell what changed on both sides."""
        page, told, name = draft.page, draft.page.upstream, draft.node.file or self.read.summary
        there, here = draft.text != told.get("file"), digest_of(page) != told.get("page")
        draft.change({"book_path": wanted.get("book_path", "")})
        if page.state == State.ARCHIVED:
            draft.takes_text = draft.takes_place = False
            if there:
                self._say("archived-here", name)
            return
        here = here and bool((page.source + page.header).strip() or told)  # a blank page takes any text
        if there and here and draft.text != digest_of(page):
            self._say("edited-here", name)
        elif there:
            draft.change({field: wanted[field] for field in TEXT if field in wanted})
        draft.takes_text = not here or draft.text == digest_of(page)
        if page.book_id is None:
            draft.change({"book": self.made.book})
        if draft.takes_text:
            draft.steps = self._steps(draft)
        self._place(draft, wanted, name)

    def _place(self, draft: Draft, wanted: dict[str, Any], name: str) -> None:
        page, told = draft.page, draft.page.upstream
        if draft.parent is None:  # the root stands where it was put
            if page.nav_title == told.get("nav_title", ""):
                draft.change({"nav_title": wanted["nav_title"]})
            return
        place = {field: wanted[field] for field in PLACE}
        was_below = self.standing.keys.get(told.get("parent", ""))
        there = draft.parent_pk != was_below or any(place[field] != told.get(field) for field in PLACE)
        here = page.parent_id != was_below or any(getattr(page, field) != told.get(field) for field in PLACE)
        if here and (draft.parent_pk, place) != (
            page.parent_id,
            {field: getattr(page, field) for field in PLACE},
        ):
            draft.is_moved_here, draft.takes_place = True, not there
            if there:
                self._say("moved-here", name)
        elif there:
            draft.left = page.path or ""
            draft.change(place | {"slug": posixpath.basename(place["path"] or "")[:255]})
            if draft.parent_pk != page.parent_id:
                draft.changed.add("parent")

    def _steps(self, draft: Draft) -> tuple[Step, ...]:
        """What is to become revisions, oldest first: the commits not recorded yet, or the file as it is."""
        has_new_text = draft.is_new or bool(draft.changed & set(TEXT))
        if draft.file is None:
            return (Step("", "", ""),) if has_new_text else ()
        name = self._full(draft.file.file)
        trail = self.made.history.trails.get(name, ()) if self.made.history else ()
        steps = self._unrecorded(draft.page, trail)
        if steps or not has_new_text:
            return steps
        return (Step(self.source.head, name, self.source.files[name].blob),)

    def _unrecorded(self, page: Page, trail: Sequence[Step]) -> tuple[Step, ...]:
        """The steps that no revision tells yet, the oldest first."""
        # A page that came without its past bears the last commit, which tells nothing of its own.
        recorded = self.standing.commits.get(page.pk or 0, set()) & self.standing.known
        return tuple(step for step in reversed(trail) if step.commit not in recorded)

    def _settle_gone(self) -> None:
        """Pages whose file is gone: those that stand are archived, unless they live on here."""
        past = self.made.history.gone if self.made.history else ()
        leaving = {page.pk: page for page in self.standing.unseen()}
        ended = {page.book_path: self._end_of(page, past) for page in leaving.values()}
        for page in list(leaving.values()):
            if digest_of(page) != page.upstream.get("page"):
                self._leave(leaving, page, "gone-but-edited")
        while held := [page for page in leaving.values() if self._holds(page, leaving)]:
            for page in held:
                self._leave(leaving, page, "gone-but-parent")
        for page in leaving.values():
            gone = ended[page.book_path]
            steps = self._unrecorded(page, gone.steps) if gone else ()
            self.made.archived.append(Parting(page, gone.removed_by if gone else "", steps))
        known, told = self.standing.known, [gone for gone in ended.values() if gone]
        self.made.gone = tuple(
            gone for gone in past if gone.removed_by not in known and gone.steps and gone not in told
        )

    def _end_of(self, page: Page, past: Sequence[Gone]) -> Gone | None:
        """How a page that stands ended there: it is called by the file that it was when it came last."""
        if not page.book_path:
            return None
        found = (gone for gone in past if page.book_path == (gone.known or gone.file) and gone.steps)
        return next((gone for gone in found if gone.removed_by not in self.standing.known), None)

    def _leave(self, leaving: dict[int, Page], page: Page, why: str) -> None:
        self.made.staying.append(leaving.pop(page.pk))
        self.made.remarks.append(Remark(why, page.book_path or page.title))

    def _holds(self, page: Page, leaving: dict[int, Page]) -> bool:
        """Whether pages stay below it once all is done."""
        moved = {draft.page.pk for draft in self.made.drafts.values() if "parent" in draft.changed}
        return bool(set(self.standing.children.get(page.pk, ())) - leaving.keys() - moved)

    def _order(self) -> None:
        """The children of each page in the order of the contents, those made here beside whom they stood."""
        wanted: dict[str, list[int | str]] = {}
        for key, draft in self.made.drafts.items():
            if draft.parent is not None and draft.hangs_there:
                wanted.setdefault(draft.parent.node.key, []).append(draft.page.pk or key)
        going = {draft.page.pk for draft in self.made.drafts.values() if "parent" in draft.changed}
        going |= {parting.page.pk for parting in self.made.archived}
        for parent, children in wanted.items():
            above = self.made.drafts[parent].page
            stand: list[int | str] = [
                pk for pk in self.standing.children.get(above.pk or 0, ()) if pk not in going
            ]
            ordered_here = above.pk in self.standing.ordered
            order = joined(stand, children) if ordered_here else joined(children, stand)
            if [one for one in order if one in children] != children:
                self._say("ordered-here", self.made.drafts[parent].node.file or self.read.summary)
            self.made.orders[parent] = order


def joined(order: list[int | str], others: list[int | str]) -> list[int | str]:
    """`order`, with what only `others` hold put after the one it follows there."""
    result = list(order)
    before: int | str | None = None
    for one in others:
        if one not in result:
            result.insert(result.index(before) + 1 if before in result else 0, one)
        before = one
    return result


def text_fields(file: PageFile) -> dict[str, Any]:
    """What the text of a file says of its page."""
    return {
        "header": file.header,
        "source": file.source,
        "description": file.description,
        "icon": file.icon if len(file.icon) <= 100 else "",
        "cover": file.cover if len(file.cover) <= 1000 else "",
        "encoding": file.encoding,
    }


def safe(url: str) -> str:
    """An address fit to stand in the menu, or nothing."""
    scheme, colon, rest = url.strip().partition(":")
    address = f"{scheme.lower()}{colon}{rest}" if colon else url.strip()
    address = f"https:{address}" if address.startswith("//") else address
    fits = address.startswith((*LINK_SCHEMES, "/")) and len(address) <= 2000 and address.isprintable()
    return address if fits else ""
