"""Whence a request comes, as far as limits tell people apart who have not logged in."""

from __future__ import annotations

import ipaddress

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

HOME_PREFIX = 64  # of IPv6: what one home is given, with more addresses than anybody can count
UNKNOWN = "unknown"


def network_of(request: HttpRequest) -> str | None:
    """The address that the proxies of the site report; None for networks that the site does not count."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (ValueError, PermissionDenied, ImproperlyConfigured):
        return UNKNOWN  # all of them together
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if any(address in network for network in settings.EXEMPT_NETWORKS):
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, HOME_PREFIX), strict=False))
    return str(address)
