/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fields of a log message that say what it is about. */
#define NOOB_LOG_FIELD_RUNNER "NOOB_RUNNER_ID"
#define NOOB_LOG_FIELD_NODE "NOOB_NODE_ID"

/* Where in the code something is logged. */
typedef struct
{
  const char *file;
  const char *line;
  const char *function;
} NoobLogPlace;

/* Logs what happened to a node. @runner_id and @node_id go into fields of the message, and either
 * may be NULL; the text has to name the node all the same, since few look at fields. */
#define noob_log(level, runner_id, node_id, ...) \
  G_STMT_START \
  { \
    static const NoobLogPlace place_ = { __FILE__, G_STRINGIFY (__LINE__), __func__ }; \
    noob_log_at (&place_, (level), (runner_id), (node_id), __VA_ARGS__); \
  } \
  G_STMT_END

#define noob_warning(runner_id, node_id, ...) \
  noob_log (G_LOG_LEVEL_WARNING, (runner_id), (node_id), __VA_ARGS__)

void noob_log_at (const NoobLogPlace *place,
                  GLogLevelFlags      level,
                  const char         *runner_id,
                  const char         *node_id,
                  const char         *format,
                  ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
