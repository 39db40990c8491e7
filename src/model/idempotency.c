/* SPDX-License-Identifier: Apache-2.0 */
#include "model/idempotency.h"

#include "gen/sql/idempotency.h"

enum rc idempotency_seen(struct db *db, struct arena *a, struct idempotency *i)
{
    struct sql_idempotency_get_out row;
    TRY(sql_idempotency_get_one(db, &(struct sql_idempotency_get_in){.county = i->county, .staff = i->staff, .key = i->key},
                                a, &row));
    if (!text_eq(row.route, i->route) || !text_eq(row.request, i->request)) return RC_CONFLICT;
    i->location = row.location;
    return RC_OK;
}

enum rc idempotency_keep(struct db *db, const struct idempotency *i, moment_t now)
{
    return sql_idempotency_put_run(db,
        &(struct sql_idempotency_put_in){
            .county = i->county, .staff = i->staff, .key = i->key, .route = i->route, .request = i->request,
            .location = i->location.s ? i->location : T(""), .at = now,
        },
        NULL);
}

enum rc idempotency_purge(struct db *db, moment_t now)
{
    return sql_idempotency_purge_run(db,
        &(struct sql_idempotency_purge_in){.before = now - (moment_t)IDEMPOTENCY_DAYS * 24 * 3600 * 1000}, NULL);
}
