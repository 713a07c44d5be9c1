"""What people tell of their reuses, done to a site that is to be looked at."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from django.test import override_settings

from accounts.models import User
from wiki.actions import measures, reuses, vetting
from wiki.actions.reuses import Account
from wiki.models import Measure, Page

TOLD = (
    (
        "Un tableau repris en réunion de service",
        "local",
        "Nous avons repris le tableau de cette page et l’avons rempli à cinq, en une heure.",
        "Chacun a parlé de ce qu’il connaissait.",
        "La troisième colonne demandait des chiffres que personne n’avait.",
    ),
    (
        "Une séance de questions avec des associations",
        "association",
        "Les questions de la page ont servi de trame.",
        "Elles se lisent à voix haute.",
        "",
    ),
    (
        "Une offre bâtie sur la page",
        "company",
        "Nous accompagnons des services avec les questions de la page.",
        "",
        "Elles ne suffisent pas à décider.",
    ),
)


@override_settings(LIMITS_ARE_KEPT=False)  # what takes days is done at once
def share(page: Page, by: User, other: User) -> int:
    """Three accounts of one page: the first, told otherwise since; the last was hidden, which is contested."""
    told = [reuses.tell(_account(page, words), by=by, uuid=uuid4()) for words in TOLD]
    again = _account(page, TOLD[0])
    reuses.edit(told[0], replace(again, done=f"{again.done} Nous le referons chaque année."), by=by)
    vetting.hide(told[-1], by=other, reason="La publicité n’a pas sa place ici.")
    measure = Measure.objects.get(reuse=told[-1])
    measures.contest(measure, by=by, words="Je raconte ce qui n’a pas suffi, et ne vends rien.")
    measures.read(measure, by=by)  # else each screen of the admin's would tell of it
    return told[0].pk


def _account(page: Page, words: tuple[str, ...]) -> Account:
    title, structure, done, worked, failed = words
    return Account(
        pages=(page,),
        title=title,
        organisation="Un service",
        structure=structure,
        done=done,
        worked=worked,
        failed=failed,
    )
