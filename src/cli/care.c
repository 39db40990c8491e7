/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/care.h"

#include "format/idno.h"
#include "model/child.h"
#include "model/evaluate.h"
#include "model/place.h"
#include "model/staff.h"

enum rc care_ask(struct cli *c, struct scope scope, struct ask *out)
{
    struct who *nobody = arena_alloc(c->arena, sizeof *nobody); /* staff 0: the operator */
    *out = (struct ask){.scope = scope, .who = nobody, .today = c->as_of, .lang = c->lang, .arena = c->arena};
    *nobody = (struct who){.county = scope.county, .lang = c->lang, .day = c->as_of};
    TRY(cli_roles(c, &out->roles));
    TRY(cli_evaluator(c, &out->ev));
    return cli_read(c, &out->db);
}

enum rc care_child(struct work *w, struct text ref, struct text field, int64_t *child)
{
    struct text number = text_trim(ref);
    *child = 0;
    TRY(child_by_roll_no(w, number, child));
    if (*child == 0) TRY(child_by_id_no(w, idno_read(w->arena, number).number, child));
    int64_t id;
    struct scope whole = scope_system(w->county, "the operator names a child by its row");
    struct child found;
    if (*child == 0 && text_int(number, &id) && child_by_id(w->db, &whole, id, w->arena, &found) == RC_OK) *child = id;
    if (*child != 0) return RC_OK;
    fault_add(w->faults, field, W_care_no_child, number, TEXT_NONE);
    return RC_NOT_FOUND;
}

enum rc care_child_read(struct cli *c, struct text ref, int64_t *child)
{
    int64_t county;
    struct db *db;
    struct touched none = touched_new(c->arena);
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    struct work w = cli_work(c, db, county, &none);
    return care_child(&w, ref, T("CHILD"), child);
}

/* A class as people call it on a day: 三（2）班. */
static enum rc class_called(struct db *db, int64_t county, const struct place *school, struct text words, day_t on,
                            struct arena *a, struct place *out)
{
    struct class_ref ref;
    struct place_list all;
    if (!class_read(T(""), words, &ref)) return RC_NOT_FOUND;
    TRY(place_under(db, county, school->lo, school->hi, PLACE_CLASS, on, a, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct place *p = &all.item[i];
        bool year = ref.grade != GRADE_NONE ? class_grade(p, on) == ref.grade : ref.entry_year == p->entry_year;
        if (!year || p->class_no != ref.class_no || ref.class_no == 0) continue;
        *out = *p;
        return RC_OK;
    }
    return RC_NOT_FOUND;
}

static enum rc class_find(struct cli *c, struct db *db, int64_t county, struct text code, struct place *out)
{
    struct arena *a = c->arena;
    ptrdiff_t slash = text_find(code, T("/"));
    if (slash < 0) return RC_NOT_FOUND;
    struct place school;
    struct text class = text_sub(code, (size_t)slash + 1, code.n);
    TRY(place_school_find(db, county, text_sub(code, 0, (size_t)slash), a, &school));
    enum rc rc = place_by_code(db, county, school.id, PLACE_CLASS, class, a, out);
    return rc == RC_NOT_FOUND ? class_called(db, county, &school, class, c->as_of, a, out) : rc;
}

static enum rc centre_find(struct db *db, int64_t county, struct text code, struct arena *a, struct place *out)
{
    struct place_list all;
    TRY(place_under(db, county, 0, PLACE_KEY_END, PLACE_CENTRE, DAY_NONE, a, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (!text_eq(all.item[i].code, code) && !text_eq(all.item[i].name, code)) continue;
        *out = all.item[i];
        return RC_OK;
    }
    return RC_NOT_FOUND;
}

/* The bureau by "", "bureau", the code of the county or its own name. */
static enum rc bureau_find(struct cli *c, struct db *db, int64_t county, struct text code, struct place *out)
{
    TRY(place_bureau(db, county, c->arena, out));
    bool number = text_eq(code, text_fmt(c->arena, "%lld", (long long)county));
    bool named = text_empty(code) || text_eqz(code, "bureau") || number || text_eq(code, out->name) || text_eq(code, out->code);
    return named ? RC_OK : RC_NOT_FOUND;
}

enum rc care_place_find(struct cli *c, struct db *db, int64_t county, struct text code, struct place *out)
{
    enum rc rc = bureau_find(c, db, county, code, out);
    if (rc == RC_NOT_FOUND) rc = place_school_find(db, county, code, c->arena, out);
    if (rc == RC_NOT_FOUND) rc = class_find(c, db, county, code, out);
    return rc == RC_NOT_FOUND ? centre_find(db, county, code, c->arena, out) : rc;
}

enum rc care_place(struct cli *c, struct db *db, int64_t county, struct text code, int64_t *lo, int64_t *hi, struct text *name)
{
    struct place p;
    enum rc rc = care_place_find(c, db, county, code, &p);
    if (rc != RC_OK) {
        fault_add(&c->faults, T("--place"), rc == RC_CONFLICT ? W_care_place_twice : W_care_no_place, code, TEXT_NONE);
        return rc;
    }
    *lo = p.lo;
    *hi = p.hi;
    *name = place_name(c->arena, c->lang, &p, c->as_of);
    return RC_OK;
}

void care_read_end(struct cli *c)
{
    if (!c->reading) return;
    db_rollback(c->reading);
    db_close(c->reading);
    c->reading = NULL;
}

struct seen { struct cli *c; int64_t child; };

static enum rc seen_note(struct db *db, void *p)
{
    struct seen *s = p;
    return cli_audit_read(s->c, db, "child", s->child, "");
}

enum rc care_seen(struct cli *c, int64_t child)
{
    struct db *db;
    TRY(cli_write(c, &db));
    return db_transact(db, seen_note, &(struct seen){c, child});
}

void care_evaluated(void *ctx, int64_t children)
{
    cli_progress(ctx, W_care_evaluating, children, 0);
}

struct all { struct cli *c; const struct evaluator *ev; enum care_how how; };

static enum rc evaluate(struct db *db, void *p)
{
    enum { MEMORY = 512 << 20 };
    const struct all *x = p;
    struct arena *a = arena_new(MEMORY);
    day_t today = moment_day(x->c->now);
    enum rc rc = x->how == CARE_ROLL ? evaluate_roll(db, x->ev, today, a, care_evaluated, x->c)
                                     : evaluate_all(db, x->ev, today, x->how == CARE_REBUILD, a, care_evaluated, x->c);
    arena_free(a);
    return rc;
}

enum rc care_evaluate(struct cli *c, enum care_how how)
{
    struct all x = {.c = c, .how = how};
    struct db *db;
    TRY(cli_evaluator(c, &x.ev));
    care_read_end(c);
    TRY(cli_write(c, &db));
    return db_transact(db, evaluate, &x);
}

struct text care_tenths(struct arena *a, int64_t thousandths)
{
    int64_t tenths = (thousandths + 50) / 100;
    return text_fmt(a, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

enum rc care_about(struct cli *c, struct db *db, int64_t county, struct about *out)
{
    const char *place = cli_option(c, "place"), *staff = cli_option(c, "staff");
    struct place p;
    struct staff s;
    enum rc rc = place != NULL ? care_place_find(c, db, county, text_of(place), &p)
                               : staff_by_path(db, county, text_of(staff), c->arena, &s);
    if (rc == RC_OK) *out = place != NULL ? (struct about){ABOUT_PLACE, p.id} : (struct about){ABOUT_STAFF, s.id};
    if (rc == RC_NOT_FOUND || rc == RC_CONFLICT) {
        fault_add(&c->faults, place != NULL ? T("--place") : T("--staff"), place != NULL ? W_lines_place : W_account_no_staff,
            text_of(place != NULL ? place : staff), TEXT_NONE);
    }
    return rc;
}
