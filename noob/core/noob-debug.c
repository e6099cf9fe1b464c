/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-debug-private.h"

#define VARIABLE "NOOB_DEBUG"

static const GDebugKey categories[] = {
  { "protocol", NOOB_DEBUG_PROTOCOL },
  { "schedule", NOOB_DEBUG_SCHEDULE },
  { "launch", NOOB_DEBUG_LAUNCH },
  { "flow", NOOB_DEBUG_FLOW },
};

int noob_debug_categories = -1;

static void
look_at_environment (void)
{
  static gsize looked = 0;

  if (!g_once_init_enter (&looked))
    return;

  g_atomic_int_set (&noob_debug_categories,
                    (int) g_parse_debug_string (g_getenv (VARIABLE), categories,
                                                G_N_ELEMENTS (categories)));
  g_once_init_leave (&looked, 1);
}

static const char *
get_name (NoobDebugCategory category)
{
  for (gsize i = 0; i < G_N_ELEMENTS (categories); i++)
    if (categories[i].value == category)
      return categories[i].key;

  g_return_val_if_reached (NULL);
}

/* Processes write at the same time: with the time of day their lines can be put in order. */
static void
print_line (const char *text)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%T.%f");

  g_printerr ("%s %s\n", time, text);
}

void
noob_debug_print (NoobDebugCategory  category,
                  const char        *runner_id,
                  const char        *node_id,
                  const char        *format,
                  ...)
{
  g_autofree char *message = NULL;
  g_autofree char *text = NULL;
  va_list arguments;

  look_at_environment ();
  if ((g_atomic_int_get (&noob_debug_categories) & category) == 0)
    return;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (node_id != NULL)
    text = g_strdup_printf ("%s: node \"%s\": %s", get_name (category), node_id, message);
  else
    text = g_strdup_printf ("%s: %s", get_name (category), message);

  /* Asking for it once is enough. */
  if (g_log_writer_default_would_drop (G_LOG_LEVEL_DEBUG, G_LOG_DOMAIN))
    print_line (text);
  else
    noob_log (G_LOG_LEVEL_DEBUG, runner_id, node_id, "%s", text);
}
