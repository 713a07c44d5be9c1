"""What the site knows of somebody, as a text that they read: in their language, without a code of ours."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy

from accounts.models import User

NOTHING = "—"
HEADINGS = {
    "addresses": gettext_lazy("E-mail addresses"),
    "second_steps": gettext_lazy("Second steps"),
    "accounts_elsewhere": gettext_lazy("Accounts elsewhere"),
    "sessions": gettext_lazy("Sessions"),
}
LABELS = {
    "email": gettext_lazy("address"),
    "verified": gettext_lazy("confirmed"),
    "primary": gettext_lazy("main address"),
    "type": gettext_lazy("kind"),
    "created_at": gettext_lazy("since"),
    "last_used_at": gettext_lazy("last used on"),
    "provider": gettext_lazy("provider"),
    "uid": gettext_lazy("number there"),
    "extra_data": gettext_lazy("what the provider said"),
    "date_joined": gettext_lazy("connected on"),
    "last_login": gettext_lazy("last log-in"),
    "last_seen_at": gettext_lazy("last seen on"),
    "ip": gettext_lazy("network address"),
    "user_agent": gettext_lazy("browser"),
}
KINDS = {
    "webauthn": gettext_lazy("passkey"),
    "totp": gettext_lazy("one-time codes"),
    "recovery_codes": gettext_lazy("recovery codes"),
}


def account(told: dict[str, Any]) -> str:
    """An account: a line for each thing known, a part for each list of them."""
    parts = ["".join(_own(name, value) for name, value in told.items() if name not in HEADINGS)]
    for name, heading in HEADINGS.items():
        rows = "".join(f"- {_row(row)}\n" for row in told[name])
        parts.append(f"## {heading}\n\n{rows or NOTHING + chr(10)}")
    return "# " + gettext("Account") + "\n\n" + "\n".join(parts)


def moment(at: datetime) -> str:
    """A date and an hour, as people of the language write them."""
    return date_format(localtime(at), "DATETIME_FORMAT")


def _own(name: str, value: Any) -> str:
    field = User._meta.get_field(name)
    choices = dict(getattr(field, "flatchoices", ()))
    label = capfirst(str(getattr(field, "verbose_name", name)))
    return "- " + _pair(label, choices.get(value, value)) + "\n"


def _row(row: dict[str, Any]) -> str:
    known = {name: KINDS.get(value, value) if name == "type" else value for name, value in row.items()}
    return ", ".join(_pair(str(LABELS[name]), value) for name, value in known.items())


def _pair(label: str, value: Any) -> str:
    return gettext("%(label)s: %(value)s") % {"label": label, "value": _said(value)}


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else NOTHING
    return str(value or NOTHING)
