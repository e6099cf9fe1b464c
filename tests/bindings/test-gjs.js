// SPDX-License-Identifier: LGPL-2.1-or-later

import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Noob from 'gi://Noob?version=1';

import {assert, assertEqual, main, settle, test} from './tap.js';

test('/gjs/epoch/reads-as-text', () => {
    const epoch = Noob.Epoch.new(3).child('b', 2);
    assertEqual(`${epoch}`, '3/b.2');
    assert(epoch.get_parent().equal(Noob.Epoch.new(3)));
    assert(epoch.compare(Noob.Epoch.new(4)) < 0);
});

const DateConverter = GObject.registerClass(class DateConverter extends Noob.Converter {
    vfunc_encode(_value) {
        return null;
    }

    vfunc_decode(tagged) {
        if (tagged.get_tag() === 'test.bad')
            throw new Error('no such day');
        if (tagged.get_tag() !== 'test.day')
            return null;
        return Noob.List.from_array([`day ${tagged.get_content()}`]);
    }
});

function decodeTagged(tag) {
    return Noob.codec_decode_to_list(
        new GLib.Variant('(sv)', [tag, new GLib.Variant('x', 7)])).get(0);
}

test('/gjs/converter/decodes', () => {
    const converter = new DateConverter();
    Noob.codec_add_converter(converter);
    try {
        for (let i = 0; i < 100; i++)
            assertEqual(decodeTagged('test.day'), 'day 7');
        assertEqual(decodeTagged('other.day').get_content(), 7);

        let message = null;
        try {
            decodeTagged('test.bad');
        } catch (error) {
            message = error.message;
        }
        assert(message.includes('no such day'));
    } finally {
        Noob.codec_remove_converter(converter);
    }
});

test('/gjs/array/tells-what-it-was-made-of', () => {
    const array = Noob.Array.new('<f8', [2, 3], new GLib.Bytes(new Uint8Array(48)));
    assertEqual(array.get_shape(), [2, 3]);
    assertEqual(array.get_element_type(), '<f8');
    assertEqual(array.get_n_elements(), 6);
});

test('/gjs/epoch/bad-text-throws', () => {
    let error = null;
    try {
        Noob.Epoch.new_from_string('three');
    } catch (caught) {
        error = caught;
    }
    assert(error.matches(Noob.Error, Noob.Error.VALUE));
});

test('/gjs/record/keeps-native-values', () => {
    const natives = {
        nothing: null,
        yes: true,
        small: 7,
        big: 2 ** 40,
        negative: -(2 ** 53 - 1),
        half: 0.5,
        text: 'naïve',
        list: [1, [2, null], 'x'],
        empty: [],
        map: {a: {b: [true]}},
    };
    const record = Noob.Record.from_object(natives);
    assertEqual(Object.fromEntries(record), natives);
});

test('/gjs/record/keeps-bytes', () => {
    const record = Noob.Record.from_object({bytes: new Uint8Array([0, 255])});
    assert(record.get('bytes') instanceof Uint8Array);
    assertEqual(record.get('bytes'), new Uint8Array([0, 255]));
});

test('/gjs/record/whole-numbers-are-integers', () => {
    const record = Noob.Record.from_object({number: 2 ** 40, bigint: 2n ** 62n});
    assertEqual(record.get('number'), 2 ** 40);
    assertEqual(record.get('bigint'), 2n ** 62n);
});

test('/gjs/record/null-character-throws', () => {
    let error = null;
    try {
        Noob.Record.from_object({text: 'a\0b'});
    } catch (caught) {
        error = caught;
    }
    assert(error instanceof TypeError);
});

test('/gjs/record/absent-name-is-undefined', () => {
    assert(new Noob.Record().get('absent') === undefined);
});

test('/gjs/list/absent-index-is-undefined', () => {
    const list = Noob.List.from_array(['a']);
    assertEqual(list.get(0), 'a');
    assert(list.get(1) === undefined);
    assert(list.get(-1) === undefined);
});

test('/gjs/record/no-event-is-a-singleton', () => {
    const record = Noob.Record.from_object({none: Noob.NO_EVENT});
    assert(record.get('none') === Noob.NO_EVENT);
});

test('/gjs/specification/loads-inline-data', () => {
    const specification = Noob.TubeSpecification.new_from_data(
        '{"noob_id": "t", "nodes": {"a": {"type": "Any.node", "params": {"x": [1, null]}}}}',
        -1, null);
    assertEqual(specification.get_id(), 't');
    assertEqual(specification.get_node('a').get_params().get('x'), [1, null]);
});

const EACH = {
    input: {items: {scope: 'process'}},
    nodes: {
        each: {type: 'map', depends: 'input.items'},
        all: {type: 'gather', depends: [{value: 'each.value'}, {n: 'each.n'}]},
        return: {type: 'return', depends: 'all.value'},
    },
};

test('/gjs/sync-runner/gives-native-results', () => {
    const items = [1, null, 2 ** 40, 'x', {a: [2]}];
    const runner = new Noob.SyncRunner({tube: Noob.Tube.load(EACH)});
    runner.init();
    assertEqual(runner.process({items}), items);
    assert(runner.process({items: []}) === Noob.NO_EVENT);
    runner.deinit();
});

test('/gjs/sync-runner/emits-events', () => {
    const seen = [];
    const runner = new Noob.SyncRunner({tube: Noob.Tube.load(EACH)});
    runner.connect('event::each', (_runner, event) =>
        seen.push([`${event.get_epoch()}`, event.get_signal(), event.get_value()]));
    runner.init();
    runner.process({items: ['a', 'b']});
    runner.deinit();
    assertEqual(seen, [['0/each.0', 'value', 'a'], ['0/each.1', 'value', 'b'], ['0', 'n', 2]]);
});

test('/gjs/sync-runner/missing-input-throws-and-leaves-it-usable', () => {
    const runner = new Noob.SyncRunner({tube: Noob.Tube.load(EACH)});
    let error = null;
    runner.init();
    try {
        runner.process();
    } catch (caught) {
        error = caught;
    }
    assert(error.matches(Noob.Error, Noob.Error.INPUT));
    assertEqual(runner.process({items: 'ab'}), ['a', 'b']);
    runner.deinit();
});

const Pair = GObject.registerClass({GTypeName: 'JavaScriptPair'}, class Pair extends Noob.Node {
    vfunc_get_slots() {
        return [Noob.Slot.new('x', Noob.SlotFlags.REQUIRED, null)];
    }

    vfunc_process(inputs, outputs) {
        outputs.set('value', [inputs.get('x'), inputs.get('x')]);
        return true;
    }
});

test('/gjs/sync-runner/runs-a-javascript-class', () => {
    assert(GObject.type_from_name('JavaScriptPair') === Pair.$gtype);
    const tube = Noob.Tube.load({
        input: {x: {default: 3}},
        nodes: {
            pair: {type: 'JavaScriptPair', depends: [{x: 'input.x'}]},
            return: {type: 'return', depends: 'pair.value'},
        },
    }, {x: [2 ** 40]});
    const runner = new Noob.SyncRunner({tube});
    runner.init();
    assertEqual([...runner.iter(2)], [[[2 ** 40], [2 ** 40]], [[2 ** 40], [2 ** 40]]]);
    assertEqual(runner.run(1), [[[2 ** 40], [2 ** 40]]]);
    runner.deinit();
});

test('/gjs/zmq-runner/calls-give-promises', () => {
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load(EACH)});
    const work = async () => {
        await runner.init_async();
        const results = await Promise.all([
            runner.process_async({items: [1, 2]}),
            runner.process_async({items: ['x']}),
            runner.process_async({items: []}),
        ]);
        await runner.deinit_async();
        return results;
    };
    const [numbers, text, nothing] = settle(work());
    assertEqual([numbers, text], [[1, 2], ['x']]);
    assert(nothing === Noob.NO_EVENT);

    const counter = new Noob.ZmqRunner({tube: Noob.Tube.load('counter', {start: 5})});
    counter.init();
    assertEqual(settle(counter.run_async(3)), [10, 12, 14]);
    counter.deinit();
});

test('/gjs/zmq-runner/iterates-asynchronously', () => {
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load('counter', {start: 5})});
    const take = async (n, limit) => {
        const results = [];
        for await (const result of runner.iter_async(n)) {
            results.push(result);
            if (results.length === limit)
                break;
        }
        return results;
    };
    runner.init();
    assertEqual(settle(take(3)), [10, 12, 14]);
    assertEqual(settle(take(9, 2)).length, 2);
    assertEqual(settle(take(1)).length, 1);
    runner.deinit();
});

test('/gjs/zmq-runner/promises-are-rejected-with-the-failure', () => {
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load('counter')});
    runner.init();
    let error = null;
    try {
        settle(runner.process_async({factor: 'many'}));
    } catch (caught) {
        error = caught;
    }
    assert(error.matches(Noob.error_quark(), Noob.Error.NODE));
    assertEqual(error.failure.get_node_id(), 'multiply');
    runner.deinit();
});

test('/gjs/runner/callbacks-as-in-c', () => {
    const runner = new Noob.SyncRunner({tube: Noob.Tube.load(EACH)});
    const loop = new GLib.MainLoop(null, false);
    let results = null;
    runner.init();
    runner.process_async({items: [1]}, null, (_runner, result) => {
        results = [...runner.process_finish_to_list(result)];
        loop.quit();
    });
    loop.run();
    assertEqual(results, [[1]]);
    runner.deinit();
});

test('/gjs/zmq-runner/gives-native-results', () => {
    const items = [1, null, 2 ** 40, 'x', {a: [2]}];
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load(EACH)});
    runner.init();
    assertEqual(runner.process({items}), items);
    assert(runner.process({items: []}) === Noob.NO_EVENT);
    runner.deinit();
});

test('/gjs/zmq-runner/ledger-unpacks', () => {
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load(EACH)});
    runner.init();
    runner.process({items: [1, 2]});
    runner.deinit();

    const ledger = runner.get_ledger().recursiveUnpack();
    assert(ledger.length > 0);
    for (const {sent, received, expired} of ledger) {
        assert(sent > 0);
        assertEqual(received + expired, sent);
    }
});

test('/gjs/zmq-runner/emits-events-without-a-main-loop', () => {
    const seen = [];
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load(EACH)});
    runner.connect('event::each', (_runner, event) =>
        seen.push([`${event.get_epoch()}`, event.get_signal(), event.get_value()]));
    runner.init();
    runner.process({items: ['a', 'b']});
    runner.deinit();
    assertEqual(seen, [['0/each.0', 'value', 'a'], ['0/each.1', 'value', 'b'], ['0', 'n', 2]]);
});

test('/gjs/zmq-runner/iterates', () => {
    const runner = new Noob.ZmqRunner({tube: Noob.Tube.load('counter', {start: 5})});
    runner.init();
    assertEqual([...runner.iter(3)], [10, 12, 14]);
    runner.deinit();
});

main();
