#!/usr/bin/env python3
"""Writes docs/reference/operations.md: every operation there is, in the order of its list, as its header documents it and as
exact as tests/unit/kernel/accuracy_test.cpp holds it to.

    tools/operations.py           writes it
    tools/operations.py --check   fails where it is not up to date
"""
import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
GRAPH = ROOT / "include" / "ditto" / "graph"
PAGE = ROOT / "docs" / "reference" / "operations.md"

HEAD = """# Operations

What definitions and run-time graphs are made of, generated from the headers by `tools/operations.py`. Operands are a, b, c;
v is the value. Where an operation is not said by its name, that follows: graphs built at run time know it by the name,
`g.apply("add", {a, b})`.

*Cost* is throughput in units of about one addition of a batch. *Accuracy* is the largest error of batches of doubles, in units
in the last place, to which the tests hold each function against 100 digits over its domain; single numbers are computed by
the standard library. *1/2* is rounded once, *0* exact. Choices at singular points are put together in
[singular points](singular_points.md).
"""

# Operators and functions by which definitions say what is called otherwise in text.
SPELLING = {
    "add": "a + b", "subtract": "a - b", "multiply": "a * b", "divide": "a / b", "negate": "-a", "reciprocal": "1 / a",
    "less": "a < b", "less_equal": "a <= b", "equal": "a == b", "greater": "a > b", "greater_equal": "a >= b",
    "not_equal": "a != b", "logical_not": "!a", "logical_and": "a && b", "logical_or": "a || b",
    "select": "select(a, b, c)", "leaky_relu": "leaky_relu(a, slope)", "clamp": "clamp(a, low, high)",
}

# What rounds nothing (tests/unit/kernel/functions_test.cpp compares with the standard library for equality), and what fuses.
KNOWN = dict.fromkeys(["mod", "negate", "abs", "sign", "less", "less_equal", "equal", "select", "min", "max"], "0") | dict.fromkeys(
    ["multiply_add", "multiply_subtract", "subtract_product", "negate_multiply_add"], "1/2 where fused")


def structs(header: pathlib.Path) -> dict[str, dict[str, str]]:
    """Of every struct of the header: its documentation by key, its constants."""
    found = {}
    for doc, name, body in re.findall(r"((?:^///[^\n]*\n)+)struct (\w+) \{\n(.*?)^\};", header.read_text(), re.M | re.S):
        facts = {"doc": ""}
        key = "doc"
        for line in doc.splitlines():
            line = line[3:].removeprefix(" ")
            started = re.match(r"  (\w+) {2,}(.+)", line)
            if started:
                key, text = started.groups()
                facts[key] = text
            elif line.strip():
                facts[key] = (facts[key] + " " + line.strip()).strip()
        for constant, value in re.findall(r"static constexpr \w+(?:::\w+)? (\w+) = ([^;]+);", body):
            facts["=" + constant] = value
        found[name] = facts
    return found


def list_of(text: str, name: str) -> list[str]:
    return re.findall(r"op::(\w+)", re.search(rf"using {name} =\s*(.*?);", text, re.S).group(1))


def accuracies() -> dict[str, str]:
    """The bounds that the accuracy test checks."""
    test = (ROOT / "tests" / "unit" / "kernel" / "accuracy_test.cpp").read_text()
    found = dict(KNOWN)
    for check in re.findall(r"CHECK\((.*?)\);\n", test, re.S):
        name = re.match(r"WORST\((\w+),", check) or re.search(r"return (\w+)\(", check)
        bound = re.search(r"<=\s*(?:\(.* : )?([\d.]+)\)?$", check)
        if name and bound:
            found[name.group(1)] = bound.group(1)
    return found


def row(name: str, facts: dict[str, str], accuracy: dict[str, str]) -> str:
    arity = int(facts["=arity"])
    spelling = SPELLING.get(name, f"{name}({', '.join('abc'[:arity])})")
    derivative, _, singular = facts.get("derivative", "").partition(", chosen to be ")
    if not singular:
        derivative, _, singular = derivative.partition("; ")
    ulp = accuracy.get(name, "1/2" if facts.get("=exact") == "true" else "")
    said = f"`{spelling}`" if spelling.startswith(name + "(") else f"`{spelling}`, `{name}`"
    cells = [said, facts["doc"].rstrip("."), derivative, singular, facts.get("domain", ""),
             facts.get("=cost", ""), ulp]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def page() -> str:
    documented = {}
    for header in [*(GRAPH / "operations").glob("*.hpp"), GRAPH / "compositions.hpp"]:
        documented |= structs(header)
    accuracy = accuracies()
    operations = list_of((GRAPH / "operations.hpp").read_text(), "operations")
    compositions = list_of((GRAPH / "compositions.hpp").read_text(), "compositions")
    lines = [HEAD, "| operation | value | derivative | chosen at singular points | domain | cost | accuracy |",
             "|---|---|---|---|---|---|---|"]
    lines += [row(name, documented[name], accuracy) for name in operations if documented[name]["=arity"] != "0"]
    lines += ["", "## Said with others", "",
              "These have a name and no node: derivatives, domains, costs and choices are those of what they are made of.", "",
              "| operation | value |", "|---|---|"]
    for name in compositions:
        facts = documented[name]
        spelling = SPELLING.get(name, f"{name}({', '.join('abc'[:int(facts['=arity'])])})")
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in (f"`{spelling}`", facts["doc"].rstrip("."))) + " |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, fail where the page is not up to date")
    written = page()
    if not parser.parse_args().check:
        PAGE.write_text(written)
    elif not PAGE.exists() or PAGE.read_text() != written:
        print(f"{PAGE.relative_to(ROOT)} is not what tools/operations.py makes of the headers: run it")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
