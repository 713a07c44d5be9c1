"""The small Markdown of comments: paragraphs, emphasis, links, lists, quotes, code, and nothing else."""

from __future__ import annotations

from functools import cache

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from wiki.text import limits
from wiki.text.markup import rules
from wiki.text.markup.dialect import Dialect

__all__ = ["Token", "parse"]

_RULES = (
    "fence blockquote list paragraph newline escape backticks strikethrough emphasis link image autolink "
    "entity"
).split()
NESTING = 20  # quotes and lists within each other


@cache
def _dialect() -> Dialect:
    """The parser, made once; it keeps nothing from one text to the next."""
    parser = Dialect("zero", {"maxNesting": NESTING, "html": False, "breaks": True})
    parser.enable([*_RULES, "balance_pairs"])
    parser.core.ruler.before("inline", "bounds", _check)
    parser.inline.ruler.before("link", "autolink_bare", rules.bare_link)
    return parser


def parse(text: str) -> list[Token]:
    """The tokens of a comment. Raises TooCostly past the bounds of `limits`."""
    limits.check_source(text)
    return _dialect().parse(text, {})


def _check(state: StateCore) -> None:
    """Before the paragraphs are read: what would cost too much is not."""
    contents = [token.content for token in state.tokens if token.type == "inline"]
    if any(map(limits.inline_is_costly, contents)):
        raise limits.TooCostly("marks")
    limits.check_paragraphs(contents)
