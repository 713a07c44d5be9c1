"""Turns to write on SQLite: one at a time among threads and processes, all served, none held by the dead."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Thread

from communs.sqlite3.turns import Turn

PATIENCE = 30.0
# Notes who goes in and who comes out, in one file that all of them write.
IN_AND_OUT = """
import os, sys, time
from communs.sqlite3.turns import Turn
file, rounds = sys.argv[1], int(sys.argv[2])
log = os.open(file + "-log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
turn = Turn()
for _ in range(rounds):
    turn.take(file, 30)
    os.write(log, f"{os.getpid()} in\\n".encode())
    time.sleep(0.002)
    os.write(log, f"{os.getpid()} out\\n".encode())
    turn.give()
"""
FOR_EVER = """
import sys, time
from communs.sqlite3.turns import Turn
Turn().take(sys.argv[1], 30)
print("mine", flush=True)
time.sleep(60)
"""


def started(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)


def test_processes_take_turns_one_after_the_other(tmp_path: Path) -> None:
    rounds, file = 60, str(tmp_path / "a")
    processes = [started(IN_AND_OUT, file, str(rounds)) for _number in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    for process in processes:
        process.communicate()
    lines = (tmp_path / "a-log").read_text(encoding="ascii").split("\n")[:-1]
    assert len(lines) == 3 * rounds * 2
    entered = [line.partition(" ")[0] for line in lines[::2]]
    assert lines[1::2] == [f"{who} out" for who in entered]
    assert lines[::2] == [f"{who} in" for who in entered]
    # While all three wait, none of them enters again and again before the others.
    seen = {who: entered.index(who) for who in set(entered)}
    middle = entered[max(seen.values()) : min(len(entered) - entered[::-1].index(who) for who in seen)]
    again = sum(one == next_one for one, next_one in zip(middle, middle[1:], strict=False))
    assert again <= len(middle) // 4


def test_threads_take_turns_and_all_are_served(tmp_path: Path) -> None:
    served: Counter[int] = Counter()
    inside, most = [0], [0]

    def run(number: int) -> None:
        turn = Turn()
        for _round in range(20):
            turn.take(str(tmp_path / "a"), PATIENCE)
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.001)
            inside[0] -= 1
            served[number] += 1
            turn.give()

    threads = [Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most[0], dict(served)) == (1, dict.fromkeys(range(8), 20))


def test_turn_that_does_not_come_is_not_waited_for_without_end(tmp_path: Path) -> None:
    first, second = Turn(), Turn()
    first.take(str(tmp_path / "a"), PATIENCE)
    began = time.monotonic()
    second.take(str(tmp_path / "a"), 0.05)
    assert 0.04 < time.monotonic() - began < 5
    second.give()  # what it has not: the first keeps its own
    second.take(str(tmp_path / "a"), 0)
    first.give()
    first.give()
    second.take(str(tmp_path / "a"), PATIENCE)
    second.give()


def test_turn_of_a_killed_process_is_free_again(tmp_path: Path) -> None:
    process = started(FOR_EVER, str(tmp_path / "a"))
    assert process.stdout is not None
    assert process.stdout.readline() == "mine\n"
    turn = Turn()
    turn.take(str(tmp_path / "a"), 0.05)
    turn.give()  # without it: it was another's
    process.send_signal(signal.SIGKILL)
    process.communicate()
    began = time.monotonic()
    turn.take(str(tmp_path / "a"), PATIENCE)
    turn.give()
    assert time.monotonic() - began < PATIENCE / 2


def test_folder_that_takes_no_file_is_no_obstacle(tmp_path: Path) -> None:
    turn = Turn()
    turn.take(str(tmp_path / "absent" / "a"), PATIENCE)
    turn.give()
    turn.take(str(tmp_path / "a"), PATIENCE)
    turn.give()
