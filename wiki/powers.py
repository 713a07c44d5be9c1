"""Who may act on whom: moderators on people and on their words; people on what others propose, on what was
decided of them, on what is their own.

`rules` has these in its table; nobody else asks them.
"""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.roles import Role, moderators, roles_of
from wiki.models import Charter, Comment, Draft, Invitation, Measure, Page, Reuse, Suggestion, Ticks
from wiki.models.measure import Kind
from wiki.models.page import Kind as PageKind
from wiki.models.page import State, led_by
from wiki.models.suggestion import Stage


def flags(who: Any, person: User) -> bool:
    """Say that somebody breaks the rules: somebody else, who has an account."""
    return Role.CONTRIBUTOR in roles_of(who) and _is_somebody(person) and who.pk != person.pk


def flags_suggestion(who: Any, suggestion: Suggestion) -> bool:
    """What somebody else proposes, or proposed."""
    read = suggestion.state != Stage.DRAFT and suggestion.page.state == State.PUBLISHED
    return Role.CONTRIBUTOR in roles_of(who) and read and who.pk != suggestion.author_id


def flags_page(who: Any, page: Page) -> bool:
    """What is there for everybody to read."""
    published = page.state == State.PUBLISHED and page.kind != PageKind.LINK
    return Role.CONTRIBUTOR in roles_of(who) and published


def takes_a_stand(who: Any, suggestion: Suggestion) -> bool:
    """For or against what somebody else proposes, for as long as it is open."""
    return (
        Role.CONTRIBUTOR in roles_of(who)
        and suggestion.is_living
        and not suggestion.held_for
        and suggestion.page.state == State.PUBLISHED
        and who.pk != suggestion.author_id
    )


def flags_reuse(who: Any, reuse: Reuse) -> bool:
    """What somebody else told, and everybody reads."""
    return Role.CONTRIBUTOR in roles_of(who) and reuse.is_shown and who.pk != reuse.author_id


def rewords_reuse(who: Any, reuse: Reuse) -> bool:
    """Nobody rewrites another's words, nor what a moderator hid."""
    return _told(who, reuse) and reuse.hidden is None and reuse.withdrawn is None


def withdraws_reuse(who: Any, reuse: Reuse) -> bool:
    """Whatever became of it."""
    return _told(who, reuse) and reuse.withdrawn is None


def brings_reuse_back(who: Any, reuse: Reuse) -> bool:
    return _told(who, reuse) and reuse.withdrawn is not None and reuse.title != ""


def discusses_reuse(who: Any, reuse: Reuse) -> bool:
    """What everybody reads."""
    return Role.CONTRIBUTOR in roles_of(who) and reuse.is_shown and bool(_pages_of(reuse))


def exemplifies(who: Any, reuse: Reuse) -> bool:
    """Make of it an example in a page: those who decide on one of its pages."""
    if Role.CONTRIBUTOR not in roles_of(who) or not reuse.is_shown:
        return False
    return bool(exemplified(who, reuse))


def exemplified(who: Any, reuse: Reuse) -> list[Page]:
    """The pages of a reuse in which this person decides."""
    pages = [page for page in _pages_of(reuse) if page.kind == PageKind.PAGE]
    if _moderates(who):
        return pages
    if not led_by(who):
        return []
    Charter.objects.load(pages)
    return [page for page in pages if Charter.objects.of(page).names(who)]


def _pages_of(reuse: Reuse) -> list[Page]:
    """Those that everybody reads, in their order."""
    uses = reuse.uses.filter(page__state=State.PUBLISHED).select_related("page")
    return [use.page for use in uses]


def _told(who: Any, reuse: Reuse) -> bool:
    return Role.CONTRIBUTOR in roles_of(who) and who.pk == reuse.author_id


def keeps(who: Any, it: Draft | Ticks) -> bool:
    """What one is writing, or has ticked, is one's own, even before one may send anything."""
    return isinstance(who, User) and who.is_active and not who.is_barred and who.pk == it.owner_id


def is_heard(who: Any, page: Page) -> bool:
    """Whoever reads a page may say whether it helped them, account or none, but for the banned."""
    barred = isinstance(who, User) and (who.is_barred or not who.is_active)
    return hasattr(who, "is_authenticated") and page.state == State.PUBLISHED and not barred


def counts(who: Any) -> bool:
    """Read the figures: whoever decides anywhere. They tell of no reader, and name nobody."""
    return (
        _moderates(who) or isinstance(who, User) and Role.CONTRIBUTOR in roles_of(who) and bool(led_by(who))
    )


def acts_on(who: Any, person: User) -> bool:
    """Nobody on themselves, and on those who decide over others admins alone: so an admin always stays."""
    if not isinstance(who, User) or who.pk == person.pk or not _is_somebody(person):
        return False
    return Role.ADMIN in roles_of(who) if _decides_over_others(person) else _moderates(who)


def grants_trust(who: Any, person: User) -> bool:
    return acts_on(who, person) and person.is_active


def asks(who: Any, comment: Comment) -> bool:
    """For other words, of somebody else; also where what they said was hidden for good."""
    return _moderates(who) and comment.deleted is None and who.pk != comment.author_id


def is_asked(comment: Comment) -> bool:
    """Whether its author was asked to say it otherwise; it is out of sight until then."""
    if comment.deleted is not None or comment.hidden is None:
        return False
    return Measure.objects.of_words(comment).filter(kind=Kind.ASK).exists()


def is_concerned(who: Any, measure: Measure) -> bool:
    """Whoever is barred keeps this: it is how they are heard."""
    return isinstance(who, User) and who.is_active and who.pk == measure.person_id


def contests(who: Any, measure: Measure) -> bool:
    """Once, while it stands; a comment that is gone leaves nothing to contest, nor does a reuse withdrawn."""
    said = measure.words
    gone = measure.is_on_words and (said is None or is_gone(said))
    return is_concerned(who, measure) and measure.is_standing and measure.contested_at is None and not gone


def is_gone(said: Comment | Reuse) -> bool:
    """Whether its author, or who moderates, has taken it away."""
    return (said.deleted if isinstance(said, Comment) else said.withdrawn) is not None


def contests_words(who: Any, comment: Comment) -> bool:
    """Of one's own comment that is out of sight: its author is led to what was decided."""
    own = isinstance(who, User) and who.is_active and who.pk == comment.author_id
    return own and comment.hidden is not None and comment.deleted is None


def judges(who: Any, measure: Measure) -> bool:
    """Of words, whoever moderates; of people, whoever may act on them. Never of oneself."""
    if measure.is_on_words:
        return _moderates(who) and who.pk != measure.person_id
    return acts_on(who, measure.person)


def answers(who: Any, measure: Measure) -> bool:
    """Somebody else than who decided, where there is one."""
    if not measure.is_contested or not judges(who, measure):
        return False
    if who.pk != measure.decided_by_id:
        return True
    admins = not measure.is_on_words and _decides_over_others(measure.person)
    return not moderators(admins=admins).exclude(pk__in=[who.pk, measure.person_id]).exists()


def reads_hidden(who: Any, revision: Any) -> bool:
    """A text that was hidden, or whose it is: those who moderate, and nobody else, its author included."""
    return revision.hidden_at is None or _moderates(who)


def hides_revision(who: Any, revision: Any) -> bool:
    return _moderates(who) and revision.hidden_at is None


def shows_revision(who: Any, revision: Any) -> bool:
    return _moderates(who) and revision.hidden_at is not None


def invites(who: Any, _it: Any = None) -> bool:
    """Hand out a link to make an account by: whoever answers for a section, or for the whole site."""
    return _moderates(who) or (
        isinstance(who, User) and Role.CONTRIBUTOR in roles_of(who) and bool(led_by(who))
    )


def revokes(who: Any, invitation: Invitation) -> bool:
    """One's own; those of others too, for whoever moderates."""
    return invites(who) and (_moderates(who) or who.pk == invitation.by_id)


def reads_address(who: Any, invitation: Invitation) -> bool:
    """To whom an invitation was sent: whoever typed the address knows it, all others but admins never do."""
    return isinstance(who, User) and (who.pk == invitation.by_id or Role.ADMIN in roles_of(who))


def _moderates(who: Any) -> bool:
    """A person: the site itself has no opinion of anybody."""
    return isinstance(who, User) and bool(roles_of(who) & {Role.MODERATOR, Role.ADMIN})


def _is_somebody(person: User) -> bool:
    return not person.ghost and person.erased_at is None


def _decides_over_others(person: User) -> bool:
    """By the roles that were given, be they put off by a measure or not."""
    return person.moderator or person.is_superuser


def follows_from_outside(who: Any, page: Page) -> bool:
    """By mail, without an account; whoever has one follows with it."""
    return page.state == State.PUBLISHED and page.kind != PageKind.LINK and not who.is_authenticated
