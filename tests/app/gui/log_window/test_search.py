"""Search in changing lines, without a window."""

from __future__ import annotations

import logging

from hypothesis import given
from hypothesis import strategies as st

from app.gui.log_window.line_text import LEVEL_END, LEVEL_START, TIME_END, shown
from app.gui.log_window.search import LineSearch
from app.logs.lines import LogLine


def searching(text: str, *lines: str, most: int = 100) -> LineSearch:
    search = LineSearch(most)
    search.add(lines)
    search.search_for(text)
    return search


def way(search: LineSearch, steps: int, *, backwards: bool = False) -> list[object]:
    return [search.go_to_next(0, backwards=backwards) for _ in range(steps)]


def test_next_match_wraps_around() -> None:
    search = searching("on", "one and only on", "", "none", "off")
    assert search.count == 4
    assert way(search, 5) == [(0, 0), (0, 1), (0, 2), (2, 0), (0, 0)]
    assert search.position == 1
    assert way(search, 2, backwards=True) == [(2, 0), (0, 2)]
    assert search.position == 3


def test_search_starts_at_a_given_line() -> None:
    search = searching("x", "x", "x", "x")
    assert search.go_to_next(1) == (1, 0)
    search.search_for("x")
    assert search.go_to_next(1, backwards=True) == (1, 0)


def test_single_match_is_found_repeatedly_in_both_directions() -> None:
    search = searching("x", "a", "x", "b")
    assert way(search, 2) == [(1, 0), (1, 0)]
    assert way(search, 2, backwards=True) == [(1, 0), (1, 0)]


def test_empty_search_has_no_matches() -> None:
    for search in (searching("x", "a"), searching("", "a"), searching("x")):
        assert (search.count, search.go_to_next(0), search.position) == (0, None, 0)
        assert search.spans("abc") == []


def test_search_is_literal_and_ignores_case() -> None:
    assert searching("a.b[", "A.B[ axb[").count == 1


def test_columns_are_counted_in_utf_16_units() -> None:
    assert searching("x").spans("a\U0001f600x\xe4x") == [(3, 4), (5, 6)]


def test_current_match_moves_with_its_line() -> None:
    search = searching("x", "x", "x", most=2)
    assert way(search, 2) == [(0, 0), (1, 0)]
    search.add(["a"])
    assert (search.current, search.position, search.count) == ((0, 0), 1, 1)
    search.add(["x"])
    assert (search.current, search.count) == (None, 1)


@given(st.lists(st.lists(st.text("ab ", max_size=6), max_size=5), max_size=6))
def test_count_covers_the_present_lines(parts: list[list[str]]) -> None:
    search = LineSearch(4)
    search.search_for("ab")
    for part in parts:
        search.add(part)
    everything = [line for part in parts for line in part][-4:]
    assert search.count == sum(line.count("ab") for line in everything)
    visited = way(search, search.count)
    assert len(set(visited)) == search.count
    assert visited == sorted(visited, key=str)


def test_line_shows_local_time_and_level() -> None:
    line = LogLine("2026-01-31T12:00:00.123Z", logging.WARNING, "app.gui", "it rains")
    text = shown(line, with_logger=True)
    assert text[:TIME_END].endswith(":00.123")
    assert text[LEVEL_START:LEVEL_END] == "WARNING "
    assert text.endswith("  app.gui: it rains")
    assert shown(line, with_logger=False).endswith("  it rains")


def test_unparsable_line_is_unchanged() -> None:
    assert shown(LogLine("", logging.INFO, "", "what?"), with_logger=True) == "what?"
