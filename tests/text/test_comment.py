"""Comments are drawn from a small Markdown, and nothing else of what is typed leaves as HTML."""

import pytest

from tests.yardstick import SECOND, made_within
from wiki.text.comment import draw

REL = 'rel="nofollow ugc noopener"'
SMALL = [
    ("Two\nlines", "<p>Two<br>lines</p>"),
    ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>"),
    ("> said\n\nyes", "<blockquote><p>said</p></blockquote><p>yes</p>"),
    ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
    ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("- [ ] to do", "<ul><li>[ ] to do</li></ul>"),
    ("```\n<i>\n```", '<pre tabindex="0"><code>&lt;i&gt;</code></pre>'),
    ("# No title", "<p># No title</p>"),
    ("a | b\n--|--\n1 | 2", "<p>a | b<br>--|--<br>1 | 2</p>"),
    ("<b onclick=x>raw</b>", "<p>&lt;b onclick=x&gt;raw&lt;/b&gt;</p>"),
    ("[page](/advice/)", f'<p><a href="/advice/" {REL}>page</a></p>'),
    ("https://ex.org/a_b.", f'<p><a href="https://ex.org/a_b" {REL}>https://ex.org/a_b</a>.</p>'),
    ("![alt](https://ex.org/x.png)", f'<p><a href="https://ex.org/x.png" {REL}>alt</a></p>'),
    ("[x](javascript:alert(1))", "<p><span>x</span></p>"),
    ("[x](//evil.example/)", "<p><span>x</span></p>"),
    ("[x](/\\evil.example/)", "<p><span>x</span></p>"),
    ("[x](https://[bad)", "<p><span>x</span></p>"),
    ("{% hint %}", "<p>{% hint %}</p>"),
]


@pytest.mark.parametrize(("text", "html"), SMALL, ids=[text for text, _html in SMALL])
def test_comment_is_drawn_from_its_small_markdown(text, html):
    assert draw(text).html.replace("\n", "") == html


def test_mentions_are_marked_and_told_once():
    drawn = draw("Thanks @Ada and @ada.l, @Ada! Not x@example.org, `@code` nor [@link](/a/).")
    assert drawn.mentions == ("Ada", "ada.l")
    assert drawn.html.count('<span class="gb-mention">@Ada</span>') == 2
    assert drawn.html.count("gb-mention") == 3


def test_links_and_pictures_are_counted_wherever_they_stand():
    drawn = draw("https://a.example [b](https://b.example)\n\n> - <https://c.example> ![p](/p.png)")
    assert drawn.links == ("https://a.example", "https://b.example", "https://c.example", "/p.png")
    assert drawn.pictures == 1


@pytest.mark.parametrize(
    "mark", ["[", "*", "_", "`", "<", "> ", "- ", "![](", "~", "\\", "&", "a@", "1. ", "https://"]
)
def test_costly_comment_is_drawn_at_once(mark):
    text = mark * (10 * 1024 // len(mark))
    drawn = made_within(SECOND / 2, lambda: draw(text))
    assert "<script" not in drawn.html


def test_control_characters_are_blanks():
    assert draw("a\x00b\x03").html == "<p>a b</p>"
