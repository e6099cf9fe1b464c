/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The commands of groups, run: what a host sees of them that runs behind a shell or a launcher. */

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <noob.h>
#include <string.h>
#include <unistd.h>

#include "expected-log.h"
#include "zmq/noob-launcher-private.h"

#define SECRET "nobody-else-may-see-this"

/* Has the words after -- joined and read by a shell, as ssh has. */
static const char fake_ssh[] =
  "#!/bin/sh\n"
  "while [ \"$1\" != -- ]; do shift; done\n"
  "shift\n"
  "exec sh -c \"$*\"\n";

/* Says what it was given, and by what. */
static const char host[] =
  "#!/bin/sh\n"
  "IFS= read -r bootstrap\n"
  "if tr '\\0' '\\n' < /proc/$$/cmdline | grep " SECRET "; then echo in the arguments; fi\n"
  "if tr '\\0' '\\n' < /proc/$$/environ | grep " SECRET "; then echo in the environment; fi\n"
  "printf '%s|%s|%s|%s\\n' \"$0\" \"$#\" \"$VALUE\" \"$bootstrap\"\n";

typedef struct
{
  GMainContext *context;
  char *programs;
  char *libexec_dir; /* whose name a shell has to be kept from */
} Fixture;

static void
put_program (const char *directory,
             const char *name,
             const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  alarm (60);
  fixture->context = g_main_context_new ();
  g_main_context_push_thread_default (fixture->context);
  fixture->programs = g_dir_make_tmp ("noob-programs-XXXXXX", NULL);
  fixture->libexec_dir = g_build_filename (fixture->programs, "it's a $HOME \"*\" \\ folder", NULL);
  g_assert_cmpint (g_mkdir (fixture->libexec_dir, 0700), ==, 0);
  put_program (fixture->programs, "ssh", fake_ssh);
  put_program (fixture->libexec_dir, "noob-node", host);

  path = g_strdup_printf ("%s:%s", fixture->programs, g_getenv ("PATH"));
  g_setenv ("PATH", path, TRUE);
}

static void
remove_program (const char *directory,
                const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  const char *path = g_getenv ("PATH");
  g_autofree char *rest = g_strdup (path + strlen (fixture->programs) + 1);

  g_setenv ("PATH", rest, TRUE);
  remove_program (fixture->libexec_dir, "noob-node");
  g_rmdir (fixture->libexec_dir);
  remove_program (fixture->programs, "ssh");
  g_assert_cmpint (g_rmdir (fixture->programs), ==, 0);
  g_free (fixture->libexec_dir);
  g_free (fixture->programs);
  g_main_context_pop_thread_default (fixture->context);
  g_main_context_unref (fixture->context);
  alarm (0);
}

/* For YAML, whose double quotes are those of JSON. */
static char *
quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

static NoobList *
describe (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobDeployment) deployment = noob_deployment_new_from_data (text, -1, &error);
  g_autoptr (NoobTubeSpecification) tube = NULL;
  NoobList *groups;

  g_assert_no_error (error);
  tube = noob_tube_specification_new_from_data ("nodes: { a: { type: 'c:libcounter.so#count' } }",
                                                -1, NULL, &error);
  g_assert_no_error (error);
  groups = noob_deployment_describe (deployment, tube, &error);
  g_assert_no_error (error);
  return groups;
}

static char **
get_command (NoobList *groups)
{
  NoobRecord *group = g_value_get_boxed (noob_list_get_value (groups, 0));
  NoobList *list = g_value_get_boxed (noob_record_get_value (group, "command"));
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (gsize i = 0; i < noob_list_get_length (list); i++)
    g_strv_builder_add (words, g_value_get_string (noob_list_get_value (list, i)));
  return g_strv_builder_end (words);
}

static void
on_ended (NoobLauncher *launcher,
          const char   *how,
          gpointer      data)
{
  *(gboolean *) data = TRUE;
}

static char *
run (Fixture           *fixture,
     const char *const *command)
{
  gboolean ended = FALSE;
  g_autoptr (NoobLauncher) launcher = noob_launcher_new (NULL, "g", on_ended, &ended);
  g_autoptr (GError) error = NULL;

  noob_launcher_launch (launcher, command, SECRET, &error);
  g_assert_no_error (error);
  while (!ended)
    g_main_context_iteration (fixture->context, TRUE);
  g_assert_cmpint (noob_launcher_get_exit_status (launcher), ==, 0);
  return noob_launcher_dup_last_words (launcher);
}

static void
test_host_gets_its_bootstrap (Fixture       *fixture,
                              gconstpointer  launcher)
{
  const char *value = "two words, it's \"$HOME\" `date` * \\";
  g_autofree char *quoted_value = quote (value);
  g_autofree char *quoted_directory = quote (fixture->libexec_dir);
  g_autofree char *text =
    g_strdup_printf ("groups: { g: { nodes: [ a ], %s, libexec_dir: %s, "
                     "environment: { VALUE: %s } } }",
                     (const char *) launcher, quoted_directory, quoted_value);
  g_autoptr (NoobList) groups = describe (text);
  g_auto (GStrv) command = get_command (groups);
  g_autofree char *said = NULL;
  g_autofree char *expected = g_strdup_printf ("%s/noob-node|0|%s|" SECRET "\n",
                                               fixture->libexec_dir, value);

  expect_log ("g: *noob-node|0|*");
  said = run (fixture, (const char *const *) command);
  g_assert_true (expected_log_came ());
  g_assert_cmpstr (said, ==, expected);
}

#define add(name, launcher)                                                                        \
  g_test_add ("/deployment-launch/" name, Fixture, launcher, set_up, test_host_gets_its_bootstrap, \
              tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

  add ("local", "launcher: local");
  add ("ssh", "launcher: ssh, host: far");
  add ("ssh-with-options", "launcher: ssh, host: me@far, options: [ -p, 22, -o, 'X=a b' ]");
  add ("prefix", "launcher: [ nice, -n, 1 ]");
  add ("prefix-of-a-shell", "launcher: [ sh, -c, 'exec \"$@\"', sh ]");

  return g_test_run ();
}
