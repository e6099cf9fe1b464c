/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

#include "../nodes/test-support.h"
#include "../value-text.h"

/* Every runner means the same by a tube: a test added here is run under each kind. */
typedef struct
{
  const char *name;
  NoobRunner *(*create) (NoobTube *tube);
} RunnerKind;

typedef void (*RunnerTest) (const RunnerKind *kind);

extern const RunnerKind sync_runner_kind;

void        runner_test_add      (const char        *path,
                                  RunnerTest         test);

/* The same for one kind. */
void        runner_test_add_for  (const RunnerKind  *kind,
                                  const char        *path,
                                  RunnerTest         test);

/* The tube in @yaml, in which `@name` stands for the type of a function of runner-nodes.c. @inputs
 * nullable. */
NoobTube   *runner_test_tube     (const char        *yaml,
                                  NoobRecord        *inputs);

/* A runner of that tube. The first is not initialized, the second is. */
NoobRunner *runner_test_new      (const RunnerKind  *kind,
                                  const char        *yaml,
                                  NoobRecord        *inputs);
NoobRunner *runner_test_begin    (const RunnerKind  *kind,
                                  const char        *yaml);

/* Deinitializes and frees it: the caller has the last reference. */
void        runner_test_end      (NoobRunner        *runner);

/* One epoch, its result as value_text() puts it; @inputs is taken. */
void        assert_process       (NoobRunner        *runner,
                                  NoobRecord        *inputs,
                                  const char        *expected);
/* @inputs is taken. */
void        assert_process_fails (NoobRunner        *runner,
                                  NoobRecord        *inputs,
                                  NoobError          code,
                                  const char        *part);
void        assert_run           (NoobRunner        *runner,
                                  gint64             n,
                                  const char        *expected);
void        assert_next          (NoobResults       *results,
                                  const char        *expected);
void        assert_no_next       (NoobResults       *results);

/* A file in which nodes write what happens to them; what it holds now, a line for each. */
char       *journal_new          (void);
void        assert_journal       (const char        *path,
                                  const char        *expected);
/* After each init comes its deinit, and nothing else. */
void        assert_journal_balanced (const char     *path);
void        journal_free         (char              *path);

/* Appends "node.signal@epoch=value" or "epoch" to a GString, with a space before it. */
void        note_event           (NoobRunner        *runner,
                                  NoobEvent         *event,
                                  gpointer           text);
void        note_epoch           (NoobRunner        *runner,
                                  NoobEpoch         *epoch,
                                  gpointer           text);
