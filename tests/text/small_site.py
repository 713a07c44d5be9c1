"""The little site on which the engine is tried: a few pages and files, and how their links resolve."""

from __future__ import annotations

from collections.abc import Mapping

from wiki.text.links import Include, Included, Target, is_external, no_include
from wiki.text.render import Rendering, render

TARGETS = {
    "page.md": Target("page", "/page/", title="The page"),
    "dossier/": Target("page", "/dossier/", title="The folder"),
    "page.md#a-part": Target("page", "/page/#a-part", title="The page", heading="A part"),
    "picture.png": Target("asset", "/files/picture.png", title="picture.png", size=2_048),
    "night.png": Target("asset", "/files/night.png", title="night.png", size=2_048),
    "report.pdf": Target("asset", "/files/report.pdf", title="report.pdf", size=1_234_567),
    "../.gitbook/assets/a plan (1).pdf": Target(
        "asset", "/files/a-plan.pdf", title="a plan (1).pdf", size=900
    ),
    "api.yaml": Target("asset", "/files/api.yaml", title="api.yaml", size=40_000),
}


def resolve(destination: str) -> Target:
    """A page or file of the little site, an outside address, a heading of this page, or nothing."""
    if destination.startswith("#"):
        return Target("page", destination)
    if is_external(destination):
        return Target("external", destination)
    return TARGETS.get(destination, Target("broken"))


def rendered(
    source: str, *, include: Include = no_include, variables: Mapping[str, str] | None = None
) -> Rendering:
    """A source rendered as a page of the little site."""
    return render(source, resolve=resolve, include=include, variables=variables)


def html(source: str) -> str:
    """The HTML of a source."""
    return rendered(source).html


def framed(table: str, name: str) -> str:
    """A table in the frame that bears its name."""
    return f'<div class="gb-table" role="region" aria-label="{name}" tabindex="0">{table}</div>'


def placed_words(source: str) -> list[tuple[str, str | None]]:
    """The visible words, each with what the source holds at its place (None: it has no place)."""
    return [
        (word, None if start is None else source[start:end]) for word, start, end in rendered(source).words()
    ]


def shelf(files: Mapping[str, str]) -> Include:
    """Reusable files by name; a link in the file `x.md` leads to the page `/beside-x.md/…`."""

    def include(name: str) -> Included | None:
        def resolve_beside(destination: str) -> Target:
            return Target("page", f"/beside-{name}/{destination}", title=destination)

        return Included(files[name], resolve_beside, include) if name in files else None

    return include
