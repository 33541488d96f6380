"""Sizes for people.

Memory is shown in GB of 2**30 bytes, as operating systems and ``nvidia-smi`` show it. Downloads and
disk use are shown in decimal MB and GB, as package indexes and Hugging Face show them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workers.base.messages import translatable

if TYPE_CHECKING:
    from workers.base.messages import Translatable

#: Bytes in a GB of memory.
GIB = 2**30

_MIB = 2**20
_MEGABYTE = 10**6
_GIGABYTE = 10**9


def memory_size(size_bytes: int, *, rounded: bool = False) -> Translatable:
    """Returns an amount of memory, such as ``1.25 GB``, or ``3 MB`` below 0.01 GB.

    Args:
        size_bytes: Bytes.
        rounded: True for one decimal place from 1 GB on, where figures are read at a glance. By
            default sizes have two, so that sizes that differ a little can be compared.
    """
    if 0 < size_bytes < GIB // 100:
        return translatable("{} MB", -(-size_bytes // _MIB))
    places = 1 if rounded and size_bytes >= GIB else 2
    return translatable("{} GB", Decimal(f"{size_bytes / GIB:.{places}f}"))


def disk_size(size_bytes: int) -> Translatable:
    """Returns the size of a download or of files on a disk, such as ``3.3 GB`` or ``354 MB``.

    Only 0 bytes are shown as ``0 MB``: what is smaller than 0.1 MB is rounded up.
    """
    if size_bytes >= 999.5 * _MEGABYTE:
        return translatable("{} GB", Decimal(f"{size_bytes / _GIGABYTE:.1f}"))
    if size_bytes >= 9.95 * _MEGABYTE or size_bytes <= 0:
        return translatable("{} MB", round(size_bytes / _MEGABYTE))
    return translatable("{} MB", Decimal(f"{max(0.1, size_bytes / _MEGABYTE):.1f}"))
