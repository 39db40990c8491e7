/* SPDX-License-Identifier: Apache-2.0 */
#include "model/leave.h"

#include "format/json.h"
#include "gen/sql/child.h"
#include "gen/sql/pairing.h"

static enum rc pairings_log(struct work *w, int64_t child, struct undo *u)
{
    struct cursor cur;
    struct sql_pairing_for_out o;
    TRY(sql_pairing_for(w->db, &(struct sql_pairing_for_in){.county = w->county, .child = child}, &cur));
    while (sql_pairing_for_next(&cur, &o))
        if (o.to_day == NULL_INT) undo_pairing(u, o.id, o.staff);
    return sql_close(&cur);
}

enum rc leave_logged(struct work *w, const struct scope *scope, const struct child *c, day_t on, const char *reason, int64_t batch, struct buf *before)
{
    struct enrolment_list l;
    struct undo u = {before};
    TRY(enrolment_of(w->db, w->county, c->id, w->arena, &l));
    json_open(before, '{');
    json_key(before, T("diff"));
    json_open(before, '[');
    json_open(before, '[');
    json_text(before, T("班级"));
    json_text(before, T("在籍"));
    json_text(before, text_fmt(w->arena, "%.*s", TP(day_text(w->arena, on))));
    json_close(before, ']');
    json_close(before, ']');
    json_key(before, T("undo"));
    json_open(before, '[');
    undo_version(&u, c->version);
    undo_class(&u, c->class_id, c->place_key, c->state);
    if (l.n > 0) undo_enrolment(&u, &l.item[l.n - 1]);
    TRY(pairings_log(w, c->id, &u));
    json_close(before, ']');
    TRY(child_leave(w, scope, c->id, on, reason, batch));
    struct sql_child_where_out at;
    TRY(sql_child_where_one(w->db, &(struct sql_child_where_in){.county = w->county, .id = c->id}, w->arena, &at));
    json_key(before, T("version"));
    json_int(before, at.version);
    json_close(before, '}');
    return RC_OK;
}
