"""Characters that were broken on their way are recognised, and nothing else is touched."""

import pytest

from tests.yardstick import SECOND, made_within
from wiki.exchange.mending import mended


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Les apports th√©oriques\n", "Les apports théoriques\n"),
        ("L’été Ã©tait dÃ©jÃ\xa0 lÃ\xa0\n", "L’été était déjà là\n"),
        ("dâ€™abord\n", "d’abord\n"),
    ],
)
def test_broken_line_is_mended(broken, whole):
    assert mended(broken) == (whole, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain\n",
        "« L’été », déjà : 10 € – œuvre…\n",
        "&eacute; &#233; \\é\n",
        "日本語 العربية עברית\n",
        "\U0001f469\u200d\U0001f680 emoji\n",
        "\x1b[31m \ufb01n \uff21\n",
        "e\u0301 é\r\nfin\r",
        "\ufeffé\n",
    ],
)
def test_sound_text_stays_as_it_is(text):
    assert mended(text) == (text, 0)


def test_only_broken_lines_change_and_the_first_is_told():
    text = "« déjà »\r\nth√©orie\r\n« déjà »\r\npratiqu√©"
    assert mended(text) == ("« déjà »\r\nthéorie\r\n« déjà »\r\npratiqué", 2)


def test_mending_twice_is_mending_once():
    once, _line = mended("th√©orie et d√©j√†\n")
    assert mended(once) == (once, 0)


def test_lines_of_signs_are_read_in_time():
    made_within(8 * SECOND, lambda: mended("√©" * 100_000 + "\n" + "â€™" * 60_000))
