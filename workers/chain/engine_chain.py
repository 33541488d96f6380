"""Engines that stand in for each other: whoever asks for speech gets it from one of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workers.catalog.entry import CatalogEntry
from workers.chain.attempts import Attempts
from workers.chain.chain_stream import ChainStream
from workers.chain.link import Link, is_clip, wanted_voice
from workers.chain.order import Candidate, chain_order
from workers.errors import ChainFailed, WorkerError
from workers.process.stream import WorkerStream
from workers.tool.synthesis import SpeechRequest, speak
from workers.tool.tool_worker import ToolWorker

AUTO = "auto"
#: How long an engine may wait for memory, or for those who asked it before, while there is another
#: one to ask, in seconds: nobody is to sit through a whole queue and then be told that somebody
#: else could have spoken.
PATIENCE_S = 10.0
#: How long it may be silent over a request, likewise: engines that are well answer, or give a
#: first chunk, in less; one that does not is killed, as after its own time-out.
SILENCE_S = 45.0
#: What is added for each character where nothing is heard before all has been spoken: the speed
#: of an engine that takes one and a half times as long as its speech, at 15 characters a second.
SECONDS_A_CHARACTER = 0.1


class EngineChain:
    """Asks one engine after the other until one has spoken. Safe from any thread.

    The next one is asked when an engine crashes, is silent for too long, cannot be started, has
    no room, is stopped, or answers with an error of its own; and where the text is in a language
    that it does not speak, or in letters that it cannot read, or a clip is too short for it. What
    is wrong with the request, such as a text without words or a voice that the engine does not
    have, is told at once: the next engine could not mend that.

    ``engine`` is, in every method, an engine's id; several, as a list or with commas between
    them, to be asked in that order; or ``auto``, alone or after them, for whoever else is
    installed and can, by :func:`workers.chain.order.chain_order`. The first of those that are
    named is asked exactly what the request says; the others, and those that are found, speak in
    their own voice where they do not have the one that is asked for.

    Answers say who has spoken in ``engine``, and in ``fallback`` who could not, and why; where it
    is not the voice that was asked for, that one is ``voice_wanted``.
    """

    def __init__(
        self,
        engines: Mapping[str, CatalogEntry],
        workers: Mapping[str, ToolWorker],
        is_installed: Callable[[str], bool] = lambda _: True,
        *,
        patience_s: float = PATIENCE_S,
        silence_s: float = SILENCE_S,
    ) -> None:
        """Nothing is started.

        Args:
            engines: The catalog's entries by id, what is preferred first.
            workers: One for each, by the same ids.
            is_installed: Whether an engine can be used; may read the disk.
            patience_s: Longest wait for memory, or for its turn, of an engine that is not the last
                one, in seconds.
            silence_s: Longest silence over a request of such an engine, or until its first
                chunk, in seconds, more for long texts that come in one piece; unless its own
                time-out is shorter.
        """
        self._engines = engines
        self._workers = workers
        self._is_installed = is_installed
        self._patience_s = patience_s
        self._silence_s = silence_s

    def call(
        self, request: Mapping[str, Any], *, engine: str | Sequence[str] = AUTO
    ) -> dict[str, Any]:
        """Ask for one answer; never raises for an engine's failure.

        Args:
            request: As for :meth:`workers.ToolWorker.call`; ``text``, and perhaps ``language``,
                ``voice``, ``clip_text``, ``speed`` and ``seed``.
            engine: Whom to ask; see the class.

        Returns:
            The answer, or ``{"error": …, "fallback": …}``; with ``"transient": True`` when
            asking again may help.
        """
        try:
            attempts = self._attempts(request, engine)
        except ChainFailed as error:
            return {"error": str(error), "fallback": []}
        try:
            return self._call(attempts)
        except ChainFailed as error:
            return {"error": str(error), "transient": True, "fallback": attempts.fallback}
        except WorkerError as error:
            return {"error": f"{error.worker}: {error}", "fallback": attempts.fallback}

    def _call(self, attempts: Attempts) -> dict[str, Any]:
        while True:
            link = attempts.next()
            try:
                asked = link.request(attempts.request)
                answer = link.worker.ask(asked, **self._limits(link, attempts, is_whole=True))
            except WorkerError as error:
                attempts.failed(link, error)
                continue
            if "error" not in answer:
                return attempts.answer(link, answer)
            attempts.failed(link, answer)

    def stream(
        self, request: Mapping[str, Any], *, engine: str | Sequence[str] = AUTO
    ) -> ChainStream:
        """Ask for an answer in chunks.

        Another engine takes over until there is a first chunk, and not after that: nobody wants
        to hear a sentence change its voice.

        Args:
            request: As for :meth:`call`.
            engine: Whom to ask; see the class.

        Raises:
            WorkerError: None of them can be started, or the request is wrong; while iterating,
                as well, when one fails.
        """
        attempts = self._attempts(request, engine)

        def begin(link: Link) -> WorkerStream:
            asked = link.request(attempts.request)
            limits = self._limits(link, attempts, is_whole=not link.entry.streaming)
            return link.worker.stream(asked, **limits)

        return ChainStream(attempts, begin)

    def synthesize(  # noqa: PLR0913 - as ToolWorker's, and whom to ask
        self,
        *,
        text: str,
        engine: str | Sequence[str] = AUTO,
        language: str | None = None,
        voice: str | None = None,
        output_path: str | None = None,
        default_sample_rate: int = 24000,
        extra_request: Mapping[str, Any] | None = None,
    ) -> str:
        """Speak a text into a WAV file, as :meth:`workers.ToolWorker.synthesize` does.

        Args:
            text: What to say.
            engine: Whom to ask; see the class.
            language: Language code; None for each engine's main one.
            voice: A name, or a reference clip's path; None for each engine's own.
            output_path: Where to write; None makes a new file in the models folder.
            default_sample_rate: Hz, for engines that do not tell theirs.
            extra_request: Added to the request, and stronger than it.

        Returns:
            JSON: what :meth:`workers.ToolWorker.synthesize` returns, and ``fallback``.
        """
        told: dict[str, Any] = {}

        def call(request: Mapping[str, Any]) -> dict[str, Any]:
            told.update(self.call(request, engine=engine))
            return told

        answer = speak(
            SpeechRequest(
                text, language or "", voice, output_path, default_sample_rate, extra_request or {}
            ),
            call,
            tool_name="speech",
            engine="",
            output_subdir="speech",
            device=lambda: None,
        )
        for name in ("voice", "language", "voice_wanted", "fallback"):
            if name in told:
                answer[name] = told[name]
        return json.dumps(answer)

    def order(
        self, request: Mapping[str, Any], engine: str | Sequence[str] = AUTO
    ) -> tuple[str, ...]:
        """Ids of those who would be asked now, in that order; nothing is done. Reads devices.

        Raises:
            ChainFailed: There is nobody to ask.
        """
        ids = (link.entry.id for link in self._links(request, engine))
        return tuple(it for it in ids if self._is_installed(it))

    def _limits(self, link: Link, attempts: Attempts, *, is_whole: bool) -> dict[str, float | None]:
        """How long an engine may take; ``is_whole``: until all of it is spoken."""
        if attempts.is_last:  # whoever is the last hope gets all the time that it wants
            return {"patience_s": None, "silence_s": None}
        silence_s = self._silence_s
        if is_whole:
            silence_s += len(str(attempts.request.get("text", ""))) * SECONDS_A_CHARACTER
        silence_s = min(silence_s, link.worker.request_timeout)
        return {"patience_s": self._patience_s, "silence_s": silence_s}

    def _attempts(self, request: Mapping[str, Any], engine: str | Sequence[str]) -> Attempts:
        given = {name: value for name, value in request.items() if value is not None}
        if not given.get("language"):
            given.pop("language", None)
        links = self._links(given, engine)
        able = [link for link in links if self._is_installed(link.entry.id)]
        attempts = Attempts(able, given)
        for link in links:
            if link not in able:
                attempts.skipped(link.entry.id, "not installed")
        return attempts

    def _links(self, request: Mapping[str, Any], engine: str | Sequence[str]) -> list[Link]:
        names = _names(engine)
        named = [name for name in names if name != AUTO]
        links = [self._named(name, is_meant=number == 0) for number, name in enumerate(named)]
        if AUTO in names:
            links += [it for it in self._found(request) if it.entry.id not in named]
        if links:
            return links
        language, voice = request.get("language"), wanted_voice(request)
        what = f"speaks {language!r}" if language else "speaks"
        if voice is not None and not is_clip(voice):
            what += f" in a voice {voice!r}"
        raise ChainFailed(f"no installed engine {what}; install one or choose another")

    def _named(self, engine: str, *, is_meant: bool) -> Link:
        entry = self._engines.get(engine)
        if entry is None or entry.kind != "tts":
            speaking = ", ".join(link.entry.id for link in self._speaking()) or "none"
            raise ChainFailed(f"no text-to-speech engine {engine!r}; available: {speaking}")
        return Link(entry, self._workers[engine], is_meant=is_meant)

    def _found(self, request: Mapping[str, Any]) -> list[Link]:
        """Whoever can, in order; nobody where none of them has the voice that is asked for."""
        links = {link.entry.id: link for link in self._speaking()}
        candidates = [
            Candidate(
                engine=engine,
                languages=link.entry.languages,
                standing=link.standing,
                has_voice=link.has_voice(request),
                preference=link.entry.preference,
            )
            for engine, link in links.items()
            if self._is_installed(engine)
        ]
        voice = wanted_voice(request)
        is_name = voice is not None and not is_clip(voice)
        if is_name and not any(it.has_voice for it in candidates):
            return []
        return [links[engine] for engine in chain_order(candidates, request.get("language"))]

    def _speaking(self) -> list[Link]:
        return [
            Link(entry, self._workers[engine])
            for engine, entry in self._engines.items()
            if entry.kind == "tts"
        ]


def _names(engine: str | Sequence[str]) -> list[str]:
    """The ids that are meant, each once."""
    names = engine.split(",") if isinstance(engine, str) else engine
    stripped = (name.strip() for name in names)
    return list(dict.fromkeys(name for name in stripped if name)) or [AUTO]
