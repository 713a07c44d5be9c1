"""What the site says of itself comes with the menu, or alone in one query."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.models import SiteSettings
from wiki.models.settings import Conformity
from wiki.queries import settings, tree

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
SET = {"name": "Nos communs", "baseline": "À nous « tous »", "licence": "etalab-2.0", "conformity": "partial"}


def told(site: settings.Site) -> list[str]:
    return [site.name, site.baseline, site.licence.spdx, site.conformity]


def test_site_without_a_row_has_the_defaults_and_gets_none(django_assert_num_queries):
    with django_assert_num_queries(1):
        site = settings.site()
    sentence = "Un guide qu’une communauté écrit et gouverne au grand jour."
    assert told(site) == ["Communs", sentence, "CC-BY-SA-4.0", "unknown"]
    assert SiteSettings.objects.count() == 0


def test_site_is_told_as_it_was_set(django_assert_num_queries):
    SiteSettings.objects.create(**SET)
    with django_assert_num_queries(1):
        site = settings.site()
    assert told(site) == list(SET.values())
    assert (site.conformity, site.licence.name) == (Conformity.PARTIAL, "Licence Ouverte 2.0")


@pytest.mark.parametrize("rows", [1, 3])
def test_menu_brings_the_site_along_in_its_one_query(django_assert_num_queries, rows):
    SiteSettings.objects.create(**SET)
    root = factories.home()
    for number in range(rows):
        factories.page(root, f"p{number}")
    with django_assert_num_queries(1):
        menu = tree.menu(NOBODY)
    assert (menu.site, len(menu)) == (settings.site(), rows + 1)


def test_menu_of_a_site_that_was_never_set_brings_the_defaults():
    factories.home()
    assert tree.menu(NOBODY).site == settings.site()


def test_menu_without_home_page_brings_no_site():
    assert tree.menu(NOBODY).site is None


def test_row_as_it_stands_or_would_stand(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert settings.current().version == 0
    SiteSettings.objects.create(**SET, version=3)
    assert (settings.current().name, settings.current().version) == ("Nos communs", 3)
