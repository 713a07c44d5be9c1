"""What is kept: the wiki's models, by name."""

from wiki.models.attachment import Attachment
from wiki.models.book import Book, Commit
from wiki.models.charter import Charter, CharterVersion, Referent
from wiki.models.credit import Credit
from wiki.models.draft import Draft
from wiki.models.feedback import Feedback
from wiki.models.flag import Flag
from wiki.models.importing import Import
from wiki.models.invitation import Invitation
from wiki.models.journal import ModerationEntry
from wiki.models.link import Link
from wiki.models.measure import Measure
from wiki.models.notice import Fact, Notice, Rewording
from wiki.models.page import Page, PageQuerySet, PageRevision
from wiki.models.redirect import Redirect
from wiki.models.reminder import Reminder
from wiki.models.reuse import Retelling, Reuse, Use
from wiki.models.reversal import Reversal, ReversalItem
from wiki.models.revision import Change, Origin
from wiki.models.search import SearchEntry, Word
from wiki.models.settings import SiteSettings
from wiki.models.sieve import Sieve
from wiki.models.stand import Stand
from wiki.models.subscription import Subscription
from wiki.models.suggestion import Review, Suggestion, SuggestionVersion
from wiki.models.taking import Taking
from wiki.models.thread import Comment, QuotedText, Thread, Wording
from wiki.models.ticks import Ticks
from wiki.models.upkeep import Upkeep
from wiki.models.watch import NoticeSettings, Watch

__all__ = [
    "Attachment",
    "Book",
    "Change",
    "Charter",
    "CharterVersion",
    "Comment",
    "Commit",
    "Credit",
    "Draft",
    "Fact",
    "Feedback",
    "Flag",
    "Import",
    "Invitation",
    "Link",
    "Measure",
    "ModerationEntry",
    "Notice",
    "NoticeSettings",
    "Origin",
    "Page",
    "PageQuerySet",
    "PageRevision",
    "QuotedText",
    "Redirect",
    "Referent",
    "Retelling",
    "Reuse",
    "Reversal",
    "ReversalItem",
    "Reminder",
    "Review",
    "Rewording",
    "SearchEntry",
    "Sieve",
    "SiteSettings",
    "Stand",
    "Subscription",
    "Suggestion",
    "SuggestionVersion",
    "Taking",
    "Thread",
    "Ticks",
    "Upkeep",
    "Use",
    "Watch",
    "Word",
    "Wording",
]
