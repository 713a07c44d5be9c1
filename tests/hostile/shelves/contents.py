"""Contents files: absent, empty, odd, deep, long, leading elsewhere."""

from __future__ import annotations

from tests.hostile.binding import Case, Heard, folder, guide
from tests.yardstick import SECOND

HEAD = "# Summary\n\n* [The guide](README.md)\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"
DEEP = 50  # what follows stays at the last level that is read


def listing(text: str | bytes, **files: str | bytes) -> dict[str, str | bytes]:
    return guide(**files) | {"SUMMARY.md": text}


def without() -> dict[str, str | bytes]:
    return {name: text for name, text in guide().items() if name != "SUMMARY.md"}


def comes_in(name: str, text: str | bytes, *heard: Heard, **more: object) -> Case:
    return Case(f"summary {name}", folder(listing(text)), heard, **more)


def is_refused(name: str, text: str | bytes, sentence: str, **more: object) -> Case:
    return Case(f"summary {name}", folder(listing(text)), refused=sentence, **more)


def nested(levels: int) -> str:
    """Contents of so many levels, every entry with a page."""
    return "".join(f"{'  ' * level}* [Level {level}](p{level}.md)\n" for level in range(levels))


def many_pages(count: int) -> dict[str, str | bytes]:
    return {f"p{number}.md": f"# P{number}\n" for number in range(count)}


def missing(line: int = 4) -> Heard:
    return ("missing-page", "SUMMARY.md", line)


OUTSIDE = "SUMMARY.md, line 4 names a file outside of the book: "
TOO_DEEP = "SUMMARY.md has more than 12 levels."
TOO_LONG = "SUMMARY.md has more than 10000 entries."

CASES = (
    Case(
        "summary absent",
        folder(without()),
        (("no-summary", "SUMMARY.md", 0),),
        stands={"README.md": "livre", "one.md": "livre/one"},
    ),
    Case(
        "summary absent and a folder without readme",
        folder(without() | {"a/b/c.md": "# C\n", "a/B.md": "# B\n", "Z.md": "# Z\n"}),
        (("no-summary", "SUMMARY.md", 0),),
        stands={
            "README.md": "livre",
            "one.md": "livre/one",
            "Z.md": "livre/Z",
            "a/B.md": "livre/a/B",
            "a/b/c.md": "livre/a/b/c",
        },
    ),
    Case(
        "summary absent and sixty folders deep",
        folder(without() | {"/".join("d" * 60) + "/end.md": "# End\n"}),
        (("no-summary", "SUMMARY.md", 0),),
    ),
    is_refused("names itself", HEAD + "* [Again](SUMMARY.md)\n", "SUMMARY.md, line 4 lists itself."),
    is_refused(
        "names itself by a way round",
        HEAD + "* [Again](./x/../SUMMARY.md)\n",
        "SUMMARY.md, line 4 lists itself.",
    ),
    is_refused(
        "names itself in percents", HEAD + "* [Again](%53UMMARY.md)\n", "SUMMARY.md, line 4 lists itself."
    ),
    comes_in("names itself in other letters", HEAD + "* [Again](summary.md#x)\n", missing()),
    comes_in("empty", ""),
    comes_in("of blanks", " \n\t\n \u00a0\n"),
    comes_in("with a title only", "# Summary\n"),
    is_refused("binary", PNG, "SUMMARY.md is not a text: it holds NUL characters."),
    is_refused("in utf-16", HEAD.encode("utf-16"), "SUMMARY.md is in UTF-16: it has to be written in UTF-8."),
    Case(
        "summary is a folder",
        folder(without() | {"SUMMARY.md/x.md": "# X\n"}),
        (("no-summary", "SUMMARY.md", 0),),
        stands={"README.md": "livre", "one.md": "livre/one", "SUMMARY.md/x.md": "livre/SUMMARY.md/x"},
    ),
    Case(
        "summary is a link",
        folder(without() | {"contents.md": HEAD}, {"SUMMARY.md": "contents.md"}),
        (("no-summary", "SUMMARY.md", 0), ("symbolic-link", "SUMMARY.md", 0)),
    ),
    Case(
        "summary is a link to the outside",
        folder(without(), {"SUMMARY.md": "{desk}/outside/secret.md"}),
        (("no-summary", "SUMMARY.md", 0), ("symbolic-link", "SUMMARY.md", 0)),
    ),
    Case("summary of twelve levels", folder(listing(nested(12), **many_pages(12)))),
    Case("summary of thirteen levels", folder(listing(nested(13), **many_pages(13))), refused=TOO_DEEP),
    is_refused("of two thousand levels", nested(2000), TOO_DEEP),
    is_refused(
        "of twenty thousand pages that are not there",
        HEAD + "".join(f"* [P{n}](p{n}.md)\n" for n in range(20_000)),
        TOO_LONG,
        within=6 * SECOND,
    ),
    is_refused(
        "of twenty thousand links",
        HEAD + "* [L](https://example.org/)\n" * 20_000,
        TOO_LONG,
        within=6 * SECOND,
    ),
    is_refused("of twenty thousand groups", HEAD + "## Group\n" * 20_000, TOO_LONG, within=6 * SECOND),
    comes_in(
        "that lists a page three thousand times",
        HEAD + "* [One](one.md)\n" * 3000,
        *(("listed-twice", "SUMMARY.md", line) for line in range(5, 3004)),
        within=8 * SECOND,
    ),
    comes_in("with a thousand groups of one name", HEAD + "## Group\n" * 1000, within=8 * SECOND),
    comes_in(
        "with a code that never ends",
        HEAD + "* ```\n" + "\n" * 1_000_000,
        ("entry-kept-raw", "SUMMARY.md", 4),
    ),
    comes_in("with a line of 200 KB", HEAD + f"* [{'a' * 200_000}](one.md)\n", ("title-cut", "one.md", 0)),
    comes_in("with brackets without end", HEAD + f"* {'[' * 100_000}\n", ("title-cut", "SUMMARY.md", 4)),
    comes_in("with blanks without end", HEAD + f"* [One](one.md{' ' * 200_000}\n* [a]({' ' * 200_000}x\n"),
    is_refused(
        "to /etc/passwd by dots", HEAD + "* [P](../../../etc/passwd)\n", OUTSIDE + "../../../etc/passwd"
    ),
    is_refused("to a page outside", HEAD + "* [P](../outside/secret.md)\n", OUTSIDE + "../outside/secret.md"),
    is_refused(
        "to a page outside in percents",
        HEAD + "* [P](%2e%2e/outside/secret.md)\n",
        OUTSIDE + "../outside/secret.md",
    ),
    is_refused("to the folder above", HEAD + "* [P](..)\n", OUTSIDE + ".."),
    comes_in("to /etc/passwd", HEAD + "* [P](/etc/passwd)\n", missing()),
    comes_in("to an absolute page of the book", HEAD + "* [P](/one.md)\n"),
    comes_in("with an escape in a name", HEAD + "* [P](a%1b[31m.md)\n", missing()),
    comes_in("with NUL in percents", HEAD + "* [P](a%00.md)\n", missing()),
    comes_in(
        "with scripts for links",
        HEAD
        + "* [A](javascript:alert)\n* [B](data:text/html,x)\n* [C](vbscript:x)\n* [D](file:///etc/passwd)\n",
        *(("link-left-out", "SUMMARY.md", line) for line in (4, 5, 6, 7)),
    ),
    comes_in(
        "with scripts in disguise",
        HEAD
        + "* [A](JaVaScRiPt:alert)\n* [B](java\tscript:alert)\n* [C](&#106;avascript:alert)\n* [D]( javascript:x)\n",
        ("link-left-out", "SUMMARY.md", 4),
        missing(5),
        ("link-left-out", "SUMMARY.md", 6),
        ("link-left-out", "SUMMARY.md", 7),
    ),
    comes_in(
        "with links to the web",
        HEAD + "* [A](https://example.org/)\n* [B](//example.org)\n* [C](mailto:a@b.c)\n",
    ),
    comes_in("with files that are not there", HEAD + "* [A](a.md)\n  * [B](b.md)\n", missing(4), missing(5)),
    comes_in("with a picture for a page", HEAD + "* [A](one.png)\n", missing()),
    comes_in(
        "with a page twice", HEAD + "* [One](one.md)\n* [Two](one.md)\n", ("listed-twice", "SUMMARY.md", 5)
    ),
    comes_in("with anchors only", "* [A](README.md#a)\n* [B](one.md#b)\n* [C](#c)\n"),
    comes_in("with empty links", HEAD + "* []()\n* [A]()\n* [](one.md)\n* [ ](one.md#x)\n"),
    comes_in("with groups that clash with a page", HEAD + "## One\n* [One](one.md)\n## One\n## One\n"),
    comes_in(
        "with ids that no address has",
        HEAD
        + '## A <a id="../.."></a>\n## B <a id="."></a>\n## C <a id="-"></a>\n## D <a id=""></a>\n'
        + f'## E <a id="{"e" * 3000}"></a>\n## F <a id="a?b#c%d"></a>\n',
    ),
    comes_in("in cp1252", (HEAD + "* [Café “crème”](one.md)\n").encode("cp1252")),
    comes_in("with a mark before", "\ufeff" + HEAD + "* [One](one.md)\n"),
    comes_in("with CRLF", HEAD.replace("\n", "\r\n") + "* [One](one.md)\r\n"),
    comes_in("with CR only", HEAD.replace("\n", "\r") + "* [One](one.md)\r"),
    comes_in("with titles of HTML", HEAD + "* [<script>alert(1)</script><svg onload=x>](one.md)\n"),
    comes_in(
        "with control characters",
        HEAD + "* \x1b]0;owned\x07 \u202e label\n* ```\x1b[31m\n  x\n  ```\n",
        ("entry-kept-raw", "SUMMARY.md", 5),
    ),
    comes_in("with tabs, stars and pluses", HEAD + "\t- [One](one.md)\n+ a\n- - b\n* * c\n1. d\n"),
    Case("summary at the root of a site", folder(guide()), at="", stands={"README.md": "", "one.md": "one"}),
)
