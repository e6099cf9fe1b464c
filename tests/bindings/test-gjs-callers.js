// SPDX-License-Identifier: LGPL-2.1-or-later

// What a program in JavaScript is told when a node in Python goes wrong.

import GLib from 'gi://GLib';
import Noob from 'gi://Noob?version=1';

import {assert, assertEqual, assertThrows, main, test} from './tap.js';

const FILES = {
    'nodes.py': `
def scale(value, factor=2): return value * factor
def give_object(): return object()
def give_function_inside(): return {"inside": [lambda: None]}
class TooCold(ValueError): pass
def complain(): raise TooCold("brr")
`,
    'bad_syntax.py': 'x = 1\ndef f(:\n',
    'bad_import.py': 'import no_such_thing\n',
};

// Else Python leaves a folder next to the modules.
GLib.setenv('PYTHONDONTWRITEBYTECODE', '1', true);

// Runs the body with a runner, not initialized, of a tube that lies next to the modules.
function withRunner(node, body) {
    const folder = GLib.dir_make_tmp('noob-test-XXXXXX');
    const tube = {nodes: {node, return: {type: 'return', depends: 'node.value'}}};
    const files = {...FILES, 'tube.json': JSON.stringify(tube)};
    const paths = Object.keys(files).map(name => GLib.build_filenamev([folder, name]));
    Object.values(files).forEach((text, index) => GLib.file_set_contents(paths[index], text));
    try {
        return body(new Noob.ZmqRunner({tube: Noob.Tube.load(paths.at(-1))}));
    } finally {
        paths.forEach(path => GLib.unlink(path));
        assertEqual(GLib.rmdir(folder), 0);
    }
}

function assertFailsToLoad(node, ...words) {
    withRunner(node, runner => {
        const error = assertThrows(() => runner.init(), '"node"', ...words);
        assert(error.matches(Noob.error_quark(), Noob.Error.LOAD));
    });
}

function assertFailsToProcess(type, ...words) {
    return withRunner({type}, runner => {
        runner.init();
        try {
            return assertThrows(() => runner.process(), 'node node', ...words).failure;
        } finally {
            runner.deinit();
        }
    });
}

test('/gjs/callers/python-works', () => {
    withRunner({type: 'nodes.scale', params: {value: 4}}, runner => {
        runner.init();
        assertEqual(runner.process(), 8);
        runner.deinit();
    });
});

test('/gjs/callers/what-cannot-be-imported', () => {
    assertFailsToLoad({type: 'no_such_module.f'}, 'no_such_module');
    assertFailsToLoad({type: 'nodes.no_such_function'}, 'no_such_function');
    assertFailsToLoad({type: 'bad_import.f'}, 'no_such_thing');
});

test('/gjs/callers/syntax-error', () => {
    assertFailsToLoad({type: 'bad_syntax.f'}, 'SyntaxError', 'bad_syntax.py', 'line 2');
});

test('/gjs/callers/param-that-no-parameter-takes', () => {
    assertFailsToLoad({type: 'nodes.scale', params: {factro: 1}}, '"factro"', 'value, factor');
});

test('/gjs/callers/value-without-converter', () => {
    assertFailsToProcess('nodes.give_object', 'signal "value"', 'builtins.object',
        'Noob.Converter');
    assertFailsToProcess('nodes.give_function_inside', 'signal "value"', 'builtins.function');
});

test('/gjs/callers/exception', () => {
    const failure = assertFailsToProcess('nodes.complain', 'brr');
    assertEqual([failure.get_node_id(), failure.get_type_name(), failure.get_message()],
        ['node', 'nodes.TooCold(ValueError)', 'brr']);
    assert(failure.get_traceback().includes('nodes.py'));
});

test('/gjs/callers/missing-interpreter', () => {
    const interpreter = GLib.getenv('NOOB_PYTHON');
    GLib.setenv('NOOB_PYTHON', '/nowhere/python', true);
    try {
        assertFailsToLoad({type: 'nodes.scale'}, '"/nowhere/python"', 'install', 'NOOB_PYTHON');
    } finally {
        if (interpreter === null)
            GLib.unsetenv('NOOB_PYTHON');
        else
            GLib.setenv('NOOB_PYTHON', interpreter, true);
    }
});

main();
