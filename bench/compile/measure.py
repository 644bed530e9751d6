#!/usr/bin/env python3
"""Question: what does a definition cost to compile?

Prints for each compiler and translation unit of this folder: seconds (user and system, median of several runs), the
ratio to baseline.cpp, peak memory, size of the debug object and length of the longest symbol in it.

    bench/compile/measure.py                     the table
    bench/compile/measure.py --json out.json     the same as data
    bench/compile/measure.py --gate              exit with an error if the reprojection unit exceeds its limits
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
UNITS = ["baseline", "distance", "reprojection", "bundle"]

# The options of the CMake target ditto::ditto.
LIMITS = {
    "g++": ["-fconstexpr-ops-limit=2000000000", "-fconstexpr-loop-limit=10000000"],
    "clang": ["-fconstexpr-steps=100000000"],
}

# For the reprojection unit. Seconds are gated with g++ only; the others with both compilers.
MAX_RATIO = 2.5
MAX_MEGABYTES = 450
MAX_DEBUG_MEGABYTES = 2.0
MAX_SYMBOL = 2500


def command(compiler, options, unit, out):
    family = "clang" if "clang" in compiler else "g++"
    eigen = [flag for path in ("/usr/include/eigen3", "/usr/local/include/eigen3") if os.path.isdir(path)
             for flag in ("-isystem", path)]
    return [compiler, "-std=c++20", *LIMITS[family], *eigen, f"-I{ROOT / 'include'}", *options,
            "-c", str(HERE / f"{unit}.cpp"), "-o", str(out)]


def run(arguments):
    """Runs a compiler; returns its seconds (user and system) and its peak memory in MB, children included."""
    # The compiler driver waits for the compiler proper, so wait4's usage covers both.
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            sys.exit(" ".join(arguments) + "\n" + log.read().decode(errors="replace"))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def longest_symbol(path):
    names = subprocess.run(["nm", "--format=posix", str(path)], check=True, capture_output=True, text=True).stdout
    return max((len(line.split()[0]) for line in names.splitlines() if line), default=0)


def measure(compiler, runs, march, folder):
    optimised = ["-O3", f"-march={march}", "-DNDEBUG"]
    seconds = {unit: [] for unit in UNITS}
    peak = dict.fromkeys(UNITS, 0.0)
    for _ in range(runs):  # interleaved, so that a busy moment of the machine meets all units
        for unit in UNITS:
            time, memory = run(command(compiler, optimised, unit, folder / "optimised.o"))
            seconds[unit].append(time)
            peak[unit] = max(peak[unit], memory)
    results = []
    for unit in UNITS:
        debug = folder / "debug.o"
        _, debug_memory = run(command(compiler, ["-O0", "-g", f"-march={march}"], unit, debug))
        results.append({
            "compiler": compiler,
            "unit": unit,
            "seconds": statistics.median(seconds[unit]),
            "ratio": statistics.median(a / b for a, b in zip(seconds[unit], seconds["baseline"])),
            "megabytes": max(peak[unit], debug_memory),
            "debug_megabytes": debug.stat().st_size / 1e6,
            "longest_symbol": longest_symbol(debug),
        })
    return results


def failures(results):
    for r in results:
        if r["unit"] != "reprojection":
            continue
        gates = [("megabytes", MAX_MEGABYTES), ("debug_megabytes", MAX_DEBUG_MEGABYTES), ("longest_symbol", MAX_SYMBOL)]
        if "clang" not in r["compiler"]:
            gates.append(("ratio", MAX_RATIO))
        for key, limit in gates:
            if r[key] > limit:
                yield f"{r['compiler']}, {r['unit']}: {key} is {r[key]:.4g}, more than {limit}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compilers", nargs="+", default=["g++", "clang++-19"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--march", default="native")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--gate", action="store_true")
    arguments = parser.parse_args()

    results = []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in arguments.compilers:
            if shutil.which(compiler) is None:
                print(f"{compiler}: not found, left out", file=sys.stderr)
                continue
            results += measure(compiler, arguments.runs, arguments.march, Path(folder))

    print(f"{'compiler':<12}{'unit':<14}{'seconds':>8}{'ratio':>7}{'peak MB':>9}{'debug MB':>10}{'longest symbol':>16}")
    for r in results:
        print(f"{r['compiler']:<12}{r['unit']:<14}{r['seconds']:>8.2f}{r['ratio']:>7.2f}{r['megabytes']:>9.0f}"
              f"{r['debug_megabytes']:>10.2f}{r['longest_symbol']:>16}")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")
    if arguments.gate:
        if not results:
            sys.exit("nothing was measured")
        failed = list(failures(results))
        for line in failed:
            print("over its limit: " + line, file=sys.stderr)
        sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
