"""The trail of a page through commits, told as plain values."""

from datetime import UTC, datetime

import pytest

from wiki.book.history import Change, Commit, Gone, Signature, Step, promoted, trace

NOBODY = Signature("", "", datetime(2020, 1, 1, tzinfo=UTC))


def commit(name, *parents, message=""):
    return Commit(name, f"tree {name}", parents, NOBODY, NOBODY, message)


def line(*names):
    """Commits one after the other, the newest first, as a log tells them."""
    return [commit(name, *names[place - 1 : place]) for place, name in enumerate(names)][::-1]


def added(file, blob="b"):
    return Change("A", file, blob=blob)


def edited(file, blob="b"):
    return Change("M", file, blob=blob)


def deleted(file):
    return Change("D", file)


def renamed(was, file, blob="b", score=100):
    return Change("R", file, was, blob, score)


def copied(was, file, blob="b"):
    return Change("C", file, was, blob, 100)


def followed(commits, changes, *pages, listed=None, known=""):
    history = trace(
        commits,
        changes,
        pages,
        listed=pages if listed is None else listed,
        is_page=lambda file: True,
        known=known,
    )
    return {
        page: [(step.commit, step.file) for step in steps] for page, steps in history.trails.items()
    }, history


def trails(*args, **options):
    return followed(*args, **options)[0]


def test_trail_holds_each_commit_that_touched_the_file_newest_first():
    changes = {(None, "1"): [added("a.md", "x")], ("1", "2"): [], ("2", "3"): [edited("a.md", "y")]}
    told, history = followed(line("1", "2", "3"), changes, "a.md")
    assert told == {"a.md": [("3", "a.md"), ("1", "a.md")]}
    assert history.trails["a.md"] == (Step("3", "a.md", "y"), Step("1", "a.md", "x"))


def test_trail_follows_a_rename():
    changes = {
        (None, "1"): [added("a.md")],
        ("1", "2"): [renamed("a.md", "b/c.md")],
        ("2", "3"): [edited("b/c.md")],
    }
    assert trails(line("1", "2", "3"), changes, "b/c.md") == {
        "b/c.md": [("3", "b/c.md"), ("2", "b/c.md"), ("1", "a.md")]
    }


@pytest.mark.parametrize(("before", "after"), [("a.md", "a/README.md"), ("a/README.md", "a.md")])
def test_trail_follows_a_promotion_and_its_contrary_though_rewritten(before, after):
    changes = {(None, "1"): [added(before, "x")], ("1", "2"): [deleted(before), added(after, "y")]}
    assert trails(line("1", "2"), changes, after) == {after: [("2", after), ("1", before)]}


def test_trail_follows_a_move_by_copy_of_the_same_name():
    changes = {(None, "1"): [added("a.md")], ("1", "2"): [copied("a.md", "b/a.md")]}
    assert trails(line("1", "2"), changes, "a.md", "b/a.md") == {
        "a.md": [("1", "a.md")],
        "b/a.md": [("2", "b/a.md"), ("1", "a.md")],
    }


def test_trail_follows_a_copy_of_what_is_listed_no_more():
    changes = {(None, "1"): [added("a.md")], ("1", "2"): [copied("a.md", "other.md")]}
    assert trails(line("1", "2"), changes, "a.md", "other.md", listed=["other.md"])["other.md"] == [
        ("2", "other.md"), ("1", "a.md"),
    ]  # fmt: skip


def test_trail_of_a_mere_copy_begins_with_it_and_says_of_what():
    changes = {(None, "1"): [added("a.md")], ("1", "2"): [copied("a.md", "other.md")]}
    told, history = followed(line("1", "2"), changes, "a.md", "other.md")
    assert told["other.md"] == [("2", "other.md")]
    assert history.trails["other.md"][0].copied_from == "a.md"


FORK = [commit("4", "2", "3"), commit("3", "1"), commit("2", "1"), commit("1")]


def test_trail_at_a_merge_that_took_one_side_follows_that_side_only():
    changes = {
        (None, "1"): [added("a.md")],
        ("1", "2"): [edited("a.md", "left")],
        ("1", "3"): [edited("a.md", "right")],
        ("3", "4"): [edited("a.md", "left")],
    }
    assert trails(FORK, changes, "a.md") == {"a.md": [("2", "a.md"), ("1", "a.md")]}


def test_trail_at_a_merge_that_differs_from_each_side_holds_it_and_both():
    changes = {
        (None, "1"): [added("a.md")],
        ("1", "2"): [edited("a.md", "left")],
        ("1", "3"): [renamed("a.md", "b.md", "right")],
        ("2", "4"): [renamed("a.md", "b.md", "both")],
        ("3", "4"): [edited("b.md", "both")],
    }
    assert trails(FORK, changes, "b.md") == {
        "b.md": [("4", "b.md"), ("3", "b.md"), ("2", "a.md"), ("1", "a.md")]
    }


def test_trail_in_a_shallow_copy_begins_where_the_copy_does():
    changes = {(None, "2"): [added("a.md")], ("2", "3"): [edited("a.md")]}
    assert trails([commit("3", "2"), commit("2", "absent")], changes, "a.md") == {
        "a.md": [("3", "a.md"), ("2", "a.md")]
    }


def test_deleted_page_is_kept_with_its_trail():
    changes = {
        (None, "1"): [added("a.md", "x")],
        ("1", "2"): [edited("a.md", "y")],
        ("2", "3"): [deleted("a.md")],
    }
    _told, history = followed(line("1", "2", "3"), changes, "b.md")
    assert history.gone == (Gone("a.md", "3", (Step("2", "a.md", "y"), Step("1", "a.md", "x"))),)


def test_page_renamed_or_promoted_is_not_deleted():
    changes = {
        (None, "1"): [added("a.md"), added("c.md")],
        ("1", "2"): [renamed("a.md", "b.md"), deleted("c.md"), added("c/README.md", "y")],
    }
    assert followed(line("1", "2"), changes, "b.md", "c/README.md")[1].gone == ()


def test_page_deleted_and_made_again_had_an_earlier_life():
    changes = {
        (None, "1"): [added("a.md", "x")],
        ("1", "2"): [deleted("a.md")],
        ("2", "3"): [added("a.md", "y")],
    }
    told, history = followed(line("1", "2", "3"), changes, "a.md")
    assert (told, history.gone) == (
        {"a.md": [("3", "a.md")]},
        (Gone("a.md", "2", (Step("1", "a.md", "x"),)),),
    )


def test_page_deleted_on_two_branches_is_one():
    changes = {
        (None, "1"): [added("a.md", "x")],
        ("1", "2"): [deleted("a.md")],
        ("1", "3"): [deleted("a.md")],
    }
    gone = followed(FORK, changes)[1].gone
    assert [(one.file, one.removed_by in "23") for one in gone] == [("a.md", True)]


def test_merge_without_a_page_that_one_side_lacked_deletes_nothing():
    changes = {
        (None, "1"): [added("a.md", "x")],
        ("1", "3"): [deleted("a.md")],
        ("2", "4"): [deleted("a.md")],
    }
    assert [one.removed_by for one in followed(FORK, changes)[1].gone] == ["3"]


def test_deleted_file_that_was_no_page_is_left_out():
    changes = {(None, "1"): [added("SUMMARY.md")], ("1", "2"): [deleted("SUMMARY.md")]}
    history = trace(line("1", "2"), changes, [], listed=[], is_page=lambda file: file != "SUMMARY.md")
    assert history.gone == ()


def test_history_tells_what_each_page_was_at_a_known_commit():
    changes = {
        (None, "1"): [added("a.md"), added("d.md")],
        ("1", "2"): [renamed("a.md", "b.md"), added("n.md")],
        ("2", "3"): [renamed("d.md", "e.md")],
        ("3", "4"): [deleted("e.md"), renamed("b.md", "c.md")],
    }
    history = followed(line("1", "2", "3", "4"), changes, "c.md", "n.md", known="1")[1]
    assert (history.known, [(one.file, one.known) for one in history.gone]) == (
        {"c.md": "a.md"},
        [("e.md", "d.md")],
    )


SUBJECTS = {
    "GITBOOK-12: Mieux dit": "Mieux dit",
    "GITBOOK-SITE: Mieux dit": "Mieux dit",
    "GITBOOK-7": "",
    "GitBook: [#245] Mieux dit": "Mieux dit",
    "GitBook: [master] 3 pages and one asset modified": "",
    "GitBook: [master] one page modified": "",
    "GitBook: Mieux dit": "Mieux dit",
    "change request with no subject merged in GitBook": "",
    "GITBOOK-3: change request with no subject merged in GitBook": "",
    "No subject": "",
    "Update x.md": "Update x.md",
    "3 pages de plus": "3 pages de plus",
    "Title\n\nBody": "Title",
    "": "",
}


@pytest.mark.parametrize("message", SUBJECTS)
def test_summary_of_a_commit_is_what_its_author_said(message):
    assert commit("1", message=message).summary == SUBJECTS[message]


def test_promotion_has_two_names():
    assert [promoted(name) for name in ("a.md", "a/README.md", "a/b.md")] == [
        "a/README.md",
        "a.md",
        "a/b/README.md",
    ]
