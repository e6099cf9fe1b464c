// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported _init */

// What GJS adds to the introspected namespace Noob: native values in and out, runners that iterate,
// and nodes written in JavaScript.

function _init() {
    const Noob = this;
    const {getItem, setValue, toNative, toValue} = imports.overrides._noobValues;
    const {EndOfStream} = imports.overrides._noobFailures;
    const {adoptMethods, adoptVfuncs} = imports.overrides._noobSubclasses;

    Noob.use_gjs();

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
        return exists ? getItem(this, index) : undefined;
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
        return this.has(name) ? getItem(this, name) : undefined;
    };

    Noob.Record.prototype.set = function (name, native) {
        setValue(this, name, native);
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

    const getEventValue = Noob.Event.prototype.get_value;

    Noob.Event.prototype.get_value = function () {
        return toNative(getEventValue.call(this));
    };

    imports.overrides._noobRunners.extendRunners(Noob);

    Noob.EndOfStream = EndOfStream;

    for (const [base, adopt] of [[Noob.Node, adoptMethods], [Noob.Asset, adoptVfuncs]]) {
        const classInit = base._classInit;

        base._classInit = function (klass) {
            adopt(klass);
            return classInit.call(this, klass);
        };
    }

    const {defineLoader} = imports.overrides._noobLoader;
    Noob.GjsLoader = defineLoader(imports.overrides._noobNodes, imports.overrides._noobAssets);

    // Lets instances of classes that a module exports come in, and leave; that of a node or an
    // asset need not be told of.
    Noob.trust = imports.overrides._noobKinds.trust;

    const {Converter} = imports.overrides._noobConverter;
    Noob.codec_add_converter(new Converter());
}
