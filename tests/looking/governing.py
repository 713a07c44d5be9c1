"""What those who moderate and operate meet, done to a site that is to be looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from wiki.actions import charters, flagging, inviting, measures, moderation, pages, sieving, threads
from wiki.models import Comment, Page
from wiki.models.measure import Kind
from wiki.models.page import State

SAID = (
    "Encore une page écrite par quelqu’un qui n’y connaît rien.",
    "Nous vendons un outil qui fait tout cela, écrivez-nous.",
    "Je ne comprends pas ce tableau : que compte la troisième colonne ?",
)


@override_settings(LIMITS_ARE_KEPT=False)  # what takes days is done at once
def govern(page: Page, by: User) -> dict[str, Any]:
    """Comments flagged, held and hidden; a page, a suggestion and a person reported; a decision contested; a
    charter, a filter, an invitation, an archived page."""
    reader, other, second = (_person(name) for name in ("Lecture", "Passage", "Relecture"))
    second.moderator = True
    second.save()
    section = Page.objects.filter(parent__path="", state=State.PUBLISHED, kind="page").order_by("position")[0]
    charters.amend(section, by=by, seen=0, referents=[by, second], approvals=2, consent_days=14)
    sieving.write(
        section, by=by, seen=0, held_words="casino\nprêt sans justificatif", blocked_hosts="example.net"
    )
    said = [threads.open(page, by=other, text=text, uuid=uuid4()) for text in SAID]
    moderation.flag(said[0], by=reader, rule="person", reason="Elle vise l’auteur, pas le texte.")
    moderation.flag(said[0], by=by, rule="hate", reason="")
    Comment.objects.filter(pk=said[2].pk).update(held=True)
    moderation.hide(said[1], by=second, reason="La publicité n’a pas sa place ici.")
    flagging.flag(page, by=reader, rule="copied", reason="Le deuxième paragraphe vient d’ailleurs.")
    flagging.flag(other, by=reader, rule="advertising")
    warned = measures.take(other, by=second, kind=Kind.WARN, reason="Vous visez des personnes.")
    contested = measures.contest(warned, by=other, words="Je citais la page, rien de plus.")
    until = timezone.now() + timedelta(days=7)
    measures.take(other, by=by, kind=Kind.SUSPEND, reason="Cela s’est répété.", until=until)
    inviting.make(by=by, uuid=uuid4(), note="Pour l’atelier de janvier")
    away = pages.create(
        section, by=by, source="# Une page retirée\n\nCe qu’elle disait.\n", title="Une page retirée"
    )
    pages.archive(away, by=by, base=away.version, reason="Elle répète la précédente.")
    told = {"section": section.pk, "comment": said[0].pk, "held": said[2].pk, "hidden": said[1].pk}
    return told | {"person": other.pk, "measure": contested.pk, "away": away.pk, "page": page.pk}


def windows() -> dict[str, str]:
    """Every list of the administration, and the first thing that stands in each."""
    found = {}
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        short = str(model._meta.model_name)
        found[short] = reverse(f"admin:{name}_changelist")
        first = model._default_manager.order_by("-pk").first()
        if first is not None:
            found[f"{short}-one"] = reverse(f"admin:{name}_change", args=[first.pk])
    return found


def _person(name: str) -> User:
    person = User.objects.create_user(f"{name.lower()}@example.org", name=f"{name} du guide")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
