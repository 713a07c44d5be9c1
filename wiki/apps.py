"""The wiki as a Django application."""

from typing import Any

from allauth.account.signals import email_confirmed
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WikiConfig(AppConfig):
    name = "wiki"
    verbose_name = _("Wiki")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        email_confirmed.connect(_claim, dispatch_uid="wiki.apps.claim")


def _claim(email_address: Any, **_told: Any) -> None:
    """Whoever verifies an address is given what its ghost wrote."""
    from wiki.actions import (  # models, which the registry does not have yet when this file is read
        people,
        watching,
    )
    from wiki.rules import SYSTEM

    people.claim(email_address.user, by=SYSTEM)
    watching.try_again(email_address.user, by=SYSTEM)
