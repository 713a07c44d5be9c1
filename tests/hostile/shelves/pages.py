"""Pages: not texts, not in UTF-8, too long, too many, empty."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.binding import Case, Heard, folder, guide, lay
from tests.hostile.shelves.contents import PNG
from tests.yardstick import SECOND

MOST = 256 * 1024
NUL = "is not a text: it holds NUL characters."


def one(content: str | bytes) -> dict[str, str | bytes]:
    return guide() | {"one.md": content}


def comes_in(name: str, content: str | bytes, *heard: Heard, within: float = 3 * SECOND) -> Case:
    return Case(f"page {name}", folder(one(content)), heard, within=within)


def is_refused(name: str, content: str | bytes, sentence: str) -> Case:
    return Case(f"page {name}", folder(one(content)), refused=sentence)


def too_many(desk: Path) -> Path:
    root = desk / "guide"
    root.mkdir()
    lay(root, {f"p{number}.md": "" for number in range(5001)})
    return root


CP1252 = ("not-utf-8", "one.md", 0)

CASES = (
    comes_in("empty", ""),
    comes_in("of one mark", "\ufeff"),
    comes_in("of blanks", " \n \t\n"),
    comes_in("in cp1252", "# Été\n\n« déjà » – 10 €\n".encode("cp1252"), CP1252),
    comes_in("with bytes that no alphabet has", b"# One\n\n\x81\x8d\x8f\x90\x9d text\n", CP1252),
    comes_in("with a cut character", "# Été\n".encode()[:-2] + b"\n", CP1252),
    comes_in("with surrogates in UTF-8", b"# One\n\n\xed\xa0\x80\n", CP1252),
    comes_in("with a mark before", "\ufeff# One\n\nText\n"),
    comes_in("with CRLF", "# One\r\n\r\nText\r\n"),
    comes_in("with CR only", "# One\r\rText\r"),
    comes_in("with broken characters", "# One\n\nLes th√©oriques\n", ("characters-broken", "one.md", 3)),
    Case(
        "page with broken characters, to be mended",
        folder(one("# One\n\nLes th√©oriques\n")),
        (("characters-mended", "one.md", 3),),
        options={"repair": True},
    ),
    is_refused(
        "in UTF-16",
        "\ufeff# One\n".encode("utf-16-le"),
        "one.md is in UTF-16: it has to be written in UTF-8.",
    ),
    is_refused(
        "in UTF-16 of the other end",
        "\ufeff# One\n".encode("utf-16-be"),
        "one.md is in UTF-16: it has to be written in UTF-8.",
    ),
    is_refused("in UTF-16 without a mark", "# One\n".encode("utf-16-le"), f"one.md {NUL}"),
    is_refused("with NUL", "# One\n\nTe\0xt\n", f"one.md {NUL}"),
    is_refused("with NUL in its header", '---\ntitle: "a\0b"\n---\n# One\n', f"one.md {NUL}"),
    is_refused("that is a picture", PNG, f"one.md {NUL}"),
    is_refused(
        "that is binary without NUL",
        bytes(range(1, 256)) * 20,
        "one.md is not a text: it holds control characters.",
    ),
    Case(
        "page that is a picture outside of the contents",
        folder(guide() | {"x/logo.MD": PNG}),
        refused=f"x/logo.MD {NUL}",
    ),
    Case("picture among the reusable texts", folder(guide() | {".gitbook/assets/logo.md": PNG})),
    comes_in("of 256 KB", "a b\n" * (MOST // 4)),
    is_refused(
        "of 256 KB and one byte",
        "a b\n" * (MOST // 4) + "a",
        "one.md is too long: a page holds at most 256 KB.",
    ),
    is_refused("of 5 MB", "a b\n" * (5 << 18), "one.md is too large for a text."),
    comes_in("of one line of 200 KB", "# One\n\n" + "abcd " * 40_000),
    comes_in(
        "of one line of accents of 200 KB",
        "# One\n\n" + "th√©oriques " * 16_000,
        ("characters-broken", "one.md", 3),
        within=15 * SECOND,
    ),
    comes_in("of 200 KB of brackets", "# One\n\n" + "[" * 200_000),
    comes_in("with a title of 100 KB", "# " + "t" * 100_000 + "\n", ("title-cut", "one.md", 0)),
    comes_in(
        "with control characters in its title", "# \x1b[31mRed\x07 \u202eback\n\n\x00".replace("\x00", "")
    ),
    Case(
        "pages by five thousand and one",
        too_many,
        refused="This book has 5001 pages: an import takes 5000 at most.",
        within=15 * SECOND,
    ),
    Case("pages none", folder({"a.txt": "a"}), refused="{desk}/guide holds no page (no .md file)."),
    Case(
        "pages in hidden folders only",
        folder({".x/a.md": "a"}),
        refused="{desk}/guide holds no page (no .md file).",
    ),
    Case(
        "pages none but the contents",
        folder({"SUMMARY.md": "* [A](a.md)\n"}),
        refused="{desk}/guide holds no page (no .md file).",
    ),
)
