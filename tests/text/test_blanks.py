"""The blanks of French typography, where a text is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text.blanks import NARROW, WIDE, french

SHOWN = [
    ("<p>Qui décide ? Vous !</p>", f"<p>Qui décide{NARROW}? Vous{NARROW}!</p>"),
    ("un ; deux : trois", f"un{NARROW}; deux{WIDE}: trois"),
    ("« Oui »", f"«{WIDE}Oui{WIDE}»"),
    ('<img alt="Vraiment ?">', f'<img alt="Vraiment{NARROW}?">'),
    ("<code>a ? b : c</code> ? Oui", f"<code>a ? b : c</code>{NARROW}? Oui"),
    ('<pre tabindex="0">x ;\ny ;</pre>', '<pre tabindex="0">x ;\ny ;</pre>'),
    ("<kbd>: w</kbd> :", f"<kbd>: w</kbd>{WIDE}:"),
    (
        '<span class="gb-math" data-gb="math">a : b</span>',
        '<span class="gb-math" data-gb="math">a : b</span>',
    ),
    ("de 3 000 à 1 216 000 €", f"de 3{NARROW}000 à 1{NARROW}216{NARROW}000{WIDE}€"),
    ("1,7 M€, 2 Md€, 40 %, 5 ‰", f"1,7{WIDE}M€, 2{WIDE}Md€, 40{WIDE}%, 5{WIDE}‰"),
    ("l'arrêt n° 350431", f"l'arrêt n°{WIDE}350431"),
    ("En 2024 150 structures, 12 1234, a1 000", "En 2024 150 structures, 12 1234, a1 000"),
    ('<i data-at="1 000 5 %">1 000</i>', f'<i data-at="1 000 5 %">1{NARROW}000</i>'),
    ("Déjà\u202f? Déjà?", "Déjà\u202f? Déjà?"),
]


@pytest.mark.parametrize(("written", "shown"), SHOWN)
def test_blanks_hold_signs_to_their_words(written: str, shown: str) -> None:
    assert french(written) == shown


@given(st.text(alphabet=" ab:;!?«»<>&/code059€%°n", max_size=60))
def test_nothing_moves_and_doing_it_again_changes_nothing(text: str) -> None:
    shown = french(text)
    assert len(shown) == len(text)
    assert shown.replace(NARROW, " ").replace(WIDE, " ") == text
    assert french(shown) == shown
