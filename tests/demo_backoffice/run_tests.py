#!/usr/bin/python3
"""Runs the tests of the demo back office; the last line is 'N passed, N failed'."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

result = unittest.TextTestRunner(verbosity=1, stream=sys.stdout).run(unittest.defaultTestLoader.discover(HERE, "test_*.py"))
failed = len({test.id() for test, _ in result.failures + result.errors})
skipped = len(result.skipped)
print(f"{result.testsRun - failed - skipped} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(1 if failed else 0)
