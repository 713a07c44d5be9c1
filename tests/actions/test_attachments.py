"""Originals are kept by the name of their content, whole or not at all, whoever writes and whoever is killed."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from communs.storage import DRAFT_LIVES, DRAFTS, WholeFiles
from wiki.actions import attachments
from wiki.errors import BrokenBook
from wiki.models import Attachment

ROOT = Path(__file__).parents[2]
WORDS = b"words of a document"
BLOB = attachments.blob_of(WORDS)
# Slow enough to be killed in the middle, and says when it has begun.
WRITER = """
import sys, time
from django.conf import settings
settings.configure(
    MEDIA_ROOT=sys.argv[1], STORAGES={"default": {"BACKEND": "communs.storage.WholeFiles"}}, INSTALLED_APPS=[]
)
from django.core.files.storage import default_storage
class Slow:
    name = "x"
    def chunks(self):
        for number in range(100):
            yield b"x" * 10_000
            if number == 3:
                print("begun", flush=True)
            time.sleep(float(sys.argv[2]))
default_storage.save("originals/aa/file", Slow())
print("done", flush=True)
"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept_files(media):
    return sorted(str(file.relative_to(media)) for file in media.rglob("*") if file.is_file())


# --- originals ----------------------------------------------------------------------------------------------


def test_original_is_kept_under_the_name_that_git_gives_it(media):
    attachments.keep(BLOB, WORDS)
    assert hashlib.sha1(b"blob 19\0" + WORDS).hexdigest() == BLOB
    assert kept_files(media) == [f"originals/{BLOB[:2]}/{BLOB}"]
    assert (attachments.is_kept(BLOB), attachments.read(BLOB)) == (True, WORDS)


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 10, b"x" * 3_000_000])
def test_original_is_kept_byte_for_byte(content):
    blob = attachments.blob_of(content)
    attachments.keep(blob, content)
    assert attachments.read(blob) == content


def test_original_comes_in_pieces():
    attachments.keep(BLOB, iter([WORDS[:5], b"", WORDS[5:]]))
    assert attachments.read(BLOB) == WORDS


def test_large_original_comes_in_pieces_without_filling_memory(monkeypatch):
    monkeypatch.setattr(attachments, "IN_MEMORY", 10)
    attachments.keep(BLOB, iter([WORDS]))
    assert attachments.read(BLOB) == WORDS


def test_original_of_a_repository_with_longer_names_is_kept():
    blob = hashlib.sha256(b"blob 19\0" + WORDS).hexdigest()
    attachments.keep(blob, WORDS)
    assert attachments.read(blob) == WORDS


def test_original_that_is_there_already_is_neither_read_nor_written_again(media):
    attachments.keep(BLOB, WORDS)
    before = (media / f"originals/{BLOB[:2]}/{BLOB}").stat().st_mtime_ns

    def never():
        raise AssertionError("read again")
        yield b""

    attachments.keep(BLOB, never())
    assert (media / f"originals/{BLOB[:2]}/{BLOB}").stat().st_mtime_ns == before


def test_content_that_is_not_what_its_name_says_is_refused(media):
    with pytest.raises(BrokenBook) as refusal:
        attachments.keep(BLOB, WORDS + b"!")
    assert (BLOB in str(refusal.value), kept_files(media)) == (True, [])


BAD_NAMES = [
    "",
    "a",
    "../../etc/passwd",
    "a" * 39,
    "a" * 41,
    "A" * 40,
    "g" * 40,
    "a" * 39 + "/",
    "a" * 40 + "\n",
    "é" * 40,
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_name_that_could_not_be_one_is_never_used(media, name):
    with pytest.raises(BrokenBook):
        attachments.keep(name, b"")
    assert (attachments.is_name(name), attachments.is_kept(name), attachments.read(name), attachments.opened(name)) == (
        False, False, None, None
    )  # fmt: skip
    assert kept_files(media) == []


def test_original_that_is_not_there_is_nothing():
    assert (attachments.is_name(BLOB), attachments.is_kept(BLOB), attachments.read(BLOB)) == (
        True,
        False,
        None,
    )


def test_original_is_read_piece_by_piece():
    attachments.keep(BLOB, WORDS)
    with attachments.opened(BLOB) as kept:
        assert (kept.read(5), kept.read()) == (WORDS[:5], WORDS[5:])


def test_content_that_fails_on_its_way_leaves_nothing(media):
    def broken():
        yield WORDS[:5]
        raise OSError("the pipe is broken")

    with pytest.raises(OSError, match="the pipe is broken"):
        attachments.keep(BLOB, broken())
    assert kept_files(media) == []


@pytest.mark.parametrize(
    ("media_type", "state"),
    [("image/png", "waiting"), ("image/svg+xml", "waiting"), ("image/tiff", "waiting"), ("application/pdf", "kept"),
     ("application/octet-stream", "kept"), ("", "kept")],
)  # fmt: skip
def test_pictures_wait_to_be_checked_and_documents_do_not(media_type, state):
    assert attachments.state_of(media_type, 10) == Attachment.State(state)


# --- the storage --------------------------------------------------------------------------------------------


def test_file_that_cannot_be_written_whole_is_not_there(media):
    class Broken:
        name = "x"

        def chunks(self):
            yield b"begun"
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        default_storage.save("a/b", Broken())
    assert (default_storage.exists("a/b"), kept_files(media)) == (False, [])


def test_file_written_by_many_at_once_is_whole(media):
    contents = [b"x" * 500_000] * 8
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda content: default_storage.save("a/b", ContentFile(content)), contents))
    assert (names, kept_files(media), (media / "a/b").stat().st_size) == (["a/b"] * 8, ["a/b"], 500_000)


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a/../../out", ".."])
def test_file_never_stands_outside_the_folder(name):
    with pytest.raises(Exception, match="(?i)path|suspicious|could not derive"):
        default_storage.save(name, ContentFile(b"x"))


def writer(media, pause):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(media), str(pause)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_process_killed_while_writing_leaves_no_file_under_the_name(media):
    with writer(media, 0.05) as process:
        assert process.stdout.readline() == "begun\n"
        os.kill(process.pid, signal.SIGKILL)
    assert default_storage.exists("originals/aa/file") is False
    assert [file.split("/")[0] for file in kept_files(media)] == [DRAFTS]
    with writer(media, 0) as process:
        assert process.stdout.read() == "begun\ndone\n"
    assert (media / "originals/aa/file").stat().st_size == 1_000_000


def test_two_processes_write_one_file(media):
    with writer(media, 0.002) as one, writer(media, 0.002) as two:
        assert (one.stdout.read(), two.stdout.read()) == ("begun\ndone\n", "begun\ndone\n")
    assert kept_files(media) == ["originals/aa/file"]


def test_drafts_of_the_killed_go_after_a_day_and_those_of_the_living_stay(media):
    (media / DRAFTS).mkdir()
    for name, age in (("old", DRAFT_LIVES + 60), ("new", 60)):
        (media / DRAFTS / name).write_bytes(b"half")
        os.utime(media / DRAFTS / name, (time.time() - age,) * 2)
    WholeFiles(location=media).save("a", ContentFile(b"x"))
    assert kept_files(media) == [f"{DRAFTS}/new", "a"]
