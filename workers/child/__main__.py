"""``python -m workers.child <tool_module> [variant]`` or ``--catalog-id <id>``."""

from __future__ import annotations

import sys

from workers.child.stdio import take_channel

if __name__ == "__main__":
    take_channel()  # before anything else is imported
    from workers.child.load import main

    main(sys.argv[1:])
