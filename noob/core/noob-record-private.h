/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

/* Unsets every value and keeps the names and the memory, so that a runner can hand the same record
 * to the same node again without allocating. An entry without a value counts as absent. */
void     noob_record_unset_all   (NoobRecord *self);

/* The value of an entry, made to hold @type and ready to be set: no allocation when the entry was
 * there with that type. Valid until the record is changed. */
GValue  *noob_record_prepare     (NoobRecord *self, const char *name, GType type);

/* Moves the value of an entry to @value, whatever that holds, and keeps the name and the memory. */
gboolean noob_record_steal_value (NoobRecord *self, const char *name, GValue *value);

/* Whether only the caller holds a reference. */
gboolean noob_record_is_unique   (NoobRecord *self);

G_END_DECLS
