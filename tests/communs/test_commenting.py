"""Many people comment at once on a real server: every remark is kept once, and nobody meets an error."""

from tests.communs import crowd
from tests.communs.conftest import Site

REMARKS = 15  # of each; tests/benchmarks/commenting.py asks for fifty, and tells how long answers take


def test_remarks_of_a_crowd_are_all_kept_and_none_twice(site: Site) -> None:
    site.environment["DJANGO_SETTINGS_MODULE"] = crowd.SETTINGS
    site.start(WORKERS="2")
    made = site.command("shell", "-v", "0", "-c", crowd.SETTLE)
    assert (made.returncode, made.stderr) == (0, "")
    answers = crowd.gather(site.port, crowd.told(made.stdout), REMARKS)
    assert answers.wrong == []
    clicks = answers.statuses["post 302"]
    counted = crowd.told(site.command("shell", "-v", "0", "-c", crowd.COUNT).stdout)
    all_of_them = crowd.WRITERS * REMARKS
    assert counted == {"kept": all_of_them, "different": all_of_them, "numbers": True}
    assert (clicks > all_of_them, answers.statuses["read 200"] > 0) == (True, True)
    said = site.said()
    assert ("Traceback" in said, "is locked" in said, "ERROR" in said) == (False, False, False)
