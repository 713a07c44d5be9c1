"""Two drawn pages in one: each change in its place, told in words where words did not change."""

import re

import pytest

from tests.text.drawn import draw
from wiki.text.comparing.pages import Change, Gap, compare
from wiki.text.comparing.remarks import Remark


def only(old: str, new: str) -> Change:
    """The one change between two sources."""
    (change,) = compare(draw(old), draw(new)).changes
    return change


def told(change: Change) -> list[Remark]:
    return [remark for remark, times in change.remarks for _time in range(times)]


# --- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("Il dort.", "Il dort bien.", "<p>Il dort<ins> bien</ins>.</p>"),
        ("Un **gros** chat", "Un **gros** chien", "<p>Un <strong>gros</strong> <del>chat</del><ins>chien</ins></p>"),
        ("**un gros chat**", "**un chat**", "<p><strong>un <del>gros </del>chat</strong></p>"),
        ("un chat", "un *beau* chat", "<p>un <ins><em>beau</em> </ins>chat</p>"),
        ("## Un titre", "## Un beau titre", '<h3 id="un-beau-titre" class="ui-h2">Un <ins>beau </ins>titre</h3>'),
        ("a & b < c", "a & b < d", "<p>a &amp; b &lt; <del>c</del><ins>d</ins></p>"),
        ("> cité hier", "> cité demain", "<blockquote><p>cité <del>hier</del><ins>demain</ins></p></blockquote>"),
        ("- a un\n- b deux", "- a un\n- b trois", "<ul><li>a un</li><li>b <del>deux</del><ins>trois</ins></li></ul>"),
        ("- un\n- deux", "- un\n- neuf\n- deux", '<ul><li>un</li><li class="ui-added"><ins>neuf</ins></li><li>deux</li></ul>'),
    ],
)  # fmt: skip
def test_words_are_marked_in_their_place(old: str, new: str, html: str) -> None:
    assert only(old, new).html == html


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        ('{{% hint style="info" %}}\nLa règle est {}.\n{{% endhint %}}', '<aside class="gb-hint gb-hint--info"'),
        ('{{% tabs %}}\n{{% tab title="Un" %}}\nLa règle est {}.\n{{% endtab %}}\n{{% endtabs %}}', '<section class="gb-tab"'),
        ("{{% stepper %}}\n{{% step %}}\n## Faire\n\nLa règle est {}.\n{{% endstep %}}\n{{% endstepper %}}", '<li class="gb-step"'),
        ("<details>\n<summary>Plus</summary>\n\nLa règle est {}.\n</details>", '<details open="">'),
        ("{{% columns %}}\n{{% column %}}\nLa règle est {}.\n{{% endcolumn %}}\n{{% endcolumns %}}", '<div class="gb-columns"'),
        ("| A | B |\n|---|---|\n| un | La règle est {}. |", "<table>"),
        ("- un\n  - La règle est {}.\n  - autre", "<ul>"),
        ("Texte[^1].\n\n[^1]: La règle est {}.", '<section class="footnotes"'),
    ],
)  # fmt: skip
def test_words_are_marked_within_every_block(block: str, kept: str) -> None:
    change = only(block.format("écrite"), block.format("orale"))
    assert "La règle est <del>écrite</del><ins>orale</ins>." in change.html
    assert kept in change.html
    assert (change.added, change.removed, change.kind) == (1, 1, "changed")


def test_code_is_compared_line_by_line_whatever_its_colours() -> None:
    change = only("```python\nx = 1\ny = 2\n```", "```python\nx = 1\ny = 3\n```")
    assert '<span class="mi"><del>2</del><ins>3</ins>' in change.html.replace(
        '</span><ins><span class="mi">', "<ins>"
    )
    assert re.sub(r"<[^>]*>", "", re.sub(r"<del>.*?</del>", "", change.html)) == "x = 1\ny = 3\n"


def test_panels_of_tabs_are_all_shown() -> None:
    block = '{{% tabs %}}\n{{% tab title="Un" %}}\n{}\n{{% endtab %}}\n{{% tab title="Deux" %}}\nb\n{{% endtab %}}\n{{% endtabs %}}'
    assert 'data-gb="tabs"' not in only(block.format("avant midi"), block.format("avant soir")).html


# --- blocks -------------------------------------------------------------------------------------------------


def test_what_is_the_same_is_folded_and_counted() -> None:
    same = "Un premier paragraphe.\n\nUn second paragraphe.\n\n"
    parts = compare(draw(same + "Il dort."), draw(same + "Il mange.")).parts
    assert parts[0] == Gap(2, "<p>Un premier paragraphe.</p><p>Un second paragraphe.</p>")
    assert [type(part) for part in parts] == [Gap, Change]


def test_equal_pages_have_no_change() -> None:
    found = compare(draw("# T\n\nA\n\n## B\n\n- c"), draw("# T\n\nA\n\n## B\n\n- c"))
    assert (found.changes, found.added, found.removed, found.coarse) == ([], 0, 0, False)


def test_new_part_of_a_page_is_one_change_under_its_heading() -> None:
    old = "## Un\n\nLe premier texte est là.\n"
    change = only(old, old + "\n## Deux\n\nUn autre texte, tout neuf.\n\n- liste\n")
    assert (change.kind, change.blocks, change.heading) == ("added", ("heading", "paragraph", "list"), "Un")
    assert change.html.startswith(
        '<h3 id="deux" class="ui-h2 ui-added"><ins>Deux</ins></h3><p class="ui-added">'
    )


def test_removed_part_has_no_ids_and_leads_to_none() -> None:
    change = only("Un texte reste.\n\n## Partie\n\nVoir [la partie](#partie).\n", "Un texte reste.\n")
    assert change.html == (
        '<h3 class="ui-h2 ui-removed"><del>Partie</del></h3>'
        '<p class="ui-removed"><del>Voir <a>la partie</a>.</del></p>'
    )
    assert (change.kind, change.added, change.removed) == ("removed", 0, 4)


def test_moved_block_is_told_and_counts_no_word() -> None:
    moving, rest = (
        "Ce paragraphe va bouger vers la fin.\n\n",
        "Un autre reste ici.\n\nEncore un autre, plus long.\n\n",
    )
    change = only(moving + rest, rest + moving)
    assert (change.kind, change.blocks, change.added, change.removed) == ("moved", ("paragraph",), 0, 0)
    assert change.html == '<p class="ui-moved">Ce paragraphe va bouger vers la fin.</p>'


def test_block_that_moved_and_changed_shows_its_change() -> None:
    moving = "Ce paragraphe assez long va bouger vers la fin de la page {}.\n\n"
    rest = "Un autre reste ici sans rien changer.\n\nEncore un autre, plus long que le premier.\n\n"
    change = only(moving.format("demain") + rest, rest + moving.format("hier"))
    assert (change.kind, change.added, change.removed) == ("moved", 1, 1)
    assert "<del>demain</del><ins>hier</ins>" in change.html


def test_what_moved_is_what_says_least() -> None:
    part = "## Partie\n\nUn long texte de la partie, qui change {}.\n\n```\ncode {}\n```\n\n"
    old = "Ce paragraphe passe dessous, inchangé.\n\n" + part.format("un peu", 1)
    new = part.format("beaucoup", 2) + "Ce paragraphe passe dessous, inchangé.\n\n"
    assert [change.kind for change in compare(draw(old), draw(new)).changes] == [
        "changed",
        "changed",
        "moved",
    ]


# --- what is told in words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "remarks"),
    [
        ("## Un titre", "### Un titre", [Remark("heading level", "", "2", "3")]),
        ("Un titre entier", "## Un titre entier", [Remark("became heading", "", "", "2")]),
        ("## Un titre entier", "Un titre entier", [Remark("became paragraph")]),
        ("- premier\n- second", "1. premier\n2. second", [Remark("became numbered")]),
        ("1. premier\n2. second", "- premier\n- second", [Remark("became bulleted")]),
        ('{% hint style="info" %}\nAttention au chien\n{% endhint %}', '{% hint style="danger" %}\nAttention au chien\n{% endhint %}', [Remark("hint style", "", "info", "danger")]),
        ("Voir [la charte](https://a.fr/)", "Voir [la charte](https://b.fr/)", [Remark("link changed", "la charte", "https://a.fr/", "https://b.fr/")]),
        ("Voir la charte", "Voir [la charte](https://b.fr/)", [Remark("link added", "la charte", "", "https://b.fr/")]),
        ("Voir [la charte](https://a.fr/)", "Voir la charte", [Remark("link removed", "la charte", "https://a.fr/", "")]),
        ("Un mot gras", "Un **mot** gras", [Remark("style", "mot")]),
        ("- [ ] faire", "- [x] faire", [Remark("ticked")]),
        ("- [x] faire", "- [ ] faire", [Remark("unticked")]),
        ("![un](https://a.fr/a.png)", "![deux](https://a.fr/b.png)", [Remark("picture replaced", "", "un", "deux")]),
        ("![un](https://a.fr/a.png)", "![deux](https://a.fr/a.png)", [Remark("picture text", "", "un", "deux")]),
        ("Un mot", "Un mot ![un](https://a.fr/a.png)", [Remark("picture added", "un")]),
        ("Un mot ![un](https://a.fr/a.png)", "Un mot", [Remark("picture removed", "un")]),
        ('{% code lineNumbers="true" %}\n```\nx\n```\n{% endcode %}', '{% code lineNumbers="false" %}\n```\nx\n```\n{% endcode %}', [Remark("look", "code")]),
        ("<details>\n<summary>Plus</summary>\n\na\n</details>", "<details open>\n<summary>Plus</summary>\n\na\n</details>", [Remark("look", "details")]),
        ('{% columns %}\n{% column width="25%" %}\na\n{% endcolumn %}\n{% endcolumns %}', '{% columns %}\n{% column width="50%" %}\na\n{% endcolumn %}\n{% endcolumns %}', [Remark("look", "column")]),
        ("| A | B |\n|:-|-|\n| un | deux |", "| A | B |\n|-:|-|\n| un | deux |", [Remark("look", "cell")] * 2),
        ("```python\nx = 1\n```", "```ruby\nx = 1\n```", [Remark("language", "", "python", "ruby")]),
        ("| A | B |\n|---|---|\n| un | deux |", "| A | C | B |\n|---|---|---|\n| un | x | deux |", [Remark("column added", "C")]),
        ("| A | C | B |\n|---|---|---|\n| un | x | deux |", "| A | B |\n|---|---|\n| un | deux |", [Remark("column removed", "C")]),
        ("| A | B |\n|---|---|\n| un | deux |", "| A | B |\n|---|---|\n| un | deux |\n| trois | quatre |", [Remark("added", "row", "", "trois quatre")]),
        ("Soit $$a^2$$ ici", "Soit $$b^2$$ ici", [Remark("formula")]),
    ],
)  # fmt: skip
def test_what_no_word_shows_is_told(old: str, new: str, remarks: list[Remark]) -> None:
    assert told(only(old, new)) == remarks


@pytest.mark.parametrize(
    ("block", "old", "new"),
    [
        ('{{% tabs %}}\n{{% tab title="{}" %}}\na\n{{% endtab %}}\n{{% endtabs %}}', "Un", "Deux"),
        ('{{% code title="{}" %}}\n```\nx\n```\n{{% endcode %}}', "a.py", "b.py"),
        ('<figure><img src="https://a.fr/a.png" alt="x"><figcaption>{}</figcaption></figure>', "Un", "Deux"),
        ("{{% stepper %}}\n{{% step %}}\n## {}\n\na\n{{% endstep %}}\n{{% endstepper %}}", "Un", "Deux"),
    ],
)
def test_attributes_that_are_read_are_compared_as_words(block: str, old: str, new: str) -> None:
    html = only(block.format(old), block.format(new)).html
    assert re.findall(r"<(ins|del)>(.*?)</\1>", html) == [("del", old), ("ins", new)]


def test_one_cell_of_a_table_is_marked_and_no_other() -> None:
    table = "| A | B |\n|---|---|\n| un | deux |\n| trois | {} |\n"
    html = only(table.format("quatre"), table.format("cinq")).html
    assert re.findall(r"<td[^>]*>(.*?)</td>", html) == [
        "un",
        "deux",
        "trois",
        "<del>quatre</del><ins>cinq</ins>",
    ]


def test_cells_stay_in_their_columns_where_one_came() -> None:
    old = "| A | B |\n|---|---|\n| un | deux |\n| parti | loin |"
    new = "| A | C | B |\n|---|---|---|\n| un | x | deux |"
    rows = re.findall(r"<tr.*?</tr>", only(old, new).html)
    assert [len(re.findall("<t[dh]", row)) for row in rows] == [3, 3, 3]


def test_renumbered_notes_are_no_change() -> None:
    old = "Premier paragraphe.\n\nLe second[^b] reste.\n\n[^b]: Note b.\n"
    new = "Premier[^a] paragraphe.\n\nLe second[^b] reste.\n\n[^a]: Note a.\n[^b]: Note b.\n"
    changes = compare(draw(old), draw(new)).changes
    assert [change.html.partition(">")[0] for change in changes] == [
        "<p",
        '<section class="footnotes" aria-label="Notes"',
    ]


def test_renumbered_tables_are_no_change() -> None:
    table = "| A | B |\n|---|---|\n| un | deux |\n\n"
    other = "| X | Y |\n|---|---|\n| trois | quatre |\n\n"
    assert only(f"Texte.\n\n{table}", f"Texte.\n\n{other}Encore.\n\n{table}").kind == "added"


def test_link_to_another_part_of_the_page_is_told() -> None:
    parts = "\n\n## Un\n\n## Deux\n"
    assert told(only(f"Voir [là](#un).{parts}", f"Voir [là](#deux).{parts}")) == [
        Remark("link changed", "là", "#un", "#deux")
    ]


def test_words_in_code_that_look_like_marks_are_compared() -> None:
    assert only('`<p id="a">` ici', '`<p id="b">` ici').kind == "changed"


# --- both sides, each on its own ----------------------------------------------------------------------------


def test_each_side_shows_its_own_words_alone() -> None:
    (change,) = compare(draw("Un **vieux** chat"), draw("Un **jeune** chat"), sides=True).changes
    assert (change.html, change.before, change.after) == (
        "",
        "<p>Un <strong><del>vieux</del></strong> chat</p>",
        "<p>Un <strong><ins>jeune</ins></strong> chat</p>",
    )
    assert (change.added, change.removed) == (1, 1)


def test_side_where_a_block_is_not_is_empty() -> None:
    (change,) = compare(draw("Un."), draw("Un.\n\nDeux."), sides=True).changes
    assert (change.before, change.after) == ("", '<p class="ui-added"><ins>Deux.</ins></p>')


def test_old_side_keeps_the_look_it_had() -> None:
    (change,) = compare(draw("## Un mot"), draw("### Un mot"), sides=True).changes
    assert (change.before, change.after) == (
        '<h3 class="ui-h2">Un mot</h3>',
        '<h3 id="un-mot" aria-level="2" class="ui-h3">Un mot</h3>',
    )
