/* SPDX-License-Identifier: Apache-2.0 */
#include "view/ask.h"

#include "gen/sql/gate.h"
#include "model/place.h"

bool ask_may(const struct ask *q, enum cap cap, int64_t key_lo, int64_t key_hi)
{
    return q->who->staff == 0 || may(q->roles, q->who, cap, key_lo, key_hi) == MAY_YES;
}

bool ask_may_anywhere(const struct ask *q, enum cap cap)
{
    return q->who->staff == 0 || may_anywhere(q->roles, q->who, cap);
}

enum rc ask_place(const struct ask *q, int64_t id, struct place *out)
{
    struct sql_gate_place_key_out row;
    struct sql_gate_place_key_in in = {.county = q->scope.county, .key_lo = q->scope.lo, .key_hi = q->scope.hi};
    if (id != 0) return place_by_id(q->db, q->scope.county, id, q->arena, out);
    enum rc rc = sql_gate_place_key_one(q->db, &in, q->arena, &row);
    if (rc == RC_NOT_FOUND && q->scope.lo == 0) return place_bureau(q->db, q->scope.county, q->arena, out);   /* the operator */
    return rc == RC_OK ? place_by_id(q->db, q->scope.county, row.id, q->arena, out) : rc;
}
