"""Proofs of work: ours alone are accepted, once each; whoever signs up without one is looked at, never refused."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import timedelta
from typing import Any

import pytest
from altcha import Challenge, Payload, Solution, create_challenge
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from accounts import proofs
from accounts.models import SpentProof, User
from tests.accounts.proving import CHALLENGE, LITTLE, read, solved
from tests.accounts.test_signing_up import ADDRESS, typed
from wiki.actions.settings import edit
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def little_work(settings: Any) -> None:
    settings.PROOF = LITTLE


def asking(when: str) -> None:
    site = current()
    edit(site, by=SYSTEM, base=site.version, proofs=when)


# --- the proof itself ---------------------------------------------------------------------------------------


def test_solution_is_accepted_once(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        challenge = read(Client().get(CHALLENGE))
    solution = solved(challenge)
    assert [proofs.spend(solution), proofs.spend(solution)] == [True, False]


def test_work_is_within_its_bounds(settings: Any) -> None:
    settings.PROOF = LITTLE | {"least": 2, "most": 2}
    asked = proofs.challenge()
    assert (asked["most"], asked["parameters"]["cost"]) == (2, 1)
    found = json.loads(b64decode(solved(Challenge.from_dict(asked))))
    assert found["solution"]["counter"] == 2


def test_challenge_tells_nothing_and_is_kept_by_nobody() -> None:
    answer = Client().get(CHALLENGE)
    assert (answer.cookies, "no-store" in answer["Cache-Control"]) == ({}, True)
    assert set(answer.json()) == {"parameters", "signature", "most", "seconds"}
    assert Client().post(CHALLENGE).status_code == 405


def test_transaction_that_is_undone_has_accepted_nothing() -> None:
    solution = solved()
    with transaction.atomic():
        assert proofs.spend(solution)
        transaction.set_rollback(True)
    assert proofs.spend(solution)


def test_solution_comes_in_time_and_its_row_goes_after_that(settings: Any) -> None:
    settings.PROOF = LITTLE | {"seconds": -1}
    late = solved()
    assert proofs.spend(late) is False
    settings.PROOF = LITTLE
    assert proofs.spend(solved())
    SpentProof.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert proofs.spend(solved())
    assert SpentProof.objects.count() == 1


def _changed(**parameters: Any) -> str:
    """A challenge of ours, made easier by hand, and what solves it."""
    told = read(Client().get(CHALLENGE)).to_dict()
    told["parameters"] |= parameters
    return solved(Challenge.from_dict(told))


@pytest.mark.parametrize(
    "parameters", [{"keyPrefix": ""}, {"cost": 2, "keyPrefix": "0"}, {"expiresAt": 9**12}]
)
def test_challenge_that_was_changed_is_none_of_ours(parameters: dict[str, Any]) -> None:
    assert proofs.spend(_changed(**parameters)) is False


def test_challenge_of_somebody_else_and_wrong_solution_are_refused() -> None:
    other = create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="theirs", hmac_key_secret="theirs")
    assert proofs.spend(solved(other)) is False
    assert proofs.spend(Payload(read(Client().get(CHALLENGE)), Solution(1, "00" * 32)).to_base64()) is False
    assert SpentProof.objects.count() == 0


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["parameters", "signature", "nonce", "cost", "counter"]), inner)
    ),
)


@how(max_examples=60, deadline=None)
@given(_VALUES, _VALUES)
def test_anything_else_is_no_solution(challenge: Any, solution: Any) -> None:
    told = json.dumps({"challenge": challenge, "solution": solution}).encode()
    for sent in (told.decode(), b64encode(told).decode(), str(challenge), "", "é" * 9, "A" * 9_999):
        assert proofs.spend(sent) is False


# --- who is asked for one, to sign up -----------------------------------------------------------------------


def _sign_up(number: int, **told: str) -> User:
    Client().post(ADDRESS, typed(email=f"p{number}@example.org", **told))
    return User.objects.get(email=f"p{number}@example.org")


def test_nobody_is_asked_unless_the_site_says_so(client: Client) -> None:
    assert "data-proof" not in client.get(ADDRESS).content.decode()
    assert _sign_up(1).watched is False


def test_everybody_is_asked_and_whoever_gives_none_is_looked_at(client: Client) -> None:
    asking("always")
    body = client.get(ADDRESS).content.decode()
    assert f'data-proof="{CHALLENGE}"' in body
    assert "Sans JavaScript" in body
    proof = solved()
    watched = [_sign_up(1, proof=proof).watched, _sign_up(2, proof=proof).watched, _sign_up(3).watched]
    assert watched == [False, True, True]


def test_crowded_network_is_asked_and_others_are_not(client: Client) -> None:
    asking("crowded")
    assert "data-proof" not in client.get(ADDRESS).content.decode()
    assert [_sign_up(number).watched for number in (1, 2, 3)] == [False] * 3
    assert "data-proof" in client.get(ADDRESS).content.decode()
    assert "data-proof" not in client.get(ADDRESS, REMOTE_ADDR="198.51.100.9").content.decode()
    assert [_sign_up(4, proof=solved()).watched, _sign_up(5).watched] == [False, True]


def test_form_that_comes_back_asks_anew_and_spends_nothing(client: Client) -> None:
    asking("always")
    proof = solved()
    answer = client.post(ADDRESS, typed(accepted="", proof=proof))
    assert proof not in answer.content.decode()
    assert (User.objects.count(), SpentProof.objects.count()) == (0, 0)
