"""What all sources share: names of contents, names of files, bounds."""

import subprocess

import pytest

from wiki.errors import BrokenBook
from wiki.exchange.sources import (
    MAX_NAME,
    blob_of,
    check_count,
    check_name,
    check_places,
    check_size,
    is_sound,
    name_of,
    shown,
)


def refusal(check, *arguments):
    with pytest.raises(BrokenBook) as raised:
        check(*arguments)
    return str(raised.value)


@pytest.mark.parametrize("content", [b"", b"# One\n", bytes(range(256)) * 40])
def test_blob_is_named_as_git_names_it(content):
    told = subprocess.run(["git", "hash-object", "--stdin"], input=content, capture_output=True, check=True)
    assert blob_of(content) == told.stdout.decode().strip()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("caf\u00e9.md".encode(), ("caf\u00e9.md", True)),
        (b"caf\xe9.md", ("caf\u00e9.md", False)),
        (b"\x81.md", ("\x81.md", False)),
    ],
)
def test_name_is_read_as_utf8_or_else_as_windows_wrote_it(raw, name):
    assert name_of(raw) == name


@pytest.mark.parametrize(
    "path",
    [
        "a.md",
        "a/b c.md",
        "...",
        "a..b/.c",
        "git/x",
        ".gitbook/assets/a (1).png",
        "\u00e9/\u0153\u202f!.md",
        "n" * MAX_NAME,
    ],
)
def test_name_that_stays_inside_passes(path):
    assert (check_name(path), is_sound(path)) == (path, True)


WAY_OUT = "the path leads outside of the book."
WAY_UP = "a path may not pass through “.”, “..” or “.git”."
CONTROLS = "a path may not hold control characters."


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/etc/passwd", f"/etc/passwd: {WAY_OUT}"),
        ("C:/x", f"C:/x: {WAY_OUT}"),
        ("a\\..\\b", f"a\\..\\b: {WAY_OUT}"),
        ("../x", f"../x: {WAY_UP}"),
        ("a/..", f"a/..: {WAY_UP}"),
        ("./x", f"./x: {WAY_UP}"),
        ("a//x", f"a//x: {WAY_UP}"),
        ("", f": {WAY_UP}"),
        (".git/config", f".git/config: {WAY_UP}"),
        ("a/.GiT", f"a/.GiT: {WAY_UP}"),
        ("a\nb", f"a\ufffdb: {CONTROLS}"),
        ("a\x00", f"a\ufffd: {CONTROLS}"),
        ("a\x9b", f"a\ufffd: {CONTROLS}"),
        ("n" * (MAX_NAME + 1), "n" * 200 + ": the path is too long."),
    ],
)
def test_name_that_leads_out_or_steers_a_terminal_is_refused(path, sentence):
    assert (refusal(check_name, path), is_sound(path)) == (sentence, False)


def test_place_is_a_file_or_a_folder():
    check_places({"a/b.md", "a/c/d.md", "ab"})
    assert refusal(check_places, {"a/b", "a/b/c/d.md"}) == "a/b is both a file and a folder."


def test_count_is_bounded(settings):
    settings.IMPORT_MAX_FILES = 3
    check_count(3)
    assert refusal(check_count, 4) == "There are more than 3 files: that is too many for an import."


def test_size_is_bounded_for_one_file_and_for_all(settings):
    settings.IMPORT_MAX_FILE_MB, settings.IMPORT_MAX_MB = 1, 2
    check_size(2**20, "a.bin")
    check_size(2**21)
    assert refusal(check_size, 2**20 + 1, "a.bin") == "a.bin is larger than 1 MB."
    assert refusal(check_size, 2**21 + 1) == "The files are larger together than 2 MB."


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("\x1b[31mred\x07\n", "\ufffd[31mred\ufffd\ufffd"),
        ("\u202egpj.exe\u2028", "\ufffdgpj.exe\ufffd"),
        ("\ud800", "\ufffd"),
        (
            "l\u2019\u00e9t\u00e9\u202f! \u200f\U0001f469\u200d\U0001f680",
            "l\u2019\u00e9t\u00e9\u202f! \u200f\U0001f469\u200d\U0001f680",
        ),
    ],
)
def test_text_is_shown_without_what_steers(text, fit):
    assert shown(text) == fit


def test_text_is_shown_so_far():
    assert (len(shown("a" * 500)), shown("abc", 2)) == (200, "ab")
