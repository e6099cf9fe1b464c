# SPDX-License-Identifier: LGPL-2.1-or-later
"""The Python part of nodes: what a node calls, with what, and what it emits."""

import contextvars
import inspect

from ..module import get_introspection_module
from ._noob_async import finish
from ._noob_descriptions import describe_function
from ._noob_errors import end_of_stream, is_end_of_stream, report
from ._noob_signatures import Parameters, Signals, check_params, get_signature
from ._noob_values import set_native, to_native

Noob = get_introspection_module("Noob")

# The id of the node that is being loaded, for constructors of users.
loading_id = contextvars.ContextVar("loading_id", default=None)

# Marks a method without an import of ours, too.
_MARK = "__is_process_method__"


def process_method(method):
    """Marks the method of a class that is called in each epoch, if it is not called `process`."""
    setattr(method, _MARK, True)
    return method


def _is_introspected(cls):
    return cls.__module__.startswith("gi.")


def find_process_method(cls):
    """Returns the name of the method of a class that is called in each epoch, or None."""
    members = {name: member for base in reversed(cls.__mro__) if not _is_introspected(base)
               for name, member in vars(base).items()}
    marked = [name for name, member in members.items() if getattr(member, _MARK, False) is True]
    if len(marked) > 1:
        raise TypeError(f'{cls.__qualname__} has several process methods: {", ".join(marked)}')
    if marked:
        return marked[0]
    return "process" if "process" in members else None


class EventMap(dict):
    """The events of a call by slot: what a parameter of this type gets."""


# What asks for something else than an input, and what it gets.
_INJECTED = {
    Noob.Epoch: lambda node, slots: node.get_epoch(),
    EventMap: lambda node, slots: EventMap((slot, node.get_event(slot)) for slot in slots),
}


class Body:
    """The Python part of a node: what is called, and what the inputs and outputs are to it."""

    def __init__(self, function, params, init=None, deinit=None):
        if inspect.isasyncgenfunction(function):
            raise TypeError(f"{function.__qualname__} is an async generator, which no node can be; "
                            "a generator can, and so can a coroutine")

        signature = get_signature(function)
        check_params(signature, params)
        self.is_generator = inspect.isgeneratorfunction(function)
        self._function = function
        self._params = params
        self._init = init
        self._deinit = deinit
        self._generator = None
        self._signals = Signals(signature, self.is_generator)
        if self.is_generator:
            signature.bind(**params)
            self._parameters = None
        else:
            self._parameters = Parameters(signature, params, _INJECTED)

    def make_slots(self):
        return [] if self.is_generator else self._parameters.make_slots()

    def get_signals(self):
        return self._signals.names

    def describe(self, description):
        describe_function(self._function, description)

    def init(self):
        if self._init is not None:
            finish(self._init())

    def deinit(self):
        if self._generator is not None:
            self._generator.close()
            self._generator = None
        if self._deinit is not None:
            finish(self._deinit())

    def process(self, node, inputs, outputs):
        for signal, value in self._signals.split(self._call(node, inputs)):
            if not isinstance(value, Noob.NoEvent):
                set_native(outputs, signal, value)

    def _call(self, node, inputs):
        if self.is_generator:
            return self._next()

        values = {name: to_native(_get_value(inputs, name)) for name in inputs.get_names()}
        positional, named = self._parameters.bind(node, values)
        return finish(self._function(*positional, **named))

    def _next(self):
        if self._generator is None:
            self._generator = self._function(**self._params)
        return next(self._generator)


_get_value = Noob.Record.get_value


def get_body(node):
    """Returns the body of a node; that of a subclass of Noob.Node is made of its own methods."""
    body = getattr(node, "_body", None)
    if body is None:
        process = getattr(node, find_process_method(type(node)))
        body = node._body = Body(process, {}, node.init, node.deinit)
    return body


def _guard(node, call, *arguments):
    """Calls what may raise anything; an exception that left a vfunc would be printed and lost."""
    try:
        call(*arguments)
        return True
    except BaseException as error:
        if not is_end_of_stream(error):
            report(node, error)
            return False
    raise end_of_stream()


def do_init(self):
    return _guard(self, get_body(self).init)


def do_deinit(self):
    return _guard(self, get_body(self).deinit)


def do_process(self, inputs, outputs):
    return _guard(self, get_body(self).process, self, inputs, outputs)


def do_get_slots(self):
    return get_body(self).make_slots()


def do_get_signals(self):
    return get_body(self).get_signals()


def do_describe(self, description):
    get_body(self).describe(description)


def adopt_vfuncs(cls):
    """Gives a subclass of Noob.Node that has a method `process` the vfuncs that call it.

    PyGObject takes only those for vfuncs that a class has itself, so they cannot be inherited.
    """
    if "do_process" in vars(cls) or find_process_method(cls) is None:
        return
    cls.do_init = do_init
    cls.do_deinit = do_deinit
    cls.do_process = do_process
    cls.do_get_slots = do_get_slots
    cls.do_get_signals = do_get_signals
    cls.do_describe = do_describe
