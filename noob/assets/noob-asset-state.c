/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "assets/noob-asset-state-private.h"

#include "assets/noob-asset-life-private.h"

struct _NoobAssetState
{
  NoobAssetLoadFunc load;
  GHashTable       *entries; /* id → Entry */
  GPtrArray        *order;   /* the same, in the order in which they were added */
};

/* What there is of an asset in one root epoch. */
typedef struct
{
  NoobAssetLife *life;     /* of scope `process`; nullable */
  GHashTable    *received; /* NoobEpoch → GValue; nullable */
} RootState;

typedef struct
{
  guint64 root;
  GValue  value;
} Stored;

typedef struct
{
  NoobAssetSpecification *specification;
  NoobRecord             *params;
  NoobAsset              *asset; /* NULL before it is loaded */
  NoobAssetLife          *life;  /* of scope `runner`; nullable */
  GArray                 *stored; /* of Stored, by root */
  GHashTable             *roots;  /* guint64 → RootState */
} Entry;

static void
value_free (gpointer value)
{
  g_value_unset (value);
  g_free (value);
}

static void
stored_clear (gpointer data)
{
  g_value_unset (&((Stored *) data)->value);
}

static void
root_state_free (gpointer data)
{
  RootState *state = data;

  g_clear_pointer (&state->life, noob_asset_life_free);
  g_clear_pointer (&state->received, g_hash_table_unref);
  g_free (state);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->life, noob_asset_life_free);
  g_hash_table_unref (entry->roots);
  g_array_unref (entry->stored);
  g_clear_object (&entry->asset);
  noob_record_unref (entry->params);
  g_object_unref (entry->specification);
  g_free (entry);
}

NoobAssetState *
noob_asset_state_new (NoobAssetLoadFunc load)
{
  NoobAssetState *self = g_new0 (NoobAssetState, 1);

  self->load = load;
  self->entries = g_hash_table_new (g_str_hash, g_str_equal);
  self->order = g_ptr_array_new_with_free_func (entry_free);

  return self;
}

void
noob_asset_state_free (NoobAssetState *self)
{
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->order);
  g_free (self);
}

void
noob_asset_state_add (NoobAssetState         *self,
                      NoobAssetSpecification *specification,
                      NoobRecord             *params)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->specification = g_object_ref (specification);
  entry->params = noob_record_ref (params);
  entry->stored = g_array_new (FALSE, FALSE, sizeof (Stored));
  g_array_set_clear_func (entry->stored, stored_clear);
  entry->roots = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, root_state_free);
  g_ptr_array_add (self->order, entry);
  g_hash_table_insert (self->entries, (gpointer) noob_asset_specification_get_id (specification),
                       entry);
}

static Entry *
find_entry (NoobAssetState *self,
            const char     *id)
{
  return g_hash_table_lookup (self->entries, id);
}

static gboolean
load (NoobAssetState  *self,
      Entry           *entry,
      GError         **error)
{
  if (entry->asset == NULL)
    entry->asset = self->load (entry->specification, entry->params, error);

  return entry->asset != NULL;
}

gboolean
noob_asset_state_load (NoobAssetState  *self,
                       const char      *id,
                       GError         **error)
{
  return load (self, find_entry (self, id), error);
}

/* Makes what is not there yet. */
static const GValue *
ensure_life (NoobAssetState  *self,
             Entry           *entry,
             NoobAssetLife  **life,
             GError         **error)
{
  if (*life == NULL && load (self, entry, error))
    *life = noob_asset_life_begin (entry->asset, error);

  return *life != NULL ? noob_asset_life_get_value (*life) : NULL;
}

gboolean
noob_asset_state_begin (NoobAssetState  *self,
                        const char      *id,
                        GError         **error)
{
  Entry *entry = find_entry (self, id);

  if (noob_asset_specification_get_scope (entry->specification) != NOOB_ASSET_SCOPE_RUNNER)
    return TRUE;

  return ensure_life (self, entry, &entry->life, error) != NULL;
}

/* Keeps the first of several errors. */
static gboolean
end_life (NoobAssetLife  **life,
          gboolean         done,
          GError         **error)
{
  NoobAssetLife *ending = g_steal_pointer (life);

  if (ending == NULL)
    return done;

  return noob_asset_life_end (ending, done ? error : NULL) && done;
}

static gboolean
end_entry (Entry     *entry,
           gboolean   done,
           GError   **error)
{
  GHashTableIter iter;
  gpointer state;

  g_hash_table_iter_init (&iter, entry->roots);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    {
      done = end_life (&((RootState *) state)->life, done, error);
      g_hash_table_iter_remove (&iter);
    }
  g_array_set_size (entry->stored, 0);

  return end_life (&entry->life, done, error);
}

gboolean
noob_asset_state_end (NoobAssetState  *self,
                      GError         **error)
{
  gboolean done = TRUE;

  for (guint i = self->order->len; i > 0; i--)
    done = end_entry (self->order->pdata[i - 1], done, error);

  return done;
}

NoobAssetScope
noob_asset_state_get_scope (NoobAssetState *self,
                            const char     *id)
{
  return noob_asset_specification_get_scope (find_entry (self, id)->specification);
}

static RootState *
find_root (Entry   *entry,
           guint64  root)
{
  return g_hash_table_lookup (entry->roots, &root);
}

static RootState *
ensure_root (Entry   *entry,
             guint64  root)
{
  RootState *state = find_root (entry, root);

  if (state == NULL)
    {
      state = g_new0 (RootState, 1);
      g_hash_table_insert (entry->roots, g_memdup2 (&root, sizeof root), state);
    }

  return state;
}

/* Of @epoch, or of the nearest parent. */
static const GValue *
find_received (Entry     *entry,
               NoobEpoch *epoch)
{
  RootState *state = find_root (entry, noob_epoch_get_root (epoch));

  if (state == NULL || state->received == NULL)
    return NULL;

  for (; epoch != NULL; epoch = noob_epoch_get_parent (epoch))
    {
      const GValue *value = g_hash_table_lookup (state->received, epoch);

      if (value != NULL)
        return value;
    }

  return NULL;
}

/* The last that was stored before @root. */
static const GValue *
find_stored (Entry   *entry,
             guint64  root)
{
  for (guint i = entry->stored->len; i > 0; i--)
    {
      Stored *stored = &g_array_index (entry->stored, Stored, i - 1);

      if (stored->root < root)
        return &stored->value;
    }

  return NULL;
}

/* What is made meanwhile may be of a root epoch that ends meanwhile. */
static const GValue *
ensure_life_of_root (NoobAssetState  *self,
                     Entry           *entry,
                     guint64          root,
                     GError         **error)
{
  RootState *state = find_root (entry, root);
  NoobAssetLife *life = state != NULL ? state->life : NULL;
  const GValue *value = ensure_life (self, entry, &life, error);

  if (value != NULL)
    ensure_root (entry, root)->life = life;

  return value;
}

const GValue *
noob_asset_state_get (NoobAssetState  *self,
                      const char      *id,
                      NoobEpoch       *epoch,
                      GError         **error)
{
  Entry *entry = find_entry (self, id);
  guint64 root = noob_epoch_get_root (epoch);
  const GValue *value = find_received (entry, epoch);

  if (value == NULL)
    value = find_stored (entry, root);
  if (value != NULL)
    return value;

  if (noob_asset_specification_get_scope (entry->specification) == NOOB_ASSET_SCOPE_RUNNER)
    return ensure_life (self, entry, &entry->life, error);

  return ensure_life_of_root (self, entry, root, error);
}

/* Several slots may take the same asset. */
static NoobAssetLife *
find_in_call (Entry     *entry,
              GPtrArray *call)
{
  for (guint i = 0; i < call->len; i++)
    if (((NoobAssetLife *) call->pdata[i])->asset == entry->asset)
      return call->pdata[i];

  return NULL;
}

const GValue *
noob_asset_state_make_for_call (NoobAssetState  *self,
                                const char      *id,
                                GPtrArray       *call,
                                GError         **error)
{
  Entry *entry = find_entry (self, id);
  NoobAssetLife *life = find_in_call (entry, call);

  if (life != NULL)
    return noob_asset_life_get_value (life);

  if (ensure_life (self, entry, &life, error) == NULL)
    return NULL;

  g_ptr_array_add (call, life);

  return noob_asset_life_get_value (life);
}

GPtrArray *
noob_asset_call_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) noob_asset_life_free);
}

gboolean
noob_asset_call_end (GPtrArray  *call,
                     GError    **error)
{
  gboolean done = TRUE;

  while (call->len > 0)
    done = noob_asset_life_end (g_ptr_array_steal_index (call, call->len - 1),
                                done ? error : NULL) && done;

  return done;
}

void
noob_asset_state_store (NoobAssetState *self,
                        const char     *id,
                        guint64         root,
                        GValue         *value)
{
  GArray *array = find_entry (self, id)->stored;
  Stored stored = { root, *value };
  guint position = array->len;

  *value = (GValue) G_VALUE_INIT;
  while (position > 0 && g_array_index (array, Stored, position - 1).root > root)
    position--;
  g_array_insert_val (array, position, stored);
}

void
noob_asset_state_receive (NoobAssetState *self,
                          const char     *id,
                          NoobEpoch      *epoch,
                          GValue         *value)
{
  RootState *state = ensure_root (find_entry (self, id), noob_epoch_get_root (epoch));

  if (state->received == NULL)
    state->received =
      g_hash_table_new_full ((GHashFunc) noob_epoch_hash, (GEqualFunc) noob_epoch_equal,
                             (GDestroyNotify) noob_epoch_unref, value_free);

  if (g_hash_table_contains (state->received, epoch))
    g_value_unset (value);
  else
    g_hash_table_insert (state->received, noob_epoch_ref (epoch),
                         g_memdup2 (value, sizeof *value));
  *value = (GValue) G_VALUE_INIT;
}

gboolean
noob_asset_state_has_received (NoobAssetState *self,
                               const char     *id,
                               NoobEpoch      *epoch)
{
  return find_received (find_entry (self, id), epoch) != NULL;
}

gboolean
noob_asset_state_has_lives (NoobAssetState *self,
                            guint64         root)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      RootState *state = find_root (self->order->pdata[i], root);

      if (state != NULL && state->life != NULL)
        return TRUE;
    }

  return FALSE;
}

gboolean
noob_asset_state_end_root (NoobAssetState  *self,
                           guint64          root,
                           GError         **error)
{
  gboolean done = TRUE;

  for (guint i = self->order->len; i > 0; i--)
    {
      Entry *entry = self->order->pdata[i - 1];
      RootState *state = find_root (entry, root);

      if (state == NULL)
        continue;

      done = end_life (&state->life, done, error);
      g_hash_table_remove (entry->roots, &root);
    }

  return done;
}

void
noob_asset_state_forget_below (NoobAssetState *self,
                               guint64         first)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      GArray *stored = ((Entry *) self->order->pdata[i])->stored;
      guint n_old = 0;

      while (n_old + 1 < stored->len && g_array_index (stored, Stored, n_old + 1).root < first)
        n_old++;
      if (n_old > 0)
        g_array_remove_range (stored, 0, n_old);
    }
}
