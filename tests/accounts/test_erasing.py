"""Somebody is erased: no name and no address of theirs is left in a whole dump, nor in the mails that are kept."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions, departures
from accounts.models import Letter, User
from communs.mail import KeptMail
from tests import factories
from tests.accounts.erased import dumped
from wiki.actions import moderation, pages, people, threads
from wiki.models import Book, Comment, Commit, ModerationEntry, Wording

pytestmark = pytest.mark.django_db

NAMES = {"two words": "Éloïse Ndiaye", "one word": "Zéphyrine", "a word like another": "Rose"}
ADDRESS, BEFORE = "eloise@ndiaye.example", "e.n@ailleurs.example"


@pytest.fixture(autouse=True)
def unlimited(settings: Any, db: None, tmp_path: Any) -> None:
    settings.LIMITS_ARE_KEPT, settings.LETTERS_WAIT, settings.DATA = False, True, tmp_path
    cache.clear()


@pytest.fixture(params=NAMES.values(), ids=NAMES)
def leaving(request: pytest.FixtureRequest) -> User:
    """Somebody who did all that can be done here, and of whom others spoke."""
    person = factories.person(email=ADDRESS, name=request.param, bio=f"Moi, {request.param}.")
    actions.keep_former(person, [BEFORE])
    _logs_in(person)
    _writes(person)
    _is_spoken_of(person)
    return person


def _logs_in(person: User) -> None:
    Client().post(reverse("account_login"), {"login": ADDRESS, "password": "a wrong sentence of mine"})
    Client().post(reverse("account_reset_password"), {"email": ADDRESS})
    client = Client(HTTP_USER_AGENT="Firefox")
    client.force_login(person)
    client.get(reverse("mfa_index"))
    UserSession.objects.create(user=person, ip="192.0.2.7", session_key="k" * 32, user_agent=person.name)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": f"Clé de {person.name}"})
    session = Client().session
    session["account_login"] = {"email": ADDRESS}
    session.save()
    EmailAddress.objects.create(user=person, email="nouvelle@ndiaye.example")
    KeptMail().send_messages([EmailMessage("Bonjour", "…", to=[address]) for address in (ADDRESS, BEFORE)])
    KeptMail().send_messages([EmailMessage("Bonjour", f"{person.name} vous répond.", to=["b@example.org"])])


def _writes(person: User) -> None:
    home = factories.home()
    book = Book.objects.create(name="Livre", root=home, imported_at=timezone.now())
    signed = f"Corriger.\n\nSigned-off-by: {person.name} <{BEFORE}>\nCo-authored-by: B <b@example.org>"
    Commit.objects.create(
        book=book,
        hash="a" * 40,
        position=0,
        author=person,
        author_name=person.name,
        authored="2026-01-01T00:00:00+01:00",
        committer_name=person.name,
        committed="2026-01-01T00:00:00+01:00",
        message=signed,
    )
    told = [{"name": person.name, "person": person.pk}, {"name": "B", "person": None}]
    home.history.update(history_user=person, co_authors=told, history_change_reason=f"Écrire à {ADDRESS}")
    said = threads.open(home, by=person, text=f"Je suis {person.name} ({ADDRESS}).", uuid=uuid4())
    threads.edit(said, by=person, text=f"Écrivez-moi : {ADDRESS}. — {person.name}")


def _is_spoken_of(person: User) -> None:
    other, moderator = factories.person(name="Blaise Pascal"), factories.moderator()
    thread = Comment.objects.get().thread
    mention = "@" + person.name.replace(" ", ".")
    answer = threads.reply(thread, by=other, text=f"Merci {person.name} ; {mention}, **vu**.", uuid=uuid4())
    threads.edit(answer, by=other, text=f"Merci {person.name} ; {mention}, **vu**, {BEFORE}.")
    elsewhere = factories.page(thread.page, "ailleurs")
    threads.open(elsewhere, by=other, text=f"Demander à {mention}.", uuid=uuid4())
    moderation.flag(Comment.objects.get(author=person), by=other, reason=f"{person.name} exagère.")
    moderation.hide(Comment.objects.get(author=person), by=moderator, reason=f"Voir avec {person.name}")
    ModerationEntry.objects.create(
        action="person.trust", subject=person.name, reason=f"De {ADDRESS}", after={"who": [person.name]}
    )
    of_comments = ContentType.objects.get_for_model(Comment)
    LogEntry.objects.create(
        user=moderator,
        content_type=of_comments,
        object_id="1",
        object_repr=f"commentaire de {person.name}",
        action_flag=CHANGE,
        change_message=json.dumps([{"changed": {"fields": ["texte"]}}]),
    )


def erase(person: User, **how: Any) -> None:
    departures.leave(person, by=person, **how)
    User.objects.filter(pk=person.pk).update(leaves_at=timezone.now() - timedelta(seconds=1))
    assert departures.erase_on_time.func(person.pk) is True


def left_of(words: list[str]) -> dict[str, int]:
    dump = dumped()
    return {word: dump.count(word.casefold()) for word in words}


def test_nothing_is_left_of_a_name_nor_of_an_address(leaving: User, tmp_path: Any) -> None:
    words = [leaving.name, leaving.name.replace(" ", "."), ADDRESS, BEFORE, "nouvelle@ndiaye.example"]
    assert all(left_of(words).values())
    erase(leaving)
    assert left_of(words) == dict.fromkeys(words, 0)
    assert [file.name for file in (tmp_path / "mail").iterdir()] == []
    leaving.refresh_from_db()
    assert (str(leaving), leaving.is_active, leaving.email) == (
        f"Compte supprimé n°\u00a0{leaving.pk}",
        False,
        None,
    )
    assert not Authenticator.objects.exists()
    assert not UserSession.objects.filter(user=leaving).exists()
    assert not Letter.objects.filter(to=ADDRESS).exists()


def test_what_others_said_stays_but_for_the_name(leaving: User) -> None:
    erase(leaving)
    number = f"#{leaving.pk}"
    said = Comment.objects.exclude(author=leaving).order_by("pk").values_list("text", "html")
    assert list(said) == [
        (
            f"Merci {number} ; {number}, **vu**, {number}.",
            f"<p>Merci {number} ; {number}, <strong>vu</strong>, {number}.</p>",
        ),
        (f"Demander à {number}.", f"<p>Demander à {number}.</p>"),
    ]
    assert Commit.objects.get().message == (
        f"Corriger.\n\nSigned-off-by: {number} <{number}>\nCo-authored-by: B <b@example.org>"
    )
    assert [entry.subject for entry in ModerationEntry.objects.filter(action="person.trust")] == [number]


def test_comments_stay_unless_their_author_takes_them_away(leaving: User) -> None:
    erase(leaving, comments=True)
    own = Comment.objects.get(author=leaving)
    assert (own.text, own.html, own.deleted is not None, Wording.objects.filter(comment=own).count()) == (
        "",
        "",
        True,
        0,
    )
    assert Comment.objects.exclude(author=leaving).filter(deleted=None).count() == 2


def test_comments_stay_by_default(leaving: User) -> None:
    erase(leaving)
    own = Comment.objects.get(author=leaving)
    assert (own.deleted, "Écrivez-moi" in own.text) == (None, True)


def test_word_like_a_name_stays_where_nobody_is_named(db: None) -> None:
    person, other = factories.person(name="Rose"), factories.person()
    home = factories.home("# Rose\n\nLa rose et le Marin.\n")
    said = threads.open(home, by=other, text="Une Rose est une rose.", uuid=uuid4())
    pages.edit(
        home, by=factories.admin(), base=home.version, source="# Rose\n\nRose.\n", reason="Rose, enfin."
    )
    erase(person)
    said.refresh_from_db()
    assert said.text == "Une Rose est une rose."
    assert home.history.order_by("-number").first().history_change_reason == "Rose, enfin."


def test_name_is_known_in_other_letters(db: None) -> None:
    """SQLite knows the case of plain letters alone, and is asked for those."""
    person, other = factories.person(name="Éloïse Ndiaye"), factories.person()
    spelled = ("ÉLOÏSE NDIAYE", "éloïse.ndiaye", "Éloïse\u00a0Ndiaye", "éloïse-ndiaye")
    home = factories.home()
    for name in spelled:
        threads.open(home, by=other, text=f"Avec {name}.", uuid=uuid4())
    erase(person)
    assert set(Comment.objects.values_list("text", flat=True)) == {f"Avec #{person.pk}."}


def test_last_admin_on_the_day_is_not_erased(db: None) -> None:
    root, other = factories.admin(), factories.admin()
    departures.leave(root, by=root)
    User.objects.filter(pk=root.pk).update(leaves_at=timezone.now())
    User.objects.filter(pk=other.pk).update(is_superuser=False)
    assert departures.erase_on_time.func(root.pk) is False
    root.refresh_from_db()
    assert (root.is_superuser, root.leaves_at) == (True, None)


def test_dump_reads_what_is_packed(client: Client, db: None) -> None:
    """The search itself finds what is escaped, or signed and packed."""
    session = client.session
    session["x"] = "packed-in-a-session"
    session.save()
    ModerationEntry.objects.create(action="x", subject="x", after={"v": "échappé"})
    dump = dumped()
    assert [word in dump for word in ("packed-in-a-session", "échappé")] == [True, True]


def test_taking_away_holds_comments_in_both_forms(leaving: User) -> None:
    work = people.export(leaving, by=leaving)
    texts = dict(work.texts)
    assert f"Écrivez-moi : {ADDRESS}" in texts["comments.md"]
    assert [row["text"] for row in work.told["comment"]] == [f"Écrivez-moi : {ADDRESS}. — {leaving.name}"]
    assert [row["text"] for row in work.told["wording"]] == [f"Je suis {leaving.name} ({ADDRESS})."]


def test_others_who_were_mentioned_beside_are_still_led_to(leaving: User) -> None:
    other = factories.person(name="Marie Curie")
    page = Comment.objects.filter(author=leaving).get().thread.page
    mention = "@" + leaving.name.replace(" ", ".")
    factories.page(page, "hers").history.update(history_user=other)
    said = threads.open(page, by=other, text=f"{mention} and @Marie.Curie agree.", uuid=uuid4())
    link = f'href="/-/people/marie-curie-{other.pk}/"'
    assert link in said.html
    erase(leaving)
    said.refresh_from_db()
    assert (link in said.html, mention in said.html) == (True, False)
