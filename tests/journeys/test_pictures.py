"""Pictures in a real browser: each is drawn, or has a drawing in its place; nothing of them runs."""

import base64

import pytest

from tests import album, factories
from tests.shelf import STATE, document, picture
from wiki.actions import pictures
from wiki.actions.darkroom import Darkroom
from wiki.models import Link, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CARRIED = base64.b64encode(album.png()).decode()
SCRIPTED = album.drawing(
    f"<script>document.documentElement.setAttribute('width', 7)</script><rect width='40' height='20' onload='alert(1)'/>"
    f"<image width='40' height='20' href='data:image/png;base64,{CARRIED}'/>"
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def shown_on_a_page(*attachments):
    """A page whose HTML holds them, as the engine writes it."""
    page = factories.page(factories.home(), "gallery")
    drawn = "".join(f'<p><img src="{one.address}" alt="{one.name}"></p>' for one in attachments)
    Page.objects.filter(pk=page.pk).update(html=drawn)
    for one in attachments:
        Link.objects.create(page=page, kind="asset", target=one.blob)


def checked(content, path):
    made = document(content, path)
    with Darkroom() as room:
        pictures._check(made, room)
    made.refresh_from_db()
    assert made.state == STATE.READY
    return made


@pytest.mark.drawn
def test_pictures_are_drawn_or_have_a_drawing_in_their_place(tab, console):
    shown_on_a_page(
        checked(album.png(), "photo.png"),
        checked(album.moving(), "moving.gif"),
        checked(SCRIPTED, "drawing.svg"),
        picture(STATE.WAITING, (), album.png(album.halves(41)), path="waiting.png"),
        picture(STATE.REFUSED, (), album.png(album.halves(42)), path="refused.png"),
        picture(STATE.MISSING, (), album.png(album.halves(43)), path="missing.png"),
    )
    tab.goto("/gallery/", wait_until="networkidle")
    sizes = tab.evaluate(
        "[...document.querySelectorAll('[data-page-body] img')].map(i => [i.alt, i.complete, i.naturalWidth])"
    )
    assert sizes == [
        ["photo.png", True, 40], ["moving.gif", True, 30], ["drawing.svg", True, sizes[2][2]],
        ["waiting.png", True, 640], ["refused.png", True, 640], ["missing.png", True, 640],
    ]  # fmt: skip
    assert sizes[2][2] > 7
    assert [said for said in console if "404" not in said] == []
    console.clear()


def test_picture_carried_by_a_drawing_is_drawn(tab):
    shown_on_a_page(
        checked(
            album.drawing(f"<image width='40' height='20' href='data:image/png;base64,{CARRIED}'/>"), "a.svg"
        )
    )
    tab.goto("/gallery/", wait_until="networkidle")
    colour = """() => { const i = document.querySelector('[data-page-body] img'), c = document.createElement('canvas');
        c.width = 40; c.height = 20; const d = c.getContext('2d'); d.drawImage(i, 0, 0, 40, 20);
        return [...d.getImageData(5, 10, 1, 1).data] }"""
    red, green, blue, alpha = tab.evaluate(colour)
    assert (red > 180, blue < 80, alpha) == (True, True, 255)


def test_drawing_opened_by_its_address_is_a_download(tab):
    made = checked(SCRIPTED, "drawing.svg")
    shown_on_a_page(made)
    tab.goto("/")
    with tab.expect_download() as download:
        tab.evaluate(f"location.href = '{made.address}'")
    assert download.value.suggested_filename == "drawing.svg"
