"""One answer from several engines: order, replacements, and what the caller learns."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest

from tests.support.tool_room import BackgroundCall, until
from tests.workers.chain.conftest import Company
from workers.base import paths
from workers.base.engine_code import EngineCode
from workers.base.states import WorkerState
from workers.catalog.approvals import Approvals

TEXT = "The lark sings at dawn."


def test_first_named_engine_answers(company: Company) -> None:
    company.engage("lark")
    company.engage("finch")
    answer = company.chain().call({"text": TEXT}, engine="lark,finch")
    assert answer["engine"] == "lark"
    assert answer["fallback"] == []
    assert answer["voice"] == "default"
    assert "voice_wanted" not in answer
    assert company.started == ["lark"]


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("dies", "exit=7"),
        ("dies late", "exit=7"),
        ("breaks", "RuntimeError: a kernel is missing"),
        ("breaks late", "RuntimeError: a kernel is missing"),
        ("cannot read", "this cannot be read"),
    ],
)
def test_next_engine_answers_after_a_failure(company: Company, role: str, why: str) -> None:
    company.engage("lark", role)
    company.engage("finch")
    answer = company.chain().call({"text": TEXT}, engine=["lark", "finch"])
    assert answer["engine"] == "finch"
    assert [failed["engine"] for failed in answer["fallback"]] == ["lark"]
    assert why in answer["fallback"][0]["why"]
    assert answer["asked"]["text"] == TEXT


def test_engine_that_cannot_be_started_is_replaced(company: Company) -> None:
    company.engage("lark")
    company.workers["lark"].tool_module = "tests.support.tools.broken_import"
    company.engage("finch")
    answer = company.chain().call({"text": TEXT}, engine="lark, finch")
    assert answer["engine"] == "finch"
    assert "died during startup" in answer["fallback"][0]["why"]


def test_engine_without_memory_is_replaced(company: Company) -> None:
    company.engage("lark", gb=100.0)
    company.engage("finch")
    answer = company.chain().call({"text": TEXT}, engine="lark,finch")
    assert answer["engine"] == "finch"
    assert "100.00 GB" in answer["fallback"][0]["why"]


def test_engine_with_unapproved_code_is_replaced(company: Company, tmp_path: Path) -> None:
    code = EngineCode("lark", "catalog.toml", ("lark.py",), "0" * 64)
    approvals = Approvals(tmp_path / "approvals.json")
    company.engage("lark", permit=lambda: approvals.check(code))
    company.engage("finch")
    answer = company.chain().call({"text": TEXT}, engine="lark,finch")
    assert answer["engine"] == "finch"
    assert "hasn't been allowed yet" in answer["fallback"][0]["why"]


def test_engine_that_waits_for_memory_is_replaced(company: Company) -> None:
    company.engage("owl", gb=6.0)
    company.engage("lark", gb=6.0)
    company.engage("finch")
    with company.workers["owl"].stream({"text": "Wait for it."}) as stream:
        next(stream)
        answer = company.chain(patience_s=0.1).call({"text": TEXT}, engine="lark,finch")
    assert answer["engine"] == "finch"
    assert answer["fallback"][0]["engine"] == "lark"


def test_busy_engine_is_replaced(company: Company) -> None:
    company.engage("lark")
    company.engage("finch")
    with company.workers["lark"].stream({"text": "Wait for it."}) as stream:
        next(stream)
        answer = company.chain(patience_s=0.1).call({"text": TEXT}, engine="lark,finch")
        assert company.workers["lark"].snapshot().requests_in_flight == 1
    assert answer["engine"] == "finch"
    assert "wasn't available within its timeout of 0.1 s" in answer["fallback"][0]["why"]
    assert company.chain().call({"text": TEXT}, engine="lark")["engine"] == "lark"


def test_silent_engine_is_killed_unless_last(company: Company) -> None:
    company.engage("lark", "hangs")
    company.engage("finch")
    company.workers["lark"].start()
    answer = company.chain(silence_s=0.2).call({"text": TEXT}, engine="lark,finch")
    assert answer["engine"] == "finch"
    assert "no answer within 2.5 s" in answer["fallback"][0]["why"]
    asking = BackgroundCall(
        lambda: company.chain(silence_s=0.1).call({"text": TEXT}, engine="lark")
    )
    until(lambda: company.workers["lark"].state is WorkerState.BUSY)
    company.workers["lark"].stop()
    answer = asking.result()
    assert "was stopped" in answer["error"]
    assert answer["transient"] is True


def test_missing_engine_is_skipped(company: Company) -> None:
    company.engage("lark")
    company.engage("finch")
    company.missing.add("lark")
    answer = company.chain().call({"text": TEXT}, engine="lark,finch")
    assert answer["engine"] == "finch"
    assert answer["fallback"] == [{"engine": "lark", "why": "not installed"}]
    company.missing.add("finch")
    answer = company.chain().call({"text": TEXT}, engine="lark,finch")
    assert "finch: not installed" in answer["error"]


def test_all_engines_fail(company: Company) -> None:
    company.engage("lark", "dies")
    company.engage("finch", "breaks")
    answer = company.chain().call({"text": TEXT}, engine="lark,finch")
    assert set(answer) == {"error", "transient", "fallback"}
    assert "lark: " in answer["error"]
    assert "finch: RuntimeError" in answer["error"]
    assert [failed["engine"] for failed in answer["fallback"]] == ["lark", "finch"]


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({"text": " "}, "lark: the text contains nothing to speak"),
        ({"text": "Привет, как дела?", "language": "en"}, "lark: the text is mostly in Cyrillic"),
    ],
)
def test_error_of_the_text_is_returned_at_once(
    company: Company, request_: dict[str, str], why: str
) -> None:
    company.engage("lark", languages=["en"])
    company.engage("finch", languages=["en", "ru"])
    answer = company.chain().call(request_, engine="lark,finch")
    assert answer["error"].startswith(why)
    assert set(answer) == {"error", "fallback"}
    assert company.started == []


def test_unknown_voice_of_the_named_engine_is_returned_at_once(company: Company) -> None:
    company.engage("lark", "knows no voice")
    company.engage("finch")
    answer = company.chain().call({"text": TEXT, "voice": "ava"}, engine="lark,finch")
    assert answer == {"error": "lark: ValueError: there is no voice 'ava'", "fallback": []}


def test_engine_that_speaks_the_language_answers(company: Company) -> None:
    company.engage("lark", languages=["en"])
    company.engage("finch", languages=["de"])
    german = {"text": "Die Lerche singt.", "language": "de"}
    answer = company.chain().call(german, engine="lark,finch")
    assert (answer["engine"], answer["language"]) == ("finch", "de")
    assert "speaks en, not 'de'" in answer["fallback"][0]["why"]
    assert company.started == ["finch"]


def test_script_decides_without_a_language(company: Company) -> None:
    company.engage("lark", languages=["en"])
    company.engage("finch", languages=["ru"])
    answer = company.chain().call({"text": "Привет, как дела?"})
    assert (answer["engine"], answer["language"]) == ("finch", "ru")


def test_auto_prefers_language_then_readiness(company: Company) -> None:
    company.engage("owl", languages=["de"])
    company.engage("lark", languages=["en"], gb=100.0)
    company.engage("finch", languages=["en"])
    company.engage("wren", languages=["en"])
    chain, request = company.chain(), {"text": TEXT, "language": "en"}
    assert chain.order(request) == ("finch", "wren", "lark")
    company.workers["wren"].start()
    assert chain.order(request) == ("wren", "finch", "lark")
    with company.workers["wren"].stream({"text": "Wait for it."}) as stream:
        next(stream)
        assert chain.order(request) == ("finch", "wren", "lark")
    assert chain.call(request)["engine"] == "wren"


def test_auto_follows_the_named_engines(company: Company) -> None:
    for engine in ("lark", "finch", "wren"):
        company.engage(engine)
    assert company.chain().order({"text": TEXT}, "finch,auto") == ("finch", "lark", "wren")
    assert company.chain().order({"text": TEXT, "voice": "di"}, ["finch", "auto"]) == ("finch",)


def test_auto_without_any_engine(company: Company) -> None:
    company.engage("lark", languages=["en"])
    answer = company.chain().call({"text": "Ciao a tutti", "language": "it"})
    assert answer["error"].startswith("no installed engine speaks 'it'; ")
    company.missing.add("lark")
    assert "no installed engine speaks; " in company.chain().call({"text": TEXT})["error"]


def test_unknown_engine(company: Company) -> None:
    company.engage("lark")
    answer = company.chain().call({"text": TEXT}, engine="lark,larch")
    assert answer["error"] == "no text-to-speech engine 'larch'; available: lark"
    assert company.started == []


def test_replacement_uses_and_names_its_own_voice(company: Company) -> None:
    company.engage("lark", "dies", voices=["ava"], languages=["en"])
    voices = {"voices": ["bo", "cy"], "default_voice": "cy", "default_voices": {"de": "bo"}}
    company.engage("finch", languages=["en", "de"], **voices)
    request = {"text": TEXT, "voice": "ava", "speed": 1.5, "seed": 7, "language": "en"}
    answer = company.chain().call(request, engine="lark,finch")
    assert (answer["voice"], answer["voice_wanted"]) == ("cy", "ava")
    assert answer["asked"] == {"text": TEXT, "voice": "cy", "language": "en"}
    answer = company.chain().call({**request, "language": "de"}, engine="lark,finch")
    assert (answer["voice"], answer["voice_wanted"]) == ("bo", "ava")


def test_voice_sample_goes_to_engines_that_clone(company: Company) -> None:
    company.engage("lark", "dies", supports_cloning=True)
    company.engage("finch", supports_cloning=True, clip_text="required")
    company.engage("wren", supports_cloning=True)
    request = {"text": TEXT, "voice": "/tmp/me.wav"}
    assert company.chain().order(request) == ("lark", "wren", "finch")
    answer = company.chain().call(request)
    assert (answer["engine"], answer["voice"]) == ("wren", "/tmp/me.wav")
    assert "voice_wanted" not in answer
    spoken = company.chain().call({**request, "clip_text": "It is me."}, engine="lark,finch")
    assert spoken["asked"]["clip_text"] == "It is me."
    unspoken = company.chain().call(request, engine="lark,finch")
    assert unspoken["voice_wanted"] == "/tmp/me.wav"
    assert "clip_text" not in unspoken["asked"]


def test_auto_finds_the_engine_with_a_voice(company: Company) -> None:
    company.engage("lark")
    company.engage("finch", voices=["bo"])
    assert company.chain().call({"text": TEXT, "voice": "bo"})["engine"] == "finch"
    answer = company.chain().call({"text": TEXT, "voice": "di"})
    assert answer["error"].startswith("no installed engine speaks in a voice 'di'; ")


def test_speech_into_a_file(company: Company, tmp_path: Path) -> None:
    company.engage("lark", "dies", languages=["en"], voices=["ava"])
    company.engage("finch", languages=["en"])
    chain, path = company.chain(), tmp_path / "said.wav"
    answer = json.loads(
        chain.synthesize(text=TEXT, engine="lark,finch", voice="ava", output_path=str(path))
    )
    assert answer["path"] == str(path)
    assert (answer["engine"], answer["language"], answer["device"]) == ("finch", "en", "cpu")
    assert (answer["voice"], answer["voice_wanted"]) == ("default", "ava")
    assert answer["fallback"][0]["engine"] == "lark"
    with wave.open(str(path)) as file:
        assert file.getnframes() == 800
    made = json.loads(chain.synthesize(text=TEXT, engine="finch"))
    assert Path(made["path"]).parent == Path(paths.models_dir()) / "speech"
    failed = json.loads(chain.synthesize(text=TEXT, engine="lark"))
    assert "exit=7" in failed["error"]
    assert failed["transient"] is True
    assert len(list(Path(made["path"]).parent.iterdir())) == 1
