"""Access tokens, stored in the system's keyring only."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from huggingface_hub import constants
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from app.reports.secrets import without_secrets
from workers.errors import TokenNotStored
from workers.weights.tokens import forget_token, read_token, store_token

_TOKEN = "hf_0123456789abcdefghij"


class _InMemory(KeyringBackend):
    priority = 1  # pyright: ignore[reportAssignmentType] - a class property there

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("there is none")


class _Locked(_InMemory):
    """Fails with an error that contains the token."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot keep {password}")


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Removes all tokens before and after the test."""
    for variable in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
    before = keyring.get_keyring()
    yield
    forget_token()
    keyring.set_keyring(before)


@pytest.fixture
def kept() -> dict[tuple[str, str], str]:
    backend = _InMemory()
    keyring.set_keyring(backend)
    return backend.kept


def test_token_is_stored_in_the_keyring(kept: dict[tuple[str, str], str]) -> None:
    assert read_token() is None
    store_token(f"  {_TOKEN}\n")
    assert list(kept.values()) == [_TOKEN]
    assert read_token() == _TOKEN
    forget_token()
    assert kept == {}
    assert read_token() is None
    forget_token()


def test_stored_token_is_used_after_a_restart(kept: dict[tuple[str, str], str]) -> None:
    store_token(_TOKEN)
    backend = _InMemory()
    backend.kept |= kept
    forget_token()
    keyring.set_keyring(backend)
    assert read_token() == _TOKEN


@pytest.mark.parametrize("backend", [NoKeyring, _Locked])
def test_token_without_a_keyring_lasts_until_the_end(
    backend: type[KeyringBackend], caplog: pytest.LogCaptureFixture
) -> None:
    keyring.set_keyring(backend())
    with caplog.at_level(logging.DEBUG), pytest.raises(TokenNotStored) as caught:
        store_token(_TOKEN)
    assert "used until you quit" in str(caught.value)
    assert "HF_TOKEN" in str(caught.value)
    assert _TOKEN not in "".join(traceback.format_exception(caught.value))
    assert _TOKEN not in caplog.text
    assert read_token() == _TOKEN
    forget_token()
    assert read_token() is None


def test_keyring_takes_precedence_over_the_environment(
    kept: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_environment")
    assert read_token() == "hf_of_the_environment"
    store_token(_TOKEN)
    assert read_token() == _TOKEN


def test_token_of_a_login_is_used(tmp_path: Path) -> None:
    keyring.set_keyring(NoKeyring())
    (tmp_path / "token").write_text("hf_of_the_tools\n")
    assert read_token() == "hf_of_the_tools"


@pytest.mark.parametrize("text", ["", "  ", "two words", "hf_\x00", "hf_ä", "hf_a\nhf_b"])
def test_invalid_token_is_rejected(kept: dict[tuple[str, str], str], text: str) -> None:
    with pytest.raises(ValueError, match="A token is a single word"):
        store_token(text)
    assert kept == {}
    assert read_token() is None


def test_report_has_no_token() -> None:
    assert _TOKEN not in without_secrets(f"Authorization: Bearer {_TOKEN} and {_TOKEN}")
