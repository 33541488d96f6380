"""What a catalog entry may say; told field by field, with what to write instead.

The five fields of reflection are checked by the worker's own code, so that an entry
the catalog takes is one that the worker takes.
"""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from workers.child.entries import REFLECTION_FIELDS, validate_reflection
from workers.environments.requirements import distribution

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PRECISION = re.compile(r"[A-Za-z0-9][\w.+-]*")
#: As torch names devices, and as drivers name GPUs.
_DEVICE = re.compile(r"cpu|mps|cuda:\d+|\w+(-[\w/]+)+")
_MAX_RATE = 192_000

Check = Callable[[object], "str | None"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field.

    Attributes:
        field: Its name; empty where it is the entry as a whole.
        message: What is wrong and what to write instead.
    """

    field: str
    message: str

    def __str__(self) -> str:
        """One line."""
        return f"field {self.field!r} {self.message}" if self.field else self.message


def validate_entry(entry_id: object, fields: Mapping[str, Any]) -> list[Problem]:
    """Check one entry.

    Args:
        entry_id: Its key in the table ``engines``.
        fields: Everything else, as TOML or JSON has it.

    Returns:
        All problems; empty when the entry is valid.
    """
    problems = [Problem("", complaint) for complaint in _check_id(entry_id)]
    problems += [Problem(name, "is missing") for name in ("name", "kind") if name not in fields]
    for name, value in fields.items():
        if name in REFLECTION_FIELDS:
            continue
        check = _CHECKS.get(name)
        complaint = check(value) if check else _unknown(name)
        if complaint:
            problems.append(Problem(name, complaint))
    problems += _check_way_to_run(fields)
    if not problems:
        problems += _check_together(fields)
    return problems


def _check_id(entry_id: object) -> list[str]:
    if isinstance(entry_id, str) and _ID.fullmatch(entry_id):
        return []
    rule = "small letters, digits, '-' and '_', such as 'my-engine'"
    return [f"the id {entry_id!r} must be made of {rule}"]


def _check_way_to_run(fields: Mapping[str, Any]) -> list[Problem]:
    """Exactly one of an adapter and reflection, and that one complete."""
    reflection = [name for name in REFLECTION_FIELDS if name in fields]
    if "adapter" in fields:
        return [
            Problem(name, "cannot stand beside 'adapter': leave out one of them")
            for name in reflection
        ]
    if not reflection:
        wanted = "'adapter' (a module), or 'import_path', 'synth_method' and 'output_format'"
        return [Problem("", f"nothing tells how to run it: give {wanted}")]
    problems: list[Problem] = []
    for complaint in validate_reflection(fields):
        name, _, message = complaint.partition(": ")
        problems.append(Problem(name, message))
    if fields.get("kind") == "stt":
        problems.append(Problem("kind", "must be 'tts': an engine that listens needs an 'adapter'"))
    if "variant" in fields:
        problems.append(Problem("variant", "needs an 'adapter'"))
    return problems


def _check_together(fields: Mapping[str, Any]) -> list[Problem]:
    """What two fields have to agree on; each of them is valid by itself."""
    problems: list[Problem] = []
    voices, default = fields.get("voices", []), fields.get("default_voice")
    if default is not None and voices and default not in voices:
        problems.append(Problem("default_voice", f"must be one of 'voices', not {default!r}"))
    if fields.get("kind") == "stt" and fields.get("supports_cloning"):
        problems.append(Problem("supports_cloning", "needs an engine that speaks: 'kind' is 'stt'"))
    if ("min_vram_gb" in fields) != ("model_size_gb" in fields):
        given = "min_vram_gb" if "min_vram_gb" in fields else "model_size_gb"
        problems.append(Problem(given, "needs both 'min_vram_gb' and 'model_size_gb'"))
    if fields.get("device") == "cpu" and fields.get("cpu_mode") is False:
        problems.append(Problem("cpu_mode", "must not be false where 'device' is 'cpu'"))
    try:
        json.dumps(fields.get("init_args"), allow_nan=False)
    except (TypeError, ValueError) as error:
        complaint = f"holds what JSON cannot carry to the worker ({error}): write it as text"
        problems.append(Problem("init_args", complaint))
    return problems


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, [*_CHECKS, *REFLECTION_FIELDS], n=1)
    return f"is not known; did you mean {close[0]!r}?" if close else "is not known: leave it out"


def _text(value: object) -> str | None:
    if isinstance(value, str) and value.strip() and value.isprintable():
        return None
    return f"must be a text of one line, not {value!r}"


def _maybe_empty(value: object) -> str | None:
    return None if value == "" else _text(value)


def _flag(value: object) -> str | None:
    return None if isinstance(value, bool) else f"must be true or false, not {value!r}"


def _number(least: float, most: float = math.inf, *, whole: bool = False) -> Check:
    what = "a whole number" if whole else "a number"
    bounds = f"from {least:g} on" if most == math.inf else f"from {least:g} to {most:g}"

    def check(value: object) -> str | None:
        kinds = int if whole else (int, float)
        if isinstance(value, kinds) and not isinstance(value, bool) and least <= value <= most:
            return None if math.isfinite(value) else f"must be finite, not {value!r}"
        return f"must be {what} {bounds}, not {value!r}"

    return check


def _one_of(*choices: str) -> Check:
    def check(value: object) -> str | None:
        return None if value in choices else f"must be one of {choices}, not {value!r}"

    return check


def _matching(pattern: re.Pattern[str], example: str) -> Check:
    def check(value: object) -> str | None:
        if isinstance(value, str) and pattern.fullmatch(value):
            return None
        return f"must look like {example!r}, not {value!r}"

    return check


def _requirement(value: object) -> str | None:
    try:
        distribution(value if isinstance(value, str) else "")
    except ValueError:
        return f"must look like 'package==1.2.3', not {value!r}"
    return None


def _list_of(check: Check) -> Check:
    def check_all(value: object) -> str | None:
        if not isinstance(value, list):
            return f"must be a list, not {value!r}"
        items = cast("list[object]", value)
        for item in items:
            complaint = check(item)
            if complaint:
                return f"holds an item that {complaint}"
        twice = [item for item in items if items.count(item) > 1]
        return f"holds {twice[0]!r} twice" if twice else None

    return check_all


_CHECKS: dict[str, Check] = {
    "name": _text,
    "kind": _one_of("tts", "stt"),
    "engine": _text,
    "environment": _matching(_ID, "my-engine"),
    "requirements": _list_of(_requirement),
    "adapter": _matching(_MODULE, "package.module"),
    "variant": _matching(re.compile(r"\w+"), "turbo"),
    "languages": _list_of(_matching(_LANGUAGE, "en")),
    "voices": _list_of(_text),
    "default_voice": _text,
    "sample_rate": _number(8000, _MAX_RATE, whole=True),
    "streaming": _flag,
    "supports_speed": _flag,
    "supports_seed": _flag,
    "supports_cloning": _flag,
    "vram_budget": _text,
    "min_vram_gb": _number(0, 1024),
    "model_size_gb": _number(0, 1024),
    "precision": _matching(_PRECISION, "float16"),
    "cpu_mode": _flag,
    "device": _matching(_DEVICE, "cuda:1"),
    "idle_timeout_s": _number(0),
    "startup_timeout_s": _number(1),
    "request_timeout_s": _number(1),
    "license": _maybe_empty,
    "weights_license": _maybe_empty,
}
