// SPDX-License-Identifier: LGPL-2.1-or-later

// What the tests of assets in JavaScript are assets of, and nodes that use them.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Noob from 'gi://Noob?version=1';

// What happened to assets in this process.
export const journal = [];

function write(path, line) {
    journal.push(line);
    if (path === null)
        return;
    const stream = Gio.File.new_for_path(path).append_to(Gio.FileCreateFlags.NONE, null);
    stream.write_all(`${line}\n`, null);
    stream.close(null);
}

function tick() {
    return new Promise(resolve => {
        GLib.timeout_add(GLib.PRIORITY_DEFAULT, 1, () => {
            resolve();
            return GLib.SOURCE_REMOVE;
        });
    });
}

// Makers.

export function score(start = 0, step = 1) {
    return {count: start, step};
}

export async function lateScore(start) {
    await tick();
    return {count: start, step: 1};
}

export function sum(first, ...rest) {
    return rest.reduce((a, b) => a + b, first);
}

export function growing(kind) {
    return {
        array: () => [1],
        map: () => new Map([['n', 1]]),
        set: () => new Set(['n']),
        numbers: () => Float64Array.of(1, 0),
        bytes: () => Uint8Array.of(1, 0),
        date: () => new Date(1),
        nested: () => ({deep: [new Map([['n', 1]])]}),
    }[kind]();
}

export function changed(list) {
    list.push(list.length);
    return list;
}

export function closing(path = null) {
    return {init: () => write(path, 'open'), deinit: () => write(path, 'closed')};
}

export function* numbers(start = 0) {
    try {
        for (let i = start; ; i++)
            yield i;
    } finally {
        journal.push('finally');
    }
}

export class Counter {
    constructor({start = 0, path = null} = {}) {
        this.count = start;
        this._path = path;
    }

    async init() {
        await tick();
        write(this._path, `init ${this.count}`);
    }

    deinit() {
        write(this._path, `deinit ${this.count}`);
    }

    bump() {
        return ++this.count;
    }
}

export class Pair {
    constructor(left, right) {
        Object.assign(this, {left, right});
    }
}

// Says how it crosses.
export class Tally {
    constructor({start = 0} = {}) {
        this._map = new Map([['n', start]]);
    }

    get count() {
        return this._map.get('n');
    }

    bump() {
        this._map.set('n', this.count + 1);
        return this.count;
    }

    toJSON() {
        return this._map;
    }

    static fromJSON(map) {
        return Object.assign(new Tally(), {_map: map});
    }
}

class Hidden extends Tally {}

export function hidden() {
    return new Hidden();
}

export const shared = {
    count: 0,
    init() {
        journal.push('init shared');
    },
    deinit() {
        journal.push('deinit shared');
    },
    bump() {
        return ++this.count;
    },
};

export const answer = 42;

export const Thing = GObject.registerClass({
    GTypeName: 'TestAssetThing',
    Properties: {
        count: GObject.ParamSpec.int('count', '', '', GObject.ParamFlags.READWRITE, 0, 100, 0),
    },
}, class Thing extends GObject.Object {
    bump() {
        return ++this.count;
    }
});

// Its properties do not tell all.
export const Gauge = GObject.registerClass({
    GTypeName: 'TestAssetGauge',
}, class Gauge extends GObject.Object {
    count = 0;

    bump() {
        return ++this.count;
    }

    toJSON() {
        return this.count;
    }

    static fromJSON(count) {
        return Object.assign(new Gauge(), {count});
    }
});

export const Maker = GObject.registerClass({
    GTypeName: 'TestAssetMaker',
    Properties: {
        start: GObject.ParamSpec.int('start', '', '', GObject.ParamFlags.READWRITE, -100, 100, 0),
    },
}, class Maker extends Noob.Asset {
    vfunc_make(made) {
        if (this.start < 0)
            throw new RangeError(`${this.get_id()}: ${this.start} is negative`);
        made.set('value', new Counter({start: this.start}));
    }

    vfunc_teardown(made) {
        journal.push(`teardown ${made.get('value').count}`);
    }
});

export function failing() {
    throw new RangeError('nothing to make');
}

export class Clinging {
    deinit() {
        throw new URIError('it clings');
    }
}

export function large(megabytes) {
    return {count: 0, step: 1, bytes: new Uint8Array(megabytes * 2 ** 20).fill(1)};
}

// Nodes. `after` is for the order.

export function bump(score, after = null) {
    score.count += score.step;
    return score.count;
}

export function bumpAndName(score) {
    bump(score);
    return 'count';
}

export function bumpCounter(counter, after = null) {
    return counter.bump();
}

// In megabytes, of this process.
export function getMemory() {
    const [, bytes] = GLib.file_get_contents('/proc/self/statm');
    return new TextDecoder().decode(bytes).split(' ')[1] * 4096 / 2 ** 20;
}

export function measure(thing, after = null) {
    thing.bytes[0]++;
    return getMemory();
}

export function touch(score, after = null) {
    return 0;
}

export function grow(thing, after = null) {
    if (Array.isArray(thing))
        return thing.push(0);
    if (thing instanceof Map)
        return thing.set('n', thing.get('n') + 1).get('n');
    if (thing instanceof Set)
        return thing.add(thing.size).size;
    if (thing instanceof Date)
        return thing.setTime(thing.getTime() + 1);
    return ArrayBuffer.isView(thing) ? ++thing[0] : grow(thing.deep[0]);
}

export function next(iterator, after = null) {
    return iterator.next().value;
}

export function show(asset) {
    return `${asset?.constructor?.name} ${JSON.stringify(asset)}`;
}

export function pass(asset) {
    return asset;
}

// Adds one to an asset that came as an event, and passes it on.
export function add(asset) {
    if (typeof asset.bump === 'function')
        asset.bump();
    else if (asset instanceof Map)
        grow(asset);
    else
        asset.count++;
    return {asset, count: asset instanceof Map ? asset.get('n') : asset.count};
}
add.signals = ['asset', 'count'];
