// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported trust, encodeKind, isInstance, isKind, decodeKind */

// The kinds of values that only JavaScript knows, as the marked values in which they cross
// processes.

// What is decoded may come from anywhere. It makes values of the kinds below and of the classes
// that trust() was told of.

const {GObject, Noob} = imports.gi;

// By name; null where two modules have different ones.
const classes = new Map();

function keepsState(klass) {
    return typeof klass?.fromJSON === 'function' && typeof klass.prototype?.toJSON === 'function';
}

// Whether properties may be all that there is of its objects.
function isOfProperties(klass) {
    const prototype = klass?.prototype;
    return prototype instanceof GObject.Object && !(prototype instanceof Noob.Node) &&
        !(prototype instanceof Noob.Asset) && !('init' in prototype) && !('deinit' in prototype);
}

// Lets instances of classes cross that the module exports, as far as they say how: by toJSON(), and
// fromJSON() of the class, or by properties. For modules that a tube or the program names.
function trust(module) {
    for (const klass of Object.values(module)) {
        if (keepsState(klass)) {
            const known = classes.get(klass.name);
            classes.set(klass.name, known === undefined || known === klass ? klass : null);
        } else if (isOfProperties(klass)) {
            Noob.codec_allow_type(klass.$gtype);
        }
    }
}

function isTrusted(klass) {
    return keepsState(klass) && classes.get(klass.name) === klass;
}

function findClass(name) {
    const klass = classes.get(name);
    if (klass === undefined) {
        throw new TypeError('neither the module of this node nor of its assets, nor one that ' +
            `Noob.trust () was told of, exports the class ${name} with toJSON () and fromJSON ()`);
    }
    if (klass === null)
        throw new TypeError(`two modules export different classes ${name}`);
    return klass;
}

function check(condition) {
    if (!condition)
        throw new TypeError('its content is of another form');
}

function decodeMap(entries) {
    check(Array.isArray(entries) &&
        entries.every(entry => Array.isArray(entry) && entry.length === 2));
    return new Map(entries);
}

function decodeSet(items) {
    check(Array.isArray(items));
    return new Set(items);
}

function decodeInstance(content) {
    check(Array.isArray(content) && content.length === 2 && typeof content[0] === 'string');
    const [name, state] = content;
    return findClass(name).fromJSON(state);
}

const KINDS = {
    'javascript.map': {
        includes: native => native.constructor === Map,
        encode: map => [...map],
        decode: decodeMap,
    },
    'javascript.set': {
        includes: native => native.constructor === Set,
        encode: set => [...set],
        decode: decodeSet,
    },
    'javascript.instance': {
        includes: isInstance,
        encode: instance => [instance.constructor.name, instance.toJSON()],
        decode: decodeInstance,
    },
};

// Whether it is of a class that says how its instances cross.
function isInstance(native) {
    return isTrusted(native?.constructor);
}

// The tag and the content; undefined for what has no form.
function encodeKind(native) {
    const [tag, kind] = Object.entries(KINDS).find(([, {includes}]) => includes(native)) ?? [];
    return kind === undefined ? undefined : [tag, kind.encode(native)];
}

function isKind(tag) {
    return Object.hasOwn(KINDS, tag);
}

function decodeKind(tag, content) {
    try {
        return KINDS[tag].decode(content);
    } catch (error) {
        error.message = `what is marked as "${tag}" is none: ${error.message}`;
        throw error;
    }
}
