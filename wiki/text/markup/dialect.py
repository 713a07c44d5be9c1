"""GitBook's Markdown as markdown-it reads it: CommonMark, GFM and the engine's few rules.

The parser notes on each inline token where it begins (`meta["at"]`, a position in the text of its
paragraph): markdown-it itself keeps only the lines of blocks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin

from wiki.text import limits
from wiki.text.markup import rules


class PlacedState(StateInline):
    """An inline state whose tokens know where they begin."""

    pending_at = 0

    def append_pending(self, text: str) -> None:
        """Gather text; where it begins is noted with its first character."""
        if not self._pending and not self._pending_buffer:
            self.pending_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:
        """Turn the gathered text into a token."""
        token = super().pushPending()
        token.meta = {"at": self.pending_at}
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token; one rule may add several in a row, each beginning where the last one ends."""
        if self.pending:
            self.pushPending()
        before = self.tokens[-1] if self.tokens else None
        token = super().push(ttype, tag, nesting)
        at = self.pos
        if before is not None and before.type == ttype == "text" and before.meta.get("rule") == at:
            token.meta = {"at": before.meta["at"] + len(before.content), "rule": at}
        else:
            token.meta = {"at": at, "rule": at}
        return token


class PlacedInline(ParserInline):
    """An inline parser that uses the state above."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of one paragraph, heading or cell."""
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class Dialect(MarkdownIt):
    """markdown-it with the destinations as the author wrote them: whoever resolves them decides."""

    def __init__(self, config: str, options: dict[str, Any]) -> None:
        super().__init__(config, options)
        self.inline = PlacedInline()

    def validateLink(self, url: str) -> bool:
        """Any destination: the gates come later."""
        return True

    def normalizeLink(self, url: str) -> str:
        """The destination as written."""
        return url

    def normalizeLinkText(self, link: str) -> str:
        """The text of a bare address as written."""
        return link


# Where a rule of ours may begin. markdown-it stops at twice as many characters, for plugins, and asks
# every rule at each hyphen.
_INLINE_MARKS = re.compile(r"[\n!$&*:<\[\\\]_`~]")


@cache
def dialect() -> Dialect:
    """The parser, made once; it keeps nothing from one text to the next."""
    parser = Dialect(
        "gfm-like",
        {
            "maxNesting": limits.BLOCK_NESTING + 10,
            "html": True,
            "linkify": False,
            "strikethrough_single_tilde": True,
        },
    )
    parser.use(footnote_plugin, inline=False)
    parser.core.ruler.disable(
        ["normalize", "linkify", "replacements", "smartquotes", "text_join"], ignoreInvalid=True
    )
    parser.core.ruler.before("inline", "gb_prepare", rules.prepare)
    for name in ("math_block", "marker"):
        rule = getattr(rules, name)
        parser.block.ruler.before(
            "code", name, rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
        )
    parser.block.ruler.at("footnote_def", rules.footnote, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "depth", rules.depth)
    parser.block.ruler.at("table", rules.table_in_item, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler2.disable(["fragments_join"])
    parser.inline.ruler.disable(["linkify"], ignoreInvalid=True)
    parser.inline.ruler.before("link", "autolink_bare", rules.bare_link)
    parser.inline.ruler.after("escape", "math", rules.math_inline)
    parser.inline.terminator_re = _INLINE_MARKS
    return parser


def parse(texts: list[str]) -> list[Token]:
    """The tokens of a text, given line by line. Raises TooCostly past the bounds of `limits`."""
    tokens = dialect().parse("\n".join(texts), {})
    count = headings = destinations = 0
    for token in tokens:
        if token.children and "[" in token.content:  # only what is written once can be referred to often
            for child in token.children:
                destinations += sum(len(str(value)) for value in child.attrs.values()) if child.attrs else 0
        count += 1 + len(token.children or ())
        headings += token.type == "heading_open"
    limits.check_tokens(count, headings, destinations)
    return tokens
