/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-transport.h"

static const GEnumValue values[] = {
  { NOOB_TRANSPORT_IPC, "NOOB_TRANSPORT_IPC", "ipc" },
  { NOOB_TRANSPORT_TCP, "NOOB_TRANSPORT_TCP", "tcp" },
  { NOOB_TRANSPORT_INPROC, "NOOB_TRANSPORT_INPROC", "inproc" },
  { 0, NULL, NULL },
};

GType
noob_transport_get_type (void)
{
  static GType type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("NoobTransport", values));

  return type;
}

/**
 * noob_transport_to_string:
 * @transport: a transport
 *
 * Gets the name of a transport.
 *
 * Returns: (transfer none): `ipc`, `tcp` or `inproc`
 *
 * Since: 1.0
 */
const char *
noob_transport_to_string (NoobTransport transport)
{
  g_return_val_if_fail (transport < G_N_ELEMENTS (values) - 1, NULL);

  return values[transport].value_nick;
}

/**
 * noob_transport_parse:
 * @text: a name, such as `inproc`
 * @transport: (out): the transport of that name
 *
 * Finds a transport by its name.
 *
 * Returns: whether there is one of that name
 *
 * Since: 1.0
 */
gboolean
noob_transport_parse (const char    *text,
                      NoobTransport *transport)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (transport != NULL, FALSE);

  for (gsize i = 0; values[i].value_nick != NULL; i++)
    if (g_str_equal (values[i].value_nick, text))
      {
        *transport = (NoobTransport) values[i].value;
        return TRUE;
      }

  return FALSE;
}
