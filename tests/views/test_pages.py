"""What readers get: pages, their source, and the right refusals, fast and without a cookie."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki.models import Page, Redirect

pytestmark = pytest.mark.django_db


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


# --- a page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "advice", "advice/first"])
def test_page_is_shown_with_its_title_and_its_text_apart(client, path):
    page = factories.guide()[path]
    answer = client.get(page.address)
    body = text(answer)
    assert answer.status_code == 200
    assert body.count("<h1") == 1
    assert f"<h1>{page.title}</h1>" in body
    assert f"data-page-body>{page.html}</div>" in re.sub(r'<a class="here" .*?</a>', "", body)
    assert (
        body.index("<article") < body.index("<h1>") < body.index("data-page-body") < body.index("</article>")
    )


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("shown", ["home", "section", "page", "empty"])
def test_anonymous_view_takes_two_queries_at_most(client, django_assert_max_num_queries, rows, shown):
    root = factories.home("# Home\n\nText.\n")
    for number in range(rows):
        section = factories.page(root, f"s{number}")
        page = factories.page(section, f"p{number}", "# P\n\n## H\n\nText.\n")
        empty = factories.page(page, f"e{number}", "# Empty\n")
    address = {"home": root, "section": section, "page": page, "empty": empty}[shown].address
    with django_assert_max_num_queries(2):
        assert client.get(address).status_code == 200


def test_signed_in_view_takes_as_many_queries_with_three_pages_as_with_one(client, django_assert_num_queries):
    root = factories.home()
    client.force_login(factories.person())
    client.get("/")  # the first visit also writes the session
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    factories.page(factories.page(root, "a"), "b")
    with django_assert_num_queries(len(one)):
        client.get("/")


def test_page_is_surrounded_by_its_neighbours_ancestors_and_outline(client):
    factories.guide()
    body = text(client.get("/advice/first/"))
    for words in (
        '<a rel="prev" href="/advice/"',
        '<a rel="next" href="/advice/second/"',
        '<a href="#one">One</a>',
        '<a href="#deeper">Deeper</a>',
        'href="/advice/first/" aria-current="page"',
        'href="/advice/first.md"',
    ):
        assert words in body


def test_headings_of_a_page_link_to_themselves_in_its_language(client):
    root = factories.home("# Home\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n")
    factories.page(root, "a", '# A\n\n## <b> & "{heading}"\n', lang="en")
    links = re.compile(r'<a class="here" data-gb-chrome href="#([^"]+)" aria-label="([^"]+)">#</a>')
    assert links.findall(text(client.get("/"))) == [
        ("two", "Lien vers « Two »"),
        ("three", "Lien vers « Three »"),
        ("four", "Lien vers « Four »"),
    ]
    assert links.findall(text(client.get("/a/"))) == [
        ("and-heading", "Link to “&amp; &quot;{heading}&quot;”")
    ]


def test_page_without_text_lists_its_children(client):
    made = factories.guide()
    factories.page(made["lessons"], "shown", description="About it.")
    body = text(client.get("/lessons/"))
    assert '<a href="/lessons/shown/">Shown</a><p>About it.</p>' in body
    assert "Secret" not in body


def test_page_does_not_list_again_the_children_its_text_leads_to(client):
    factories.guide()
    below = text(client.get("/advice/")).partition('class="below"')[2]
    assert '<a href="/advice/second/">Second</a>' in below
    assert '<a href="/advice/first/">First</a>' not in below.partition("</nav>")[0]


def test_group_shows_what_stands_below_it_and_has_no_source(client):
    root = factories.home()
    group = factories.page(root, "group", "", title="The group", kind="group")
    factories.page(group, "inside")
    answer = client.get("/group/")
    assert answer.status_code == 200
    assert '<a href="/group/inside/">Inside</a>' in text(answer)
    assert client.get("/group.md").status_code == 404


def test_outside_link_stands_in_the_menu_and_has_no_page(client):
    root = factories.home()
    factories.page(root, "", "", title="Away", kind="link", url="https://example.org/")
    assert '<a href="https://example.org/" class="away"' in text(client.get("/")).replace("\n", "")


def test_titles_and_descriptions_are_escaped(client):
    root = factories.home("# Home\n")
    factories.page(
        root, "x", "Text.\n", title="<script>alert(1)</script>", description='"><img src=x onerror=1>'
    )
    for address in ("/", "/x/"):
        body = text(client.get(address))
        assert "<script>alert" not in body
        assert "<img src=x" not in body


def test_page_in_another_language_says_so_on_its_own_words_alone(client):
    root = factories.home()
    factories.page(root, "a", "# A\n", lang="en", description="About it.")
    body = text(client.get("/a/"))
    assert body.count(' lang="en"') == body.count('<h1 lang="en">A</h1>') + 2 == 3
    assert '<p class="lede" lang="en">About it.</p>' in body
    assert body.count(" lang=") - body.count(' lang="en"') == 1  # the site's own, on <html>


# --- who may see it -----------------------------------------------------------------------------------------


ABSENT = ["/lessons/secret/", "/lessons/secret.md", "/lessons/secret", "/Lessons/SECRET/", "/nowhere/"]


def bare(answer: HttpResponse) -> tuple[int, str]:
    """The answer without the number that each request has of its own, nor the words of its address."""
    body = re.sub(r'(name="q" value=)"[^"]*"', r"\1", text(answer))
    return answer.status_code, body.replace(answer.headers["X-Request-Id"], "")


@pytest.mark.parametrize("address", ABSENT)
@pytest.mark.parametrize("who", ["anonymous", "contributor", "trusted"])
def test_draft_answers_as_what_does_not_exist(client, address, who):
    factories.guide()
    if who != "anonymous":
        client.force_login(factories.person(trusted=who == "trusted"))
    assert bare(client.get(address)) == bare(client.get("/nothing-at-all/"))


@pytest.mark.parametrize(
    "address", ["/", "/advice/", "/lessons/", "/advice/second/", "/index.md", "/lessons.md"]
)
def test_draft_shows_nowhere_else(client, address):
    factories.guide()
    assert "secret" not in text(client.get(address)).lower()


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_draft_is_shown_to_those_who_decide(client, who):
    factories.guide()
    client.force_login(who())
    assert client.get("/lessons/secret/").status_code == 200
    assert "Hidden words." in text(client.get("/lessons/secret.md"))


@pytest.mark.parametrize("who", [None, factories.person, factories.admin])
def test_archived_page_is_shown_to_nobody(client, who):
    factories.page(factories.home(), "old", state="archived")
    if who:
        client.force_login(who())
    assert client.get("/old/").status_code == 404


def test_unlisted_page_is_read_by_its_address_and_not_indexed(client):
    root = factories.home()
    factories.page(root, "quiet", listed=False)
    answer = client.get("/quiet/")
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    assert '<meta name="robots" content="noindex">' in text(answer)
    assert client.get("/quiet.md")["X-Robots-Tag"] == "noindex"
    assert "quiet" not in text(client.get("/")).lower()


def test_listed_page_below_an_unlisted_one_is_not_indexed_either(client):
    quiet = factories.page(factories.home(), "quiet", listed=False)
    factories.page(quiet, "below")
    answer = client.get("/quiet/below/")
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    assert '<meta name="robots" content="noindex">' in text(answer)
    assert client.get("/quiet/below.md")["X-Robots-Tag"] == "noindex"


def test_listed_page_is_indexed(client):
    factories.home()
    answer = client.get("/")
    assert "X-Robots-Tag" not in answer
    assert "noindex" not in text(answer)


# --- its source ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "address"), [("", "/index.md"), ("a", "/a.md"), ("a/été.fr", "/a/%C3%A9t%C3%A9.fr.md")]
)
def test_source_is_served_as_it_was_written(client, path, address):
    root = factories.home("\ufeff# Home\r\n\r\nText \u00a0\n no end")
    if path:
        factories.page(root, "x", "# X\r\n<script>\n", header="---\nicon: x\n---\n", path=path)
    page = Page.objects.at(path).get()
    answer = client.get(address)
    assert answer.content == page.text.encode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_path_that_ends_in_md_is_a_page_where_there_is_no_source(client):
    root = factories.home()
    factories.page(root, "x", "# X\n", path="notes.md")
    assert client.get("/notes.md/").status_code == 200
    answer = client.get("/notes.md")
    assert (answer.status_code, answer["Location"]) == (302, "/notes.md/")
    assert client.get("/notes.md.md").content == b"# X\n"
    factories.page(root, "notes", "# Notes\n")
    assert client.get("/notes.md").content == b"# Notes\n"


def test_source_of_nothing_is_not_found(client):
    factories.home()
    assert [client.get(path).status_code for path in ("/x.md", "/.md", "/x/.md", "/a/b.md")] == [404] * 4


def test_icon_that_browsers_ask_for_is_ours(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/img/favicon.ico")


# --- other spellings of an address --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status", "location"),
    [
        ("/advice", 301, "/advice/"),
        ("/advice/first", 301, "/advice/first/"),
        ("/advice?x=1&y=2", 301, "/advice/?x=1&y=2"),
        ("/Advice/", 302, "/advice/"),
        ("/ADVICE/First/", 302, "/advice/first/"),
        ("/ADVICE/First?x=1", 302, "/advice/first/?x=1"),
        ("/Advice.md", 302, "/advice.md"),
    ],
)
def test_other_spelling_leads_to_the_page_in_one_step(client, asked, status, location):
    factories.guide()
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (status, location)
    assert "no-cache" in answer["Cache-Control"]


def test_paths_tell_case_apart_and_redirect_only_to_what_exists_alone(client):
    root = factories.home()
    factories.page(root, "page", "# Small\n")
    factories.page(root, "Page", "# Capital\n")
    assert "<h1>Small</h1>" in text(client.get("/page/"))
    assert "<h1>Capital</h1>" in text(client.get("/Page/"))
    assert client.get("/PAGE/").status_code == 404


def test_case_is_told_apart_beyond_ascii_too(client):
    factories.page(factories.home(), "été")
    answer = client.get("/%C3%89T%C3%89/")
    assert (answer.status_code, answer["Location"]) == (302, "/%C3%A9t%C3%A9/")


def test_case_of_a_draft_gives_nothing_away(client):
    root = factories.home()
    factories.page(root, "page", state="draft")
    assert client.get("/Page/").status_code == 404
    factories.page(root, "PAGE")
    assert client.get("/Page/")["Location"] == "/PAGE/"


def test_former_address_leads_to_the_page_for_good(client):
    made = factories.guide()
    Redirect.objects.create(path="old/place", page=made["advice/first"])
    for asked, location in [
        ("/old/place/", "/advice/first/"),
        ("/old/place", "/advice/first/"),
        ("/old/place.md", "/advice/first.md"),
        ("/old/place/?x=1", "/advice/first/?x=1"),
    ]:
        answer = client.get(asked)
        assert (answer.status_code, answer["Location"]) == (301, location)


def test_live_page_beats_a_former_address(client):
    made = factories.guide()
    Redirect.objects.create(path="advice", page=made["lessons"])
    assert "<h1>Advice</h1>" in text(client.get("/advice/"))


def test_former_address_of_a_draft_is_not_found(client):
    made = factories.guide()
    Redirect.objects.create(path="old", page=made["lessons/secret"])
    assert client.get("/old/").status_code == 404
    client.force_login(factories.moderator())
    assert client.get("/old/")["Location"] == "/lessons/secret/"


ODD = [
    "/%00/", "/a%00b", "/%00.md", "/%ff/", "/%ff.md", "/%ED%A0%80/", "/%c3%28/", "/" + "a" * 5000 + "/",
    "/" + "a/" * 2000, "/../../etc/passwd", "/..%2f..%2fetc/", "/advice/../../", "/./", "/../", "/.../",
    "/advice./", "/advice../", "/advice%20/", "/advice/%0a/", "/advice%0d%0aX: y/", "/%0a", "/a%0a.md",
    "//", "///a//", "/advice//", "//evil.org/", "/%2f%2fevil.org/", "/\\evil.org/", "/-/", "/-/nothing/",
    "/advice/-/", "/advice/-/history/", "/.md", "/%25/", "/%/", "/%zz/", "/'/", "/\"/", "/<script>/",
    "/{{7*7}}/", "/%F0%9F%92%A9/", "/a?b=%00", "/%E2%80%AE/",
]  # fmt: skip


@pytest.mark.parametrize("path", ODD, ids=lambda path: path[:24])
def test_odd_address_is_refused_and_never_an_error(client, path):
    factories.guide()
    for address in (path, path.rstrip("/")):
        answer = client.get(address or "/")
        assert answer.status_code in (200, 301, 302, 404)
        assert not answer.get("Location", "/").startswith(("//", "/\\", "http"))


# --- an anonymous page holds nothing personal ---------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/advice/", "/advice/first/"])
def test_anonymous_page_holds_no_form_that_needs_a_token_no_inline_script_and_no_inline_style(
    client, address
):
    factories.guide()
    body = text(client.get(address))
    assert set(re.findall(r'<form[^>]* method="(\w+)"', body)) == {"get"}
    assert body.count("<form") == 1  # that of the search, which needs no token
    assert "csrf" not in body.lower()
    assert " style=" not in body
    assert "<style" not in body
    assert re.findall(r"<script(?: type=\"module\")? src=\"/static/js/(\w+).js\"></script>", body) == [
        "theme",
        "site",
    ]
    assert body.count("<script") == 2 + body.count(
        '<script type="application/ld+json">'
    )  # which runs nothing
    assert "http://" not in body.replace("http://www.w3.org", "").replace(settings.SITE_URL, "")


@pytest.mark.parametrize("address", ["/", "/advice/", "/advice/first/"])
def test_ids_of_the_site_are_told_from_those_of_authors(client, address):
    made = factories.guide()
    page = next(page for page in made.values() if page.address == address)
    ours = re.sub(r'<a class="here" .*?</a>', "", text(client.get(address))).replace(page.html, "")
    assert [name for name in re.findall(r'\sid="([^"]+)"', ours) if not name.startswith("ui-")] == []


def test_site_without_pages_has_no_home_and_no_error(client):
    assert client.get("/").status_code == 404
    assert client.get("/index.md").status_code == 404
