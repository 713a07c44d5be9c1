"""Networks as limits tell them apart."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import RequestFactory

from accounts.networks import answering, asked_from, network_of

ADDRESSES = {
    "203.0.113.7": "203.0.113.7",
    "::ffff:203.0.113.7": "203.0.113.7",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
    "2001:db8:1:2::": "2001:db8:1:2::/64",
    "nothing": "unknown",
    "": "unknown",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_is_that_of_a_network(address: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == ADDRESSES[address]


@pytest.mark.parametrize("address", ["203.0.113.7", "::ffff:203.0.113.7", "2001:db8::1"])
def test_network_that_is_named_is_not_counted(settings: Any, address: str) -> None:
    settings.EXEMPT_NETWORKS = (ip_network("203.0.113.0/24"), ip_network("2001:db8::/32"))
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) is None
    assert network_of(RequestFactory().get("/", REMOTE_ADDR="198.51.100.1")) == "198.51.100.1"


def test_address_is_the_one_that_our_proxies_saw(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    told = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.9, 203.0.113.7"}
    assert network_of(RequestFactory().get("/", **told)) == "203.0.113.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert network_of(RequestFactory().get("/", **told)) == "127.0.0.1"


SHORT = {
    "203.0.113.7": "203.0.113.0/24",
    "::ffff:203.0.113.7": "203.0.113.0/24",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1::/48",
    "nothing": "",
    "": "",
}


@pytest.mark.parametrize("address", SHORT)
def test_address_is_cut_short_for_audits_while_its_request_is_answered(settings: Any, address: str) -> None:
    settings.EXEMPT_NETWORKS = (ip_network("203.0.113.0/24"),)  # not counted, and told all the same
    with answering(RequestFactory().get("/", REMOTE_ADDR=address)):
        assert asked_from() == SHORT[address]
    assert asked_from() == ""
