"""Quotes and places on small texts: what is quoted, what is found, what an edit makes of it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.small_site import rendered
from tests.yardstick import SECOND, made_within
from wiki.text.anchor import LONGEST, Carrier, NotQuotable, Place, Quote, find, quote, reattach
from wiki.text.anchoring.passages import nearest_heading

TEXT = (
    "Bien choisir sa licence\n"
    "Une licence dit ce que chacun peut faire de la ressource commune, et à quelles conditions.\n"
    "Elle se choisit tôt, avec les personnes qui contribuent au projet depuis son premier jour.\n"
    "Décider ensemble\n"
    "Le collectif écrit ses règles, les relit chaque année et les change quand elles gênent.\n"
    "Un compte rendu public garde la trace de chaque décision importante."
)


def on(plain: str, exact: str, number: int = 0) -> Quote:
    """The quote of some words, at the first place that says them unless told."""
    at = plain.index(exact)
    for _ in range(number):
        at = plain.index(exact, at + 1)
    return quote(plain, at, at + len(exact))


def carried(old: str, new: str, exact: str, number: int = 0) -> Place:
    return Carrier(old, new).carry(on(old, exact, number))


def anchored(new: str, exact: str, number: int = 0) -> Place:
    held = on(new, exact, number)
    return Place("anchored", held.start, held.end, exact, exact)


# --- quoting


def test_quote_keeps_what_stands_around_it() -> None:
    held = on(TEXT, "les relit chaque année")
    assert held.exact == TEXT[held.start : held.end] == "les relit chaque année"
    assert TEXT[: held.start].endswith(held.prefix)
    assert TEXT[held.end :].startswith(held.suffix)
    assert (len(held.prefix), len(held.suffix)) == (64, 64)


@pytest.mark.parametrize("part", ["cence dit c", " licence dit ", "licence di", "icence dit ce "])
def test_quote_grows_to_whole_words_and_leaves_blanks_out(part: str) -> None:
    at = TEXT.index(part)
    held = quote(TEXT, at, at + len(part)).exact
    assert held == ("licence dit ce" if "c" in part.split()[-1][:1] else "licence dit")


def test_quote_keeps_an_apostrophe_within_its_word() -> None:
    assert quote("Il faut l’écouter demain", 10, 13).exact == "l’écouter"


@pytest.mark.parametrize("span", [(0, 0), (5, 5), (6, 5), (-1, 4), (0, len(TEXT) + 1), (4, 5)])
def test_quote_refuses_what_holds_no_word_or_is_not_on_the_text(span: tuple[int, int]) -> None:
    with pytest.raises(NotQuotable):
        quote(TEXT, *span)


def test_quote_is_bounded_at_a_whole_word() -> None:
    held = quote("mots " * 1_000, 0, 5_000)
    assert (len(held.exact), held.exact[-4:]) == (LONGEST - 1, "mots")
    assert len(quote("a" * 5_000, 0, 5_000).exact) == LONGEST


# --- finding


def test_find_does_not_count_blanks() -> None:
    held = find(TEXT, "sa licence\n\n\tUne  licence", "", "", None)
    assert held == on(TEXT, "sa licence\nUne licence")


def test_find_tells_twins_by_their_context() -> None:
    text = f"{TEXT}\nAilleurs, un compte rendu public suffit."
    found = find(text, "compte rendu public", "Ailleurs, un ", " suffit", None)
    assert found == on(text, "compte rendu public", 1)


def test_find_tells_twins_by_the_place_only_if_they_fit_alike() -> None:
    text = "La règle vaut ici.\nLa règle vaut ici."
    assert find(text, "règle vaut", "La ", " ici", None) is None
    assert find(text, "règle vaut", "La ", " ici", 22) == on(text, "règle vaut", 1)
    assert find(text, "règle vaut", "La ", " ici", 21) is None


@pytest.mark.parametrize("exact", ["", " \n ", "mots absents", "cence di"])
def test_find_gives_nothing_of_words_that_are_not_there(exact: str) -> None:
    assert find(TEXT, exact, "", "", None) is None


# --- carrying


def test_words_are_kept_whatever_changes_around_them() -> None:
    new = "Avant tout\n" + TEXT.replace("chaque décision importante", "toute décision").replace("tôt", "vite")
    assert carried(TEXT, new, "les relit chaque année") == anchored(new, "les relit chaque année")


def test_changed_words_show_before_and_after() -> None:
    new = TEXT.replace("relit chaque année", "relit tous les ans")
    said, says = (
        "écrit ses règles, les relit chaque année et les change",
        "écrit ses règles, les relit tous les ans et les change",
    )
    at = new.index(says)
    assert carried(TEXT, new, said) == Place("moved", at, at + len(says), said, says)


def test_changed_words_keep_the_signs_quoted_at_their_ends() -> None:
    said = "« Il faut toute la ressource du groupe. »"
    old = f"Avant tout, on le dit.\n{said}\nEt la suite le rappelle."
    new = old.replace("toute la ressource", "toute la belle ressource")
    says = "« Il faut toute la belle ressource du groupe. »"
    at = new.index(says)
    start = old.index(said)
    assert Carrier(old, new).carry(Place("anchored", start, start + len(said), said, said)) == Place(
        "moved", at, at + len(says), said, says
    )


def test_changed_words_put_back_are_anchored_again() -> None:
    new = TEXT.replace("relit chaque année", "relit tous les ans")
    said = "écrit ses règles, les relit chaque année et les change"
    assert Carrier(new, TEXT).carry(carried(TEXT, new, said)) == anchored(TEXT, said)


def test_lost_words_are_detached_where_they_stood() -> None:
    line = "Le collectif écrit ses règles, les relit chaque année et les change quand elles gênent.\n"
    new = TEXT.replace(line, "")
    at = new.index("Un compte rendu")
    assert carried(TEXT, new, "les relit chaque année") == Place(
        "detached", at, at, "les relit chaque année", ""
    )
    assert nearest_heading(new, ["Bien choisir sa licence", "Décider ensemble"], at) == 1


def test_moved_block_takes_its_threads_along() -> None:
    first, *lines = TEXT.split("\n")
    new = "\n".join([first, *lines[2:], *lines[:2]])
    for exact in ("ce que chacun peut faire", "avec les personnes", "chaque décision"):
        assert carried(TEXT, new, exact) == anchored(new, exact)


def test_deleted_twin_does_not_send_its_thread_to_the_other() -> None:
    """The other stands far away, or right after: there the text cannot tell which of them went."""
    twin = "Le groupe garde la trace de ce qui fut dit.\n"
    apart = f"{twin}Un autre sujet vient entre les deux.\n{twin}La fin."
    assert carried(apart, apart.replace(twin, "", 1), "garde la trace").state == "detached"
    assert carried(apart, apart.replace(twin, "", 1), "garde la trace", 1).state == "anchored"
    assert carried(f"{twin}{twin}La fin.", f"{twin}La fin.", "garde la trace").state == "detached"


def test_copied_block_keeps_its_thread_or_detaches_it() -> None:
    line = "Elle se choisit tôt, avec les personnes qui contribuent au projet depuis son premier jour.\n"
    assert carried(TEXT, f"{TEXT}\n{line}", "avec les personnes") == anchored(TEXT, "avec les personnes")


def test_near_twins_that_may_have_changed_places_detach() -> None:
    """Either two words were changed, or two lines: what both say is not known to have stayed."""
    one, other = "Pour le groupe, les outils restent ouverts.", "Pour le groupe, les outils sont payants."
    old, new = (f"{TEXT}\n{first}\n{second}\nFin." for first, second in ((one, other), (other, one)))
    assert carried(old, new, "le groupe").state == "detached"
    changed = old.replace("restent ouverts", "deviennent libres")
    assert carried(old, changed, "le groupe") == anchored(changed, "le groupe")


@pytest.mark.parametrize("exact", ["règles", "ses règles", "les relit", "écrit ses règles, les relit"])
def test_words_that_an_addition_may_be_slid_over_detach(exact: str) -> None:
    """« ses règles, » said twice in a row: which of the two was added cannot be told."""
    new = TEXT.replace("ses règles, les relit", "ses règles, ses règles, les relit")
    unsure = exact in ("règles", "ses règles")
    assert (carried(TEXT, new, exact).state == "detached") is unsure


def test_one_word_that_others_say_too_does_not_slide() -> None:
    new = TEXT.replace("de la ressource commune", "de cela").replace("La trace", "la trace")
    assert carried(TEXT, new, "la").state == "detached"


def test_lines_that_moved_next_to_the_words_of_others_detach() -> None:
    """The last word of a quote over two lines is not the same word of the line that is next now."""
    old = f"{TEXT}\nles outils du groupe\nla\n3\n1.\nla\nde,"
    new = f"{TEXT}\nla\n3\n1.\nles outils du groupe\nla\nde,"
    assert carried(old, new, "du groupe\nla").state == "detached"


def test_words_that_a_shorter_reading_of_the_change_pairs_otherwise_detach() -> None:
    """Two lines said twice each, which changed places: as they are read, less is in common than could be."""
    one = "partage rôle projet groupe le licence49 commune modèle règle\n"
    other = "territoire service et. les temps14.\n"
    last = "pour ouverte et règle étape à service accord13 la réseau la dans projet besoin un pour commun\n"
    old = f"à la\ngroupe\n{one}{other}{one}{other}{last}de1 un le; groupe, règle\n"
    new = f"à la\ngroupe\n{last}{other}{one}{other}{one}de1 un le; groupe, règle\n"
    for number in (0, 1):
        assert carried(old, new, "partage", number).state == "detached"


def test_words_of_another_reading_are_not_taken_for_held() -> None:
    held = Quote(0, 4, "Rien", "", "")
    assert Carrier(TEXT, TEXT).carry(held) == Place("detached", 0, 0, "Rien", "")
    place = Place("anchored", len(TEXT) + 5, len(TEXT) + 9, "Rien", "Rien")
    assert Carrier(TEXT, TEXT + " Fin.").carry(place).state == "detached"


def test_threads_on_the_same_words_and_across_each_other_go_together() -> None:
    new = f"Un mot de plus.\n{TEXT}"
    carrier = Carrier(TEXT, new)
    for exact in ("écrit ses règles", "écrit ses règles", "ses règles, les relit", "règles"):
        assert carrier.carry(on(TEXT, exact)) == anchored(new, exact)


def test_quotes_run_over_blocks_tables_lists_and_code() -> None:
    source = (
        "# Titre\n\nUn texte avant.\n\n- premier point\n- second point\n\n| Nom | Rôle |\n|---|---|\n| Ada | relire |\n\n"
        "```python\nfor x in y:\n    lire(x)\n```\n\n> une citation courte\n"
    )
    old, new = draw_plain(source), draw_plain(source.replace("Un texte avant.", "Un tout autre début ici."))
    for exact in (
        "premier point\nsecond point",
        "Ada\nrelire",
        "second point\nNom\nRôle",
        "x in y:\n    lire(x",
        "relire\nfor x",
    ):
        assert carried(old, new, exact) == anchored(new, exact)


def draw_plain(source: str) -> str:
    return str(rendered(source).plain)


# --- put back


def back(old: str, first: str, new: str, exact: str, number: int = 0) -> Place | None:
    """Words quoted on a first text, lost on an old one, sought on a new one."""
    return reattach(on(first, exact, number), Carrier(first, new), Carrier(old, new))


def test_restored_text_puts_its_threads_back() -> None:
    exact = "les relit chaque année"
    assert back("Tout autre chose.", TEXT, TEXT, exact) == anchored(TEXT, exact)
    new = f"Un mot de plus.\n{TEXT}"
    assert back("Tout autre chose.", TEXT, new, exact) == anchored(new, exact)


def test_restored_twin_is_told_by_the_text_it_was_quoted_from() -> None:
    line = "Le groupe garde la trace de ce qui fut dit, mot pour mot, par chacune des personnes présentes.\n"
    text = line * 3
    for number in range(3):
        exact = "ce qui fut dit"
        assert back(line * 2, text, text, exact, number) == anchored(text, exact, number)
    assert back(line * 2, text, text + line, "ce qui fut dit", 1) is None


def test_words_that_did_not_come_back_stay_lost() -> None:
    exact = "les relit chaque année"
    assert back("Autre chose.", TEXT, "Tout autre chose.", exact) is None
    assert back("Autre chose.", TEXT, "Ici on les relit chaque année aussi.", exact) is None


def test_copy_that_stood_there_while_the_words_were_lost_is_not_them() -> None:
    """Copied at one save and deleted at another, a line looks moved if only the first text is read."""
    line = "Le collectif écrit ses règles, les relit chaque année et les change quand elles gênent.\n"
    copied = f"{line}{TEXT}"
    left = f"{line}{TEXT.replace(line, '')}"
    assert carried(copied, left, "les relit chaque année", 1).state == "detached"
    assert back(copied, TEXT, left, "les relit chaque année") is None


# --- headings


def test_nearest_heading_is_the_last_before_whole_line_and_in_order() -> None:
    text = "Un\nparler de Deux\nDeux\nfin\nUn\nencore"
    headings = ["Un", "Deux", "Absent", "Un"]
    told = [nearest_heading(text, headings, at) for at in (0, 10, text.index("\nDeux\n") + 1, len(text))]
    assert told == [0, 0, 1, 3]
    assert nearest_heading("avant\nUn", ["Un"], 2) is None


# --- whatever the texts

LINES = st.lists(
    st.lists(st.sampled_from("de la le groupe règle licence commun projet ici tôt".split()), min_size=1, max_size=9).map(" ".join),
    min_size=1,
    max_size=8,
).map("\n".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(LINES, LINES, st.data())
def test_any_edit_leaves_a_place_that_tells_the_truth(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    if not old[start:end].strip():
        return
    held = quote(old, start, end)
    place = Carrier(old, new).carry(held)
    assert 0 <= place.start <= place.end <= len(new)
    assert place.before == held.exact
    assert place.after == new[place.start : place.end]
    said = place.after.split() == held.exact.split()
    assert place.state == ("detached" if not place.after else "anchored" if said else "moved")


@settings(max_examples=200, deadline=None)
@given(LINES, st.lists(LINES, max_size=4), st.data())
def test_any_restore_gives_the_first_place_back(first: str, between: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(first) - 1))
    if first[start].isspace():
        return
    held = quote(first, start, start + 1)
    place: Place | Quote = held
    texts = [first, *between, first]
    for old, new in zip(texts, texts[1:], strict=False):
        place = Carrier(old, new).carry(place)
        if isinstance(place, Place) and place.state == "detached":
            place = reattach(held, Carrier(first, new), Carrier(old, new)) or place
    assert place == Place("anchored", held.start, held.end, held.exact, held.exact)


# --- what it costs

COSTLY = {
    "one word": ("mot " * 40_000, "mot " * 39_990 + "autre " * 10),
    "one letter": ("a" * 256_000, "a" * 255_990 + " b"),
    "one line": ("la même ligne\n" * 18_000, "la même ligne\n" * 17_000),
    "two words": ("ab ba " * 40_000, "ba ab " * 40_000),
    "unlike": ("le commun " * 25_000, "une règle " * 25_000),
    "large": tuple(
        " ".join(random.Random(seed).choice(TEXT.split()) for _ in range(40_000)) for seed in (1, 2)
    ),
}


@pytest.mark.parametrize("name", COSTLY)
def test_costly_texts_carry_two_hundred_threads_in_time(name: str) -> None:
    old, new = COSTLY[name]

    def carry() -> None:
        carrier = Carrier(old, new)
        for number in range(200):
            start = number * (len(old) // 201)
            start += old[start].isspace()
            carrier.carry(quote(old, start, start + 40))

    made_within(2 * SECOND, carry)
    made_within(SECOND, lambda: find(new, old[:400], old[:64], old[-64:], 0))
