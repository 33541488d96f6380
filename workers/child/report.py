"""What a worker tells its parent beside answers: start-up facts, progress, memory."""

from __future__ import annotations

import sys

from workers.child.stdio import ParentChannel, take_channel

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from typing import Any

_GB = 2**30


def say(line: str) -> None:
    """Write one line to stderr, which the parent logs. Never raises."""
    try:
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - stderr is the log
    except (OSError, ValueError):
        pass  # a tool has closed it, or nobody reads it any more


def say_traceback() -> None:
    """Write where the exception that is being handled came from."""
    import traceback  # noqa: PLC0415 - 4 ms, and most workers never need it

    say(traceback.format_exc())


def report_startup() -> None:
    """Say which interpreter this is and what it imports from."""
    site_packages = [place for place in sys.path if "site-packages" in place]
    say(
        f"startup: python={sys.version.split()[0]} prefix={sys.prefix} "
        f"site_packages_top3={site_packages[:3]}"
    )


def progress(
    stage: str,
    fraction: float | None = None,
    detail: str = "",
    done_bytes: int | None = None,
) -> None:
    """Tell the parent how far a load has come; a load that does is not timed out.

    Args:
        stage: One or two words for the user, such as ``Loading model``.
        fraction: 0 to 1; None where it is not known.
        detail: A file, a size, a rate.
        done_bytes: Of a download, what has arrived: tells how fast it is.
    """
    message: dict[str, Any] = {"event": "progress", "stage": stage, "detail": detail}
    if done_bytes is not None:
        message["done_bytes"] = done_bytes
    if fraction is not None:
        message["fraction"] = min(1.0, max(0.0, float(fraction)))
    channel: ParentChannel = take_channel()
    channel.send(message)


def held_vram_gb() -> float:
    """GB of GPU memory that this process holds, as far as torch can tell; else 0.0.

    See :func:`workers.child.held.held_and_peak` for what counts.
    """
    held = _held_and_peak()
    return 0.0 if held is None else held[0] / _GB


def _held_and_peak() -> tuple[int, int] | None:
    if "torch" not in sys.modules:
        return None  # most workers need no more than this, neither now nor after a request
    from workers.child.held import held_and_peak  # noqa: PLC0415 - as above

    return held_and_peak()


class MemoryTeller:
    """Tells the parent what this process holds on the GPU, whenever that has changed.

    For drivers that do not tell it themselves: those of Windows, and any driver about a
    process in a container. A worker without torch never says anything.
    """

    def __init__(self, channel: ParentChannel) -> None:
        """Args: channel: To the parent."""
        self._channel = channel
        self._told: tuple[int, int] | None = None

    def tell(self, request_id: object | None = None) -> None:
        """Send an event when the figures are others than those that were told last.

        Args:
            request_id: Of the request that is about to be answered, by which the parent
                knows the event from an answer; None before READY.

        Raises:
            OSError: The parent has gone.
        """
        if "torch" not in sys.modules:
            return  # as for most workers, after every request
        held = _held_and_peak()
        if held is None or held == self._told:
            return
        self._told = held
        message: dict[str, Any] = {
            "event": "memory",
            "held_bytes": held[0],
            "peak_bytes": held[1],
        }
        if request_id is not None:
            message["id"] = request_id
        self._channel.send(message)
