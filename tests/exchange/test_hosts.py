"""Which hosts may be asked: those that the whole internet can ask."""

import pytest

from wiki.errors import BrokenBook
from wiki.exchange.hosts import public_addresses


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("8.8.8.8", ("8.8.8.8",)),
        ("134744072", ("8.8.8.8",)),
        ("2606:4700::1111", ("2606:4700::1111",)),
        ("::ffff:8.8.8.8", ("::ffff:8.8.8.8",)),
        ("64:ff9b::8.8.8.8", ("64:ff9b::808:808",)),
        ("2002:808:808::1", ("2002:808:808::1",)),
    ],
)
def test_public_host_is_asked(host, addresses):
    assert public_addresses(host, 443) == addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0x7f000001", "0177.1", "2130706433", "localhost", "0.0.0.0", "0",
        "10.1.2.3", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1",
        "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "fe80::1", "fe80::1%1",
        "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::1",
        "64:ff9b::127.0.0.1", "64:ff9b:1::127.0.0.1", "2001:0:1:2:3:4:5:6",
    ],
)  # fmt: skip
def test_private_host_is_never_asked(host):
    with pytest.raises(BrokenBook) as raised:
        public_addresses(host, 443)
    assert str(raised.value) == f"The host {host} is on a private network: it is not asked."


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 64 + ".example", "x" * 300, "\ud800"])
def test_host_that_is_not_found_is_told(host):
    with pytest.raises(BrokenBook) as raised:
        public_addresses(host, 443)
    assert str(raised.value) == f"The host {host} cannot be found."
