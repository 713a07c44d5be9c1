"""Every revision that an independent reader of the history expects, and none else."""

import json
import subprocess
import sys
from datetime import datetime

import pytest

from tests.exchange.stories import Story
from wiki import rules
from wiki.exchange import reading
from wiki.exchange.importing import import_book
from wiki.exchange.repository import Repository
from wiki.exchange.sources import name_of
from wiki.models import Commit, Page, PageRevision

pytestmark = pytest.mark.shared

BRANCHES = {"labosonum": 849, "master": 857, "nec-inno3": 456}


def expected(shared, repository, rev, tmp_path, root=""):
    """What the independent reader tells of each page, newest first."""
    told = tmp_path / "told.json"
    reader = [sys.executable, str(shared / "conformance" / "history.py"), str(repository), str(told)]
    subprocess.run([*reader, "--rev", rev, "--root", root], check=True, capture_output=True)
    return json.loads(told.read_text(encoding="utf-8", errors="surrogateescape"))["pages"]


@pytest.fixture
def bundle(shared, tmp_path):
    copy = tmp_path / "guide.git"
    source = shared / "corpus" / "tutoriel-communs.bundle"
    subprocess.run(["git", "clone", "-q", "--bare", str(source), str(copy)], check=True, capture_output=True)
    return copy


@pytest.mark.django_db
@pytest.mark.parametrize("branch", BRANCHES)
def test_history_of_the_guide_is_that_of_the_independent_reader(branch, bundle, shared, tmp_path):
    told = expected(shared, bundle, branch, tmp_path)
    import_book(str(bundle), by=rules.SYSTEM, branch=branch)
    offsets = dict(Commit.objects.values_list("hash", "authored"))
    messages = dict(Commit.objects.values_list("hash", "message"))
    found = {
        page.book_path: [
            (
                row.commit,
                row.book_path,
                row.author.email or row.author.signature,
                row.at,
                offsets[row.commit],
                messages[row.commit].split("\n")[0],
            )
            for row in PageRevision.objects.filter(id=page.pk)
            .select_related("history_user")
            .order_by("-number")
        ]
        for page in Page.objects.exclude(book_path="").exclude(state="archived")
    }
    wanted = {
        file: [
            (
                step["commit"], step["path"], step["email"].lower(), datetime.fromisoformat(step["date"]),
                step["date"], step["subject"],
            )
            for step in steps
        ]
        for file, steps in told.items()
    }  # fmt: skip
    assert found == wanted
    assert sum(map(len, found.values())) == BRANCHES[branch]


@pytest.mark.parametrize("seed", range(12))
def test_history_of_made_up_repositories_is_that_of_the_independent_reader(seed, shared, tmp_path):
    root = "docs/" if seed % 3 == 2 else ""
    story = Story(tmp_path / "made.git", seed, commits=60, root=root)
    made = story.repository.write(main=story.heads[0])
    told = expected(shared, made, "main", tmp_path, root)
    source = Repository(made, name="made", address="made", workspace=tmp_path, branch="", history=True)
    (arrival,) = reading.read(source)
    found = {
        file: [(step.commit, step.file) for step in steps]
        for file, steps in arrival.history("").trails.items()
    }
    assert found == {
        text(file): [(step["commit"], text(step["path"])) for step in steps] for file, steps in told.items()
    }


def text(path):
    """A path as the site reads it: what is not UTF-8 is read as Windows wrote it."""
    return name_of(path.encode("utf-8", "surrogateescape"))[0]
