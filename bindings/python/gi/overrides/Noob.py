# SPDX-License-Identifier: LGPL-2.1-or-later
"""What Python adds to the introspected namespace Noob: native values in and out."""

import atexit
import collections.abc
import contextlib
import operator
import os
import sys
import weakref

from gi.repository import GLib

from ..module import get_introspection_module
from ..overrides import override
from ._noob_bodies import EventMap, adopt_vfuncs, loading_id, process_method
from ._noob_errors import NodeError, raise_original, raising_original
from ._noob_signatures import Name
from ._noob_values import get_no_event, make_list, make_record, set_native, to_native, to_value

Noob = get_introspection_module("Noob")

__all__ = ["EventMap", "Name", "NodeError", "process_method"]


def _export(cls):
    cls = override(cls)
    __all__.append(cls.__name__)
    return cls


def codec_encode(native):
    return Noob.codec_encode(to_value(native))


def codec_decode(variant):
    return Noob.codec_decode_to_list(variant)[0]


__all__ += ["codec_encode", "codec_decode"]


@_export
class NoEvent(Noob.NoEvent):
    """The absence of an event: false, and equal only to itself. There is one, NO_EVENT."""

    def __bool__(self):
        return False

    def __eq__(self, other):
        return isinstance(other, Noob.NoEvent)

    def __hash__(self):
        return hash(Noob.NoEvent)

    def __repr__(self):
        return "Noob.NO_EVENT"


NO_EVENT = get_no_event()
__all__.append("NO_EVENT")


def _ordered_by(holds):
    def comparison(self, other):
        if not isinstance(other, Noob.Epoch):
            return NotImplemented
        return holds(self.compare(other), 0)

    return comparison


@_export
class Epoch(Noob.Epoch):
    # All of them, since the base class has some that compare addresses.
    __lt__ = _ordered_by(operator.lt)
    __le__ = _ordered_by(operator.le)
    __gt__ = _ordered_by(operator.gt)
    __ge__ = _ordered_by(operator.ge)

    def __str__(self):
        return self.to_string()

    def __repr__(self):
        return f"<Noob.Epoch {self}>"

    def __eq__(self, other):
        return isinstance(other, Noob.Epoch) and self.equal(other)

    def __hash__(self):
        return self.hash()

    def __add__(self, count):
        return self.add(count)


@_export
class Event(Noob.Event):
    @classmethod
    def new(cls, node_id, signal, epoch, native):
        return super().new(node_id, signal, epoch, to_value(native))

    def get_value(self):
        return to_native(super().get_value())

    def __repr__(self):
        return f"<Noob.Event {self.get_node_id()}.{self.get_signal()} in {self.get_epoch()}>"


@_export
class Tagged(Noob.Tagged):
    @classmethod
    def new(cls, tag, content):
        return super().new(tag, to_value(content))

    def get_content(self):
        return to_native(super().get_content())


@_export
class List(Noob.List):
    """An immutable sequence."""

    @classmethod
    def from_sequence(cls, sequence):
        return make_list(sequence)

    def __len__(self):
        return self.get_length()

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        position = index + len(self) if index < 0 else index
        if not 0 <= position < len(self):
            raise IndexError(f"index {index} of a list of {len(self)}")
        return to_native(super().get_value(position))

    def get_value(self, index):
        return self[index]

    def __iter__(self):
        return (self[index] for index in range(len(self)))

    def __eq__(self, other):
        if isinstance(other, Noob.List):
            return self.equal(other)
        return isinstance(other, (list, tuple)) and to_native(self) == list(other)

    __hash__ = None

    def __repr__(self):
        return f"Noob.List({to_native(self)!r})"


@_export
class Record(Noob.Record):
    """A mapping from names to values, in the order in which the names were first set."""

    @classmethod
    def from_dict(cls, mapping):
        return make_record(mapping)

    def get(self, name, default=None):
        return to_native(super().get_value(name)) if self.has(name) else default

    def get_value(self, name):
        return self.get(name)

    def set(self, name, native):
        set_native(self, name, native)

    def keys(self):
        return self.get_names()

    def values(self):
        return [self[name] for name in self]

    def items(self):
        return [(name, self[name]) for name in self]

    def __len__(self):
        return self.get_size()

    def __iter__(self):
        return iter(self.get_names())

    def __contains__(self, name):
        return self.has(name)

    def __getitem__(self, name):
        if not self.has(name):
            raise KeyError(name)
        return self.get(name)

    def __setitem__(self, name, native):
        self.set(name, native)

    def __delitem__(self, name):
        if not self.remove(name):
            raise KeyError(name)

    def __eq__(self, other):
        if isinstance(other, Noob.Record):
            return self.equal(other)
        return isinstance(other, collections.abc.Mapping) and to_native(self) == dict(other)

    __hash__ = None

    def __repr__(self):
        return f"Noob.Record({to_native(self)!r})"


@_export
class Tube(Noob.Tube):
    @classmethod
    def load(cls, source, **inputs):
        """Returns the tube of a path, an id or a dict, bound to its tube-scoped inputs."""
        given = Record.from_dict(inputs)
        if not isinstance(source, collections.abc.Mapping):
            return cls.new_from_name(str(source), given)
        inline = Record.from_dict(source)
        return cls.new(Noob.TubeSpecification.new_from_record(inline, None), given)


@_export
class Node(Noob.Node):
    """The base of nodes that are written in Python.

    A subclass has a method `process`, whose parameters are the slots, and may have `init` and
    `deinit`. Params that are not arguments of its constructor are set as attributes that the
    class declares.
    """

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        adopt_vfuncs(cls)

    def __init__(self, **params):
        properties = {name: params.pop(name) for name in list(params) if self._has_property(name)}
        if loading_id.get() is not None:
            properties.setdefault("id", loading_id.get())
        super().__init__(**properties)
        for name, value in params.items():
            if not hasattr(type(self), name) and name not in self._list_annotations():
                raise TypeError(f'{type(self).__qualname__} has no param "{name}"')
            setattr(self, name, value)

    @classmethod
    def _has_property(cls, name):
        return hasattr(cls.props, name)

    @classmethod
    def _list_annotations(cls):
        return {name for base in cls.__mro__ for name in vars(base).get("__annotations__", ())}

    def init(self):
        """Makes the node ready to be called."""

    def deinit(self):
        """Releases what init() took."""


@_export
class Results(Noob.Results):
    def __iter__(self):
        return self

    def __next__(self):
        try:
            result = self.next_to_list()
        except GLib.Error as error:
            raise_original(error, self.runner)
        if result is None:
            raise StopIteration
        return result[0]


# Those that are initialized, and will be deinitialized when Python ends.
_live_runners = weakref.WeakSet()


@atexit.register
def _deinit_live_runners():
    for runner in list(_live_runners):
        with contextlib.suppress(GLib.Error):
            runner.deinitialize()


# A forked process has none of the threads and sockets of its parent, whose nodes these still are.
os.register_at_fork(after_in_child=_live_runners.clear)


@_export
class Runner(Noob.Runner):
    """Runs a tube; as a context manager it is initialized inside the block.

    What a node raises is raised again: as the same exception if that is a builtin one, or as its
    nearest builtin base, with the traceback as a note and a NodeError as its cause.
    """

    @raising_original
    def init(self):
        self.initialize()
        trust_modules(self.props.tube)
        _live_runners.add(self)

    @raising_original
    def deinit(self):
        _live_runners.discard(self)
        self.deinitialize()

    def __enter__(self):
        self.init()
        return self

    def __exit__(self, *_exception):
        self.deinit()

    @raising_original
    def process(self, **inputs):
        """Returns the result of one epoch, or NO_EVENT, which is false, when it has none."""
        return self.process_to_list(make_record(inputs))[0]

    @raising_original
    def iter(self, n=-1):
        results = self.iterate(n)
        results.runner = self
        return results

    @raising_original
    def run(self, n=None):
        """Returns `n` results; without `n`, runs freely until stop() and returns at once."""
        if n is None:
            return self.start()
        return to_native(super().run(n))


# A virtual environment has packages that the Python of the system does not see.
if sys.executable and not os.environ.get("NOOB_PYTHON"):
    os.environ["NOOB_PYTHON"] = sys.executable


from ._noob_converter import PythonConverter  # noqa: E402 (they need what is above)
from ._noob_loader import PythonLoader, trust_modules  # noqa: E402

__all__.append("PythonLoader")
Noob.register_loader(PythonLoader())
Noob.codec_add_converter(PythonConverter())
