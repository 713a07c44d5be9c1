"""Whatever two pages hold: both can be read in their comparison, nothing dangerous leaves it, and it ends."""

import random
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile import corpus
from tests.text.drawn import draw
from tests.yardstick import SECOND, made_within
from wiki.text import sanitise
from wiki.text.comparing.pages import Change, Comparison, compare

PIECES = st.sampled_from(
    [
        "Un paragraphe de quelques mots.", "Un autre **paragraphe** avec [un lien](https://a.fr/).", "## Titre\n\nSous le titre.",
        "### Titre", "- un\n- deux\n  - trois", "1. un\n2. deux", "> cité", "```python\nx = 1\n```", "| A | B |\n|---|---|\n| un | deux |",
        "| A | C | B |\n|---|---|---|\n| un | x | deux |", '{% hint style="info" %}\nUne règle.\n{% endhint %}', "---", "- [ ] faire\n- [x] fait",
        '{% hint style="danger" %}\nUne autre règle.\n{% endhint %}', "![image](https://a.fr/a.png)", "<del>faux</del> et <ins>faux</ins>",
        '{% tabs %}\n{% tab title="Un" %}\nPremier.\n{% endtab %}\n{% tab title="Deux" %}\nSecond.\n{% endtab %}\n{% endtabs %}', "texte `<p id=\"a\">` & fin",
        "<details>\n<summary>Plus</summary>\n\nCaché.\n</details>", "{% stepper %}\n{% step %}\n## Faire\n\nCeci.\n{% endstep %}\n{% endstepper %}", "1 < 2 & 3",
    ]
)  # fmt: skip
PAGES = st.lists(PIECES, max_size=8).map("\n\n".join)
# Of what is read once only, the engine's own words aside.
WORD = re.compile(r"\w+")


class Read(HTMLParser):
    """The words of a comparison outside one kind of mark, its ids, and whether its elements are paired."""

    VOID = frozenset({"br", "hr", "img", "input", "source"})

    def __init__(self, html: str, without: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self._open: list[str] = []
        self._without = without
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _value in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag in ("ins", "del"):
            assert not {"ins", "del"} & set(self._open)
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._without not in self._open:
            self.words += WORD.findall(data)


def html_of(found: Comparison) -> str:
    return "".join(part.html for part in found.parts)


def words_of(html: str) -> list[str]:
    return Read(
        html.replace("<ins>", "<u>")
        .replace("</ins>", "</u>")
        .replace("<del>", "<s>")
        .replace("</del>", "</s>"),
        "",
    ).words


@settings(deadline=None, max_examples=40)
@given(PAGES, PAGES)
def test_both_pages_can_be_read_in_their_comparison(one: str, other: str) -> None:
    old, new = draw(one), draw(other)
    html = html_of(compare(old, new))
    assert Read(html, "del").words == words_of(new)
    # What moved stands in its new place alone.
    assert Counter(Read(html, "ins").words) == Counter(words_of(old))


@settings(deadline=None, max_examples=40)
@given(PAGES, PAGES)
def test_each_side_can_be_read_on_its_own(one: str, other: str) -> None:
    old, new = draw(one), draw(other)
    found = compare(old, new, sides=True)
    sides = [
        [getattr(part, side) if isinstance(part, Change) else part.html for part in found.parts]
        for side in ("before", "after")
    ]
    assert Counter(words_of("".join(sides[0]))) == Counter(words_of(old))
    assert words_of("".join(sides[1])) == words_of(new)


@settings(deadline=None, max_examples=40)
@given(PAGES, PAGES)
def test_ids_stand_once(one: str, other: str) -> None:
    ids = Read(html_of(compare(draw(one), draw(other))), "").ids
    assert sorted(ids) == sorted(set(ids))


@settings(deadline=None, max_examples=40)
@given(PAGES)
def test_page_compared_with_itself_has_no_change(source: str) -> None:
    assert compare(draw(source), draw(source)).changes == []


@settings(deadline=None, max_examples=40)
@given(PAGES, PAGES)
def test_pages_that_differ_have_a_change(one: str, other: str) -> None:
    old, new = draw(one), draw(other)
    assert bool(compare(old, new).changes) == (old.replace("\n", "") != new.replace("\n", ""))


def test_marks_of_an_author_do_not_pass_for_ours() -> None:
    forged = "<ins>jamais ajouté</ins> et <del>jamais retiré</del>"
    html = html_of(compare(draw(f"{forged}\n\nUn mot."), draw(f"{forged}\n\nUn autre mot.")))
    assert (html.count("<ins>"), html.count("<del>")) == (1, 0)
    assert "<u>jamais ajouté</u> et <s>jamais retiré</s>" in html


# --- hostile ------------------------------------------------------------------------------------------------


def test_hostile_texts_on_either_side_leave_as_safe_as_they_came() -> None:
    drawn = [rendering.html for _text, rendering in corpus.renderings()][::2]
    assert len(drawn) > 300
    shuffled = random.Random(4).sample(drawn, len(drawn))
    for old, new in zip(drawn, shuffled, strict=True):
        html = html_of(compare(old, new))
        assert sanitise.last_gate(html) == html
        read = Read(html, "")
        assert read.tags <= sanitise.TAGS
        assert [name for name in read.names if name.startswith("on") or name == "style"] == []


def test_strings_that_no_gate_let_through_are_made_harmless_all_the_same() -> None:
    hostile = '<p onclick="x">a</p><script>alert(1)</script><img src=x onerror=y><a href="javascript:x">b</a><p title="<ins>">c'
    for old, new in (("<p>un mot</p>", hostile), (hostile, "<p>un mot</p>"), (hostile, f"{hostile}<p>d</p>")):
        for sides in (False, True):
            for part in compare(old, new, sides=sides).parts:
                pieces = [part.before, part.after, part.html] if isinstance(part, Change) else [part.html]
                found = "".join(pieces)
                assert not re.search(r"<script|<[^>]*(?:onclick|onerror|javascript:)", found)


HOSTILE = {
    "paragraphs": ("\n\n".join(f"mot{n} a b c" for n in range(1_500)), "\n\n".join(f"mot{n} a b d" for n in range(1_500))),
    "backwards": ("\n\n".join(f"mot{n} suite" for n in range(1_500)), "\n\n".join(f"mot{n} suite" for n in range(1_500, 0, -1))),
    "alike": ("\n\n".join("le même mot toujours" for n in range(1_500)), "\n\n".join("le même mot encore" for n in range(1_500))),
    "one paragraph": ("a b " * 12_000, "b a " * 12_000),
    "items": ("\n".join(f"- a{n % 7}" for n in range(1_500)), "\n".join(f"- a{n % 5}" for n in range(1_500))),
    "nested": ("\n".join("  " * (n % 30) + f"- mot{n}" for n in range(1_000)), "\n".join("  " * (n % 29) + f"- mot{n}" for n in range(1_000))),
    "rows": ("|a|b|\n|-|-|\n" + "|x|y|\n" * 1_000, "|a|c|b|\n|-|-|-|\n" + "|x|z|y|\n" * 1_000),
    "styles": (" ".join(f"**m{n % 9}**" for n in range(400)), " ".join(f"*m{n % 8}*" for n in range(400))),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_compared_in_bounded_time(name: str) -> None:
    old, new = map(draw, HOSTILE[name])
    found = made_within(2 * SECOND, lambda: compare(old, new, sides=False))
    beside = made_within(2 * SECOND, lambda: compare(old, new, sides=True))
    assert [] not in (found.changes, beside.changes)
