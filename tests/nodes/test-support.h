/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

/* The specification of node `n` in a tube, given as the lines of its YAML that follow its id.
 * The sources a to c are there to depend on. */
NoobNodeSpecification *test_specification_new (const char            *yaml);

/* That node, loaded; the params are those of the file. */
NoobNode              *test_node_load         (const char            *yaml,
                                               GError               **error);

/* The same where it cannot fail. */
NoobNode              *test_node_new          (const char            *yaml);

/* A record from triples name, GType, value, as of noob_record_set (). */
#define test_record_new(...) \
  ({ \
    NoobRecord *record_ = noob_record_new (); \
    noob_record_set (record_, __VA_ARGS__, NULL); \
    record_; \
  })

/* The GType and value of such a triple. */
#define TEST_INTEGER(n) G_TYPE_INT64, G_GINT64_CONSTANT (n)

/* Whether @error is a NOOB_ERROR of @code whose message has all of the NULL-terminated rest in
 * it. */
void                   test_assert_error      (GError                *error,
                                               NoobError              code,
                                               ...) G_GNUC_NULL_TERMINATED;
