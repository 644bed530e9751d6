#!/usr/bin/env python3
"""Runs bench/run/kernels and prints nanoseconds per instance and ratios, for tables that can be trusted.

Machines are noisy, and differently so from minute to minute: repetitions of all benchmarks are interleaved at random,
and a ratio is the median of the ratios of repetitions with the same number, not a ratio of medians.

    bench/run/report.py build/bench/bench/run/kernels
    bench/run/report.py build/bench/bench/run/kernels --markdown --workload distance reprojection
    bench/run/report.py build/bench/bench/run/kernels --gate 1.10    ditto against hand_batch
    bench/run/report.py --from results.json
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ORDER = ["ditto", "hand_batch", "hand_batch_passes", "hand_scalar", "ceres_jet", "ceres_cost_function", "traffic"]


def run(arguments):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        workloads = "|".join(arguments.workload) if arguments.workload else ".*"
        subprocess.run(
            [arguments.program, f"--benchmark_filter=^({workloads})/", "--benchmark_enable_random_interleaving=true",
             f"--benchmark_repetitions={arguments.repetitions}", f"--benchmark_min_time={arguments.min_time}",
             "--benchmark_display_aggregates_only=true", f"--benchmark_out={out}", "--benchmark_out_format=json"],
            check=True, stdout=subprocess.DEVNULL)
        return json.loads(out.read_text())


def nanoseconds(data):
    """{(workload, instances): {implementation: [ns per instance of each repetition]}}"""
    table = defaultdict(lambda: defaultdict(dict))
    for b in data["benchmarks"]:
        if b.get("run_type", "iteration") != "iteration":
            continue
        workload, implementation, instances = b["run_name"].split("/")[:3]
        table[workload, int(instances)][implementation][b.get("repetition_index", 0)] = b["per_instance"] * 1e9
    return table


def ratio(over, under):
    return statistics.median(over[i] / under[i] for i in over if i in under)


def rows(table):
    for (workload, instances), times in sorted(table.items(), key=lambda item: (item[0][0], item[0][1])):
        for implementation in sorted(times, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
            values = times[implementation]
            yield {
                "workload": workload,
                "instances": instances,
                "implementation": implementation,
                "ns": statistics.median(values.values()),
                "to_ditto": ratio(values, times["ditto"]) if "ditto" in times else None,
                "to_hand_batch": ratio(values, times["hand_batch"]) if "hand_batch" in times else None,
            }


def show(value):
    return "" if value is None else f"{value:.2f}"


def print_text(table):
    print(f"{'workload':<14}{'instances':>10}  {'implementation':<22}{'ns':>8}{'/ ditto':>9}{'/ hand_batch':>14}")
    for r in rows(table):
        print(f"{r['workload']:<14}{r['instances']:>10,}  {r['implementation']:<22}{r['ns']:>8.2f}"
              f"{show(r['to_ditto']):>9}{show(r['to_hand_batch']):>14}")


def print_markdown(table):
    """One row a workload and size, one column an implementation: ns per instance, and how many times ditto's."""
    names = [n for n in ORDER if any(n in times for times in table.values())]
    print("| workload | instances | " + " | ".join(f"`{n}`" for n in names) + " |")
    print("|---|--:|" + "--:|" * len(names))
    by_place = {(r["workload"], r["instances"], r["implementation"]): r for r in rows(table)}
    for workload, instances in sorted(table):
        cells = []
        for n in names:
            r = by_place.get((workload, instances, n))
            ratio = r["to_ditto"] if r and n != "ditto" else None
            times = "" if ratio is None else f" ({ratio:.{2 if ratio < 2 else 1}f}×)"
            cells.append(f"{r['ns']:.2f}{times}" if r else "")
        print(f"| {workload} | {instances:,} | " + " | ".join(cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", help="the built program bench/run/kernels")
    parser.add_argument("--from", dest="source", type=Path, help="JSON that --json wrote before, instead of a run")
    parser.add_argument("--json", type=Path, help="keep the benchmark library's JSON")
    parser.add_argument("--workload", nargs="+")
    parser.add_argument("--repetitions", type=int, default=9)
    parser.add_argument("--min-time", type=float, default=0.02, help="seconds of each repetition")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--gate", type=float, metavar="RATIO",
                        help="fail where ditto takes more than RATIO times hand_batch, distance and reprojection")
    arguments = parser.parse_args()
    if not arguments.program and not arguments.source:
        parser.error("name the program, or --from a file")

    data = json.loads(arguments.source.read_text()) if arguments.source else run(arguments)
    if arguments.json:
        arguments.json.write_text(json.dumps(data, indent=1) + "\n")
    table = nanoseconds(data)
    (print_markdown if arguments.markdown else print_text)(table)
    if arguments.gate:
        failed = [r for r in rows(table) if r["implementation"] == "ditto" and r["workload"] in ("distance", "reprojection")
                  and r["to_hand_batch"] is not None and r["to_hand_batch"] > arguments.gate]
        for r in failed:
            print(f"over its limit: {r['workload']}/{r['instances']}: ditto takes {r['to_hand_batch']:.2f} times hand_batch",
                  file=sys.stderr)
        sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
