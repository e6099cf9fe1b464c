/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-list.h"

G_BEGIN_DECLS

#define NOOB_TYPE_RECORD (noob_record_get_type ())

typedef struct _NoobRecord NoobRecord;

NOOB_AVAILABLE_IN_1_0
GType         noob_record_get_type    (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobRecord   *noob_record_new         (void);

NOOB_AVAILABLE_IN_1_0
NoobRecord   *noob_record_ref         (NoobRecord   *self);

NOOB_AVAILABLE_IN_1_0
void          noob_record_unref       (NoobRecord   *self);

NOOB_AVAILABLE_IN_1_0
NoobRecord   *noob_record_copy        (NoobRecord   *self);

NOOB_AVAILABLE_IN_1_0
guint         noob_record_get_size    (NoobRecord   *self);

NOOB_AVAILABLE_IN_1_0
const char   *noob_record_get_name    (NoobRecord   *self,
                                       guint         position);

NOOB_AVAILABLE_IN_1_0
const GValue *noob_record_get_nth     (NoobRecord   *self,
                                       guint         position);

NOOB_AVAILABLE_IN_1_0
char        **noob_record_get_names   (NoobRecord   *self);

NOOB_AVAILABLE_IN_1_0
gboolean      noob_record_has         (NoobRecord   *self,
                                       const char   *name);

NOOB_AVAILABLE_IN_1_0
const GValue *noob_record_get_value   (NoobRecord   *self,
                                       const char   *name);

NOOB_AVAILABLE_IN_1_0
double        noob_record_get_number  (NoobRecord   *self,
                                       const char   *name);

NOOB_AVAILABLE_IN_1_0
char         *noob_record_get_wide_integer
                                      (NoobRecord   *self,
                                       const char   *name);

NOOB_AVAILABLE_IN_1_0
void          noob_record_set_value   (NoobRecord   *self,
                                       const char   *name,
                                       const GValue *value);

NOOB_AVAILABLE_IN_1_0
void          noob_record_take_value  (NoobRecord   *self,
                                       const char   *name,
                                       GValue       *value);

NOOB_AVAILABLE_IN_1_0
gboolean      noob_record_remove      (NoobRecord   *self,
                                       const char   *name);

NOOB_AVAILABLE_IN_1_0
void          noob_record_clear       (NoobRecord   *self);

NOOB_AVAILABLE_IN_1_0
gboolean      noob_record_equal       (NoobRecord   *self,
                                       NoobRecord   *other);

NOOB_AVAILABLE_IN_1_0
gboolean      noob_record_get         (NoobRecord   *self,
                                       GError      **error,
                                       ...) G_GNUC_NULL_TERMINATED;

NOOB_AVAILABLE_IN_1_0
void          noob_record_set         (NoobRecord   *self,
                                       ...) G_GNUC_NULL_TERMINATED;

NOOB_AVAILABLE_IN_1_0
void          noob_record_set_null    (NoobRecord   *self,
                                       const char   *name);

NOOB_AVAILABLE_IN_1_0
void          noob_record_set_boolean (NoobRecord   *self,
                                       const char   *name,
                                       gboolean      value);

NOOB_AVAILABLE_IN_1_0
void          noob_record_set_int64   (NoobRecord   *self,
                                       const char   *name,
                                       gint64        value);

NOOB_AVAILABLE_IN_1_0
void          noob_record_set_double  (NoobRecord   *self,
                                       const char   *name,
                                       double        value);

NOOB_AVAILABLE_IN_1_0
void          noob_record_set_string  (NoobRecord   *self,
                                       const char   *name,
                                       const char   *value);

NOOB_AVAILABLE_IN_1_0
void          noob_record_take_list   (NoobRecord   *self,
                                       const char   *name,
                                       NoobList     *value);

NOOB_AVAILABLE_IN_1_0
void          noob_record_take_record (NoobRecord   *self,
                                       const char   *name,
                                       NoobRecord   *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobRecord, noob_record_unref)

G_END_DECLS
