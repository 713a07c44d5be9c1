"""Who may undo all that an account did: moderators, of those who do not moderate; nobody of themselves."""

import pytest

from tests import factories
from tests.test_rules import ACTORS
from wiki import rules
from wiki.errors import NotAllowed

pytestmark = pytest.mark.django_db
# Rows 39 and 41 of the matrix: of whom → by whom.
ALLOWED = {
    "person": {"MO", "AD", "site"},
    "moderator": {"AD", "site"},
    "admin": {"AD", "site"},
}


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("whom", ALLOWED)
def test_account_is_undone_by_those_who_may_and_nobody_else(who, whom):
    someone, person = ACTORS[who](), getattr(factories, whom)()
    assert rules.may(someone, "person.revert", person) is (who in ALLOWED[whom])


@pytest.mark.parametrize("who", ["CO", "TC", "MO", "AD"])
def test_nobody_undoes_all_that_they_did_themselves(who):
    person = ACTORS[who]()
    with pytest.raises(NotAllowed):
        rules.require(person, "person.revert", person)
