# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nodes and kinds of values for test-python-values.py."""

import dataclasses
import enum


class Colour(enum.Enum):
    RED = 1
    GREEN = (2, "green")


class Level(enum.IntEnum):
    LOW = 1


class Bits(enum.Flag):
    A = 1
    B = 2


@dataclasses.dataclass(frozen=True)
class Point:
    x: float
    y: float = 0.0
    colour: Colour = Colour.RED

    def __post_init__(self):
        constructed.append(self)


constructed = []


@dataclasses.dataclass
class Shape:
    points: list
    name: str = dataclasses.field(default="", kw_only=True)


def same(value):
    return value


def type_of(value):
    return f"{type(value).__module__}.{type(value).__qualname__}"


def use_point(point):
    return point.x + point.y, len(constructed)


def make_shape(name):
    return Shape([Point(1.0, 2.0, Colour.GREEN)], name=name)


def make_object(kind):
    return object() if kind == "object" else {"inside": [lambda: None]}


class Refill:
    """Emits the same array each time, filled with the number of the call."""

    def init(self):
        import numpy
        self.array = numpy.full(1000, -1)

    def process(self):
        self.array += 1
        return self.array


def double_in_place(array):
    array *= 2
    return array
