/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

#define NOOB_TYPE_RESULTS (noob_results_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobResults, noob_results, NOOB, RESULTS, GObject)

NOOB_AVAILABLE_IN_1_0
gboolean  noob_results_next         (NoobResults  *self,
                                     GValue       *value,
                                     GError      **error);

NOOB_AVAILABLE_IN_1_0
NoobList *noob_results_next_to_list (NoobResults  *self,
                                     GError      **error);

G_END_DECLS
