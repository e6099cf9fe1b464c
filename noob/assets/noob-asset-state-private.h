/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "assets/noob-asset.h"
#include "core/noob-epoch.h"
#include "spec/noob-asset-specification.h"

G_BEGIN_DECLS

/* The assets of one runner, or of the process of one node: what there is of each at present.
 *
 * In an epoch an asset is the copy that came from elsewhere, if one did; else what was stored last
 * in an epoch before; else what was made here. */
typedef struct _NoobAssetState NoobAssetState;

typedef NoobAsset *(*NoobAssetLoadFunc) (NoobAssetSpecification  *specification,
                                         NoobRecord              *params,
                                         GError                 **error);

NoobAssetState *noob_asset_state_new          (NoobAssetLoadFunc        load);
/* Tears nothing down: see noob_asset_state_end(). */
void            noob_asset_state_free         (NoobAssetState          *self);

/* @params: bound ones. */
void            noob_asset_state_add          (NoobAssetState          *self,
                                               NoobAssetSpecification  *specification,
                                               NoobRecord              *params);

/* Loads the code, so that what is wrong with it shows early. */
gboolean        noob_asset_state_load         (NoobAssetState          *self,
                                               const char              *id,
                                               GError                 **error);

/* Makes what is made once for the runner. */
gboolean        noob_asset_state_begin        (NoobAssetState          *self,
                                               const char              *id,
                                               GError                 **error);

/* Tears down all that is there; goes on after an error, the first of which is returned. */
gboolean        noob_asset_state_end          (NoobAssetState          *self,
                                               GError                 **error);

NoobAssetScope  noob_asset_state_get_scope    (NoobAssetState          *self,
                                               const char              *id);

/* The asset in @epoch, made now if need be. transfer none, until the epoch or the state ends. Not
 * for those of scope `node`. */
const GValue   *noob_asset_state_get          (NoobAssetState          *self,
                                               const char              *id,
                                               NoobEpoch               *epoch,
                                               GError                 **error);

/* Makes an asset of scope `node` for one call, and adds it to @call (of NoobAssetLife). transfer
 * none, until the call ends. */
const GValue   *noob_asset_state_make_for_call (NoobAssetState         *self,
                                               const char              *id,
                                               GPtrArray               *call,
                                               GError                 **error);
GPtrArray      *noob_asset_call_new           (void);
gboolean        noob_asset_call_end           (GPtrArray               *call,
                                               GError                 **error);

/* What is the asset after root epoch @root. @value is taken, and left unset. */
void            noob_asset_state_store        (NoobAssetState          *self,
                                               const char              *id,
                                               guint64                  root,
                                               GValue                  *value);

/* A copy that somebody else sent for @epoch; the first that comes counts. @value is taken, and left
 * unset. */
void            noob_asset_state_receive      (NoobAssetState          *self,
                                               const char              *id,
                                               NoobEpoch               *epoch,
                                               GValue                  *value);
/* Whether there is one for @epoch, or a parent. */
gboolean        noob_asset_state_has_received (NoobAssetState          *self,
                                               const char              *id,
                                               NoobEpoch               *epoch);

/* Whether something was made for @root. */
gboolean        noob_asset_state_has_lives    (NoobAssetState          *self,
                                               guint64                  root);

/* Root epoch @root is over: tears down what was made for it, and forgets what came for it. As for
 * noob_asset_state_end(). */
gboolean        noob_asset_state_end_root     (NoobAssetState          *self,
                                               guint64                  root,
                                               GError                 **error);
/* No root epoch below @first goes on: what was stored before them is not needed any more. */
void            noob_asset_state_forget_below (NoobAssetState          *self,
                                               guint64                  first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobAssetState, noob_asset_state_free)

G_END_DECLS
