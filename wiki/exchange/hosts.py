"""Whether a host may be asked: one that the whole internet can ask, never one of our own network."""

from __future__ import annotations

import ipaddress
import socket

from django.utils.translation import gettext as _

from wiki.errors import BrokenBook


def public_addresses(host: str, port: int) -> tuple[str, ...]:
    """The addresses that a name stands for, or BrokenBook when one of them is not the internet's."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BrokenBook(_("The host %(host)s cannot be found.") % {"host": host}) from None
    addresses = tuple(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    for address in addresses:
        if not _is_public(address):
            said = _("The host %(host)s is on a private network: it is not asked.")
            raise BrokenBook(said % {"host": host})
    return addresses


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return _is_public(str(inner))
        if address in _TRANSLATED:
            return _is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if address.is_reserved or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and address not in _ASSIGNED


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 addresses behind a translator
_ASSIGNED = ipaddress.ip_network("192.0.0.0/24")  # kept for protocols, some of them inside of a network
