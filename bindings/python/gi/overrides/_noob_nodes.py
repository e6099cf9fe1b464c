# SPDX-License-Identifier: LGPL-2.1-or-later
"""Python functions, generators, classes and objects as nodes.

To be imported when the overrides are there: PyGObject notes what the vfuncs of a class take.
"""

import inspect

from ..module import get_introspection_module
from . import _noob_bodies as bodies
from ._noob_bodies import Body, find_process_method, get_body, loading_id
from ._noob_signatures import check_params, get_signature

Noob = get_introspection_module("Noob")


class PythonNode(Noob.Node):
    """A node that calls what is not a node itself."""

    __module__ = "Noob"  # see PythonLoader
    __gtype_name__ = "NoobPythonNode"

    do_init = bodies.do_init
    do_deinit = bodies.do_deinit
    do_process = bodies.do_process
    do_get_slots = bodies.do_get_slots
    do_get_signals = bodies.do_get_signals
    do_describe = bodies.do_describe


    def __init__(self, id, body, stateful):
        super().__init__(id=id, stateful=stateful)
        self._body = body


def make_node(id, target, params):
    """Returns the node of what the type of a specification stands for."""
    cls = target if inspect.isclass(target) else type(target)
    if issubclass(cls, Noob.Node):
        return _make_own_kind(id, target, params)

    method = find_process_method(cls)
    if method is not None:
        return _make_of_instance(id, target, method, params)
    if cls is target and cls.__module__ != "builtins":
        raise TypeError(f'the class {cls.__qualname__} has no method "process", and none that is '
                        "marked as its process method")
    if not callable(target):
        raise TypeError(f"it is neither a function nor a class, but of type {cls.__qualname__}")

    body = Body(target, params)
    return PythonNode(id, body, stateful=body.is_generator or inspect.ismethod(target))


def _make_of_instance(id, target, method, params):
    if inspect.isclass(target):
        target, params = _construct(target, params), {}
    body = Body(getattr(target, method), params,
                getattr(target, "init", None), getattr(target, "deinit", None))
    return PythonNode(id, body, stateful=True)


def _construct(cls, params):
    signature = get_signature(cls)
    check_params(signature, params)
    if signature is not None:
        signature.bind(**params)
    return cls(**params)


def _make_own_kind(id, cls, params):
    token = loading_id.set(id)
    try:
        node = _construct(cls, params)
    finally:
        loading_id.reset(token)
    if cls.do_process is bodies.do_process:
        get_body(node)
    return node


