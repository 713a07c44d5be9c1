"""Two revisions of a page compared, as anybody meets it: three views, an address each, and every wrong one."""

import re

import pytest
from django.utils import translation

from tests import factories
from wiki.actions import pages
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM
from wiki.views import differences

pytestmark = pytest.mark.django_db

VIEWS = ("", "?view=sides", "?view=source")


@pytest.fixture
def page():
    """A page of three revisions, by two people."""
    made = factories.guide()["advice/first"]
    author, other = factories.moderator(name="Ada"), factories.admin(name="Grace")
    pages.edit(made, by=author, base=0, source="# First\n\nThe cat sleeps.\n", reason="Say less")
    pages.edit(made, by=other, base=1, source="# First\n\nThe cat **sleeps** well.\n", description="Of cats.")
    return Page.objects.get(pk=made.pk)


def ids(page):
    return dict(PageRevision.objects.filter(id=page.pk).values_list("number", "history_id"))


def address(page, one, other, view=""):
    known = ids(page)
    return f"/{page.path}/-/compare/{known[one]}/{known[other]}/{view}"


def text(answer):
    return answer.content.decode()


def bare(answer):
    """The answer without the number that each request has of its own, nor the words of its address."""
    body = re.sub(r'(name="q" value=)"[^"]*"', r"\1", text(answer))
    return answer.status_code, body.replace(answer.headers["X-Request-Id"], "")


def main(answer, *, spoken=False):
    """What is drawn, without the words that are said aloud before each change."""
    body = text(answer)
    shown = body[body.index("<main") : body.index("</main>")]
    return shown if spoken else re.sub(r' data-spoken="[^"]*"', "", shown)


# --- what it shows ------------------------------------------------------------------------------------------


def test_comparison_marks_what_changed_in_the_drawn_page(client, page):
    shown = main(client.get(address(page, 2, 3)))
    assert '<p>The cat <strong><span class="ui-restyled">sleeps</span></strong><ins> well</ins>.</p>' in shown
    assert "Mise en forme changée, mots gardés\u00a0: «\u00a0sleeps\u00a0»" in shown
    assert ("+1 mot<" in shown, "1 changement dans le texte" in shown) == (True, True)


@pytest.mark.parametrize(("view", "speaks"), [("", True), ("?view=sides", True), ("?view=source", False)])
def test_every_change_is_said_aloud(client, page, view, speaks):
    """Lines of a source say it in a column of their own; the key of the colours is read as it stands."""
    pages.edit(page, by=SYSTEM, base=2, source="# First\n\nThe dog sleeps.\n")
    shown = re.sub(r'<p class="meta">.*?</p>', "", main(client.get(address(page, 3, 4, view)), spoken=True))
    said = set(re.findall(r'<(ins|del) data-spoken="([^"]*)">', shown))
    assert said == ({("ins", "ajouté\u00a0:"), ("del", "retiré\u00a0:")} if speaks else set())
    assert ("<ins>" in shown, "<del>" in shown) == (not speaks, not speaks)


def test_comparison_tells_what_changed_beside_the_text(client, page):
    shown = main(client.get(address(page, 2, 3)))
    assert "<dt>Description</dt><dd><ins>Of cats.</ins></dd>" in shown


def test_header_of_a_page_is_compared_by_its_fields_and_as_it_is_written(client, page):
    told = {"nav_title": "Cats", "icon": "cat", "cover": "cat.png", "lang": "en", "listed": False}
    header = "---\nicon: cat\nlayout: wide\n---\n\n"
    pages.edit(page, by=SYSTEM, base=2, header=header, **told)
    shown = main(client.get(address(page, 3, 4)))
    fields = dict(re.findall(r"<dt>([^<]*)</dt><dd>(?:<del>[^<]*</del>)?<ins>([^<]*)</ins></dd>", shown))
    assert fields == {
        "Titre dans le menu": "Cats",
        "Icône": "cat",
        "Couverture": "cat.png",
        "Langue": "en",
        "Place dans le menu": "hors du menu",
    }
    written = re.sub("<[^>]*>", "", main(client.get(address(page, 3, 4, "?view=source"))))
    assert "layout: wide" in written


def test_comparison_names_both_revisions(client, page):
    shown = main(client.get(address(page, 2, 3)))
    for number, name in ((2, "Ada"), (3, "Grace")):
        assert f'href="/advice/first/-/revisions/{ids(page)[number]}/"' in shown
        assert f'href="/-/r/{ids(page)[number]}/"' in shown
        assert f"<b>{name}</b>" in shown
    assert "Say less" in shown


def test_comparison_side_by_side_shows_each_on_its_own(client, page):
    shown = main(client.get(address(page, 1, 2, "?view=sides")))
    before, after = re.findall(r'<div class="side">(.*?)</div>\s*</div>', shown, re.S)[:2]
    assert ("<ins>" in before, "<del>" in before) == (False, True)
    assert ("<ins>" in after, "<del>" in after) == (True, False)


def test_comparison_of_sources_says_removed_and_added_in_words(client, page):
    shown = main(client.get(address(page, 2, 3, "?view=source")))
    assert '<span class="visually-hidden">retirée </span>−</td><td>The cat sleeps.</td>' in shown
    assert (
        '<span class="visually-hidden">ajoutée </span>+</td><td>The cat <ins>**</ins>sleeps<ins>** well</ins>.</td>'
        in shown
    )


def test_each_view_has_an_address_and_says_where_one_is(client, page):
    for view in VIEWS:
        shown = main(client.get(address(page, 1, 3, view)))
        links = re.findall(r'<a href="([^"]*)"( aria-current="page")?>', shown[shown.index('class="seg"') :])[
            :3
        ]
        stem = address(page, 1, 3)
        assert [(href if "compare" in href else stem + href, bool(here)) for href, here in links] == [
            (stem + other, other == view) for other in VIEWS
        ]


def test_view_that_is_none_is_the_first(client, page):
    asked = [main(client.get(address(page, 1, 3, f"?view={view}"))) for view in ("x", "", "TEXT", "%00")]
    assert asked == [main(client.get(address(page, 1, 3)))] * 4


def test_changes_are_reached_one_after_another(client, page):
    pages.edit(page, by=SYSTEM, base=2, source="# First\n\nOne.\n\nTwo stays.\n\nThree.\n")
    pages.edit(page, by=SYSTEM, base=3, source="# First\n\nOnly.\n\nTwo stays.\n\nFour.\n")
    shown = main(client.get(address(page, 4, 5)))
    assert re.findall(r'href="#(ui-change-\d)"', shown) == ["ui-change-1", "ui-change-2", "ui-change-1"]
    assert re.findall(r'id="(ui-change-\d)"', shown) == ["ui-change-1", "ui-change-2"]
    assert "1 bloc inchangé" in shown


def test_equal_texts_are_said_to_be_equal(client, page):
    pages.edit(page, by=SYSTEM, base=2, title="Other title")
    shown = main(client.get(address(page, 3, 4)))
    assert ("<ins>" in shown, "Le texte se lit de même" in shown) == (True, True)
    assert "ui-change-1" not in shown


def test_texts_that_only_their_source_tells_apart_lead_to_it(client, page):
    pages.edit(page, by=SYSTEM, base=2, source="# First\n\nThe cat __sleeps__ well.\n")
    assert 'href="?view=source"' in main(client.get(address(page, 3, 4)))
    assert "ui-change-1" in main(client.get(address(page, 3, 4, "?view=source")))


def test_reading_backwards_is_said_and_can_be_turned(client, page):
    shown = main(client.get(address(page, 3, 2)))
    assert ("<del> well</del>" in shown, "Vous lisez à rebours" in shown) == (True, True)
    assert shown.count(f'href="{address(page, 2, 3)}"') == 2
    assert "Vous lisez à rebours" not in main(client.get(address(page, 2, 3)))


def test_move_of_a_page_is_told(client, page):
    pages.move(page, by=SYSTEM, base=page.version, parent=Page.objects.at("lessons").get())
    page.refresh_from_db()
    shown = main(client.get(address(page, 3, 4)))
    assert "<dt>Adresse</dt><dd><del>/advice/first/</del><ins>/lessons/first/</ins></dd>" in shown


def test_comparison_of_the_home_page_stands_at_its_own_address(client, page):
    home = Page.objects.at("").get()
    pages.edit(home, by=SYSTEM, base=home.version, source="# The guide\n\nGood day.\n")
    known = ids(home)
    shown = main(client.get(f"/-/home/compare/{known[1]}/{known[2]}/"))
    assert "<del>Welcome</del><ins>Good day</ins>" in shown


def test_comparison_passes_the_gates_on_both_sides(client, page):
    hostile = "# First\n\n<script>alert(1)</script>\n<img src=x onerror=y>\n\n{% hint style='\"><script>' %}\na\n{% endhint %}\n"
    pages.edit(
        page, by=SYSTEM, base=2, source=hostile, header="---\ntitle: <script>\n---\n", description="<script>"
    )
    for one, other in ((3, 4), (4, 3)):
        for view in VIEWS:
            shown = main(client.get(address(page, one, other, view)))
            assert ("<script" in shown, re.search(r"<[^>]* onerror=", shown)) == (False, None)


# --- choosing two -------------------------------------------------------------------------------------------


def test_form_of_the_history_leads_to_the_comparison(client, page):
    known = ids(page)
    shown = main(client.get("/advice/first/-/history/"))
    assert re.findall(r'name="(.)" value="(\d+)"( checked)?', shown)[:4] == [
        ("a", str(known[3]), ""), ("b", str(known[3]), " checked"),
        ("a", str(known[2]), " checked"), ("b", str(known[2]), ""),
    ]  # fmt: skip
    assert '<form class="revs-form" action="/advice/first/-/compare/" method="get">' in shown


@pytest.mark.parametrize("order", [(1, 3), (3, 1)])
def test_chosen_revisions_are_compared_the_earlier_first(client, page, order):
    one, other = (ids(page)[number] for number in order)
    answer = client.get(f"/advice/first/-/compare/?a={one}&b={other}")
    assert (answer.status_code, answer["Location"]) == (302, address(page, 1, 3))


@pytest.mark.parametrize(
    "asked",
    ["", "?a=1", "?b=1", "?a=x&b=y", "?a=%00&b=1", f"?a={'9' * 40}&b=1", "?a=0&b=0", "?a=-1&b=1", "?a=²&b=1"],
)
def test_choice_that_is_none_leads_back_to_the_list(client, page, asked):
    answer = client.get(f"/advice/first/-/compare/{asked}")
    assert (answer.status_code, answer["Location"]) == (302, "/advice/first/-/history/")


def test_history_of_one_revision_offers_no_comparison(client, page):
    shown = main(client.get("/advice/second/-/history/"))
    assert ("<form" in shown, "/compare/" in shown) == (False, False)


def test_each_revision_of_the_history_is_compared_with_the_one_before(client, page):
    shown = main(client.get("/advice/first/-/history/"))
    assert re.findall(r'class="rev-former" href="([^"]*)"', shown) == [
        address(page, 2, 3),
        address(page, 1, 2),
    ]


def test_old_revision_leads_to_its_comparisons(client, page):
    shown = main(client.get(f"/advice/first/-/revisions/{ids(page)[2]}/"))
    assert [f'href="{address(page, *pair)}"' in shown for pair in ((1, 2), (2, 3))] == [True, True]


# --- wrong addresses ----------------------------------------------------------------------------------------


def test_revision_compared_with_itself_is_read_alone(client, page):
    answer = client.get(address(page, 2, 2))
    assert (answer.status_code, answer["Location"]) == (302, f"/advice/first/-/revisions/{ids(page)[2]}/")


def test_revisions_of_another_page_are_not_found(client, page):
    other = ids(Page.objects.at("advice/second").get())[1]
    mine = ids(page)[1]
    for one, two in (
        (mine, other),
        (other, mine),
        (other, other),
        (0, mine),
        (mine, 2**31),
        (2**63, 2**63),
        (mine, 10**40),
    ):
        asked = f"/advice/first/-/compare/{one}/{two}/"
        assert bare(client.get(asked)) == bare(client.get("/nothing-at-all/")), asked
    assert client.get(f"/advice/second/-/compare/{mine}/{ids(page)[2]}/").status_code == 404
    assert client.get(f"/-/home/compare/{mine}/{ids(page)[2]}/").status_code == 404


@pytest.mark.parametrize("rest", ["x/1/", "1/x/", "-1/1/", "1/", "1/1%00/", "1.0/1/"])
def test_address_that_is_none_is_not_found(client, page, rest):
    assert client.get(f"/advice/first/-/compare/{rest}").status_code == 404


def test_former_address_leads_to_the_comparison(client, page):
    pages.move(page, by=SYSTEM, base=page.version, parent=Page.objects.at("lessons").get())
    asked = address(page, 1, 2, "?view=source").replace("lessons", "advice")
    page.refresh_from_db()
    assert client.get(asked)["Location"] == address(page, 1, 2, "?view=source")
    assert client.get("/advice/first/-/compare/?a=1")["Location"] == "/lessons/first/-/compare/?a=1"


# --- who may see it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [None, factories.person, lambda: factories.person(trusted=True)])
@pytest.mark.parametrize("hidden", ["draft", "archived"])
def test_comparison_of_a_hidden_page_is_as_absent_as_the_page(client, page, hidden, who):
    asked = address(page, 1, 2)
    if hidden == "archived":
        pages.archive(page, by=SYSTEM, base=page.version, reason="")
    else:
        pages.unpublish(page, by=SYSTEM, base=page.version)
    if who:
        client.force_login(who())
    for one in (asked, "/advice/first/-/compare/?a=1&b=2"):
        assert bare(client.get(one)) == bare(client.get("/nothing-at-all/"))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("hidden", ["draft", "archived"])
def test_comparison_that_was_kept_is_hidden_with_its_page(client, page, hidden, view):
    asked = address(page, 1, 2, view)
    assert [client.get(asked).status_code for _time in range(2)] == [200, 200]
    if hidden == "archived":
        pages.archive(page, by=SYSTEM, base=page.version, reason="")
    else:
        pages.unpublish(page, by=SYSTEM, base=page.version)
    assert bare(client.get(asked)) == bare(client.get("/nothing-at-all/"))


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_comparison_of_a_draft_is_read_by_those_who_decide(client, page, who):
    pages.unpublish(page, by=SYSTEM, base=page.version)
    client.force_login(who())
    assert client.get(address(page, 1, 2)).status_code == 200


# --- how it is answered -------------------------------------------------------------------------------------


def test_comparison_is_checked_each_time_and_answered_shortly_when_nothing_changed(client, page):
    for view in VIEWS:
        answer = client.get(address(page, 1, 3, view))
        again = client.get(address(page, 1, 3, view), headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content, answer["X-Robots-Tag"]) == (304, b"", "noindex")
        assert (answer["Cache-Control"], len(answer.cookies)) == ("no-cache", 0)


@pytest.mark.parametrize("view", VIEWS)
def test_comparison_reads_the_same_when_it_was_kept(client, page, view):
    first, again = (bare(client.get(address(page, 1, 3, view))) for _time in range(2))
    assert first == again


@pytest.mark.parametrize("view", VIEWS)
def test_comparison_is_kept_for_its_texts_and_not_for_its_revisions(client, page, view):
    """A text that was taken out of the history is shown to nobody any more."""
    asked = address(page, 1, 2, view)
    assert "sleeps" in main(client.get(asked))
    PageRevision.objects.filter(id=page.pk, number=2).update(source="# First\n\nNothing of it.\n")
    assert "sleeps" not in main(client.get(asked))


def test_comparison_is_kept_in_each_language(page):
    before, after = PageRevision.objects.filter(id=page.pk, number__gt=1).order_by("number")
    told = []
    for language in ("fr", "en", "fr"):
        with translation.override(language):
            told.append("Mise en forme changée" in differences.drawn(before, after, "text", lang="").html)
    assert told == [True, False, True]


def test_comparison_is_only_read(client, page):
    assert [
        client.post(asked).status_code for asked in (address(page, 1, 2), "/advice/first/-/compare/")
    ] == [405, 405]


@pytest.mark.parametrize("view", VIEWS)
def test_comparison_takes_as_many_queries_in_a_long_history(
    client, page, django_assert_max_num_queries, view
):
    taken = []
    for one, other in ((1, 2), (1, 3)):
        client.get(address(page, one, other, view))
        with django_assert_max_num_queries(8) as queries:
            client.get(address(page, one, other, view))
        taken.append(len(queries))
    for _more in range(5):
        pages.edit(page, by=SYSTEM, base=page.version, source=f"# First\n\n{_more}\n")
    client.get(address(page, 1, 8, view))
    with django_assert_max_num_queries(8) as queries:
        client.get(address(page, 1, 8, view))
    # Neighbours alone are asked for what stands before and after them.
    assert [*taken, len(queries)] == [taken[1] + 1, taken[1], taken[1]]


@pytest.mark.parametrize("view", VIEWS)
def test_ids_of_the_site_stand_once(client, page, view):
    found = re.findall(r' id="([^"]*)"', text(client.get(address(page, 1, 3, view))))
    assert sorted(found) == sorted(set(found))
