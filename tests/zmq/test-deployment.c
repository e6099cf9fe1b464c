/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gstdio.h>
#include <noob.h>
#include <string.h>
#include <unistd.h>

#include "zmq/noob-deployment-group-private.h"

/* In several languages, in an order that is not that of the ids. */
static const char tube_text[] =
  "nodes:\n"
  "  camera: { type: 'c:libcounter.so#count' }\n"
  "  segment_b: { type: sum, depends: [ camera.value ] }\n"
  "  segment_a: { type: statistics.fmean, depends: [ camera.value ] }\n"
  "  blur: { type: 'gjs:./filter.js#blur', depends: [ camera.value ] }\n"
  "  each: { type: map, depends: camera.value }\n"
  "  digest: { type: 'gi:GLib.compute_checksum_for_string', depends: [ str: camera.value ] }\n"
  "  result: { type: return, depends: blur.value }\n";

static char *libexec_dir; /* with hosts in it */

static NoobTubeSpecification *
load_tube (const char *text)
{
  g_autoptr (GError) error = NULL;
  NoobTubeSpecification *tube = noob_tube_specification_new_from_data (text, -1, "/", &error);

  g_assert_no_error (error);
  return tube;
}

static NoobDeployment *
load (const char *text)
{
  g_autoptr (GError) error = NULL;
  NoobDeployment *deployment = noob_deployment_new_from_data (text, -1, &error);

  g_assert_no_error (error);
  return deployment;
}

static NoobList *
describe_for (const char *specification,
              const char *text)
{
  g_autoptr (NoobDeployment) deployment = load (text);
  g_autoptr (NoobTubeSpecification) tube = load_tube (specification);
  g_autoptr (GError) error = NULL;
  NoobList *groups = noob_deployment_describe (deployment, tube, &error);

  g_assert_no_error (error);
  return groups;
}

static NoobList *
describe (const char *text)
{
  return describe_for (tube_text, text);
}

static NoobRecord *
get_group (NoobList   *groups,
           const char *name)
{
  for (gsize i = 0; i < noob_list_get_length (groups); i++)
    {
      NoobRecord *group = g_value_get_boxed (noob_list_get_value (groups, i));

      if (g_str_equal (g_value_get_string (noob_record_get_value (group, "name")), name))
        return group;
    }
  g_error ("there is no group \"%s\"", name);
}

static const char *
get_string (NoobRecord *group,
            const char *name)
{
  const GValue *value = noob_record_get_value (group, name);

  return value != NULL ? g_value_get_string (value) : NULL;
}

static char **
get_words (NoobRecord *group,
           const char *name)
{
  NoobList *list = g_value_get_boxed (noob_record_get_value (group, name));
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (gsize i = 0; i < noob_list_get_length (list); i++)
    g_strv_builder_add (words, g_value_get_string (noob_list_get_value (list, i)));
  return g_strv_builder_end (words);
}

/* LIBEXEC stands for where the hosts are. */
static void
assert_words (NoobRecord *group,
              const char *name,
              const char *expected)
{
  g_auto (GStrv) words = get_words (group, name);
  g_autofree char *joined = g_strjoinv ("|", words);
  g_autoptr (GString) shown = g_string_new (joined);

  g_string_replace (shown, libexec_dir, "LIBEXEC", 0);
  g_assert_cmpstr (shown->str, ==, expected);
}

static void
test_nodes_are_grouped_by_patterns (void)
{
  g_autoptr (NoobList) groups = describe ("groups:\n"
                                          "  last: { nodes: [ 'b*r' ] }\n"
                                          "  compute: { nodes: [ 'segment_?' ] }\n"
                                          "  other: { nodes: [ digest, camera ] }\n");

  g_assert_cmpuint (noob_list_get_length (groups), ==, 4);
  /* As the nodes come in the tube. */
  assert_words (g_value_get_boxed (noob_list_get_value (groups, 0)), "nodes", "camera|digest");
  assert_words (g_value_get_boxed (noob_list_get_value (groups, 1)), "nodes",
                "segment_b|segment_a");
  assert_words (get_group (groups, "last"), "nodes", "blur");
  assert_words (get_group (groups, "each"), "nodes", "each");
}

static void
test_nodes_without_a_group_run_here_alone (void)
{
  g_autoptr (NoobList) groups = describe ("{ \"groups\": {} }");
  NoobRecord *group = get_group (groups, "camera");

  g_assert_cmpuint (noob_list_get_length (groups), ==, 6); /* all but the return node */
  assert_words (group, "nodes", "camera");
  assert_words (group, "command", "LIBEXEC/noob-node");
  g_assert_cmpstr (get_string (group, "launcher"), ==, "local");
  g_assert_cmpstr (get_string (group, "transport"), ==, "ipc");
  g_assert_cmpstr (get_string (group, "restart"), ==, "never");
  g_assert_null (get_string (group, "host"));
}

/* But the return node, which is the runner's. */
static void
test_pattern_of_all (void)
{
  g_autoptr (NoobList) groups = describe_for ("nodes:\n"
                                              "  camera: { type: 'c:libcounter.so#count' }\n"
                                              "  each: { type: map, depends: camera.value }\n"
                                              "  result: { type: return, depends: each.value }\n",
                                              "groups: { here: { nodes: [ '*' ] } }");

  g_assert_cmpuint (noob_list_get_length (groups), ==, 1);
  assert_words (get_group (groups, "here"), "nodes", "camera|each");
}

static void
test_special_nodes_go_with_any_language (void)
{
  g_autoptr (NoobList) groups = describe ("groups:\n"
                                          "  p: { nodes: [ 'segment*', each ], libexec_dir: /x,\n"
                                          "       launcher: external }\n");

  assert_words (get_group (groups, "p"), "nodes", "segment_b|segment_a|each");
  assert_words (get_group (groups, "p"), "command", "/bin/sh|/x/noob-node-python");
}

static void
test_ssh (void)
{
  g_autoptr (NoobList) groups = describe ("groups:\n"
                                          "  far:\n"
                                          "    launcher: ssh\n"
                                          "    host: me@far.example\n"
                                          "    options: [ -p, 2222 ]\n"
                                          "    restart: on-failure\n"
                                          "    libexec_dir: /opt/no ob\n"
                                          "    environment: { NAME: \"it's\", THREADS: 4 }\n"
                                          "    nodes: [ camera ]\n");
  NoobRecord *group = get_group (groups, "far");

  assert_words (group, "command",
                "ssh|-T|-o|BatchMode=yes|-p|2222|me@far.example|--|"
                "env 'NAME=it'\\''s' THREADS=4 '/opt/no ob/noob-node'");
  g_assert_cmpstr (get_string (group, "host"), ==, "me@far.example");
  g_assert_cmpstr (get_string (group, "transport"), ==, "tcp");
  g_assert_cmpstr (get_string (group, "restart"), ==, "on-failure");
}

static void
test_slurm (void)
{
  g_autoptr (NoobList) groups = describe ("groups:\n"
                                          "  any: { launcher: slurm, nodes: [ camera ],\n"
                                          "         options: [ --cpus-per-task=2 ] }\n"
                                          "  one: { launcher: slurm, host: n7, nodes: [ blur ],\n"
                                          "         interpreter: /opt/gjs }\n");

  assert_words (get_group (groups, "any"), "command",
                "srun|--nodes=1|--ntasks=1|--overlap|--input=all|--cpus-per-task=2|"
                "LIBEXEC/noob-node");
  assert_words (get_group (groups, "one"), "command",
                "srun|--nodes=1|--ntasks=1|--overlap|--input=all|--nodelist=n7|/opt/gjs|-m|"
                "LIBEXEC/noob-node-gjs");
  g_assert_cmpstr (get_string (get_group (groups, "any"), "transport"), ==, "tcp");
}

static void
test_external (void)
{
  g_autoptr (NoobList) groups = describe ("groups:\n"
                                          "  hand: { launcher: external, nodes: [ camera ],\n"
                                          "          libexec_dir: \"/it's\" }\n");

  assert_words (get_group (groups, "hand"), "command", "/it's/noob-node");
  g_assert_cmpstr (get_string (get_group (groups, "hand"), "command-line"), ==,
                   "'/it'\\''s/noob-node'");
}

static void
test_prefix (void)
{
  g_autoptr (NoobList) groups = describe ("groups:\n"
                                          "  low: { launcher: [ nice, -n, 10 ],\n"
                                          "         environment: { A: 1 }, nodes: [ camera ] }\n");
  NoobRecord *group = get_group (groups, "low");

  assert_words (group, "launcher", "nice|-n|10");
  assert_words (group, "command", "nice|-n|10|env|A=1|LIBEXEC/noob-node");
  g_assert_cmpstr (get_string (group, "transport"), ==, "ipc");
}

static void
test_from_file (void)
{
  g_autofree char *path = NULL;
  g_autoptr (NoobDeployment) none = NULL;
  g_autoptr (NoobDeployment) wrong = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *start = NULL;
  int fd = g_file_open_tmp ("noob-deployment-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (fd, "groups: 3\n", 10), ==, 10);
  close (fd);
  wrong = noob_deployment_new_from_file (path, &error);
  g_assert_null (wrong);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
  start = g_strconcat (path, ":1:9: ", NULL);
  g_assert_true (g_str_has_prefix (error->message, start));
  g_remove (path);

  none = noob_deployment_new_from_file (path, &missing);
  g_assert_null (none);
  g_assert_error (missing, NOOB_ERROR, NOOB_ERROR_NOT_FOUND);
}

typedef struct
{
  const char *name;
  const char *text;
  const char *parts[4]; /* of the message, the first of which it begins with */
} Wrong;

static const Wrong wrong_files[] = {
  { "not-a-mapping", "[ 1 ]", { "1:1: ", "keys of a deployment" } },
  { "no-groups", "description: nothing", { "1:1: ", "`groups` is missing" } },
  { "unknown-key", "gruops: {}", { "1:1: ", "\"gruops\"", "did you mean \"groups\"?" } },
  { "unknown-key-of-a-group", "groups:\n  a: { nodes: [ camera ], luncher: ssh }",
    { "2:27: ", "group \"a\"", "did you mean \"launcher\"?" } },
  { "bad-name", "groups: { a-b: { nodes: [ camera ] } }", { "1:11: ", "\"a-b\"", "not an id" } },
  { "no-nodes", "groups: { a: {} }", { "1:14: ", "group \"a\"", "`nodes` is missing" } },
  { "empty-nodes", "groups: { a: { nodes: [] } }", { "1:23: ", "lists nothing" } },
  { "nodes-no-list", "groups: { a: { nodes: camera } }", { "1:23: ", "a list of words" } },
  { "nodes-with-a-list", "groups: { a: { nodes: [ [ x ] ] } }", { "1:25: ", "a list of words" } },
  { "launcher", "groups: { a: { nodes: [ x ], launcher: shs } }",
    { "1:40: ", "local, ssh, slurm, external", "\"shs\"" } },
  { "launcher-without-words", "groups: { a: { nodes: [ x ], launcher: [] } }",
    { "1:40: ", "name of a program" } },
  { "launcher-null-word", "groups: { a: { nodes: [ x ], launcher: [ nice, ~ ] } }",
    { "1:48: ", "a list of words" } },
  { "options-of-local", "groups: { a: { nodes: [ x ], options: [ -v ] } }",
    { "1:39: ", "ssh or srun" } },
  { "options-of-prefix", "groups: { a: { nodes: [ x ], launcher: [ nice ], options: [ -v ] } }",
    { "1:59: ", "ssh or srun" } },
  { "ssh-without-host", "groups: { a: { nodes: [ x ], launcher: ssh } }",
    { "1:40: ", "`host` is missing" } },
  { "host-of-local", "groups: { a: { nodes: [ x ], host: far } }", { "1:36: ", "`host`", "ssh" } },
  { "host-as-option", "groups: { a: { nodes: [ x ], launcher: ssh, host: -oProxyCommand=x } }",
    { "1:51: ", "begin with -" } },
  { "host-with-space", "groups: { a: { nodes: [ x ], launcher: ssh, host: far away } }",
    { "1:51: ", "without spaces" } },
  { "ipc-of-ssh", "groups: { a: { nodes: [ x ], launcher: ssh, host: far, transport: ipc } }",
    { "1:67: ", "tcp" } },
  { "inproc", "groups: { a: { nodes: [ x ], transport: inproc } }", { "1:41: ", "ipc, tcp" } },
  { "restart", "groups: { a: { nodes: [ x ], restart: sometimes } }",
    { "1:39: ", "never, on-failure, always" } },
  { "restart-of-external",
    "groups: { a: { nodes: [ x ], launcher: external, restart: always } }",
    { "1:59: ", "by hand" } },
  { "environment-name", "groups: { a: { nodes: [ x ], environment: { A=B: c } } }",
    { "1:45: ", "\"A=B\"" } },
  { "environment-value", "groups: { a: { nodes: [ x ], environment: { A: [ c ] } } }",
    { "1:48: ", "value of A", "a list" } },
};

static void
assert_says (GError            *error,
             const char *const *parts)
{
  g_test_message ("%s", error != NULL ? error->message : "no error");
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
  g_assert_true (g_str_has_prefix (error->message, parts[0]));
  for (guint i = 1; parts[i] != NULL; i++)
    if (strstr (error->message, parts[i]) == NULL)
      g_error ("\"%s\" does not contain \"%s\"", error->message, parts[i]);
}

static void
test_wrong_file (gconstpointer data)
{
  const Wrong *wrong = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobDeployment) deployment = noob_deployment_new_from_data (wrong->text, -1, &error);

  g_assert_null (deployment);
  assert_says (error, wrong->parts);
}

static const Wrong wrong_for_the_tube[] = {
  { "two-groups", "groups: { a: { nodes: [ 'seg*' ] }, b: { nodes: [ '*_a' ] } }",
    { "1:49: ", "group \"b\"", "\"segment_a\" is in group \"a\"" } },
  { "no-match", "groups: { a: { nodes: [ camera, segment_c ] } }",
    { "1:33: ", "\"segment_c\"", "did you mean \"segment_b\"?" } },
  { "no-match-of-a-pattern", "groups: { a: { nodes: [ 'x*' ] } }", { "1:25: ", "\"x*\"" } },
  { "return-node", "groups: { a: { nodes: [ result ] } }", { "1:25: ", "return node" } },
  { "name-of-another-node", "groups: { blur: { nodes: [ camera ] } }",
    { "1:17: ", "group \"blur\"", "name of a node" } },
  { "languages", "groups: { a: { nodes: [ each, camera, blur ] } }",
    { "1:14: ", "\"camera\" (c)", "\"blur\" (gjs)" } },
  { "languages-of-a-pattern", "groups: { a: { nodes: [ '*' ] } }",
    { "1:14: ", "\"camera\" (c)", "\"segment_b\" (python)" } },
};

static void
test_wrong_for_the_tube (gconstpointer data)
{
  const Wrong *wrong = data;
  g_autoptr (NoobDeployment) deployment = load (wrong->text);
  g_autoptr (NoobTubeSpecification) tube = load_tube (tube_text);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobList) groups = noob_deployment_describe (deployment, tube, &error);

  g_assert_null (groups);
  assert_says (error, wrong->parts);
}

static void
test_missing_program (gconstpointer data)
{
  g_autoptr (NoobDeployment) deployment = load (data);
  g_autoptr (NoobTubeSpecification) tube = load_tube (tube_text);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobList) groups = noob_deployment_describe (deployment, tube, &error);

  g_assert_null (groups);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_LOAD);
  g_assert_nonnull (strstr (error->message, "group \"a\": node \"blur\""));
  g_assert_nonnull (strstr (error->message, "/nowhere"));
}

static void
assert_shell_reads (const char *const *words)
{
  g_autofree char *line = noob_command_quote (words);
  g_autofree char *script = g_strconcat ("printf '%s\\001' ", line, NULL);
  const char *const argv[] = { "sh", "-c", script, NULL };
  g_autofree char *expected = NULL;
  g_autofree char *joined = g_strjoinv ("\001", (char **) words);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, NULL,
                &error);
  g_assert_no_error (error);
  expected = g_strconcat (joined, "\001", NULL);
  g_assert_cmpstr (output, ==, expected);
}

static void
test_a_shell_reads_the_words (void)
{
  static const char *const words[] = {
    "plain", "", "two words", "it's", "'", "\"", "$HOME", "`date`", "$(date)", "\\", "a\\n", "*",
    "?", "~", "~root", "#", "!", "=ls", "a=b", "{a,b}", "a;b", "a&b", "a|b", ">x", "a\nb", "\t",
    "é", "-n", "--", "%1", "[a]", "^", NULL,
  };

  assert_shell_reads (words);
}

static void
test_a_shell_reads_random_words (void)
{
  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) words = NULL;

      for (int i = g_test_rand_int_range (1, 6); i > 0; i--)
        {
          char word[12] = "";

          for (int length = g_test_rand_int_range (0, 11); length > 0; length--)
            word[length - 1] = g_test_rand_int_range (2, 127); /* 1 is between the words */
          g_strv_builder_add (builder, word);
        }
      words = g_strv_builder_end (builder);
      assert_shell_reads ((const char *const *) words);
    }
}

static void
make_hosts (void)
{
  static const char *const hosts[] = { "noob-node", "noob-node-python", "noob-node-gjs" };
  g_autoptr (GError) error = NULL;

  libexec_dir = g_dir_make_tmp ("noob-libexec-XXXXXX", &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *path = g_build_filename (libexec_dir, hosts[i], NULL);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  g_setenv ("NOOB_LIBEXEC_DIR", libexec_dir, TRUE);
  g_setenv ("NOOB_PYTHON", "/bin/sh", TRUE);
  g_setenv ("NOOB_GJS", "/bin/sh", TRUE);
}

static void
remove_hosts (void)
{
  g_autoptr (GDir) directory = g_dir_open (libexec_dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (libexec_dir, name, NULL);

      g_remove (path);
    }
  g_rmdir (libexec_dir);
  g_free (libexec_dir);
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  make_hosts ();

#define add_table(path, table, function)                                                           \
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)                                                 \
    {                                                                                              \
      g_autofree char *name = g_strconcat ("/deployment/" path, table[i].name, NULL);              \
      g_test_add_data_func (name, &table[i], function);                                            \
    }
#define add(name, function) g_test_add_func ("/deployment/" name, function)

  add ("groups/by-patterns", test_nodes_are_grouped_by_patterns);
  add ("groups/alone", test_nodes_without_a_group_run_here_alone);
  add ("groups/special-nodes", test_special_nodes_go_with_any_language);
  add ("groups/of-all", test_pattern_of_all);
  add ("command/ssh", test_ssh);
  add ("command/slurm", test_slurm);
  add ("command/external", test_external);
  add ("command/prefix", test_prefix);
  add ("quote/words", test_a_shell_reads_the_words);
  add ("quote/random-words", test_a_shell_reads_random_words);
  add ("from-file", test_from_file);
  add_table ("wrong/", wrong_files, test_wrong_file);
  add_table ("wrong-for-tube/", wrong_for_the_tube, test_wrong_for_the_tube);
  g_test_add_data_func ("/deployment/missing/interpreter",
                        "groups: { a: { nodes: [ blur ], interpreter: /nowhere } }",
                        test_missing_program);
  g_test_add_data_func ("/deployment/missing/host",
                        "groups: { a: { nodes: [ blur ], libexec_dir: /nowhere } }",
                        test_missing_program);

  result = g_test_run ();
  remove_hosts ();
  return result;
}
