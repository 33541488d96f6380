"""The one thread on which PortAudio is used."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from app.audio import portaudio

logger = logging.getLogger(__name__)


class AudioThread:
    """Runs what it is given, one after another; started when first given something.

    A daemon, because a hanging sound service must not keep the program from ending.
    """

    def __init__(self, watch: Callable[[], bool], watch_interval_s: float) -> None:
        """Prepare; nothing runs yet.

        Args:
            watch: Called on the thread when there has been nothing to do for a while after a
                command; True asks for another call. A silent player therefore costs nothing.
            watch_interval_s: What "a while" is, in seconds.
        """
        self._watch = watch
        self._watch_interval_s = watch_interval_s
        # put() of a SimpleQueue takes no lock of Python's: the real-time callback may use it.
        self._commands: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def closed(self) -> bool:
        """No command is taken any more."""
        return self._closed

    def post(self, command: Callable[[], object]) -> None:
        """Have a command run; never blocks. Ignored after :meth:`close`."""
        if self._closed:
            return
        self._commands.put(command)
        if self._thread is None:
            self._start()

    def close(self, timeout_s: float) -> bool:
        """Run what is waiting, end PortAudio and the thread; blocks.

        Args:
            timeout_s: How long to wait, in seconds.

        Returns:
            False when the thread still hangs in the sound system.
        """
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is None:
            return True
        self._commands.put(None)
        thread.join(timeout_s)
        return not thread.is_alive()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(
                    target=self._run, name="engineroom.audio", daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        watching = False
        while True:
            try:
                command = self._commands.get(timeout=self._watch_interval_s if watching else None)
            except queue.Empty:
                watching = self._watch()
                continue
            if command is None:
                break
            watching = True
            try:
                command()
            except Exception:
                # The thread has to go on: the next playback may well succeed.
                logger.exception("%r failed on the audio thread", command)
        portaudio.release()
