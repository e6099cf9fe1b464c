/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

/* A ZMQ runner, and a check that nothing is left of it: no process, no descriptor, no file. */
typedef struct
{
  NoobRunner *runner;
  char       *folder; /* for the files of the test */
  guint       n_fds;
} RunnerFixture;

typedef void (*RunnerTest) (RunnerFixture *fixture,
                            gconstpointer  data);

/* First thing in main. */
void        runner_test_init      (int          *argc,
                                   char       ***argv);
int         runner_test_run       (void);

/* @data, when there is some, is the text of a tube, whose runner is then made and initialized. */
void        runner_test_add       (const char   *path,
                                   const char   *text,
                                   RunnerTest    func);

/* The nodes in it are `count`, `add` and so on, of zmq-runner-nodes.c. */
NoobRunner *runner_new            (const char   *text,
                                   NoobRecord   *inputs);
void        runner_initialize     (NoobRunner   *runner);
void        runner_deinitialize   (NoobRunner   *runner);

/* Initializes, which has to fail so. */
void        runner_refuses        (NoobRunner   *runner,
                                   NoobError     code,
                                   const char   *pattern);

/* Gives the result as JSON; `-` when there is none. */
char       *runner_process        (NoobRunner   *runner,
                                   NoobRecord   *inputs);
char       *runner_run            (NoobRunner   *runner,
                                   gint64        n);

#define assert_processes(runner, inputs, expected) \
  G_STMT_START \
  { \
    g_autoptr (NoobRecord) given_ = (inputs); \
    g_autofree char *result_ = runner_process ((runner), given_); \
    g_assert_cmpstr (result_, ==, (expected)); \
  } \
  G_STMT_END

#define assert_runs(runner, n, expected) \
  G_STMT_START \
  { \
    g_autofree char *results_ = runner_run ((runner), (n)); \
    g_assert_cmpstr (results_, ==, (expected)); \
  } \
  G_STMT_END

/* Processes, which has to fail so. */
void        runner_fails          (NoobRunner   *runner,
                                   NoobRecord   *inputs,
                                   NoobError     code,
                                   const char   *pattern);

#define assert_error_like(error, code_, pattern) \
  G_STMT_START \
  { \
    g_assert_error (error, NOOB_ERROR, (int) (code_)); \
    if (!g_pattern_match_simple ((pattern), (error)->message)) \
      g_error ("\"%s\" is not like \"%s\"", (error)->message, (pattern)); \
  } \
  G_STMT_END

/* A warning that may come; that it came is checked when the test is over. */
void        runner_expect_log     (const char   *pattern);

/* The same, with @node_id in the field for that. */
void        runner_expect_log_of  (const char   *node_id,
                                   const char   *pattern);

/* Collects whatever is logged, and gives it (of char *). */
void        runner_collect_log    (void);
GPtrArray  *runner_take_log       (void);

/* A record of one integer. */
NoobRecord *record_of_int         (const char   *name,
                                   gint64        value);

/* What is left. */
guint       count_fds             (void);
void        assert_no_children    (void);
void        assert_no_run_folders (void);
gboolean    process_is_running    (GPid          pid);
