"""The faults of the mix: requests, and their expected outcomes."""

from __future__ import annotations

import random
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class End(Enum):
    """Outcome of a request."""

    ANSWERED = "answered"
    CRASHED = "crashed"
    TIMED_OUT = "timed out"
    UNREADABLE = "unreadable"
    START_CRASHED = "start crashed"
    START_TIMED_OUT = "start timed out"

    @property
    def is_deadly(self) -> bool:
        """True if the process must have ended."""
        return self not in {End.ANSWERED, End.UNREADABLE}


@dataclass(frozen=True)
class Fault:
    """A fault.

    Attributes:
        name: Name in the report.
        request: The request that triggers the fault.
        end: Expected outcome.
        says: Expected text of the error or the answer.
        is_fresh: True to end the running process first.
        next_start: Fault of the next start, if any.
        dies_later: True if the worker ends after its answer.
        leaves_noise: True if more unreadable answers may follow.
    """

    name: str
    request: Mapping[str, Any] = field(default_factory=dict[str, Any])
    end: End = End.ANSWERED
    says: str = ""
    is_fresh: bool = False
    next_start: str = ""
    dies_later: bool = False
    leaves_noise: bool = False

    @property
    def deaths(self) -> int:
        """Number of processes that end."""
        return self.is_fresh + self.end.is_deadly + self.dies_later


_SIGNALS = ["SIGKILL", "SIGTERM", "SIGSEGV", "SIGBUS", "SIGFPE"]
_HANGS = ["hang", "spin", "hang_in_c", "signal:SIGSTOP"]


def crash(rng: random.Random) -> Fault:
    """Returns a crash during a request, with or without other faults."""
    before = rng.choice([[], [], ["noise:2"], [grandchild(rng)], ["log:exiting"], ["close:2"]])
    way, code = rng.choice(
        [
            exit_way(rng),
            exit_way(rng),
            ("abort", -signal.SIGABRT),
            ("segfault", -signal.SIGSEGV),
            *((f"signal:{name}", -getattr(signal, name)) for name in _SIGNALS),
        ]
    )
    return Fault(
        f"crash {way.partition(':')[0]}",
        {"do": [*before, way]},
        End.CRASHED,
        f"died (exit={code})",
    )


def exit_way(rng: random.Random) -> tuple[str, int]:
    code = rng.randrange(4, 120)
    return f"exit:{code}", code


def grandchild(rng: random.Random) -> str:
    return "grandchild:" + rng.choice(["plain", "daemon", "fork"])


def harmless(rng: random.Random) -> Fault:
    """Returns a fault that must have no effect."""
    way = rng.choice(
        [
            grandchild(rng),
            "noise:2",
            "log:nothing",
            f"flood_stderr:{2**20}",
            f"flood_stderr_lines:{2**19}",
            "close:2",
        ]
    )
    return Fault(f"harmless {way.partition(':')[0]}", {"do": [way]})


def harmless_behind_our_child_side(rng: random.Random) -> Fault:
    way = rng.choice(["noise:1", "print:17", "close:0,1,2"])
    return Fault(f"harmless {way.partition(':')[0]} of stdout", {"do": [way]})


def handler_error(rng: random.Random) -> Fault:
    return Fault("handler raises", {"do": ["raise:odd"]}, End.ANSWERED, "RuntimeError: odd")


def handler_exits(rng: random.Random) -> Fault:
    return Fault("handler exits", {"do": ["raise_exit:5"]}, End.CRASHED, "died (exit=3)")


def hang(rng: random.Random) -> Fault:
    way = rng.choice(_HANGS)
    return Fault(f"hang {way}", {"do": [way]}, End.TIMED_OUT, "gave no answer within")


def bad_start(rng: random.Random) -> Fault:
    """Returns a failed, slow, or noisy start."""
    if rng.random() < 0.2:
        way = rng.choice(_HANGS)
        says = "was not ready within"
        return Fault(f"start {way}", {}, End.START_TIMED_OUT, says, is_fresh=True, next_start=way)
    if rng.random() < 0.4:
        way = rng.choice(["wait:0.1", "noise:2", f"flood_stderr:{2**20}", grandchild(rng)])
        return Fault(f"start {way.partition(':')[0]}", is_fresh=True, next_start=way)
    way, code = rng.choice([exit_way(rng), ("segfault", -signal.SIGSEGV)])
    says = f"died during startup (exit={code})"
    name = f"start {way.partition(':')[0]}"
    return Fault(name, {}, End.START_CRASHED, says, is_fresh=True, next_start=way)


def death_between_requests(rng: random.Random) -> Fault:
    way, _ = exit_way(rng)
    return Fault("dies later", {"do": [way.replace("exit", "exit_soon")]}, dies_later=True)


def noise_everywhere(rng: random.Random) -> Fault:
    request = {"do": ["noise_everywhere"]}
    return Fault(
        "noise everywhere", request, End.UNREADABLE, "couldn't read the response", leaves_noise=True
    )


def unreadable(rng: random.Random) -> Fault:
    """Returns an answer that isn't a message."""
    line = rng.choice(
        [
            rng.randbytes(rng.randrange(1, 300)).translate(None, b"\n{") + b".",
            b'{"echo": "half of',
            b"[1, 2, 3]",
            b'{"echo": "\xc3\x28"}',
            b"[" * 20_000,
            b"__WORKER_READY__",
            b"",
        ]
    )
    request = {"say": [((line + b"\n").hex(), 1)], "answers": 0}
    return Fault("unreadable", request, End.UNREADABLE, "couldn't read the response")


def broken_protocol(rng: random.Random) -> Fault:
    """Returns output that breaks the protocol and gets the worker killed."""
    if rng.random() < 0.1:
        request = {"say": [((b"x" * 50_000).hex(), 2_000)]}
        return Fault("100 MB line", request, End.CRASHED, "it sent a line longer than")
    length = rng.choice(["-1", "1e400", "true", '"1"', "99999999999"])
    request = {"say": [f'{{"id": %ID%, "payload_bytes": {length}}}\n'], "answers": 0}
    return Fault("impossible payload", request, End.CRASHED, "it sent a payload of")


def half(rng: random.Random) -> Fault:
    """Returns half a line or half a payload, followed by an exit or a hang."""
    text = rng.choice(['{"id": %ID%, "ech', '{"id": %ID%, "payload_bytes": 100}\n12345'])
    if rng.random() < 0.7:
        way, code = exit_way(rng)
        says = f"died (exit={code})"
        return Fault("half and exit", {"say": [text], "do": [way]}, End.CRASHED, says)
    request = {"say": [text], "do": ["hang"]}
    return Fault("half and hang", request, End.TIMED_OUT, "gave no answer within")


def foreign_answers(rng: random.Random) -> Fault:
    identifier = rng.choice(["4711", "-1", '"%ID%"', "[%ID%]", "2.5", "1" * 400])
    lie = f'{{"id": {identifier}, "echo": "a lie", "payload_bytes": 3}}\nabc'
    return Fault("foreign answers", {"say": [lie] * rng.randrange(1, 5)})


def two_answers(rng: random.Random) -> Fault:
    return Fault("two answers", {"answers": rng.randrange(2, 5)})


def dies_having_answered(rng: random.Random) -> Fault:
    way, _ = exit_way(rng)
    return Fault("answers and dies", {"after": [way]}, dies_later=True)


def closes_output(rng: random.Random) -> Fault:
    """Returns a worker that closes its output, without a grandchild that holds it open."""
    says = "it had closed its output and was killed"
    request = {"do": ["close:0,1", "hang"]}
    return Fault("closes its output", request, End.CRASHED, says, is_fresh=True)
