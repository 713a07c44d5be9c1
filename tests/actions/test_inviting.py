"""Invitations: made and revoked by those who answer for the place, told in the journal without a name."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.works import InvitationRefused
from tests import factories
from wiki.actions import forgetting, inviting
from wiki.actions.settings import edit
from wiki.errors import BadInvitation, NotAllowed, TooSoon
from wiki.models import Invitation, ModerationEntry
from wiki.models.journal import Role
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> User:
    return factories.moderator(name="Maud Ernaux")


@pytest.fixture
def referent() -> User:
    who = factories.person(name="Rose Aubry")
    factories.charter(factories.page(factories.home(), "advice"), who)
    return who


def make(by: Any, **told: Any) -> inviting.Made:
    return inviting.make(**{"by": by, "uuid": uuid4(), "note": "For Paul Ernaux, of the workshop"} | told)


def test_link_is_told_once_and_kept_as_a_digest(moderator: User) -> None:
    invitation, token = make(moderator, most=3, days=30)
    assert (len(token), invitation.digest == token, token in str(Invitation.objects.values_list())) == (
        43,
        False,
        False,
    )
    assert (invitation.validity, invitation.most) == ("open", 3)
    assert (invitation.until - invitation.made).days in (29, 30)


def test_one_that_is_sent_is_told_to_its_reader_alone(moderator: User) -> None:
    invitation, token = make(moderator, email="Paul@Example.org")
    [letter] = mail.outbox
    assert (token, invitation.email, letter.to) == ("", "paul@example.org", ["paul@example.org"])
    assert "Maud Ernaux vous invite" in letter.body
    assert "For Paul" not in letter.body


@pytest.mark.parametrize("who", [factories.person, lambda: factories.person(trusted=True)])
def test_contributor_invites_nobody(who: Any) -> None:
    with pytest.raises(NotAllowed):
        make(who())
    assert Invitation.objects.count() == 0


def test_referent_revokes_their_own_and_no_others(referent: User, moderator: User) -> None:
    own, others = make(referent).invitation, make(moderator).invitation
    assert inviting.revoke(own, by=referent).validity == "revoked"
    with pytest.raises(NotAllowed):
        inviting.revoke(others, by=referent)
    assert inviting.revoke(make(referent).invitation, by=moderator).revoked_at is not None


@pytest.mark.parametrize(
    "told",
    [
        {"note": " \x00 "},
        {"note": "x" * 201},
        {"most": 0},
        {"most": 101},
        {"most": 2, "email": "a@example.org"},
        {"days": 8},
        {"email": "nobody"},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(moderator: User, told: dict[str, Any]) -> None:
    with pytest.raises(BadInvitation) as refusal:
        make(moderator, **told)
    assert str(refusal.value).endswith(".")
    assert (Invitation.objects.count(), ModerationEntry.objects.count(), mail.outbox) == (0, 0, [])


def test_second_click_makes_no_second_one(moderator: User) -> None:
    uuid = uuid4()
    make(moderator, uuid=uuid, email="a@example.org")
    with pytest.raises(BadInvitation):
        make(moderator, uuid=uuid, email="a@example.org")
    assert (Invitation.objects.count(), len(mail.outbox)) == (1, 1)


def test_many_in_a_day_are_too_many(moderator: User, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"decider": {"invitation": (2, 86_400)}}
    make(moderator)
    make(moderator)
    with pytest.raises(TooSoon):
        make(moderator)
    assert Invitation.objects.count() == 2


def test_journal_tells_of_each_deed_in_its_role_and_names_nobody(referent: User, moderator: User) -> None:
    made, token = make(referent)
    inviting.use(token, email="paul@example.org")
    inviting.revoke(make(moderator).invitation, by=moderator)
    lines = ModerationEntry.objects.filter(action__startswith="invitation.").order_by("pk")
    assert list(lines.values_list("action", "role")) == [
        ("invitation.make", Role.REFERENT),
        ("invitation.use", Role.SITE),
        ("invitation.make", Role.MODERATOR),
        ("invitation.revoke", Role.MODERATOR),
    ]
    told = str(list(lines.values("subject", "reason", "public_reason", "before", "after")))
    assert [name for name in ("Paul", "Rose", "Maud", "paul@", token) if name in told] == []
    assert lines[1].after == {"invitation": made.pk}


def test_it_is_used_as_often_as_it_says(moderator: User) -> None:
    site = current()
    edit(site, by=SYSTEM, base=site.version, sign_up="invited")
    _made, token = make(moderator, most=2)
    assert [inviting.use(token, email=f"{n}@example.org") for n in range(2)] == ["", ""]
    with pytest.raises(InvitationRefused):
        inviting.use(token, email="late@example.org")
    with pytest.raises(InvitationRefused):
        inviting.use("", email="none@example.org")
    assert Invitation.objects.get().used == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(used=3)


def test_person_alone_uses_none() -> None:
    with pytest.raises(NotAllowed):
        inviting.use("x", email="a@example.org", by=factories.admin())


def test_what_is_over_is_not_revoked(moderator: User) -> None:
    made = make(moderator).invitation
    inviting.revoke(made, by=moderator)
    with pytest.raises(BadInvitation):
        inviting.revoke(made, by=moderator)


def test_addresses_of_those_who_never_came_are_forgotten(moderator: User, settings: Any) -> None:
    make(moderator, email="paul@example.org")
    make(moderator, email="late@example.org")
    Invitation.objects.filter(email="late@example.org").update(until="2020-01-01T00:00Z")
    make(moderator)
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["", "", "paul@example.org"]


def test_whoever_leaves_is_named_by_no_invitation(moderator: User) -> None:
    paul = factories.person(name="Paul Ernaux", email="paul@example.org")
    make(moderator, email="paul@example.org")
    former = forgetting.Former(
        paul, frozenset({"Paul Ernaux"}), frozenset({"paul@example.org"}), lambda _it: False
    )
    forgetting.forget(former)
    kept = Invitation.objects.get()
    assert (kept.note, kept.email) == (f"For #{paul.pk}, of the workshop", f"#{paul.pk}")
