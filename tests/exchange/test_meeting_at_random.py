"""Whatever was done here meets whatever was done there: nothing is lost, nothing is overwritten, nothing breaks."""

import random

import pytest

from tests import factories
from tests.exchange import dumps
from tests.exchange.stories import Story
from wiki import rules
from wiki.actions import pages
from wiki.errors import Refusal
from wiki.exchange.importing import import_book
from wiki.models import Page, PageRevision, Redirect

pytestmark = pytest.mark.django_db

BY = {"by": rules.SYSTEM}
PLACE = ("parent_id", "path", "state")


class Here:
    """Somebody at work on the pages of this site, drawn from a seed."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.texts, self.places, self.made = {}, {}, 0

    def work(self, times):
        for _time in range(times):
            page = self.chance.choice(self.living())
            gesture = self.chance.choice(
                [
                    self.edit,
                    self.edit,
                    self.move,
                    self.rename,
                    self.retitle,
                    self.order,
                    self.archive,
                    self.make,
                    self.hide,
                ]
            )
            try:
                gesture(page)
            except Refusal:
                continue
        # What follows a page that was moved, or goes with one that was archived, counts as touched as well.
        for pk, place in self.now().items():
            for name, value in place.items():
                if self.before.get(pk, place)[name] != value:
                    self.places[pk, name] = value

    def living(self):
        return list(Page.objects.exclude(state="archived").exclude(kind="link").order_by("pk"))

    def now(self):
        return {row.pop("pk"): row for row in Page.objects.values("pk", *PLACE)}

    def begin(self):
        self.before = self.now()

    def edit(self, page):
        if page.kind == "page":
            pages.edit(
                page, **BY, base=page.version, source=f"# À nous {page.pk}\n\n{self.chance.random()}\n"
            )
            self.texts[page.pk] = page.source

    def retitle(self, page):
        pages.rename(page, **BY, base=page.version, title=f"Titre {page.pk}")
        self.texts[page.pk] = page.source

    def rename(self, page):
        pages.rename(page, **BY, base=page.version, slug=f"ici-{page.pk}")

    def move(self, page):
        pages.move(page, **BY, base=page.version, parent=self.chance.choice(self.living()))

    def order(self, page):
        below = list(page.children.exclude(state="archived").values_list("pk", flat=True))
        pages.reorder(page, **BY, order=self.chance.sample(below, len(below)))

    def archive(self, page):
        if self.chance.random() < 0.5:
            pages.archive(page, **BY, base=page.version, reason="")

    def make(self, page):
        self.made += 1
        made = factories.page(page, f"local-{self.made}", path=None)
        self.texts[made.pk] = made.source

    def hide(self, page):
        pages.unpublish(page, **BY, base=page.version)


def check_house():
    """What must hold of any site."""
    living = Page.objects.exclude(state="archived")
    assert list(living.filter(parent__state="archived").values_list("path")) == []
    paths = set(living.values_list("path", flat=True))
    assert [path for path in Redirect.objects.values_list("path", flat=True) if path in paths] == []
    for page in living.select_related("parent"):
        above = page
        for _level in range(60):
            above = above.parent
            if above is None:
                break
        assert above is None  # no page hangs from itself
    numbers = {}
    for pk, number in PageRevision.objects.order_by("id", "number").values_list("id", "number"):
        numbers.setdefault(pk, []).append(number)
    assert {pk: found for pk, found in numbers.items() if found != list(range(1, len(found) + 1))} == {}
    assert set(living.values_list("pk", flat=True)) - numbers.keys() == set()


@pytest.mark.parametrize("seed", range(4))
def test_meeting_loses_and_overwrites_nothing(seed, tmp_path):
    story = Story(tmp_path / "made.git", seed, commits=40, root="docs/" if seed % 3 == 2 else "")
    head, commits = story.heads[0], story.repository.commits
    line = [head]
    while commits[line[-1]].parents:
        line.append(commits[line[-1]].parents[0])
    stops = sorted(random.Random(seed).sample(line[1:], 3)) + [head]
    here = Here(seed)
    for number in stops:
        made = story.repository.write(main=number)
        import_book(str(made), **BY)
        check_house()
        found = dict(Page.objects.values_list("pk", "source"))
        assert {pk: found[pk] for pk in here.texts} == here.texts
        deleted_there = set(Page.objects.filter(upstream__gone=True).values_list("pk", flat=True))
        here.places = {key: value for key, value in here.places.items() if key[0] not in deleted_there}
        now = here.now()
        assert {key: now[key[0]][key[1]] for key in here.places} == here.places
        again = dumps.everything()
        assert import_book(str(made), **BY).books == ()
        assert dumps.everything() == again
        here.begin()
        here.work(6)
        check_house()
