#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stubs say of every public name of the overrides what a type checker has to know."""

import ast
import pathlib
import unittest

import gi

gi.require_version("Noob", "1")
from gi.repository import Noob  # noqa: E402,F401
from gi.overrides import Noob as overrides  # noqa: E402

STUB = pathlib.Path(overrides.__file__).with_suffix(".pyi")


def list_names(body):
    """Returns what a module or a class of the stub defines: each name with its own names."""
    names = {}
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            names[statement.name] = list_names(statement.body)
        elif isinstance(statement, ast.FunctionDef):
            names[statement.name] = {}
        elif isinstance(statement, ast.AnnAssign):
            names[statement.target.id] = {}
    return names


class TestStubs(unittest.TestCase):
    def setUp(self):
        self.stub = list_names(ast.parse(STUB.read_text()).body)

    def test_have_every_public_name(self):
        self.assertEqual(set(overrides.__all__), set(self.stub))

    def test_have_every_public_method(self):
        for name, members in self.stub.items():
            cls = getattr(overrides, name)
            if not isinstance(cls, type) or not cls.__module__.startswith("gi.overrides.Noob"):
                continue
            public = {member for member, value in vars(cls).items()
                      if not member.startswith("_") and
                      (callable(value) or isinstance(value, classmethod))}
            self.assertEqual(public - set(members), set(), name)
            for member in members:
                self.assertTrue(hasattr(cls, member), f"{name}.{member}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
