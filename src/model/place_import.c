/* SPDX-License-Identifier: Apache-2.0 */
#include "model/place_import.h"

#include "format/json.h"
#include "gen/sql/place.h"
#include "model/apply.h"
#include "model/place.h"

enum place_column {
    COL_CODE,
    COL_NAME,
    COL_CENTRE,
    COL_TOWNSHIP,
    COL_STAGE,
    COL_BOARDING,
    COL_RURAL,
    COL_YEARS,
    COL_SORT,
    COL_CLASSES,
    PLACE_COLUMNS
};
static const char *const column_keys[PLACE_COLUMNS] = {"code",     "name",  "centre", "township", "stage",
                                                       "boarding", "rural", "years",  "sort",     "classes"};

struct places { struct import *im; struct work *w; int at[PLACE_COLUMNS]; struct seen seen; };

/* What a row wants a school to be. */
struct want { struct place school; struct text centre, classes; };

static struct text value_at(const struct places *p, const struct text *v, enum place_column c)
{
    int i = p->at[c];
    return i >= 0 && v[i].s ? v[i] : T("");
}

static struct text heading(const struct places *p, enum place_column c)
{
    const struct cell_read cells = {.columns = p->im->columns, .heading = p->im->heading};
    return cell_heading(&cells, (size_t)p->at[c]);
}

static bool is_town(const struct places *p, struct text words)
{
    const struct yaml_node *towns = yaml_get(p->im->columns->root, "towns");
    for (const struct yaml_node *n = towns ? towns->child : NULL; n; n = n->next)
        if (text_eq(n->text, words)) return true;
    return false;
}

static int whole(struct text t)
{
    int64_t v = 0;
    return text_int(t, &v) && v >= 0 && v < 1000000 ? (int)v : 0;
}

static void want_build(const struct places *p, struct arena *a, const struct text *v, int64_t row_no, struct faults *f,
                       struct want *out)
{
    struct text stage = value_at(p, v, COL_STAGE), code = value_at(p, v, COL_CODE), name = value_at(p, v, COL_NAME);
    *out = (struct want){.centre = value_at(p, v, COL_CENTRE), .classes = value_at(p, v, COL_CLASSES)};
    if (name.n == 0) fault_add(f, heading(p, COL_NAME), W_place_row_nameless, TEXT_NONE, TEXT_NONE);
    if (code.n == 0) fault_warn(f, heading(p, COL_CODE), W_place_row_code, TEXT_NONE, TEXT_NONE);
    struct text key = columns_word(yaml_get(p->im->columns->root, "stages"), NULL, stage.n ? stage : name, false);
    if (!key.s) key = stage.n ? columns_word(yaml_get(p->im->columns->root, "stages"), NULL, name, false) : TEXT_NONE;
    if (!key.s) fault_add(f, heading(p, COL_STAGE), W_place_row_stage, stage, TEXT_NONE);
    int sort = whole(value_at(p, v, COL_SORT)), years = whole(value_at(p, v, COL_YEARS));
    out->school = (struct place){
        .kind = PLACE_SCHOOL,
        .code = code.n ? code : name,
        .name = name,
        .stage = key.s ? key : T(""),
        .township = value_at(p, v, COL_TOWNSHIP),
        .calendar = T(""),
        .sort_no = sort ? sort : (int)(row_no % 2000000),
        .boarding = text_eqz(value_at(p, v, COL_BOARDING), "1"),
        .rural = !is_town(p, value_at(p, v, COL_RURAL)),
        .years = years == 5 ? 5 : 0,
        .to = DAY_NONE,
    };
    (void)a;
}

static enum rc school_known(const struct places *p, const struct place *s, struct arena *a, struct place *out)
{
    out->id = 0;
    enum rc rc = place_school_find(p->w->db, p->w->county, s->code, a, out);
    if (rc == RC_OK && !text_eq(out->code, s->code)) out->id = 0;    /* found by a name that happens to be the code */
    if (rc == RC_OK && out->id == 0) rc = RC_NOT_FOUND;
    if (rc == RC_NOT_FOUND) rc = place_school_find(p->w->db, p->w->county, s->name, a, out);
    /* Two schools may share a name: it is the same one only when one of the two has no code of its own. */
    if (rc == RC_OK && !text_eq(out->code, s->code) && !text_eq(out->code, out->name) && !text_eq(s->code, s->name))
        rc = RC_NOT_FOUND;
    if (rc == RC_OK) return RC_OK;
    out->id = 0;
    return rc == RC_NOT_FOUND || rc == RC_CONFLICT ? RC_OK : rc;
}

static void diff(struct buf *b, const char *field, struct text old, struct text now)
{
    if (text_eq(old, now)) return;
    if (b->n == 0) json_open(b, '[');
    json_open(b, '[');
    json_text(b, text_of(field));
    json_text(b, old.s ? old : T(""));
    json_text(b, now.s ? now : T(""));
    json_close(b, ']');
}

static struct text yes(bool b)
{
    return b ? T("是") : T("否");
}

/* What would change; empty cells change nothing. */
static struct place merged(const struct place *old, const struct place *now, const struct places *p, const struct text *v,
                           struct buf *b)
{
    struct place m = *old;
    m.name = now->name;
    if (text_empty(value_at(p, v, COL_CODE)) == false) m.code = now->code;
    if (now->stage.n > 0 && value_at(p, v, COL_STAGE).n > 0) m.stage = now->stage;
    if (now->township.n > 0) m.township = now->township;
    if (value_at(p, v, COL_SORT).n > 0) m.sort_no = now->sort_no;
    if (value_at(p, v, COL_BOARDING).n > 0) m.boarding = now->boarding;
    if (value_at(p, v, COL_RURAL).n > 0) m.rural = now->rural;
    if (value_at(p, v, COL_YEARS).n > 0) m.years = now->years;
    diff(b, "学校名称", old->name, m.name);
    diff(b, "学校标识码", old->code, m.code);
    diff(b, "办学类型", old->stage, m.stage);
    diff(b, "乡镇代码", old->township, m.township);
    diff(b, "寄宿制", yes(old->boarding), yes(m.boarding));
    diff(b, "农村", yes(old->rural), yes(m.rural));
    if (old->sort_no != m.sort_no || old->years != m.years) diff(b, "排序", T("旧"), T("新"));
    return m;
}

static enum rc judge(struct import *im, struct import_line *line)
{
    struct places *p = im->own;
    struct want want;
    struct place old;
    want_build(p, im->row, line->value, line->row_no, &im->row_faults, &want);
    if (im->row_faults.errors > 0) return RC_OK;
    int64_t before = seen_add(&p->seen, want.school.code, line->row_no);
    if (before != 0) {
        fault_add(&im->row_faults, heading(p, COL_CODE), W_place_row_twice,
                  text_fmt(im->row, "%lld", (long long)(before % 2000000)), TEXT_NONE);
        return RC_OK;
    }
    TRY(school_known(p, &want.school, im->row, &old));
    line->outcome = "new";
    if (old.id == 0) return RC_OK;
    line->object = old.id;
    (void)merged(&old, &want.school, p, line->value, line->diff);
    line->outcome = line->diff->n > 0 ? "changed" : "same";
    if (line->diff->n > 0) json_close(line->diff, ']');
    return RC_OK;
}

static enum rc places_start(struct places *p, struct import *im, struct work *w)
{
    *p = (struct places){.im = im, .w = w, .seen = seen_new(w->arena)};
    for (int i = 0; i < PLACE_COLUMNS; i++) p->at[i] = columns_find(im->columns, column_keys[i]);
    return RC_OK;
}

enum rc place_import_preview(struct work *w, const struct scope *scope, const struct batch_file *file,
                             const struct batch_progress *pr, int64_t *batch, bool *again)
{
    struct import im;
    struct places p;
    enum rc rc = import_start(&im, w, scope, "place", file, pr);
    if (rc == RC_OK) rc = places_start(&p, &im, w);
    im.own = &p;
    im.judge = judge;
    if (rc == RC_OK) rc = import_preview(&im, batch, again);
    import_end(&im);
    return rc;
}

/* ---- carrying out ---- */

/* The centre school by name below the bureau; made when it is new. */
static enum rc centre_of(struct apply *ap, struct text name, struct undo *u, int64_t *parent)
{
    struct work *w = ap->w;
    struct place bureau, centre;
    TRY(place_bureau(w->db, w->county, w->arena, &bureau));
    *parent = bureau.id;
    if (name.n == 0) return RC_OK;
    enum rc rc = place_by_code(w->db, w->county, bureau.id, PLACE_CENTRE, name, w->arena, &centre);
    if (rc == RC_NOT_FOUND) {
        centre = (struct place){
            .kind = PLACE_CENTRE, .parent = bureau.id, .code = name, .name = name, .from = ap->batch->as_of, .to = DAY_NONE};
        rc = place_add(w, &centre, ap->batch->id);
        if (rc == RC_OK) undo_place_new(u, centre.id);
    }
    *parent = centre.id;
    return rc;
}

/* 三（1）班、三（2）班 in one cell: classes that are there before the first roll. */
static enum rc classes_add(struct apply *ap, const struct place *school, struct text words, struct undo *u)
{
    struct text rest = words, one;
    int year = school_year_of(ap->batch->as_of);
    while (text_cut(&rest, ',', &one)) {
        struct class_ref ref;
        struct place class;
        int first = 0, years = 0;
        if (!class_read(T(""), text_trim(one), &ref) || ref.grade == GRADE_NONE) continue;
        grade_stretch(ref.grade, school->years, &first, &years);
        TRY(place_class(ap->w, school, year - (ref.grade - first), first, years, ref.class_no, ap->batch->id, &class));
        undo_place_new(u, class.id);
    }
    return RC_OK;
}

static enum rc carry_row(struct apply *ap, struct apply_row *row)
{
    struct places *p = ap->own;
    struct want want;
    struct place old;
    want_build(p, row->a, row->value, row->row_no, row->faults, &want);
    row->outcome = "refused";
    if (row->faults->errors > 0) return RC_OK;
    TRY(school_known(p, &want.school, row->a, &old));
    row->outcome = "new";
    if (old.id == 0) {
        TRY(centre_of(ap, want.centre, row->undo, &want.school.parent));
        want.school.from = ap->batch->as_of;
        TRY(place_add(ap->w, &want.school, ap->batch->id));
        row->object = want.school.id;
        undo_place_new(row->undo, want.school.id);
        return classes_add(ap, &want.school, want.classes, row->undo);
    }
    struct place m = merged(&old, &want.school, p, row->value, row->diff);
    row->object = old.id;
    row->outcome = row->diff->n > 0 ? "changed" : "same";
    if (row->diff->n == 0) return RC_OK;
    undo_place(row->undo, &old);
    return place_change(ap->w, &m);
}

enum rc place_apply_start(struct apply *ap)
{
    struct places *p = arena_alloc(ap->w->arena, sizeof *p);
    ap->own = p;
    ap->row = carry_row;
    return places_start(p, &ap->im, ap->w);
}

/* Nothing may stand on the places that go, apart from other places that go with them. */
enum rc place_undo_check(struct work *w, const struct batch *b)
{
    struct cursor c;
    struct sql_place_of_batch_out o;
    struct { int64_t id, lo, hi; struct text name; } *made = NULL;
    size_t n = 0, cap = 0, refused = 0;
    TRY(sql_place_of_batch(w->db, &(struct sql_place_of_batch_in){.county = w->county, .batch = b->id}, &c));
    while (sql_place_of_batch_next(&c, &o)) {
        made = arena_grow(w->arena, made, n, &cap, n + 1, sizeof *made);
        made[n].id = o.id;
        made[n].lo = o.key_lo;
        made[n].hi = o.key_hi;
        made[n++].name = text_dup(w->arena, o.name);
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < n && refused < 20; i++) {
        struct sql_place_used_out used;
        struct sql_place_people_out people;
        TRY(sql_place_used_one(
            w->db,
            &(struct sql_place_used_in){.county = w->county, .id = made[i].id, .key_lo = made[i].lo, .key_hi = made[i].hi},
            w->arena, &used));
        TRY(sql_place_people_one(w->db,
                                 &(struct sql_place_people_in){.county = w->county, .key_lo = made[i].lo, .key_hi = made[i].hi},
                                 w->arena, &people));
        int64_t below = 0;
        for (size_t k = 0; k < n; k++) below += k != i && made[k].lo >= made[i].lo && made[k].lo < made[i].hi;
        if (used.staff == 0 && people.n == 0 && used.below <= below) continue;
        fault_add(w->faults, made[i].name, W_batch_place_used, made[i].name, TEXT_NONE);
        refused++;
    }
    return refused > 0 ? RC_CONFLICT : RC_OK;
}
