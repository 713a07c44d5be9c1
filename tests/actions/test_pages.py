"""Pages are created and edited at addresses that can be theirs."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.actions import pages
from wiki.errors import BadAddress, BadPage, EditConflict, NotAllowed
from wiki.models import Page, PageRevision, Redirect
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


def revisions(page):
    return list(PageRevision.objects.filter(id=page.pk).order_by("number"))


def test_page_stands_below_its_parent_last_among_its_siblings():
    root = factories.home()
    first = pages.create(root, by=SYSTEM, slug="first", source="# First\n")
    second = pages.create(root, by=SYSTEM, slug="second", source="# Second\n")
    below = pages.create(first, by=SYSTEM, slug="below", source="# Below\n")
    assert [page.path for page in (root, first, second, below)] == ["", "first", "second", "first/below"]
    assert [page.position for page in (first, second, below)] == [0, 1, 0]
    assert Page.objects.get(pk=below.pk).parent == first


def test_title_is_the_heading_that_opens_the_text_else_the_one_given():
    root = factories.home()
    written = pages.create(root, by=SYSTEM, slug="a", title="Given", source="# *Written* `here`\n\nText.\n")
    given = pages.create(root, by=SYSTEM, slug="b", title="Given", source="Text.\n")
    assert (written.title, given.title) == ("Written here", "Given")


def test_slug_is_made_of_the_title_and_steps_aside_for_a_namesake():
    root = factories.home()
    made = [pages.create(root, by=SYSTEM, source="# L'été à la mer & œuvres\n") for _ in range(3)]
    assert len({page.path for page in made}) == 3
    stem = made[0].slug
    assert [page.slug for page in made[1:]] == [f"{stem}-1", f"{stem}-2"]
    assert stem.isascii()


@pytest.mark.parametrize("title", ["Admin", "API", "Static"])
def test_slug_made_of_a_title_never_takes_an_address_of_the_site(title):
    root = factories.home()
    page = pages.create(root, by=SYSTEM, title=title)
    assert page.path == f"{title.lower()}-1"
    assert pages.create(page, by=SYSTEM, title=title).path == f"{title.lower()}-1/{title.lower()}"


@pytest.mark.parametrize(
    "slug", ["-", "accounts", "admin", "api", "static", "media", ".", "..", "a/b", "a\nb", "x" * 601]
)
def test_slug_that_cannot_be_an_address_is_refused(slug):
    root = factories.home()
    with pytest.raises(BadAddress) as refusal:
        pages.create(root, by=SYSTEM, slug=slug, source="# A\n")
    assert str(refusal.value) != ""
    assert Page.objects.count() == 1


@pytest.mark.parametrize("path", ["/a", "a/", "a//b", "a/-/b", "-/a", "admin/x", "api", ""])
def test_path_that_cannot_be_an_address_is_refused(path):
    root = factories.home()
    with pytest.raises(BadAddress):
        pages.create(root, by=SYSTEM, path=path, source="# A\n")


def test_address_in_use_is_refused_and_one_that_differs_by_case_is_not():
    root = factories.home()
    pages.create(root, by=SYSTEM, slug="page", source="# A\n")
    with pytest.raises(BadAddress):
        pages.create(root, by=SYSTEM, slug="page", source="# B\n")
    assert pages.create(root, by=SYSTEM, slug="Page", source="# B\n").path == "Page"


def test_address_of_an_archived_page_is_free():
    root = factories.home()
    factories.page(root, "a", state="archived")
    assert pages.create(root, by=SYSTEM, slug="a", source="# A\n").path == "a"


def test_imported_page_stands_where_its_file_says():
    root = factories.home()
    group = pages.create(root, by=SYSTEM, slug="group", title="Group", kind="group")
    page = pages.create(
        group, by=SYSTEM, path="Other/beta.gouv.fr", book_path="Other/beta.gouv.fr.md", title="T"
    )
    assert (page.path, page.slug, page.parent) == ("Other/beta.gouv.fr", "beta.gouv.fr", group)


def test_outside_link_has_an_address_of_its_own_and_no_path():
    root = factories.home()
    link = pages.create(root, by=SYSTEM, title="Away", kind="link", url="https://example.org/")
    assert (link.path, link.slug, link.address) == (None, "", "https://example.org/")
    with pytest.raises(NotAllowed):
        pages.create(link, by=factories.admin(), slug="below", source="# Below\n")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JavaScript:alert(1)", "//evil.org/", "data:,x", ""])
def test_outside_link_that_is_no_address_is_refused(url):
    root = factories.home()
    with pytest.raises(BadAddress):
        pages.create(root, by=SYSTEM, title="Away", kind="link", url=url)


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("", ""),
        ("Text\n", "x" * 201),
        ("# " + "x" * 201 + "\n", ""),
        ("nul \0\n", "T"),
        ("\ud800\n", "T"),
        ("é" * 131_073, "T"),
    ],
    ids=["no title", "long title", "long heading", "NUL", "half a character", "256 KB"],
)
def test_text_that_cannot_be_kept_is_refused_with_a_sentence(source, title):
    root = factories.home()
    with pytest.raises(BadPage) as refusal:
        pages.create(root, by=SYSTEM, slug="a", source=source, title=title)
    assert str(refusal.value).endswith((".", ")."))
    assert Page.objects.count() == 1


def test_bytes_of_the_file_are_kept_as_written():
    root = factories.home()
    header, source = "\ufeff---\r\ndescription: x\r\n---\r\n", "# T\r\n\r\ntext\u00a0 \r\nno end"
    page = Page.objects.get(pk=pages.create(root, by=SYSTEM, slug="a", header=header, source=source).pk)
    assert (page.header, page.source, page.text) == (header, source, header + source)


def test_first_revision_tells_who_wrote_and_from_where():
    author = factories.moderator()
    root = factories.home()
    page = pages.create(root, by=author, slug="a", source="# A\n", reason=" Because. ")
    only = revisions(page)[0]
    assert (only.number, only.author, only.accepted_by, only.reason, only.origin) == (
        1,
        author,
        None,
        "Because.",
        "edit",
    )
    assert (only.source, only.path, only.history_type) == ("# A\n", "a", "+")
    site = revisions(root)[0]
    assert (site.author, site.accepted_by) == (None, None)


def test_edit_makes_a_revision_and_derives_all_anew():
    page = factories.page(factories.home(), "a", "# A\n\nOld.\n")
    editor = factories.admin()
    revision = pages.edit(
        page, by=editor, base=page.version, source="# New title\n\n## Part\n\nNew.\n", reason="Better"
    )
    kept = Page.objects.get(pk=page.pk)
    assert (kept.title, kept.version, revision.number) == ("New title", 1, 2)
    assert [heading["text"] for heading in kept.outline] == ["Part"]
    assert (kept.plain.split(), kept.sort_key) == (["Part", "New."], "new title")
    assert (revision.author, revision.reason) == (editor, "Better")
    assert [(kept.number, kept.source) for kept in revisions(page)] == [
        (1, "# A\n\nOld.\n"),
        (2, "# New title\n\n## Part\n\nNew.\n"),
    ]


def test_edit_of_one_field_keeps_the_text():
    page = factories.page(factories.home(), "a", "# A\n\nText.\n")
    pages.edit(page, by=SYSTEM, base=0, description="What it says", nav_title="Menu")
    kept = Page.objects.get(pk=page.pk)
    assert (kept.description, kept.nav_title, kept.source, kept.title) == (
        "What it says",
        "Menu",
        "# A\n\nText.\n",
        "A",
    )


def test_edit_leaves_the_order_of_the_menu_alone():
    page = factories.page(factories.home(), "a")
    Page.objects.filter(pk=page.pk).update(position=7)
    pages.edit(page, by=SYSTEM, base=0, source="# B\n")
    assert Page.objects.get(pk=page.pk).position == 7


def test_edit_of_what_is_no_longer_there_is_a_conflict_and_changes_nothing():
    page = factories.page(factories.home(), "a", "# A\n")
    late = Page.objects.get(pk=page.pk)
    pages.edit(page, by=SYSTEM, base=0, source="# First\n")
    with pytest.raises(EditConflict) as conflict:
        pages.edit(late, by=SYSTEM, base=0, source="# Second\n")
    assert conflict.value.page == page
    fresh = Page.objects.get(pk=page.pk)
    with pytest.raises(EditConflict):
        pages.edit(fresh, by=SYSTEM, base=0, source="# Third\n")
    kept = Page.objects.get(pk=page.pk)
    assert (kept.source, kept.version, len(revisions(page))) == ("# First\n", 1, 2)


def test_edit_does_not_move_or_publish():
    page = factories.page(factories.home(), "a")
    for name in ("path", "slug", "parent", "state", "html", "version", "locked"):
        with pytest.raises(TypeError):
            pages.edit(page, by=SYSTEM, base=0, **{name: "x"})


@pytest.mark.parametrize("who", [AnonymousUser, factories.person, lambda: factories.person(trusted=True)])
def test_page_is_not_written_by_those_who_do_not_decide(who):
    root = factories.home()
    writer = who()
    with pytest.raises(NotAllowed):
        pages.create(root, by=writer, slug="a", source="# A\n")
    with pytest.raises(NotAllowed):
        pages.edit(root, by=writer, base=0, source="# A\n")
    assert (Page.objects.count(), len(revisions(root))) == (1, 1)


# --- what an edit refuses -----------------------------------------------------------------------------------


def test_conflict_carries_all_that_was_typed_and_leaves_the_page_as_it_was():
    page = factories.page(factories.home(), "a", "# A\n")
    late, stale = Page.objects.get(pk=page.pk), Page.objects.get(pk=page.pk)
    pages.edit(page, by=SYSTEM, base=0, source="# First\n")
    typed = {"source": "# Second\n", "header": None, "reason": "Why", "description": "Typed"}
    stale.version = 1
    for copy, base in ((late, 0), (stale, 0), (late, 7)):
        with pytest.raises(EditConflict) as conflict:
            pages.edit(copy, by=SYSTEM, base=base, **typed)
        assert (conflict.value.page, conflict.value.proposed) == (page, typed)
    assert (late.source, late.description, late.title, late.version) == ("# A\n", "", "A", 0)


def test_refused_edit_leaves_the_page_in_memory_as_it_was():
    page = factories.page(factories.home(), "a", "# A\n")
    with pytest.raises(BadPage):
        pages.edit(page, by=SYSTEM, base=0, source="# " + "x" * 201, nav_title="Menu")
    assert (page.source, page.title, page.nav_title, page.version) == ("# A\n", "A", "", 0)
    assert pages.edit(page, by=SYSTEM, base=0, source="# B\n").number == 2


def test_home_page_is_always_listed():
    root = factories.home()
    with pytest.raises(BadPage):
        pages.edit(root, by=SYSTEM, base=0, listed=False)
    assert pages.edit(root, by=SYSTEM, base=0, listed=True).number == 2


def test_outside_link_changes_its_address_and_pages_have_none():
    root = factories.home()
    link = factories.page(root, "", "", title="Away", kind="link", url="https://example.org/")
    assert pages.edit(link, by=SYSTEM, base=0, url="mailto:a@example.org").url == "mailto:a@example.org"
    with pytest.raises(BadAddress):
        pages.edit(link, by=SYSTEM, base=1, url="javascript:alert(1)")
    with pytest.raises(BadPage):
        pages.edit(root, by=SYSTEM, base=0, url="https://example.org/")


def test_new_page_drops_the_redirect_of_its_path():
    root = factories.home()
    a, b = factories.page(root, "a"), factories.page(root, "b")
    Redirect.objects.create(path="new", page=a)
    Redirect.objects.create(path="old", page=b)
    factories.page(root, "new")
    assert list(Redirect.objects.values_list("path", flat=True)) == ["old"]


# --- restored -----------------------------------------------------------------------------------------------


def test_old_text_comes_back_as_a_new_revision():
    page = factories.page(
        factories.home(), "a", "# A\n\nOld.\n", header="---\nx: 1\n---\n", description="Old", icon="star"
    )
    old = revisions(page)[0]
    pages.edit(page, by=SYSTEM, base=0, source="# B\n", header="", description="New", nav_title="Menu")
    pages.rename(page, by=SYSTEM, base=1, slug="b")
    someone = factories.moderator()
    made = pages.restore(page, by=someone, base=2, revision=old, reason="Better")
    kept = Page.objects.get(pk=page.pk)
    assert (kept.title, kept.text, kept.description, kept.icon) == (
        "A", "---\nx: 1\n---\n# A\n\nOld.\n", "Old", "star",
    )  # fmt: skip
    assert (kept.path, kept.nav_title, kept.plain.strip()) == ("b", "Menu", "Old.")
    assert (made.number, made.origin, made.author, made.reason) == (4, "restore", someone, "Better")
    assert [(revision.number, revision.source) for revision in revisions(page)][:2] == [
        (1, "# A\n\nOld.\n"), (2, "# B\n"),
    ]  # fmt: skip


def test_revision_of_another_page_is_not_restored():
    root = factories.home()
    page, other = factories.page(root, "a", "# A\n"), factories.page(root, "b", "# B\n")
    with pytest.raises(BadPage):
        pages.restore(page, by=SYSTEM, base=0, revision=revisions(other)[0])
    assert (Page.objects.get(pk=page.pk).source, len(revisions(page))) == ("# A\n", 1)


def test_stale_restore_is_a_conflict():
    page = factories.page(factories.home(), "a", "# A\n")
    old, late = revisions(page)[0], Page.objects.get(pk=page.pk)
    pages.edit(page, by=SYSTEM, base=0, source="# B\n")
    with pytest.raises(EditConflict) as conflict:
        pages.restore(late, by=SYSTEM, base=0, revision=old, reason="Why")
    assert conflict.value.proposed == {"revision": old, "reason": "Why"}
    assert Page.objects.get(pk=page.pk).source == "# B\n"


# --- published and not --------------------------------------------------------------------------------------


def test_draft_is_published_and_back():
    page = factories.page(factories.home(), "a", state="draft")
    someone = factories.moderator()
    first = pages.publish(page, by=someone, base=0, reason="Ready")
    second = pages.unpublish(page, by=someone, base=1, reason="Not quite")
    assert [(each.state, each.author, each.reason) for each in (first, second)] == [
        ("published", someone, "Ready"), ("draft", someone, "Not quite"),
    ]  # fmt: skip
    assert (Page.objects.get(pk=page.pk).state, page.version) == ("draft", 2)


def test_page_is_not_published_twice_and_the_home_page_is_no_draft():
    root = factories.home()
    page = factories.page(root, "a")
    for act, it in ((pages.publish, page), (pages.unpublish, root)):
        with pytest.raises(BadPage):
            act(it, by=SYSTEM, base=0)
    draft = factories.page(root, "b", state="draft")
    with pytest.raises(BadPage):
        pages.unpublish(draft, by=SYSTEM, base=0)
    assert [len(revisions(each)) for each in (root, page, draft)] == [1, 1, 1]


@pytest.mark.parametrize("who", [factories.person, lambda: factories.person(trusted=True)])
def test_page_is_not_restored_nor_published_by_those_who_do_not_decide(who):
    root = factories.home()
    page, draft = factories.page(root, "a"), factories.page(root, "b", state="draft")
    someone = who()
    with pytest.raises(NotAllowed):
        pages.restore(page, by=someone, base=0, revision=revisions(page)[0])
    with pytest.raises(NotAllowed):
        pages.publish(draft, by=someone, base=0)
    with pytest.raises(NotAllowed):
        pages.unpublish(page, by=someone, base=0)
    assert [len(revisions(each)) for each in (page, draft)] == [1, 1]
