"""Files are named as GitBook names them, and never as something else is."""

import pytest

from wiki.book.naming import Place, fit, give

FITS = {
    "deux-mots": "deux-mots",
    "L’été à Brest": "lete-a-brest",
    "Beta.gouv_2": "Beta.gouv_2",
    ".gitbook": "gitbook",
    "-": "page",
    "漢字": "page",
    "ReadMe": "ReadMe-1",
    "SUMMARY": "SUMMARY-1",
    "a$b": "a-b",
    "é" * 300: "e" * 100,
}


@pytest.mark.parametrize("segment", FITS)
def test_segment_becomes_a_name_that_any_disk_takes(segment):
    assert fit(segment) == FITS[segment]


def named(root, others=()):
    give(root, others)
    return [place.named for place in root.walk()]


def test_pages_made_here_stand_in_the_folder_of_the_page_above():
    leaf = Place("a", file="a.md", was_leaf=True, below=[Place("b"), Place("c", below=[Place("d")])])
    group = Place("annexes", is_page=False, below=[Place("e")])
    assert named(Place("", below=[leaf, group])) == [
        "README.md", "a/README.md", "a/b.md", "a/c/README.md", "a/c/d.md", "", "annexes/e.md",
    ]  # fmt: skip


def test_a_leaf_stays_one_where_a_folder_has_its_name_or_it_had_pages():
    had = Place("a", file="a.md", below=[Place("b")])
    assert named(Place("", below=[had])) == ["README.md", "a.md", "a/b.md"]
    twin = Place("a", file="a.md", was_leaf=True, below=[Place("b")])
    assert named(Place("", below=[twin]), ["A/README.md"]) == ["README.md", "a.md", "a/b.md"]


def test_a_name_that_is_taken_steps_aside_whatever_its_case():
    pages = [Place("Neuf"), Place("neuf"), Place("dossier"), Place("fichier", below=[Place("x")])]
    assert named(Place("", below=pages), ["dossier/x.txt", "fichier"]) == [
        "README.md", "Neuf.md", "neuf-1.md", "dossier.md", "fichier-1/README.md", "fichier-1/x.md",
    ]  # fmt: skip


def test_what_moves_with_the_page_above_keeps_its_own_name():
    below = Place("c", file="b/C c.md", was_moved=True, keeps_name=True)
    moved = Place("b", file="b/README.md", was_moved=True, keeps_name=True, below=[below])
    above = Place("a", file="a.md", was_leaf=True, below=[moved])
    assert named(Place("", below=[above])) == ["README.md", "a/README.md", "a/b/README.md", "a/b/C c.md"]
