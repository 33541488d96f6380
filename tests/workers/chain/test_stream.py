"""Chunks from several engines: the next one takes over before the first chunk."""

from __future__ import annotations

import pytest

from tests.support.tool_room import BackgroundCall, until
from tests.workers.chain.conftest import Company
from workers.chain.chain_stream import ChainStream
from workers.errors import (
    ChainFailed,
    TextRefused,
    WorkerCrash,
    WorkerError,
    WorkerRefused,
    WorkerStopped,
)

REQUEST = {"text": "The lark sings at dawn. The owl sings at dusk."}
BOTH = "lark,finch"


def test_result_names_the_engine(company: Company) -> None:
    company.engage("lark", max_characters=30)
    company.engage("finch")
    with company.chain().stream(REQUEST, engine=BOTH) as stream:
        assert stream.engine == "lark"
        assert len(list(stream)) == 2
    assert stream.result["engine"] == "lark"
    assert stream.result["fallback"] == []
    assert company.workers["lark"].is_evictable()


@pytest.mark.parametrize("role", ["dies", "breaks", "cannot read"])
def test_next_engine_takes_over_before_the_first_chunk(company: Company, role: str) -> None:
    company.engage("lark", role)
    company.engage("finch")
    stream = company.chain().stream(REQUEST, engine=BOTH)
    assert len(list(stream)) == 1
    assert stream.engine == stream.result["engine"] == "finch"
    assert [failed["engine"] for failed in stream.result["fallback"]] == ["lark"]


def test_silent_engine_is_replaced(company: Company) -> None:
    company.engage("lark", "hangs")
    company.engage("finch")
    company.workers["lark"].start()
    stream = company.chain(silence_s=0.2).stream(REQUEST, engine=BOTH)
    assert len(list(stream)) == 1
    assert stream.engine == "finch"


def test_last_engine_that_speaks_the_language_gets_its_time(company: Company) -> None:
    company.engage("lark", "thinks", streaming=True)
    company.engage("owl", languages=["de"])
    company.workers["lark"].start()
    request = {**REQUEST, "language": "en"}
    stream = company.chain(silence_s=0.2).stream(request, engine="lark,owl")
    assert len(list(stream)) == 1
    assert stream.engine == "lark"


def test_speaking_engine_may_pause_for_its_own_timeout(company: Company) -> None:
    company.engage("lark", "pauses", max_characters=30, streaming=True)
    company.engage("finch")
    company.workers["lark"].start()
    stream = company.chain(silence_s=0.3).stream(REQUEST, engine=BOTH)
    assert len(list(stream)) == 2
    assert stream.result["fallback"] == []


def test_engine_that_cannot_start_or_lacks_the_language_is_replaced(company: Company) -> None:
    company.engage("lark", gb=100.0)
    company.engage("owl", languages=["de"])
    company.engage("finch", languages=["en"])
    stream = company.chain().stream({**REQUEST, "language": "en"}, engine="lark,owl,finch")
    assert stream.engine == "finch"
    assert len(list(stream)) == 1
    assert [failed["engine"] for failed in stream.result["fallback"]] == ["lark", "owl"]


def test_voice_does_not_change_after_the_first_chunk(company: Company) -> None:
    company.engage("lark", "dies late")
    company.engage("finch")
    stream = company.chain().stream(REQUEST, engine=BOTH)
    next(stream)
    with pytest.raises(WorkerCrash, match="exit=7"):
        next(stream)
    assert list(stream) == []
    assert company.started == ["lark"]


def test_engine_error_after_a_chunk_is_the_result(company: Company) -> None:
    company.engage("lark", "breaks late")
    company.engage("finch")
    stream = company.chain().stream(REQUEST, engine=BOTH)
    assert len(list(stream)) == 1
    assert stream.result["error"] == "RuntimeError: a kernel is missing"
    assert stream.result["engine"] == "lark"


def test_error_of_the_request_is_raised(company: Company) -> None:
    company.engage("lark", "knows no voice")
    company.engage("finch")
    with pytest.raises(TextRefused):
        company.chain().stream({"text": ""}, engine=BOTH)
    stream = company.chain().stream({**REQUEST, "voice": "ava"}, engine=BOTH)
    with pytest.raises(WorkerError, match="there is no voice 'ava'"):
        next(stream)
    assert company.started == ["lark"]


def test_all_engines_fail(company: Company) -> None:
    company.engage("lark", "dies")
    company.engage("finch", "breaks")
    stream = company.chain().stream(REQUEST, engine=BOTH)
    with pytest.raises(ChainFailed, match=r"lark: .*; finch: RuntimeError"):
        next(stream)
    assert list(stream) == []


def test_cancelled_stream_frees_its_engine(company: Company) -> None:
    company.engage("lark")
    company.engage("finch")
    stream = company.chain().stream({"text": "Wait for it."}, engine=BOTH)
    next(stream)
    stream.cancel()
    assert list(stream) == []
    assert stream.result["engine"] == "lark"
    assert company.workers["lark"].is_evictable()


def test_no_engine_takes_over_after_a_cancel(company: Company) -> None:
    company.engage("lark", "hangs")
    company.engage("finch")
    stream = company.chain().stream(REQUEST, engine=BOTH)
    reading = BackgroundCall(lambda: list(stream))
    until(lambda: not company.workers["lark"].is_evictable())
    stream.cancel()
    company.workers["lark"].stop()
    with pytest.raises(WorkerStopped):
        reading.result()
    assert company.started == ["lark"]


def test_no_engine_is_started_after_a_cancel(company: Company) -> None:
    company.engage("lark", "dies")
    company.engage("finch", permit=lambda: _refuse(stream))
    company.engage("owl")
    stream = company.chain().stream(REQUEST, engine="lark,finch,owl")
    with pytest.raises(WorkerError, match="not now"):
        next(stream)
    assert list(stream) == []
    assert company.started == ["lark"]


def _refuse(stream: ChainStream) -> None:
    stream.cancel()
    raise WorkerRefused("not now", worker="finch")
