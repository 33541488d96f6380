"""Progress in Windows' task bar, through ITaskbarList3.

https://learn.microsoft.com/windows/win32/api/shobjidl_core/nn-shobjidl_core-itaskbarlist3
"""

from __future__ import annotations

import ctypes
import sys
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Any

if sys.platform != "win32":
    msg = "app.gui.progress.windows is for Windows"
    raise ImportError(msg)

_TASKBAR_LIST = uuid.UUID("56FDF344-FD6D-11d0-958A-006097C9A090").bytes_le
_ITASKBAR_LIST_3 = uuid.UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF").bytes_le
_CLSCTX_INPROC_SERVER = 1
#: The object's own threading model; calls from another one would go through a proxy.
_COINIT_APARTMENTTHREADED = 2
# Indexes in the table of methods, after those of IUnknown, ITaskbarList and ITaskbarList2.
_RELEASE, _HR_INIT, _SET_PROGRESS_VALUE, _SET_PROGRESS_STATE = 2, 3, 9, 10
# TBPFLAG
_NO_PROGRESS, _INDETERMINATE, _NORMAL = 0, 1, 2
_STEPS = 1000

# OleDLL's functions raise OSError for an HRESULT that is a failure.
_ole32 = ctypes.OleDLL("ole32")
_ole32.CoUninitialize.restype = None


class WindowsTaskBar:
    """See :class:`app.gui.progress.task_bar.TaskBar`."""

    def __init__(self, window: int) -> None:
        """Shows progress of a window, by its HWND."""
        self._window = wintypes.HWND(window)

    def show(self, fraction: float | None) -> None:
        """See the contract."""
        with _task_bar_list() as bar:
            if fraction is None:
                self._set_state(bar, _INDETERMINATE)
                return
            self._set_state(bar, _NORMAL)
            types = (wintypes.HWND, ctypes.c_ulonglong, ctypes.c_ulonglong)
            done = min(_STEPS, max(0, round(fraction * _STEPS)))
            _method(bar, _SET_PROGRESS_VALUE, *types)(bar, self._window, done, _STEPS)

    def hide(self) -> None:
        """See the contract."""
        with _task_bar_list() as bar:
            self._set_state(bar, _NO_PROGRESS)

    def _set_state(self, bar: ctypes.c_void_p, state: int) -> None:
        set_state = _method(bar, _SET_PROGRESS_STATE, wintypes.HWND, ctypes.c_int)
        set_state(bar, self._window, state)


@contextmanager
def _task_bar_list() -> Generator[ctypes.c_void_p, None, None]:
    """Creates an ITaskbarList3 for this thread and this call."""
    _ole32.CoInitializeEx(None, _COINIT_APARTMENTTHREADED)
    try:
        bar = ctypes.c_void_p()
        _ole32.CoCreateInstance(
            _TASKBAR_LIST, None, _CLSCTX_INPROC_SERVER, _ITASKBAR_LIST_3, ctypes.byref(bar)
        )
        try:
            _method(bar, _HR_INIT)(bar)
            yield bar
        finally:
            _release(bar)
    finally:
        _ole32.CoUninitialize()


def _method(bar: ctypes.c_void_p, place: int, *types: Any) -> Any:
    """Returns one of the object's methods, which raises OSError as ``OleDLL`` does."""
    return ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *types)(_address(bar, place))


def _release(bar: ctypes.c_void_p) -> None:
    ctypes.WINFUNCTYPE(wintypes.ULONG, ctypes.c_void_p)(_address(bar, _RELEASE))(bar)


def _address(bar: ctypes.c_void_p, place: int) -> int:
    table = ctypes.cast(bar, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
    return int(table[place] or 0)
