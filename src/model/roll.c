/* SPDX-License-Identifier: Apache-2.0 */
#include "model/roll.h"

#include "format/json.h"
#include "gen/sql/batch.h"
#include "gen/sql/child.h"
#include "access/may.h"
#include "model/apply.h"
#include "model/leave.h"
#include "model/roll_part.h"

#include <string.h>

enum { REFUSED_PAGE = 1000 };

/* ---- preview ---- */

static void told_twice(struct roll *r, struct import *im, const struct roll_want *want, const struct import_line *line)
{
    int64_t before = want->id_no.n > 0 ? seen_add(&r->ids, want->id_no, line->row_no) : 0;
    if (before != 0)
        fault_add(&im->row_faults, T("身份证件号"), W_roll_id_twice, text_fmt(im->row, "%lld", (long long)(before % 2000000)),
                  TEXT_NONE);
    before = want->roll_no.n > 0 ? seen_add(&r->rolls, want->roll_no, line->row_no) : 0;
    if (before != 0)
        fault_add(&im->row_faults, T("学籍号"), W_roll_number_twice, text_fmt(im->row, "%lld", (long long)(before % 2000000)),
                  TEXT_NONE);
}

/* A child still on the roll of a school beyond the importer's right is not taken from there, nor is its file shown: that school
 * lets it go first, or somebody who answers for both does it. */
static void elsewhere_doubt(const struct roll *r, struct import *im, const struct roll_want *want, const struct child *child)
{
    bool same_school = child->place_key >= want->school.lo && child->place_key < want->school.hi;
    bool ours = child->place_key >= r->scope.lo && child->place_key < r->scope.hi;
    if (!child->enrolled || same_school) return;
    if (ours) fault_warn(&im->row_faults, want->name, W_roll_from_elsewhere, want->name, TEXT_NONE);
    else fault_add(&im->row_faults, want->name, W_roll_from_outside, want->name, TEXT_NONE);
}

static enum rc file_before_span(struct roll *r, struct import *im, const struct roll_want *want, const struct child *child)
{
    struct enrolment_list l;
    TRY(enrolment_of(r->w->db, r->w->county, child->id, im->row, &l));
    if (l.n > 0 && l.item[l.n - 1].from > r->as_of)
        fault_add(&im->row_faults, want->name, l.n == 1 ? W_roll_older_first : W_roll_older,
                  day_text(im->row, l.item[l.n - 1].from), day_text(im->row, r->as_of));
    else if (l.n > 0 && l.item[l.n - 1].to != DAY_NONE && l.item[l.n - 1].to > r->as_of)
        fault_add(&im->row_faults, want->name, W_roll_older_left, day_text(im->row, l.item[l.n - 1].to),
                  day_text(im->row, r->as_of));
    return RC_OK;
}

/* A row that is refused is still about somebody: who that is keeps the child from being told as missing from the file. */
static enum rc refused_find(struct roll *r, struct import *im, const struct roll_want *want, struct import_line *line)
{
    struct child child;
    struct faults quiet = faults_new(im->row);
    if (want->name.n == 0 && want->id_no.n == 0 && want->roll_no.n == 0) return RC_OK;
    TRY(roll_find(r, want, &quiet, &child));
    line->object = child.id;
    return RC_OK;
}

/* What came from titles and sheet names is written into the row, so that it is carried out as it was shown, and a row that goes
 * back takes it along. */
static void told_by_titles(struct roll *r, struct import *im, const struct roll_want *want, struct text *value)
{
    struct place class = {.entry_year = want->entry_year, .first_grade = want->first_grade, .years = want->years,
        .class_no = want->class.class_no};
    if (want->school.id != 0) value[r->at[ROLL_SCHOOL_CODE]] = want->school.code;
    if (want->entry_year != 0 && text_empty(value[r->at[ROLL_CLASS]]) && text_empty(value[r->at[ROLL_GRADE]]))
        value[r->at[ROLL_CLASS]] = class_name(im->row, LANG_ZH, &class, r->as_of);
}

static enum rc judge(struct import *im, struct import_line *line)
{
    struct roll *r = im->own;
    struct roll_want want;
    struct cell_read cells = {.columns = im->columns,
                              .divisions = im->divisions,
                              .county = im->w->county,
                              .demo = im->demo,
                              .heading = im->heading,
                              .a = im->row,
                              .faults = &im->row_faults};
    struct text *value = line->value;
    TRY(roll_want_build(r, &cells, value, line->head, &want));
    told_twice(r, im, &want, line);
    told_by_titles(r, im, &want, value);
    if (im->row_faults.errors > 0) return refused_find(r, im, &want, line);
    if (im->key_lo > want.school.lo || im->rows == 0) im->key_lo = want.school.lo;
    if (im->key_hi < want.school.hi || im->rows == 0) im->key_hi = want.school.hi;
    im->place = im->rows == 0 || im->place == want.school.id ? want.school.id : 0;
    struct child child;
    TRY(roll_find(r, &want, &im->row_faults, &child));
    if (im->row_faults.errors > 0) return RC_OK;
    line->object = child.id;
    line->outcome = "new";
    if (child.id == 0) return RC_OK;
    TRY(file_before_span(r, im, &want, &child));
    elsewhere_doubt(r, im, &want, &child);
    if (im->row_faults.errors > 0) return RC_OK;
    struct carry c = {.r = r, .want = &want, .child = child, .a = im->row, .diff = line->diff};
    TRY(roll_carry_changes(&c));
    if (line->diff->n > 0) json_close(line->diff, ']');
    line->outcome = c.diffs > 0 ? "changed" : "same";
    return RC_OK;
}

/* Which schools the file spoke of: for the list of children who are missing from it. */
static void summary(struct import *im, struct buf *b)
{
    struct roll *r = im->own;
    json_key(b, T("schools"));
    json_open(b, '[');
    for (size_t i = 0; i < r->schools; i++)
        if (r->school[i].found) json_int(b, r->school[i].place.id);
    if (r->file_school.id != 0) json_int(b, r->file_school.id);
    json_close(b, ']');
}

static enum rc nothing_counted(struct import *im)
{
    if (im->n_refused < im->rows) return RC_OK;
    im->place = 0;
    im->key_lo = im->scope->lo;
    im->key_hi = im->scope->hi;
    return RC_OK;
}

enum rc roll_preview(struct work *w, const struct scope *scope, const struct batch_file *file, const struct batch_progress *p,
                     int64_t *batch, bool *again)
{
    struct import im;
    struct roll r;
    enum rc rc = import_start(&im, w, scope, "roll", file, p);
    if (rc == RC_OK) rc = roll_start(&r, w, scope, im.columns, im.divisions, file->as_of);
    if (rc == RC_OK) {
        r.im = &im;
        r.preview = true;
        im.own = &r;
        im.judge = judge;
        im.end = nothing_counted;
        im.summary = summary;
        im.every_sheet = true;
        rc = roll_file_school(&r, file);
        im.school = r.file_school.id;
    }
    if (rc == RC_OK) rc = import_preview(&im, batch, again);
    w->known = NULL;               /* true within this transaction alone */
    import_end(&im);
    return rc;
}

/* ---- carrying out ---- */

static enum rc carry_row(struct apply *ap, struct apply_row *row)
{
    struct roll *r = ap->own;
    struct roll_want want;
    struct child child;
    struct cell_read cells = {.columns = ap->im.columns,
                              .divisions = ap->im.divisions,
                              .county = ap->w->county,
                              .demo = ap->im.demo,
                              .a = row->a,
                              .faults = row->faults};
    TRY(roll_want_build(r, &cells, row->value, NULL, &want));
    if (row->faults->errors == 0) TRY(roll_find(r, &want, row->faults, &child));
    row->outcome = "refused";
    if (row->faults->errors > 0) return RC_OK;
    struct carry c = {.r = r, .want = &want, .child = child, .a = row->a, .diff = child.id ? row->diff : NULL, .undo = row->undo};
    bool is_new = child.id == 0;
    TRY(is_new ? roll_carry_new(&c) : roll_carry_changes(&c));
    row->outcome = is_new ? "new" : c.diffs > 0 ? "changed" : "same";
    row->object = c.child.id;
    row->home = c.home;
    if (c.diffs == 0 && !is_new) return RC_OK;
    if (is_new) {
        row->version = 1 + c.moves;
        touched_add_fresh(ap->w->touched, c.child.id);
        return RC_OK;
    }
    TRY(sql_child_version_run(ap->w->db, &(struct sql_child_version_in){.county = ap->w->county, .id = c.child.id}, NULL));
    struct sql_child_where_out at;
    TRY(sql_child_where_one(ap->w->db, &(struct sql_child_where_in){.county = ap->w->county, .id = c.child.id}, row->a, &at));
    row->version = at.version;
    touched_add(ap->w->touched, c.child.id);
    return RC_OK;
}

enum rc roll_apply_start(struct apply *ap)
{
    struct roll *r = arena_alloc(ap->w->arena, sizeof *r);
    TRY(roll_start(r, ap->w, ap->scope, ap->im.columns, ap->im.divisions, ap->batch->as_of));
    r->im = &ap->im;
    r->batch = ap->batch->id;
    r->homes = &ap->homes;
    ap->own = r;
    ap->row = carry_row;
    return RC_OK;
}

enum rc roll_homes_read(struct apply *ap)
{
    struct work *w = ap->w;
    struct cursor c;
    struct sql_import_row_of_out o;
    struct arena *rows = arena_new((size_t)16 << 20);
    struct sql_import_row_of_in in = {
        .county = w->county, .batch = ap->batch->id, .outcome = T("new"), .after_no = -1, .limit = INT32_MAX};
    enum rc rc = sql_import_row_of(w->db, &in, &c);
    while (rc == RC_OK && sql_import_row_of_next(&c, &o)) {
        if (o.child == 0 || !o.before.s) continue;
        arena_reset(rows);
        struct faults f = faults_new(rows);
        struct sql_child_where_out at;
        int64_t home = 0;
        (void)json_get_int(json_read(rows, o.before, REFUSED_PAGE << 10, &f), "home", &home);
        if (home == 0) continue;
        enum rc there = sql_child_where_one(w->db, &(struct sql_child_where_in){.county = w->county, .id = o.child}, rows, &at);
        if (there == RC_OK) seen_add_mark(&ap->homes, (uint64_t)home, at.family);
        else if (there != RC_NOT_FOUND) rc = there;
    }
    arena_free(rows);
    return rc == RC_OK ? sql_close(&c) : rc;
}

enum rc roll_undo_check(struct work *w, const struct batch *b, int64_t child, int64_t version, bool is_new)
{
    struct sql_child_where_out at;
    enum rc rc = sql_child_where_one(w->db, &(struct sql_child_where_in){.county = w->county, .id = child}, w->arena, &at);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    enum word why = at.version == version ? W_none : W_batch_changed_since;
    if (is_new) {
        struct sql_child_built_on_out on;
        struct sql_child_built_on_in in = {.county = w->county, .child = child, .batch = b->id};
        TRY(sql_child_built_on_one(w->db, &in, w->arena, &on));
        why = on.records      ? W_batch_has_records
              : on.pairings   ? W_batch_has_pairings
              : on.exemptions ? W_batch_has_exemptions
              : on.frozen     ? W_batch_has_frozen
              : on.facts      ? W_batch_has_facts
                              : why;
    }
    if (why == W_none) return RC_OK;
    struct child c;
    struct scope whole = scope_system(w->county, "undo names the children that something was built on");
    TRY(child_by_id(w->db, &whole, child, w->arena, &c));
    fault_add(w->faults, c.name, why, c.name, TEXT_NONE);
    return RC_CONFLICT;
}

/* ---- missing ---- */

/* Names of refused rows of which nobody knows whose they are: whoever is called so may stand in the file, so nobody is asked
 * whether they have left. */
static enum rc refused_names(struct db *db, const struct scope *scope, int64_t batch, struct arena *a, struct seen *names)
{
    struct batch_rows rows = {.more = true};
    for (int64_t after = -1; rows.more;) {
        TRY(batch_rows(db, scope, batch, "refused", after, REFUSED_PAGE, LANG_ZH, a, &rows));
        for (size_t i = 0; i < rows.n; i++) {
            const struct batch_row *row = &rows.item[i];
            after = row->row_no;
            if (row->child == 0 && row->name.n > 0) seen_add(names, row->name, 1);
        }
    }
    return RC_OK;
}

enum rc roll_missing(struct db *db, const struct scope *scope, int64_t batch, struct arena *a, struct roll_missing_list *out)
{
    struct batch b;
    size_t cap = 0;
    *out = (struct roll_missing_list){0};
    TRY(batch_by_id(db, scope, batch, a, &b));
    struct seen refused = seen_new(a);
    if (b.rows_refused > 0) TRY(refused_names(db, scope, batch, a, &refused));
    struct faults f = faults_new(a);
    const struct json_node *schools = json_get(json_read(a, b.summary, (size_t)1 << 20, &f), "schools");
    for (const struct json_node *s = schools ? schools->child : NULL; s; s = s->next) {
        struct place school;
        if (place_by_id(db, scope->county, s->number, a, &school) != RC_OK) continue;
        struct cursor c;
        struct sql_import_missing_out o;
        struct sql_import_missing_in in = {.batch = batch, .key_lo = school.lo, .key_hi = school.hi};
        TRY(sql_import_missing(db, scope, &in, &c));
        while (sql_import_missing_next(&c, &o)) {
            bool told = seen_add(&refused, o.name, 0) != 0;    /* a school may stand twice: by title and by column */
            for (size_t i = 0; i < out->n && !told; i++) told = out->item[i].child == o.id;
            if (told) continue;
            out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
            out->item[out->n++] = (struct roll_missing){.child = o.id, .class_id = o.class, .name = text_dup(a, o.name)};
        }
        TRY(sql_close(&c));
    }
    return RC_OK;
}

/* A leaving belongs to the batch: a row behind the last one keeps what stood before. */
static enum rc leave_one(struct work *w, const struct scope *scope, const struct batch *b, int64_t child, day_t on,
                         const char *reason, int64_t row_no)
{
    struct child c;
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    if (!c.enrolled) return RC_OK;
    struct buf steps = buf_new((size_t)1 << 16);
    TRY(leave_logged(w, scope, &c, on, reason, b->id, &steps));
    struct text before = text_dup(w->arena, buf_text(&steps));
    buf_free(&steps);
    struct sql_import_row_insert_in in = {.county = w->county,
                                          .batch = b->id,
                                          .row_no = row_no,
                                          .outcome = T("changed"),
                                          .child = child,
                                          .given = row_of_name(w->arena, c.name),
                                          .before = before};
    return sql_import_row_insert_run(w->db, &in, NULL);
}

enum rc roll_leave(struct work *w, const struct scope *scope, int64_t batch, const int64_t *child, size_t n, day_t on,
                   const char *reason)
{
    struct batch b;
    struct sql_import_row_last_out last;
    TRY(batch_by_id(w->db, scope, batch, w->arena, &b));
    if (!text_eqz(b.state, "applied")) {
        fault_add(w->faults, TEXT_NONE, W_batch_not_applied, b.file_name, TEXT_NONE);
        return RC_CONFLICT;
    }
    TRY(sql_import_row_last_one(w->db, &(struct sql_import_row_last_in){.county = w->county, .batch = batch}, w->arena, &last));
    for (size_t i = 0; i < n; i++) TRY(leave_one(w, scope, &b, child[i], on, reason, last.row_no + 1 + (int64_t)i));
    return RC_OK;
}
