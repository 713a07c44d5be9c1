"""Changes with a few words around them."""

import pytest

from wiki.text.excerpts import AROUND, LONGEST, Excerpt, between


def test_same_texts_have_no_change():
    assert between("a\n\nb\n", "a\r\n\r\nb\r\n") == ((), 0)


def test_change_is_shown_in_its_line():
    found = between("One.\n\nThe old word stays.\n\nTwo.\n", "One.\n\nThe new word stays.\n\nTwo.\n")
    assert found.shown == (Excerpt("The ", "old", "new", " word stays."),)


@pytest.mark.parametrize("count", [1, 12, 13, 30])
def test_first_changes_are_shown_and_all_are_counted(count):
    old = "\n\n".join(f"This is the sentence number {n} of the text, as it was." for n in range(count))
    found = between(old, old.replace("was", "is"))
    assert (len(found.shown), found.total, found.more) == (min(count, 12), count, max(0, count - 12))


def test_words_around_are_whole_and_few():
    old = f"{'before ' * 40}X{' after' * 40}"
    (change,) = between(old, old.replace("X", "Y")).shown
    assert (change.before[:8], change.after[-7:]) == ("…before ", " after…")
    assert max(len(change.before), len(change.after)) <= AROUND + 1


def test_long_side_is_cut_and_says_so():
    (change,) = between("a\n", f"a\n\n{'word ' * 1000}\n").shown
    assert (len(change.added), change.added[-1]) == (LONGEST + 1, "…")
