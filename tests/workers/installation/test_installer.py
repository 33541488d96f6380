"""Installing, verifying, and removing engines beside others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workers.installation.conftest import World, engine
from tests.workers.weights.conftest import MODEL
from workers.base.events import Progress
from workers.catalog.entry import CatalogEntry, Source, Weights
from workers.environments.store import EnvironmentStore
from workers.errors import EnvironmentFailed, InstallationFailed, WeightsFailed, WorkerError
from workers.testing import gpu


def test_install_installs_environment_code_and_weights(
    world: World, voice: Weights, code: Source
) -> None:
    entry = engine("lark", weights=(voice,), sources=(code,))
    installation = world.installation(entry)
    assert not installation.is_installed(entry)
    assert not installation.state(entry).is_installed
    world.install(installation, entry)
    assert installation.is_installed(entry)
    state = installation.state(entry)
    assert (state.environment, state.sources, state.weights) == (True, True, (True,))
    assert state.environment_bytes > 250_000
    assert state.weights_bytes > len(MODEL)
    assert installation.plan(entry).is_empty
    assert world.verify(installation, entry) == ()


def test_progress_is_combined_and_never_decreases(
    world: World, voice: Weights, code: Source
) -> None:
    entry = engine("lark", weights=(voice,), sources=(code,))
    world.install(world.installation(entry), entry)
    fractions = [report.fraction or 0.0 for report in world.reports]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    stages = list(dict.fromkeys(report.stage for report in world.reports))
    assert stages[0] == "Checking what's missing"
    assert (
        stages.index("Downloading code") < stages.index("Installed") < stages.index("Downloading")
    )
    arrived = [report.done_bytes for report in world.reports if report.done_bytes is not None]
    assert arrived == sorted(arrived), "one speed over all downloads"


def test_second_install_downloads_nothing(world: World, voice: Weights, code: Source) -> None:
    entry = engine("lark", weights=(voice,), sources=(code,))
    installation = world.installation(entry)
    world.install(installation, entry)
    asked = list(world.code.asked_for)
    world.hub.trouble.is_portal = True
    world.install(installation, entry)
    assert world.code.asked_for == asked


def test_failed_install_resumes(world: World, voice: Weights, code: Source) -> None:
    entry = engine("lark", weights=(voice,), sources=(code,))
    installation = world.installation(entry)
    world.hub.trouble.statuses = [503] * 40
    with pytest.raises(WeightsFailed):
        world.install(installation, entry)
    state = installation.state(entry)
    assert (state.environment, state.sources, state.weights) == (True, True, (False,))
    world.hub.trouble.statuses.clear()
    world.install(installation, entry)
    assert len(world.code.asked_for) == 1
    assert installation.is_installed(entry)


def test_packages_fail_before_weights_are_downloaded(world: World, voice: Weights) -> None:
    entry = engine("lark", "nowhere==1.0", weights=(voice,))
    with pytest.raises(InstallationFailed, match=r"Can't install Lark yet\. .*nowhere"):
        world.install(world.installation(entry), entry)
    assert world.bodies() == 0


def test_cancelled_install_resumes(world: World, voice: Weights) -> None:
    entry = engine("lark", weights=(voice, world.offer("owner/other")))
    installation = world.installation(entry)

    def cancel(report: Progress) -> None:
        if report.stage == "Downloading" and "model.bin" in report.detail:
            world.cancelled.set()

    with pytest.raises(WorkerError, match="Canceled"):
        installation.install(entry, progress=cancel, cancelled=world.cancelled)
    assert not installation.is_installed(entry)
    assert installation.state(entry).environment
    with pytest.raises(InstallationFailed, match="Canceled"):
        installation.plan(entry, cancelled=world.cancelled)
    world.cancelled.clear()
    world.install(installation, entry)
    assert installation.is_installed(entry)


def test_token_is_used_for_gated_weights_only(world: World, voice: Weights) -> None:
    world.token = "hf_secret"
    world.hub.let_in.add("hf_secret")
    entry = engine("lark", weights=(voice, world.offer("owner/gated", gated=True)))
    world.install(world.installation(entry), entry)
    tokens = {(request.token, "gated" in request.path) for request in world.hub.asked}
    assert ("hf_secret", True) in tokens
    assert ("hf_secret", False) not in tokens


def test_reinstall_replaces_damaged_weights_only(
    world: World, voice: Weights, code: Source
) -> None:
    entry = engine("lark", weights=(voice,), sources=(code,))
    installation = world.installation(entry)
    world.install(installation, entry)
    for lost in (world.root / "environments" / "core").rglob("alpha.py"):
        lost.unlink()
    (installation.sources.folder("lark") / "code.py").unlink()
    (world.weights.folder(voice) / "model.bin").write_bytes(MODEL[::-1])
    problems = world.verify(installation, entry)
    assert len(problems) == 3
    assert "alpha" in problems[0]
    assert "code.py" in problems[1]
    assert problems[2] == "owner/voice: model.bin is damaged."
    world.install(installation, entry, again=True)
    assert world.verify(installation, entry) == ()
    sent = world.bodies()
    world.install(installation, entry, again=True)
    assert world.bodies() == sent, "gigabytes that are whole are not fetched again"


def test_verify_reports_missing_parts(world: World, code: Source) -> None:
    entry = engine("lark", sources=(code,))
    problems = world.verify(world.installation(entry), entry)
    assert problems == (
        "Environment core is missing or lacks packages of Lark.",
        "The engine's code is missing or has the wrong version.",
    )


def test_reinstall_chooses_the_torch_build_again(world: World) -> None:
    for build in ("cpu", "cu132"):
        world.wheels.add("torch", f"2.13.0+{build}")
    world.environments = EnvironmentStore(world.root / "apart", wheels=world.wheels.folder)
    world.devices = []
    entry = engine("lark", "torch")
    world.install(world.installation(entry), entry)
    assert packages(world, "torch") == ["torch-2.13.0+cpu.dist-info"]
    world.devices = [replace(gpu(8.0), driver="580.65", capability=(8, 9))]
    world.install(world.installation(entry), entry, again=True)
    assert packages(world, "torch") == ["torch-2.13.0+cu132.dist-info"]


def packages(world: World, name: str) -> list[str]:
    """Returns the record folders of a package in the environment."""
    return [path.name for path in (world.root / "apart" / "core").rglob(f"{name}-*.dist-info")]


# Engines that share environments and weights.


def test_remove_keeps_a_shared_environment(world: World) -> None:
    lark, wren = engine("lark", "alpha==1.0"), engine("wren", "beta==1.0")
    installation = world.installation(lark, wren)
    world.install(installation, lark)
    world.install(installation, wren)
    assert installation.state(lark).shared_with == ("wren",)
    assert installation.plan(lark).environment.shared_with == ("wren",)
    removal = installation.remove(lark, environment=True, weights=True)
    (kept,) = removal.kept
    assert kept.startswith("Environment core is kept, without the packages that only Lark used.")
    assert kept.endswith("Also used by Wren.")
    assert not installation.is_installed(lark)
    assert installation.is_installed(wren)
    assert installation.state(wren).shared_with == ()
    last = installation.remove(wren, environment=True, weights=True)
    assert last.kept == ()
    assert last.freed_bytes + last.cached_bytes > 250_000
    assert not (world.root / "environments" / "core").exists()


def test_remove_keeps_shared_weights(world: World, voice: Weights) -> None:
    lark = engine("lark", weights=(voice,))
    wren = engine("wren", "beta==1.0", environment="other", weights=(voice,))
    installation = world.installation(lark, wren)
    world.install(installation, lark)
    assert installation.state(lark).others_weights == (), "the other is not installed"
    world.install(installation, wren)
    assert installation.state(lark).others_weights == ("wren",)
    removal = installation.remove(lark, environment=False, weights=True)
    assert removal.kept == ("The weights owner/voice are kept. Also used by Wren.",)
    assert removal.freed_bytes == 0
    assert installation.is_installed(wren)
    assert installation.remove(wren, environment=True, weights=True).kept == (
        "The weights owner/voice are kept. Also used by Lark.",
    )


def two_of_one_repository(world: World) -> tuple[CatalogEntry, CatalogEntry]:
    """Returns engines with the same packages and different files of one repository."""
    world.hub.publish("owner/voices", {"de/a.onnx": MODEL, "es/a.onnx": MODEL[::-1]})
    german, spanish = (
        Weights("owner/voices", "MIT", files=(f"{language}/*",)) for language in ("de", "es")
    )
    world.licenses.accept(german)
    return engine("german", weights=(german,)), engine("spanish", weights=(spanish,))


def test_remove_keeps_the_shared_part_of_weights(world: World) -> None:
    german, spanish = two_of_one_repository(world)
    installation = world.installation(german, spanish)
    world.install(installation, german)
    for_one = world.bodies()
    world.install(installation, spanish)
    assert world.verify(installation, spanish) == ()
    removal = installation.remove(german, environment=True, weights=True)
    assert removal.freed_bytes >= len(MODEL)
    assert [sentence for sentence in removal.kept if "weights" in sentence] == []
    assert not installation.is_installed(german)
    assert installation.is_installed(spanish)
    assert world.verify(installation, spanish) == ()
    bodies = world.bodies()
    world.install(installation, german)
    assert world.bodies() == bodies + for_one
    assert world.verify(installation, german) == ()
    for entry in (german, spanish):
        installation.remove(entry, environment=True, weights=True)
        assert not installation.is_installed(entry)
    assert not world.weights.folder(german.weights[0]).exists()


def test_remove_keeps_weights_of_an_engine_without_environment(world: World) -> None:
    german, spanish = two_of_one_repository(world)
    spanish = replace(spanish, environment="other")
    installation = world.installation(german, spanish)
    world.install(installation, german)
    world.weights.download(spanish.weights[0])
    assert not installation.is_installed(spanish)
    installation.remove(german, environment=True, weights=True)
    assert installation.state(spanish).weights == (True,)
    assert not installation.is_installed(german)
    installation.remove(spanish, environment=True, weights=True)
    assert not world.weights.folder(spanish.weights[0]).exists()


def during_download(world: World, entry: CatalogEntry, act: Callable[[], object]) -> None:
    """Installs an engine, and calls a function once its weights are being downloaded."""
    done: list[object] = []

    def on_progress(report: Progress) -> None:
        if report.stage == "Downloading" and not done:
            done.append(act() or True)

    world.installation(entry).install(entry, progress=on_progress, cancelled=world.cancelled)
    assert done


def test_remove_keeps_parts_of_an_engine_being_installed(world: World, voice: Weights) -> None:
    lark, wren = engine("lark"), engine("wren", "beta==1.0", weights=(voice,))
    beside = world.installation(lark, wren)  # Another process's.
    world.install(beside, lark)
    during_download(world, wren, lambda: beside.remove(lark, environment=True, weights=True))
    assert beside.is_installed(wren)
    assert not beside.is_installed(lark)


def test_remove_keeps_weights_of_an_installation_in_progress(world: World, voice: Weights) -> None:
    lark = engine("lark", weights=(voice,))
    wren = engine("wren", weights=(world.offer("owner/other"), voice))
    beside = world.installation(lark, wren)
    world.install(beside, lark)
    during_download(world, wren, lambda: beside.remove(lark, environment=True, weights=True))
    assert beside.is_installed(wren)


def test_engine_being_installed_is_not_removed(world: World, voice: Weights) -> None:
    wren = engine("wren", weights=(voice,))
    beside = world.installation(wren)

    def remove() -> None:
        with pytest.raises(InstallationFailed, match=r"Wren is being installed. Wait"):
            beside.remove(wren, environment=True, weights=True)

    during_download(world, wren, remove)
    assert beside.is_installed(wren)


def test_remove_of_busy_weights_fails_at_once(world: World) -> None:
    german, spanish = two_of_one_repository(world)
    beside = world.installation(german, spanish)
    world.install(beside, german)

    def remove() -> None:
        with pytest.raises(InstallationFailed, match=r"The weights owner/voices are being"):
            beside.remove(german, environment=True, weights=True)
        assert beside.is_installed(german), "nor is half of it removed"

    during_download(world, spanish, remove)
    beside.remove(german, environment=True, weights=True)
    assert not beside.is_installed(german)
    assert beside.is_installed(spanish)


def test_parts_removed_during_an_install_are_reported(world: World, voice: Weights) -> None:
    lark, wren = engine("lark"), engine("wren", "beta==1.0", weights=(voice,))
    world.install(world.installation(lark), lark)
    with pytest.raises(InstallationFailed, match="Part of Wren was removed or rolled back"):
        during_download(world, wren, lambda: world.environments.rollback("core"))


def test_install_waits_for_another_process(world: World, voice: Weights) -> None:
    wren = engine("wren", weights=(voice,))
    beside = world.installation(wren)

    def install() -> None:
        stop = threading.Event()
        stop.set()
        with pytest.raises(InstallationFailed, match=r"Canceled\. Installing Wren again"):
            beside.install(wren, progress=world.reports.append, cancelled=stop)

    during_download(world, wren, install)
    assert beside.is_installed(wren)


def test_unwritable_folder_fails_with_advice(world: World) -> None:
    (world.root / "sources").write_text("in the way", encoding="utf-8")
    entry = engine("lark")
    with pytest.raises(InstallationFailed, match="Check the disk space"):
        world.install(world.installation(entry), entry)


def test_reinstall_of_a_complete_engine_works(world: World) -> None:
    lark, wren = engine("lark", "alpha==1.0"), engine("wren", "alpha<2")
    installation = world.installation(lark, wren)
    world.install(installation, lark)
    world.install(installation, wren, again=True)
    assert installation.is_installed(wren)


def test_environment_and_weights_are_removed_separately(
    world: World, voice: Weights, code: Source
) -> None:
    entry = engine("lark", weights=(voice,), sources=(code,))
    installation = world.installation(entry)
    world.install(installation, entry)
    removal = installation.remove(entry, environment=True, weights=False)
    assert removal.freed_bytes + removal.cached_bytes > 250_000
    assert removal.cached_bytes > 200_000, "uv has the same files in its cache"
    state = installation.state(entry)
    assert (state.environment, state.sources, state.weights) == (False, False, (True,))
    world.install(installation, entry)
    assert installation.remove(entry, environment=False, weights=True).freed_bytes > len(MODEL)
    state = installation.state(entry)
    assert (state.environment, state.weights) == (True, (False,))


def test_plan_includes_requirements_of_sharing_engines(world: World) -> None:
    lark = engine("lark", "alpha==1.0", overrides=("beta==1.0",))
    wren = engine("wren", "beta==1.0")
    installation = world.installation(lark, wren)
    world.install(installation, lark)
    assert [package.name for package in installation.plan(wren).environment.packages] == ["beta"]
    world.install(installation, wren)
    assert installation.is_installed(lark)
    assert installation.state(wren).can_roll_back
    installation.rollback(wren)
    assert installation.is_installed(lark)
    assert not installation.is_installed(wren)


def test_rollback_without_a_backup_fails(world: World) -> None:
    entry = engine("lark")
    with pytest.raises(EnvironmentFailed, match="no earlier version"):
        world.installation(entry).rollback(entry)


def test_remove_of_nothing_is_no_error(world: World, voice: Weights, code: Source) -> None:
    entry = engine("lark", sources=(code,))
    removal = world.installation(entry).remove(entry, environment=True, weights=True)
    assert (removal.freed_bytes, removal.kept) == (0, ())


def test_free_bytes_of_a_missing_folder(tmp_path: Path) -> None:
    from workers.installation.context import free_bytes

    assert free_bytes(tmp_path / "not" / "yet" / "there") == pytest.approx(
        free_bytes(tmp_path), abs=2**30
    )
