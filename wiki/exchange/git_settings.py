"""How git is run here: nothing that a repository or an operator's own settings name is ever run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

# A repository is data: nothing that its own configuration names is ever run.
SAFE = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.attributesFile=/dev/null",
    "core.pager=cat",
    "credential.helper=",
    "diff.renameLimit=20000",
    "gpg.program=false",
    "http.followRedirects=false",
    "i18n.logOutputEncoding=UTF-8",
    "log.showSignature=false",
    "mailmap.file=/dev/null",
    "protocol.allow=never",
    "safe.directory=*",
    "submodule.recurse=false",
)


def settings_of(more: Sequence[str] = ()) -> list[str]:
    return [word for setting in (*SAFE, *more) for word in ("-c", setting)]


def environment(home: Path, protocols: str = "", objects: Path | None = None) -> dict[str, str]:
    """Nothing of the operator's own Git: no credentials, no configuration, no questions, no transport."""
    elsewhere = {"GIT_OBJECT_DIRECTORY": str(objects)} if objects else {}
    return elsewhere | {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ALLOW_PROTOCOL": protocols,
        "GIT_ASKPASS": "false",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
    }
