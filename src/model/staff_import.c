/* SPDX-License-Identifier: Apache-2.0 */
#include "model/staff_import.h"

#include "format/json.h"
#include "gen/sql/grant.h"
#include "gen/sql/staff.h"
#include "model/apply.h"
#include "model/place.h"
#include "model/staff.h"

enum staff_column {
    COL_NAME,
    COL_CODE,
    COL_SCHOOL_CODE,
    COL_SCHOOL,
    COL_SEX,
    COL_ID_NO,
    COL_PHONE,
    COL_POST,
    COL_ROLE,
    COL_LEAD,
    COL_PARTY,
    COL_CHECK_DAY,
    COL_CHECK,
    COL_FROM,
    STAFF_COLUMNS
};
static const char *const column_keys[STAFF_COLUMNS] = {"name",  "code",      "school_code",  "school", "sex",
                                                       "id_no", "phone",     "post",         "role",   "lead_class",
                                                       "party", "check_day", "check_result", "from"};

struct people {
    struct import *im;
    struct work *w;
    int at[STAFF_COLUMNS];
    day_t as_of;
    struct seen seen;
    struct scope scope;
    int64_t batch;
};

struct want { struct staff staff; struct place home, class; bool leads_new; struct text role; int64_t role_place; };

static struct text value_at(const struct people *p, const struct text *v, enum staff_column c)
{
    int i = p->at[c];
    return i >= 0 && v[i].s ? v[i] : T("");
}

static struct text heading(const struct people *p, enum staff_column c)
{
    const struct cell_read cells = {.columns = p->im->columns, .heading = p->im->heading};
    return cell_heading(&cells, (size_t)p->at[c]);
}

/* The school, or the bureau for its own people. */
static enum rc home_of(const struct people *p, struct arena *a, const struct text *v, struct faults *f, struct place *out)
{
    static const enum staff_column from[] = {COL_SCHOOL_CODE, COL_SCHOOL};
    struct text words = T("");
    struct place bureau;
    out->id = 0;
    TRY(place_bureau(p->w->db, p->w->county, a, &bureau));
    for (size_t i = 0; i < 2 && out->id == 0; i++) {
        words = value_at(p, v, from[i]).n ? value_at(p, v, from[i]) : words;
        if (value_at(p, v, from[i]).n == 0) continue;
        enum rc rc = place_school_find(p->w->db, p->w->county, value_at(p, v, from[i]), a, out);
        if (rc != RC_OK) out->id = 0;
        if (rc != RC_OK && rc != RC_NOT_FOUND && rc != RC_CONFLICT) return rc;
        if (out->id == 0 && (text_eq(words, bureau.name) || text_eqz(words, "bureau"))) *out = bureau;
        if (out->id == 0 && place_by_code(p->w->db, p->w->county, bureau.id, PLACE_CENTRE, words, a, out) != RC_OK) out->id = 0;
    }
    if (out->id == 0 && words.n == 0 && !text_empty(p->im->file->school)) {
        words = p->im->file->school;
        if (place_school_find(p->w->db, p->w->county, words, a, out) != RC_OK) out->id = 0;
    }
    if (out->id == 0)
        fault_add(f, heading(p, COL_SCHOOL), words.n ? W_roll_school_unknown : W_roll_school_none, words, TEXT_NONE);
    else if (out->lo < p->scope.lo || out->hi > p->scope.hi)
        fault_add(f, heading(p, COL_SCHOOL), W_roll_school_outside, out->name, TEXT_NONE);
    return RC_OK;
}

static void check_take(const struct people *p, const struct text *v, struct faults *f, struct staff *s)
{
    struct text words = value_at(p, v, COL_CHECK);
    s->check_result = T("none");
    s->check_day = DAY_NONE;
    if (words.n == 0) return;
    struct text result = columns_word(yaml_get(p->im->columns->root, "check_results"), NULL, words, true);
    day_t day = day_parse(value_at(p, v, COL_CHECK_DAY));
    if (!result.s) fault_warn(f, heading(p, COL_CHECK), W_staff_row_check, words, TEXT_NONE);
    else if (!text_eqz(result, "none") && day == DAY_NONE)
        fault_warn(f, heading(p, COL_CHECK_DAY), W_staff_row_check_day, TEXT_NONE, TEXT_NONE);
    else if (!text_eqz(result, "none")) {
        s->check_result = result;
        s->check_day = day;
    }
    if (text_eqz(s->check_result, "blocked")) fault_warn(f, heading(p, COL_CHECK), W_staff_row_blocked, TEXT_NONE, TEXT_NONE);
}

static bool same_class(const struct place *c, const struct class_ref *ref, day_t as_of)
{
    bool year = ref->entry_year == 0 || ref->entry_year == c->entry_year,
         grade = ref->grade == GRADE_NONE || ref->grade == class_grade(c, as_of);
    return year && grade && ref->class_no == c->class_no;
}

/* The class that somebody leads. One that is not there yet is made when the row is carried out: whoever leads it says that it
 * exists. */
static enum rc lead_take(const struct people *p, struct arena *a, const struct text *v, struct faults *f, struct want *out)
{
    struct text words = value_at(p, v, COL_LEAD);
    struct class_ref ref;
    struct place_list all;
    int first = 0, years = 0;
    if (words.n == 0 || text_eqz(words, "否") || text_eqz(words, "无")) return RC_OK;
    if (!class_read(T(""), words, &ref) || out->home.kind != PLACE_SCHOOL) {
        fault_warn(f, heading(p, COL_LEAD), W_staff_row_class, words, TEXT_NONE);
        return RC_OK;
    }
    TRY(place_under(p->w->db, p->w->county, out->home.lo, out->home.hi, PLACE_CLASS, p->as_of, a, &all));
    for (size_t i = 0; i < all.n; i++)
        if (same_class(&all.item[i], &ref, p->as_of)) out->class = all.item[i];
    if (out->class.id != 0 || ref.grade == GRADE_NONE) {
        if (out->class.id == 0) fault_warn(f, heading(p, COL_LEAD), W_staff_row_class, words, TEXT_NONE);
        return RC_OK;
    }
    out->leads_new = true;
    if (p->batch == 0) return RC_OK;
    grade_stretch(ref.grade, out->home.years, &first, &years);
    return place_class(p->w, &out->home, school_year_of(p->as_of) - (ref.grade - first), first, years, ref.class_no, p->batch,
                       &out->class);
}

static enum rc role_take(const struct people *p, struct arena *a, const struct text *v, struct faults *f, struct want *out)
{
    struct text said = value_at(p, v, COL_ROLE), words = said.n ? said : value_at(p, v, COL_POST);
    const struct yaml_node *roles = yaml_get(p->im->columns->root, "roles");
    out->role = words.n ? columns_word(roles, "words", words, false) : TEXT_NONE;
    if (!out->role.s && said.n) fault_warn(f, heading(p, COL_ROLE), W_staff_row_role, said, TEXT_NONE);
    bool leads = out->class.id != 0 || out->leads_new;
    if (leads && (!out->role.s || text_eqz(out->role, "subject_teacher"))) out->role = T("class_teacher");
    if (!out->role.s || (text_eqz(out->role, "class_teacher") && !leads)) out->role = T("subject_teacher");
    struct text where = TEXT_NONE;
    (void)yaml_text(yaml_get(yaml_find(roles, out->role), "place"), &where);
    out->role_place = out->home.id;
    if (text_eqz(where, "class")) out->role_place = out->class.id;
    bool school = text_eqz(where, "school"), class = text_eqz(where, "class");
    if ((school && out->home.kind == PLACE_SCHOOL) || class) return RC_OK;
    struct place_list path;
    TRY(place_path(p->w->db, p->w->county, out->home.id, a, &path));
    for (size_t i = 0; i < path.n; i++)
        if (text_eqz(where, place_kind_key(path.item[i].kind))) out->role_place = path.item[i].id;
    /* A teacher's post at the bureau would be one at every school: who works there holds a post of theirs, or none. */
    struct text also = TEXT_NONE;
    (void)yaml_text(yaml_get(yaml_find(roles, out->role), "also"), &also);
    const char *kind = place_kind_key(out->home.kind);
    bool above = out->home.kind != PLACE_SCHOOL && out->role_place == out->home.id && !text_eqz(where, kind) &&
                 !text_eqz(also, kind);
    if (above) {
        if (out->home.id != 0) fault_warn(f, heading(p, COL_ROLE), W_staff_row_no_role, words, out->home.name);
        out->role = T("");
        out->role_place = 0;
        return RC_OK;
    }
    /* A head of a centre whose school stands under the bureau itself heads that school. */
    if (out->role_place == out->home.id && text_eqz(where, "centre") && out->home.kind == PLACE_SCHOOL)
        out->role = T("school_head");
    return RC_OK;
}

static enum rc want_build(const struct people *p, struct arena *a, const struct text *v, struct faults *f, struct want *out)
{
    *out = (struct want){0};
    struct text id = value_at(p, v, COL_ID_NO);
    if (id.n > 0) {
        struct cell_read cells = {.columns = p->im->columns, .heading = p->im->heading, .demo = p->im->demo, .a = a, .faults = f};
        bool lost = text_ends(id, T("E+"));
        id = cell_id_no(&cells, heading(p, COL_ID_NO), lost ? text_sub(id, 0, id.n - 2) : id, lost, false);
    }
    day_t from = day_parse(value_at(p, v, COL_FROM));
    struct text sex = value_at(p, v, COL_SEX);
    out->staff = (struct staff){
        .name = value_at(p, v, COL_NAME),
        .code = value_at(p, v, COL_CODE),
        .post = value_at(p, v, COL_POST),
        .phone = value_at(p, v, COL_PHONE),
        .id_no = id,
        .sex = sex.n ? sex.s[0] - '0' : 0,
        .party = text_eqz(value_at(p, v, COL_PARTY), "1"),
        .from = from == DAY_NONE ? school_year_first(school_year_of(p->as_of)) : from,
        .to = DAY_NONE,
    };
    if (out->staff.name.n == 0) fault_add(f, heading(p, COL_NAME), W_staff_nameless, TEXT_NONE, TEXT_NONE);
    check_take(p, v, f, &out->staff);
    TRY(home_of(p, a, v, f, &out->home));
    if (f->errors > 0) return RC_OK;
    out->staff.place = out->home.id;
    TRY(lead_take(p, a, v, f, out));
    return role_take(p, a, v, f, out);
}

/* By number at home, else by the only open namesake there. */
static enum rc known(const struct people *p, const struct want *want, struct arena *a, struct staff *out)
{
    *out = (struct staff){0};
    if (want->staff.code.n > 0) {
        enum rc rc = staff_by_code(p->w->db, p->w->county, want->home.id, want->staff.code, a, out);
        if (rc == RC_NOT_FOUND) out->id = 0;
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    struct cursor c;
    struct sql_staff_row_name_out o;
    int64_t id = 0;
    size_t n = 0;
    TRY(sql_staff_row_name(
        p->w->db, &(struct sql_staff_row_name_in){.county = p->w->county, .place = want->home.id, .name = want->staff.name},
        &c));
    while (sql_staff_row_name_next(&c, &o)) {
        id = o.id;
        n++;
    }
    TRY(sql_close(&c));
    return n == 1 ? staff_by_id(p->w->db, p->w->county, id, a, out) : RC_OK;
}

static void diff(struct buf *b, const char *field, struct text *old, struct text now)
{
    if (text_empty(now) || text_eq(*old, now)) return;
    if (b->n == 0) json_open(b, '[');
    json_open(b, '[');
    json_text(b, text_of(field));
    json_text(b, old->s ? *old : T(""));
    json_text(b, now);
    json_close(b, ']');
    *old = now;
}

static struct staff merged(const struct people *p, const struct staff *old, const struct want *want, const struct text *v,
                           struct arena *a, struct buf *b)
{
    struct staff m = *old;
    const struct staff *now = &want->staff;
    struct text old_day = day_text(a, old->check_day);
    diff(b, "姓名", &m.name, now->name);
    diff(b, "工号", &m.code, now->code);
    diff(b, "职务", &m.post, now->post);
    diff(b, "电话", &m.phone, now->phone);
    diff(b, "证件号", &m.id_no, now->id_no.s ? now->id_no : T(""));
    if (value_at(p, v, COL_PARTY).n && old->party != now->party) {
        struct text was = old->party ? T("是") : T("否");
        diff(b, "是否党员", &was, now->party ? T("是") : T("否"));
        m.party = now->party;
    }
    if (now->sex != 0) m.sex = now->sex;
    if (!text_eqz(now->check_result, "none")) {
        diff(b, "查询结果", &m.check_result, now->check_result);
        diff(b, "查询日期", &old_day, day_text(a, now->check_day));
        m.check_day = now->check_day;
    }
    return m;
}

/* A file gives posts only where the importer may write: a post at the centre or the bureau from the hand of one school would be a
 * way up. Decided here, with the right of the one who uploads, and written into the row. */
static enum rc role_inside(const struct people *p, struct import *im, struct import_line *line, const struct want *want)
{
    struct place at;
    if (want->role_place == 0 || want->role_place == want->home.id) return RC_OK;
    TRY(place_by_id(p->w->db, p->w->county, want->role_place, im->row, &at));
    if (at.lo >= p->scope.lo && at.hi <= p->scope.hi) return RC_OK;
    struct text role = value_at(p, line->value, COL_ROLE);
    if (role.n == 0) role = value_at(p, line->value, COL_POST);
    fault_warn(&im->row_faults, heading(p, COL_ROLE), W_staff_row_role_outside, role, TEXT_NONE);
    line->value[p->at[COL_ROLE]] = T("教师");
    return RC_OK;
}

static enum rc judge(struct import *im, struct import_line *line)
{
    struct people *p = im->own;
    struct want want;
    struct staff old;
    TRY(want_build(p, im->row, line->value, &im->row_faults, &want));
    if (want.home.kind == PLACE_SCHOOL && want.home.id != 0)
        line->value[p->at[COL_SCHOOL_CODE]] = want.home.code; /* when only the upload said which school */
    if (im->row_faults.errors > 0) return RC_OK;
    struct text key = text_fmt(im->row, "%lld/%.*s/%.*s", (long long)want.home.id, TP(want.staff.code),
                               want.staff.code.n ? 0 : (int)want.staff.name.n, want.staff.name.s);
    int64_t before = seen_add(&p->seen, key, line->row_no);
    if (before != 0) {
        fault_add(&im->row_faults, heading(p, COL_NAME), W_staff_row_twice,
                  text_fmt(im->row, "%lld", (long long)(before % 2000000)), TEXT_NONE);
        return RC_OK;
    }
    TRY(role_inside(p, im, line, &want));
    TRY(known(p, &want, im->row, &old));
    line->outcome = "new";
    if (old.id == 0) return RC_OK;
    line->object = old.id;
    (void)merged(p, &old, &want, line->value, im->row, line->diff);
    line->outcome = line->diff->n > 0 ? "changed" : "same";
    if (line->diff->n > 0) json_close(line->diff, ']');
    return RC_OK;
}

static enum rc people_start(struct people *p, struct import *im, struct work *w, const struct scope *scope, day_t as_of)
{
    *p = (struct people){.im = im, .w = w, .seen = seen_new(w->arena), .as_of = as_of, .scope = *scope};
    for (int i = 0; i < STAFF_COLUMNS; i++) p->at[i] = columns_find(im->columns, column_keys[i]);
    return RC_OK;
}

enum rc staff_import_preview(struct work *w, const struct scope *scope, const struct batch_file *file,
                             const struct batch_progress *pr, int64_t *batch, bool *again)
{
    struct import im;
    struct people p;
    enum rc rc = import_start(&im, w, scope, "staff", file, pr);
    if (rc == RC_OK) rc = people_start(&p, &im, w, scope, file->as_of);
    im.own = &p;
    im.judge = judge;
    im.every_sheet = true;
    if (rc == RC_OK) rc = import_preview(&im, batch, again);
    import_end(&im);
    return rc;
}

/* ---- carrying out ---- */

/* Posts are given out for a school year, and duties run from its first day: whoever is new here held theirs since then, or since
 * they came. Not so when the class had another teacher then, nor for a change of post: that begins on the day of the file. */
static enum rc role_since(struct apply *ap, const struct want *want, bool is_new, struct arena *a, day_t *from)
{
    struct sql_grant_at_out other;
    day_t year = school_year_first(school_year_of(ap->batch->as_of));
    *from = ap->batch->as_of;
    if (!is_new) return RC_OK;
    day_t since = want->staff.from > year ? want->staff.from : year;
    enum rc rc = RC_NOT_FOUND;
    if (want->class.id != 0 && want->role_place == want->class.id) {
        struct sql_grant_at_in in = {.county = ap->w->county, .key_lo = want->class.lo, .role = want->role, .day = since};
        rc = sql_grant_at_one(ap->w->db, &in, a, &other);
    }
    if (rc == RC_NOT_FOUND) *from = since;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc carry_row(struct apply *ap, struct apply_row *row)
{
    struct people *p = ap->own;
    struct want want;
    struct staff old;
    TRY(want_build(p, row->a, row->value, row->faults, &want));
    row->outcome = "refused";
    if (row->faults->errors > 0) return RC_OK;
    TRY(known(p, &want, row->a, &old));
    row->outcome = "new";
    if (old.id == 0) {
        TRY(staff_add(ap->w, &want.staff, ap->batch->id));
        row->object = want.staff.id;
        undo_staff_new(row->undo, want.staff.id);
    } else {
        struct staff m = merged(p, &old, &want, row->value, row->a, row->diff);
        row->object = old.id;
        row->outcome = row->diff->n > 0 ? "changed" : "same";
        if (row->diff->n == 0) return RC_OK;
        undo_staff(row->undo, &old);
        TRY(staff_change(ap->w, &m));
        if (!text_eqz(want.staff.check_result, "none"))
            TRY(staff_check_set(ap->w, old.id, m.check_day, text_z(row->a, m.check_result)));
    }
    if (text_eqz(want.staff.check_result, "blocked")) return RC_OK;      /* nobody blocked is given a role near children */
    if (row->object == ap->w->staff) return RC_OK;                       /* nor gives anybody themselves one */
    day_t from;
    if (want.role.n == 0) return RC_OK;
    TRY(role_since(ap, &want, old.id == 0, row->a, &from));
    return staff_grant(ap->w, row->object, want.role, want.role_place, from, ap->batch->id);
}

enum rc staff_apply_start(struct apply *ap)
{
    struct people *p = arena_alloc(ap->w->arena, sizeof *p);
    ap->own = p;
    ap->row = carry_row;
    TRY(people_start(p, &ap->im, ap->w, ap->scope, ap->batch->as_of));
    p->batch = ap->batch->id;
    return RC_OK;
}

enum rc staff_undo_check(struct work *w, const struct batch *b, int64_t staff)
{
    struct staff s;
    struct sql_staff_used_out used;
    (void)b;
    TRY(sql_staff_used_one(w->db, &(struct sql_staff_used_in){.county = w->county, .staff = staff}, w->arena, &used));
    if (used.records == 0 && used.pairings == 0 && used.signed_in == 0) return RC_OK;
    TRY(staff_by_id(w->db, w->county, staff, w->arena, &s));
    fault_add(w->faults, s.name, W_batch_staff_used, s.name, TEXT_NONE);
    return RC_CONFLICT;
}
