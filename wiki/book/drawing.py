"""One page of a book drawn by the engine, with plain values in and out, so that any process can do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from wiki.book.targets import Targets
from wiki.text.labels import Labels
from wiki.text.links import Include, Included, Resolve
from wiki.text.render import Lines, render


@dataclass(frozen=True)
class Setting:
    """What the pages of a book share: where its files lead, its reusable texts and variables, our words."""

    targets: Targets
    texts: Mapping[str, str] = field(default_factory=dict)  # file that is no page → text
    variables: Mapping[str, str] = field(default_factory=dict)
    labels: Labels = field(default_factory=Labels)


@dataclass(frozen=True)
class Drawn:
    """What is kept of a rendering: its links include those of the cover and of the texts taken in."""

    title: str
    html: str
    outline: list[dict[str, Any]]
    plain: str
    links: list[dict[str, str]]
    outermost: tuple[tuple[Lines, ...], ...] = ()


def draw_file(file: str, source: str, cover: str, setting: Setting) -> Drawn:
    """The page of a file of the book."""
    resolve = setting.targets.resolver(file)
    include = setting.targets.includer(file, setting.texts.get)
    return draw(source, cover, resolve, include, setting.variables, setting.labels)


def draw(
    source: str, cover: str, resolve: Resolve, include: Include, variables: Mapping[str, str], labels: Labels
) -> Drawn:
    """A text as the engine makes it, whatever the site it stands on."""
    taken_in: dict[str, None] = {}
    made = render(
        source, resolve=resolve, include=_noting(include, taken_in), labels=labels, variables=variables
    )
    links = [asdict(link) for link in made.links]
    links += [{"destination": name, "kind": "include", "url": ""} for name in taken_in]
    if cover:
        shown = resolve(cover)
        links.append({"destination": cover, "kind": shown.kind, "url": shown.url})
    outline = [heading._asdict() for heading in made.outline]
    return Drawn(made.title, made.html, outline, str(made.plain), links, made.outermost)


def _noting(include: Include, taken_in: dict[str, None]) -> Include:
    """The same, writing down which reusable texts were found."""

    def noted(name: str) -> Included | None:
        found = include(name)
        if found is not None:
            taken_in[name] = None
        return found

    return noted


Job = tuple[str, str, str]  # file, source, cover


def draw_files(setting: Setting, jobs: Sequence[Job]) -> list[Drawn]:
    """Several pages in a row: what one process is given at a time."""
    return [draw_file(file, source, cover, setting) for file, source, cover in jobs]
