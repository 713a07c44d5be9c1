"""Where files of the site are kept on a disk: each appears under its name whole, or not at all."""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

DRAFTS = ".unfinished"
DRAFT_LIVES = 86_400  # seconds; nobody writes one file for longer


class WholeFiles(FileSystemStorage):
    """Written beside, synced, then named: a process killed while writing leaves nothing under the name.

    The names that the site gives tell the content, so whoever writes a name again writes the same bytes.
    """

    _swept = False

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: Any) -> str:
        file = Path(self.path(name))
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=self._drafts())
        try:
            with os.fdopen(descriptor, "wb") as stream:
                for chunk in content.chunks():
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(draft, file)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        return name

    def _drafts(self) -> Path:
        """The folder of what is being written; what killed processes left there goes once per process."""
        folder = Path(self.location) / DRAFTS
        folder.mkdir(parents=True, exist_ok=True)
        if not self._swept:
            self._swept = True
            for left in folder.iterdir():
                if time.time() - left.stat().st_mtime > DRAFT_LIVES:
                    left.unlink(missing_ok=True)
        return folder
