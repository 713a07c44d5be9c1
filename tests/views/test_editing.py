"""Writing pages: published, kept as a draft, previewed, refused with all that was typed; new pages; old texts."""

import re

import pytest

from tests import factories
from wiki.actions import pages
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

SOURCE = "# First\n\nMy words.\n"


@pytest.fixture
def guide(client):
    made = factories.guide()
    client.force_login(factories.moderator(name="Ada"))
    return made


def sent(base=0, **fields):
    """What the editor sends: lines end as browsers write them."""
    told = {"title": "First", "description": "", "source": SOURCE, "listed": "on", "reason": "", "base": base}
    told |= fields
    return {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in told.items()
    }


def now(page):
    return Page.objects.get(pk=page.pk)


def text(answer):
    return answer.content.decode()


def latest(page):
    return PageRevision.objects.filter(id=page.pk).latest("number")


# --- a page written anew ------------------------------------------------------------------------------------


def test_form_holds_the_page_as_it_stands(client, guide):
    form = client.get("/advice/first/-/edit/").context["form"]
    held = [form[name].value() for name in ("title", "source", "description", "listed", "base", "reason")]
    page = guide["advice/first"]
    assert held == ["First", page.source, "", True, 0, None]


def test_text_is_published_under_the_name_of_who_wrote_it(client, guide):
    answer = client.post("/advice/first/-/edit/", sent(reason="Say mine", description="About"))
    page, revision = now(guide["advice/first"]), latest(guide["advice/first"])
    assert (answer.status_code, answer["Location"]) == (302, "/advice/first/")
    assert (page.source, page.description, page.version) == (SOURCE, "About", 1)
    assert (str(revision.author), revision.reason, revision.origin) == ("Ada", "Say mine", "edit")


def test_what_was_done_is_said_once_and_lets_the_browser_drop_its_draft(client, guide):
    key = client.get("/advice/first/-/edit/").context["draft"]
    answer = client.post("/advice/first/-/edit/", sent(), follow=True)
    message = next(iter(answer.context["messages"]))
    assert (str(message), message.extra_tags) == ("La révision 2 est publiée.", key)


@pytest.mark.parametrize(
    "kept",
    ["# First\n\nOne.\nTwo.\n", "# First\r\n\r\nOne.\r\nTwo.\r\n", "\ufeff# First\r\rOld Mac.\n\n  \n"],
)
def test_text_that_was_not_touched_is_not_written_again(client, guide, kept):
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source=kept)
    answer = client.post("/advice/first/-/edit/", sent(1, source=re.sub("\r\n|\r", "\n", kept)))
    assert (answer.status_code, now(page).source, now(page).version) == (302, kept, 1)


def test_lines_keep_the_ends_that_they_had(client, guide):
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source="# First\r\n\r\nOne.\r\n")
    client.post("/advice/first/-/edit/", sent(1, source="# First\n\nOne.\nTwo.\n"))
    assert now(page).source == "# First\r\n\r\nOne.\r\nTwo.\r\n"


def test_new_title_is_said_by_the_heading_too(client, guide):
    client.post("/advice/first/-/edit/", sent(title="Another *name*"))
    assert (now(guide["advice/first"]).title, now(guide["advice/first"]).source) == (
        "Another *name*",
        "# Another \\*name\\*\n\nMy words.\n",
    )


def test_new_heading_is_the_title(client, guide):
    client.post("/advice/first/-/edit/", sent(source="# Renamed\n\nMy words.\n"))
    assert now(guide["advice/first"]).title == "Renamed"


def test_title_and_heading_that_both_changed_apart_are_refused(client, guide):
    answer = client.post("/advice/first/-/edit/", sent(title="One", source="# Other\n"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["title"])
    assert now(guide["advice/first"]).version == 0


def test_page_leaves_the_menu_and_comes_back(client, guide):
    fields = sent()
    fields.pop("listed")
    client.post("/advice/first/-/edit/", fields)
    assert now(guide["advice/first"]).listed is False
    client.post("/advice/first/-/edit/", sent(1, listed="on"))
    assert now(guide["advice/first"]).listed is True


def test_home_page_is_always_listed(client, guide):
    assert "listed" not in client.get("/-/home/edit/").context["form"].fields
    answer = client.post("/-/home/edit/", sent(title="The guide", source="# The guide\n\nHello.\n"))
    assert (answer["Location"], now(guide[""]).listed) == ("/", True)


def test_group_has_no_text(client, guide):
    group = factories.page(guide["advice"], "part", "", title="Part", kind="group")
    form = client.get("/advice/part/-/edit/").context["form"]
    assert "source" not in form.fields
    client.post("/advice/part/-/edit/", sent(title="Another part", description="D"))
    assert (now(group).title, now(group).description, now(group).source) == ("Another part", "D", "")


# --- drafts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("button", "state"), [("keep", "draft"), ("publish", "published")])
def test_draft_is_kept_or_published_in_one_revision(client, guide, button, state):
    page = guide["lessons/secret"]
    answer = client.post(
        "/lessons/secret/-/edit/", sent(title="Secret", source="# Secret\n\nMore.\n", do=button)
    )
    assert (answer["Location"], now(page).state, latest(page).number) == ("/lessons/secret/", state, 2)


def test_draft_is_published_as_it_is(client, guide):
    page = guide["lessons/secret"]
    client.post("/lessons/secret/-/edit/", sent(title="Secret", source=page.source, do="publish"))
    assert (now(page).state, latest(page).number) == ("published", 2)


# --- shown before it is kept --------------------------------------------------------------------------------


def test_preview_shows_the_text_and_keeps_nothing(client, guide):
    before = now(guide["advice/first"]).version
    answer = client.post(
        "/advice/first/-/edit/", sent(source="# First\n\n**Bold** [no](../nowhere/)\n", do="preview")
    )
    body = text(answer)
    assert (answer.status_code, "<strong>Bold</strong>" in body, "../nowhere/" in body) == (200, True, True)
    assert ("# First\r\n\r\n**Bold**" in body, now(guide["advice/first"]).version) == (True, before)


def test_preview_is_as_harmless_as_the_page(client, guide):
    answer = client.post(
        "/advice/first/-/edit/", sent(source="<script>alert(1)</script><img src=x onerror=a()>", do="preview")
    )
    drawn = text(answer).partition('id="ui-preview"')[2].partition("</section>")[0]
    assert [sign in drawn for sign in ("<script", "onerror")] == [False, False]


# --- refused, with all that was typed ------------------------------------------------------------------------


def test_stale_base_shows_both_texts_and_the_way_on(client, guide):
    page = guide["advice/first"]
    seen = latest(page).pk
    pages.edit(page, by=factories.admin(name="Ben"), base=0, source="# First\n\nTheir words.\n")
    answer = client.post("/advice/first/-/edit/", sent(seen=seen, reason="Mine"))
    body, form = text(answer), answer.context["form"]
    assert (answer.status_code, "Their words.</textarea>" in body.replace("\n</", "</"), "Ben" in body) == (
        409,
        True,
        True,
    )
    assert [form[name].value() for name in ("source", "reason", "base")] == [
        SOURCE.replace("\n", "\r\n"),
        "Mine",
        1,
    ]
    theirs, ours = answer.context["theirs"], answer.context["ours"]
    assert (theirs.total > 0, ours.total > 0, now(page).source) == (True, True, "# First\n\nTheir words.\n")
    again = client.post("/advice/first/-/edit/", sent(1, reason="Mine"))
    assert (again.status_code, now(page).source) == (302, SOURCE)


@pytest.mark.parametrize("seen", ["", "0", "999999", "x", "²", "9" * 18, "9" * 30])
def test_conflict_bears_with_a_revision_that_is_not_its_own(client, guide, seen):
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source="# First\n\nTheirs.\n")
    answer = client.post("/advice/first/-/edit/", sent(seen=seen))
    assert (answer.status_code, answer.context["begun"], "My words." in text(answer)) == (409, None, True)


def test_revision_of_another_page_is_not_what_a_text_was_begun_from(client, guide):
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source="# First\n\nTheirs.\n")
    secret = latest(guide["lessons/secret"]).pk
    answer = client.post("/advice/first/-/edit/", sent(seen=secret))
    assert (answer.status_code, answer.context["begun"]) == (409, None)


def test_stale_base_is_merged_where_others_wrote_other_words(client, guide):
    page = guide["advice/first"]
    seen, source = latest(page).pk, page.source
    pages.edit(
        page, by=SYSTEM, base=0, source=source.replace("Text two", "Their text"), description="Theirs."
    )
    typed = source.replace("Text one", "My text")
    answer = client.post("/advice/first/-/edit/", sent(0, seen=seen, source=typed))
    assert (answer.status_code, now(page).version, now(page).description) == (302, 2, "Theirs.")
    assert now(page).source == typed.replace("Text two", "Their text")


def test_same_change_by_somebody_else_is_no_conflict(client, guide):
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source=SOURCE)
    answer = client.post("/advice/first/-/edit/", sent())
    assert (answer.status_code, now(page).version) == (302, 1)


def test_text_that_is_too_long_is_refused_and_stays_in_the_form(client, guide):
    long = "# First\n\n" + "é" * 131_072
    answer = client.post("/advice/first/-/edit/", sent(source=long))
    assert (answer.status_code, list(answer.context["form"].errors)) == (413, ["source"])
    assert (long.replace("\n", "\r\n") in text(answer), now(guide["advice/first"]).version) == (True, 0)


def test_longest_text_is_taken(client, guide):
    page = guide["advice/first"]
    longest = "# First\n\n" + "word " * 52_000
    assert client.post("/advice/first/-/edit/", sent(source=longest)).status_code == 302
    assert now(page).source == longest


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("title", "a\x00b"),
        ("source", "a\x00b"),
        ("reason", "x" * 501),
        ("description", "x" * 5001),
    ],
    ids=["no title", "long title", "NUL in the title", "NUL in the text", "long reason", "long description"],
)
def test_wrong_field_is_named_described_and_has_the_focus(client, guide, name, value):
    answer = client.post("/advice/first/-/edit/", sent(**{name: value}))
    body = text(answer)
    field = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', body)[0]
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])
    assert [sign in field for sign in ('aria-invalid="true"', f"ui-{name}_error", "autofocus")] == [True] * 3
    assert (f'id="ui-{name}_error"' in body, f'href="#ui-{name}"' in body, body.count("autofocus")) == (
        True,
        True,
        1,
    )
    assert now(guide["advice/first"]).version == 0


def test_title_alone_is_wrong_where_the_heading_cannot_say_it(client, guide):
    answer = client.post("/advice/first/-/edit/", sent(source="# " + "x" * 201))
    assert (answer.status_code, "x" * 201 in text(answer)) == (422, True)


# --- a new page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("button", "state"), [("publish", "published"), ("keep", "draft")])
def test_new_page_stands_below_published_or_not(client, guide, button, state):
    fields = {"title": "Third & last", "source": "Words.\n", "reason": "New", "do": button, "listed": "on"}
    answer = client.post("/advice/-/new/", fields)
    page = Page.objects.get(path="advice/third-and-last")
    assert (answer["Location"], page.state, page.listed, page.parent.path) == (
        page.address,
        state,
        True,
        "advice",
    )
    assert (page.title, page.source, latest(page).reason) == (
        "Third & last",
        "# Third & last\n\nWords.\n",
        "New",
    )


def test_new_page_may_have_an_address_of_its_own_and_be_in_no_menu(client, guide):
    client.post("/-/home/new/", {"title": "A", "slug": "mine", "source": "# A\n"})
    page = Page.objects.get(path="mine")
    assert (page.listed, page.source, page.state) == (False, "# A\n", "published")


@pytest.mark.parametrize("slug", ["first", "a/b", "-", "..", "x" * 256])
def test_address_that_cannot_be_is_refused_beside_its_field(client, guide, slug):
    before = Page.objects.count()
    answer = client.post("/advice/-/new/", {"title": "A", "slug": slug, "source": "Words kept.\n"})
    assert (answer.status_code, list(answer.context["form"].errors), Page.objects.count()) == (
        422,
        ["slug"],
        before,
    )
    assert "Words kept." in text(answer)


@pytest.mark.parametrize("slug", ["admin", "static", "-"])
def test_address_of_the_site_is_not_given_to_a_section(client, guide, slug):
    answer = client.post("/-/home/new/", {"title": "A", "slug": slug})
    assert list(answer.context["form"].errors) == ["slug"]


def test_new_page_is_previewed_with_its_address(client, guide):
    before = Page.objects.count()
    answer = client.post("/advice/-/new/", {"title": "My page", "source": "**B**", "do": "preview"})
    body = text(answer)
    assert ("/advice/my-page/" in body, "<strong>B</strong>" in body, Page.objects.count()) == (
        True,
        True,
        before,
    )


# --- an old text --------------------------------------------------------------------------------------------


@pytest.fixture
def past(guide):
    page = guide["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source="# First\n\nNewer.\n")
    return page


def old(page, number=1):
    return PageRevision.objects.get(id=page.pk, number=number).pk


def test_old_text_comes_back_as_a_new_revision(client, past):
    where = f"/advice/first/-/restore/{old(past)}/"
    assert "Text one." in text(client.get(where))
    answer = client.post(where, {"base": 1, "reason": "Better before"})
    revision = latest(past)
    assert (answer["Location"], revision.number, revision.origin) == ("/advice/first/", 3, "restore")
    assert (revision.reason, "Text one." in now(past).source) == ("Better before", True)


@pytest.mark.parametrize("pk", [0, 10**6, 2**63, 10**30])
def test_revision_that_is_not_there_is_not_restored(client, past, pk):
    assert [
        client.get(f"/advice/first/-/restore/{pk}/").status_code,
        client.post(f"/advice/first/-/restore/{pk}/", {"base": 1}).status_code,
    ] == [404, 404]


def test_revision_of_another_page_is_not_restored_here(client, guide, past):
    other = PageRevision.objects.get(id=guide["lessons/secret"].pk).pk
    answer = client.post(f"/advice/first/-/restore/{other}/", {"base": 1})
    assert (answer.status_code, now(past).version) == (404, 1)


def test_latest_revision_needs_no_restoring(client, past):
    answer = client.post(f"/advice/first/-/restore/{old(past, 2)}/", {"base": 1})
    assert (answer["Location"], now(past).version) == ("/advice/first/", 1)


def test_page_that_changed_meanwhile_is_not_restored_over(client, past):
    pages.edit(past, by=SYSTEM, base=1, source="# First\n\nNewest.\n")
    answer = client.post(f"/advice/first/-/restore/{old(past)}/", {"base": 1, "reason": "Kept"})
    form = answer.context["form"]
    assert (answer.status_code, now(past).version) == (409, 2)
    assert (form["base"].value(), form["reason"].value()) == (2, "Kept")
