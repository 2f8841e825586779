#!/usr/bin/python3
"""Do builds of the arithmetic print the same, to the last bit of every number? Builds the two programs of this folder with
several compilers (build-parity-*, with nothing but a C library) and compares what they print: cases drawn from a seed, and the
server's vectors where they lie beside the project.

    tests/parity/run_tests.py           gcc for this machine against gcc for arm64, both with -O2
    tests/parity/run_tests.py --long    gcc, clang and arm64, with -O0 and -O2; on amd64 also a C library that doesn't fuse
    KIOSK_TEST_SEED=N ...               the cases of that seed again
"""
import os
import platform
import random
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LONG = sys.argv[1:] == ["--long"]
KINDS = ["tax", "pricelist", "barcode", "order", "rounding", "fiscal", "attribute", "combo", "gs1"]
ARM64 = ["--cross-file", "tools/cross/arm64.ini"]
CASES = 20000 if LONG else 2000
# The library's logarithm and power have a variant for processors that fuse; this takes the other one.
UNFUSED = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4"}


class Build:
    def __init__(self, name, compiler, optimization, options=(), run_with=(), environment=None):
        self.name, self.compiler, self.optimization, self.options = name, compiler, optimization, list(options)
        self.run_with, self.environment = list(run_with), environment or {}
        self.folder = f"build-parity-{compiler}-O{optimization}"

    def make(self):
        """None, or what went wrong."""
        for tool in [self.compiler, *self.run_with]:
            if not shutil.which(tool):
                return f"there is no {tool}: tools/dependencies test installs it"
        commands = [["ninja", "-C", self.folder]]
        if not os.path.exists(os.path.join(ROOT, self.folder, "build.ninja")):
            commands.insert(0, ["meson", "setup", self.folder, "-Darithmetic_only=true",
                                f"-Doptimization={self.optimization}", *self.options])
        for command in commands:
            done = subprocess.run(command, cwd=ROOT, env=dict(os.environ, CC=self.native()), stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, check=False)
            if done.returncode != 0:
                return f"{' '.join(command)}:\n{done.stdout[-2000:]}"
        return None

    def native(self):
        return "gcc" if self.run_with else self.compiler

    def output(self, program, *arguments):
        """Path of what the program printed, or None when it failed."""
        path = os.path.join(ROOT, self.folder, f"{self.name}-{program}.txt")
        with open(path, "wb") as out:
            done = subprocess.run([*self.run_with, f"{self.folder}/tests/parity/{program}", *arguments], cwd=ROOT, stdout=out,
                                  env=dict(os.environ, **self.environment), check=False)
        return path if done.returncode == 0 else None


def builds():
    cross = "aarch64-linux-gnu-gcc"
    yield Build("gcc-O2", "gcc", 2)
    yield Build("arm64-O2", cross, 2, ARM64, ["qemu-aarch64-static"])
    if LONG:
        yield Build("arm64-O0", cross, 0, ARM64, ["qemu-aarch64-static"])
        yield Build("gcc-O0", "gcc", 0)
        yield Build("clang-O0", "clang", 0)
        yield Build("clang-O2", "clang", 2)
        if platform.machine() == "x86_64":
            yield Build("gcc-O2-unfused", "gcc", 2, environment=UNFUSED)


def difference(one, other):
    """None when the files are the same, else the first lines that differ with the case they are of."""
    case = ""
    with open(one, encoding="utf-8", errors="replace") as a, open(other, encoding="utf-8", errors="replace") as b:
        while True:
            x, y = a.readline(), b.readline()
            if x.startswith("case "):
                case = x.strip()
            if x != y:
                return f"{case}: '{x.strip()}' and '{y.strip()}'"
            if not x:
                return None


def inputs():
    """(what, program, arguments) of everything that is compared."""
    seed = os.environ.get("KIOSK_TEST_SEED") or str(random.randrange(1 << 47))
    yield f"{CASES} cases of KIOSK_TEST_SEED={seed}", "parity", [seed, str(CASES)]
    shared = os.environ.get("KIOSK_SHARED") or os.path.join(ROOT, "..", "shared")
    for kind in KINDS:
        path = os.path.join(shared, "odoo17", "vectors", f"{kind}_vectors.json")
        if os.path.exists(path):
            yield f"{kind} vectors", "kiosk-vectors", ["--results", kind, path]


def main():
    passed = failed = 0

    def tell(ok, words):
        nonlocal passed, failed
        passed, failed = passed + ok, failed + (not ok)
        print(f"{'ok  ' if ok else 'FAIL'} {words}", flush=True)

    made = []
    for build in builds():
        trouble = build.make()
        if trouble:
            tell(False, f"{build.name}: {trouble}")
        else:
            made.append(build)
    for what, program, arguments in inputs() if made else ():
        first = made[0].output(program, *arguments)
        if not first or os.path.getsize(first) == 0:
            tell(False, f"{made[0].name}: {program} {' '.join(arguments)} fails or prints nothing")
            continue
        for build in made[1:]:
            other = build.output(program, *arguments)
            found = difference(first, other) if other else "it fails"
            tell(found is None, f"{what}: {made[0].name} and {build.name}" + (f": {found}" if found else ""))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
