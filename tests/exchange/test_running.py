"""Guides asked for in the administration: read, looked at, brought in by the queue, whatever happens meanwhile."""

import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from communs import worker
from tests import factories
from tests.exchange.bringing import at
from wiki.errors import BrokenBook, ImportSettled, NotAllowed
from wiki.exchange import running
from wiki.models import Book, Import, ModerationEntry, Page

pytestmark = pytest.mark.django_db
FILES = {
    "README.md": "# Guide\n\nMots.\n",
    "SUMMARY.md": "* [Guide](README.md)\n* [Absente](absente.md)\n* [Une](une.md)\n",
    "une.md": "# Une\n\nTexte.\n",
}


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "media"


@pytest.fixture
def admin():
    return factories.admin(language="en")


def packed(tmp_path, files=FILES, name="petit-guide.zip"):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, text in files.items():
            archive.writestr(f"guide/{file}", text)
    return SimpleUploadedFile(name, path.read_bytes())


def asked(admin, tmp_path, **how):
    return running.ask(by=admin, file=packed(tmp_path), **how)


def work(it):
    """What the queue would do next with it."""
    running.run.func(it.pk)
    it.refresh_from_db()
    return it


def counts():
    return Page.objects.count(), Book.objects.count(), ModerationEntry.objects.count()


def test_guide_is_read_then_brought_in_and_the_journal_tells(admin, tmp_path):
    it = work(asked(admin, tmp_path))
    assert (it.stage, counts()) == ("read", (0, 0, 0))
    assert [(book["made"], book["changed"]) for book in it.books] == [(2, 0)]
    assert [remark["kind"] for remark in it.remarks] == ["missing-page"]
    work(running.carry_out(it, by=admin))
    assert (it.stage, it.problem, at("une").title) == ("done", "", "Une")
    book = Book.objects.get()
    assert (book.source, book.name) == ("petit-guide.zip", "petit-guide")
    line = ModerationEntry.objects.get()
    assert (line.action, line.by, line.page, line.role) == ("book.import", admin, book.root, "admin")
    assert line.after == {"book": "petit-guide", "commit": "", "pages": 2, "revisions": 2}
    assert list((Path(running._folder(""))).glob("*")) == []


def test_newer_state_of_the_same_file_is_brought_in_over_the_first(admin, tmp_path):
    work(running.carry_out(work(asked(admin, tmp_path)), by=admin))
    newer = FILES | {"une.md": "# Une\n\nAutre texte.\n"}
    it = work(running.ask(by=admin, file=packed(tmp_path, newer)))
    assert [(book["made"], book["changed"]) for book in it.books] == [(0, 1)]
    work(running.carry_out(it, by=admin))
    assert (it.stage, at("une").source, Book.objects.count()) == ("done", "# Une\n\nAutre texte.\n", 1)


@pytest.mark.parametrize("who", [factories.person, factories.moderator, lambda: None])
def test_import_is_for_admins(tmp_path, who):
    with pytest.raises(NotAllowed):
        asked(who(), tmp_path)
    it = asked(factories.admin(), tmp_path)
    for verb in (running.carry_out, running.read_again, running.stop):
        with pytest.raises(NotAllowed):
            verb(it, by=who())
    assert Import.objects.get().stage == "reading"


def test_admin_who_is_none_any_more_brings_nothing_in(admin, tmp_path):
    it = running.carry_out(work(asked(admin, tmp_path)), by=admin)
    admin.is_superuser = False
    admin.save()
    work(it)
    assert (it.stage, it.problem, counts()) == ("failed", "You may not do this (book.import).", (0, 0, 0))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://example.org/guide.git", "Only https addresses are fetched"),
        ("file:///etc", "Only https addresses are fetched"),
        ("/etc", "Only https addresses are fetched"),
        ("git@example.org:guide.git", "Only https addresses are fetched"),
        ("--upload-pack=x", "Only https addresses are fetched"),
        ("https://ada:secret@example.org/guide.git", "Take the name and the password out"),
    ],
)
def test_address_that_the_web_does_not_take_is_refused_at_once(admin, address, said):
    with pytest.raises(BrokenBook, match=said):
        running.ask(by=admin, address=address)
    assert (Import.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "localhost"])
def test_host_of_a_private_network_is_not_asked(admin, host):
    it = work(running.ask(by=admin, address=f"https://{host}/guide.git"))
    name = host.strip("[]")
    assert (it.stage, it.problem) == ("failed", f"The host {name} is on a private network: it is not asked.")


def test_file_that_is_too_heavy_is_refused(admin, tmp_path, settings):
    settings.IMPORT_WEB_MAX_MB = 1
    heavy = SimpleUploadedFile("guide.zip", b"x" * (2**20 + 1))
    with pytest.raises(BrokenBook, match="The file is larger than 1 MB"):
        running.ask(by=admin, file=heavy)
    swells = packed(tmp_path, FILES | {"a.txt": "a" * (2**20 + 1)})
    it = work(running.ask(by=admin, file=swells))
    assert (it.stage, it.problem) == ("failed", "The files are larger together than 1 MB.")


@pytest.mark.parametrize("name", ["../../x.zip", "..", "a/b.zip", "\\\\x\\y.zip", "a\x1b[31m.zip", "é" * 300])
def test_name_of_a_file_leads_nowhere(admin, tmp_path, name):
    file = packed(tmp_path)
    file._name = name
    it = running.ask(by=admin, file=file)
    kept = [
        path.relative_to(running._folder("")) for path in running._folder("").rglob("*") if path.is_file()
    ]
    assert [(path.parent.name, path.name) for path in kept] == [(it.upload, it.source)]
    assert work(it).stage == "read"


def test_two_admins_do_not_bring_it_in_twice(admin, tmp_path):
    it = work(asked(admin, tmp_path))
    running.carry_out(Import.objects.get(), by=admin)
    with pytest.raises(ImportSettled):
        running.carry_out(it, by=factories.admin())
    with pytest.raises(ImportSettled):
        running.read_again(it, by=factories.admin())


def test_import_that_was_stopped_writes_nothing_and_its_task_does_nothing(admin, tmp_path):
    it = running.carry_out(work(asked(admin, tmp_path)), by=admin)
    running.stop(it, by=admin)
    assert (work(it).stage, counts(), list(running._folder("").glob("*"))) == ("stopped", (0, 0, 0), [])
    with pytest.raises(ImportSettled):
        running.stop(it, by=admin)


def test_import_that_is_stopped_while_it_runs_ends_at_its_next_step(admin, tmp_path, monkeypatch):
    it = running.carry_out(work(asked(admin, tmp_path)), by=admin)
    told = running._Teller.__call__

    def stopped_meanwhile(self, step, done, total):
        if step == "pages":
            running.stop(it, by=admin)
        told(self, step, done, total)

    monkeypatch.setattr(running._Teller, "__call__", stopped_meanwhile)
    assert (work(it).stage, counts()) == ("stopped", (0, 0, 0))


def test_what_is_being_written_is_not_stopped(admin, tmp_path, monkeypatch):
    it = running.carry_out(work(asked(admin, tmp_path)), by=admin)
    told = running._Teller.__call__
    refused = []

    def too_late(self, step, done, total):
        told(self, step, done, total)
        if step == "history" and not done:
            with pytest.raises(ImportSettled):
                running.stop(it, by=admin)
            refused.append(step)

    monkeypatch.setattr(running._Teller, "__call__", too_late)
    assert (work(it).stage, refused, counts()) == ("done", ["history"], (2, 1, 1))


def killed(it):
    """Its process has ended under it, as the queue finds it."""
    task = DBTaskResult.objects.get(pk=it.task)
    task.claim(f"{worker.worker_prefix()}-1")


def test_import_of_a_killed_worker_is_done_again_and_gives_the_same(admin, tmp_path, monkeypatch):
    it = running.carry_out(work(asked(admin, tmp_path)), by=admin)
    killed(it)
    assert worker.requeue_interrupted() == 1
    running.settle_abandoned()
    with monkeypatch.context() as patched:  # killed once more, when all was written but the last word
        patched.setattr(running, "_end", lambda it, stage, **told: 0)
        assert (work(it).stage, Page.objects.count()) == ("importing", 2)
    before = counts()
    work(it)
    assert (it.stage, counts(), [book["made"] for book in it.books]) == ("done", before, [2])


def test_import_whose_worker_was_killed_too_often_says_so(admin, tmp_path):
    it = asked(admin, tmp_path)
    for _time in range(worker.MOST_ATTEMPTS):
        killed(it)
        worker.requeue_interrupted()
    worker.take_over()
    it.refresh_from_db()
    assert (it.stage, it.problem[:40]) == ("failed", running._unforeseen()[:40])
    assert work(running.read_again(it, by=admin)).stage == "read"


def test_what_nobody_foresaw_is_told_here_and_in_the_queue(admin, tmp_path, monkeypatch):
    it = asked(admin, tmp_path)
    sound = running._imported

    def broken(it):
        raise ZeroDivisionError

    monkeypatch.setattr(running, "_imported", broken)
    with pytest.raises(ZeroDivisionError):
        running.run.func(it.pk)
    it.refresh_from_db()
    assert (it.stage, it.step) == ("failed", "reading")
    monkeypatch.setattr(running, "_imported", sound)
    assert work(it).stage == "read"  # an operator had the task run again


def test_files_that_nobody_came_back_to_are_taken_away(admin, tmp_path):
    old, new = asked(admin, tmp_path), asked(admin, tmp_path)
    for it in (old, new):
        work(it)
    Import.objects.filter(pk=old.pk).update(since="2020-01-01T00:00Z")
    running.settle_abandoned()
    assert [path.name for path in running._folder("").glob("*")] == [new.upload]
    work(running.carry_out(old, by=admin))
    assert (old.stage, old.problem) == ("failed", "The file is no longer here: send it again.")
