"""``python -m workers.child <tool_module> [variant]``: what is taken, and what is refused."""

from __future__ import annotations

import pytest

from tests.support.by_hand import PUPPET
from tests.workers.child.conftest import RunByHand

TOOLS = "tests.support.tools"


def test_without_a_variant(run_by_hand: RunByHand) -> None:
    run = run_by_hand(PUPPET)
    run.until_ready()
    assert run.ask({"do": "model"})["model"]["loaded"] == "plainly"


def test_variant_has_callbacks_of_its_own(run_by_hand: RunByHand) -> None:
    run = run_by_hand(PUPPET, "second")
    run.until_ready()
    answer = run.ask({"do": "model"})
    assert (answer["answered_by"], answer["loaded"]) == ("second", "second")


def test_variant_may_share_its_handler(run_by_hand: RunByHand) -> None:
    run = run_by_hand(PUPPET, "chatty")
    run.until_ready()
    assert run.ask({"do": "value", "value": 1}) == {"result": 1}


def test_variant_without_callbacks_has_the_plain_ones(run_by_hand: RunByHand) -> None:
    run = run_by_hand(PUPPET, "unheard_of")
    run.until_ready()
    assert run.ask({"do": "model"})["model"]["loaded"] == "plainly"


REFUSALS = {
    "no such tool": ([f"{TOOLS}.missing"], "cannot import tests.support.tools.missing"),
    "broken import": ([f"{TOOLS}.broken_import"], "OSError: the driver is too old"),
    "import that exits": ([f"{TOOLS}.exiting_import"], "cannot import tests.support.tools.exit"),
    "no load": ([f"{TOOLS}.no_callbacks"], "has no _load"),
    "no handler": ([f"{TOOLS}.no_callbacks", "half"], "has no _synthesize_half or _synthesize"),
    "no arguments": ([], "usage: "),
    "too many": ([PUPPET, "a", "b"], "usage: "),
    "unknown option": (["--what", "x"], "usage: "),
    "no catalog id": (["--catalog-id"], "usage: "),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_is_refused_on_stderr_with_exit_code_2(run_by_hand: RunByHand, refusal: str) -> None:
    arguments, reason = REFUSALS[refusal]
    run = run_by_hand(*arguments)
    assert run.exit_code() == 2
    output, errors = run.rest()
    assert output == []
    assert reason in errors.splitlines()[-1]


def test_catalog_that_is_not_there_is_one_line_with_exit_code_2(run_by_hand: RunByHand) -> None:
    run = run_by_hand("--catalog-id", "any", env={"ENGINEROOM_CATALOG": "/nowhere/catalog.json"})
    assert run.exit_code() == 2
    errors = [line for line in run.rest()[1].splitlines() if not line.startswith("startup: ")]
    assert len(errors) == 1
    assert "/nowhere/catalog.json" in errors[0]
