"""The file of what was measured: older, newer, damaged, shared, and killed in the middle."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.budgets import budgets
from workers.memory.budgets import ENOUGH_REQUESTS

GIB = 2**30
KIND = ("small", "Test GPU", "float16")
ENTRY = {
    "key": "small",
    "gpu": "Test GPU",
    "precision": "float16",
    "load_bytes": [2 * GIB],
    "peak_bytes": [3 * GIB],
    "load_s": [10.0],
    "requests": ENOUGH_REQUESTS,
    "raised_bytes": 0,
    "raised_for_lives": 0,
}


def write(file: Path, content: Any) -> None:
    file.parent.mkdir(exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text, encoding="utf-8")


def aside(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir() if path != file)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        '{"version": 1}',
        '{"version": 1, "measured_gb": []}',
        '{"version": 1, "measured_gb": {"small": "much"}}',
        '{"version": 1, "measured_gb": {"small": null}}',
        '{"version": 2, "measured_gb": {"small": 3.0}}',
        '{"version": 2, "measured_gb": {}, "learned": {}, "more": 1',
        '{"version": 2, "measured_gb": {}, "learned": [1]}',
        '{"version": 2, "measured_gb": {}, "learned": [{}]}',
        '{"version": 2, "measured_gb": {}, "learned": [{"key": "small", "gpu": 1}]}',
        '{"version": 3, "measured_gb": {"small": 3.0}, "learned": []}',
        '{"version": true, "measured_gb": {"small": 3.0}}',
        '{"version": "1", "measured_gb": {"small": 3.0}}',
        '{"version": [], "measured_gb": {"small": 3.0}}',
        "[" * 100_000,
        "\x00\x01\x02",
    ],
)
def test_damaged_file_counts_as_empty(
    file: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    learned = budgets(file)
    assert learned.size_bytes("small") == GIB
    assert caplog.records
    learned.record("small", 2.0)
    assert budgets(file).size_bytes("small") == 2 * GIB


def test_bytes_that_are_no_text(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe\x00")
    assert budgets(file).size_bytes("small") == GIB


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-1", "0", "65", "1e400"])
def test_impossible_figures_in_the_file_are_ignored_and_others_kept(
    file: Path, figure: str
) -> None:
    file.parent.mkdir()
    file.write_text(f'{{"version": 1, "measured_gb": {{"small": {figure}, "big": 5.0}}}}')
    learned = budgets(file)
    assert learned.size_bytes("small") == GIB
    assert learned.size_bytes("big") == 5 * GIB


@pytest.mark.parametrize(
    "figure", ["NaN", "Infinity", "-1", "0", "true", '"5"', "null", "[]", "1" + "0" * 400, "1e30"]
)
@pytest.mark.parametrize("name", ["load_bytes", "peak_bytes", "load_s"])
def test_impossible_learned_figures_are_ignored(file: Path, name: str, figure: str) -> None:
    entry = {**ENTRY, name: ["<figure>", *ENTRY[name]]}
    content = json.dumps({"version": 2, "measured_gb": {}, "learned": [entry]})
    write(file, content.replace('"<figure>"', figure))
    learned = budgets(file)
    assert learned.budget(*KIND).bytes == 3 * GIB
    assert learned.budget(*KIND).is_measured
    assert learned.reload_s(*KIND) == 10.0
    assert not aside(file)


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-1", "0", "true", '"5"', "null", "[]"])
def test_impossible_count_is_ignored(file: Path, figure: str) -> None:
    entry = {
        **ENTRY,
        "requests": "<figure>",
        "raised_bytes": 4 * GIB,
        "raised_for_lives": "<figure>",
    }
    content = json.dumps({"version": 2, "measured_gb": {}, "learned": [entry]})
    write(file, content.replace('"<figure>"', figure))
    need = budgets(file).budget(*KIND)
    assert need.bytes == 3 * GIB
    assert not need.is_measured


def test_count_that_is_too_large_is_cut(file: Path) -> None:
    entry = {**ENTRY, "requests": 10**400, "raised_bytes": 4 * GIB, "raised_for_lives": 10**400}
    write(file, {"version": 2, "measured_gb": {}, "learned": [entry]})
    learned = budgets(file)
    assert learned.budget(*KIND).bytes == 4 * GIB
    for _ in range(8):
        life = learned.observe(*KIND, 2 * GIB, 1.0)
        life.count_request()
        life.end()
    assert learned.budget(*KIND).bytes == 3 * GIB


def test_size_of_hundreds_of_digits_is_no_size(file: Path) -> None:
    """As a float it cannot even be looked at."""
    digits = "1" + "0" * 400
    write(file, f'{{"version": 1, "measured_gb": {{"small": {digits}, "big": 5.0}}}}')
    assert budgets(file).size_bytes("small") == GIB
    assert budgets(file).size_bytes("big") == 5 * GIB
    assert not aside(file)


def test_raise_for_one_more_life_is_kept(file: Path) -> None:
    entry = {**ENTRY, "raised_bytes": 4 * GIB, "raised_for_lives": 1}
    write(file, {"version": 2, "measured_gb": {}, "learned": [entry]})
    learned = budgets(file)
    assert learned.budget(*KIND).bytes == 4 * GIB
    life = learned.observe(*KIND, 2 * GIB, 1.0)
    life.count_request()
    life.end()
    assert learned.budget(*KIND).bytes == 3 * GIB


def test_version_1_is_taken_over(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(file, {"version": 1, "measured_gb": {"small": 1.25, "big": 7}})
    learned = budgets(file)
    assert not caplog.records
    assert learned.size_bytes("small") == int(1.25 * GIB)
    assert learned.budget("big", "Test GPU", "").bytes == 7 * GIB
    learned.record("none", 0.5)
    assert json.loads(file.read_text()) == {
        "version": 2,
        "measured_gb": {"small": 1.25, "big": 7.0, "none": 0.5},
        "learned": [],
    }
    assert not aside(file)


def test_damaged_file_is_backed_up_beside_earlier_backups(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(1, 12):
        write(file, f"{{ number {number}")
        budgets(file).record("small", 2.0)
        assert f"damaged-{number}" in caplog.text
    names = [f"vram.damaged-{number}.json" for number in range(1, 12)]
    assert sorted(aside(file)) == sorted(names)
    for number, name in enumerate(names, start=1):
        assert file.with_name(name).read_text() == f"{{ number {number}"


def test_file_of_a_newer_version_is_backed_up(file: Path) -> None:
    write(file, {"version": 3, "measured_gb": {"small": 3.0}})
    assert budgets(file).size_bytes("small") == GIB
    assert not file.exists()
    kept = file.with_name("vram.damaged-1.json")
    assert json.loads(kept.read_text())["version"] == 3


def test_folder_in_the_place_of_the_file_is_survived(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file.mkdir(parents=True)
    learned = budgets(file)
    learned.record("small", 1.25)
    assert learned.size_bytes("small") == int(1.25 * GIB)
    assert len(caplog.records) == 2
    assert file.is_dir()
    assert not aside(file)  # nor is a draft left


def test_readers_never_see_half_a_file(file: Path) -> None:
    learned = budgets(file)
    for number in range(1, 20):
        learned.record("small", number / 10)
        assert json.loads(file.read_text())["measured_gb"] == {"small": number / 10}
    assert not aside(file)


values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.sampled_from([1, 2, 2 * GIB, "small", "Test GPU", "float16"]),
        st.text(max_size=5),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["small", *ENTRY]), inner, max_size=9),
    ),
    max_leaves=20,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "version": st.one_of(st.sampled_from([1, 2, 2, 2]), values),
            "measured_gb": st.one_of(st.dictionaries(st.just("small"), values), values),
            "learned": st.one_of(
                st.lists(
                    st.fixed_dictionaries(
                        {name: st.one_of(st.just(value), values) for name, value in ENTRY.items()}
                    ),
                    max_size=2,
                ),
                values,
            ),
        },
    )
)
def test_figures_are_possible_whatever_the_file_holds(
    tmp_path_factory: pytest.TempPathFactory, content: Any
) -> None:
    file = tmp_path_factory.mktemp("figures") / "vram.json"
    write(file, content)
    learned = budgets(file)
    for path in file.parent.iterdir():
        path.unlink()
    assert 0 < learned.size_bytes("small") <= 64 * GIB
    assert int(1.5 * GIB) <= learned.needed_bytes("small") <= 64 * GIB
    assert 0 < learned.budget(*KIND).bytes <= 64 * GIB
    reload_s = learned.reload_s(*KIND)
    assert reload_s is None or 0 < reload_s <= 24 * 3600
    learned.observe(*KIND, GIB, 1.0).end()
    learned.raise_budget(*KIND, GIB)
    learned.save()
    assert budgets(file).budget(*KIND) == learned.budget(*KIND)


# Real processes.

WRITER = """
import sys
from pathlib import Path
from workers.memory.budgets import Budgets
it = Budgets(Path(sys.argv[1]), {})
print("ready", flush=True)
for number in range(10_000_000):
    it.record(sys.argv[2], 1.0 + number % 50)
    it.observe("small", "Test GPU", "float16", 2**30 + number, 1.0).end()
    it.save()
    if number == 20:
        print("at work", flush=True)
"""


def start_writer(file: Path, key: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WRITER, str(file), key]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def until_at_work(writer: subprocess.Popen[bytes]) -> None:
    assert writer.stdout is not None
    assert [writer.stdout.readline().strip() for _ in range(2)] == [b"ready", b"at work"]


def kill(writer: subprocess.Popen[bytes]) -> None:
    writer.kill()
    writer.communicate()


def test_killed_in_the_middle_of_writing(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        writer = start_writer(file, "small")
        try:
            until_at_work(writer)
        finally:
            kill(writer)
        assert json.loads(file.read_text())["version"] == 2
        learned = budgets(file)
        assert learned.is_measured("small")
        assert learned.reload_s(*KIND) == 1.0
    assert not caplog.records


def test_two_processes_never_leave_half_a_file(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writers = [start_writer(file, key) for key in ("one", "two")]
    try:
        for writer in writers:
            until_at_work(writer)
        for _ in range(200):
            learned = budgets(file)
            assert learned.is_measured("one") or learned.is_measured("two")
    finally:
        for writer in writers:
            kill(writer)
    assert not caplog.records
    assert not [name for name in aside(file) if "damaged" in name]
