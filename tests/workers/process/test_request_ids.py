"""Which message answers which request."""

from __future__ import annotations

import logging

import pytest

from workers.process.request_ids import RequestIds


class Book:
    """Answers, and what it had cancelled."""

    def __init__(self, *, are_known: bool) -> None:
        self.cancelled: list[int] = []
        self.ids = RequestIds("puppet", are_known=are_known, cancel=self.cancelled.append)

    def ask(self) -> int:
        request_id = self.ids.next_id()
        self.ids.sent()
        return request_id


@pytest.fixture
def knowing() -> Book:
    return Book(are_known=True)


@pytest.fixture
def unknown() -> Book:
    return Book(are_known=False)


def test_answer_is_matched_by_its_id(knowing: Book) -> None:
    first, second = knowing.ask(), knowing.ask()
    assert not knowing.ids.is_for({"id": first}, second)
    assert knowing.ids.is_for({"id": second}, second)


@pytest.mark.parametrize("foreign", [None, 0, 99, "1", [1], {"id": 1}, 1.5])
def test_foreign_id_is_dropped(knowing: Book, foreign: object) -> None:
    request_id = knowing.ask()
    assert not knowing.ids.is_for({"id": foreign}, request_id)


def test_answer_without_an_id_is_matched_by_order(unknown: Book) -> None:
    assert unknown.ids.must_drain
    for _ in range(3):
        request_id = unknown.ask()
        assert not unknown.ids.must_drain
        assert unknown.ids.is_for({}, request_id)
        unknown.ids.answered()
        assert unknown.ids.must_drain


def test_without_ids_what_is_owed_comes_first(unknown: Book) -> None:
    unknown.ask()
    unknown.ask()
    third = unknown.ask()
    messages = ["first", "second", "third"]
    assert [unknown.ids.is_for({"m": m}, third) for m in messages] == [False, False, True]


def test_first_id_shows_that_a_worker_sends_ids(unknown: Book) -> None:
    request_id = unknown.ask()
    assert unknown.ids.is_for({"id": request_id}, request_id)
    assert not unknown.ids.is_for({}, request_id)
    assert not unknown.ids.must_drain


def test_progress_without_an_id_concerns_the_current_request(knowing: Book) -> None:
    assert knowing.ids.is_for({"event": "progress"}, knowing.ask())


def test_cancel_goes_at_once_to_one_that_knows_ids(knowing: Book) -> None:
    request_id = knowing.ask()
    knowing.ids.cancel(request_id)
    assert knowing.cancelled == [request_id]


def test_cancel_waits_until_a_worker_shows_that_it_knows_ids(unknown: Book) -> None:
    request_id = unknown.ask()
    unknown.ids.cancel(request_id)
    assert unknown.cancelled == []
    assert unknown.ids.is_for({"id": request_id}, request_id)
    assert unknown.cancelled == [request_id]


def test_cancel_is_sent_when_the_canceled_request_was_given_up(unknown: Book) -> None:
    dropped = unknown.ask()
    unknown.ids.cancel(dropped)
    request_id = unknown.ask()
    assert not unknown.ids.is_for({"id": dropped}, request_id)
    assert unknown.cancelled == [dropped]
    assert unknown.ids.is_for({"id": request_id}, request_id)


def test_after_noise_nothing_is_known(knowing: Book) -> None:
    knowing.ask()
    knowing.ids.lost()
    assert knowing.ids.must_drain


def test_one_warning_a_request(knowing: Book, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        request_id = knowing.ask()
        for _ in range(5):
            knowing.ids.is_for({"id": "stray"}, request_id)
    assert [record.levelno for record in caplog.records].count(logging.WARNING) == 2
