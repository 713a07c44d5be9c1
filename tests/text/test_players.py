"""Only players of the closed list are ever named, whatever address an author writes."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.text.small_site import html
from wiki.text.players import ORIGINS, PLAYER, player

TUBE = "https://www.youtube-nocookie.com/embed/abc-efgh_jk"
VIMEO = "https://player.vimeo.com/video/123456?dnt=1"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.youtube.com/watch?v=abc-efgh_jk", TUBE),
        ("https://www.youtube.com/watch?t=3&v=abc-efgh_jk&list=x", TUBE),
        ("https://m.youtube.com/watch?v=abc-efgh_jk#t=3", TUBE),
        ("https://youtu.be/abc-efgh_jk?si=x", TUBE),
        ("https://YouTube.com/embed/abc-efgh_jk", TUBE),
        ("https://www.youtube.com/shorts/abc-efgh_jk/", TUBE),
        ("https://vimeo.com/123456", VIMEO),
        ("https://player.vimeo.com/video/123456?h=1", VIMEO),
    ],
)
def test_player_of_a_known_host_is_named(url: str, shown: str) -> None:
    assert player(url) == shown
    assert PLAYER.fullmatch(shown)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/watch?v=abc-efgh_jk",
        "http://www.youtube.com/watch?v=abc-efgh_jk",
        "https://www.youtube.com.example.org/watch?v=abc-efgh_jk",
        "https://example.org/https://www.youtube.com/watch?v=abc-efgh_jk",
        "https://www.youtube.com@example.org/watch?v=abc-efgh_jk",
        "https://user@www.youtube.com/watch?v=abc-efgh_jk",
        "https://www.youtube.com:8443/watch?v=abc-efgh_jk",
        "https://www.youtube.com:port/watch?v=abc-efgh_jk",
        "https://[www.youtube.com/watch?v=abc-efgh_jk",
        "https://www.youtube.com/watch?v=abc-efgh_j",
        "https://www.youtube.com/watch?v=abc-efgh_jkl",
        'https://www.youtube.com/watch?v=abc"efgh_jk',
        "https://www.youtube.com/watch?xv=abc-efgh_jk",
        "https://www.youtube.com/playlist?v=abc-efgh_jk",
        "https://www.youtube.com/embed/../abc-efgh_jk",
        "https://vimeo.com/about",
        "https://vimeo.com/123456/../x",
        "https://vimeo.com/١٢٣٤٥٦",
        "javascript:alert(1)//www.youtube.com/embed/abc-efgh_jk",
        "",
    ],
)
def test_no_player_is_named_elsewhere(url: str) -> None:
    assert player(url) == ""


def test_policy_lets_frames_come_from_the_players_alone() -> None:
    assert list(ORIGINS) == settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]


def test_author_cannot_name_a_player() -> None:
    written = f'<a href="https://example.org/" data-player="{TUBE}">x</a>'

    assert html(written) == '<p><a href="https://example.org/" rel="nofollow ugc noopener">x</a></p>'


@pytest.mark.parametrize(
    "url", [TUBE.replace("https", "http"), f"{TUBE}?autoplay=1", "https://example.org/", ""]
)
def test_gate_lets_no_other_player_through(url: str) -> None:
    assert not PLAYER.fullmatch(url)
