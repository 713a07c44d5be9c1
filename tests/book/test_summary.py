"""SUMMARY.md: one test for each thing that real guides write in theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.yardstick import SECOND, made_within
from wiki.book.summary import parse, plain, write
from wiki.book.tree import Leaf


def page(title, file, **more):
    return Leaf("page", title, file=file, **more)


def test_summary_title_and_blank_lines_tell_nothing():
    assert parse("# Table of contents\n\n* [Bienvenue](README.md)\n") == (page("Bienvenue", "README.md"),)


def test_summary_indentation_makes_children():
    text = "* [A](a.md)\n  * [B](b.md)\n    * [C](c.md)\n  * [D](d.md)\n* [E](e.md)\n"
    a = page("A", "a.md", children=(page("B", "b.md", children=(page("C", "c.md"),)), page("D", "d.md")))
    assert parse(text) == (a, page("E", "e.md"))


def test_summary_indentation_of_four_blanks_or_tabs_makes_children_too():
    expected = (page("A", "a.md", children=(page("B", "b.md"),)),)
    assert [parse("* [A](a.md)\n    * [B](b.md)"), parse("- [A](a.md)\n\t- [B](b.md)")] == [
        expected,
        expected,
    ]


@pytest.mark.parametrize(
    "anchor",
    ['<a id="thematiques-1"></a>', '<a href="#thematiques-1" id="thematiques-1"></a>'],
)
def test_summary_group_keeps_its_id(anchor):
    group = Leaf("group", "Thématiques", ident="thematiques-1", children=(page("A", "a.md"),))
    assert parse(f"## Thématiques {anchor}\n\n* [A](a.md)\n") == (group,)


def test_summary_group_may_be_empty():
    assert parse("## Tutoriel\n\n---\n") == (Leaf("group", "Tutoriel"), Leaf("separator"))


@pytest.mark.parametrize("rule", ["***", "---", "* * *", "___"])
def test_summary_separator_closes_the_group_and_keeps_its_spelling(rule):
    text = f"# Summary\n\n## G\n\n* [A](a.md)\n\n{rule}\n\n* [B](b.md)\n"
    leaves = parse(text)
    assert leaves == (Leaf("group", "G", children=(page("A", "a.md"),)), Leaf("separator"), page("B", "b.md"))
    assert leaves[1].spelling == rule


def test_summary_outside_link_is_an_entry_with_an_address():
    leaf = Leaf("link", "Dépôt", url="https://exemple.org/a_(b)?x=1#y")
    assert parse("* [Dépôt](https://exemple.org/a_(b)?x=1#y)") == (leaf,)


def test_summary_title_loses_its_escapes():
    assert parse(r"* [Bienvenue  \[OLD\] \*a\* b\_c](README.md)")[0].title == "Bienvenue [OLD] *a* b_c"


def test_summary_destination_loses_its_escapes():
    assert parse(r"* [Charger](load\_name.md)")[0].file == "load_name.md"


@pytest.mark.parametrize(
    "destination",
    ["<a (1).md>", "a%20%281%29.md", "a (1).md", r"a \(1\).md", "./a%20(1).md", "x/../a%20(1).md"],
)
def test_summary_destination_with_blanks_and_brackets_is_read(destination):
    assert parse(f"* [x]({destination})")[0].file == "a (1).md"


def test_summary_link_title_is_the_title_in_the_menu():
    leaf = parse('* [Un très long titre](a.md "Titre \\"court\\"")')[0]
    assert (leaf.title, leaf.nav_title, leaf.menu_title) == (
        "Un très long titre",
        'Titre "court"',
        'Titre "court"',
    )


def test_summary_anchor_is_kept_apart_from_the_file():
    assert parse("* [Boutons](inline.md#buttons)") == (page("Boutons", "inline.md", anchor="buttons"),)


def test_summary_item_without_link_is_a_label_with_children():
    leaf = Leaf("label", "Obsolete Installation", children=(page("A", "a.md"),))
    assert parse("* Obsolete Installation\n  * [A](a.md)\n") == (leaf,)


def test_summary_fenced_item_is_kept_raw():
    text = "* ```yaml\n  type: builtin:openapi\n  props:\n    models: true\n  ```\n* [A](a.md)\n"
    leaves = parse(text)
    assert leaves == (Leaf("raw", "yaml"), page("A", "a.md"))
    assert leaves[0].spelling == text[: text.index("\n* [A]")]


def test_summary_angle_brackets_in_titles_are_text():
    assert [leaf.title for leaf in parse("* [v <3.3.0](a.md)\n* [x <= y](b.md)")] == ["v <3.3.0", "x <= y"]


def test_summary_emoji_is_part_of_the_title():
    assert parse("* [🚀 Démarrer](a.md)")[0].title == "🚀 Démarrer"


def test_summary_folder_of_the_contents_is_where_files_are_looked_for():
    assert parse("* [A](../a.md)\n* [B](b.md)", base="docs/x")[0].file == "docs/a.md"


def test_summary_marks_of_a_title_do_not_show():
    assert plain("**Gras** `code` _fin_ &amp; snake_case <code>x</code>") == "Gras code fin & snake_case x"


def test_summary_numbers_are_part_of_the_title():
    assert parse("* [2. Identifier](b.md)")[0].title == "2. Identifier"


def test_summary_with_crlf_and_bom_is_the_same():
    assert parse("\ufeff# S\r\n\r\n* [A](a.md)\r\n  * [B](b.md)\r\n") == parse("* [A](a.md)\n  * [B](b.md)")


def test_summary_unchanged_is_written_to_the_byte():
    text = "# Summary\n\n## G <a id=\"g\"></a>\n* [A  \\[x\\]](a%20b.md)\n\n\n---\n- [B](b.md 'c')"
    assert write(parse(text), text) == text


def test_summary_changed_is_rewritten_only_where_it_changed():
    text = "# Summary\n\n* [A  \\[x\\]](a%20b.md)\n  * [B](b.md 'c')\n"
    leaves = parse(text)
    added = (*leaves, page("C (d)", "c d.md"))
    assert write(added, text) == text + "* [C (d)](<c d.md>)\n"


def test_summary_of_new_entries_is_spelt_as_gitbook_does():
    leaves = (
        page("Bienvenue [ancien]", "README.md"),
        Leaf(
            "group",
            "Thèmes",
            ident="themes",
            children=(page("A", "a/README.md", children=(page("B", "a/b.md"),)),),
        ),
        Leaf("separator"),
        Leaf("link", "Dépôt", url="https://exemple.org"),
        Leaf("label", "Archives", children=(page("C", "c.md", nav_title="Court"),)),
    )
    assert write(leaves) == (
        "# Table of contents\n\n"
        "* [Bienvenue \\[ancien\\]](README.md)\n\n"
        '## Thèmes <a href="#themes" id="themes"></a>\n\n'
        "* [A](a/README.md)\n"
        "  * [B](a/b.md)\n\n"
        "***\n\n"
        "* [Dépôt](https://exemple.org)\n"
        "* Archives\n"
        '  * [C](c.md "Court")\n'
    )


_LINES = st.lists(
    st.sampled_from(
        [
            "* [A](a.md)",
            "  * [B](b c.md",
            "## G",
            "***",
            "* ```",
            "```",
            "* x",
            "    - [](<",
            "[",
            "\t* [a]()",
        ]
    )
    | st.text(max_size=30),
    max_size=12,
).map("\n".join)


@given(_LINES)
def test_summary_parse_never_fails_and_what_is_written_reads_the_same(text):
    leaves = parse(text)
    assert parse(write(leaves, text)) == leaves


def test_summary_nested_without_end_does_not_fail():
    leaves = parse("\n".join("  " * depth + "* [a](a.md)" for depth in range(5000)))
    assert sum(1 for leaf in leaves for _ in leaf.walk()) == 5000


@pytest.mark.parametrize("bit", ["*a", "[", "[a](b ", " ", "# ", "`", "<a ", "\\", "_a", "~~a", " {#", "- "])
def test_summary_of_hostile_lines_is_read_in_no_time(bit):
    line = bit * (60_000 // len(bit))
    made_within(2 * SECOND, lambda: [parse(f"{start}{line}b") for start in ("* ", "* [", "## a", "")])
