"""Names of files: pairs that differ by little, what no address can hold, what the site keeps for itself."""

from __future__ import annotations

from tests.hostile.binding import Case, Heard, folder, guide, zipped
from tests.yardstick import SECOND

NFC, NFD = "caf\u00e9.md", "cafe\u0301.md"
BASE = {"README.md": "livre", "one.md": "livre/one"}


def adding(**stands: str) -> dict[str, str]:
    return BASE | stands


def page(name: str) -> dict[str, str | bytes]:
    return {name: f"# Page\n\nOf {len(name)} characters.\n"}


def comes_in(title: str, names: dict[str, str], *heard: Heard, at: str = "livre") -> Case:
    """Files that no disk need hold, and the path at which each page stands."""
    files = guide()
    for name in names:
        files |= page(name)
    base = BASE if at else {"README.md": "", "one.md": "one"}
    return Case(f"names {title}", zipped(files), heard, at=at, stands=base | names)


def is_refused(title: str, name: str, sentence: str) -> Case:
    return Case(f"names {title}", zipped(guide() | page(name)), refused=sentence)


def control(shown: str) -> str:
    return f"{shown}: a path may not hold control characters."


LONG = "/".join("abcd"[n] * 224 for n in range(4)) + ".md"  # 902 characters
DASHED = "/".join("abc"[n] * 194 for n in range(3))[:582]  # with `livre/` and `/-` just the longest path

CASES = (
    comes_in("in another case", {"a.md": "livre/a", "A.md": "livre/A"}, ("same-but-case", "a.md", 0)),
    comes_in(
        "of folders in another case",
        {"d/x.md": "livre/d/x", "D/x.md": "livre/D/x"},
        ("same-but-case", "d/x.md", 0),
    ),
    Case(
        "names in two forms",
        zipped(guide() | page(NFC) | page(NFD)),
        (("same-name", NFD, 0),),
    ),
    Case(
        "names of folders in two forms",
        zipped(guide() | {"\u00e9/x.md": "# X\n", "e\u0301/x.md": "# X\n", "e\u0301/y.md": "# Y\n"}),
        (("same-name", "e\u0301/x.md", 0),),
    ),
    comes_in(
        "with blanks and quotes",
        {"a b'c\"d.md": "livre/a b'c\"d", " x .md": "livre/ x ", "\u00a0.md": "livre/\u00a0"},
    ),
    comes_in(
        "with signs of addresses",
        {"a#b?c%d&e.md": "livre/a#b?c%d&e", "100%.md": "livre/100%", "%2e%2e.md": "livre/%2e%2e"},
    ),
    comes_in("with a folder of dots in percents", {"%2e%2e/x.md": "livre/%2e%2e/x"}),
    comes_in("of 255 bytes", {"\u00e9" * 126 + ".md": "livre/" + "\u00e9" * 126}),
    comes_in("of 902 characters", {LONG: f"livre/{LONG[:584]}"}, ("path-too-long", LONG, 0)),
    comes_in(
        "of 902 characters twice",
        {LONG: f"livre/{LONG[:584]}", LONG.replace("d.md", "e.md"): f"livre/{LONG[:584]}-1"},
        ("path-too-long", LONG, 0),
        ("path-taken", LONG.replace("d.md", "e.md"), 0),
    ),
    comes_in(
        "cut at a dash", {f"{DASHED}/-x.md": f"livre/{DASHED}"}, ("path-too-long", f"{DASHED}/-x.md", 0)
    ),
    comes_in("cut at a dot", {f"{DASHED}/.x.md": f"livre/{DASHED}"}, ("path-too-long", f"{DASHED}/.x.md", 0)),
    comes_in(
        "cut at a slash", {f"{DASHED}a/x.md": f"livre/{DASHED}a"}, ("path-too-long", f"{DASHED}a/x.md", 0)
    ),
    is_refused("of 1,100 characters", "n" * 1100 + ".md", "n" * 200 + ": the path is too long."),
    comes_in(
        "with smileys and signs",
        {"\U0001f600.md": "livre/\U0001f600", "\u200d\u2764\ufe0f.md": "livre/\u200d\u2764\ufe0f"},
    ),
    comes_in(
        "written from the right", {"\u202egpj.md": "livre/\u202egpj", "\u0645\u0631.md": "livre/\u0645\u0631"}
    ),
    is_refused("with a new line", "a\nb.md", control("a\ufffdb.md")),
    is_refused("with a tabulation", "a\tb.md", control("a\ufffdb.md")),
    is_refused("with an escape", "\x1b[31mred.md", control("\ufffd[31mred.md")),
    is_refused("with a bell", "a\x7f.md", control("a\ufffd.md")),
    is_refused("with a control of the second row", "a\x9b31m.md", control("a\ufffd31m.md")),
    is_refused("of a file with an escape", "a\x1b.png", control("a\ufffd.png")),
    comes_in(
        "with dots and blanks at the end",
        {"a..md": "livre/a.", "b /c. .md": "livre/b /c. ", "...md": "livre/..-1"},
        ("path-reserved", "...md", 0),
    ),
    comes_in(
        "of a dash",
        {"-.md": "livre/--1", "x/-/y.md": "livre/x/--1/y"},
        ("path-reserved", "-.md", 0),
        ("path-reserved", "x/-/y.md", 0),
    ),
    comes_in("of an ending only", {".md": "livre/.md", "x/.md": "livre/x/.md"}),
    Case(
        "names of an ending only and no readme",
        zipped({".md": "# Page\n"}),
        (("no-summary", "SUMMARY.md", 0),),
        stands={".md": "livre/.md"},
    ),
    Case(
        "names of an ending only at the root",
        zipped({".md": "# Page\n"}),
        (("no-summary", "SUMMARY.md", 0),),
        at="",
        stands={".md": ".md"},
    ),
    comes_in("of devices", {"con.md": "livre/con", "nul.md": "livre/nul", "aux/com1.md": "livre/aux/com1"}),
    comes_in("of options", {"--upload-pack=x.md": "livre/--upload-pack=x", "-x/y.md": "livre/-x/y"}),
    comes_in(
        "of code",
        {
            "<script>.md": "livre/<script>",
            "{{7*7}}.md": "livre/{{7*7}}",
            "$(touch harmed).md": "livre/$(touch harmed)",
            "%(file)s.md": "livre/%(file)s",
            "{0.x}.md": "livre/{0.x}",
        },
    ),
    comes_in(
        "of the site",
        {
            "admin/x.md": "admin-1/x",
            "-/x.md": "--1/x",
            "static.md": "static-1",
            "media/README.md": "media-1",
            "api.md": "api-1",
            "accounts/login.md": "accounts-1/login",
        },
        *(
            ("path-reserved", file, 0)
            for file in (
                "admin/x.md",
                "-/x.md",
                "static.md",
                "media/README.md",
                "api.md",
                "accounts/login.md",
            )
        ),
        at="",
    ),
    comes_in("of the site further down", {"admin/x.md": "livre/admin/x", "static.md": "livre/static"}),
    comes_in(
        "of a page and its folder", {"x.md": "livre/x-1", "x/README.md": "livre/x"}, ("path-taken", "x.md", 0)
    ),
    comes_in(
        "of two readmes",
        {"x/README.md": "livre/x", "x/readme.md": "livre/x-1"},
        ("path-taken", "x/readme.md", 0),
        ("same-but-case", "x/readme.md", 0),
    ),
    comes_in("of two readmes at the root", {"readme.md": "livre/readme"}, ("same-but-case", "readme.md", 0)),
    Case(
        "names of a readme in small letters",
        folder({"readme.md": "# Home\n", "a/Readme.md": "# A\n"}),
        (("no-summary", "SUMMARY.md", 0),),
        stands={"readme.md": "livre", "a/Readme.md": "livre/a"},
    ),
    comes_in(
        "of an index",
        {"index.md": "livre/index-1", "index/README.md": "livre/index"},
        ("path-taken", "index.md", 0),
    ),
    comes_in("with two endings", {"a.md.md": "livre/a.md", "b.MD": "livre/b"}),
    comes_in("of a file and a folder", {"f.md/x.md": "livre/f.md/x"}),
    Case("names of AppleDouble files", folder(guide() | {"._one.md": b"\0\5\x16\7\0", "x/._y.md": b"\0"})),
    Case(
        "names not in UTF-8",
        folder(guide() | {b"caf\xe9.md".decode("utf-8", "surrogateescape"): "# C\n"}),
        (("name-not-utf-8", "caf\u00e9.md", 0),),
        stands=adding(**{"caf\u00e9.md": "livre/caf\u00e9"}),
    ),
    Case(
        "names of spaces of the site",
        zipped(
            {"admin/SUMMARY.md": "", "admin/README.md": "# A\n", "-/SUMMARY.md": "", "-/README.md": "# B\n"}
        ),
        at="",
        stands={"admin/README.md": "admin-1", "-/README.md": "--1"},
    ),
    Case(
        "names of hidden spaces",
        zipped({".gitbook/SUMMARY.md": "", "a/x.md": "# X\n"}),
        (("no-summary", "SUMMARY.md", 0),),
        stands={"a/x.md": "livre/a/x"},
    ),
    Case(
        "names of readmes three hundred deep",
        zipped(guide() | {"d/" * n + "README.md": "# D\n" for n in range(1, 290, 3)}),
        within=8 * SECOND,
    ),
)
