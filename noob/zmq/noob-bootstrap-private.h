/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "core/noob-error.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

#define NOOB_PROTOCOL_VERSION 1

/* What a host has to know to call home, and proves that it may. It is read from standard input,
 * for what is in the arguments or the environment of a process can be seen by others. */
typedef struct
{
  char *node_id;
  char *token; /* the secret that the node's passwords are derived from */
  guint index; /* of its outbox in the run directory */
} NoobBootstrapNode;

typedef struct
{
  guint protocol;
  char *runner_id;
  gint64 runner_pid;   /* 0 when the runner is on another machine */
  char *router;        /* the command node's addresses */
  char *outbox;
  char *run_directory; /* NULL when the sockets are not in one */
  guint quit_timeout;  /* milliseconds */
  GPtrArray *nodes;    /* of NoobBootstrapNode */

  /* What only has to be told of. There is nothing else in such a bootstrap; NULL in others. */
  NoobNodeSpecification *described;
} NoobBootstrap;

NoobBootstrap *noob_bootstrap_new      (void);

void           noob_bootstrap_free     (NoobBootstrap  *self);

void           noob_bootstrap_add_node (NoobBootstrap  *self,
                                        const char     *node_id,
                                        const char     *token,
                                        guint           index);

/* One line, without the line break. */
char          *noob_bootstrap_to_text  (NoobBootstrap  *self);

NoobBootstrap *noob_bootstrap_parse    (const char     *text,
                                        gssize          length,
                                        GError        **error);

/* Reads the line from descriptor @fd, which is then moved to *@life_line, where the end of the
 * runner will show, and replaced by /dev/null. */
NoobBootstrap *noob_bootstrap_receive  (int             fd,
                                        int            *life_line,
                                        GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobBootstrap, noob_bootstrap_free)

G_END_DECLS
