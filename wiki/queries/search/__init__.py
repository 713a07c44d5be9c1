"""Search: the pages that answer a query, where on each page, and what was understood of the query.

Two engines, FTS5 and PostgreSQL's, say which pages hold which words (`engine.py`); all the rest is
shared: what a word is (`text.terms`), what is meant (`asking.py`, `correcting.py`), what weighs more
(`weighing.py`), what is shown (`answering.py`).
"""

from wiki.queries.search.answering import Answer, Hit, Title, search, titles
from wiki.queries.search.asking import Asked, read
from wiki.queries.search.excerpts import Piece

__all__ = ["Answer", "Asked", "Hit", "Piece", "Title", "read", "search", "titles"]
