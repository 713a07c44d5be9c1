"""Archives as sources: the files they hold, by their contents, whatever packed them."""

import random
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.hostile.binding import Build, bent, guide, named, tarred, zipped
from tests.hostile.shelves.archives import long_header
from tests.yardstick import SECOND, made_within
from wiki.errors import BrokenBook
from wiki.exchange.archives import Archive, is_archive
from wiki.exchange.sources import File, blob_of

FILES = {"README.md": "# A\n", "b/c d.md": "# C\n", "b/same.md": "# A\n"}
TOLD = {
    "README.md": File("file", blob_of(b"# A\n"), 4),
    "b/c d.md": File("file", blob_of(b"# C\n"), 4),
    "b/same.md": File("file", blob_of(b"# A\n"), 4),
}
PACKED = [
    zipped(FILES),
    *(tarred(FILES, name=f"guide.{ending}") for ending in ("tar", "tar.gz", "tgz", "tar.bz2")),
]


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def archive(build: Build, tmp_path: Path, workspace: Path) -> Archive:
    return Archive(Path(build(tmp_path)), workspace)


@pytest.mark.parametrize("build", PACKED)
def test_archive_tells_the_same_files_however_packed(build, tmp_path, workspace):
    source = archive(build, tmp_path, workspace)
    assert (dict(source.files), source.name, source.skipped) == (TOLD, "guide", ())


def test_archive_gives_contents_in_the_order_asked(tmp_path, workspace):
    source = archive(PACKED[0], tmp_path, workspace)
    asked = [blob_of(b"# C\n"), blob_of(b"absent"), blob_of(b"# A\n")]
    assert list(source.contents(asked)) == [(asked[0], b"# C\n"), (asked[1], None), (asked[2], b"# A\n")]


def test_archive_lays_each_content_aside_once_by_its_own_name(tmp_path, workspace):
    archive(PACKED[1], tmp_path, workspace)
    laid = sorted(path.relative_to(workspace).as_posix() for path in workspace.rglob("*"))
    assert laid == ["contents", *sorted(f"contents/{blob_of(text)}" for text in (b"# A\n", b"# C\n"))]


@pytest.mark.parametrize(
    ("names", "inside"),
    [
        (["g/a.md", "g/b/c.md"], ["a.md", "b/c.md"]),
        (["g/a.md", "h/c.md"], ["g/a.md", "h/c.md"]),
        (["g/a.md", "c.md"], ["c.md", "g/a.md"]),
        ([".gitbook/a.md"], [".gitbook/a.md"]),
        (["g/a.md", "__MACOSX/g/._a.md", ".DS_Store"], ["a.md"]),
    ],
)
def test_archive_is_read_from_the_one_folder_at_its_top(names, inside, tmp_path, workspace):
    source = archive(zipped(dict.fromkeys(names, "# X\n")), tmp_path, workspace)
    assert list(source.files) == inside


def test_archive_tells_links_and_what_may_be_run(tmp_path, workspace):
    members = [(named("run", 0o100755), "x"), (named("l", 0o120777), "../outside"), (named("f", 0), "x")]
    source = archive(zipped(members), tmp_path, workspace)
    assert {name: file.kind for name, file in source.files.items()} == {
        "f": "file",
        "l": "link",
        "run": "executable",
    }
    assert list(source.contents([source.files["l"].blob])) == [(blob_of(b"../outside"), b"../outside")]


def test_archive_in_tar_tells_links_and_what_may_be_run(tmp_path, workspace):
    members = (
        ("run", "x", {"mode": 0o755}),
        ("again", "", {"type": tarfile.LNKTYPE, "linkname": "run"}),
        ("l", "", {"type": tarfile.SYMTYPE, "linkname": "../outside"}),
    )
    source = archive(tarred({}, *members), tmp_path, workspace)
    assert {name: file.kind for name, file in source.files.items()} == {
        "again": "executable",
        "l": "link",
        "run": "executable",
    }


@pytest.mark.parametrize("build", PACKED)
def test_archive_is_known_by_its_bytes(build, tmp_path):
    made = Path(build(tmp_path)).rename(tmp_path / "anything")
    assert is_archive(made)


@pytest.mark.parametrize("content", [b"", b"# A\n", b"PK\3\4", b"\x1f\x8b\x08", b"BZh9", b"x" * 2000])
def test_other_bytes_are_no_archive(content, tmp_path):
    (tmp_path / "a.zip").write_bytes(content)
    assert not is_archive(tmp_path / "a.zip")


@pytest.mark.parametrize(
    "kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE]
)
def test_header_of_an_archive_is_never_read_whole_when_it_is_long(kind, tmp_path):
    made = Path(long_header(kind)(tmp_path))

    def read():
        with pytest.raises(BrokenBook) as raised:
            is_archive(made)
        return str(raised.value)

    told = "guide.tar.gz cannot be read as an archive: it has a header that is too long."
    assert made_within(2 * SECOND, read) == told


@pytest.mark.parametrize("build", [zipped(guide()), tarred(guide()), tarred(guide(), name="guide.tar.gz")])
def test_archive_that_is_damaged_anywhere_is_read_or_refused(build, tmp_path, workspace):
    """Whatever byte changes, nothing but a refusal comes of it."""
    chance = random.Random(9)
    good = Path(build(tmp_path)).read_bytes()
    for number in range(150):
        bad = bytearray(good)
        for _change in range(chance.choice((1, 2, 8))):
            bad[chance.randrange(len(bad))] = chance.choice((0, 47, 255, chance.randrange(256)))
        (tmp_path / "bad").write_bytes(bad)
        place = workspace / str(number)
        place.mkdir()
        with suppress(BrokenBook):
            if is_archive(tmp_path / "bad"):
                Archive(tmp_path / "bad", place)


def test_archive_that_ends_early_is_not_taken_for_a_shorter_one(tmp_path, workspace):
    whole = Path(tarred(guide())(tmp_path)).read_bytes()
    for blocks in range(1, 6):
        place = workspace / str(blocks)
        place.mkdir()
        made = bent(tarred(guide()), lambda content, size=blocks * 512: content[:size])(tmp_path)
        with pytest.raises(BrokenBook):
            Archive(Path(made), place)
    assert len(whole) > 6 * 512


def test_zip_made_by_the_library_alone_is_read(tmp_path, workspace):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.mkdir("g")
        packed.writestr("g/é.md", "# E\n")
    assert list(Archive(tmp_path / "a.zip", workspace).files) == ["é.md"]
