"""Runs ``workers.child`` with the inbox of Windows, on any system."""

from __future__ import annotations

import functools
import sys

from workers.child.stdio import take_channel

if __name__ == "__main__":
    take_channel()
    from workers.child import inbox, load, serve

    serve.inbox_for = functools.partial(inbox.inbox_for, threaded=True)
    load.main(sys.argv[1:])
