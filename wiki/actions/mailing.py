"""Letters that tell of notices, written as they leave: what their reader may no longer read is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.letters import reference_of
from accounts.models import Letter, User
from accounts.roles import Role, roles_of
from wiki import rules
from wiki.actions import watching
from wiki.models import Fact, Notice, NoticeSettings, Page, Suggestion, Thread, Watch
from wiki.models.notice import Kind, Why
from wiki.models.page import site_language
from wiki.models.watch import Level, Pace, Topic
from wiki.queries import notices as told_of
from wiki.queries import telling
from wiki.queries.settings import current
from wiki.text import mail_styles

SALT = "wiki.notices"
MOST_IN_DIGEST = 40  # notices that are told in words; of the rest a mail says how many they are
STOPPED = {"t": Thread, "s": Suggestion, "p": Page, "u": User}


def written(letter: Letter) -> EmailMessage | None:
    """The mail of these notices, in the language of its reader; None where nothing is left to be told."""
    person = letter.person
    if person is None or Role.CONTRIBUTOR not in roles_of(person):
        return None
    found = Notice.objects.of(person).filter(pk__in=letter.about.get("notices", []))
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
    if letter.person_id:
        told = {"refused_at": timezone.now()}
        NoticeSettings.objects.update_or_create(person_id=letter.person_id, defaults=told)


# --- one notice ---------------------------------------------------------------------------------------------


def _at_once(person: User, notice: Notice) -> EmailMessage:
    [group] = told_of.groups([notice])
    line, fact = group.lines[0], notice.fact
    subject = _("%(page)s: %(who)s %(said)s") if line.who else _("%(page)s: %(said)s")
    told = {"page": fact.page.title, "who": line.who, "said": line.said.rstrip(":.").strip()}
    stop = Stop.of(notice)
    about = fact.thread.exact if fact.thread else ""
    context = {"group": group, "line": line, "about": about, "stop_said": stop.said}
    message = _message(person, "notice", subject % told, context, stop)
    root = reference_of(_root(fact))
    message.extra_headers |= {"In-Reply-To": root, "References": root}
    return message


def _root(fact: Fact) -> str:
    """What a reader of mail gathers it under: its discussion, its suggestion, or its page."""
    if fact.thread_id:
        return f"thread-{fact.thread_id}"
    return f"suggestion-{fact.suggestion_id}" if fact.suggestion_id else f"page-{fact.page_id}"


# --- a digest -----------------------------------------------------------------------------------------------


def _digest(person: User, notices: list[Notice], letter: Letter) -> EmailMessage:
    """By page, those that concern its reader most first; bounded, whatever happened."""
    near = [one for one in notices if one.topic != Topic.WATCHED]
    shown = (near + [one for one in notices if one.topic == Topic.WATCHED])[:MOST_IN_DIGEST]
    groups, left_out = told_of.groups(shown), len(notices) - len(shown)
    pace = letter.about["digest"]
    day = date_format(timezone.localtime(letter.written_at), "l j F")
    count = len(notices)
    headline = ngettext("%(count)d thing has happened", "%(count)d things have happened", count)
    context = {
        "groups": groups,
        "left_out": left_out,
        "headline": headline % {"count": count},
        "day": day,
        "is_weekly": pace == Pace.WEEKLY,
        "following": Watch.objects.filter(person=person).exclude(level=Level.NOTHING).count(),
    }
    subject = _("%(site)s: digest of %(day)s") % {"site": current().name, "day": day}
    return _message(person, "digest", subject, context, Stop(person.pk, pace, 0))


# --- what all have ------------------------------------------------------------------------------------------


def _message(
    person: User, name: str, subject: str, context: dict[str, Any], stop: Stop
) -> EmailMultiAlternatives:
    """A mail in plain words and in HTML, which says how to get no more of them in one click."""
    site, host = current().name, urlsplit(settings.SITE_URL).hostname
    way_out = settings.SITE_URL + reverse("wiki:unsubscribe", args=[stop.token])
    told = context | {
        "site": site,
        "site_url": settings.SITE_URL,
        "person": person,
        "way_out": way_out,
        "settings_address": settings.SITE_URL + reverse("wiki:watches"),
        "notices_address": settings.SITE_URL + reverse("wiki:notices"),
    }
    text = render_to_string(f"email/{name}.txt", told)
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Id": f"{_plainly(site)} <notices.{host}>",
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    line = " ".join(subject.split())[:200]
    message = EmailMultiAlternatives(line, _tidied(text), to=[person.email or ""], headers=headers)
    message.attach_alternative(mail_styles.put(render_to_string(f"email/{name}.html", told)), "text/html")
    return message


def _plainly(name: str) -> str:
    """A name that needs no quoting in a header."""
    return re.sub(r"[^\w -]", "", name, flags=re.ASCII).strip() or "Guide"


def _tidied(text: str) -> str:
    """Without the blank lines that a template leaves."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip() + "\n"


# --- no more of them ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stop:
    """What a mail lets its reader stop, without logging in: a thing that they follow, or a pace of mails."""

    person: int
    what: str  # t, s, p, u: a thread, suggestion, page, person; else a pace
    key: int

    @classmethod
    def of(cls, notice: Notice) -> Stop:
        """The nearest thing that one would not hear of any more."""
        fact = notice.fact
        if notice.why == Why.WORDS:
            return cls(notice.person_id, Topic.WORDS, 0)
        if notice.why == Why.PERSON and fact.by_id:
            return cls(notice.person_id, "u", fact.by_id)
        if notice.why == Why.ABOVE and notice.above_id:
            return cls(notice.person_id, "p", notice.above_id)
        if fact.thread_id:
            return cls(notice.person_id, "t", fact.thread_id)
        if fact.suggestion_id and notice.why != Why.DECIDES:
            return cls(notice.person_id, "s", fact.suggestion_id)
        if notice.why == Why.DECIDES or fact.kind == Kind.REMINDED:
            return cls(notice.person_id, Topic.DECIDING, 0)
        return cls(notice.person_id, "p", fact.page_id)

    @property
    def token(self) -> str:
        return signing.dumps([self.person, self.what, self.key], salt=SALT)

    @property
    def said(self) -> str:
        """What the way out does, in words."""
        return {
            "t": _("Follow this thread no more"),
            "s": _("Follow this suggestion no more"),
            "p": _("Follow this page no more"),
            "u": _("Follow this person no more"),
        }.get(self.what, _("No more of these mails"))


def read_stop(token: str) -> Stop | None:
    """What a token lets stop; it is good for ever, as mails are kept for long."""
    try:
        person, what, key = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Stop(person, what, key)


@transaction.atomic
def stop(asked: Stop, *, by: Any) -> bool:
    """No more of these mails; whether there is still anybody whom it is about. Twice is once."""
    rules.require(by, "notice.stop", asked)
    person = User.objects.filter(pk=asked.person, is_active=True).first()
    if person is None:
        return False
    if asked.what in STOPPED:
        it = STOPPED[asked.what]._default_manager.filter(pk=asked.key).first()
        if it is not None:
            watching.mute(it, by=person)
        return it is not None
    wanted = telling.settings_of(person)
    paces = {topic.value: Pace.NEVER for topic in Topic if asked.what in (topic, getattr(wanted, topic))}
    if paces:
        NoticeSettings.objects.update_or_create(person=person, defaults=paces)
    Notice.objects.filter(person=person, pace=asked.what, mailed_at=None).update(pace=Pace.NEVER)
    return True
