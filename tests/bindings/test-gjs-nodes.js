// SPDX-License-Identifier: LGPL-2.1-or-later

// Nodes written in JavaScript, in the process of the program and in processes of their own.

import GLib from 'gi://GLib';
import Noob from 'gi://Noob?version=1';

import {assert, assertEqual, assertThrows, main, test} from './tap.js';

const MODULE = `gjs:${GLib.path_get_dirname(import.meta.url.slice(7))}/nodes.js`;

Noob.register_loader(new Noob.GjsLoader());

// A runner, not initialized, of one node that is given process-scoped inputs by name.
function makeRunner(name, inputs = [], rest = {}, output = 'node.value') {
    const tube = Noob.Tube.load({
        input: Object.fromEntries(inputs.map(input =>
            [input, {scope: 'process', required: false}])),
        nodes: {
            node: {
                type: name.includes(':') ? name : `${MODULE}#${name}`,
                depends: inputs.map(input => ({[input]: `input.${input}`})),
                ...rest,
            },
            return: {type: 'return', depends: output},
        },
    });
    return new Noob.SyncRunner({tube});
}

function open(...args) {
    const runner = makeRunner(...args);
    runner.init();
    return runner;
}

function call(name, inputs = {}, ...rest) {
    const runner = open(name, Object.keys(inputs), ...rest);
    try {
        return runner.process(inputs);
    } finally {
        runner.deinit();
    }
}

function take(runner, n) {
    try {
        return [...runner.iter(n)];
    } finally {
        runner.deinit();
    }
}

function assertFailsToLoad(name, inputs, rest, ...words) {
    const error = assertThrows(() => makeRunner(name, inputs, rest).init(), '"node"', ...words);
    assert(error.matches(Noob.error_quark(), Noob.Error.LOAD));
}

test('/gjs/function/parameters-are-slots', () => {
    assertEqual(call('scale', {value: 4}), 8);
    assertEqual(call('scale', {value: 4, factor: 3}), 12);
    assertEqual(call('twice', {value: 1}), [1, 1]);
});

test('/gjs/function/params-fill-parameters-and-slots-override-them', () => {
    assertEqual(call('scale', {value: 4}, {params: {factor: 0.5}}), 2);
    assertEqual(call('scale', {value: 4, factor: 3}, {params: {factor: 0.5}}), 12);
    assertEqual(call('scale', {}, {params: {value: 5}}), 10);
});

test('/gjs/function/null-is-a-value-and-undefined-is-none', () => {
    assertEqual(call('same', {value: null}), null);
    assertEqual(call('onlyEven', {value: 2}), 2);
    assert(call('onlyEven', {value: 3}) === Noob.NO_EVENT);
});

test('/gjs/function/default-null-is-an-optional-slot', () => {
    const tube = Noob.Tube.load({
        input: {x: {scope: 'process'}},
        nodes: {
            even: {type: `${MODULE}#onlyEven`, depends: 'input.x'},
            node: {type: `${MODULE}#fallback`, depends: [{value: 'even.value'}]},
            strict: {
                type: `${MODULE}#scale`,
                depends: [{value: 'input.x'}, {factor: 'even.value'}],
            },
            return: {type: 'return', depends: [{node: 'node.value'}, {strict: 'strict.value'}]},
        },
    });
    const runner = new Noob.SyncRunner({tube});
    runner.init();
    assertEqual(runner.process({x: 2}), {node: 2, strict: 4});
    assertEqual(runner.process({x: 3}), {node: 'nothing'});
    runner.deinit();
});

test('/gjs/function/rest-takes-further-positions', () => {
    const tube = Noob.Tube.load({
        input: {x: {default: 'x'}, separator: {default: '+'}},
        nodes: {
            node: {
                type: `${MODULE}#join`,
                depends: ['input.separator', ...Array(12).fill('input.x')],
            },
            return: {type: 'return', depends: 'node.value'},
        },
    });
    const runner = new Noob.SyncRunner({tube});
    runner.init();
    assertEqual(runner.process(), 'x+x+x+x+x+x+x+x+x+x+x+x');
    runner.deinit();
});

test('/gjs/function/this-is-the-node', () => {
    assertEqual(call('epoch'), '0');
});

test('/gjs/function/named-signals', () => {
    assertEqual(call('divide', {value: 7, by: 2}, {}, 'node.quotient'), 3);
    assertEqual(call('divide', {value: 7, by: 2}, {}, 'node.rest'), 1);
    assert(call('divide', {value: 6, by: 2}, {}, 'node.rest') === Noob.NO_EVENT);
});

test('/gjs/function/signals-that-are-not-declared', () => {
    assertThrows(() => call('misnamed'), 'node node', '"valu"', 'value');
    assertThrows(() => call('unnamed', {}, {}, 'node.rest'), 'node node', 'a number',
        'quotient, rest');
});

test('/gjs/function/promises-are-awaited', () => {
    assertEqual(call('later', {value: 3}), 4);
});

test('/gjs/function/promise-inside-of-a-promise-is-an-error', () => {
    const runner = open('later', ['value']);
    let message = null;
    const loop = new GLib.MainLoop(null, false);
    Promise.resolve().then(() => runner.process({value: 1})).catch(error => {
        message = error.message;
    }).finally(() => loop.quit());
    loop.run();
    assert(message.includes('async function'));
    assertEqual(runner.process({value: 1}), 2);
    runner.deinit();
});

test('/gjs/function/that-leaves-much-garbage-can-always-be-called', () => {
    const runner = open('litter', ['value']);
    for (let value = 0; value < 2000; value++)
        assertEqual(runner.process({value}), value);
    runner.deinit();
});

test('/gjs/generator/yields-once-an-epoch-until-it-is-exhausted', () => {
    assertEqual(take(open('countTo', [], {params: {end: 3}}), 5), [0, 1, 2]);
    assertEqual(take(open('countTo', [], {params: {end: 9, start: 7}}), 5), [7, 8]);
    assertEqual(take(open('slowly', [], {params: {end: 2}}), 5), [0, 1]);
    assertEqual(take(open('pairs', [], {}, 'node.left'), 5), [1, 3]);
});

test('/gjs/generator/end-of-stream-and-again-from-init', () => {
    const runner = open('countTo', [], {params: {end: 1}});
    for (let i = 0; i < 2; i++) {
        assertEqual(runner.process(), 0);
        for (let j = 0; j < 2; j++) {
            const error = assertThrows(() => runner.process(), 'countTo', 'exhausted');
            assert(error.matches(Noob.error_quark(), Noob.Error.END_OF_STREAM));
        }
        runner.deinit();
        runner.init();
    }
    runner.deinit();
});

test('/gjs/generator/exceptions-are-failures', () => {
    const runner = open('breaking');
    assertEqual(runner.process(), 1);
    assertEqual(assertThrows(() => runner.process(), 'no second one').failure.get_type_name(),
        'EvalError');
    runner.deinit();
});

test('/gjs/class/is-made-of-params-and-keeps-state', () => {
    const runner = open('Sum', ['value'], {params: {start: 10}}, 'node.total');
    assertEqual([1, 2, 3].map(value => runner.process({value})), [11, 13, 16]);
    runner.deinit();
});

test('/gjs/class/inherits-and-ends-the-stream', () => {
    const runner = open('LimitedSum', ['value'], {}, 'node.total');
    assertEqual([1, 2].map(value => runner.process({value})), [1, 3]);
    const error = assertThrows(() => runner.process({value: 1}));
    assert(error.matches(Noob.error_quark(), Noob.Error.END_OF_STREAM));
    runner.deinit();
});

test('/gjs/class/constructor-that-throws', () => {
    assertFailsToLoad('Sum', ['value'], {params: {start: -1}}, 'RangeError', 'start is negative');
});

test('/gjs/object/is-called', () => {
    assertEqual(take(open('counter'), 3), [1, 2, 3]);
    assertFailsToLoad('counter', [], {params: {x: 1}}, 'counter', 'no params');
});

test('/gjs/subclass/has-properties-as-params-and-plain-methods', () => {
    const runner = open('Ramp', [], {params: {step: 2.5}}, 'node.at');
    assertEqual([runner.process(), runner.process()], [2.5, 5]);
    runner.deinit();
    runner.init();
    assertEqual(runner.process(), 2.5);
    runner.deinit();
    assertEqual(call('Ramp', {offset: 10}, {}, 'node.at'), 11);
    assertFailsToLoad('Ramp', [], {params: {speed: 1}}, 'speed');
});

test('/gjs/subclass/with-vfuncs', () => {
    assertEqual(call('Raw', {x: [1]}), [1]);
    const {failure} = assertThrows(() => call('Raw', {x: 'fail'}), 'asked to');
    assertEqual(failure.get_type_name(), 'ReferenceError');
    assert(failure.get_traceback().includes('nodes.js'));
});

test('/gjs/failure/has-type-message-and-stack', () => {
    for (const [name, type, message] of [['complain', 'RangeError', '3 is out of range'],
        ['failLater', 'URIError', '3 came too late']]) {
        const runner = open(name, ['value']);
        const {failure} = assertThrows(() => runner.process({value: 3}), 'node node', message);
        assertEqual([failure.get_node_id(), failure.get_type_name(), failure.get_message()],
            ['node', type, message]);
        assert(failure.get_traceback().includes('nodes.js'));
        runner.deinit();
    }
});

test('/gjs/failure/value-that-cannot-leave-names-signal-and-type', () => {
    const error = assertThrows(() => call('aFunctionInside'), 'node node', 'signal "value"',
        'a function');
    assertEqual(error.failure.get_type_name(), 'TypeError');
});

test('/gjs/failure/value-that-cannot-leave-the-process-names-signal-and-type', () => {
    const tube = Noob.Tube.load({
        nodes: {
            node: {type: `${MODULE}#aRegExp`},
            return: {type: 'return', depends: 'node.value'},
        },
    });
    assert(call('aRegExp') instanceof RegExp);
    const runner = new Noob.ZmqRunner({tube});
    runner.init();
    assertThrows(() => runner.process(), 'node node', '"value"', 'a RegExp', 'toJSON');
    runner.deinit();
});

test('/gjs/load/what-is-not-exported', () => {
    assertFailsToLoad('scael', [], {}, 'nodes.js', '"scael"', 'complain', 'scale');
});

test('/gjs/load/what-is-no-node', () => {
    assertFailsToLoad('constant', [], {}, 'constant', 'process');
    assertFailsToLoad('Unable', [], {}, 'Unable', 'process');
    assertFailsToLoad('builtin', [], {}, 'built in');
    assertFailsToLoad('pattern', [], {}, 'parameter 2 of pattern', 'a pattern');
});

test('/gjs/load/params-that-no-parameter-takes', () => {
    assertFailsToLoad('scale', ['value'], {params: {factro: 1}}, '"factro"', 'value, factor');
    assertFailsToLoad('countTo', [], {params: {end: 1, stop: 1}}, '"stop"', 'end, start');
    assertFailsToLoad('countTo', [], {}, '"end"');
});

test('/gjs/load/slots-that-are-not-there', () => {
    assertThrows(() => call('scale', {vlaue: 1}), '"node"', '"vlaue"', '"value"', '"factor"');
});

test('/gjs/load/modules-that-are-wrong', () => {
    const folder = GLib.dir_make_tmp('noob-test-XXXXXX');
    const path = GLib.build_filenamev([folder, 'wrong.js']);
    for (const [text, ...words] of [
        ['export function f( {\n', 'SyntaxError'],
        ['export function f() {}\nthis is wrong;\n', 'SyntaxError', 'line 2'],
        ['import "./absent.js";\nexport function f() {}\n', 'absent.js'],
        ['throw new RangeError("on import");\n', 'RangeError: on import'],
        ['', '"f"', 'none'],
    ]) {
        const file = path.replace('.js', `${words.length}${text.length}.js`);
        GLib.file_set_contents(file, text);
        assertFailsToLoad(`gjs:${file}#f`, [], {}, file, ...words);
        GLib.unlink(file);
    }
    GLib.rmdir(folder);
    assertFailsToLoad('gjs:/nowhere.js#f', [], {}, '/nowhere.js');
    assertFailsToLoad('gjs:nowhere.js', [], {}, 'gjs:FILE#NAME');
});

test('/gjs/host/runs-all-kinds', () => {
    const tube = Noob.Tube.load({
        nodes: {
            count: {type: `${MODULE}#countTo`, params: {end: 4}},
            later: {type: `${MODULE}#later`, depends: 'count.value'},
            sum: {type: `${MODULE}#Sum`, depends: 'later.value', params: {start: 0}},
            ramp: {type: `${MODULE}#Ramp`, depends: 'sum.total', params: {step: 100}},
            return: {type: 'return', depends: 'ramp.at'},
        },
    });
    for (const runner of [new Noob.ZmqRunner({tube}), new Noob.SyncRunner({tube})]) {
        runner.init();
        assertEqual([...runner.iter(9)], [101, 203, 306, 410]);
        runner.deinit();
    }
});

test('/gjs/host/failures-come-as-they-are', () => {
    const {tube} = makeRunner('failLater', ['value']);
    const runner = new Noob.ZmqRunner({tube});
    runner.init();
    const {failure} = assertThrows(() => runner.process({value: 3}), '3 came too late');
    assertEqual(failure.get_type_name(), 'URIError');
    assert(failure.get_traceback().includes('nodes.js'));
    runner.deinit();
});

test('/gjs/host/what-is-thrown-need-not-be-an-error', () => {
    const {tube} = makeRunner('throwAnything', ['kind']);
    for (const runner of [new Noob.SyncRunner({tube}), new Noob.ZmqRunner({tube})]) {
        runner.init();
        for (const [kind, message] of
            [['text', 'only text'], ['undefined', 'undefined'], ['odd', 'with an odd name']]) {
            const {failure} = assertThrows(() => runner.process({kind}), message);
            assertEqual(failure.get_message(), message);
        }
        runner.deinit();
    }
});

test('/gjs/runner/loop-that-is-left-early-ends-the-iteration', () => {
    const runner = open('countTo', [], {params: {end: 9}});
    for (const value of runner.iter()) {
        if (value === 2)
            break;
    }
    assertEqual(runner.process(), 3);
    runner.deinit();
});

main();
