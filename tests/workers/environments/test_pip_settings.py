from __future__ import annotations

from pathlib import Path

import pytest

from workers.environments.pip_settings import UvSettings, uv_settings


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Returns a system file and a user file; the latter overrides the former."""
    machine, user = tmp_path / "machine.conf", tmp_path / "user.conf"
    machine.write_text("[global]\nindex-url = https://a.test/simple\ncert = /etc/a.pem\n")
    user.write_text(
        "[global]\nindex_url = https://b.test/simple\n"
        "[install]\nextra-index-url =\n    https://c.test/1\n    https://c.test/2\n"
        "find-links = /wheels /more\nno-index = no\n"
    )
    return [machine, user, tmp_path / "there is none"]


def test_pip_files_are_read_in_pip_order(files: list[Path]) -> None:
    assert uv_settings({}, files, []) == UvSettings(
        {
            "UV_DEFAULT_INDEX": "https://b.test/simple",
            "UV_INDEX": "https://c.test/1 https://c.test/2",
            "UV_FIND_LINKS": "/wheels,/more",
            "UV_INDEX_STRATEGY": "unsafe-best-match",
            "SSL_CERT_FILE": "/etc/a.pem",
        }
    )


def test_pip_variables_override_pip_files(files: list[Path]) -> None:
    environ = {
        "PIP_INDEX_URL": "https://d.test/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_TRUSTED_HOST": "d.test",
        "PIP_NO_INDEX": "1",
    }
    settings = uv_settings(environ, files, [])
    assert settings.variables["UV_DEFAULT_INDEX"] == "https://d.test/simple"
    assert settings.variables["UV_INSECURE_HOST"] == "d.test"
    assert "UV_INDEX" not in settings.variables
    assert settings.arguments == ("--no-index",)


@pytest.mark.parametrize(
    ("decided", "left_out"),
    [
        ("UV_DEFAULT_INDEX", "UV_DEFAULT_INDEX"),
        ("UV_INDEX_URL", "UV_DEFAULT_INDEX"),
        ("UV_INDEX", "UV_INDEX"),
        ("UV_EXTRA_INDEX_URL", "UV_INDEX"),
        ("UV_FIND_LINKS", "UV_FIND_LINKS"),
        ("SSL_CERT_FILE", "SSL_CERT_FILE"),
        ("UV_INDEX_STRATEGY", "UV_INDEX_STRATEGY"),
    ],
)
def test_uv_variables_override_pip_settings(files: list[Path], decided: str, left_out: str) -> None:
    assert left_out in uv_settings({}, files, []).variables
    assert left_out not in uv_settings({decided: "mine"}, files, []).variables


def test_uv_file_turns_pip_settings_off(files: list[Path], tmp_path: Path) -> None:
    own = tmp_path / "uv.toml"
    own.touch()
    assert uv_settings({"PIP_INDEX_URL": "https://d.test"}, files, [own]) == UvSettings()


def test_invalid_pip_file_is_ignored(tmp_path: Path) -> None:
    broken = tmp_path / "pip.conf"
    broken.write_text("index-url = without a section\n")
    assert uv_settings({}, [broken], []) == UvSettings()


def test_pip_files_are_found_on_each_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "named.conf"
    named.write_text("[global]\nindex-url = https://e.test/simple\n")
    environ = {"PIP_CONFIG_FILE": str(named)}
    assert uv_settings(environ, None, []).variables["UV_DEFAULT_INDEX"] == "https://e.test/simple"
    assert uv_settings({"PIP_CONFIG_FILE": "/dev/null"}, None, []) == UvSettings()
    monkeypatch.setattr("sys.platform", "linux")
    (tmp_path / "pip").mkdir()
    named.rename(tmp_path / "pip" / "pip.conf")
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_CONFIG_DIRS": ""}
    assert uv_settings(environ, None, []).variables["UV_DEFAULT_INDEX"] == "https://e.test/simple"
