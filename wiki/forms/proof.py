"""What somebody new sends comes with a proof of work, where the site asks for one."""

from __future__ import annotations

from typing import Any

from accounts.fields import ProofField
from wiki.forms.page import Gesture


class Proving(Gesture):
    """A form that may ask for a proof."""

    proof = ProofField()

    def __init__(self, *args: Any, asks_proof: bool = False, **how: Any) -> None:
        super().__init__(*args, **how)
        if not asks_proof:
            del self.fields["proof"]

    @property
    def asks_proof(self) -> bool:
        return "proof" in self.fields

    @property
    def proof_given(self) -> str | None:
        """What came with it, be it nothing; None where nothing was asked for."""
        return self.cleaned_data["proof"] if self.asks_proof else None
