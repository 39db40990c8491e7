/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/line_who.h"

#include "model/place.h"
#include "model/staff.h"

enum rc line_children(struct lines *l, const struct line *line, const char *key, size_t most, int64_t **child, size_t *n)
{
    struct text rest = line_text(l, line, key), one;
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

static enum rc staff_find(struct lines *l, struct text school, struct text code, struct staff *out)
{
    if (text_find(code, T("/")) >= 0) return staff_by_path(l->work.db, l->county, code, l->row, out);
    struct place p;
    TRY(place_school_find(l->work.db, l->county, school, l->row, &p));
    return staff_by_code(l->work.db, l->county, p.id, code, l->row, out);
}

enum rc line_staff(struct lines *l, const struct line *line, int64_t *staff)
{
    struct text code = line_text(l, line, "staff"), school = line_text(l, line, "school");
    struct staff found;
    *staff = 0;
    if (text_empty(code)) return RC_OK;
    enum rc rc = staff_find(l, text_empty(school) ? T("") : school, code, &found);
    if (rc == RC_OK) *staff = found.id;
    if (rc != RC_NOT_FOUND && rc != RC_CONFLICT) return rc;
    fault_add(&l->faults, T("staff"), W_lines_staff, code, TEXT_NONE);
    return RC_OK;
}
