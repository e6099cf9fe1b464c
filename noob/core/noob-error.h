/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-failure.h"

G_BEGIN_DECLS

/**
 * NOOB_ERROR:
 *
 * The error domain of the library; its codes are [error@Noob.Error].
 *
 * Since: 1.0
 */
#define NOOB_ERROR (noob_error_quark ())

/**
 * NoobError:
 * @NOOB_ERROR_SPECIFICATION: a specification is malformed; the message says file, line and column.
 * @NOOB_ERROR_NOT_FOUND: no tube, file or node has that name.
 * @NOOB_ERROR_GRAPH: the graph as a whole is wrong: a cycle, two return nodes, unrelated maps.
 * @NOOB_ERROR_INPUT: a required input is missing or has a value of the wrong kind.
 * @NOOB_ERROR_LOAD: the code of a node or asset cannot be found or loaded.
 * @NOOB_ERROR_PORTS: a dependency names a slot or signal that the node does not have.
 * @NOOB_ERROR_VALUE: a value has no form in which it can be stored or sent.
 * @NOOB_ERROR_NODE: a node reported an error; see [func@Noob.error_get_failure].
 * @NOOB_ERROR_NODE_LOST: the process of a node ended while it was needed.
 * @NOOB_ERROR_END_OF_STREAM: a source has nothing more to emit.
 * @NOOB_ERROR_NO_RESULT: more epochs in a row than the runner allows gave no result.
 * @NOOB_ERROR_STATE: the call does not fit the state of the object, as processing while running.
 * @NOOB_ERROR_TIMEOUT: something took longer than its limit.
 * @NOOB_ERROR_PROTOCOL: a message does not follow the protocol.
 * @NOOB_ERROR_LEDGER: events went missing, or came twice, between two nodes.
 * @NOOB_ERROR_FAILED: the operating system or the transport refused something.
 *
 * What went wrong, one code for each thing that a caller can act on.
 *
 * Since: 1.0
 */
typedef enum
{
  NOOB_ERROR_SPECIFICATION,
  NOOB_ERROR_NOT_FOUND,
  NOOB_ERROR_GRAPH,
  NOOB_ERROR_INPUT,
  NOOB_ERROR_LOAD,
  NOOB_ERROR_PORTS,
  NOOB_ERROR_VALUE,
  NOOB_ERROR_NODE,
  NOOB_ERROR_NODE_LOST,
  NOOB_ERROR_END_OF_STREAM,
  NOOB_ERROR_NO_RESULT,
  NOOB_ERROR_STATE,
  NOOB_ERROR_TIMEOUT,
  NOOB_ERROR_PROTOCOL,
  NOOB_ERROR_LEDGER,
  NOOB_ERROR_FAILED,
} NoobError;

NOOB_AVAILABLE_IN_1_0
GQuark       noob_error_quark       (void);

NOOB_AVAILABLE_IN_1_0
NoobFailure *noob_error_get_failure (const GError *error);

G_END_DECLS
