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
from wiki.exchange import git_folder, hosts, repository
from wiki.exchange.archives import Archive, is_archive
from wiki.exchange.folder import Folder
from wiki.exchange.repository import Repository
from wiki.exchange.sources import Source

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_REMOTE_SHELL = re.compile(r"[^/\s]+@[^/\s]+:|[^/\s:]+\.[^/\s:]+:")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")
_BUNDLE = (b"# v2 git bundle", b"# v3 git bundle")


@contextmanager
def opened(address: str, *, workspace: Path, branch: str = "", history: bool = True) -> Iterator[Source]:
    """The source at an address, or BrokenBook saying why it is not read; `workspace` is an empty folder."""
    if not address.strip() or "\0" in address:
        raise BrokenBook(_("The source has no name."))
    if address.startswith("-"):
        raise BrokenBook(_("“%(source)s” is an option, not a source.") % {"source": address})
    if not os.path.lexists(address) and (_ADDRESS.match(address) or _REMOTE_SHELL.match(address)):
        source = _fetched(address, workspace, branch, history)
    else:
        source = _readable(Path(address), workspace, branch, history)
    yield source


def _readable(path: Path, workspace: Path, branch: str, history: bool) -> Source:
    try:
        return _local(path, workspace, branch, history)
    except OSError as problem:
        names = {"file": problem.filename or path, "why": problem.strerror}
        raise BrokenBook(_("%(file)s cannot be read: %(why)s.") % names) from None


def _local(path: Path, workspace: Path, branch: str, history: bool) -> Source:
    if not path.exists():
        raise BrokenBook(_("%(source)s does not exist.") % {"source": path})
    if not path.is_dir() and not path.is_file():  # it might be read without end
        raise BrokenBook(_("%(file)s is a device or a pipe, not a file.") % {"file": path})
    directory = _repository_in(path)
    if directory is not None:
        return _repository(directory, path, workspace, branch, history)
    if path.is_dir():
        return Folder(path)
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith(_BUNDLE):
        copy = workspace / "copy"
        repository.clone(str(path.absolute()), copy, protocol="file")
        return _repository(copy, path, workspace, branch, history)
    if is_archive(path):
        return Archive(path, workspace)
    said = _("%(source)s is no folder, archive, git bundle or repository.")
    raise BrokenBook(said % {"source": path})


def _repository_in(path: Path) -> Path | None:
    """The directory of the repository that a folder is, or holds as its work tree."""
    inside = path / ".git"
    if inside.is_symlink() or inside.is_file():
        said = _("%(file)s leads to a repository elsewhere: name that repository as the source.")
        raise BrokenBook(said % {"file": inside})
    if inside.exists():
        return inside
    is_bare = path.is_dir() and all((path / name).exists() for name in ("HEAD", "objects", "refs"))
    return path if is_bare else None


def _repository(directory: Path, path: Path, workspace: Path, branch: str, history: bool) -> Repository:
    git_folder.check_whole(directory)
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
    # The addresses that were checked are those that are asked, whatever the name says a moment later;
    # a host that is an address already says nothing else, and has colons of its own.
    config = [] if ":" in host else [f"http.curloptResolve={host}:{port}:{','.join(found)}"]
    copy = workspace / "copy"
    repository.clone(address, copy, protocol="https", config=config, shallow_branch="" if history else branch)
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    name = parts.path.rstrip("/").rpartition("/")[2].removesuffix(".git") or host
    return Repository(copy, name=name, address=shown, workspace=workspace, branch=branch, history=history)


def check_remote(address: str) -> str:
    """The address, or BrokenBook: https alone, and nothing in it that logs in, for it is kept and shown."""
    parts = _https(address.strip())
    if "@" in parts.netloc:
        raise BrokenBook(_("Take the name and the password out of the address: it is kept and shown."))
    return parts.geturl()


def _https(address: str) -> SplitResult:
    """The parts of an https address; nothing else is asked over a network."""
    refused = BrokenBook(_("Only https addresses are fetched, or a path of this machine."))
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        raise refused from None
    # A host is looked up here and asked there: it is written in the one way that both read alike.
    is_plain = bool(_HOST.fullmatch(parts.hostname or "")) and "\\" not in address
    if parts.scheme != "https" or not is_plain or not has_port or not address.isprintable():
        raise refused
    return parts
