/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-support.h"

#include <string.h>

NoobNodeSpecification *
test_specification_new (const char *yaml)
{
  g_autofree char *text = g_strdup_printf ("nodes:\n"
                                           "  a: { type: source }\n"
                                           "  b: { type: source }\n"
                                           "  c: { type: source }\n"
                                           "  n: %s\n", yaml);
  g_autoptr (NoobTubeSpecification) tube = NULL;
  g_autoptr (GError) error = NULL;

  tube = noob_tube_specification_new_from_data (text, -1, g_get_tmp_dir (), &error);
  g_assert_no_error (error);

  return g_object_ref (noob_tube_specification_get_node (tube, "n"));
}

NoobNode *
test_node_load (const char  *yaml,
                GError     **error)
{
  g_autoptr (NoobNodeSpecification) specification = test_specification_new (yaml);

  return noob_load_node (specification, noob_node_specification_get_params (specification), error);
}

NoobNode *
test_node_new (const char *yaml)
{
  g_autoptr (GError) error = NULL;
  NoobNode *node = test_node_load (yaml, &error);

  g_assert_no_error (error);

  return node;
}

void
test_assert_error (GError    *error,
                   NoobError  code,
                   ...)
{
  const char *part;
  va_list parts;

  g_assert_error (error, NOOB_ERROR, (int) code);

  va_start (parts, code);
  while ((part = va_arg (parts, const char *)) != NULL)
    {
      if (strstr (error->message, part) == NULL)
        g_error ("“%s” is not in “%s”", part, error->message);
    }
  va_end (parts);
}
