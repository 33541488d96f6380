"""The settings file: values survive a restart, and damage costs no more than it must."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.settings import ANY_DEVICE, EngineSettings, Settings, SettingsStore


def engine(**values: object) -> EngineSettings:
    return EngineSettings(values)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def test_missing_file_means_defaults_and_is_not_written(path: Path) -> None:
    store = SettingsStore(path)
    assert store.settings == Settings()
    assert store.problem is None
    assert not path.parent.exists()


def test_engine_settings_survive_a_restart(path: Path) -> None:
    store = SettingsStore(path)
    store.set_of(EngineSettings.idle_timeout_s, "hibari", 90)
    store.set_of(EngineSettings.idle_timeout_s, "piper", 0)
    store.set_of(EngineSettings.pinned, "hibari", value=True)
    store.set_of(EngineSettings.pinned, "piper", value=False)
    store.set_of(EngineSettings.device, "hibari", "GPU-4fe9")
    store.set_of(EngineSettings.device, "piper", ANY_DEVICE)
    store.set(Settings.reserve_gb, 1.5)
    store.set(Settings.tray_explained, value=True)
    store.set(Settings.history_shown, value=True)
    assert store.settings == SettingsStore(path).settings
    assert SettingsStore(path).settings == Settings(
        {"reserve_gb": 1.5, "tray_explained": True, "history_shown": True},
        {
            "hibari": engine(idle_timeout_s=90.0, pinned=True, device="GPU-4fe9"),
            "piper": engine(idle_timeout_s=0.0, device=ANY_DEVICE),
        },
    )


def test_program_settings_survive_a_restart(path: Path) -> None:
    store = SettingsStore(path)
    store.set_of(EngineSettings.starts_with_app, "hibari", value=True)
    store.set(Settings.starts_hidden, value=True)
    store.set(Settings.language, "de")
    store.set(Settings.theme, "dark")
    store.set(Settings.output_device, "Headphones, ALSA")
    store.set(Settings.latency, "low")
    store.set(Settings.log_level, "debug")
    store.set(Settings.welcomed, value=True)
    expected = Settings(
        {
            "starts_hidden": True,
            "language": "de",
            "theme": "dark",
            "output_device": "Headphones, ALSA",
            "latency": "low",
            "log_level": "debug",
            "welcomed": True,
        },
        {"hibari": engine(starts_with_app=True)},
    )
    assert store.settings == SettingsStore(path).settings == expected
    store.set(Settings.language, None)
    store.set(Settings.output_device, None)
    expected = expected.replace(Settings.language, None).replace(Settings.output_device, None)
    assert SettingsStore(path).settings == expected


def test_reset_backs_the_file_up_and_keeps_what_the_user_was_shown(path: Path) -> None:
    store = SettingsStore(path)
    assert store.reset() is None
    store.set_of(EngineSettings.idle_timeout_s, "hibari", 1)
    store.set(Settings.theme, "dark")
    store.set(Settings.welcomed, value=True)
    before = path.read_text()
    kept = store.reset()
    assert kept is not None
    assert kept == path.with_suffix(".before-reset-1.toml")
    assert kept.read_text() == before
    assert store.settings == SettingsStore(path).settings == Settings({"welcomed": True})
    store.set(Settings.theme, "light")
    assert store.reset() == path.with_suffix(".before-reset-2.toml")


def test_failed_reset_changes_nothing(path: Path) -> None:
    store = SettingsStore(path)
    store.set(Settings.theme, "dark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", _refuse)
        with pytest.raises(PermissionError):
            store.reset()
    assert store.settings == SettingsStore(path).settings == Settings({"theme": "dark"})


def _refuse(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_none_takes_a_setting_out_of_the_file(path: Path) -> None:
    store = SettingsStore(path)
    store.set_of(EngineSettings.device, "hibari", "cuda:1")
    store.set(Settings.language, "de")
    store.set_of(EngineSettings.device, "hibari", None)
    store.set(Settings.language, None)
    assert store.settings.of("hibari") == SettingsStore(path).settings.of("hibari")
    assert SettingsStore(path).settings.of("hibari") == EngineSettings()
    assert SettingsStore(path).settings.language is None
    assert "device" not in path.read_text()
    assert "language" not in path.read_text()


def test_none_adds_nothing_to_the_file(path: Path) -> None:
    store = SettingsStore(path)
    store.set_of(EngineSettings.device, "hibari", None)
    store.set(Settings.language, None)
    assert path.read_text() == "version = 1\n"


def test_default_that_was_decided_is_written(path: Path) -> None:
    SettingsStore(path).set(Settings.theme, "system")
    assert 'theme = "system"' in path.read_text()


def test_assigned_value_holds_before_it_is_written(path: Path) -> None:
    store = SettingsStore(path)
    save_first = store.assign(Settings.theme, "dark")
    save_second = store.assign(Settings.theme, "light")
    assert store.settings.theme == "light"
    assert not path.exists()
    save_second()
    save_first()
    assert SettingsStore(path).settings.theme == "light", "a late save writes the latest value"


def test_unknown_engine_has_defaults(path: Path) -> None:
    assert SettingsStore(path).settings.of("hibari") == EngineSettings()


def test_change_keeps_comments_and_unknown_keys(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('# mine\nfuture = "kept"\n[engines.hibari] # fast\nidle_timeout_s = 5\n')
    SettingsStore(path).set_of(EngineSettings.idle_timeout_s, "hibari", 7.5)
    text = path.read_text()
    assert "# mine" in text
    assert "# fast" in text
    assert 'future = "kept"' in text
    assert SettingsStore(path).settings.of("hibari").idle_timeout_s == 7.5


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"engines = [", "Couldn't read the settings"),
        (b"\xff\xfe", "Couldn't read the settings"),
        (b"[engines.hibari]\nidle_timeout_s = -1\n", "engines.hibari.idle_timeout_s"),
        (b"[engines.hibari]\nidle_timeout_s = nan\n", "engines.hibari.idle_timeout_s"),
        (b'[engines.hibari]\npinned = "yes"\n', "engines.hibari.pinned"),
        (b"[engines.hibari]\ndevice = 1\n", "engines.hibari.device"),
        (b'[engines.hibari]\ndevice = " "\n', "engines.hibari.device"),
        (b"[engines]\nhibari = 3\n", "engines.hibari"),
        (b"[memory]\nreserve_gb = -0.5\n", "memory.reserve_gb must be 0 to 1024 GB"),
        (b"[memory]\nreserve_gb = true\n", "memory.reserve_gb"),
        (b"[memory]\nreserve_gb = 5000\n", "memory.reserve_gb"),
        (b"memory = 3\n", "memory must be a table"),
        (b"engines = 3\n", "engines"),
        (b'tray_explained = "yes"\n', "tray_explained"),
        (b'[engines."a.b"]\nstarts_with_app = 1\n', "engines.a.b.starts_with_app"),
        (b'[general]\ntheme = "pink"\n', "general.theme must be 'system' or 'light' or 'dark'"),
        (b"[general]\nlanguage = 3\n", "general.language"),
        (b"[sound]\nlatency = 0.1\n", "sound.latency"),
        (b'[logs]\nlevel = "loud"\n', "logs.level"),
        (b"version = 99\n", "version"),
    ],
)
def test_damaged_file_is_backed_up_and_reported(path: Path, content: bytes, says: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = SettingsStore(path)
    assert store.settings == Settings()
    assert store.problem is not None
    assert says in store.problem
    kept = path.with_suffix(".damaged-1.toml")
    assert kept.name in store.problem
    assert kept.read_bytes() == content
    store.set_of(EngineSettings.idle_timeout_s, "hibari", 1)
    assert SettingsStore(path).problem is None


def test_invalid_value_costs_itself_alone(path: Path) -> None:
    path.parent.mkdir()
    content = (
        '# mine\ntray_explained = true\n[general]\ntheme = "pink"\nlanguage = "de"\n'
        '[engines.hibari]\npinned = "yes"\nidle_timeout_s = 5\n'
    )
    path.write_text(content)
    store = SettingsStore(path)
    expected = Settings(
        {"tray_explained": True, "language": "de"}, {"hibari": engine(idle_timeout_s=5.0)}
    )
    assert store.settings == expected
    assert store.problem is not None
    assert "general.theme" in store.problem
    assert "engines.hibari.pinned" in store.problem
    assert path.with_suffix(".damaged-1.toml").read_text() == content
    again = SettingsStore(path)
    assert (again.settings, again.problem) == (expected, None)
    assert "# mine" in path.read_text()


def test_damaged_file_that_cannot_be_moved_is_reported(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("engines = [")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", _refuse)
        problem = SettingsStore(path).problem
    assert problem is not None
    assert "the old file couldn't be backed up (Permission denied)" in problem
    assert path.read_text() == "engines = ["


def test_second_backup_does_not_replace_the_first(path: Path) -> None:
    path.parent.mkdir()
    for content in ("a = [", "b = ["):
        path.write_text(content)
        SettingsStore(path)
    assert path.with_suffix(".damaged-1.toml").read_text() == "a = ["
    assert path.with_suffix(".damaged-2.toml").read_text() == "b = ["


def test_unreadable_file_is_reported_and_left_alone(path: Path) -> None:
    path.mkdir(parents=True)
    store = SettingsStore(path)
    assert store.settings == Settings()
    assert store.problem is not None
    assert str(path) in store.problem
    assert path.is_dir()


def test_failed_write_leaves_the_old_file_and_no_temporary_one(path: Path) -> None:
    store = SettingsStore(path)
    store.set_of(EngineSettings.idle_timeout_s, "hibari", 1)
    before = path.read_bytes()
    path.unlink()
    path.mkdir()
    with pytest.raises(IsADirectoryError):
        store.set_of(EngineSettings.idle_timeout_s, "hibari", 2)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    path.rmdir()
    path.write_bytes(before)
    assert SettingsStore(path).settings.of("hibari").idle_timeout_s == 1.0
    assert store.settings.of("hibari").idle_timeout_s == 2.0


def test_changes_from_many_threads_are_all_saved(path: Path) -> None:
    store = SettingsStore(path)
    threads = [
        threading.Thread(
            target=store.set_of, args=(EngineSettings.idle_timeout_s, f"engine-{number}", number)
        )
        for number in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {f"engine-{number}": engine(idle_timeout_s=number) for number in range(16)}
    assert SettingsStore(path).settings == Settings({}, expected)
