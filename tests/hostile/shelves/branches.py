"""Repositories: odd branches, heads and trees; bundles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.hostile.binding import Build, Case, Git, bent, bundled, guide, repository, sound
from tests.hostile.shelves.archives import BACK
from tests.hostile.shelves.git_cases import comes_in, is_refused

CANNOT = "Git cannot read this repository: "
SOUND = {"README.md": "livre", "one.md": "livre/one"}


def entry(*entries: tuple[str, str | bytes]) -> Callable[[Git], None]:
    """The guide's tree with further entries, as (mode, name); each holds the same text."""

    def work(git: Git) -> None:
        text = git.put("blob", b"# X\n")
        files = [
            ("100644", name, git.put("blob", str(content).encode()))
            for name, content in sorted(guide().items())
        ]
        odd = [
            (mode, name, git.files({"x.md": "# X\n"}) if mode == "40000" else text) for mode, name in entries
        ]
        git.branch("main", git.commit(git.tree([*files, *odd])))

    return work


def told(**commit: bytes) -> Build:
    """The guide by a commit that is odd."""
    return repository(lambda git: git.branch("main", git.commit(git.files(guide()), **commit)))


def with_branch(name: str, broken: bool = False) -> Callable[[Git], None]:
    def work(git: Git) -> None:
        commit = sound(git)
        git.branch(name, "0123456789" * 4 if broken else commit)

    return work


def head(text: str, branches: tuple[str, ...] = ("main",)) -> Callable[[Git], None]:
    def work(git: Git) -> None:
        commit = sound(git)
        for name in branches:
            git.branch(name, commit)
        if "main" not in branches:
            (git.path / "refs/heads/main").unlink()
        (git.path / "HEAD").write_text(text.replace("COMMIT", commit) + "\n")

    return work


def shallow(git: Git) -> None:
    """The parent is not here, and the repository says so."""
    commit = git.commit(git.files(guide()), "0123456789" * 4)
    git.branch("main", commit)
    (git.path / "shallow").write_text(f"{commit}\n")


def orphaned(git: Git) -> None:
    git.branch("main", git.commit(git.files(guide()), "0123456789" * 4))


def second(git: Git) -> None:
    first = sound(git)
    git.branch("old", first)
    git.branch("main", git.commit(git.files(guide() | {"two.md": "# Two\n"}), first))


def old_name(name: str) -> Build:
    """A page of the past whose name no site could hold; today it is gone."""

    def work(git: Git) -> None:
        text = git.put("blob", b"# X\n")
        files = [
            ("100644", file, git.put("blob", str(content).encode()))
            for file, content in sorted(guide().items())
        ]
        before = git.commit(git.tree([*files, ("100644", name, text)]))
        git.branch("main", git.commit(git.files(guide()), before))

    return repository(work)


def plain_folder_of(work: Callable[[Git], None]) -> Build:
    """A work tree whose `.git` is the repository, beside a page that was never committed."""

    def build(desk: Path) -> Path:
        (desk / "guide").mkdir()
        git = Git(desk / "guide.git")
        work(git)
        git.path.rename(desk / "guide" / ".git")
        (desk / "guide" / "draft.md").write_text("# Draft\n")
        return desk / "guide"

    return build


CASES = (
    comes_in(
        "with a branch that is an option",
        with_branch("--upload-pack=x"),
        options={"branch": "--upload-pack=x"},
    ),
    comes_in("with branches of odd names", with_branch("é/✓.x'$(touch harmed)")),
    comes_in("with a branch of nothing", with_branch("lost", broken=True)),
    is_refused(
        "without the branch that is asked",
        sound,
        "There is no branch “absent”; there are: main.",
        options={"branch": "absent"},
    ),
    is_refused(
        "without the option that is asked",
        sound,
        "There is no branch “--upload-pack=touch x”; there are: main.",
        options={"branch": "--upload-pack=touch x"},
    ),
    is_refused("empty", lambda git: None, "This repository is empty: it has no branch."),
    comes_in("with a head of its own", head("COMMIT"), stands=SOUND),
    comes_in("with a head and no branch", head("COMMIT", branches=()), stands=SOUND),
    comes_in(
        "with a head that leads nowhere", head("ref: refs/heads/absent", branches=("main", "b")), stands=SOUND
    ),
    comes_in(
        "with a head that leads nowhere and no main",
        head("ref: refs/heads/absent", branches=("b",)),
        stands=SOUND,
    ),
    comes_in("with a shallow past", shallow, stands=SOUND),
    is_refused("with a lost past", orphaned, f"{CANNOT}error: Could not read 0123456789…"),
    Case(
        "git of long names",
        repository(lambda git: sound(git) and None, "--object-format=sha256"),
        stands=SOUND,
    ),
    Case("git with a draft beside it", plain_folder_of(lambda git: sound(git) and None), stands=SOUND),
    is_refused("with a way up in its tree", entry(("100644", "zz/../x.md")), f"zz/../x.md{BACK}"),
    is_refused("with dots in its tree", entry(("40000", "..")), f"../x.md{BACK}"),
    is_refused("with a dot in its tree", entry(("40000", ".")), f"./x.md{BACK}"),
    is_refused("with a repository in its tree", entry(("40000", ".git")), f".git/x.md{BACK}"),
    is_refused("with a repository in capitals in its tree", entry(("40000", ".GiT")), f".GiT/x.md{BACK}"),
    comes_in(
        "with slashes in its tree", entry(("100644", "zz/x.md")), stands=SOUND | {"zz/x.md": "livre/zz/x"}
    ),
    is_refused(
        "with an absolute name in its tree",
        entry(("100644", "/etc/x.md")),
        "/etc/x.md: the path leads outside of the book.",
    ),
    is_refused(
        "with a name twice in its tree", entry(("100644", "one.md")), "one.md stands twice in the repository."
    ),
    is_refused(
        "with a name for a file and a folder",
        entry(("40000", "one.md")),
        "one.md is both a file and a folder.",
    ),
    is_refused(
        "with control characters in its tree",
        entry(("100644", "a\x1b[31m.md")),
        "a\ufffd[31m.md: a path may not hold control characters.",
    ),
    comes_in(
        "with names not in UTF-8 in its tree", entry(("100644", b"z\xe9.md")), ("name-not-utf-8", "zé.md", 0)
    ),
    comes_in("with links in its tree", entry(("120000", "z.md")), ("symbolic-link", "z.md", 0), stands=SOUND),
    comes_in("with submodules in its tree", entry(("160000", "z")), ("submodule", "z", 0), stands=SOUND),
    comes_in("with modes that nobody knows", entry(("100600", "z.md"), ("100775", "zz.md"))),
    Case("git with a name of the past that leads out", old_name("../x.md")),
    Case("git with a name of the past of 1,500 characters", old_name("n" * 1500 + ".md")),
    Case("git with a name of the past with an escape", old_name("n\x1b\n.md")),
    comes_in("of two branches", second, options={"branch": "old"}, stands=SOUND),
    Case("bundle", bundled(lambda git: sound(git) and None), stands=SOUND),
    Case("bundle without head", bundled(lambda git: sound(git) and None, "main"), stands=SOUND),
    Case(
        "bundle cut",
        bent(bundled(lambda git: sound(git) and None), lambda content: content[:-60]),
        refused=f"{CANNOT}fatal: early EOF…",
    ),
    Case(
        "bundle of a header only",
        bent(bundled(lambda git: sound(git) and None), lambda content: content[:40]),
        refused="This repository is empty: it has no branch.",
    ),
    Case(
        "bundle that needs others",
        bundled(second, "old..main"),
        refused=f"{CANNOT}error: Repository lacks these prerequisite commits…",
    ),
)
