"""What people did here, when accounts ask: claimed with an address, taken away, left without name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F, ForeignObjectRel, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.telling import moment
from accounts.works import Door, Opening, Refused, Terms, Unfit, Work
from wiki import rules
from wiki.actions import (
    forgetting,
    inviting,
    logos,
    measures,
    naming,
    proving,
    settings,
    subscribing,
    trusting,
    watching,
)
from wiki.actions.naming import co_authored, rewrite
from wiki.actions.settings import default_source
from wiki.book.licences import named
from wiki.errors import BadSettings, NotAllowed, Refusal
from wiki.models import (
    Comment,
    Commit,
    Draft,
    ModerationEntry,
    Page,
    PageRevision,
    Referent,
    Retelling,
    Reuse,
    Ticks,
    Wording,
)
from wiki.models.measure import Kind
from wiki.models.page import site_language
from wiki.models.reuse import WORDS
from wiki.models.settings import SignUp
from wiki.models.thread import Hold
from wiki.queries.settings import current

# What is derived, or told by another row.
UNTOLD = {"html", "plain", "outline", "links", "source", "header", "upstream", "drawn"}
# What a page says now is not theirs, who may no longer read it.
UNTOLD_OF = {
    "thread": {"after"},
    "moderationentry": {"before_hash", "after_hash"},
    "import": {"report", "upload", "task"},
    "suggestion": {"proposal", "marks"},
    "invitation": {"digest"},
    "stand": {"changes"},
    "charterversion": {"said"},
    # Why a revision was hidden is told as a reason in the journal.
    "pagerevision": {"hidden_by", "hidden_reason"},
    # Who decided is told as a role, on every screen: not to whom it was decided of either.
    "measure": {"decided_by", "answered_by", "lifted_by"},
    "reuse": {"hidden_by", "folded"},
    "fact": {"told_to", "told_at"},  # how far others were told of it
}
# Of what somebody only decided on, its number: the words are another's.
OWN = {"author", "by", "history_user", "owner", "person", "uploaded_by"}


def door(token: str = "") -> Door:
    """Whether whoever comes may make an account, with this invitation or without one."""
    return inviting.door(token)


def use_invitation(token: str, *, email: str) -> str | None:
    """Make one account by it: the address that it verifies, or ""; None where none is needed."""
    return inviting.use(token, email=email)


def asks_proof(is_crowded: Callable[[], bool]) -> bool:
    """Whether whoever is new here is asked for a proof of work now."""
    return proving.is_asked(is_crowded)


def terms() -> Terms:
    """What an account accepts; its version changes with the licence or a word of the rules."""
    site = current()
    licence = named(site.licence)
    words = site.rules or default_source("rules", site_language())
    version = f"{licence.spdx} {sha256(words.encode()).hexdigest()[:12]}"
    return Terms(version[-100:], licence.name, licence.address, reverse("wiki:about", args=["rules"]))


def opening() -> Opening:
    """What whoever opens the site is asked of it, as it stands."""
    site = current()
    words = {
        "CC-BY-SA-4.0": _("It is quoted, and shared alike. Advised for a commons."),
        "CC-BY-4.0": _("It is quoted, and all else is free."),
        "CC0-1.0": _("No condition at all."),
    }
    policies = [
        (SignUp.OPEN.value, _("Everybody"), _("Whoever comes may make an account.")),
        (
            SignUp.INVITED.value,
            _("By invitation"),
            _("To begin with a few people, whom you send a link."),
        ),
        (SignUp.CLOSED.value, _("Nobody for now"), _("To begin among ourselves; it is opened later.")),
    ]
    values = {name: getattr(site, name) for name in ("name", "licence", "sign_up")}
    return Opening(
        values | {"language": site_language()},
        [(spdx, named(spdx).name, told) for spdx, told in words.items()],
        policies,
        reverse("admin:wiki_import_add"),
    )


def open_site(*, by: Any, **values: str) -> None:
    """Name the site and say under what it is written, as its first admin chose."""
    site = current()
    settings.edit(site, by=by, base=site.version, **values)


def keep_logo(content: bytes) -> str:
    """A picture as the setting names it, or Unfit; whoever sends it was let in before."""
    try:
        return logos.keep(content)
    except BadSettings as refusal:
        raise Unfit(str(refusal)) from refusal


def has_logo(name: str) -> bool:
    """Whether a logo of this name was kept."""
    return logos.is_kept(name)


def may_trust(person: User, *, by: Any) -> bool:
    """Whether they may say by hand that somebody is trusted, or no more."""
    return rules.may(by, "trust.grant", person)


def trust(person: User, trusted: bool, *, by: Any) -> User:
    """Trust somebody by hand, or take that back; the journal says so."""
    return (trusting.grant if trusted else trusting.withdraw)(person, by=by)


# What is decided of somebody in a list of people, by the name of its gesture: the rule, and the verb.
_DECIDED: dict[str, tuple[str, Callable[..., Any]]] = {
    "grant": ("trust.grant", trusting.grant),
    "withdraw": ("trust.grant", trusting.withdraw),
    "ban": ("measure.take", partial(measures.take, kind=Kind.BAN)),
}


def may_decide(person: User, deed: str, *, by: Any) -> bool:
    """Whether they may decide this of somebody."""
    return rules.may(by, _DECIDED[deed][0], person)


def decide(person: User, deed: str, *, by: Any, reason: str) -> None:
    """Decide it, as the screens of moderation do; or Refused."""
    try:
        _DECIDED[deed][1](person, by=by, reason=reason)
    except NotAllowed as refusal:
        raise Refused(_("You may not decide this of this person: another admin can do it.")) from refusal
    except Refusal as refusal:
        raise Refused(str(refusal)) from refusal


# --- claiming -----------------------------------------------------------------------------------------------


@transaction.atomic
def claim(person: User, *, by: Any) -> int:
    """Give a person what the ghosts of their verified addresses wrote; how many ghosts there were."""
    rules.require(by, "person.claim", person)
    verified = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    ghosts = list(User.objects.select_for_update().filter(ghost=True, signature__in=list(verified)))
    for ghost in ghosts:
        for rows, field in _rows_of(ghost):
            rows.update(**{field: person})
        for revision in co_authored(ghost):
            rewrite(revision, ghost, {"name": str(person), "person": person.pk})
        ghost.delete()
    return len(ghosts)


def _rows_of(person: User) -> Iterator[tuple[QuerySet[Any], str]]:
    """What bears somebody's key in the wiki, by the field that bears it: what comes later is no exception."""
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue  # its rows are those of the model in between
        if relation.related_model._meta.app_label == "wiki":
            field = relation.field.name
            yield relation.related_model._base_manager.filter(**{field: person}), field


def rename(person: User, *, former: str) -> None:
    """Somebody bears another name, or none."""
    naming.rename(person, former=former)


# --- taking away --------------------------------------------------------------------------------------------


def export(person: User, *, by: Any) -> Work:
    """All that bears this person's key, as plain values; and each text that they wrote."""
    rules.require(by, "person.export", person)
    told: dict[str, Any] = {}
    for rows, field in _rows_of(person):
        model = rows.model
        untold = UNTOLD | UNTOLD_OF.get(model._meta.model_name or "", set())
        names = [one.name for one in model._meta.concrete_fields if one.name not in untold]
        found = list(rows.order_by("pk").values(*(names if field in OWN else ["pk"])))
        told.setdefault(model._meta.model_name or "", []).extend({"as": field, **row} for row in found)
    former = Wording.objects.filter(comment__author=person, comment__deleted=None).order_by("pk")
    told["wording"] = list(former.values("comment", "at", "text"))
    retold = Retelling.objects.filter(reuse__author=person).order_by("pk")
    told["retelling"] = list(retold.values("reuse", "at", *WORDS))
    return Work(
        {name: rows for name, rows in told.items() if rows},
        chain(_texts(person), _comments(person), _reuses(person)),
    )


def _comments(person: User) -> Iterator[tuple[str, str]]:
    said = Comment.objects.filter(author=person).select_related("thread__page").order_by("created", "pk")
    said = said.annotate(veiled=F("thread__revision__text_hidden"))
    readable = set(Page.objects.visible_to(person).values_list("pk", flat=True))
    parts = ["# " + _("Comments") + "\n"]
    for comment in said.iterator(chunk_size=100):
        thread = comment.thread
        told = "" if comment.veiled and thread.place_state != Hold.ANCHORED else thread.exact
        quote = "".join(f"> {line}\n" for line in told.splitlines())
        title = thread.page.title if thread.page_id in readable else _("A page that you may no longer read")
        parts.append(f"## {title}, {moment(comment.created)}\n\n{quote}\n{comment.text}\n")
    if len(parts) > 1:
        yield "comments.md", "\n".join(parts)


def _reuses(person: User) -> Iterator[tuple[str, str]]:
    told = Reuse.objects.filter(author=person).exclude(title="").order_by("created", "pk")
    readable = set(Page.objects.visible_to(person).values_list("pk", flat=True))
    parts = ["# " + _("Reuses") + "\n"]
    for reuse in told.prefetch_related("uses__page"):
        used = [use.page.title for use in reuse.uses.all() if use.page_id in readable]
        accounts = (reuse.done, reuse.worked, reuse.failed, reuse.link)
        said = "\n\n".join(filter(None, (", ".join(used), *accounts)))
        parts.append(f"## {reuse.title}, {reuse.organisation}, {moment(reuse.created)}\n\n{said}\n")
    if len(parts) > 1:
        yield "reuses.md", "\n".join(parts)


def _texts(person: User) -> Iterator[tuple[str, str]]:
    written = PageRevision.objects.filter(history_user=person).order_by("history_date", "pk")
    lines = []
    for revision in written.iterator(chunk_size=100):
        name = f"revisions/{revision.path or 'home'}-{revision.number}.md"
        lines.append(
            _("- %(when)s — %(title)s, no. %(number)s: %(reason)s (%(file)s)")
            % {
                "when": moment(revision.history_date),
                "title": revision.title,
                "number": revision.number,
                "reason": revision.reason or "—",
                "file": name,
            }
        )
        yield name, f"{revision.header}{revision.source}"
    yield "revisions.md", "# " + _("Revisions") + "\n\n" + "\n".join(lines) + "\n"


# --- leaving ------------------------------------------------------------------------------------------------


@transaction.atomic
def erase(
    person: User,
    *,
    names: frozenset[str],
    addresses: frozenset[str],
    was_theirs: Callable[[str], bool],
    comments: bool = False,
    by: Any = rules.SYSTEM,
) -> None:
    """Take the names and addresses of somebody out of what they leave, and their `comments` if they said so;
    the texts of pages stay."""
    rules.require(by, "person.erase", person)
    if comments:
        forgetting.silence(person)
    Draft.objects.filter(owner=person).delete()
    Ticks.objects.filter(owner=person).delete()
    ModerationEntry.objects.filter(by=person).update(network="")
    Referent.objects.filter(person=person).delete()  # nobody decides under a number
    watching.forget(person, by=by)
    subscribing.forget(addresses, by=by)
    forget(person, names=names, addresses=addresses, was_theirs=was_theirs, by=by)


def forget(
    person: User,
    *,
    names: frozenset[str],
    addresses: frozenset[str],
    was_theirs: Callable[[str], bool] = lambda _address: False,
    by: Any = rules.SYSTEM,
) -> None:
    """Write the number of somebody wherever these names and addresses stand, and those of their commits."""
    rules.require(by, "person.erase", person)
    own = Commit.objects.filter(author=person)
    known = {*names, *own.values_list("author_name", flat=True)}
    for revision in co_authored(person):
        known |= {one.get("name", "") for one in revision.co_authors if one.get("person") == person.pk}
        rewrite(revision, person, {"name": "", "person": person.pk})
    own.update(author_name="")
    known -= {""}
    Commit.objects.filter(committer_name__in=known).update(committer_name="")
    forgetting.forget(forgetting.Former(person, frozenset(known), addresses - {""}, was_theirs))
