/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "core/noob-log-private.h"

G_BEGIN_DECLS

/* What the environment variable NOOB_DEBUG asks to be told of. */
typedef enum
{
  NOOB_DEBUG_PROTOCOL = 1 << 0, /* control messages, statuses, subscriptions */
  NOOB_DEBUG_SCHEDULE = 1 << 1, /* epochs that begin, run and end */
  NOOB_DEBUG_LAUNCH   = 1 << 2, /* processes that start and end */
  NOOB_DEBUG_FLOW     = 1 << 3, /* what may be begun, and what holds it up */
} NoobDebugCategory;

/* Before the variable is looked at, all of them: the first message looks at it. */
extern int noob_debug_categories;

#define noob_debug_is_on(category) \
  G_UNLIKELY (g_atomic_int_get (&noob_debug_categories) & NOOB_DEBUG_##category)

/* Says something of @category (PROTOCOL…), with fields as noob_log () has them. Where it is not
 * asked for, nothing of it is evaluated. */
#define noob_debug(category, runner_id, node_id, ...) \
  G_STMT_START \
  { \
    if (noob_debug_is_on (category)) \
      noob_debug_print (NOOB_DEBUG_##category, (runner_id), (node_id), __VA_ARGS__); \
  } \
  G_STMT_END

void noob_debug_print (NoobDebugCategory  category,
                       const char        *runner_id,
                       const char        *node_id,
                       const char        *format,
                       ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
