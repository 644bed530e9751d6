#!/usr/bin/env python3
"""Writes docs/errors.md from tests/rejected: every message that a definition can be refused with, why, and the repair.

    tools/errors.py           writes it
    tools/errors.py --check   fails where it is not up to date
"""
import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "errors.md"

HEAD = """# What the compiler says, and what to do

Each entry is a program that does not compile, the words that its message holds, and the program that does. The page is
generated from `tests/rejected` by `tools/errors.py`, and the tests hold both compilers to it.

A message `rejected<reason::..., ..., repair::...>` says why, where or between what, and what to do. Dimensions go by the
names of [kinds](howto/own_kinds.md): `area` is also a length times a length, `quotient_of<mass, power_of<duration, 2>>` a mass
over a squared duration, and `pure_number` what a sine is.
"""


def entry(source: pathlib.Path) -> str | None:
    """The page's part on one rejected program, or none for a file without a control."""
    first, *lines = source.read_text().splitlines()
    expect = re.match(r"//.*?\bexpect:\s*(.+)", first)
    if not expect or "#ifdef SHOULD_FAIL" not in lines:
        return None
    why = []
    while lines and lines[0].startswith("//"):
        why.append(lines.pop(0)[2:].strip())
    programs: tuple[list[str], list[str]] = ([], [])  # rejected, accepted
    kept = [True, True]
    for line in lines:
        if line == "#ifdef SHOULD_FAIL":
            kept = [True, False]
        elif line == "#else":
            kept = [False, True]
        elif line == "#endif":
            kept = [True, True]
        elif not line.startswith("#include"):
            for text, keep in zip(programs, kept):
                if keep:
                    text.append(line)
    wrong, right = ("\n".join(text).strip() for text in programs)
    title = source.stem.replace("_", " ").capitalize()
    return (
        f"## {title}\n\nThe message holds `{expect.group(1).strip()}`. {' '.join(why)}\n\n"
        f"```c++\n// rejected\n{wrong}\n```\n\n```c++\n// accepted\n{right}\n```\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, fail where the page is not up to date")
    arguments = parser.parse_args()
    entries = [entry(source) for source in sorted((ROOT / "tests" / "rejected").glob("*.cpp"))]
    page = "\n".join([HEAD, *(e for e in entries if e)])
    if not arguments.check:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page)
    elif not PAGE.exists() or PAGE.read_text() != page:
        print(f"{PAGE.relative_to(ROOT)} is not what tools/errors.py makes of tests/rejected: run it")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
