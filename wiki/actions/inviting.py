"""Who may make an account, and by whose invitation: links that are made, used and revoked."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import letters
from accounts.models import User, folded
from accounts.works import Door, InvitationRefused
from wiki import rules
from wiki.actions import journal, limiting
from wiki.errors import BadInvitation
from wiki.models import Invitation
from wiki.models.invitation import MOST_PEOPLE, NOTE_LENGTH, Validity
from wiki.models.settings import SignUp
from wiki.queries import invitations
from wiki.queries.settings import current

DAYS = (7, 14, 30, 90)


class Made(NamedTuple):
    """An invitation, and the token of its link: nothing where it was sent, for its reader alone to know."""

    invitation: Invitation
    token: str


def make(*, by: Any, uuid: UUID, note: str, most: int = 1, days: int = 14, email: str = "") -> Made:
    """A link by which `most` people make an account within `days`; with an address, one that is sent there,
    and nowhere else told: whoever opens it has that address."""
    rules.require(by, "invitation.make")
    note, email = _read(note, email)
    if not 1 <= most <= MOST_PEOPLE:
        raise BadInvitation(_("An invitation is for %(most)d people at most.") % {"most": MOST_PEOPLE})
    if email and most != 1:
        raise BadInvitation(_("An invitation that is sent to an address is for one person."))
    if days not in DAYS:
        raise BadInvitation(_("Choose for how long it is valid."))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        # One of a person after the other, so that a second click is seen.
        User.objects.select_for_update(of=("self",)).values_list("pk").get(pk=by.pk)
        if Invitation.objects.filter(uuid=uuid).exists():
            raise BadInvitation(_("This invitation is made already: it stands in the list."))
        limiting.gesture(by, "invitation")
        _forget_addresses()
        made = Invitation.objects.create(
            uuid=uuid,
            digest=invitations.digest_of(token),
            by=by,
            note=note,
            until=timezone.now() + timedelta(days=days),
            most=most,
            email=email,
            is_sent=bool(email),
        )
        site = current()
        told = {"invitation": made.pk, "people": most, "until": made.until.date().isoformat()}
        journal.note("invitation.make", site, by=by, after=told)
        if email:
            link = reverse("account_invitation", args=[token])
            letters.invite(email, link=link, until=made.until, by=by, site=site.name)
    return Made(made, "" if email else token)


@transaction.atomic
def revoke(invitation: Invitation, *, by: Any) -> Invitation:
    """Its link opens the door no more; the accounts that were made by it stay."""
    rules.require(by, "invitation.revoke", invitation)
    kept = Invitation.objects.select_for_update(of=("self",)).select_related("by").get(pk=invitation.pk)
    rules.require(by, "invitation.revoke", kept)
    if kept.validity != Validity.OPEN:
        raise BadInvitation(_("This invitation is over already: there is nothing to revoke."))
    kept.revoked_at, kept.email = timezone.now(), ""
    kept.save(update_fields=["revoked_at", "email"])
    journal.note("invitation.revoke", current(), by=by, after={"invitation": kept.pk})
    return kept


@transaction.atomic
def use(token: str, *, email: str, by: Any = rules.SYSTEM) -> str | None:
    """Make one account by this invitation: the address that is verified by it, or "". None where none serves
    and none is needed; else InvitationRefused."""
    rules.require(by, "invitation.use")
    policy = current().sign_up
    kept = None
    if token:
        found = Invitation.objects.select_for_update(of=("self",)).select_related("by")
        kept = found.filter(digest=invitations.digest_of(token)).first()
    why_not = _closed(policy, token) or invitations.refusal(kept, email)
    if why_not or kept is None:
        if policy == SignUp.OPEN:
            return None
        raise InvitationRefused(why_not)
    verified = kept.email
    Invitation.objects.filter(pk=kept.pk).update(used=F("used") + 1, email="")
    journal.note("invitation.use", current(), by=by, after={"invitation": kept.pk})
    return verified


def door(token: str = "") -> Door:
    """Whether whoever comes may make an account, with the invitation that they hold, if they hold one."""
    policy = current().sign_up
    kept = invitations.of(token) if token else None
    why_not = invitations.refusal(kept) if token else ""
    is_invited = kept is not None and not why_not and policy != SignUp.CLOSED
    return Door(
        is_open=policy == SignUp.OPEN or is_invited,
        is_by_invitation=policy == SignUp.INVITED,
        is_invited=is_invited,
        said=why_not,
        email=kept.email if kept is not None and is_invited else "",
        contact_address=reverse("wiki:about", args=["contact"]),
    )


def _closed(policy: str, token: str) -> str:
    if policy == SignUp.CLOSED:
        return _("Accounts cannot be created here now.")
    if policy == SignUp.INVITED and not token:
        return _("Accounts are made here by invitation.")
    return ""


def _read(note: str, email: str) -> tuple[str, str]:
    """Why somebody is invited, and their address if there is one, or BadInvitation."""
    note = " ".join(note.replace("\x00", "").split())
    if not note:
        raise BadInvitation(_("Say in a few words for whom it is, and why."))
    if len(note) > NOTE_LENGTH:
        raise BadInvitation(_("Say why in %(most)d characters at most.") % {"most": NOTE_LENGTH})
    address = folded(email) or ""
    if address:
        try:
            validate_email(address)
        except ValidationError as problem:
            raise BadInvitation(_("This is no e-mail address: write it as ada@example.org.")) from problem
    return note, address


def _forget_addresses() -> None:
    """Of those who never came, once they cannot any more."""
    Invitation.objects.filter(until__lt=timezone.now()).exclude(email="").update(email="")
