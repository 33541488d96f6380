"""The GPU's loan in words: window and tray agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.controller.gpu_loan import FINISH_WITHIN_S, LoanState
from app.gui.text.lists import listed

if TYPE_CHECKING:
    from app.gui.controller.gpu_loan import GpuLoan


def _tr(text: str) -> str:
    return QCoreApplication.translate("memory", text)


def action(loan: GpuLoan) -> str:
    """What the button says, whether it can be pressed or not."""
    if loan.state is LoanState.LENDING and loan.finishing:
        return _tr("Stop now")
    if loan.state in (LoanState.LENT, LoanState.RETURNING):
        return _tr("Resume engines")
    return _tr("Free GPU")


def reason(loan: GpuLoan) -> str:
    """Why the button of :func:`action` cannot be pressed, or what it does."""
    if loan.state is LoanState.LENDING and loan.finishing:
        return _tr("Stop without waiting for the speech to finish")
    if loan.state is LoanState.LENT:
        return _tr("Restart the engines that were running")
    return giving(loan)


def giving(loan: GpuLoan) -> str:
    """Why the GPU cannot be given away now, or what that does."""
    return {
        LoanState.UNKNOWN: _tr("Waiting for the first GPU reading"),
        LoanState.NO_GPU: _tr("No GPU on this computer"),
        LoanState.OURS: _tr("Stop all GPU engines until you resume"),
        LoanState.LENDING: _tr("Freeing GPU"),
        LoanState.LENT: _tr("GPU engines are already stopped"),
        LoanState.RETURNING: _tr("Engines are starting"),
    }[loan.state]


def headline(loan: GpuLoan) -> str:
    """What is the matter with the GPU; empty while nothing is."""
    if loan.state is LoanState.LENT:
        return _lent(len(loan.stopped))
    if loan.state is LoanState.RETURNING:
        return _tr("Resuming engines…")
    if loan.state is not LoanState.LENDING:
        return ""
    if not loan.finishing:
        return _tr("Freeing GPU…")
    sentence = (
        _tr("Freeing the GPU when {engines} is finished, in at most {seconds} s…")
        if len(loan.finishing) == 1
        else _tr("Freeing the GPU when {engines} are finished, in at most {seconds} s…")
    )
    return sentence.format(engines=listed(loan.finishing), seconds=int(FINISH_WITHIN_S))


def detail(loan: GpuLoan) -> str:
    """What else there is to know; empty where the headline says it all."""
    if loan.state is not LoanState.LENT:
        return ""
    closed = _tr("GPU engines stay stopped until you resume.")
    if not loan.stopped:
        return closed
    told = (
        _tr("Then {engines} restarts.")
        if len(loan.stopped) == 1
        else _tr("Then {engines} restart.")
    )
    return f"{closed} {told.format(engines=listed(loan.stopped))}"


def _lent(count: int) -> str:
    if not count:
        return _tr("GPU freed")
    if count == 1:
        return _tr("GPU freed, 1 engine stopped")
    return _tr("GPU freed, {} engines stopped").format(count)
