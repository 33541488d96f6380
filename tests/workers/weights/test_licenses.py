"""Accepted licenses, and non-commercial ones."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workers.weights.conftest import WEIGHTS
from workers.weights.licenses import AcceptedLicenses, is_non_commercial


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "licenses.toml"


def test_license_is_accepted_per_repository_and_name(file: Path) -> None:
    book = AcceptedLicenses(file)
    assert not book.is_accepted(WEIGHTS)
    book.accept(WEIGHTS)
    book.accept(WEIGHTS)
    assert book.is_accepted(WEIGHTS)
    assert AcceptedLicenses(file).is_accepted(WEIGHTS)
    assert not book.is_accepted(replace(WEIGHTS, repository="owner/other"))
    # A changed license has to be accepted again.
    assert not book.is_accepted(replace(WEIGHTS, license="CC-BY-NC-4.0"))
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    assert content == {"accepted": {"owner/voice": ["Apache-2.0"]}}
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_acceptance_by_another_process_counts(file: Path) -> None:
    window, command = AcceptedLicenses(file), AcceptedLicenses(file)
    other = replace(WEIGHTS, repository="owner/other")
    assert not window.is_accepted(WEIGHTS)
    command.accept(WEIGHTS)
    assert window.is_accepted(WEIGHTS)
    window.accept(other)
    assert command.is_accepted(other)
    assert command.is_accepted(WEIGHTS)


def test_damaged_licenses_are_set_aside_and_reported(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("[accepted\n")
    book = AcceptedLicenses(file)
    assert not book.is_accepted(WEIGHTS)
    assert "licenses.toml couldn't be read" in (book.problem or "")
    assert "saved as licenses.damaged-1.toml" in (book.problem or "")
    assert (file.parent / "licenses.damaged-1.toml").read_text() == "[accepted\n"
    book.accept(WEIGHTS)
    assert AcceptedLicenses(file).is_accepted(WEIGHTS)


def test_damaged_value_drops_only_itself(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('[accepted]\n"owner/voice" = ["Apache-2.0"]\n"owner/other" = 7\n')
    book = AcceptedLicenses(file)
    assert book.is_accepted(WEIGHTS)
    assert "damaged-1" in (book.problem or "")
    again = AcceptedLicenses(file)
    assert again.is_accepted(WEIGHTS)
    assert again.problem is None  # Reported once.


def test_unreadable_licenses_are_reported(file: Path) -> None:
    file.mkdir(parents=True)
    book = AcceptedLicenses(file)
    assert not book.is_accepted(WEIGHTS)
    assert "Couldn't open" in (book.problem or "")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "CC-BY-NC-4.0",
            "cc-by-nc-sa-4.0",
            "CC-BY-NC-ND-4.0",
            "CPML",
            "coqui-public-model-license",
        ),
        *("Research only", "FAIR Noncommercial Research License", "MIT AND CC-BY-NC-4.0"),
    ],
)
def test_non_commercial_licenses_are_recognized(name: str) -> None:
    assert is_non_commercial(name)


@pytest.mark.parametrize(
    "name", ["Apache-2.0", "MIT", "CC-BY-4.0", "NCSA", "CC-BY-NC-4.0 OR MIT", "", "CC-BY-SA-4.0"]
)
def test_commercial_licenses_are_recognized(name: str) -> None:
    assert not is_non_commercial(name)
