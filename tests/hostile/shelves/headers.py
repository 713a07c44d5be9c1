"""Front matter: broken, hostile, or not one at all."""

from __future__ import annotations

from tests.hostile.binding import Case, Heard, folder, guide
from tests.yardstick import SECOND

UNREAD = ("front-matter-unread", "one.md", 1)


def page(header: str) -> dict[str, str | bytes]:
    return guide() | {"one.md": f"---\n{header}\n---\n\n# One\n"}


def comes_in(name: str, header: str, *heard: Heard, within: float = 3 * SECOND) -> Case:
    return Case(f"header {name}", folder(page(header)), heard, within=within)


def is_refused(name: str, header: str, what: str) -> Case:
    return Case(
        f"header {name}", folder(page(header)), refused=f"one.md, line 1: its YAML {what}", within=3 * SECOND
    )


def tag(name: str) -> str:
    return f"holds a tag ({name}), which is not read."


def alias(name: str) -> str:
    return f"holds an alias (*{name}), which is not read."


DEEP = "has more than 20 levels."
LARGE = "holds more than 64 KB."
LAUGHS = "a: &a [lol, lol]\n" + "\n".join(
    f"{y}: &{y} [*{x}, *{x}, *{x}, *{x}]" for x, y in zip("abcdefgh", "bcdefghi", strict=True)
)

CASES = (
    comes_in("with brackets that stay open", "a: [1, 2"),
    comes_in("with a quote that stays open", 'description: "une phrase'),
    comes_in("with tabs", "a:\n\t- b"),
    comes_in("with two texts", "a: 1\n--- \nb: 2"),
    comes_in("with two colons", "description: Une page : la première"),
    comes_in("empty", ""),
    comes_in("of comments", "# nothing\n# at all"),
    is_refused(
        "that runs a command",
        "description: !!python/object/apply:os.system ['touch harmed']",
        tag("python/object/apply:os.system"),
    ),
    is_refused(
        "that is a command",
        "!!python/object/apply:os.system ['touch harmed']",
        tag("python/object/apply:os.system"),
    ),
    is_refused("that opens a module", "a: !!python/module:os", tag("python/module:os")),
    is_refused("with a name of Python", "a: !!python/name:os.system ''", tag("python/name:os.system")),
    is_refused("with a tag of its own", "a: !mine b", tag("!mine")),
    is_refused("with a tag in a list", "a:\n  - b\n  - !x {c: d}", tag("!x")),
    is_refused("with a tag on a key", "!x a: b", tag("!x")),
    is_refused("with bytes", "a: !!binary aGk=", tag("binary")),
    is_refused("with a set", "a: !!set {b, c}", tag("set")),
    is_refused("with an alias", "a: &x 1\nb: *x", alias("x")),
    is_refused("with a billion laughs", LAUGHS, alias("a")),
    is_refused("with an alias to itself", "a: &a [*a]", alias("a")),
    is_refused("with a merge", "a: &a {b: c}\nd:\n  <<: *a", alias("a")),
    is_refused("of twenty-five levels", "a: " + "[" * 25 + "]" * 25, DEEP),
    is_refused("of twenty-five maps", "\n".join(f"{' ' * n}a:" for n in range(25)), DEEP),
    is_refused("of thirty thousand brackets", "a: " + "[" * 30_000, DEEP),
    is_refused("of 70 KB", f"description: {'a' * 70_000}", LARGE),
    is_refused("of 70 KB in many keys", "\n".join(f"key{n}: value" for n in range(5000)), LARGE),
    comes_in("of 60 KB", f"description: {'a' * 60_000}"),
    comes_in("with an anchor without alias", "a: &x 1"),
    comes_in("with plain tags", "a: !!str 12\nb: !!int '3'"),
    comes_in("with a date that does not exist", "date: 2025-13-45", UNREAD),
    comes_in("with a time that does not exist", "date: 2025-01-01T25:61:61Z", UNREAD),
    comes_in("with an empty number", "a: !!int ''", UNREAD),
    comes_in("with an empty fraction", "a: !!float ''", UNREAD),
    comes_in("with a number that is a word", "a: !!int abc", UNREAD),
    comes_in("with a truth that is a word", "a: !!bool abc", UNREAD),
    comes_in("with a date that is a word", "a: !!timestamp abc", UNREAD),
    comes_in("with a list that is a word", "a: !!seq abc"),
    comes_in("with a key twice", "description: a\ndescription: b"),
    comes_in("with a number of 5,000 digits", f"description: {'9' * 5000}", UNREAD),
    comes_in("with a number of 5,000 digits of sixteen", f"description: 0x{'f' * 5000}", UNREAD),
    comes_in("with such a number for a title", f"title: 0x{'f' * 5000}", UNREAD),
    comes_in("with such a number for a key", f"? 0x{'f' * 5000}\n: a", UNREAD),
    comes_in("with a number of base sixty", f"icon: 1{':59' * 20_000}", UNREAD, within=6 * SECOND),
    comes_in("with infinite numbers", "description: .inf\nicon: .nan\ncover: -.inf"),
    comes_in("with keys that are no strings", "1: a\n2.5: b\ntrue: c\nnull: d\n2025-01-01: e"),
    comes_in("with a list for a key", "[a, b]: c"),
    comes_in("with a map for a key", "{a: b}: c"),
    comes_in("with NUL by an escape", 'description: "a\\0b"', UNREAD),
    comes_in("with half a character by an escape", 'description: "\\uD800"\nicon: "\\uDFFF"', UNREAD),
    comes_in(
        "with odd values for what is known",
        "title: [a]\ndescription: {b: c}\nicon: true\ncover: 3\nhidden: maybe",
    ),
    comes_in(
        "with long values for what is known", f"icon: {'i' * 5000}\ncover: {'c' * 5000}\ntitle: {'t' * 5000}"
    ),
    comes_in("with a title of blanks", 'title: "   "'),
    comes_in("that is a list", "- a\n- b"),
    comes_in("that is a word", "word"),
    comes_in("that is a date of no calendar", "2025-02-30"),
    comes_in("that is a picture", "![logo](logo.png)"),
    comes_in("that is a note", "!!! note\n    Text."),
    comes_in("that is emphasis", "*Note* and **more**\n\n* item\n* other"),
    comes_in("that is a quotation", "> > > > > > > > > > > > > > > > > > > > > > > > quoted"),
    comes_in("that is prose of 100 KB", "Once upon a time. And then\n\n" * 4000),
    comes_in("that is a list of 100 KB", "* once\n" * 15_000),
    Case("header without end", folder(guide() | {"one.md": "---\ntitle: a\n\n# One\n"})),
    Case("header of rules", folder(guide() | {"one.md": "---\n---\n---\n---\n\n# One\n"})),
    Case("header that is all", folder(guide() | {"one.md": "---\ndescription: a\n---"})),
    Case("header with CR only", folder(guide() | {"one.md": "---\rdescription: a\r---\r# One\r"})),
    Case(
        "header hostile in a page outside of the contents",
        folder(guide() | {"x/two.md": "---\na: !x b\n---\n"}),
        refused="x/two.md, line 1: its YAML holds a tag (!x), which is not read.",
    ),
    Case(
        "header hostile in a reusable text",
        folder(
            guide()
            | {
                ".gitbook/includes/i.md": "---\na: &x 1\nb: *x\n---\ntext\n",
                "one.md": '# One\n\n{% include ".gitbook/includes/i.md" %}\n',
            }
        ),
    ),
)
