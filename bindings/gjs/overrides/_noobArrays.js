// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported makeBytes, copyBytes, isTypedArray, fromTypedArray, toTypedArray */

// Typed arrays as Noob.Array and back. One that came from a Noob.Array has a property `shape`, the
// length in each dimension; given one, a typed array becomes a Noob.Array of that shape.

const System = imports.system;
const {GLib, Noob} = imports.gi;

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const NATIVE_ORDER = IS_LITTLE_ENDIAN ? '<' : '>';

// By kind and size, as in the type of the elements of a Noob.Array.
const CLASSES = {
    i1: Int8Array,
    u1: Uint8Array,
    i2: Int16Array,
    u2: Uint16Array,
    i4: Int32Array,
    u4: Uint32Array,
    i8: BigInt64Array,
    u8: BigUint64Array,
    f4: Float32Array,
    f8: Float64Array,
};

const KINDS = new Map(Object.entries(CLASSES).map(([kind, klass]) => [klass, kind]));
KINDS.set(Uint8ClampedArray, 'u1');

function isTypedArray(native) {
    return ArrayBuffer.isView(native) && !(native instanceof DataView);
}

// To the collector of GJS bytes of C are small things, however long they are, so that it would wait
// until thousands of them are there.
const MAX_UNCOLLECTED = 128 * 2 ** 20;
let uncollected = 0;

function countBytes(length) {
    uncollected += length;
    if (uncollected < MAX_UNCOLLECTED)
        return;
    System.gc();
    uncollected = length;
}

function makeBytes(uint8Array) {
    countBytes(uint8Array.length);
    return new GLib.Bytes(uint8Array);
}

function getElementType(typedArray) {
    const kind = KINDS.get(typedArray.constructor);
    return `${typedArray.BYTES_PER_ELEMENT === 1 ? '|' : NATIVE_ORDER}${kind}`;
}

function fromTypedArray(typedArray) {
    const {buffer, byteOffset, byteLength} = typedArray;
    return Noob.Array.new(getElementType(typedArray), typedArray.shape ?? [typedArray.length],
        makeBytes(new Uint8Array(buffer, byteOffset, byteLength)));
}

function swapBytes(bytes, size) {
    for (let at = 0; at < bytes.length; at += size)
        bytes.subarray(at, at + size).reverse();
}

// In GJS each call of a method of GLib.Bytes, such as get_data(), leaks a reference; this is none.
function copyBytes(bytes) {
    const copy = bytes.toArray().slice();
    countBytes(copy.length);
    return copy;
}

// A copy, since a Noob.Array never changes. What JavaScript has no typed array for stays as it is.
function toTypedArray(array) {
    const type = array.get_element_type();
    const klass = CLASSES[type.slice(1)];
    if (klass === undefined)
        return array;

    const bytes = copyBytes(array.get_bytes());
    if (type[0] !== NATIVE_ORDER && type[0] !== '|')
        swapBytes(bytes, array.get_element_size());

    const typedArray = new klass(bytes.buffer, bytes.byteOffset, array.get_n_elements());
    Object.defineProperty(typedArray, 'shape', {value: array.get_shape(), writable: true});
    return typedArray;
}
