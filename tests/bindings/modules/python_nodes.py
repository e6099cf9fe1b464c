# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nodes for test-python-nodes.py."""

from __future__ import annotations

import asyncio
import functools
import pathlib
import sys
import typing
from typing import Annotated, Any, Optional

import gi

gi.require_version("Noob", "1")
from gi.repository import GLib, Noob  # noqa: E402


def add(left: int, right: int = 10) -> int:
    return left + right


def same(value: Any) -> Any:
    return value


def needs_one_of(first: int | None = None, second: Optional[int] = None):
    return [first, second]


def no_type_says_it_may_be_none(value=None):
    return [value]


def positional_only(left, right=3, /):
    return left - right


def join(separator, *words):
    return separator.join(words)


def collect_names(**values):
    return values


def minimum_and_maximum(values) -> tuple[Annotated[float, Noob.Name("least")],
                                         Annotated[float, Noob.Name("most")]]:
    return min(values), max(values)


def one_named(value) -> Annotated[int, "about it", Noob.Name("twice")]:
    return 2 * value


def odd_or_even(value: int) -> tuple[Annotated[int, Noob.Name("odd")],
                                     Annotated[int, Noob.Name("even")]]:
    return (value, Noob.NO_EVENT) if value % 2 else (Noob.NO_EVENT, value)


def only_odd(value: int):
    return value if value % 2 else Noob.NO_EVENT


def too_many() -> tuple[Annotated[int, Noob.Name("a")], Annotated[int, Noob.Name("b")]]:
    return 1, 2, 3


def count_up(start: int = 0, stop: int = 3) -> typing.Iterator[int]:
    yield from range(start, stop)


def pairs() -> typing.Generator[tuple[Annotated[int, Noob.Name("number")],
                                      Annotated[str, Noob.Name("letter")]], None, None]:
    yield from enumerate("abc")


def first_of_nothing():
    return next(iter([]))


async def add_slowly(left, right):
    await asyncio.sleep(0)
    return left + right


async def meet(value, barrier):
    barrier.wait()
    return value


async def count_slowly():
    yield 1


def tell_epoch(value, epoch: Noob.Epoch):
    return [value, str(epoch)]


def tell_events(value, events: Noob.EventMap):
    event = events["value"]
    return [value, event.get_node_id(), event.get_signal(), event.get_value()]


def spread(value, epoch: Noob.Epoch):
    return [Noob.Event.new("a", "value", epoch.child("a", index), item)
            for index, item in enumerate(value)]


double_from_partial = functools.partial(add, right=100)

a_number = 7


class Counter:
    """Logs what is done to it in a file."""

    def __init__(self, step: int = 1, log: str | None = None):
        self.step = step
        self.total = 0
        self.log = log

    def _note(self, word):
        if self.log is not None:
            with pathlib.Path(self.log).open("a") as log:
                print(word, file=log)

    def init(self):
        self._note("init")

    def process(self, value: int = 1) -> int:
        self.total += self.step * value
        return self.total

    async def deinit(self):
        self._note("deinit")


class Marked:
    def process(self):
        return "not this one"

    @Noob.process_method
    def work(self, value):
        return f"worked on {value}"


class MarkedTwice:
    @Noob.process_method
    def a(self):
        pass

    @Noob.process_method
    def b(self):
        pass


class CountingClass:
    def __init__(self, n):
        self.n = n

    def process(self) -> typing.Generator[Annotated[int, Noob.Name("index")], None, None]:
        yield from range(self.n)


class NoProcess:
    pass


shared_counter = Counter(step=5)


class Scale(Noob.Node):
    factor: float = 1.0
    is_ready = False

    def init(self):
        self.is_ready = True

    def process(self, value: float) -> Annotated[float, Noob.Name("scaled")]:
        assert self.is_ready and self.get_id() == "a"
        return self.factor * value


class ScaleMore(Scale):
    def __init__(self, factor, more):
        super().__init__(factor=factor * more)


class TooCold(ValueError):
    pass


class Speechless(ValueError):
    def __str__(self):
        sys.exit("str() was called")


def fail(kind: str):
    raise {
        "ValueError": ValueError("no good"),
        "KeyError": KeyError("key"),
        "ZeroDivisionError": ZeroDivisionError("nothing"),
        "FileNotFoundError": FileNotFoundError(2, "No such file", "x"),
        "UnicodeDecodeError": UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
        "TooCold": TooCold("brr"),
        "Speechless": Speechless(),
        "surrogate": ValueError("\ud800"),
        "null": ValueError("a\0b"),
        "SystemExit": SystemExit(3),
        "GLib.Error": GLib.Error("from GLib"),
        "StopAsyncIteration": StopAsyncIteration("odd"),
    }[kind]


class FailsToInit:
    def init(self):
        raise ConnectionError("nobody there")

    def process(self):
        pass


class FailsToDeinit:
    def process(self):
        return sys.maxsize

    def deinit(self):
        raise BlockingIOError("still busy")
