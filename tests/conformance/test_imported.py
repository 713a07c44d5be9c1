"""The real guide imported into a running site, against a reader that shares no code with it."""

import json
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.conformance import check_tree

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["labosonum", "master", "nec-inno3"])
def compared(request, tmp_path, live_server):
    """What the comparison says of a branch, page by page, as the site serves it."""
    source, expected, addresses, report = (
        tmp_path / name for name in ("guide", "e.json", "m.json", "r.json")
    )
    clone = ["git", "clone", "-q", "--branch", request.param, str(check_tree.BUNDLE), str(source)]
    subprocess.run(clone, check=True, capture_output=True)
    check_tree.refer(source, expected)
    call_command("import_book", str(check_tree.BUNDLE), branch=request.param, map=addresses, verbosity=0)
    compare = [sys.executable, str(check_tree.TOOLS / "compare.py"), str(expected), "--report", str(report)]
    compare += ["--base-url", live_server.url, "--map", str(addresses), "--selector", "[data-page-body]"]
    done = subprocess.run(compare, check=False, capture_output=True, text=True)
    told = json.loads(expected.read_text(encoding="utf-8"))["pages"].values()
    dead = sum(page["link_kinds"].get("anchor_no", 0) for page in told)
    return done.stdout + done.stderr, json.loads(report.read_text(encoding="utf-8")), dead


def test_imported_guide_is_equal_page_by_page(compared):
    said, figures, dead_at_source = compared
    pages = figures["pages"]
    different = {
        name: [aspect for aspect, equal in page.get("equal", {"page": False}).items() if not equal]
        for name, page in pages.items()
    }
    assert {name: aspects for name, aspects in different.items() if aspects} == {}, said
    assert [page["broken"] for page in pages.values() if page["broken"]] == [], said
    assert sum(len(page["dead_anchors"]) for page in pages.values()) == dead_at_source, said
    assert (figures["recall"], len(pages) > 40) == (1, True)
