"""Errors of the hub: messages for the user, and secrets that are never written."""

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


def test_gated_weights_name_the_page_and_the_token(store: WeightsStore, hub: StandInHub) -> None:
    with pytest.raises(WeightsFailed) as caught:
        store.download(GATED)
    page = f"{hub.endpoint}/owner/gated"
    assert (caught.value.repository, caught.value.page) == ("owner/gated", page)
    assert f"Request access on {page}, create an access token" in str(caught.value)
    assert "on the Engines page" in str(caught.value)
    assert "HF_TOKEN" in str(caught.value)


def test_account_without_access_must_request_it(store: WeightsStore, hub: StandInHub) -> None:
    hub.known.add(_TOKEN)
    with pytest.raises(WeightsFailed, match="must be requested") as caught:
        store.download(GATED, token=_TOKEN)
    assert caught.value.page


def test_expired_token_is_reported(store: WeightsStore) -> None:
    with pytest.raises(WeightsFailed, match=r"rejected the access token .* may have exp"):
        store.download(WEIGHTS, token=_TOKEN)


def test_token_is_sent_to_the_hub_only(store: WeightsStore, hub: StandInHub) -> None:
    hub.let_in.add(_TOKEN)
    assert (store.download(GATED, token=_TOKEN) / "model.bin").read_bytes() == MODEL
    sent = {(request.host.partition(":")[0], request.token) for request in hub.asked}
    assert sent == {("127.0.0.1", _TOKEN), ("localhost", None)}


def test_gated_weights_can_be_planned(store: WeightsStore) -> None:
    assert store.plan(GATED).download_bytes == len(CONFIG) + len(MODEL)


def test_refused_plan_has_the_size_in_the_catalog(store: WeightsStore) -> None:
    plan = store.plan(replace(GATED, size_bytes=99), token=_TOKEN)
    assert (plan.download_bytes, plan.is_estimate, plan.is_complete) == (99, True, False)


def test_token_of_other_tools_is_not_sent(
    store: WeightsStore, hub: StandInHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", _TOKEN)
    store.download(WEIGHTS)
    assert {request.token for request in hub.asked} == {None}


def test_token_is_in_no_error_and_no_log(
    store: WeightsStore, hub: StandInHub, caplog: pytest.LogCaptureFixture
) -> None:
    hub.known.add(_TOKEN)
    hub.trouble.echoes = True
    caplog.set_level(logging.INFO)  # More than the program logs of other libraries.
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


def test_missing_repository_fails(store: WeightsStore) -> None:
    with pytest.raises(WeightsFailed, match="owner/nobody doesn't exist or requires access"):
        store.download(replace(WEIGHTS, repository="owner/nobody"))


@pytest.mark.parametrize("repository", ["owner/a--b", "../..", "owner/.."])
def test_invalid_repository_name_fails(store: WeightsStore, repository: str) -> None:
    with pytest.raises(
        WeightsFailed, match=r"isn't a valid repository name\. .*Check 'repository'"
    ):
        store.download(replace(WEIGHTS, repository=repository))


def test_missing_revision_fails(store: WeightsStore) -> None:
    with pytest.raises(WeightsFailed, match=r"doesn't have this revision\. .*Check 'revision'"):
        store.download(replace(WEIGHTS, revision="0" * 40))


def test_captive_portal_is_reported(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.is_portal = True
    with pytest.raises(
        WeightsFailed, match=r"didn't reply as Hugging Face does.* requires a login"
    ):
        store.download(WEIGHTS)


def test_offline_variable_is_reported(store: WeightsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(WeightsFailed, match="HF_HUB_OFFLINE is set"):
        store.download(WEIGHTS)


def test_other_status_is_reported_by_name(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.statuses = [451]
    with pytest.raises(
        WeightsFailed, match=r"refused to send .*: 451 Unavailable For Legal Reasons"
    ):
        store.download(WEIGHTS)
