/* SPDX-License-Identifier: Apache-2.0 */
/* From the cells of a row, in normal form, to what it wants to be true; and what does not fit together (domain rules of
 * import). */
#include "model/roll_part.h"

#include "format/idno.h"

#include <string.h>

enum { GRADE_SLACK = 3, PARENT_YEARS = 15, CARER_YEARS_MIN = 18, CARER_YEARS_MAX = 80, PHONE_CHILDREN = 5 };

struct wanting { struct roll *r; const struct cell_read *cells; const struct text *v; struct roll_want *out; };

static struct text at(const struct wanting *w, enum roll_column c)
{
    int i = w->r->at[c];
    return i >= 0 && w->v[i].s ? w->v[i] : T("");
}

static struct text attribute(const struct wanting *w, int g, enum roll_attribute k)
{
    int i = w->r->of[g][k];
    return i >= 0 && w->v[i].s ? w->v[i] : T("");
}

static struct text head_of(const struct wanting *w, enum roll_column c)
{
    return cell_heading(w->cells, (size_t)w->r->at[c]);
}

static struct text head_attribute(const struct wanting *w, int g, enum roll_attribute k)
{
    return cell_heading(w->cells, (size_t)w->r->of[g][k]);
}

static void doubt(const struct wanting *w, struct text field, enum word word, struct text a0, struct text a1)
{
    fault_warn(w->cells->faults, field, word, a0, a1);
}

static void refuse(const struct wanting *w, struct text field, enum word word, struct text a0, struct text a1)
{
    fault_add(w->cells->faults, field, word, a0, a1);
}

/* ---- who the child is ---- */

static void id_take(struct wanting *w)
{
    struct roll_want *o = w->out;
    struct text shown = at(w, ROLL_ID_NO), kind = at(w, ROLL_ID_KIND), roll = o->roll_no;
    o->id_kind = kind;
    bool resident = text_empty(kind) || text_eqz(kind, "resident");
    if (text_empty(shown) && resident && roll.n == 19 && roll.s[0] == 'G') shown = text_sub(roll, 1, 18);
    if (text_empty(shown)) {
        if (resident) o->id_kind = T("none_yet");
        if (resident) doubt(w, head_of(w, ROLL_ID_NO), W_roll_id_none, TEXT_NONE, TEXT_NONE);
        return;
    }
    if (!resident) {
        o->id_no = shown;
        return;
    }
    o->id_kind = T("resident");
    bool lost = text_ends(shown, T("E+"));          /* the mark of a number cell, see import.c */
    if (lost) shown = text_sub(shown, 0, shown.n - 2);
    o->id_no = cell_id_no(w->cells, head_of(w, ROLL_ID_NO), shown, lost, text_eqz(at(w, ROLL_ID_CHECKED), "1"));
    if (roll.n == 19 && roll.s[0] == 'G' && o->id_no.n == 18 && !text_eq(text_sub(roll, 1, 18), o->id_no))
        doubt(w, head_of(w, ROLL_ROLL_NO), W_roll_number_differs, roll, o->id_no);
}

static void birth_and_sex(struct wanting *w)
{
    struct roll_want *o = w->out;
    o->birth = day_parse(at(w, ROLL_BIRTH));
    o->sex = text_empty(at(w, ROLL_SEX)) ? 0 : at(w, ROLL_SEX).s[0] - '0';
    if (!text_eqz(o->id_kind, "resident") || o->id_no.n != 18) {
        if (o->birth == DAY_NONE) refuse(w, head_of(w, ROLL_BIRTH), W_roll_birth_none, TEXT_NONE, TEXT_NONE);
        if (o->sex == 0) doubt(w, head_of(w, ROLL_SEX), W_roll_sex_none, TEXT_NONE, TEXT_NONE);
        return;
    }
    struct idno id = idno_read(w->cells->a, o->id_no);
    if (o->birth == DAY_NONE) o->birth = id.birth;
    else if (o->birth != id.birth)
        doubt(w, head_of(w, ROLL_BIRTH), W_roll_birth_differs, day_text(w->cells->a, o->birth), day_text(w->cells->a, id.birth));
    if (o->sex == 0) o->sex = (int)id.sex;
    else if (o->sex != (int)id.sex && (o->sex == 1 || o->sex == 2))
        doubt(w, head_of(w, ROLL_SEX), W_roll_sex_differs, TEXT_NONE, TEXT_NONE);
}

static void address_take(struct wanting *w)
{
    struct roll_want *o = w->out;
    struct text home = at(w, ROLL_HOME_PLACE);
    o->address = at(w, ROLL_ADDRESS);
    o->bed = at(w, ROLL_BED);
    o->nation = at(w, ROLL_NATION);
    o->home_place = text_empty(home) ? T("") : division_read(w->r->divisions, w->r->w->county, home, w->cells->a);
    int province = division_province(w->r->divisions, o->address);
    if (province != 0 && w->r->w->county < 900000 && province != w->r->w->county / 10000)
        doubt(w, head_of(w, ROLL_ADDRESS), W_roll_address_far, o->address, TEXT_NONE);
    if (o->birth != DAY_NONE && o->birth > w->r->as_of)
        refuse(w, head_of(w, ROLL_BIRTH), W_roll_birth_future, day_text(w->cells->a, o->birth), TEXT_NONE);
}

/* ---- class ---- */

static void class_take(struct wanting *w, const struct header *head)
{
    struct roll_want *o = w->out;
    struct text grade = at(w, ROLL_GRADE), class = at(w, ROLL_CLASS);
    struct text field = head_of(w, ROLL_CLASS);
    bool read = (!text_empty(grade) || !text_empty(class)) && class_read(grade, class, &o->class);
    if (text_empty(grade) && text_empty(class) && head) {
        read = class_read(T(""), head->sheet_name, &o->class);      /* one sheet for each class */
        for (size_t i = 0; !read && i < head->above_n; i++) read = class_read(T(""), head->above[i], &o->class);
    }
    if (!read) {
        bool nothing = text_empty(grade) && text_empty(class);
        refuse(w, field, nothing ? W_roll_class_none : W_roll_class_bad,
               text_fmt(w->cells->a, "%.*s%.*s", TP(grade), TP(class)), TEXT_NONE);
        return;
    }
    int year = school_year_of(w->r->as_of), primary = o->school.years;
    if (o->class.grade == GRADE_NONE) {
        /* 2023级2班: which stretch follows from the school; a nine-year school needs the grade. */
        bool high = text_eqz(o->school.stage, "senior"), mid = text_eqz(o->school.stage, "junior"),
             low = text_eqz(o->school.stage, "kindergarten");
        int gone = year - o->class.entry_year;
        o->class.grade = (high ? 10 : mid ? 7 : low ? -2 : 1) + gone;
        if (gone < 0 || gone > 8) {
            refuse(w, field, W_roll_class_bad, class, TEXT_NONE);
            return;
        }
    }
    o->grade = o->class.grade;
    grade_stretch(o->grade, primary, &o->first_grade, &o->years);
    if (text_eqz(o->school.stage, "special") && o->grade >= 1) {
        o->first_grade = 1;
        o->years = 9;
    }
    o->entry_year = year - (o->grade - o->first_grade);
    if (o->class.entry_year != 0 && o->class.entry_year != o->entry_year)
        doubt(w, field, W_roll_entry_differs, class, text_fmt(w->cells->a, "%d", o->entry_year));
    if (o->birth == DAY_NONE) return;
    int age = day_age(o->birth, school_year_first(year)), due = o->grade + 5;
    if (age < due - GRADE_SLACK || age > due + 1 + GRADE_SLACK)
        doubt(w, head_of(w, ROLL_BIRTH), W_roll_age_grade, text_fmt(w->cells->a, "%d", age),
              grade_name(w->cells->a, LANG_ZH, o->grade));
}

/* ---- people ---- */

static struct roll_person *person_next(struct roll_want *o)
{
    if (o->people == ROLL_PEOPLE_MAX) return NULL;
    struct roll_person *p = &o->person[o->people++];
    *p = (struct roll_person){
        .birth = DAY_NONE, .name = T(""), .relation = T(""), .phone = T(""), .id_no = T(""), .work = T(""), .address = T("")};
    return p;
}

/* The same person told twice: by name, or as the only father or mother. */
static struct roll_person *person_same(struct roll_want *o, struct text relation, struct text name)
{
    for (size_t i = 0; i < o->people; i++) {
        struct roll_person *p = &o->person[i];
        bool parent = kin_side(relation) != KIN_OTHER && text_eq(p->relation, relation);
        if ((name.n > 0 && text_eq(p->name, name)) || (parent && (name.n == 0 || p->name.n == 0))) return p;
    }
    return NULL;
}

static void keep(struct text *to, struct text v)
{
    if (to->n == 0 && v.n > 0) *to = v;
}

/* A grown-up's number: a wrong one is left out with a warning; the child is not refused for it. */
static struct text person_id(struct wanting *w, int g)
{
    struct text shown = attribute(w, g, ATTR_ID_NO);
    if (shown.n == 0) return T("");
    struct cell_read quiet = *w->cells;
    struct faults f = faults_new(w->cells->a);
    quiet.faults = &f;
    bool lost = text_ends(shown, T("E+"));
    struct text id =
        cell_id_no(&quiet, head_attribute(w, g, ATTR_ID_NO), lost ? text_sub(shown, 0, shown.n - 2) : shown, lost, false);
    if (f.n > 0) doubt(w, head_attribute(w, g, ATTR_ID_NO), W_roll_person_id, shown, TEXT_NONE);
    return id.s ? id : T("");
}

/* 已故 in the place of a name says what became of a parent. */
static bool name_is_state(const struct wanting *w, int g, struct text name)
{
    int i = w->r->of[g][ATTR_STATE];
    return i >= 0 && name.n > 0 && code_read(w->r->columns->item[i].list, name) != NULL;
}

static void person_take(struct wanting *w, int g)
{
    const struct column_group *group = &w->r->columns->group[g];
    struct text name = attribute(w, g, ATTR_NAME),
                relation = group->relation.n ? group->relation : attribute(w, g, ATTR_RELATION);
    struct text phone = attribute(w, g, ATTR_PHONE), id = person_id(w, g);
    if (name_is_state(w, g, name)) name = T("");
    if (name.n == 0 && phone.n == 0 && id.n == 0) return;
    struct roll_person *p = person_same(w->out, relation, name);
    if (!p) p = person_next(w->out);
    if (!p) return;
    if (relation.n == 0 && p->relation.n == 0)
        doubt(w, head_attribute(w, g, ATTR_RELATION), W_roll_relation_none, name, TEXT_NONE);
    keep(&p->name, name);
    keep(&p->relation, relation);
    keep(&p->phone, phone);
    keep(&p->id_no, id);
    keep(&p->work, attribute(w, g, ATTR_WORK));
    keep(&p->address, attribute(w, g, ATTR_ADDRESS));
    if (p->birth == DAY_NONE) p->birth = day_parse(attribute(w, g, ATTR_BIRTH));
    if (p->id_no.n == 18) {
        struct idno read = idno_read(w->cells->a, p->id_no);
        if (p->birth == DAY_NONE) p->birth = read.birth;
        p->sex = (int)read.sex;
    }
    p->guardian |= group->guardian || text_eqz(attribute(w, g, ATTR_GUARDS), "1");
    p->carer |= group->carer;
}

static void people_finish(struct wanting *w)
{
    struct roll_want *o = w->out;
    struct text phone = at(w, ROLL_PHONE);
    bool any_guardian = false, has_phone = false;
    for (size_t i = 0; i < o->people; i++) {
        if (o->person[i].relation.n == 0) o->person[i].relation = T("97");
        any_guardian |= o->person[i].guardian;
        has_phone |= phone.n > 0 && text_find(o->person[i].phone, phone) >= 0;
    }
    for (size_t i = 0; i < o->people; i++) {
        struct roll_person *p = &o->person[i];
        enum kin_side side = kin_side(p->relation);
        if (!any_guardian && side != KIN_OTHER) p->guardian = true;    /* parents are guardians by law (Civil Code, art. 27) */
        if (p->sex == 0 && side != KIN_OTHER) p->sex = side == KIN_FATHER ? 1 : 2;
        if (!has_phone && p->phone.n == 0 && phone.n > 0 && (p->guardian || o->people == 1)) {
            p->phone = phone; /* 家长电话 of the row belongs to the first guardian without one */
            has_phone = true;
        }
    }
    if (phone.n > 0 && o->people == 0) {
        struct roll_person *p = person_next(o);
        p->relation = T("97");
        p->phone = phone;
    }
}

static void people_doubts(struct wanting *w)
{
    struct roll_want *o = w->out;
    struct text school = at(w, ROLL_SCHOOL_PHONE);
    for (size_t i = 0; i < o->people; i++) {
        const struct roll_person *p = &o->person[i];
        int age = p->birth == DAY_NONE ? -1 : day_age(p->birth, w->r->as_of);
        if (p->birth != DAY_NONE && o->birth != DAY_NONE && kin_side(p->relation) != KIN_OTHER &&
            day_age(p->birth, o->birth) < PARENT_YEARS)
            doubt(w, p->name, W_kin_parent_young, p->name, TEXT_NONE);
        if (p->carer && age >= 0 && (age < CARER_YEARS_MIN || age > CARER_YEARS_MAX))
            doubt(w, p->name, W_kin_carer_age, p->name, text_fmt(w->cells->a, "%d", age));
        if (p->phone.n == 0) continue;
        if (school.n > 0 && text_eq(p->phone, school)) doubt(w, p->name, W_roll_phone_school, p->phone, TEXT_NONE);
        if (w->r->preview && seen_count(&w->r->phones, p->phone) == PHONE_CHILDREN + 1)
            doubt(w, p->name, W_roll_phone_many, p->phone, TEXT_NONE);
    }
}

/* ---- facts ---- */

static struct roll_fact *fact_next(struct wanting *w, struct text key, const struct code_fact *kind, struct text who,
                                   struct text heading)
{
    struct roll_want *o = w->out;
    if (o->facts == ROLL_FACTS_MAX) return NULL;
    struct roll_fact *f = &o->fact[o->facts++];
    (void)key;
    *f = (struct roll_fact){.kind = kind, .who = who, .code = T(""), .place = T(""), .note = TEXT_NONE, .heading = heading,
                            .from = w->r->as_of, .to = DAY_NONE, .from_end = DAY_NONE};
    return f;
}

static struct text parent_of(const struct wanting *w, int group)
{
    const struct column_group *g = &w->r->columns->group[group];
    struct text relation = g->relation.n ? g->relation : attribute(w, group, ATTR_RELATION);
    enum kin_side side = kin_side(relation);
    return side == KIN_FATHER ? T("father") : side == KIN_MOTHER ? T("mother") : T("");
}

/* Columns that say a fact: of the child, or of the parent whose group it is. */
static void facts_take(struct wanting *w)
{
    for (size_t i = 0; i < w->r->columns->n; i++) {
        const struct column *c = &w->r->columns->item[i];
        struct text value = w->v[i], who = T("");
        if (!c->fact || text_empty(value)) continue;
        if (c->group >= 0) {
            who = parent_of(w, c->group);
            if (who.n == 0) continue;
        }
        struct roll_fact *f = fact_next(w, c->key, c->fact, who, cell_heading(w->cells, i));
        if (!f) return;
        f->code = value;
        f->keep = c->keep;
        const struct code_item *item = c->list ? code_item(c->list, value) : NULL;
        f->none = item && (item->flags & CODE_NO);
    }
}

static const struct code_fact *fact_kind(const struct wanting *w, const char *key)
{
    return w->r->im ? codes_fact(w->r->im->codes, text_of(key)) : NULL;
}

/* 已故 written instead of the name. */
static void state_of_name(struct wanting *w, int g, struct text who)
{
    struct text name = attribute(w, g, ATTR_NAME);
    int i = w->r->of[g][ATTR_STATE];
    if (i < 0 || w->v[i].s || !name_is_state(w, g, name)) return;
    const struct column *c = &w->r->columns->item[i];
    struct roll_fact *f = fact_next(w, c->key, c->fact, who, head_attribute(w, g, ATTR_NAME));
    if (f) f->code = code_read(c->list, name)->key;
}

struct away_told { bool told, away, home; };

/* A day was written but refused: then nobody is told that there is none. */
static bool from_refused(const struct wanting *w, int g)
{
    const struct faults *f = w->cells->faults;
    struct text field = head_attribute(w, g, ATTR_FROM);
    for (size_t i = 0; i < f->n; i++)
        if (!f->list[i].warning && text_eq(f->list[i].field, field)) return true;
    return false;
}

/* One parent's absence: place, since, until, why; or that the parent is at home. */
static struct away_told absence_take(struct wanting *w, int g, struct text who)
{
    struct text place = attribute(w, g, ATTR_AWAY), home = attribute(w, g, ATTR_HOME), from = attribute(w, g, ATTR_FROM);
    struct away_told told = {.home = text_eqz(home, "no")};
    static const char *const at_home[] = {"在家", "家中", "本村", "家", "未外出"};
    for (size_t i = 0; i < sizeof at_home / sizeof *at_home; i++)
        if (text_eqz(place, at_home[i])) {
            told.home = true;
            place = T("");
        }
    told.away = place.n > 0 || from.n > 0 || text_eqz(home, "yes");
    told.told = told.away || told.home;
    if (!told.told) return told;
    struct text field = head_attribute(w, g, place.n > 0 ? ATTR_AWAY : from.n > 0 ? ATTR_FROM : ATTR_HOME);
    if (told.away && told.home) doubt(w, field, W_roll_home_and_away, place, TEXT_NONE);
    struct roll_fact *f = fact_next(w, T("absence"), fact_kind(w, "absence"), who, field);
    if (!f) return told;
    if (!told.away) {
        f->none = true;
        return told;
    }
    f->code = attribute(w, g, ATTR_CAUSE).n ? attribute(w, g, ATTR_CAUSE) : T("work");
    f->note = place.n > 0 ? place : TEXT_NONE;
    f->place = division_read(w->r->divisions, w->r->w->county, place, w->cells->a);
    f->to = cell_days(attribute(w, g, ATTR_TO)).from;
    struct day_span since = cell_days(from);
    if (from.n > 0) f->from = since.from, f->from_end = since.to;
    else if (!from_refused(w, g)) doubt(w, field, W_roll_away_since, day_text(w->cells->a, w->r->as_of), TEXT_NONE);
    if (place.n > 0 && f->place.n == 0) doubt(w, field, W_roll_away_place, place, TEXT_NONE);
    if (f->from > w->r->as_of) doubt(w, field, W_roll_away_future, day_text(w->cells->a, f->from), TEXT_NONE);
    if (f->to != DAY_NONE && f->to <= f->from)
        refuse(w, head_attribute(w, g, ATTR_TO), W_fact_backward, day_text(w->cells->a, f->from), day_text(w->cells->a, f->to));
    return told;
}

static bool parent_gone(const struct roll_want *o, struct text who)
{
    for (size_t i = 0; i < o->facts; i++)
        if (text_eqz(o->fact[i].kind->key, "parent_state") && text_eq(o->fact[i].who, who) && text_eqz(o->fact[i].code, "dead"))
            return true;
    return false;
}

static const char *care_of_relation(struct text relation)
{
    int64_t code = 0;
    (void)text_int(relation, &code);
    if (code == 61 || code == 62) return "paternal_grandparents";
    if (code == 63 || code == 64) return "maternal_grandparents";
    if (code >= 71 && code <= 78) return "older_sibling";
    if (code >= 81 && code <= 97) return "kin";
    return code == 99 ? "non_kin" : code == 51 || code == 57 ? "father" : code == 52 || code == 58 ? "mother" : "";
}

/* Who looks after the child, said by the carer's relation when no column says it. */
static void care_take(struct wanting *w, bool father_away, bool mother_away)
{
    struct roll_want *o = w->out;
    for (size_t i = 0; i < o->people; i++) {
        const struct roll_person *p = &o->person[i];
        if (!p->carer) continue;
        enum kin_side side = kin_side(p->relation);
        if ((side == KIN_FATHER && father_away) || (side == KIN_MOTHER && mother_away))
            doubt(w, p->name, W_roll_carer_away, p->name, TEXT_NONE);
        const char *care = care_of_relation(p->relation);
        if (!text_empty(at(w, ROLL_CARE)) || !*care) continue;
        struct roll_fact *f = fact_next(w, T("care"), fact_kind(w, "care"), T(""), head_of(w, ROLL_CARE));
        if (f) f->code = text_of(care);
        return;
    }
}

/* 是 says that one parent at least is away; how many, the row's own columns may tell. */
static void flag_derive(struct wanting *w, const struct away_told *father, const struct away_told *mother)
{
    struct roll_want *o = w->out;
    const struct code_list *l = w->r->columns->item[w->r->at[ROLL_ROLL_CODE]].list;
    struct text code = father->away && mother->away ? T("2") : father->away || mother->away ? T("1") : T("yes");
    const struct code_item *item = code_item(l, code);
    for (size_t i = 0; i < o->facts; i++)
        if (text_eqz(o->fact[i].kind->key, "roll_code")) o->fact[i].code = code;
    doubt(w, head_of(w, ROLL_ROLL_CODE), text_eqz(code, "yes") ? W_roll_flag_kind : W_roll_flag_derived,
          item ? item->title[LANG_ZH] : code, TEXT_NONE);
}

static void absences_take(struct wanting *w)
{
    static const int groups[] = {GROUP_FATHER, GROUP_MOTHER, GROUP_M1, GROUP_M2};
    struct away_told father = {0}, mother = {0};
    struct roll_want *o = w->out;
    for (size_t i = 0; i < 4; i++) {
        struct text who = parent_of(w, groups[i]);
        struct away_told *told = text_eqz(who, "father") ? &father : &mother;
        if (who.n == 0) continue;
        state_of_name(w, groups[i], who);
        if (told->told) continue;
        *told = absence_take(w, groups[i], who);
        if (told->away && parent_gone(o, who))
            doubt(w, head_attribute(w, groups[i], ATTR_AWAY), W_roll_dead_away, TEXT_NONE, TEXT_NONE);
    }
    struct text code = at(w, ROLL_ROLL_CODE);
    bool only_yes = text_eqz(code, "yes"), flagged = text_eqz(code, "1") || text_eqz(code, "2") || only_yes;
    if (only_yes) flag_derive(w, &father, &mother);
    if (flagged && father.home && mother.home) doubt(w, head_of(w, ROLL_ROLL_CODE), W_roll_flag_home, TEXT_NONE, TEXT_NONE);
    if (text_eqz(code, "0") && father.away && mother.away)
        doubt(w, head_of(w, ROLL_ROLL_CODE), W_roll_flag_none, TEXT_NONE, TEXT_NONE);
    care_take(w, father.away, mother.away);
}

enum rc roll_want_build(struct roll *r, const struct cell_read *cells, const struct text *v, const struct header *head,
                        struct roll_want *out)
{
    struct wanting w = {.r = r, .cells = cells, .v = v, .out = out};
    *out = (struct roll_want){.birth = DAY_NONE, .name = at(&w, ROLL_NAME), .roll_no = at(&w, ROLL_ROLL_NO), .id_no = T("")};
    if (out->name.n == 0) refuse(&w, head_of(&w, ROLL_NAME), W_child_nameless, TEXT_NONE, TEXT_NONE);
    id_take(&w);
    if (!out->id_no.s) out->id_no = T("");
    birth_and_sex(&w);
    address_take(&w);
    TRY(roll_school_find(r, cells, v, head, &out->school));
    if (out->school.id != 0) class_take(&w, head);
    for (int g = 0; g < ROLL_GROUPS; g++) person_take(&w, g);
    people_finish(&w);
    people_doubts(&w);
    facts_take(&w);
    absences_take(&w);
    return RC_OK;
}
