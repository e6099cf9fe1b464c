#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command line tool as a shell sees it. Its path is the first argument."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest

TOOL = sys.argv.pop(1)
BAD_SLOT = """
nodes:
  a: { type: "c:libcounter.so#count" }
  b: { type: "c:libcounter.so#multiply", depends: [ vlue: a.value, factor: a.value ] }
"""


def noob(*arguments, stdin="", **keywords):
    return subprocess.run([TOOL, *arguments], input=stdin, capture_output=True, text=True,
                          timeout=60, **keywords)


class ToolTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def assert_prints(self, expected, *arguments, **keywords):
        done = noob(*arguments, **keywords)
        self.assertEqual((done.stdout, done.stderr, done.returncode), (expected, "", 0))

    def assert_fails(self, status, parts, *arguments, stdout="", **keywords):
        """With one line of error that has all of the parts."""
        done = noob(*arguments, **keywords)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(done.stdout, stdout)
        self.assertRegex(done.stderr, r"\Anoob: [^\n]*\n\Z")
        for part in parts:
            self.assertIn(part, done.stderr)


class TestUsage(ToolTest):
    def test_version(self):
        self.assertRegex(noob("--version").stdout, r"^noob \d+\.\d+\.\d+\n$")

    def test_help_lists_commands_and_options(self):
        for arguments in (["help"], ["--help"]):
            done = noob(*arguments)
            self.assertEqual(done.returncode, 0)
            for command in ("run", "check", "graph", "deploy", "inspect", "keygen"):
                self.assertIn(f"  {command} ", done.stdout)
        for arguments in (["help", "run"], ["run", "--help"]):
            done = noob(*arguments)
            self.assertEqual(done.returncode, 0)
            self.assertIn("noob run", done.stdout)
            self.assertIn("--input-format", done.stdout)

    def test_wrong_usage_is_status_2(self):
        for parts, *arguments in (
            (["a command is missing"],),
            (["no command \"rnu\""], "rnu"),
            (["no command \"rnu\""], "help", "rnu"),
            (["run takes one TUBE"], "run"),
            (["run takes one TUBE"], "run", "counter", "wordcount"),
            (["inspect takes one TYPE"], "inspect"),
            (["keygen takes one NAME"], "keygen"),
            (["deploy takes one TUBE"], "deploy"),
            (["--deployment FILE and --describe"], "deploy", "counter"),
            (["--deployment FILE and --describe"], "deploy", "counter", "-d", "x.yaml"),
            (["--deployment FILE and --describe"], "deploy", "counter", "--describe"),
            (["-i takes a key and a value"], "inspect", "map", "-i", "n"),
            (["--nonsense"], "run", "--nonsense", "counter"),
            (["-i takes a key and a value"], "run", "counter", "-i", "start"),
            (["--input takes a key and a value"], "run", "counter", "--input=start"),
            (["--input takes a key and a value"], "check", "counter", "--input=start"),
            (["--input takes a key and a value"], "graph", "counter", "--input=start"),
            (["-n is a number"], "run", "counter", "-n", "-2"),
            (["many"], "run", "counter", "-n", "many"),
            (["sync or zmq", "\"threads\""], "run", "counter", "--runner", "threads"),
            (["ipc or inproc", "\"udp\""], "run", "counter", "-r", "zmq", "--transport", "udp"),
            (["--runner zmq"], "run", "counter", "--transport", "inproc"),
            (["--runner zmq"], "run", "counter", "--ledger"),
            (["json or jsonl", "\"xml\""], "run", "counter", "--output-format", "xml"),
            (["json or jsonl", "\"xml\""], "run", "counter", "--input-format", "xml"),
            (["dot or svg", "\"png\""], "graph", "counter", "--format", "png"),
        ):
            with self.subTest(arguments=arguments):
                self.assert_fails(2, parts, *arguments)


class TestRun(ToolTest):
    def test_each_runner(self):
        for runner in ("sync", "zmq"):
            self.assert_prints("0\n2\n4\n", "run", "counter", "-n", "3", "--runner", runner)

    def test_each_transport(self):
        for transport in ("ipc", "inproc"):
            self.assert_prints("0\n2\n4\n", "run", "counter", "-n", "3", "--runner", "zmq",
                               "--transport", transport)

    def test_ledger(self):
        done = noob("run", "counter", "-r", "zmq", "--ledger", stdin='{"factor": 2}\n' * 3)
        self.assertEqual((done.stdout, done.returncode), ("0\n2\n4\n", 0))
        self.assertEqual(done.stderr.splitlines(), [
            "edge                                sent   received    expired     failed  abandoned",
            "count.value -> multiply.value          3          3          0          0          0",
            "multiply.value -> result.0             3          3          0          0          0",
        ])

    def test_ledger_that_does_not_balance(self):
        tube = self.write("lossy.json", json.dumps({
            "input": {"x": {"scope": "process"}},
            "nodes": {"a": {"type": "c:libcounter.so#count"},
                      "r": {"type": "return", "depends": [{"x": "a.value"}]}}}))
        environment = {**os.environ, "NOOB_LIBEXEC_DIR": os.environ["NOOB_LOSSY_DIR"]}
        self.assert_fails(1, ["a.value -> r.x: 3 sent, but 2 received"], "run", tube, "-r", "zmq",
                          stdin='{"x": 1}\n' * 3, stdout='{"x":0}\n{"x":2}\n', env=environment)

    def test_number_of_results(self):
        self.assert_prints("0\n2\n4\n", "run", "counter", "-n", "3")
        self.assert_prints("", "run", "counter", "-n", "0")

    def test_tube_by_path(self):
        tube = os.path.join(os.environ["NOOB_TUBE_PATH"].split(":")[0], "counter.yaml")
        self.assert_prints("0\n", "run", tube, "-n", "1")

    def test_tube_inputs_are_json_or_strings(self):
        self.assert_prints("10\n12\n", "run", "-i", "start", "5", "counter", "-n", "2")
        self.assert_fails(1, ["start", "an integer", "a string"],
                          "run", "counter", "-i", "start", "soon", "-n", "1")

    def test_inputs_of_each_call_by_line(self):
        self.assert_prints("0\n3\n4\n", "run", "counter",
                           stdin='{"factor": 10}\n\n{"factor": 3}\n{}\n')

    def test_inputs_of_each_call_as_json(self):
        for stdin, expected in (('{"factor":\n 10}', "0\n"),
                                ('[{"factor": 10},\n {"factor": 3}]', "0\n3\n")):
            self.assert_prints(expected, "run", "counter", "--input-format", "json", stdin=stdin)

    def test_no_call_without_a_needed_input(self):
        path = self.write("echo.yaml", "input: { x: { scope: process } }\n"
                          "nodes: { r: { type: return, depends: input.x } }")
        self.assert_prints("", "run", path)
        self.assert_prints("[]\n", "run", path, "--output-format", "json")
        self.assert_prints("[1]\nnull\n", "run", path, stdin='{"x": [1]}\n{"x": null}\n')
        self.assert_fails(1, ["x"], "run", path, stdin="{}\n")

    def test_number_ends_the_calls(self):
        self.assert_prints("0\n", "run", "counter", "-n", "1", stdin="{}\n{}\n")
        self.assert_prints("", "run", "counter", "-n", "0", stdin="{}\n{}\n")

    def test_number_counts_calls_of_a_tube_that_returns_nothing(self):
        path = self.write("quiet.yaml", """
input: { x: { scope: process } }
nodes:
  a: { type: "c:libcounter.so#multiply", depends: [ input.x, input.x ] }
""")
        self.assert_prints("", "run", path, "-n", "2", stdin='{"x": 1}\n{"x": 2}\nno JSON\n')

    def test_results_stream(self):
        with subprocess.Popen([TOOL, "run", "counter"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as process:
            for factor, expected in ((7, "0\n"), (8, "8\n")):
                process.stdin.write(json.dumps({"factor": factor}) + "\n")
                process.stdin.flush()
                self.assertEqual(process.stdout.readline(), expected)
            process.stdin.close()
            self.assertEqual(process.wait(60), 0)

    def test_results_as_json(self):
        arguments = ("run", "counter", "--output-format", "json")
        self.assertEqual(json.loads(noob(*arguments, "-n", "3").stdout), [0, 2, 4])
        self.assertEqual(json.loads(noob(*arguments, "-n", "1").stdout), 0)
        self.assertEqual(json.loads(noob(*arguments, "-n", "0").stdout), [])

    def test_progress_goes_to_standard_error(self):
        done = noob("run", "counter", "-n", "2", "--progress")
        self.assertEqual(done.stdout, "0\n2\n")
        self.assertRegex(done.stderr, r"2 results in \d+\.\d s\n\Z")

    def test_verbose_follows_statuses(self):
        done = noob("run", "counter", "-n", "2", "--verbose", "--runner", "zmq")
        self.assertEqual((done.stdout, done.returncode), ("0\n2\n", 0), done.stderr)
        for node in ("count", "multiply"):
            seen = re.findall(rf"^ *\d+ ms: node \"{node}\" is (\w+)$", done.stderr, re.MULTILINE)
            self.assertEqual((seen[:2], seen[-1]), (["waiting", "ready"], "closed"), done.stderr)

        done = noob("run", "counter", "-n", "2", "-v")
        self.assertEqual((done.stdout, done.returncode), ("0\n2\n", 0), done.stderr)
        for node in ("count", "multiply"):
            self.assertRegex(done.stderr, rf"(?m)^ *\d+ ms: node \"{node}\" is ready$")

    def test_debug_tells_of_what_is_asked_for(self):
        def told(categories):
            return noob("run", "counter", "-n", "2", "--runner", "zmq",
                        env={**os.environ, "NOOB_DEBUG": categories})

        done = told("launch,schedule")
        self.assertEqual((done.stdout, done.returncode), ("0\n2\n", 0), done.stderr)
        time = r"^\d\d:\d\d:\d\d\.\d{6} "
        self.assertRegex(done.stderr, f"(?m){time}launch: node \"count\": process \\d+ runs ")
        self.assertRegex(done.stderr, f"(?m){time}launch: node \"count\": process \\d+ exited")
        self.assertRegex(done.stderr, f"(?m){time}schedule: epoch 1 ended$")
        self.assertIn("schedule: node \"count\": runs epoch 1", done.stderr)
        self.assertNotIn("protocol: ", done.stderr)

        done = told("protocol")
        self.assertNotIn("launch: ", done.stderr)
        for text in ("node \"count\": says \"identify\"", "tells all nodes: \"announce\"",
                     "node \"multiply\": is ready", "node \"count\": receives \"deinit\""):
            self.assertIn(text, done.stderr)

    def test_debug_keeps_out_of_standard_output(self):
        done = noob("run", "counter", "-n", "2", "--runner", "zmq",
                    env={**os.environ, "NOOB_DEBUG": "all", "G_MESSAGES_DEBUG": "all"})
        self.assertEqual((done.stdout, done.returncode), ("0\n2\n", 0), done.stderr)
        self.assertIn("Noob-DEBUG", done.stderr)

    def test_unknown_input_is_a_warning(self):
        done = noob("run", "counter", "-n", "1", "-i", "strat", "4")
        self.assertEqual((done.stdout, done.returncode), ("0\n", 0))
        self.assertRegex(done.stderr, r"\Anoob: warning: [^\n]*strat[^\n]*\n\Z")

    def test_failures_are_status_1(self):
        self.assert_fails(1, ["no tube has the id \"nosuch\""], "run", "nosuch")
        self.assert_fails(1, ["nosuch.yaml"], "run", "./nosuch.yaml")
        self.assert_fails(1, ["multiply", "factor", "an integer"], "run", "counter",
                          stdin='{"factor": "x"}\n')
        self.assert_fails(1, ["standard input, line 2"], "run", "counter", stdin="{}\nx\n",
                          stdout="0\n")
        self.assert_fails(1, ["standard input, line 1", "objects", "a list"], "run", "counter",
                          stdin="[1]\n")
        self.assert_fails(1, ["standard input", "line 1, column"],
                          "run", "counter", "--input-format", "json", stdin="[{")

    def test_interrupt_stops_cleanly(self):
        def parse_lines(text):
            return [json.loads(line) for line in text.splitlines()]

        for format, parse in (("jsonl", parse_lines), ("json", json.loads)):
            with subprocess.Popen([TOOL, "run", "counter", "--output-format", format], text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
                first = process.stdout.readline()
                process.send_signal(signal.SIGINT)
                rest = process.stdout.read()
                self.assertEqual(process.wait(60), 128 + signal.SIGINT)
            self.assertEqual(parse(first + rest)[:1], [0])

    def test_interrupt_of_a_terminal_reaches_hosts_through_the_runner(self):
        with subprocess.Popen([TOOL, "run", "--runner", "zmq", "counter"], text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, start_new_session=True) as process:
            self.assertEqual(process.stdout.readline(), "0\n")
            os.killpg(process.pid, signal.SIGINT)
            self.assertEqual(process.communicate(timeout=60)[1], "")
            self.assertEqual(process.returncode, 128 + signal.SIGINT)

    def test_interrupt_while_waiting_for_input(self):
        with subprocess.Popen([TOOL, "run", "counter"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as process:
            process.stdin.write("{}\n")
            process.stdin.flush()
            process.stdout.readline()
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(60), 128 + signal.SIGINT)

    def test_closed_output_is_quiet(self):
        with subprocess.Popen([TOOL, "run", "counter"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual(process.stderr.read(), "")
            self.assertEqual(process.wait(60), 128 + signal.SIGPIPE)


class TestCheck(ToolTest):
    def test_good_tube(self):
        expected = "counter: ok (3 nodes, 2 inputs, 0 assets)\n"
        self.assert_prints(expected, "check", "counter")
        self.assert_prints(expected, "check", "--load", "counter")

    def test_needs_no_code(self):
        path = self.write("python.yaml", "nodes: { a: { type: numpy.zeros } }")
        self.assert_prints(f"{path}: ok (1 node, 0 inputs, 0 assets)\n", "check", path)
        self.assert_fails(1, ["node \"a\"", "a Python node"], "check", "--load", path)

    def test_bad_tube_is_told_with_its_place(self):
        path = self.write("bad.yaml", "nodes:\n  a: { tpye: map }\n")
        self.assert_fails(1, [f"{path}:2:8", "unknown key \"tpye\"", "type"], "check", path)

    def test_ports_are_checked_when_loaded(self):
        path = self.write("bad.yaml", BAD_SLOT)
        self.assertEqual(noob("check", path).returncode, 0)
        self.assert_fails(1, [path, "no slot \"vlue\"", "did you mean \"value\"?"],
                          "check", "--load", path)


class TestGraph(ToolTest):
    def test_dot(self):
        done = noob("graph", "counter")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("digraph", done.stdout)
        self.assertIn('"count" -> "multiply"', done.stdout)

    def test_output_file(self):
        path = os.path.join(self.folder, "counter.dot")
        self.assert_prints("", "graph", "counter", "-o", path)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), noob("graph", "counter").stdout)

    def test_required_inputs_need_no_value(self):
        path = self.write("t.yaml", "input: { x: { } }\n"
                          "nodes: { a: { type: m.f, params: { x: input.x } } }")
        self.assertEqual(noob("graph", path).returncode, 0)

    def test_svg_without_graphviz_is_an_error(self):
        self.assert_fails(1, ["Graphviz", "--format dot"], "graph", "counter", "-f", "svg",
                          env={**os.environ, "PATH": self.folder})

    def test_svg_is_what_dot_makes(self):
        program = self.write("dot", "#!/bin/sh\n/bin/cat >/dev/null\necho '<svg/>'\n")
        os.chmod(program, 0o755)
        self.assert_prints("<svg/>\n", "graph", "counter", "-f", "svg",
                           env={**os.environ, "PATH": self.folder})


class TestDeploy(ToolTest):
    def describe(self, deployment, *options):
        path = self.write("deployment.yaml", deployment)
        done = noob("deploy", "counter", "--deployment", path, "--describe", *options)
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        return done.stdout

    def test_shows_every_group_and_its_command(self):
        host = os.path.join(os.environ["NOOB_LIBEXEC_DIR"], "noob-node")
        shown = self.describe("""
groups:
  far: { launcher: ssh, host: me@far, libexec_dir: /opt/noob, restart: always, nodes: [ "m*" ] }
""")
        self.assertEqual(shown, f"""\
count
  nodes:     count
  launcher:  local
  transport: ipc
  restart:   never
  command:   {host}
far
  nodes:     multiply
  launcher:  ssh on me@far
  transport: tcp
  restart:   always
  command:   ssh -T -o BatchMode=yes me@far -- /opt/noob/noob-node
""")

    def test_what_is_started_by_hand(self):
        shown = self.describe("groups: { hand: { launcher: external, libexec_dir: /x y, "
                              "nodes: [ multiply, count ] } }")
        self.assertIn("  nodes:     count multiply\n", shown)
        self.assertIn("  by hand:   '/x y/noob-node'\n", shown)

    def test_json(self):
        shown = self.describe("groups: { all: { launcher: [ nice, -n, 5 ], libexec_dir: /x y, "
                              "nodes: [ '*' ] } }", "--json")
        self.assertEqual(json.loads(shown), [{
            "name": "all", "nodes": ["count", "multiply"], "launcher": ["nice", "-n", "5"],
            "transport": "ipc", "restart": "never",
            "command": ["nice", "-n", "5", "/x y/noob-node"],
            "command-line": "nice -n 5 '/x y/noob-node'"}])

    def test_needs_no_code(self):
        tube = self.write("tube.yaml", "nodes: { a: { type: 'c:libnowhere.so#a' } }")
        path = self.write("deployment.yaml", "groups: {}")
        self.assertEqual(noob("deploy", tube, "-d", path, "--describe").returncode, 0)

    def test_wrong_deployment_is_told_with_its_place(self):
        path = self.write("deployment.yaml", "groups: { a: { nods: [ count ] } }")
        self.assert_fails(1, [f"{path}:1:16: ", '"nods"', '"nodes"'],
                          "deploy", "counter", "-d", path, "--describe")
        self.assert_fails(1, ["/not/there.yaml"], "deploy", "counter", "-d", "/not/there.yaml",
                          "--describe")


class TestKeygen(ToolTest):
    def setUp(self):
        super().setUp()
        self.environment = {**os.environ, "XDG_CONFIG_HOME": self.folder}
        self.path = os.path.join(self.folder, "noob", "keys", "lab")

    def test_writes_the_public_key_alone(self):
        done = noob("keygen", "lab", env=self.environment)
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        self.assertRegex(done.stdout, r"\A\S{40}\n\Z")
        with open(self.path, encoding="ascii") as file:
            public, secret = file.read().splitlines()
        self.assertEqual(public, "public " + done.stdout.strip())
        self.assertNotIn(secret.removeprefix("secret "), done.stdout)
        self.assert_prints(done.stdout, "keygen", "--show", "lab", env=self.environment)

    def test_refuses_to_replace(self):
        noob("keygen", "lab", env=self.environment)
        self.assert_fails(1, ["\"lab\"", self.path], "keygen", "lab", env=self.environment)

    def test_refuses_what_others_may_read(self):
        noob("keygen", "lab", env=self.environment)
        os.chmod(self.path, 0o644)
        self.assert_fails(1, [self.path, "0600"], "keygen", "-s", "lab", env=self.environment)

    def test_keys_that_are_not_there(self):
        self.assert_fails(1, ["noob keygen"], "keygen", "-s", "lab", env=self.environment)


if __name__ == "__main__":
    unittest.main(verbosity=2)
