"""One engine, as the catalog describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

Kind = Literal["tts", "stt"]
#: What an engine that clones makes of the words that are said in a clip.
ClipText = Literal["unused", "optional", "required"]
Backend = Literal["cpu", "cuda", "rocm", "mps"]


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's files, in a repository of Hugging Face.

    Attributes:
        repository: ``owner/name``.
        license: SPDX, or as its owners call it.
        revision: A commit, or the name of a branch, whose commit of the day of the download is
            kept to.
        files: Which of its files, as patterns; empty for all.
        size_bytes: Of these files; 0 where unknown.
        gated: Its owners want to be asked, on the repository's page, before it can be had.
    """

    repository: str
    license: str
    revision: str = "main"
    files: tuple[str, ...] = ()
    size_bytes: int = 0
    gated: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Code that is in no package: a repository of GitHub, as it was at a commit.

    Attributes:
        repository: ``owner/name``.
        commit: 40 hexadecimal digits.
        path: Folder below the engine's sources that it goes to; empty for the folder itself.
    """

    repository: str
    commit: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """An engine that can be installed and run. Made of valid fields only, see ``validate``.

    It runs by ``adapter``, a tool module, or without one by the five fields of
    :mod:`workers.child.reflection`, ``import_path`` to ``output_format``.

    Attributes:
        id: Unique; also the name of its tool and of its folders.
        name: As users read it.
        kind: ``tts`` speaks, ``stt`` listens.
        engine: What results name as their engine; the id unless given.
        environment: Folder of the environment it runs in, which engines may share; the
            id unless given.
        requirements: What that environment has to hold for it, as pip takes it.
        overrides: Versions that count whatever its packages want of each other, as uv's
            ``--override`` takes them.
        python: Versions of Python that its packages run on, such as ``>=3.10,<3.13``; empty
            for all that we have.
        sources: Code beside its packages.
        weights: Files beside its packages; empty where a package holds its weights.
        adapter: Module with ``_load`` and ``_synthesize``; None with reflection.
        variant: Chooses ``_load_<variant>`` in the adapter; None for the plain ones.
        import_path: ``package.module:Class``; None with an adapter.
        init_args: Arguments of the class.
        synth_method: Its method that speaks; None with an adapter.
        params_map: Request key -> argument of that method.
        output_format: What the method returns; None with an adapter.
        languages: Language codes, the engine's main one first.
        voices: Names that requests may give; empty where there is nothing to choose.
        default_voice: Used when none is asked for; None where the engine decides.
        default_voices: Language code -> the voice used for it when none is asked for, where that
            is not ``default_voice``.
        sample_rate: Of its sound, in Hz.
        streaming: It answers in chunks.
        supports_speed: Requests may set ``speed``.
        supports_seed: Requests may set ``seed``, and get the same sound again.
        supports_cloning: Requests may give as ``voice`` the path of a sound file, whose voice is
            taken.
        clip_text: What that clip's words are to it: ``clip_text`` in a request.
        clip_min_s: Shortest clip that it makes something of, in seconds.
        clip_max_s: Longest one; 0 for any.
        max_characters: Longest piece that it is given at once: longer texts are cut at sentences;
            0 where it cuts by itself.
        backends: What it runs on; empty where the catalog does not tell.
        preference: Where the choice of an engine is left to us, the one with the largest figure is
            asked first, of those that could speak equally soon.
        ram_gb: What it takes of the system's memory on a GPU, or without one, in GB; 0 where
            unknown.
        vram_budget: Key of its memory budget; ``<kind>_<id>`` unless given.
        min_vram_gb: Least free GPU memory it starts with, in GB (2**30 bytes); None
            where the budget's table or a measurement tells.
        model_size_gb: What it is expected to take, in GB; None as above.
        precision: Of its model's numbers, such as ``float16``: what it takes is learned for
            each; empty where there is only one.
        cpu_mode: It runs on the CPU as well, and does where no GPU has room for it.
        device: The only device that it runs on: ``cuda:1``, a GPU's UUID or ``cpu``; None
            for any.
        idle_timeout_s: After how many seconds without a request it is stopped; 0 for never.
        startup_timeout_s: Longest silence while it loads.
        request_timeout_s: Longest wait for an answer.
        license: Of its code, SPDX; empty where unknown.
        weights_license: Of its weights, SPDX; empty where unknown.
    """

    id: str
    name: str
    kind: Kind
    engine: str
    environment: str
    vram_budget: str
    requirements: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    python: str = ""
    sources: tuple[Source, ...] = ()
    weights: tuple[Weights, ...] = ()
    adapter: str | None = None
    variant: str | None = None
    import_path: str | None = None
    init_args: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)
    synth_method: str | None = None
    params_map: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    output_format: str | None = None
    languages: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    default_voice: str | None = None
    default_voices: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    sample_rate: int = 24000
    streaming: bool = False
    supports_speed: bool = False
    supports_seed: bool = False
    supports_cloning: bool = False
    clip_text: ClipText = "unused"
    clip_min_s: float = 0.0
    clip_max_s: float = 0.0
    max_characters: int = 0
    backends: tuple[Backend, ...] = ()
    preference: int = 0
    ram_gb: float = 0.0
    min_vram_gb: float | None = None
    model_size_gb: float | None = None
    precision: str = ""
    cpu_mode: bool = False
    device: str | None = None
    idle_timeout_s: float = 300.0
    startup_timeout_s: float = 90.0
    request_timeout_s: float = 120.0
    license: str = ""
    weights_license: str = ""

    def voice_for(self, language: str | None) -> str | None:
        """The voice to use for a language when none is asked for; None where the engine decides.

        A region that the engine does not know is its language, and a language without a region
        is the first one of its regions.
        """
        code = (language or "").lower().replace("_", "-")
        bare = code.partition("-")[0]
        known = [it for it in self.languages if it.lower() == code]
        known += [it for it in self.languages if it.lower() == bare]
        known += [it for it in self.languages if it.lower().partition("-")[0] == bare]
        return self.default_voices.get(known[0] if known else "") or self.default_voice

    @classmethod
    def from_fields(cls, entry_id: str, fields: Mapping[str, Any]) -> CatalogEntry:
        """Make an entry of fields that ``validate_entry`` has found no fault with."""
        values: dict[str, Any] = {
            "id": entry_id,
            "engine": entry_id,
            "environment": entry_id,
            "vram_budget": f"{fields['kind']}_{entry_id}",
        }
        for name, value in fields.items():
            make = _TABLES.get(name)
            if make is not None:
                values[name] = tuple(make(**_frozen(table)) for table in value)
            else:
                values[name] = _frozen({name: value})[name]
        return cls(**values)


_TABLES = {"weights": Weights, "sources": Source}


def _frozen(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same fields, their lists as tuples."""
    return {
        name: tuple(cast("list[Any]", value)) if isinstance(value, list) else value
        for name, value in fields.items()
    }
