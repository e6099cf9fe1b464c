/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gmodule.h>

#include "core/noob-record.h"

G_BEGIN_DECLS

/**
 * NoobProcessFunc:
 * @state: (closure): what the function's `open` gave, or the user data it was registered with.
 * @inputs: the values of this call, by slot; params too, where no slot has the same name.
 * @outputs: set the signals here; a signal that is not set emits nothing.
 * @error: return location for an error.
 *
 * One call of a node that is a C function.
 *
 * Returns: whether it succeeded; FALSE needs @error set.
 *
 * Since: 1.0
 */
typedef gboolean (*NoobProcessFunc) (gpointer     state,
                                     NoobRecord  *inputs,
                                     NoobRecord  *outputs,
                                     GError     **error);

/**
 * NoobOpenFunc: (skip)
 * @params: the params of the node, by name
 * @error: return location for an error
 *
 * Makes the state of a C function when its node is initialized.
 *
 * Returns: the state; it failed if @error is set
 *
 * Since: 1.0
 */
typedef gpointer (*NoobOpenFunc) (NoobRecord  *params,
                                  GError     **error);

/**
 * NoobCloseFunc: (skip)
 * @state: what `open` gave; never %NULL
 *
 * Frees the state of a C function when its node is deinitialized.
 *
 * Since: 1.0
 */
typedef void (*NoobCloseFunc) (gpointer state);

/**
 * NoobFunction: (skip)
 * @signature: slots and signals, such as `line: string, limit?: int64 -> words: list, n`.
 * @process: the function.
 * @open: (nullable): makes the state from the params (a function with state is stateful).
 * @close: (nullable): frees the state.
 *
 * What a C module exports for each of its functions; written with NOOB_FUNCTION() or
 * NOOB_STATEFUL_FUNCTION().
 *
 * The signature lists slots, `->`, and signals. After the name of a slot, `?` makes it optional,
 * and `=` says that it may be left unwired, its default being the function's affair. `*` stands for
 * any further positions, `**` for any further names. `: type` is a free annotation. Without `->`
 * there is one signal, `value`.
 *
 * A function with @open is stateful, others are not; a specification can override either.
 *
 * Since: 1.0
 */
typedef struct
{
  const char      *signature;
  NoobProcessFunc  process;
  NoobOpenFunc     open;
  NoobCloseFunc    close;

  /*< private >*/
  gpointer _reserved[4];
} NoobFunction;

/**
 * NOOB_FUNCTION: (skip)
 * @name: the name of a static function, a [callback@Noob.ProcessFunc]
 * @signature_: its slots and signals
 *
 * Exports a function of a C module as the node type `c:MODULE#NAME`.
 *
 * ```c
 * static gboolean
 * add (gpointer     state,
 *      NoobRecord  *inputs,
 *      NoobRecord  *outputs,
 *      GError     **error)
 * {
 *   double a, b = 1.0;
 *
 *   if (!noob_record_get (inputs, error, "a", G_TYPE_DOUBLE, &a, "b?", G_TYPE_DOUBLE, &b, NULL))
 *     return FALSE;
 *
 *   noob_record_set_double (outputs, "sum", a + b);
 *   return TRUE;
 * }
 *
 * NOOB_FUNCTION (add, "a: double, b=: double -> sum: double")
 * ```
 *
 * Since: 1.0
 */
#define NOOB_FUNCTION(name, signature_) \
  extern G_MODULE_EXPORT const NoobFunction noob_function_##name; \
  const NoobFunction noob_function_##name = { \
    .signature = signature_, \
    .process = name, \
  };

/**
 * NOOB_STATEFUL_FUNCTION: (skip)
 * @name: the name of a static function, a [callback@Noob.ProcessFunc]
 * @signature_: its slots and signals
 *
 * The same for a function with state: `NAME_open` and `NAME_close` make and free it, `NAME` gets
 * it.
 *
 * Since: 1.0
 */
#define NOOB_STATEFUL_FUNCTION(name, signature_) \
  extern G_MODULE_EXPORT const NoobFunction noob_function_##name; \
  const NoobFunction noob_function_##name = { \
    .signature = signature_, \
    .process = name, \
    .open = name##_open, \
    .close = name##_close, \
  };

G_END_DECLS
