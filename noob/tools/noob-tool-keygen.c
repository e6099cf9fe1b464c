/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

int
tool_keygen (GStrv *arguments)
{
  gboolean shows = FALSE;
  const GOptionEntry entries[] = {
    { "show", 's', 0, G_OPTION_ARG_NONE, &shows,
      "Make nothing: write the public key of keys that are there", NULL },
    { NULL },
  };
  g_autofree char *name = NULL;
  g_autofree char *public_key = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!tool_parse (arguments, entries,
                   "Makes a pair of keys, keeps it where only you can read it, and writes the "
                   "public key.", "NAME", &name, &status))
    return status;

  public_key = shows ? noob_key_get_public (name, &error) : noob_key_generate (name, &error);
  if (public_key == NULL)
    return tool_fail (error, TOOL_FAILED);

  g_print ("%s\n", public_key);

  return TOOL_OK;
}
