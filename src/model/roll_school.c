/* SPDX-License-Identifier: Apache-2.0 */
/* Which school and class a row speaks of. */
#include "model/known.h"
#include "model/roll_part.h"

#include "access/may.h"

#include <string.h>

static const char *const column_keys[ROLL_COLUMNS] = {
    "name",  "sex",   "birth",   "nation",     "id_kind", "id_no",        "id_checked", "roll_no",   "school_code", "school",
    "grade", "class", "address", "home_place", "phone",   "school_phone", "bed",        "roll_code", "care"};
static const char *const group_keys[ROLL_GROUPS] = {"m1", "m2", "father", "mother", "guardian", "carer"};
static const char *const attribute_keys[ROLL_ATTRIBUTES] = {"name",   "relation", "phone",   "id_no", "birth",
                                                            "guards", "work",     "address", "away",  "from",
                                                            "to",     "cause",    "state",   "home",  "capacity"};
enum { CLASS_SLOTS = 4096 };

enum rc roll_start(struct roll *r, struct work *w, const struct scope *scope, const struct columns *columns,
                   const struct divisions *divisions, day_t as_of)
{
    *r = (struct roll){.w = w, .columns = columns, .divisions = divisions, .as_of = as_of, .scope = *scope, .house = w->arena};
    for (int i = 0; i < ROLL_COLUMNS; i++) r->at[i] = columns_find(columns, column_keys[i]);
    for (int g = 0; g < ROLL_GROUPS; g++)
        for (int k = 0; k < ROLL_ATTRIBUTES; k++)
            r->of[g][k] = columns_find(columns, text_z(w->arena, text_fmt(w->arena, "%s.%s", group_keys[g], attribute_keys[k])));
    r->title_sheet = -1;
    w->known = known_new(w->arena);
    r->ids = seen_new(w->arena);
    r->rolls = seen_new(w->arena);
    r->phones = seen_new(w->arena);
    r->class_slot = arena_array(w->arena, CLASS_SLOTS, sizeof *r->class_slot);
    r->county = scope_system(w->county, "an import must find the same child anywhere in the county, or it makes a double");
    return RC_OK;
}

static void school_met(struct roll *r, struct roll_school s)
{
    r->school = arena_grow(r->house, r->school, r->schools, &r->school_cap, r->schools + 1, sizeof *r->school);
    r->school[r->schools++] = s;
}

/* Looks a school up once and remembers it, found or not. */
static enum rc school_by_words(struct roll *r, struct text words, struct roll_school **out)
{
    for (size_t i = 0; i < r->schools; i++) {
        if (!text_eq(r->school[i].words, words)) continue;
        *out = &r->school[i];
        return RC_OK;
    }
    struct roll_school s = {.words = text_dup(r->house, words)};
    enum rc rc = place_school_find(r->w->db, r->w->county, words, r->house, &s.place);
    s.found = rc == RC_OK;
    if (rc != RC_OK && rc != RC_NOT_FOUND && rc != RC_CONFLICT) return rc;
    school_met(r, s);
    *out = &r->school[r->schools - 1];
    return RC_OK;
}

static bool named_in(struct text where, struct text name)
{
    return name.n >= 6 && text_find(where, name) >= 0;
}

/* The longest school name that stands in a title line or in the file's name. */
static enum rc school_in_words(struct roll *r, const struct text *line, size_t n, struct place *out)
{
    struct place_list all;
    out->id = 0;
    TRY(place_under(r->w->db, r->w->county, r->county.lo, r->county.hi, PLACE_SCHOOL, DAY_NONE, r->house, &all));
    for (size_t i = 0; i < all.n; i++) {
        for (size_t k = 0; k < n; k++) {
            bool better = out->id == 0 || all.item[i].name.n > out->name.n;
            if (better && (named_in(line[k], all.item[i].name) || named_in(line[k], all.item[i].code))) *out = all.item[i];
        }
    }
    return RC_OK;
}

enum rc roll_file_school(struct roll *r, const struct batch_file *file)
{
    r->file_school.id = 0;
    r->school_named = !text_empty(file->school);
    if (!text_empty(file->school)) {
        enum rc rc = place_school_find(r->w->db, r->w->county, file->school, r->house, &r->file_school);
        if (rc == RC_NOT_FOUND || rc == RC_CONFLICT)
            fault_add(r->w->faults, T("school"), rc == RC_CONFLICT ? W_roll_school_many : W_roll_school_unknown, file->school,
                      TEXT_NONE);
        return rc == RC_NOT_FOUND || rc == RC_CONFLICT ? RC_INVALID : rc;
    }
    return school_in_words(r, &file->name, 1, &r->file_school);
}

/* A title above the table, or the sheet's own name, names the school more surely than the file's name. Looked at once for each
 * sheet: a workbook may have one for each school. */
static enum rc school_of_sheet(struct roll *r, const struct header *head)
{
    if (!head || r->title_sheet == (int32_t)head->sheet) return RC_OK;
    struct text *line = arena_array(r->im->row, head->above_n + 1, sizeof *line);
    for (size_t i = 0; i < head->above_n; i++) line[i] = head->above[i];
    line[head->above_n] = head->sheet_name.s ? head->sheet_name : T("");
    r->title_sheet = (int32_t)head->sheet;
    TRY(school_in_words(r, line, head->above_n + 1, &r->title_school));
    if (r->title_school.id != 0)
        school_met(r, (struct roll_school){.words = T(""), .place = r->title_school, .found = true});
    return RC_OK;
}

static bool inside(const struct scope *s, const struct place *p)
{
    return p->lo >= s->lo && p->hi <= s->hi;
}

enum rc roll_school_find(struct roll *r, const struct cell_read *cells, const struct text *v, const struct header *head,
                         struct place *out)
{
    struct roll_school *s = NULL;
    out->id = 0;
    static const enum roll_column from[] = {ROLL_SCHOOL_CODE, ROLL_SCHOOL};
    for (size_t i = 0; i < 2; i++) {
        int at = r->at[from[i]];
        if (at < 0 || text_empty(v[at])) continue;
        TRY(school_by_words(r, v[at], &s));
        if (s->found) break;
    }
    if (!s && !r->school_named && r->preview) TRY(school_of_sheet(r, head));
    if (s && s->found) *out = s->place;
    else if (!s) *out = !r->school_named && r->title_school.id != 0 ? r->title_school : r->file_school;
    if (out->id == 0) {
        struct text heading = cell_heading(cells, (size_t)r->at[ROLL_SCHOOL]);
        fault_add(cells->faults, heading, s ? W_roll_school_unknown : W_roll_school_none, s ? s->words : TEXT_NONE, TEXT_NONE);
        return RC_OK;
    }
    if (inside(&r->scope, out)) return RC_OK;
    fault_add(cells->faults, cell_heading(cells, (size_t)r->at[ROLL_SCHOOL]), W_roll_school_outside, out->name, TEXT_NONE);
    return RC_OK;
}

static enum rc classes_of(struct roll *r, const struct place *school, const struct place_list **out)
{
    for (size_t i = 0; i < r->classes_n; i++) {
        *out = &r->classes[i].list;
        if (r->classes[i].school == school->id) return RC_OK;
    }
    r->classes = arena_grow(r->house, r->classes, r->classes_n, &r->classes_cap, r->classes_n + 1, sizeof *r->classes);
    struct roll_classes *c = &r->classes[r->classes_n];
    c->school = school->id;
    *out = &c->list;
    TRY(place_under(r->w->db, r->w->county, school->lo, school->hi, PLACE_CLASS, DAY_NONE, r->house, &c->list));
    r->classes_n++;
    return RC_OK;
}

/* The class as it stands in the base, id 0 when it is not there yet. */
static enum rc class_known(struct roll *r, const struct roll_want *want, struct place *out)
{
    const struct place_list *all;
    *out = (struct place){0};
    TRY(classes_of(r, &want->school, &all));
    for (size_t i = 0; i < all->n; i++) {
        const struct place *p = &all->item[i];
        if (p->entry_year == want->entry_year && p->first_grade == want->first_grade && p->class_no == want->class.class_no)
            *out = *p;
    }
    return RC_OK;
}

enum rc roll_class(struct roll *r, const struct roll_want *want, struct place *out, bool *there)
{
    int64_t key = (want->school.lo * 31 + want->entry_year) * 10007 + want->first_grade * 101 + want->class.class_no;
    size_t slot = (size_t)((uint64_t)key * UINT64_C(0x9E3779B97F4A7C15) >> 52) & (CLASS_SLOTS - 1);
    *there = true;
    for (size_t i = 0; i < CLASS_SLOTS && r->class_slot[slot].key != 0; i++, slot = (slot + 1) & (CLASS_SLOTS - 1)) {
        if (r->class_slot[slot].key != key) continue;
        *out = r->class_slot[slot].place;
        *there = out->id != 0;
        return RC_OK;
    }
    if (r->preview) TRY(class_known(r, want, out));
    else
        TRY(place_class(r->w, &want->school, want->entry_year, want->first_grade, want->years, want->class.class_no, r->batch,
                        out));
    *there = out->id != 0;
    out->code = out->name = out->stage = out->township = out->calendar = T("");   /* these live no longer than the row */
    if (r->class_slot[slot].key != 0) return RC_OK;       /* full: more classes than a county has; looked up each time */
    r->class_slot[slot].key = key;
    r->class_slot[slot].place = *out;
    return RC_OK;
}
