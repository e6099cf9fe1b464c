# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nodes that every library can run, and the tubes that they are in."""

from collections.abc import Iterator

PAYLOAD = bytes(1024 * 1024)


def count() -> Iterator[int]:
    value = 0
    while True:
        yield value
        value += 1


def add(value: int) -> int:
    return value + 1


def payload() -> Iterator[bytes]:
    while True:
        yield PAYLOAD


def measure(value: bytes) -> int:
    return len(value)


def chain(relays, source="compare_nodes.count", relay="compare_nodes.add", slot="value"):
    """Nodes that pass on what a source counts, and a return node."""
    nodes = {"node_0": {"type": source}}
    for index in range(1, relays + 1):
        nodes[f"node_{index}"] = {
            "type": relay,
            "depends": [{slot: f"node_{index - 1}.value"}],
        }
    nodes["result"] = {"type": "return", "depends": [{"value": f"node_{relays}.value"}]}
    return nodes
