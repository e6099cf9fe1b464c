// SPDX-License-Identifier: LGPL-2.1-or-later

// Values of JavaScript in records, and back, also by way of another process.

import GLib from 'gi://GLib';
import Noob from 'gi://Noob?version=1';
import System from 'system';

import * as assets from './assets.js';
import {assert, assertEqual, assertThrows, main, test} from './tap.js';

function keep(native) {
    return Noob.Record.from_object({native}).get('native');
}

function keepInList(native) {
    return keep([native])[0];
}

const SAME = {
    input: {x: {scope: 'process'}},
    nodes: {
        same: {type: `gjs:${GLib.path_get_dirname(import.meta.url.slice(7))}/nodes.js#same`,
            depends: 'input.x'},
        return: {type: 'return', depends: 'same.value'},
    },
};

function sameTypedArray(a, b) {
    return a.constructor === b.constructor && a.length === b.length &&
        a.every((item, index) => Object.is(item, b[index]));
}

const TYPED_ARRAYS = [
    new Int8Array([-128, 127]),
    new Int16Array([-32768, 32767]),
    new Uint16Array([65535]),
    new Int32Array([-(2 ** 31), 2 ** 31 - 1]),
    new Uint32Array([2 ** 32 - 1]),
    new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]),
    new BigUint64Array([2n ** 64n - 1n]),
    new Float32Array([1.5, NaN, -Infinity]),
    new Float64Array([0.1, -0, Infinity]),
    new Float64Array([]),
    new Float64Array([9, 1, 2, 9]).subarray(1, 3),
];

test('/gjs/values/typed-arrays', () => {
    for (const typedArray of TYPED_ARRAYS) {
        assert(sameTypedArray(keep(typedArray), typedArray));
        assertEqual(keep(typedArray).shape, [typedArray.length]);
    }
    assertEqual(Noob.Record.from_object({a: new Int16Array(3)}).get_value('a').get_element_type(),
        '<i2');
});

test('/gjs/values/bytes-and-arrays-of-bytes-stay-apart', () => {
    const bytes = keep(new Uint8Array([1, 2]));
    assert(bytes.shape === undefined);
    assert(Noob.Record.from_object({bytes}).get_value('bytes') instanceof GLib.Bytes);

    const array = keep(Object.assign(new Uint8Array(6), {shape: [2, 3]}));
    assertEqual(array.shape, [2, 3]);
    assertEqual(Noob.Record.from_object({array}).get_value('array').get_element_type(), '|u1');

    assertEqual(keep(new Uint8ClampedArray([255])).shape, [1]);
});

test('/gjs/values/shape', () => {
    const matrix = new Float64Array([1, 2, 3, 4, 5, 6]);
    matrix.shape = [2, 3];
    assertEqual(keep(matrix).shape, [2, 3]);
    assert(sameTypedArray(keep(matrix), matrix));
    matrix.shape = [4, 2];
    assertThrows(() => keep(matrix), '(4, 2)', '48 bytes');
});

test('/gjs/values/arrays-are-copies', () => {
    const record = Noob.Record.from_object({a: new Int32Array([1, 2])});
    record.get('a')[0] = 7;
    assertEqual([...record.get('a')], [1, 2]);
});

test('/gjs/values/other-byte-order', () => {
    const bytes = new GLib.Bytes(new Uint8Array([0, 0, 1, 2, 0, 0, 0, 3]));
    const array = Noob.Array.new('>i4', [2], bytes);
    const record = Noob.Record.new();
    record.set_value('a', array);
    assert(sameTypedArray(record.get('a'), new Int32Array([258, 3])));
});

test('/gjs/values/arrays-that-javascript-has-not', () => {
    const array = Noob.Array.new('<c16', [1], new GLib.Bytes(new Uint8Array(16)));
    const record = Noob.Record.from_object({array});
    assert(record.get('array') instanceof Noob.Array);
});

test('/gjs/values/wide-integers-are-bigints', () => {
    const safe = 2n ** 53n - 1n;
    for (const get of [keep, keepInList]) {
        for (const bigint of [safe + 1n, -safe - 1n, 2n ** 62n + 1n, -(2n ** 63n), 2n ** 64n - 1n])
            assert(get(bigint) === bigint);
        assert(get(safe) === Number(safe));
        assert(get(-safe) === -Number(safe));
    }
    assertThrows(() => keep(2n ** 64n), '18446744073709551616n', '64 bits');
    assertThrows(() => keep(-(2n ** 63n) - 1n), '64 bits');
});

test('/gjs/values/numbers-keep-their-kind', () => {
    const text = native => Noob.codec_encode(Noob.Record.from_object({native})).print(true);
    assert(text(7).includes('int64 7'));
    assert(text(2 ** 53 - 1).includes('int64 9007199254740991'));
    assert(text(0.5).includes('<0.5>'));
    assert(keep(2 ** 60) === 2 ** 60);
    assert(Number.isNaN(keep(NaN)));
    assert(keep(-Infinity) === -Infinity);
});

test('/gjs/values/dates', () => {
    for (const time of [0, 1, 1700000000123, -1]) {
        const date = keep(new Date(time));
        assert(date instanceof Date);
        assertEqual(date.getTime(), time);
    }
    for (const time of [NaN, 8.64e15])
        assertThrows(() => keep(new Date(time)), 'year');
});

test('/gjs/values/what-is-none', () => {
    for (const [native, word] of [[() => 1, 'a function'], [Symbol('s'), 'a symbol'],
        [{deep: [() => 1]}, 'a function']])
        assert(assertThrows(() => keep(native), word) instanceof TypeError);
});

test('/gjs/values/objects-pass-by-reference', () => {
    class Point {}
    for (const native of [new Map(), new Set(), new Point(), new Error(),
        new DataView(new ArrayBuffer(1))]) {
        assert(keep(native) === native);
        assert(keep([{native}])[0].native === native);
    }
});

test('/gjs/values/maps-and-sets-leave-the-process', () => {
    const map = new Map([[1, 'one'], ['list', [new Set([2n ** 60n, null])]]]);
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load(SAME)});
    runner.init();
    const came = runner.process({x: {map}}).map;
    assert(came instanceof Map && came !== map);
    assertEqual([...came.keys()], [1, 'list']);
    assertEqual([...came.get('list')[0]], [2n ** 60n, null]);
    assertEqual([...runner.process({x: new Map()})], []);
    runner.deinit();
});

test('/gjs/values/what-has-no-form-stays', () => {
    class Point {}
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load(SAME)});
    runner.init();
    for (const [native, word] of [[new Point(), 'a Point'], [[new Error()], 'an Error'],
        [new Map([['deep', new Point()]]), 'a Point']])
        assertThrows(() => runner.process({x: native}), 'input "x"', word, 'toJSON ()');
    runner.deinit();
});

test('/gjs/values/instances-of-trusted-classes-leave-and-come', () => {
    const tally = new assets.Tally({start: 3});
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load(SAME)});
    runner.init();
    assertThrows(() => runner.process({x: tally}), 'input "x"', 'a Tally', 'toJSON ()');
    Noob.trust(assets);
    const came = runner.process({x: [tally]})[0];
    assert(came instanceof assets.Tally && came !== tally);
    assertEqual(came.bump(), 4);
    runner.deinit();
});

test('/gjs/values/what-comes-marked-is-checked', () => {
    for (const [tag, content] of [['map', 3], ['map', [[1]]], ['set', 'abc'], ['instance', []],
        ['instance', ['Unheard', {}]], ['instance', ['Object', {}]]]) {
        const tagged = Noob.Tagged.new(`javascript.${tag}`, Noob.Record.from_object({content})
            .get_value('content'));
        assertThrows(() => keep(tagged), `javascript.${tag}`);
    }
});

test('/gjs/values/objects-of-the-typelib-stay', () => {
    const epoch = Noob.Epoch.new(3);
    assert(keep(epoch).equal(epoch));
    const cancellable = new Noob.SyncRunner({tube: Noob.Tube.load({nodes: {}})});
    assert(keep(cancellable) === cancellable);
});

test('/gjs/values/all-cross-to-another-process-and-back', () => {
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load(SAME)});
    runner.init();
    for (const typedArray of TYPED_ARRAYS)
        assert(sameTypedArray(runner.process({x: typedArray}), typedArray));

    const shaped = Object.assign(new Float32Array(24), {shape: [2, 3, 4]});
    assertEqual(runner.process({x: shaped}).shape, [2, 3, 4]);
    assert(runner.process({x: 2n ** 63n + 1n}) === 2n ** 63n + 1n);
    assertEqual(runner.process({x: new Date(1234)}).getTime(), 1234);
    assertEqual(runner.process({x: new Uint8Array([1, 0])}), new Uint8Array([1, 0]));
    const nested = {list: [1, null, 'x', [true]], none: {}};
    assertEqual(runner.process({x: nested}), nested);
    runner.deinit();
});

function getMemory() {
    System.gc();
    const [, text] = GLib.file_get_contents('/proc/self/statm');
    return Number(new TextDecoder().decode(text).split(' ')[1]) * 4096;
}

function keepOften(native) {
    for (let i = 0; i < 2000; i++)
        keep(native);
    return getMemory();
}

// The first time the memory grows to what is collected late.
test('/gjs/values/copies-of-bytes-and-arrays-are-freed', () => {
    for (const native of [new Float64Array(12500), new Uint8Array(100000)]) {
        const before = keepOften(native);
        assert(keepOften(native) - before < 100e6);
    }
});

test('/gjs/values/key-with-a-null-character-is-refused', () => {
    assertThrows(() => keep({'a\0b': 1}), 'null character');
});

main();
