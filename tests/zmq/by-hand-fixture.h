/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

/* A command node and node runners that the test drives by hand, all in one thread and context. */
typedef struct
{
  GMainContext    *context;
  NoobTube        *tube;
  NoobCommandNode *command;
  GPtrArray       *runners;  /* of NoobNodeRunner */
  GString         *events;   /* "a=0 b=- ": what nodes emitted, by node and root epoch */
  GString         *statuses; /* "a:ready " */
  guint            n_identified;
  guint            n_answers; /* status messages */
} ByHand;

typedef void (*ByHandTest) (ByHand        *self,
                            gconstpointer  data);

/* First thing in main. Registers the nodes `note`, stateful or not as the tube has it: "value? ->
 * value", which emits what it gets, but for negative numbers, fails at 13; and `tick`: "-> value". */
void            by_hand_init        (int           *argc,
                                     char        ***argv);
int             by_hand_run         (void);

/* @text is the tube; the command node runs, and there are no node runners. */
void            by_hand_add         (const char    *path,
                                     const char    *text,
                                     ByHandTest     func);

/* A node runner for @node_id, from a bootstrap; it does not run. */
NoobNodeRunner *by_hand_new_runner  (ByHand        *self,
                                     const char    *node_id);
void            by_hand_run_node    (ByHand         *self,
                                     NoobNodeRunner *runner);

/* Node runners for all nodes, that run until all are ready. */
void            by_hand_start       (ByHand        *self);
void            by_hand_announce    (ByHand        *self,
                                     guint          n_nodes);

/* Begins an epoch with input x. */
void            by_hand_process     (ByHand        *self,
                                     guint64        root,
                                     gint64         x);

/* Until all nodes have done with all that was sent before. */
void            by_hand_settle      (ByHand        *self);

/* A warning that has to come before the test is over. */
void            by_hand_expect_log  (const char    *pattern);

/* Iterates until @condition holds. */
#define by_hand_until(self, condition)                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    while (!(condition))                                                                           \
      g_main_context_iteration ((self)->context, TRUE);                                            \
  }                                                                                                \
  G_STMT_END

#define assert_by_hand_error(error, code_, pattern)                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_assert_error (error, NOOB_ERROR, (int) (code_));                                             \
    if (!g_pattern_match_simple ((pattern), (error)->message))                                     \
      g_error ("\"%s\" is not like \"%s\"", (error)->message, (pattern));                          \
  }                                                                                                \
  G_STMT_END
