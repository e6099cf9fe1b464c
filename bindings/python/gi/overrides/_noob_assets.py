# SPDX-License-Identifier: LGPL-2.1-or-later
"""Python functions, classes, context managers and objects as assets.

To be imported when the overrides are there, like the nodes.
"""

import contextlib
import inspect

from gi.repository import GObject

from ..module import get_introspection_module
from ._noob_async import finish
from ._noob_errors import report
from ._noob_signatures import check_params, get_signature
from ._noob_values import box

Noob = get_introspection_module("Noob")


class _Life(contextlib.ExitStack):
    """One object that was made, until it is torn down."""

    def begin(self, made):
        if hasattr(made, "__enter__") and hasattr(made, "__exit__"):
            return self.enter_context(made)
        if hasattr(made, "__aenter__") and hasattr(made, "__aexit__"):
            entered = finish(made.__aenter__())
            self.callback(lambda: finish(made.__aexit__(None, None, None)))
            return entered
        if callable(getattr(made, "init", None)):
            finish(made.init())
        if callable(getattr(made, "deinit", None)):
            self.callback(lambda: finish(made.deinit()))
        return made


class PythonAsset(Noob.Asset):
    """Makes the object that the type of a specification stands for."""

    __module__ = "Noob"  # see PythonLoader
    __gtype_name__ = "NoobPythonAsset"

    def __init__(self, id, target, positional, named):
        super().__init__(id=id)
        self._target = target
        self._positional = positional
        self._named = named

    def _make(self, made):
        life = _Life()
        asset = life.begin(finish(self._target(*self._positional, **self._named)))
        try:
            value = box(asset)
        except BaseException:
            life.close()
            raise
        Noob.Record.set_value(made, "value", value)
        Noob.Record.set_value(made, "life", GObject.Value(GObject.TYPE_PYOBJECT, life))

    def _teardown(self, made):
        Noob.Record.get_value(made, "life").close()

    def _guard(self, call, made):
        """An exception that left a vfunc would be printed and lost."""
        try:
            call(made)
            return True
        except BaseException as error:
            report(self, error)
            return False

    def do_make(self, made):
        return self._guard(self._make, made)

    def do_teardown(self, made):
        return self._guard(self._teardown, made)


def make_asset(id, target, positional, named):
    """Returns what makes the asset; its arguments are checked, as far as they can be."""
    if inspect.isclass(target) and issubclass(target, Noob.Asset):
        raise TypeError("an asset of Python is a function, a class or an object; it needs no "
                        "subclass of Noob.Asset")
    if not callable(target):
        raise TypeError(f"it is neither a function nor a class, but of type "
                        f"{type(target).__qualname__}")
    signature = get_signature(target)
    if signature is not None:
        if not positional:
            check_params(signature, named)
        signature.bind(*positional, **named)
    return PythonAsset(id, target, positional, named)
