"""What stands already of a book that comes again: its pages by file, and what was recorded of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256

from wiki.book.arranging import Node
from wiki.models import Attachment, Book, Commit, ModerationEntry, Page, PageRevision
from wiki.models.page import Kind, State

TEXT = ("header", "source", "title", "description", "icon", "cover", "encoding", "url")
PLACE = ("path", "nav_title", "listed")


@dataclass
class Standing:
    """The pages of a book on the site; empty for a book that never came."""

    root: Page | None = None
    living: dict[int, Page] = field(default_factory=dict)
    files: dict[str, Page] = field(default_factory=dict)  # by the file each had when it came last
    children: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # in their order
    commits: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # recorded, by page
    known: frozenset[str] = frozenset()  # commits of the repository that were imported
    ordered: frozenset[int] = frozenset()  # parents whose pages were put in order here
    blobs: dict[str, tuple[str, str]] = field(default_factory=dict)  # file that is no page → kind and content
    keys: dict[str, int] = field(default_factory=dict)  # key of the node that each page was → the page
    seen: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, book: Book | None) -> Standing:
        if book is None:
            return cls()
        found = cls()
        for page in Page.objects.filter(book=book).order_by("pk"):
            if page.state != State.ARCHIVED:
                found.keys[page.upstream.get("key", "")] = page.pk
                found.living[page.pk] = page
                found.files[page.book_path or f"pk {page.pk}"] = page
            elif not page.upstream.get("gone"):
                found.files.setdefault(page.book_path or f"pk {page.pk}", page)
        found.root = found.living.get(book.root_id or 0)
        living = Page.objects.exclude(state=State.ARCHIVED).filter(parent__book=book)
        for pk, parent in living.order_by("position", "sort_key", "pk").values_list("pk", "parent_id"):
            found.children[parent or 0].append(pk)
        recorded = PageRevision.objects.filter(book=book).exclude(commit="").order_by()
        for pk, commit in recorded.values_list("id", "commit"):
            found.commits[pk].add(commit)
        found.known = frozenset(Commit.objects.filter(book=book).values_list("hash", flat=True))
        ordered = ModerationEntry.objects.filter(action="page.reorder", page__book=book).order_by()
        found.ordered = frozenset(pk or 0 for pk in ordered.values_list("page_id", flat=True))
        # What was uploaded here is not missed when the book comes without it.
        rows = Attachment.objects.filter(book=book, uploaded_at=None).values_list("path", "mode", "blob")
        found.blobs = {path: (mode, blob) for path, mode, blob in rows}
        return found

    def other(self, node: Node) -> Page | None:
        """The group or link that a node without file is: at its path, or else of its name."""
        same = [page for page in self.living.values() if page.kind == node.kind and page.pk not in self.seen]
        if node.kind == Kind.GROUP:
            at = next((page for page in same if page.upstream.get("path") == node.path), None)
            return at or next((page for page in same if page.title == node.title), None)
        return next((page for page in same if (page.url, page.title) == (node.url, node.title)), None)

    def unseen(self) -> list[Page]:
        """The living pages that nothing in the arriving book stands for, those of this site's own aside.

        One that was brought back after its book had deleted it is this site's own.
        """
        rest = (page for pk, page in self.living.items() if pk not in self.seen)
        return [page for page in rest if page.upstream and not page.upstream.get("gone")]


def digest(values: dict[str, object]) -> str:
    """What a page says, in short: two states with the same text have the same digest."""
    said = "\0".join(f"{values.get(name) or ''}" for name in TEXT)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def digest_of(page: Page) -> str:
    return digest({name: getattr(page, name) for name in TEXT})
