#!/usr/bin/env python3
"""Checks that a program is rejected by the compiler, and for the right reason.

The file says what must stand in an `error:` line within the first 20 lines of the compiler's output:

    // expect: REGULAR EXPRESSION

anywhere in its first line. A file with `#ifdef SHOULD_FAIL` is compiled twice: without the macro, as a control, it must
compile; with it, it must fail. A file without just has to fail. Nothing but the syntax and the types are checked.
"""
import argparse
import json
import pathlib
import re
import resource
import shlex
import subprocess
import sys

LINES = 20
SECONDS = 300
BYTES = 6 << 30  # of address space


def compile_command(commands: pathlib.Path, like: pathlib.Path) -> tuple[list[str], str]:
    """The command of `like`, without its input and outputs, and the directory it runs in."""
    for entry in json.loads(commands.read_text()):
        if pathlib.Path(entry["file"]) == like:
            words = entry.get("arguments") or shlex.split(entry["command"])
            kept, skip = [], False
            for word in words:
                if skip:
                    skip = False
                elif word in ("-o", "-MF", "-MT"):
                    skip = True
                elif word not in ("-c", "-MD", str(like)):
                    kept.append(word)
            return kept, entry["directory"]
    sys.exit(f"{commands} has no command for {like}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commands", type=pathlib.Path, required=True, help="compile_commands.json")
    parser.add_argument("--like", type=pathlib.Path, required=True, help="the source whose command is taken")
    parser.add_argument("source", type=pathlib.Path)
    arguments = parser.parse_args()

    text = arguments.source.read_text()
    expect = re.match(r"//.*?\bexpect:\s*(.+)", text)
    if not expect:
        sys.exit(f"{arguments.source}: the first line must hold '// expect: REGULAR EXPRESSION'")
    pattern = re.compile(expect.group(1).strip())
    command, directory = compile_command(arguments.commands, arguments.like)

    def run(*more: str) -> tuple[bool, str]:
        words = [*command, "-fsyntax-only", "-fdiagnostics-color=never", *more, str(arguments.source)]
        try:
            done = subprocess.run(
                words,
                cwd=directory,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=SECONDS,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES)),
            )
        except subprocess.TimeoutExpired:
            sys.exit(f"the compiler took more than {SECONDS} seconds: {shlex.join(words)}")
        if re.search(r"out of memory|bad_alloc|virtual memory exhausted", done.stdout):
            sys.exit(f"the compiler took more than {BYTES >> 30} GiB: {shlex.join(words)}\n{done.stdout[:8000]}")
        return done.returncode == 0, done.stdout

    macro = []
    if re.search(r"^\s*#\s*if(def\s+|\s+defined\W*)SHOULD_FAIL", text, re.MULTILINE):
        macro = ["-DSHOULD_FAIL"]
        compiled, output = run()
        if not compiled:
            print(f"the control does not compile:\n{output}")
            return 1
    compiled, output = run(*macro)
    if compiled:
        print("it compiles, and should not")
        return 1
    for line in output.splitlines()[:LINES]:
        if "error:" in line and pattern.search(line.split("error:", 1)[1]):
            print(line)
            return 0
    print(f"no error line within the first {LINES} matches '{pattern.pattern}':\n{output[:8000]}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
