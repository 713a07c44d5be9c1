"""A page: a node of the tree, its text as written, and what was derived from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communs import speaking
from wiki.models.revision import Change, PageHistory

PATH_LENGTH = 600  # of four-byte characters at most: PostgreSQL indexes no more than 2,704 bytes
TITLE_LENGTH = 200
WORDS_PER_MINUTE = 220  # of French prose, read in silence
LINK_SCHEMES = ("https://", "http://", "mailto:")
# A page's own gestures stand behind `/-/`, so no segment of a path may be a lone dash; `.` and `..` are
# eaten by browsers before they reach us, and an empty segment would make two addresses of one page.
FORBIDDEN_SEGMENTS = ("", ".", "..", "-")
_LED = "_sections_led"


def site_language() -> str:
    return speaking.site_language()


class Kind(models.TextChoices):
    PAGE = "page", _("page")
    GROUP = "group", _("group")
    LINK = "link", _("outside link")


class State(models.TextChoices):
    PUBLISHED = "published", _("published")
    DRAFT = "draft", _("draft")
    ARCHIVED = "archived", _("archived")


def _path_is_bare() -> Q:
    """`a/b`: no segment is empty, a dot or a dash. None has a letter, so the case of LIKE is no matter."""
    bad = Q()
    for segment in FORBIDDEN_SEGMENTS:
        bad |= Q(path=segment) if segment else Q()
        bad |= Q(path__startswith=f"{segment}/") | Q(path__endswith=f"/{segment}")
        bad |= Q(path__contains=f"/{segment}/")
    return Q(path__isnull=True) | ~bad


def _leads_somewhere_safe() -> Q:
    """An outside link stands in every menu: the web, a mailbox or a page of ours, never a script."""
    safe = Q(url__startswith="/") & ~Q(url__startswith="//")
    for scheme in LINK_SCHEMES:
        safe |= Q(url__startswith=scheme)
    return safe


class PageQuerySet(models.QuerySet["Page"]):
    """Pages as people meet them."""

    def visible_to(self, user: Any) -> PageQuerySet:
        """What this person may read; an archived page is nobody's, it lives on in the admin's window."""
        if user.is_staff:
            return self.exclude(state=State.ARCHIVED)
        if led := led_by(user):
            return self.filter(Q(state=State.PUBLISHED) | Q(state=State.DRAFT, pk__in=below(led)))
        return self.filter(state=State.PUBLISHED)

    def in_menu(self) -> PageQuerySet:
        """Listed pages in the order of the menu among siblings."""
        return self.filter(listed=True).order_by("position", "sort_key", "pk")

    def at(self, path: str) -> PageQuerySet:
        """The page that stands at this path now, if any: paths tell case and accents apart."""
        return self.filter(path=path).exclude(state=State.ARCHIVED)

    def with_last_revision(self) -> PageQuerySet:
        """Each page with what its head tells, in the same query.

        `last_pk`, `last_number` and `last_at` of its latest revision, `first_at`: when it came out,
        `writers`: how many people wrote it, `book_licence`: what its book states, None without a book.
        """
        last = PageRevision.objects.filter(id=models.OuterRef("pk")).order_by("-number")
        return self.annotate(
            last_number=models.Subquery(last.values("number")[:1]),
            last_at=models.Subquery(last.values("history_date")[:1]),
            last_pk=models.Subquery(last.values("pk")[:1]),
            writers=models.Subquery(
                last.order_by()
                .values("id")
                .annotate(people=Count("history_user", distinct=True))
                .values("people")
            ),
            first_at=models.Subquery(
                last.filter(state=State.PUBLISHED).order_by("number").values("history_date")[:1]
            ),
            book_licence=F("book__licence"),
        )


class Page(models.Model):
    """The home page is the root; a section is a page at the first level."""

    change: Change  # these two are held while `revising.record` writes, and at no other time
    recorded: Any
    last_pk: int  # these four are told by `with_last_revision`, and by nothing else
    last_number: int
    writers: int
    first_at: datetime | None
    last_at: datetime | None
    book_licence: str | None
    latest_comment: int | None  # told by `queries.threads`
    open_suggestions: int  # told by `queries.review`
    late_since: date | None  # these two are told by `queries.upkeep`
    checked_at: datetime | None
    reuses: int | None  # these two are told by `queries.reuses`
    reused_by: str | None

    parent = models.ForeignKey(
        "self", verbose_name=_("parent"), null=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    slug = models.CharField(_("slug"), max_length=255, blank=True)
    # None for an outside link, which stands nowhere; "" is the home page.
    path = models.CharField(_("path"), max_length=PATH_LENGTH, null=True, blank=True)  # noqa: DJ001
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    nav_title = models.CharField(_("title in the menu"), max_length=TITLE_LENGTH, blank=True)
    description = models.TextField(_("description"), blank=True)
    icon = models.CharField(_("icon"), max_length=100, blank=True)
    cover = models.CharField(_("cover"), max_length=1000, blank=True)
    header = models.TextField(_("front matter"), blank=True)
    source = models.TextField(_("source"), blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PAGE)
    url = models.CharField(_("outside address"), max_length=2000, blank=True)
    lang = models.CharField(_("language"), max_length=16, default=site_language)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    listed = models.BooleanField(_("listed"), default=True)
    locked = models.BooleanField(_("locked"), default=False)
    book = models.ForeignKey(
        "wiki.Book",
        verbose_name=_("book"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pages",
    )
    book_path = models.CharField(_("file, from the repository’s root"), max_length=1000, blank=True)
    # How its file was written; cp1252 is what an old tool of Windows left, and an export writes it back.
    encoding = models.CharField(_("encoding"), max_length=12, default="utf-8")
    # What its book last said of it (see `exchange.planning`): what differs since was changed here.
    upstream = models.JSONField(_("last imported state"), default=dict, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    # When its words were taken away for ever: what is left tells that it was, and never comes back.
    purged_at = models.DateTimeField(_("purged on"), null=True, blank=True, editable=False)

    # Derived: rebuilt at every write, never in history.
    path_folded = models.CharField(max_length=PATH_LENGTH, blank=True, db_index=True, editable=False)
    sort_key = models.CharField(max_length=2 * TITLE_LENGTH, blank=True, editable=False)
    html = models.TextField(blank=True, editable=False)
    outline = models.JSONField(default=list, blank=True, editable=False)
    plain = models.TextField(blank=True, editable=False)
    links = models.JSONField(default=list, blank=True, editable=False)
    engine_version = models.PositiveIntegerField(default=0, editable=False)

    DERIVED = ("path_folded", "sort_key", "html", "outline", "plain", "links", "engine_version")

    objects = PageQuerySet.as_manager()
    history = PageHistory(excluded_fields=("position", "version", "upstream", "purged_at", *DERIVED))

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["path", "pk"]
        indexes = [models.Index(fields=["parent", "position"], name="page_menu")]
        constraints = [
            models.UniqueConstraint(
                fields=["path"], condition=~Q(state="archived"), name="page_path_unique_among_the_living"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, path="", kind="page", state="published", listed=True)
                | Q(parent__isnull=False) & (Q(path__isnull=True) | Q(path__gt="")),
                name="page_root_is_home_and_the_only_one",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="page_is_not_its_own_parent"),
            models.CheckConstraint(condition=_path_is_bare(), name="page_path_is_bare"),
            models.CheckConstraint(
                condition=Q(path__isnull=True) | Q(LessThanOrEqual(Length("path"), PATH_LENGTH)),
                name="page_path_is_short",
            ),
            models.CheckConstraint(
                condition=Q(kind="link", path__isnull=True) & _leads_somewhere_safe()
                | Q(kind__in=["page", "group"], path__isnull=False, url=""),
                name="page_kind_says_where_it_leads",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "draft", "archived"]), name="page_state_is_known"
            ),
            models.CheckConstraint(condition=Q(title__gt=""), name="page_has_a_title"),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True) | Q(state="archived", source="", header="", html=""),
                name="page_that_is_purged_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """Where a reader finds it: `/`, `/<path>/`, or the outside address of a link."""
        return self.url if self.kind == Kind.LINK else address_of(self.path or "")

    @property
    def source_address(self) -> str:
        """Where its published source is found."""
        return f"/{quote(self.path)}.md" if self.path else "/index.md"

    @property
    def history_address(self) -> str:
        """Where its past is read."""
        return f"{gestures_of(self.path or '')}history/"

    def revision_address(self, pk: int) -> str:
        """Where one of its revisions is read."""
        return f"{gestures_of(self.path or '')}revisions/{pk}/"

    @property
    def permanent_address(self) -> str:
        """Where the revision that is read now is found for good; for a page told `with_last_revision`."""
        return reverse("wiki:permanent-revision", args=[self.last_pk])

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return max(1, round(len(self.plain.split()) / WORDS_PER_MINUTE))

    @property
    def menu_title(self) -> str:
        return self.nav_title or self.title

    @property
    def text(self) -> str:
        """The whole file, front matter included, as written."""
        return self.header + self.source


def led_by(person: Any) -> frozenset[int]:
    """The sections whose charter names this person: asked once of each request, never of strangers."""
    if not (person.is_authenticated and person.is_active and not person.is_barred):
        return frozenset()
    known: frozenset[int] | None = person.__dict__.get(_LED)
    if known is None:
        named = Q(charter__named__person=person.pk)
        stands_in = Q(charter__named__deputy=person.pk, charter__named__away_until__gte=timezone.localdate())
        led = Page.objects.filter(named | stands_in, parent__isnull=False, parent__parent=None)
        known = person.__dict__[_LED] = frozenset(led.order_by().values_list("pk", flat=True))
    return known


def below(pages: frozenset[int]) -> RawSQL:
    """The keys of these pages and of all that stand below them, for a condition."""
    places = ", ".join(["%s"] * len(pages))
    return RawSQL(
        f"""WITH RECURSIVE below(id) AS (
            SELECT id FROM wiki_page WHERE id IN ({places})
            UNION SELECT page.id FROM wiki_page page JOIN below ON page.parent_id = below.id
        ) SELECT id FROM below""",
        sorted(pages),
    )


def folded(path: str) -> str:
    """The path without its case, as `path_folded` keeps it."""
    return path.casefold()[:PATH_LENGTH]


def address_of(path: str) -> str:
    """The address of a page from its path, quoted so that it can stand in a link."""
    return f"/{quote(path)}/" if path else "/"


def gestures_of(path: str) -> str:
    """What is done to a page stands behind `/<path>/-/`; the home page, whose own is the site's, is named."""
    return f"/{quote(path)}/-/" if path else "/-/home/"


PageRevision = Page.history.model
