/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/line_who.h"

#include "gen/sql/gate.h"
#include "model/place.h"
#include "model/staff.h"

struct text line_parted(struct arena *a, struct text words)
{
    uint32_t cp;
    size_t n = 0;
    if (words.s == NULL) return TEXT_NONE;
    char *s = arena_alloc(a, words.n * 3 + 1);
    for (size_t at = 0; text_next(words, &at, &cp);) {
        bool mark = cp == 0x3001 || cp == 0xFF0C || cp == 0xFF1B || cp == ',' || cp == ';' || cp == 0x3000 || cp < ' ';
        n += text_put(s + n, mark ? ' ' : cp);
    }
    return (struct text){s, n};
}

enum rc line_children(struct lines *l, const struct line *line, const char *key, size_t most, int64_t **child, size_t *n)
{
    struct text rest = line_parted(l->row, line_code(l, line, key)), one;
    *child = arena_array(l->row, most + 1, sizeof **child);
    *n = 0;
    while (rest.s != NULL && text_cut(&rest, ' ', &one)) {
        if (text_empty(text_trim(one)) || *n == most) continue;
        enum rc rc = care_child(&l->work, one, text_of(key), &(*child)[*n]);
        if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
        *n += rc == RC_OK;
    }
    return RC_OK;
}

static enum rc school_of(struct lines *l, int64_t child, struct place *out)
{
    struct sql_gate_child_out at;
    TRY(sql_gate_child_one(l->work.db, &(struct sql_gate_child_in){.county = l->county, .id = child}, l->row, &at));
    int64_t lo = at.place_key >> PLACE_SCHOOL_BITS << PLACE_SCHOOL_BITS;
    return place_by_key(l->work.db, l->county, lo, PLACE_SCHOOL, l->row, out);
}

static enum rc staff_find(struct lines *l, struct text school, int64_t child, struct text code, struct staff *out)
{
    if (text_find(code, T("/")) >= 0) return staff_by_path(l->work.db, l->county, code, l->row, out);
    struct place p;
    if (!text_empty(school)) TRY(place_work_find(l->work.db, l->county, school, l->row, &p));
    else TRY(school_of(l, child, &p));
    return staff_by_code(l->work.db, l->county, p.id, code, l->row, out);
}

enum rc line_staff(struct lines *l, const struct line *line, int64_t child, int64_t *staff)
{
    struct text code = line_code(l, line, "staff"), school = line_text(l, line, "school");
    struct staff found;
    *staff = 0;
    if (text_empty(code)) return RC_OK;
    enum rc rc = staff_find(l, school, child, code, &found);
    if (rc == RC_OK) *staff = found.id;
    if (rc != RC_NOT_FOUND && rc != RC_CONFLICT) return rc;
    fault_add(&l->faults, T("staff"), W_lines_staff, code, TEXT_NONE);
    return RC_OK;
}
