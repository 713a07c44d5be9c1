"""Archives: names that lead out, links, devices, bombs, locks, lies, damage."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.hostile.binding import Build, Case, bent, file, folder, guide, named, tarred, zip_of, zipped

OUTSIDE = ": the path leads outside of the book."
BACK = ": a path may not pass through “.”, “..” or “.git”."
SWELLS = " swells beyond reason: it is not unpacked."
LINK = stat.S_IFLNK | 0o777


def unread(name: str, fault: str) -> str:
    return f"{name} cannot be read as an archive: {fault}"


def with_member(name: str, content: str | bytes = "# X\n") -> Build:
    return zipped([*guide().items(), (name, content)])


def is_refused(title: str, build: Build, sentence: str, **more: object) -> Case:
    return Case(f"archive {title}", build, refused=sentence, **more)


def top(name: str, more: dict[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    return {f"{name}/{file}": content for file, content in guide().items()} | (more or {})


def locked(content: bytes) -> bytes:
    """The flag of a password on every member."""
    at = content.index(b"PK\1\2")
    while at >= 0:
        content = content[: at + 8] + b"\1\0" + content[at + 10 :]
        at = content.find(b"PK\1\2", at + 4)
    return content


def lying(times: int) -> Callable[[bytes], bytes]:
    """The first member says that it is so many times as long."""

    def bend(content: bytes) -> bytes:
        at = content.index(b"PK\1\2") + 24
        (size,) = struct.unpack("<L", content[at : at + 4])
        return content[:at] + struct.pack("<L", size * times) + content[at + 4 :]

    return bend


def damaged(content: bytes) -> bytes:
    """Another sum for the first member."""
    at = content.index(b"PK\1\2") + 16
    return content[:at] + b"\1\2\3\4" + content[at + 4 :]


def of_method(number: int) -> Build:
    def bend(content: bytes) -> bytes:
        at = content.index(b"PK\1\2") + 10
        return content[:at] + struct.pack("<H", number) + content[at + 2 :]

    return bent(zipped(guide()), bend)


def packed(name: str, content: bytes) -> Build:
    return file(name, gzip.compress(content, 1))


def zeros(desk: Path) -> Path:
    """A tar of one file of 60 MB of nothing, packed to almost nothing."""
    with tarfile.open(desk / "guide.tar.gz", "w:gz", compresslevel=6) as archive:
        info = tarfile.TarInfo("a.md")
        info.size = 60 << 20
        archive.addfile(info, io.BytesIO(bytes(info.size)))
    return desk / "guide.tar.gz"


def long_header(kind: bytes) -> Build:
    """A header that says its text is 200 MB long, in a gzip that is 200 KB."""

    def build(desk: Path) -> Path:
        info = tarfile.TarInfo("x")
        info.type, info.size = kind, 200 << 20
        packer = zlib.compressobj(1, wbits=31)
        with (desk / "guide.tar.gz").open("wb") as out:
            out.write(packer.compress(info.tobuf(tarfile.GNU_FORMAT)))
            for _part in range(200):
                out.write(packer.compress(bytes(1 << 20)))
            out.write(packer.flush())
        return desk / "guide.tar.gz"

    return build


def overlapping(content: bytes) -> bytes:
    """Every member of the zip stands on the bytes of the first."""
    at = content.index(b"PK\1\2")
    while at >= 0:
        content = content[: at + 42] + bytes(4) + content[at + 46 :]
        at = content.find(b"PK\1\2", at + 4)
    return content


def many_members(count: int) -> Build:
    return zipped([(f"f{number}", "") for number in range(count)])


def special(kind: bytes, name: str = "x.md", target: str = "") -> Build:
    return tarred(guide(), (name, "", {"type": kind, "linkname": target}))


GUIDE_ZIP = zip_of(guide())
TAR_CUT = "it is cut short or damaged."
COMMENT = b"52 comment=" + b"0" * 40 + b"\n"  # as `git archive` writes it

CASES = (
    Case(
        "archive with one folder at its top",
        zipped(top("guide-1.0")),
        stands={"README.md": "livre", "one.md": "livre/one"},
    ),
    Case(
        "archive from a Mac",
        zipped(
            top(
                "guide",
                {
                    "__MACOSX/guide/._one.md": b"\0\5\x16\7",
                    "__MACOSX/._guide": b"\0",
                    "guide/.DS_Store": b"\0\0\0\1Bud1",
                    ".DS_Store": b"\0",
                },
            )
        ),
        stands={"README.md": "livre", "one.md": "livre/one"},
    ),
    Case(
        "archive from a Mac in tar",
        tarred(top("guide", {"._guide": b"\0\5\x16\7", "guide/._one.md": b"\0\5\x16\7"})),
        stands={"README.md": "livre", "one.md": "livre/one"},
    ),
    Case(
        "archive from Windows",
        zipped([("guide\\README.md", "# Home\n"), ("guide\\a\\one.md", "# One\n")]),
        (("no-summary", "SUMMARY.md", 0),),
        stands={"README.md": "livre", "a/one.md": "livre/a/one"},
    ),
    Case(
        "archive with names of an old alphabet",
        zipped([("README.md", "# Home\n"), (named("x\u00e9.md", flag_bits=0), "# X\n")]),
        (("no-summary", "SUMMARY.md", 0),),
    ),
    Case(
        "archive in tar.gz",
        tarred(top("guide"), name="guide.tar.gz"),
        stands={"README.md": "livre", "one.md": "livre/one"},
    ),
    Case(
        "archive in tar.bz2 under another name",
        bent(tarred(top("guide"), name="guide.tar.bz2"), lambda content: content),
    ),
    Case(
        "archive with a global header",
        tarred({}, ("pax_global_header", COMMENT, {"type": tarfile.XGLTYPE}), ("README.md", "# Home\n", {})),
        (("no-summary", "SUMMARY.md", 0),),
    ),
    Case(
        "archive with dots and slashes in names",
        tarred({"./README.md": "# Home\n", ".//a/./one.md": "# One\n"}),
        (("no-summary", "SUMMARY.md", 0),),
        stands={"README.md": "livre", "a/one.md": "livre/a/one"},
    ),
    Case(
        "archive with empty folders", zipped([*guide().items(), (named("empty/", stat.S_IFDIR | 0o755), "")])
    ),
    is_refused("that slips by dots", with_member("../../etc/x.md"), f"../../etc/x.md{BACK}"),
    is_refused("that slips by dots further down", with_member("a/../../x.md"), f"a/../../x.md{BACK}"),
    is_refused("with an absolute name", with_member("/etc/x.md"), f"/etc/x.md{OUTSIDE}"),
    is_refused("with a drive", with_member("C:\\x.md"), f"C:/x.md{OUTSIDE}"),
    is_refused("with a drive and slashes", with_member("C:/x.md"), f"C:/x.md{OUTSIDE}"),
    is_refused("with dots and other slashes", with_member("..\\..\\x.md"), f"../../x.md{BACK}"),
    is_refused("with an absolute name by other slashes", with_member("\\etc\\x.md"), f"/etc/x.md{OUTSIDE}"),
    is_refused("with both slashes", with_member("a/..\\..\\x.md"), f"a/..\\..\\x.md{OUTSIDE}"),
    is_refused("with a repository", with_member("x/.GIT/config"), f"x/.GIT/config{BACK}"),
    is_refused("with a name of nothing", with_member(""), f"{BACK}"),
    is_refused(
        "with a name that ends early",
        with_member("a.md\0.png"),
        "a.md\ufffd.png: a path may not hold control characters.",
    ),
    is_refused("with a name twice", with_member("one.md"), "one.md stands twice in the archive."),
    is_refused(
        "with a name twice in tar",
        tarred(guide(), ("./one.md", "# Other\n", {})),
        "one.md stands twice in the archive.",
    ),
    is_refused("that slips by dots in tar", tarred(guide(), ("../x.md", "# X\n", {})), f"../x.md{BACK}"),
    is_refused(
        "with an absolute name in tar", tarred(guide(), ("/etc/x.md", "# X\n", {})), f"/etc/x.md{OUTSIDE}"
    ),
    Case(
        "archive with links",
        zipped([*guide().items(), (named("s.md", LINK), "../outside/secret.md"), (named("d", LINK), "/etc")]),
        (("symbolic-link", "s.md", 0), ("symbolic-link", "d", 0)),
    ),
    Case(
        "archive with links in tar",
        tarred(guide(), ("s.md", "", {"type": tarfile.SYMTYPE, "linkname": "../outside/secret.md"})),
        (("symbolic-link", "s.md", 0),),
    ),
    is_refused(
        "that writes through a link",
        tarred(
            guide(), ("d", "", {"type": tarfile.SYMTYPE, "linkname": "../outside"}), ("d/x.md", "# X\n", {})
        ),
        "d is both a file and a folder.",
    ),
    Case(
        "archive with a hard link",
        tarred(guide(), ("two.md", "", {"type": tarfile.LNKTYPE, "linkname": "one.md"})),
        stands={"README.md": "livre", "one.md": "livre/one", "two.md": "livre/two"},
    ),
    is_refused(
        "with a hard link to the outside",
        special(tarfile.LNKTYPE, target="../outside/secret.md"),
        f"../outside/secret.md{BACK}",
    ),
    is_refused(
        "with a hard link to /etc/passwd",
        special(tarfile.LNKTYPE, target="/etc/passwd"),
        f"/etc/passwd{OUTSIDE}",
    ),
    is_refused(
        "with a hard link to nothing",
        special(tarfile.LNKTYPE, target="absent.md"),
        "x.md is a link to what the archive lacks.",
    ),
    is_refused(
        "with a hard link to itself",
        special(tarfile.LNKTYPE, target="x.md"),
        "x.md is a link to what the archive lacks.",
    ),
    is_refused("with a device", special(tarfile.CHRTYPE), "x.md is a device or a pipe, not a file."),
    is_refused("with a disk", special(tarfile.BLKTYPE), "x.md is a device or a pipe, not a file."),
    is_refused("with a pipe", special(tarfile.FIFOTYPE), "x.md is a device or a pipe, not a file."),
    is_refused("with a kind that nobody knows", special(b"?"), "x.md is a device or a pipe, not a file."),
    is_refused(
        "with holes", special(tarfile.GNUTYPE_SPARSE), unread("guide.tar", "it has a file with holes.")
    ),
    is_refused("with a password", bent(zipped(guide()), locked), "README.md is locked by a password."),
    Case("archive that says a file is longer than it is", bent(zipped(guide()), lying(10))),
    is_refused(
        "that says a file is shorter than it is",
        bent(zipped(guide()), lying(0)),
        unread("guide.zip", "Bad CRC-32 for file 'README.md'"),
    ),
    is_refused(
        "with a wrong sum",
        bent(zipped(guide()), damaged),
        unread("guide.zip", "Bad CRC-32 for file 'README.md'"),
    ),
    is_refused(
        "packed by an unknown method",
        of_method(99),
        unread("guide.zip", "That compression method is not supported"),
    ),
    is_refused(
        "cut in the middle",
        bent(zipped(guide()), lambda content: content[: len(content) // 2]),
        "{desk}/guide.zip is no folder, archive, git bundle or repository.",
    ),
    is_refused(
        "in tar cut in a file",
        bent(tarred({"a.md": "# A\n" * 500}), lambda content: content[:1024]),
        unread("guide.tar", "unexpected end of data"),
    ),
    is_refused(
        "in tar cut between two files",
        bent(tarred(guide()), lambda content: content[:2048]),
        unread("guide.tar", TAR_CUT),
    ),
    is_refused(
        "in tar damaged after a file",
        bent(tarred(guide()), lambda content: content[:1024] + b"x" * 512 + content[1536:]),
        unread("guide.tar", TAR_CUT),
    ),
    is_refused(
        "in tar.gz cut in the middle",
        bent(tarred(guide(), name="guide.tar.gz"), lambda content: content[:-40]),
        unread("guide.tar.gz", "Compressed file ended before the end-of-stream marker was reached"),
    ),
    is_refused(
        "in tar.gz with a wrong sum",
        bent(tarred(guide(), name="guide.tar.gz"), lambda content: content[:-8] + b"\1\2\3\4" + content[-4:]),
        unread("guide.tar.gz", "CRC check failed 0x4030201 != 0xc3383f94"),
    ),
    is_refused("that is a bomb", zipped({"a.md": bytes(60 << 20)}), f"guide.zip{SWELLS}"),
    is_refused("that is a bomb in tar", zeros, f"guide.tar.gz{SWELLS}"),
    is_refused(
        "that is a bomb of one content many times",
        bent(zipped(guide()), overlapping),
        unread("guide.zip", "File name in directory 'SUMMARY.md' and header b'README.md' differ."),
    ),
    is_refused(
        "with a long name of 200 MB",
        long_header(tarfile.GNUTYPE_LONGNAME),
        unread("guide.tar.gz", "it has a header that is too long."),
    ),
    is_refused(
        "with a header of 200 MB",
        long_header(tarfile.XHDTYPE),
        unread("guide.tar.gz", "it has a header that is too long."),
    ),
    is_refused(
        "with a file too large",
        zipped(guide() | {"f.bin": b"x" * ((1 << 20) + 1)}),
        "f.bin is larger than 1 MB.",
        limits={"IMPORT_MAX_FILE_MB": 1},
    ),
    is_refused(
        "too large",
        zipped(guide() | {f"f{n}": b"x" * (400 << 10) for n in range(3)}),
        "The files are larger together than 1 MB.",
        limits={"IMPORT_MAX_MB": 1},
    ),
    is_refused(
        "of 101 files where 100 are too many",
        many_members(101),
        "There are more than 100 files: that is too many for an import.",
        limits={"IMPORT_MAX_FILES": 100},
    ),
    is_refused("of nothing", zipped({}), "{desk}/guide.zip holds no page (no .md file)."),
    is_refused("of nothing in tar", tarred({}), "{desk}/guide.tar holds no page (no .md file)."),
    is_refused(
        "of an archive", zipped({"guide.zip": GUIDE_ZIP}), "{desk}/guide.zip holds no page (no .md file)."
    ),
    is_refused(
        "of a packed text",
        packed("guide.tar.gz", b"# One\n"),
        "{desk}/guide.tar.gz is no folder, archive, git bundle or repository.",
    ),
    Case(
        "archive among files",
        folder(guide() | {"files.zip": GUIDE_ZIP, "bomb.gz": gzip.compress(bytes(1 << 20))}),
    ),
)
