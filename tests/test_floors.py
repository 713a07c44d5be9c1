"""The house stands on its floors: imports go down, rooms stay small, each danger has one door."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = [
    {"wiki.text"},
    {"wiki.book"},
    {"wiki.errors"},
    {"wiki.models"},
    {"wiki.powers"},
    {"wiki.rules"},
    {"wiki.queries"},
    {"wiki.actions"},
    {"wiki.exchange"},
    {"wiki.forms", "wiki.templatetags"},
    {"wiki.views", "wiki.api", "wiki.admin", "wiki.management"},
]
HEIGHT = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
PURE = {"wiki.text", "wiki.book"}
FORBIDDEN_IN_PURE = ("django", "simple_history", "accounts", "communs")
IO_IN_PURE = {
    "os",
    "pathlib",
    "io",
    "socket",
    "subprocess",
    "time",
    "datetime.datetime.now",
    "random",
    "urllib.request",
}
# The doors: the one module, or package of modules, that may import what.
DOORS = {
    "markdown": {"wiki/text/markup"},
    "markdown_it": {"wiki/text/markup"},
    "mdit_py_plugins": {"wiki/text/markup"},
    "bleach": {"wiki/text/sanitise.py"},
    "nh3": {"wiki/text/sanitise.py"},
    "simple_history": {"wiki/models/revision.py"},
    "django.utils.safestring.mark_safe": {"wiki/templatetags/wiki_tags.py"},
    "django.utils.safestring.SafeString": {"wiki/templatetags/wiki_tags.py"},
    "subprocess": {"wiki/exchange/repository.py"},
    "PIL": {"wiki/actions/variants.py", "wiki/actions/darkroom.py"},
    "odfdo": {"wiki/exchange/office"},
    "ftfy": {"wiki/exchange/mending.py"},
    "snowballstemmer": {"wiki/text/words.py"},
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}
# What has no history may be written in bulk; pages and revisions only where both are.
WITHOUT_HISTORY = {
    f"{model}.objects"
    for model in (
        "Attachment",
        "Comment",
        "Commit",
        "Credit",
        "Link",
        "Notice",
        "Redirect",
        "Reuse",
        "ReversalItem",
        "Review",
        "Rewording",
        "SearchEntry",
        "Suggestion",
        "Thread",
        "Use",
        "Word",
    )
}
WRITES = {"save", "delete", "create", "bulk_create", "update_or_create", "get_or_create", "bulk_update"}
MOST_LINES, MOST_IN_FUNCTION, MOST_NESTED = 400, 60, 3


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in ROOT.glob(f"{folder}/**/*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


HOUSE = modules("wiki", "accounts", "communs")
EVERYTHING = modules("wiki", "accounts", "communs", "tests")
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(dotted: str) -> str:
    return ".".join(dotted.split(".")[:2])


def is_in(dotted: str, package: str) -> bool:
    return dotted == package or dotted.startswith(f"{package}.")


def is_behind(path: Path, door: str) -> bool:
    return name(path) == door or name(path).startswith((f"{door}/", f"{door}.py"))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (
        node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


@each(HOUSE)
def test_imports_only_go_down(path: Path) -> None:
    here = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for imported in imports_of(path):
        there = room_of(imported)
        if here.startswith("accounts"):
            assert not is_in(imported, "wiki"), f"accounts knows nothing of {imported}"
        if here in PURE:
            assert not imported.startswith(FORBIDDEN_IN_PURE), f"{imported} in the pure engine"
        if here in HEIGHT and there in HEIGHT and here != there:
            assert HEIGHT[there] < HEIGHT[here], f"{here} must not import {imported}"


@each(modules("wiki/text", "wiki/book"))
def test_engine_imports_nothing_of_the_world(path: Path) -> None:
    found = [imported for imported in imports_of(path) for world in IO_IN_PURE if is_in(imported, world)]
    assert found == []


@each(HOUSE)
def test_dangers_have_one_door(path: Path) -> None:
    broken = [
        imported
        for imported in imports_of(path)
        for danger, doors in DOORS.items()
        if is_in(imported, danger) and not any(is_behind(path, door) for door in doors)
    ]
    assert broken == []


@each(HOUSE)
def test_htmx_headers_are_read_in_one_module(path: Path) -> None:
    said = {node.value for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant)}
    headers = {text for text in said if isinstance(text, str) and re.match(r"(?i)(http_)?hx[-_]", text)}
    assert headers == set() or name(path) == "wiki/views/answers.py"


@each(EVERYTHING)
def test_rooms_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@each(HOUSE)
def test_rooms_open_with_a_sentence(path: Path) -> None:
    tree = tree_of(path)
    assert not tree.body or ast.get_docstring(tree), "say in one sentence what the module answers for"


@each(EVERYTHING)
def test_rooms_have_a_name_that_tells(path: Path) -> None:
    assert path.stem not in VAGUE


@each(EVERYTHING)
def test_functions_stay_short(path: Path) -> None:
    too_long = {
        function.name: lines
        for function in functions_of(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > MOST_IN_FUNCTION
    }
    assert too_long == {}


def depth_of(node: ast.AST, depth: int = 0) -> int:
    """How deep blocks nest below a node; elif is a link of the same chain, not a level."""
    deepest = depth
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        level = (
            isinstance(child, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.Match) and not chained
        )
        deepest = max(deepest, depth_of(child, depth + level))
    return deepest


@each(HOUSE)
def test_functions_nest_little(path: Path) -> None:
    assert {f.name: depth for f in functions_of(path) if (depth := depth_of(f)) > MOST_NESTED} == {}


@each(HOUSE)
def test_public_functions_are_typed(path: Path) -> None:
    bare = [
        function.name
        for function in functions_of(path)
        if not function.name.startswith("_")
        and (function.returns is None or any(a.annotation is None for a in named_arguments(function)))
    ]
    assert bare == []


def named_arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    plain = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [argument for argument in plain if argument.arg not in ("self", "cls")]


@each(modules("wiki/views", "wiki/api", "wiki/admin", "wiki/management"))
def test_views_never_write(path: Path) -> None:
    called = {
        node.func.attr
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert called & WRITES == set()


@each(modules("wiki"))
def test_history_is_never_bypassed(path: Path) -> None:
    bulk = [
        ast.unparse(node)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("bulk_create", "bulk_update", "bulk_create_with_history")
        and ast.unparse(node.func.value) not in WITHOUT_HISTORY
    ]
    assert bulk == [] or name(path) == "wiki/actions/revising.py"


@each(TEMPLATES)
def test_templates_hold_no_inline_script_or_style(path: Path) -> None:
    text = re.sub(
        r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S
    )
    assert (
        re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:|\|safe\b|hx-on", text) == []
    )


@each([path for path in TEMPLATES if "components" in path.parts])
def test_components_list_their_parameters_first(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("{#")


@each(sorted((ROOT / "static/js").glob("**/*.js")))
def test_behaviours_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150
