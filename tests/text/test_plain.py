"""The plain text is what a reader sees: one line per block, without the words that are ours."""

from __future__ import annotations

import pytest

from tests.text.small_site import rendered


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("One *two*\nthree", "One two three"),
        ("One\n\nTwo", "One\nTwo"),
        ("One\\\nTwo", "One\nTwo"),
        ("* One\n* Two\n  * Three", "One\nTwo\nThree"),
        ("## Title\n\nText", "Title\nText"),
        ("> Quote", "Quote"),
        ("a `b  c` d", "a b c d"),
        ("```\na  b\n  c\n```\n\nd", "a  b\n  c\n\nd"),
        ("| a | b |\n| - | - |\n| c | d |", "a\nb\nc\nd"),
        ("a&nbsp;b &lt;c&gt;", "a\u00a0b <c>"),
        ("![described](picture.png) after", "after"),
        ("[a link](page.md)", "a link"),
        ("a<!-- hidden -->b", "ab"),
        ("$$x^2$$ is", "x^2 is"),
    ],
)
def test_plain_is_what_is_seen(source: str, plain: str) -> None:
    assert rendered(source).plain == plain


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ('{% hint style="info" %}\nRead.\n{% endhint %}', "Read."),
        ('{% tabs %}\n{% tab title="" %}\nA\n{% endtab %}\n{% endtabs %}', "A"),
        ('{% tabs %}\n{% tab title="Linux" %}\nA\n{% endtab %}\n{% endtabs %}', "Linux\nA"),
        ('{% embed url="https://a.org" %}\nCaption\n{% endembed %}', "Caption"),
        ('{% content-ref url="page.md" %}\n[x](page.md)\n{% endcontent-ref %}', ""),
        ('{% file src="report.pdf" caption="Report" %}', "Report"),
        (
            '{% updates %}\n{% update date="2025-01-01" tags="beta" %}\nNew\n{% endupdate %}\n{% endupdates %}',
            "2025-01-01\nNew",
        ),
        ("{% if x %}\nText\n{% endif %}", "Text"),
        ("![](https://a.org/b.png)", ""),
        ("a[^1]\n\n[^1]: note", "a\nnote"),
    ],
)
def test_plain_leaves_our_words_out(source: str, plain: str) -> None:
    assert rendered(source).plain == plain


def test_plain_of_nothing_is_empty() -> None:
    assert rendered("").plain == ""


def test_plain_leaves_the_title_out() -> None:
    assert rendered("# Title\n\nText").plain == "Text"
