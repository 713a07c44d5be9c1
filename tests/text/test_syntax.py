"""Code is coloured by classes; its text never changes, and what is long or unknown stays plain."""

from __future__ import annotations

import pytest

from tests.text.small_site import html, placed_words
from wiki.text.syntax import LANGUAGES, LONGEST, LONGEST_PAGE, spans


def test_code_is_coloured_by_classes() -> None:
    assert html("```python\nif x:\n    pass\n```") == (
        '<pre tabindex="0" data-language="Python"><code class="language-python"><span class="k">if </span><span class="n">x</span>'
        '<span class="p">:\n    </span><span class="k">pass\n</span></code></pre>'
    )


def test_code_of_an_unknown_language_is_plain() -> None:
    assert (
        html("```klingon\nif x\n```")
        == '<pre tabindex="0"><code class="language-klingon">if x\n</code></pre>'
    )


def test_code_whose_language_is_no_name_has_no_class() -> None:
    assert html('```"><script>\nx\n```') == '<pre tabindex="0"><code>x\n</code></pre>'


def test_code_language_is_read_in_any_case() -> None:
    assert html("```JSON\n1\n```") == (
        '<pre tabindex="0" data-language="JSON"><code class="language-json"><span class="mi">1\n</span></code></pre>'
    )


def test_code_that_is_too_long_is_plain() -> None:
    text = "1\n" * (LONGEST // 2 + 1)

    assert (
        html(f"```json\n{text}```")
        == f'<pre tabindex="0" data-language="JSON"><code class="language-json">{text}</code></pre>'
    )


def test_code_of_a_page_is_coloured_up_to_a_bound() -> None:
    line = "1" * 199 + "\n"
    fence = "```json\n" + line * (LONGEST // 200) + "```\n\n"

    drawn = html(fence * (LONGEST_PAGE // LONGEST + 1))

    assert drawn.count('<code class="language-json"><span') == LONGEST_PAGE // LONGEST
    assert drawn.count('<code class="language-json">1') == 1


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_spans_together_are_the_whole_code(language: str) -> None:
    text = 'if (a < \'b\') {\n\treturn &c; # é 🎉\n}\n\r\n<p class="x">\\n$$ `q` "open\n'

    assert "".join(text[start:end] for start, end, _ in spans(text, language)) == text


def test_spans_of_no_language_are_plain() -> None:
    assert spans("a b", "klingon") == ((0, 3, ""),)


def test_code_words_have_their_place() -> None:
    assert placed_words("```python\nif éclair == 1:\n```") == [("if", "if"), ("éclair", "éclair"), ("1", "1")]
