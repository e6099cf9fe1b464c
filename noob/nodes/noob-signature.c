/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-signature-private.h"

#include <string.h>

#include "core/noob-error.h"

/* signature = [ports] ["->" [ports]]
 * ports     = port {"," port}
 * port      = (name ["?"] ["="] | "*" | "**") [":" type]
 * type      = characters other than "," and "->" outside of brackets
 *
 * The marks ?, =, * and ** are for slots only. */
typedef struct
{
  const char *text;
  const char *at;
} Parser;

static gboolean
fail (Parser      *self,
      GError     **error,
      const char  *message)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "signature \"%s\", column %d: %s",
               self->text, (int) (self->at - self->text) + 1, message);
  return FALSE;
}

static void
skip_space (Parser *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

static gboolean
take (Parser     *self,
      const char *token)
{
  skip_space (self);
  if (!g_str_has_prefix (self->at, token))
    return FALSE;

  self->at += strlen (token);
  return TRUE;
}

static char *
take_name (Parser *self)
{
  const char *start;

  skip_space (self);
  start = self->at;
  if (g_ascii_isdigit (*start))
    return NULL;

  while (g_ascii_isalnum (*self->at) || *self->at == '_')
    self->at++;

  return self->at > start ? g_strndup (start, self->at - start) : NULL;
}

static char *
take_type (Parser *self)
{
  const char *start = self->at;
  int depth = 0;

  for (; *self->at != '\0'; self->at++)
    {
      if (depth == 0 && (*self->at == ',' || g_str_has_prefix (self->at, "->")))
        break;

      if (strchr ("[({<", *self->at) != NULL)
        depth++;
      else if (strchr ("])}>", *self->at) != NULL)
        depth--;
    }

  return g_strstrip (g_strndup (start, self->at - start));
}

/* NULL without an error: there is no annotation. */
static gboolean
parse_type (Parser  *self,
            char   **type_name,
            GError **error)
{
  if (!take (self, ":"))
    return TRUE;

  *type_name = take_type (self);
  if (**type_name == '\0')
    return fail (self, error, "a type is missing after ':'");

  return TRUE;
}

static char *
parse_slot_name (Parser         *self,
                 NoobSlotFlags  *flags,
                 GError        **error)
{
  char *name;

  *flags = NOOB_SLOT_REST | NOOB_SLOT_HAS_DEFAULT;
  if (take (self, "**"))
    return g_strdup ("**");
  if (take (self, "*"))
    return g_strdup ("*");

  name = take_name (self);
  if (name == NULL)
    {
      fail (self, error, "the name of a slot is missing");
      return NULL;
    }

  *flags = NOOB_SLOT_REQUIRED;
  if (take (self, "?"))
    *flags = NOOB_SLOT_HAS_DEFAULT;
  if (take (self, "="))
    *flags |= NOOB_SLOT_HAS_DEFAULT;

  return name;
}

static gboolean
check_slot (Parser         *self,
            GPtrArray      *slots,
            const char     *name,
            NoobSlotFlags   flags,
            GError        **error)
{
  for (guint i = 0; i < slots->len; i++)
    {
      NoobSlot *slot = g_ptr_array_index (slots, i);

      if (g_str_equal (noob_slot_get_name (slot), name))
        return fail (self, error, "this slot is there already");

      if ((noob_slot_get_flags (slot) & NOOB_SLOT_REST) != 0 && (flags & NOOB_SLOT_REST) == 0)
        return fail (self, error, "slots with a name have to stand before * and **");
    }

  return TRUE;
}

static gboolean
parse_slot (Parser     *self,
            GPtrArray  *slots,
            GError    **error)
{
  g_autofree char *name = NULL;
  g_autofree char *type_name = NULL;
  NoobSlotFlags flags;

  name = parse_slot_name (self, &flags, error);
  if (name == NULL ||
      !check_slot (self, slots, name, flags, error) ||
      !parse_type (self, &type_name, error))
    return FALSE;

  g_ptr_array_add (slots, noob_slot_new (name, flags, type_name));

  return TRUE;
}

static gboolean
parse_signal (Parser     *self,
              GPtrArray  *signals,
              GError    **error)
{
  g_autofree char *name = take_name (self);
  g_autofree char *type_name = NULL;

  if (name == NULL)
    return fail (self, error, "the name of a signal is missing");

  if (g_ptr_array_find_with_equal_func (signals, name, g_str_equal, NULL))
    return fail (self, error, "this signal is there already");

  g_ptr_array_add (signals, g_steal_pointer (&name));

  return parse_type (self, &type_name, error);
}

static gboolean
at_end (Parser *self)
{
  skip_space (self);

  return *self->at == '\0';
}

static gboolean
parse_slots (Parser     *self,
             GPtrArray  *slots,
             GError    **error)
{
  if (at_end (self) || g_str_has_prefix (self->at, "->"))
    return TRUE;

  do
    {
      if (!parse_slot (self, slots, error))
        return FALSE;
    }
  while (take (self, ","));

  return TRUE;
}

static gboolean
parse_signals (Parser     *self,
               GPtrArray  *signals,
               GError    **error)
{
  if (!take (self, "->"))
    {
      g_ptr_array_add (signals, g_strdup ("value"));
      return TRUE;
    }

  if (at_end (self))
    return TRUE;

  do
    {
      if (!parse_signal (self, signals, error))
        return FALSE;
    }
  while (take (self, ","));

  return TRUE;
}

NoobSignature *
noob_signature_parse (const char  *text,
                      GError     **error)
{
  Parser parser = { text, text };
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_slot_free);
  g_autoptr (GPtrArray) signals = g_ptr_array_new_with_free_func (g_free);
  NoobSignature *self;

  if (!parse_slots (&parser, slots, error) || !parse_signals (&parser, signals, error))
    return NULL;

  if (!at_end (&parser))
    {
      fail (&parser, error, "',' or '->' is missing");
      return NULL;
    }

  self = g_new (NoobSignature, 1);
  self->slots = g_steal_pointer (&slots);
  g_ptr_array_add (signals, NULL);
  self->signals = (char **) g_ptr_array_free (g_steal_pointer (&signals), FALSE);

  return self;
}

void
noob_signature_free (NoobSignature *self)
{
  g_ptr_array_unref (self->slots);
  g_strfreev (self->signals);
  g_free (self);
}
