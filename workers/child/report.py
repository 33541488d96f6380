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


def progress(stage: str, fraction: float | None = None, detail: str = "") -> None:
    """Tell the parent how far a load has come; a load that does is not timed out.

    Args:
        stage: One or two words for the user, such as ``Loading model``.
        fraction: 0 to 1; None where it is not known.
        detail: A file, a size, a rate.
    """
    message: dict[str, Any] = {"event": "progress", "stage": stage, "detail": detail}
    if fraction is not None:
        message["fraction"] = min(1.0, max(0.0, float(fraction)))
    channel: ParentChannel = take_channel()
    channel.send(message)


def held_vram_gb() -> float:
    """GB of GPU memory that this process holds, as far as torch can tell; else 0.0.

    The caching allocator's reserve counts, not only what tensors use: nobody else
    can have it. Torch is asked only if the engine has imported it.
    """
    torch = sys.modules.get("torch")
    if torch is None:
        return 0.0
    try:
        if not torch.cuda.is_available() or not torch.cuda.is_initialized():
            return 0.0
        devices = range(torch.cuda.device_count())
        return float(sum(torch.cuda.memory_reserved(device) for device in devices)) / _GB
    except (RuntimeError, AttributeError) as error:
        say(f"held GPU memory is unknown: {error}")
        return 0.0
