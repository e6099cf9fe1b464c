/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>

int
main (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  g_autoptr (NoobEpoch) child = noob_epoch_child (epoch, "b", 2);
  g_autofree char *text = noob_epoch_to_string (child);

  g_assert_cmpstr (text, ==, "3/b.2");
  return 0;
}
