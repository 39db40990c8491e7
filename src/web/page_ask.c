/* SPDX-License-Identifier: Apache-2.0 */
#include "web/page_ask.h"

#include "gen/sql/gate.h"

enum rc page_ask(const struct request *q, struct ask *out)
{
    if (q->ev == NULL) return RC_UNAVAILABLE;
    *out = (struct ask){
        .db = q->db, .scope = q->scope, .roles = q->roles, .who = q->who, .ev = q->ev, .names = q->names,
        .remembered = q->remembered, .today = q->today, .lang = q->lang, .arena = q->arena};
    return RC_OK;
}

static enum rc child_prove(const struct request *q, enum cap cap, int64_t child)
{
    struct sql_gate_child_out row;
    struct sql_gate_sight_out sight;
    struct scope scope;
    TRY(sql_gate_child_one(q->db, &(struct sql_gate_child_in){.county = q->who->county, .id = child}, q->arena, &row));
    TRY(sql_gate_sight_one(q->db,
        &(struct sql_gate_sight_in){.county = q->who->county, .staff = q->who->staff, .child = child, .day = q->who->day},
            q->arena, &sight));
    enum rc rc = scope_child(q->roles, q->who, cap, child, row.place_key, sight.n > 0, &scope);
    return rc == RC_DENIED ? RC_NOT_FOUND : rc;
}

enum rc page_children(const struct request *q, const char *param, enum cap cap, size_t most, int64_t **out, size_t *n)
{
    struct value v;
    int64_t *list = arena_array(q->arena, most + 1, sizeof *list);
    *n = 0;
    for (size_t i = 0; param_nth(q, param, i, &v); i++) {
        if (*n == most) return RC_TOO_LARGE;
        TRY(child_prove(q, cap, v.number));
        list[(*n)++] = v.number;
    }
    *out = list;
    return RC_OK;
}

enum rc page_about(const struct request *q, enum cap cap, size_t most, struct page_about *out)
{
    struct value v;
    struct sql_gate_place_out row;
    *out = (struct page_about){.place = param_int(q, "place", 0)};
    if (out->place == 0) return RC_OK;
    TRY(sql_gate_place_one(q->db, &(struct sql_gate_place_in){.county = q->who->county, .id = out->place}, q->arena, &row));
    if (!request_may(q, cap, row.key_lo, row.key_hi)) return RC_NOT_FOUND;
    out->lo = row.key_lo;
    out->hi = row.key_hi;
    out->staff = arena_array(q->arena, most + 1, sizeof *out->staff);
    for (size_t i = 0; param_nth(q, "staff", i, &v); i++) {
        struct sql_gate_staff_out at;
        if (out->staffs == most) return RC_TOO_LARGE;
        TRY(sql_gate_staff_one(q->db, &(struct sql_gate_staff_in){.county = q->who->county, .id = v.number}, q->arena, &at));
        if (at.key_lo < row.key_lo || at.key_lo >= row.key_hi) return RC_NOT_FOUND;
        out->staff[out->staffs++] = v.number;
    }
    return RC_OK;
}

struct idno page_id_read(struct request *q, const char *param)
{
    static const enum word words[IDNO_OUTCOMES] = {[IDNO_LENGTH] = W_cell_id_length, [IDNO_CHARS] = W_cell_id_chars,
        [IDNO_OLD] = W_cell_id_old, [IDNO_PRECISION] = W_cell_id_precision, [IDNO_DATE] = W_cell_id_date,
        [IDNO_CHECK] = W_cell_id_check};
    struct text given = param_text(q, param);
    struct idno id = idno_read(q->arena, given);
    struct text expected = text_fmt(q->arena, "%c", id.expected ? id.expected : ' ');
    if (id.outcome == IDNO_OK || id.outcome == IDNO_EMPTY) return id;
    fault_add(&q->faults, text_of(param), words[id.outcome], given, expected);
    return id;
}

struct text page_typed(void *ctx, struct text name)
{
    const struct request *q = ctx;
    struct text joined = TEXT_NONE;
    for (size_t i = 0; i < q->values; i++) {
        if (!text_eq(q->value[i].name, name)) continue;
        joined = joined.s == NULL ? q->value[i].text : text_fmt(q->arena, "%.*s %.*s", TP(joined), TP(q->value[i].text));
    }
    return joined;
}
