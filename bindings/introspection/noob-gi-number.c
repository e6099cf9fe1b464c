/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Booleans, integers, reals and characters. */

#include "noob-gi-type-private.h"

#include <float.h>
#include <math.h>
#include <noob.h>

#include "core/noob-value-private.h"

static gboolean
fail_range (const char  *range,
            GError     **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "it has to be from %s", range);
  return FALSE;
}

/* One class for each integer. @Number: what noob_value_get_*() gives, as number. */
#define DEFINE_INTEGER(name, field, wide, Number, is_in_range, range) \
static gboolean \
name ## _to_c (const NoobGiType  *self, \
               const GValue      *value, \
               GITransfer         transfer, \
               NoobGiScratch     *scratch, \
               GIArgument        *argument, \
               gsize             *length, \
               GError           **error) \
{ \
  Number number; \
\
  if (noob_value_get_kind (value) != NOOB_VALUE_INTEGER) \
    return noob_gi_set_error_kind ("an integer", value, error); \
\
  if (!noob_value_get_ ## wide (value, &number) || !(is_in_range)) \
    return fail_range (range, error); \
\
  argument->field = number; \
\
  return TRUE; \
} \
\
static void \
name ## _from_c (const NoobGiType *self, \
                 GIArgument       *argument, \
                 gsize             length, \
                 GITransfer        transfer, \
                 GValue           *value) \
{ \
  set_ ## wide (value, argument->field); \
} \
\
static const NoobGiTypeClass name ## _class = { name ## _to_c, name ## _from_c };

static void
set_int64 (GValue *value,
           gint64  number)
{
  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, number);
}

static void
set_uint64 (GValue  *value,
            guint64  number)
{
  if (number <= G_MAXINT64)
    {
      set_int64 (value, (gint64) number);
      return;
    }

  g_value_init (value, G_TYPE_UINT64);
  g_value_set_uint64 (value, number);
}

DEFINE_INTEGER (int8, v_int8, int64, gint64,
                number >= G_MININT8 && number <= G_MAXINT8, "-128 to 127")
DEFINE_INTEGER (int16, v_int16, int64, gint64,
                number >= G_MININT16 && number <= G_MAXINT16, "-32768 to 32767")
DEFINE_INTEGER (int32, v_int32, int64, gint64,
                number >= G_MININT32 && number <= G_MAXINT32, "-2147483648 to 2147483647")
DEFINE_INTEGER (int64, v_int64, int64, gint64, TRUE,
                "-9223372036854775808 to 9223372036854775807")
DEFINE_INTEGER (uint8, v_uint8, uint64, guint64, number <= G_MAXUINT8, "0 to 255")
DEFINE_INTEGER (uint16, v_uint16, uint64, guint64, number <= G_MAXUINT16, "0 to 65535")
DEFINE_INTEGER (uint32, v_uint32, uint64, guint64, number <= G_MAXUINT32, "0 to 4294967295")
DEFINE_INTEGER (uint64, v_uint64, uint64, guint64, TRUE, "0 to 18446744073709551615")

#undef DEFINE_INTEGER

static gboolean
boolean_to_c (const NoobGiType  *self,
              const GValue      *value,
              GITransfer         transfer,
              NoobGiScratch     *scratch,
              GIArgument        *argument,
              gsize             *length,
              GError           **error)
{
  if (noob_value_get_kind (value) != NOOB_VALUE_BOOLEAN)
    return noob_gi_set_error_kind ("a boolean", value, error);

  argument->v_boolean = g_value_get_boolean (value);

  return TRUE;
}

static void
boolean_from_c (const NoobGiType *self,
                GIArgument       *argument,
                gsize             length,
                GITransfer        transfer,
                GValue           *value)
{
  g_value_init (value, G_TYPE_BOOLEAN);
  g_value_set_boolean (value, argument->v_boolean);
}

static const NoobGiTypeClass boolean_class = { boolean_to_c, boolean_from_c };

static gboolean
read_real (const GValue  *value,
           double        *real,
           GError       **error)
{
  gint64 integer = 0;
  guint64 large;

  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_REAL:
      *real = noob_value_get_real (value);
      return TRUE;

    case NOOB_VALUE_INTEGER:
      if (noob_value_get_int64 (value, &integer))
        *real = (double) integer;
      else if (noob_value_get_uint64 (value, &large))
        *real = (double) large;
      return TRUE;

    default:
      return noob_gi_set_error_kind ("a number", value, error);
    }
}

static void
set_real (GValue *value,
          double  real)
{
  g_value_init (value, G_TYPE_DOUBLE);
  g_value_set_double (value, real);
}

static gboolean
float_to_c (const NoobGiType  *self,
            const GValue      *value,
            GITransfer         transfer,
            NoobGiScratch     *scratch,
            GIArgument        *argument,
            gsize             *length,
            GError           **error)
{
  double real = 0;

  if (!read_real (value, &real, error))
    return FALSE;

  if (isfinite (real) && fabs (real) > FLT_MAX)
    return fail_range ("-3.40282e+38 to 3.40282e+38", error);

  argument->v_float = (float) real;

  return TRUE;
}

static void
float_from_c (const NoobGiType *self,
              GIArgument       *argument,
              gsize             length,
              GITransfer        transfer,
              GValue           *value)
{
  set_real (value, argument->v_float);
}

static const NoobGiTypeClass float_class = { float_to_c, float_from_c };

static gboolean
double_to_c (const NoobGiType  *self,
             const GValue      *value,
             GITransfer         transfer,
             NoobGiScratch     *scratch,
             GIArgument        *argument,
             gsize             *length,
             GError           **error)
{
  return read_real (value, &argument->v_double, error);
}

static void
double_from_c (const NoobGiType *self,
               GIArgument       *argument,
               gsize             length,
               GITransfer        transfer,
               GValue           *value)
{
  set_real (value, argument->v_double);
}

static const NoobGiTypeClass double_class = { double_to_c, double_from_c };

/* A character is a string of one, or its number. */
static gboolean
unichar_to_c (const NoobGiType  *self,
              const GValue      *value,
              GITransfer         transfer,
              NoobGiScratch     *scratch,
              GIArgument        *argument,
              gsize             *length,
              GError           **error)
{
  NoobValueKind kind = noob_value_get_kind (value);
  const char *text;
  gunichar c;

  if (kind == NOOB_VALUE_INTEGER)
    return uint32_class.to_c (self, value, transfer, scratch, argument, length, error);

  text = kind == NOOB_VALUE_STRING ? g_value_get_string (value) : NULL;
  c = text != NULL ? g_utf8_get_char_validated (text, -1) : (gunichar) -1;
  if (c >= (gunichar) -2 || *text == '\0' || *g_utf8_next_char (text) != '\0')
    return noob_gi_set_error_kind ("a string of one character", value, error);

  argument->v_uint32 = c;

  return TRUE;
}

static void
unichar_from_c (const NoobGiType *self,
                GIArgument       *argument,
                gsize             length,
                GITransfer        transfer,
                GValue           *value)
{
  char text[7] = "";

  if (g_unichar_validate (argument->v_uint32))
    g_unichar_to_utf8 (argument->v_uint32, text);
  g_value_init (value, G_TYPE_STRING);
  g_value_set_string (value, text);
}

static const NoobGiTypeClass unichar_class = { unichar_to_c, unichar_from_c };

static const struct
{
  const NoobGiTypeClass *klass;
  gsize                  size;
} numbers[GI_TYPE_TAG_N_TYPES] = {
  [GI_TYPE_TAG_BOOLEAN] = { &boolean_class, sizeof (gboolean) },
  [GI_TYPE_TAG_INT8] = { &int8_class, sizeof (gint8) },
  [GI_TYPE_TAG_UINT8] = { &uint8_class, sizeof (guint8) },
  [GI_TYPE_TAG_INT16] = { &int16_class, sizeof (gint16) },
  [GI_TYPE_TAG_UINT16] = { &uint16_class, sizeof (guint16) },
  [GI_TYPE_TAG_INT32] = { &int32_class, sizeof (gint32) },
  [GI_TYPE_TAG_UINT32] = { &uint32_class, sizeof (guint32) },
  [GI_TYPE_TAG_INT64] = { &int64_class, sizeof (gint64) },
  [GI_TYPE_TAG_UINT64] = { &uint64_class, sizeof (guint64) },
  [GI_TYPE_TAG_FLOAT] = { &float_class, sizeof (float) },
  [GI_TYPE_TAG_DOUBLE] = { &double_class, sizeof (double) },
  [GI_TYPE_TAG_UNICHAR] = { &unichar_class, sizeof (gunichar) },
};

const NoobGiTypeClass *
noob_gi_number_class (GITypeTag tag)
{
  return numbers[tag].klass;
}

gsize
noob_gi_number_size (GITypeTag tag)
{
  return numbers[tag].size;
}

gint64
noob_gi_get_integer (GITypeTag   tag,
                    GIArgument *argument)
{
  switch (tag)
    {
    case GI_TYPE_TAG_INT8:
      return argument->v_int8;
    case GI_TYPE_TAG_UINT8:
      return argument->v_uint8;
    case GI_TYPE_TAG_INT16:
      return argument->v_int16;
    case GI_TYPE_TAG_UINT16:
      return argument->v_uint16;
    case GI_TYPE_TAG_BOOLEAN:
    case GI_TYPE_TAG_INT32:
      return argument->v_int32;
    case GI_TYPE_TAG_UNICHAR:
    case GI_TYPE_TAG_UINT32:
      return argument->v_uint32;
    default:
      return argument->v_int64;
    }
}

gboolean
noob_gi_set_integer (GITypeTag   tag,
                    guint64     integer,
                    GIArgument *argument)
{
  argument->v_uint64 = 0;

  switch (tag)
    {
    case GI_TYPE_TAG_INT8:
      argument->v_int8 = (gint8) integer;
      return integer <= G_MAXINT8;
    case GI_TYPE_TAG_UINT8:
      argument->v_uint8 = (guint8) integer;
      return integer <= G_MAXUINT8;
    case GI_TYPE_TAG_INT16:
      argument->v_int16 = (gint16) integer;
      return integer <= G_MAXINT16;
    case GI_TYPE_TAG_UINT16:
      argument->v_uint16 = (guint16) integer;
      return integer <= G_MAXUINT16;
    case GI_TYPE_TAG_BOOLEAN:
    case GI_TYPE_TAG_INT32:
      argument->v_int32 = (gint32) integer;
      return integer <= G_MAXINT32;
    case GI_TYPE_TAG_UNICHAR:
    case GI_TYPE_TAG_UINT32:
      argument->v_uint32 = (guint32) integer;
      return integer <= G_MAXUINT32;
    default:
      argument->v_uint64 = integer;
      return integer <= G_MAXINT64;
    }
}
