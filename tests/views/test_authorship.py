"""Who wrote what, where a passage comes from, and one's own words: what is told, to whom, at what cost."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import User
from tests import factories
from wiki.actions import hiding, pages, recrediting, suggestions, threads
from wiki.models import Credit, Page, PageRevision, Rewording, Stand, Suggestion
from wiki.queries import people
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]

TEXT = """# Deciding

On ne demande pas à chacun d’être d’accord, mais de dire s’il voit un inconvénient pour le commun.

## The silence

Le silence n’engage que ceux qui ont été prévenus.
"""
PASSAGE = "s’il voit un risque sérieux pour le commun"


@pytest.fixture
def ada(db) -> User:
    return factories.person(name="Ada Lovelace")


@pytest.fixture
def page(ada: User) -> Page:
    """A page with two words of Ada's, which answered a discussion, were supported and objected to."""
    made = factories.page(factories.home(), "deciding", TEXT, title="Deciding")
    quote = threads.Selection("un inconvénient")
    asked = threads.open(made, by=factories.person(), text="Is that no veto?", uuid=uuid4(), quote=quote)
    proposed = factories.suggestion(
        made, ("un inconvénient", "un risque sérieux"), by=ada, summary="Say risk", answers=asked.thread
    )
    reasons = {"reason": "It frightens.", "other_way": "Say trouble."}
    Stand.objects.create(suggestion=proposed, by=factories.person(), stance="objection", **reasons)
    Stand.objects.create(suggestion=proposed, by=factories.person(), stance="support")
    suggestions.accept(proposed, by=SYSTEM, seen=proposed.version, reason="Clearer.")
    return Page.objects.get(pk=made.pk)


def seen(client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


# --- who wrote what -----------------------------------------------------------------------------------------


def test_page_is_shown_beside_those_who_wrote_it(client, page):
    html = seen(client, f"{page.address}-/authorship/")
    assert '<span class="by by2">risque sérieux</span>' in html
    suggestion = Suggestion.objects.get()
    for told in (
        "Ada Lovelace",
        "révision 2",
        reverse("wiki:suggestion", args=[suggestion.pk]),
        reverse("wiki:thread", args=[suggestion.answers_id]),
        "/deciding/-/origin/?exact=risque+s%C3%A9rieux&amp;",
    ):
        assert told in html


def test_whoever_is_hidden_is_not_the_site(client, page, ada):
    pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace("prévenus", "avertis"))
    revision = PageRevision.objects.get(id=page.pk, number=2)
    hiding.hide(revision, by=factories.moderator(), reason="It named somebody.", author=True)
    html = seen(client, f"{page.address}-/authorship/", person="hidden")
    assert re.findall(r'<option value="([^"]*)"( selected)?>', html)[:3] == [
        ("", ""),
        ("site", ""),
        ("hidden", " selected"),
    ]
    assert ("Ada" in html, ">2 mots<" in html) == (False, True)


def test_filter_folds_what_is_not_asked_for(client, page, ada):
    address = f"{page.address}-/authorship/"
    assert "blame-rest" not in seen(client, address)
    assert seen(client, address, person=str(ada.pk)).count("blame-rest") == 1
    assert seen(client, address, person="site", since="month").count("blame-rest") == 0
    assert seen(client, address, person="nobody", since="ever").count("blame-rest") == 2


def test_page_of_which_nothing_is_known_yet_says_so(client, page):
    Credit.objects.all().delete()
    for screen, query in (("authorship", {}), ("origin", {"exact": PASSAGE})):
        assert "est en cours de lecture" in seen(client, f"{page.address}-/{screen}/", **query)


def test_name_that_was_erased_is_on_no_screen(client, page, ada):
    User.objects.filter(pk=ada.pk).update(name="")
    for screen, query in (("authorship", {}), ("origin", {"exact": PASSAGE})):
        html = seen(client, f"{page.address}-/{screen}/", **query)
        assert "Ada" not in html
        assert str(User.objects.get(pk=ada.pk)) in html


@pytest.mark.parametrize("writers", [1, 3])
def test_who_wrote_what_is_told_in_eight_queries(client, page, writers, django_assert_max_num_queries):
    for word in ("silence", "prévenus")[: writers - 1]:
        proposed = factories.suggestion(Page.objects.get(pk=page.pk), (word, f"{word}xyz"))
        suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    with django_assert_max_num_queries(8):
        seen(client, f"{page.address}-/authorship/")


@pytest.mark.parametrize("writers", [1, 3])
def test_somebody_signed_in_is_told_in_eight_queries_of_suggestions_discussions_and_co_authors(
    client, page, writers, django_assert_max_num_queries
):
    for word in ("silence", "prévenus")[: writers - 1]:
        proposed = factories.suggestion(Page.objects.get(pk=page.pk), (word, f"{word}xyz"))
        suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    told = [{"name": "X", "person": factories.person(name=f"Co {number}").pk} for number in range(writers)]
    PageRevision.objects.filter(id=page.pk, number=2).update(co_authors=told)
    client.force_login(factories.person())
    address = f"{page.address}-/authorship/"
    seen(client, address)
    with django_assert_max_num_queries(8):
        html = seen(client, address)
    assert f"Co {writers - 1}" in html
    assert reverse("wiki:thread", args=[Suggestion.objects.earliest("pk").answers_id]) in html


@pytest.mark.parametrize("screen", ["authorship", "origin"])
def test_page_that_may_not_be_read_is_not_told_of(client, page, screen):
    Page.objects.filter(pk=page.pk).update(state="draft")
    assert client.get(f"{page.address}-/{screen}/").status_code == 404


def test_former_address_leads_on(client, page):
    pages.rename(page, by=SYSTEM, base=page.version, title="Deciding", slug="choosing")
    answer = client.get("/deciding/-/origin/", {"exact": "le commun"})
    assert answer["Location"].startswith("/choosing/-/origin/?exact=le")


# --- where a passage comes from -----------------------------------------------------------------------------


def test_trail_of_a_passage_tells_all_that_led_to_it(client, page):
    html = seen(client, f"{page.address}-/origin/", exact=PASSAGE)
    told = (
        "Publié dans la révision\u00a02",
        "Say risk",
        "Clearer.",
        "It frightens.",
        "1 soutien",
        "Is that no veto?",
    )
    places = [html.index(words) for words in (*told, "Première rédaction, révision\u00a01")]
    assert places == sorted(places)


def test_words_that_are_not_there_are_asked_for_again(client, page):
    address = f"{page.address}-/origin/"
    assert "<textarea" in seen(client, address)
    assert "prenez-en quelques-uns de plus" in seen(client, address, exact="zzz")
    for wrong in ("\x00", "x" * 5000):
        assert 'class="err"' in seen(client, address, exact=wrong)


@pytest.mark.parametrize("writers", [1, 3])
def test_trail_is_told_in_a_constant_number_of_queries(client, page, writers, django_assert_max_num_queries):
    for word in ("accord", "chacun")[: writers - 1]:
        proposed = factories.suggestion(Page.objects.get(pk=page.pk), (word, f"{word}xyz"))
        suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    exact = Page.objects.get(pk=page.pk).plain.partition("\n")[0]
    with django_assert_max_num_queries(14):
        seen(client, f"{page.address}-/origin/", exact=exact)


# --- one's own words ----------------------------------------------------------------------------------------


def test_words_of_somebody_are_theirs_alone_to_read(client, page, ada):
    address = reverse("wiki:person-words", args=[people.name_of(ada)])
    for reader in (None, factories.person(), factories.moderator()):
        if reader is not None:
            client.force_login(reader)
        assert client.get(address).status_code == 404
    client.force_login(ada)
    html = seen(client, address)
    (said,) = re.findall("<blockquote>(.*?)</blockquote>", html)
    assert said == (
        "<span>… pas à chacun d’être d’accord, mais de dire s’il voit un </span><b>risque sérieux</b>"
        "<span> pour le commun.</span>"
    )
    assert "ses 2 mots se lisent tous encore" in html


def test_own_words_tell_what_was_replaced(client, page, ada):
    pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace("sérieux", "réel"))
    client.force_login(ada)
    address = reverse("wiki:person-words", args=[ada.pk])
    assert client.get(address)["Location"] == f"/-/people/ada-lovelace-{ada.pk}/words/"
    html = client.get(address, follow=True).content.decode()
    assert "1 de ses 2 mots se lit encore" in html
    first, last = (
        PageRevision.objects.get(id=page.pk, number=2),
        PageRevision.objects.filter(id=page.pk).latest("number"),
    )
    way = f"/deciding/-/compare/{first.pk}/{last.pk}/"
    assert html.count(f'href="{way}">Voir ce qui a changé depuis') == 1
    former = PageRevision.objects.get(id=page.pk, number=1)
    assert html.count(f'href="/deciding/-/compare/{former.pk}/{first.pk}/"') == 1
    assert "<q>Say risk</q>" in html
    assert "sérieux" in seen(client, way)


def test_own_words_lead_to_no_revision_that_is_hidden(client, page, ada):
    pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace("sérieux", "réel"))
    revision = PageRevision.objects.get(id=page.pk, number=2)
    hiding.hide(revision, by=factories.moderator(), reason="It named somebody.")
    client.force_login(ada)
    html = seen(client, reverse("wiki:person-words", args=[people.name_of(ada)]))
    assert "Voir ce qu’elle a changé" not in html
    assert "1 de ses 2 mots se lit encore" in html
    assert (f"/{revision.pk}/" in html.partition("own-fates")[2], "Voir ce qui a changé" in html) == (
        False,
        False,
    )


def test_own_words_are_compared_with_no_text_that_is_hidden(client, page, ada):
    hiding.hide(
        PageRevision.objects.get(id=page.pk, number=1), by=factories.moderator(), reason="It named somebody."
    )
    client.force_login(ada)
    html = seen(client, reverse("wiki:person-words", args=[people.name_of(ada)]))
    assert ("Say risk" in html, "Voir ce qu’elle a changé" in html) == (True, False)


@pytest.mark.parametrize("written_on", [1, 3])
def test_own_words_are_told_in_a_constant_number_of_queries(
    client, page, ada, written_on, django_assert_max_num_queries
):
    root = Page.objects.get(path="")
    for number in range(written_on - 1):
        pages.create(root, by=SYSTEM, title=f"P{number}", slug=f"p{number}", source=TEXT)
        more = Page.objects.get(path=f"p{number}")
        proposed = factories.suggestion(more, ("silence", "vote"), by=ada)
        suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    client.force_login(ada)
    with django_assert_max_num_queries(13):
        seen(client, reverse("wiki:person-words", args=[people.name_of(ada)]))


# --- what became of one's own words --------------------------------------------------------------------------


def own(client, person: User) -> str:
    client.force_login(person)
    return seen(client, reverse("wiki:person-words", args=[people.name_of(person)]))


def change(page: Page, old: str, new: str, by) -> None:
    page.refresh_from_db()
    pages.edit(page, by=by, base=page.version, source=page.source.replace(old, new))


def retouches(html: str) -> list[str]:
    """What stood and what stands there, without what is said aloud of it."""
    told = re.findall("<blockquote>([^<]*<(?:del|ins).*?)</blockquote>", html)
    return [re.sub(' data-spoken="[^"]*"', "", one) for one in told]


def test_words_that_were_retouched_show_what_they_became_and_who_did_it(client, page, ada):
    change(page, "sérieux", "réel", factories.moderator(name="Théo Marchand"))
    html = own(client, ada)
    (told,) = retouches(html)
    assert ("<del>sérieux</del> <ins>réel</ins>" in told, "pour le commun" in told) == (True, True)
    former, made = PageRevision.objects.filter(id=page.pk, number__in=(2, 3)).order_by("number")
    way = f'href="/deciding/-/compare/{former.pk}/{made.pk}/">'
    assert (html.count("par Théo Marchand"), html.count(f"{way}Voir toute la révision")) == (2, 1)


def test_words_that_were_put_back_are_not_retouched(client, page, ada):
    by = factories.moderator(name="Théo Marchand")
    change(page, "sérieux", "réel", by)
    change(page, "réel", "sérieux", by)
    html = own(client, ada)
    assert ("Théo Marchand" in html, "se lisent tous encore" in html) == (False, True)


def test_ones_own_retouch_and_words_of_others_are_not_told(client, page, ada):
    proposed = factories.suggestion(page, ("sérieux", "réel"), by=ada)
    suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    change(page, "ont été prévenus", "savent", factories.moderator())
    assert retouches(own(client, ada)) == []


def test_what_the_site_retouched_is_its_own(client, page, ada):
    change(page, "sérieux", "réel", SYSTEM)
    assert "par le site" in own(client, ada)


@pytest.mark.parametrize("number", [2, 3])
def test_retouch_beside_a_hidden_text_is_not_told(client, page, ada, number):
    change(page, "sérieux", "réel", factories.moderator(name="Théo Marchand"))
    change(page, "réel", "vrai", factories.moderator())
    revision = PageRevision.objects.get(id=page.pk, number=number)
    hiding.hide(revision, by=factories.moderator(), reason="It named somebody.")
    html = own(client, ada)
    assert (retouches(html), "Théo Marchand" in html, "réel" in html) == ([], False, False)


def test_hidden_author_of_a_retouch_is_not_told(client, page, ada):
    change(page, "sérieux", "réel", factories.moderator(name="Théo Marchand"))
    change(page, "réel", "vrai", factories.moderator())
    revision = PageRevision.objects.get(id=page.pk, number=3)
    hiding.hide(revision, by=factories.moderator(), reason="Private.", text=False, author=True)
    html = own(client, ada)
    assert ("Théo Marchand" in html, "par un auteur masqué" in html, len(retouches(html))) == (False, True, 1)


def test_history_that_is_read_again_tells_of_the_same_retouches(client, page, ada):
    change(page, "sérieux", "réel", factories.moderator(name="Théo Marchand"))
    change(page, "prévenus", "avertis", SYSTEM)
    before = list(Rewording.objects.order_by("pk").values())
    Rewording.objects.all().delete()
    recrediting.rebuild(Page.objects.filter(pk=page.pk), by=SYSTEM)
    assert (len(before), list(Rewording.objects.order_by("pk").values())) == (1, before)


@pytest.mark.parametrize("retouched_on", [1, 3])
def test_retouches_are_told_in_a_constant_number_of_queries(
    client, page, ada, retouched_on, django_assert_max_num_queries
):
    root = Page.objects.get(path="")
    for number in range(retouched_on):
        pages.create(root, by=SYSTEM, title=f"P{number}", slug=f"p{number}", source=TEXT)
        more = Page.objects.get(path=f"p{number}")
        proposed = factories.suggestion(more, ("engage que ceux", "vaut que pour ceux"), by=ada)
        suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
        for word in ("vaut", "pour")[:retouched_on]:
            change(more, word, "oblige", factories.moderator())
    client.force_login(ada)
    with django_assert_max_num_queries(15):
        html = seen(client, reverse("wiki:person-words", args=[people.name_of(ada)]))
    assert len(retouches(html)) == (1 if retouched_on == 1 else 6)


def test_what_the_site_alone_wrote_is_said_of_no_person(client, page):
    root = Page.objects.get(path="")
    pages.create(root, by=SYSTEM, title="Alone", slug="alone", source=TEXT)
    html = seen(client, "/alone/-/authorship/")
    assert ("personne</" in html or "1\u00a0personne" in html, html.count("le site seul")) == (False, 2)
