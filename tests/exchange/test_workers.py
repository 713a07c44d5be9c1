"""Pages are drawn by several processes as by one, and by one when the others die."""

import os
import signal

from wiki.book.drawing import Setting, draw_files
from wiki.book.targets import Targets
from wiki.exchange.workers import AT_ONCE, ENOUGH, Workers
from wiki.text.labels import Labels

PAGES = {f"p{number}.md": (f"/p{number}/", f"Page {number}") for number in range(ENOUGH)}
SETTING = Setting(
    Targets(PAGES, {"i.md": ("/media/x/i.md", 3)}),
    {"i.md": "taken *in*"},
    {"name": "value"},
    Labels(),
)
JOBS = [
    (
        file,
        f'# {title}\n\n[next](p1.md) {{% hint %}}\n{{% include "i.md" %}}\n'
        '<code class="expression">space.vars.name</code>\n',
        "i.md",
    )
    for file, (_url, title) in PAGES.items()
]


def test_workers_draw_what_one_process_draws():
    with Workers() as workers:
        workers.expect(ENOUGH)
        several = list(workers.draw(SETTING, JOBS))
    assert several == draw_files(SETTING, JOBS)


def test_workers_are_not_started_for_few_pages():
    with Workers() as workers:
        workers.expect(ENOUGH - 1)
        assert list(workers.draw(SETTING, JOBS[:3])) == draw_files(SETTING, JOBS[:3])
        assert workers.processes() == []


def test_workers_that_are_killed_leave_the_work_to_this_process():
    with Workers() as workers:
        workers.expect(ENOUGH)
        drawing = workers.draw(SETTING, JOBS)
        first = [next(drawing) for _page in range(AT_ONCE)]
        for process in workers.processes():
            os.kill(process, signal.SIGKILL)
        assert [*first, *drawing] == draw_files(SETTING, JOBS)


def test_drawing_tells_what_a_page_takes_in_and_its_cover():
    drawn = draw_files(SETTING, [("p1.md", '{% include "i.md" %}\n', "i.md")])[0]
    assert drawn.links == [
        {"destination": "i.md", "kind": "include", "url": ""},
        {"destination": "i.md", "kind": "asset", "url": "/media/x/i.md"},
    ]
