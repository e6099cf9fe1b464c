// SPDX-License-Identifier: LGPL-2.1-or-later

// Assets written in JavaScript, in the process of the program and in processes of their own.

import GLib from 'gi://GLib';
import Noob from 'gi://Noob?version=1';
import System from 'system';

import {getMemory, journal} from './assets.js';
import {assert, assertEqual, assertThrows, main, test} from './tap.js';

const MODULE = `gjs:${GLib.path_get_dirname(import.meta.url.slice(7))}/assets.js`;
const RUNNERS = [Noob.SyncRunner, Noob.ZmqRunner];

Noob.register_loader(new Noob.GjsLoader());

function load(asset, nodes, depends, inputs = {}) {
    return Noob.Tube.load({
        input: Object.fromEntries(Object.keys(inputs).map(name => [name, {scope: 'tube'}])),
        assets: {thing: {scope: 'runner', ...asset, type: `${MODULE}#${asset.type}`}},
        nodes: {
            ...Object.fromEntries(Object.entries(nodes).map(([id, node]) =>
                [id, {...node, type: `${MODULE}#${node.type}`}])),
            return: {type: 'return', depends},
        },
    }, inputs);
}

// An asset and one node that uses it, as its first slot.
function loadOne(asset, nodeType, inputs) {
    return load(asset, {node: {type: nodeType, depends: ['assets.thing']}}, 'node.value', inputs);
}

// Two nodes, one after the other.
function loadTwo(asset, nodeType) {
    return load(asset, {
        a: {type: nodeType, depends: ['assets.thing']},
        b: {type: nodeType, depends: ['assets.thing', {after: 'a.value'}]},
    }, [{a: 'a.value'}, {b: 'b.value'}]);
}

// One that takes the asset, two that change and pass it on, and what it is after that is stored.
function loadChain(asset) {
    return load({...asset, depends: 'b.asset'}, {
        take: {type: 'pass', depends: ['assets.thing']},
        a: {type: 'add', depends: ['take.value']},
        b: {type: 'add', depends: ['a.asset']},
    }, [{a: 'a.count'}, {b: 'b.count'}]);
}

function run(tube, n, Runner = Noob.SyncRunner) {
    journal.length = 0;
    const runner = new Runner({tube});
    runner.init();
    try {
        return Array.from({length: n}, () => runner.process());
    } finally {
        runner.deinit();
    }
}

function show(asset) {
    const [shown] = run(loadOne(asset, 'show'), 1);
    return shown;
}

function assertFailsToLoad(asset, ...words) {
    const error = assertThrows(() => run(loadOne(asset, 'show'), 0), '"thing"', ...words);
    assert(error.matches(Noob.error_quark(), Noob.Error.LOAD));
}

test('/gjs-assets/function/value-is-shared-by-reference', () => {
    assertEqual(run(loadTwo({type: 'score'}, 'bump'), 2), [{a: 1, b: 2}, {a: 3, b: 4}]);
    for (const kind of ['array', 'map', 'set', 'numbers', 'bytes', 'date', 'nested']) {
        const tube = loadTwo({type: 'growing', params: [kind]}, 'grow');
        assertEqual([kind, run(tube, 2)], [kind, [{a: 2, b: 3}, {a: 4, b: 5}]]);
    }
});

test('/gjs-assets/function/params-by-name-and-by-position', () => {
    assertEqual(show({type: 'score', params: {step: 3}}), 'Object {"count":0,"step":3}');
    assertEqual(show({type: 'score', params: [5, 3]}), 'Object {"count":5,"step":3}');
    assertEqual(show({type: 'score', params: []}), 'Object {"count":0,"step":1}');
    assertEqual(show({type: 'sum', params: [1, 2, 3]}), 'Number 6');
    const tube = loadOne({type: 'score', params: {start: 'input.start'}}, 'show', {start: 7});
    assertEqual(run(tube, 1), ['Object {"count":7,"step":1}']);
});

test('/gjs-assets/function/params-that-do-not-fit', () => {
    assertFailsToLoad({type: 'score', params: {stpe: 3}}, '"stpe"', 'start, step');
    assertFailsToLoad({type: 'score', params: [1, 2, 3]}, '"2"', 'start, step');
    assertFailsToLoad({type: 'lateScore'}, 'lateScore', '"start"');
    assertFailsToLoad({type: 'sum', params: []}, '"first"');
    assertFailsToLoad({type: 'shared', params: [1]}, 'shared', 'no params');
    assertFailsToLoad({type: 'scoer'}, 'assets.js', '"scoer"', 'score');
});

test('/gjs-assets/function/each-life-has-params-of-its-own', () => {
    const tube = loadOne({type: 'changed', params: [[7]], scope: 'process'}, 'show');
    assertEqual(run(tube, 2), ['Array [7,1]', 'Array [7,1]']);
});

test('/gjs-assets/function/promises-are-awaited', () => {
    assertEqual(run(loadTwo({type: 'lateScore', params: [4]}, 'bump'), 1), [{a: 5, b: 6}]);
});

test('/gjs-assets/function/what-it-returns-is-begun-and-ended', () => {
    run(loadOne({type: 'closing', scope: 'process'}, 'touch'), 2);
    assertEqual(journal, ['open', 'closed', 'open', 'closed']);
});

test('/gjs-assets/function/plain-values-are-what-they-are', () => {
    assertEqual(show({type: 'answer'}), 'Number 42');
});

test('/gjs-assets/generator/is-an-iterator', () => {
    const tube = loadTwo({type: 'numbers', params: {start: 3}}, 'next');
    assertEqual(run(tube, 2), [{a: 3, b: 4}, {a: 5, b: 6}]);
    assertEqual(journal, ['finally']);
});

test('/gjs-assets/class/is-made-of-params-and-ended', () => {
    const asset = {type: 'Counter', params: {start: 10}};
    assertEqual(run(loadTwo(asset, 'bumpCounter'), 2), [{a: 11, b: 12}, {a: 13, b: 14}]);
    assertEqual(journal, ['init 10', 'deinit 14']);
    assertEqual(show({type: 'Pair', params: [1, [2]]}), 'Pair {"left":1,"right":[2]}');
});

test('/gjs-assets/class/scopes', () => {
    const process = {type: 'Counter', scope: 'process'};
    assertEqual(run(loadTwo(process, 'bumpCounter'), 2), [{a: 1, b: 2}, {a: 1, b: 2}]);
    assertEqual(journal, ['init 0', 'deinit 2', 'init 0', 'deinit 2']);

    const node = {type: 'Counter', scope: 'node'};
    assertEqual(run(loadTwo(node, 'bumpCounter'), 1), [{a: 1, b: 1}]);
    assertEqual(journal, ['init 0', 'deinit 1', 'init 0', 'deinit 1']);
});

test('/gjs-assets/class/of-gobjects-gets-properties', () => {
    const tube = loadTwo({type: 'Thing', params: {count: 3}}, 'bumpCounter');
    assertEqual(run(tube, 2), [{a: 4, b: 5}, {a: 6, b: 7}]);
});

test('/gjs-assets/object/is-begun-and-ended', () => {
    const [{a, b}] = run(loadTwo({type: 'shared'}, 'bumpCounter'), 1);
    assertEqual(b, a + 1);
    assertEqual(journal, ['init shared', 'deinit shared']);
});

test('/gjs-assets/subclass/makes-what-it-likes', () => {
    const tube = loadTwo({type: 'Maker', params: {start: 3}}, 'bumpCounter');
    assertEqual(run(tube, 1), [{a: 4, b: 5}]);
    assertEqual(journal, ['teardown 5']);
    assertFailsToLoad({type: 'Maker', params: [3]}, 'Maker', 'a map');
});

test('/gjs-assets/failure/has-type-message-and-stack', () => {
    for (const [asset, message] of [[{type: 'failing'}, 'nothing to make'],
        [{type: 'Maker', params: {start: -1}}, 'thing: -1 is negative']]) {
        for (const Runner of RUNNERS) {
            assertThrows(() => run(loadOne(asset, 'show'), 0, Runner), '"thing"', message);
            const tube = loadOne({...asset, scope: 'process'}, 'show');
            const {failure} = assertThrows(() => run(tube, 1, Runner), '"thing"', message);
            assertEqual(failure.get_type_name(), 'RangeError');
            assert(failure.get_traceback().includes('assets.js'));
        }
    }
});

test('/gjs-assets/failure/in-teardown', () => {
    for (const scope of ['process', 'node']) {
        const tube = loadOne({type: 'Clinging', scope}, 'show');
        const {failure} = assertThrows(() => run(tube, 1), '"thing"', 'it clings');
        assertEqual(failure.get_type_name(), 'URIError');
    }
});

test('/gjs-assets/processes/each-generation-passes-a-copy-on', () => {
    const both = [{a: 1, b: 2}, {a: 2, b: 3}];
    assertEqual(run(loadTwo({type: 'score'}, 'bump'), 2, Noob.ZmqRunner), both);
    for (const type of ['Tally', 'Thing', 'Gauge'])
        assertEqual(run(loadTwo({type}, 'bumpCounter'), 2, Noob.ZmqRunner), both);
    for (const kind of ['array', 'map', 'set', 'numbers', 'bytes', 'nested']) {
        const tube = loadTwo({type: 'growing', params: [kind]}, 'grow');
        assertEqual([kind, run(tube, 2, Noob.ZmqRunner)], [kind, [{a: 2, b: 3}, {a: 3, b: 4}]]);
    }
});

// The second generation changes what came in place, for the third to see.
test('/gjs-assets/processes/what-came-is-changed-in-place', () => {
    for (const [type, nodeType] of [['score', 'bump'], ['Tally', 'bumpCounter'],
        ['Thing', 'bumpCounter'], ['Gauge', 'bumpCounter']]) {
        const tube = load({type, scope: 'process'}, {
            a: {type: nodeType, depends: ['assets.thing']},
            b: {type: nodeType, depends: ['assets.thing', {after: 'a.value'}]},
            c: {type: nodeType, depends: ['assets.thing', {after: 'b.value'}]},
        }, ['a.value', 'b.value', 'c.value']);
        for (const Runner of RUNNERS)
            assertEqual(run(tube, 2, Runner), [[1, 2, 3], [1, 2, 3]]);
    }
});

test('/gjs-assets/processes/what-is-stored-is-there-in-the-next-epoch', () => {
    for (const asset of [{type: 'score'}, {type: 'Tally'}, {type: 'Thing'}, {type: 'Gauge'},
        {type: 'growing', params: ['map']}]) {
        const first = asset.type === 'growing' ? 2 : 1;
        for (const Runner of RUNNERS) {
            assertEqual(run(loadChain(asset), 2, Runner),
                [{a: first, b: first + 1}, {a: first + 2, b: first + 3}]);
        }
    }
});

// In the process of the program, too.
test('/gjs-assets/processes/what-c-stores-for-c-is-a-record', () => {
    const tube = Noob.Tube.load({
        input: {samples: {scope: 'tube'}},
        assets: {
            so_far: {
                type: 'c:libstatistics.so#no_samples',
                scope: 'runner',
                depends: 'after.value',
            },
        },
        nodes: {
            before: {type: 'c:libstatistics.so#recall', depends: [{asset: 'assets.so_far'}]},
            after: {
                type: 'c:libstatistics.so#add_samples',
                depends: [{samples: 'input.samples'}, {before: 'before.value'}],
            },
            return: {type: 'return', depends: 'after.value'},
        },
    }, {samples: Uint8Array.of(1, 0, 3, 0)});
    for (const Runner of RUNNERS) {
        assertEqual(run(tube, 3, Runner).map(({count, mean}) => [count, mean]),
            [[2, 2], [4, 2], [6, 2]]);
    }
});

test('/gjs-assets/processes/plain-objects-are-records-to-other-languages', () => {
    const tube = Noob.Tube.load({
        assets: {thing: {type: `${MODULE}#score`, params: [3], scope: 'runner'}},
        nodes: {
            a: {type: `${MODULE}#bumpAndName`, depends: ['assets.thing']},
            b: {type: 'operator.getitem', depends: ['assets.thing', 'a.value']},
            return: {type: 'return', depends: 'b.value'},
        },
    });
    assertEqual(run(tube, 2, Noob.ZmqRunner), [4, 5]);
});

test('/gjs-assets/processes/what-cannot-cross-says-what-would-help', () => {
    for (const [asset, word] of [[{type: 'Counter'}, 'a Counter'], [{type: 'hidden'}, 'a Hidden'],
        [{type: 'numbers'}, 'Generator'], [{type: 'closing'}, 'a function']]) {
        const runner = new Noob.ZmqRunner({tube: loadTwo(asset, 'touch')});
        assertThrows(() => runner.init(), '"thing"', word, 'scope');
    }
    const runner = new Noob.ZmqRunner({tube: loadTwo({type: 'Counter'}, 'touch')});
    assertThrows(() => runner.init(), 'toJSON', 'fromJSON', 'scope `node`');
});

test('/gjs-assets/processes/are-torn-down-once', () => {
    const folder = GLib.dir_make_tmp('noob-test-XXXXXX');
    const path = GLib.build_filenamev([folder, 'journal']);
    const asset = {type: 'Counter', params: {path}};
    assertEqual(run(loadOne(asset, 'bumpCounter'), 2, Noob.ZmqRunner), [1, 2]);
    run(loadOne({...asset, scope: 'process'}, 'bumpCounter'), 2, Noob.ZmqRunner);
    const [, bytes] = GLib.file_get_contents(path);
    assertEqual(new TextDecoder().decode(bytes).trim().split('\n'),
        ['init 0', 'deinit 2', 'init 0', 'deinit 1', 'init 0', 'deinit 1']);
    GLib.unlink(path);
    GLib.rmdir(folder);
});

test('/gjs-assets/memory/is-given-back', () => {
    const tube = loadOne({type: 'large', params: [8], scope: 'process'}, 'bump');
    const before = getMemory();
    run(tube, 50);
    System.gc();
    assert(getMemory() - before < 100);
});

test('/gjs-assets/memory/of-what-is-sent-is-bounded', () => {
    const last = run(loadTwo({type: 'large', params: [8]}, 'measure'), 100, Noob.ZmqRunner).pop();
    assert(last.a < 500 && last.b < 700);
});

main();
