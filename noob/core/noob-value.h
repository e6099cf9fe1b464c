/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_NO_EVENT (noob_no_event_get_type ())

/* NoobNoEvent: boxed singleton, the absence of an event where a value must stand; never a value. */
typedef struct _NoobNoEvent NoobNoEvent;

#define NOOB_NO_EVENT (noob_no_event_get ())

NOOB_AVAILABLE_IN_1_0
GType        noob_no_event_get_type  (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobNoEvent *noob_no_event_get       (void);

/* Whether @value holds NoEvent. */
NOOB_AVAILABLE_IN_1_0
gboolean     noob_value_is_no_event  (const GValue *value);

/* Null is a NULL G_TYPE_POINTER. noob_value_is_null() is also true of NULL objects, boxed, strings. */
NOOB_AVAILABLE_IN_1_0
gboolean     noob_value_is_null      (const GValue *value);

/* (Re)initialise @value, whatever it holds. @value may be zero-filled or hold a value. */
NOOB_AVAILABLE_IN_1_0
void         noob_value_set_null     (GValue       *value);

NOOB_AVAILABLE_IN_1_0
void         noob_value_set_no_event (GValue       *value);

/* Deep equality of two values: numbers by value and kind, lists and records by element. */
NOOB_AVAILABLE_IN_1_0
gboolean     noob_value_equal        (const GValue *value,
                                      const GValue *other);

/* Truthiness: null, FALSE, 0, "", empty lists and records and NoEvent are false. */
NOOB_AVAILABLE_IN_1_0
gboolean     noob_value_is_true      (const GValue *value);

/* What kind of value it is, in words for an error message: "an integer", "a list", "null", …. */
NOOB_AVAILABLE_IN_1_0
const char  *noob_value_describe     (const GValue *value);

G_END_DECLS
