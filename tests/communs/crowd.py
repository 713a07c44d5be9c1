"""People who comment as fast as they are answered, some of them clicking twice, while others read."""

from __future__ import annotations

import http.client
import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

SETTINGS = "tests.communs.unlimited"
WRITERS, READERS, PAGES, PASSAGES = 20, 4, 5, 20
REPLIES, CLICKS_TWICE = 0.6, 0.1  # of what is said: what answers somebody, what is sent twice at once
READS_FOR = 0.1  # seconds, before the next page
QUICKEST = 2.2  # seconds: nobody is faster at the first form they see
TOLD = "Told: "
SESSION = "session"  # the cookie’s name where the site is not on https
SETTLE = "from tests.communs import crowd; crowd.settle()"
COUNT = "from tests.communs import crowd; crowd.count()"


# --- in the site's own process ------------------------------------------------------------------------------


def settle() -> None:
    """Pages to talk about, a thread on each, and people who are logged in."""
    from django.test import Client  # in here: whoever asks over HTTP has no Django set up

    from tests import factories
    from wiki.actions import threads
    from wiki.models import Page

    text = "".join(f"\n## Part {number}\n\n{passage(number)}\n" for number in range(PASSAGES))
    home = Page.objects.get(path="")
    begun, sessions = [], []
    for number in range(PAGES):
        page = factories.page(home, f"page-{number}", f"# Page {number}\n{text}")
        first = threads.open(page, by=factories.person(), text="What of it?", uuid=uuid4())
        begun.append(first.thread_id)
    for _number in range(WRITERS):
        client = Client()
        client.force_login(factories.person())
        sessions.append(client.cookies[SESSION].value)
    _tell({"sessions": sessions, "threads": begun})


def count() -> None:
    """How many remarks were kept, how many different ones, and whether each thread has a number of its own."""
    from wiki.models import Comment, Thread

    remarks = Comment.objects.filter(text__startswith="Remark ")
    threads = Thread.objects.values("page", "number")
    told = {
        "kept": remarks.count(),
        "different": remarks.values("text").distinct().count(),
        "numbers": threads.distinct().count() == threads.count(),
    }
    _tell(told)


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(f"{TOLD}{json.dumps(what)}\n")


def passage(number: int) -> str:
    return f"The words of passage {number} are here to be talked about, one after the other."


def told(said: str) -> dict[str, Any]:
    """What `settle` or `count` has written."""
    return dict(json.loads(said.partition(TOLD)[2].splitlines()[0]))


# --- over HTTP ----------------------------------------------------------------------------------------------


@dataclass
class Answers:
    """What became of all that was asked: seconds, how often which status, and what should not have been."""

    posts: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def note(self, what: str, status: int, text: str, expected: int) -> None:
        self.statuses[f"{what} {status}"] += 1
        if status != expected:
            self.wrong.append(f"{what} {status}: {text[:200]}")


class Browser:
    """One connection that stays open, and its cookies."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.cookies = cookies
        self._port = port
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Host": f"localhost:{self._port}", "Accept-Encoding": "identity"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            return self._asked(method, path, body, headers)
        except (http.client.HTTPException, ConnectionError):
            self._line.close()  # it slept too long for the server; once more, as browsers do
            return self._asked(method, path, body, headers)

    def close(self) -> None:
        self._line.close()

    def _asked(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
        self._line.request(method, path, body or None, headers)
        answer = self._line.getresponse()
        text = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _is, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, text


class Writer(Thread):
    """Says so many things, each once, whatever the clicks."""

    def __init__(self, port: int, answers: Answers, session: str, remarks: int, threads: list[int]) -> None:
        super().__init__(daemon=True)
        self._answers, self._remarks, self._threads = answers, remarks, threads
        self._chance = random.Random(session)
        self._browser, self._second_tab = (Browser(port, {SESSION: session}) for _tab in range(2))
        self._who = session[:6]

    def run(self) -> None:
        try:
            self._write()
        except Exception as error:
            self._answers.wrong.append(f"{self._who}: {error!r}")
        finally:
            self._browser.close()
            self._second_tab.close()

    def _write(self) -> None:
        status, form = self._browser.ask("GET", "/page-0/-/threads/new/")
        self._answers.note("form", status, form, 200)
        self._second_tab.cookies = dict(self._browser.cookies)
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|stamp)" value="([^"]*)"', form))
        time.sleep(QUICKEST)
        for number in range(self._remarks):
            path, about = self._place()
            text = f"Remark {number} of {self._who}."
            body = urlencode({**hidden, **about, "text": text, "uuid": str(uuid4())})
            if self._chance.random() < CLICKS_TWICE:
                second = Thread(target=self._send, args=(self._second_tab, path, body), daemon=True)
                second.start()
                self._send(self._browser, path, body)
                second.join()
            else:
                self._send(self._browser, path, body)

    def _place(self) -> tuple[str, dict[str, str]]:
        """An answer in a thread, or a new one on some words."""
        number = self._chance.randrange(len(self._threads))
        if self._chance.random() < REPLIES:
            return f"/-/t/{self._threads[number]}/reply/", {}
        return f"/page-{number}/-/threads/new/", {"exact": passage(self._chance.randrange(PASSAGES))}

    def _send(self, browser: Browser, path: str, body: str) -> None:
        began = time.perf_counter()
        status, text = browser.ask("POST", path, body)
        self._answers.posts.append(time.perf_counter() - began)
        self._answers.note("post", status, text, 302)


class Reader(Thread):
    """Reads one page after the other."""

    def __init__(self, port: int, answers: Answers, over: Event, pages: int) -> None:
        super().__init__(daemon=True)
        self._answers, self._over, self._pages = answers, over, pages
        self._browser = Browser(port, {})

    def run(self) -> None:
        try:
            while not self._over.wait(READS_FOR):
                began = time.perf_counter()
                status, text = self._browser.ask("GET", f"/page-{random.randrange(self._pages)}/")
                self._answers.reads.append(time.perf_counter() - began)
                self._answers.note("read", status, text, 200)
        except Exception as error:
            self._answers.wrong.append(f"reader: {error!r}")
        finally:
            self._browser.close()


def gather(port: int, settled: dict[str, Any], remarks: int) -> Answers:
    """Everybody at once, until the last remark is answered."""
    answers, over, threads = Answers(), Event(), settled["threads"]
    writers = [Writer(port, answers, session, remarks, threads) for session in settled["sessions"]]
    readers = [Reader(port, answers, over, len(threads)) for _number in range(READERS)]
    began = time.perf_counter() + QUICKEST
    for person in (*writers, *readers):
        person.start()
    for writer in writers:
        writer.join()
    answers.seconds = time.perf_counter() - began
    over.set()
    for reader in readers:
        reader.join()
    return answers
