"""Pictures of suggestions: sent by whoever may only suggest, held, shown once a text with them is published."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import album, factories
from wiki.actions import attachments, deeds, drafts, letting_go, pages, suggestions, uploading
from wiki.actions.deeds import Deed
from wiki.errors import BadFile, BadSuggestion, NotAllowed, TooSoon
from wiki.models import Attachment, Link, ModerationEntry
from wiki.models.suggestion import Aim
from wiki.queries import shelf
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db
TEXT = "# A\n\nThe first words stand here.\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def here():
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def author():
    return factories.person(name="Ada")


def picture(number=0):
    """Pictures that differ by their width."""
    return album.png(album.halves(40 + 2 * number, 20))


def held(page, by, number=0, **told):
    return uploading.hold(page, by=by, name="Our plan.PNG", content=picture(number), **told)


def text(page, *pictures, source=TEXT):
    return source + "".join(f"\n{shelf.line_of(page, one, alt='Plan')}\n" for one in pictures)


def propose(page, by, source, **told):
    told |= {"uuid": uuid4(), "base": factories.last_revision(page).pk, "summary": "A plan helps."}
    return suggestions.propose(page, by=by, source=source, **told)


def seen_by(*people):
    return [list(Attachment.objects.visible_to(one).values_list("pk", flat=True)) for one in people]


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def test_picture_is_held_under_a_name_that_no_text_can_know(here, author):
    made = held(here, author)
    told = (made.held, made.suggestion, made.uploaded_by, made.media_type, made.state)
    assert told == (True, None, author, "image/png", "waiting")
    stem, _dash, rest = made.name.rpartition("-")
    assert (stem, len(rest), rest.endswith(".png")) == ("Our-plan", 12, True)
    assert held(here, factories.person(), 1).name != made.name
    assert [entry.action for entry in ModerationEntry.objects.filter(action__startswith="attachment")] == [
        "attachment.upload",
        "attachment.upload",
    ]


def test_held_picture_is_seen_by_its_author_until_it_is_proposed_then_by_those_who_decide(here, author):
    made = held(here, author)
    referent, elsewhere = factories.person(), factories.person()
    factories.charter(here, referent)
    factories.charter(factories.page(here.parent, "b"), elsewhere)
    people = (author, referent, elsewhere, factories.person(), AnonymousUser(), factories.moderator())
    mine, none = [made.pk], []
    assert seen_by(*people) == [mine, none, none, none, none, mine]
    draft = propose(here, author, text(here, made), draft=True)
    assert fresh(made).suggestion == draft
    assert seen_by(*people) == [mine, none, none, none, none, mine]
    suggestions.send(draft, by=author, seen=draft.version)
    assert seen_by(*people) == [mine, mine, none, none, none, mine]


def test_accepted_picture_is_everybodys(here, author):
    made = held(here, author)
    suggestion = propose(here, author, text(here, made))
    suggestions.accept(suggestion, by=factories.moderator(), seen=suggestion.version)
    assert (fresh(made).held, fresh(made).suggestion) == (False, suggestion)
    assert list(Link.objects.filter(kind="asset").values_list("target", flat=True)) == [made.blob]
    assert seen_by(AnonymousUser(), factories.person()) == [[made.pk], [made.pk]]


def test_picture_that_was_not_accepted_stays_held(here, author):
    made = held(here, author)
    other = TEXT.replace("first", "very first")
    suggestion = propose(here, author, text(here, made, source=other))
    words = next(str(hunk.number) for hunk in suggestion.difference.hunks if "very" in hunk.added)
    suggestions.accept(suggestion, by=factories.moderator(), seen=suggestion.version, chosen={words})
    assert fresh(made).held
    suggestion = fresh(suggestion)
    suggestions.decline(suggestion, by=factories.moderator(), seen=suggestion.version, reason="Not this one.")
    assert (fresh(made).held, seen_by(AnonymousUser())) == (True, [[]])


def test_text_of_others_does_not_bring_it_to_light_by_its_former_name(here, author):
    """A page that shows a file which is not there yet does not show one that somebody holds under its name."""
    pages.edit(here, by=SYSTEM, base=0, source=f"{TEXT}\n![Plan](/.gitbook/assets/Our-plan.png)\n")
    made = held(here, author)
    pages.edit(fresh(here), by=SYSTEM, base=1, source=fresh(here).source + "\nMore.\n")
    assert fresh(made).held


def test_suggestion_holds_three_pictures(here, author, unlimited):
    three = [held(here, author, number) for number in range(3)]
    with pytest.raises(BadFile, match="at most 3 pictures|au plus 3 images"):
        held(here, author, 3, source=text(here, *three))
    fourth = held(here, author, 3, source=text(here, *three[:2]))
    with pytest.raises(BadSuggestion, match="at most 3 pictures|au plus 3 images"):
        propose(here, author, text(here, *three, fourth))
    made = propose(here, author, text(here, *three))
    assert sorted(made.pictures.values_list("pk", flat=True)) == [one.pk for one in three]
    with pytest.raises(BadSuggestion):
        suggestions.amend(
            made,
            by=author,
            seen=made.version,
            base=factories.last_revision(here).pk,
            source=text(here, *three, fourth),
            summary="All four.",
        )
    assert fresh(made).version == made.version


def test_picture_of_a_new_page_stands_on_the_shelf_of_the_site(here, author):
    there = uploading.below(here)
    made = held(there, author)
    source = text(there, made, source="Words.\n")
    deed = Deed(Aim.PAGE, source, {"title": "New", "description": "", "slug": ""})
    suggestion = deeds.propose(here, deed, by=author, uuid=uuid4(), summary="It lacks.")
    assert (made.book, fresh(made).suggestion) == (None, suggestion)
    deeds.accept(suggestion, by=factories.moderator(), seen=suggestion.version)
    assert not fresh(made).held


def test_same_picture_twice_is_held_once_and_not_at_all_where_it_is_shown(here, author):
    made = held(here, author)
    assert held(here, author) == made
    theirs = held(here, factories.person())
    assert (theirs != made, theirs.blob == made.blob) == (True, True)
    shown = uploading.upload(here, by=factories.moderator(), name="plan.png", content=picture(1))
    assert (
        shown.held,
        uploading.upload(here, by=factories.moderator(), name="p.png", content=picture()),
    ) == (
        False,
        Attachment.objects.get(held=False, blob=made.blob),
    )
    pages.edit(here, by=SYSTEM, base=0, source=text(here, shown))
    assert held(here, author, 1) == shown


def test_other_files_are_for_those_who_may_upload(here, author):
    with pytest.raises(NotAllowed) as refused:
        uploading.hold(here, by=author, name="a.pdf", content=b"%PDF-1.7")
    assert refused.value.action == "attachment.upload"
    with pytest.raises(NotAllowed) as refused:
        uploading.hold(here, by=author, name="a.svg", content=album.drawing("<g/>"))
    assert refused.value.action == "attachment.draw"
    assert Attachment.objects.count() == 0


def test_picture_is_not_taken_from_whoever_may_not_suggest(here):
    unverified = factories.person()
    EmailAddress.objects.update(verified=False)
    for person in (AnonymousUser(), unverified, factories.person(is_active=False)):
        with pytest.raises(NotAllowed):
            held(here, person)


def test_picture_that_was_never_sent_goes_when_drafts_do(here, author):
    sent, never, theirs = held(here, author), held(here, author, 1), held(here, factories.person(), 2)
    propose(here, author, text(here, sent), draft=True)
    Attachment.objects.update(uploaded_at=timezone.now() - drafts.KEPT_FOR - timedelta(minutes=1))
    last = held(here, author, 3)
    kept = set(Attachment.objects.values_list("pk", flat=True))
    assert (kept, never.pk in kept) == ({sent.pk, theirs.pk, last.pk}, False)


def test_pictures_come_at_a_measured_pace(here, author):
    for number in range(8):
        held(here, author, number)
    with pytest.raises(TooSoon):
        held(here, author, 9)


def test_bytes_are_kept_once(here, author):
    made = held(here, author)
    assert attachments.read(made.blob) == picture()


LATER = drafts.KEPT_FOR + timedelta(days=1)


def settled(suggestion, ago):
    type(suggestion).objects.filter(pk=suggestion.pk).update(settled_at=timezone.now() - ago)


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
def test_picture_of_a_suggestion_that_came_to_nothing_goes_after_a_while(here, author, how):
    picture = held(here, author)
    made = propose(here, author, text(here, picture))
    if how == "declined":
        suggestions.decline(made, by=factories.moderator(), seen=made.version, reason="No.")
    else:
        suggestions.withdraw(made, by=author, seen=made.version)
    settled(made, drafts.KEPT_FOR - timedelta(days=1))
    assert letting_go.let_go(by=SYSTEM) == 0
    settled(made, LATER)
    assert (letting_go.let_go(by=SYSTEM), Attachment.objects.count()) == (1, 0)
    line = ModerationEntry.objects.get(action="attachment.delete")
    assert (line.page, line.by, line.before["file"]) == (here, None, picture.path)
    assert uploading.used_by(author) == 0


def test_pictures_that_somebody_waits_for_stay(here, author):
    living, again, kept = (held(here, author, number) for number in range(3))
    propose(here, author, text(here, living))
    withdrawn = propose(here, author, text(here, again, source=TEXT + "\nMore.\n"))
    suggestions.withdraw(withdrawn, by=author, seen=withdrawn.version)
    reopened = suggestions.reopen(fresh(withdrawn), by=author, seen=fresh(withdrawn).version)
    accepted = propose(here, author, text(here, kept, source=TEXT + "\nOther.\n"))
    suggestions.accept(accepted, by=factories.moderator(), seen=accepted.version)
    Attachment.objects.update(uploaded_at=timezone.now() - LATER)
    settled(accepted, LATER)
    assert (letting_go.let_go(by=SYSTEM), Attachment.objects.count()) == (0, 3)
    assert fresh(reopened).state == "draft"


def test_picture_that_was_never_sent_goes_without_a_line(here, author):
    held(here, author)
    Attachment.objects.update(uploaded_at=timezone.now() - LATER)
    assert (letting_go.let_go(by=SYSTEM), Attachment.objects.count()) == (1, 0)
    assert not ModerationEntry.objects.filter(action="attachment.delete").exists()


def test_the_queue_looks_each_day_and_people_do_not_let_go(here, author):
    letting_go.plan()
    letting_go.plan()
    waiting = DBTaskResult.objects.filter(task_path=letting_go.look.module_path, status="READY")
    assert waiting.count() == 1
    with pytest.raises(NotAllowed):
        letting_go.let_go(by=factories.moderator())
    assert letting_go.look.func() == 0
