"""The site as people start it: real processes, a real folder."""

import os
import signal
import socket
import stat
import urllib.error
from pathlib import Path

import pytest

from tests.communs.conftest import Site, free_port, wait_for

ENQUEUE = "from tests.communs import site_tasks; site_tasks.{}"


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").split("\n")[:-1] if file.exists() else []


def test_site_starts_answers_and_stops(site: Site) -> None:
    site.start()
    assert [site.answers(host) for host in ("localhost", "127.0.0.1")] == [True, True]
    assert site.get("/").status == 200
    assert len(site.first_admin_links()) == 1
    assert stat.S_IMODE((site.folder / "data" / "secret-key").stat().st_mode) == 0o600
    first_key = (site.folder / "data" / "secret-key").read_bytes()
    assert site.stop() == 0
    assert "Traceback" not in site.said()
    old_link = site.first_admin_links()[0]

    site.start()
    assert (site.folder / "data" / "secret-key").read_bytes() == first_key
    assert site.get(site.first_admin_links()[0]).status == 200
    with pytest.raises(urllib.error.HTTPError) as refused:
        site.get(old_link)
    assert refused.value.code == 410
    refused.value.close()


def test_commands_work_beside_the_server_without_other_settings(site: Site) -> None:
    site.start()
    made = site.command(
        "shell", "-c", "from accounts.models import User; User.objects.create_superuser('a@b.org')"
    )
    assert (made.returncode, made.stderr) == (0, "")
    assert site.stop() == 0
    site.start()
    assert site.first_admin_links() == []


def test_site_with_two_workers_drains_the_queue_in_one(site: Site) -> None:
    site.start(WORKERS="2")
    signed = site.folder / "signed"
    task = ENQUEUE.format(f"sign.enqueue({str(signed)!r})")
    assert site.command("shell", "-c", "; ".join([task] * 3)).returncode == 0
    assert wait_for(lambda: len(lines(signed)) == 3), site.said()
    assert len(set(lines(signed))) == 1
    assert [str(pid) for pid in site.drainers()] == lines(signed)[:1]


def test_task_of_a_killed_worker_is_taken_over_by_the_other(site: Site) -> None:
    site.start(WORKERS="2")
    signed = site.folder / "signed"
    task = ENQUEUE.format(f"sign_twice.enqueue({str(signed)!r}, 2)")
    assert site.command("shell", "-c", task).returncode == 0
    assert wait_for(lambda: len(lines(signed)) == 1), site.said()
    first = site.drainers()[0]
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: len(lines(signed)) == 3), site.said()
    second = site.drainers()[1]
    assert second != first
    assert lines(signed) == [f"begun {first}", f"begun {second}", f"ended {second}"]
    assert site.answers()


def test_site_stops_after_its_running_task(site: Site) -> None:
    site.start()
    signed = site.folder / "signed"
    task = ENQUEUE.format(f"sign_twice.enqueue({str(signed)!r}, 2)")
    assert site.command("shell", "-c", task).returncode == 0
    assert wait_for(lambda: len(lines(signed)) == 1), site.said()
    assert site.stop() == 0
    assert [line.split()[0] for line in lines(signed)] == ["begun", "ended"]


def test_static_files_have_names_of_their_content_and_are_kept_for_long(site: Site) -> None:
    site.start()
    page = site.get("/accounts/login/")
    address = page.read().decode().split('rel="stylesheet" href="')[1].split('"')[0]
    answer = site.get(address)
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    policies = [sorted(each.headers["Content-Security-Policy"].split("; ")) for each in (answer, page)]
    assert policies[0] == policies[1]


def test_long_questions_are_answered_by_the_site(site: Site) -> None:
    site.start()
    with pytest.raises(urllib.error.HTTPError) as refused:
        site.get(f"/-/search/?q={'%C3%A9' * 1_200}")
    assert (refused.value.code, "Content-Security-Policy" in refused.value.headers) == (400, True)
    refused.value.close()


def test_taken_port_is_told_in_a_sentence(site: Site) -> None:
    with socket.create_server(("127.0.0.1", site.port)):
        refused = site.command("serve")
    assert refused.returncode == 1
    assert refused.stderr == (
        f"CommandError: Port {site.port} is already in use on 127.0.0.1. "
        f"Stop what uses it, or choose another: PORT={site.port + 1} make run\n"
    )


def test_database_that_is_away_is_told_in_a_sentence(site: Site) -> None:
    nobody = free_port()
    refused = site.command("serve", DATABASE_URL=f"postgresql://ada@127.0.0.1:{nobody}/guide")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("CommandError: The database cannot be used: connection ")
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eighty", "PORT: “eighty” is not a whole number from 1 to 65535.\n"),
        (
            "SITE_URL",
            "guide.example.org",
            "SITE_URL: “guide.example.org” is not an address like https://guide.example.org.\n",
        ),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL: it must begin with sqlite://// or postgresql://.\n"),
    ],
)
def test_variable_that_cannot_be_read_is_told_in_a_sentence(
    site: Site, name: str, value: str, sentence: str
) -> None:
    refused = site.command("serve", **{name: value})
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", sentence)
