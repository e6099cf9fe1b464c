// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported Params, FunctionAsset, GeneratorAsset, ObjectAsset */

// Assets that functions, generators and classes of JavaScript make.

const {GObject, Noob} = imports.gi;
const {readFunction} = imports.overrides._noobParameters;
const {Ports} = imports.overrides._noobPorts;
const {settle} = imports.overrides._noobPromises;
const {isShared} = imports.overrides._noobReferences;
const {getItem, toReference} = imports.overrides._noobValues;

// A list, or a map of names. Each life of an asset gets its own, which it may change.
var Params = class Params {
    constructor(record, areList) {
        this._record = record.copy();
        this._areList = areList && record.get_size() > 0;
    }

    get areList() {
        return this._areList;
    }

    toList() {
        return this._record.entries().map(([, native]) => native);
    }

    toObject() {
        return Object.fromEntries(this._record.entries());
    }
};

function setMade(made, native) {
    made.set_value('value', toReference(native));
}

function getMade(made) {
    return getItem(made, 'value');
}

function callIfThere(object, name) {
    if (typeof object?.[name] === 'function')
        settle(object[name]());
}

// What a function gives of C may have methods of these names that mean something else.
function callIfShared(native, name) {
    if (isShared(native))
        callIfThere(native, name);
}

var FunctionAsset = GObject.registerClass({
    GTypeName: 'NoobGjsFunctionAsset',
}, class FunctionAsset extends Noob.Asset {
    constructor(id, fn, params) {
        super({id});
        const ports = new Ports(readFunction(fn, fn.name), undefined, fn.name);
        const given = params.areList ? ports.nameParams(params.toList()) : params.toObject();
        ports.checkParams(given, fn.name);
        ports.requireParams(given, fn.name);
        this._function = fn;
        this._params = params;
        this._ports = ports;
    }

    _call() {
        const {areList} = this._params;
        return this._function.apply(this, areList
            ? this._params.toList() : this._ports.arrangeParams(this._params.toObject()));
    }

    vfunc_make(made) {
        const native = settle(this._call());
        callIfShared(native, 'init');
        setMade(made, native);
    }

    vfunc_teardown(made) {
        callIfShared(getMade(made), 'deinit');
    }
});

// The asset is the iterator.
var GeneratorAsset = GObject.registerClass({
    GTypeName: 'NoobGjsGeneratorAsset',
}, class GeneratorAsset extends FunctionAsset {
    vfunc_make(made) {
        setMade(made, this._call());
    }

    vfunc_teardown(made) {
        settle(getMade(made).return());
    }
});

// What `create` makes, or has.
var ObjectAsset = GObject.registerClass({
    GTypeName: 'NoobGjsObjectAsset',
}, class ObjectAsset extends Noob.Asset {
    constructor(id, create) {
        super({id});
        this._create = create;
    }

    vfunc_make(made) {
        const object = this._create();
        callIfThere(object, 'init');
        setMade(made, object);
    }

    vfunc_teardown(made) {
        callIfThere(getMade(made), 'deinit');
    }
});
