"""What is really held, read past everything that is tested here; and a thread that watches."""

from __future__ import annotations

import threading
from collections import defaultdict
from pathlib import Path

from tests.support.nvml_standin import NvmlStandIn
from workers.supervisor import Supervisor

#: Bytes by process id, by the GPU's index.
Held = dict[int, dict[int, int]]
_LOOK_AGAIN_S = 0.001


class Truth:
    """What living children hold on the stand-in's GPUs, by their own word."""

    def __init__(self, standin: NvmlStandIn) -> None:
        """Args: standin: The machine that they hold it on."""
        self._folder = Path(standin.environment["NVML_STANDIN_DIR"])

    def held(self) -> Held:
        """What was held at one moment: nothing changed between two passes."""
        before = self._pass()
        while (now := self._pass()) != before:
            before = now
        return now

    def held_bytes(self, device: int = 0) -> int:
        """The sum over a GPU's children."""
        return sum(self.held().get(device, {}).values())

    def holders(self, device: int = 0) -> set[int]:
        """Process ids of those that hold something on a GPU."""
        return {pid for pid, used in self.held().get(device, {}).items() if used}

    def figures(self) -> tuple[list[int], list[int]]:
        """Total bytes of each GPU, and what no listed process holds of it."""
        lines = (self._folder / "room").read_text(encoding="utf-8").splitlines()
        devices = [line.split() for line in lines if line.startswith("device ")]
        return [int(words[1]) for words in devices], [int(words[3]) for words in devices]

    def _pass(self) -> Held:
        found: Held = {}
        for file in (self._folder / "held").iterdir():
            if file.name.isdigit():
                self._add(found, file)
        return found

    def _add(self, found: Held, file: Path) -> None:
        try:
            started, *lines = file.read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            return  # the driver has noticed its end
        if _is_running(int(file.name), started):
            for line in lines:
                device, used = line.split()
                found.setdefault(int(device), {})[int(file.name)] = int(used)


def _is_running(pid: int, started: str) -> bool:
    """Whether this very process runs; a zombie has given its memory back."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return fields[0] not in "ZX" and fields[19] == started


class Watching(threading.Thread):
    """Looks at promises, at the driver's figures and at the truth, all the time.

    Attributes:
        looks: How often it has looked.
        most_held: The most that children ever held on each GPU, in bytes.
        most_promised: The most that was ever promised on each GPU, in bytes.
        offences: What must never be so, and was.
    """

    def __init__(
        self, standin: NvmlStandIn, supervisor: Supervisor, *, others_come_later: bool = False
    ) -> None:
        """Watch from now on, until :meth:`finish`.

        Args:
            standin: The machine.
            supervisor: Makes the promises.
            others_come_later: Other programs take what has been promised already, which
                nobody can help: only what we do ourselves counts.
        """
        super().__init__(name="watching", daemon=True)
        self._truth = Truth(standin)
        self._supervisor = supervisor
        self._others_come_later = others_come_later
        self._done = threading.Event()
        self.looks = 0
        self.most_held: dict[int, int] = defaultdict(int)
        self.most_promised: dict[int, int] = defaultdict(int)
        self.offences: list[str] = []
        self.start()

    def run(self) -> None:
        while not self._done.wait(_LOOK_AGAIN_S):
            self.looks += 1
            totals, unlisted = self._truth.figures()
            held = self._truth.held()
            promised = reserved_bytes(self._supervisor)
            for device, total in enumerate(totals):
                room = total if self._others_come_later else total - unlisted[device]
                sum_held = sum(held.get(device, {}).values())
                self._note("held", self.most_held, device, sum_held, room)
                self._note("promised", self.most_promised, device, promised[device], room)

    def finish(self) -> None:
        """Watch no longer."""
        self._done.set()
        self.join(60.0)
        assert not self.is_alive()

    def _note(self, what: str, most: dict[int, int], device: int, size: int, room: int) -> None:
        most[device] = max(most[device], size)
        if size > room:
            self.offences.append(f"GPU {device}: {size} bytes {what}, there is room for {room}")


def reserved_bytes(supervisor: Supervisor) -> dict[int, int]:
    """The sum of all promises on each GPU, by its index."""
    promised: dict[int, int] = defaultdict(int)
    for reservation in supervisor.memory.ledger.reservations():
        if reservation.place is not None and reservation.place.backend != "cpu":
            promised[reservation.place.index] += reservation.reserved_bytes
    return promised
