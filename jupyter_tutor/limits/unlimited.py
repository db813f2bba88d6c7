"""The limits of a server that sets none: everybody is admitted, nothing is held."""

from __future__ import annotations

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.tutoring.ports import Admitted


class Unlimited:
    """Admits every request with the answer length it asked for."""

    async def reserve(
        self, request_id: str, user_id: str, *, input_tokens: int, max_output_tokens: int
    ) -> Admitted:
        """Admit."""
        del request_id, user_id, input_tokens
        return Admitted(max_output_tokens)

    async def settle(self, request_id: str, usage: Usage, cost_nano_usd: int | None) -> None:
        """Nothing was held."""

    async def refund(self, request_id: str) -> None:
        """Nothing was held."""
