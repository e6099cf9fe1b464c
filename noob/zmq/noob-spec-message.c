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

/* The specification, its params, the inputs, and the assets with their params. */
#define SPEC_TYPE "(a{sv}vva(a{sv}v))"

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
describe_subscribers (NoobTube      *tube,
                      NoobAssetPlan *plan,
                      GPtrArray     *peers,
                      const char    *token,
                      NoobPeer      *peer)
{
  NoobRecord *subscribers = noob_record_new ();
  GPtrArray *edges = noob_tube_get_edges (tube);

  noob_record_take_record (subscribers, NOOB_COMMAND_USER, describe_subscriber (token, peer, NULL));
  for (guint i = 0; i < peers->len; i++)
    {
      NoobPeer *other = peers->pdata[i];
      g_autoptr (NoobInterest) interest = noob_interest_new (edges, plan, other->id, peer->id);
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

static gboolean
depends_on_asset (NoobNodeSpecification *node,
                  const char            *asset_id)
{
  GPtrArray *depends = noob_node_specification_get_depends (node);

  for (guint i = 0; i < depends->len; i++)
    if (g_str_equal (noob_dependency_get_source_node (depends->pdata[i]), "assets") &&
        g_str_equal (noob_dependency_get_source_signal (depends->pdata[i]), asset_id))
      return TRUE;

  return FALSE;
}

static gboolean
write_asset (NoobTube                *tube,
             NoobAssetSpecification  *asset,
             GVariantBuilder         *builder,
             GError                 **error)
{
  g_autoptr (NoobRecord) params = noob_tube_bind_asset_params (tube, asset);
  g_autoptr (GVariant) encoded = encode_record (params, error);
  g_autoptr (GVariant) specification = NULL;

  if (encoded == NULL)
    {
      g_prefix_error (error, "asset \"%s\": ", noob_asset_specification_get_id (asset));
      return FALSE;
    }

  specification = noob_asset_specification_to_variant (asset);
  g_variant_builder_add (builder, "(@a{sv}v)", specification, encoded);

  return TRUE;
}

/* Floating. */
static GVariant *
write_assets (NoobTube               *tube,
              NoobNodeSpecification  *node,
              GError                **error)
{
  GPtrArray *assets = noob_tube_specification_get_assets (noob_tube_get_specification (tube));
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(a{sv}v)"));

  for (guint i = 0; i < assets->len; i++)
    if (depends_on_asset (node, noob_asset_specification_get_id (assets->pdata[i])) &&
        !write_asset (tube, assets->pdata[i], &builder, error))
      return NULL;

  return g_variant_builder_end (&builder);
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
  GVariant *assets;

  if (encoded_inputs == NULL)
    return NULL;

  assets = write_assets (tube, specification, error);
  if (assets == NULL)
    return NULL;

  node = noob_node_specification_to_variant (specification);

  return noob_wire_write_variant (
    g_variant_new ("(@a{sv}vv@a(a{sv}v))", node, encoded_params, encoded_inputs, assets));
}

GPtrArray *
noob_spec_message_write (NoobTube       *tube,
                         NoobAssetPlan  *plan,
                         GPtrArray      *peers,
                         const char     *token,
                         NoobPeer       *peer,
                         GError        **error)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (NoobRecord) value = noob_record_new ();
  GBytes *frame;

  noob_record_take_record (value, "subscribers",
                           describe_subscribers (tube, plan, peers, token, peer));
  noob_record_take_record (value, "assets", noob_asset_plan_write (plan));
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

static void
spec_asset_free (gpointer data)
{
  NoobSpecAsset *asset = data;

  g_clear_object (&asset->specification);
  g_clear_pointer (&asset->params, noob_record_unref);
  g_free (asset);
}

static gboolean
read_assets (NoobSpecMessage  *self,
             GVariant         *assets,
             GError          **error)
{
  self->assets = g_ptr_array_new_with_free_func (spec_asset_free);
  for (gsize i = 0; i < g_variant_n_children (assets); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (assets, i);
      g_autoptr (GVariant) specification = g_variant_get_child_value (entry, 0);
      g_autoptr (GVariant) params = g_variant_get_child_value (entry, 1);
      NoobSpecAsset *asset = g_new0 (NoobSpecAsset, 1);

      g_ptr_array_add (self->assets, asset);
      asset->specification = noob_asset_specification_new_from_variant (specification, error);
      if (asset->specification == NULL || !decode_record (params, &asset->params, error))
        return FALSE;
    }

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
  g_autoptr (GVariant) assets = NULL;

  if (variant == NULL)
    return FALSE;

  specification = g_variant_get_child_value (variant, 0);
  params = g_variant_get_child_value (variant, 1);
  inputs = g_variant_get_child_value (variant, 2);
  assets = g_variant_get_child_value (variant, 3);
  self->specification = noob_node_specification_new_from_variant (specification, error);

  return self->specification != NULL && decode_record (params, &self->params, error) &&
         decode_record (inputs, &self->inputs, error) && read_assets (self, assets, error);
}

gboolean
noob_spec_message_read (NoobSpecMessage  *self,
                        NoobMessage      *message,
                        NoobFrames       *frames,
                        GError          **error)
{
  NoobRecord *subscribers, *plan;

  *self = (NoobSpecMessage) { NULL, };

  if (noob_record_get (noob_message_get_value (message), error, "subscribers", NOOB_TYPE_RECORD,
                       &subscribers, "assets", NOOB_TYPE_RECORD, &plan, NULL) &&
      read_specification (self, frames, error))
    {
      self->plan = noob_asset_plan_read (plan, error);
      self->subscribers = noob_record_ref (subscribers);
    }
  if (self->plan != NULL)
    return TRUE;

  noob_spec_message_clear (self);
  return FALSE;
}

void
noob_spec_message_clear (NoobSpecMessage *self)
{
  g_clear_object (&self->specification);
  g_clear_pointer (&self->params, noob_record_unref);
  g_clear_pointer (&self->inputs, noob_record_unref);
  g_clear_pointer (&self->assets, g_ptr_array_unref);
  g_clear_pointer (&self->plan, noob_asset_plan_free);
  g_clear_pointer (&self->subscribers, noob_record_unref);
}
