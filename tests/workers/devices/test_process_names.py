"""Names of programs by process id."""

from __future__ import annotations

import os
from dataclasses import dataclass

import psutil
import pytest

from workers.devices.process_names import ProcessNames


@dataclass
class Process:
    """A stand-in for the system's: when it reuses an id is not ours to decide."""

    started: float | None
    program: str
    error: type[psutil.Error] | None = None
    looked_up: int = 0

    def name(self) -> str:
        self.looked_up += 1
        if self.error is not None:
            raise self.error(41)
        return self.program


def put(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.devices.process_names.start_time", lambda pid: process.started)
    monkeypatch.setattr(psutil, "Process", lambda pid: process)


def test_own_process_is_named() -> None:
    assert ProcessNames().look_up([os.getpid()]) == {os.getpid(): psutil.Process().name()}


def test_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    names, process = ProcessNames(), Process(1.0, "blender")
    put(process, monkeypatch)
    for _ in range(3):
        assert names.look_up([41]) == {41: "blender"}
    assert process.looked_up == 1


def test_reused_process_id_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ProcessNames()
    put(Process(1.0, "blender"), monkeypatch)
    names.look_up([41])
    put(Process(2.0, "game"), monkeypatch)
    assert names.look_up([41]) == {41: "game"}


def test_name_of_a_foreign_process_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    put(Process(1.0, "secret", psutil.AccessDenied), monkeypatch)
    assert ProcessNames().look_up([41]) == {41: None}


def test_process_that_ends_while_it_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    put(Process(1.0, "gone", psutil.NoSuchProcess), monkeypatch)
    assert ProcessNames().look_up([41]) == {}
    put(Process(None, "gone"), monkeypatch)
    assert ProcessNames().look_up([41]) == {}


@pytest.mark.parametrize("pid", [-1, 2**22 + 1, 2**32 - 1, 2**70])
def test_invalid_pids_have_no_name(pid: int) -> None:
    assert ProcessNames().look_up([pid]).get(pid) is None
