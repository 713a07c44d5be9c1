"""Two changes of one text: both in one, or said to disagree; and a suggestion that keeps its hunks as the text moves on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import yardstick
from tests.benchmarks.merging import addresses, is_whole, verdict
from tests.benchmarks.rendering import BUNDLE
from tests.text.concurrent import made_up, pasts, replayed
from tests.text.test_diff import HOSTILE, TEXTS
from wiki.text import diff
from wiki.text.merge import Choice, Unresolved, accept, amend, merge, rebase

FIRST = "Le premier paragraphe dit ce que nous voulons.\n\n"
SECOND = "Le second dit comment nous allons le faire ensemble.\n\n"
THIRD = "Et le dernier rappelle qui décide de tout cela.\n\n"


# --- what always holds --------------------------------------------------------------------------------------


@given(TEXTS, TEXTS)
def test_one_side_alone_is_applied_as_it_is(base: str, changed: str) -> None:
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, base).text == changed
    assert merge(base, changed, changed).text == changed


@given(TEXTS, TEXTS, TEXTS)
def test_pieces_hold_all_three_texts(base: str, ours: str, theirs: str) -> None:
    pieces = merge(base, ours, theirs).pieces
    assert tuple("".join(texts) for texts in zip(*(piece[1:4] for piece in pieces), strict=True)) == (
        (base, ours, theirs) if pieces else ()
    )


@given(TEXTS, TEXTS, TEXTS)
def test_sides_may_be_exchanged(base: str, ours: str, theirs: str) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert len(one.conflicts) == len(other.conflicts)
    if not one.conflicts:
        assert one.text == other.text


@given(TEXTS, TEXTS, TEXTS)
def test_choices_of_one_side_keep_its_words(base: str, ours: str, theirs: str) -> None:
    found = merge(base, ours, theirs)
    for conflict in found.conflicts:
        assert ours[conflict.start : conflict.end] == conflict.ours
        assert conflict.ours != conflict.theirs
    if found.conflicts:
        with pytest.raises(Unresolved):
            _ = found.text
    assert isinstance(found.resolved({conflict.number: Choice("ours") for conflict in found.conflicts}), str)


@given(TEXTS, TEXTS, st.sets(st.integers(1, 8)))
def test_accepted_hunks_and_the_rest_are_the_proposal(base: str, proposal: str, chosen: set[int]) -> None:
    suggested = diff.compare(base, proposal)
    done = accept(suggested, chosen)
    assert done.text == suggested.keep(chosen)
    assert (done.rest.old, done.rest.keep(), done.rest.keep(())) == (done.text, proposal, done.text)
    assert done.rest.numbers == suggested.numbers - chosen


@given(TEXTS, TEXTS, st.sets(st.integers(1, 8)))
def test_any_rest_meets_the_accepted_hunks_without_conflict(
    base: str, proposal: str, chosen: set[int]
) -> None:
    suggested = diff.compare(base, proposal)
    rest = suggested.without(chosen)
    assert (rest.old, rest.keep(()), rest.numbers) == (base, base, suggested.numbers - chosen)
    assert rest.new == suggested.keep(suggested.numbers - chosen)
    met = rebase(rest, suggested.keep(chosen))
    assert (met.difference.new, met.conflicts) == (proposal, ())
    assert met.difference.numbers == rest.numbers


@given(TEXTS, TEXTS, TEXTS)
def test_rebased_hunks_lead_from_the_current_text(base: str, proposal: str, current: str) -> None:
    suggested = diff.compare(base, proposal)
    found = rebase(suggested, current)
    difference = found.difference
    assert (difference.keep(()), difference.keep()) == (current, difference.new)
    assert difference.numbers | found.settled <= suggested.numbers
    if not found.conflicts:
        assert difference.new == merge(base, current, proposal).text


@given(TEXTS, TEXTS)
def test_suggestion_on_its_own_text_is_up_to_date(base: str, proposal: str) -> None:
    suggested = diff.compare(base, proposal)
    found = rebase(suggested, base)
    assert (found.state, found.difference.new, found.settled) == ("up to date", proposal, frozenset())
    assert found.difference.numbers == suggested.numbers
    done = rebase(suggested, proposal)
    assert (done.difference.hunks, done.conflicts, done.settled) == ((), (), suggested.numbers)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_clean_merges_lose_and_double_no_word(seed: int) -> None:
    """One edit on each side: with two, one pair in some 12,000 loses a word, for what equal lines do not tell."""
    pair = made_up(seed, 1)
    found = merge(pair.base, pair.ours, pair.theirs)
    if pair.relation == "apart" and not found.conflicts:
        assert is_whole(pair, found.text)


PARTS = st.sampled_from(["a", "b", "c", "u_v", "x/y"])
LINKS = st.lists(
    st.builds("voir https://{}.fr/{}_w({})/z ".format, PARTS, PARTS, PARTS)
    | st.builds('[ici](../{}_{}.md "{}") '.format, PARTS, PARTS, PARTS)
    | st.just("et\n"),
    max_size=4,
).map("".join)


@given(LINKS, LINKS, LINKS)
def test_no_address_is_made_of_two_hands(base: str, ours: str, theirs: str) -> None:
    found = merge(base, ours, theirs)
    if not found.conflicts:
        assert set(addresses(found.text)) <= {*addresses(base), *addresses(ours), *addresses(theirs)}


# --- what a person would expect -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("Le chat dort.", "Le chat noir dort.", "Le chat dort bien.", "Le chat noir dort bien."),
        ("un deux trois", "un trois", "un deux quatre", "un quatre"),
        ("un\n\ndeux\n", "un\n\nneuf\n\ndeux\n", "un\n\nneuf\n\ndeux\n", "un\n\nneuf\n\ndeux\n"),
        (FIRST + SECOND + THIRD, SECOND + FIRST + THIRD, (FIRST + SECOND + THIRD).replace("voulons", "cherchons"),
         SECOND + FIRST.replace("voulons", "cherchons") + THIRD),
    ],
)  # fmt: skip
def test_changes_of_different_words_are_both_made(base: str, ours: str, theirs: str, expected: str) -> None:
    assert [merge(base, ours, theirs).text, merge(base, theirs, ours).text] == [expected, expected]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "kind"),
    [
        ("Le chat dort.", "Le chien dort.", "Le loup dort.", "words"),
        ("un\ndeux\n", "un\nA\ndeux\n", "un\nB\ndeux\n", "order"),
        ("voir https://a.fr/x ici", "voir https://b.fr/x ici", "voir https://a.fr/y ici", "words"),
        ("[a](../x_y.md \"m\")", "[a](../z_y.md \"m\")", "[a](../x_w.md \"m\")", "words"),
        ("foo! bar x", "foo bar x", "foo!bar x", "words"),
        (FIRST + SECOND + THIRD, SECOND + THIRD + FIRST, SECOND + THIRD, "words"),
    ],
)  # fmt: skip
def test_doubtful_changes_are_a_conflict(base: str, ours: str, theirs: str, kind: str) -> None:
    assert [conflict.kind for conflict in merge(base, ours, theirs).conflicts] == [kind]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice("ours"), "un\nA\ndeux\n"),
        (Choice("theirs"), "un\nB\ndeux\n"),
        (Choice("ours, theirs"), "un\nA\nB\ndeux\n"),
        (Choice("theirs, ours"), "un\nB\nA\ndeux\n"),
        (Choice("text", "C\n"), "un\nC\ndeux\n"),
    ],
)
def test_conflict_is_resolved_as_chosen(choice: Choice, expected: str) -> None:
    base, ours, theirs = "un\ndeux\n", "un\nA\ndeux\n", "un\nB\ndeux\n"
    assert merge(base, ours, theirs).resolved({1: choice}) == expected
    resolved = rebase(diff.compare(base, theirs), ours).resolved({1: choice})
    assert (resolved.old, resolved.keep()) == (ours, expected)


def test_changes_say_whose_they_are() -> None:
    base = FIRST + SECOND + THIRD
    both = base.replace("voulons", "cherchons")
    found = merge(base, both.replace("tout", "rien"), both.replace("ensemble", "bientôt"))
    assert [(change.by, change.removed, change.added) for change in found.changes] == [
        ("both", "voulons", "cherchons"),
        ("theirs", "ensemble", "bientôt"),
        ("ours", "tout", "rien"),
    ]


def test_hunks_keep_their_numbers_when_the_text_moves_on() -> None:
    base, proposal = (
        FIRST + SECOND + THIRD,
        FIRST.replace("dit", "fixe") + SECOND + THIRD.replace("tout", "rien"),
    )
    suggested = diff.compare(base, proposal)
    found = rebase(suggested, "Avant.\n\n" + FIRST.replace("dit", "fixe") + SECOND + THIRD)
    assert (found.state, found.settled) == ("merged", {1})
    assert [(hunk.number, hunk.removed, hunk.added) for hunk in found.difference.hunks] == [
        (2, "tout", "rien")
    ]
    marks = found.difference.marks
    assert diff.marked(found.difference.old, found.difference.new, marks) == found.difference
    conflicting = rebase(suggested, base.replace("tout", "beaucoup"))
    assert (conflicting.state, conflicting.conflicts[0].hunks) == ("needs its author", (2,))
    assert conflicting.difference.numbers == {1}


def test_amended_suggestion_keeps_the_numbers_of_what_stayed() -> None:
    suggested = diff.compare("un\n\ndeux\n\ntrois\n", "1\n\ndeux\n\n3\n")
    amended = amend(suggested, "1\n\n2\n\n3\n")
    assert {hunk.added: hunk.number for hunk in amended.hunks} == {"1": 1, "2": 3, "3": 2}


# --- many histories, and what it may cost -------------------------------------------------------------------


@pytest.mark.parametrize(("edits", "least"), [(1, 0.99), (2, 0.97)])
def test_edits_of_different_words_are_merged_as_their_authors_had_them(edits: int, least: float) -> None:
    pairs = [pair for pair in (made_up(seed, edits) for seed in range(200)) if pair.relation == "apart"]
    told = [verdict(pair) for pair in pairs]
    assert told.count("wrong") == 0
    assert told.count("right") >= least * len(told)


@pytest.mark.shared
@pytest.mark.skipif(not BUNDLE.exists(), reason="the real guide does not stand beside the repository")
def test_real_edits_of_different_words_are_merged_as_their_authors_had_them() -> None:
    pairs = {pair for past in pasts(BUNDLE) for pair in replayed(past)}
    told = [verdict(pair) for pair in pairs if pair.relation == "apart"]
    assert (told.count("wrong"), len(told) > 500) == (0, True)
    assert told.count("right") >= 0.99 * len(told)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_merged_soon(name: str) -> None:
    base, ours = HOSTILE[name]
    theirs = ours[: len(ours) // 2] + "x" + ours[len(ours) // 2 :]
    yardstick.made_within(6 * yardstick.SECOND, lambda: merge(base, ours, theirs))
