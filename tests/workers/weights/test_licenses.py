"""Licences that are accepted once, and those that allow no commercial use."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workers.weights.conftest import WEIGHTS
from workers.weights.licenses import LicenseBook, is_non_commercial


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "licenses.toml"


def test_each_repository_and_licence_is_accepted_once(file: Path) -> None:
    book = LicenseBook(file)
    assert not book.is_accepted(WEIGHTS)
    book.accept(WEIGHTS)
    book.accept(WEIGHTS)
    assert book.is_accepted(WEIGHTS)
    assert LicenseBook(file).is_accepted(WEIGHTS)
    assert not book.is_accepted(replace(WEIGHTS, repository="owner/other"))
    # Whoever changes the licence has to ask again.
    assert not book.is_accepted(replace(WEIGHTS, license="CC-BY-NC-4.0"))
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    assert content == {"accepted": {"owner/voice": ["Apache-2.0"]}}
    assert [it.name for it in file.parent.iterdir()] == [file.name]


def test_what_another_process_accepts_counts_at_once(file: Path) -> None:
    window, command = LicenseBook(file), LicenseBook(file)
    other = replace(WEIGHTS, repository="owner/other")
    assert not window.is_accepted(WEIGHTS)
    command.accept(WEIGHTS)
    assert window.is_accepted(WEIGHTS)
    window.accept(other)
    assert command.is_accepted(other)
    assert command.is_accepted(WEIGHTS)


def test_a_damaged_file_is_kept_aside_and_told(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("[accepted\n")
    book = LicenseBook(file)
    assert not book.is_accepted(WEIGHTS)
    assert "licenses.toml couldn't be read" in (book.problem or "")
    assert "kept as licenses.damaged-1.toml" in (book.problem or "")
    assert (file.parent / "licenses.damaged-1.toml").read_text() == "[accepted\n"
    book.accept(WEIGHTS)
    assert LicenseBook(file).is_accepted(WEIGHTS)


def test_a_damaged_value_costs_itself_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('[accepted]\n"owner/voice" = ["Apache-2.0"]\n"owner/other" = 7\n')
    book = LicenseBook(file)
    assert book.is_accepted(WEIGHTS)
    assert "damaged-1" in (book.problem or "")
    told = LicenseBook(file)
    assert told.is_accepted(WEIGHTS)
    assert told.problem is None  # once is enough


def test_a_file_that_cannot_be_opened_is_told(file: Path) -> None:
    file.mkdir(parents=True)
    book = LicenseBook(file)
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
def test_licences_that_allow_no_commercial_use(name: str) -> None:
    assert is_non_commercial(name)


@pytest.mark.parametrize(
    "name", ["Apache-2.0", "MIT", "CC-BY-4.0", "NCSA", "CC-BY-NC-4.0 OR MIT", "", "CC-BY-SA-4.0"]
)
def test_licences_that_do(name: str) -> None:
    assert not is_non_commercial(name)
