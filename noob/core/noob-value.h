/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_NO_EVENT (noob_no_event_get_type ())

typedef struct _NoobNoEvent NoobNoEvent;

#define NOOB_NO_EVENT (noob_no_event_get ())

NOOB_AVAILABLE_IN_1_0
GType        noob_no_event_get_type  (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobNoEvent *noob_no_event_get       (void);

NOOB_AVAILABLE_IN_1_0
gboolean     noob_value_is_no_event  (const GValue *value);

NOOB_AVAILABLE_IN_1_0
gboolean     noob_value_is_null      (const GValue *value);

NOOB_AVAILABLE_IN_1_0
void         noob_value_set_null     (GValue       *value);

NOOB_AVAILABLE_IN_1_0
void         noob_value_set_no_event (GValue       *value);

NOOB_AVAILABLE_IN_1_0
gboolean     noob_value_equal        (const GValue *value,
                                      const GValue *other);

NOOB_AVAILABLE_IN_1_0
gboolean     noob_value_is_true      (const GValue *value);

NOOB_AVAILABLE_IN_1_0
const char  *noob_value_describe     (const GValue *value);

NOOB_AVAILABLE_IN_1_0
char        *noob_value_to_json      (const GValue *value,
                                      gboolean      pretty,
                                      GError      **error);

NOOB_AVAILABLE_IN_1_0
gboolean     noob_value_from_json    (GValue       *value,
                                      const char   *text,
                                      gssize        length,
                                      GError      **error);

G_END_DECLS
