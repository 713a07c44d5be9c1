"""Mail without a server: said on the console, kept in a folder that only the site reads."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage

from communs.mail import KeptMail


def test_mail_is_kept_as_its_reader_would_see_it(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA = tmp_path
    message = EmailMessage("Adresse à confirmer", "Élodie :\n\nhttp://x/", "a@example.org", ["b@example.org"])
    assert KeptMail().send_messages([message]) == 1
    (file,) = (tmp_path / "mail").iterdir()
    head = "From: a@example.org\nTo: b@example.org\nSubject: Adresse à confirmer\n"
    assert file.read_text(encoding="utf-8") == f"{head}\nÉlodie :\n\nhttp://x/\n"
    assert (file.stat().st_mode & 0o777, (tmp_path / "mail").stat().st_mode & 0o777) == (0o600, 0o700)
    assert "http://x/" in capsys.readouterr().out
