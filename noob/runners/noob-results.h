/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "core/noob-record.h"

G_BEGIN_DECLS

#define NOOB_TYPE_RESULTS (noob_results_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobResults, noob_results, NOOB, RESULTS, GObject)

NOOB_AVAILABLE_IN_1_0
gboolean  noob_results_next                (NoobResults          *self,
                                            GValue               *value,
                                            GError              **error);

NOOB_AVAILABLE_IN_1_0
NoobList *noob_results_next_to_list        (NoobResults          *self,
                                            GError              **error);

NOOB_AVAILABLE_IN_1_0
void      noob_results_next_async          (NoobResults          *self,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);

NOOB_AVAILABLE_IN_1_0
gboolean  noob_results_next_finish         (NoobResults          *self,
                                            GAsyncResult         *result,
                                            GValue               *value,
                                            GError              **error);

NOOB_AVAILABLE_IN_1_0
NoobList *noob_results_next_finish_to_list (NoobResults          *self,
                                            GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
