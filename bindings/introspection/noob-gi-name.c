/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Strings, and what goes by a name: enumerations and types. */

#include "noob-gi-type-private.h"

#include <noob.h>

#include "core/noob-value-private.h"

static gboolean
string_to_c (const NoobGiType  *self,
             const GValue      *value,
             GITransfer         transfer,
             NoobGiScratch     *scratch,
             GIArgument        *argument,
             gsize             *length,
             GError           **error)
{
  if (noob_value_get_kind (value) != NOOB_VALUE_STRING)
    return noob_gi_set_error_kind ("a string", value, error);

  argument->v_string = (char *) g_value_get_string (value);
  if (transfer != GI_TRANSFER_NOTHING)
    {
      argument->v_string = g_strdup (argument->v_string);
      noob_gi_scratch_add (scratch, argument->v_string, g_free, TRUE);
    }

  return TRUE;
}

static void
string_from_c (const NoobGiType *self,
               GIArgument       *argument,
               gsize             length,
               GITransfer        transfer,
               GValue           *value)
{
  if (argument->v_string == NULL)
    {
      noob_value_set_null (value);
      return;
    }

  g_value_init (value, G_TYPE_STRING);
  if (transfer == GI_TRANSFER_NOTHING)
    g_value_set_string (value, argument->v_string);
  else
    g_value_take_string (value, argument->v_string);
}

const NoobGiTypeClass noob_gi_string_class = { string_to_c, string_from_c };

static gboolean
gtype_to_c (const NoobGiType  *self,
            const GValue      *value,
            GITransfer         transfer,
            NoobGiScratch     *scratch,
            GIArgument        *argument,
            gsize             *length,
            GError           **error)
{
  const char *name;

  if (G_VALUE_HOLDS_GTYPE (value))
    {
      argument->v_size = g_value_get_gtype (value);
      return TRUE;
    }

  if (noob_value_get_kind (value) != NOOB_VALUE_STRING)
    return noob_gi_set_error_kind ("the name of a type", value, error);

  name = g_value_get_string (value);
  argument->v_size = g_type_from_name (name);
  if (argument->v_size != G_TYPE_INVALID)
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "no type with the name \"%s\" is registered", name);
  return FALSE;
}

static void
gtype_from_c (const NoobGiType *self,
              GIArgument       *argument,
              gsize             length,
              GITransfer        transfer,
              GValue           *value)
{
  g_value_init (value, G_TYPE_STRING);
  g_value_set_static_string (value, g_type_name (argument->v_size));
}

const NoobGiTypeClass noob_gi_gtype_class = { gtype_to_c, gtype_from_c };

typedef struct
{
  char   *nick;
  gint64  number;
} EnumValue;

static void
enum_value_clear (gpointer data)
{
  g_free (((EnumValue *) data)->nick);
}

/* In a typelib, nicks have underscores. */
GArray *
noob_gi_list_enum_values (GIEnumInfo *info)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (EnumValue));

  g_array_set_clear_func (values, enum_value_clear);
  for (guint i = 0; i < gi_enum_info_get_n_values (info); i++)
    {
      g_autoptr (GIValueInfo) info_value = gi_enum_info_get_value (info, i);
      char *nick = g_strdup (gi_base_info_get_name (GI_BASE_INFO (info_value)));
      EnumValue value = { g_strdelimit (nick, "_", '-'), gi_value_info_get_value (info_value) };

      g_array_append_val (values, value);
    }

  return values;
}

static gboolean
find_nick (const NoobGiType *self,
           const char       *nick,
           gint64           *number)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      EnumValue *value = &g_array_index (self->values, EnumValue, i);

      if (g_str_equal (value->nick, nick))
        {
          *number = value->number;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
has_number (const NoobGiType *self,
            gint64            number)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      if (g_array_index (self->values, EnumValue, i).number == number)
        return TRUE;
    }

  return FALSE;
}

static gint64
all_bits (const NoobGiType *self)
{
  gint64 bits = 0;

  for (guint i = 0; i < self->values->len; i++)
    bits |= g_array_index (self->values, EnumValue, i).number;

  return bits;
}

static char *
list_nicks (const NoobGiType *self)
{
  GString *nicks = g_string_new (NULL);

  for (guint i = 0; i < self->values->len; i++)
    g_string_append_printf (nicks, "%s%s", i > 0 ? ", " : "",
                            g_array_index (self->values, EnumValue, i).nick);

  return g_string_free (nicks, FALSE);
}

static gboolean
fail_nick (const NoobGiType  *self,
           const char        *expected,
           const GValue      *value,
           GError           **error)
{
  g_autofree char *nicks = list_nicks (self);
  g_autofree char *all = g_strdup_printf ("%s %s", expected, nicks);
  g_autofree char *text = NULL;

  if (noob_value_get_kind (value) == NOOB_VALUE_STRING)
    text = g_strdup_printf ("\"%s\"", g_value_get_string (value));
  else if (noob_value_get_kind (value) == NOOB_VALUE_INTEGER)
    text = noob_value_to_json (value, FALSE, NULL);

  if (text == NULL)
    return noob_gi_set_error_kind (all, value, error);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "it has to be %s, not %s", all, text);
  return FALSE;
}

static gboolean
enum_to_c (const NoobGiType  *self,
           const GValue      *value,
           GITransfer         transfer,
           NoobGiScratch     *scratch,
           GIArgument        *argument,
           gsize             *length,
           GError           **error)
{
  NoobValueKind kind = noob_value_get_kind (value);
  gint64 number = 0;
  gboolean known = FALSE;

  if (kind == NOOB_VALUE_INTEGER)
    known = noob_value_get_int64 (value, &number) && has_number (self, number);
  else if (kind == NOOB_VALUE_STRING)
    known = find_nick (self, g_value_get_string (value), &number);

  if (!known)
    return fail_nick (self, "one of", value, error);

  argument->v_int32 = (gint32) number;

  return TRUE;
}

/* "a|b" */
static gboolean
parse_flags (const NoobGiType *self,
             const char       *text,
             gint64           *flags)
{
  g_auto (GStrv) nicks = g_strsplit (text, "|", -1);

  for (gsize i = 0; nicks[i] != NULL; i++)
    {
      gint64 flag;

      if (!find_nick (self, g_strstrip (nicks[i]), &flag))
        return FALSE;
      *flags |= flag;
    }

  return TRUE;
}

static gboolean
flags_to_c (const NoobGiType  *self,
            const GValue      *value,
            GITransfer         transfer,
            NoobGiScratch     *scratch,
            GIArgument        *argument,
            gsize             *length,
            GError           **error)
{
  NoobValueKind kind = noob_value_get_kind (value);
  gint64 flags = 0;
  gboolean known = FALSE;

  if (kind == NOOB_VALUE_INTEGER)
    known = noob_value_get_int64 (value, &flags) && (flags & ~all_bits (self)) == 0;
  else if (kind == NOOB_VALUE_STRING)
    known = parse_flags (self, g_value_get_string (value), &flags);

  if (!known)
    return fail_nick (self, "flags joined by \"|\" of", value, error);

  argument->v_uint32 = (guint32) flags;

  return TRUE;
}

static void
enum_from_c (const NoobGiType *self,
             GIArgument       *argument,
             gsize             length,
             GITransfer        transfer,
             GValue           *value)
{
  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, argument->v_int32);
}

static void
flags_from_c (const NoobGiType *self,
              GIArgument       *argument,
              gsize             length,
              GITransfer        transfer,
              GValue           *value)
{
  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, argument->v_uint32);
}

const NoobGiTypeClass noob_gi_enum_class = { enum_to_c, enum_from_c };
const NoobGiTypeClass noob_gi_flags_class = { flags_to_c, flags_from_c };
