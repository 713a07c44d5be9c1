"""A repository read without a work tree: branches, authors as its mailmap has them, dates, odd names, half copies."""

import pytest

from tests.exchange.repositories import ADA, Person, Repository, executable, git, link, run, submodule
from wiki.errors import BrokenBook
from wiki.exchange import opening
from wiki.exchange.repository import Repository as Source
from wiki.exchange.sources import File, blob_of

BLAISE = Person("Blaise", "blaise@example.org")


@pytest.fixture
def told(tmp_path):
    return Repository(tmp_path / "told.git")


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def opened(workspace):
    def read(folder, branch="", history=True):
        return Source(
            folder, name="told", address="told", workspace=workspace, branch=branch, history=history
        )

    return read


def test_repository_tells_its_files_by_name_kind_and_content(told, opened):
    told.commit(
        {
            "README.md": "# A\n",
            "run.sh": executable("x"),
            "l": link("README.md"),
            "m": submodule(),
            "é/b.md": "é\n",
        }
    )
    source = opened(told.write())
    assert source.files == {
        "README.md": File("file", blob_of(b"# A\n"), 4),
        "run.sh": File("executable", blob_of(b"x"), 1),
        "l": File("link", blob_of(b"README.md"), 9),
        "m": File("submodule", "1" * 40, 0),
        "é/b.md": File("file", blob_of("é\n".encode()), 3),
    }
    assert source.skipped == (("symbolic-link", "l"), ("submodule", "m"))


def test_repository_reads_names_that_are_not_utf_8(told, opened):
    told.commit({"README.md": "#\n", "d\udce9j\udce0.md": "# B\n"})
    source = opened(told.write())
    assert (sorted(source.files), source.skipped) == (
        ["README.md", "déjà.md"],
        (("name-not-utf-8", "déjà.md"),),
    )
    assert [change.file for change in source.changes()[None, source.head]] == ["README.md", "déjà.md"]


def test_contents_come_in_the_order_asked_and_more_than_once(told, opened):
    texts = {f"p{number}.md": f"page {number}\n" * 500 for number in range(200)}
    told.commit(texts)
    source = opened(told.write())
    asked = [source.files[name].blob for name in texts] * 2 + ["0" * 40]
    found = list(source.contents(asked))
    assert [blob for blob, _content in found] == asked
    assert [content for _blob, content in found] == [text.encode() for text in texts.values()] * 2 + [None]


def test_commits_come_children_first_with_their_clocks(told, opened):
    told.commit({"a.md": "1"}, at=1_000_000_000, offset="+1345", message="Titre\n\nCorps\n")
    told.commit({"a.md": "2"}, at=900_000_000, offset="-0330")
    newer, older = opened(told.write()).commits()
    assert (older.message, older.subject, older.parents, newer.parents) == (
        "Titre\n\nCorps",
        "Titre",
        (),
        (older.id,),
    )
    assert (older.author.at.isoformat(), newer.author.at.isoformat()) == (
        "2001-09-09T15:31:40+13:45",
        "1998-07-09T12:30:00-03:30",
    )
    assert (older.author.name, older.committer.email) == ("Ada", "bot@example.org")


def test_commits_tell_their_co_authors_once(told, opened):
    trailers = "Co-authored-by: Blaise <blaise@example.org>\nco-authored-by:  Zoé  <zoe@example.org> \n"
    told.commit({"a.md": "1"}, message=f"T\n\n{trailers}{trailers}Co-authored-by: nobody\n")
    (commit,) = opened(told.write()).commits()
    assert commit.co_authors == (("Blaise", "blaise@example.org"), ("Zoé", "zoe@example.org"))


def test_mailmap_of_the_head_is_followed_for_authors_committers_and_co_authors(told, opened):
    told.commit(
        {"a.md": "1"}, author=BLAISE, committer=ADA, message="T\n\nCo-authored-by: B. <Blaise@work.example>"
    )
    names = "Blaise Pascal <blaise@example.org>\nAda Lovelace <ada@home.example> <ada@example.org>\n"
    told.commit({".mailmap": names + "Blaise Pascal <blaise@example.org> <blaise@work.example>\n"})
    _newer, older = opened(told.write()).commits()
    assert (older.author.name, older.author.email) == ("Blaise Pascal", "blaise@example.org")
    assert (older.committer.name, older.committer.email) == ("Ada Lovelace", "ada@home.example")
    assert older.co_authors == (("Blaise Pascal", "blaise@example.org"),)


def test_message_of_another_encoding_is_read(told, opened):
    told.commit(
        {"a.md": "1"}, message="déjà".encode("latin-1"), author=Person("gr\udce9goire", "g@example.org")
    )
    (commit,) = opened(told.write(encoding="ISO-8859-1")).commits()
    assert (commit.message, commit.author.name) == ("déjà", "grégoire")


def test_message_of_no_encoding_at_all_is_read_somehow(told, opened):
    told.commit({"a.md": "1"}, message=b"d\xe9j\xe0 \xff\n\nsuite")
    (commit,) = opened(told.write()).commits()
    assert commit.message.endswith("suite")


def test_empty_message_and_nameless_author_are_empty(told, opened):
    told.commit({"a.md": "1"}, message="", author=Person("", ""))
    (commit,) = opened(told.write()).commits()
    assert (commit.message, commit.author.name, commit.author.email) == ("", "", "")


def test_changes_tell_only_of_markdown_and_of_regular_files(told, opened):
    told.commit({"a.md": "# A\n" * 20, "i.png": "x", "l.md": link("a.md")})
    told.commit({"a.md": None, "b/a.md": "# A\n" * 20, "i.png": "y", "l.md": "# L\n"})
    source = opened(told.write())
    newer, older = (commit.id for commit in source.commits())
    found = {
        key: [(change.status, change.file, change.was) for change in changes]
        for key, changes in source.changes().items()
    }
    assert found == {
        (None, older): [("A", "a.md", "")],
        (older, newer): [("R", "b/a.md", "a.md"), ("T", "l.md", "")],
    }


def test_branch_is_the_repository_s_own_unless_another_is_asked(told, opened):
    told.commit({"README.md": "# A\n"})
    told.commit({"b.md": "# B\n"}, author=BLAISE)
    folder = told.write(trunk=1, old=0)
    assert (opened(folder).branch, opened(folder, "old").branch) == ("trunk", "old")
    assert [(branch.name, branch.pages, branch.last_author) for branch in opened(folder).branches()] == [
        ("old", 1, "Ada"),
        ("trunk", 2, "Blaise"),
    ]


def test_branch_of_a_repository_without_a_default_is_the_newest(told, opened):
    told.commit({"README.md": "# A\n"})
    told.commit({"b.md": "# B\n"})
    folder = told.write(old=0, new=1)
    git(folder, "symbolic-ref", "HEAD", "refs/heads/absent")
    assert opened(folder).branch == "new"


def test_branch_that_is_absent_is_refused_with_those_there_are(told, opened):
    told.commit({"README.md": "# A\n"})
    with pytest.raises(BrokenBook) as refused:
        opened(told.write(main=0, other=0), "absent")
    assert str(refused.value) == "There is no branch “absent”; there are: main, other."


def test_repository_without_history_tells_no_commit(told, opened):
    told.commit({"README.md": "# A\n"})
    assert opened(told.write(), history=False).commits() == ()


def test_bundle_and_folder_with_a_repository_are_read_as_the_repository(told, workspace, tmp_path):
    told.commit({"README.md": "# A\n"})
    folder = told.write()
    git(folder, "bundle", "create", "--quiet", str(tmp_path / "told.bundle"), "main")
    run(["git", "clone", "--quiet", str(folder), str(tmp_path / "tree")])
    (tmp_path / "tree" / "not-committed.md").write_text("# X\n")
    heads = []
    for number, address in enumerate([folder, tmp_path / "told.bundle", tmp_path / "tree"]):
        (workspace / str(number)).mkdir()
        with opening.opened(str(address), workspace=workspace / str(number)) as source:
            heads.append((source.head, list(source.files), source.branch))
    assert heads == [(told.ids()[0], ["README.md"], "main")] * 3


def test_shallow_copy_begins_where_it_was_cut(told, opened, tmp_path):
    told.commit({"README.md": "# A\n"})
    told.commit({"b.md": "# B\n"})
    shallow = tmp_path / "shallow.git"
    clone = ["git", "-c", "protocol.file.allow=always", "clone", "--quiet", "--bare", "--depth=1"]
    run([*clone, f"file://{told.write()}", str(shallow)])
    source = opened(shallow)
    (commit,) = source.commits()
    assert [change.file for change in source.changes()[None, commit.id]] == ["README.md", "b.md"]


def test_content_that_the_copy_lacks_is_told_absent(told, opened):
    told.commit({"README.md": "# A\n", "i.png": "a picture"})
    folder = told.write()
    blob = blob_of(b"a picture")
    (folder / "objects" / blob[:2] / blob[2:]).unlink()
    source = opened(folder)
    assert dict(source.contents([blob, source.files["README.md"].blob])) == {
        blob: None,
        source.files["README.md"].blob: b"# A\n",
    }


def test_hooks_and_configuration_of_the_repository_run_nothing(told, opened, tmp_path):
    told.commit({"README.md": "# A\n"})
    folder, trace = told.write(), tmp_path / "ran"
    for setting in (
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "gpg.program",
        "diff.external",
        "core.alternateRefsCommand",
    ):
        git(folder, "config", setting, f"touch {trace}")
    source = opened(folder)
    assert (len(source.commits()), len(source.changes()), trace.exists()) == (1, 1, False)


def test_git_of_the_operator_changes_nothing(told, opened, tmp_path, monkeypatch):
    told.commit({"README.md": "# A\n" * 9})
    told.commit({"README.md": None, "b.md": "# A\n" * 9})
    folder = told.write()
    (tmp_path / ".gitconfig").write_text(
        "[diff]\nrenames = false\n[log]\nmailmap = false\nshowSignature = true\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    source = opened(folder)
    assert [change.status for change in source.changes()[told.ids()[0], told.ids()[1]]] == ["R"]
