# SPDX-License-Identifier: LGPL-2.1-or-later

from collections.abc import Generator
from typing import Annotated

from .annotations import Signal, process_method


def thermometer(readings: list[float]) -> Generator[
        tuple[Annotated[int, Signal("day")], Annotated[float, Signal("degrees", unit="C")]],
        None, None]:
    """One reading a day."""
    for day, degrees in enumerate(readings, start=1):
        yield day, degrees


class Extremes:
    """The least and the most of some days together."""

    def __init__(self, days: int = 7):
        self.days = days
        self.seen: list[float] = []

    @process_method
    def add(self, degrees: float) -> tuple[Annotated[float, Signal("least")],
                                           Annotated[float, Signal("most")]] | None:
        self.seen.append(degrees)
        if len(self.seen) < self.days:
            return None
        seen, self.seen = self.seen, []
        return min(seen), max(seen)


class Alarm:
    def __init__(self, limit: float):
        self.limit = limit

    def process(self, degrees: float) -> Annotated[str | None, Signal("state")]:
        return "hot" if degrees > self.limit else None


def report(day: int, least: float, most: float, template: str = "{} {} {}") -> str:
    return template.format(day, least, most)
