"""Guides asked for in the administration: read, looked at, then brought in, by the queue of tasks."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from communs import speaking
from wiki import rules
from wiki.errors import BrokenBook, ImportSettled, Refusal
from wiki.exchange import landing, opening, remarks, sources
from wiki.exchange.importing import Report, import_book
from wiki.models import Import
from wiki.models.importing import PUBLISHING, RUNNING, Stage

ACTION = "book.import"
KEPT_DAYS = 7  # for which a file that was sent waits for whoever sent it
MOST_NAME = 200  # bytes of the name of a file
TOLD_EVERY = 0.5  # seconds between two lines of how far it is


# --- what an admin does -------------------------------------------------------------------------------------


def ask(*, by: Any, address: str = "", file: File[bytes] | None = None, **how: Any) -> Import:
    """Have a guide read, at an https address or out of a file; nothing of it is written yet.

    `how`: branch, space, place, with_history, repair.
    """
    rules.require(by, ACTION)
    how["place"] = str(how.get("place", "")).strip("/ ")
    landing.check_address(how["place"])
    if file is None:
        return _begin(Import(by=by, source=opening.check_remote(address), **how))
    if (file.size or 0) > settings.IMPORT_WEB_MAX_MB * 2**20:
        said = _("The file is larger than %(most)d MB: bring it in at the command line.")
        raise BrokenBook(said % {"most": settings.IMPORT_WEB_MAX_MB})
    name = _plain(file.name or "")
    it = Import(by=by, source=name, upload=_lay_down(file, name), **how)
    try:
        return _begin(it)
    except BaseException:
        _take_away(it)
        raise


def carry_out(it: Import, *, by: Any) -> Import:
    """Bring in what was read and looked at; ImportSettled when somebody else decided on it first."""
    return _go_on(it, Stage.READ, Stage.IMPORTING, by)


def read_again(it: Import, *, by: Any) -> Import:
    """Read once more what was read a while ago, or could not be."""
    if it.stage == Stage.FAILED:
        return _go_on(it, Stage.FAILED, Stage.READING, by)
    return _go_on(it, Stage.READ, Stage.READING, by)


def stop(it: Import, *, by: Any) -> Import:
    """Let the site stay as it is; too late once it is being written, which is done whole or not at all."""
    rules.require(by, ACTION)
    open_ones = Import.objects.filter(pk=it.pk, stage__in=(*RUNNING, Stage.READ)).exclude(step=PUBLISHING)
    if not open_ones.update(stage=Stage.STOPPED, since=timezone.now()):
        raise ImportSettled(_("It is too late to stop this import."))
    _take_away(it)
    it.refresh_from_db()
    return it


def _begin(it: Import) -> Import:
    with transaction.atomic():
        it.save()
        _queue(it)
    return it


def _go_on(it: Import, before: Stage, after: Stage, by: Any) -> Import:
    rules.require(by, ACTION)
    with transaction.atomic():
        told = {"stage": after, "since": timezone.now(), "step": "", "done": 0, "total": 0, "problem": ""}
        # Who says the last word answers for it: it is in their name, and by what they may do.
        if not Import.objects.filter(pk=it.pk, stage=before).update(by=by, **told):
            raise ImportSettled(_("Somebody else has decided on this import meanwhile: see where it stands."))
        it.refresh_from_db()
        _queue(it)
    return it


def _queue(it: Import) -> None:
    it.task = run.enqueue(it.pk).id
    Import.objects.filter(pk=it.pk).update(task=it.task)


# --- what the queue does ------------------------------------------------------------------------------------


@task()
def run(pk: int) -> str:
    """Read a guide or bring it in, as it was asked; what a killed process left is done from the beginning."""
    it = Import.objects.select_related("by").filter(pk=pk, stage__in=(*RUNNING, Stage.FAILED)).first()
    if it is None or (it.stage == Stage.FAILED and not it.step):
        return ""  # stopped, or settled, before its turn
    if it.stage == Stage.FAILED:  # it broke unforeseen, and an operator has it run again
        it.stage = Stage.READING
        Import.objects.filter(pk=pk).update(stage=it.stage, problem="")
    language = (it.by and it.by.language) or speaking.site_language()
    with translation.override(language):
        return _run(it)


def settle_abandoned() -> int:
    """What the queue gave up, or lost, is told as such; for whoever begins to run the queue. How many."""
    _sweep()
    lost = 0
    for it in Import.objects.filter(stage__in=RUNNING):
        status = DBTaskResult.objects.filter(pk=it.task or uuid4()).values_list("status", flat=True).first()
        if status in (TaskResultStatus.READY, TaskResultStatus.RUNNING):
            continue
        lost += _end(it, Stage.FAILED, problem=_unforeseen())
    return lost


def _run(it: Import) -> str:
    stage, told = Stage.FAILED, dict[str, Any](problem=_unforeseen(), step=it.step or "reading")
    try:
        report = _imported(it)
        after = Stage.READ if it.stage == Stage.READING else Stage.DONE
        stage, told = after, {"report": _kept(report, it), "commit": report.commit, "problem": ""}
    except ImportSettled:
        stage, told = Stage.STOPPED, {}
    except (Refusal, OSError) as problem:
        told = {"problem": sources.shown(str(problem), 2000), "step": ""}
    finally:
        _end(it, stage, **told)
    return stage.value


def _imported(it: Import) -> Report:
    with _source(it) as address, sources.at_most(settings.IMPORT_WEB_MAX_MB):
        return import_book(
            address,
            by=it.by,
            branch=it.branch,
            space=it.space,
            at=it.place,
            with_history=it.with_history,
            check=it.stage == Stage.READING,
            repair=it.repair,
            known_as=it.source if it.upload else "",
            seen=it.commit if it.stage == Stage.IMPORTING else "",
            progress=_Teller(it),
        )


class _Teller:
    """Writes down how far an import is, and hears that it is to stop."""

    def __init__(self, it: Import) -> None:
        self._it, self._step, self._at = it, "", 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        if step == self._step and done < total and time.monotonic() - self._at < TOLD_EVERY:
            return
        self._step, self._at = step, time.monotonic()
        ours = Import.objects.filter(pk=self._it.pk, stage=self._it.stage)
        is_written = step == PUBLISHING and done
        if not ours.update(step=step, done=done, total=total) and not is_written:
            raise ImportSettled(_("This import was stopped."))


def _end(it: Import, stage: Stage, **told: Any) -> int:
    """How it came out; of what was written whole, nobody says any more that it was stopped."""
    rows = Import.objects.filter(pk=it.pk)
    if stage != Stage.DONE:
        rows = rows.filter(stage=it.stage)
    count = rows.update(stage=stage, since=timezone.now(), **told)
    if stage in (Stage.DONE, Stage.STOPPED):
        _take_away(it)
    return count


def _unforeseen() -> str:
    return _("Something went wrong that nobody foresaw: the queue of tasks tells more.")


def _kept(report: Report, it: Import) -> dict[str, Any]:
    """The report as it is kept: in no language yet, and without the names of people."""
    told = [remarks.kept(remark) for remark in report.remarks]
    named = {remark["file"] for remark in told}
    return {
        "name": report.name,
        "branch": report.branch,
        "branches": [{"name": one.name, "pages": one.pages} for one in report.branches],
        # Nothing, where the site holds all of it: what was foreseen, if it was killed once it was written.
        "books": [asdict(book) for book in report.books] or it.books,
        "remarks": told,
        "addresses": {file: place for file, place in report.addresses.items() if file in named},
    }


# --- a file that was sent -----------------------------------------------------------------------------------


def _plain(name: str) -> str:
    """The file's own name, of signs that can be shown: it names the book, and where it came from."""
    plain = sources.shown(name.replace("\\", "/").rpartition("/")[2].strip())
    short = plain.encode()[-MOST_NAME:].decode(errors="ignore")  # from its end, which says what it is
    return short if short not in ("", ".", "..") else "guide"


def _lay_down(file: File[bytes], name: str) -> str:
    """Beside the site's files, where nothing serves it: its key."""
    key = uuid4().hex
    folder = _folder(key)
    folder.mkdir(mode=0o700, parents=True)
    with (folder / name).open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return key


def _take_away(it: Import) -> None:
    if it.upload:
        shutil.rmtree(_folder(it.upload), ignore_errors=True)


def _folder(key: str) -> Path:
    return Path(settings.DATA, "imports", "sent", key)


def _sweep() -> None:
    """Files that nobody came back to."""
    until = timezone.now() - timedelta(days=KEPT_DAYS)
    open_ones = Import.objects.filter(stage__in=(*RUNNING, Stage.READ, Stage.FAILED), since__gt=until)
    kept = set(open_ones.exclude(upload="").values_list("upload", flat=True))
    for folder in _folder("").glob("*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _source(it: Import) -> Iterator[str]:
    """Where it is read: a file that was sent is here under its own name."""
    if not it.upload:
        yield opening.check_remote(it.source)
        return
    file = _folder(it.upload) / it.source
    if not file.is_file():
        raise BrokenBook(_("The file is no longer here: send it again."))
    yield str(file)
