"""The GPU's loan in words: window and tray agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.memory.loan import FINISH_WITHIN_S, LoanState
from app.gui.starts.wording import listed

if TYPE_CHECKING:
    from app.gui.memory.loan import GpuLoan


def _tr(text: str) -> str:
    return QCoreApplication.translate("memory", text)


def action(loan: GpuLoan) -> str:
    """What the button says, whether it can be pressed or not."""
    if loan.state is LoanState.LENDING and loan.finishing:
        return _tr("Stop it now") if len(loan.finishing) == 1 else _tr("Stop them now")
    if loan.state in (LoanState.LENT, LoanState.RETURNING):
        return _tr("Bring engines back")
    return _tr("Give me my GPU")


def reason(loan: GpuLoan) -> str:
    """Why the button of :func:`action` cannot be pressed, or what it does."""
    if loan.state is LoanState.LENDING and loan.finishing:
        return _tr("Do not wait until it has been said to the end")
    if loan.state is LoanState.LENT:
        return _tr("Start the same engines again")
    return giving(loan)


def giving(loan: GpuLoan) -> str:
    """Why the GPU cannot be given away now, or what that does."""
    return {
        LoanState.UNKNOWN: _tr("The GPU has not been read yet"),
        LoanState.NO_GPU: _tr("There is no GPU on this machine"),
        LoanState.OURS: _tr("Stop every engine on the GPU, until you bring them back"),
        LoanState.LENDING: _tr("The GPU is being handed over"),
        LoanState.LENT: _tr("The GPU has been handed over already"),
        LoanState.RETURNING: _tr("The engines are being started"),
    }[loan.state]


def headline(loan: GpuLoan) -> str:
    """What is the matter with the GPU; empty while nothing is."""
    if loan.state is LoanState.LENT:
        return _lent(len(loan.stopped))
    if loan.state is LoanState.RETURNING:
        return _tr("Bringing the engines back…")
    if loan.state is not LoanState.LENDING:
        return ""
    if not loan.finishing:
        return _tr("Handing over the GPU…")
    return _tr("Handing over the GPU once {engines} finished, in {seconds} s at the latest").format(
        engines=_tr("{} has").format(loan.finishing[0])
        if len(loan.finishing) == 1
        else _tr("{} have").format(listed(loan.finishing)),
        seconds=int(FINISH_WITHIN_S),
    )


def detail(loan: GpuLoan) -> str:
    """What else there is to know; empty where the headline says it all."""
    if loan.state is not LoanState.LENT:
        return ""
    closed = _tr("No engine starts on the GPU until you bring them back.")
    if not loan.stopped:
        return closed
    told = (
        _tr("{engines} comes back then.")
        if len(loan.stopped) == 1
        else _tr("{engines} come back then.")
    )
    return f"{closed} {told.format(engines=listed(loan.stopped))}"


def _lent(count: int) -> str:
    if not count:
        return _tr("The GPU is yours.")
    if count == 1:
        return _tr("The GPU is yours: one engine stopped.")
    return _tr("The GPU is yours: {} engines stopped.").format(count)
