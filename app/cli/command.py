"""What a command is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.terminal import tell

if TYPE_CHECKING:
    import argparse

    from app.room import EngineRoom

    #: What commands are added to; argparse gives its type no public name.
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - see above


def is_known(room: EngineRoom, engine: str) -> bool:
    """Whether there is such an engine; whoever asked for another is told which there are."""
    if engine in room.engines:
        return True
    tell(f"No engine {engine!r}. Available: {', '.join(room.engines) or 'none'}")
    return False
