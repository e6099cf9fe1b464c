/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "zmq/noob-keys.h"

G_BEGIN_DECLS

#define NOOB_KEY_LENGTH 40 /* in Z85 */

/* A pair of CURVE keys, in Z85. The secret one is for zmq alone: it is not to be logged, sent or
 * put in a message. */
typedef struct
{
  char public_key[NOOB_KEY_LENGTH + 1];
  char secret_key[NOOB_KEY_LENGTH + 1];
} NoobKeyPair;

NoobKeyPair *noob_key_pair_new  (GError            **error);

/* Wipes it. */
void         noob_key_pair_free (NoobKeyPair        *self);

/* In a file of its own, which must not be there yet, in $XDG_CONFIG_HOME/noob/keys. */
gboolean     noob_key_pair_save (const NoobKeyPair  *self,
                                 const char         *name,
                                 GError            **error);

/* Only from a file and a folder that are for this user alone. */
NoobKeyPair *noob_key_pair_load (const char         *name,
                                 GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobKeyPair, noob_key_pair_free)

G_END_DECLS
