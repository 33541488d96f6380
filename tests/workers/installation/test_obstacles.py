"""Obstacles to an installation."""

from __future__ import annotations

import pytest

from tests.workers.installation.conftest import World, engine
from workers.catalog.entry import Weights
from workers.errors import InstallationFailed
from workers.installation.plan import ObstacleKind
from workers.testing import gpu


def kinds(world: World, *engines: object) -> list[ObstacleKind]:
    installation = world.installation(*engines)  # pyright: ignore[reportArgumentType]
    return [obstacle.kind for obstacle in installation.plan(engines[0]).obstacles]  # pyright: ignore[reportArgumentType]


def test_plan_without_obstacles(world: World, voice: Weights) -> None:
    assert kinds(world, engine("lark", weights=(voice,))) == []


def test_unaccepted_license_is_an_obstacle(world: World) -> None:
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
    assert kinds(world, entry) == [], "installed weights need no accepted license"


def test_gated_weights_without_a_token_are_an_obstacle(world: World) -> None:
    entry = engine("lark", weights=(world.offer("owner/gated", gated=True),))
    assert kinds(world, entry) == [ObstacleKind.TOKEN]
    world.token = "hf_secret"
    assert kinds(world, entry) == []


def test_full_disk_is_an_obstacle(world: World, voice: Weights) -> None:
    entry = engine("lark", weights=(voice,))
    world.free_bytes = 1_000_000
    installation = world.installation(entry)
    plan = installation.plan(entry)
    assert [obstacle.kind for obstacle in plan.obstacles] == [ObstacleKind.SPACE]
    assert plan.needed_bytes > plan.download_bytes > 1_000_000
    assert plan.free_bytes == 1_000_000


def test_missing_packages_are_an_obstacle(world: World) -> None:
    entry = engine("lark", "nowhere==1.0")
    installation = world.installation(entry)
    plan = installation.plan(entry)
    assert [obstacle.kind for obstacle in plan.obstacles] == [ObstacleKind.SOURCE]
    assert not plan.is_empty
    assert [(package.name, package.version) for package in plan.environment.packages] == [
        ("nowhere", "1.0")
    ]


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
def test_missing_gpu_is_an_obstacle(
    world: World, backends: tuple[str, ...], cpu_mode: bool, obstacle: list[ObstacleKind]
) -> None:
    world.devices = []
    entry = engine("lark", backends=backends, cpu_mode=cpu_mode)
    assert kinds(world, entry) == obstacle


def test_present_gpu_is_no_obstacle(world: World) -> None:
    world.devices = [gpu(8.0)]
    assert kinds(world, engine("lark", backends=("cuda",))) == []


def test_unknown_devices_are_no_obstacle(world: World) -> None:
    assert kinds(world, engine("lark", backends=("cuda",))) == []
