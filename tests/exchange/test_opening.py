"""SOURCE is opened for what it is, and what is fetched is fetched with every guard."""

import json
import os
import shlex
from pathlib import Path

import pytest

from tests.exchange.guide import guide, write
from tests.hostile.binding import Git, bundled, sound, tarred, zipped
from wiki.errors import BrokenBook
from wiki.exchange.archives import Archive
from wiki.exchange.folder import Folder
from wiki.exchange.git_settings import SAFE
from wiki.exchange.opening import opened
from wiki.exchange.repository import Repository

FILES = {"README.md": "# A\n"}
# A stand-in for git: it writes down how it was called, and fails with what real hosts say.
RECORDER = """#!/usr/bin/python3
import json, os, sys
told = {"words": sys.argv[1:], "environment": dict(os.environ), "folder": os.getcwd()}
open(%(told)r, "w").write(json.dumps(told))
sys.stderr.write(%(said)r)
sys.exit(128)
"""
DENIED = "Cloning…\nfatal: unable to access 'https://ada:open@sesame@8.8.8.8/guide.git/': denied\n"


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """Puts a git on the path that only tells how it was called; returns what it told."""
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "git"
    script.write_text(RECORDER % {"told": str(tmp_path / "told.json"), "said": DENIED})
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GIT_SSH_COMMAND", "touch harmed")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    return lambda: json.loads((tmp_path / "told.json").read_text())


def refusal(address, workspace, **options):
    with pytest.raises(BrokenBook) as raised, opened(str(address), workspace=workspace, **options):
        pass
    return str(raised.value)


def kind(address, workspace, **options):
    with opened(str(address), workspace=workspace, **options) as source:
        return type(source), source.name, source.address, list(source.files)


def test_source_that_is_a_folder_is_opened(tmp_path, workspace):
    write(tmp_path / "guide", FILES)
    assert kind(tmp_path / "guide", workspace) == (Folder, "guide", str(tmp_path / "guide"), ["README.md"])


@pytest.mark.parametrize("build", [zipped(FILES), tarred(FILES), tarred(FILES, name="guide.tar.gz")])
def test_source_that_is_an_archive_is_opened(build, tmp_path, workspace):
    made = build(tmp_path)
    assert kind(made, workspace) == (Archive, "guide", str(made), ["README.md"])


def test_source_that_is_a_repository_is_opened_bare_or_not(tmp_path, workspace):
    bare = Git(tmp_path / "guide.git")
    sound(bare)
    files = ["README.md", "SUMMARY.md", "one.md"]
    assert kind(bare.path, workspace) == (Repository, "guide", str(bare.path), files)
    (tmp_path / "tree").mkdir()
    bare.path.rename(tmp_path / "tree/.git")
    assert kind(tmp_path / "tree", workspace) == (Repository, "tree", str(tmp_path / "tree"), files)


def test_source_that_is_a_bundle_is_opened(tmp_path, workspace):
    made = bundled(sound)(tmp_path)
    files = ["README.md", "SUMMARY.md", "one.md"]
    assert kind(made, workspace) == (Repository, "guide", str(made), files)


def test_source_is_found_from_where_one_stands(tmp_path, workspace, monkeypatch):
    write(tmp_path / "guide", FILES)
    Git(tmp_path / "other.git")
    monkeypatch.chdir(tmp_path)
    assert kind("guide", workspace)[:3] == (Folder, "guide", "guide")
    assert refusal("other.git", workspace) == "This repository is empty: it has no branch."


def test_source_of_a_name_like_an_address_is_opened_where_it_exists(tmp_path, workspace, monkeypatch):
    write(tmp_path / "ext::sh -c x", FILES)
    monkeypatch.chdir(tmp_path)
    assert kind("ext::sh -c x", workspace)[0] is Folder
    assert (
        refusal("ext::sh -c y", workspace) == "Only https addresses are fetched, or a path of this machine."
    )


def test_source_whose_history_is_not_wanted_tells_none(tmp_path, workspace):
    told = guide(tmp_path / "guide.git").write()
    with opened(str(told), workspace=workspace, history=False) as source:
        assert source.commits() == ()
    with opened(str(told), workspace=workspace) as source:
        assert len(source.commits()) == 5


def test_host_that_is_an_address_with_colons_is_asked_as_it_is(workspace, recorded):
    refusal("https://[2606:4700::1111]/guide.git", workspace)
    assert [word for word in recorded()["words"] if word.startswith("http.curlopt")] == []


def test_source_at_an_address_is_fetched_with_every_guard(workspace, recorded, tmp_path):
    refusal("https://ada:open@sesame@8.8.8.8:8443/guide.git", workspace)
    told = recorded()
    settings = {
        word for before, word in zip(told["words"], told["words"][1:], strict=False) if before == "-c"
    }
    assert settings == {*SAFE, "protocol.https.allow=always", "http.curloptResolve=8.8.8.8:8443:8.8.8.8"}
    assert told["words"][told["words"].index("clone") :] == [
        *shlex.split("clone --quiet --bare --no-tags --no-recurse-submodules --"),
        "https://ada:open@sesame@8.8.8.8:8443/guide.git",
        str(workspace / "copy"),
    ]
    environment = {name: value for name, value in told["environment"].items() if name != "LC_CTYPE"}
    assert environment == {
        "PATH": os.environ["PATH"],
        "HOME": str(workspace),
        "LC_ALL": "C.UTF-8",
        "GIT_ALLOW_PROTOCOL": "https",
        "GIT_ASKPASS": "false",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
    assert told["folder"] == str(workspace)


def test_source_at_an_address_never_tells_what_logs_in(workspace, recorded):
    said = refusal("https://ada:open@sesame@8.8.8.8/guide.git", workspace)
    assert (
        said
        == "Git cannot read this repository: fatal: unable to access 'https://8.8.8.8/guide.git/': denied"
    )


def test_source_at_an_address_is_copied_short_only_without_history_and_with_a_branch(workspace, recorded):
    refusal("https://8.8.8.8/guide.git", workspace, history=False, branch="--upload-pack=x")
    words = recorded()["words"]
    assert words[words.index("--no-recurse-submodules") :] == [
        "--no-recurse-submodules",
        "--depth=1",
        "--single-branch",
        "--branch=--upload-pack=x",
        "--",
        "https://8.8.8.8/guide.git",
        str(workspace / "copy"),
    ]


def test_bundle_is_copied_by_no_other_way_than_a_file(tmp_path, workspace, recorded):
    (tmp_path / "guide.bundle").write_bytes(b"# v2 git bundle\n\n")
    refusal(tmp_path / "guide.bundle", workspace)
    told = recorded()
    assert (told["environment"]["GIT_ALLOW_PROTOCOL"], told["words"][-2:]) == (
        "file",
        [str(tmp_path / "guide.bundle"), str(workspace / "copy")],
    )


def test_repository_here_is_read_without_any_transport(tmp_path, workspace, recorded):
    write(tmp_path / "guide.git", {"HEAD": "x", "objects/x": "", "refs/x": ""})
    refusal(tmp_path / "guide.git", workspace)
    told = recorded()
    assert (
        told["environment"]["GIT_ALLOW_PROTOCOL"],
        f"--git-dir={tmp_path}/guide.git" in told["words"],
    ) == ("", True)
    assert Path(told["folder"]) == workspace
