"""``ToolWorker`` checks and cuts texts before it starts a worker."""

# ruff: noqa: RUF001 - the letters of many scripts are what is tested here

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.tool_room import Room
from workers.base import paths
from workers.base.states import WorkerState
from workers.errors import TextRefused
from workers.text.rules import TextRules

ENGLISH = TextRules("Lark", ("en",), 40)
TEXT = "\ufeffOne lark sings at dawn. Two of them sing at dusk."
CLEAN = TEXT[1:]
PIECES = ["One lark sings at dawn.", "Two of them sing at dusk."]


def test_without_rules_a_request_goes_through_untouched(room: Room) -> None:
    tool = room.tool()
    for request in ({"text": TEXT}, {"text": ""}, {"text": 5}, {}, {"text": "\x00Привет"}):
        assert tool.call(request)["echo"] == request


def test_request_carries_a_clean_text_and_its_pieces(room: Room) -> None:
    tool = room.tool(text_rules=ENGLISH)
    request = {"text": TEXT, "voice": "lark", "pieces": ["of another caller"]}
    assert tool.call(request)["echo"] == {"text": CLEAN, "voice": "lark", "pieces": PIECES}
    assert request["text"] == TEXT


def test_engine_that_cuts_by_itself_gets_no_pieces(room: Room) -> None:
    tool = room.tool(text_rules=TextRules("Lark", ("en",)))
    assert tool.call({"text": TEXT})["echo"] == {"text": CLEAN}


def test_streamed_text_is_cut_as_well(room: Room) -> None:
    tool = room.tool(text_rules=ENGLISH)
    with tool.stream({"text": TEXT}) as stream:
        assert not list(stream)
    assert stream.result["echo"]["pieces"] == PIECES


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({}, "nothing to speak"),
        ({"text": "..."}, "nothing to speak"),
        ({"text": "Привет, как дела?"}, "mostly in Cyrillic script"),
        ({"text": "Guten Tag", "language": "de"}, "Lark speaks en, not 'de'"),
    ],
)
def test_refused_text_starts_nothing(room: Room, request_: dict[str, str], why: str) -> None:
    tool = room.tool(name="lark", text_rules=ENGLISH)
    answer = tool.call(request_)
    assert set(answer) == {"error"}
    assert answer["error"].startswith("lark: ")
    assert why in answer["error"]
    with pytest.raises(TextRefused, match=why) as refused:
        tool.stream(request_)
    assert refused.value.worker == "lark"
    assert tool.state is WorkerState.STOPPED
    assert tool.snapshot().last_error is None
    assert tool.is_evictable() is False
    assert not tool.snapshot().requests_served


def test_refused_speech_leaves_no_file(room: Room) -> None:
    tool = room.tool(name="lark", text_rules=ENGLISH)
    answer = json.loads(tool.synthesize(text="Привет, как дела?"))
    assert answer["error"].startswith("lark: the text is mostly in Cyrillic script")
    assert json.loads(tool.synthesize(text=" "))["error"] == "Text is required"
    assert json.loads(tool.synthesize(text="Hallo", language="de"))["error"].startswith("lark: ")
    assert tool.state is WorkerState.STOPPED
    assert not [file for file in paths.models_dir().rglob("*") if file.is_file()]


def test_what_is_spoken_into_a_file_is_cut_as_well(room: Room, tmp_path: Path) -> None:
    tool = room.tool(text_rules=ENGLISH)
    path = str(tmp_path / "said.wav")
    answer = json.loads(tool.synthesize(text=TEXT, output_path=path))
    assert answer["path"] == path
    assert answer["duration"] == 1.0
