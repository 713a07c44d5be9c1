"""Reuses over HTTP: told without a script, found again, spoken of, judged, and made examples of."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.actions.telling import tell
from tests.actions.undone import picture
from wiki.actions import reuses, suggestions, threads, vetting
from wiki.models import Attachment, Page, PageRevision, Reuse, Suggestion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def guide():
    return factories.guide()


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def typed(page, **told):
    sent = {"title": "A charter", "organisation": "A district", "structure": "local", "done": "We took it."}
    return sent | {"page": page.pk, "uuid": str(uuid4()), "do": "send"} | told


def test_reuse_is_told_and_read_at_its_permanent_address(client, guide) -> None:
    page, by = guide["advice/first"], factories.person(name="Ada Lovelace")
    answer = browser(by).post("/-/reuses/new/", typed(page, worked="The table.", happened="2026-02"))
    made = Reuse.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/-/reuses/{made.pk}/")
    body = client.get(made.address).content.decode()
    for said in (
        "A charter",
        "A district",
        "février 2026",
        "Ada Lovelace",
        "We took it.",
        "The table.",
        "First",
    ):
        assert said in body, said


def test_pages_are_added_one_by_one_and_nothing_typed_is_lost(guide) -> None:
    first, second, tab = guide["advice/first"], guide["advice/second"], browser(factories.person())
    told = typed(first, do="add", title="", failed="Time.")
    body = tab.post("/-/reuses/new/", told).content.decode()
    assert f'name="pages" value="{first.pk}" checked' in body
    assert "Time." in body
    assert "ui-wrong" not in body
    assert Reuse.objects.count() == 0
    tab.post("/-/reuses/new/", typed(second, pages=[first.pk]))
    assert list(Reuse.objects.get().uses.values_list("page", flat=True)) == [first.pk, second.pk]


def test_what_is_wrong_is_said_beside_its_field_with_all_that_was_typed(guide) -> None:
    tab = browser(factories.person())
    answer = tab.post("/-/reuses/new/", typed(guide["advice/first"], link="libraries.example") | {"page": ""})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="libraries.example"' in body
    assert 'id="ui-link_error"' in body
    assert 'id="ui-page_error"' in body
    assert "We took it." in body


def test_picture_stays_when_something_else_is_wrong_and_is_seen_by_whoever_reads_the_reuse(
    client, guide, django_capture_on_commit_callbacks
) -> None:
    by, page = factories.person(), guide["advice/first"]
    tab, sent = browser(by), SimpleUploadedFile("wall.png", picture(), "image/png")
    answer = tab.post("/-/reuses/new/", typed(page, title="", file=sent))
    held = Attachment.objects.get()
    assert (answer.status_code, held.held, held.uploaded_by) == (422, True, by)
    assert f'name="picture" value="{held.pk}"' in answer.content.decode()
    assert client.get(held.address).status_code == 404
    answer = tab.post("/-/reuses/new/", typed(page, picture=held.pk))
    assert 'id="ui-alt_error"' in answer.content.decode()
    tab.post("/-/reuses/new/", typed(page, picture=held.pk, alt="A table on a wall"))
    made = Reuse.objects.get()
    assert (made.picture, made.alt) == (held, "A table on a wall")
    assert client.get(held.address).status_code == 200
    assert f'name="picture" value="{held.pk}"' in tab.get(f"{made.address}edit/").content.decode()
    tab.post(f"{made.address}edit/", typed(page, picture=held.pk, alt="A table"))
    assert (Reuse.objects.get().picture, Reuse.objects.get().alt) == (held, "A table")
    reuses.withdraw(made, by=by)
    assert client.get(held.address).status_code == 404
    assert tab.get(held.address).status_code == 200
    reuses.bring_back(Reuse.objects.get(), by=by)
    tab.post(f"{made.address}edit/", typed(page, picture=held.pk, without="on"))
    assert Reuse.objects.get().picture is None


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.7"), ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("a.exe", b"MZ")],
)
def test_file_that_is_no_picture_is_refused_beside_its_field(guide, name, content) -> None:
    sent = SimpleUploadedFile(name, content)
    answer = browser(factories.person()).post("/-/reuses/new/", typed(guide["advice/first"], file=sent))
    assert answer.status_code == 422
    assert 'id="ui-file_error"' in answer.content.decode()
    assert (Reuse.objects.count(), Attachment.objects.count()) == (0, 0)


def test_picture_of_somebody_else_is_not_taken(guide) -> None:
    page, other = guide["advice/first"], factories.person()
    browser(other).post(
        "/-/reuses/new/", typed(page, title="", file=SimpleUploadedFile("a.png", picture(), "image/png"))
    )
    held = Attachment.objects.get()
    browser(factories.person()).post("/-/reuses/new/", typed(page, picture=held.pk, alt="Theirs"))
    assert Reuse.objects.get().picture is None


def test_stranger_who_sends_finds_their_words_and_the_door(client, guide) -> None:
    answer = client.post("/-/reuses/new/", typed(guide["advice/first"], worked="The table."))
    body = answer.content.decode()
    assert answer.status_code == 403
    assert "We took it." in body
    assert "The table." in body
    assert client.get("/-/reuses/new/").status_code == 302


def test_extra_fields_are_ignored(guide) -> None:
    by, other = factories.person(), factories.person()
    extra = {"author": other.pk, "held": "on", "hidden": "2026-01-01", "created": "2020-01-01", "id": 99}
    browser(by).post("/-/reuses/new/", typed(guide["advice/first"], **extra))
    made = Reuse.objects.get()
    assert (made.author, made.held, made.hidden, made.created.year) == (by, False, None, timezone.now().year)


def test_gallery_is_filtered_by_section_page_kind_and_words(client, guide) -> None:
    first, lessons, by = guide["advice/first"], guide["lessons"], factories.person()
    tell(first, by=by, title="One", structure="local", failed="", worked="Réseau.")
    tell(lessons, by=by, title="Two", structure="company")
    tell(first, lessons, by=by, title="Three", structure="company")
    tell(guide["advice/second"], by=by, title="Four")

    def found(query):
        body = client.get(f"/-/reuses/?{query}").content.decode()
        return {name for name in ("One", "Two", "Three", "Four") if f">{name}</a>" in body}

    assert found("") == {"One", "Two", "Three", "Four"}
    assert found(f"section={guide['lessons'].pk}") == {"Two", "Three"}
    assert found(f"for={first.pk}") == {"One", "Three"}
    assert found("kind=company") == {"Two", "Three"}
    assert found("kind=cult") == {"One", "Two", "Three", "Four"}
    assert found("q=RESEAU") == {"One"}
    assert found("q=three+district") == {"Three"}
    assert found("failed=on") == {"Two", "Three", "Four"}
    assert found(f"for={first.pk}&kind=local&failed=on") == set()
    assert found("q=%00%25'&for=9999999999999999999&section=x&page=-1") == set()


def test_gallery_that_is_empty_says_what_to_do(client, guide) -> None:
    assert 'href="/-/reuses/new/"' in client.get("/-/reuses/").content.decode()
    assert 'href="/-/reuses/">' in client.get("/-/reuses/?q=nothing").content.decode()


def test_ones_own_are_found_by_oneself_whatever_became_of_them(client, guide) -> None:
    by = factories.person()
    made = reuses.withdraw(tell(guide["advice/first"], by=by, title="Gone"), by=by)
    assert "Gone" in browser(by).get("/-/reuses/?mine=on").content.decode()
    assert "Gone" not in client.get("/-/reuses/?mine=on").content.decode()
    assert client.get(made.address).status_code == 404


def test_gallery_and_reuse_ask_as_much_of_one_as_of_three(client, guide) -> None:
    first = tell(guide["advice/first"], guide["lessons"], by=factories.person())
    threads.remark(first, by=factories.person(), text="Said first.", uuid=uuid4())
    asked = []
    for _more in range(2):
        told = []
        for address in ("/-/reuses/", first.address, "/advice/first/", "/-/reuses/feed/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            told.append(len(queries))
        asked.append(told)
        for number in range(2):
            tell(guide["advice/first"], guide["lessons"], by=factories.person(), title=f"More {number}")
            threads.remark(first, by=factories.person(), text=f"Said {number}.", uuid=uuid4())
    assert asked[0] == asked[1]
    assert asked[0][2] <= 2


def test_page_says_where_it_was_reused_and_nothing_where_it_was_not(client, guide) -> None:
    page = guide["advice/first"]
    before = client.get("/advice/first/").content
    assert b"reuses" not in before
    first = tell(page, by=factories.person(), organisation="A district")
    assert "Réutilisée par A district<" in client.get("/advice/first/").content.decode()
    tell(page, by=factories.person(), organisation="A school")
    assert "Réutilisée par A school et 1 autre<" in client.get("/advice/first/").content.decode()
    for reuse in Reuse.objects.all():
        vetting.hide(reuse, by=factories.moderator(), reason="Rude.")
    assert client.get("/advice/first/").content == before
    assert first.pk


def test_page_that_is_put_away_or_a_draft_is_told_to_nobody_by_its_reuse(client, guide) -> None:
    moderator = factories.moderator()
    page = factories.page(guide["advice"], "plans", "# Plans\n")
    made = tell(page, guide["advice/first"], by=factories.person())
    alone = tell(page, by=factories.person(), title="Alone")
    Page.objects.filter(pk=page.pk).update(state="draft")
    body = client.get(made.address).content.decode()
    assert "Plans" not in body
    for address in ("/-/reuses/", "/-/reuses/feed/", "/-/activity/", "/-/activity/feed/"):
        told = client.get(address).content.decode()
        assert "Plans" not in told, address
        assert "Alone" not in told, address
    assert client.get(alone.address).status_code == 404
    assert "Plans" in browser(moderator).get(made.address).content.decode()


def test_hidden_and_held_reuses_are_nowhere(client, guide) -> None:
    page = guide["advice/first"]
    hidden, held = (tell(page, by=factories.person(), title=name) for name in ("Veiled", "Veiled"))
    said = threads.remark(hidden, by=factories.person(), text="Veiled too.", uuid=uuid4())
    vetting.hide(hidden, by=factories.moderator(), reason="Rude.")
    Reuse.objects.filter(pk=held.pk).update(held=True)
    for address in (
        "/-/reuses/",
        "/-/reuses/feed/",
        "/-/activity/",
        "/-/activity/feed/",
        "/-/threads/?show=all",
        "/advice/first/-/feed/",
        "/-/journal/",
        f"/-/people/{hidden.author.pk}/",
        "/sitemap.xml",
        f"/-/people/{said.author.pk}/",
    ):
        assert "Veiled" not in client.get(address).content.decode(), address
    for address in (hidden.address, held.address, f"/-/t/{said.thread_id}/"):
        answers = [one.get(address).status_code for one in (client, browser(factories.person()))]
        assert answers == [404, 404]
    assert "Rude." in browser(hidden.author).get(hidden.address).content.decode()


def test_feed_is_checked_with_its_mark_and_answers_nothing_new_with_nothing(client, guide) -> None:
    made = tell(guide["advice/first"], by=factories.person(), title="A charter & more")
    answer = client.get("/-/reuses/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "A charter &amp;amp; more" in answer.content.decode()
    assert made.address in answer.content.decode()
    assert "no-cache" in answer["Cache-Control"]
    assert client.get("/-/reuses/feed/", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    section = client.get(f"/-/reuses/feed/?section={guide['lessons'].pk}").content.decode()
    assert made.address not in section
    vetting.hide(made, by=factories.moderator(), reason="Rude.")
    assert client.get("/-/reuses/feed/", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_author_edits_withdraws_and_brings_back_and_others_do_not(guide) -> None:
    by, page = factories.person(), guide["advice/first"]
    made = tell(page, by=by)
    tab, other = browser(by), browser(factories.person())
    assert 'value="A charter for seven libraries"' in tab.get(f"{made.address}edit/").content.decode()
    for gesture in ("edit", "withdraw"):
        assert other.get(f"{made.address}{gesture}/").status_code == 403
        assert other.post(f"{made.address}{gesture}/", typed(page)).status_code == 403
    tab.post(f"{made.address}edit/", typed(page, title="Otherwise"))
    assert Reuse.objects.get().title == "Otherwise"
    tab.post(f"{made.address}withdraw/")
    assert Reuse.objects.get().withdrawn is not None
    assert other.get(f"{made.address}back/").status_code == 404
    tab.post(f"{made.address}back/")
    assert Reuse.objects.get().is_shown


def test_referent_makes_an_example_that_credits_whoever_told_it(client, guide) -> None:
    page, author, referent = guide["advice/first"], factories.person(name="Ada"), factories.person()
    made = tell(page, by=author, worked="It _was_ voted.")
    factories.charter(guide["advice"], referent)
    tab = browser(referent)
    assert browser(factories.person()).get(f"{made.address}example/").status_code == 403
    answer = tab.get(f"{made.address}example/")
    where = f"/advice/first/-/suggest/?reuse={made.pk}"
    assert (answer.status_code, answer["Location"]) == (302, where)
    body = tab.get(where).content.decode()
    assert "## Exemples" in body
    assert made.address in body
    assert "## Exemples" not in browser(factories.person()).get(where).content.decode()
    source = f"{page.source}\n## Exemples\n\n* [It]({made.address}).\n"
    sent = {"base": factories.last_revision(page).pk, "uuid": str(uuid4()), "title": page.title}
    tab.post(where, sent | {"source": source, "reason": "An example.", "do": "send"})
    proposed = Suggestion.objects.get()
    assert (proposed.author, proposed.reuse) == (referent, made)
    suggestions.accept(proposed, by=factories.moderator(), seen=proposed.version)
    revision = PageRevision.objects.filter(id=page.pk).order_by("-number")[0]
    assert [one["person"] for one in revision.co_authors] == [author.pk]
    assert f"/-/suggestions/{proposed.pk}/" in client.get(made.address).content.decode()


def test_reuse_named_for_another_page_makes_no_example_there(guide) -> None:
    made, tab = tell(guide["advice/first"], by=factories.person()), browser(factories.moderator())
    for asked in (made.pk, 0, -1, 2**63, "x", ""):
        body = tab.get(f"/advice/second/-/suggest/?reuse={asked}").content.decode()
        assert "## Exemples" not in body


def test_two_pages_are_chosen_from(guide) -> None:
    made = tell(guide["advice/first"], guide["lessons"], by=factories.person())
    body = browser(factories.moderator()).get(f"{made.address}example/").content.decode()
    assert f"/lessons/-/suggest/?reuse={made.pk}" in body
    assert f"/advice/first/-/suggest/?reuse={made.pk}" in body


@pytest.mark.parametrize("number", ["0", "99999", str(2**63)])
@pytest.mark.parametrize("end", ["", "edit/", "withdraw/", "back/", "discuss/", "flag/", "hide/", "example/"])
def test_number_of_none_is_not_found(guide, number, end) -> None:
    assert browser(factories.admin()).get(f"/-/reuses/{number}/{end}").status_code == 404


def test_comment_leads_back_to_its_reuse_and_page_does_not_show_it(client, guide) -> None:
    made, by = tell(guide["advice/first"], by=factories.person()), factories.person()
    answer = browser(by).post(f"{made.address}discuss/", {"text": "How many came?", "uuid": str(uuid4())})
    assert answer["Location"].startswith(f"{made.address}#ui-comment-")
    assert "How many came?" in client.get(made.address).content.decode()
    assert "How many came?" not in client.get("/advice/first/").content.decode()
    assert "How many came?" in client.get("/-/threads/").content.decode()


def test_moderator_judges_from_the_queue(guide) -> None:
    made, tab = tell(guide["advice/first"], by=factories.person()), browser(factories.moderator())
    vetting.flag(made, by=factories.person(), rule="law", reason="It sells.")
    at = f"/-/moderation/reuses/{made.pk}/"
    body = tab.get(at).content.decode()
    assert "It sells." in body
    assert made.title in tab.get("/-/moderation/").content.decode()
    seen = vetting.looked_at(made, list(made.flags.all()))
    assert tab.post(at, {"do": "uphold", "seen": seen}).status_code == 422
    assert tab.post(at, {"do": "keep", "seen": "old"}).status_code == 409
    assert tab.post(at, {"do": "erase", "seen": seen}).status_code == 400
    tab.post(at, {"do": "uphold", "seen": seen, "reason": "It sells."})
    assert Reuse.objects.get().hidden_reason == "It sells."
    assert made.address not in tab.get("/-/moderation/").content.decode()
    assert at in tab.get("/-/moderation/?show=decided").content.decode()
