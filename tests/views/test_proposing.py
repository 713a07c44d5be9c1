"""Another text for a page: proposed, amended, chosen where others wrote the same words; nothing is lost."""

import re

import pytest
from django.utils import timezone

from tests import factories
from tests.views.suggested import ADDED, TEXT, edited, form_of, of, read, state_of
from wiki.actions import pages, suggestions
from wiki.models import Book, Page, Suggestion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


def now(it):
    return type(it).objects.get(pk=it.pk)


def test_proposal_is_sent_and_read(client, here, author):
    client.force_login(author)
    assert "The first words" in read(client, "/a/-/suggest/")
    answer = client.post("/a/-/suggest/", form_of(here))
    kept = Suggestion.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, of(kept))
    assert (kept.author, kept.state, kept.summary) == (author, "open", "It reads better.")
    assert kept.proposal == here.source.replace("first", "very first")


def test_proposal_is_kept_as_a_draft(client, here, author):
    client.force_login(author)
    client.post("/a/-/suggest/", form_of(here, do="keep"))
    assert Suggestion.objects.get().state == "draft"


def test_proposal_is_drawn_before_it_is_sent(client, here, author):
    client.force_login(author)
    answer = client.post("/a/-/suggest/", form_of(here, do="preview"))
    assert answer.status_code == 200
    assert "very first words stand" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_title_and_description_are_proposed_too(client, here, author):
    client.force_login(author)
    client.post("/a/-/suggest/", form_of(here, source=here.source, title="B", description="What it is."))
    kept = Suggestion.objects.get()
    assert kept.fields == {"description": "What it is."}
    html = read(client, of(kept))
    assert "What it is." in html
    assert kept.proposal.startswith("# B\n")


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({"reason": ""}, 422, "obligatoire"),
        ({"source": TEXT}, 422, "Rien n"),
        ({"source": "x" * 300_000}, 413, "ko, une page"),
        ({"title": ""}, 422, "obligatoire"),
        ({"reason": "x" * 600}, 422, "500"),
    ],
)
def test_what_cannot_be_proposed_comes_back_with_a_sentence(client, here, author, typed, status, told):
    client.force_login(author)
    answer = client.post("/a/-/suggest/", form_of(here, **typed))
    html = answer.content.decode()
    assert answer.status_code == status
    assert told in html
    assert "very first" in html or "source" in typed
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("typed", [{"uuid": "x"}, {"base": ""}, {"base": "-1"}, {"base": "9" * 30}])
def test_form_that_is_not_ours_is_refused(client, here, author, typed):
    client.force_login(author)
    assert client.post("/a/-/suggest/", form_of(here, **typed)).status_code == 400
    assert not Suggestion.objects.exists()


def test_base_of_another_page_is_refused_with_what_was_typed(client, here, author):
    other = factories.page(Page.objects.get(parent=None), "b", "# B\n\nWords.\n")
    client.force_login(author)
    answer = client.post("/a/-/suggest/", form_of(here, base=factories.last_revision(other).pk))
    assert answer.status_code == 422
    assert "very first" in answer.content.decode()


def test_stranger_is_shown_the_door_and_keeps_what_was_typed(client, here):
    assert client.get("/a/-/suggest/").status_code == 302
    answer = client.post("/a/-/suggest/", form_of(here))
    assert answer.status_code == 403
    assert "very first" in answer.content.decode()


def test_same_form_sent_twice_is_one_suggestion(client, here, author):
    client.force_login(author)
    form = form_of(here)
    answers = [client.post("/a/-/suggest/", form) for _ in range(2)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Suggestion.objects.count() == 1


def test_proposal_for_a_page_archived_meanwhile_is_shown_again(client, here, author):
    client.force_login(author)
    form = form_of(here)
    Page.objects.filter(pk=here.pk).update(state="archived")
    answer = client.post("/a/-/suggest/", form)
    assert answer.status_code == 404
    assert "very first" in answer.content.decode()


# --- amending and settling ----------------------------------------------------------------------------------


def test_author_amends_on_the_text_of_today(client, here, made, author):
    edited(here, "some other", "quite other")
    client.force_login(author)
    html = read(client, of(made, "amend"))
    assert "The foremost words" in html
    assert "quite other" in html
    now = Page.objects.get(pk=here.pk)
    made.refresh_from_db()
    typed = form_of(now, seen=made.version, source=now.source.replace("first", "foremost"), reason="Shorter.")
    answer = client.post(of(made, "amend"), typed)
    assert (answer.status_code, answer["Location"]) == (302, of(made))
    kept = Suggestion.objects.get()
    assert (kept.summary, kept.proposal) == ("Shorter.", now.source.replace("first", "foremost"))


def test_nobody_amends_what_another_proposed(client, made):
    for who in (factories.person(), factories.moderator()):
        client.force_login(who)
        assert client.get(of(made, "amend")).status_code == 403
        assert client.post(of(made, "amend"), {"source": "x"}).status_code == 403


def test_amended_from_an_older_version_is_told_so(client, here, made, author):
    client.force_login(author)
    answer = client.post(of(made, "amend"), form_of(here, seen=made.version + 1))
    assert answer.status_code == 409
    assert "very first" in answer.content.decode()


def test_author_chooses_what_becomes_of_a_conflict(client, here, made, author):
    edited(here, "The first words", "The last words")
    client.force_login(author)
    assert client.get(of(made, "amend"))["Location"] == of(made, "settle")
    html = read(client, of(made, "settle"))
    assert "La vôtre" in html
    made.refresh_from_db()
    form = {"seen": made.version, "base": factories.last_revision(here).pk}
    unchosen = client.post(of(made, "settle"), form)
    assert unchosen.status_code == 422
    answer = client.post(of(made, "settle"), form | {"take-1": "text", "text-1": "newest"})
    assert (answer.status_code, answer["Location"]) == (302, of(made))
    kept = Suggestion.objects.get()
    assert (kept.footing, state_of(kept)) == ("current", "open")
    assert "The newest words stand here." in kept.proposal
    assert "And the end." in kept.proposal


def test_choice_made_on_an_older_text_is_asked_again(client, here, made, author):
    edited(here, "The first words", "The last words")
    made.refresh_from_db()
    form = {"seen": made.version, "base": factories.last_revision(here).pk, "take-1": "theirs"}
    edited(here, "some other", "quite other")
    client.force_login(author)
    assert client.post(of(made, "settle"), form).status_code == 409
    assert client.post(of(made, "settle"), {}).status_code == 400


def test_nothing_to_settle_leads_back(client, made, author):
    client.force_login(author)
    assert client.get(of(made, "settle"))["Location"] == of(made)


def test_proposal_is_looked_at_as_changes_and_nothing_is_kept(client, here, author):
    client.force_login(author)
    answer = client.post("/a/-/suggest/", form_of(here, do="changes"))
    assert answer.status_code == 200
    assert f"<ins {ADDED}>very " in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_what_was_published_since_is_taken_into_the_proposal(client, here, author):
    client.force_login(author)
    form = form_of(here)
    edited(here, "some other", "quite other")
    answer = client.post("/a/-/suggest/", form | {"do": "merge"})
    told = answer.context["form"]
    assert told["base"].value() == factories.last_revision(here).pk
    assert told["source"].value() == TEXT.replace("first", "very first").replace("some other", "quite other")
    edited(here, "first", "last")
    answer = client.post("/a/-/suggest/", form | {"do": "merge", "source": TEXT.replace("first", "foremost")})
    assert len(answer.context["desk"].brought.conflicts) == 1
    assert "foremost" in answer.content.decode()
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("do", ["preview", "changes", "merge"])
def test_whoever_looks_may_say_why_later(client, here, author, do):
    client.force_login(author)
    answer = client.post("/a/-/suggest/", form_of(here, do=do, reason=""))
    assert (answer.status_code, answer.context["form"].errors) == (200, {})


# --- additions at one place, and the same change ------------------------------------------------------------

MORE = "Then come some other ones.\n"


@pytest.mark.parametrize(
    ("take", "there"),
    [
        ("ours", "\nTheirs came first.\n"),
        ("theirs", "\nMine came second.\n"),
        ("ours, theirs", "\nTheirs came first.\n\nMine came second.\n"),
        ("theirs, ours", "\nMine came second.\n\nTheirs came first.\n"),
    ],
)
@pytest.mark.parametrize("accepted", [False, True], ids=["an edit", "another suggestion"])
def test_additions_at_one_place_ask_their_author_for_an_order(client, here, author, accepted, take, there):
    made = factories.suggestion(here, (MORE, f"{MORE}\nMine came second.\n"), by=author)
    theirs = f"{MORE}\nTheirs came first.\n"
    judge = factories.moderator()
    if accepted:
        suggestions.accept(factories.suggestion(here, (MORE, theirs)), by=judge, seen=1)
    else:
        edited(here, MORE, theirs)
    made.refresh_from_db()
    assert (made.footing, state_of(made)) == ("conflict", "open")
    client.force_login(author)
    asked = read(client, of(made, "settle"))
    takes = re.findall(r'type="radio" name="take-1" value="([^"]+)"', asked)
    assert takes == ["ours", "theirs", "ours, theirs", "theirs, ours", "text"]
    told = {"seen": made.version, "base": factories.last_revision(here).pk, "take-1": take}
    answer = client.post(of(made, "settle"), told)
    if take == "ours":  # which leaves nothing to propose
        assert (answer.status_code, state_of(made)) == (422, "open")
        return
    assert answer["Location"] == of(made)
    suggestions.accept(now(made), by=judge, seen=now(made).version)
    assert now(here).source == TEXT.replace(MORE, f"{MORE}{there}")


@pytest.mark.parametrize("accepted", [False, True], ids=["an edit", "another suggestion"])
def test_same_change_on_both_sides_is_made_once_and_credits_both(client, here, made, author, accepted):
    same, judge = ("first", "foremost"), factories.moderator()
    if accepted:
        other = factories.suggestion(here, same)
        suggestions.accept(other, by=judge, seen=1)
        writer = other.author
    else:
        writer = judge
        pages.edit(now(here), by=judge, base=now(here).version, source=TEXT.replace(*same))
    revision = factories.last_revision(here)
    assert now(here).source == TEXT.replace(*same)
    assert revision.history_user == writer
    assert [one["person"] for one in revision.co_authors] == [author.pk]
    shown = read(client, of(made))
    assert (shown.count('class="tick"'), f"<ins {ADDED}>the</ins>" in shown) == (0, True)
    suggestions.accept(now(made), by=judge, seen=now(made).version)
    assert now(here).source == TEXT.replace(*same).replace("an end", "the end")
    credits = read(client, f"{here.address}-/credits/")
    assert (str(author) in credits, str(writer) in credits) == (True, True)


# --- under which licence, and whose name --------------------------------------------------------------------


@pytest.mark.parametrize("of_a_book", [False, True])
@pytest.mark.parametrize("door", ["suggest/", "suggest/passage/?passage=0", "suggest/page/"])
def test_each_door_tells_the_licence_of_what_is_written_and_the_name(client, here, author, door, of_a_book):
    """A new page is of no book, wherever it stands."""
    if of_a_book:
        told = {"name": "A book", "licence": "CC-BY-4.0", "imported_at": timezone.now()}
        book = Book.objects.create(root=here, **told)
        Page.objects.filter(pk=here.pk).update(book=book)
    client.force_login(author)
    shown = read(client, f"{here.address}-/{door}").partition('<footer class="foot"')[0]
    told = re.findall(r"CC BY(?:-SA)? 4\.0", shown)
    assert set(told) == {"CC BY 4.0" if of_a_book and door != "suggest/page/" else "CC BY-SA 4.0"}
    assert (
        str(author)
        in shown.partition('class="sub credited"' if "passage" not in door else "passage-terms")[2]
    )
