// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported _init */

// What GJS adds to the introspected namespace Noob: native values in and out. Left alone, GJS makes
// a double of a whole number beyond 32 bits, and refuses arrays and null where a GValue is wanted.

const {GLib, GObject} = imports.gi;

function makeValue(gtype) {
    const value = new GObject.Value();
    value.init(gtype);
    return value;
}

function makeInteger(number) {
    const value = makeValue(GObject.TYPE_INT64);
    value.set_int64(number);
    return value;
}

function isPlainObject(native) {
    const prototype = Object.getPrototypeOf(native);
    return prototype === Object.prototype || prototype === null;
}

function _init() {
    const Noob = this;

    // What to pass where a GValue is wanted, for `native` to arrive as what it means to noob.
    function toValue(native) {
        if (native === null || native === undefined)
            return makeValue(GObject.TYPE_POINTER);
        if (typeof native === 'bigint' || Number.isSafeInteger(native))
            return makeInteger(native);
        if (typeof native === 'string' && native.includes('\0'))
            throw new TypeError('a string cannot have a null character; a Uint8Array can');
        if (native instanceof Uint8Array)
            return new GLib.Bytes(native);
        if (Array.isArray(native))
            return Noob.List.from_array(native);
        if (typeof native === 'object' && isPlainObject(native))
            return Noob.Record.from_object(native);
        return native;
    }

    // What to hand to a script for what GJS made of a GValue.
    function toNative(value) {
        if (value instanceof Noob.Record)
            return Object.fromEntries(value.entries());
        if (value instanceof Noob.List)
            return [...value];
        if (value instanceof GLib.Bytes)
            return value.get_data() ?? new Uint8Array();
        if (value instanceof Noob.NoEvent)
            return Noob.NO_EVENT;
        return value;
    }

    // There is one; compare with ===, since every object of JavaScript is true.
    Noob.NO_EVENT = Noob.NoEvent.get();

    Noob.Epoch.prototype.toString = function () {
        return this.to_string();
    };

    Noob.List.from_array = function (array) {
        return Noob.List.new(array.map(toValue));
    };

    Noob.List.prototype.get = function (index) {
        const exists = index >= 0 && index < this.get_length();
        return exists ? toNative(this.get_value(index)) : undefined;
    };

    Noob.List.prototype[Symbol.iterator] = function* () {
        for (let index = 0; index < this.get_length(); index++)
            yield this.get(index);
    };

    Noob.Record.from_object = function (object) {
        const record = Noob.Record.new();
        for (const [name, native] of Object.entries(object))
            record.set(name, native);
        return record;
    };

    Noob.Record.prototype.get = function (name) {
        return this.has(name) ? toNative(this.get_value(name)) : undefined;
    };

    Noob.Record.prototype.set = function (name, native) {
        this.set_value(name, toValue(native));
    };

    Noob.Record.prototype.entries = function () {
        return this.get_names().map(name => [name, this.get(name)]);
    };

    Noob.Record.prototype[Symbol.iterator] = function () {
        return this.entries()[Symbol.iterator]();
    };

    // The tube of a path, an id or an object, bound to its tube-scoped inputs.
    Noob.Tube.load = function (source, inputs = {}) {
        const given = Noob.Record.from_object(inputs);
        if (typeof source === 'string')
            return Noob.Tube.new_from_name(source, given);
        const inline = Noob.Record.from_object(source);
        return Noob.Tube.new(Noob.TubeSpecification.new_from_record(inline, null), given);
    };

    Noob.Results.prototype[Symbol.iterator] = function* () {
        for (let result = this.next_to_list(); result !== null; result = this.next_to_list())
            yield result.get(0);
    };

    Noob.Runner.prototype.init = Noob.Runner.prototype.initialize;
    Noob.Runner.prototype.deinit = Noob.Runner.prototype.deinitialize;

    Noob.Runner.prototype.process = function (inputs = {}) {
        return this.process_to_list(Noob.Record.from_object(inputs)).get(0);
    };

    Noob.Runner.prototype.iter = function (n = -1) {
        return this.iterate(n);
    };

    const runForResults = Noob.Runner.prototype.run;

    // `n` results; without `n` the tube runs freely until stop().
    Noob.Runner.prototype.run = function (n = null) {
        return n === null ? this.start() : toNative(runForResults.call(this, n));
    };

    Object.assign(Noob, imports.overrides._noobNodes.defineNodes(Noob, toValue));
}
