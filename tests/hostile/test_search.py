"""Whatever is asked and whatever pages say, search answers, and its screen holds the site's own elements alone."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from tests import factories
from tests.hostile import payloads, reading
from wiki.errors import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
PAYLOADS = sorted({*payloads.MARKUP, *payloads.QUOTES, *payloads.CONTROLS})[::3]
ELEMENTS = set(
    "header h1 h2 form label span svg use input kbd button p b a div nav ul ol li mark section small".split()
)
SIGNS = st.text(alphabet="\"«»“”*():^+-~&|!<>\\'’ \x00\tabéà\u00ad\u200dΩ😀ﷺ½_/%", max_size=60)
ASKED = st.one_of(SIGNS, st.text(max_size=220))


def shown(client: Client, text: str) -> list[reading.Tag]:
    """The elements of the screen of results, without the frame of the site."""
    answer = client.get(f"/-/search/?{urlencode({'q': text.encode('utf-8', 'replace')})}")
    assert answer.status_code in (200, 400)
    return reading.tags(answer.content.decode().partition("<main")[2].partition("</main>")[0])


def strange(tags: list[reading.Tag]) -> list[reading.Tag]:
    return [
        tag
        for tag in tags[0 if tags and tags[0].name != "main" else 1 :]
        if tag.name not in ELEMENTS
        or any(name.startswith("on") or name in ("style", "srcdoc") for name in tag.attributes)
        or not tag.attributes.get("href", "/").startswith(("/", "?", "#"))
    ]


def test_hostile_words_are_shown_as_words() -> None:
    client, root, kept = Client(), factories.home(), 0
    for number, text in enumerate(PAYLOADS):
        try:
            factories.page(
                root, f"p{number}", f"# {text}\n\n## {text}\n\nZanzibar {text}\n", description=text[:300]
            )
            kept += 1
        except Refusal:
            continue
    assert kept > len(PAYLOADS) / 2
    leaves = [strange(shown_leaf(client, leaf)) for leaf in range(1, kept // 10 + 1)]
    assert leaves == [[] for _leaf in leaves]
    assert [text for text in PAYLOADS if strange(shown(client, text))] == []


def shown_leaf(client: Client, leaf: int) -> list[reading.Tag]:
    answer = client.get(f"/-/search/?q=zanzibar&page={leaf}")
    return reading.tags(answer.content.decode().partition("<main")[2].partition("</main>")[0])


@pytest.fixture
def guide() -> None:
    factories.page(factories.home(), "a", "# Éà Ω\n\nab éà l’aé Ω ½ a-b-é.\n")


@tried(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(text=ASKED)
def test_any_text_is_answered(guide: Any, text: str) -> None:
    client = Client()
    assert strange(shown(client, text)) == []
    answer = client.get(f"/-/search/titles/?{urlencode({'q': text.encode('utf-8', 'replace')})}")
    assert (answer.status_code, sorted(json.loads(answer.content))) == (200, ["all", "said", "titles"])
