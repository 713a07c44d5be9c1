#!/usr/bin/env python3
"""The one entry for commands: a wrong setting is told in a sentence, not in a traceback."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communs.settings")
    try:
        from django.core.management import execute_from_command_line  # so that its absence has its sentence
    except ImportError:
        sys.exit("Django is not installed here: type « make run », or use .venv/bin/python.")
    from communs.env import Unreadable  # needs the libraries checked above

    try:
        execute_from_command_line(sys.argv)
    except Unreadable as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
