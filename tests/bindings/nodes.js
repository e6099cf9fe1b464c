// SPDX-License-Identifier: LGPL-2.1-or-later

// What the tests of nodes in JavaScript are nodes of.

import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Noob from 'gi://Noob?version=1';

export {Tally} from './assets.js';

export function scale(value, factor = 2) {
    return value * factor;
}

export function complain(value) {
    throw new RangeError(`${value} is out of range`);
}

export const twice = value => [value, value];

export function same(value) {
    return value;
}

export function describe(value) {
    return `${typeof value} ${value?.constructor?.name ?? value}`;
}

export function fallback(value = null, other = 'nothing') {
    return value ?? other;
}

export function onlyEven(value) {
    return value % 2 === 0 ? value : undefined;
}

export function join(separator, ...parts) {
    return parts.join(separator);
}

export function epoch() {
    return `${this.get_epoch()}`;
}

export function divide(value, by) {
    const rest = value % by;
    return rest === 0 ? {quotient: value / by} : {quotient: Math.floor(value / by), rest};
}
divide.signals = ['quotient', 'rest'];

export function misnamed() {
    return {valu: 1};
}
misnamed.signals = ['value'];

export function unnamed() {
    return 3;
}
unnamed.signals = ['quotient', 'rest'];

export function wait(milliseconds) {
    return new Promise(resolve => {
        GLib.timeout_add(GLib.PRIORITY_DEFAULT, milliseconds, () => {
            resolve(milliseconds);
            return GLib.SOURCE_REMOVE;
        });
    });
}

export async function later(value) {
    await wait(1);
    return value + 1;
}

export function throwAnything(kind) {
    const odd = Object.assign(new Error('with an odd name'), {name: 5});
    throw {text: 'only text', undefined, odd}[kind];
}

export async function failLater(value) {
    await wait(1);
    throw new URIError(`${value} came too late`);
}

export function* countTo(end, start = 0) {
    for (let i = start; i < end; i++)
        yield i;
}

export async function* slowly(end) {
    for (let i = 0; i < end; i++) {
        await wait(1);
        yield i;
    }
}

export function* pairs() {
    yield {left: 1, right: 2};
    yield {left: 3};
}
pairs.signals = ['left', 'right'];

export function* breaking() {
    yield 1;
    throw new EvalError('no second one');
}

export class Sum {
    #total;

    constructor({start = 0}) {
        if (start < 0)
            throw new RangeError('start is negative');
        this.#total = start;
    }

    init() {
        this.isOpen = true;
    }

    process(value, weight = 1) {
        if (!this.isOpen)
            throw new Error('init was not called');
        return {total: this.#total += value * weight};
    }

    deinit() {
        this.isOpen = false;
    }

    static signals = ['total'];
}

export class LimitedSum extends Sum {
    init() {
        super.init();
        this._left = 2;
    }

    process(value) {
        if (this._left-- === 0)
            throw new Noob.EndOfStream();
        return super.process(value);
    }
}

export class Unable {
}

export const counter = {
    count: 0,
    process() {
        return ++this.count;
    },
};

export const Ramp = GObject.registerClass({
    GTypeName: 'TestRamp',
    Properties: {
        step: GObject.ParamSpec.double('step', '', '', GObject.ParamFlags.READWRITE, 0, 1000, 1),
    },
}, class Ramp extends Noob.Node {
    init() {
        this._at = 0;
    }

    deinit() {
        delete this._at;
    }

    process(offset = null) {
        this._at += this.step;
        return {at: this._at + (offset ?? 0)};
    }

    static signals = ['at'];
});

export const Raw = GObject.registerClass({GTypeName: 'TestRaw'}, class Raw extends Noob.Node {
    vfunc_get_slots() {
        return [Noob.Slot.new('x', Noob.SlotFlags.REQUIRED, null)];
    }

    vfunc_process(inputs, outputs) {
        if (inputs.get('x') === 'fail')
            throw new ReferenceError('asked to');
        outputs.set('value', inputs.get('x'));
    }
});

const kept = [];

// What is kept for a while is garbage that takes long to collect.
export function litter(value) {
    kept.push(Array.from({length: 2000}, (_, index) => ({index, text: `${value} ${index}`})));
    if (kept.length > 100)
        kept.shift();
    return value;
}

export function pattern(value, {a, b}) {
    return value + a + b;
}

export const builtin = Math.max;

export function aRegExp() {
    return /x/;
}

export function aFunctionInside() {
    return {deep: [() => 1]};
}

export const constant = 7;
