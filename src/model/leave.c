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

/* Opens {"diff":…,"undo":[ with what a change of class takes away. */
static enum rc log_open(struct work *w, const struct child *c, struct text now, struct buf *before)
{
    struct enrolment_list l;
    struct undo u = {before};
    TRY(enrolment_of(w->db, w->county, c->id, w->arena, &l));
    json_open(before, '{');
    json_key(before, T("diff"));
    json_open(before, '[');
    json_open(before, '[');
    json_text(before, T("班级"));
    json_text(before, c->enrolled ? T("在籍") : T("不在籍"));
    json_text(before, now);
    json_close(before, ']');
    json_close(before, ']');
    json_key(before, T("undo"));
    json_open(before, '[');
    undo_version(&u, c->version);
    undo_class(&u, c->class_id, c->place_key, c->state);
    if (l.n > 0) undo_enrolment(&u, &l.item[l.n - 1]);
    return RC_OK;
}

static enum rc log_close(struct work *w, int64_t child, struct buf *before)
{
    struct sql_child_where_out at;
    json_close(before, ']');
    TRY(sql_child_where_one(w->db, &(struct sql_child_where_in){.county = w->county, .id = child}, w->arena, &at));
    json_key(before, T("version"));
    json_int(before, at.version);
    json_close(before, '}');
    return RC_OK;
}

enum rc leave_logged(struct work *w, const struct scope *scope, const struct child *c, day_t on, const char *reason,
                     int64_t batch, struct buf *before)
{
    struct undo u = {before};
    TRY(log_open(w, c, day_text(w->arena, on), before));
    TRY(pairings_log(w, c->id, &u));
    TRY(child_leave(w, scope, c->id, on, reason, batch));
    return log_close(w, c->id, before);
}

enum rc wait_logged(struct work *w, const struct scope *scope, const struct child *c, day_t on, struct buf *before)
{
    TRY(log_open(w, c, day_text(w->arena, on), before));
    TRY(child_wait(w, scope, c->id, on));
    return log_close(w, c->id, before);
}

enum rc move_logged(struct work *w, const struct scope *scope, const struct child *c, int64_t class_id, day_t on, int64_t batch,
                    struct buf *before)
{
    struct undo u = {before};
    TRY(log_open(w, c, day_text(w->arena, on), before));
    undo_enrolment_new(&u, on);
    TRY(child_move(w, scope, c->id, class_id, on, batch));
    return log_close(w, c->id, before);
}

struct text row_of_name(struct arena *a, struct text name)
{
    struct buf b = buf_new(4096);
    json_open(&b, '{');
    json_key(&b, T("v"));
    json_open(&b, '{');
    json_key(&b, T("name"));
    json_text(&b, name);
    json_close(&b, '}');
    json_close(&b, '}');
    struct text out = text_dup(a, buf_text(&b));
    buf_free(&b);
    return out;
}
