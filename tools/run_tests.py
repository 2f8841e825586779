#!/usr/bin/python3
"""Every test of the project, one after the other; called by tools/test. Prints what it does and how long it took, the words
of what failed, and at the end 'N passed, N failed, N skipped'.

The builds:
    build-gcc     gcc, warnings are errors: unit tests, system tests
    build-asan    clang, warnings are errors, address and undefined-behaviour sanitizers: unit tests, short system tests
    build-tsan    clang, thread sanitizer: the tests with threads
    build-parity-*    the arithmetic of money alone, by several compilers and for arm64: tests/parity
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LONG = sys.argv[1:] == ["--long"]
PYTHON = "/usr/bin/python3"
THREAD_TESTS = ["journal_thread", "card_terminal", "http_transport", "sync_thread", "sync_demo", "ui_picture",
                "bounded_queue"]
# Short ones of tests/system that walk through most of the program.
SANITIZED_SYSTEM_TESTS = [
    "test_selling.Selling.test_a_sale_reaches_the_server_with_the_total_that_was_shown",
    "test_selling.Selling.test_an_answer_that_is_lost_after_the_server_stored_doubles_nothing",
    "test_bad_input.BadConfiguration", "test_bad_input.DamagedFiles", "test_monkey",
]
FUZZ_TARGETS = ["catalogue_image", "barcode", "gs1", "number", "order_snapshot", "json_stream",
                "catalogue_decode", "odoo_reply", "picture", "journal_recover", "import", "lane_settings"]
# What reads files and replies that somebody else wrote: five minutes each, the others two.
FUZZ_LONGER = ["catalogue_image", "catalogue_decode", "odoo_reply", "picture", "journal_recover", "import", "lane_settings"]


# What a test that passed says of how much it tried.
FIGURES = re.compile(r" *(# \d[\d,]* (seeds|calls)\b|\d+ rounds, \d+ thanked|\d+ orders in \d+ s|stat::number_of_executed)")


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.words = []

    def add(self, name, passed, failed, skipped=0):
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        if failed:
            self.words.append(name)


TALLY = Tally()


def say(words):
    print(words, flush=True)


def run(name, command, environment=None, seconds=1800):
    """Runs a command; returns (status, output) and prints the output's end when it failed."""
    began = time.time()
    try:
        done = subprocess.run(command, cwd=ROOT, env=dict(os.environ, **(environment or {})), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", timeout=seconds, check=False)
        status, output = done.returncode, done.stdout
    except subprocess.TimeoutExpired as error:
        status, output = -1, f"{error}"
    say(f"{'ok  ' if status in (0, 77) else 'FAIL'} {time.time() - began:6.1f} s  {name}")
    for line in output.splitlines():
        if FIGURES.match(line):
            say("    " + line.strip())
    if status not in (0, 77):
        say("\n".join("    " + line for line in output.splitlines()[-60:]))
    return status, output


def check(name, command, **rest):
    """A command that is one test."""
    status, _ = run(name, command, **rest)
    TALLY.add(name, status == 0, status not in (0, 77), status == 77)
    return status == 0


def together(checks):
    """As many at a time as there are cores: each keeps one busy."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(each) for each in checks]:
            done.result()


def counting(name, command, **rest):
    """A runner whose last line counts."""
    status, output = run(name, command, **rest)
    match = re.search(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?", (output.strip().splitlines() or [""])[-1])
    if not match:
        TALLY.add(name, 0, 1)
        return
    passed, failed, skipped = int(match[1]), int(match[2]), int(match[3] or 0)
    TALLY.add(name, passed, failed or int(status != 0), skipped)


def build(folder, compiler, *options):
    path = os.path.join(ROOT, folder)
    if not os.path.exists(os.path.join(path, "build.ninja")):
        shutil.rmtree(path, ignore_errors=True)
        # meson warns of -fsanitize=fuzzer-no-link, for which it has no option of its own
        strict = [] if "-Dfuzz=true" in options else ["--fatal-meson-warnings"]
        if not check(f"set up {folder}", ["meson", "setup", folder, "--werror", *strict, *options],
                     environment={"CC": compiler}):
            return False
    return check(f"build {folder} ({compiler} {' '.join(options)})", ["ninja", "-C", folder])


def meson_tests(folder, names=(), environment=None, timeout_factor=1):
    command = ["meson", "test", "-C", folder, "--no-rebuild", "--print-errorlogs", "-t", str(timeout_factor), *names]
    run(f"tests of {folder}", command, environment=environment, seconds=3600)
    log = os.path.join(ROOT, folder, "meson-logs", "testlog.json")
    with open(log, encoding="utf-8") as lines:
        for line in lines:
            result = json.loads(line)["result"]
            TALLY.add(f"{folder}: {json.loads(line)['name']}", result in ("OK", "EXPECTEDFAIL"),
                      result not in ("OK", "EXPECTEDFAIL", "SKIP"), result == "SKIP")


def existing(folder, names):
    listed = subprocess.run(["meson", "test", "-C", folder, "--list"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
                            stderr=subprocess.DEVNULL, check=True).stdout
    there = {line.split(" / ")[-1].strip() for line in listed.splitlines()}
    return [name for name in names if name in there]


def programs(folder):
    return os.path.join(ROOT, folder, "programs")


def fuzz_one(target):
    corpus = os.path.join(ROOT, "tests", "corpus", target)
    found = os.path.join(ROOT, "build-fuzz", "corpus-" + target)
    os.makedirs(found, exist_ok=True)
    seconds = 300 if target in FUZZ_LONGER else 120
    check(f"fuzz {target}", [f"build-fuzz/tests/fuzz/fuzz_{target}", f"-max_total_time={seconds}", "-rss_limit_mb=3000",
                             "-print_final_stats=1", found, *([corpus] if os.path.isdir(corpus) else [])])



def fuzz():
    if build("build-fuzz", "clang", "-Dfuzz=true", "-Db_sanitize=address,undefined", "-Db_lundef=false"):
        together([lambda target=target: fuzz_one(target) for target in FUZZ_TARGETS])


def long_simulations():
    every = {"KIOSK_TEST_EVERY_CRASH": "1"}
    together([
        lambda: check("a day dies at every call to the machine", ["build-gcc/tests/simulation/test_crash_points"],
                      environment=every, seconds=3600),
        lambda: check("every call to the machine fails in a day", ["build-gcc/tests/simulation/test_failing_calls"],
                      environment=every, seconds=3600),
        lambda: check("what must hold for every order, on 100,000", ["build-gcc/tests/properties/test_order_properties"],
                      environment={"KIOSK_TEST_CASES": "100000"}),
        lambda: check("a lane's days from 20,000 seeds", ["build-gcc/tests/simulation/test_simulation"],
                      environment={"KIOSK_TEST_SEEDS": "20000"}, seconds=3600)])


def main():
    began = time.time()
    check("layers: no include points the wrong way", ["tools/check_layers"])
    counting("translations are whole", [PYTHON, "tests/translations/run_tests.py"])
    if build("build-gcc", "gcc"):
        meson_tests("build-gcc")
        if LONG:
            long_simulations()
        here = {"KIOSK_BIN": programs("build-gcc")}
        counting("system tests", [PYTHON, "tests/system/run_tests.py"],
                 environment=dict(here, KIOSK_TEST_JOBS="4", KIOSK_TEST_KILLS="100" if LONG else "8",  # four at a time: they wait a lot
                                  KIOSK_TEST_BASKETS="500" if LONG else "48"))
        if LONG:
            counting("5,000 orders made offline", [PYTHON, "tests/system/run_tests.py", "test_offline_orders"],
                     environment=dict(here, KIOSK_TEST_OFFLINE_ORDERS="5000"))
        counting("demo back office", [PYTHON, "tests/demo_backoffice/run_tests.py"])
        counting("contract of the demo back office", [PYTHON, "tests/contract/contract_test.py"])
    counting("other compilers and arm64 compute the same", [PYTHON, "tests/parity/run_tests.py"] + ["--long"] * LONG)
    if build("build-asan", "clang", "-Db_sanitize=address,undefined", "-Db_lundef=false"):
        meson_tests("build-asan", timeout_factor=6, environment={
            "SYNC_SEEDS": "2000" if LONG else "150", "KIOSK_TEST_SEEDS": "1000" if LONG else "100",
            "KIOSK_TEST_EVERY_CRASH": "7" if LONG else "61"})
        counting("system tests under address and undefined-behaviour sanitizers",
                 [PYTHON, "tests/system/run_tests.py", *([] if LONG else SANITIZED_SYSTEM_TESTS)],
                 environment={"KIOSK_BIN": programs("build-asan"), "KIOSK_TEST_PATIENCE": "4", "KIOSK_TEST_JOBS": "2",
                              "KIOSK_TEST_ACTS": "50000" if LONG else "3000"})
    if build("build-tsan", "clang", "-Db_sanitize=thread", "-Db_lundef=false"):
        hidden = {"TSAN_OPTIONS": "suppressions=" + os.path.join(ROOT, "tests", "tsan.supp")}
        meson_tests("build-tsan", existing("build-tsan", THREAD_TESTS), timeout_factor=6, environment=hidden)
        counting("a sale under the thread sanitizer", [PYTHON, "tests/system/run_tests.py", SANITIZED_SYSTEM_TESTS[0]],
                 environment=dict(hidden, KIOSK_BIN=programs("build-tsan"), KIOSK_TEST_PATIENCE="4"))
    if LONG:
        fuzz()
    for name in TALLY.words:
        say(f"failed: {name}")
    say(f"{(time.time() - began) / 60:.1f} minutes")
    say(f"{TALLY.passed} passed, {TALLY.failed} failed" + (f", {TALLY.skipped} skipped" if TALLY.skipped else ""))
    return 1 if TALLY.failed or TALLY.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
