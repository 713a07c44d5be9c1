"""A former address is bare and leads once."""

import pytest
from django.db import IntegrityError

from tests import factories
from wiki.models import Redirect

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["", "/a", "a/"])
def test_former_path_that_is_not_bare_is_refused(path):
    page = factories.page(factories.home(), "here")
    with pytest.raises(IntegrityError):
        Redirect.objects.create(path=path, page=page)


def test_former_path_leads_once():
    page = factories.page(factories.home(), "here")
    Redirect.objects.create(path="there", page=page)
    with pytest.raises(IntegrityError):
        Redirect.objects.create(path="there", page=page)


def test_former_path_shows_as_an_address():
    assert str(Redirect(path="a/b")) == "/a/b/"
