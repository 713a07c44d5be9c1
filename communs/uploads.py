"""What is sent with files is refused before it fills the disk, whoever sends it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import reverse

# Bytes for the other fields, and for a file that is a little too heavy to be told so by name.
ROOM = 2_000_000


class Bounded(FileUploadHandler):
    """Reads nothing of a request that says to be larger than a file may be; the others do the work."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > self._most() * 1_000_000 + ROOM:
            raise RequestDataTooBig("the request is larger than any file may be")

    def _most(self) -> int:
        """An admin may send a whole guide, where guides are brought in; all else is a file of a page."""
        person = getattr(self.request, "user", None)
        is_guide = getattr(self.request, "path", "") == reverse("admin:wiki_import_add")
        if is_guide and getattr(person, "is_superuser", False):
            return settings.IMPORT_WEB_MAX_MB
        return settings.UPLOAD_MAX_MB

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps it."""
