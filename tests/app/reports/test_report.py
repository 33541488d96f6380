"""A report as a maintainer gets it."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path

import pytest

from app.reports.report import Incident, report
from app.reports.scrub import Identity
from app.reports.system_facts import SystemFacts, identity, system_facts
from workers.base.exit_status import ExitStatus
from workers.catalog.entry import CatalogEntry
from workers.devices.probe import DeviceReading
from workers.diagnosis.failure import Failure

GB = 2**30
KOKORO = CatalogEntry(
    id="kokoro",
    name="Kokoro",
    kind="tts",
    engine="kokoro",
    environment="torch",
    vram_budget="tts_kokoro",
    requirements=("kokoro==0.9", "torch==2.9"),
    adapter="engines.kokoro",
    cpu_mode=True,
)
CARD = DeviceReading(0, "GPU-1", "RTX 4070", "gpu", 12 * GB, 11 * GB, GB, driver="570.86.16")
HERE = SystemFacts("1.2", "3.11.7", "Linux-6 (x86_64)")
ALICE = Identity(("alice",), ("/home/alice",), ("wombat",))
DEATH = Failure(
    at_s=1.0,
    text="kokoro died over a request (exit=1)",
    outcome=ExitStatus(1),
    stderr_tail=(
        'File "/home/alice/torch/nn.py", line 3',
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.",
    ),
)

EXPECTED = """\
## Engine Room: engine failure

When: while running
Cause: out of GPU memory. The engine ran out of GPU memory.
Source: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.
Error: kokoro died over a request (exit=1)
Exit: ended with exit code 1
Suggested fix: free memory and restart

## Engine

Name: Kokoro (kokoro, tts)
Runs: engines.kokoro
Environment: torch
Requirements: kokoro==0.9, torch==2.9
Precision: (one only)
CPU mode: yes
Device: any with room

## System

Engine Room 1.2, Python 3.11.7
Linux-6 (x86_64)
GPU 0: RTX 4070, 12.0 GB, 1.0 GB free, driver 570.86.16

## Last lines of the log

INFO loading from ~/models for [user] on [host]
"""


def test_report_has_everything_but_the_senders_identity() -> None:
    log = ["INFO loading from /home/alice/models for alice on wombat"]
    incident = Incident(KOKORO, DEATH, devices=(CARD,), log=log)
    assert report(incident, HERE, ALICE) == EXPECTED


def test_report_without_a_log_ends_with_stderr() -> None:
    output = report(Incident(KOKORO, DEATH), HERE, ALICE)
    assert output.endswith('File "~/torch/nn.py", line 3\n' + DEATH.stderr_tail[1] + "\n")
    assert "Memory: no reading yet" in output


def test_report_of_an_installation() -> None:
    failure = Failure(1.0, "environment 'torch' could not be installed: the disk is full")
    output = report(Incident(KOKORO, failure, was_installing=True), HERE, ALICE)
    assert "When: during installation" in output
    assert "Exit: no process exited" in output
    assert output.endswith("(none)\n")


def test_system_facts_are_found() -> None:
    here = system_facts()
    assert here.program[0].isdigit()
    assert here.python.startswith("3.")
    assert here.system


def test_user_and_host_are_detected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere/wendy")
    who = identity()
    assert {getpass.getuser(), "wendy"} <= set(who.users)
    assert "/somewhere/wendy" in who.homes
    assert platform.node() in who.hosts
    assert str(Path.home()) in who.homes
