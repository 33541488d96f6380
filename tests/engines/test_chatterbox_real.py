"""Chatterbox Turbo's own code on random weights: takes minutes and 3 GB, so it runs on demand.

Its package requires torch 2.6.0; here it gets the CPU build that is available.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engines.signatures import ROOT
from tests.engines.speaker import Speaker, speaker, write_clip
from workers.catalog.store import Catalog
from workers.environments.store import EnvironmentStore
from workers.environments.torch_build import TorchBuild

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def chatterbox_python(test_environments: EnvironmentStore) -> Path:
    entry = Catalog.load(ROOT / "resources" / "catalog.toml", None).get("chatterbox-turbo")
    any_torch = ("torch>=2.6", "torchaudio>=2.6")
    python = test_environments.create(
        entry.environment,
        entry.requirements,
        overrides=(*entry.overrides, *any_torch),
        torch=TorchBuild("cpu", "The tests don't need a GPU."),
    )
    for library in python.parents[1].glob("[Ll]ib/**/torchaudio/lib/*.so"):
        library.unlink()  # linked with CUDA's
    return python


@pytest.fixture(scope="module")
def turbo(chatterbox_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaker]:
    weights = {"ResembleAI/chatterbox-turbo": tmp_path_factory.mktemp("weights")}
    with speaker(chatterbox_python, "tests.engines.tiny.chatterbox", weights) as loaded:
        yield loaded


def test_text_is_spoken_with_built_in_and_cloned_voice(turbo: Speaker, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.wav", 6.0)
    own, cloned, again = (
        turbo.say("Hi. Ho.", pieces=["Hi.", "Ho."], seed=1, voice=voice)
        for voice in (None, str(clip), None)
    )
    assert [own.error, cloned.error, again.error] == ["", "", ""]
    assert len(own.chunks) == 2
    assert own.sample_rates == {24000}
    assert own.seconds > 0.2
    assert np.array_equal(own.sound, again.sound)
    assert not np.array_equal(own.sound, cloned.sound)


def test_canceled_speech_stops_early(turbo: Speaker) -> None:
    assert turbo.say_until_first_chunk("Hi.", pieces=["Hi."] * 50) < 3
    assert turbo.say("Hi.").error == ""


def test_voice_sample_of_five_seconds_is_refused(turbo: Speaker, tmp_path: Path) -> None:
    refused = turbo.say("Hi.", voice=str(write_clip(tmp_path / "clip.wav", 5.0)))
    assert "needs a voice sample of 5.1 s or more" in refused.error
