"""The second step of logging in, which weighs only for whoever has one."""

from __future__ import annotations

from typing import Any

from allauth.account.stages import LoginStage

from accounts import actions


class SecondStep(LoginStage):
    """Allauth's AuthenticateStage, imported once somebody has a second step to take."""

    key = "mfa_authenticate"
    urlname = "mfa_authenticate"

    def handle(self) -> tuple[Any, bool]:
        if self.login.user is None or not actions.has_second_factor(self.login.user):
            return None, True
        from allauth.mfa.stages import AuthenticateStage  # with it come WebAuthn and cryptography

        return AuthenticateStage(self.controller, self.request, self.login).handle()
