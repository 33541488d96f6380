"""Order in which a chain asks engines."""

from __future__ import annotations

import pytest

from workers.chain.order import Candidate, chain_order

READY = Candidate("ready", ("en",), "ready")
FITS = Candidate("fits", ("en-US", "de"), "fits")
BUSY = Candidate("busy", ("en",), "busy")
EVICTS = Candidate("evicts", ("de", "en"), "evicts")
REFUSED = Candidate("refused", (), "refused")
ALL = (REFUSED, EVICTS, BUSY, FITS, READY)


@pytest.mark.parametrize(
    ("candidates", "language", "order"),
    [
        (ALL, "en", "ready fits busy evicts refused"),
        (ALL, None, "ready fits busy evicts refused"),
        (ALL, "de-AT", "fits evicts refused"),
        (ALL, "hi", "refused"),
        ((READY, FITS), "hi", ""),
        ((Candidate("b", ("en",)), Candidate("a", ("en",))), "en", "b a"),
        ((Candidate("b", ("en",)), Candidate("a", ("en",), preference=9)), "en", "a b"),
        ((Candidate("b", preference=9), READY), "en", "ready b"),
        ((Candidate("gone", ("en",), "ready", is_installed=False), FITS), "en", "fits"),
        ((Candidate("other", ("en",), "ready", has_voice=False), EVICTS), "en", "evicts other"),
        ((), "en", ""),
    ],
)
def test_order(candidates: tuple[Candidate, ...], language: str | None, order: str) -> None:
    assert " ".join(chain_order(candidates, language)) == order
