"""Imports in the administration: asked for, followed without a script, confirmed, told; for admins alone."""

import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests import factories
from wiki.exchange import running
from wiki.models import Book, Import, ModerationEntry

pytestmark = pytest.mark.django_db
LIST, ADD = "admin:wiki_import_changelist", "admin:wiki_import_add"


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "media"


@pytest.fixture
def client(client):
    client.force_login(factories.admin(language="en"))
    return client


@pytest.fixture
def guide(tmp_path):
    path = tmp_path / "petit-guide.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README.md", "# Guide\n\n<script>alert(1)</script>\n")
        archive.writestr("SUMMARY.md", "* [Guide](README.md)\n* [Absente](<b>absente.md)\n* [A](=a.md)\n")
    return path


def sent(guide, **more):
    file = SimpleUploadedFile(guide.name, guide.read_bytes())
    return {"kind": "file", "file": file, "with_history": "on"} | more


def shown(it):
    return reverse("admin:wiki_import_change", args=[it.pk])


def work():
    it = Import.objects.get()
    running.run.func(it.pk)
    it.refresh_from_db()
    return it


def test_guide_is_asked_for_followed_confirmed_and_read(client, guide):
    answer = client.post(reverse(ADD), sent(guide))
    it = Import.objects.get()
    assert (answer.status_code, answer["Location"], it.stage) == (302, shown(it), "reading")
    waiting = client.get(shown(it)).content.decode()
    told = ['http-equiv="refresh"', "data-follow", 'value="stop"', 'value="import"']
    assert [word in waiting for word in told] == [True, True, True, False]

    it = work()
    foreseen = client.get(shown(it)).content.decode()
    told = [
        'http-equiv="refresh"',
        "data-follow",
        'value="stop"',
        'value="import"',
        f"<dt>Pages made</dt><dd>{it.books[0]['made']}</dd>",
    ]
    assert [word in foreseen for word in told] == [False, False, True, True, True]
    assert Book.objects.count() == 0

    client.post(shown(it), {"do": "import"})
    it = work()
    done = client.get(shown(it)).content.decode()
    assert (it.stage, Book.objects.count()) == ("done", 1)
    told = [
        "The guide is here",
        'value="stop"',
        f"{reverse(ADD)}?as={it.pk}",
        '<ul class="remarks">',
    ]
    assert [word in done for word in told] == [True, False, True, True]
    assert ("<b>absente" in done, "Guide imported" in client.get("/-/journal/").content.decode()) == (
        False,
        True,
    )


def test_report_is_taken_away_as_a_sheet_without_formulas(client, guide):
    client.post(reverse(ADD), sent(guide))
    it = work()
    Import.objects.update(
        report={"remarks": [{"kind": "names-itself", "file": "=1+1", "line": 0, "detail": ""}]}
    )
    answer = client.get(shown(it), {"as": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().splitlines()[1] == "'=1+1,,'=1+1 lists itself."


def test_what_was_asked_once_is_offered_again(client, guide):
    former = Import.objects.create(
        source="https://example.org/g.git", branch="main", place="guide", stage="done"
    )
    body = client.get(reverse(ADD), {"as": former.pk}).content.decode()
    assert [
        word in body for word in ('value="https://example.org/g.git"', 'value="main"', 'value="guide"')
    ] == [True] * 3
    for key in ("x", "0", "9" * 30, ""):
        assert client.get(reverse(ADD), {"as": key}).status_code == 200


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"kind": "git"}, "Give the address of the repository."),
        ({"kind": "file"}, "Choose a file."),
        ({"kind": "git", "address": "http://x.org/g.git"}, "Only https addresses are fetched"),
        (
            {"kind": "git", "address": "https://x.org/g.git", "place": "-/x"},
            "“-/x” cannot be an address of this site.",
        ),
        ({"kind": "git", "address": "https://x.org/g.git", "branch": "b" * 256}, "at most 255 characters"),
        ({}, "What is wrong stands by its field."),
    ],
)
def test_what_cannot_be_asked_is_told_and_nothing_typed_is_lost(client, told, said):
    answer = client.post(reverse(ADD), {"space": "kept words"} | told)
    body = answer.content.decode()
    assert (answer.status_code, said in body, 'value="kept words"' in body) == (422, True, True)
    assert Import.objects.count() == 0


def test_button_that_is_none_and_import_that_is_none_are_refused(client, guide):
    client.post(reverse(ADD), sent(guide))
    it = Import.objects.get()
    assert client.post(shown(it), {"do": "x"}).status_code == 400
    for key in ("0", "99999", "x", "9" * 30):
        assert client.get(f"/admin/wiki/import/{key}/change/").status_code == 404


def test_second_click_is_told_so(client, guide):
    client.post(reverse(ADD), sent(guide))
    it = work()
    client.post(shown(it), {"do": "import"})
    answer = client.post(shown(it), {"do": "import"}, follow=True)
    assert "Somebody else has decided" in answer.content.decode()


def test_stopped_import_leaves_the_site_as_it_is(client, guide):
    client.post(reverse(ADD), sent(guide))
    it = work()
    client.post(shown(it), {"do": "stop"})
    assert (work().stage, Book.objects.count(), ModerationEntry.objects.count()) == ("stopped", 0, 0)


@pytest.mark.parametrize("who", [None, factories.person, factories.moderator])
def test_imports_are_for_admins(client, guide, who):
    client.post(reverse(ADD), sent(guide))
    it = work()
    client.logout()
    if who:
        client.force_login(who())
    addresses = (reverse(LIST), reverse(ADD), shown(it), f"{shown(it)}?as=csv")
    assert {client.get(one).status_code for one in addresses} <= {302, 403}
    client.post(reverse(ADD), sent(guide))
    client.post(shown(it), {"do": "import"})
    assert (Import.objects.count(), Import.objects.get().stage) == (1, "read")


def test_guide_may_weigh_more_than_a_file_of_a_page_for_admins_alone(client, settings, guide):
    settings.UPLOAD_MAX_MB, big = 0, "x" * 3_000_000
    assert client.post(reverse(ADD), sent(guide, space=big[:900])).status_code == 302
    heavy = {"kind": "file", "file": SimpleUploadedFile("a.zip", big.encode())}
    assert client.post(reverse(ADD), heavy).status_code == 302
    client.force_login(factories.moderator())
    assert client.post(reverse(ADD), {"file": SimpleUploadedFile("a.zip", big.encode())}).status_code in (
        403,
        413,
    )


def test_index_counts_what_waits_to_be_confirmed(client, guide):
    client.post(reverse(ADD), sent(guide))
    work()
    body = client.get(reverse("admin:index")).content.decode()
    assert "import to be confirmed" in body
    assert client.get(reverse(LIST), {"stage__exact": "read"}).content.decode().count("petit-guide.zip") == 1


def test_unfinished_import_shows_each_step(client):
    it = Import.objects.create(
        source="https://example.org/g.git",
        stage="importing",
        step="pages",
        done=3,
        total=9,
        since=timezone.now(),
    )
    body = client.get(shown(it)).content.decode()
    assert [
        word in body for word in ("3 of 9", '<progress max="9" value="3"', 'class="now" aria-current="step"')
    ] == [True] * 3
