"""Windows for operators: they look at what is kept, and act only through actions."""

from wiki.admin.attachments import AttachmentWindow
from wiki.admin.books import BookWindow
from wiki.admin.charters import CharterWindow
from wiki.admin.discussions import CommentWindow, FlagWindow, ThreadWindow
from wiki.admin.feedback import FeedbackWindow
from wiki.admin.history import JournalWindow, RedirectWindow, RevisionWindow
from wiki.admin.imports import ImportWindow
from wiki.admin.invitations import InvitationWindow
from wiki.admin.measures import MeasureWindow
from wiki.admin.pages import PageWindow
from wiki.admin.reuses import ReuseWindow
from wiki.admin.settings import SettingsWindow
from wiki.admin.sieves import SieveWindow
from wiki.admin.subscriptions import SubscriptionWindow
from wiki.admin.suggestions import SuggestionWindow
from wiki.admin.tasks import TaskWindow
from wiki.admin.upkeep import UpkeepWindow

__all__ = [
    "AttachmentWindow",
    "BookWindow",
    "CharterWindow",
    "CommentWindow",
    "FeedbackWindow",
    "FlagWindow",
    "ImportWindow",
    "InvitationWindow",
    "JournalWindow",
    "MeasureWindow",
    "PageWindow",
    "RedirectWindow",
    "ReuseWindow",
    "RevisionWindow",
    "SettingsWindow",
    "SieveWindow",
    "SubscriptionWindow",
    "SuggestionWindow",
    "TaskWindow",
    "ThreadWindow",
    "UpkeepWindow",
]
