/* SPDX-License-Identifier: Apache-2.0 */
#include "model/encounter_check.h"

#include "gen/sql/encounter.h"
#include "gen/sql/subject.h"
#include "model/grant.h"
#include "model/owner.h"

enum { MINUTES_MAX = 1440, SAME_TEXT_RECORDS = 3, SAME_TWINS = 40, LIKENESS_BYTES = 12 };

static void refuse(struct work *w, struct text field, enum word word)
{
    fault_add(w->faults, field, word, TEXT_NONE, TEXT_NONE);
}

/* ---- kind, mode, people ---- */

static void check_kind(struct work *w, const struct encounter_input *in, struct encounter_checked *ok)
{
    const struct codes *codes = w->ev->codes;
    ok->kind = codes_kind_on(codes, in->kind, w->today);
    if (ok->kind != NULL && ok->kind->kept) {
        fault_add(w->faults, T("kind"), text_eqz(ok->kind->key, "ledger_up") ? W_encounter_kind_ledger : W_encounter_kind_kept,
            ok->kind->title[LANG_ZH], TEXT_NONE);
        ok->kind = NULL;
        return;
    }
    if (ok->kind == NULL) {
        fault_add(w->faults, T("kind"), W_encounter_kind_unknown, in->kind, TEXT_NONE);
        return;
    }
    if (in->day != DAY_NONE && !code_kind_valid(ok->kind, in->day, -1)) {
        fault_add(w->faults, T("kind"), W_encounter_kind_time, ok->kind->title[LANG_ZH], ok->kind->scheme_title[LANG_ZH]);
    }
    if (text_empty(in->mode)) {
        for (size_t i = 0; i < codes->modes->n; i++) {
            if (codes->modes->item[i].number == ok->kind->mode) ok->mode = &codes->modes->item[i];
        }
    } else {
        ok->mode = code_item(codes->modes, in->mode);
    }
    if (ok->mode == NULL || (ok->kind->modes & UINT32_C(1) << ok->mode->number) == 0) {
        ok->mode = NULL;
        fault_add(w->faults, T("mode"), W_encounter_mode_unfit, in->mode, ok->kind->title[LANG_ZH]);
    }
}

static struct text met_keys(struct work *w, uint32_t bits)
{
    const struct code_list *met = w->ev->codes->met;
    struct text keys = T("");
    for (size_t i = 0; i < met->n; i++) {
        if ((bits & UINT32_C(1) << met->item[i].number) == 0) continue;
        keys = text_fmt(w->arena, "%.*s%s%.*s", TP(keys), keys.n == 0 ? "" : " ", TP(met->item[i].key));
    }
    return keys;
}

static void check_met(struct work *w, const struct encounter_input *in, struct encounter_checked *ok)
{
    if (ok->kind == NULL) return;
    struct text bad = TEXT_NONE;
    ok->met = ok->kind->met_default;
    if (!text_empty(in->met) && !code_mask(w->ev->codes->met, in->met, &ok->met, &bad)) {
        fault_add(w->faults, T("met"), W_encounter_met_unknown, bad, TEXT_NONE);
        return;
    }
    uint32_t unfit = ok->met & ~ok->kind->met;
    if (unfit != 0) fault_add(w->faults, T("met"), W_encounter_met_unfit, met_keys(w, unfit), ok->kind->title[LANG_ZH]);
    if (ok->met == 0 && ok->kind->met != 0) refuse(w, T("met"), W_encounter_met_missing);
    ok->met_keys = met_keys(w, ok->met);
}

/* ---- time ---- */

static void check_day(struct work *w, const struct encounter_input *in)
{
    if (in->day == DAY_NONE) {
        refuse(w, T("day"), W_encounter_day_missing);
    } else if (in->day > w->today) {
        fault_add(w->faults, T("day"), W_encounter_day_future, day_text(w->arena, in->day), day_text(w->arena, w->today));
    } else if (in->day < w->today - ENCOUNTER_BACK_DAYS) {
        fault_add(w->faults, T("day"), W_encounter_day_old, day_text(w->arena, in->day),
            day_text(w->arena, w->today - ENCOUNTER_BACK_DAYS));
    }
    if (in->follow != DAY_NONE && in->follow < in->day) refuse(w, T("follow"), W_encounter_follow_before);
    if (in->minutes != NULL_INT && (in->minutes < 0 || in->minutes > MINUTES_MAX)) refuse(w, T("minutes"), W_encounter_minutes);
    if (in->minute != NULL_INT && (in->minute < 0 || in->minute >= MINUTES_MAX)) refuse(w, T("minute"), W_encounter_minute);
}

/* ---- children ---- */

/* Where a child was on the day, and which roles the actor held for it. */
struct there { int64_t place_key; bool enrolled; uint32_t roles; };

static void there_take(struct there *t, int64_t place_key, int64_t from, int64_t to, day_t day)
{
    owner_place_take(&t->place_key, place_key, from, day);
    t->enrolled = t->enrolled || (from <= day && (to == NULL_INT || day < to));
}

static enum rc there_read(struct work *w, const struct encounter_checked *ok, int64_t child, day_t day, struct there *out)
{
    struct cursor c;
    struct sql_subject_enrolment_out e;
    TRY(sql_subject_enrolment(w->db, &(struct sql_subject_enrolment_in){.county = w->county, .child = child}, &c));
    while (sql_subject_enrolment_next(&c, &e)) there_take(out, e.place_key, e.from_day, e.to_day, day);
    TRY(sql_close(&c));
    return out->place_key < 0 ? RC_NOT_FOUND :
        owner_roles_at(w->db, w->ev, &ok->who, child, out->place_key, day, &out->roles);
}

/* From the gist, unless something about the child has changed since in this transaction. */
static enum rc check_there(struct work *w, const struct encounter_checked *ok, int64_t child, day_t day, struct gist **gist,
    struct there *out)
{
    enum rc rc = touched_has(w->touched, child) ? RC_NOT_FOUND : gist_read(w->db, w->ev, child, w->arena, gist);
    *out = (struct there){.place_key = -1};
    if (rc != RC_OK) *gist = NULL;
    if (rc == RC_NOT_FOUND) return there_read(w, ok, child, day, out);
    if (rc != RC_OK) return rc;
    const struct subject_space *space = &(*gist)->space;
    for (size_t i = 0; i < space->enrolment_n; i++) {
        there_take(out, space->enrolment[i].place_key, space->enrolment[i].from, space->enrolment[i].to, day);
    }
    out->roles = owner_roles_of(w->ev, &ok->who, space->helper, space->helper_n, out->place_key, day);
    return out->place_key < 0 ? RC_NOT_FOUND : RC_OK;
}

static enum rc check_child(struct work *w, const struct encounter_input *in, struct encounter_checked *ok, size_t i)
{
    struct there at;
    for (size_t k = 0; k < i; k++) {
        if (in->child[k] == in->child[i]) refuse(w, T("children"), W_encounter_child_twice);
    }
    TRY(check_there(w, ok, in->child[i], in->day, &ok->gist[i], &at));
    int64_t place_key = at.place_key;
    if (i == 0) ok->place_key = place_key;
    if (ok->kind != NULL && (place_key < ok->kind->key_lo || place_key >= ok->kind->key_hi)) {
        fault_add(w->faults, T("kind"), W_encounter_kind_place, ok->kind->title[LANG_ZH], ok->kind->scheme_title[LANG_ZH]);
    }
    if (!at.enrolled) fault_warn(w->faults, T("children"), W_encounter_child_away, day_text(w->arena, in->day), TEXT_NONE);
    ok->roles[i] = at.roles;
    return RC_OK;
}

static bool with_children(const struct code_kind *k)
{
    return (k->subjects & UINT32_C(1) << SUBJECT_CHILD) != 0;
}

static enum rc check_children(struct work *w, const struct encounter_input *in, struct encounter_checked *ok)
{
    if (ok->kind != NULL && !with_children(ok->kind)) return encounter_check_about(w, in, ok);
    if (in->about_count > 0) fault_add(w->faults, T("about"), W_encounter_about_unfit, ok->kind == NULL ? in->kind :
        ok->kind->title[LANG_ZH], TEXT_NONE);
    if (in->child_count == 0) refuse(w, T("children"), W_encounter_children_none);
    if (in->child_count > ENCOUNTER_CHILDREN) {
        fault_add(w->faults, T("children"), W_encounter_children_many, text_fmt(w->arena, "%d", ENCOUNTER_CHILDREN), TEXT_NONE);
        return RC_OK;
    }
    if (in->child_count > 1 && ok->kind != NULL && !ok->kind->group) {
        fault_add(w->faults, T("children"), W_encounter_children_one, ok->kind->title[LANG_ZH], TEXT_NONE);
    }
    if (w->who && w->who->staff == ok->actor && w->who->day == in->day) ok->who = *w->who;
    else TRY(grant_who(w->db, w->ev->roles, w->county, ok->actor, in->day, &ok->who));
    ok->roles = arena_array(w->arena, in->child_count + 1, sizeof *ok->roles);
    ok->gist = arena_array(w->arena, in->child_count + 1, sizeof *ok->gist);
    bool nobody = in->child_count > 0;
    for (size_t i = 0; i < in->child_count; i++) {
        TRY(check_child(w, in, ok, i));
        nobody = nobody && (ok->kind == NULL || (ok->roles[i] & ok->kind->roles) == 0);
    }
    if (nobody && ok->kind != NULL) fault_warn(w->faults, T("actor"), W_encounter_no_role, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

/* ---- the same words again and again ---- */

/* Shared two-byte shingles of two texts, in percent of the shorter: enough to see copies, cheap for one day's records. */
static int likeness(struct text a, struct text b)
{
    if (a.n < LIKENESS_BYTES || b.n < LIKENESS_BYTES) return 0;
    struct text few = a.n < b.n ? a : b, many = a.n < b.n ? b : a;
    size_t shared = 0;
    for (size_t i = 0; i + 6 <= few.n; i++) shared += text_find(many, text_sub(few, i, 6)) >= 0;
    return (int)(shared * 100 / (few.n - 5));
}

/* `same`: there is one in the very same words. */
static enum rc check_copies(struct work *w, const struct encounter_input *in, const struct encounter_checked *ok, bool *same)
{
    *same = text_empty(in->sentence);
    if (*same || ok->kind == NULL) return RC_OK;
    struct cursor c;
    struct sql_encounter_same_out row;
    int copies = 0;
    TRY(sql_encounter_same(w->db,
        &(struct sql_encounter_same_in){
            .county = w->county, .actor = ok->actor, .occurred_day = in->day, .kind = ok->kind->key},
        &c));
    while (sql_encounter_same_next(&c, &row)) {
        bool very = row.sentence.s != NULL && text_eq(row.sentence, in->sentence);
        bool like = very ? in->sentence.n >= LIKENESS_BYTES : likeness(row.sentence, in->sentence) >= 80;
        copies += !text_empty(row.sentence) && like;
        *same = *same || very;
    }
    if (copies >= SAME_TEXT_RECORDS) {
        fault_warn(w->faults, T("sentence"), W_encounter_copies, text_fmt(w->arena, "%d", copies), TEXT_NONE);
    }
    return sql_close(&c);
}

static struct text or_empty(struct text t)
{
    return t.s == NULL ? T("") : t;
}

bool encounter_alike(const struct encounter_said *a, const struct encounter_said *b, bool *whole)
{
    *whole = a->minutes == b->minutes && text_eq(a->met, b->met) && text_eq(or_empty(a->form), or_empty(b->form));
    return text_eq(or_empty(a->sentence), or_empty(b->sentence)) && a->people == b->people;
}

static enum rc same_children(struct work *w, const struct encounter_input *in, int64_t id, bool *same)
{
    struct encounter_child *child;
    size_t n;
    *same = false;
    TRY(encounter_children(w->db, w->county, id, w->arena, &child, &n));
    size_t found = 0;
    for (size_t i = 0; i < in->child_count; i++) {
        for (size_t k = 0; k < n; k++) found += child[k].child == in->child[i];
    }
    *same = n == in->child_count && found == n;
    return RC_OK;
}

struct twins { int64_t alike[SAME_TWINS]; bool whole[SAME_TWINS]; size_t n; };

/* Those with the same words; `whole`: minutes, people met and answers are the same too. */
static enum rc twins_read(struct work *w, const struct encounter_input *in, const struct encounter_checked *ok,
    const struct encounter_said *said, struct twins *out)
{
    struct cursor c;
    struct sql_encounter_twins_out row;
    TRY(sql_encounter_twins(w->db,
        &(struct sql_encounter_twins_in){.county = w->county, .child = in->child[0], .actor = ok->actor, .occurred_day = in->day,
            .kind = ok->kind->key, .mode = ok->mode->key}, &c));
    while (sql_encounter_twins_next(&c, &row)) {
        bool whole;
        struct encounter_said other = {row.minutes, row.met, row.sentence, row.form, row.children};
        if (!encounter_alike(&other, said, &whole) || out->n == SAME_TWINS) continue;
        out->whole[out->n] = whole;
        out->alike[out->n++] = row.id;
    }
    return sql_close(&c);
}

static enum rc child_twins(struct work *w, const struct encounter_input *in, struct encounter_checked *ok,
    const struct encounter_said *said, int64_t *like)
{
    struct twins t = {0};
    TRY(twins_read(w, in, ok, said, &t));
    for (size_t i = 0; i < t.n && ok->twin == 0; i++) {
        bool same;
        TRY(same_children(w, in, t.alike[i], &same));
        if (same && *like == 0) *like = t.alike[i];
        if (same && t.whole[i]) ok->twin = t.alike[i];
    }
    return RC_OK;
}

/* The same children (places, staff), person, kind, mode, day and words once more: a file read twice, or a form sent twice. */
static enum rc check_twins(struct work *w, const struct encounter_input *in, struct encounter_checked *ok)
{
    bool children = ok->kind != NULL && with_children(ok->kind) && in->child_count > 0 && in->child_count <= ENCOUNTER_CHILDREN;
    bool about = ok->kind != NULL && !with_children(ok->kind) && in->about_count > 0 && in->about_count <= ENCOUNTER_ABOUT;
    if (ok->mode == NULL || (!children && !about)) return RC_OK;
    int64_t like = 0;
    struct buf form = buf_new(ENCOUNTER_FORM_BYTES);
    struct encounter_said said = {in->minutes, ok->met_keys, in->sentence, encounter_form(in, &form),
        (int64_t)(children ? in->child_count : in->about_count)};
    enum rc rc = children ? child_twins(w, in, ok, &said, &like) : encounter_about_twins(w, in, ok, &said, &like);
    buf_free(&form);
    if (rc != RC_OK) return rc;
    if (in->once && ok->twin != 0) fault_warn(w->faults, TEXT_NONE, W_encounter_twin_kept, TEXT_NONE, TEXT_NONE);
    else if (like != 0) fault_warn(w->faults, TEXT_NONE, W_encounter_twin, day_text(w->arena, in->day), TEXT_NONE);
    return RC_OK;
}

/* Written anew instead of a record of one of these children that was taken back, and of no other. */
static enum rc check_replaced(struct work *w, const struct encounter_input *in)
{
    struct sql_encounter_by_id_out e;
    struct encounter_child *child;
    size_t n;
    bool fits = false;
    if (in->replaces == 0) return RC_OK;
    enum rc rc =
        sql_encounter_by_id_one(w->db, &(struct sql_encounter_by_id_in){.county = w->county, .id = in->replaces}, w->arena, &e);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    TRY(encounter_children(w->db, w->county, in->replaces, w->arena, &child, &n));
    for (size_t i = 0; i < n && rc == RC_OK && e.voided_at != NULL_INT; i++) {
        for (size_t k = 0; k < in->child_count; k++) fits = fits || in->child[k] == child[i].child;
    }
    if (!fits && rc == RC_OK && e.voided_at != NULL_INT) TRY(encounter_about_replaced(w, in, &fits));
    if (!fits) refuse(w, T("replaces"), W_encounter_replaces);
    return RC_OK;
}

enum rc encounter_check_input(struct work *w, const struct encounter_input *in, struct encounter_checked *out)
{
    size_t before = w->faults->errors;
    *out = (struct encounter_checked){.actor = in->actor != 0 ? in->actor : w->staff, .place_key = -1};
    check_kind(w, in, out);
    check_met(w, in, out);
    check_day(w, in);
    if (!text_utf8(in->sentence) || text_chars(in->sentence) > ENCOUNTER_SENTENCE) {
        fault_add(w->faults, T("sentence"), W_encounter_text_long, text_fmt(w->arena, "%d", ENCOUNTER_SENTENCE), TEXT_NONE);
    }
    if (out->kind != NULL && out->kind->sentence && text_empty(text_trim(in->sentence))) {
        refuse(w, T("sentence"), W_encounter_sentence_missing);
    }
    if (out->kind != NULL) encounter_check_form(w, in, out->kind);
    if (in->day != DAY_NONE) TRY(check_children(w, in, out));
    bool same;
    TRY(check_copies(w, in, out, &same));
    if (in->day != DAY_NONE && same) TRY(check_twins(w, in, out));
    TRY(check_replaced(w, in));
    return w->faults->errors > before ? RC_INVALID : RC_OK;
}
