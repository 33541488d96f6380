"""Sets up a checkout, then runs, tests, or maintains it: ``python3 -m installer run|test|...``.

Needs Python 3.11 and its standard library only.
"""
