"""Costly texts: as large as a page may be, each asking as much work of one part of the engine as it can."""

from __future__ import annotations

from wiki.text import limits, syntax

MOST = limits.CHARACTERS


def _full(unit: str, most: int = MOST) -> str:
    return (unit * (most // len(unit) + 1))[:most]


def _lines(unit: str, count: int = 19_900) -> str:
    return (unit * count)[:MOST]


NAMED_BY_THE_ISSUE = {
    "opening brackets": "[" * 50_000,
    "open links": "[a](b " * 30_000,
    "nested lists": "".join(f"{' ' * (2 * depth % 500)}- a\n" for depth in range(5_000)),
    "lists in one line": "- " * 5_000 + "a",
    "nested quotes": ">" * 5_000 + " a",
    "nested quotes, spaced": "> " * 5_000 + "a",
    "deepening quotes": "\n".join(">" * depth + " a" for depth in range(1, 700)),
    "declarations": "<![" * 30_000,
    "columns of a table": "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + ("|b" * 5_000 + "|\n") * 10,
    "short rows of a wide table": "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b|\n" * 5_000,
    "alternating lists": "- a\n* b\n" * 10_000,
    "alternating numbers": "- a\n1. b\n" * 10_000,
}
MARKDOWN = {
    **{
        f"{sign} alone": _full(sign)
        for sign in "*_`~[]()<>!&\\|#-+=:${}%@^\"'/.,;?0a \t\n\r\x00\x0b\xa0\xad\u200b\u3000\ufeff"
    },
    **{
        f"{unit!r} again": _full(unit)
        for unit in (
            *(
                "**a",
                "*a_",
                "_*",
                "***a** ",
                "~~a~",
                "`a``",
                "[a]",
                "[]",
                "[a][",
                "[a](",
                "](",
                "![",
                "![a](b)",
            ),
            *(
                "[a](<",
                "[a](b 'c",
                "<a",
                "<a ",
                "<a b='",
                "<a b=c ",
                "</a",
                "<!--",
                "<!-- -->",
                "<?",
                "<![CDATA[",
            ),
            *("<b>", "</b>", "<b><i>", "<a href=b>c</a>", "<br>", "<img src=b>", "<script>", "<script>\n\n"),
            *(
                "<style>",
                "<pre>",
                "<details>",
                "<table>",
                "<table><tr><td>",
                "<td>",
                "<p>",
                "<li>",
                "<x-y>",
                "< b>",
            ),
            *(
                "<svg><math>",
                "<select>",
                "<a><b></a>",
                "<mark style='color:red'>a</mark>",
                "<h1>a</h1>",
                "<h1>",
            ),
            *(
                "&amp;",
                "&#38;",
                "&a",
                "&#x",
                "&#",
                "&lt;script&gt;",
                "\\*",
                "\\\\",
                "$$a$$ ",
                "$$]>",
                "$$",
                "$",
                "\\$",
            ),
            *(
                "a@b.c ",
                "a@",
                "a@a.a@",
                "@a.",
                "www.a.b ",
                "www.",
                "http://",
                "://",
                "https://a.b/(",
                "https://a.b)))",
            ),
            *(
                ":a:",
                ":warning: ",
                "::",
                "[^1]",
                "[^a] ",
                "^[a]",
                "{#a}",
                "{% ",
                "%}",
                "{%",
                "{% hint %}",
                "{{ a }}",
            ),
            *(
                "a ",
                "é",
                "é ",
                "😀",
                "a\u0301",
                "\u202e",
                "| a ",
                "|",
                "\\|",
                "| `|` ",
                "a\u200b",
                "1. ",
                "- ",
                "+ ",
            ),
        )
    },
    **{
        f"lines of {unit!r}": _lines(unit)
        for unit in (
            *(
                "# a\n",
                "# !\n",
                "## {#a}\n",
                "a\n=\n",
                "a\n\n",
                "a\\\n",
                "a  \n",
                "---\n",
                "***\n",
                "    a\n\n",
                "\ta\n",
            ),
            *(
                "- a\n",
                "- a\n\n",
                "1. a\n",
                "1) a\n2. b\n",
                "- [ ] a\n",
                "-\n",
                "- - a\n",
                "  - a\n - b\n",
                "> a\n",
            ),
            *(
                "> a\n\n",
                "> - a\n",
                "- > a\n",
                "| a |\n",
                "| a |\n|-|\n\n",
                "a|b\n-|-\n",
                "```\n",
                "```\na\n```\n",
                "~~~\n",
            ),
            *(
                "~~~~\n",
                "``` `\n",
                "[a]: b\n",
                "[a]: b 'c\n",
                "[a]:\n",
                "[^a]: b\n",
                "$$\n",
                "$$\na\n$$\n",
                "<p>a\n",
                "<p>\n\n",
            ),
            *(
                "<div>\n\n</div>\n",
                "<table><tr><td>a\n",
                "<!-- a\n",
                "<details><summary>a</summary>\n",
                "<pre>\n\n",
            ),
            *(
                "{% hint %}\n",
                "{% hint %}\n{% endhint %}\n",
                "{% endhint %}\n",
                "{% x %}\n{% endx %}\n",
                "- {% step %}\n",
            ),
            *(
                "{% include 'a' %}\n",
                "{% embed url='https://a.b/' %}\n",
                "{% tab title='a' %}\n",
                "{% openapi src=a %}\n",
            ),
            *(
                "![a](b)\n\n",
                "[a](b 'mention')\n\n",
                "a @b.c\n",
                "<a id=b></a>\n\n",
                "\r\n",
                "\u2028\n",
                "*\n\n  a\n",
            ),
        )
    },
}
BUILT = {
    "links to headings that are not": "".join(f"# h{number}\n" for number in range(3_000))
    + "".join(f"[a](#zz{number})\n\n" for number in range(3_000)),
    "links to beginnings of headings": "".join(f"# commonbeginning{number}\n" for number in range(3_000))
    + "".join(f"[a](#commonbeginnin{'g' * (number % 40)})\n\n" for number in range(3_000)),
    "same headings": "# the same\n" * 12_000,
    "same long headings": ("# " + "long " * 30 + "\n") * 1_600,
    "one long heading": "# " + "a" * 250_000,
    "headings full of anchors": ("## " + "<a id=x></a>" * 60 + "a\n") * 300,
    "a long title called often": "[a]: /x '" + "x" * 120_000 + "'\n\n" + ("[a]" * 100 + "\n\n") * 20,
    "a long address called often": "[a]: /" + "x" * 120_000 + "\n\n" + ("[a]" * 100 + "\n\n") * 20,
    "a long remote picture called often": "[a]: https://b.c/"
    + "x" * 99_000
    + "\n\n"
    + ("![a]" * 100 + "\n\n") * 15,
    "a long label": "[" + "a" * 125_000 + "]: b\n\n[" + "a" * 125_000 + "]",
    "many definitions": "".join(f"[a{number}]: b{number}\n" for number in range(12_000)) + "[a1] " * 400,
    "notes within notes": "".join(f"[^{number}]: [^{number + 1}] [^1]\n" for number in range(480)) + "[^0]",
    "one note called often": "[^1] " * 990 + "\n\n[^1]: a",
    "brackets at their bound": ("[" * 490 + "\n\n") * 8 + "[a](b)" * 200,
    "stars at their bound": ("*a_b" * 700 + "\n\n") * 7,
    "blocks within blocks": "{% hint %}\n" * 19 + "a\n" * 9_000,
    "tags with many attributes": ("{% hint " + "a='b' " * 500 + "%}\na\n{% endhint %}\n") * 80,
    "tags with lost quotes": ('{% hint a="' + "b=" * 60 + " %}\n") * 1_500,
    "escapes in a tag": "{% hint " + _full('a="\\" ', 250_000) + " %}",
    "end tags on one line": "{% hint %}\n" + "a {% endhint %}" * 16_000,
    "tags on one line": "{% hint %}" * 3_900 + "\n",
    "cards": "<table data-view=cards><thead><tr>"
    + "<th data-card-cover>a" * 50
    + "<tbody>"
    + ("<tr>" + "<td><a href=b>c</a>" * 50) * 160,
    "tables in tables": "<table><tr><td>" * 60 + "a" * 9_000,
    "rows without end": "<table>" + "<tr><td>a" * 9_000,
    "text between rows": "<table>" + "a<tr>b" * 9_000,
    "one attribute": "<a href='" + "b" * 250_000 + "'>c</a>",
    "many attributes": "<a " + "b=c " * 60_000 + ">c</a>",
    "attributes without end": "<a " + "b='c' " * 40_000,
    "classes": "<div class='" + "note " * 50_000 + "'>a</div>",
    "styles": "<mark style='" + "color:red;" * 25_000 + "'>a</mark>",
    "code in tags": "<pre><code class='language-html'>" + "<b>a</b>" * 9_000 + "</code></pre>",
    "words": "mot " * 65_536,
    "one word": "a" * MOST,
    "one line of prose and its links": "a https://b.c/d_e_f *g* `h` <i>j</i> [k](l) &amp; m@n.o. " * 500,
    "past the bound": "a" * (MOST + 1),
    "lines past the bound": "\n" * (limits.LINES + 1),
    "all line ends": "a\r\nb\rc\n" * 6_600,
    "a diagram": '{% @mermaid/diagram content="' + "a\\n" * 80_000 + '" %}',
    "parameters": "{% swagger %}\n"
    + "{% swagger-parameter name='a' %}{% endswagger-parameter %}\n" * 1_900
    + "{% endswagger %}",
    "steps": "{% stepper %}\n{% step %}\n"
    + "a\n\n" * 9_000
    + "{% endstep %}\n"
    + "b\n\n" * 900
    + "{% endstepper %}",
    "three long blocks of code": "```python\n"
    + "a = b + 'c'\n" * 1_600
    + "```\n\n```js\n"
    + "f(a, `b`);\n" * 1_700
    + "```\n\n```html\n"
    + "<a b='c'>d</a>\n" * 1_200
    + "```\n",
}


def _folded(unit: str) -> str:
    """A block of code as long as is coloured, in lines as long as are coloured."""
    width = syntax.LONGEST_LINE - 10
    line = _full(unit.replace("\n", " "), width) + "\n"
    return _full(unit if "\n" in unit else line, syntax.LONGEST)


CODE = {
    f"{language} {name}": f'<pre><code class="lang-{language}">{_folded(unit)}</code></pre>'
    for language in sorted(syntax.LANGUAGES)
    for name, unit in {
        "words": "a ",
        "letters": "a",
        "members": "a.",
        "lines of words": "a b c d e f\n",
        "parentheses": "(",
        "braces": "{",
        "brackets": "[",
        "lost quotes": "'\\ ",
        "lost double quotes": '"\\ ',
        "long strings": "x = '''a b c\n",
        "escapes": "\\",
        "ends of lines escaped": "a b c d e f \\\n",
        "slashes": "/",
        "comments": "/* a b c d e f\n",
        "signs": "$(",
        "templates": "`${",
        "tags": "&lt;a ",
        "tags over lines": "&lt;a b c d e f=\n",
        "references": "&amp;",
        "hashes": "#",
        "digits": "0",
        "keys": "a: ",
        "aliases": "*a ",
        "heredocs": "&lt;&lt;A b c d e f\n",
        "changes": "! a b c d e f\n",
        "underscores": "_",
        "lost matches": "m{ ",
    }.items()
}

# What a test takes; a measure takes all. Of the patterns of code, each language is given one in five.
TESTED = NAMED_BY_THE_ISSUE | dict(list(MARKDOWN.items())[::12]) | BUILT
TESTED_CODE = {
    language: {name: CODE[name] for name in list(CODE)[turn % 5 :: 5] if name.startswith(f"{language} ")}
    for turn, language in enumerate(sorted(syntax.LANGUAGES))
}
TEXTS = NAMED_BY_THE_ISSUE | MARKDOWN | BUILT
