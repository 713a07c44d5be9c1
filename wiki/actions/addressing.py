"""Where pages stand: which paths may be theirs, the tree held still while it changes, former addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat, Left, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.errors import BadAddress
from wiki.models import Page, Redirect
from wiki.models.page import (
    FORBIDDEN_SEGMENTS,
    LINK_SCHEMES,
    PATH_LENGTH,
    State,
    address_of,
    folded,
)
from wiki.text.lines import readable

# First segments that the site keeps for itself.
RESERVED = ("-", "accounts", "admin", "api", "static", "media")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page hangs in the tree, and the path it stands at."""

    pk: int
    parent_pk: int | None
    path: str | None
    kind: str
    state: str

    @property
    def is_living(self) -> bool:
        return self.state != State.ARCHIVED

    def follows(self, above: str | None) -> bool:
        """Whether its path is that of the page above and one segment more."""
        return self.path is not None and above is not None and self.path.rpartition("/")[0] == above


class Tree:
    """Every page by where it hangs, archived ones too, read in one query."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = {place.pk: place for place in places}
        self._below: dict[int | None, list[Place]] = {}
        for place in self._places.values():
            self._below.setdefault(place.parent_pk, []).append(place)

    @classmethod
    def now(cls) -> Tree:
        rows = Page.objects.order_by("pk").values_list("pk", "parent_id", "path", "kind", "state")
        return cls(Place(*row) for row in rows)

    @classmethod
    def held(cls) -> Tree:
        """The tree as it stays until this transaction is over: whoever changes its shape holds its root."""
        list(Page.objects.select_for_update(no_key=True).filter(parent=None).values_list("pk"))
        return cls.now()

    def __getitem__(self, pk: int) -> Place:
        return self._places[pk]

    def __contains__(self, pk: int) -> bool:
        return pk in self._places

    def find(self, pk: int | None) -> Place | None:
        return self._places.get(pk) if pk is not None else None

    def above(self, pk: int | None) -> Iterator[Place]:
        """This page, the one above it, and so on up to the home page."""
        place = self.find(pk)
        while place is not None:
            yield place
            place = self.find(place.parent_pk)

    def below(self, pk: int) -> list[Place]:
        """The living pages below this one, at any depth, parents first."""
        return self._walk(pk, lambda place: place.is_living)

    def followers(self, pk: int) -> list[Place]:
        """The living pages below whose paths hang from that of this page, each from that of its parent."""
        return self._walk(pk, lambda place: place.is_living and place.follows(self._above_of(place)))

    def among(self, pk: int, chosen: Collection[int]) -> list[Place]:
        """Those of the chosen pages that hang below this one by chosen pages alone, parents first."""
        return self._walk(pk, lambda place: place.pk in chosen)

    def living_paths(self) -> dict[str, int]:
        living = (place for place in self._places.values() if place.is_living)
        return {place.path: place.pk for place in living if place.path is not None}

    def _above_of(self, place: Place) -> str | None:
        return self._places[place.parent_pk].path if place.parent_pk is not None else None

    def _walk(self, pk: int, enters: Any) -> list[Place]:
        found: list[Place] = []
        stack = [pk]
        while stack:
            inside = [place for place in self._below.get(stack.pop(), ()) if enters(place)]
            found += inside
            stack.extend(place.pk for place in inside)
        return found


# --- paths and their checks ---------------------------------------------------------------------------------


def joined(stem: str, segment: str) -> str:
    """The path of a segment below another path; the home page's is empty."""
    return f"{stem}/{segment}" if stem else segment


def checked(path: str, segment: str = "") -> str:
    """The path, once it is known to be fit for a page; `segment` is the part that somebody chose."""
    if "/" in segment:
        raise BadAddress(_("“%(slug)s” holds a slash: it is one segment of an address.") % {"slug": segment})
    require_short(path)
    if path and any(part in FORBIDDEN_SEGMENTS for part in path.split("/")):
        raise BadAddress(_("“%(path)s” has an empty segment, or a dot or dash alone.") % {"path": path})
    if readable(path) != path or any(blank in path for blank in "\t\n\r"):
        raise BadAddress(_("An address holds no control character."))
    if is_kept(path):
        first = path.partition("/")[0]
        raise BadAddress(_("The site keeps “/%(first)s/” for itself.") % {"first": first})
    return path


def require_short(path: str) -> None:
    if len(path) > PATH_LENGTH:
        raise BadAddress(_("An address holds at most %(most)d characters.") % {"most": PATH_LENGTH})


def require_free(paths: Collection[str], *, besides: Collection[int] = ()) -> None:
    """BadAddress if a living page other than these stands at one of the paths."""
    standing = Page.objects.exclude(state=State.ARCHIVED).exclude(pk__in=besides).filter(path__in=paths)
    taken = standing.order_by("path").values_list("path", flat=True).first()
    if taken is not None:
        raise taken_at(taken)


def taken_at(path: str) -> BadAddress:
    return BadAddress(_("Another page already stands at %(address)s") % {"address": address_of(path)})


def aside(path: str, taken: Collection[str]) -> str:
    """The path, or the first of `path-1`, `path-2`… that nobody has."""
    tried = chain([path], (f"{path}-{number}" for number in count(1)))
    return next(candidate for candidate in tried if candidate not in taken)


def is_kept(path: str) -> bool:
    """Whether the site keeps it for itself."""
    return path.partition("/")[0] in RESERVED


def safe_url(url: str) -> str:
    """The address of an outside link, fit to stand in every menu."""
    if not url.startswith((*LINK_SCHEMES, "/")) or url.startswith("//"):
        raise BadAddress(
            _("“%(url)s” is no address of the web, of a mailbox or of this site.") % {"url": url}
        )
    return url


@contextmanager
def claiming(path: str | None) -> Iterator[None]:
    """A write that puts a page at this path: whoever came first has it, whatever road they took."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        if path is not None and Page.objects.at(path).exists():
            raise taken_at(path) from clash
        raise


# --- paths that change, in a number of queries that does not depend on how many -----------------------------


def carry(pages: Collection[int], *, old: str, new: str) -> None:
    """The paths of these pages, which all hang from `old`, hang from `new` instead.

    None comes to stand where another of them stood: the page above would have to be one of them.
    """
    tail = Substr("path_folded", len(folded(old)) + 1)
    Page.objects.filter(pk__in=pages).update(
        path=Concat(Value(new), Substr("path", len(old) + 1)),
        path_folded=Left(Concat(Value(folded(new)), tail), PATH_LENGTH),
        version=F("version") + 1,
    )


def put(paths: Mapping[int, str]) -> None:
    """Each of these pages, archived ones, is to come back at its path."""
    if paths:
        Page.objects.filter(pk__in=paths).update(
            path=Case(*(When(pk=pk, then=Value(path)) for pk, path in paths.items())),
            path_folded=Case(*(When(pk=pk, then=Value(folded(path))) for pk, path in paths.items())),
        )


def leave_redirects(pages: Collection[int]) -> None:
    """The paths of these pages lead to them from now on, wherever they go.

    One statement, however many pages there are: Django would send their paths to and fro by the hundred.
    """
    if not pages:
        return
    leaving = Page.objects.filter(pk__in=pages, path__gt="").order_by()
    rows, values = leaving.values_list("path", "pk", Value(timezone.now())).query.sql_with_params()
    into = (
        f"INSERT INTO {Redirect._meta.db_table} (path, page_id, since) {rows} "
        "ON CONFLICT (path) DO UPDATE SET page_id = excluded.page_id, since = excluded.since"
    )
    with connection.cursor() as cursor:
        cursor.execute(into, values)


def drop_redirects(paths: Collection[str]) -> None:
    """Pages stand at these paths: a living page always wins over a former address."""
    Redirect.objects.filter(path__in=paths).delete()
