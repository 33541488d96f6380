"""Sizes for people: memory in binary GB, downloads and disk use in decimal MB and GB."""

from __future__ import annotations

import pytest

from workers.base.sizes import GIB, disk_size, memory_size


@pytest.mark.parametrize(
    ("size_bytes", "exact", "rounded"),
    [
        (0, "0.00 GB", "0.00 GB"),
        (1, "1 MB", "1 MB"),
        (3 * 2**20, "3 MB", "3 MB"),
        (GIB // 100 + 1, "0.01 GB", "0.01 GB"),
        (5 * GIB // 4, "1.25 GB", "1.2 GB"),
        (24 * GIB, "24.00 GB", "24.0 GB"),
    ],
)
def test_memory_size_counts_in_binary_gigabytes(size_bytes: int, exact: str, rounded: str) -> None:
    assert memory_size(size_bytes) == exact
    assert memory_size(size_bytes, rounded=True) == rounded


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 MB"),
        (1, "0.1 MB"),
        (2_500_000, "2.5 MB"),
        (9_940_000, "9.9 MB"),
        (9_960_000, "10 MB"),
        (354_000_000, "354 MB"),
        (999_499_999, "999 MB"),
        (999_500_000, "1.0 GB"),
        (3 * GIB, "3.2 GB"),
    ],
)
def test_disk_size_counts_in_decimal_megabytes_and_gigabytes(size_bytes: int, text: str) -> None:
    assert disk_size(size_bytes) == text
