// SPDX-License-Identifier: LGPL-2.1-or-later

// What a call of a node in JavaScript costs beyond what its function does, in the sync runner: an
// epoch with it, less one with a native node in its place. Target: at most 15 µs. In time of the
// processor, so that what else the machine does counts little.

import GLib from 'gi://GLib';
import Noob from 'gi://Noob?version=1';

const N_RUNS = 9;
const N_EPOCHS = 10000;
const NODES = `${GLib.path_get_dirname(import.meta.url.slice('file://'.length))}/bench-nodes.js`;

Noob.register_loader(new Noob.GjsLoader());

function getCpuMicroseconds() {
    const [, text] = GLib.file_get_contents('/proc/thread-self/schedstat');
    return parseInt(new TextDecoder().decode(text)) / 1000;
}

function makeRunner(type) {
    const tube = Noob.Tube.load({
        input: {value: {scope: 'process'}, factor: {scope: 'process'}},
        nodes: {
            node: {type, depends: ['input.value', 'input.factor']},
            return: {type: 'return', depends: 'node.value'},
        },
    });
    const runner = new Noob.SyncRunner({tube});
    runner.init();
    return runner;
}

function timeCalls(call) {
    const start = getCpuMicroseconds();
    for (let i = 0; i < N_EPOCHS; i++)
        call();
    return (getCpuMicroseconds() - start) / N_EPOCHS;
}

function getMedian(call) {
    const times = Array.from({length: N_RUNS}, () => timeCalls(call));
    return times.sort((a, b) => a - b)[N_RUNS >> 1];
}

function bench(value, factor) {
    const inputs = Noob.Record.from_object({value, factor});
    const [native, ...scripted] = ['c:libcounter.so#multiply', `gjs:${NODES}#multiply`,
        `gjs:${NODES}#Multiplier`].map(makeRunner).map(runner => {
        const median = getMedian(() => runner.process_to_list(inputs));
        runner.deinit();
        return median;
    });
    print(`native node: ${native.toFixed(1)} us an epoch`);
    ['function', 'class'].forEach((kind, index) => print(
        `${kind} of two slots: ${(scripted[index] - native).toFixed(1)} us a call beyond it`));
}

print(`Running epochs in this thread, median of ${N_RUNS}:`);
bench(6, 7);
