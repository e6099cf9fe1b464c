/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

#include <signal.h>

static volatile sig_atomic_t caught;

static void
catch (int number)
{
  caught = number;
}

/* The first signal lets the epoch in progress end; a second one kills. Blocking reads are not
 * restarted, so that one ends the wait for standard input too. */
void
tool_interrupt_catch (void)
{
  struct sigaction action = { .sa_handler = catch, .sa_flags = SA_RESETHAND };

  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

int
tool_interrupt_caught (void)
{
  return caught;
}
