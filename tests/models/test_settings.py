"""The settings are one row that always names the site, its licence and how accessible it was found."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from wiki.book.licences import DEFAULT, KNOWN
from wiki.models import SiteSettings
from wiki.models.settings import TEXT_LENGTH, TEXTS

pytestmark = pytest.mark.django_db


def test_site_without_a_row_has_the_defaults():
    settings = SiteSettings()
    assert (settings.name, settings.licence, settings.conformity) == ("Communs", "CC-BY-SA-4.0", "unknown")
    assert (settings.baseline, settings.contact_address, str(settings)) == ("", "", "Communs")
    assert [getattr(settings, key) for key in TEXTS] == [""] * 5
    settings.full_clean()


@pytest.mark.parametrize("fields", [{"number": 2}, {"name": ""}, {"licence": ""}, {"conformity": "perfect"}])
def test_database_refuses_what_cannot_be(fields):
    with pytest.raises(IntegrityError):
        SiteSettings.objects.create(**fields)


def test_database_keeps_no_second_row():
    SiteSettings.objects.create()
    with pytest.raises(IntegrityError):
        SiteSettings.objects.create(name="Another")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("licence", "CC BY SA"),
        ("licence", "MIT\n"),
        ("licence", "<b>"),
        ("contact_address", "nobody"),
        ("name", "x" * 81),
        ("baseline", "x" * 201),
        ("legal", "x" * (TEXT_LENGTH + 1)),
    ],
)
def test_value_that_makes_no_sense_is_told_by_its_field(field, value):
    with pytest.raises(ValidationError) as refusal:
        SiteSettings(**{field: value}).full_clean()
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("licence", KNOWN, ids=lambda licence: licence.spdx)
def test_each_licence_on_offer_is_accepted(licence):
    SiteSettings(licence=licence.spdx).full_clean()
    assert (licence.name > "", licence.address.startswith("https://")) == (True, True)


def test_first_licence_on_offer_is_the_default():
    assert KNOWN[0].spdx == DEFAULT
