# SPDX-License-Identifier: LGPL-2.1-or-later
"""The slots and signals of Python callables: what their parameters and annotations say."""

import collections.abc
import dataclasses
import difflib
import inspect
import types
import typing

from ..module import get_introspection_module

Noob = get_introspection_module("Noob")

_YIELDING = (collections.abc.Generator, collections.abc.Iterator, collections.abc.Iterable)
_NONE = type(None)


def get_signature(function):
    """Returns the signature of a callable, or None for a builtin that keeps it to itself."""
    try:
        return inspect.signature(function, eval_str=True)
    except ValueError:
        return None
    except Exception:  # an annotation that names what only a type checker knows
        return inspect.signature(function)


def check_params(signature, params):
    """Raises TypeError when a callable does not have parameters of those names."""
    if signature is None:
        return

    parameters = signature.parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return

    names = [parameter.name for parameter in parameters
             if parameter.kind is not parameter.VAR_POSITIONAL]
    for name in params:
        if name not in names:
            raise TypeError(f'it has no parameter "{name}"{_suggest(name, names)}; '
                            f'its parameters are: {", ".join(names) or "none"}')


def _suggest(name, names):
    close = difflib.get_close_matches(name, names, n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""


def _is_union(annotation):
    return typing.get_origin(annotation) in (typing.Union, types.UnionType)


def _admits_none(annotation):
    if typing.get_origin(annotation) is typing.Annotated:
        return _admits_none(typing.get_args(annotation)[0])
    if _is_union(annotation):
        return any(_admits_none(member) for member in typing.get_args(annotation))
    return annotation in (None, _NONE, typing.Any, object)


def _is_or_has(annotation, wanted):
    """Whether an annotation is that class, also as `Class | None`."""
    if _is_union(annotation):
        return any(_is_or_has(member, wanted) for member in typing.get_args(annotation))
    return inspect.isclass(annotation) and issubclass(annotation, wanted)


class Parameters:
    """How the inputs of a node become the arguments of a Python callable.

    `injected` maps the classes that ask for something else than an input to what gets that of a
    node and the names of the slots that have a value.
    """

    def __init__(self, signature, params, injected):
        self._params = params
        self._all = list(signature.parameters.values()) if signature is not None else _ANY
        self._injections = {}
        for parameter in self._all:
            for wanted, get in injected.items():
                if _is_or_has(parameter.annotation, wanted):
                    self._injections[parameter.name] = get

        takes_rest = any(parameter.kind is parameter.VAR_POSITIONAL for parameter in self._all)
        kinds = {inspect.Parameter.POSITIONAL_ONLY}
        if takes_rest:
            kinds.add(inspect.Parameter.POSITIONAL_OR_KEYWORD)
        self._positional = [parameter for parameter in self._all if parameter.kind in kinds]
        self._by_position = takes_rest or bool(self._positional)

    def make_slots(self):
        return [self._make_slot(parameter) for parameter in self._all
                if parameter.name not in self._injections]

    def _make_slot(self, parameter):
        annotation = parameter.annotation
        type_name = None if annotation is parameter.empty else inspect.formatannotation(annotation)
        return Noob.Slot.new(*self._name_and_flags(parameter), type_name)

    def _name_and_flags(self, parameter):
        has_default = Noob.SlotFlags.HAS_DEFAULT
        if parameter.kind is parameter.VAR_POSITIONAL:
            return "*", Noob.SlotFlags.REST | Noob.SlotFlags.REQUIRED | has_default
        if parameter.kind is parameter.VAR_KEYWORD:
            return "**", Noob.SlotFlags.REST | has_default
        if parameter.default is None and _admits_none(parameter.annotation):
            return parameter.name, has_default
        if parameter.default is not parameter.empty or parameter.name in self._params:
            return parameter.name, Noob.SlotFlags.REQUIRED | has_default
        return parameter.name, Noob.SlotFlags.REQUIRED

    def bind(self, node, values):
        """Returns the positional and the named arguments for a call with the values of slots."""
        injected = {name: get(node, list(values)) for name, get in self._injections.items()}
        values = {**self._params, **values, **injected}
        return (self._take_positional(values) if self._by_position else ()), values

    def _take_positional(self, values):
        arguments = []
        for parameter in self._positional:
            if parameter.name in values:
                arguments.append(values.pop(parameter.name))
            elif parameter.default is not parameter.empty:
                arguments.append(parameter.default)
            else:
                break

        rest = sorted((name for name in values if name.isdigit()), key=int)
        return arguments + [values.pop(name) for name in rest]


# Of a builtin that does not tell.
_ANY = [inspect.Parameter("args", inspect.Parameter.VAR_POSITIONAL),
        inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)]


@dataclasses.dataclass(frozen=True)
class Name:
    """Names a signal: `-> Annotated[int, Name("index")]`."""

    name: str


class Signals:
    """The signals that the annotation of what a callable returns, or yields, names.

    An annotation names a signal by any object with a `name`: `Annotated[int, Name("index")]`. Those
    in a tuple are signals for its elements, None for elements without a name.
    """

    def __init__(self, signature, is_generator):
        annotation = signature.return_annotation if signature is not None else None
        if is_generator and typing.get_origin(annotation) in _YIELDING:
            annotation = typing.get_args(annotation)[0]

        found = _find_names(annotation)
        self._elements = found if isinstance(found, list) else None
        self.names = [name for name in self._elements or [found or "value"] if name is not None]

    def split(self, result):
        """Returns pairs of signals and values."""
        if self._elements is None:
            return ((self.names[0], result),)
        if result is None or isinstance(result, Noob.NoEvent):
            return ()
        if not isinstance(result, (tuple, list)) or len(result) != len(self._elements):
            raise TypeError(f"it has to return a tuple of {len(self._elements)}, for its signals "
                            f'{", ".join(self.names)}; it returned {_describe(result)}')
        return [pair for pair in zip(self._elements, result) if pair[0] is not None]


def _describe(result):
    if isinstance(result, (tuple, list)):
        return f"a {type(result).__name__} of {len(result)}"
    return f"a value of type {type(result).__name__}"


def _find_names(annotation):
    """Returns a name, a list of the names of the elements of a tuple, or None."""
    if typing.get_origin(annotation) is typing.Annotated:
        for mark in annotation.__metadata__:
            if isinstance(getattr(mark, "name", None), str):
                return mark.name
        return _find_names(typing.get_args(annotation)[0])

    if _is_union(annotation):
        return next(filter(None, map(_find_names, typing.get_args(annotation))), None)

    if typing.get_origin(annotation) is tuple:
        names = [_find_names(element) for element in typing.get_args(annotation)]
        names = [name if isinstance(name, str) else None for name in names]
        return names if any(names) else None

    return None
