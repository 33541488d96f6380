"""The child runs on Python 3.9 and up: as a worker, and by hand."""

from __future__ import annotations

import subprocess
from array import array
from pathlib import Path

import pytest

from tests.support.by_hand import PUPPET, READY, HandRun
from tests.support.gpu_workers import BOOM, BackgroundCall, MakeWorker
from tests.support.interpreters import VERSIONS, interpreter
from tests.support.processes import Watch
from workers import WorkerCrash, WorkerStopped


@pytest.fixture(params=VERSIONS)
def python(request: pytest.FixtureRequest) -> str:
    found = interpreter(request.param)
    if found is None:
        pytest.skip(f"this machine has no other Python {request.param}")
    return found


def test_workers_life(make_worker: MakeWorker, python: str, inbox: str, tmp_path: Path) -> None:
    if inbox == "threaded":
        worker = make_worker(inbox=inbox, python_exe=python, env={"PYTHONPATH": _our_root()})
    else:
        worker = make_worker(python_exe=python)
    worker.start()
    reported = worker.do("environment")
    assert f"/python{'.'.join(map(str, reported['version']))}" in "".join(reported["path"])

    assert worker.do("value", value="Grüße") == {"result": "Grüße"}
    assert worker.do("raise") == BOOM
    assert worker.do("unserialisable")["error"].startswith("response serialization failed")
    assert worker.do("payload", samples=3)["payload"] == array("f", [0.5] * 3).tobytes()
    assert worker.do("chat")["chatted"] is True

    stream = worker.stream({"do": "stream_and_wait"})
    next(stream)
    worker.stderr.wait_for("waiting")
    stream.close()
    assert stream.result["cancelled"] is True
    path = tmp_path / "speech.wav"
    assert worker.do("stream", chunks=2, samples=12000, output_path=str(path))["duration"] == 1.0

    grandchildren = worker.do("spawn", how=["plain", "session", "daemon"])["pids"]
    asking = BackgroundCall(lambda: worker.do("hang"))
    worker.stderr.wait_for("hanging")
    with Watch(grandchildren) as watch:
        worker.stop(60)
        assert watch.alive_after(0) == []
    assert isinstance(asking.error(), WorkerStopped)
    assert worker.outcome is not None
    assert worker.outcome.exit_code == 0


def test_load_that_fails(make_worker: MakeWorker, python: str) -> None:
    with pytest.raises(WorkerCrash, match=r"died during startup \(exit=2\).*no such weights"):
        make_worker("failing", python_exe=python).start()


def test_by_hand(python: str) -> None:
    run = HandRun(PUPPET, python=python)
    try:
        assert run.until_ready()[-1] == READY
        assert run.ask({"do": "value", "value": 1}) == {"result": 1}
        run.close_input()
        assert run.exit_code() == 0
    finally:
        run.end()


def test_no_warning_is_written(python: str) -> None:
    """Of whatever became old-fashioned since: every one would be in every worker's log."""
    command = [python, "-W", "error", "-m", "workers.child", PUPPET]
    run = subprocess.run(
        command,
        cwd=_our_root(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert [line for line in run.stderr.splitlines() if not line.startswith("startup: ")] == []


def _our_root() -> str:
    return str(Path(__file__).resolve().parents[3])
