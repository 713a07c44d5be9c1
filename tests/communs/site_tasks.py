"""Tasks that leave a trace, run by a real server in the tests."""

import os
import time
from pathlib import Path

from django_tasks import task


@task()
def sign(file: str) -> None:
    """Write which process ran it."""
    with Path(file).open("a", encoding="ascii") as stream:
        stream.write(f"{os.getpid()}\n")


@task()
def sign_twice(file: str, wait: float) -> None:
    """Sign at the beginning and at the end, unless killed in between."""
    with Path(file).open("a", encoding="ascii") as stream:
        stream.write(f"begun {os.getpid()}\n")
    time.sleep(wait)
    with Path(file).open("a", encoding="ascii") as stream:
        stream.write(f"ended {os.getpid()}\n")
