# SPDX-License-Identifier: LGPL-2.1-or-later
"""The chain and the payload of compare_nodes as units of ezmsg, each in a process of its own.
Prints lines of JSON."""

import json
import time

import ezmsg.core as ez

from compare_nodes import PAYLOAD

RELAYS = 2
EPOCHS = 1000
PAYLOADS = 200
WARM_UP = 50  # messages before the clock starts


class SourceSettings(ez.Settings):
    messages: int
    payload: bytes = b""


class Source(ez.Unit):
    SETTINGS = SourceSettings
    OUTPUT = ez.OutputStream(object)

    @ez.publisher(OUTPUT)
    async def emit(self):
        for number in range(self.SETTINGS.messages):
            yield self.OUTPUT, self.SETTINGS.payload or number


class Relay(ez.Unit):
    INPUT = ez.InputStream(object)
    OUTPUT = ez.OutputStream(object)

    @ez.subscriber(INPUT)
    @ez.publisher(OUTPUT)
    async def relay(self, message):
        yield self.OUTPUT, len(message) if isinstance(message, bytes) else message + 1


class SinkSettings(ez.Settings):
    what: str
    unit: str
    messages: int


class Sink(ez.Unit):
    SETTINGS = SinkSettings
    INPUT = ez.InputStream(object)

    async def initialize(self):
        self.received = 0
        self.begin = 0.0

    @ez.subscriber(INPUT)
    async def take(self, message):
        self.received += 1
        if self.received == WARM_UP:
            self.begin = time.perf_counter()
        if self.received == self.SETTINGS.messages + WARM_UP:
            rate = self.SETTINGS.messages / (time.perf_counter() - self.begin)
            print(json.dumps({"library": "ezmsg", "what": self.SETTINGS.what,
                              "unit": self.SETTINGS.unit, "value": rate}), flush=True)
            raise ez.NormalTermination


def run(relays, messages, payload, what, unit):
    source = Source(SourceSettings(messages + WARM_UP, payload))
    sink = Sink(SinkSettings(what, unit, messages))
    units = {"SOURCE": source, **{f"RELAY_{i}": Relay() for i in range(relays)}, "SINK": sink}
    chain = list(units.values())
    ez.run(components=units, process_components=chain,
           connections=[(a.OUTPUT, b.INPUT) for a, b in zip(chain, chain[1:])])


if __name__ == "__main__":
    run(RELAYS, EPOCHS, b"", "run (1,000), k=2", "epochs/s")
    run(1, PAYLOADS, PAYLOAD, "1 MiB from source to consumer", "payloads/s")
