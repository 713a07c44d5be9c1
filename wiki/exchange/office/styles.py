"""How office files look: one sheet of styles for texts, one for spreadsheets, in plain OpenDocument."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

FONT = "Liberation Sans"
INK, SOFT, GREEN, EDGE, PALE, BLANK = "#1a2220", "#4c5753", "#0f5c47", "#8b968f", "#e7efe9", "#fdf1cf"
CELL = 10  # points of the letters of a sheet
HEADINGS = 10  # levels that OpenDocument knows
APART = "_apart"  # what the name of a style ends in that begins a page

_NAMES = (
    ("office", "office:1.0"),
    ("style", "style:1.0"),
    ("text", "text:1.0"),
    ("table", "table:1.0"),
    ("number", "datastyle:1.0"),
    ("fo", "xsl-fo-compatible:1.0"),
    ("svg", "svg-compatible:1.0"),
    ("draw", "drawing:1.0"),
)
_OPEN = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for short, name in _NAMES)
_SIZES = (22, 16, 13, 12, 11)  # of headings, in points
# Of a model: it opens a document of its own, whatever its level in the file that holds it.
_MODEL_SIZES = (18, 13, 11)


def of_text(language: str, country: str, footer: str, page: str) -> bytes:
    """The styles of a text whose pages bear a footer: `footer`, then `page` with {page} and {pages} in it."""
    numbered = escape(page).format(page="<text:page-number/>", pages="<text:page-count/>")
    master = (
        '<style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer>'
        f'<text:p text:style-name="Footer">{escape(footer)} · {numbered}</text:p>'
        "</style:footer></style:master-page>"
    )
    return _sheet(_defaults(language, country, "paragraph") + _texts(), _layout("portrait"), master)


def of_sheet(language: str, country: str, footer: str, page: str) -> bytes:
    """The styles of a spreadsheet, printed in landscape with the same footer."""
    numbered = escape(page).format(page="<text:page-number/>", pages="<text:page-count/>")
    master = (
        '<style:master-page style:name="Default" style:page-layout-name="A4">'
        '<style:header style:display="false"/>'
        f"<style:footer><text:p>{escape(footer)} · {numbered}</text:p></style:footer></style:master-page>"
    )
    return _sheet(_defaults(language, country, "table-cell") + _cells(), _layout("landscape"), master)


def _sheet(common: str, layout: str, master: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {_OPEN} office:version="1.4">'
        f'<office:font-face-decls><style:font-face style:name="{FONT}" svg:font-family="\'{FONT}\', Arial"'
        ' style:font-family-generic="swiss"/><style:font-face style:name="Liberation Mono"'
        " svg:font-family=\"'Liberation Mono', 'Courier New'\" style:font-family-generic=\"modern\"/>"
        "</office:font-face-decls>"
        f"<office:styles>{common}</office:styles><office:automatic-styles>{layout}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles></office:document-styles>"
    ).encode()


def _defaults(language: str, country: str, family: str) -> str:
    spoken = f"fo:language={quoteattr(language)} fo:country={quoteattr(country)}"
    return (
        f'<style:default-style style:family="{family}"><style:text-properties style:font-name="{FONT}"'
        f' fo:font-size="11pt" fo:color="{INK}" {spoken}/></style:default-style>'
    )


def _layout(orientation: str) -> str:
    wide, high = ("21cm", "29.7cm") if orientation == "portrait" else ("29.7cm", "21cm")
    scale = "" if orientation == "portrait" else ' style:scale-to-X="1" style:scale-to-Y="0"'
    return (
        f'<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="{wide}"'
        f' fo:page-height="{high}" style:print-orientation="{orientation}"{scale} fo:margin-top="1.8cm"'
        ' fo:margin-bottom="1.5cm" fo:margin-left="2cm" fo:margin-right="2cm"/><style:header-style/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.3cm"/>'
        "</style:footer-style></style:page-layout>"
    )


def _paragraph(
    name: str, paragraph: str = "", text: str = "", *, parent: str = "Standard", more: str = ""
) -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"'
        f' style:parent-style-name="{parent}" {more}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


def _span(name: str, text: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {text}/></style:style>'
    )


def _texts() -> str:
    made = [
        '<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties'
        ' fo:margin-bottom="0.2cm" fo:line-height="125%" fo:orphans="2" fo:widows="2"/></style:style>',
        _paragraph("Heading", 'fo:keep-with-next="always"', f'fo:font-weight="bold" fo:color="{GREEN}"'),
        _paragraph("Lede", 'fo:margin-bottom="0.4cm"', f'fo:font-size="12pt" fo:color="{SOFT}"'),
        _paragraph("Label", 'fo:keep-with-next="always" fo:margin-top="0.3cm"', 'fo:font-weight="bold"'),
        _paragraph("Caption", "", f'fo:font-size="9pt" fo:color="{SOFT}"'),
        _paragraph(
            "Hint", f'fo:padding="0.2cm" fo:border-left="0.1cm solid {GREEN}" fo:background-color="{PALE}"'
        ),
        _paragraph(
            "Quote", f'fo:margin-left="0.6cm" fo:border-left="0.05cm solid {EDGE}" fo:padding="0.15cm"'
        ),
        _paragraph(
            "Preformatted", 'fo:margin-bottom="0cm"', 'style:font-name="Liberation Mono" fo:font-size="9pt"'
        ),
        _paragraph("Cell", 'fo:margin-bottom="0cm" fo:line-height="115%"', 'fo:font-size="9.5pt"'),
        _paragraph("Head", 'fo:keep-with-next="always"', 'fo:font-weight="bold"', parent="Cell"),
        _paragraph("Task", 'fo:margin-left="0.5cm" fo:text-indent="-0.5cm"'),
        _paragraph("Footer", 'fo:text-align="center"', f'fo:font-size="8.5pt" fo:color="{SOFT}"'),
        _span("Strong", 'fo:font-weight="bold"'),
        _span("Emphasis", 'fo:font-style="italic"'),
        _span("Code", 'style:font-name="Liberation Mono" fo:font-size="10pt"'),
        _span("Struck", 'style:text-line-through-style="solid"'),
        _span("Blank", f'fo:background-color="{BLANK}"'),
        _span("Link", f'fo:color="{GREEN}" style:text-underline-style="solid"'),
        '<style:style style:name="Frame" style:family="graphic"><style:graphic-properties'
        ' text:anchor-type="as-char" style:vertical-pos="top" style:vertical-rel="baseline"/></style:style>',
        *(_heading(f"Heading_{level}", _SIZES[min(level, 5) - 1], level) for level in range(1, HEADINGS + 1)),
        *(_heading(f"Model_{level}", _MODEL_SIZES[min(level, 3) - 1], 0) for level in range(1, 7)),
        _lists(),
    ]
    apart = ("Standard", "Label", "Caption", *(f"Heading_{level}" for level in range(1, HEADINGS + 1)))
    made += [_paragraph(f"{name}{APART}", 'fo:break-before="page"', parent=name) for name in apart]
    return "".join(made)


def _heading(name: str, size: int, level: int) -> str:
    outline = f'style:default-outline-level="{level}"' if level else ""
    space = f'fo:margin-top="{size / 40:.2f}cm" fo:margin-bottom="0.15cm"'
    return _paragraph(name, space, f'fo:font-size="{size}pt"', parent="Heading", more=outline)


def _lists() -> str:
    marks = "".join(_level("bullet", level, 'text:bullet-char="•"') for level in range(1, 7))
    numbers = "".join(
        _level("number", level, 'style:num-format="1" style:num-suffix="."') for level in range(1, 7)
    )
    return (
        f'<text:list-style style:name="Bullets">{marks}</text:list-style>'
        f'<text:list-style style:name="Numbers">{numbers}</text:list-style>'
    )


def _level(kind: str, level: int, sign: str) -> str:
    indent = 0.6 * level
    return (
        f'<text:list-level-style-{kind} text:level="{level}" {sign}><style:list-level-properties'
        ' text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment'
        f' text:label-followed-by="listtab" fo:text-indent="-0.5cm" fo:margin-left="{indent:.1f}cm"/>'
        f"</style:list-level-properties></text:list-level-style-{kind}>"
    )


def boxes_of_text() -> list[str]:
    """The styles of tables, which a text keeps beside its words: those of a sheet of styles are not read."""
    border = f'fo:border="0.02cm solid {EDGE}" fo:padding="0.12cm"'
    return [
        '<style:style style:name="Table" style:family="table"><style:table-properties style:width="17cm"'
        ' table:align="margins" fo:margin-top="0.1cm" fo:margin-bottom="0.4cm"/></style:style>',
        # A table that a page can hold is not cut, nor parted from its heading.
        '<style:style style:name="Whole" style:family="table"><style:table-properties style:width="17cm"'
        ' table:align="margins" fo:margin-top="0.1cm" fo:margin-bottom="0.4cm"'
        ' style:may-break-between-rows="false"/></style:style>',
        '<style:style style:name="Row" style:family="table-row"><style:table-row-properties'
        ' style:min-row-height="0.8cm" fo:keep-together="always"/></style:style>',
        '<style:style style:name="Box" style:family="table-cell">'
        f"<style:table-cell-properties {border}/></style:style>",
        '<style:style style:name="HeadBox" style:family="table-cell">'
        f'<style:table-cell-properties {border} fo:background-color="{PALE}"/></style:style>',
    ]


def wide(width: int) -> str:
    """The style of a column so many millimetres wide."""
    return (
        f'<style:style style:name="Wide{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width / 10:.1f}cm"/></style:style>'
    )


def boxes_of_sheet() -> list[str]:
    """The styles of columns, rows and tables, which a spreadsheet keeps beside its cells."""
    return [
        '<style:style style:name="Row" style:family="table-row"><style:table-row-properties'
        ' style:use-optimal-row-height="true"/></style:style>',
        '<style:style style:name="Sheet" style:family="table" style:master-page-name="Default">'
        '<style:table-properties table:display="true"/></style:style>',
    ]


def _cells() -> str:
    border = f'fo:border="0.02cm solid {EDGE}" fo:padding="0.08cm"'
    wrap = 'fo:wrap-option="wrap" style:vertical-align="top"'
    kinds = {
        "Title": ("", 'fo:font-size="16pt" fo:font-weight="bold"'),
        "Part": ("", f'fo:font-size="12pt" fo:font-weight="bold" fo:color="{GREEN}"'),
        "Note": (wrap, f'fo:color="{SOFT}"'),
        "Head": (f'{wrap} {border} fo:background-color="{PALE}"', 'fo:font-weight="bold"'),
        "Box": (f"{wrap} {border}", ""),
        # Programs do not agree on where the last line of some texts ends: those have the room of one more.
        "Roomy": (f'{wrap} {border} fo:padding-bottom="0.5cm"', ""),
        # A hand can write in it too.
        "Blank": (f'{wrap} {border} fo:padding-bottom="0.3cm" fo:background-color="{BLANK}"', ""),
        "Sum": (f'{wrap} {border} fo:background-color="{PALE}"', 'fo:font-weight="bold"'),
        "Money": (f'{wrap} {border} fo:padding-bottom="0.3cm" fo:background-color="{BLANK}"', ""),
        "SumMoney": (f'{wrap} {border} fo:background-color="{PALE}"', 'fo:font-weight="bold"'),
    }
    made = "".join(
        f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default"'
        f"{_format(name)}><style:table-cell-properties {cell}/><style:text-properties {text}/></style:style>"
        for name, (cell, text) in kinds.items()
    )
    money = (
        '<number:currency-style style:name="Euros"><number:number number:decimal-places="0"'
        ' number:min-integer-digits="1" number:grouping="true"/><number:text> </number:text>'
        "<number:currency-symbol>€</number:currency-symbol></number:currency-style>"
    )
    default = (
        '<style:style style:name="Default" style:family="table-cell">'
        f'<style:text-properties fo:font-size="{CELL}pt"/></style:style>'
    )
    return f"{money}{default}{made}"


def _format(name: str) -> str:
    return ' style:data-style-name="Euros"' if name.endswith("Money") else ""
