"""Pictures that were checked keep their room in the page and are offered in the widths they come in."""

from __future__ import annotations

import re

import pytest

from wiki.text import linking
from wiki.text.drawing import PICTURE
from wiki.text.links import Picture, Target
from wiki.text.render import render

SOURCES = (("/m/a?w=480", 480), ("/m/a?w=960", 960), ("/m/a?w=1600", 1_600))
OFFERED = "/m/a?w=480 480w, /m/a?w=960 960w, /m/a?w=1600 1600w"
LARGE = Target("asset", "/m/a/a.png", "a.png", 9, picture=Picture(2_000, 1_000, SOURCES))
SMALL = Target("asset", "/m/b/b.png", "b.png", 9, picture=Picture(300, 151))
UNKNOWN = Target("asset", "/m/c/c.png", "c.png", 9)
KNOWN = {"a.png": LARGE, "b.png": SMALL, "c.png": UNKNOWN}
WORDS = "word " * (linking.OPENING // 5 + 1)


def pictures(source: str) -> list[dict[str, str]]:
    """The attributes of each picture and source that the engine draws from a text."""
    drawn = render(source, resolve=lambda destination: KNOWN.get(destination, Target("broken"))).html
    tags = re.findall(r"<(?:img|source) [^>]*>", drawn)
    return [dict(re.findall(r'([a-z]+)="([^"]*)"', tag)) for tag in tags]


def test_large_picture_keeps_its_room_and_is_offered_in_several_widths() -> None:
    assert pictures(f"{WORDS}\n\n![A](a.png)") == [
        {
            "alt": "A",
            "src": "/m/a/a.png",
            "width": "2000",
            "height": "1000",
            "srcset": OFFERED,
            "sizes": linking.COLUMN,
            "loading": "lazy",
            "decoding": "async",
        }
    ]


def test_small_picture_is_offered_as_it_is() -> None:
    assert pictures("![A](b.png)") == [
        {
            "alt": "A",
            "src": "/m/b/b.png",
            "width": "300",
            "height": "151",
            "decoding": "async",
            "fetchpriority": "high",
        }
    ]


def test_picture_that_was_not_checked_yet_has_the_size_its_author_gave() -> None:
    source = '<img src="c.png" alt="A" width="200">'
    assert pictures(source) == [
        {"alt": "A", "src": "/m/c/c.png", "width": "200", "decoding": "async", "fetchpriority": "high"}
    ]


@pytest.mark.parametrize(
    ("asked", "room"),
    [
        ('width="500"', ("500", "250", "500px")),
        ('height="100"', ("200", "100", linking.COLUMN)),
        ('width="500" height="500"', ("500", "250", "500px")),
        ('width="0"', ("2000", "1000", linking.COLUMN)),
        ('width="9999"', ("9999", "5000", "9999px")),
        ('width="50%"', ("2000", "1000", linking.COLUMN)),
    ],
)
def test_size_that_its_author_asks_for_keeps_the_proportions(asked: str, room: tuple[str, str, str]) -> None:
    drawn = pictures(f'<img src="a.png" alt="A" {asked}>')[0]
    assert (drawn["width"], drawn["height"], drawn["sizes"]) == room


@pytest.mark.parametrize(
    ("picture", "room"),
    [
        (Picture(20_000, 10), ("9999", "5")),
        (Picture(10, 20_000), ("5", "9999")),
        (Picture(100_000, 1), ("9999", "1")),
    ],
)
def test_size_fits_in_four_digits(picture: Picture, room: tuple[str, str]) -> None:
    drawn = render("![A](a.png)", resolve=lambda destination: Target("asset", "/a", picture=picture)).html
    assert re.findall(r'(?:width|height)="(\d+)"', drawn) == list(room)


def test_picture_within_a_line_comes_in_its_narrowest() -> None:
    drawn = pictures('Click <img src="a.png" alt="A" data-size="line">')[0]
    assert (drawn["src"], drawn["width"], drawn["loading"]) == ("/m/a?w=480", "2000", "lazy")
    assert not {"srcset", "sizes", "fetchpriority"} & drawn.keys()


def test_picture_for_the_dark_is_offered_in_its_own_widths() -> None:
    dark = '<source srcset="a.png" media="(prefers-color-scheme: dark)">'
    source, image = pictures(f'<picture>{dark}<img src="b.png" alt="A"></picture>')
    assert source == {
        "media": "(prefers-color-scheme: dark)",
        "srcset": OFFERED,
        "sizes": linking.COLUMN,
        "width": "2000",
        "height": "1000",
    }
    assert (image["src"], image["width"], image["height"]) == ("/m/b/b.png", "300", "151")


def test_cover_of_a_card_says_that_it_is_narrow() -> None:
    head = "<thead><tr><th></th><th data-hidden data-card-cover data-type='image'></th></tr></thead>"
    body = "<tbody><tr><td>Words</td><td><img src='a.png' alt=''></td></tr></tbody>"
    assert pictures(f"<table data-view='cards'>{head}{body}</table>")[0]["sizes"] == linking.CARD


@pytest.mark.parametrize(
    "target",
    [Target("broken"), Target("external", "https://a.org/a.png")],
    ids=["missing", "of another host"],
)
def test_drawing_in_the_place_of_a_picture_has_its_own_size(target: Target) -> None:
    drawn = render(
        '<img src="a.png" alt="A" width="900" height="9">', resolve=lambda destination: target
    ).html
    assert re.findall(r' (width|height|src)="([^"]+)"', drawn) == [
        ("width", "320"),
        ("height", "180"),
        ("src", PICTURE),
    ]


# --- the first picture --------------------------------------------------------------------------------------


def in_a_hurry(source: str) -> list[bool]:
    """Of each picture: whether it is fetched at once. It then is not lazy, and the others are."""
    found = [(image.get("fetchpriority"), image.get("loading")) for image in pictures(source)]
    assert set(found) <= {("high", None), (None, "lazy")}
    return [priority == "high" for priority, _loading in found]


@pytest.mark.parametrize(
    ("source", "hurry"),
    [
        ("![A](a.png)\n\n![B](b.png)", [True, False]),
        ("Some words.\n\n## A heading\n\n![A](a.png)", [True]),
        (f"{WORDS}\n\n![A](a.png)", [False]),
        ("![A](https://a.org/a.png)", [False]),
        ("![A](gone.png)\n\n![B](b.png)", [False, False]),
        ("<details><summary>More</summary>\n\n![A](a.png)\n\n</details>\n\n![B](b.png)", [False, True]),
        ('<img src="a.png" alt="A" data-size="line"> ![B](b.png)', [False, True]),
    ],
)
def test_picture_that_opens_the_page_is_fetched_at_once(source: str, hurry: list[bool]) -> None:
    assert in_a_hurry(source) == hurry
