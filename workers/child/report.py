"""Reports to the parent beside answers: log lines, progress, memory."""

from __future__ import annotations

import sys

from workers.child.stdio import ParentChannel, take_channel

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from typing import Any

_GB = 2**30


def log(line: str) -> None:
    """Writes one line to stderr, which the parent logs. Never raises."""
    try:
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - stderr is the log
    except (OSError, ValueError):
        pass  # a tool has closed it, or the parent has gone


def log_traceback() -> None:
    """Logs the traceback of the exception that is being handled."""
    import traceback  # noqa: PLC0415 - 4 ms, and most workers never need it

    log(traceback.format_exc())


def report_startup() -> None:
    """Logs which interpreter this is and what it imports from."""
    site_packages = [place for place in sys.path if "site-packages" in place]
    log(
        f"startup: python={sys.version.split()[0]} prefix={sys.prefix} "
        f"site_packages_top3={site_packages[:3]}"
    )


def progress(
    stage: str,
    fraction: float | None = None,
    detail: str = "",
    done_bytes: int | None = None,
) -> None:
    """Reports the progress of a load, which also keeps the load from timing out.

    Args:
        stage: One or two words for the user, such as ``Loading model``.
        fraction: 0 to 1; None where unknown.
        detail: A file, a size, a rate.
        done_bytes: Bytes of a download that have arrived, which shows its speed.
    """
    message: dict[str, Any] = {"event": "progress", "stage": stage, "detail": detail}
    if done_bytes is not None:
        message["done_bytes"] = done_bytes
    if fraction is not None:
        message["fraction"] = min(1.0, max(0.0, float(fraction)))
    channel: ParentChannel = take_channel()
    channel.send(message)


def held_vram_gb() -> float:
    """Returns the GB of GPU memory that this process holds, as far as torch knows; else 0.0.

    See :func:`workers.child.held.held_and_peak` for what counts.
    """
    held = _held_and_peak()
    return 0.0 if held is None else held[0] / _GB


def _held_and_peak() -> tuple[int, int] | None:
    if "torch" not in sys.modules:
        return None  # as for most workers
    from workers.child.held import held_and_peak  # noqa: PLC0415 - as above

    return held_and_peak()


class MemoryReporter:
    """Reports what this process holds on the GPU, whenever that has changed.

    For drivers that don't report it themselves: those of Windows, and any driver for a process in
    a container. A worker without torch reports nothing.
    """

    def __init__(self, channel: ParentChannel) -> None:
        self._channel = channel
        self._reported: tuple[int, int] | None = None

    def report(self, request_id: object | None = None) -> None:
        """Sends an event when the figures differ from those that were reported last.

        Args:
            request_id: Of the request that is about to be answered, which distinguishes the event
                from an answer; None before READY.

        Raises:
            OSError: The parent has gone.
        """
        if "torch" not in sys.modules:
            return  # as for most workers, after every request
        held = _held_and_peak()
        if held is None or held == self._reported:
            return
        self._reported = held
        message: dict[str, Any] = {
            "event": "memory",
            "held_bytes": held[0],
            "peak_bytes": held[1],
        }
        if request_id is not None:
            message["id"] = request_id
        self._channel.send(message)
