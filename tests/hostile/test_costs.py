"""Costly texts are laid out, or shown as they were written, in two seconds of a processor of today at most."""

from __future__ import annotations

import pytest

from tests.hostile import costs, reading
from tests.yardstick import SECOND, yardsticks
from wiki.text import syntax
from wiki.text.links import Included, Target, resolve_external
from wiki.text.render import Rendering, render

BOUND = 2 * SECOND  # a promise of the project, kept with a wide margin on any machine of today


def resolve(destination: str) -> Target:
    outside = destination.startswith(("http", "#", "www", "mailto"))
    return resolve_external(destination) if outside else Target("page", "/somewhere/", "A page")


def measured(source: str, enough: float = BOUND / 4, **given: object) -> tuple[Rendering, float]:
    """The rendering, and the least that it cost in yardsticks."""
    made: list[Rendering] = []

    def draw() -> None:
        syntax.spans.cache_clear()
        made.append(render(source, resolve=resolve, **given))

    cost = yardsticks(draw, enough=enough)
    return made[-1], cost


@pytest.mark.parametrize("name", costs.TESTED)
def test_costly_text_is_rendered_in_time(name: str) -> None:
    source = costs.TEXTS[name]
    made, cost = measured(source)
    assert cost < BOUND
    assert len(made.html) < 20 * len(source) + 10_000


@pytest.mark.parametrize("language", sorted(syntax.LANGUAGES))
def test_costly_code_is_coloured_in_time(language: str) -> None:
    """Three blocks of the worst kind are the most that one page colours."""
    told = {name: measured(source)[1] for name, source in costs.TESTED_CODE[language].items()}
    assert told
    assert {name: cost for name, cost in told.items() if 3 * cost > BOUND} == {}


@pytest.mark.parametrize("most", ["<p>a", "- a\n", "a *b* ", "{% hint %}\na\n{% endhint %}\n"])
def test_reusable_texts_cost_no_more_than_a_page(most: str) -> None:
    """A page that calls the largest reusable texts, and each of them others."""
    inside = (most * 300_000)[:120_000]

    def include(name: str) -> Included:
        return Included(f'{inside}\n\n{{% include "{name}a" %}}\n', resolve, include)

    _, cost = measured('{% include "a" %}\n' * 30, include=include)
    assert cost < BOUND


def test_reusable_texts_that_call_many_others_end() -> None:
    def include(name: str) -> Included:
        calls = "".join(f'{{% include "{name}{number}" %}}\n' for number in range(10))
        return Included(f"{name}\n\n{calls}", resolve, include)

    made, cost = measured('{% include "a" %}\n', include=include)
    assert cost < BOUND
    assert len(made.html) < 3_000_000


@pytest.mark.parametrize(
    "calls", ["[x](/p#h 'mention')", "[](/p)", "{% content-ref url='/p' %}", "{% file src='/p' %}"]
)
def test_words_given_from_elsewhere_do_not_multiply(calls: str) -> None:
    """A heading or title of another page, as long as it may be, called as often as it may be."""

    def given(destination: str) -> Target:
        return Target("page", "/p/", title="t" * 50_000, heading="h" * 50_000)

    made = render(f"{calls}\n\n" * 1_000, resolve=given)
    assert len(made.html) < 3_000_000


def test_values_given_from_elsewhere_do_not_multiply() -> None:
    source = '<code class="expression">space.vars.long</code>\n\n' * 1_000
    made = render(source, resolve=resolve, variables={"long": "v" * 50_000})
    assert len(made.html) < 3_000_000


def test_bounded_text_is_kept_and_the_reader_told() -> None:
    source = "[" * 50_000 + "<script>alert(1)</script> end"
    made = render(source, resolve=resolve)
    words = [word for word, _, _ in made.words()]
    assert words == ["script", "alert", "1", "script", "end"]
    notices = [tag.attributes.get("data-gb-notice") for tag in reading.tags(made.html)]
    assert "bounds" in notices


def test_four_times_the_text_costs_no_more_than_eight_times_the_work() -> None:
    """A guard against blow-ups that stay under the bound today: growth, not speed."""
    for unit in ("a *b* `c` ", "[a](b) <b>c</b> ", "- a\n", "| a | b |\n", "> a\n\n# b\n"):
        small, large = (measured((unit * 9_000)[:size], enough=0)[1] for size in (4_000, 16_000))
        assert large < 8 * small + SECOND / 10, unit
