"""`.gitbook.yaml` and its neighbours: broken, hostile, leading outside or to nothing."""

from __future__ import annotations

from tests.hostile.binding import Case, Heard, folder, guide
from tests.hostile.shelves.headers import LAUGHS, alias, tag
from tests.yardstick import SECOND

FILE = ".gitbook.yaml"
UNREAD = (FILE, 0)


def config(text: str | bytes, **files: str | bytes) -> dict[str, str | bytes]:
    return guide(**files) | {FILE: text}


def comes_in(name: str, text: str | bytes, *heard: Heard, within: float = 3 * SECOND) -> Case:
    return Case(f"configuration {name}", folder(config(text)), heard, within=within)


def is_refused(name: str, text: str, sentence: str) -> Case:
    return Case(f"configuration {name}", folder(config(text)), refused=sentence)


def unread(line: int = 1) -> Heard:
    return ("configuration-unread", FILE, line)


def lost(line: int) -> Heard:
    return ("redirect-lost", FILE, line)


def outside(root: str) -> str:
    return f"{FILE} names a root outside of the folder: {root}"


INNER = {"docs/README.md": "# Docs\n", "docs/two.md": "# Two\n", "docs/SUMMARY.md": "* [Two](two.md)\n"}

CASES = (
    comes_in("empty", ""),
    comes_in("of a word", "word"),
    comes_in("of a list", "- a"),
    comes_in("broken", "root: [", unread(1)),
    comes_in("broken further down", "root: ./\nredirects:\n  a: b: c\n", unread(3)),
    comes_in("with tabs", "redirects:\n\ta: b\n", unread(2)),
    comes_in("binary", b"\x89PNG\r\n\0\0", unread(1)),
    comes_in("in UTF-16", "root: ./\n".encode("utf-16"), unread(1)),
    comes_in("with a mark before", "\ufeffroot: ./\n"),
    comes_in("in cp1252", "redirects:\n  caf\xe9: one.md\n".encode("cp1252")),
    comes_in("with a date of no calendar", "root: ./\ndate: 2025-13-45\n", unread(0)),
    comes_in("with NUL by an escape", 'root: "a\\0"\n', unread(0)),
    comes_in("with half a character by an escape", 'redirects:\n  "\\uD800": one.md\n', unread(0)),
    comes_in(
        "with a number of 5,000 digits",
        f"redirects:\n  0x{'f' * 1000}0x: one.md\n  a: 0x{'f' * 5000}\n",
        unread(0),
    ),
    is_refused("with an alias", "root: &r ./\nstructure: {readme: *r}\n", f"{FILE}: its YAML {alias('r')}"),
    is_refused("with a billion laughs", LAUGHS, f"{FILE}: its YAML {alias('a')}"),
    is_refused(
        "with a tag",
        "root: !!python/object/apply:os.system [touch harmed]\n",
        f"{FILE}: its YAML {tag('python/object/apply:os.system')}",
    ),
    is_refused("too deep", "a: " + "[" * 25, f"{FILE}: its YAML has more than 20 levels."),
    is_refused("too large", "redirects:\n" + "  a: b\n" * 20_000, f"{FILE}: its YAML holds more than 64 KB."),
    is_refused("with a root above", "root: ../outside\n", outside("../outside")),
    is_refused("with a root above by a way round", "root: ./a/../../outside\n", outside("./a/../../outside")),
    comes_in("with an absolute root", "root: /\n"),
    is_refused(
        "with an absolute root elsewhere",
        "root: /etc\n",
        f"The root that {FILE} names, etc, holds no page (no .md file).",
    ),
    is_refused(
        "with a root that is not there",
        "root: ./absent/\n",
        f"The root that {FILE} names, absent, holds no page (no .md file).",
    ),
    is_refused(
        "with a file for a root",
        "root: README.md\n",
        f"The root that {FILE} names, README.md, holds no page (no .md file).",
    ),
    is_refused(
        "with a list for a root",
        "root: [a]\n",
        f"The root that {FILE} names, ['a'], holds no page (no .md file).",
    ),
    Case(
        "configuration with a root",
        folder(config("root: ./docs/\n", **INNER)),
        stands={"docs/README.md": "livre", "docs/two.md": "livre/two"},
    ),
    Case(
        "configuration with a root that is a link",
        folder(config("root: ./docs/\n"), {"docs": "{desk}/outside"}),
        refused=f"The root that {FILE} names, docs, holds no page (no .md file).",
    ),
    Case(
        "configuration that is a link",
        folder(guide(), {FILE: "{desk}/outside/secret.md"}),
        (("symbolic-link", FILE, 0),),
    ),
    Case(
        "configuration of the other ending",
        folder(guide() | {".gitbook.yml": "root: ["}),
        (("configuration-unread", ".gitbook.yml", 1),),
    ),
    Case("configuration that is a folder", folder(guide() | {f"{FILE}/a.md": "# A\n"})),
    comes_in("with a readme that is not there", "structure:\n  readme: absent.md\n"),
    comes_in(
        "with contents that are not there",
        "structure:\n  summary: absent.md\n",
        ("no-summary", "absent.md", 0),
    ),
    comes_in(
        "with names outside", "structure:\n  readme: ../outside/README.md\n  summary: ../../etc/passwd\n"
    ),
    comes_in(
        "with names too long", f"structure:\n  readme: {'r' * 5000}\n  summary: {'s' * 5000}\n", unread(0)
    ),
    comes_in(
        "with a list for names",
        "structure:\n  readme: [a]\n  summary: {b: c}\n",
        ("no-summary", "{'b': 'c'}", 0),
    ),
    comes_in("with one file for both", "structure:\n  readme: README.md\n  summary: README.md\n"),
    comes_in("with a loop of redirects", "redirects:\n  a: b\n  b: c\n  c: a\n", lost(2), lost(3), lost(4)),
    comes_in("with a redirect to itself", "redirects:\n  a: a\n", lost(2)),
    comes_in(
        "with redirects to nothing",
        "redirects:\n  a: absent.md\n  b:\n  c: ''\n  d: [x]\n",
        lost(2),
        lost(3),
        lost(5),
    ),
    comes_in(
        "with redirects to the outside",
        "redirects:\n  a: ../outside/secret.md\n  b: https://example.org/\n  c: /etc/passwd\n",
        lost(2),
        lost(3),
        lost(4),
    ),
    comes_in(
        "with redirects from the outside",
        "redirects:\n  ../../a: one.md\n  /b/../..: one.md\n  ./: one.md\n  '': one.md\n  -: one.md\n",
    ),
    comes_in(
        "with redirects of dots and accents",
        "redirects:\n  beta.gouv.fr: one.md\n  é/œ: one.md\n  a b?c#d%20: one.md\n",
    ),
    comes_in("with a redirect where a page stands", "redirects:\n  one: README.md\n"),
    comes_in("with a redirect of 700 characters", f"redirects:\n  {'r' * 700}: one.md\n"),
    comes_in("with a redirect cut at a dash", f"redirects:\n  {'r' * 582}/-/b: one.md\n"),
    comes_in("with redirects of control characters", 'redirects:\n  "a\\e[31m": "b\\x07"\n', lost(2)),
    comes_in(
        "with two thousand redirects",
        "redirects:\n" + "".join(f"  r{n}: a\n" for n in range(2000)),
        *(lost(n) for n in range(2, 2002)),
        within=8 * SECOND,
    ),
    Case(
        "configuration of variables with an alias",
        folder(guide() | {".gitbook/vars.yaml": "a: &x 1\nb: *x\n"}),
        refused=f".gitbook/vars.yaml: its YAML {alias('x')}",
    ),
    Case(
        "configuration of tags with a tag",
        folder(guide() | {".gitbook/tags.yaml": "- !!python/name:os.system ''\n"}),
        refused=f".gitbook/tags.yaml: its YAML {tag('python/name:os.system')}",
    ),
    Case("configuration of variables broken", folder(guide() | {".gitbook/vars.yaml": "a: ["})),
    Case(
        "configuration of variables with odd values",
        folder(
            guide()
            | {
                ".gitbook/vars.yaml": f"a: 0x{'f' * 5000}\nb: [c]\n",
                "one.md": '# One\n\n<code class="expression">space.vars.a</code>\n',
            }
        ),
    ),
)
