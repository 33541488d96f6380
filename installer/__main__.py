"""Check the interpreter, then hand over to the commands.

Nothing here, in :mod:`installer` or in :mod:`installer.python_version` may use syntax
younger than Python 3.7, or an old interpreter answers with a SyntaxError instead of a reason.
"""

import sys

from installer.python_version import reason_to_refuse

if __name__ == "__main__":
    reason = reason_to_refuse(sys.version_info[:2], sys.executable)
    if reason is not None:
        sys.exit(reason)

    from installer.commands import main

    sys.exit(main(sys.argv[1:]))
