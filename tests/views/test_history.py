"""The past of a page as anybody reads it: its revisions, one of them, and the way to one for ever."""

import re

import pytest
from django.urls import reverse

from tests import factories
from wiki.actions import pages, rendering, revising
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """A page of three revisions, by two people."""
    made = factories.guide()["advice/first"]
    author, other = factories.moderator(name="Ada"), factories.admin(name="Grace")
    pages.edit(made, by=author, base=0, source="# First\n\nSecond state.\n", reason="Say more")
    pages.edit(made, by=other, base=1, source="# First\n\n<b>Third</b> state, [next](../second/).\n")
    return fresh(made)


def fresh(page):
    return Page.objects.get(pk=page.pk)


def ids(page):
    """The id of each revision by its number."""
    return dict(PageRevision.objects.filter(id=page.pk).values_list("number", "history_id"))


def text(answer):
    return answer.content.decode()


def bare(answer):
    """The answer without the number that each request has of its own, nor the words of its address."""
    body = re.sub(r'(name="q" value=)"[^"]*"', r"\1", text(answer))
    return answer.status_code, body.replace(answer.headers["X-Request-Id"], "")


# --- the list -----------------------------------------------------------------------------------------------


def test_history_lists_revisions_the_latest_first(client, page):
    body = text(client.get("/advice/first/-/history/"))
    places = [body.index(f">Révision {number}</a>") for number in (3, 2, 1)]
    assert places == sorted(places)
    shown = [word in body for word in ("<b>Ada</b>", "<b>Grace</b>", "Say more", "3 révisions")]
    assert shown == [True] * 4


def test_line_of_history_tells_all_that_is_known_of_a_revision(client, page):
    author, accepter, friend = (factories.person(name=name) for name in ("Ann", "Ben", "Cléo"))
    revising.record(
        page,
        rendering.prepare("# First\n", path="advice/first"),
        author=author,
        by=accepter,
        reason="<b>Why</b>",
        origin="import",
        commit="0123456789abcdef",
        co_authors=[{"name": "C.", "person": friend.pk}, {"name": "Dan", "person": 10**6}, {"name": "Eve"}],
    )
    body = text(client.get("/advice/first/-/history/"))
    for words in ("<b>Ann</b>", "Ben", "Cléo, Dan, Eve", "&lt;b&gt;Why&lt;/b&gt;", "0123456789<", "Import<"):
        assert words in body
    assert "abcdef" not in body
    assert [person.email in body for person in (author, accepter, friend)] == [False] * 3


def test_history_is_linked_from_the_page(client, page):
    assert 'href="/advice/first/-/history/"' in text(client.get("/advice/first/"))
    assert 'href="/-/home/history/"' in text(client.get("/"))


def test_history_of_the_home_page_stands_at_its_own_address(client, page):
    home = Page.objects.at("").get()
    assert f'href="/-/home/revisions/{ids(home)[1]}/"' in text(client.get("/-/home/history/"))
    assert client.get(f"/-/home/revisions/{ids(home)[1]}/").status_code == 200


def test_history_of_a_group_is_shown(client, page):
    group = factories.page(Page.objects.at("").get(), "group", "", title="The group", kind="group")
    assert client.get("/group/-/history/").status_code == 200
    assert client.get(f"/group/-/revisions/{ids(group)[1]}/").status_code == 200


@pytest.mark.parametrize("asked", ["2", "0", "3", "99999999999999999999", "-1", "x", "٢", "", "%00"])
def test_history_is_read_a_leaf_at_a_time(client, page, asked):
    ready = rendering.prepare("# First\n", path="advice/first")
    for _number in range(2, 60):
        revising.record(page, ready, author=None, by=SYSTEM)
    body = text(client.get(f"/advice/first/-/history/?page={asked}"))
    assert body.count('class="rev-no"') == (11 if asked == "2" else 50)
    assert ('rel="prev" href="?page=1"' in body, 'rel="next" href="?page=2"' in body) == (
        asked == "2",
        asked != "2",
    )


def test_history_takes_as_many_queries_for_three_revisions_as_for_one(
    client, page, django_assert_num_queries
):
    friend = factories.person()
    for address, queries in (("/advice/second/-/history/", 4), ("/advice/first/-/history/", 5)):
        with django_assert_num_queries(queries):
            client.get(address)
    for _more in range(2):
        revising.record(
            page,
            rendering.prepare("# First\n", path="advice/first"),
            author=friend,
            by=SYSTEM,
            co_authors=[{"name": "x", "person": friend.pk}],
        )
        with django_assert_num_queries(5):  # one of them for the names of all who wrote
            client.get("/advice/first/-/history/")


# --- one revision -------------------------------------------------------------------------------------------


def test_old_revision_reads_as_it_did(client, page):
    body = text(client.get(f"/advice/first/-/revisions/{ids(page)[2]}/"))
    assert "<p>Second state.</p>" in body
    assert "Third" not in body
    assert '<meta name="robots" content="noindex">' in body
    assert f'/advice/first/-/revisions/{ids(page)[2]}/">' in body.partition('rel="canonical"')[2][:200]
    links = [f'href="/advice/first/-/revisions/{ids(page)[number]}/"' in body for number in (1, 3)]
    assert links == [True, True]
    assert 'class="note warn"' in body


def test_last_revision_says_that_it_is_the_page_of_today(client, page):
    body = text(client.get(f"/advice/first/-/revisions/{ids(page)[3]}/"))
    assert ('class="note ok"' in body, 'rel="next"' in body) == (True, False)


def test_old_revision_passes_the_same_gates_as_a_page(client, page):
    hostile = "# First\n\n<script>alert(1)</script>\n<img src=x onerror=y>\n"
    pages.edit(page, by=SYSTEM, base=2, source=hostile, header="---\ntitle: <script>\n---\n")
    pages.edit(page, by=SYSTEM, base=3, source="# First\n", header="")
    body = text(client.get(f"/advice/first/-/revisions/{ids(page)[4]}/"))
    article = body[body.index("<article>") : body.index("</article>")]
    assert ("<script" in article, "onerror=" in article) == (False, False)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body[body.index('class="rev-source"') :]
    assert body.count("<script") == len(re.findall(r'<script (?:type="module" )?src="/static/', body))


def test_old_revision_takes_as_many_queries_in_a_long_history(client, page, django_assert_num_queries):
    for number in (1, 2, 3):
        address = f"/advice/first/-/revisions/{ids(page)[number]}/"
        client.get(address)
        # The page, the menu, the revision, its drawing, its two neighbours, the last of all.
        with django_assert_num_queries(6):
            client.get(address)


def test_revision_in_another_language_says_so(client, page):
    pages.edit(page, by=SYSTEM, base=2, lang="en")
    body = text(client.get(f"/advice/first/-/revisions/{ids(page)[4]}/"))
    assert '<h1 lang="en">First</h1>' in body


def test_revision_of_another_page_is_not_found(client, page):
    known = ids(page)[2]
    for other in ("/advice/second/-", "/-/home", "/lessons/-"):
        assert bare(client.get(f"{other}/revisions/{known}/")) == bare(client.get("/nothing-at-all/"))


@pytest.mark.parametrize(
    "pk",
    ["0", "-1", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 40, "x", "1%00", "1.0"],
)
def test_revision_that_is_none_is_not_found(client, page, pk):
    for address in (f"/advice/first/-/revisions/{pk}/", f"/-/home/revisions/{pk}/", f"/-/r/{pk}/"):
        assert client.get(address).status_code == 404


# --- wherever the page goes ---------------------------------------------------------------------------------


def test_permanent_address_follows_its_page(client, page):
    known = ids(page)[2]
    answer = client.get(f"/-/r/{known}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/advice/first/-/revisions/{known}/")
    pages.move(page, by=SYSTEM, base=page.version, parent=Page.objects.at("lessons").get())
    assert client.get(f"/-/r/{known}/")["Location"] == f"/lessons/first/-/revisions/{known}/"


def test_former_addresses_of_the_past_lead_to_it(client, page):
    known = ids(page)[2]
    pages.move(page, by=SYSTEM, base=page.version, parent=Page.objects.at("lessons").get())
    for asked, location in [
        ("/advice/first/-/history/?page=2", "/lessons/first/-/history/?page=2"),
        (f"/advice/first/-/revisions/{known}/", f"/lessons/first/-/revisions/{known}/"),
        ("/Lessons/First/-/history/", "/lessons/first/-/history/"),
    ]:
        assert client.get(asked)["Location"] == location


# --- who may see it -----------------------------------------------------------------------------------------


def past_of(page):
    known = ids(page)[1]
    return [f"/{page.path}/-/history/", f"/{page.path}/-/revisions/{known}/", f"/-/r/{known}/"]


@pytest.mark.parametrize("who", [None, factories.person, lambda: factories.person(trusted=True)])
@pytest.mark.parametrize("hidden", ["draft", "archived"])
def test_past_of_a_hidden_page_is_as_absent_as_the_page(client, page, hidden, who):
    if hidden == "archived":
        pages.archive(page, by=SYSTEM, base=page.version, reason="")
    else:
        pages.unpublish(page, by=SYSTEM, base=page.version)
    if who:
        client.force_login(who())
    for address in past_of(page):
        assert bare(client.get(address)) == bare(client.get("/nothing-at-all/"))


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_past_of_a_draft_is_read_by_those_who_decide(client, page, who):
    pages.unpublish(page, by=SYSTEM, base=page.version)
    client.force_login(who())
    assert [client.get(address).status_code for address in past_of(page)] == [200, 200, 302]


def test_past_of_an_archived_page_is_found_by_admins_in_the_administration(client, page):
    pages.archive(page, by=SYSTEM, base=page.version, reason="")
    client.force_login(factories.moderator())
    assert [client.get(address).status_code for address in past_of(page)] == [404, 404, 404]
    client.force_login(factories.admin())
    shown, state, permanent = past_of(page)
    assert [client.get(address).status_code for address in (shown, state)] == [404, 404]
    window = reverse("admin:wiki_pagerevision_change", args=[ids(page)[1]])
    assert client.get(permanent)["Location"] == window
    assert client.get(window).status_code == 200


def test_past_of_an_unlisted_page_is_read_by_anybody(client, page):
    pages.edit(page, by=SYSTEM, base=page.version, listed=False)
    assert [client.get(address).status_code for address in past_of(page)] == [200, 200, 302]


def test_outside_link_has_a_past_in_the_administration_alone(client, page):
    home = Page.objects.at("").get()
    link = factories.page(home, "", "", title="Away", kind="link", url="https://example.org/")
    address = f"/-/r/{ids(link)[1]}/"
    assert client.get(address).status_code == 404
    client.force_login(factories.admin())
    assert client.get(address).status_code == 302


# --- how it is answered -------------------------------------------------------------------------------------


def test_past_is_checked_each_time_and_answered_shortly_when_nothing_changed(client, page):
    for address in past_of(page)[:2]:
        answer = client.get(address)
        again = client.get(address, headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content, answer["X-Robots-Tag"]) == (304, b"", "noindex")
        assert (answer["Cache-Control"], len(answer.cookies)) == ("no-cache", 0)


def test_past_is_only_read(client, page):
    for address in past_of(page):
        assert client.post(address).status_code == 405
    assert client.head(past_of(page)[0]).status_code == 200


def test_ids_of_the_site_are_told_from_those_of_authors(client, page):
    for address in past_of(page)[:2]:
        body = text(client.get(address))
        body = body.partition("data-page-body>")[0] + body.rpartition("</article>")[2]
        assert [part[:3] for part in body.split(' id="')[1:]] == ["ui-"] * (body.count(' id="'))
        assert ('method="post"' in body, "csrf" in body.lower(), " style=" in body) == (False, False, False)


# --- what is asked of the list ------------------------------------------------------------------------------


def test_revisions_are_sifted_by_who_wrote_them_and_the_leaves_remember_it(client, page):
    ada = PageRevision.objects.get(id=page.pk, number=2).history_user
    body = text(client.get(f"/advice/first/-/history/?by={ada.pk}"))
    assert re.findall(r'class="rev-no"[^>]*>([^<]+)<', body) == ["Révision 2"]
    assert ("1 révision sur 3." in body, f'<option value="{ada.pk}" selected>Ada</option>' in body) == (
        True,
        True,
    )
    ready = rendering.prepare("# First\n", path="advice/first")
    for _number in range(50):
        revising.record(page, ready, author=ada, by=SYSTEM)
    body = text(client.get(f"/advice/first/-/history/?by={ada.pk}&minor=all"))
    assert f'rel="next" href="?by={ada.pk}&amp;minor=all&amp;page=2"' in body


@pytest.mark.parametrize("asked", ["by=x", "by=-1", "by=999999", "by=٢", "origin=move", "by=" + "9" * 40])
def test_what_no_revision_answers_to_says_so_or_is_not_asked(client, page, asked):
    body = text(client.get(f"/advice/first/-/history/?{asked}"))
    is_asked = asked in ("by=999999", "origin=move")
    assert ("Aucune révision de cette page ne répond à votre demande." in body) is is_asked
    assert body.count('class="rev-no"') == (0 if is_asked else 3)


def test_spelling_is_folded_and_the_rule_is_told(client, page):
    pages.edit(page, by=SYSTEM, base=2, source="# First\n\n<b>Third</b> states, [next](../second/).\n")
    body = text(client.get("/advice/first/-/history/"))
    assert ("Révision 4, mineure" in body, "Mineure\u00a0: 5 mots touchés au plus" in body) == (True, True)
    assert "<details" not in text(client.get("/advice/first/-/history/?minor=all")).partition("revs-form")[2]


def test_size_over_time_is_drawn_told_and_tabled(client, page):
    body = text(client.get("/advice/first/-/history/"))
    figure = body[body.index('<figure class="sizes">') : body.index("</figure>")]
    assert 'role="img" aria-labelledby="ui-sizes-title"' in figure
    assert "3 mots aujourd’hui\u202f; 7 à la révision 1, 7 au plus, à la révision 1." in figure
    assert re.findall(r'<th scope="row">(\d+)</th><td>[^<]+</td><td>(\d+)</td>', figure) == [
        ("1", "7"), ("2", "2"), ("3", "3"),
    ]  # fmt: skip


def test_those_who_may_restore_from_the_list_all_but_the_last(client, page):
    assert "/-/restore/" not in text(client.get("/advice/first/-/history/"))
    client.force_login(factories.moderator())
    body = text(client.get("/advice/first/-/history/"))
    ways = re.findall(r"/advice/first/-/restore/(\d+)/", body)
    assert ways == [str(ids(page)[number]) for number in (2, 1)]


def test_comparison_of_two_that_follow_each_other_leads_on(client, page):
    known = ids(page)
    body = text(client.get(f"/advice/first/-/compare/{known[1]}/{known[2]}/?view=source"))
    assert f'rel="next" href="/advice/first/-/compare/{known[2]}/{known[3]}/?view=source"' in body
    assert 'rel="prev"' not in body
    assert "data-steps" not in text(client.get(f"/advice/first/-/compare/{known[1]}/{known[3]}/"))
