"""Whence a request comes: as limits tell people apart who have not logged in, and cut short for audits."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

HOME_PREFIX = 64  # of IPv6: what one home is given, with more addresses than anybody can count
UNKNOWN = "unknown"
CUT_SHORT = {4: 24, 6: 48}  # by version: what is kept of an address names a network of many homes
_REQUEST: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def network_of(request: HttpRequest) -> str | None:
    """The address that the proxies of the site report; None for networks that the site does not count."""
    address = _address_of(request)
    if address is None:
        return UNKNOWN  # all of them together
    if any(address in network for network in settings.EXEMPT_NETWORKS):
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, HOME_PREFIX), strict=False))
    return str(address)


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """While this request is answered, `asked_from` tells whence it came."""
    token = _REQUEST.set(request)
    try:
        yield
    finally:
        _REQUEST.reset(token)


def asked_from() -> str:
    """The address of the request being answered, cut short; "" outside of one, or where none is known."""
    request = _REQUEST.get()
    address = None if request is None else _address_of(request)
    if address is None:
        return ""
    return str(ipaddress.ip_network((address, CUT_SHORT[address.version]), strict=False))


def _address_of(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (ValueError, PermissionDenied, ImproperlyConfigured):
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address
    return address
