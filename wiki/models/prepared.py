"""Queries that every page and every save need: built and compiled once in a process, then only given values.

Django builds a query and writes its SQL each time it is asked, which takes several times as long as the
database takes to answer. What is prepared answers as a query set does: instances with what is joined and
annotated, or rows.

    _NAMED = Prepared(lambda: Page.objects.filter(path=Given("path")).select_related("book"))
    _NAMED(path="a/b")

Nothing is kept but SQL, which stays the same as long as the code does: nothing can make it stale. Hence all
that may be another the next time must be `Given`: a person, a date or a language that is read while the query
is built would stay what it was the first time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Given(Expression):
    """Stands in a query for a value that is told each time; never None, which SQL compares otherwise."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Prepared(Generic[Row]):
    """A query set that is built and compiled when it is first asked."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build

    def __call__(self, **values: Any) -> list[Row]:
        asked = self._compiled.all()
        cast(_Compiled, asked.query).values_given = values
        return list(asked)

    @cached_property
    def _compiled(self) -> QuerySet[Any, Row]:
        made = self._build()
        compiler = made.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        query = cast(_Compiled, made.query.chain(klass=_Compiled))
        query.compiled, query.sql, query.parameters = compiler, sql, tuple(parameters)
        vars(made)["_query"] = query  # its setter would make dictionaries of rows besides
        return made


class _Compiled(Query):
    """A query whose compiler has done its work."""

    compiled: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    values_given: Mapping[str, Any]

    def get_compiler(
        self, using: Any = None, connection: Any = None, elide_empty: bool = True
    ) -> SQLCompiler:
        values = (
            self.values_given[each.name] if isinstance(each, Given) else each for each in self.parameters
        )
        return _Filled(self.compiled, self.sql, tuple(values))


class _Filled(SQLCompiler):
    """What a compiler has done, with the values of this time, on the connection of this thread."""

    def __init__(self, done: SQLCompiler, sql: str, values: tuple[Any, ...]) -> None:
        vars(self).update(vars(done))
        self.connection = connections[DEFAULT_DB_ALIAS]
        self._told = sql, values

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, tuple[Any, ...]]:
        return self._told
