"""Reasons that are written already: kind words, in the language of whoever reads them, chosen by a digit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wiki.forms.page import Gesture


class Reason(NamedTuple):
    """Why something is decided: its name, for whoever decides, and what is told of it."""

    key: str
    name: Promise
    told: Promise


# Each of these lists is in the order of its digits on a keyboard.
# Why what somebody contests stands, or does not.
CONTESTED = (
    Reason(
        "stands",
        gettext_lazy("It stands: the rule applies"),
        gettext_lazy(
            "I was not the one who decided, and I have read all of it again, your words too. I come to the "
            "same end: the rule applies here. You remain welcome, and may say it in another way."
        ),
    ),
    Reason(
        "again",
        gettext_lazy("It stands: it happened again"),
        gettext_lazy(
            "I understand what you explain. Since it had happened before and had been told to you, I uphold "
            "what was decided. Thank you for taking care of it from now on."
        ),
    ),
    Reason(
        "mistaken",
        gettext_lazy("Reversed: we were mistaken"),
        gettext_lazy(
            "You are right, and we apologise: the rule does not apply here. What was decided is undone, and "
            "is held against you no more."
        ),
    ),
    Reason(
        "understood",
        gettext_lazy("Reversed: it was misunderstood"),
        gettext_lazy(
            "We had not understood what you meant. Thank you for explaining it: what was decided is undone."
        ),
    ),
    Reason(
        "severe",
        gettext_lazy("Reversed: it was too severe"),
        gettext_lazy(
            "What happened was not all right, but the answer to it was too severe. It is undone: please keep "
            "the rule in mind."
        ),
    ),
)
# What was done about a page that was reported; anybody reads it.
MENDED = (
    Reason(
        "edited",
        gettext_lazy("The passage is mended"),
        gettext_lazy("The passage that was reported is mended. Thank you to whoever told us."),
    ),
    Reason(
        "restored",
        gettext_lazy("An earlier text is restored"),
        gettext_lazy(
            "The text of before is restored: what had been added did not belong here. Thank you to whoever "
            "told us."
        ),
    ),
    Reason(
        "copied",
        gettext_lazy("What was copied is taken out"),
        gettext_lazy(
            "A passage was copied without the right to: it is taken out, and hidden in the history too. "
            "Thank you to whoever told us."
        ),
    ),
    Reason(
        "private",
        gettext_lazy("What concerned a person is taken out"),
        gettext_lazy(
            "A passage told of somebody what they had not chosen to publish: it is taken out, and hidden in "
            "the history too."
        ),
    ),
    Reason(
        "archived",
        gettext_lazy("The page is archived"),
        gettext_lazy("The page is archived: what it held could not be mended where it stood."),
    ),
)
# Why what was decided of somebody is taken back; they read it.
LIFTED = (
    Reason(
        "mistaken",
        gettext_lazy("We were mistaken"),
        gettext_lazy(
            "Looking at it again, we were mistaken, and we apologise. What was decided is taken back, and is "
            "held against you no more."
        ),
    ),
    Reason(
        "settled",
        gettext_lazy("It is settled between us"),
        gettext_lazy(
            "We have spoken about it and it is settled: what was decided is taken back. Welcome back."
        ),
    ),
    Reason(
        "enough",
        gettext_lazy("It has lasted long enough"),
        gettext_lazy(
            "What was decided has lasted long enough, and is taken back. We are glad to have you with us "
            "again."
        ),
    ),
)


class ReasonSelect(forms.Select):
    """Each reason brings along what its author would be told."""

    def __init__(self, told: dict[str, str]) -> None:
        super().__init__(attrs={"data-reasons": ""})
        self.told = told

    def create_option(self, name: str, value: Any, *args: Any, **how: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **how)
        if value in self.told:
            option["attrs"]["data-told"] = self.told[value]
        return option


def told_in(language: str, reasons: Sequence[Reason]) -> dict[str, str]:
    """What people are told, by the key of the reason, in this language if it is one of the site's."""
    known = language if language in dict(settings.LANGUAGES) else get_language()
    with translation.override(known):
        return {reason.key: str(reason.told) for reason in reasons}


def offer(because: Any, reasons: Sequence[Reason], told: dict[str, str]) -> None:
    """The reasons that are written already, by their digits, after that of one's own words."""
    named = [(reason.key, f"{place}. {reason.name}") for place, reason in enumerate(reasons, 1)]
    because.choices = [("", _("In your own words")), *named]
    because.widget = ReasonSelect(told)
    because.widget.choices = because.choices


class Reasoned(Gesture):
    """A form whose `reason` may be chosen: what is chosen stands for what is not typed."""

    because = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    reasons: Sequence[Reason] = ()

    def __init__(self, *args: Any, language: str = "", **how: Any) -> None:
        """`language` is that of whoever reads the reason."""
        super().__init__(*args, **how)
        self.told = told_in(language, self.reasons)
        offer(self.fields["because"], self.reasons, self.told)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["reason"] = values.get("reason") or self.told.get(values.get("because", ""), "")
        return values
