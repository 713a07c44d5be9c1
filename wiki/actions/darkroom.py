"""Where pictures are developed: a process of its own, bounded in time and memory, that may die alone.

Decoders are written in C and read what strangers made. What they do wrong ends there, as does what takes
too long: the site goes on, and the picture is refused.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import resource
import signal
import warnings
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from PIL import AvifImagePlugin, Image

from wiki.actions import variants, vectors
from wiki.actions.variants import Developed, Unfit, Variant
from wiki.book.media_types import SVG, media_type_of

MEMORY = 1_000_000_000  # bytes of address space; an honest picture of the largest size takes half
SECONDS = 30  # of computing, for one picture
PATIENCE = 180  # seconds on the clock, whatever else the machine does
MOST_ANSWERED = 100_000_000  # bytes of one variant
# What is asked of it: a picture of a text, in its widths; the logo of the site, in its two.
PICTURE, LOGO = b"picture", b"logo"
TRIES = 2  # a process killed from outside says nothing against the picture


class Darkroom:
    """Develops one picture after the other; its process starts at need and ends with the `with`."""

    def __init__(self) -> None:
        self._process: Any = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Darkroom:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def develop(self, content: bytes, *, kind: bytes = PICTURE) -> Developed:
        """The variants of a picture, or those of the site's logo; Unfit where there are none."""
        for _attempt in range(TRIES):
            with contextlib.suppress(EOFError, OSError):
                return self._asked(kind, content)
            ended = self._close()
            if ended == -signal.SIGXCPU:
                break
        raise Unfit("too-heavy")

    def _asked(self, kind: bytes, content: bytes) -> Developed:
        pipe = self._pipe or self._opened()
        pipe.send_bytes(kind)
        pipe.send_bytes(content)
        if not pipe.poll(PATIENCE):
            raise EOFError
        told = json.loads(pipe.recv_bytes(MOST_ANSWERED))
        if "reason" in told:
            raise Unfit(told["reason"])
        drawn = [_variant(said, pipe.recv_bytes(MOST_ANSWERED)) for said in told["variants"]]
        return Developed(int(told["width"]), int(told["height"]), tuple(drawn))

    def _opened(self) -> Connection:
        # Not a copy of this process, whose other threads hold locks: a new one.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs,), name="darkroom", daemon=True)
        self._process.start()
        theirs.close()
        return self._pipe

    def _close(self) -> int | None:
        """End the process; how it had ended by itself, if it had."""
        if self._process is None or self._pipe is None:
            return None
        self._pipe.close()
        self._process.join(0.5)
        ended = self._process.exitcode
        self._process.kill()
        self._process.join()
        self._process.close()
        self._process = self._pipe = None
        return int(ended) if ended is not None else None


def _variant(said: dict[str, Any], content: bytes) -> Variant:
    return Variant(int(said["width"]), int(said["height"]), str(said["type"]), content)


def work(pipe: Connection) -> None:
    """What the process does until its pipe is closed, by whoever asked or by their death."""
    # Whoever stops the site stops whoever asks; being told too would look like a fault of the picture.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What decoders find odd would fill the site's log; what would unpack without end is refused.
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    with contextlib.suppress(ValueError, OSError):  # not every system bounds a process's memory
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(OSError):  # where memory runs out, this process goes first and not the site
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            kind, content = pipe.recv_bytes(), pipe.recv_bytes()
            _bound_time()
            for part in _answer(kind, content):
                pipe.send_bytes(part)


def _bound_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(kind: bytes, content: bytes) -> list[bytes]:
    """What was made, in plain words and bytes: the site believes nothing else that comes from here."""
    try:
        made = _made(kind, content)
    except Unfit as refusal:
        return [json.dumps({"reason": refusal.reason}).encode()]
    told = asdict(made)
    contents = [said.pop("content") for said in told["variants"]]
    return [json.dumps(told).encode(), *contents]


def _made(kind: bytes, content: bytes) -> Developed:
    if kind == LOGO:
        return variants.develop_logo(content)
    is_drawing = media_type_of("", content) == SVG
    return vectors.redraw(content) if is_drawing else variants.develop(content)
