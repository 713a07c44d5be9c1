"""How texts name the files of their shelf: whatever a file is called, the line of it shows it."""

import lxml.html
import pytest

from tests import factories
from wiki.actions import pages
from wiki.models import Attachment, Book, Link, Page
from wiki.queries import shelf
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

NAMES = [
    "plain.pdf", "a b.pdf", "a (1).pdf", "a)(.pdf", "<b>.pdf", 'say "yes".pdf', "50%.pdf", "100%25.pdf", "a#b.pdf",
    "a?b.pdf", "été.pdf", "e\u0301.pdf", "a&amp;b.pdf", "a\\b.pdf", "*a*_b_.pdf", "{{x}}.pdf", "a%}b.pdf", "a@2x.pdf",
]  # fmt: skip


def kept(name, kind, book=None):
    return Attachment.objects.create(
        book=book,
        path=f".gitbook/assets/{name}",
        blob="a" * 40,
        size=1,
        media_type=kind,
        uploaded_at="2026-01-01T00:00Z",
    )


@pytest.fixture
def page():
    return factories.page(factories.home(), "a")


def shows(page, attachment):
    pages.edit(page, by=SYSTEM, base=page.version, source=f"# A\n\n{shelf.line_of(page, attachment)}\n")
    return list(Link.objects.filter(page=page).values_list("kind", "target"))


@pytest.mark.parametrize("kind", ["image/png", "application/pdf"])
@pytest.mark.parametrize("name", NAMES)
def test_line_of_a_file_shows_it_whatever_its_name(page, name, kind):
    assert shows(page, kept(name, kind)) == [("asset", "a" * 40)]


@pytest.mark.parametrize("name", NAMES)
def test_line_of_a_file_of_a_book_shows_it_from_any_folder(name):
    root = factories.home()
    book = Book.objects.create(
        root=root, name="B", source="b", readme="README.md", summary="S.md", imported_at="2026-01-01T00:00Z"
    )
    deep = factories.page(root, "x", book=book, book_path="one/two/x.md")
    assert shows(deep, kept(name, "image/png", book)) == [("asset", "a" * 40)]


def test_shelf_of_a_page_made_here_is_the_sites_wherever_it_stands():
    root = factories.home()
    book = Book.objects.create(
        root=root, name="B", source="b", readme="README.md", summary="S.md", imported_at="2026-01-01T00:00Z"
    )
    above = factories.page(root, "x", book=book, book_path="x.md")
    here = factories.page(above, "y")
    assert [shelf.book_of(page) for page in (above, here, Page())] == [book.pk, None, None]


WORDS = [
    "Plain words", "a [link](x) and ![](y)", "**bold** _it_ `code`", 'say "yes"', "<b>bold</b> & co", "&amp; &#x22;",
    "{{ space.vars.x }}", "{% hint %}", "$$a^2$$ and $b$", ":smile: ~~no~~ ==yes==", "a | b", "back\\slash", "https://example.org",
    "it’s « guillemets » — fin.", "<!-- no -->", "a\tb", "ends with \\", "] then (", "user@example.org", "H~2~O^2^",
]  # fmt: skip


def drawn(page, line):
    pages.edit(page, by=SYSTEM, base=page.version, source=f"# A\n\n{line}\n\nAfter.\n")
    return lxml.html.fromstring(f"<div>{page.html}</div>")


@pytest.mark.parametrize("words", WORDS)
def test_description_of_a_picture_is_drawn_as_it_was_typed(page, words):
    made = kept("a.png", "image/png")
    for caption in ("", "Caption"):
        line = shelf.line_of(page, made, alt=words, caption=caption)
        assert [one.get("alt") for one in drawn(page, line).iter("img")] == [words]


# In words that are read, a code of GitBook's is the sign that it stands for.
@pytest.mark.parametrize("words", [words for words in WORDS if ":smile:" not in words])
@pytest.mark.parametrize("kind", ["image/png", "application/pdf"])
def test_caption_of_a_file_is_drawn_as_it_was_typed(page, kind, words):
    line = shelf.line_of(page, kept("a.pdf", kind), alt="Plan", caption=words)
    found = [one.text_content() for one in drawn(page, line).iter("figcaption")]
    assert found == [words]
