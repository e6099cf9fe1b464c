/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "zmq/noob-socket-private.h"

G_BEGIN_DECLS

/* What all binary messages are made of: topics, and frames of GVariants in native byte order.
 * doc/protocol.md describes them. */

/* Topics, the first frame of what is published; each ends with a NUL, so that none is the prefix
 * of another. Those of signals name the node too, since a subscriber has one socket for all
 * publishers. */
#define NOOB_TOPIC_CONTROL "c"
#define NOOB_TOPIC_DATA "d"
#define NOOB_TOPIC_HEADERS "h"
#define NOOB_TOPIC_FAREWELL "e"

/* What greetings begin with. A socket that connects sends what it has subscribed to in the order of
 * the bytes, and greetings have to come last. */
#define NOOB_TOPIC_GREETING "z/"

GBytes   *noob_topic_new            (const char  *text);

/* `s/NODE/SIGNAL` */
GBytes   *noob_topic_new_for_signal (const char  *node_id,
                                     const char  *signal);

/* `a/NODE/ASSET` */
GBytes   *noob_topic_new_for_asset  (const char  *node_id,
                                     const char  *asset_id);

/* `z/NODE/COUNT`: a greeting to a subscriber. */
GBytes   *noob_topic_new_for_hello  (const char  *node_id,
                                     guint        count);

/* Of the socket with that number among those of a run: a file in @run_directory, or within one
 * process if that is NULL. */
char     *noob_wire_make_address    (const char  *run_directory,
                                     guint        index);
gboolean  noob_wire_is_in_process   (const char  *address);

/* Takes @topic. */
gboolean  noob_wire_subscribe       (NoobSocket  *socket,
                                     GBytes      *topic,
                                     GError     **error);

/* A variant as one frame and back. */
GBytes   *noob_wire_write_variant   (GVariant    *variant);

/* What does not have the form it should have reads as zeros and empty strings, as GVariant has
 * it; to check all of a large frame beforehand would cost more than to read it. */
GVariant *noob_wire_peek_variant    (NoobFrames  *frames,
                                     guint        index,
                                     const char  *type,
                                     GError     **error);

/* The same, but what does not have that form is an error. */
GVariant *noob_wire_read_variant    (NoobFrames  *frames,
                                     guint        index,
                                     const char  *type,
                                     GError     **error);

G_END_DECLS
