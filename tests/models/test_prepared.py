"""What is prepared answers as the query set that it was made of, each time with the values of that time."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count, Exists, OuterRef

from tests import factories
from wiki.models import Page, PageRevision
from wiki.models.prepared import Given, Prepared
from wiki.queries import reading, threads

ANYBODY = AnonymousUser()


def told(pages: list[Page]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in vars(page).items() if name not in ("_state", "_fields_cache")}
        for page in pages
    ]


@pytest.mark.django_db
def test_instances_come_with_what_is_joined_and_annotated() -> None:
    factories.guide()

    def built(path: Any) -> Any:
        pages = Page.objects.with_last_revision().select_related("parent")
        return pages.annotate(below=Count("children")).filter(path=path)

    prepared = Prepared(lambda: built(Given("path")))
    for path in ("advice", "advice/first", "nowhere"):
        assert told(prepared(path=path)) == told(list(built(path)))
    assert [page.parent.path for page in prepared(path="advice/first")] == ["advice"]


@pytest.mark.django_db
def test_rows_are_rows_and_one_value_may_be_asked_twice() -> None:
    page = factories.page(factories.home(), "a", "# A\n\nMots.\n")

    def built(key: Any) -> Any:
        revisions = PageRevision.objects.filter(id=key, number=OuterRef("version") + 1)
        return Page.objects.filter(pk=key).values_list("path", Exists(revisions))

    assert Prepared(lambda: built(Given("key")))(key=page.pk) == list(built(page.pk)) == [("a", True)]


@pytest.mark.django_db
def test_query_is_built_once_and_asked_each_time(django_assert_num_queries: Any) -> None:
    builds = []

    def built() -> Any:
        builds.append(1)
        return Page.objects.filter(path=Given("path"))

    factories.home()
    prepared = Prepared(built)
    with django_assert_num_queries(3):
        assert [len(prepared(path=path)) for path in ("", "x", "")] == [1, 0, 1]
    assert builds == [1]


@pytest.mark.django_db(transaction=True)
def test_threads_ask_at_the_same_time_on_connections_of_their_own() -> None:
    home = factories.home()
    paths = [factories.page(home, f"p{number}", "# P\n").path for number in range(6)]
    prepared = Prepared(lambda: Page.objects.filter(path=Given("path")).values_list("path", flat=True))

    def ask(path: str | None) -> list[Any]:
        try:
            return [prepared(path=path) for _time in range(20)]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, paths)) == [[[path]] * 20 for path in paths]


@pytest.mark.django_db
def test_value_that_is_not_given_is_missed() -> None:
    with pytest.raises(KeyError, match="path"):
        Prepared(lambda: Page.objects.filter(path=Given("path")))()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "advice/first"])
def test_strangers_and_readers_are_told_the_same_of_a_page(path: str) -> None:
    """What is prepared for strangers says what is built for each person who reads no more than they do."""
    factories.guide()
    reader = factories.person()
    stranger, known = reading.page_at(path, ANYBODY), reading.page_at(path, reader)
    assert stranger is not None
    assert known is not None
    assert told([stranger]) == told([known])
    assert threads.on_page(stranger, ANYBODY) == threads.on_page(known, reader)
