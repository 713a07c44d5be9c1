"""SOURCE → an open source: a folder, an archive, a bundle, a repository here or at an https address."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from wiki.errors import BrokenBook
from wiki.exchange import hosts, repository
from wiki.exchange.archives import Archive, is_archive
from wiki.exchange.folder import Folder
from wiki.exchange.repository import Repository
from wiki.exchange.sources import Source

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_REMOTE_SHELL = re.compile(r"[^/\s]+@[^/\s]+:|[^/\s:]+\.[^/\s:]+:")
_BUNDLE = (b"# v2 git bundle", b"# v3 git bundle")


@contextmanager
def opened(address: str, *, workspace: Path, branch: str = "", history: bool = True) -> Iterator[Source]:
    """The source at an address, or BrokenBook saying why it is not read; `workspace` is an empty folder."""
    if not address.strip() or "\0" in address:
        raise BrokenBook(_("The source has no name."))
    if address.startswith("-"):
        raise BrokenBook(_("“%(source)s” is an option, not a source.") % {"source": address})
    if not os.path.lexists(address) and (_ADDRESS.match(address) or _REMOTE_SHELL.match(address)):
        yield _fetched(address, workspace, branch, history)
        return
    path = Path(address)
    try:
        yield _local(path, workspace, branch, history)
    except PermissionError as problem:
        raise BrokenBook(
            _("%(file)s cannot be read: %(why)s.") % {"file": problem.filename, "why": problem.strerror}
        ) from None


def _local(path: Path, workspace: Path, branch: str, history: bool) -> Source:
    if not path.exists():
        raise BrokenBook(_("%(source)s does not exist.") % {"source": path})
    directory = _repository_in(path)
    if directory is not None:
        return _repository(directory, path, workspace, branch, history)
    if path.is_dir():
        return Folder(path)
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith(_BUNDLE):
        copy = workspace / "copy"
        repository.clone(str(path.absolute()), copy, config=("protocol.file.allow=always",))
        return _repository(copy, path, workspace, branch, history)
    if is_archive(path):
        return Archive(path, workspace)
    said = _("%(source)s is no folder, archive, git bundle or repository.")
    raise BrokenBook(said % {"source": path})


def _repository_in(path: Path) -> Path | None:
    """The directory of the repository that a folder is, or holds as its work tree."""
    if (path / ".git").exists():
        return path / ".git"
    is_bare = path.is_dir() and all((path / name).exists() for name in ("HEAD", "objects", "refs"))
    return path if is_bare else None


def _repository(directory: Path, path: Path, workspace: Path, branch: str, history: bool) -> Repository:
    name = path.resolve().name.removesuffix(".git").removesuffix(".bundle")
    return Repository(
        directory.absolute(),
        name=name,
        address=str(path),
        workspace=workspace,
        branch=branch,
        history=history,
    )


def _fetched(address: str, workspace: Path, branch: str, history: bool) -> Source:
    parts = _https(address)
    port = parts.port or 443
    host = parts.hostname or ""
    found = hosts.public_addresses(host, port)
    config = ["protocol.https.allow=always"]
    # The addresses that were checked are those that are asked, whatever the name says a moment later.
    config.append(f"http.curloptResolve={host}:{port}:{','.join(found)}")
    copy = workspace / "copy"
    repository.clone(address, copy, config=config, shallow_branch="" if history else branch)
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    name = parts.path.rstrip("/").rpartition("/")[2].removesuffix(".git") or host
    return Repository(copy, name=name, address=shown, workspace=workspace, branch=branch, history=history)


def _https(address: str) -> SplitResult:
    """The parts of an https address; nothing else is asked over a network."""
    refused = BrokenBook(_("Only https addresses are fetched, or a path of this machine."))
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        raise refused from None
    if parts.scheme != "https" or not parts.hostname or not has_port or not address.isprintable():
        raise refused
    return parts
