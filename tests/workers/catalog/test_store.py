from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workers.catalog.store import Catalog
from workers.child.reflection import read_catalog_entry
from workers.errors import CatalogError

ROOT = Path(__file__).resolve().parents[3]

_SHIPPED = """\
[engines.alpha]
name = "Alpha"
kind = "tts"
adapter = "workers.engines.alpha"
voices = ["ann", "bob"]

[engines.beta]
name = "Beta"
kind = "stt"
adapter = "workers.engines.beta"
"""

_TOY = {
    "id": "toy",
    "name": "Toy",
    "kind": "tts",
    "import_path": "toy.engine:Engine",
    "init_args": {"device": "cpu", "depth": 2},
    "synth_method": "say",
    "output_format": "wav_bytes",
    "params_map": {"voice": "speaker"},
    "requirements": ["toy==1.0", "soundfile"],
}

_WAYS_TO_RUN = "'adapter' (a module), or 'import_path', 'synth_method' and 'output_format'"

Load = Callable[[str], Catalog]


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "config" / "catalog.toml"


@pytest.fixture
def load(tmp_path: Path, user: Path) -> Load:
    """Returns a function that loads two shipped engines and a user file."""

    def load(text: str) -> Catalog:
        shipped = tmp_path / "shipped.toml"
        shipped.write_text(_SHIPPED, encoding="utf-8")
        if text:
            user.parent.mkdir(exist_ok=True)
            user.write_text(text, encoding="utf-8")
        return Catalog.load(shipped, user)

    return load


def _ids(catalog: Catalog) -> list[str]:
    return [entry.id for entry in catalog.entries]


def test_shipped_catalog_is_valid() -> None:
    catalog = Catalog.load(ROOT / "resources" / "catalog.toml", None)
    assert catalog.problems == ()
    hibari = catalog.get("hibari")
    assert hibari.adapter == "workers.engines.hibari"
    assert hibari.requirements == ("hibari-tts==0.2.1",)
    assert hibari.streaming
    assert hibari.supports_speed


def test_every_shipped_adapter_exists() -> None:
    for entry in Catalog.load(ROOT / "resources" / "catalog.toml", None).entries:
        if entry.adapter is not None:
            assert ROOT.joinpath(*entry.adapter.split(".")).with_suffix(".py").is_file()


def test_missing_fields_have_defaults(load: Load) -> None:
    beta = load("").get("beta")
    assert (beta.engine, beta.environment, beta.vram_budget) == ("beta", "beta", "stt_beta")
    assert (beta.idle_timeout_s, beta.startup_timeout_s, beta.request_timeout_s) == (300, 90, 120)
    assert beta.requirements == ()
    assert hash(beta) == hash(load("").get("beta"))


def test_user_file_changes_fields_and_adds_engines(load: Load) -> None:
    catalog = load(
        "[engines.alpha]\nidle_timeout_s = 60\n"
        "[engines.mine]\nname = 'Mine'\nkind = 'tts'\nadapter = 'mine.engine'\n"
    )
    assert catalog.problems == ()
    assert _ids(catalog) == ["alpha", "beta", "mine"]
    assert catalog.get("alpha").idle_timeout_s == 60
    assert catalog.get("alpha").voices == ("ann", "bob")


def test_invalid_entry_hides_no_other(load: Load, user: Path) -> None:
    catalog = load(
        "[engines.alpha]\n"
        "# what the user wanted\n"
        "idle_timeout_s = -1\n"
        "\n"
        "[engines.bad]\n"
        "name = 'Bad'\n"
        "kind = 'singer'\n"
        "adaptr = 'bad.engine'\n"
        "[engines.good]\n"
        "name = 'Good'\n"
        "kind = 'tts'\n"
        "adapter = 'good.engine'\n"
    )
    assert _ids(catalog) == ["alpha", "beta", "good"]
    assert catalog.get("alpha").idle_timeout_s == 300
    problems = [
        ("3, entry 'alpha': field 'idle_timeout_s'", "must be a number 0 or more, not -1"),
        ("7, entry 'bad': field 'kind'", "must be one of ('tts', 'stt'), not 'singer'"),
        ("8, entry 'bad': field 'adaptr'", "is unknown; did you mean 'adapter'?"),
        ("5, entry 'bad':", f"doesn't say how to run the engine; set {_WAYS_TO_RUN}"),
    ]
    expected = [f"catalog {user}, line {where} {what}" for where, what in problems]
    assert list(catalog.problems) == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[engines."toy"]\nkind = 1', 2),
        ("[engines . toy]\n'kind' = 1", 2),
        ("[engines]\n[engines.other]\nkind = 2\n[engines.toy]\n# kind = 3\nkind=4", 6),
        ("[engines.toy]\nname = 'x'", 1),
    ],
)
def test_problem_has_the_line_of_any_notation(load: Load, text: str, line: int) -> None:
    problems = load(text).problems
    mine = [problem for problem in problems if "'toy': field 'kind'" in problem]
    assert len(mine) == 1
    assert f", line {line}, " in mine[0]


def test_problem_has_the_line_of_an_inner_table(load: Load) -> None:
    problems = load("[engines.toy]\nname = 'x'\n\n[engines.toy.init_args]\n'a b' = 1\n").problems
    assert any("line 4, entry 'toy': field 'init_args' " in p for p in problems)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[engines.toy\n", "isn't valid TOML: Expected ']' at the end of a table"),
        ("[engines.a]\n[engines.a]\n", "line 2"),
        ("[engine.toy]\n", "line 1: unknown table 'engine'; engines go in"),
        ("[[engines]]\nid = 'toy'\n", "line 1: 'engines' must be a table"),
        ("[engines]\ntoy = 3\n", "line 2: entry 'toy' must be a table [engines.toy]"),
    ],
)
def test_invalid_user_file_keeps_the_shipped_engines(
    load: Load, user: Path, text: str, problem: str
) -> None:
    catalog = load(text)
    assert _ids(catalog) == ["alpha", "beta"]
    assert len(catalog.problems) == 1
    assert problem in catalog.problems[0]
    assert str(user) in catalog.problems[0]


def test_unreadable_files_are_problems(tmp_path: Path) -> None:
    user = tmp_path / "user.toml"
    user.write_bytes(b"\xff\xfe")
    catalog = Catalog.load(tmp_path / "gone.toml", user)
    assert catalog.entries == ()
    assert len(catalog.problems) == 2


def test_unknown_entry_fails_with_a_suggestion(load: Load) -> None:
    with pytest.raises(
        CatalogError, match=r"no valid catalog entry 'alpa'; did you mean 'alpha'\?"
    ):
        load("").get("alpa")


def test_add_keeps_the_rest_of_the_user_file(load: Load, user: Path) -> None:
    text = (
        "# my engines\n"
        "\n"
        "[engines.alpha]   # a little longer\n"
        "idle_timeout_s = 900\n"
        "\n"
        "[engines.zeta] # unfinished\n"
        "name = 'Zeta'\n"
    )
    catalog = load(text)
    entry = catalog.add(_TOY)
    assert entry.init_args == {"device": "cpu", "depth": 2}
    assert _ids(catalog) == ["alpha", "beta", "toy"]
    assert user.read_text(encoding="utf-8").startswith(text.rstrip())
    again = load(user.read_text(encoding="utf-8"))
    assert again.get("toy") == entry
    assert again.get("alpha").idle_timeout_s == 900
    assert [path.name for path in user.parent.iterdir()] == ["catalog.toml"]


def test_add_creates_the_user_file(load: Load, user: Path) -> None:
    load("").add({**_TOY, "requirements": ("toy==1.0",), "variant": None})
    written = tomllib.loads(user.read_text(encoding="utf-8"))["engines"]["toy"]
    assert written["requirements"] == ["toy==1.0"]
    assert "id" not in written


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"output_format": "mp3"}, "'output_format' must be one of wav_bytes, bytesio, file_pat"),
        (
            {"import_path": "toy"},
            "'import_path' must have the form 'package.module:Class', not 'toy'",
        ),
        ({"id": "Toy Box"}, "the ID 'Toy Box' must consist of lowercase letters"),
        ({"id": None}, "the ID None must"),
        (
            {"requirements": ["--index-url=x"]},
            "'requirements' contains an item that must look like",
        ),
        ({"id": "alpha"}, "entry 'alpha' already exists"),
    ],
)
def test_add_of_an_invalid_entry_writes_nothing(
    load: Load, user: Path, change: dict[str, Any], reason: str
) -> None:
    catalog = load("")
    with pytest.raises(CatalogError) as caught:
        catalog.add({**_TOY, **change})
    assert reason in str(caught.value)
    assert not user.exists()
    assert _ids(catalog) == ["alpha", "beta"]


def test_add_does_not_overwrite_an_invalid_file(load: Load, user: Path) -> None:
    catalog = load("[engines.mine\n")
    with pytest.raises(CatalogError, match="isn't valid TOML and was not changed"):
        catalog.add(_TOY)
    assert user.read_text(encoding="utf-8") == "[engines.mine\n"


def test_add_keeps_entries_of_another_process(load: Load, user: Path) -> None:
    first, second = load(""), load("")
    first.add(_TOY)
    second.add({**_TOY, "id": "other"})
    assert _ids(second) == ["alpha", "beta", "toy", "other"]
    with pytest.raises(CatalogError, match="already"):
        first.add({**_TOY, "id": "other"})


def test_worker_reads_the_snapshot(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = load("")
    catalog.add(_TOY)
    snapshot = catalog.write_snapshot(tmp_path / "state")
    assert list(json.loads(snapshot.read_text(encoding="utf-8"))["engines"]) == [
        *("alpha", "beta", "toy")
    ]
    monkeypatch.setenv("ENGINEROOM_CATALOG", str(snapshot))
    assert read_catalog_entry("toy") == _TOY


def test_catalog_imports_no_engines() -> None:
    """Reading the catalog imports no engine's library."""
    code = (
        "import sys; from pathlib import Path; from workers.catalog.store import Catalog\n"
        "Catalog.load(Path('resources/catalog.toml'), None)\n"
        "assert not {'numpy', 'soundfile', 'onnxruntime', 'workers.engines.hibari'} "
        "& set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
