"""What is said about a failure and what is offered, by table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.gui.failures import wording
from app.gui.state.engine_view import EngineView, Installation
from app.gui.state.failure_note import FailureNote, Offer, failure_note
from tests.app.gui import pictures
from tests.app.gui.conftest import entry
from workers.base.exit_status import ExitStatus
from workers.base.states import WorkerState
from workers.diagnosis.causes import Cause
from workers.diagnosis.failure import Failure

KILLED = ExitStatus(-9)
SEGFAULT = ExitStatus(-11)
EXIT_7 = ExitStatus(7)


def crashed(failure: Failure, fixed_to: str | None = None, **fields: Any) -> EngineView:
    """An engine that has crashed; ``fields`` are its entry's."""
    crash = pictures.view(state=WorkerState.CRASHED, failure=failure)
    return replace(crash, entry=entry("talker", **fields), fixed_to=fixed_to)


def died(line: str = "", outcome: ExitStatus = EXIT_7, **fields: Any) -> Failure:
    return Failure(1.0, "talker died", outcome, (line,) if line else (), **fields)


def note(failure: Failure, **fields: Any) -> FailureNote:
    found = failure_note(crashed(failure, **fields))
    assert found is not None
    return found


MISSING = "ModuleNotFoundError: No module named 'snowman'"
NO_KERNEL = "CUDA error: no kernel image is available for execution on the device"
GATED = "Access to model me/voices is restricted. Visit https://huggingface.co/me/voices"
NO_CUDA = "AssertionError: Torch not compiled with CUDA enabled"
NO_WEIGHTS = "FileNotFoundError: the weights me/voices of talker are not installed: install it"
NO_CODE = "FileNotFoundError: the code of talker is not installed: install it"
NEW_NUMPY = "AttributeError: `np.float_` was removed in the NumPy 2.0 release"
NO_SNDFILE = "OSError: libsndfile.so.1: cannot open shared object file"
CASES = (
    (died("torch.OutOfMemoryError: CUDA out of memory."), "ran out of GPU memory", Offer.MAKE_ROOM),
    (died("MemoryError"), "ran out of RAM", Offer.START),
    (died(outcome=KILLED), "killed, possibly because RAM ran out", Offer.START),
    (died(outcome=ExitStatus(-15)), "another program (SIGTERM)", Offer.START),
    (died(outcome=SEGFAULT), "native code (SIGSEGV)", Offer.START),
    (died(MISSING), "Python package snowman", Offer.REPAIR),
    (died(MISSING, advice="Add it."), "Python package snowman", Offer.SHOW_LOG),
    (died("OSError: libcudnn.so.9: cannot open shared object file"), "libcudnn", Offer.REPAIR),
    (died("OSError: libsndfile.so.1: cannot open shared object"), "libsndfile", Offer.START),
    (died(NO_CUDA, has_cpu_mode=True), "PyTorch build without GPU support", Offer.REPAIR),
    (died(NO_WEIGHTS), "weights of Talker are incomplete", Offer.REPAIR),
    (died(NO_CODE), "Some code of Talker isn’t installed", Offer.REPAIR),
    (died(NEW_NUMPY), "older version of NumPy", Offer.REPAIR),
    (died(NEW_NUMPY, advice="Add numpy<2."), "older version of NumPy", Offer.SHOW_LOG),
    (died("ImportError: DLL load failed while importing _torch: x"), "_torch", Offer.REPAIR),
    (died(NO_KERNEL), "doesn’t support this GPU", Offer.SHOW_LOG),
    (died(NO_KERNEL, has_cpu_mode=True), "doesn’t support this GPU", Offer.RUN_ON_CPU),
    (died("RuntimeError: The NVIDIA driver on your system is too old"), "driver", Offer.OPEN_LINK),
    (died(GATED), "the model me/voices", Offer.OPEN_LINK),
    (died("OSError: [Errno 28] No space left on device"), "ran out of disk space", Offer.START),
    (died("URLError: <urlopen error [Errno -3] x>"), "couldn’t reach the network", Offer.START),
    (died(), "Talker crashed.", Offer.START),
    (died(while_starting=True), "Couldn’t start Talker.", Offer.START),
    (died(outcome=ExitStatus(2)), "Talker crashed.", Offer.SHOW_LOG),
)


@pytest.mark.parametrize(("failure", "says", "offer"), CASES)
def test_why_and_what_to_do(failure: Failure, says: str, offer: Offer) -> None:
    told = note(failure)
    assert says in wording.headline(told)
    assert "Talker" in wording.headline(told)
    assert told.offer is offer
    assert wording.action(told)
    assert "{" not in wording.hint(told) + wording.notification(told)


def test_what_nobody_declares_is_told_with_the_advice_and_not_installed() -> None:
    assert wording.detail(note(died(MISSING, advice="Add it."))) == "Add it."
    undeclared = note(died(MISSING), requirements=())
    assert undeclared.offer is Offer.SHOW_LOG


def test_a_library_of_the_system_is_told_by_the_name_that_it_has_there() -> None:
    told = note(died(NO_SNDFILE, advice="Install it with `apt install libsndfile1`."))
    assert (told.offer, wording.detail(told)) == (
        Offer.START,
        "Install it with `apt install libsndfile1`.",
    )


def test_installing_again_says_what_it_does_about_the_cause() -> None:
    assert "PyTorch build for this GPU" in wording.detail(note(died(NO_CUDA)))
    assert "downloads the missing files" in wording.detail(note(died(NO_WEIGHTS)))
    assert note(died(NO_WEIGHTS), requirements=()).offer is Offer.SHOW_LOG, "nothing is declared"


def test_an_engine_that_is_on_the_cpu_is_not_sent_there() -> None:
    failure = died(NO_KERNEL, has_cpu_mode=True)
    assert note(failure, fixed_to="cpu").offer is Offer.SHOW_LOG


def test_what_has_no_known_cause_says_the_error_itself() -> None:
    assert wording.detail(note(died())) == "talker died"
    assert wording.notification(note(died())) == "Talker crashed. talker died"


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_reads_well_with_and_without_a_subject(cause: Cause) -> None:
    give = wording._CAUSES.get(cause)
    if give is None:
        assert cause in (Cause.UNKNOWN, Cause.TIMED_OUT, Cause.LOAD_FAILED)
        return
    for subject in ("", "thing"):
        told = give(subject).format(engine="Talker", subject=subject)
        assert told.endswith(".")
        assert "  " not in told


def view(
    state: WorkerState = WorkerState.STOPPED,
    installation: Installation = Installation.INSTALLED,
    failure: Failure | None = None,
    problem: Failure | None = None,
) -> EngineView:
    picture = pictures.view(state=state, installation=installation, failure=failure)
    return replace(picture, problem=problem)


def test_an_engine_that_works_or_was_never_tried_has_nothing_to_be_said() -> None:
    for state in (WorkerState.STOPPED, WorkerState.READY, WorkerState.STOPPING):
        assert failure_note(view(state=state)) is None
    assert failure_note(view(state=WorkerState.STOPPED, failure=died())) is None
    assert failure_note(view(installation=Installation.MISSING)) is None


def test_a_failed_installation_is_tried_again_and_a_failed_repair_repaired() -> None:
    problem = Failure(1.0, "environment 'x' could not be installed: no network")
    missing = failure_note(view(installation=Installation.MISSING, problem=problem))
    assert missing is not None
    assert wording.headline(missing) == "Couldn’t install Talker."
    assert wording.detail(missing) == problem.text
    assert (missing.offer, missing.is_being_retried, missing.log) == (Offer.INSTALL, False, "")
    there = failure_note(view(state=WorkerState.CRASHED, failure=died(), problem=problem))
    assert there is not None
    assert (there.offer, there.failure) == (Offer.REPAIR, problem)


def test_a_disk_that_is_full_is_told_of_an_installation_too() -> None:
    problem = Failure(1.0, "environment 'x' failed: No space left on device (os error 28)")
    note = failure_note(view(installation=Installation.MISSING, problem=problem))
    assert note is not None
    assert wording.detail(note).startswith("The disk is full.")


def test_how_many_more() -> None:
    assert wording.more(1) == "1 more engine failed."
    assert wording.more(2) == "2 more engines failed."
