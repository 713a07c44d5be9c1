"""What the hostile tests share: the site's own policy, and the texts once rendered."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.hostile import corpus
from tests.hostile.corpus import Text
from wiki.text.render import Rendering


@pytest.fixture(scope="session")
def renderings() -> tuple[tuple[Text, Rendering], ...]:
    """Every hostile text of the tests, with what the engine makes of it."""
    return corpus.renderings()


@pytest.fixture
def policy() -> str:
    """The Content-Security-Policy that the site sends with every answer; this one asks no database."""
    return Client().get("/favicon.ico").headers["Content-Security-Policy"]
