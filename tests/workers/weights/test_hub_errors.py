"""Hubs that refuse: what the user is told, and what nobody ever gets to read."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace

import pytest
from huggingface_hub import constants

from tests.workers.weights.conftest import CONFIG, MODEL, WEIGHTS
from tests.workers.weights.hub import StandInHub
from workers.errors import WeightsFailed
from workers.weights.store import WeightsStore

_TOKEN = "hf_0123456789abcdefghij"
GATED = replace(WEIGHTS, repository="owner/gated", gated=True)


@pytest.fixture(autouse=True)
def gated(hub: StandInHub) -> None:
    hub.publish("owner/gated", {"config.json": CONFIG, "model.bin": MODEL}, gated=True)


def test_gated_weights_name_the_page_and_where_the_token_goes(
    store: WeightsStore, hub: StandInHub
) -> None:
    with pytest.raises(WeightsFailed) as caught:
        store.download(GATED)
    page = f"{hub.endpoint}/owner/gated"
    assert (caught.value.repository, caught.value.page) == ("owner/gated", page)
    assert f"Request access on {page}, create an access token" in str(caught.value)
    assert "on the Engines page" in str(caught.value)
    assert "HF_TOKEN" in str(caught.value)


def test_an_account_that_was_not_let_in_has_to_ask(store: WeightsStore, hub: StandInHub) -> None:
    hub.known.add(_TOKEN)
    with pytest.raises(WeightsFailed, match="must be requested") as caught:
        store.download(GATED, token=_TOKEN)
    assert caught.value.page


def test_a_token_that_has_expired_is_told(store: WeightsStore) -> None:
    with pytest.raises(WeightsFailed, match="rejected the access token .* may have exp"):
        store.download(WEIGHTS, token=_TOKEN)


def test_who_is_let_in_gets_them_and_the_token_stays_with_the_hub(
    store: WeightsStore, hub: StandInHub
) -> None:
    hub.let_in.add(_TOKEN)
    assert (store.download(GATED, token=_TOKEN) / "model.bin").read_bytes() == MODEL
    sent = {(it.host.partition(":")[0], it.token) for it in hub.asked}
    assert sent == {("127.0.0.1", _TOKEN), ("localhost", None)}


def test_gated_weights_can_be_planned(store: WeightsStore) -> None:
    assert store.plan(GATED).download_bytes == len(CONFIG) + len(MODEL)


def test_a_refused_plan_has_the_catalogs_size(store: WeightsStore) -> None:
    plan = store.plan(replace(GATED, size_bytes=99), token=_TOKEN)
    assert (plan.download_bytes, plan.is_estimate, plan.is_there) == (99, True, False)


def test_a_token_of_this_machine_is_not_sent_unasked(
    store: WeightsStore, hub: StandInHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", _TOKEN)
    store.download(WEIGHTS)
    assert {it.token for it in hub.asked} == {None}


def test_the_token_is_in_no_error_and_no_log(
    store: WeightsStore, hub: StandInHub, caplog: pytest.LogCaptureFixture
) -> None:
    hub.known.add(_TOKEN)
    hub.trouble.echoes = True
    caplog.set_level(logging.INFO)  # more than the program ever writes of what is not its own
    caplog.set_level(logging.DEBUG, "workers")
    with pytest.raises(WeightsFailed) as caught:
        store.download(GATED, token=_TOKEN)
    assert _TOKEN not in "".join(traceback.format_exception(caught.value))
    hub.known.clear()
    with pytest.raises(WeightsFailed) as caught:
        store.download(WEIGHTS, token=_TOKEN)
    assert _TOKEN not in "".join(traceback.format_exception(caught.value))
    assert caplog.text
    assert _TOKEN not in caplog.text


def test_no_such_repository(store: WeightsStore) -> None:
    with pytest.raises(WeightsFailed, match="owner/nobody doesn't exist or requires access"):
        store.download(replace(WEIGHTS, repository="owner/nobody"))


@pytest.mark.parametrize("repository", ["owner/a--b", "../..", "owner/.."])
def test_a_name_that_no_repository_has(store: WeightsStore, repository: str) -> None:
    with pytest.raises(
        WeightsFailed, match=r"isn't a valid repository name\. .*Check 'repository'"
    ):
        store.download(replace(WEIGHTS, repository=repository))


def test_no_such_revision(store: WeightsStore) -> None:
    with pytest.raises(WeightsFailed, match=r"doesn't have this revision\. .*Check 'revision'"):
        store.download(replace(WEIGHTS, revision="0" * 40))


def test_a_network_that_wants_a_log_in(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.is_portal = True
    with pytest.raises(
        WeightsFailed, match=r"didn't reply as Hugging Face does.* requires a login"
    ):
        store.download(WEIGHTS)


def test_tools_that_are_set_offline(store: WeightsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(WeightsFailed, match="HF_HUB_OFFLINE is set"):
        store.download(WEIGHTS)


def test_any_other_answer_is_told_by_its_name(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.statuses = [451]
    with pytest.raises(
        WeightsFailed, match="refused to send .*: 451 Unavailable For Legal Reasons"
    ):
        store.download(WEIGHTS)
