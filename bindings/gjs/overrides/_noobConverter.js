// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported Converter */

// Lets values that pass by reference leave the process, and keeps by reference what came in.

const {GLib, GObject, Noob} = imports.gi;
const {makeError} = imports.overrides._noobFailures;
const {encodeKind, isInstance, isKind} = imports.overrides._noobKinds;
const {Reference, isShared} = imports.overrides._noobReferences;
const {describe, toNative, toReference, toValue} = imports.overrides._noobValues;

function encode(native) {
    const kind = encodeKind(native);
    if (kind !== undefined) {
        const [tag, content] = kind;
        return Noob.Tagged.new(tag, toValue(content));
    }

    const value = toValue(native);
    if (!(value instanceof Reference))
        return Noob.Tagged.new(null, value);
    throw new TypeError(`${describe(native)} cannot leave this process; what can are plain ` +
        'objects, arrays, typed arrays, maps, sets, and instances of classes that the module of ' +
        'the node or the asset exports and that have toJSON () and a static fromJSON (); an ' +
        'asset of another kind may have scope `node`');
}

function isHeld(value) {
    return value instanceof Noob.Record || value instanceof Noob.List ||
        value instanceof Noob.Array || value instanceof GLib.Bytes || Array.isArray(value) ||
        value instanceof Noob.Tagged && isKind(value.get_tag());
}

function attempt(convert) {
    try {
        return convert();
    } catch (error) {
        throw makeError(Noob.Error.VALUE, `${error.name}: ${error.message}`);
    }
}

// There is nothing to decode: toNative() does that, when and where somebody wants the value.
var Converter = GObject.registerClass({
    GTypeName: 'NoobGjsConverter',
}, class Converter extends Noob.Converter {
    vfunc_encode(value) {
        if (value instanceof Reference)
            return attempt(() => encode(value.native));
        return isInstance(value) ? attempt(() => encode(value)) : null;
    }

    vfunc_hold(value) {
        if (!isHeld(value))
            return null;
        const native = attempt(() => toNative(value));
        return native !== value || isShared(native) ? Noob.List.new([toReference(native)]) : null;
    }
});
