"""Office files made of a page: sound, the same each time, and said as what they are."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZIP_STORED, ZipFile

import pytest

from tests.text.small_site import html
from wiki.exchange.office import making, measures, styles
from wiki.exchange.office.origin import Origin, Picture
from wiki.text.tools import Format

NAMES = {
    "text": "text",
    "table": "table",
    "style": "style",
    "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
    "draw": "drawing",
}
SPACES = {short: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for short, name in NAMES.items()}
PAGE = """## The tool

### What we can do

| Question | Oui | En partie | Non |
|---|---|---|---|
| 1. ★ Do we hold the rights? | 2 | 1 | 0 |
| 2. =Is there "time"? | 2 | 1 | 0 |

### What we want

| Question | Oui | Non |
|---|---|---|
| 3. Does it help? | 3 | 0 |

### Reading it

| Total | Conseil |
|---|---|
| 4 to 7 | Open. |
| 0 to 3 | Wait. |

### The plan

{% hint style="info" %}
Say **who** and [where](https://example.org/where).
{% endhint %}

| Line | Cost | State |
|---|---|---|
| Cost: care | [€] | [yes, no] |
| Cost: welcome | [€] | [what is known, what is hoped] |

* [ ] Read again
* [x] Written

### The text

{% code title="charter.md" %}
```
# Charter of [name]

## 1. Aim

[Name] exists so that [public]
may [do]. Kind: [ ] one [x] other

- one
- two

| Who | Date |
|---|---|
| [..] | [..] |
```
{% endcode %}

![A boat](/media/boat.svg)
"""
ORIGIN = Origin(
    title="The tool",
    description="What it is for.",
    lang="fr",
    site="The guide",
    cited="« The tool », The guide, révision 3",
    address="https://guide.example.org/-/r/3/",
    licence="CC0 1.0",
    at=None,
    led=lambda href: f"{href}#led",
    picture=lambda source: Picture(b"<svg/>", "svg", 960, 480) if source.endswith(".svg") else None,
)


def made(kind: Format, source: str = PAGE, origin: Origin = ORIGIN) -> ZipFile:
    return ZipFile(BytesIO(making.made(kind, html(source), origin)))


def part(file: ZipFile, name: str = "content.xml") -> Element:
    return ElementTree.fromstring(file.read(name))


def words(element: Element | None) -> str:
    assert element is not None
    parts = [element.text or "", " " if element.tag == f"{{{SPACES['text']}}}s" else ""]
    for child in element:
        parts += [words(child), child.tail or ""]
    return "".join(parts)


def told(element: Element, name: str) -> str:
    space, _colon, attribute = name.partition(":")
    return element.get(f"{{{SPACES[space]}}}{attribute}", "")


@pytest.fixture(scope="module")
def text() -> Element:
    return part(made("odt"))


@pytest.fixture(scope="module")
def sheets() -> dict[str, list[list[Element]]]:
    tables = part(made("ods")).iterfind(".//table:table", SPACES)
    return {
        told(table, "table:name"): [list(row) for row in table.iterfind(".//table:table-row", SPACES)]
        for table in tables
    }


@pytest.mark.parametrize("kind", ["odt", "ods"])
def test_same_page_gives_the_same_bytes(kind: Format) -> None:
    assert making.made(kind, html(PAGE), ORIGIN) == making.made(kind, html(PAGE), ORIGIN)


@pytest.mark.parametrize("kind", ["odt", "ods"])
def test_file_is_well_packed_and_tells_what_it_is(kind: Format) -> None:
    file = made(kind)
    first = file.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert file.read("mimetype").decode() == making.MEDIA_TYPES[kind]
    listed = {entry.get(entry.keys()[0]) or "" for entry in part(file, "META-INF/manifest.xml")}
    assert {name for name in file.namelist() if not name.startswith(("META-INF", "mimetype"))} < {
        value for entry in part(file, "META-INF/manifest.xml") for value in entry.attrib.values()
    } | listed
    meta = words(part(file, "meta.xml"))
    assert all(said in meta for said in ("The tool", "fr-FR", "CC0 1.0", ORIGIN.address))
    spoken = part(file, "styles.xml").find(".//style:default-style/style:text-properties", SPACES)
    assert spoken is not None
    assert (told(spoken, "fo:language"), told(spoken, "fo:country")) == ("fr", "FR")


def test_text_has_headings_that_skip_no_level(text: Element) -> None:
    found = [
        (int(told(heading, "text:outline-level")), words(heading))
        for heading in text.iterfind(".//text:h", SPACES)
    ]
    assert found == [
        (1, "The tool"),
        (2, "The tool"),
        *((3, said) for said in ("What we can do", "What we want", "Reading it", "The plan", "The text")),
        (4, "Charter of [name]"),
        (5, "1. Aim"),
    ]


def test_text_has_tables_with_heads_lists_links_and_boxes(text: Element) -> None:
    tables = text.findall(".//table:table", SPACES)
    assert len(tables) == 5
    assert all(table.find("table:table-header-rows", SPACES) is not None for table in tables)
    assert [words(cell) for cell in tables[0].iterfind(".//table:table-cell", SPACES)][4:8] == [
        *("1. ★ Do we hold the rights?", "☐ 2", "☐ 1", "☐ 0")
    ]
    assert [words(cell) for cell in tables[-1].iterfind(".//table:table-cell", SPACES)] == [
        "Who",
        "Date",
        "",
        "",
    ]
    assert [words(item) for item in text.iterfind(".//text:list-item", SPACES)] == ["one", "two"]
    said = [words(paragraph) for paragraph in text.iterfind(".//text:p", SPACES)]
    assert [one for one in said if one[:1] in "☐☑" and one][-2:] == ["☐ Read again", "☑ Written"]
    assert any(one.endswith("Kind: ☐ one ☑ other") for one in said)
    links = {link.get("{http://www.w3.org/1999/xlink}href") for link in text.iterfind(".//text:a", SPACES)}
    assert links == {"https://example.org/where#led", ORIGIN.address}


def test_picture_comes_with_its_words() -> None:
    file = made("odt")
    frame = part(file).find(".//draw:frame", SPACES)
    assert frame is not None
    assert words(frame.find("svg:desc", SPACES)) == "A boat"
    assert file.read("Pictures/1.svg") == b"<svg/>"
    bare = made("odt", origin=replace(ORIGIN, picture=lambda source: None))
    assert "Image\u00a0: A boat" in words(part(bare))


def test_answers_are_chosen_and_counted(sheets: dict[str, list[list[Element]]]) -> None:
    rows = sheets["Questions"]
    asked = next(row for row in rows if row and words(row[0]).startswith("1."))
    assert told(asked[1], "table:content-validation-name") == "choice1"
    line = rows.index(asked) + 1
    formula = f'of:=IF([.B{line}]="Oui";2;IF([.B{line}]="En partie";1;IF([.B{line}]="Non";0;"")))'
    assert told(asked[2], "table:formula") == formula
    advice = next(row for row in rows if row and words(row[0]) == "Conseil")
    said = told(advice[1], "table:formula")
    assert said.startswith(f"of:=IF(SUM(COUNTIF([.C{line}];0))>0;")
    assert "[$'Lire le total'.A3]" in said
    reading = [[words(cell) for cell in row] for row in sheets["Lire le total"]]
    assert reading[1:] == [["De", "À", "Conseil"], ["4", "7", "Open."], ["0", "3", "Wait."]]


def test_blank_cells_tell_what_is_wanted_and_costs_are_added(sheets: dict[str, list[list[Element]]]) -> None:
    rows = sheets["The plan"]
    assert [words(cell) for cell in rows[2]] == ["Cost: care", "", ""]
    assert [words(row[0]) for row in rows][-1] == "Total\u00a0: Cost"
    assert told(rows[-1][1], "table:formula") == "of:=SUM([.B3];[.B4])"
    checks = part(made("ods")).findall(".//table:content-validation", SPACES)
    conditions = [told(check, "table:condition") for check in checks]
    assert 'of:cell-content-is-in-list("yes";"no")' in conditions
    assert "what is known, what is hoped" in [words(check) for check in checks]


def test_list_counts_the_thresholds_that_are_crossed() -> None:
    listed = "n;what;watch;Q1;Q2;who\n1;Days;> 14;;;\n2;People;<= 2;;;\n3;Words;none;;;\n"
    content = part(made("ods", f'{{% code title="a.csv" %}}\n```\n{listed}```\n{{% endcode %}}\n'))
    rows = [list(row) for row in content.iterfind(".//table:table-row", SPACES)]
    assert words(rows[1][-1]) == "Seuils franchis"
    assert [told(row[-1], "table:formula") for row in rows[2:]] == [
        'of:=COUNTIF([.D3:.F3];">14")',
        'of:=COUNTIF([.D4:.F4];"<=2")',
        "",
    ]


def test_tables_of_the_same_columns_are_one_sheet_that_tells_where_each_stood() -> None:
    table = "| Source | For |\n|---|---|\n| {} | [..] |\n"
    listed = "".join(f"## {name}\n\n{table.format(name.lower())}\n" for name in ("Near", "Far", "Wide"))
    content = part(made("ods", f"# Tool\n\n{listed}\n## Other\n\n| Who |\n|---|\n| [..] |\n"))
    tables = content.findall(".//table:table", SPACES)
    assert [told(one, "table:name") for one in tables] == ["The tool", "Other"]
    rows = [[words(cell) for cell in row] for row in tables[0].iterfind(".//table:table-row", SPACES)]
    assert rows[1:] == [
        ["Partie", "Source", "For"],
        *([name, name.lower(), ""] for name in ("Near", "Far", "Wide")),
    ]
    assert content.find(".//table:database-range", SPACES) is not None


def test_tables_of_many_rows_are_filtered_each_by_a_name_of_its_own() -> None:
    rows = "".join(f"| {number} | a |\n" for number in range(10))
    tables = f"### Near\n\n| N | Kind |\n|---|---|\n{rows}\n### Far\n\n| Other | Kind |\n|---|---|\n{rows}\n"
    asked = "### Form\n\n| Who |\n|---|\n" + "| [..] |\n" * 10
    content = part(made("ods", f"## The tool\n\n{tables}\n{asked}"))
    ranges = [
        [told(one, f"table:{name}") for name in ("name", "target-range-address")]
        for one in content.iterfind(".//table:database-range", SPACES)
    ]
    assert ranges == [["filter1", "'Near'.A2:'Near'.B12"], ["filter2", "'Far'.A2:'Far'.B12"]]


def test_no_column_of_a_sheet_or_of_a_text_breaks_a_word() -> None:
    wide = " | ".join(
        ["Checked on", "For whom and for which kinds of uses", "Amounts that are known", "State"]
    )
    row = " | ".join(["22/11/2026", "word " * 30, "Interoperability " * 9, "[..]"])
    source = f"| {wide} |\n|---|---|---|---|\n| {row} |\n"
    for kind in ("odt", "ods"):
        columns = part(made(kind, source)).iterfind(".//table:table-column", SPACES)
        widths = [int(told(column, "table:style-name").removeprefix("Wide")) for column in columns]
        least = [
            measures.longest_word([said], styles.CELL) for said in ("22/11/2026", "", "Interoperability", "")
        ]
        assert [width for width, low in zip(widths, least, strict=True) if width < int(low)] == []
        assert sum(widths) <= (170 if kind == "odt" else 257)


def test_text_that_may_need_a_line_more_has_the_room_of_it() -> None:
    points, said = styles.CELL, "Twelve plain words that fill the column which is just as wide"
    width = measures.width(said, points)
    assert [measures.is_unsure(said, width * part, points) for part in (0.7, 1.03, 1.5)] == [
        False,
        True,
        False,
    ]


def test_small_table_is_never_cut_and_lists_are_left_to_the_spreadsheet() -> None:
    small, large = ("| A | B |\n|---|---|\n" + "| a | [..] |\n" * rows for rows in (3, 9))
    content = part(made("odt", f"{small}\n\n{large}"))
    styled = [told(table, "table:style-name") for table in content.iterfind(".//table:table", SPACES)]
    assert styled == ["Whole", "Table"]
    listed = "n;what\n1;Days\n"
    blank = "| A |\n|---|\n| [..] |\n"
    content = part(made("odt", f'{blank}\n{{% code title="a.csv" %}}\n```\n{listed}```\n{{% endcode %}}\n'))
    assert "1;Days" not in words(content)
    assert "«\u00a0a.csv\u00a0»\u00a0: voyez le tableur" in words(content)


def test_words_are_never_formulas_nor_marks() -> None:
    hostile = '| Who | When |\n|---|---|\n| =1+1 | [..] |\n| &lt;b&gt; \x07 &amp; "q" | [a] |\n'
    for kind in ("odt", "ods"):
        content = part(made(kind, hostile, replace(ORIGIN, title='<&"\x0b>', lang="zz-!")))
        assert "=1+1" in words(content)
        assert '<b> & "q"' in words(content)
        assert not any("1+1" in told(cell, "table:formula") for cell in content.iter())
