"""Where ../shared is absent there is nothing to compare with: a line says so, nothing is skipped."""

from tests.conformance import check_tree

MISSING = not (check_tree.BUNDLE.is_file() and check_tree.TOOLS.is_dir())

collect_ignore = (
    ["test_anchors.py", "test_corpus.py", "test_imported.py", "test_queries.py"] if MISSING else []
)


def pytest_report_header():
    return "tests/conformance: not run, ../shared is absent" if MISSING else None
