"""What has to be settled before an installation can begin."""

from __future__ import annotations

import pytest

from tests.workers.installation.conftest import World, engine
from workers.catalog.entry import Weights
from workers.errors import InstallationFailed
from workers.installation.plan import ObstacleKind
from workers.testing import gpu


def kinds(world: World, *engines: object) -> list[ObstacleKind]:
    installation = world.installation(*engines)  # pyright: ignore[reportArgumentType]
    return [it.kind for it in installation.plan(engines[0]).obstacles]  # pyright: ignore[reportArgumentType]


def test_nothing_stands_in_the_way(world: World, voice: Weights) -> None:
    assert kinds(world, engine("lark", weights=(voice,))) == []


def test_a_licence_that_nobody_has_accepted(world: World) -> None:
    voice = world.offer("owner/voice", is_accepted=False)
    entry = engine("lark", weights=(voice,))
    installation = world.installation(entry)
    (obstacle,) = installation.plan(entry).obstacles
    assert (obstacle.kind, obstacle.weights) == (ObstacleKind.LICENSE, voice)
    assert "CC-BY-4.0" in obstacle.message
    assert "https://huggingface.co/owner/voice" in obstacle.message
    with pytest.raises(InstallationFailed, match="CC-BY"):
        world.install(installation, entry)
    assert world.bodies() == 0
    world.licenses.accept(voice)
    world.install(installation, entry)
    (world.root / "licenses.toml").unlink()
    assert kinds(world, entry) == [], "what is there needs no licence accepted any more"


def test_gated_weights_without_a_token(world: World) -> None:
    entry = engine("lark", weights=(world.offer("owner/gated", gated=True),))
    assert kinds(world, entry) == [ObstacleKind.TOKEN]
    world.token = "hf_secret"
    assert kinds(world, entry) == []


def test_a_disk_that_is_too_full(world: World, voice: Weights) -> None:
    entry = engine("lark", weights=(voice,))
    world.free_bytes = 1_000_000
    installation = world.installation(entry)
    plan = installation.plan(entry)
    assert [it.kind for it in plan.obstacles] == [ObstacleKind.SPACE]
    assert plan.needed_bytes > plan.download_bytes > 1_000_000
    assert plan.free_bytes == 1_000_000


def test_packages_that_are_nowhere(world: World) -> None:
    entry = engine("lark", "nowhere==1.0")
    installation = world.installation(entry)
    plan = installation.plan(entry)
    assert [it.kind for it in plan.obstacles] == [ObstacleKind.SOURCE]
    assert not plan.is_empty
    assert [(it.name, it.version) for it in plan.environment.packages] == [("nowhere", "1.0")]


@pytest.mark.parametrize(
    ("backends", "cpu_mode", "obstacle"),
    [
        (("cuda",), False, [ObstacleKind.MACHINE]),
        (("cuda", "cpu"), False, []),
        (("cuda",), True, []),
        ((), False, []),
        (("rocm", "mps"), False, [ObstacleKind.MACHINE]),
    ],
)
def test_a_machine_without_a_gpu(
    world: World, backends: tuple[str, ...], cpu_mode: bool, obstacle: list[ObstacleKind]
) -> None:
    world.devices = []
    entry = engine("lark", backends=backends, cpu_mode=cpu_mode)
    assert kinds(world, entry) == obstacle


def test_a_machine_with_the_gpu(world: World) -> None:
    world.devices = [gpu(8.0)]
    assert kinds(world, engine("lark", backends=("cuda",))) == []


def test_a_machine_that_nobody_can_read_refuses_nothing(world: World) -> None:
    assert kinds(world, engine("lark", backends=("cuda",))) == []
