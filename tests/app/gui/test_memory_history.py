"""The memory history as data: samples, gaps, bounds, and coordinates."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from app.gui.controller.gauge_feed import GaugeFeed
from app.gui.controller.gauge_history import SPAN_S, History, Sample
from app.gui.state.gauge import Gauge, Part, PartKind, fullest
from app.gui.vram_gauge.plot import Block, Plot, grid_bytes
from tests.app.gui.pictures import GB, TITLES, card, room, running
from workers.devices.probe import ProcessMemory


def gauge(used_gb: float, device: str = "GPU-0", total_gb: int = 8) -> Gauge:
    parts = (
        Part(PartKind.OTHERS, int(used_gb * GB)),
        Part(PartKind.FREE, int((total_gb - used_gb) * GB)),
    )
    return Gauge("Card", False, total_gb * GB, parts, device=device)


def stretches(history: History, device: str = "GPU-0") -> list[tuple[float, float]]:
    return [(sample.since_s, sample.at_s) for sample in history.samples(device)]


@pytest.mark.parametrize(
    ("read_at", "expected"),
    [
        # A reading covers the time since the previous one; the first covers a second.
        ((10, 11, 12), [(9, 10), (10, 11), (11, 12)]),
        # Readings of a hidden window.
        ((10, 15, 20), [(9, 10), (10, 15), (15, 20)]),
        # Time without readings is unknown.
        ((10, 11, 60, 61), [(9, 10), (10, 11), (59, 60), (60, 61)]),
        # Of fast readings, one a second is kept. A timer may fire a little early.
        ((10, 10.2, 10.4, 10.6, 10.8, 10.95, 11.9), [(9, 10), (10, 10.95), (10.95, 11.9)]),
    ],
)
def test_sample_covers_the_time_since_the_previous_one(
    read_at: tuple[float, ...], expected: list[tuple[float, float]]
) -> None:
    history = History()
    for now_s in read_at:
        history.add((gauge(1.0),), now_s)
    assert stretches(history) == expected


def test_old_figures_are_not_recorded() -> None:
    history = History()
    history.add((gauge(1.0),), 10)
    history.add((replace(gauge(1.0), stale_s=3.0),), 11)
    history.add((gauge(1.0),), 12.5)
    history.add((gauge(1.0),), 13.5)
    assert stretches(history) == [(9, 10), (11.5, 12.5), (12.5, 13.5)]
    assert history.sample_at("GPU-0", 11.0) is None
    assert history.now_s == 13.5


def test_returning_device_has_a_gap() -> None:
    history = History()
    history.add((gauge(1.0), gauge(2.0, "GPU-1")), 10)
    history.add((gauge(1.0),), 12)
    history.add((gauge(1.0), gauge(2.0, "GPU-1")), 14)
    assert stretches(history) == [(9, 10), (10, 12), (12, 14)]
    assert stretches(history, "GPU-1") == [(9, 10), (13, 14)]


def test_sample_at_a_moment() -> None:
    history = History()
    for now_s, used_gb in ((10, 1.0), (11, 2.0), (30, 3.0)):
        history.add((gauge(used_gb),), now_s)

    def known_gb(moment_s: float) -> float | None:
        sample = history.sample_at("GPU-0", moment_s)
        return sample.parts[0].size_bytes / GB if sample is not None else None

    moments = (8.5, 9.5, 10, 10.5, 11, 20, 29.5, 30, 31)
    assert [known_gb(moment) for moment in moments] == [
        None, 1.0, 1.0, 2.0, 2.0, None, 3.0, 3.0, None,
    ]  # fmt: skip
    assert history.sample_at("GPU-7", 10) is None


def test_history_holds_ten_minutes() -> None:
    history = History()
    for step in range(20_000):  # More than an hour, five times a second.
        history.add((gauge(1.0),), step * 0.2)
    samples = history.samples("GPU-0")
    assert len(samples) <= SPAN_S + 1
    assert history.now_s - SPAN_S - 1 <= samples[0].since_s <= history.now_s - SPAN_S + 1


def test_constant_fields_are_kept_once_and_program_names_not_at_all() -> None:
    history = History()
    others = Part(PartKind.OTHERS, GB, holders=(("browser", GB),))
    steady = replace(gauge(1.0), parts=(others, Part(PartKind.FREE, 7 * GB)))
    for now_s in range(3):
        history.add((replace(steady, parts=tuple(map(replace, steady.parts))),), now_s)
    first, *rest = history.samples("GPU-0")
    assert all(sample.parts is first.parts for sample in rest)
    assert first.parts[0] == Part(PartKind.OTHERS, GB)


def test_devices_missing_for_long_are_forgotten() -> None:
    history = History()
    for number in range(50):
        history.add((gauge(1.0, f"GPU-{number}"),), number * 100.0)
    assert len(history._rings) <= SPAN_S / 100 + 1


def test_feed_follows_readings_and_remembers_a_gpu() -> None:
    times = itertools.count(10.0)
    feed = GaugeFeed(now=lambda: next(times))
    others = ProcessMemory(70, GB, "browser")
    before = feed.gauges
    feed.update(room((running("talker", 1.0),), (card(2.0),), 0, others), TITLES)
    memory = replace(card(4.0, 16.0), kind="system", uuid="system")
    feed.update(room((), (memory,)), TITLES)
    assert before is None
    assert feed.gauges is not None
    assert feed.gauges[0].is_stand_in
    assert [gauge.device for gauge in feed.gauges] == ["system"]
    assert stretches(feed.history) == [(9, 10)]
    assert stretches(feed.history, "system") == [(10, 11)]


def test_fullest_gauge_has_the_largest_share_in_use() -> None:
    small, large = gauge(3.0, "GPU-0", 4), gauge(6.0, "GPU-1", 24)
    assert fullest([large, small]) is small
    assert small.level == 0.75
    assert fullest([]) is None


PLOT = Plot(width=600, height=80, now_s=1000.0, total_bytes=8 * GB)


def test_coordinates_of_moments_and_amounts() -> None:
    assert [PLOT.x(moment) for moment in (1000, 700, 400, 0, 2000)] == [600, 300, 0, 0, 600]
    assert [PLOT.y(size) for size in (0, 2 * GB, 8 * GB, 9 * GB)] == [80, 60, 0, 0]
    assert [PLOT.moment_s(x) for x in (600, 300, 0, -5, 700)] == [1000, 700, 400, 400, 1000]


WORKER, OTHERS, FREE = (
    Part(PartKind.WORKER, 2 * GB, "Talker", 3),
    Part(PartKind.OTHERS, 4 * GB),
    Part(PartKind.FREE, 2 * GB),
)


def test_parts_are_stacked_upwards() -> None:
    sample = Sample(990.0, 1000.0, (WORKER, OTHERS, FREE))
    assert list(PLOT.blocks([sample])) == [
        Block(PartKind.WORKER, 3, 590, 60, 10, 20),
        Block(PartKind.OTHERS, 0, 590, 20, 10, 40),
        Block(PartKind.FREE, 0, 590, 0, 10, 20),
    ]


def test_equal_samples_are_one_block_and_gaps_stay_open() -> None:
    parts = (replace(OTHERS, size_bytes=4 * GB + 17), replace(FREE, size_bytes=4 * GB - 17))
    same = (OTHERS, replace(FREE, size_bytes=4 * GB))
    samples = [
        Sample(970.0, 980.0, same),
        Sample(980.0, 981.0, parts),
        Sample(990.0, 1000.0, same),
    ]
    others = [block for block in PLOT.blocks(samples) if block.kind is PartKind.OTHERS]
    assert [(block.left, block.width) for block in others] == [(570, 11), (590, 10)]


def test_small_parts_are_visible() -> None:
    tiny = replace(WORKER, size_bytes=1)
    brief = Plot(60, 80, 1000.0, 8 * GB)
    blocks = list(brief.blocks([Sample(900.0, 900.1, (tiny, replace(FREE, size_bytes=8 * GB)))]))
    assert [(block.kind, block.width, block.height) for block in blocks] == [
        (PartKind.WORKER, 1, 1),
        (PartKind.FREE, 1, 79),
    ]


def test_full_device_reaches_the_edge_exactly() -> None:
    full = tuple(replace(WORKER, size_bytes=GB, place=place) for place in range(8))
    tiny = replace(OTHERS, size_bytes=1)
    blocks = list(PLOT.blocks([Sample(999.0, 1000.0, (*full, tiny))]))
    assert sum(block.height for block in blocks) == 80
    assert min(block.top for block in blocks) == 0


@pytest.mark.parametrize(
    ("total_gb", "most", "expected_gb"),
    [
        (8, 4, [0, 2, 4, 6, 8]),
        (11, 4, [0, 4, 8]),
        (24, 5, [0, 8, 16, 24]),
        (0.5, 4, [0, 0.125, 0.25, 0.375, 0.5]),
        (80, 1, [0]),
        (64, 1, [0, 64]),
    ],
)
def test_grid_lines_are_at_round_amounts(
    total_gb: float, most: int, expected_gb: list[float]
) -> None:
    assert [size / GB for size in grid_bytes(int(total_gb * GB), most)] == expected_gb
