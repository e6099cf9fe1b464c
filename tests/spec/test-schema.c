/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <json-glib/json-glib.h>
#include <noob.h>
#include <string.h>

/* The JSON schema is written by hand: it has to know the keys that the library knows. */

static JsonObject *
get_properties (JsonParser *parser,
                const char *definition)
{
  JsonObject *schema = json_node_get_object (json_parser_get_root (parser));

  if (definition != NULL)
    schema =
      json_object_get_object_member (json_object_get_object_member (schema, "$defs"), definition);
  return json_object_get_object_member (schema, "properties");
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_sorted (char **names)
{
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  return g_strjoinv (" ", names);
}

static char *
list_in_schema (JsonObject *properties)
{
  g_autoptr (GList) members = json_object_get_members (properties);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (GList *member = members; member != NULL; member = member->next)
    g_strv_builder_add (builder, member->data);
  names = g_strv_builder_end (builder);
  return join_sorted (names);
}

/* As the error about a key that is unlike any of them lists them. */
static char *
list_in_library (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube =
    noob_tube_specification_new_from_data (text, -1, NULL, &error);
  g_auto (GStrv) names = NULL;
  const char *list;

  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
  list = strstr (error->message, "the keys are ");
  g_assert_nonnull (list);
  names = g_strsplit (list + strlen ("the keys are "), ", ", -1);
  return join_sorted (names);
}

static void
test_keys (void)
{
  static const struct
  {
    const char *definition;
    const char *text;
  } cases[] = { { NULL, "zzzzzzzzzz: 1" },
                { "node", "nodes: {a: {zzzzzzzzzz: 1}}" },
                { "input", "input: {a: {zzzzzzzzzz: 1}}\nnodes: {}" },
                { "asset", "assets: {a: {zzzzzzzzzz: 1}}\nnodes: {}" } };
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "..", "data", "schema", "noob-tube.schema.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *schema = list_in_schema (get_properties (parser, cases[i].definition));
      g_autofree char *library = list_in_library (cases[i].text);

      g_assert_cmpstr (schema, ==, library);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/knows-the-keys-of-the-library", test_keys);
  return g_test_run ();
}
