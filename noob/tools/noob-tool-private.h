/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

G_BEGIN_DECLS

/* What the subcommands of the command line tool share. */

enum
{
  TOOL_OK = 0,
  TOOL_FAILED = 1,
  TOOL_USAGE = 2,
  TOOL_SIGNALLED = 128, /* plus the number of the signal */
};

typedef struct
{
  const char *name;
  const char *summary;
  int       (*run) (GStrv *arguments);
} ToolCommand;

int tool_check   (GStrv *arguments);
int tool_deploy  (GStrv *arguments);
int tool_graph   (GStrv *arguments);
int tool_inspect (GStrv *arguments);
int tool_keygen  (GStrv *arguments);
int tool_run     (GStrv *arguments);

/* Takes the options of @entries out of @arguments, whose first is the name of the command, and
 * gives the one argument that has to be left, which help calls @operand. FALSE: @status is what to exit with; all has been
 * said. */
gboolean              tool_parse        (GStrv               *arguments,
                                         const GOptionEntry  *entries,
                                         const char          *summary,
                                         const char          *operand,
                                         char               **given,
                                         int                 *status);

/* Writes @value as JSON to standard output. Gives the status. */
int                   tool_print_json   (const GValue        *value);

/* NULL when @record has no such string. */
const char           *tool_get_string   (NoobRecord          *record,
                                         const char          *name);

/* Writes the one line "noob: …" about @error and gives @status. */
int                   tool_fail         (const GError        *error,
                                         int                  status);

/* Takes each `-i KEY VALUE` (or `--input`), which GOption cannot, out of @arguments. VALUE is
 * JSON, or else the string that it is. */
NoobRecord           *tool_take_inputs  (GStrv               *arguments,
                                         GError             **error);

/* Has the help show that option, and refuses what is left of it, such as `--input=KEY`. */
#define TOOL_INPUT_ENTRY \
  { "input", 'i', 0, G_OPTION_ARG_CALLBACK, tool_refuse_input, \
    "Give the tube-scoped input KEY a value: JSON, or else a string; may be repeated", "KEY VALUE" }

gboolean              tool_refuse_input (const char          *option,
                                         const char          *value,
                                         gpointer             data,
                                         GError             **error);

/* By id or path. */
NoobTubeSpecification *tool_load        (const char          *tube,
                                         GError             **error);

/* A tube that is not going to run: required inputs that are not among @inputs are null. */
NoobTube             *tool_make_tube    (NoobTubeSpecification *specification,
                                         NoobRecord          *inputs,
                                         GError             **error);

/* From here on, the first SIGINT or SIGTERM is only noted. */
void                  tool_interrupt_catch  (void);

/* The signal that was caught, or 0. */
int                   tool_interrupt_caught (void);

/* Tells on standard error of each change of how a node is, and when it was, from now on. */
void                  tool_follow_status    (NoobRunner *runner);

typedef enum
{
  TOOL_FORMAT_JSON,  /* one value, or an array of them */
  TOOL_FORMAT_JSONL, /* one value a line */
} ToolFormat;

/* Process-scoped inputs from standard input, one object for each call. */
typedef struct _ToolReader ToolReader;

ToolReader           *tool_reader_new    (ToolFormat           format);
void                  tool_reader_free   (ToolReader          *self);
/* transfer full; NULL without an error: the end. */
NoobRecord           *tool_reader_next   (ToolReader          *self,
                                          GError             **error);

/* Results to standard output, each as it comes, and progress to standard error. */
typedef struct _ToolWriter ToolWriter;

/* @is_lone: there will be one result at most, which is no array. */
ToolWriter           *tool_writer_new    (ToolFormat           format,
                                          gboolean             is_lone,
                                          gboolean             shows_progress);
void                  tool_writer_free   (ToolWriter          *self);
gboolean              tool_writer_write  (ToolWriter          *self,
                                          const GValue        *result,
                                          GError             **error);
gboolean              tool_writer_finish (ToolWriter          *self,
                                          GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ToolReader, tool_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ToolWriter, tool_writer_free)

/* The books of the last run, as a table on standard error. */
void        tool_write_ledger     (NoobZmqRunner      *runner);

G_END_DECLS
