"""Invitations: those that somebody may read, the one of a link, and why it opens the door no more."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import folded
from wiki import rules
from wiki.models import Invitation
from wiki.models.invitation import Validity


def digest_of(token: str) -> str:
    """What is kept of the token of a link."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def readable(who: Any) -> QuerySet[Invitation]:
    """All of them for those who moderate, for others their own; the latest first."""
    found = Invitation.objects.newest_first()
    return found if rules.may(who, "invitation.inspect") else found.filter(by=who.pk)


def of(token: str) -> Invitation | None:
    """The invitation of this link, if there is one."""
    return Invitation.objects.select_related("by").filter(digest=digest_of(token)).first()


def refusal(invitation: Invitation | None, email: str | None = None) -> str:
    """Why it does not open the door, to this address if one is given; nothing where it does."""
    if invitation is None:
        return _(
            "This invitation is unknown here: copy the whole link that you were given, or ask for another."
        )
    validity = invitation.validity
    if validity == Validity.USED:
        return _("This invitation is used up: everybody that it was for has an account by now.")
    if validity == Validity.EXPIRED:
        day = date_format(localtime(invitation.until), "DATE_FORMAT")
        return _("This invitation was valid until %(day)s: ask for another.") % {"day": day}
    # Whoever may invite nobody any more has no invitation standing.
    if validity == Validity.REVOKED or not rules.may(invitation.by, "invitation.make"):
        return _("This invitation was revoked: ask whoever gave it to you.")
    if email is not None and invitation.email and folded(email) != folded(invitation.email):
        return _("This invitation is for another e-mail address: use the one that it was sent to.")
    return ""
