"""Log files as they are on the disk: what is in them, who may read them, what a bad disk costs."""

from __future__ import annotations

import errno
import logging
import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.logs import ProgramLog, writing
from app.logs.lines import LogLine
from app.logs.log_file import LogFile, file_name, log_of, rotated
from app.logs.writing import RETRY_S, LogFiles, LogQueue
from workers.testing import FakeClock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "logs"


@pytest.fixture
def log(folder: Path) -> Iterator[ProgramLog]:
    log = ProgramLog(lambda: folder)
    log.start()
    yield log
    log.close()


def texts(log: ProgramLog, engine: str = "") -> list[str]:
    log.close()
    return [line.text for line in log.reader(engine).follow().lines]


def record(name: str, text: str, level: int = logging.INFO) -> logging.LogRecord:
    return logging.LogRecord(name, level, "", 0, text, (), None)


def test_file_is_created_with_the_first_line(log: ProgramLog, folder: Path) -> None:
    log.close()
    assert not folder.exists()


def test_workers_and_program_have_their_own_files(log: ProgramLog, folder: Path) -> None:
    for engine in ("hibari", "piper"):
        logging.getLogger(f"engineroom.worker.{engine}").info("I am %s", engine)
    logging.getLogger("workers.tool.starter").info("started")
    assert texts(log, "hibari") == ["I am hibari"]
    assert texts(log, "piper") == ["I am piper"]
    assert texts(log) == ["started"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "engineroom.log",
        "hibari.log",
        "piper.log",
    ]


def test_level_can_be_changed_at_runtime(log: ProgramLog) -> None:
    output = logging.getLogger("app.some.part")
    output.debug("unseen")
    log.set_level(logging.DEBUG)
    output.debug("seen")
    log.set_level(logging.WARNING)
    output.info("unseen again")
    log.close()
    log.set_level(logging.DEBUG)
    assert texts(log) == ["seen"]
    assert not logging.getLogger("app").isEnabledFor(logging.DEBUG)


def test_line_has_time_level_and_logger(log: ProgramLog) -> None:
    logging.getLogger("workers.tool.starter").warning("cannot: %s", "größer 🐦")
    log.close()
    (line,) = log.reader().follow().lines
    assert line == LogLine(line.time, logging.WARNING, "workers.tool.starter", "cannot: größer 🐦")
    assert line.time.endswith("Z")


def test_traceback_lines_are_complete_log_lines(log: ProgramLog) -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        logging.getLogger("app.gui").exception("it failed")
    log.close()
    lines = log.reader().follow().lines
    assert lines[0].text == "it failed"
    assert [line.text for line in lines[-2:]] == ["ValueError: first", "second"]
    assert {line.level for line in lines} == {logging.ERROR}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_uncaught_errors_are_logged(log: ProgramLog, capsys: pytest.CaptureFixture) -> None:
    thread = threading.Thread(target=lambda: 1 / 0, name="unlucky")
    thread.start()
    thread.join()
    assert "Uncaught in unlucky" in texts(log)[0]
    assert "ZeroDivisionError: division by zero" in texts(log)


def test_loggers_are_restored(folder: Path) -> None:
    before = (logging.getLogger("app").level, sys.excepthook, list(logging.getLogger().handlers))
    log = ProgramLog(lambda: folder)
    log.start()
    log.start()
    log.close()
    log.close()
    after = (logging.getLogger("app").level, sys.excepthook, list(logging.getLogger().handlers))
    assert after == before


@pytest.mark.skipif(os.name != "posix", reason="Windows' profile folders are private by themselves")
def test_logs_are_readable_only_by_the_user(log: ProgramLog, folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    (folder / "hibari.log").touch(mode=0o644)
    logging.getLogger("engineroom.worker.hibari").info("secret")
    logging.getLogger("app").info("secret")
    log.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_control_characters_and_overwritten_parts_are_not_kept(log: ProgramLog) -> None:
    logging.getLogger("engineroom.worker.a").info(
        "%s", "10%\r50%\r\x1b[31m100%\x1b[0m\x00\u202e!\r"
    )
    assert texts(log, "a") == ["100%\ufffd\ufffd!"]


@pytest.mark.parametrize("engine", ["../../evil", "engineroom", "ENGINEROOM", "con", "a b", "."])
def test_log_names_stay_in_the_folder_and_are_unique(engine: str) -> None:
    name = file_name(engine)
    assert Path(name).name == name
    assert not name.startswith((".", "con"))
    assert name.lower() != "engineroom.log"
    assert name == f"{log_of('engineroom.worker.' + engine)}.log"


def test_full_file_is_rotated_and_three_are_kept(folder: Path) -> None:
    file = LogFile(folder / "a.log", max_bytes=100)
    for number in range(60):
        file.write(b"%08d\n" % number)
    file.close()
    assert sorted(path.name for path in folder.iterdir()) == [
        "a.log",
        "a.log.1",
        "a.log.2",
        "a.log.3",
    ]
    assert all(path.stat().st_size <= 100 for path in folder.iterdir())
    order = [rotated(folder / "a.log", number) for number in (3, 2, 1)] + [folder / "a.log"]
    kept = b"".join(path.read_bytes() for path in order).split()
    assert kept == [b"%08d" % number for number in range(60 - len(kept), 60)]


def test_two_writers_share_a_file_across_rotations(folder: Path) -> None:
    first, second = (LogFile(folder / "a.log", max_bytes=200) for _ in range(2))
    for number in range(30):
        (first if number % 2 else second).write(b"%08d\n" % number)
    first.close()
    second.close()
    order = [rotated(folder / "a.log", number) for number in (3, 2, 1)] + [folder / "a.log"]
    kept = b"".join(path.read_bytes() for path in order if path.exists()).split()
    assert kept == [b"%08d" % number for number in range(30)]


def test_file_without_rotation_stays_small(folder: Path) -> None:
    file = LogFile(folder / "a.log", max_bytes=100)
    (folder / "a.log.1" / "in the way").mkdir(parents=True)
    for number in range(100):
        file.write(b"%08d\n" % number)
    file.close()
    assert (folder / "a.log").stat().st_size <= 250
    assert (folder / "a.log").read_bytes().endswith(b"00000099\n")


def test_removed_file_is_recreated_and_a_torn_line_ended(folder: Path) -> None:
    file = LogFile(folder / "a.log")
    file.write(b"one\n")
    (folder / "a.log").unlink()
    file.write(b"two\n")
    assert (folder / "a.log").read_bytes() == b"two\n"
    file.close()
    (folder / "a.log").write_bytes(b"tor")
    file.write(b"three\n")
    file.close()
    assert (folder / "a.log").read_bytes() == b"tor\nthree\n"


def test_full_disk_is_reported_once_and_retried_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    attempts = []
    full = True
    write = LogFile.write

    def write_if_there_is_room(file: LogFile, line: bytes) -> None:
        attempts.append(line)
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(file, line)

    monkeypatch.setattr(LogFile, "write", write_if_there_is_room)
    clock = FakeClock()
    files = LogFiles(folder, clock)
    for _ in range(3):
        for number in range(100):
            files.handle(record("engineroom.worker.a", f"line {number}"))
        clock.advance(RETRY_S)
    assert len(attempts) == 3
    assert [record.message for record in caplog.records] == [
        f"couldn't write logs to {folder}: [Errno 28] No space left on device"
    ]
    full = False
    files.handle(record("engineroom.worker.a", "there is room"))
    files.close()
    lines = (folder / "a.log").read_text(encoding="utf-8").splitlines()
    assert "300 earlier lines could not be written" in lines[0]
    assert lines[1].endswith("there is room")


def test_missing_log_folder_has_no_other_effect(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "state").write_text("a file")
    log = ProgramLog(lambda: tmp_path / "state" / "logs")
    log.start()
    for _ in range(50):
        logging.getLogger("app").info("hello")
    log.close()
    output = [record for record in caplog.records if "couldn't write logs" in record.message]
    assert len(output) == 1


def test_logging_never_waits_for_a_disk_that_hangs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    goes_on = threading.Event()
    write = LogFile.write

    def hang(file: LogFile, line: bytes) -> None:
        assert goes_on.wait(30)
        write(file, line)

    monkeypatch.setattr(LogFile, "write", hang)
    monkeypatch.setattr(writing, "MAX_WAITING", 100)
    queue = LogQueue(LogFiles(folder, FakeClock()))
    for number in range(500):  # Would block for ever, or fail, if anybody waited.
        queue.handle(record("engineroom.worker.a", f"line {number}"))
    goes_on.set()
    queue.flush()
    while queue._waiting.qsize():
        goes_on.wait()
    queue.handle(record("engineroom.worker.a", "the last"))
    queue.close()
    lines = (folder / "a.log").read_text(encoding="utf-8").splitlines()
    assert "line 0" in lines[0]
    assert lines[-1].endswith("the last")
    output = (folder / "engineroom.log").read_text(encoding="utf-8")
    assert f"{500 - (len(lines) - 1)} lines lost: the disk is too slow" in output


def test_flood_of_several_workers_is_complete(log: ProgramLog) -> None:
    def talk(engine: str) -> None:
        for number in range(2000):
            logging.getLogger(f"engineroom.worker.{engine}").info("line %d", number)

    threads = [threading.Thread(target=talk, args=(f"w{number}",)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(5):
        assert texts(log, f"w{number}") == [f"line {line}" for line in range(2000)]
