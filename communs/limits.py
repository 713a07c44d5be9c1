"""What people, networks and addresses may do, and how often: so many in so many seconds.

By what whoever does it is trusted with; the settings take them from here.
"""

from typing import Any

LIMITS: dict[str, dict[str, Any]] = {
    "contributor": {
        "comment": [(1, 30), (100, 86_400)],
        "comment_first_day": (10, 86_400),
        "same_comment": 300,
        "links": 2,
        "mentions": 2,
        "flag": [(5, 86_400)],
        "edit": (8, 60),
        "suggestion": [(8, 60)],
        "stand": (30, 60),
        "draft": (60, 60),
        "tick": (120, 60),
        "upload": (8, 60),
        "suggestions_open": 5,
        "reuse": [(1, 60), (5, 86_400)],
    },
    "trusted": {
        "comment": [(1, 5), (100, 86_400)],
        "same_comment": 300,
        "links": 20,
        "mentions": 10,
        "flag": [(20, 86_400)],
        "edit": (90, 60),
        "suggestion": [(90, 60), (30, 86_400)],
        "stand": (90, 60),
        "draft": (60, 60),
        "tick": (120, 60),
        "upload": (8, 60),
        "reuse": [(1, 30), (20, 86_400)],
    },
    "decider": {
        "invitation": (30, 86_400),
        "edit": (90, 60),
        "move": (8, 60),
        "stand": (90, 60),
        "draft": (60, 60),
        "tick": (120, 60),
        "upload": (8, 60),
    },
    "account": {"search": (60, 60), "titles": (120, 60)},
    "network": {
        "search": (30, 60),  # past it, from titles alone
        "titles": (120, 60),
        "subscription": (20, 60),  # mails by which somebody without an account follows
        "feedback": (10, 3_600),  # past it, answers of readers stand apart and count in no figure
        "feedback_at_most": (60, 3_600),
    },
    "address": {"subscription": (5, 86_400)},  # past it nothing leaves, and the answer is the same
}
