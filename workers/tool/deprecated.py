"""Deprecated names of :class:`workers.ToolWorker`."""

from __future__ import annotations

import logging
from collections.abc import Sequence

logger = logging.getLogger(__name__)


class DeprecatedNames:
    """Properties under their old names."""

    tool_module: str | None
    variant: str | None

    @property
    def worker_module(self) -> str | None:
        """Deprecated spelling of ``tool_module``."""
        return self.tool_module

    @property
    def worker_args(self) -> list[str]:
        """Deprecated: ``[variant]``, or nothing."""
        return [self.variant] if self.variant else []


def module_and_variant(
    tool_name: str,
    tool_module: str | None,
    variant: str | None,
    worker_module: str | None,
    worker_args: Sequence[str] | None,
) -> tuple[str | None, str | None]:
    """Returns tool module and variant, from the current or the deprecated arguments.

    Raises:
        ValueError: ``worker_args`` has several entries.
    """
    if worker_module is None and worker_args is None:
        return tool_module, variant
    # No DeprecationWarning: programs that use these spellings and turn warnings into errors
    # must keep working.
    logger.info("%s: worker_module and worker_args are deprecated", tool_name)
    if worker_args is not None and len(worker_args) > 1:
        message = f"{tool_name}: worker_args must be [variant], not {list(worker_args)}"
        raise ValueError(message)
    return tool_module or worker_module, variant or (worker_args[0] if worker_args else None)
