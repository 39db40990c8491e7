/* SPDX-License-Identifier: Apache-2.0 */
#include "model/departure.h"

#include "model/account.h"
#include "model/facility.h"
#include "model/pairing.h"
#include "model/staff.h"

enum rc departure_take(struct work *w, int64_t staff, int64_t successor, day_t on, int64_t *moved)
{
    struct staff s;
    struct account account;
    TRY(staff_by_id(w->db, w->county, staff, w->arena, &s));
    if (s.to != DAY_NONE && s.to <= w->today) {
        fault_add(w->faults, T("leave"), W_departure_gone, s.name, day_text(w->arena, s.to));
        return RC_CONFLICT;
    }
    if (successor == staff) {
        fault_add(w->faults, T("successor"), W_departure_self, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(pairing_move(w, staff, successor, on, "left", moved));
    TRY(staff_leave(w, staff, on));
    TRY(facility_keeper_leaves(w, staff, on));
    enum rc rc = account_by_staff(w->db, w->county, staff, w->arena, &account);
    if (rc == RC_NOT_FOUND) return RC_OK;
    return rc != RC_OK || on > w->today ? rc : account_close(w, account.login, true);
}
