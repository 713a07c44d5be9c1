"""What the engine makes of a text is made once, kept with the page, and made again when something moved."""

import pytest
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from tests import factories
from wiki.actions import pages, rendering
from wiki.actions.places import Places
from wiki.errors import NotAllowed
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM
from wiki.text.render import VERSION

pytestmark = pytest.mark.django_db


def links(source, path="advice/second", **place):
    made = rendering.prepare(source, path=path, **place)
    return [(link["kind"], link["url"]) for link in made.links]


@pytest.mark.parametrize(
    ("destination", "kind", "url"),
    [
        ("../first/", "page", "/advice/first/"),
        ("../first", "page", "/advice/first/"),
        ("/advice/first/", "page", "/advice/first/"),
        ("/advice/first.md", "page", "/advice/first/"),
        ("/advice/README.md", "page", "/advice/"),
        ("/", "page", "/"),
        ("../../", "page", "/"),
        ("/advice/first/?x=1", "page", "/advice/first/"),
        ("../first/#two", "page", "/advice/first/#two"),
        ("../first/#Two", "page", "/advice/first/#two"),
        ("../first/#nowhere", "page", "/advice/first/#nowhere"),
        ("https://example.org/a#b", "external", "https://example.org/a#b"),
        ("mailto:a@example.org", "external", "mailto:a@example.org"),
        ("../third/", "broken", ""),
        ("../../../../../", "page", "/"),
        ("/Advice/", "broken", ""),
        ("/lessons/secret/", "broken", ""),
    ],
)
def test_link_of_a_page_made_here_resolves_as_an_address(destination, kind, url):
    factories.guide()
    assert links(f"# T\n\n[words]({destination})\n") == [(kind, url)]


@pytest.mark.parametrize(
    ("destination", "kind", "url"),
    [
        ("first.md", "page", "/advice/first/"),
        ("../advice/first.md#two", "page", "/advice/first/#two"),
        ("/README.md", "page", "/"),
        ("./", "page", "/advice/"),
        ("third.md", "broken", ""),
    ],
)
def test_link_of_a_page_of_a_book_resolves_as_a_file(destination, kind, url):
    root = factories.home(book_path="README.md")
    advice = factories.page(root, "advice", book_path="advice/README.md")
    factories.page(advice, "first", "# First\n\n## Two\n", book_path="advice/first.md")
    assert links(f"# T\n\n[words]({destination})\n", book_path="advice/second.md") == [(kind, url)]


def test_page_knows_its_own_headings_before_it_is_kept():
    factories.home()
    made = rendering.prepare("# T\n\n## Part one\n\n[up](#part-one)\n", path="x")
    assert 'href="#part-one"' in made.html


def test_title_of_a_draft_does_not_show_through_a_published_page():
    factories.guide()
    made = rendering.prepare(
        '# T\n\n{% content-ref url="/lessons/secret/" %}\nbody\n{% endcontent-ref %}\n', path="x"
    )
    assert "Secret" not in made.html


def test_words_of_the_engine_are_in_the_language_of_the_page_whoever_writes():
    hint = '# T\n\n{% hint style="warning" %}\nText.\n{% endhint %}\n'
    factories.home()
    with translation.override("en"):
        french = rendering.prepare(hint, path="x", lang="fr")
    with translation.override("fr"):
        english = rendering.prepare(hint, path="x", lang="en")
    assert ("Warning" in french.html, "Warning" in english.html) == (False, True)


def test_all_that_is_derived_is_kept_with_the_page():
    page = factories.page(
        factories.home(), "Élan", "# Élan vital\n\n## Part\n\nWords [away](https://example.org/).\n"
    )
    kept = Page.objects.get(pk=page.pk)
    assert kept.outline == [{"level": 2, "text": "Part", "id": "part"}]
    assert kept.plain.split() == ["Part", "Words", "away."]
    assert kept.links == [
        {"destination": "https://example.org/", "kind": "external", "url": "https://example.org/"}
    ]
    assert (kept.engine_version, kept.sort_key, kept.path_folded) == (VERSION, "elan vital", "élan")
    assert "<h1" not in kept.html


def test_rebuild_mends_links_to_pages_that_came_later_without_a_revision():
    root = factories.home()
    early = factories.page(root, "early", "# Early\n\n[late](/late/)\n")
    assert early.links[0]["kind"] == "broken"
    factories.page(root, "late")
    assert rendering.rebuild(Page.objects.all(), by=SYSTEM) == 1
    kept = Page.objects.get(pk=early.pk)
    assert (kept.links[0]["url"], kept.version) == ("/late/", 0)
    assert PageRevision.objects.filter(id=early.pk).count() == 1
    assert rendering.rebuild(Page.objects.all(), by=SYSTEM) == 0


def test_rebuild_leaves_a_page_that_was_written_meanwhile():
    page = factories.page(factories.home(), "a", "# A\n")
    Page.objects.filter(pk=page.pk).update(html="stale")
    stale = list(Page.objects.filter(pk=page.pk))
    pages.edit(Page.objects.get(pk=page.pk), by=SYSTEM, base=0, source="# A\n\nNew.\n")
    assert rendering.rebuild(stale, by=SYSTEM) == 0
    assert "New." in Page.objects.get(pk=page.pk).html


def test_rebuild_is_refused_to_those_who_do_not_administer():
    with pytest.raises(NotAllowed):
        rendering.rebuild([], by=factories.moderator())


def test_places_are_asked_for_once_for_many_texts(django_assert_num_queries):
    factories.guide()
    places = Places.now()
    with django_assert_num_queries(0):
        for _ in range(3):
            rendering.prepare("# T\n\n[a](/advice/) [b](/lessons/)\n", path="x", places=places)


# ---- what leads to what moved


def refreshed(django_capture_on_commit_callbacks, paths, pages=()):
    """The pages that the queued task renders again."""
    with django_capture_on_commit_callbacks() as callbacks:
        rendering.refresh(paths, pages)
    for callback in callbacks:
        callback()
    queued = DBTaskResult.objects.get()
    before = dict(Page.objects.values_list("path", "html"))
    rendering._refresh.call(*queued.args_kwargs["args"])
    return sorted(path for path, html in Page.objects.values_list("path", "html") if before[path] != html)


def test_refresh_renders_again_what_leads_there(django_capture_on_commit_callbacks):
    pages = factories.guide()
    Page.objects.filter(pk__in=[page.pk for page in pages.values()]).update(html="stale")
    assert refreshed(django_capture_on_commit_callbacks, ["advice/first"]) == ["advice", "advice/second"]


def test_refresh_renders_again_what_was_meant_to_lead_there(django_capture_on_commit_callbacks):
    root = factories.home("# Home\n\n[late](/x/late/)\n")
    factories.page(root, "other", "# Other\n\n[else](/elsewhere/)\n")
    factories.page(root, "x")
    late = factories.page(Page.objects.at("x").get(), "late")
    DBTaskResult.objects.all().delete()
    assert refreshed(django_capture_on_commit_callbacks, ["x/late"]) == [""]
    assert Page.objects.get(pk=root.pk).links[0]["url"] == late.address


def test_refresh_of_very_many_paths_renders_whatever_leads_nowhere(django_capture_on_commit_callbacks):
    root = factories.home("# Home\n\n[late](/x/)\n")
    factories.page(root, "x")
    DBTaskResult.objects.all().delete()
    paths = [f"p{number}" for number in range(2000)]
    assert refreshed(django_capture_on_commit_callbacks, paths) == [""]


def test_refresh_renders_the_pages_that_are_named(django_capture_on_commit_callbacks):
    pages = factories.guide()
    first = pages["advice/first"]
    Page.objects.filter(pk=first.pk).update(html="stale")
    DBTaskResult.objects.all().delete()
    assert refreshed(django_capture_on_commit_callbacks, [], [first.pk]) == ["advice/first"]


# ---- old revisions


def test_old_revision_is_drawn_once_and_kept(django_assert_num_queries):
    page = factories.page(factories.home(), "a", "# A\n\nFirst words.\n")
    pages.edit(page, by=SYSTEM, base=0, source="# A\n\nSecond words.\n")
    revision = PageRevision.objects.get(id=page.pk, number=1)
    assert rendering.old(revision) == "<p>First words.</p>"
    with django_assert_num_queries(0):
        assert rendering.old(revision) == "<p>First words.</p>"


def test_old_revision_does_not_show_the_text_of_another(settings):
    page = factories.page(factories.home(), "a", "# A\n\nFirst words.\n")
    pages.edit(page, by=SYSTEM, base=0, source="# A\n\nSecond words.\n")
    drawn = [
        rendering.old(revision) for revision in PageRevision.objects.filter(id=page.pk).order_by("number")
    ]
    assert drawn == ["<p>First words.</p>", "<p>Second words.</p>"]
