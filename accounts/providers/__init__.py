"""Who may tell the site who somebody is: the providers that the settings name, as screens offer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Offer:
    """A provider by which one may log in: its name, and where a form begins."""

    id: str
    name: str
    address: str


def offered() -> list[Offer]:
    """All of them, in the order of the settings."""
    return [
        Offer(one.id, one.name, reverse("openid_connect_login", args=[one.id]))
        for one in settings.OIDC_PROVIDERS
    ]


def named(provider_id: str) -> Any | None:
    """What the settings say of a provider, or nothing."""
    return next((one for one in settings.OIDC_PROVIDERS if one.id == provider_id), None)


def name_of(provider_id: str) -> str:
    """What people call a provider; one that the settings name no more keeps its number plate."""
    known = named(provider_id)
    return known.name if known else provider_id
