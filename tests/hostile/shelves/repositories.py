"""Repositories: settings that name commands, what lies elsewhere, damage, bombs."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.binding import Git, guide, sound
from tests.hostile.shelves.git_cases import comes_in, is_refused
from tests.yardstick import SECOND

CANNOT = "Git cannot read this repository: "
SOUND = {"README.md": "livre", "one.md": "livre/one"}


def settings(text: str) -> Callable[[Git], None]:
    """A sound guide whose repository names commands; each would leave a mark beside it."""

    def work(git: Git) -> None:
        sound(git)
        git.settings(text.replace("RUN", f"touch {git.path.parent}/harmed"))

    return work


def hooks(git: Git) -> None:
    sound(git)
    for name in ("post-checkout", "pre-commit", "reference-transaction", "post-update", "fsmonitor-watchman"):
        hook = git.path / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {git.path.parent}/harmed\n")
        hook.chmod(0o755)


def with_alternates(git: Git) -> None:
    sound(git)
    other = Git(git.path.parent / "other.git")
    sound(other)
    (git.path / "objects/info").mkdir(exist_ok=True)
    (git.path / "objects/info/alternates").write_text(f"{other.path}/objects\n")


def with_lost_alternates(git: Git) -> None:
    sound(git)
    (git.path / "objects/info").mkdir(exist_ok=True)
    (git.path / "objects/info/alternates").write_text("/absent/objects\n")


def with_common_folder(git: Git) -> None:
    sound(git)
    other = Git(git.path.parent / "other.git")
    sound(other)
    (git.path / "commondir").write_text(f"{other.path}\n")


def with_objects_elsewhere(git: Git) -> None:
    sound(git)
    objects = git.path / "objects"
    objects.rename(git.path.parent / "objects")
    objects.symlink_to(git.path.parent / "objects")


def replaced(git: Git) -> None:
    commit = sound(git)
    other = git.commit(git.files({"README.md": "# Replaced\n", "evil.md": "# Evil\n"}))
    ref = git.path / "refs" / "replace" / commit
    ref.parent.mkdir(parents=True)
    ref.write_text(f"{other}\n")


def grafted(git: Git) -> None:
    commit = sound(git)
    other = git.commit(git.files({"evil.md": "# Evil\n"}))
    (git.path / "info").mkdir(exist_ok=True)
    (git.path / "info/grafts").write_text(f"{commit} {other}\n")


def promised(git: Git) -> None:
    """A partial clone: the promised picture would be asked for by a command."""
    picture = "0123456789" * 4
    files = [
        ("100644", name, git.put("blob", str(content).encode())) for name, content in sorted(guide().items())
    ]
    tree = git.tree([("100644", "0.png", picture), *files])
    git.branch("main", git.commit(tree))
    run = f"ext::sh -c touch% {git.path.parent}/harmed"
    git.settings(
        f'[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialclone = origin\n[remote "origin"]\n\turl = {run}\n'
        '\tpromisor = true\n\tpartialclonefilter = blob:none\n[protocol]\n\tallow = always\n[protocol "ext"]\n\tallow = always\n'
    )


def promised_page(git: Git) -> None:
    files = [
        ("100644", name, git.put("blob", str(content).encode())) for name, content in sorted(guide().items())
    ]
    git.branch("main", git.commit(git.tree([("100644", "0.md", "0123456789" * 4), *files])))


def damaged(kind: str) -> Callable[[Git], None]:
    """One object of the guide is written over."""

    def work(git: Git) -> None:
        commit = sound(git)
        tree = git("rev-parse", f"{commit}^{{tree}}").decode()
        name = {"commit": commit, "tree": tree, "blob": git("rev-parse", f"{commit}:one.md").decode()}[kind]
        file = git.path / "objects" / name[:2] / name[2:]
        file.chmod(0o644)
        file.write_bytes(b"damaged")

    return work


def bomb(git: Git) -> None:
    """Ten folders in each of ten folders in each… ten times: ten thousand million pages in 2 KB."""
    tree = git.tree([("100644", f"p{n}.md", git.put("blob", b"# P\n")) for n in range(10)])
    for _level in range(9):
        tree = git.tree([("40000", f"d{n}", tree) for n in range(10)])
    git.branch("main", git.commit(tree))


def bomb_before(git: Git) -> None:
    bomb(git)
    before = git("rev-parse", "refs/heads/main").decode()
    git.branch("main", git.commit(git.files(guide()), before))


def many_files(git: Git) -> None:
    blob = git.put("blob", b"")
    git.branch("main", git.commit(git.tree([("100644", f"f{n:06}", blob) for n in range(100_001)])))


CASES = (
    comes_in("with hooks", hooks),
    comes_in(
        "with commands in its settings",
        settings(
            "[core]\n\tfsmonitor = RUN\n\tsshCommand = RUN\n\thooksPath = .\n\tpager = RUN\n\teditor = RUN\n\taskPass = RUN\n"
            "\talternateRefsCommand = RUN\n\tgitProxy = RUN\n[pager]\n\tlog = RUN\n[uploadpack]\n\tpackObjectsHook = RUN\n"
            '[diff]\n\texternal = RUN\n[diff "x"]\n\ttextconv = RUN\n\tcommand = RUN\n[filter "x"]\n\tclean = RUN\n\tsmudge = RUN\n'
            "[credential]\n\thelper = !RUN\n[alias]\n\tlog = !RUN\n\tls-tree = !RUN\n"
        ),
        stands=SOUND,
    ),
    comes_in(
        "with a program for signatures",
        settings('[gpg]\n\tprogram = RUN\n[gpg "ssh"]\n\tprogram = RUN\n[log]\n\tshowSignature = true\n'),
    ),
    comes_in(
        "with colours and formats of its own",
        settings(
            "[color]\n\tui = always\n[format]\n\tpretty = raw\n[log]\n\tdate = relative\n\tdecorate = full\n[core]\n\tquotePath = true\n\tabbrev = 4\n[diff]\n\trenames = false\n\tnoprefix = true\n[i18n]\n\tlogOutputEncoding = UTF-16\n"
        ),
        stands=SOUND,
    ),
    comes_in(
        "with settings of elsewhere",
        settings("[include]\n\tpath = /absent\n\tpath = ../outside/secret.md.absent\n"),
    ),
    is_refused(
        "with settings that are broken",
        settings("[core\n"),
        CANNOT + "fatal: …",
    ),
    is_refused(
        "of a later format",
        settings("[core]\n\trepositoryformatversion = 99\n"),
        CANNOT + "fatal: Expected git repo version <= 1, found 99",
    ),
    is_refused(
        "with objects of another repository",
        with_alternates,
        "{desk}/guide.git/objects/info/alternates leads outside of the repository: it is not followed.",
    ),
    comes_in("with objects of a repository that is gone", with_lost_alternates),
    is_refused(
        "with the branches of another repository",
        with_common_folder,
        "{desk}/guide.git/commondir leads outside of the repository: it is not followed.",
    ),
    is_refused(
        "with objects that are a link",
        with_objects_elsewhere,
        "{desk}/guide.git/objects leads outside of the repository: it is not followed.",
    ),
    comes_in("with a commit that stands for another", replaced, stands=SOUND),
    comes_in("with parents that it was given", grafted, stands=SOUND),
    comes_in("that promises a picture by a command", promised, ("content-missing", "0.png", 0)),
    comes_in(
        "that promises a picture, without history",
        promised,
        ("content-missing", "0.png", 0),
        options={"without_history": True},
    ),
    comes_in(
        "that lacks a page, without history",
        promised_page,
        ("content-missing", "0.md", 0),
        options={"without_history": True},
    ),
    is_refused("with a damaged commit", damaged("commit"), f"{CANNOT}error: …"),
    is_refused("with a damaged tree", damaged("tree"), f"{CANNOT}error: …"),
    is_refused(
        "with a damaged page",
        damaged("blob"),
        "one.md cannot be read: its content is damaged in this repository.",
    ),
    is_refused(
        "with a damaged page, without history",
        damaged("blob"),
        "one.md cannot be read: its content is damaged in this repository.",
        options={"without_history": True},
    ),
    is_refused(
        "that is a bomb",
        bomb,
        "There are more than 100000 files: that is too many for an import.",
        within=10 * SECOND,
    ),
    is_refused(
        "that was a bomb",
        bomb_before,
        "Git needs too much memory to read this repository.",
        limits={"IMPORT_GIT_MB": 64},
        within=10 * SECOND,
    ),
    is_refused(
        "of 100,001 files",
        many_files,
        "There are more than 100000 files: that is too many for an import.",
        within=10 * SECOND,
    ),
)
