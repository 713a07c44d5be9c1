"""Folders and what else may be named as a source: links, pipes, devices, nothing."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.binding import Case, file, folder, guide, source


def link(name: str) -> tuple[str, str, int]:
    return ("symbolic-link", name, 0)


def with_pipe(desk: Path) -> Path:
    made = Path(folder(guide())(desk))
    os.mkfifo(made / "pipe.md")
    return made


def with_socket_name(desk: Path) -> Path:
    os.mkfifo(desk / "guide")
    return desk / "guide"


def deep(desk: Path) -> Path:
    """Empty folders, each in the other, deeper than any name of a book may be long."""
    made = Path(folder(guide())(desk))
    (made / "/".join(["dddd"] * 240)).mkdir(parents=True)
    return made


def linked_source(desk: Path) -> Path:
    folder(guide())(desk)
    (desk / "link").symlink_to("guide")
    return desk / "link"


def empty(desk: Path) -> Path:
    (desk / "guide").mkdir()
    return desk / "guide"


KIND = "{desk}/%s is no folder, archive, git bundle or repository."
DEVICE = "%s is a device or a pipe, not a file."

CASES = (
    Case(
        "folder with a link to the outside",
        folder(guide(), {"s.md": "{desk}/outside/secret.md"}),
        (link("s.md"),),
    ),
    Case(
        "folder with a link to /etc/passwd",
        folder(guide(), {"p.md": "/etc/passwd", "p.txt": "/etc/passwd"}),
        (link("p.md"), link("p.txt")),
    ),
    Case(
        "folder with a link round",
        folder(guide(), {"a.md": "b.md", "b.md": "a.md", "c": "c"}),
        (link("a.md"), link("b.md"), link("c")),
    ),
    Case("folder with a link to nothing", folder(guide(), {"n.md": "absent.md"}), (link("n.md"),)),
    Case("folder with a link to its own folder", folder(guide(), {"d/up": ".."}), (link("d/up"),)),
    Case("folder with a folder that is a link", folder(guide(), {"d": "{desk}/outside"}), (link("d"),)),
    Case(
        "folder with a readme that is a link",
        folder(
            {"SUMMARY.md": "* [One](one.md)\n", "one.md": "# One\n"},
            {"README.md": "{desk}/outside/README.md"},
        ),
        (link("README.md"),),
    ),
    Case(
        "folder with a listed page that is a link",
        folder(
            guide() | {"SUMMARY.md": "* [The guide](README.md)\n* [S](s.md)\n"},
            {"s.md": "{desk}/outside/secret.md"},
        ),
        (link("s.md"), ("missing-page", "SUMMARY.md", 2)),
    ),
    Case(
        "folder with a picture that is a link",
        folder(
            guide() | {"one.md": "# One\n\n![i](.gitbook/assets/i.png)\n"},
            {".gitbook/assets/i.png": "{desk}/outside/secret.md"},
        ),
        (link(".gitbook/assets/i.png"),),
    ),
    Case(
        "folder with a reusable text that is a link",
        folder(
            guide() | {"one.md": '# One\n\n{% include ".gitbook/includes/i.md" %}\n'},
            {".gitbook/includes/i.md": "{desk}/outside/secret.md"},
        ),
        (link(".gitbook/includes/i.md"),),
    ),
    Case(
        "folder with a reusable text outside",
        folder(
            guide()
            | {"one.md": '# One\n\n{% include "../outside/secret.md" %}\n{% include "/etc/passwd" %}\n'}
        ),
    ),
    Case(
        "folder with variables that are a link",
        folder(guide(), {".gitbook/vars.yaml": "{desk}/outside/secret.md"}),
        (link(".gitbook/vars.yaml"),),
    ),
    Case(
        "folder with a licence that is a link",
        folder(guide(), {"LICENSE": "{desk}/outside/secret.md"}),
        (link("LICENSE"),),
    ),
    Case(
        "folder with a repository that is a link",
        folder(guide(), {".git": "{desk}/outside"}),
        refused="{desk}/guide/.git leads to a repository elsewhere: name that repository as the source.",
    ),
    Case(
        "folder with a repository that is a file",
        folder(guide() | {".git": "gitdir: ../outside\n"}),
        refused="{desk}/guide/.git leads to a repository elsewhere: name that repository as the source.",
    ),
    Case(
        "folder with a repository that is none",
        folder(guide() | {".git/x": ""}),
        refused="Git cannot read this repository: fatal: not a git repository: '{desk}/guide/.git'",
    ),
    Case("folder with a repository further down", folder(guide() | {"x/.git/config": "[core]\n"})),
    Case("folder with a pipe", with_pipe, refused=DEVICE % "pipe.md"),
    Case("folder of folders without end", deep, refused="dddd/" * 40 + ": the path is too long."),
    Case(
        "folder with too many files",
        folder(guide() | {f"f{n}": "" for n in range(20)}),
        refused="There are more than 20 files: that is too many for an import.",
        limits={"IMPORT_MAX_FILES": 20},
    ),
    Case(
        "folder with a file too large",
        folder(guide() | {"f.bin": b"x" * ((1 << 20) + 1)}),
        refused="f.bin is larger than 1 MB.",
        limits={"IMPORT_MAX_FILE_MB": 1},
    ),
    Case(
        "folder too large",
        folder(guide() | {f"f{n}": b"x" * (400 << 10) for n in range(3)}),
        refused="The files are larger together than 1 MB.",
        limits={"IMPORT_MAX_MB": 1},
    ),
    Case("folder empty", empty, refused="{desk}/guide is empty."),
    Case("folder of folders", folder({"a/.git/x": ""}), refused="{desk}/guide is empty."),
    Case("source that is a link to a folder", linked_source),
    Case("source absent", source("{desk}/absent"), refused="{desk}/absent does not exist."),
    Case("source of nothing", source(" "), refused="The source has no name."),
    Case(
        "source below a file",
        source("{desk}/outside/secret.md/x"),
        refused="{desk}/outside/secret.md/x does not exist.",
    ),
    Case(
        "source with a name too long",
        source("n" * 5000),
        refused=f"{'n' * 5000} cannot be read: File name too long.",
    ),
    Case("source that is a pipe", with_socket_name, refused=DEVICE % "{desk}/guide"),
    Case("source that is /dev/zero", source("/dev/zero"), refused=DEVICE % "/dev/zero"),
    Case("source that is /dev/null", source("/dev/null"), refused=DEVICE % "/dev/null"),
    Case(
        "source that cannot be read",
        source("/proc/self/mem"),
        refused="/proc/self/mem cannot be read: Input/output error.",
    ),
    Case("source that is a text", file("guide.md", "# One\n"), refused=KIND % "guide.md"),
    Case("source that is empty", file("guide.zip", ""), refused=KIND % "guide.zip"),
    Case(
        "source that is a picture", file("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100)), refused=KIND % "a.png"
    ),
    Case("source that is a document", file("a.pdf", "%PDF-1.7\n%%EOF\n"), refused=KIND % "a.pdf"),
    Case(
        "space that is not there",
        folder(guide()),
        refused="No space named docs here: the folders with a contents file are /.",
        options={"space": "docs"},
    ),
    Case(
        "space outside",
        folder(guide()),
        refused="No space named ../outside here: the folders with a contents file are /.",
        options={"space": "../outside"},
    ),
)
