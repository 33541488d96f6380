"""Checks the interpreter's version, then runs a command.

This file, ``installer/__init__.py`` and ``installer/python_version.py`` stay within the syntax of
Python 3.7: an old interpreter then prints a reason instead of a SyntaxError.
"""

import sys

from installer.python_version import reason_to_refuse

if __name__ == "__main__":
    reason = reason_to_refuse(sys.version_info[:2], sys.executable)
    if reason is not None:
        sys.exit(reason)

    from installer.commands import main

    sys.exit(main(sys.argv[1:]))
