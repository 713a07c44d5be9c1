"""What readers say of a page is kept without them, told to those who decide, and cleared after a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki import rules
from wiki.actions import limiting, notices
from wiki.models import Fact, Feedback, Page
from wiki.models.feedback import ANSWERS_DAYS, WORDS_DAYS, WORDS_LENGTH
from wiki.models.notice import Kind

NEWS = timedelta(days=1)  # for how long one notice of a page stands for all that is said of it


@transaction.atomic
def give(page: Page, *, by: Any, network: str | None, helped: bool, words: str = "") -> Feedback:
    """Keep what a reader said, and nothing of them; TooSoon where far too much comes from their network."""
    rules.require(by, "feedback.give", page)
    crowded = limiting.feedback(network)
    said = words.replace("\x00", "").strip()[:WORDS_LENGTH]
    kept = Feedback.objects.create(page_id=page.pk, helped=helped, words=said, crowded=crowded)
    lately = Fact.objects.filter(kind=Kind.FEEDBACK, page_id=page.pk, at__gt=kept.at - NEWS)
    if (said or not helped) and not lately.exists():
        notices.note(Kind.FEEDBACK, page, by=rules.SYSTEM)
    return kept


@transaction.atomic
def drop(it: Feedback, *, by: Any) -> None:
    """Take an answer away: it breaks the rules, or tells of somebody."""
    rules.require(by, "feedback.drop", it)
    Feedback.objects.filter(pk=it.pk).delete()


@transaction.atomic
def clear(*, by: Any) -> int:
    """Empty words that were kept for long, and take away what was kept longer; how many answers that was."""
    rules.require(by, "feedback.clear")
    now = timezone.now()
    gone, _kinds = Feedback.objects.filter(at__lt=now - timedelta(days=ANSWERS_DAYS)).delete()
    said = Feedback.objects.filter(at__lt=now - timedelta(days=WORDS_DAYS)).exclude(words="")
    return gone + said.update(words="")
