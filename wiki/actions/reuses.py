"""What the author of a reuse does: tell it, reword it, withdraw it, bring it back; and who hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from wiki import rules
from wiki.actions import limiting, newcomers, notices, proving, sieving
from wiki.errors import BadReuse
from wiki.models import Attachment, Page, Retelling, Reuse, Use
from wiki.models.notice import Kind
from wiki.models.page import Kind as PageKind
from wiki.models.page import State
from wiki.models.reuse import ALT_LENGTH, LINK_LENGTH, WORDS, Structure, folded
from wiki.models.sieve import UNPROVED

MOST_PAGES = 6
LONGEST = {"title": 200, "organisation": 200, "link": LINK_LENGTH, "alt": ALT_LENGTH}
LONGEST_TEXT = 4_000  # characters of each of the three accounts
SCHEMES = ("https", "http")


@dataclass(frozen=True, kw_only=True)
class Account:
    """What somebody tells, as it was typed."""

    title: str
    organisation: str
    structure: str
    done: str
    worked: str = ""
    failed: str = ""
    happened: date | None = None
    link: str = ""
    alt: str = ""
    pages: Sequence[Page] = field(default_factory=tuple)
    picture: Attachment | None = None

    @property
    def words(self) -> str:
        return "\n".join(filter(None, (getattr(self, name) for name in WORDS)))


def tell(account: Account, *, by: Any, uuid: UUID, proof: str | None = None) -> Reuse:
    """A new reuse; the same `uuid` twice is the same one. First ones may be held, as comments are, and what a
    filter found, or came without the `proof` that was asked for."""
    rules.require(by, "reuse.tell")
    account = _read(account, by)
    what = sieving.reuse(by, account.pages, account.words) or (UNPROVED if proving.is_missing(proof) else "")
    held = bool(what) or any(newcomers.are_held(by, page) for page in account.pages)
    with transaction.atomic():
        # One of a person after the other, so that limits count right, and a second click is seen.
        User.objects.select_for_update(of=("self",)).values_list("pk").get(pk=by.pk)
        kept = Reuse.objects.filter(uuid=uuid).first()
        if kept is not None:
            return _kept(kept, by)
        limiting.reuse(by)
        made = Reuse.objects.create(uuid=uuid, author=by, held=held, held_for=what, **_told(account))
        _use(made, account.pages)
        if not held:
            heard(made)
    return made


def edit(reuse: Reuse, account: Account, *, by: Any) -> Reuse:
    """Tell it otherwise; what was told before is kept. What a filter finds in it now waits once more."""
    rules.require(by, "reuse.edit", reuse)
    account = _read(account, by, reuse)
    what = sieving.reuse(by, account.pages, account.words)
    with transaction.atomic():
        reuse = claim(reuse, "reuse.edit", by)
        _remember(reuse, account)
        for name, value in _told(account).items():
            setattr(reuse, name, value)
        reuse.edited = timezone.now()
        if what:
            reuse.held, reuse.held_for = True, what
        reuse.save()
        Use.objects.filter(reuse=reuse).delete()
        _use(reuse, account.pages)
    return reuse


def _remember(reuse: Reuse, account: Account) -> None:
    """What it says until now, if it will say something else; what was held is for few to read."""
    former = {name: getattr(reuse, name) for name in WORDS}
    if former != {name: getattr(account, name) for name in WORDS}:
        written = reuse.edited or reuse.created
        Retelling.objects.create(reuse=reuse, at=written, hidden=reuse.held, **former)


@transaction.atomic
def withdraw(reuse: Reuse, *, by: Any) -> Reuse:
    """Its author takes it from sight; nothing of it is erased."""
    reuse = claim(reuse, "reuse.withdraw", by)
    reuse.withdrawn = timezone.now()
    reuse.save(update_fields=["withdrawn"])
    return reuse


@transaction.atomic
def bring_back(reuse: Reuse, *, by: Any) -> Reuse:
    """Its author shows it again, as far as it was shown."""
    reuse = claim(reuse, "reuse.bring_back", by)
    reuse.withdrawn = None
    reuse.save(update_fields=["withdrawn"])
    return reuse


def claim(reuse: Reuse, action: str, by: Any) -> Reuse:
    """The reuse as it is now, until the transaction ends, for those who may do this to it: asked before the
    wait, and again of what was found."""
    rules.require(by, action, reuse)
    reuse = Reuse.objects.select_for_update(of=("self",)).select_related("author").get(pk=reuse.pk)
    rules.require(by, action, reuse)
    return reuse


def heard(reuse: Reuse) -> None:
    """Everybody may read it from now on: those who follow its pages are told, and their referents; within the
    transaction that shows it."""
    page = first_page(reuse)
    if page is not None:
        notices.note(Kind.REUSED, page, by=reuse.author, reuse=reuse)


def first_page(reuse: Reuse) -> Page | None:
    """The page beside which it is spoken of: the first of those that everybody reads."""
    use = Use.objects.filter(reuse=reuse, page__state=State.PUBLISHED).select_related("page").first()
    return use.page if use is not None else None


def _kept(kept: Reuse, by: Any) -> Reuse:
    if kept.author_id != by.pk:
        raise BadReuse(_("This form was sent already: open it again to tell something else."))
    return kept


def _use(reuse: Reuse, pages: Sequence[Page]) -> None:
    Use.objects.bulk_create(Use(reuse=reuse, page=page, position=number) for number, page in enumerate(pages))


def _told(account: Account) -> dict[str, Any]:
    names = (*WORDS, "structure", "happened", "picture")
    told = {name: getattr(account, name) for name in names}
    return told | {"folded": folded(told)}


# --- what is refused ----------------------------------------------------------------------------------------


def _read(account: Account, by: Any, former: Reuse | None = None) -> Account:
    """What somebody tells, as it is kept; or BadReuse."""
    told = {name: getattr(account, name).replace("\x00", "").strip() for name in WORDS}
    told |= {name: " ".join(told[name].split()) for name in LONGEST}
    _require_words(told)
    if account.structure not in Structure.values:
        raise BadReuse(_("Say which kind of organisation it is."))
    pages = _readable(account.pages, by, former)
    picture = account.picture
    if picture is not None and not _is_ones_own(picture, by, former):
        raise BadReuse(_("This picture is not one that you sent with this form: choose it once more."))
    if picture is not None and not told["alt"]:
        raise BadReuse(_("Describe the picture for whoever does not see it."))
    told["alt"] = told["alt"] if picture is not None else ""
    kept: dict[str, Any] = {"pages": pages, "picture": picture}
    happened = account.happened.replace(day=1) if account.happened else None
    return Account(structure=account.structure, happened=happened, **told, **kept)


def _require_words(told: dict[str, str]) -> None:
    if not (told["title"] and told["organisation"] and told["done"]):
        raise BadReuse(_("Say in one sentence what it is, where it was done, and what you did."))
    for name, text in told.items():
        most = LONGEST.get(name, LONGEST_TEXT)
        if len(text) > most:
            raise BadReuse(_("Each text holds at most %(most)d characters.") % {"most": most})
    link = told["link"]
    if link and not leads_somewhere(link):
        raise BadReuse(_("Put https:// before the address of the link."))


def leads_somewhere(link: str) -> bool:
    try:
        parts = urlsplit(link)
        return parts.scheme in SCHEMES and bool(parts.hostname) and " " not in link
    except ValueError:
        return False


def _readable(pages: Sequence[Page], by: Any, former: Reuse | None) -> list[Page]:
    """The pages that it is about, each once: those that its author reads, or that it was about before."""
    known = Page.objects.visible_to(by).exclude(kind=PageKind.LINK).filter(state=State.PUBLISHED)
    was = former.pages.values("pk") if former is not None else Page.objects.none().values("pk")
    asked = list(dict.fromkeys(page.pk for page in pages))
    found = (known | Page.objects.filter(pk__in=was)).distinct().in_bulk(asked)
    told = [found[pk] for pk in asked if pk in found]
    if not told:
        raise BadReuse(_("Choose at least one page that you used."))
    if len(told) > MOST_PAGES:
        said = ngettext("Name at most %(most)d page.", "Name at most %(most)d pages.", MOST_PAGES)
        raise BadReuse(said % {"most": MOST_PAGES})
    return told


def _is_ones_own(picture: Attachment, by: Any, former: Reuse | None) -> bool:
    """Sent by whoever tells, for this, and shown by nothing else."""
    if former is not None and former.picture_id == picture.pk:
        return True
    own = picture.uploaded_by_id == by.pk and picture.held and picture.suggestion_id is None
    return own and picture.is_picture and not picture.reuses.exists()
