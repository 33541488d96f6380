"""What each kind of worker was seen to need: declared at first, measured ever after.

A size by budget key alone is what callers are promised. Beside it, what a worker takes is
learned by key, model of GPU and precision: after the load, at its peak over the requests
of its life, and how long the load takes. A start is promised the peak.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workers.base.sizes import GIB
from workers.memory import budget_store as budget_file
from workers.memory.budget_store import Contents, Kind
from workers.memory.budgets import VRAM_BUDGETS
from workers.memory.usage_statistics import Learned, Life, is_possible_size

__all__ = ["Budgets", "Need", "Observation", "is_possible"]

logger = logging.getLogger(__name__)

#: From here on a measured figure is worth a warning.
WARN_FACTOR = 1.5
#: How many requests make a peak a measured one. When all of them are alike, the next one
#: is larger than n before it once in n + 1 times: after 19, in one of 20, which is what a
#: 95th percentile leaves. What a longer text takes on top is learned when it comes.
ENOUGH_REQUESTS = 19
#: After an out-of-memory, so much more than was promised is promised next ...
RAISE_FACTOR = 1.25
#: ... but no more than this many times what was ever seen or declared: it may have been
#: another program's doing, and a promise that nothing can keep is never put to the test.
MOST_OF_SEEN = 2.0

is_possible = budget_file.is_possible_gb


@dataclass(frozen=True, slots=True)
class Need:
    """What a start must be promised.

    Attributes:
        bytes: How much.
        is_measured: True when it was observed; False when declared, or only guessed from
            too few requests or from an out-of-memory.
        least_bytes: How much if it were not for an out-of-memory; mostly the same.
    """

    bytes: int
    is_measured: bool
    least_bytes: int

    def within(self, room_bytes: int) -> int:
        """What to promise where no more than this can be had, whoever is stopped.

        What an out-of-memory has added must not keep a worker from starting for ever.
        """
        return max(self.least_bytes, min(self.bytes, room_bytes))


class Observation:
    """What is seen of one worker from its READY to its end. Safe from any thread."""

    def __init__(self, learned: Learned, life: Life, lock: threading.Lock) -> None:
        """Made by :meth:`Budgets.begin`."""
        self._learned = learned
        self._life = life
        self._lock = lock

    @property
    def peak_bytes(self) -> int | None:
        """The most that it was seen to hold; None while unknown."""
        return self._life.peak_bytes or None

    def saw(self, held_bytes: int) -> None:
        """It holds so much now; a figure that cannot be is ignored. Cheap."""
        if held_bytes > self._life.peak_bytes and is_possible_size(held_bytes):
            with self._lock:
                self._life.peak_bytes = max(self._life.peak_bytes, held_bytes)

    def answered(self) -> None:
        """It has answered a request. Cheap."""
        with self._lock:
            self._life.requests += 1

    def over(self) -> None:
        """Its process has gone; a second time does nothing. See :meth:`Budgets.save`."""
        with self._lock:
            self._learned.end(self._life)


class Budgets:
    """Sizes by budget key, in bytes; measured ones survive a restart. Safe from any thread."""

    def __init__(
        self, file: Path | None, declared: Mapping[str, tuple[float, float]] | None = None
    ) -> None:
        """Read what was measured before; a file that cannot be read counts as empty.

        Args:
            file: JSON; None keeps measurements for this run alone.
            declared: ``(least free GB, model size GB)`` by key; ``VRAM_BUDGETS`` when
                None, as it is at the time of asking.
        """
        self._file = file
        self._declared = VRAM_BUDGETS if declared is None else declared
        # Held for moments only; never while a file is written.
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._contents = Contents() if file is None else budget_file.read(file)
        self._written = budget_file.to_text(self._contents)

    # By budget key alone.

    def is_declared_free(self, key: str) -> bool:
        """True when the key is declared to need no memory of the device at all."""
        return self._declared.get(key) == (0.0, 0.0)

    def is_measured(self, key: str) -> bool:
        """True when the size is a measured one."""
        return key in self._contents.measured_gb

    def size_bytes(self, key: str) -> int:
        """What a worker holds once loaded; 0 for an unknown key."""
        declared = self._declared.get(key, (0.0, 0.0))[1]
        return int(self._contents.measured_gb.get(key, declared) * GIB)

    def needed_bytes(self, key: str) -> int:
        """What must be free for a start: its size, or the declared least if that is more."""
        least = self._declared.get(key, (0.0, 0.0))[0]
        return max(int(least * GIB), self.size_bytes(key))

    def record(self, key: str, gigabytes: float) -> None:
        """Replace a key's size by a measured one, and write it down.

        Args:
            key: Budget key.
            gigabytes: GB (2**30 bytes); ignored when not within (0, 64].
        """
        if not is_possible(gigabytes):
            return
        declared = self._declared.get(key, (0.0, math.inf))[1]
        if gigabytes > WARN_FACTOR * declared:
            logger.warning(
                "%s holds %.2f GB, over %.1f times the declared %.2f GB",
                key,
                gigabytes,
                WARN_FACTOR,
                declared,
            )
        with self._lock:
            if self._contents.measured_gb.get(key) == gigabytes:
                return
            self._contents.measured_gb[key] = gigabytes
        self.save()

    # By key, GPU and precision.

    def need(self, key: str, gpu: str, precision: str) -> Need:
        """What a start must be promised on a model of GPU.

        The learned peak, once enough requests were seen there. Until then the largest
        figure that is known: declared, recorded or learned so far; a GPU or a precision
        that was never seen has only the first two. 0 for an unknown key.

        Args:
            key: Budget key.
            gpu: The device's name, as its readings have it.
            precision: Such as ``float16``; empty where unknown.
        """
        with self._lock:
            learned = self._contents.learned.get(Kind(key, gpu, precision))
            least, is_measured = self.needed_bytes(key), False
            if learned is None:
                return Need(least, is_measured, least)
            peak, raised = learned.peak_bytes, learned.raised_bytes
            if peak and learned.all_requests >= ENOUGH_REQUESTS:
                least, is_measured = peak, raised <= peak
            else:
                least = max(least, peak)
            return Need(max(least, raised), is_measured, least)

    def reload_s(self, key: str, gpu: str, precision: str) -> float | None:
        """Seconds that a load takes there, the median; None where never seen. Takes no lock."""
        learned = self._contents.learned.get(Kind(key, gpu, precision))
        return None if learned is None else learned.reload_s

    def begin(
        self, key: str, gpu: str, precision: str, load_bytes: int, load_s: float
    ) -> Observation:
        """A worker is READY: learn from its load, and from what is seen of it on.

        Args:
            key: Budget key.
            gpu: The device's name.
            precision: As for :meth:`need`.
            load_bytes: What it holds; 0 where nobody can tell.
            load_s: Seconds from its spawn to READY; 0 where unknown.
        """
        with self._lock:
            learned = self._learned(key, gpu, precision)
            return Observation(learned, learned.begin(load_bytes, load_s), self._lock)

    def raise_need(self, key: str, gpu: str, precision: str, was_promised_bytes: int) -> None:
        """A worker died for want of memory: the next lives are promised more.

        Args:
            key: Budget key.
            gpu: The device's name.
            precision: As for :meth:`need`.
            was_promised_bytes: What was too little.
        """
        with self._lock:
            learned = self._learned(key, gpu, precision)
            peak = learned.peak_bytes
            raised = RAISE_FACTOR * max(was_promised_bytes, peak)
            known = max(self.needed_bytes(key), peak)
            if known:
                raised = min(raised, MOST_OF_SEEN * known)
            if is_possible_size(raised):
                learned.raise_to(int(raised))

    def save(self) -> None:
        """Write down what was learned since the last time; the caller should hold no lock.

        Does nothing when nothing was learned. For after a worker's end or an out-of-memory,
        not for after each request.
        """
        if self._file is None:
            return
        with self._writing:
            with self._lock:
                text = budget_file.to_text(self._contents)
            if text != self._written and budget_file.write(self._file, text):
                self._written = text

    def _learned(self, key: str, gpu: str, precision: str) -> Learned:
        return self._contents.learned.setdefault(Kind(key, gpu, precision), Learned())
