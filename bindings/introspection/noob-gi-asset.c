/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-gi-asset-private.h"

#include <gio/gio.h>

#include "nodes/noob-construction-private.h"
#include "nodes/noob-gtype-private.h"
#include "noob-gi-callable-private.h"
#include "noob-gi-class-private.h"
#include "noob-gi-symbol-private.h"

struct _NoobGiAsset
{
  NoobAsset parent_instance;

  NoobConstruction *construction; /* or else: */
  NoobGiCallable   *function;
  NoobRecord       *arguments;
  NoobGiCallable   *init;   /* or NULL */
  NoobGiCallable   *deinit; /* or NULL */
};

G_DEFINE_FINAL_TYPE (NoobGiAsset, noob_gi_asset, NOOB_TYPE_ASSET)

static gboolean
construct (NoobGiAsset  *self,
           NoobRecord   *made,
           GError      **error)
{
  g_autoptr (GObject) object = noob_construction_make (self->construction);

  if (G_IS_INITABLE (object) && !g_initable_init (G_INITABLE (object), NULL, error))
    return FALSE;

  noob_record_set (made, "value", G_OBJECT_TYPE (object), object, NULL);

  return TRUE;
}

static gboolean
call (NoobGiAsset  *self,
      NoobRecord   *made,
      GError      **error)
{
  g_autoptr (NoobRecord) nothing = noob_record_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  const char *signal = noob_gi_callable_get_main_signal (self->function);

  if (!noob_gi_callable_call (self->function, NULL, self->arguments, nothing, outputs, error))
    return FALSE;

  noob_record_set_value (made, "value", noob_record_get_value (outputs, signal));

  return TRUE;
}

static gboolean
noob_gi_asset_make (NoobAsset   *asset,
                    NoobRecord  *made,
                    GError     **error)
{
  NoobGiAsset *self = NOOB_GI_ASSET (asset);
  gboolean is_made = self->construction != NULL ? construct (self, made, error)
                                                : call (self, made, error);

  return is_made &&
         noob_gi_call_plain (self->init, noob_record_get_value (made, "value"), error);
}

static gboolean
noob_gi_asset_teardown (NoobAsset   *asset,
                        NoobRecord  *made,
                        GError     **error)
{
  return noob_gi_call_plain (NOOB_GI_ASSET (asset)->deinit, noob_record_get_value (made, "value"),
                             error);
}

static void
noob_gi_asset_finalize (GObject *object)
{
  NoobGiAsset *self = NOOB_GI_ASSET (object);

  g_clear_pointer (&self->construction, noob_construction_free);
  g_clear_pointer (&self->function, noob_gi_callable_free);
  g_clear_pointer (&self->init, noob_gi_callable_free);
  g_clear_pointer (&self->deinit, noob_gi_callable_free);
  g_clear_pointer (&self->arguments, noob_record_unref);

  G_OBJECT_CLASS (noob_gi_asset_parent_class)->finalize (object);
}

static void
noob_gi_asset_class_init (NoobGiAssetClass *klass)
{
  NoobAssetClass *asset_class = NOOB_ASSET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = noob_gi_asset_finalize;

  asset_class->make = noob_gi_asset_make;
  asset_class->teardown = noob_gi_asset_teardown;
}

static void
noob_gi_asset_init (NoobGiAsset *self)
{
  self->arguments = noob_record_new ();
}

/* The slot that takes the param @name, the @position-th of a list or map. */
static NoobSlot *
find_slot (GPtrArray  *slots,
           const char *name,
           guint       position,
           gboolean    are_list)
{
  if (are_list)
    return position < slots->len ? slots->pdata[position] : NULL;

  for (guint i = 0; i < slots->len; i++)
    if (g_str_equal (noob_slot_get_name (slots->pdata[i]), name))
      return slots->pdata[i];

  return NULL;
}

static gboolean
take_params (NoobGiAsset  *self,
             GPtrArray    *slots,
             NoobRecord   *params,
             gboolean      are_list,
             GError      **error)
{
  for (guint i = 0; i < noob_record_get_size (params); i++)
    {
      const char *name = noob_record_get_name (params, i);
      const GValue *param = noob_record_get_nth (params, i);
      NoobSlot *slot = find_slot (slots, name, i, are_list);
      g_autoptr (GError) reason = NULL;

      if (slot == NULL)
        {
          noob_gi_callable_set_error_unknown_param (self->function, name, NULL, error);
          return FALSE;
        }

      if (!noob_gi_callable_check (self->function, noob_slot_get_name (slot), param, &reason))
        {
          g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "the param for %s", reason->message);
          return FALSE;
        }
      noob_record_set_value (self->arguments, noob_slot_get_name (slot), param);
    }

  return TRUE;
}

static gboolean
check_required (NoobGiAsset  *self,
                GPtrArray    *slots,
                GError      **error)
{
  for (guint i = 0; i < slots->len; i++)
    {
      const char *name = noob_slot_get_name (slots->pdata[i]);

      if ((noob_slot_get_flags (slots->pdata[i]) & NOOB_SLOT_HAS_DEFAULT) != 0 ||
          noob_record_has (self->arguments, name))
        continue;

      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "nothing is given to \"%s\" of %s: add it to `params`", name,
                   noob_gi_callable_get_name (self->function));
      return FALSE;
    }

  return TRUE;
}

static gboolean
take_function (NoobGiAsset             *self,
               GIFunctionInfo          *info,
               NoobAssetSpecification  *specification,
               NoobRecord              *params,
               GError                 **error)
{
  g_autoptr (GPtrArray) slots = NULL;

  self->function = noob_gi_callable_new (info, TRUE, error);
  if (self->function == NULL)
    return FALSE;

  if (noob_gi_callable_get_main_signal (self->function) == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s returns nothing that could be an asset",
                   noob_gi_callable_get_name (self->function));
      return FALSE;
    }

  slots = noob_gi_callable_get_slots (self->function);

  return take_params (self, slots, params,
                      noob_asset_specification_get_params_are_list (specification), error) &&
         check_required (self, slots, error);
}

static void
find_methods (NoobGiAsset *self,
              GIBaseInfo  *class)
{
  self->init = noob_gi_find_plain_method (class, "init");
  self->deinit = noob_gi_find_plain_method (class, "deinit");
}

static NoobAsset *
new_of_function (NoobGiSymbol            *symbol,
                 NoobAssetSpecification  *specification,
                 NoobRecord              *params,
                 GError                 **error)
{
  g_autoptr (NoobGiAsset) self =
    g_object_new (NOOB_TYPE_GI_ASSET, "id", noob_asset_specification_get_id (specification), NULL);

  if (!take_function (self, symbol->function, specification, params, error))
    return NULL;

  if ((gi_function_info_get_flags (symbol->function) & GI_FUNCTION_IS_CONSTRUCTOR) != 0)
    find_methods (self, symbol->container);

  return NOOB_ASSET (g_steal_pointer (&self));
}

static NoobAsset *
new_of_class (GIBaseInfo              *class,
              NoobAssetSpecification  *specification,
              NoobRecord              *params,
              GError                 **error)
{
  GType type = gi_registered_type_info_get_g_type (GI_REGISTERED_TYPE_INFO (class));
  g_autoptr (NoobConstruction) construction =
    noob_gtype_prepare_asset (type, specification, params, error);
  NoobGiAsset *self;

  if (construction == NULL)
    return NULL;

  if (g_type_is_a (type, NOOB_TYPE_ASSET))
    return NOOB_ASSET (noob_construction_make (construction));

  self = g_object_new (NOOB_TYPE_GI_ASSET,
                       "id", noob_asset_specification_get_id (specification),
                       NULL);
  self->construction = g_steal_pointer (&construction);
  find_methods (self, class);

  /* One that is initialized is more than its properties. */
  if (self->init == NULL && self->deinit == NULL)
    noob_codec_allow_type (type);

  return NOOB_ASSET (self);
}

NoobAsset *
noob_gi_asset_new (NoobAssetSpecification  *specification,
                   NoobRecord              *params,
                   GError                 **error)
{
  g_autoptr (NoobGiSymbol) symbol =
    noob_gi_symbol_new (noob_asset_specification_get_asset_type (specification), error);

  if (symbol == NULL)
    return NULL;

  return symbol->function != NULL ? new_of_function (symbol, specification, params, error)
                                  : new_of_class (symbol->container, specification, params, error);
}
