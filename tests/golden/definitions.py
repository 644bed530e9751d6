#!/usr/bin/env python3
"""Writes the definitions of golden.json as C++: what a user would have written by hand for each of its structures.

    definitions.py GOLDEN_JSON OUTPUT_FOLDER PARTS

writes OUTPUT_FOLDER/definitions_{0..PARTS-1}.cpp, of about the same size; library.hpp says what they call.
"""
import ast
import json
import pathlib
import re
import sys

# How an operation of the records is written. What is missing here is a function of that name.
SPELLED = {
    "add": "{0} + {1}", "sub": "{0} - {1}", "mul": "{0} * {1}", "div": "{0} / {1}", "neg": "-{0}",
    "powValue": "pow({0}, {1})", "ifThenElse": "select(differ({0}, 0.0), {1}, {2})",
    "lt": "select({0} < {1}, 1.0, 0.0)", "lte": "select({0} <= {1}, 1.0, 0.0)",
    "gt": "select({0} > {1}, 1.0, 0.0)", "gte": "select({0} >= {1}, 1.0, 0.0)",
    "eq": "select(equal({0}, {1}), 1.0, 0.0)", "neq": "select(differ({0}, {1}), 1.0, 0.0)",
}
FUNCTIONS = set("""sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp log sqrt cbrt square cube hypot
    reciprocal abs sign floor ceil round mod min max clamp relu softplus sigmoid""".split())


def literal(value):
    return {"Infinity": "infinity", "-Infinity": "-infinity", "NaN": "not_a_number"}.get(value) or repr(float(value))


def body(nodes, output):
    """The statements that compute a node of a graph in the records' form, out of the arguments x[0], x[1], ..."""
    needed = {output}
    for i in range(output, -1, -1):
        if i in needed and nodes[i][0] not in ("const", "var"):
            needed.update(nodes[i][1:2] if nodes[i][0] == "clamp" else nodes[i][1:])
    lines, text, is_number = [], [], []

    def operand(k, traced):  # a number that meets numbers only is a traced one, or there would be no operation
        return f"constant(x[0], {text[k]})" if traced and is_number[k] else f"({text[k]})" if is_number[k] else text[k]

    for i, (name, *operands) in enumerate(nodes):
        is_number.append(name == "const")
        if name == "const":
            text.append(literal(operands[0]))
        elif name == "var":
            text.append(f"x[{operands[0]}]")
        elif i not in needed:
            text.append("")
        else:
            children = operands[:1] if name == "clamp" else operands
            alone = all(is_number[k] for k in children)
            a = [operand(k, alone and place == 0) for place, k in enumerate(children)]
            a += [f"({literal(bound)})" for bound in operands[len(children):]]
            if name in ("sum", "mean"):
                value = " + ".join(a)
                if name == "mean":
                    value = f"({value}) / {len(a)}.0"
            elif name in SPELLED:
                value = SPELLED[name].format(*a)
            elif name in FUNCTIONS:
                value = f"{name}({', '.join(a)})"
            else:
                raise KeyError(name)
            lines.append(f"const auto n{i} = {value};")
            text.append(f"n{i}")
    return lines + [f"return {operand(output, True)};"]


class Translator(ast.NodeVisitor):
    """Text in the grammar of Python as a graph in the records' form."""
    OPERATORS = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "powValue", ast.Mod: "mod",
                 ast.Lt: "lt", ast.LtE: "lte", ast.Gt: "gt", ast.GtE: "gte", ast.Eq: "eq", ast.NotEq: "neq"}

    def __init__(self, arguments):
        self.nodes = [["var", i] for i in range(len(arguments))]
        self.names = {name: i for i, name in enumerate(arguments)}

    def node(self, *what):
        self.nodes.append(list(what))
        return len(self.nodes) - 1

    def run(self, text):
        for statement in ast.parse(text).body:
            result = self.visit(statement.value)
            if isinstance(statement, ast.Assign):
                self.names[statement.targets[0].id] = result
        return self.nodes, result

    def visit_Name(self, n):
        return self.names[n.id]

    def visit_Constant(self, n):
        return self.node("const", float(n.value))

    def visit_UnaryOp(self, n):
        return self.node("neg", self.visit(n.operand)) if isinstance(n.op, ast.USub) else self.visit(n.operand)

    def visit_BinOp(self, n):
        return self.node(self.OPERATORS[type(n.op)], self.visit(n.left), self.visit(n.right))

    def visit_Compare(self, n):
        return self.node(self.OPERATORS[type(n.ops[0])], self.visit(n.left), self.visit(n.comparators[0]))

    def visit_Call(self, n):
        arguments = n.args[0].elts if isinstance(n.args[0], (ast.List, ast.Tuple)) else n.args
        name = {"pow": "powValue"}.get(n.func.id, n.func.id)
        return self.node(name, *[self.visit(a) for a in arguments])

    def generic_visit(self, n):
        raise KeyError(type(n).__name__)


def translated(text, arguments):
    return body(*Translator(arguments).run(text))


def of_operation(record):
    arguments, parameters = record["args"], record.get("params", [])
    nodes = [["var", i] for i in range(len(arguments))]
    if record["op"] == "clamp":
        nodes.append(["clamp", 0, *parameters])
    else:
        nodes += [["const", p] for p in parameters]
        nodes.append([{"pow": "powValue"}.get(record["op"], record["op"]), *range(len(nodes))])
    return body(nodes, len(nodes) - 1)


def of_loss(record):
    loss, parameter = record["loss"], record.get("param")
    if loss == "categoricalCrossEntropy":
        return [f"return losses::cross_entropy(x, {int(record['targets'][0])});"], 0
    count = len(record["targets"])
    arguments = ["x", f"first<{count}>(given)"] + ([] if parameter is None else [f"given[{count}]"])
    name = {"binaryCrossEntropy": "binary_cross_entropy"}.get(loss, loss)
    return [f"return losses::{name}({', '.join(arguments)});"], count + (parameter is not None)


def of_name(record):
    name = record["name"]
    count = len(record["x_at_eval"])
    if name == "categoricalCrossEntropy":
        return ["return losses::cross_entropy(x, 0);"]
    if name in ("huber(x)", "tukey(x)"):
        return [f"return losses::{name[:5]}(x, std::array{{0.0}}, {'1.0' if name[0] == 'h' else '4.685'});"]
    return translated(name, "xyzw"[:count])


def in_python(text):
    """`sin(abs x) + 5y^2 with a remark` is sin(abs(x)) + 5*y**2."""
    text = re.sub(r" with .*", "", text)
    text = re.sub(r"\b([a-z]\w+) ([a-z])\b", r"\1(\2)", text)
    return re.sub(r"(\d)([a-z])", r"\1*\2", text).replace("^", "**")


def definitions(data):
    """(name, number of unknowns, number of givens, statements) of every structure that the records have."""
    def attempt(name, unknowns, statements):
        try:
            made = statements()
        except (KeyError, SyntaxError):  # not in this language: the test says so
            return
        lines, givens = made if isinstance(made, tuple) else (made, 0)
        if unknowns > 0:
            yield name, unknowns, givens, lines

    for r in data["ops"] + data["op_errors"]:
        yield from attempt(r["id"], len(r["args"]), lambda: of_operation(r))
    for r in data["exprs"]:
        yield from attempt(r["id"], len(r["x"]), lambda: body(r["dag"]["nodes"], r["dag"]["out"][0]))
    for r in data["losses"]:
        yield from attempt(r["id"], len(r["outputs"]), lambda: of_loss(r))
    for r in data["must_not_share"]:
        count = len(r["x"])
        for side in "ab":
            yield from attempt(f"{r['id']}.{side}", count, lambda: translated(in_python(r[side]), "xyzw"[:count]))
    for r in data["compiled_divergence"]:
        yield from attempt(r["id"], len(r["x_at_eval"]), lambda: of_name(r))
    for r in data["symbolic"]:
        yield from attempt(r["id"], len(r["at"]), lambda: translated(r["source"], sorted(r["at"])))


def main(source, folder, parts):
    data = json.loads(pathlib.Path(source).read_text())
    names = {}  # by what defines them: records of one structure share a definition
    for name, unknowns, givens, lines in definitions(data):
        names.setdefault((unknowns, givens, tuple(lines)), []).append(name)
    parts = int(parts)
    texts, sizes = [[] for _ in range(parts)], [0] * parts
    for (unknowns, givens, lines), ids in sorted(names.items(), key=lambda item: -len(item[0][2])):
        part = sizes.index(min(sizes))
        sizes[part] += 8 + len(lines)
        given = ", const auto& given" if givens else ""
        joined = "\n        ".join(lines)
        texts[part].append(f'    define<{unknowns}, {givens}>(all, "{" ".join(ids)}", [](const auto& x{given}) {{\n'
                           f"        {joined}\n    }});\n")
    for part, text in enumerate(texts):
        calls = "".join(f"    define_part_{k}(all);\n" for k in range(parts))
        declared = "".join(f"void define_part_{k}(library& all);\n" for k in range(parts))
        pathlib.Path(folder, f"definitions_{part}.cpp").write_text(
            "// Written by definitions.py.\n#include \"golden/library.hpp\"\n\nnamespace golden {\n\n"
            f"{declared}\nvoid define_part_{part}([[maybe_unused]] library& all) {{\n{''.join(text)}}}\n\n"
            + (f"void define_all(library& all) {{\n{calls}}}\n\n" if part == 0 else "") + "}  // namespace golden\n")


main(*sys.argv[1:])
