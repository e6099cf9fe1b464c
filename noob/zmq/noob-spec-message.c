/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-spec-message-private.h"

#include "core/noob-codec.h"
#include "core/noob-error.h"
#include "graph/noob-tube-private.h"
#include "spec/noob-specification-private.h"
#include "zmq/noob-authenticator-private.h"
#include "zmq/noob-command-node-private.h"
#include "zmq/noob-interest-private.h"
#include "zmq/noob-message-private.h"
#include "zmq/noob-wire-private.h"

/* The specification, its params and the inputs. */
#define SPEC_TYPE "(a{sv}vv)"

static NoobList *
topics_to_list (GPtrArray *topics)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  for (guint i = 0; i < topics->len; i++)
    g_strv_builder_add (builder, g_bytes_get_data (topics->pdata[i], NULL));
  texts = g_strv_builder_end (builder);

  return noob_list_new_strv ((const char *const *) texts);
}

static NoobRecord *
describe_subscriber (const char *token,
                     NoobPeer   *peer,
                     GPtrArray  *topics)
{
  NoobRecord *entry = noob_record_new ();
  g_autofree char *password = noob_authenticator_derive_password (token, peer->id);
  g_autofree char *digest = noob_authenticator_digest (password);

  noob_record_set_string (entry, "digest", digest);
  if (topics != NULL)
    noob_record_take_list (entry, "topics", topics_to_list (topics));

  return entry;
}

/* Who may subscribe to @peer, proving it how, to what. */
static NoobRecord *
describe_subscribers (NoobTube   *tube,
                      GPtrArray  *peers,
                      const char *token,
                      NoobPeer   *peer)
{
  NoobRecord *subscribers = noob_record_new ();
  GPtrArray *edges = noob_tube_get_edges (tube);

  noob_record_take_record (subscribers, NOOB_COMMAND_USER, describe_subscriber (token, peer, NULL));
  for (guint i = 0; i < peers->len; i++)
    {
      NoobPeer *other = peers->pdata[i];
      g_autoptr (NoobInterest) interest = noob_interest_new (edges, other->id, peer->id);
      g_autoptr (GPtrArray) topics = interest != NULL ? noob_interest_topics (interest) : NULL;

      if (topics != NULL)
        noob_record_take_record (subscribers, other->id,
                                 describe_subscriber (other->token, peer, topics));
    }

  return subscribers;
}

static GVariant *
encode_record (NoobRecord  *record,
               GError     **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, record);

  return noob_codec_encode (&value, error);
}

/* The values that inputs have in epochs that nobody gives inputs for; those that are required are
 * left out. */
static NoobRecord *
standing_inputs (NoobTube *tube)
{
  NoobRecord *inputs = noob_tube_bind_inputs (tube, NULL, NULL);

  return inputs != NULL ? inputs : noob_record_copy (noob_tube_get_inputs (tube));
}

static GBytes *
write_specification (NoobTube               *tube,
                     NoobNodeSpecification  *specification,
                     GError                **error)
{
  g_autoptr (NoobRecord) params = noob_tube_bind_params (tube, specification);
  g_autoptr (NoobRecord) inputs = standing_inputs (tube);
  g_autoptr (GVariant) encoded_params = encode_record (params, error);
  g_autoptr (GVariant) encoded_inputs =
    encoded_params != NULL ? encode_record (inputs, error) : NULL;
  g_autoptr (GVariant) node = NULL;

  if (encoded_inputs == NULL)
    return NULL;

  node = noob_node_specification_to_variant (specification);

  return noob_wire_write_variant (
    g_variant_new ("(@a{sv}vv)", node, encoded_params, encoded_inputs));
}

GPtrArray *
noob_spec_message_write (NoobTube    *tube,
                         GPtrArray   *peers,
                         const char  *token,
                         NoobPeer    *peer,
                         GError     **error)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (NoobRecord) value = noob_record_new ();
  GBytes *frame;

  noob_record_take_record (value, "subscribers", describe_subscribers (tube, peers, token, peer));
  frame = noob_message_write (NOOB_MESSAGE_SPEC, NOOB_COMMAND_USER, value, error);
  if (frame == NULL)
    return NULL;
  g_ptr_array_add (frames, frame);

  frame = write_specification (tube, peer->specification, error);
  if (frame == NULL)
    return NULL;
  g_ptr_array_add (frames, frame);

  return g_steal_pointer (&frames);
}

static gboolean
decode_record (GVariant    *boxed,
               NoobRecord **record,
               GError     **error)
{
  g_autoptr (GVariant) variant = g_variant_get_variant (boxed);
  g_auto (GValue) value = G_VALUE_INIT;

  if (!noob_codec_decode (variant, &value, error))
    return FALSE;

  if (!G_VALUE_HOLDS (&value, NOOB_TYPE_RECORD))
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "params are not a dictionary");
      return FALSE;
    }

  *record = g_value_dup_boxed (&value);
  return TRUE;
}

static gboolean
read_specification (NoobSpecMessage  *self,
                    NoobFrames       *frames,
                    GError          **error)
{
  g_autoptr (GVariant) variant = noob_wire_read_variant (frames, 1, SPEC_TYPE, error);
  g_autoptr (GVariant) specification = NULL;
  g_autoptr (GVariant) params = NULL;
  g_autoptr (GVariant) inputs = NULL;

  if (variant == NULL)
    return FALSE;

  specification = g_variant_get_child_value (variant, 0);
  params = g_variant_get_child_value (variant, 1);
  inputs = g_variant_get_child_value (variant, 2);
  self->specification = noob_node_specification_new_from_variant (specification, error);

  return self->specification != NULL && decode_record (params, &self->params, error) &&
         decode_record (inputs, &self->inputs, error);
}

gboolean
noob_spec_message_read (NoobSpecMessage  *self,
                        NoobMessage      *message,
                        NoobFrames       *frames,
                        GError          **error)
{
  NoobRecord *subscribers;

  *self = (NoobSpecMessage) { NULL, };

  if (noob_record_get (noob_message_get_value (message), error, "subscribers", NOOB_TYPE_RECORD,
                       &subscribers, NULL) &&
      read_specification (self, frames, error))
    {
      self->subscribers = noob_record_ref (subscribers);
      return TRUE;
    }

  noob_spec_message_clear (self);
  return FALSE;
}

void
noob_spec_message_clear (NoobSpecMessage *self)
{
  g_clear_object (&self->specification);
  g_clear_pointer (&self->params, noob_record_unref);
  g_clear_pointer (&self->inputs, noob_record_unref);
  g_clear_pointer (&self->subscribers, noob_record_unref);
}
