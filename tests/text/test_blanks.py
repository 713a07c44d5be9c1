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
    ("Déjà\u202f? Déjà?", "Déjà\u202f? Déjà?"),
]


@pytest.mark.parametrize(("written", "shown"), SHOWN)
def test_blanks_hold_signs_to_their_words(written: str, shown: str) -> None:
    assert french(written) == shown


@given(st.text(alphabet=" ab:;!?«»<>&/code", max_size=60))
def test_nothing_moves_and_doing_it_again_changes_nothing(text: str) -> None:
    shown = french(text)
    assert len(shown) == len(text)
    assert shown.replace(NARROW, " ").replace(WIDE, " ") == text
    assert french(shown) == shown
