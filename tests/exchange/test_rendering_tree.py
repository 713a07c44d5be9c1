"""A folder in GitBook's format becomes a folder of HTML."""

import json
import os

import pytest
from django.core.management import CommandError, call_command

from wiki.errors import BrokenBook
from wiki.exchange.rendering_tree import render_tree


def write(folder, files):
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def folders(tmp_path):
    source, out = tmp_path / "guide", tmp_path / "out"
    source.mkdir()
    return source, out


def body(out, name):
    return (
        (out / f"{name}.html")
        .read_text(encoding="utf-8")
        .partition("<div data-page-body>")[2]
        .partition("</div>")[0]
    )


def words(out, name):
    return json.loads((out / f"{name}.json").read_text(encoding="utf-8"))


def test_tree_writes_each_page_without_its_title(folders):
    source, out = folders
    write(
        source,
        {"SUMMARY.md": "* [A](README.md)\n", "README.md": "# Titre\n\ntexte\n", "a/b.md": "# B\n\nautre\n"},
    )
    tally = render_tree(source, out)
    assert (body(out, "README.md"), body(out, "a/b.md"), tally.pages) == ("<p>texte</p>", "<p>autre</p>", 2)
    assert json.loads((out / "map.json").read_text()) == {
        "README.md": "/README.md.html",
        "a/b.md": "/a/b.md.html",
    }


def test_tree_links_lead_to_the_files_it_wrote(folders):
    source, out = folders
    write(
        source,
        {
            "README.md": "[b](a/b%20c.md#1.-Étape) ![i](<.gitbook/assets/i (1).png>)\n",
            "a/b c.md": "# B\n\n## 1. L'étape\n\n## 1. Étape\n",
            ".gitbook/assets/i (1).png": b"\x89PNG",
        },
    )
    render_tree(source, out)
    assert 'href="/a/b%20c.md.html#id-1.-etape"' in body(out, "README.md")
    assert 'src="/.gitbook/assets/i%20%281%29.png"' in body(out, "README.md")
    assert (out / ".gitbook/assets/i (1).png").read_bytes() == b"\x89PNG"


def test_tree_words_stand_in_the_decoded_file(folders):
    source, out = folders
    text = "\ufeff---\r\ndescription: é\r\n---\r\n# T\r\n\r\nl'été &eacute;t\\é **fin**\r\n"
    write(source, {"a.md": text})
    render_tree(source, out)
    assert [(word, text[start:end]) for word, start, end in words(out, "a.md")] == [
        ("l'été", "l'été"),
        ("ét", "&eacute;t"),
        ("é", "é"),
        ("fin", "fin"),
    ]


def test_tree_reads_what_windows_wrote(folders):
    source, out = folders
    write(source, {"a.md": "texte d\xe9j\xe0 \x93lu\x94\n".encode("latin-1")})
    render_tree(source, out)
    assert words(out, "a.md") == [["texte", 0, 5], ["déjà", 6, 10], ["lu", 12, 14]]


def test_tree_of_several_books_is_prefixed_by_their_folders(folders):
    source, out = folders
    for name in ("un", "deux"):
        write(
            source,
            {f"{name}/SUMMARY.md": "* [A](README.md)", f"{name}/README.md": "[x](x.md)", f"{name}/x.md": "x"},
        )
    render_tree(source, out)
    assert sorted(json.loads((out / "map.json").read_text())) == [
        "deux/README.md",
        "deux/x.md",
        "un/README.md",
        "un/x.md",
    ]
    assert body(out, "un/README.md") == '<p><a href="/un/x.md.html">x</a></p>'


def test_tree_shows_what_a_page_includes(folders):
    source, out = folders
    write(
        source,
        {
            "a/p.md": '{% include "../.gitbook/includes/i.md" %}\n',
            ".gitbook/includes/i.md": "---\ntitle: x\n---\n[ici](../../a/q.md)\n",
            "a/q.md": "q",
        },
    )
    render_tree(source, out)
    assert 'href="/a/q.md.html"' in (out / "a/p.md.html").read_text()


def test_tree_never_follows_a_link_out_of_the_folder(folders, tmp_path):
    source, out = folders
    write(tmp_path, {"secret.md": "secret\n", "dossier/secret.md": "secret\n"})
    write(source, {"README.md": "x\n"})
    os.symlink(tmp_path / "secret.md", source / "s.md")
    os.symlink(tmp_path / "dossier", source / "d")
    render_tree(source, out)
    assert json.loads((out / "map.json").read_text()) == {"README.md": "/README.md.html"}


def test_tree_never_writes_through_a_link(folders, tmp_path):
    source, out = folders
    write(source, {"d/a.md": "x\n"})
    (tmp_path / "ailleurs").mkdir()
    out.mkdir()
    os.symlink(tmp_path / "ailleurs", out / "d")
    with pytest.raises(BrokenBook, match="would be written outside"):
        render_tree(source, out)


def test_tree_is_not_written_inside_what_it_reads(folders):
    source, _out = folders
    with pytest.raises(BrokenBook, match="lies inside"):
        render_tree(source, source / "out")


def test_tree_can_be_written_again(folders):
    source, out = folders
    write(source, {"README.md": "un\n", "i.png": b"1"})
    render_tree(source, out)
    write(source, {"README.md": "deux\n"})
    render_tree(source, out)
    assert body(out, "README.md") == "<p>deux</p>"


def test_tree_command_reports_and_needs_no_database(folders, capsys):
    source, out = folders
    write(source, {"README.md": "deux mots\n", "SUMMARY.md": "* [A](README.md)\n* [X](x.md)\n"})
    call_command("render_tree", str(source), str(out))
    said = capsys.readouterr()
    assert said.out == "1 pages, 1 other files, 2 words, 100.00 % with their place\n"
    assert said.err == "SUMMARY.md, line 2: the page x.md does not exist.\n"


def test_tree_command_says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("render_tree", str(tmp_path / "absent"), str(tmp_path / "out"))


def test_tree_names_a_page_by_the_title_it_shows(folders):
    source, out = folders
    write(source, {"README.md": '[x](a.md "mention")\n', "a.md": "# Un [lien](README.md) *et* `code`\n"})
    render_tree(source, out)
    assert '<a class="gb-mention" data-gb="mention" href="/a.md.html">Un lien et code</a>' in body(
        out, "README.md"
    )


def test_tree_tells_the_size_of_a_document(folders):
    source, out = folders
    write(
        source,
        {"README.md": '{% file src=".gitbook/assets/a.pdf" %}\n', ".gitbook/assets/a.pdf": b"x" * 2048},
    )
    render_tree(source, out)
    assert ">PDF · 2 kB</span>" in (out / "README.md.html").read_text(encoding="utf-8")
