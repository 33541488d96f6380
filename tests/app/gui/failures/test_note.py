"""Texts and offers of failure notes."""

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
    """Returns a crashed engine; ``fields`` are those of its entry."""
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
def test_headline_and_offer_of_each_failure(failure: Failure, says: str, offer: Offer) -> None:
    shown = note(failure)
    assert says in wording.headline(shown)
    assert "Talker" in wording.headline(shown)
    assert shown.offer is offer
    assert wording.action(shown)
    assert "{" not in wording.hint(shown) + wording.notification(shown)


def test_advised_or_undeclared_module_is_not_installed() -> None:
    assert wording.detail(note(died(MISSING, advice="Add it."))) == "Add it."
    undeclared = note(died(MISSING), requirements=())
    assert undeclared.offer is Offer.SHOW_LOG


def test_missing_system_library_shows_the_package_name() -> None:
    shown = note(died(NO_SNDFILE, advice="Install it with `apt install libsndfile1`."))
    assert (shown.offer, wording.detail(shown)) == (
        Offer.START,
        "Install it with `apt install libsndfile1`.",
    )


def test_repair_detail_names_the_remedy() -> None:
    assert "PyTorch build for this GPU" in wording.detail(note(died(NO_CUDA)))
    assert "downloads the missing files" in wording.detail(note(died(NO_WEIGHTS)))
    assert note(died(NO_WEIGHTS), requirements=()).offer is Offer.SHOW_LOG, (
        "nothing declared can be reinstalled"
    )


def test_cpu_engine_is_not_offered_the_cpu() -> None:
    failure = died(NO_KERNEL, has_cpu_mode=True)
    assert note(failure, fixed_to="cpu").offer is Offer.SHOW_LOG


def test_unknown_cause_shows_the_error_text() -> None:
    assert wording.detail(note(died())) == "talker died"
    assert wording.notification(note(died())) == "Talker crashed. talker died"


@pytest.mark.parametrize("cause", Cause)
def test_texts_of_causes_work_with_and_without_a_subject(cause: Cause) -> None:
    give = wording._CAUSES.get(cause)
    if give is None:
        assert cause in (Cause.UNKNOWN, Cause.TIMED_OUT, Cause.LOAD_FAILED)
        return
    for subject in ("", "thing"):
        text = give(subject).format(engine="Talker", subject=subject)
        assert text.endswith(".")
        assert "  " not in text


def view(
    state: WorkerState = WorkerState.STOPPED,
    installation: Installation = Installation.INSTALLED,
    failure: Failure | None = None,
    problem: Failure | None = None,
) -> EngineView:
    picture = pictures.view(state=state, installation=installation, failure=failure)
    return replace(picture, problem=problem)


def test_working_or_unused_engine_has_no_note() -> None:
    for state in (WorkerState.STOPPED, WorkerState.READY, WorkerState.STOPPING):
        assert failure_note(view(state=state)) is None
    assert failure_note(view(state=WorkerState.STOPPED, failure=died())) is None
    assert failure_note(view(installation=Installation.MISSING)) is None


def test_failed_installation_offers_install_and_failed_repair_repair() -> None:
    problem = Failure(1.0, "environment 'x' could not be installed: no network")
    missing = failure_note(view(installation=Installation.MISSING, problem=problem))
    assert missing is not None
    assert wording.headline(missing) == "Couldn’t install Talker."
    assert wording.detail(missing) == problem.text
    assert (missing.offer, missing.is_being_retried, missing.log) == (Offer.INSTALL, False, "")
    crashed = failure_note(view(state=WorkerState.CRASHED, failure=died(), problem=problem))
    assert crashed is not None
    assert (crashed.offer, crashed.failure) == (Offer.REPAIR, problem)


def test_full_disk_during_installation_is_explained() -> None:
    problem = Failure(1.0, "environment 'x' failed: No space left on device (os error 28)")
    note = failure_note(view(installation=Installation.MISSING, problem=problem))
    assert note is not None
    assert wording.detail(note).startswith("The disk is full.")


def test_count_of_further_failures() -> None:
    assert wording.more(1) == "1 more engine failed."
    assert wording.more(2) == "2 more engines failed."
