"""Where the browser of the tests is: the one `CHROMIUM` names, else Debian's; Playwright downloads none."""

from __future__ import annotations

import os
import shutil

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def found() -> str | None:
    """The path of its program, if it is here."""
    named = (os.environ.get("CHROMIUM", ""), *_NAMES)
    return next((path for name in named if name and (path := shutil.which(name))), None)
