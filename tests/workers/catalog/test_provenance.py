from __future__ import annotations

import importlib
import importlib.metadata
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workers.base.engine_code import EngineCode
from workers.catalog.approvals import Approvals
from workers.catalog.engine_packages import GROUP, EnginePackage, engine_packages
from workers.catalog.provenance import code_of, runs_the_same
from workers.catalog.store import Catalog
from workers.errors import NotApproved

_SHIPPED = """\
[engines.alpha]
name = "Alpha"
kind = "tts"
adapter = "workers.engines.hibari"
requirements = ["alpha==1.0"]
"""
_PACKAGED = """\
[engines.alpha]
name = "Not Alpha"
kind = "tts"
adapter = "strangers.engine"

[engines.beta]
name = "Beta"
kind = "tts"
adapter = "strangers.inner.engine"

[engines.broken]
name = "Broken"
kind = "tts"
"""


@pytest.fixture
def strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Installs a package with engines whose import fails the test."""
    folder = tmp_path / "site" / "strangers"
    (folder / "inner").mkdir(parents=True)
    for file in (folder / "__init__.py", folder / "inner" / "__init__.py"):
        file.write_text("raise AssertionError('imported')\n", encoding="utf-8")
    (folder / "engineroom.toml").write_text(_PACKAGED, encoding="utf-8")
    info = tmp_path / "site" / "strangers-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: strangers\nVersion: 1.2\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nany = strangers\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    importlib.invalidate_caches()
    return folder


def load(tmp_path: Path, *packages: EnginePackage, user: str = "") -> Catalog:
    shipped, users = tmp_path / "shipped.toml", tmp_path / "user.toml"
    shipped.write_text(_SHIPPED, encoding="utf-8")
    users.write_text(user, encoding="utf-8")
    return Catalog.load(shipped, users, packages)


def test_engines_of_a_package_are_found_without_importing_it(
    strangers: Path, tmp_path: Path
) -> None:
    found = engine_packages()
    assert found == (EnginePackage("strangers 1.2", strangers / "engineroom.toml"),)
    catalog = load(tmp_path, *found)
    assert [entry.id for entry in catalog.entries] == ["alpha", "beta"]
    assert catalog.get("alpha").name == "Alpha", "a package cannot change what is shipped"
    refused, broken = catalog.problems
    assert f"{strangers / 'engineroom.toml'}, line 1, entry 'alpha': already exists" in refused
    assert "line 11, entry 'broken'" in broken
    code = catalog.code("beta")
    assert code is not None
    assert (code.declared_in, code.places) == (
        "strangers 1.2",
        (str(strangers / "inner" / "engine"),),
    )
    assert catalog.code("alpha") is None
    assert "strangers" not in sys.modules


def test_missing_package_is_a_problem(tmp_path: Path) -> None:
    point = importlib.metadata.EntryPoint("any", "nowhere.to_be", GROUP)
    catalog = load(tmp_path, *engine_packages([point]))
    (problem,) = catalog.problems
    assert "nowhere/to_be" in problem.replace("\\", "/")
    assert [entry.id for entry in catalog.entries] == ["alpha"]


@pytest.mark.parametrize(
    ("user", "is_others"),
    [
        ("[engines.alpha]\nidle_timeout_s = 5\nvoices = ['one']\n", False),
        ("[engines.alpha]\nrequirements = ['alpha==1.0']\n", False),
        ("[engines.alpha]\nrequirements = ['alpha==1.1']\n", True),
        ("[engines.alpha]\nadapter = 'strangers.engine'\n", True),
        ("[engines.alpha]\nweights = [{repository = 'a/b', license = 'MIT'}]\n", True),
        ("[engines.alpha]\nvariant = 'other'\n", True),
        ("[engines.alpha]\nenvironment = 'of-strangers'\n", True),
    ],
)
def test_only_changes_of_code_need_approval(tmp_path: Path, user: str, is_others: bool) -> None:
    catalog = load(tmp_path, user=user)
    assert catalog.problems == ()
    code = catalog.code("alpha")
    assert (code is not None) == is_others
    if code is not None:
        assert code.declared_in == str(tmp_path / "user.toml")


def test_places_of_code_are_readable(tmp_path: Path) -> None:
    fields: dict[str, Any] = {
        "adapter": "workers.engines.cosyvoice",
        "requirements": ["good==1.0", "direct @ https://x.test/direct.whl"],
        "sources": [{"repository": "owner/code", "commit": "0123456789abcdef" * 2 + "01234567"}],
        "weights": [{"repository": "owner/model", "license": "MIT"}],
    }
    assert code_of("toy", fields, "me").places == (
        "package good==1.0",
        "https://x.test/direct.whl",
        "github.com/owner/code 0123456789ab",
        "huggingface.co/owner/model",
    )
    assert code_of("toy", {"import_path": "toy.engine:Engine"}, "me").places == (
        "toy.engine:Engine",
    )
    assert code_of("toy", {"adapter": "not_there.at_all"}, "me").places == (
        "module not_there.at_all",
    )
    assert not runs_the_same(fields, {**fields, "variant": "x"})
    hidden = {
        "import_path": "subprocess:Popen",
        "requirements": ["good==1.0"],
        "overrides": ["numpy @ https://x.test/numpy.whl"],
    }
    assert code_of("toy", hidden, "me").places == (
        "subprocess:Popen",
        "package good==1.0",
        "https://x.test/numpy.whl",
    )


def test_new_version_of_the_declaring_package_is_new_code() -> None:
    fields = {"adapter": "strangers.engine"}
    first, second = (code_of("toy", fields, f"strangers {version}") for version in ("1.2", "1.3"))
    assert first.fingerprint != second.fingerprint


CODE = EngineCode("toy", "me", ("here",), "aa")


def test_approval_lasts_until_the_code_changes(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "approvals.json"
    approvals = Approvals(file)
    assert not approvals.is_approved(CODE)
    with pytest.raises(NotApproved, match=r"toy .* \(here; according to me\).*engines install toy"):
        approvals.check(CODE)
    approvals.approve(CODE)
    again = Approvals(file)
    again.check(CODE)
    again.check(None)
    assert not again.is_approved(EngineCode("toy", "me", ("here",), "bb"))
    assert not again.is_approved(EngineCode("other", "me", ("here",), "aa"))


def test_approvals_of_another_process_stay(tmp_path: Path) -> None:
    file = tmp_path / "approvals.json"
    ours, theirs = Approvals(file), Approvals(file)
    theirs.approve(replace(CODE, engine="other"))
    ours.approve(CODE)
    again = Approvals(file)
    again.check(CODE)
    again.check(replace(CODE, engine="other"))


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[1]", b'{"toy": 1}'])
def test_damaged_approvals_allow_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "approvals.json"
    file.write_bytes(content)
    approvals = Approvals(file)
    assert not approvals.is_approved(CODE)
    approvals.approve(CODE)
    assert Approvals(file).is_approved(CODE)
