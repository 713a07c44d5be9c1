"""Letters that tell of notices, written as they leave: what their reader may no longer read is left out."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.letters import reference_of
from accounts.models import Letter, User
from accounts.roles import has_verified_address
from wiki import rules
from wiki.actions import bouncing, subscribing
from wiki.actions.stopping import ALL, ONE, Stop
from wiki.models import Fact, Notice, Page, Subscription, Watch
from wiki.models.notice import Why
from wiki.models.page import site_language
from wiki.models.watch import Level, Pace, Topic
from wiki.queries import news
from wiki.queries import notices as told_of
from wiki.queries.settings import current
from wiki.rules import SYSTEM
from wiki.text import mail_styles

MOST_IN_DIGEST = 40  # notices that are told in words; of the rest a mail says how many they are


def written(letter: Letter) -> EmailMessage | None:
    """The mail of these notices, in the language of its reader; None where nothing is left to be told."""
    if "confirm" in letter.about:
        return _confirmation(letter)
    if "news" in letter.about:
        return _news(letter)
    person = letter.person
    if person is None or not person.is_active or not has_verified_address(person):
        return None
    found = Notice.objects.of(person).filter(pk__in=letter.about.get("notices", []))
    if person.is_barred:  # they hear of what was decided about them, and of nothing else
        found = found.filter(why=Why.CONCERNED)
    if letter.about.get("digest"):
        found = found.unread()
    notices = list(told_of.with_facts(found).order_by("fact__at", "pk"))
    if not notices:
        return None
    with override(person.language or site_language()):
        if letter.about.get("digest"):
            return _digest(person, notices, letter)
        return _at_once(person, notices[0])


def refused(letter: Letter) -> None:
    """The server of its reader takes nothing in at this address: no more is sent, and the site says so."""
    whose = bouncing.whose(letter)
    if whose is not None:
        bouncing.switch_off(whose, by=SYSTEM)


def return_path(letter: Letter) -> str:
    """Where what cannot be delivered comes back to, if the site has an address for that."""
    whose = bouncing.whose(letter)
    return bouncing.address_of(whose) if whose is not None else ""


# --- one notice ---------------------------------------------------------------------------------------------


def _at_once(person: User, notice: Notice) -> EmailMessage:
    [group] = told_of.groups([notice])
    line, fact = group.lines[0], notice.fact
    subject = _("%(page)s: %(who)s %(said)s") if line.who else _("%(page)s: %(said)s")
    told = {"page": fact.page.title, "who": line.who, "said": line.said.rstrip(":.").strip()}
    if fact.measure is not None:
        may_contest = rules.may(person, "measure.contest", fact.measure)
        context = {"group": group, "line": line, "may_contest": may_contest}
        return _message(person, "measure", subject % told, context, None)
    stop = Stop.of(notice)
    about = fact.thread.exact if fact.thread else ""
    context = {"group": group, "line": line, "about": about, "stop_said": stop.said}
    message = _message(person, "notice", subject % told, context, stop)
    above = [reference_of(name) for name in _above(fact)]
    message.extra_headers |= {"In-Reply-To": above[-1], "References": " ".join(above)}
    return message


def _above(fact: Fact) -> list[str]:
    """What a reader of mail gathers it under: its suggestion or its reuse, and the discussion in that; or its
    page."""
    about = {"suggestion": fact.suggestion_id, "reuse": fact.reuse_id, "thread": fact.thread_id}
    return [f"{kind}-{pk}" for kind, pk in about.items() if pk] or [f"page-{fact.page_id}"]


# --- a digest -----------------------------------------------------------------------------------------------


def _digest(person: User, notices: list[Notice], letter: Letter) -> EmailMessage:
    """By page, those that concern its reader most first."""
    near = [one for one in notices if one.topic != Topic.WATCHED]
    ordered = near + [one for one in notices if one.topic == Topic.WATCHED]
    pace = letter.about["digest"]
    following = Watch.objects.filter(person=person).exclude(level=Level.NOTHING).count()
    return _listing(person, ordered, pace, letter.written_at, Stop(person.pk, pace, 0), following=following)


def _listing(
    to: Any, notices: list[Notice], pace: str, at: datetime, stop: Stop, **context: Any
) -> EmailMessage:
    """What happened, page by page; bounded, whatever happened."""
    shown = notices[:MOST_IN_DIGEST]
    day = date_format(timezone.localtime(at), "l j F")
    count = len(notices)
    headline = ngettext("%(count)d thing has happened", "%(count)d things have happened", count)
    told = context | {
        "groups": told_of.groups(shown),
        "left_out": count - len(shown),
        "headline": headline % {"count": count},
        "day": day,
        "is_weekly": pace == Pace.WEEKLY,
    }
    subject = _("%(site)s: digest of %(day)s") % {"site": current().name, "day": day}
    return _message(to, "news" if "ways" in context else "digest", subject, told, stop)


# --- without an account -------------------------------------------------------------------------------------


def _confirmation(letter: Letter) -> EmailMessage | None:
    """Whoever reads this decides whether their address follows; None where it was forgotten meanwhile."""
    row = Subscription.objects.select_related("page").filter(pk=letter.about["confirm"]).first()
    if row is None or not Page.objects.visible_to(AnonymousUser()).filter(pk=row.page_id).exists():
        return None
    with override(letter.about["language"]):
        link = reverse("wiki:subscription", args=[subscribing.token_of(letter.about)])
        told = {"page": row.page, "below": letter.about["below"], "link": settings.SITE_URL + link}
        told |= {"is_weekly": letter.about["pace"] == Pace.WEEKLY, "days": subscribing.GOOD_FOR.days}
        subject = _("Confirm that you follow “%(page)s”") % {"page": row.page.title}
        return _message(row, "confirm", subject, told, Stop(0, ALL, subscribing.key_of(row.email)))


def _news(letter: Letter) -> EmailMessage | None:
    """What strangers may read, of what this address still follows; None where nothing happened."""
    since = {int(key): datetime.fromisoformat(at) for key, at in letter.about["news"].items()}
    found = Subscription.objects.filter(pk__in=since).exclude(confirmed_at=None).select_related("page")
    rows = list(found.filter(page__in=Page.objects.visible_to(AnonymousUser())).order_by("pk"))
    until = datetime.fromisoformat(letter.about["until"])
    notices = news.of([(row, since[row.pk]) for row in rows], until)
    if not notices:
        return None
    with override(rows[0].language):
        ways = [(row, _way_out(Stop(0, ONE, row.pk))) for row in rows]
        return _listing(
            rows[0],
            notices,
            letter.about["pace"],
            until,
            Stop(0, ALL, subscribing.key_of(rows[0].email)),
            ways=ways,
        )


# --- what all have ------------------------------------------------------------------------------------------


def _message(
    to: Any, name: str, subject: str, context: dict[str, Any], stop: Stop | None
) -> EmailMultiAlternatives:
    """A mail in plain words and in HTML, which says how to get no more of them in one click: all but what is
    decided of its reader."""
    site, host = current().name, urlsplit(settings.SITE_URL).hostname
    way_out = _way_out(stop) if stop else ""
    told = context | {
        "site": site,
        "site_url": settings.SITE_URL,
        "person": to,
        "way_out": way_out,
        "settings_address": settings.SITE_URL + reverse("wiki:watches"),
        "notices_address": settings.SITE_URL + reverse("wiki:notices"),
    }
    text = render_to_string(f"email/{name}.txt", told)
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Id": f"{_plainly(site)} <notices.{host}>",
    }
    if way_out:
        headers |= {
            "List-Unsubscribe": f"<{way_out}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    line = " ".join(subject.split())[:200]
    message = EmailMultiAlternatives(line, _tidied(text), to=[to.email or ""], headers=headers)
    message.attach_alternative(mail_styles.put(render_to_string(f"email/{name}.html", told)), "text/html")
    return message


def _way_out(stop: Stop) -> str:
    return settings.SITE_URL + reverse("wiki:unsubscribe", args=[stop.token])


def _plainly(name: str) -> str:
    """A name that needs no quoting in a header."""
    return re.sub(r"[^\w -]", "", name, flags=re.ASCII).strip() or "Guide"


def _tidied(text: str) -> str:
    """Without the blank lines that a template leaves."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip() + "\n"
