"""What must always be true of pages is kept by the database itself."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction

from tests import factories
from wiki.models import Page, PageRevision

pytestmark = pytest.mark.django_db


def refused(**fields):
    """Whether the database itself refuses these values on an ordinary page."""
    page = factories.page(factories.home(), "plain")
    try:
        with transaction.atomic():
            Page.objects.filter(pk=page.pk).update(**fields)
    except DatabaseError:  # PostgreSQL measures a column before it asks a constraint
        return True
    return False


@pytest.mark.parametrize(
    "path",
    [
        "/a",
        "a/",
        "a//b",
        ".",
        "./a",
        "a/.",
        "a/./b",
        "..",
        "../a",
        "a/..",
        "a/../b",
        "-",
        "-/a",
        "a/-",
        "a/-/b",
        "",
    ],
)
def test_path_that_is_not_bare_is_refused(path):
    assert refused(path=path)


@pytest.mark.parametrize(
    "path", ["a", "a/b.md", "beta.gouv.fr/À_+$", "a-b/-c/d-", "...", "a/.../b", "%2e", "a" * 600]
)
def test_path_that_is_bare_is_kept(path):
    assert not refused(path=path)


@pytest.mark.parametrize(
    "fields",
    [
        {"path": "a" * 601},
        {"path": None},
        {"title": ""},
        {"state": "lost"},
        {"kind": "folder"},
        {"kind": "link"},
        {"url": "https://example.org/"},
        {"parent": None},
    ],
    ids=str,
)
def test_impossible_page_is_refused(fields):
    assert refused(**fields)


@pytest.mark.parametrize("url", ["https://a.b/", "http://a.b", "mailto:a@b.org", "/x/#part"])
def test_outside_link_leads_to_the_web_a_mailbox_or_a_page(url):
    assert not refused(kind="link", path=None, url=url)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.org", "x", " https://a.b", ""]
)
def test_outside_link_leads_nowhere_else(url):
    assert refused(kind="link", path=None, url=url)


def test_page_is_not_its_own_parent():
    page = factories.page(factories.home(), "plain")
    with pytest.raises(IntegrityError):
        Page.objects.filter(pk=page.pk).update(parent=page.pk)


@pytest.mark.parametrize(
    "fields", [{"state": "draft"}, {"state": "archived"}, {"listed": False}, {"kind": "group"}]
)
def test_home_page_is_always_a_listed_published_page(fields):
    root = factories.home()
    with pytest.raises(IntegrityError):
        Page.objects.filter(pk=root.pk).update(**fields)


def test_second_home_page_is_refused():
    page = factories.page(factories.home(), "plain")
    with pytest.raises(IntegrityError):
        Page.objects.filter(pk=page.pk).update(parent=None, path="")


def test_path_is_taken_once_among_the_living_and_freed_by_archiving():
    root = factories.home()
    first, second = factories.page(root, "a"), factories.page(root, "b")
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=second.pk).update(path="a")
    Page.objects.filter(pk=first.pk).update(state="archived")
    Page.objects.filter(pk=second.pk).update(path="a")
    assert Page.objects.at("a").get() == second


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("Page", "page"),
        ("page", "PAGE"),
        ("été", "éte\u0301"),
        ("e\u0301", "é"),
        ("a_b", "aXb"),
        ("a%", "ab"),
        ("a", "a "),
    ],
)
def test_paths_are_compared_byte_for_byte(kept, asked):
    root = factories.home()
    made = factories.page(root, "x", path=kept)
    assert list(Page.objects.at(asked)) == []
    other = factories.page(root, "y", path=asked)
    assert [Page.objects.at(kept).get(), Page.objects.at(asked).get()] == [made, other]


def test_visible_pages_are_the_published_ones_and_drafts_for_those_who_decide():
    root = factories.home()
    shown = factories.page(root, "shown")
    draft = factories.page(root, "draft", state="draft")
    factories.page(root, "gone", state="archived")
    for reader in (AnonymousUser(), factories.person(), factories.person(trusted=True)):
        assert set(Page.objects.visible_to(reader)) == {root, shown}
    for reader in (factories.moderator(), factories.admin()):
        assert set(Page.objects.visible_to(reader)) == {root, shown, draft}


def test_menu_holds_listed_pages_in_their_order():
    root = factories.home()
    second, first = factories.page(root, "b"), factories.page(root, "a")
    factories.page(root, "hidden", listed=False)
    Page.objects.filter(pk=second.pk).update(position=9)
    assert list(Page.objects.filter(parent=root).in_menu()) == [first, second]


def test_siblings_of_one_position_follow_french_order():
    root = factories.home()
    for title in ("Zone", "Éclair", "eau", "Œuvre", "objet"):
        factories.page(root, title, "", title=title)
    Page.objects.filter(parent=root).update(position=0)
    order = [page.title for page in Page.objects.filter(parent=root).in_menu()]
    assert order == ["eau", "Éclair", "objet", "Œuvre", "Zone"]


@pytest.mark.parametrize(
    ("path", "address", "source"),
    [
        ("a/b", "/a/b/", "/a/b.md"),
        ("été?", "/%C3%A9t%C3%A9%3F/", "/%C3%A9t%C3%A9%3F.md"),
        ("a#b %", "/a%23b%20%25/", "/a%23b%20%25.md"),
        ("x.md", "/x.md/", "/x.md.md"),
    ],
)
def test_address_is_the_path_quoted(path, address, source):
    page = Page(path=path)
    assert (page.address, page.get_absolute_url(), page.source_address) == (address, address, source)


def test_home_page_stands_at_the_root():
    assert (Page(path="").address, Page(path="").source_address) == ("/", "/index.md")


def test_outside_link_stands_where_it_leads():
    assert Page(path=None, kind="link", url="https://example.org/x").address == "https://example.org/x"


def test_menu_title_is_the_title_unless_another_was_chosen():
    assert (Page(title="Long").menu_title, Page(title="Long", nav_title="Short").menu_title) == (
        "Long",
        "Short",
    )


def test_text_is_the_file_as_written():
    assert Page(header="---\nicon: x\n---\n", source="# T\r\n").text == "---\nicon: x\n---\n# T\r\n"


def test_last_revision_comes_with_the_page_in_one_query(django_assert_num_queries):
    page = factories.page(factories.home(), "a")
    with django_assert_num_queries(1):
        found = Page.objects.with_last_revision().get(pk=page.pk)
    revision = PageRevision.objects.get(id=page.pk)
    assert (found.last_number, found.last_at) == (1, revision.at)


def test_properties_ask_the_database_nothing(django_assert_num_queries):
    page = Page.objects.get(pk=factories.page(factories.home(), "a").pk)
    with django_assert_num_queries(0):
        assert [page.address, page.source_address, page.menu_title, page.text, str(page)]


def test_page_has_few_methods():
    own = [name for name, member in vars(Page).items() if callable(member) or isinstance(member, property)]
    written = [
        name
        for name in own
        if not name.startswith(("_", "get_next", "get_previous")) and "display" not in name
    ]
    assert len(written) <= 12 + 3  # and Django's exceptions and history
