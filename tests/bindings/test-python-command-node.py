#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A command node that a Python program drives by hand, with real hosts of nodes."""

import os
import pathlib
import subprocess
import unittest

import gi

gi.require_version("Noob", "1")
from gi.repository import GLib, Noob  # noqa: E402

HOST = pathlib.Path(os.environ["NOOB_LIBEXEC_DIR"], "noob-node")
TIMEOUT = 60000

TUBE = {
    "input": {"x": {"scope": "process", "default": [0]}},
    "nodes": {
        "ordered": {"type": "gather", "params": {"n": 1}, "depends": [{"value": "input.x"}]},
        "quick": {"type": "map", "depends": [{"value": "input.x"}]},
    },
}
NODES = list(TUBE["nodes"])


class TestCommandNode(unittest.TestCase):
    def setUp(self):
        self.context = GLib.MainContext.default()
        self.events = []
        self.statuses = []
        self.n_identified = 0
        self.hosts = []

        self.command = Noob.CommandNode.new(Noob.Tube.load(TUBE), f"python-{os.getpid()}", "ipc", 0)
        self.addCleanup(self.command.close)
        self.command.connect("event", self.on_event)
        self.command.connect("message::status", self.on_status)
        self.command.connect("message::identify", self.on_identify)
        self.command.want_values(None)
        self.command.run()

    def on_event(self, command, event):
        self.events.append((event.get_node_id(), event.get_epoch().get_root()))

    def on_status(self, command, message):
        self.statuses.append((message.get_node_id(), command.get_node_status(message.get_node_id())))

    def on_identify(self, command, message):
        self.n_identified += 1

    def until(self, condition):
        watchdog = GLib.timeout_source_new(TIMEOUT)
        watchdog.set_callback(lambda *_: os.abort())
        watchdog.attach(self.context)
        while not condition():
            self.context.iteration(True)
        watchdog.destroy()

    def spawn(self, node_id):
        host = subprocess.Popen([HOST], stdin=subprocess.PIPE, text=True)
        host.stdin.write(self.command.make_bootstrap(node_id, 1000) + "\n")
        host.stdin.flush()
        self.hosts.append(host)

    def process(self, root):
        self.command.process(Noob.Epoch.new(root), Noob.Record.from_dict({"x": [root]}))

    def test_by_hand(self):
        for node_id in NODES:
            self.spawn(node_id)
        self.until(lambda: self.n_identified == len(NODES))
        with self.assertRaises(GLib.Error) as raised:
            self.process(0)
        self.assertTrue(raised.exception.matches(Noob.error_quark(), Noob.Error.STATE))
        self.assertIn("announce them first", raised.exception.message)

        self.command.announce()
        self.command.await_ready(NODES, TIMEOUT)

        self.process(1)
        self.until(lambda: ("quick", 1) in self.events)
        self.assertNotIn(("ordered", 1), self.events)
        self.process(0)
        self.until(lambda: ("ordered", 1) in self.events)
        self.assertEqual([root for node_id, root in self.events if node_id == "ordered"], [0, 1])

        self.command.deinitialize()
        self.until(lambda: all((node_id, Noob.NodeStatus.CLOSED) in self.statuses
                               for node_id in NODES))
        for host in self.hosts:
            host.stdin.close()
            self.assertEqual(host.wait(TIMEOUT / 1000), 0)

    def test_wrong_node(self):
        with self.assertRaises(GLib.Error) as raised:
            self.command.make_bootstrap("nobody", 0)
        self.assertTrue(raised.exception.matches(Noob.error_quark(), Noob.Error.NOT_FOUND))


if __name__ == "__main__":
    unittest.main()
