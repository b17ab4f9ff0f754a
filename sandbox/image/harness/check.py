"""Finds syntax errors and uses of what the sandbox does not offer, each with its line and column."""

import ast

from errand_sandbox.restricted_os import ALLOWED, HIDDEN_MODULES, refusal

PROBLEM_LIMIT = 50


def find_problems(source, file):
    """Every problem as {line, column, message}, lines and columns counted from 1."""
    try:
        problems = find_forbidden(source, file)
        # Some errors, such as a `return` outside of a function, are found by compiling only.
        if not problems:
            compile(source, file, "exec", dont_inherit=True)
        return problems
    except SyntaxError as error:
        return [{"line": error.lineno or 1, "column": error.offset or 1, "message": f"{type(error).__name__}: {error.msg}"}]
    except (ValueError, RecursionError, MemoryError) as error:
        return [{"line": 1, "column": 1, "message": f"{type(error).__name__}: {error or 'the code is nested too deeply'}"}]


def find_forbidden(source, file):
    """The uses of what is not offered. Raises SyntaxError where the code can't be parsed."""
    finder = _Finder()
    finder.visit(ast.parse(source, file))
    return sorted(finder.problems, key=lambda problem: (problem["line"], problem["column"]))[:PROBLEM_LIMIT]


class _Finder(ast.NodeVisitor):
    def __init__(self):
        self.problems = []
        self._names_of_os = set()

    def visit_Module(self, node):
        for child in ast.walk(node):
            if isinstance(child, ast.Import):
                self._names_of_os.update(alias.asname or "os" for alias in child.names if alias.name == "os")
        self.generic_visit(node)

    def visit_Import(self, node):
        for alias in node.names:
            if alias.name in HIDDEN_MODULES or alias.name.startswith("os."):
                self._add(alias, alias.name)

    def visit_ImportFrom(self, node):
        if node.level:
            return
        module = node.module or ""
        if module in HIDDEN_MODULES or module.startswith("os."):
            self._add(node, module)
        elif module == "os":
            for alias in node.names:
                if alias.name not in ALLOWED:
                    self._add(alias, f"os.{alias.name}")

    def visit_Attribute(self, node):
        if isinstance(node.value, ast.Name) and node.value.id in self._names_of_os and node.attr not in ALLOWED:
            self._add(node, f"os.{node.attr}")
        self.generic_visit(node)

    def visit_Call(self, node):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
        if name in ("import_module", "__import__") and node.args:
            imported = _text(node.args[0])
            if imported in HIDDEN_MODULES or imported.startswith("os.") or (imported == "os" and name == "import_module"):
                self._add(node, f"{name}({imported!r})")
        self.generic_visit(node)

    def visit_Subscript(self, node):
        if isinstance(node.value, ast.Attribute) and node.value.attr == "modules":
            if _text(node.slice) in ("os", *HIDDEN_MODULES):
                self._add(node, f"modules[{_text(node.slice)!r}]")
        self.generic_visit(node)

    def _add(self, node, what):
        self.problems.append({"line": node.lineno, "column": node.col_offset + 1, "message": refusal(what)})


def _text(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
