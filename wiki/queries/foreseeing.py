"""What another rule would have changed: the decisions of the last twelve months, read again under it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from wiki.models import Charter, Page, Review, Stand, Suggestion
from wiki.models.page import below
from wiki.models.stand import Stance
from wiki.models.suggestion import Aim, Stage, Verdict

PAST = timedelta(days=365)
MOST = 500  # decisions that are read again, the latest first


@dataclass(frozen=True, slots=True)
class Rule:
    """What of a charter says when something is adopted."""

    approvals: int
    own: bool
    days: int | None
    supports: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """Somebody's stand, while it stood."""

    by: int
    is_for: bool
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one suggestion: who agreed when, who was for or against it; `adopted`, if it was."""

    author: int
    opened: datetime
    adopted: datetime | None
    agreed: tuple[tuple[int, datetime], ...] = ()
    opinions: tuple[Opinion, ...] = ()
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Of so many suggestions that were adopted: how many would have waited longer; how many of these for want
    of approvals that nobody gave; how many silence would have adopted, sooner than people did."""

    adopted: int
    longer: int
    lacking: int
    silent: int
    waiting: int  # suggestions that are open today
    waiting_longer: int  # how many of these would have gone in by today's rule sooner than by the other
    most_supports: int | None  # that any of all these had; nothing where nobody proposed anything


def agreed_at(fact: Fact, rule: Rule) -> datetime | None:
    """When enough different people had agreed, as far as is known."""
    first: dict[int, datetime] = {}
    for person, at in fact.agreed:
        if person != fact.author or rule.own:
            first[person] = min(at, first.get(person, at))
    moments = sorted(first.values())
    return moments[rule.approvals - 1] if len(moments) >= rule.approvals else None


def silent_at(fact: Fact, rule: Rule) -> datetime | None:
    """When silence would have adopted it: after the days, with supports enough, once nobody objects."""
    if rule.days is None or not fact.is_text:
        return None
    due = fact.opened + timedelta(days=rule.days)
    turns = {due} | {one.at for one in fact.opinions} | {one.until for one in fact.opinions if one.until}
    return next((at for at in sorted(turns) if at >= due and _holds(fact, rule, at)), None)


def _holds(fact: Fact, rule: Rule, at: datetime) -> bool:
    standing = [one for one in fact.opinions if one.at <= at and (one.until is None or at < one.until)]
    supports = {one.by for one in standing if one.is_for}
    return len(supports) >= rule.supports and all(one.is_for for one in standing)


def adopted_at(fact: Fact, rule: Rule) -> datetime | None:
    """The first of both, as far as is known."""
    moments = [at for at in (agreed_at(fact, rule), silent_at(fact, rule)) if at is not None]
    return min(moments, default=None)


def foresee(facts: Collection[Fact], before: Rule, after: Rule, now: datetime) -> Foreseen:
    """What the rule `after` would have made of these facts, which came about under the rule `before`."""
    done = [fact for fact in facts if fact.adopted is not None]
    open_ones = [fact for fact in facts if fact.adopted is None]
    longer = [fact for fact in done if _is_later(adopted_at(fact, after), fact.adopted)]
    sooner = [fact for fact in done if _is_sooner(silent_at(fact, after), fact.adopted)]
    return Foreseen(
        adopted=len(done),
        longer=len(longer),
        lacking=sum(_lacks_approvals(fact, after) for fact in longer),
        silent=sum(not _is_sooner(silent_at(fact, before), fact.adopted) for fact in sooner),
        waiting=len(open_ones),
        waiting_longer=sum(_waits_longer(fact, before, after) for fact in open_ones),
        most_supports=max(map(_supports, facts), default=None),
    )


def _is_later(at: datetime | None, than: datetime | None) -> bool:
    return than is not None and (at is None or at > than)


def _is_sooner(at: datetime | None, than: datetime | None) -> bool:
    return than is not None and at is not None and at < than


def _lacks_approvals(fact: Fact, rule: Rule) -> bool:
    return agreed_at(fact, rule) is None and silent_at(fact, rule) is None


def _waits_longer(fact: Fact, before: Rule, after: Rule) -> bool:
    """Of one that is open: the day on which silence adopts it, should nothing change, moves away."""
    return _is_later(silent_at(fact, after), silent_at(fact, before))


def _supports(fact: Fact) -> int:
    return len({one.by for one in fact.opinions if one.is_for})


# --- the facts ----------------------------------------------------------------------------------------------


def rule_of(charter: Charter) -> Rule:
    """What a charter, kept or only looked at, says of when something is adopted."""
    return Rule(charter.approvals, charter.own_acceptance, charter.consent_days, charter.consent_supports)


def of_section(section: Page, wanted: Charter, kept: Charter) -> Foreseen:
    """What a charter that is looked at would have changed; in three queries, however much there is."""
    now = timezone.now()
    return foresee(facts(section, now), rule_of(kept), rule_of(wanted), now)


def facts(section: Page, now: datetime) -> list[Fact]:
    """What was adopted in a section within a year, and what is open; in three queries."""
    found = Suggestion.objects.filter(page__in=below(frozenset({section.pk})), open_since__isnull=False)
    adopted = found.filter(state__in=(Stage.ACCEPTED, Stage.PARTLY_ACCEPTED), settled_at__gt=now - PAST)
    told = ("author", "open_since", "created", "settled_at", "state", "aim")
    rows = (adopted | found.filter(state=Stage.OPEN)).only(*told).order_by("-open_since", "-pk")
    yes = (Verdict.APPROVED, Verdict.ACCEPTED, Verdict.CONSENT)
    rows = rows.prefetch_related(
        Prefetch("reviews", Review.objects.filter(verdict__in=yes).only("suggestion", "by", "at", "verdict")),
        Prefetch("stands", Stand.objects.only("suggestion", "by", "at", "stance", "taken_back", "lapsed")),
    )
    return [_fact(one) for one in rows[:MOST]]


def _fact(suggestion: Suggestion) -> Fact:
    reviews = list(suggestion.reviews.all())
    published = [one.at for one in reviews if one.verdict in (Verdict.ACCEPTED, Verdict.CONSENT)]
    is_done = suggestion.state != Stage.OPEN
    opened = suggestion.open_since or suggestion.created
    return Fact(
        author=suggestion.author_id,
        opened=opened,
        adopted=max(published, default=suggestion.settled_at) if is_done else None,
        agreed=tuple((one.by_id, one.at) for one in reviews if one.by_id is not None),
        opinions=tuple(
            Opinion(one.by_id, one.stance == Stance.SUPPORT, one.at, _end(one))
            for one in suggestion.stands.all()
        ),
        is_text=suggestion.aim == Aim.TEXT,
    )


def _end(stand: Stand) -> datetime | None:
    """A stand on what went in lapses with it: it stood until then."""
    return min((at for at in (stand.taken_back, stand.lapsed) if at is not None), default=None)
