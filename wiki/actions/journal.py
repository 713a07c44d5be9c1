"""note(): a line of the journal, in the transaction of what it tells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q, TextField, Value
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.networks import asked_from
from accounts.roles import Role as Held
from accounts.roles import roles_of
from wiki.models import Charter, Comment, ModerationEntry, Page, Reuse, SiteSettings
from wiki.models.journal import Role
from wiki.models.page import State, led_by
from wiki.text.discretion import discreet, spelled

_MODERATING = ("comment.", "flag.", "measure.", "person.", "reuse.", "revision.", "thread.", "trust.")
_OF_THEIR_OWN = ("revision.summary",)  # what one does to what one wrote, in no other role
_MOST_READ = 200  # comments out of sight that a reason is compared with


def note(
    action: str,
    it: Page | SiteSettings | User,
    *,
    by: Any,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> ModerationEntry:
    """Who did what to this page, to the site or to somebody, and why; the site itself signs nothing.

    Anybody may read in which role, and the reason without what it tells of people.
    """
    reason, was, told = reason.strip(), dict(before or {}), dict(after or {})
    person = by if getattr(by, "pk", None) else None
    return ModerationEntry.objects.create(
        action=action,
        by=person,
        page=it if isinstance(it, Page) else None,
        subject=str(it),
        reason=reason,
        role=_role(action, it, by),
        public_reason=_for_anybody(reason, it, by, told) if reason else "",
        before=was,
        after=told,
        network=asked_from() if person else "",
        before_hash=seal(was),
        after_hash=seal(told),
    )


def seal(told: Mapping[str, Any]) -> str:
    """By which it shows later whether this was written otherwise since; with the secret of the site, so that
    nobody finds by guessing what a name was that is forgotten."""
    if not told:
        return ""
    written = json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return salted_hmac("wiki.journal.seal", written, algorithm="sha256").hexdigest()


def _role(action: str, it: Any, by: Any) -> Role:
    """The one in which it was done, of those who hold several: whoever judges moderates, whoever writes
    reviews."""
    if getattr(by, "pk", None) is None:
        return Role.SITE
    held = roles_of(by)
    refers = bool(led_by(by))
    if isinstance(it, Page):
        refers = refers and Charter.objects.of(it).names(by)
    roles = {
        Role.REFERENT: refers,
        Role.MODERATOR: Held.MODERATOR in held,
        Role.ADMIN: Held.ADMIN in held,
    }
    order = [Role.REFERENT, Role.MODERATOR, Role.ADMIN]
    if action.startswith(_OF_THEIR_OWN):
        return Role.AUTHOR
    if action.startswith(_MODERATING):
        order = [Role.MODERATOR, Role.ADMIN, Role.REFERENT]
    elif action.startswith("invitation."):  # of the whole site: in the role that answers for most of it
        order = [Role.ADMIN, Role.MODERATOR, Role.REFERENT]
    elif isinstance(it, SiteSettings):
        order = [Role.ADMIN]
    return next((role for role in order if roles[role]), Role.TRUSTED)


# --- what anybody reads -------------------------------------------------------------------------------------


def _for_anybody(reason: str, it: Any, by: Any, told: Mapping[str, Any]) -> str:
    """The reason without names, addresses, titles that not everybody reads, nor words out of sight."""
    said = Value(reason, output_field=TextField())
    named = User.objects.filter(name__in=spelled(reason))
    away = ~Q(state=State.PUBLISHED) | Q(listed=False)
    titled = (
        Page.objects.filter(away).exclude(title="").annotate(said=said).filter(said__icontains=F("title"))
    )
    thread = told.get("thread")
    concerned = User.objects.filter(comments__thread=thread) if thread else User.objects.none()
    if proposed := told.get("suggestion"):
        concerned = User.objects.filter(Q(suggestions=proposed) | Q(comments__thread__suggestion=proposed))
    if used := told.get("reuse"):
        concerned = User.objects.filter(Q(reuses=used) | Q(comments__thread__reuse=used))
    own = [one.name for one in (it, by) if isinstance(one, User)]
    return discreet(
        reason,
        names=set(named.order_by().values_list("name", flat=True)),
        concerned={*own, *concerned.order_by().values_list("name", flat=True)},
        titles=set(titled.order_by().values_list("title", flat=True)),
        words=[*_out_of_sight(it, told.get("comment", 0)), *_told_in(told.get("reuse", 0))],
        quotes=thread is not None,
    )


def _out_of_sight(it: Any, comment: int) -> list[str]:
    """What this comment says, and others that not everybody reads, on this page or of this person; those of
    a word or two are everybody's words."""
    unread = Q(hidden__isnull=False) | Q(deleted__isnull=False) | Q(held=True)
    about = Q(author=it) if isinstance(it, User) else Q(thread__page=it if isinstance(it, Page) else None)
    latest = Comment.objects.filter(unread & about).exclude(text="").order_by("-pk")
    texts = latest.values_list("text", flat=True)[:_MOST_READ]
    own = Comment.objects.filter(pk=comment).values_list("text", flat=True)
    return [*own, *(text for text in texts if len(text.split()) > 2)]


def _told_in(reuse: int) -> list[str]:
    """What this reuse says: whatever is decided of it may put it out of sight."""
    rows = Reuse.objects.filter(pk=reuse).values_list("done", "worked", "failed") if reuse else []
    return [text for row in rows for text in row if len(text.split()) > 2]
