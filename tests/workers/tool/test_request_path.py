"""Number of our files that a warm request passes through, and a reader has to open."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from tests.support.tool_room import Room
from workers.tool import tool_worker

MOST_FILES = 12
_PACKAGE = Path(tool_worker.__file__).parents[1]


def test_warm_synthesize_visits_few_files(room: Room) -> None:
    tool = room.tool()
    request = {"do": "speak"}
    for _ in range(3):
        tool.synthesize(text="hello", extra_request=request)
    visited: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(_PACKAGE):
            visited.add(str(path.relative_to(_PACKAGE)))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        tool.synthesize(text="hello", extra_request=request)
    finally:
        sys.setprofile(before)
    assert len(visited) <= MOST_FILES, sorted(visited)
