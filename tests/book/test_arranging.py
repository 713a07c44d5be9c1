"""Where the pages of a book stand: parents, paths that nothing else has, what steps aside."""

from wiki.book import gitbook
from wiki.book.arranging import LONGEST, arrange, depth, site_path

KEPT = frozenset({"admin", "-"})


def arranged(files, **options):
    (book,) = gitbook.read({name: text.encode() for name, text in files.items()})
    return arrange(book, **options)


def shown(made):
    """Each node by its parent, its kind, its path and its title, in the order of the tree."""
    titles = {key: node.title for key, node in made.nodes.items()}
    return [(titles.get(node.parent), node.kind, node.path, node.title) for node in made.nodes.values()]


def said(made):
    return [(remark.kind, remark.file, remark.detail) for remark in made.remarks]


def test_contents_make_a_tree_below_the_readme():
    made = arranged(
        {
            "SUMMARY.md": "* [A](README.md)\n* [B](b/README.md)\n  * [C](b/c.md)\n\n## Reste\n\n* [D](d.md)\n* [E](https://e.org)\n",
            "README.md": "# A\n", "b/README.md": "# B\n", "b/c.md": "# C\n", "d.md": "# D\n",
        }
    )  # fmt: skip
    assert shown(made) == [
        (None, "page", "", "A"),
        ("A", "page", "b", "B"),
        ("B", "page", "b/c", "C"),
        ("A", "group", "reste", "Reste"),
        ("Reste", "page", "d", "D"),
        ("Reste", "link", None, "E"),
    ]


def test_pages_outside_of_the_contents_are_unlisted_below_the_page_of_their_folder():
    made = arranged(
        {
            "SUMMARY.md": "* [A](README.md)\n* [B](b/README.md)\n",
            "README.md": "# A\n", "b/README.md": "# B\n", "b/x.md": "# X\n", "b/deep/er/y.md": "# Y\n", "z.md": "# Z\n",
        }
    )  # fmt: skip
    rest = {
        node.path: (made.nodes[node.parent].title, node.listed)
        for node in made.nodes.values()
        if not node.listed
    }
    assert rest == {"b/x": ("B", False), "b/deep/er/y": ("B", False), "z": ("A", False)}


def test_book_without_readme_has_a_root_of_its_own():
    made = arranged({"SUMMARY.md": "* [B](b.md)\n", "b.md": "# B\n"}, at="guide")
    assert shown(made) == [(None, "page", "guide", "guide"), ("guide", "page", "guide/b", "B")]


def test_book_at_an_address_stands_below_it():
    made = arranged({"README.md": "# A\n", "b.md": "# B\n"}, at="x/y")
    assert [node.path for node in made.nodes.values()] == ["x/y", "x/y/b"]


def test_group_steps_aside_for_a_page_and_for_another_group():
    made = arranged(
        {
            "SUMMARY.md": "* [A](README.md)\n\n## B\n\n* [B](b.md)\n\n## B\n\n* [C](c.md)\n",
            "README.md": "# A\n", "b.md": "# B\n", "c.md": "# C\n",
        }
    )  # fmt: skip
    assert [node.path for node in made.nodes.values() if node.kind == "group"] == ["b-1", "b-2"]
    assert (len(made.nodes), said(made)) == (5, [])


def test_group_takes_the_identifier_that_its_book_gives_it():
    made = arranged(
        {
            "SUMMARY.md": '## B <a href="#x-y" id="x-y"></a>\n\n* [A](a.md)\n',
            "a.md": "# A\n",
            "README.md": "#\n",
        }
    )
    assert [node.path for node in made.nodes.values() if node.kind == "group"] == ["x-y"]


def test_two_files_of_one_address_are_told_apart():
    made = arranged(
        {"README.md": "# A\n", "x.md": "# X\n", "x/README.md": "# Y\n", "SUMMARY.md": "* [X](x.md)\n"}
    )
    assert {node.title: node.path for node in made.nodes.values()} == {"A": "", "X": "x", "Y": "x-1"}


def test_page_steps_aside_for_what_stands_on_the_site():
    made = arranged({"README.md": "# A\n", "x.md": "# X\n"}, is_free=lambda path: path not in {"x", "x-1"})
    assert (made.nodes["page x.md"].path, said(made)) == ("x-2", [("path-taken", "x.md", "x-2")])


def test_page_steps_aside_for_the_site_s_own_addresses():
    made = arranged({"README.md": "# A\n", "admin/x.md": "# X\n", "admin.md": "# Y\n"}, reserved=KEPT)
    assert sorted(said(made)) == [
        ("path-reserved", "admin.md", "admin-1"),
        ("path-reserved", "admin/x.md", "admin-1/x"),
    ]


def test_site_s_own_addresses_are_free_below_an_address():
    made = arranged({"README.md": "# A\n", "admin.md": "# Y\n"}, at="guide", reserved=KEPT)
    assert (made.nodes["page admin.md"].path, said(made)) == ("guide/admin", [])


def test_address_that_is_too_long_is_cut_and_told():
    long = "x" * 200
    made = arranged(
        {
            "SUMMARY.md": "* [A](README.md)\n", "README.md": "# A\n",
            f"{long}/{long}/{long}.md": "# X\n", f"{long}/{long}/{long}y.md": "# Y\n",
        }
    )  # fmt: skip
    paths = [node.path for node in made.nodes.values() if node.path]
    assert ([len(path) for path in paths], len(set(paths))) == ([LONGEST, LONGEST + 2], 2)
    assert {kind for kind, _file, _path in said(made)} == {"path-too-long", "path-taken"}


def test_site_path_has_only_segments_that_an_address_may_have():
    cases = {
        "a/./b": "a/.-1/b",
        "a/-/b": "a/--1/b",
        "-": "--1",
        "admin/x": "admin-1/x",
        "a/admin": "a/admin",
        "": "",
    }
    assert {path: site_path("", path, KEPT) for path in cases} == cases


def test_page_listed_twice_is_a_link_the_second_time():
    made = arranged(
        {
            "SUMMARY.md": "* [A](README.md)\n* [X](x.md)\n* [X, la fin](x.md#fin)\n",
            "README.md": "#\n",
            "x.md": "# X\n",
        }
    )
    (link,) = [node for node in made.nodes.values() if node.kind == "link"]
    assert (link.title, link.url) == ("X, la fin", "/x/#fin")


def test_nodes_come_after_their_parents():
    files = {f"{'d/' * level}p{level}.md": "#\n" for level in range(8)} | {
        f"{'d/' * level}README.md": "#\n" for level in range(8)
    }
    made = arranged({**files, "SUMMARY.md": "* [P](p0.md)\n"})
    seen = {None}
    for key, node in made.nodes.items():
        assert node.parent in seen
        seen.add(key)
    assert len(made.nodes) == 16


def test_depth_counts_the_levels_of_the_contents():
    (book,) = gitbook.read({"SUMMARY.md": b"* [A](a.md)\n  * [B](b.md)\n    * [C](c.md)\n"})
    assert (depth(book.leaves), depth(())) == (3, 0)
