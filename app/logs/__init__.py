"""The program's log and each engine's, as files that rotate. No Qt.

Cheap to import: what writes is loaded when :meth:`ProgramLog.start` is called.
"""

from app.logs.program_log import PROGRAM, ProgramLog

__all__ = ["PROGRAM", "ProgramLog"]
