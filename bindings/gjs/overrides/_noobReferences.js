// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported Reference, isShared */

// What passes by reference in JavaScript, since nodes may change it in place.

const {GObject} = imports.gi;

// What a GValue can hold. It is there as long as the value is, and `native` with it.
var Reference = GObject.registerClass({
    GTypeName: 'NoobGjsReference',
}, class Reference extends GObject.Object {
    constructor(native) {
        super();
        this.native = native;
    }
});

// Whether `native` needs one: objects and boxed values of C are references already. What is plain
// has a GType too.
function isShared(native) {
    return ['object', 'function'].includes(typeof native) && native !== null &&
        (native.constructor === Object || native.constructor?.$gtype === undefined);
}
