"""What the tests of several screens begin with. Models are not read before a test asks for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def here() -> Any:
    """A page that people propose to change."""
    from tests import factories
    from tests.views.suggested import TEXT

    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def author() -> Any:
    from tests import factories

    return factories.person()


@pytest.fixture
def made(here: Any, author: Any) -> Any:
    """Two changes of it, by this author."""
    from tests import factories
    from tests.views.suggested import TWO

    return factories.suggestion(here, *TWO, by=author)


@pytest.fixture
def reader(client: Client) -> Any:
    """Somebody who is logged in, and decides on nothing."""
    from tests import factories

    who = factories.person(name="Yann")
    client.force_login(who)
    return who
