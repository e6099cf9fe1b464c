/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

#include "zmq/noob-bootstrap-private.h"

static NoobBootstrap *
make (void)
{
  NoobBootstrap *bootstrap = noob_bootstrap_new ();

  bootstrap->runner_id = g_strdup ("run-1");
  bootstrap->runner_pid = 1234;
  bootstrap->router = g_strdup ("ipc:///run/noob/run-1/0");
  bootstrap->outbox = g_strdup ("ipc:///run/noob/run-1/1");
  bootstrap->run_directory = g_strdup ("/run/noob/run-1");
  bootstrap->quit_timeout = 10000;
  noob_bootstrap_add_node (bootstrap, "a", "token of a", 2);
  noob_bootstrap_add_node (bootstrap, "b", "token\nof \"b\"", 3);
  return bootstrap;
}

static void
assert_same (NoobBootstrap *a,
             NoobBootstrap *b)
{
  g_assert_cmpuint (a->protocol, ==, b->protocol);
  g_assert_cmpstr (a->runner_id, ==, b->runner_id);
  g_assert_cmpint (a->runner_pid, ==, b->runner_pid);
  g_assert_cmpstr (a->router, ==, b->router);
  g_assert_cmpstr (a->outbox, ==, b->outbox);
  g_assert_cmpstr (a->run_directory, ==, b->run_directory);
  g_assert_cmpuint (a->quit_timeout, ==, b->quit_timeout);
  g_assert_cmpuint (a->nodes->len, ==, b->nodes->len);
  for (guint i = 0; i < a->nodes->len; i++)
    {
      NoobBootstrapNode *node_a = a->nodes->pdata[i];
      NoobBootstrapNode *node_b = b->nodes->pdata[i];

      g_assert_cmpstr (node_a->node_id, ==, node_b->node_id);
      g_assert_cmpstr (node_a->token, ==, node_b->token);
      g_assert_cmpuint (node_a->index, ==, node_b->index);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (NoobBootstrap) bootstrap = make ();
  g_autofree char *text = noob_bootstrap_to_text (bootstrap);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobBootstrap) parsed = noob_bootstrap_parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_null (strchr (text, '\n'));
  assert_same (bootstrap, parsed);
}

static void
test_without_run_directory (void)
{
  g_autoptr (NoobBootstrap) bootstrap = make ();
  g_autoptr (NoobBootstrap) parsed = NULL;
  g_autofree char *text = NULL;

  g_clear_pointer (&bootstrap->run_directory, g_free);
  text = noob_bootstrap_to_text (bootstrap);
  parsed = noob_bootstrap_parse (text, -1, NULL);
  g_assert_nonnull (parsed);
  g_assert_null (parsed->run_directory);
}

#define REST                                                                                       \
  ", \"runner_id\": \"r\", \"runner_pid\": 1, \"router\": \"x\", \"outbox\": \"y\""                \
  ", \"quit_timeout\": 1"
#define NODE "{\"id\": \"a\", \"token\": \"t\", \"index\": 1}"
#define NODES ", \"nodes\": [" NODE "]"

static const struct
{
  const char *text;
  const char *says;
} malformed[] = {
  { "", "" },
  { "[]", "not an object" },
  { "{", "" },
  { "{}", "protocol" },
  { "{\"protocol\": \"1\"" REST NODES "}", "protocol" },
  { "{\"protocol\": 2" REST NODES ", \"more\": 1}", "version 2" },
  { "{\"protocol\": 1" REST "}", "nodes" },
  { "{\"protocol\": 1" REST ", \"nodes\": []}", "no nodes" },
  { "{\"protocol\": 1" REST ", \"nodes\": [1]}", "not an object" },
  { "{\"protocol\": 1" REST ", \"nodes\": [{}]}", "id" },
  { "{\"protocol\": 1" REST ", \"nodes\": [{\"id\": \"a\", \"token\": \"t\", \"index\": -1}]}",
    "index" },
  { "{\"protocol\": 1" REST ", \"nodes\": [{\"id\": \"a\", \"token\": 1, \"index\": 1}]}",
    "token" },
  { "{\"protocol\": 1" REST NODES ", \"extra\": 1}", "extra" },
  { "{\"protocol\": 1" REST NODES ", \"run_directory\": 1}", "run_directory" },
  { "{\"protocol\": 1, \"runner_id\": null}", "runner_id" },
  { "{\"protocol\": 1, \"describe\": {\"type\": \"map\"}}", "directory" },
  { "{\"protocol\": 1, \"describe\": 1, \"directory\": \"/\"}", "inspected" },
  { "{\"protocol\": 1, \"describe\": {}, \"directory\": \"/\", \"extra\": 1}", "extra" },
};

static void
test_describe (void)
{
  const char *text = "{\"protocol\":1,\"directory\":\"/folder\","
                     "\"describe\":{\"type\":\"m.f\",\"params\":{\"x\":[1]}}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobBootstrap) parsed = noob_bootstrap_parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (noob_node_specification_get_node_type (parsed->described), ==, "m.f");
  g_assert_cmpstr (noob_node_specification_get_directory (parsed->described), ==, "/folder");
  g_assert_true (noob_record_has (noob_node_specification_get_params (parsed->described), "x"));
  g_assert_cmpuint (parsed->nodes->len, ==, 0);
}

static void
test_malformed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (noob_bootstrap_parse (malformed[i].text, -1, &error));
      g_assert_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL);
      if (!strstr (error->message, malformed[i].says))
        g_error ("\"%s\" does not speak of \"%s\"", error->message, malformed[i].says);
    }
}

static void
test_well_formed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobBootstrap) parsed =
    noob_bootstrap_parse ("{\"protocol\": 1" REST NODES "}", -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (parsed);
}

static void
test_receive (void)
{
  g_autoptr (NoobBootstrap) bootstrap = make ();
  g_autofree char *text = noob_bootstrap_to_text (bootstrap);
  g_autoptr (NoobBootstrap) received = NULL;
  g_autoptr (GError) error = NULL;
  int life_line = -1;
  int fds[2];
  char byte;

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (fds[1], text, strlen (text)), ==, (gssize) strlen (text));
  g_assert_cmpint (write (fds[1], "\n", 1), ==, 1);
  received = noob_bootstrap_receive (fds[0], &life_line, &error);
  g_assert_no_error (error);
  assert_same (bootstrap, received);

  /* At the old place there is nothing to read, while the life line is still held. */
  g_assert_cmpint (read (fds[0], &byte, 1), ==, 0);
  g_unix_set_fd_nonblocking (life_line, TRUE, NULL);
  g_assert_cmpint (read (life_line, &byte, 1), ==, -1);
  g_assert_cmpint (errno, ==, EAGAIN);
  close (fds[1]);
  g_assert_cmpint (read (life_line, &byte, 1), ==, 0);
  close (fds[0]);
  close (life_line);
}

static void
test_receive_nothing (void)
{
  g_autoptr (GError) error = NULL;
  int life_line = -1;
  int null = open ("/dev/null", O_RDONLY);

  g_assert_null (noob_bootstrap_receive (null, &life_line, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "started by a runner"));
  g_assert_cmpint (life_line, ==, -1);
  close (null);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bootstrap/round-trip", test_round_trip);
  g_test_add_func ("/bootstrap/without-run-directory", test_without_run_directory);
  g_test_add_func ("/bootstrap/well-formed", test_well_formed);
  g_test_add_func ("/bootstrap/describe", test_describe);
  g_test_add_func ("/bootstrap/malformed", test_malformed);
  g_test_add_func ("/bootstrap/receive", test_receive);
  g_test_add_func ("/bootstrap/receive-nothing", test_receive_nothing);

  return g_test_run ();
}
