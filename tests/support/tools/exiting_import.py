"""A tool that leaves while it is being imported."""

import sys

sys.exit(0)
