"""Somebody who was erased here goes on being named by the repository: no import brings their name back."""

import pytest

from accounts import departures
from accounts.models import User
from tests import factories
from tests.accounts.erased import dumped
from tests.exchange.bringing import at, bring
from tests.exchange.repositories import Person, Repository

pytestmark = pytest.mark.django_db

ELOISE = Person("Éloïse Ndiaye", "eloise@ndiaye.example")
SIGNED = "Encore.\n\nCo-authored-by: Éloïse Ndiaye <eloise@ndiaye.example>"


def left() -> list[int]:
    return [dumped().count(word) for word in ("éloïse ndiaye", "eloise@ndiaye.example")]


def test_import_of_newer_commits_names_nobody_who_was_erased(tmp_path):
    repository = Repository(tmp_path / "guide.git")
    repository.commit({"README.md": "# Guide\n\nUn.\n"}, author=ELOISE)
    factories.person(email=ELOISE.email, name=ELOISE.name)
    bring(repository.write())
    person = User.objects.get(email=ELOISE.email)
    assert at("").history.get().history_user == person
    departures.erase(person)
    assert left() == [0, 0]
    repository.commit({"README.md": "# Guide\n\nDeux.\n"}, author=ELOISE, committer=ELOISE)
    repository.commit({"README.md": "# Guide\n\nTrois.\n"}, message=SIGNED)
    bring(repository.write())
    assert left() == [0, 0]
    latest = at("").history.order_by("-number")
    assert [revision.history_user == person for revision in latest[:3]] == [False, True, True]
    assert latest[0].co_authors == [{"name": "", "person": person.pk}]
