"""What each kind of worker needs: declared at first, measured from then on.

``VRAM_BUDGETS`` declares sizes by budget key. Beside them, :class:`Budgets` learns by key,
model of GPU, and precision what a worker holds after its load and at the peak of its requests,
and how long a load takes. A start reserves the peak.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workers.base.sizes import GIB
from workers.memory import budget_store
from workers.memory.budget_store import BudgetKind, Contents
from workers.memory.usage_statistics import (
    Lifetime,
    UsageStatistics,
    is_possible_gb,
    is_possible_size,
)

logger = logging.getLogger(__name__)

#: ``(least free GB, model size GB)`` by budget key, GB being 2**30 bytes. Callers may
#: add their own. Sources: the model cards' weights plus a CUDA context, rounded up;
#: Whisper from the table of openai/whisper's README, for int8 and float16 weights.
VRAM_BUDGETS: dict[str, tuple[float, float]] = {
    "tts_hibari": (0.0, 0.0),
    "tts_piper": (0.0, 0.0),
    "tts_kokoro_ja": (0.0, 0.0),
    "tts_pocket": (0.0, 0.0),
    "tts_kokoro": (0.5, 0.35),
    "tts_f5": (2.5, 1.3),
    "tts_omnivoice": (3.5, 2.9),
    "tts_chatterbox_turbo": (4.5, 3.4),
    "tts_chatterbox_ml": (5.0, 3.8),
    "tts_cosyvoice2": (4.5, 4.0),
    "tts_cosyvoice3": (5.0, 4.5),
    "tts_indic_parler": (2.5, 1.9),
    "whisper_tiny": (0.3, 0.1),
    "whisper_base": (0.5, 0.2),
    "whisper_small": (1.0, 0.5),
    "whisper_medium": (2.0, 1.5),
    "whisper_large": (4.0, 3.0),
}

#: A measured size of this many times the declared one is worth a warning.
WARN_FACTOR = 1.5
#: Requests after which a peak counts as measured. If all requests are alike, request n + 1 is
#: larger than the n before it with probability 1 / (n + 1): after 19, one in 20, which is
#: what a 95th percentile leaves. What a longer text takes on top is learned when it comes.
ENOUGH_REQUESTS = 19
#: After an out-of-memory, this many times the reserved size is reserved next ...
RAISE_FACTOR = 1.25
#: ... but at most this many times what was ever measured or declared: another program may
#: have been the cause, and a reservation that never fits is never tried.
MOST_OF_SEEN = 2.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What a start must reserve.

    Attributes:
        bytes: The size.
        is_measured: True when it was measured; False when it was declared, or estimated from
            too few requests or from an out-of-memory.
        least_bytes: The size without what an out-of-memory has added; mostly the same.
    """

    bytes: int
    is_measured: bool
    least_bytes: int

    def within(self, room_bytes: int) -> int:
        """Returns the size to reserve where no more than ``room_bytes`` can ever be free.

        What an out-of-memory has added must not keep a worker from starting forever.
        """
        return max(self.least_bytes, min(self.bytes, room_bytes))


class Observation:
    """Measures one worker from READY to its end. Safe from any thread."""

    def __init__(
        self, statistics: UsageStatistics, lifetime: Lifetime, lock: threading.Lock
    ) -> None:
        """Made by :meth:`Budgets.observe`."""
        self._statistics = statistics
        self._lifetime = lifetime
        self._lock = lock

    @property
    def peak_bytes(self) -> int | None:
        """The most that the worker was seen to hold; None while unknown."""
        return self._lifetime.peak_bytes or None

    def note_held(self, held_bytes: int) -> None:
        """Notes what the worker holds now; ignores impossible sizes."""
        if held_bytes > self._lifetime.peak_bytes and is_possible_size(held_bytes):
            with self._lock:
                self._lifetime.peak_bytes = max(self._lifetime.peak_bytes, held_bytes)

    def count_request(self) -> None:
        """Counts a request that the worker has answered."""
        with self._lock:
            self._lifetime.requests += 1

    def end(self) -> None:
        """Ends the observation: the process is gone. A second time does nothing."""
        with self._lock:
            self._statistics.end(self._lifetime)


class Budgets:
    """Sizes by budget key, in bytes; measured ones survive a restart. Safe from any thread."""

    def __init__(
        self, file: Path | None, declared: Mapping[str, tuple[float, float]] | None = None
    ) -> None:
        """Reads what was measured before; an unreadable file counts as empty.

        Args:
            file: JSON; None keeps measurements for this run only.
            declared: ``(least free GB, model size GB)`` by key; ``VRAM_BUDGETS``, as it is
                at the time of each question, when None.
        """
        self._file = file
        self._declared = VRAM_BUDGETS if declared is None else declared
        # Held for moments only; never while a file is written.
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._contents = Contents() if file is None else budget_store.read(file)
        self._written = budget_store.to_text(self._contents)

    # By budget key alone.

    def is_declared_free(self, key: str) -> bool:
        """Returns whether the key is declared to need no device memory at all."""
        return self._declared.get(key) == (0.0, 0.0)

    def is_measured(self, key: str) -> bool:
        """Returns whether the size was measured."""
        return key in self._contents.measured_gb

    def size_bytes(self, key: str) -> int:
        """Returns what a worker holds once loaded; 0 for an unknown key."""
        declared = self._declared.get(key, (0.0, 0.0))[1]
        return int(self._contents.measured_gb.get(key, declared) * GIB)

    def needed_bytes(self, key: str) -> int:
        """Returns what must be free for a start: the size, or the declared least if larger."""
        least = self._declared.get(key, (0.0, 0.0))[0]
        return max(int(least * GIB), self.size_bytes(key))

    def record(self, key: str, gigabytes: float) -> None:
        """Replaces a key's size by a measured one and saves it.

        Args:
            key: Budget key.
            gigabytes: GB (2**30 bytes); ignored when not within (0, 64].
        """
        if not is_possible_gb(gigabytes):
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

    # By key, model of GPU, and precision.

    def budget(self, key: str, gpu: str, precision: str) -> Budget:
        """Returns what a start must reserve on a model of GPU.

        This is the measured peak, once enough requests were seen there. Until then it is the
        largest known figure: declared, recorded, or measured so far. On a GPU or at a
        precision that was never seen, only the first two are known. 0 for an unknown key.

        Args:
            key: Budget key.
            gpu: The device's name in readings.
            precision: Such as ``float16``; empty where unknown.
        """
        with self._lock:
            statistics = self._contents.statistics.get(BudgetKind(key, gpu, precision))
            least, is_measured = self.needed_bytes(key), False
            if statistics is None:
                return Budget(least, is_measured, least)
            peak, raised = statistics.peak_bytes, statistics.raised_bytes
            if peak and statistics.all_requests >= ENOUGH_REQUESTS:
                least, is_measured = peak, raised <= peak
            else:
                least = max(least, peak)
            return Budget(max(least, raised), is_measured, least)

    def reload_s(self, key: str, gpu: str, precision: str) -> float | None:
        """Returns the median seconds of a load there; None where never seen. Takes no lock."""
        statistics = self._contents.statistics.get(BudgetKind(key, gpu, precision))
        return None if statistics is None else statistics.reload_s

    def observe(
        self, key: str, gpu: str, precision: str, load_bytes: int, load_s: float
    ) -> Observation:
        """Learns from the load of a worker that is READY, and from then on.

        Args:
            key: Budget key.
            gpu: The device's name.
            precision: As for :meth:`budget`.
            load_bytes: What the worker holds; 0 where unknown.
            load_s: Seconds from its spawn to READY; 0 where unknown.
        """
        with self._lock:
            statistics = self._statistics(key, gpu, precision)
            return Observation(statistics, statistics.begin(load_bytes, load_s), self._lock)

    def raise_budget(self, key: str, gpu: str, precision: str, reserved_bytes: int) -> None:
        """Reserves more for the next workers, because one ran out of memory.

        Args:
            key: Budget key.
            gpu: The device's name.
            precision: As for :meth:`budget`.
            reserved_bytes: What was too little.
        """
        with self._lock:
            statistics = self._statistics(key, gpu, precision)
            peak = statistics.peak_bytes
            raised = RAISE_FACTOR * max(reserved_bytes, peak)
            known = max(self.needed_bytes(key), peak)
            if known:
                raised = min(raised, MOST_OF_SEEN * known)
            if is_possible_size(raised):
                statistics.raise_to(int(raised))

    def save(self) -> None:
        """Saves what was learned since the last time; the caller should hold no lock.

        Meant for after a worker's end or an out-of-memory, not for after each request.
        """
        if self._file is None:
            return
        with self._writing:
            with self._lock:
                text = budget_store.to_text(self._contents)
            if text != self._written and budget_store.write(self._file, text):
                self._written = text

    def _statistics(self, key: str, gpu: str, precision: str) -> UsageStatistics:
        kind = BudgetKind(key, gpu, precision)
        return self._contents.statistics.setdefault(kind, UsageStatistics())
