/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-function-asset-private.h"

#include "core/noob-error.h"
#include "core/noob-name-private.h"
#include "core/noob-record-private.h"
#include "nodes/noob-signature-private.h"

/* Where a life keeps what `open` gave. */
#define STATE "state"

struct _NoobFunctionAsset
{
  NoobAsset parent_instance;

  NoobFunction    function;
  NoobSignature  *signature;
  NoobRecord     *params;
  gpointer        state;
  gpointer        owner;
  GDestroyNotify  destroy_owner;
};

G_DEFINE_FINAL_TYPE (NoobFunctionAsset, noob_function_asset, NOOB_TYPE_ASSET)

static gpointer
open_state (NoobFunctionAsset  *self,
            GError            **error)
{
  return self->function.open != NULL ? self->function.open (self->params, error) : self->state;
}

static void
close_state (NoobFunctionAsset *self,
             gpointer           state)
{
  if (self->function.open != NULL && self->function.close != NULL && state != NULL)
    self->function.close (state);
}

static gboolean
call (NoobFunctionAsset  *self,
      gpointer            state,
      NoobRecord         *made,
      GError            **error)
{
  g_autoptr (NoobRecord) inputs = noob_record_copy (self->params);
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  const char *signal = self->signature->signals[0];
  GValue value = G_VALUE_INIT;

  if (!self->function.process (state, inputs, outputs, error))
    return FALSE;

  if (signal == NULL || !noob_record_steal_value (outputs, signal, &value))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_NODE, "the function did not set \"%s\"",
                   signal != NULL ? signal : "value");
      return FALSE;
    }

  noob_record_take_value (made, "value", &value);

  return TRUE;
}

static gboolean
noob_function_asset_make (NoobAsset   *asset,
                          NoobRecord  *made,
                          GError     **error)
{
  NoobFunctionAsset *self = NOOB_FUNCTION_ASSET (asset);
  GError *reason = NULL;
  gpointer state = open_state (self, &reason);

  if (reason != NULL)
    {
      g_propagate_error (error, reason);
      return FALSE;
    }

  if (!call (self, state, made, error))
    {
      close_state (self, state);
      return FALSE;
    }

  noob_record_set (made, STATE, G_TYPE_POINTER, state, NULL);

  return TRUE;
}

static gboolean
noob_function_asset_teardown (NoobAsset   *asset,
                              NoobRecord  *made,
                              GError     **error)
{
  close_state (NOOB_FUNCTION_ASSET (asset),
               g_value_get_pointer (noob_record_get_value (made, STATE)));

  return TRUE;
}

static void
noob_function_asset_finalize (GObject *object)
{
  NoobFunctionAsset *self = NOOB_FUNCTION_ASSET (object);

  g_clear_pointer (&self->signature, noob_signature_free);
  g_clear_pointer (&self->params, noob_record_unref);
  if (self->destroy_owner != NULL)
    self->destroy_owner (self->owner);

  G_OBJECT_CLASS (noob_function_asset_parent_class)->finalize (object);
}

static void
noob_function_asset_class_init (NoobFunctionAssetClass *klass)
{
  NoobAssetClass *asset_class = NOOB_ASSET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = noob_function_asset_finalize;

  asset_class->make = noob_function_asset_make;
  asset_class->teardown = noob_function_asset_teardown;
}

static void
noob_function_asset_init (NoobFunctionAsset *self)
{
}

static gboolean
takes (NoobSlot   *slot,
       const char *name,
       gboolean    positional)
{
  if ((noob_slot_get_flags (slot) & NOOB_SLOT_REST) != 0)
    return positional == g_str_equal (noob_slot_get_name (slot), "*");

  return !positional && g_str_equal (noob_slot_get_name (slot), name);
}

/* The name under which the function gets the param @name, the @position-th of a list or map; NULL: it
 * has no use for it. What `open` has a use for, only that knows. */
static const char *
find_slot_name (NoobFunctionAsset *self,
                const char        *name,
                guint              position,
                gboolean           positional)
{
  GPtrArray *slots = self->signature->slots;

  if (positional && position < slots->len &&
      (noob_slot_get_flags (slots->pdata[position]) & NOOB_SLOT_REST) == 0)
    return noob_slot_get_name (slots->pdata[position]);

  for (guint i = 0; i < slots->len; i++)
    if (takes (slots->pdata[i], name, positional))
      return name;

  return self->function.open != NULL && !positional ? name : NULL;
}

static void
set_error_unknown_param (NoobFunctionAsset  *self,
                         const char         *name,
                         GError            **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *suggestion = NULL;
  g_autofree char *all = NULL;

  for (guint i = 0; i < self->signature->slots->len; i++)
    g_ptr_array_add (names, (gpointer) noob_slot_get_name (self->signature->slots->pdata[i]));
  g_ptr_array_add (names, NULL);
  suggestion = noob_suggest_name (name, (const char *const *) names->pdata);
  all = g_strjoinv (", ", (char **) names->pdata);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "it takes no param \"%s\"%s; its params: %s",
               name, suggestion, names->len > 1 ? all : "none");
}

static gboolean
take_params (NoobFunctionAsset  *self,
             NoobRecord         *params,
             gboolean            are_list,
             GError            **error)
{
  self->params = noob_record_new ();
  for (guint i = 0; i < noob_record_get_size (params); i++)
    {
      const char *name = find_slot_name (self, noob_record_get_name (params, i), i, are_list);

      if (name == NULL)
        {
          set_error_unknown_param (self, noob_record_get_name (params, i), error);
          return FALSE;
        }
      noob_record_set_value (self->params, name, noob_record_get_nth (params, i));
    }

  return TRUE;
}

static gboolean
check_required (NoobFunctionAsset  *self,
                GError            **error)
{
  for (guint i = 0; i < self->signature->slots->len; i++)
    {
      NoobSlot *slot = self->signature->slots->pdata[i];
      NoobSlotFlags flags = noob_slot_get_flags (slot);

      if ((flags & NOOB_SLOT_REQUIRED) == 0 ||
          (flags & (NOOB_SLOT_HAS_DEFAULT | NOOB_SLOT_REST)) != 0 ||
          noob_record_has (self->params, noob_slot_get_name (slot)))
        continue;

      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "nothing is given to \"%s\": add it to `params`", noob_slot_get_name (slot));
      return FALSE;
    }

  return TRUE;
}

NoobAsset *
noob_function_asset_new (const NoobFunction      *function,
                         gpointer                 state,
                         gpointer                 owner,
                         GDestroyNotify           destroy,
                         NoobAssetSpecification  *specification,
                         NoobRecord              *params,
                         GError                 **error)
{
  g_autoptr (NoobFunctionAsset) self =
    g_object_new (NOOB_TYPE_FUNCTION_ASSET, "id", noob_asset_specification_get_id (specification),
                  NULL);

  self->function = *function;
  self->state = state;
  self->owner = owner;
  self->destroy_owner = destroy;

  self->signature = noob_signature_parse (function->signature, error);
  if (self->signature == NULL ||
      !take_params (self, params, noob_asset_specification_get_params_are_list (specification),
                    error) ||
      !check_required (self, error))
    return NULL;

  return NOOB_ASSET (g_steal_pointer (&self));
}
