"""A tool that does what a request asks for; its variants load in various ways.

Requests are ``{"do": "<action>", …}``; see the functions below. Actions that block print so on
stderr first, so that tests can wait for it.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import re
import signal
import subprocess
import sys
import threading
from array import array

from workers.child import cancelled, progress

_FOREVER = "import threading; print('up', flush=True); threading.Event().wait()"


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


# Loads.


def _load():
    return {"loaded": "plainly", "asked": []}


def _load_second():
    return {"loaded": "second", "asked": []}


def _load_failing():
    raise RuntimeError("no such weights")


def _load_exiting():
    sys.exit("this machine will not do")


def _load_dying():
    say("about to die")
    os._exit(7)


def _load_stuck():
    say("stuck in load")
    threading.Event().wait()


def _load_stuck_with_children():
    do_spawn({}, {"how": ["plain", "session"]})
    say("stuck in load")
    threading.Event().wait()


def _load_reported():
    """Loads as long as told: a step for every line of the file that TOLD names."""
    with open(os.environ["TOLD"], encoding="utf-8") as reported:
        for line in iter(reported.readline, ""):
            progress("Loading", float(line), "weights")
    return _load()


def _load_stuck_at_exit():
    atexit.register(threading.Event().wait)
    return _load()


def _load_tidy():
    atexit.register(say, "tidied up")
    return _load()


def _load_chatty():
    chatter()
    return _load()


# Requests.


def _synthesize(model, request):
    model["asked"].append(request.get("text"))
    return globals()["do_" + request.get("do", "echo")](model, request)


def _synthesize_second(model, request):
    return {"answered_by": "second", "loaded": model["loaded"]}


def do_echo(model, request):
    return dict(request)


def do_value(model, request):
    return request["value"]


def do_model(model, request):
    return {"model": model}


def do_raise(model, request):
    raise ValueError("boom")


def do_quit(model, request):
    sys.exit(request.get("code", 0))


def do_exit(model, request):
    say("last words")
    os._exit(request["code"])


def do_signal(model, request):
    os.kill(os.getpid(), getattr(signal, request["signal"]))
    threading.Event().wait()


def do_unserialisable(model, request):
    return {"audio": object()}


def do_chat(model, request):
    chatter()
    return {"chatted": True}


def do_read_stdin(model, request):
    return {"read": sys.stdin.read(), "fd_0": os.read(0, 10).decode()}


def do_print_to_a_closed_descriptor(model, request):
    """Prints while descriptor 1 is closed: ``sys.stdout`` doesn't use it."""
    kept = os.dup(1)
    os.close(1)
    try:
        print("through sys.stdout alone", flush=True)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
    return {"printed": True}


def do_close_stderr(model, request):
    sys.stderr.close()
    return {"closed": True}


def do_hang(model, request):
    say("hanging")
    threading.Event().wait()


def do_hold_the_lock(model, request):
    """Holds the interpreter's lock for good, with a regular expression that backtracks."""
    say("holding the lock")
    re.match(r"(a+)+$", "a" * 64 + "b")


def do_await(model, request):
    """Answers after the test has opened and closed the other end of a FIFO."""
    say("waiting")
    with open(request["fifo"], encoding="utf-8") as fifo:
        return {"reported": fifo.read(), "asked": model["asked"]}


def do_progress(model, request):
    for fraction in request["fractions"]:
        progress("Speaking", fraction)
    return {"done": True}


def do_environment(model, request):
    return {
        "pid": os.getpid(),
        "argv": sys.argv,
        "path": sys.path,
        "executable": sys.executable,
        "prefix": sys.prefix,
        "version": list(sys.version_info[:2]),
        "environ": dict(os.environ),
        "threads": threading.active_count(),
    }


def do_import(model, request):
    module = __import__(request["module"])
    return {"file": getattr(module, "__file__", None)}


def do_payload(model, request):
    samples = array("f", [0.5] * request["samples"])
    return {"payload": samples, "sample_rate": 24000, "dtype": "float32"}


def do_long_text(model, request):
    return {"text": "x" * request["length"]}


def do_spawn(model, request):
    """Starts processes that never end, each in one of the ways in ``how``."""
    started = [_SPAWNS[how]() for how in request["how"]]
    say("spawned %s" % started)
    return {"pids": started}


def _spawn(**options):
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", _FOREVER], stdout=subprocess.PIPE, **options
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process.pid


def _spawn_daemon():
    """Forks twice, into a new session: the process is no descendant of this one."""
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-I', '-c', sys.argv[1]],"
        " start_new_session=True, stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid)"
    )
    command = [sys.executable, "-I", "-c", code, _FOREVER]
    return int(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def _spawn_fork():
    """Forks a process that holds every descriptor of this one."""
    pid = os.fork()
    if not pid:
        signal.pause()
        os._exit(0)
    return pid


_SPAWNS = {
    "plain": _spawn,
    "session": lambda: _spawn(start_new_session=True),
    "bare": lambda: _spawn(env={}),
    "group": lambda: _spawn(env={}, preexec_fn=lambda: os.setpgid(0, 0)),
    "hidden": lambda: _spawn(env={}, start_new_session=True),
    "daemon": _spawn_daemon,
    "fork": _spawn_fork,
}


def do_spawn_and_hang(model, request):
    do_spawn(model, request)
    do_hang(model, request)


def do_spawn_and_hold_the_lock(model, request):
    do_spawn(model, request)
    do_hold_the_lock(model, request)


# Streams.


def do_stream(model, request):
    """Yields ``chunks`` chunks of ``samples`` samples, and counts them in the model."""
    model["streamed"] = 0
    for number in range(request["chunks"]):
        threading.Event().wait(request.get("pause_s", 0))
        samples = array("f", [number / 100] * request.get("samples", 1))
        yield {"payload": samples, "sample_rate": 24000, "dtype": "float32", "number": number}
        model["streamed"] += 1
    return {"device": "cpu"}


def do_stream_plainly(model, request):
    """Yields chunks that aren't dicts, and returns no result."""
    yield "one"
    yield {"two": 2}


def do_stream_and_raise(model, request):
    yield {"number": 0}
    raise ValueError("boom")


def do_stream_audio_and_raise(model, request):
    yield {"payload": array("f", [0.5]), "sample_rate": 24000, "dtype": "float32"}
    raise ValueError("boom")


def do_stream_and_exit(model, request):
    yield {"number": 0}
    os._exit(request["code"])


def do_stream_and_hang(model, request):
    yield {"number": 0}
    say("hanging")
    threading.Event().wait()


def do_stream_unserialisable(model, request):
    yield {"number": 0}
    yield {"audio": object()}


def do_stream_and_wait(model, request):
    """Yields one chunk, then waits for the cancellation."""
    yield {"number": 0}
    say("waiting")
    model["seen"] = cancelled().wait(60)
    yield {"number": 1}


def do_stream_own_keys(model, request):
    yield dict(request["own_keys"])
    return dict(request["own_keys"])


def chatter():
    """Writes to descriptor 1 in every way, including words of the protocol."""
    print("__WORKER_READY__")
    print('{"id": 1, "answer": "of a print"}')
    print("a half line", end="")
    assert sys.__stdout__ is not None
    sys.__stdout__.write("through the original object\n")
    os.write(1, b"\xff\xfe binary noise \x00\n")
    libc = ctypes.CDLL(None)
    libc.puts(b"__WORKER_READY__ of C")
    libc.fflush(None)
    subprocess.run([sys.executable, "-I", "-c", "print('of a child process')"], check=True)
