"""Who may act on whom, as the tests of the rules read it: rows of the matrix on people and on what was decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.actions.telling import tell
from wiki.models import Comment, Feedback, Invitation, Measure, PageRevision, Thread

FAMILIES = ("measure.", "person.flag", "invitation.", "feedback.", "figures.")
NOBODY: set[str] = set()
MODERATING = {"MO", "AD", "site"}
TALKING = {"CO", "TC", "RE", "MO", "AD"}
# Row of SECURITY's matrix, action, what it is about → who may; all others may not.
MATRIX: list[tuple[int, str, str, set[str]]] = [
    (37, "page.flag", "published", TALKING),
    (37, "page.flag", "locked", TALKING),
    (37, "page.flag", "draft", NOBODY),
    (37, "page.flag", "archived", NOBODY),
    (37, "suggestion.flag", "open suggestion", TALKING),
    (37, "suggestion.flag", "declined suggestion", TALKING),
    (37, "suggestion.flag", "draft suggestion", NOBODY),
    (38, "flag.judge", "published", MODERATING),
    (39, "comment.ask", "comment", {"MO", "AD"}),
    (39, "comment.ask", "hidden comment", {"MO", "AD"}),
    (39, "comment.ask", "deleted comment", NOBODY),
    (39, "comment.contest", "hidden comment", NOBODY),  # but for its author
    (11, "revision.summary", "revision of somebody", NOBODY),  # but for its author
    (37, "person.flag", "contributor", TALKING),
    (37, "person.flag", "moderator", TALKING),
    (37, "person.flag", "ghost", NOBODY),
    (37, "person.flag", "erased person", NOBODY),
    (38, "measure.inspect", "contributor", MODERATING),
    (40, "measure.take", "contributor", {"MO", "AD"}),
    (41, "measure.take", "moderator", {"AD"}),
    (41, "measure.take", "admin", {"AD"}),
    (41, "measure.take", "banned moderator", {"AD"}),
    (40, "measure.take", "ghost", NOBODY),
    (40, "measure.take", "erased person", NOBODY),
    (42, "trust.grant", "contributor", {"MO", "AD"}),
    (42, "trust.grant", "moderator", {"AD"}),
    (42, "trust.grant", "ghost", NOBODY),
    (40, "measure.lift", "measure", {"MO", "AD"}),
    (41, "measure.lift", "measure of a moderator", {"AD"}),
    (40, "measure.lift", "lifted measure", NOBODY),
    (39, "measure.lift", "measure of words", {"MO", "AD"}),
    (40, "measure.read", "measure", NOBODY),  # but for whom it is about
    (40, "measure.contest", "measure", NOBODY),
    (40, "measure.answer", "measure", NOBODY),
    (40, "measure.answer", "contested measure", {"MO", "AD"}),
    (41, "measure.answer", "contested measure of a moderator", {"AD"}),
    (39, "measure.answer", "contested measure of words", {"MO", "AD"}),
    (4, "revision.read", "revision", {*TALKING, "AN", "UV", "BA", "suspended", "closed", "site"}),
    (5, "revision.read", "hidden revision", {"MO", "AD"}),
    (26, "revision.hide", "revision", {"MO", "AD"}),
    (26, "revision.hide", "hidden revision", NOBODY),
    (26, "revision.show", "hidden revision", {"MO", "AD"}),
    (26, "revision.show", "revision", NOBODY),
    (40, "measure.answer", "answered measure", NOBODY),
    (62, "reuse.tell", "reuse", TALKING),
    (62, "reuse.discuss", "reuse", TALKING),
    (62, "reuse.discuss", "hidden reuse", NOBODY),
    (62, "reuse.discuss", "reuse of a draft", NOBODY),
    (62, "reuse.edit", "reuse", NOBODY),  # but for its author
    (62, "reuse.withdraw", "reuse", NOBODY),
    (62, "reuse.bring_back", "withdrawn reuse", NOBODY),
    (62, "reuse.exemplify", "reuse", {"RE", "MO", "AD"}),
    (62, "reuse.exemplify", "held reuse", NOBODY),
    (62, "reuse.exemplify", "reuse of a draft", NOBODY),
    (37, "reuse.flag", "reuse", TALKING),
    (37, "reuse.flag", "withdrawn reuse", NOBODY),
    (38, "reuse.inspect", "reuse", MODERATING),
    (38, "reuse.release", "held reuse", MODERATING),
    (38, "reuse.release", "reuse", NOBODY),
    (39, "reuse.hide", "reuse", MODERATING),
    (39, "reuse.hide", "hidden reuse", NOBODY),
    (39, "reuse.hide", "withdrawn reuse", NOBODY),
    (39, "reuse.restore", "hidden reuse", MODERATING),
    (39, "reuse.restore", "reuse", NOBODY),
    (64, "invitation.make", "invitation", {"RE", "MO", "AD"}),
    (64, "invitation.revoke", "invitation", {"MO", "AD"}),  # beside whoever made it
    (64, "invitation.inspect", "invitation", MODERATING),
    (44, "invitation.address", "invitation", {"AD"}),
    (64, "invitation.use", "invitation", {"site"}),
    (63, "feedback.give", "published", {*TALKING, "AN", "UV"}),
    (63, "feedback.give", "draft", NOBODY),
    (63, "feedback.give", "archived", NOBODY),
    (63, "feedback.read", "published", {"RE", *MODERATING}),
    (63, "feedback.drop", "answer of a reader", {"RE", *MODERATING}),
    (63, "feedback.clear", "published", {"site"}),
    (65, "page.upkeep", "published", {"RE", *MODERATING}),
    (65, "page.upkeep", "draft", {"RE", *MODERATING}),
    (65, "page.upkeep", "archived", NOBODY),
    (65, "page.remind", "published", {"site"}),
    (66, "figures.read", "published", {"RE", "MO", "AD"}),
]

PEOPLE: dict[str, Callable[[], Any]] = {
    "contributor": lambda: factories.person(),
    "moderator": lambda: factories.moderator(),
    "admin": lambda: factories.admin(),
    "banned moderator": lambda: factories.moderator(banned=True),
    "ghost": lambda: User.objects.create(ghost=True, is_active=False, name="Gaspard"),
    "erased person": lambda: User.objects.create(is_active=False, erased_at=timezone.now()),
}


def decided(state: str) -> Measure:
    """What was decided of somebody, by somebody else."""
    now = timezone.now()
    person = factories.moderator() if "moderator" in state else factories.person()
    told: dict[str, Any] = {
        "kind": "warn",
        "person": person,
        "decided_by": factories.moderator(),
        "reason": "Rude.",
    }
    if "contested" in state or "answered" in state:
        told |= {"contested_at": now, "contest": "No."}
    if "answered" in state:
        told |= {"answered_at": now, "upheld": True}
    if "lifted" in state:
        told["lifted_at"] = now
    if "words" in state:
        told |= {"kind": "hide", "comment": hidden_comment()}
    return Measure(**told)


def hidden_comment() -> Comment:
    """Somebody's, that those who moderate put away."""
    thread = Thread(page=factories.page(factories.home(), "a"), author=factories.person())
    return Comment(thread=thread, author=thread.author, hidden=timezone.now())


def told(state: str) -> Any:
    """A reuse of somebody else, and the page that it is about."""
    page = factories.page(factories.home(), "a")
    made = tell(page, by=factories.person())
    if state.endswith("draft"):
        page.state = "draft"
        type(page).objects.filter(pk=page.pk).update(state="draft")
    made.held = state.startswith("held")
    made.hidden = timezone.now() if state.startswith("hidden") else None
    made.withdrawn = timezone.now() if state.startswith("withdrawn") else None
    made.__dict__["page"] = page  # where the test of the referents looks
    return made


def tomorrow() -> Any:
    return timezone.now() + timedelta(days=1)


def in_state(state: str) -> Any:
    """Somebody, a measure, an invitation, a revision or a reuse; None where it is none of them."""
    if "reuse" in state.split():
        return told(state)
    if "measure" in state and "words" not in state or state in PEOPLE or state == "invitation":
        factories.home()
    if state == "invitation":
        return Invitation(by=factories.moderator(), note="For the workshop", until=tomorrow())
    if state in ("revision", "hidden revision"):
        factories.home()
        return PageRevision(hidden_at=timezone.now() if "hidden" in state else None)
    if "measure" in state:
        return decided(state)
    if state == "answer of a reader":
        return Feedback(page=factories.page(factories.home(), "a"), helped=False)
    if state == "revision of somebody":
        return factories.last_revision(factories.page(factories.home(), "a"))
    return PEOPLE[state]() if state in PEOPLE else None
