"""The shipped settings with other limits, for tests of load: comments are counted, and none is one too many."""

from communs import settings as shipped

vars().update({name: value for name, value in vars(shipped).items() if name.isupper()})
LIMITS = {
    role: {**limits, "comment": [(1_000, 60)], "comment_first_day": (1_000, 60)}
    for role, limits in shipped.LIMITS.items()
}
