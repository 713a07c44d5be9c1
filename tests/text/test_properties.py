"""Laws that hold for any text, tried on texts that nobody would write."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.text.small_site import rendered
from wiki.text.outline import Anchors, Heading, Ids, find, slug
from wiki.text.places import Finder, Placed, decode, join, piece, start_of, strip
from wiki.text.sanitise import last_gate
from wiki.text.words import fold, tokens

tried = settings(max_examples=60, deadline=None, derandomize=True, database=None)

# --- texts that know their place ----------------------------------------------------------------------------

SOURCE = "L'été & l'eau : <b>trois</b> mots,\tpuis d'autres. " * 3


@st.composite
def placed(draw: st.DrawFn) -> str:
    """A text made of stretches of SOURCE, of references to one character of it, and of words of ours."""
    parts: list[str] = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(SOURCE)))
        end = draw(st.integers(start, len(SOURCE)))
        kind = draw(st.sampled_from(["stretch", "reference", "ours"]))
        if kind == "stretch":
            parts.append(Placed.at(SOURCE[start:end], start))
        elif kind == "reference" and start < end:
            parts.append(Placed.read_from(SOURCE[start], start, end - start))
        else:
            parts.append(" ours ")
    return join(parts)


def places(text: str) -> list[int | None]:
    """Where each character stands."""
    return [start_of(text, position) for position in range(len(text))]


@tried
@given(placed())
def test_each_placed_character_is_that_of_the_source(text: str) -> None:
    for character, place in zip(text, places(text), strict=True):
        assert place is None or SOURCE[place] == character


@tried
@given(placed(), st.data())
def test_piece_is_the_slice_and_keeps_the_places(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = piece(text, start, end)

    assert part == str(text)[start:end]
    assert places(part) == places(text)[start:end]


@tried
@given(placed(), st.data())
def test_join_puts_together_what_piece_took_apart(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    joined = join([piece(text, 0, cut), piece(text, cut, len(text))])

    assert (joined, places(joined)) == (text, places(text))


@tried
@given(st.lists(placed(), max_size=4))
def test_join_is_the_texts_one_after_the_other(parts: list[str]) -> None:
    joined = join(parts)

    assert joined == "".join(parts)
    assert places(joined) == [place for part in parts for place in places(part)]


@tried
@given(placed())
def test_strip_is_the_piece_that_str_strip_leaves(text: str) -> None:
    bare = strip(text)

    assert bare == str(text).strip()
    assert [place for place in places(bare) if place is not None] == [
        place
        for position, place in enumerate(places(text))
        if place is not None and len(text) - len(text.lstrip()) <= position < len(text.rstrip())
    ]


@tried
@given(st.text("&;#x1agtlmpé\\ *_" + '"'), st.booleans(), st.integers(0, 50))
def test_decode_reads_the_same_with_and_without_places(text: str, escapes: bool, start: int) -> None:
    assert decode(Placed.at(text, start), escapes=escapes) == decode(text, escapes=escapes)


@tried
@given(st.text("&;#x1agtlmpé ", max_size=30))
def test_decode_places_each_character_on_its_spelling(text: str) -> None:
    read = decode(Placed.at(text, 0))
    finder = Finder(read)

    for position, character in enumerate(read):
        span = finder.find(position, position + 1)
        assert span is not None
        assert unescape(text[slice(*span)]) == character


# --- any text, rendered -------------------------------------------------------------------------------------

# Fragments of markup; ␣ is a blank, ⏎ a line end.
FRAGMENTS = """
un deux é L'eau 2FA ␣ ␣ ⏎ ⏎ ⏎⏎ ␣␣ ␣␣␣␣ \u200b
* ** _ ~~ ~~~~ ` ``` ```python⏎ $$ \\ & &eacute; &#x20; &a1; < > :warning: a@b.org https://a.org/b <https://a.org>
#␣ ##␣ *␣ -␣ 1.␣ >␣ | |␣-␣|⏎ --- [ ] ](page.md) (page.md␣'mention') ![ [^1] [^1]:␣ [x]␣ {#un}
<b> </b> <div> </div> <details> </details> <summary> </summary> <table> <tr> <td> </table> <br> <ul> <li> <p> <h2>
<a␣href="page.md"> <a␣href="x </a> <pre>a </pre> <!-- --> <mon-app> <img␣src='https://a.org/b.png'> <script> </script>
{%␣hint␣%} {%␣endhint␣%} {%␣tabs␣%} {%␣tab␣title="un"␣%} {%␣endtab␣%} {%␣endtabs␣%} {%␣code␣%} {%␣endcode␣%}
{%␣embed␣url="https://a.org"␣%} {%␣endembed␣%} {%␣stepper␣%} {%␣step␣%} {%␣endstep␣%} {%␣x␣%} {%␣endx␣%}
{%␣content-ref␣url='gone.md'␣%} {%␣endcontent-ref␣%} {%␣swagger-parameter␣name='a'␣%} {%␣@a/b␣content="un⏎deux"␣%}
""".split()
MARKUP = st.lists(
    st.sampled_from([fragment.replace("␣", " ").replace("⏎", "\n") for fragment in FRAGMENTS]), max_size=25
).map("".join)


@tried
@given(MARKUP)
def test_rendering_is_deterministic(source: str) -> None:
    assert rendered(source) == rendered(source)


@tried
@given(MARKUP)
def test_rendering_does_not_depend_on_line_ends(source: str) -> None:
    unix, windows = rendered(source), rendered(source.replace("\n", "\r\n"))

    def shifted(offset: int | None) -> int | None:
        return None if offset is None else offset + source.count("\n", 0, offset)

    assert windows.html == unix.html
    assert windows.plain == unix.plain
    assert windows.blocks == unix.blocks
    assert windows.notices == unix.notices
    assert windows.words() == [(word, shifted(start), shifted(end)) for word, start, end in unix.words()]


@tried
@given(MARKUP)
def test_placed_words_stand_where_the_source_spells_them(source: str) -> None:
    for word, start, end in rendered(source).words():
        if start is not None:
            written = source[start:end]
            assert unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written)) == word


@tried
@given(MARKUP)
def test_placed_words_rise_through_each_block(source: str) -> None:
    places = [start for _, start, _ in rendered(source).words() if start is not None]

    assert len(set(places)) == len(places)


@tried
@given(MARKUP)
def test_blocks_lie_within_the_source(source: str) -> None:
    last = source.count("\n") + 1

    for block in rendered(source).blocks:
        assert 1 <= block.first_line <= block.last_line <= last


@tried
@given(MARKUP)
def test_html_passes_the_last_gate_unchanged(source: str) -> None:
    html = rendered(source).html

    assert last_gate(html) == html


@tried
@given(MARKUP)
def test_headings_have_ids_of_their_own(source: str) -> None:
    html = rendered(source).html
    ids = re.findall(r' id="([^"]*)"', html)

    assert len(set(ids)) == len(ids)


# --- words survive ------------------------------------------------------------------------------------------

WORD = st.text("abcdeéèœMN", min_size=1, max_size=8)
PROSE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
WRAPPINGS = (
    "{}",
    "**{}**",
    "## {}",
    "* {}",
    "1. a\n\n   {}",
    "> {}",
    "| {} |\n| - |",
    "<div>\n\n{}\n\n</div>",
    "<p>{}</p>",
    "<details>\n\n<summary>a</summary>\n\n{}\n\n</details>",
    "```\n{}\n```",
    "[{}](page.md)",
    "{{% hint %}}\n{}\n{{% endhint %}}",
    "{{% hint %}}{}{{% endhint %}}",
    "{{% tabs %}}\n{{% tab %}}\n{}\n{{% endtab %}}\n{{% endtabs %}}",
    "{{% stepper %}}\n{{% step %}}\n{}\n{{% endstep %}}\n{{% endstepper %}}",
    "{{% columns %}}\n{{% column %}}\n{}\n{{% endcolumn %}}\n{{% endcolumns %}}",
    "{{% updates %}}\n{{% update %}}\n{}\n{{% endupdate %}}\n{{% endupdates %}}",
    "{{% code %}}\n```\n{}\n```\n{{% endcode %}}",
    '{{% embed url="https://a.org" %}}\n{}\n{{% endembed %}}',
    '{{% file src="report.pdf" caption="{}" %}}',
    "{{% unknown %}}\n{}\n{{% endunknown %}}",
    "{{% hint %}}\n{}",
    "* {{% hint %}}\n  {}\n  {{% endhint %}}",
    "a[^1]\n\n[^1]: {}",
)


@tried
@given(PROSE, st.sampled_from(WRAPPINGS))
def test_words_survive_any_wrapping_in_their_place(prose: str, wrapping: str) -> None:
    source = wrapping.format(prose)
    start = wrapping.replace("{{", "{").replace("}}", "}").index("{}")
    words = [(word.text, start + word.start, start + word.end) for word in tokens(prose)]

    found = rendered(source).words()

    assert [word for word in found if word[1] is not None and start <= word[1] < start + len(prose)] == words


@tried
@given(PROSE, st.lists(st.sampled_from(WRAPPINGS[12:18]), min_size=1, max_size=4))
def test_words_survive_wrappings_of_wrappings(prose: str, wrappings: list[str]) -> None:
    source = prose
    for wrapping in wrappings:
        source = wrapping.format(source)

    words = [word for word, start, _ in rendered(source).words() if start is not None]

    assert words == [word.text for word in tokens(prose)]


# --- headings -----------------------------------------------------------------------------------------------


@tried
@given(st.text(max_size=150))
def test_slug_is_an_id_or_nothing(text: str) -> None:
    assert re.fullmatch(r"(?!\d)[a-z0-9._+~$-]{0,100}", slug(text))


@tried
@given(st.text(max_size=40))
def test_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@tried
@given(st.lists(st.text("abé1. -'’!&", max_size=12), max_size=12))
def test_find_finds_each_heading_by_its_id(texts: list[str]) -> None:
    ids = Ids()
    headings = [Heading(2, text, ids.number(slug(text) or "id")) for text in texts]

    assert [find(headings, heading.id) for heading in headings] == [heading.id for heading in headings]


@tried
@given(st.lists(PROSE, min_size=1, max_size=5, unique_by=lambda text: slug(text)))
def test_find_finds_each_heading_by_github_and_by_hand(texts: list[str]) -> None:
    assume(len({re.sub("[^a-z]", "", slug(text)) for text in texts}) == len(texts))
    headings = [Heading(2, text, f"h{number}") for number, text in enumerate(texts)]
    anchors = Anchors(headings)

    for heading in headings:
        for form in (heading.text.lower().replace(" ", "-"), heading.text.upper().replace(" ", "_")):
            assert anchors.find(form) == heading.id


# --- words --------------------------------------------------------------------------------------------------


@tried
@given(st.text(max_size=60))
def test_tokens_are_stretches_of_the_text_in_order(text: str) -> None:
    position = 0
    for token in tokens(text):
        assert token.start >= position
        assert text[token.start : token.end] == token.text
        position = token.end


@tried
@given(st.text(max_size=60))
def test_fold_of_a_fold_is_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)
