/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

#include "noob-girepository-private.h"

G_BEGIN_DECLS

/* A function that is prepared to be called with records. Not for two threads at once. */
typedef struct _NoobGiCallable NoobGiCallable;

/* What a method is called on, as a slot. */
#define NOOB_GI_SELF_SLOT "self"

/* NOOB_ERROR_LOAD names what cannot be passed, and why. @self_is_slot: what a method is called on
 * comes through a slot, the first. */
NoobGiCallable *noob_gi_callable_new         (GIFunctionInfo  *info,
                                              gboolean         self_is_slot,
                                              GError         **error);
void            noob_gi_callable_free        (NoobGiCallable  *self);

/* "GLib.ascii_strup". */
const char     *noob_gi_callable_get_name    (NoobGiCallable  *self);

/* Transfer full, of NoobSlot. */
GPtrArray      *noob_gi_callable_get_slots   (NoobGiCallable  *self);
char          **noob_gi_callable_get_signals (NoobGiCallable  *self);

/* What it is called for: what it returns, or if that only tells whether it succeeded, what comes
 * out first. NULL when nothing comes out. */
const char     *noob_gi_callable_get_main_signal
                                             (NoobGiCallable  *self);

/* NOOB_ERROR_LOAD. @others: further names of params; nullable. */
void            noob_gi_callable_set_error_unknown_param
                                             (NoobGiCallable  *self,
                                              const char      *name,
                                              const char     **others,
                                              GError         **error);

/* Whether @value will do for the slot @name: NOOB_ERROR_VALUE. */
gboolean        noob_gi_callable_check       (NoobGiCallable  *self,
                                              const char      *name,
                                              const GValue    *value,
                                              GError         **error);

/* Calls with the values in @inputs, in their absence those in @params. @instance: what a method is
 * called on, where that is no slot. An error is the function's own, or NOOB_ERROR_VALUE. */
gboolean        noob_gi_callable_call        (NoobGiCallable  *self,
                                              const GValue    *instance,
                                              NoobRecord      *inputs,
                                              NoobRecord      *params,
                                              NoobRecord      *outputs,
                                              GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobGiCallable, noob_gi_callable_free)

G_END_DECLS
