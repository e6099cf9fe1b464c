// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported describe, toValue, toReference, toNative, setValue, getItem */

// Values of JavaScript in records and lists, and back. Left alone, GJS makes a double of a whole
// number beyond 32 bits, rounds one beyond 53, and refuses arrays and null where it has to make a
// GValue.

const {GLib, GObject, Noob} = imports.gi;
const {copyBytes, fromTypedArray, isTypedArray, makeBytes, toTypedArray} =
    imports.overrides._noobArrays;
const {decodeKind, isKind} = imports.overrides._noobKinds;
const {Reference, isShared} = imports.overrides._noobReferences;

function makeValue(gtype) {
    const value = new GObject.Value();
    value.init(gtype);
    return value;
}

function makeNull() {
    return makeValue(GObject.TYPE_POINTER);
}

function makeInteger(number) {
    const value = makeValue(GObject.TYPE_INT64);
    value.set_int64(number);
    return value;
}

function makeBigInteger(bigint) {
    if (BigInt.asIntN(64, bigint) === bigint)
        return makeInteger(bigint);
    if (BigInt.asUintN(64, bigint) !== bigint)
        throw new RangeError(`${bigint}n has more than 64 bits`);

    const value = makeValue(GObject.TYPE_UINT64);
    value.set_uint64(bigint);
    return value;
}

function checkString(string) {
    if (string.includes('\0'))
        throw new TypeError('a string cannot have a null character; a Uint8Array can');
    return string;
}

function isPlainObject(native) {
    const prototype = Object.getPrototypeOf(native);
    return prototype === Object.prototype || prototype === null;
}

// `a number`, `a Map`: for messages.
function describe(native) {
    const name = typeof native === 'object'
        ? native.constructor?.name || native[Symbol.toStringTag] || 'Object' : typeof native;
    return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

// A date counts milliseconds, and a time of GLib microseconds.
function makeDateTime(date) {
    const dateTime = Number.isNaN(date.getTime())
        ? null : GLib.DateTime.new_from_unix_utc(0).add(date.getTime() * 1000);
    if (dateTime === null)
        throw new RangeError('the year of a date has to be from 1 to 9999');
    return dateTime;
}

function makeDate(dateTime) {
    return new Date(dateTime.to_unix() * 1000 + Math.floor(dateTime.get_microsecond() / 1000));
}

function objectToValue(native) {
    if (Array.isArray(native))
        return Noob.List.from_array(native);
    if (isTypedArray(native))
        return native instanceof Uint8Array && native.shape === undefined
            ? makeBytes(native) : fromTypedArray(native);
    if (native instanceof Date)
        return makeDateTime(native);
    if (isPlainObject(native))
        return Noob.Record.from_object(native);
    return isShared(native) ? new Reference(native) : native;
}

// What to pass where a GValue is wanted, for `native` to arrive as what it means to noob.
function toValue(native) {
    switch (typeof native) {
    case 'undefined':
        return makeNull();
    case 'boolean':
        return native;
    case 'number':
        return Number.isSafeInteger(native) ? makeInteger(native) : native;
    case 'bigint':
        return makeBigInteger(native);
    case 'string':
        return checkString(native);
    case 'object':
        return native === null ? makeNull() : objectToValue(native);
    default:
        throw new TypeError(`${describe(native)} cannot leave JavaScript`);
    }
}

// The same, for nodes of JavaScript to share `native` itself, whatever it is.
function toReference(native) {
    return isShared(native) ? new Reference(native) : toValue(native);
}

// The same as record.set_value(name, toValue(native)), without the detour through a GObject.Value.
function setValue(record, name, native) {
    checkString(name);
    switch (typeof native) {
    case 'boolean':
        record.set_boolean(name, native);
        break;
    case 'number':
        if (Number.isSafeInteger(native))
            record.set_int64(name, native);
        else
            record.set_double(name, native);
        break;
    case 'string':
        record.set_string(name, checkString(native));
        break;
    default:
        if (native === null || native === undefined)
            record.set_null(name);
        else
            record.set_value(name, toValue(native));
    }
}

function taggedToNative(tagged) {
    const tag = tagged.get_tag();
    return isKind(tag) ? decodeKind(tag, toNative(tagged.get_content())) : tagged;
}

// What to hand to a script for what GJS made of a GValue.
function toNative(value) {
    if (typeof value !== 'object' || value === null)
        return value;
    if (value instanceof Reference)
        return value.native;
    if (value instanceof Noob.Record)
        return Object.fromEntries(value.entries());
    if (value instanceof Noob.List)
        return [...value];
    if (value instanceof Noob.Array)
        return toTypedArray(value);
    if (value instanceof GLib.Bytes)
        return copyBytes(value);
    if (value instanceof GLib.DateTime)
        return makeDate(value);
    if (value instanceof Noob.Tagged)
        return taggedToNative(value);
    if (value instanceof Noob.NoEvent)
        return Noob.NO_EVENT;
    return value;
}

// An item of a record or a list. What a number cannot hold becomes a BigInt.
function getItem(container, key) {
    const number = container.get_number(key);
    if (!Number.isNaN(number))
        return number;
    const digits = container.get_wide_integer(key);
    return digits === null ? toNative(container.get_value(key)) : BigInt(digits);
}
