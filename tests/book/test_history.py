"""Pages followed through made-up commits: their steps, their former names, those that were deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest

from wiki.book.history import Change, Commit, Gone, History, Signature, Step, promoted, trace

ADA = Signature("Ada", "ada@example.org", datetime(2021, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=2))))


def commit(name: str, *parents: str, message: str = "") -> Commit:
    return Commit(name, f"tree of {name}", parents, ADA, ADA, message)


def changed(*told: str) -> tuple[Change, ...]:
    """`M a.md`, `A a.md`, `D a.md`, `R a.md b.md`, `C a.md b.md`: the content is called by its file."""
    return tuple(_change(*one.split()) for one in told)


def _change(status: str, file: str, after: str = "") -> Change:
    if after:
        return Change(status, after, file, f"{after}'s", 80)
    return Change(status, file, "", "" if status == "D" else f"{file}'s")


Told = Mapping[str, Sequence[str]]  # "parent child" or "child" → its changes


def traced(
    commits: Sequence[Commit], told: Told, *pages: str, listed: Sequence[str] = (), known: str = ""
) -> History:
    changes = {}
    for pair, lines in told.items():
        before, _blank, after = pair.rpartition(" ")
        changes[before or None, after] = changed(*lines)
    return trace(commits, changes, pages, listed=listed, is_page=is_page, known=known)


def is_page(file: str) -> bool:
    return not file.startswith(".") and not file.endswith("SUMMARY.md")


def trail(history: History, page: str) -> list[str]:
    return [f"{step.commit} {step.file}" for step in history.trails[page]]


def gone(history: History) -> list[tuple[str, str, list[str]]]:
    return [(one.file, one.removed_by, [step.commit for step in one.steps]) for one in history.gone]


LINE = [commit("c3", "c2"), commit("c2", "c1"), commit("c1")]


# ---- steps


def test_trail_holds_each_commit_that_changed_the_page_newest_first() -> None:
    told = {"c1": ["A a.md", "A b.md"], "c1 c2": ["M b.md"], "c2 c3": ["M a.md"]}
    found = traced(LINE, told, "a.md", "b.md")
    assert found.trails == {
        "a.md": (Step("c3", "a.md", "a.md's"), Step("c1", "a.md", "a.md's")),
        "b.md": (Step("c2", "b.md", "b.md's"), Step("c1", "b.md", "b.md's")),
    }
    assert found.gone == ()


def test_trail_of_a_page_without_commits_is_empty() -> None:
    assert traced([], {}, "a.md").trails == {"a.md": ()}


def test_trail_follows_renames_under_each_name() -> None:
    told = {"c1": ["A a.md"], "c1 c2": ["R a.md b.md"], "c2 c3": ["R b.md c/d.md"]}
    found = traced(LINE, told, "c/d.md")
    assert trail(found, "c/d.md") == ["c3 c/d.md", "c2 b.md", "c1 a.md"]
    assert found.gone == ()


def test_trail_begins_where_a_shallow_copy_begins() -> None:
    found = traced([commit("c2", "c1"), commit("c1", "absent")], {"c1": ["A a.md"]}, "a.md")
    assert trail(found, "a.md") == ["c1 a.md"]


def test_trail_of_a_file_recreated_does_not_reach_its_former_life() -> None:
    told = {"c1": ["A a.md"], "c1 c2": ["D a.md"], "c2 c3": ["A a.md"]}
    found = traced(LINE, told, "a.md")
    assert trail(found, "a.md") == ["c3 a.md"]
    assert gone(found) == [("a.md", "c2", ["c1"])]


@pytest.mark.parametrize(("before", "after"), [("a.md", "a/README.md"), ("a/README.md", "a.md")])
def test_trail_follows_a_promotion_even_when_rewritten(before: str, after: str) -> None:
    told = {"c1": [f"A {before}"], "c1 c2": [f"D {before}", f"A {after}"]}
    found = traced(LINE, told, after)
    assert trail(found, after) == [f"c2 {after}", f"c1 {before}"]
    assert found.gone == ()


def test_promotion_wins_over_a_copy_of_another_page() -> None:
    told = {"c1": ["A a.md", "A b.md"], "c1 c2": ["D a.md", "C b.md a/README.md"]}
    found = traced(LINE, told, "a/README.md", "b.md", listed=["b.md"])
    assert trail(found, "a/README.md") == ["c2 a/README.md", "c1 a.md"]


# ---- copies


@pytest.mark.parametrize(
    ("source", "copy"),
    [
        ("a.md", "b/a.md"),
        ("a/README.md", "b/a.md"),
        ("a.md", "b/a/README.md"),
        ("x/a/README.md", "y/a/README.md"),
    ],
)
def test_copy_of_the_same_name_is_a_move(source: str, copy: str) -> None:
    told = {"c1": [f"A {source}"], "c1 c2": [f"C {source} {copy}"]}
    found = traced(LINE, told, source, copy, listed=[source, copy])
    assert trail(found, copy) == [f"c2 {copy}", f"c1 {source}"]


def test_copy_of_a_file_that_is_listed_no_more_is_a_move() -> None:
    told = {"c1": ["A a.md"], "c1 c2": ["C a.md b.md"]}
    assert trail(traced(LINE, told, "a.md", "b.md", listed=["b.md"]), "b.md") == ["c2 b.md", "c1 a.md"]


def test_copy_of_a_listed_file_is_a_new_page_that_says_so() -> None:
    told = {"c1": ["A a.md"], "c1 c2": ["C a.md b.md"]}
    found = traced(LINE, told, "a.md", "b.md", listed=["a.md", "b.md"])
    assert found.trails["b.md"] == (Step("c2", "b.md", "b.md's", copied_from="a.md"),)


def test_readme_of_the_root_is_called_by_its_own_name() -> None:
    told = {"c1": ["A README.md"], "c1 c2": ["C README.md a/README.md"]}
    found = traced(LINE, told, "README.md", "a/README.md", listed=["README.md"])
    assert trail(found, "a/README.md") == ["c2 a/README.md"]


# ---- merges

DIAMOND = [commit("m", "l", "r"), commit("r", "base"), commit("l", "base"), commit("base")]


def test_merge_that_took_one_side_is_no_step_and_follows_that_side_only() -> None:
    told = {"base": ["A a.md"], "base l": ["M a.md"], "base r": ["M a.md"], "l m": ["M a.md"]}
    assert trail(traced(DIAMOND, told, "a.md"), "a.md") == ["r a.md", "base a.md"]


def test_merge_equal_to_both_sides_follows_the_first() -> None:
    told = {"base": ["A a.md"], "base l": ["M a.md"], "base r": ["M a.md"]}
    assert trail(traced(DIAMOND, told, "a.md"), "a.md") == ["l a.md", "base a.md"]


def test_merge_that_differs_from_every_side_is_a_step_and_follows_all() -> None:
    told = {
        "base": ["A a.md"],
        "base l": ["M a.md"],
        "base r": ["M a.md"],
        "l m": ["M a.md"],
        "r m": ["M a.md"],
    }
    assert trail(traced(DIAMOND, told, "a.md"), "a.md") == ["m a.md", "r a.md", "l a.md", "base a.md"]


def test_merge_follows_a_page_under_its_name_on_each_side() -> None:
    told = {
        "base": ["A a.md"],
        "base l": ["R a.md b.md"],
        "base r": ["M a.md"],
        "l m": ["M b.md"],
        "r m": ["R a.md b.md"],
    }
    found = traced(DIAMOND, told, "b.md")
    assert trail(found, "b.md") == ["m b.md", "r a.md", "l b.md", "base a.md"]
    assert found.gone == ()


# ---- deleted pages


def test_deleted_page_keeps_its_steps() -> None:
    told = {"c1": ["A a.md", "A b.md"], "c1 c2": ["M b.md"], "c2 c3": ["D b.md"]}
    found = traced(LINE, told, "a.md")
    steps = (Step("c2", "b.md", "b.md's"), Step("c1", "b.md", "b.md's"))
    assert found.gone == (Gone("b.md", "c3", steps),)


def test_deleted_page_is_followed_under_its_former_names() -> None:
    told = {"c1": ["A a.md"], "c1 c2": ["R a.md b.md"], "c2 c3": ["D b.md"]}
    assert gone(traced(LINE, told)) == [("b.md", "c3", ["c2", "c1"])]


def test_deleted_file_that_was_no_page_is_not_told() -> None:
    told = {"c1": ["A .gitbook/a.md", "A x/SUMMARY.md"], "c1 c2": ["D .gitbook/a.md", "D x/SUMMARY.md"]}
    assert traced(LINE, told).gone == ()


def test_deleted_page_is_told_beside_a_new_one_that_it_could_not_become() -> None:
    told = {"c1": ["A a/README/README.md"], "c1 c2": ["D a/README/README.md", "A a/README.md"]}
    found = traced(LINE, told, "a/README.md")
    assert trail(found, "a/README.md") == ["c2 a/README.md"]
    assert gone(found) == [("a/README/README.md", "c2", ["c1"])]


def test_page_lives_twice_and_is_told_for_each_end() -> None:
    five = [commit("c5", "c4"), commit("c4", "c3"), *LINE]
    told = {"c1": ["A a.md"], "c1 c2": ["D a.md"], "c2 c3": ["A a.md"], "c3 c4": ["D a.md"]}
    assert gone(traced(five, told)) == [("a.md", "c4", ["c3"]), ("a.md", "c2", ["c1"])]


def test_merge_that_lacks_what_one_side_lacks_deletes_nothing_itself() -> None:
    told = {"base": ["A a.md"], "base l": ["D a.md"], "r m": ["D a.md"]}
    assert gone(traced(DIAMOND, told)) == [("a.md", "l", ["base"])]


def test_merge_that_lacks_what_every_side_has_deletes_it() -> None:
    told = {"base": ["A a.md"], "base r": ["M a.md"], "l m": ["D a.md"], "r m": ["D a.md"]}
    found = gone(traced(DIAMOND, told))
    assert found == [("a.md", "m", ["r", "base"])]


def test_page_deleted_on_two_branches_is_told_once() -> None:
    told = {"base": ["A a.md"], "base l": ["D a.md"], "base r": ["D a.md"]}
    assert gone(traced(DIAMOND, told)) == [("a.md", "r", ["base"])]


def test_page_deleted_on_one_branch_lives_by_its_new_name_on_the_other() -> None:
    five = [
        commit("m", "l", "r"),
        commit("l", "between"),
        commit("between", "base"),
        *DIAMOND[1:2],
        DIAMOND[3],
    ]
    told = {
        "base": ["A a.md", "A b.md"],
        "base between": ["M b.md"],
        "between l": ["D a.md"],
        "base r": ["R a.md c.md"],
        "l m": ["A c.md"],
    }
    found = traced(five, told, "b.md", "c.md")
    assert trail(found, "c.md") == ["r c.md", "base a.md"]
    assert found.gone == ()


def test_file_left_behind_by_a_move_and_deleted_later_is_no_page_of_its_own() -> None:
    told = {"c1": ["A a.md"], "c1 c2": ["C a.md b/a.md"], "c2 c3": ["D a.md"]}
    found = traced(LINE, told, "b/a.md", listed=["b/a.md"])
    assert trail(found, "b/a.md") == ["c2 b/a.md", "c1 a.md"]
    assert found.gone == ()


def test_file_left_behind_that_got_words_of_its_own_is_told() -> None:
    four = [commit("c4", "c3"), *LINE]
    told = {"c1": ["A a.md"], "c1 c2": ["C a.md b/a.md"], "c2 c3": ["M a.md"], "c3 c4": ["D a.md"]}
    found = traced(four, told, "b/a.md", listed=["b/a.md"])
    assert gone(found) == [("a.md", "c4", ["c3", "c1"])]


# ---- what was imported last


def test_known_names_the_file_that_each_page_was_at_a_commit() -> None:
    told = {"c1": ["A a.md", "A b.md"], "c1 c2": ["M b.md"], "c2 c3": ["R a.md c.md", "A d.md"]}
    found = traced(LINE, told, "b.md", "c.md", "d.md", known="c2")
    assert found.known == {"b.md": "b.md", "c.md": "a.md"}


def test_known_names_the_file_of_a_page_deleted_since() -> None:
    told = {"c1": ["A a.md"], "c1 c2": ["R a.md b.md"], "c2 c3": ["D b.md"]}
    assert [one.known for one in traced(LINE, told, known="c1").gone] == ["a.md"]


def test_known_file_belongs_to_the_page_that_lives() -> None:
    told = {"c1": ["A a.md"], "c1 c2": ["C a.md b/a.md"], "c2 c3": ["D a.md"]}
    found = traced(LINE, told, "b/a.md", listed=["b/a.md"], known="c1")
    assert (found.known, found.gone) == ({"b/a.md": "a.md"}, ())


def test_known_file_left_behind_by_a_move_and_deleted_since_is_told() -> None:
    told = {"c1": ["A a.md"], "c1 c2": ["C a.md b/a.md"], "c2 c3": ["D a.md"]}
    found = traced(LINE, told, "b/a.md", listed=["b/a.md"], known="c2")
    assert found.known == {"b/a.md": "b/a.md"}
    assert found.gone == (Gone("a.md", "c3", (Step("c1", "a.md", "a.md's"),), "a.md"),)


# ---- what commits say


@pytest.mark.parametrize(
    ("message", "summary"),
    [
        ("Plain words\n\nand a body", "Plain words"),
        ("\n\n  Late words  \n", "Late words"),
        ("", ""),
        ("GITBOOK-123: Better words", "Better words"),
        ("GITBOOK-SITE: Better words", "Better words"),
        ("GITBOOK-7", ""),
        ("GITBOOK-7: change request with no subject merged in GitBook", ""),
        ("GITBOOK-7: No subject", ""),
        ("GitBook: [master] one page modified", ""),
        ("GitBook: [master] 62 pages and 22 assets modified", ""),
        ("GitBook: [labosonum] 5 pages and one asset modified", ""),
        ("GitBook: [master] 3 pages modified and one page deleted", ""),
        ("GitBook: [#245] Better words", "Better words"),
        ("GitBook: Better words", "Better words"),
        ("GitBook: [#245] 2 pages about licences", "2 pages about licences"),
        ("GitBook: [#245] 2 pages modified after the workshop", "2 pages modified after the workshop"),
        ("One page is enough", "One page is enough"),
        ("GITBOOK-12 without a colon", "GITBOOK-12 without a colon"),
        ("Update x.md", "Update x.md"),
        ("Merge pull request #3 from ada/words", "Merge pull request #3 from ada/words"),
    ],
)
def test_summary_is_what_the_author_said(message: str, summary: str) -> None:
    assert commit("c", message=message).summary == summary


def test_subject_keeps_the_whole_first_line() -> None:
    assert commit("c", message="GITBOOK-1: Words\n\nBody").subject == "GITBOOK-1: Words"


def test_dates_keep_their_offset() -> None:
    assert (ADA.at.utcoffset(), ADA.at.astimezone(UTC).hour) == (timedelta(hours=2), 3)


@pytest.mark.parametrize(
    ("file", "other"),
    [("a.md", "a/README.md"), ("a/README.md", "a.md"), ("x/y z.md", "x/y z/README.md")],
)
def test_promoted_is_the_other_name(file: str, other: str) -> None:
    assert promoted(file) == other
