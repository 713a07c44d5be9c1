"""An import that is killed leaves the site as it was; run again, it makes the site that it would have made."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.communs.conftest import ROOT, Site, site, wait_for  # noqa: F401  a fixture
from tests.exchange.stories import Story

TIMES = 20
DRAWING = """
from wiki.exchange.workers import ENOUGH, Workers
with Workers() as workers:
    workers.expect(ENOUGH)
    print(*workers.processes(), flush=True)
    input()
"""


def test_import_killed_at_random_moments_and_run_again_makes_the_same_site(site: Site, tmp_path):  # noqa: F811
    story = Story(tmp_path / "made.git", seed=3, commits=30)
    source = story.repository.write(main=story.heads[0])
    script = [sys.executable, "-m", "tests.exchange.interrupt", str(source), f"--times={TIMES}"]
    done = subprocess.run(script, cwd=ROOT, env=site.environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    *tries, last = done.stdout.splitlines()
    assert [line for line in tries if not line.endswith("same site")] == []
    killed = int(last.split()[1])
    assert (killed > TIMES // 2, last.endswith(f"of {TIMES}; other sites: 0")) == (True, True)


def test_processes_that_draw_end_with_the_import_that_is_killed():
    command = [sys.executable, "-c", DRAWING]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        drawing = [int(word) for word in process.stdout.readline().split()]
        process.send_signal(signal.SIGKILL)
    assert len(drawing) > 1
    assert wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in drawing)) is True
