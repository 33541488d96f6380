"""Answers to requests that failed, in the words that callers rely on."""

from __future__ import annotations

from typing import Any

from workers.errors import (
    StartFailed,
    TextRefused,
    WorkerCrash,
    WorkerError,
    WorkerRefused,
    WorkerTimeout,
)


def error_answer(error: WorkerError, tool_name: str, advice: str) -> dict[str, Any]:
    """Returns ``{"error": …}``, with ``"transient": True`` if the next call may succeed.

    Args:
        error: Why the request failed.
        tool_name: The tool's name.
        advice: What the user can do about a failed start; may be empty.
    """
    if isinstance(error, WorkerRefused) or isinstance(error.__cause__, WorkerRefused):
        return {"error": f"{tool_name} was refused: {error}", "transient": True}
    if isinstance(error, StartFailed):
        text = f"{tool_name} worker startup failed: {error}"
        return {"error": f"{text} {advice}" if advice else text}
    if isinstance(error, (WorkerCrash, WorkerTimeout)):
        return {"error": f"{tool_name} crashed: {error}", "transient": True}
    if isinstance(error, TextRefused):
        return {"error": f"{tool_name}: {error}"}
    return {"error": f"{tool_name} worker error: {error}"}
