"""What the engine answers to hostile texts, tag by tag: nothing but what it writes itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.hostile import reading
from tests.hostile.corpus import Text
from tests.hostile.reading import Tag
from wiki.text import sanitise
from wiki.text.links import Target, resolve_external
from wiki.text.players import PLAYER
from wiki.text.render import Rendering, render
from wiki.text.syntax import NAMES
from wiki.text.tables import LONGEST_HEAD

Renderings = tuple[tuple[Text, Rendering], ...]

STRANGE_ADDRESS = re.compile(r"[\s\x00-\x20]*(?!(?:https?|mailto|tel):)[a-z][a-z0-9+.-]*:.*", re.I | re.S)
CHROME_OF_OURS = frozenset({"p", "a", "span"})


@pytest.fixture(scope="module")
def drawn(renderings: Renderings) -> list[tuple[Text, list[Tag]]]:
    return [(text, reading.tags(made.html)) for text, made in renderings]


def attributes(drawn: list[tuple[Text, list[Tag]]]) -> Iterator[tuple[str, str, str, str]]:
    for text, tags in drawn:
        for tag in tags:
            for name, value in tag.attributes.items():
                yield text.source, tag.name, name, value


def _as_browsers_read(address: str) -> str:
    return re.sub(r"[\t\n\r]", "", address)


def test_corpus_holds_more_than_a_thousand_texts_in_every_place(renderings: Renderings) -> None:
    assert len({text.source for text, _ in renderings}) > 3_000
    assert len({text.place for text, _ in renderings}) > 110


def test_rendering_is_what_a_browser_reads(renderings: Renderings) -> None:
    """A second reading changes nothing: no markup waits inside for another parser."""
    changed = [text.source for text, made in renderings if sanitise.last_gate(made.html) != made.html]
    assert changed == []


def test_tags_are_the_engines(drawn: list[tuple[Text, list[Tag]]]) -> None:
    assert {tag.name for _, tags in drawn for tag in tags} - sanitise.TAGS == set()


def test_handlers_never_pass(drawn: list[tuple[Text, list[Tag]]]) -> None:
    assert [found for found in attributes(drawn) if found[2].startswith("on")] == []


def test_attributes_that_act_elsewhere_never_pass(drawn: list[tuple[Text, list[Tag]]]) -> None:
    acting = re.compile(
        r"style|name|target|ping|srcdoc|action|formaction|form|is|slot|part|lang|hidden|hx-.*|x-.*|"
        r"data-(?!gb$|gb-chrome$|gb-notice$|style$|head$|language$|player$).*|"
        r"aria-(?!label$|labelledby$|hidden$).*"
    )
    assert [found for found in attributes(drawn) if acting.fullmatch(found[2])] == []


def test_attributes_that_gestures_read_hold_what_the_engine_chose(
    drawn: list[tuple[Text, list[Tag]]],
) -> None:
    """A head is shown and no more; a language and a player are of closed lists."""
    read = {"data-head": ("td", "th"), "data-language": ("pre",), "data-player": ("a",)}
    found = [found for found in attributes(drawn) if found[2] in read]
    assert [tag for _, tag, name, _ in found if tag not in read[name]] == []
    languages = {value for _, _, name, value in found if name == "data-language"}
    assert languages - set(NAMES.values()) == set()
    players = [value for _, _, name, value in found if name == "data-player"]
    assert [value for value in players if not PLAYER.fullmatch(value)] == []
    assert max(len(value) for _, _, name, value in found if name == "data-head") <= LONGEST_HEAD


def test_addresses_have_safe_schemes(drawn: list[tuple[Text, list[Tag]]]) -> None:
    addresses = [found for found in attributes(drawn) if found[2] in ("href", "src", "srcset", "cite")]
    assert addresses
    assert [found for found in addresses if STRANGE_ADDRESS.match(_as_browsers_read(found[3]))] == []


def test_pictures_stay_on_the_site(drawn: list[tuple[Text, list[Tag]]]) -> None:
    pictures = [found for found in attributes(drawn) if found[2] in ("src", "srcset")]
    away = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2}).*", re.I | re.S)
    assert [found for found in pictures if away.fullmatch(found[3])] == []


def test_ids_stand_once_and_leave_the_sites_alone(
    renderings: Renderings, drawn: list[tuple[Text, list[Tag]]]
) -> None:
    for text, tags in drawn:
        ids = [tag.attributes["id"] for tag in tags if "id" in tag.attributes]
        assert len(ids) == len(set(ids)), text.source
        ours = [name for name in ids if name.startswith("ui-")]
        assert all(re.fullmatch(r"ui-tab-\d+", name) for name in ours), text.source


@pytest.mark.parametrize(
    "forged",
    [
        "<p data-gb-chrome>a</p>",
        "<span DATA-GB-CHROME=''>a</span>",
        "<p data-gb=hint data-style=info class='gb-hint gb-hint--info' role=note>a</p>",
        "<p class='footnote-ref'>a</p>",
        "<sup class=footnote-ref>a</sup>",
        "<a class=footnote-backref href=#a>a</a>",
        "<span class=visually-hidden>a</span>",
        "<p data-gb-notice=bounds class=gb-notice>a</p>",
        "<div #drop #lines=1 #tag=x #math=y #before=z>a</div>",
        "<section #footnotes class=footnotes><p>a</p></section>",
        "<gb-block #tag=x>a</gb-block>",
        "<gb-footnote #note=1>a</gb-footnote>",
        "<p aria-label=b aria-hidden=true>a</p>",
        "<p id=ui-menu>a</p>",
        "<p data-head=b data-language=Python data-player=https://example.org/>a</p>",
        "<div role=region tabindex=0 class=gb-table>a</div>",
        "<a href=#a data-player=https://www.youtube-nocookie.com/embed/abcdefghijk>a</a>",
    ],
)
def test_author_forges_nothing_of_ours(forged: str) -> None:
    made = render(forged, resolve=resolve_external)
    found = {name for tag in reading.tags(made.html) for name in tag.attributes}
    assert found <= {"href"}
    assert "a" in [word for word, _, _ in made.words()]


def test_chrome_is_only_what_the_engine_added(renderings: Renderings) -> None:
    """Words hidden from quotes and credit are never the author's: without blocks, there are none."""
    plain = [(text, made) for text, made in renderings if text.place in ("paragraph", "raw block", "quote")]
    assert plain
    for text, made in plain:
        marked = [tag for tag in reading.tags(made.html) if "data-gb-chrome" in tag.attributes]
        ours = {"gb-remote", "gb-hint__label", "gb-tab__title", "gb-broken", ""}
        assert {tag.attributes.get("class", "") for tag in marked} <= ours, text.source
        assert {tag.name for tag in marked} <= CHROME_OF_OURS, text.source


def test_names_given_with_lone_surrogates_are_shown(renderings: Renderings) -> None:
    """File names that are not UTF-8 are decoded with them; nothing may fail on the way out."""
    made = render("[a](/given 'mention')", resolve=lambda to: Target("page", "/given/", title="caf\udce9"))
    assert made.html.encode()


def test_every_part_of_a_rendering_can_be_stored(renderings: Renderings) -> None:
    for text, made in renderings:
        parts = (made.title, made.html, made.plain, *(heading.text for heading in made.outline))
        assert all(part.encode() is not None and "\x00" not in part for part in parts), text.source
