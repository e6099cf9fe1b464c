/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-peer-private.h"

#include "core/noob-error.h"
#include "zmq/noob-authenticator-private.h"

/* Of a slot or signal, in bytes. */
#define MAX_NAME_LENGTH 255

NoobPeer *
noob_peer_new (NoobNodeSpecification *specification,
               guint                  index)
{
  NoobPeer *self = g_new0 (NoobPeer, 1);

  self->id = g_intern_string (noob_node_specification_get_id (specification));
  self->specification = g_object_ref (specification);
  self->token = noob_authenticator_make_token ();
  self->index = index;
  self->signals = g_ptr_array_new ();
  g_ptr_array_add (self->signals, NULL);
  self->status = NOOB_NODE_STATUS_STOPPED;

  return self;
}

void
noob_peer_free (NoobPeer *self)
{
  g_object_unref (self->specification);
  g_free (self->token);
  g_free (self->address);
  g_free (self->trouble);
  g_clear_pointer (&self->identity, noob_identity_free);
  g_ptr_array_unref (self->signals);
  g_free (self);
}

gboolean
noob_peer_is_ready (NoobPeer *self)
{
  return self->was_ready && self->status != NOOB_NODE_STATUS_CLOSED &&
         self->n_hellos_seen >= self->n_hellos_sent &&
         self->n_changes_seen >= self->n_changes_sent;
}

NoobRecord *
noob_identity_to_record (const NoobIdentity *identity,
                         const char         *outbox)
{
  NoobRecord *record = noob_record_new ();
  g_autoptr (GArray) slots = g_array_new (FALSE, TRUE, sizeof (GValue));

  for (guint i = 0; i < identity->slots->len; i++)
    {
      NoobSlot *slot = identity->slots->pdata[i];
      NoobSlotFlags flags = noob_slot_get_flags (slot);
      NoobRecord *entry = noob_record_new ();
      GValue value = G_VALUE_INIT;

      noob_record_set_string (entry, "name", noob_slot_get_name (slot));
      noob_record_set_boolean (entry, "required", (flags & NOOB_SLOT_REQUIRED) != 0);
      noob_record_set_boolean (entry, "has_default", (flags & NOOB_SLOT_HAS_DEFAULT) != 0);
      noob_record_set_boolean (entry, "rest", (flags & NOOB_SLOT_REST) != 0);
      g_value_init (&value, NOOB_TYPE_RECORD);
      g_value_take_boxed (&value, entry);
      g_array_append_val (slots, value);
    }

  noob_record_set_string (record, "outbox", outbox);
  noob_record_take_list (record, "slots", noob_list_new_take (g_steal_pointer (&slots)));
  noob_record_take_list (record, "signals",
                         noob_list_new_strv ((const char *const *) identity->signals));
  noob_record_set_boolean (record, "stateful", identity->stateful);

  return record;
}

static gboolean
is_name (const char *text)
{
  gsize length = strlen (text);

  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return FALSE;

  return length > 0 && length <= MAX_NAME_LENGTH;
}

static gboolean
check_count (NoobList    *list,
             const char  *kind,
             GError     **error)
{
  if (noob_list_get_length (list) <= G_MAXUINT16)
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "it has more than %d %ss", G_MAXUINT16,
               kind);
  return FALSE;
}

/* @seen: a set of names, to which @name is added. */
static gboolean
check_name (const char  *name,
            const char  *kind,
            GHashTable  *seen,
            GError     **error)
{
  g_autofree char *shown = NULL;

  if (is_name (name) && g_hash_table_add (seen, (gpointer) name))
    return TRUE;

  if (is_name (name))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "it has two %ss \"%s\"", kind, name);
      return FALSE;
    }

  shown = g_strescape (name, NULL);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
               "\"%.*s\" is no name of a %s: it should have from 1 to %d bytes, none of them a "
               "control character", MAX_NAME_LENGTH, shown, kind, MAX_NAME_LENGTH);
  return FALSE;
}

static GPtrArray *
read_slots (NoobList  *list,
            GError   **error)
{
  g_autoptr (GPtrArray) slots =
    g_ptr_array_new_with_free_func ((GDestroyNotify) noob_slot_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (!check_count (list, "slot", error))
    return NULL;

  for (gsize i = 0; i < noob_list_get_length (list); i++)
    {
      const GValue *value = noob_list_get_value (list, i);
      const char *name;
      gboolean required;
      gboolean has_default;
      gboolean rest;

      if (!G_VALUE_HOLDS (value, NOOB_TYPE_RECORD))
        {
          g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "a slot is not an object");
          return NULL;
        }
      if (!noob_record_get (g_value_get_boxed (value), error, "name", G_TYPE_STRING, &name,
                            "required", G_TYPE_BOOLEAN, &required, "has_default", G_TYPE_BOOLEAN,
                            &has_default, "rest", G_TYPE_BOOLEAN, &rest, NULL) ||
          !check_name (name, "slot", seen, error))
        return NULL;

      g_ptr_array_add (slots,
                       noob_slot_new (name,
                                      (required ? NOOB_SLOT_REQUIRED : 0) |
                                        (has_default ? NOOB_SLOT_HAS_DEFAULT : 0) |
                                        (rest ? NOOB_SLOT_REST : 0),
                                      NULL));
    }

  return g_steal_pointer (&slots);
}

static char **
read_signals (NoobList  *list,
              GError   **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (!check_count (list, "signal", error))
    return NULL;

  for (gsize i = 0; i < noob_list_get_length (list); i++)
    {
      const GValue *value = noob_list_get_value (list, i);

      if (!G_VALUE_HOLDS_STRING (value))
        {
          g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "a signal is not a string");
          return NULL;
        }
      if (!check_name (g_value_get_string (value), "signal", seen, error))
        return NULL;
      g_strv_builder_add (builder, g_value_get_string (value));
    }

  return g_strv_builder_end (builder);
}

gboolean
noob_peer_identify (NoobPeer    *self,
                    NoobRecord  *value,
                    GError     **error)
{
  g_autoptr (GPtrArray) slots = NULL;
  g_auto (GStrv) signals = NULL;
  NoobList *slot_list;
  NoobList *signal_list;
  const char *outbox;
  gboolean stateful;

  if (!noob_record_get (value, error, "outbox", G_TYPE_STRING, &outbox, "slots", NOOB_TYPE_LIST,
                        &slot_list, "signals", NOOB_TYPE_LIST, &signal_list, "stateful",
                        G_TYPE_BOOLEAN, &stateful, NULL))
    return FALSE;

  if (g_strcmp0 (outbox, self->address) != 0)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "its outbox should be at %s",
                   self->address);
      return FALSE;
    }

  slots = read_slots (slot_list, error);
  signals = slots != NULL ? read_signals (signal_list, error) : NULL;
  if (signals == NULL)
    return FALSE;

  self->identity = noob_identity_new (self->id, slots, signals, stateful);

  g_ptr_array_set_size (self->signals, 0);
  for (guint i = 0; signals[i] != NULL; i++)
    g_ptr_array_add (self->signals, (gpointer) g_intern_string (signals[i]));
  g_ptr_array_add (self->signals, NULL);

  return TRUE;
}
