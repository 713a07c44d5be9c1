"""Templates lose the blanks of those who wrote them, and nothing that shows."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

from communs.tight import tight

TEMPLATES = settings.BASE_DIR / "templates"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<ul>\n    <li>a</li>\n\n    <li>b</li>\n</ul>\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        (
            "<b>a</b>\n{% if x %}\n<b>b</b>\n{% endif %}\n<b>c</b>",
            "<b>a</b>\n{% if x %}<b>b</b>\n{% endif %}<b>c</b>",
        ),
        ("a {% if x %}b{% endif %}\nc", "a {% if x %}b{% endif %}\nc"),
        ("{# said #}\n{% load i18n %}\n<p>", "{# said #}{% load i18n %}<p>"),
        ("<p>\n  {% if x %}\n    {% for y in x %}\n      <b>", "<p>\n{% if x %}{% for y in x %}<b>"),
        ("a\n{% translate 'b' %}\nc", "a\n{% translate 'b' %}\nc"),
        ("a\n{{ b }}\nc", "a\n{{ b }}\nc"),
        ("<p>\n  {% include 'b' %}\n</p>", "<p>\n{% include 'b' %}</p>"),
        ("<p>\n  a {% include 'b' %}\n</p>", "<p>\na {% include 'b' %}\n</p>"),
    ],
)
def test_template_reads_as_before_without_its_blanks(written: str, read: str) -> None:
    assert tight(written) == read


@pytest.mark.parametrize(
    "template", sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html"))
)
def test_words_of_every_template_stay_apart(template: str) -> None:
    """Between two pieces that were apart, a blank is left; tags that write nothing count for none."""
    written = (TEMPLATES / template).read_text(encoding="utf-8")

    def pieces(text: str) -> list[str]:
        silent = r"\{%-? *(?:if|elif|else|endif|for|empty|endfor|block|endblock|with|endwith|load|extends|include|get_current_language)\b[^%]*%\}|\{#[^#]*#\}"
        return re.sub(silent, "", text).split()

    assert pieces(tight(written)) == pieces(written)


def test_every_template_ends_its_last_line() -> None:
    """So that what is included, alone on a line, stands apart from what follows."""
    files = TEMPLATES.rglob("*.html")
    assert [file.name for file in files if not file.read_text(encoding="utf-8").endswith("\n")] == []


def test_site_loads_its_templates_tight() -> None:
    assert "\n  " not in get_template("components/neighbours.html").template.source
