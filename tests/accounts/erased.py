"""All that a database says, to be searched for what it should no longer say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.db import connection

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def dumped() -> str:
    """A whole dump, and what it holds in other letters: escaped, or signed and packed in sessions."""
    text = "\n".join([*_dump(), *_sessions()])
    return _ESCAPED.sub(lambda it: chr(int(it.group(1), 16)), text).casefold()


def _dump() -> Iterator[str]:
    """Every row of every table, those of the index of search and of the history included."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        yield from connection.connection.iterdump()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (row[0] for row in cursor.fetchall())


def _sessions() -> Iterator[str]:
    for session in Session.objects.all():
        yield json.dumps(session.get_decoded(), ensure_ascii=False)
