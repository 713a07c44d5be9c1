"""A real mail server that is down or comes back, a real site that is killed while it sends: none is lost."""

from __future__ import annotations

import email
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.communs.conftest import ROOT, Site, free_port, wait_for

PEOPLE = 24


class Office:
    """Whatever arrives; `on_arrival` is called with how many have, before the sender is answered."""

    def __init__(self) -> None:
        self.port = free_port()
        self.names: list[str] = []
        self.to: list[str] = []
        self.on_arrival: Callable[[int], None] = lambda _count: None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.names.append(message["Message-ID"])
        self.to += envelope.rcpt_tos
        self.on_arrival(len(self.names))
        return "250 OK"

    @contextmanager
    def opened(self) -> Iterator[None]:
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()


def followers(site: Site, asked: str) -> str:
    script = [sys.executable, "-m", "tests.communs.followers", asked]
    done = subprocess.run(script, cwd=ROOT, env=site.environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def office(site: Site) -> Office:
    made = Office()
    site.environment |= {
        "EMAIL_URL": f"smtp://127.0.0.1:{made.port}",
        "DJANGO_SETTINGS_MODULE": "communs.settings",
    }
    assert followers(site, str(PEOPLE)) == str(PEOPLE)
    return made


def test_server_that_is_down_for_an_hour_loses_and_doubles_nothing(site: Site, office: Office) -> None:
    site.start()
    assert wait_for(lambda: "could not leave, and wait" in site.said()), site.said()
    assert followers(site, "--left").split()[0] == str(PEOPLE)
    assert followers(site, "--later") != "0"
    assert wait_for(lambda: site.said().count("could not leave, and wait") > 1), site.said()
    assert "@example.org" not in site.said()
    with office.opened():
        followers(site, "--later")
        wait_for(lambda: len(office.names) == PEOPLE and followers(site, "--left") == "0 0")
    assert sorted(office.to) == sorted(f"crowd{number}@example.org" for number in range(PEOPLE))
    assert len(set(office.names)) == PEOPLE
    assert followers(site, "--left") == "0 0"


@pytest.mark.parametrize("after", [1, 7, PEOPLE])
def test_sender_that_is_killed_loses_none_and_doubles_one_at_most(
    site: Site, office: Office, after: int
) -> None:
    """Killed at the worst moment: the mail server has the letter, and the site does not know it yet."""

    def kill(count: int) -> None:
        if count == after and site.process is not None:
            os.kill(site.process.pid, signal.SIGKILL)
            for pid in site.drainers():
                kill_quietly(pid)

    office.on_arrival = kill
    with office.opened():
        site.start()
        assert wait_for(lambda: len(office.names) >= after), site.said()
        if site.process is not None:
            site.process.wait(20)
        site.start()
        wait_for(lambda: len(set(office.names)) == PEOPLE and followers(site, "--left").startswith("0 "))
    told = Counter(office.names)
    assert set(office.to) == {f"crowd{number}@example.org" for number in range(PEOPLE)}
    assert (len(told), sorted(told.values())) == (PEOPLE, [1] * (PEOPLE - 1) + [2])
    assert followers(site, "--left") == "0 0"


def kill_quietly(pid: int) -> None:
    """A process of the site that may have ended already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
