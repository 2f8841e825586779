#!/usr/bin/python3
"""Runs the tests of this folder (all, or those whose names are given), two at a time: each waits for its programs most of
the time. Every test has a process of its own. The last line is 'N passed, N failed, N skipped'."""
import concurrent.futures
import os
import re
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)


def names_in(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from names_in(item)
        else:
            yield item.id()


def chosen(names):
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(names) if names else loader.discover(HERE, "test_*.py")
    return list(names_in(suite))


def run_alone(name):
    """The one test of this process; its last line is what became of it."""
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(unittest.TestLoader().loadTestsFromName(name))
    for _, reason in result.skipped:
        print(reason)
    print("skipped" if result.skipped else "ok" if result.wasSuccessful() and result.testsRun == 1 else "failed")


FIGURES = re.compile(r"\d+ [a-z]+(,| in) ")  # "100 rounds, 52 thanked": how much a test tried


def run(name):
    began = time.time()
    done = subprocess.run([sys.executable, os.path.abspath(__file__), "--alone", name], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    lines = done.stdout.strip().splitlines() or [""]
    outcome = lines[-1] if lines[-1] in ("ok", "skipped") and done.returncode == 0 else "failed"
    words = f"{outcome:7} {time.time() - began:6.1f} s  {name}"
    said = [line for line in lines[:-1] if outcome != "ok" or FIGURES.match(line)]
    return outcome, "\n".join([words, *("    " + line for line in said)])


def main():
    if sys.argv[1:2] == ["--alone"]:
        run_alone(sys.argv[2])
        return 0
    counts = {"ok": 0, "failed": 0, "skipped": 0}
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("KIOSK_TEST_JOBS", "2"))) as pool:
        for job in concurrent.futures.as_completed([pool.submit(run, name) for name in chosen(sys.argv[1:])]):
            outcome, words = job.result()
            counts[outcome] += 1
            print(words, flush=True)
    print(f"{counts['ok']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] or not counts["ok"] else 0


if __name__ == "__main__":
    sys.exit(main())
