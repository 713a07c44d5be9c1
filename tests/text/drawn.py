"""Sources drawn for comparison, as a page's are."""

from wiki.text.links import resolve_external
from wiki.text.render import render


def draw(source: str) -> str:
    return render(source, resolve=resolve_external).html
