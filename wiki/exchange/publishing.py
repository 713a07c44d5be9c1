"""A planned import becomes the site's: one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import authors_of
from accounts.models import User
from wiki.actions import anchoring, indexing, journal, pages, pictures, recrediting, rendering, revising
from wiki.actions import people as acquaintances
from wiki.actions.addressing import Tree
from wiki.actions.rendering import Ready
from wiki.book import licences
from wiki.book.files import decode
from wiki.book.history import Gone
from wiki.errors import BrokenBook, EditConflict
from wiki.exchange import parting, redirecting, remarks, storing
from wiki.exchange.landing import Landing
from wiki.exchange.past import Telling, Walk
from wiki.exchange.planning import Draft, Plan, shape_now, taken_by_others
from wiki.exchange.sources import Source
from wiki.exchange.storing import Stored
from wiki.models import Book, Commit, Link, Page, PageRevision, Redirect
from wiki.models.page import TITLE_LENGTH, Kind, State
from wiki.rules import SYSTEM

_MOST_LICENCE = 256 * 1024
_REDONE = (*Page.DERIVED, "title", "upstream")  # of a page that stands, whatever its book changes in it


@dataclass(frozen=True)
class Imported:
    """What one book's publication did."""

    name: str
    made: int
    changed: int
    archived: int
    revisions: int
    files: int
    redirects: int


def foreseen(plan: Plan) -> Imported:
    """What the publication of a plan would do, as far as it can be told without doing it."""
    drafts = plan.drafts.values()
    living = taken_by_others([]) | {draft.page.path or "" for draft in drafts}
    files = {name: (file.kind, file.blob) for name, file in plan.spot.arrival.files.items()}
    return Imported(
        plan.name,
        made=sum(draft.is_new for draft in drafts),
        changed=sum(not draft.is_new and bool(draft.changed or draft.steps) for draft in drafts),
        archived=len(plan.archived) + len(plan.gone),
        revisions=sum(len(draft.steps) for draft in drafts)
        + sum(len(gone.steps) + 1 for gone in plan.gone)
        + sum(len(ended.steps) + 1 for ended in plan.archived),
        files=len(dict(files.items() ^ plan.standing.blobs.items())),
        redirects=len(redirecting.redirects(plan, living)),
    )


def publish(
    landing: Landing,
    plans: list[Plan],
    drawn: dict[str, Ready],
    stored: Stored,
    source: Source,
    *,
    by: Any,
    **record: Any,
) -> list[Imported]:
    """Write it all; `record` says of each book at what address it was found, and if it was repaired."""
    with transaction.atomic():
        Tree.held()  # nobody moves a page meanwhile
        if plans[0].shape != shape_now():
            raise BrokenBook(_("Pages came, went or moved while the book was read: import it again."))
        if landing.leaving:
            _remove(landing.leaving)
        for path in landing.missing:
            _make_above(path, source.name)
        met = (pair for plan in plans for pair in _signatures(plan))
        people = authors_of(met)
        done = [_Publication(plan, drawn, stored, source, people, record).run() for plan in plans]
        _forget_again(people)
        _refresh_others(plans)
        for plan, told in zip(plans, done, strict=True):
            _note(plan.book, told, by)
        return done


def _note(book: Book, told: Imported, by: Any) -> None:
    """A line of the journal for what somebody brought in; what the operator does at the command line is not
    the community's to read."""
    if by is SYSTEM or book.root is None:
        return
    counts = {"pages": told.made + told.changed + told.archived, "revisions": told.revisions}
    after = {"book": told.name, "commit": book.commit[:10]} | counts
    journal.note("book.import", book.root, by=by, after=after)


def _forget_again(people: Mapping[tuple[str, str], User]) -> None:
    """Commits name those who were erased here as before: no import brings their names back."""
    for (name, address), person in people.items():
        if person.erased_at is not None:
            acquaintances.forget(person, names=frozenset({name}), addresses=frozenset({address}))


def _refresh_others(plans: list[Plan]) -> None:
    """Pages that are of none of these books, and that lead to what came, went or changed its name."""
    paths = {path for plan in plans for path in _touched(plan)}
    living = Page.objects.exclude(state=State.ARCHIVED)
    others = living.exclude(book__in=[plan.book for plan in plans]).exclude(links_out=None)
    led = others.filter(links_out__kind__in=["page", "broken"]).distinct()
    found = {
        page.pk
        for page in led.prefetch_related("links_out").only("pk")
        if any(link.kind == "broken" or link.target in paths for link in page.links_out.all())
    }
    if found:
        rendering.refresh([], found)


def _touched(plan: Plan) -> Iterator[str]:
    for draft in plan.drafts.values():
        if draft.is_new or draft.changed:
            yield from (draft.page.path or "", draft.left)
    yield from (ended.page.path or "" for ended in plan.archived)


def _remove(book: Book) -> None:
    """The starter guide, whole: nobody wrote in it, and it can be imported again."""
    Book.objects.filter(pk=book.pk).update(root=None)
    revising.erase(Page.objects.filter(book=book))
    book.delete()


def _make_above(path: str, name: str) -> None:
    """A page above the books, where none stands: the home page of several spaces, a group on the way."""
    if not path:
        pages.create(None, by=SYSTEM, source=f"# {name}\n")
        return
    parent, _slash, slug = path.rpartition("/")
    above = Page.objects.at(parent).get()
    pages.create(above, by=SYSTEM, title=slug.replace("-", " ").capitalize(), path=path, kind=Kind.GROUP)


def _signatures(plan: Plan) -> Iterator[tuple[str, str]]:
    for commit in plan.spot.arrival.commits:
        yield commit.author.name, commit.author.email
        yield from commit.co_authors
    # The names that former states of `.mailmap` gave: an admin gave none of them, so a new one may follow.
    ghosts = Commit.objects.filter(book=plan.spot.book, author__ghost=True).order_by()
    for name, email in ghosts.values_list("author_name", "author__signature").distinct():
        yield name, email or ""


class _Publication:
    """One book, within the transaction."""

    def __init__(
        self,
        plan: Plan,
        drawn: dict[str, Ready],
        stored: Stored,
        source: Source,
        people: dict[tuple[str, str], User],
        record: dict[str, Any],
    ) -> None:
        self.plan, self.drawn, self.stored, self.source, self.record = plan, drawn, stored, source, record
        self.arrival = plan.spot.arrival
        self.drafts = [draft for draft in plan.drafts.values() if not draft.is_kept_away]
        self.new = [draft for draft in self.drafts if draft.is_new]
        self.standing = [draft for draft in self.drafts if not draft.is_new]
        self.now = timezone.now()
        reason = _("Imported from %(source)s") % {"source": source.name}
        self.telling = Telling(source, people, self.now, reason, record["repaired"])

    def run(self) -> Imported:
        numbers = self._numbers()
        self._write_book()
        self._prepare()
        gone = parting.never_stood(self.plan, self.source)
        parting.archive(self.plan, self.source)
        self._step_aside()
        revising.make_imported([*_by_level(self.new), *(page for page, _gone in gone)])
        self._update()
        revisions = revising.record_imported(self.telling.pasts(self._walks(numbers, gone)))
        self._link()
        indexing.index(draft.page for draft in self.drafts)
        moved = self._redirect()
        files = storing.record(self.plan, self.stored)
        self._keep_commits()
        self._finish_book()
        return Imported(
            self.plan.name,
            made=len(self.new),
            changed=sum(bool(draft.changed - {"position"} or draft.steps) for draft in self.standing),
            archived=len(self.plan.archived) + len(gone),
            revisions=revisions,
            files=files,
            redirects=moved,
        )

    # ---- pages

    def _prepare(self) -> None:
        """Each page as it will stand, its parent's key aside."""
        self.before = {
            draft.page.pk: {name: getattr(draft.page, name) for name in _REDONE} for draft in self.standing
        }
        places = {key: number for order in self.plan.orders.values() for number, key in enumerate(order)}
        for draft in self.drafts:
            page = draft.page
            ready = (
                self.drawn.get(page.path or "", rendering.NOTHING)
                if page.kind != Kind.LINK
                else rendering.NOTHING
            )
            if draft.takes_text and ready.title:
                page.title = ready.title[:TITLE_LENGTH]
            rendering.keep(page, ready)
            if draft.is_new:
                page.book = self.plan.book
                page.parent = draft.parent.page if draft.parent else self._above()
                page.position = places.get(draft.node.key, 0) if draft.parent else _next_position(page.parent)
            else:
                self._shift(draft, places)
            page.upstream = draft.upstream()

    def _shift(self, draft: Draft, places: dict[int | str, int]) -> None:
        page = draft.page
        if places.get(page.pk, page.position) != page.position:
            page.position = places[page.pk]
            draft.changed.add("position")
        if "parent" in draft.changed and draft.parent is not None:
            page.parent = draft.parent.page

    def _above(self) -> Page | None:
        """The page that the book's root stands below."""
        path = self.plan.spot.path
        return Page.objects.at(path.rpartition("/")[0]).get() if path else None

    def _step_aside(self) -> None:
        """Pages that change addresses among themselves, or leave one to a new page, first free them all."""
        going = [draft.page.pk for draft in self.standing if "path" in draft.changed]
        Page.objects.filter(pk__in=going).update(state=State.ARCHIVED)

    def _update(self) -> None:
        """The pages that stood already: what their book changes in them, and what was drawn anew."""
        for draft in self.standing:
            page = draft.page
            page.parent = page.parent  # its key is known by now
            before = self.before[page.pk]
            values = {name: getattr(page, name) for name in before if getattr(page, name) != before[name]}
            values |= {name: getattr(page, name) for name in draft.changed}
            if "path" in draft.changed:
                values["state"] = page.state
            if draft.changed - {"position"}:  # order alone is no new state of a page
                values["version"] = page.version + 1
            if not values:
                continue
            if not Page.objects.filter(pk=page.pk, version=page.version).update(**values):
                raise EditConflict(page)
            page.version = values.get("version", page.version)  # what threads are told that they stand on
        anchoring.carry(
            {draft.page.pk: (self.before[draft.page.pk]["plain"], draft.page) for draft in self.standing}
        )
        redrawn = [draft.page for draft in self.standing if not draft.steps]
        recrediting.later([page.pk for page in redrawn if page.plain != self.before[page.pk]["plain"]])
        for draft in self.plan.drafts.values():
            if draft.is_kept_away and draft.changed:  # to be known again by the name that its file has now
                Page.objects.filter(pk=draft.page.pk).update(book_path=draft.page.book_path)

    # ---- their past

    def _numbers(self) -> dict[int, int]:
        """The number of the latest revision of each page that stands."""
        known = [draft.page.pk for draft in self.standing] + [ended.page.pk for ended in self.plan.archived]
        latest = (
            PageRevision.objects.filter(id__in=known).order_by().values_list("id").annotate(Max("number"))
        )
        return dict(latest)

    def _walks(self, numbers: dict[int, int], gone: list[tuple[Page, Gone]]) -> Iterator[Walk]:
        for draft in self.drafts:
            if draft.steps:
                yield Walk(self.plan, draft.page, draft.steps, numbers.get(draft.page.pk, 0) + 1)
        for ended in self.plan.archived:
            first = numbers.get(ended.page.pk, 0) + 1
            yield Walk(self.plan, ended.page, ended.steps, first, removed_by=ended.removed_by)
        for page, past in gone:
            yield Walk(self.plan, page, past.steps[::-1], removed_by=past.removed_by)

    # ---- what goes with them

    def _link(self) -> None:
        for draft in self.standing:
            if draft.page.links != self.before[draft.page.pk]["links"]:
                rendering.keep_links(draft.page)
        Link.objects.bulk_create(
            Link(page=draft.page, kind=kind, target=target)
            for draft in self.new
            for kind, target in dict.fromkeys(rendering.targets(draft.page.links))
        )

    def _redirect(self) -> int:
        """Former addresses lead to the pages; none stays where a page stands."""
        living = Page.objects.exclude(state=State.ARCHIVED).filter(path__isnull=False)
        paths = {path or "" for path in living.values_list("path", flat=True)}
        own = {draft.page.path or "" for draft in self.drafts}
        Redirect.objects.filter(path__in=own).delete()
        wanted = redirecting.redirects(self.plan, paths)
        kept = {
            former.path: former for former in Redirect.objects.filter(path__in=wanted).select_related("page")
        }
        for path, former in kept.items():
            page = wanted[path].page
            if former.page_id != page.pk and former.page.book_id == self.plan.book.pk:
                Redirect.objects.filter(pk=former.pk).update(page=page)
        made = [Redirect(path=path, page=draft.page) for path, draft in wanted.items() if path not in kept]
        return len(Redirect.objects.bulk_create(made))

    def _keep_commits(self) -> None:
        known = self.plan.standing.known
        fresh = [commit for commit in reversed(self.arrival.commits) if commit.id not in known]
        people = self.telling.people
        Commit.objects.bulk_create(
            Commit(
                book=self.plan.book,
                hash=commit.id,
                position=len(known) + number,
                author=people[commit.author.name, commit.author.email],
                author_name=commit.author.name[:255],
                authored=commit.author.at.isoformat(),
                committer_name=commit.committer.name[:255],
                committed=commit.committer.at.isoformat(),
                message=commit.message,
            )
            for number, commit in enumerate(fresh)
        )

    # ---- the record

    def _write_book(self) -> None:
        book, read = self.plan.book, self.arrival.book
        book.name = self.plan.name
        book.source, book.branch, book.commit = (
            self.record["address"][:2000],
            self.source.branch,
            self.source.head,
        )
        book.folder, book.readme = read.root, read.readme
        book.summary = read.summary
        book.licence = self._licence()
        book.with_history = bool(self.plan.history)
        book.repaired = self.record["repaired"]
        book.imported_at = self.now
        book.save()

    def _licence(self) -> str:
        """What its own files state; nothing is assumed for a book that states none."""
        files = self.arrival.files
        stem = f"{self.arrival.book.root}/" if self.arrival.book.root else ""
        stating = [
            file.blob
            for name, file in files.items()
            if licences.is_statement(name.removeprefix(stem)) and file.size <= _MOST_LICENCE
        ]
        texts = [decode(content or b"")[0] for _blob, content in self.source.contents(stating)]
        return next(filter(None, map(licences.stated, texts)), "")

    def _finish_book(self) -> None:
        book = self.plan.book
        book.root = self.plan.root
        said = dict.fromkeys([*self.plan.remarks, *self.telling.remarks])
        book.remarks = [remarks.kept(remark) for remark in said]
        book.save()
        transaction.on_commit(lambda: pictures.check_book.enqueue(book.pk))


def _next_position(parent: Page | None) -> int:
    last = Page.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _by_level(drafts: Iterable[Draft]) -> list[Page]:
    """Parents before their children, generation after generation."""
    levels: dict[str | None, int] = {None: -1}
    for draft in drafts:
        levels[draft.node.key] = levels.get(draft.node.parent, 0) + 1
    return [draft.page for draft in sorted(drafts, key=lambda draft: levels[draft.node.key])]
