"""Charters, written by the referents of their section and by admins; what they said before is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from wiki import rules
from wiki.actions import consenting, journal, rebasing
from wiki.errors import BadCharter, EditConflict, NotAllowed
from wiki.models import Charter, CharterVersion, Page, Referent
from wiki.models.charter import ASKS_LENGTH, MOST_APPROVALS, MOST_DAYS, MOST_SUPPORTS, DirectEdits
from wiki.models.page import Kind, State

VALUES = (
    *("approvals", "own_acceptance", "direct_edits", "consent_days", "consent_supports"),
    *("answer_days", "objection_asks", "first_posts_held"),
)
LONGEST_ABSENCE = 366  # days
# Where to begin from: many must agree and silence is long, or few and it is short.
MODELS: dict[str, dict[str, Any]] = {
    "collegial": {
        "approvals": 2,
        "own_acceptance": False,
        "direct_edits": DirectEdits.REFERENTS,
        "consent_days": 7,
        "consent_supports": 3,
        "answer_days": 5,
        "first_posts_held": False,
    },
    "trusting": {
        "approvals": 1,
        "own_acceptance": False,
        "direct_edits": DirectEdits.TRUSTED,
        "consent_days": 3,
        "consent_supports": 1,
        "answer_days": 7,
        "first_posts_held": False,
    },
}


def amend(
    section: Page,
    *,
    by: Any,
    seen: int,
    referents: Collection[User] | None = None,
    reason: str = "",
    **values: Any,
) -> Charter:
    """Write these values, and these referents, over the version `seen` of the charter of a section; what is
    not given stays. EditConflict when that version is not the last."""
    rules.require(by, "charter.edit", section)
    if unknown := values.keys() - set(VALUES):
        raise TypeError(f"a charter says nothing of {sorted(unknown)}")
    with transaction.atomic():
        rebasing.hold(section.pk)
        section = Page.objects.get(pk=section.pk)
        rules.require(by, "charter.edit", section)
        _require_section(section)
        kept = Charter.objects.filter(section=section).first() or Charter(section=section)
        named = _referents(kept, referents)
        if kept.version != seen:
            raise EditConflict(section, values | {"referents": named})
        before = _said(kept, _named_by(kept))
        for name, value in values.items():
            setattr(kept, name, " ".join(value.split()) if name == "objection_asks" else value)
        _require_sense(kept, named)
        after = _said(kept, named)
        if any(after[name] != before[name] for name in ("consent_days", "consent_supports")):
            kept.consent_since = timezone.now()  # suggestions that were open count their days from here
        if after != before:
            _write(kept, before, after, by=by, reason=reason)
            transaction.on_commit(consenting.plan)
    return kept


def _write(kept: Charter, before: dict[str, Any], after: dict[str, Any], *, by: Any, reason: str) -> None:
    is_new, kept.version = kept.version == 0, kept.version + 1
    kept.save(force_insert=is_new, force_update=not is_new)
    was, now = set(before["referents"]), set(after["referents"])
    Referent.objects.filter(charter=kept, person__in=was - now).delete()
    for person in sorted(now - was):
        Referent.objects.create(charter=kept, person_id=person)
    kept.referent_pks = frozenset(now)
    who = by if getattr(by, "pk", None) else None
    CharterVersion.objects.create(
        charter=kept, number=kept.version, by=who, reason=reason.strip(), said=after
    )
    changed = {name for name in after if after[name] != before[name]}
    told = {"before": _only(before, changed), "after": _only(after, changed)}
    journal.note("charter.edit", kept.section, by=by, reason=reason, **told)


def _said(charter: Charter, referents: Collection[int]) -> dict[str, Any]:
    return {name: getattr(charter, name) for name in VALUES} | {"referents": sorted(referents)}


def _only(said: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name in names}


def _named_by(kept: Charter) -> frozenset[int]:
    return frozenset(Referent.objects.filter(charter=kept.pk).values_list("person", flat=True))


def _referents(kept: Charter, wanted: Collection[User] | None) -> frozenset[int]:
    """Whom it is to name; somebody new must be able to log in."""
    named = _named_by(kept)
    if wanted is None:
        return named
    asked = frozenset(person.pk for person in wanted)
    for person in User.objects.filter(pk__in=asked - named, is_active=False):
        raise BadCharter(_("%(person)s cannot log in, and so decides nothing.") % {"person": person})
    return asked


def _require_section(section: Page) -> None:
    is_first = section.parent is not None and section.parent.parent_id is None
    if not is_first or section.kind == Kind.LINK or section.state == State.ARCHIVED:
        raise BadCharter(_("Only a section, a page at the first level, has a charter."))


def _require_sense(charter: Charter, named: Collection[int]) -> None:
    if charter.direct_edits not in DirectEdits.values:
        raise BadCharter(_("Say who edits directly."))
    if not 1 <= charter.approvals <= MOST_APPROVALS:
        raise BadCharter(_("Ask for 1 to %(most)d approvals.") % {"most": MOST_APPROVALS})
    if charter.consent_days is not None and not 1 <= charter.consent_days <= MOST_DAYS:
        raise BadCharter(_("Tacit consent comes after 1 to %(most)d days.") % {"most": MOST_DAYS})
    if not 1 <= charter.consent_supports <= MOST_SUPPORTS:
        raise BadCharter(_("Tacit consent asks for 1 to %(most)d supports.") % {"most": MOST_SUPPORTS})
    if not 1 <= charter.answer_days <= MOST_DAYS:
        raise BadCharter(_("Promise an answer within 1 to %(most)d days.") % {"most": MOST_DAYS})
    if len(charter.objection_asks) > ASKS_LENGTH or "\x00" in charter.objection_asks:
        raise BadCharter(_("Say in %(most)d characters what an objection must say.") % {"most": ASKS_LENGTH})
    if charter.approvals > max(1, len(named)):
        raise BadCharter(
            _("This could never be met: the charter asks for more approvals than it has referents.")
        )


@transaction.atomic
def leave(section: Page, *, by: Any, until: date | None, deputy: User | None = None) -> Referent:
    """A referent is away up to this day, and somebody decides in their place if they say who; back at once
    without a day."""
    rules.require(by, "charter.leave", section)
    rebasing.hold(section.pk)
    named = Referent.objects.filter(charter=section.pk, person=by.pk).first()
    if named is None:
        raise NotAllowed("charter.leave", section)
    today = timezone.localdate()
    if until is not None and not today <= until <= today + timedelta(days=LONGEST_ABSENCE):
        raise BadCharter(_("Give a day from today on, within a year."))
    if deputy is not None and (deputy.pk == by.pk or not deputy.is_active or until is None):
        raise BadCharter(_("Somebody else, who can log in, decides in your place until a day that you give."))
    named.away_until, named.deputy = until, deputy
    named.save(update_fields=["away_until", "deputy"])
    told = {"until": until.isoformat() if until else None, "deputy": deputy.pk if deputy else None}
    journal.note("charter.leave", section, by=by, after=told)
    return named
