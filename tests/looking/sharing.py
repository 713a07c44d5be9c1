"""What people tell of their reuses, done to a site that is to be looked at."""

from __future__ import annotations

from uuid import uuid4

from django.test import override_settings

from accounts.models import User
from wiki.actions import reuses
from wiki.actions.reuses import Account
from wiki.models import Page

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
)


@override_settings(LIMITS_ARE_KEPT=False)  # what takes days is done at once
def share(page: Page, by: User) -> int:
    """Two accounts of one page; the first of them, which is discussed."""
    told = [
        reuses.tell(
            Account(
                pages=(page,),
                title=title,
                organisation="Un service",
                structure=structure,
                done=done,
                worked=worked,
                failed=failed,
            ),
            by=by,
            uuid=uuid4(),
        )
        for title, structure, done, worked, failed in TOLD
    ]
    return told[0].pk
