/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_record.h"

#include "format/json.h"
#include "gen/sql/encounter.h"
#include "model/assess.h"
#include "model/encounter.h"
#include "view/due.h"
#include "view/record_show_part.h"
#include "view/see.h"

static void fact_add(const struct ask *q, struct record_show_view *v, struct text label, struct text value)
{
    (void)q;
    if (text_empty(value)) return;
    v->facts.item[v->facts.n++] = (struct fact_part){.label = label, .value = value};
}

static struct text keys_said(const struct ask *q, const struct code_list *list, struct text keys)
{
    struct text said = T(""), rest = keys, key;
    while (text_cut(&rest, ' ', &key)) {
        const struct code_item *item = key.n == 0 ? NULL : code_item(list, key);
        if (item == NULL) continue;
        said = text_fmt(q->arena, "%.*s%s%.*s", TP(said), said.n == 0 ? "" : "、", TP(item->title[q->lang]));
    }
    return said;
}

static struct text answer_said(const struct ask *q, const struct code_field *f, struct text value)
{
    if (f->list != NULL) return keys_said(q, f->list, value);
    bool tick = f->type == FIELD_BOOL || f->type == FIELD_ACKNOWLEDGE;
    if (tick) return word(q->lang, text_eqz(value, "yes") ? W_yes_chip : W_no_chip);
    if (f->type == FIELD_FACES) {
        static const enum word mood[] = {W_mood_1, W_mood_2, W_mood_3, W_mood_4, W_mood_5};
        int64_t n;
        return text_int(value, &n) && n >= 1 && n <= 5 ? word(q->lang, mood[n - 1]) : value;
    }
    return value;
}

/* 借出物品 2 · 件数 */
static struct text answer_title(const struct ask *q, const struct code_kind *kind, const struct code_field *f, struct text name)
{
    if (f->row_of < 0) return f->title[q->lang];
    return text_fmt(q->arena, "%.*s %d · %.*s", TP(kind->field[f->row_of].title[q->lang]), code_answer(name).row,
        TP(f->title[q->lang]));
}

static void form_fill(const struct ask *q, const struct code_kind *kind, struct text form, uint8_t data,
                      struct record_show_view *v)
{
    if (text_empty(form)) return;
    struct faults f = faults_new(q->arena);
    const struct json_node *map = json_read(q->arena, form, ENCOUNTER_FORM_BYTES, &f);
    if (map == NULL || map->kind != JSON_MAP) return;
    for (const struct json_node *n = map->child; n != NULL; n = n->next) {
        const struct code_field *field = kind == NULL ? NULL : code_field(kind, n->key);
        if (field != NULL && see_class(data, field->class)) fact_add(q, v, answer_title(q, kind, field, n->key),
            answer_said(q, field, n->text));
    }
}

static size_t form_size(const struct code_kind *kind)
{
    return kind == NULL ? 0 : kind->field_count * FIELD_ROWS_MAX;
}

/* ---- what it was worth ---- */

struct worth { const struct ask *q; struct record_show_view *v; int64_t encounter; struct text child; };

static void worth_sink(void *ctx, const struct cadence_obligation *o)
{
    struct worth *w = ctx;
    bool mine = false;
    for (int i = 0; i < o->evidence_count; i++) mine = mine || o->evidence[i] == w->encounter;
    const struct plan_duty *d = evaluator_plan_duty(w->q->ev, o->duty);
    if (!mine || o->state == CADENCE_VOID || d == NULL || w->v->credits.n >= 256) return;
    w->v->credits.item[w->v->credits.n++] = (struct record_show_credits){
        .child_name = w->child, .label = d->title[w->q->lang], .clause = due_clause(w->q, d)};
}

static enum rc worth_fill(const struct ask *q, int64_t id, day_t day, const struct encounter_child *child, size_t n,
                          struct record_show_view *v)
{
    struct subject_space space = {.arena = q->arena};
    struct assess a = assess_new(q->arena, q->ev);
    v->credits.item = arena_array(q->arena, 256, sizeof *v->credits.item);
    for (size_t i = 0; i < n; i++) {
        struct subject s;
        TRY(subject_load(q->db, q->ev, child[i].child, q->today, &space, &s));
        struct worth w = {.q = q, .v = v, .encounter = id, .child = child[i].name};
        assess_run(&a, q->ev, &s, &space, day, day, q->today, worth_sink, &w);
    }
    return RC_OK;
}

static void voided_fill(const struct ask *q, const struct sql_encounter_by_id_out *e, bool words, struct record_show_view *v)
{
    v->voided = arena_alloc(q->arena, sizeof *v->voided);
    *v->voided = (struct record_show_voided){
        .at = moment_text(q->arena, e->voided_at),
        .who = e->recorder_name,
        .reason = words ? e->void_reason : T(""),
        .new_href = e->replaced_by == NULL_INT ? T("") : text_fmt(q->arena, "/record/%lld", (long long)e->replaced_by),
    };
}

static struct text late_said(const struct ask *q, const struct sql_encounter_by_id_out *e)
{
    if (e->late == 0) return T("");
    struct text arg[] = {day_short(q, (day_t)e->occurred_day), day_short(q, moment_day(e->recorded_at))};
    return word_fill(q->arena, q->lang, W_record_late_said, arg, 2);
}

/* Of a record with several children only those are shown whom the one who asks may see; the others are counted. `data`: what
 * may be seen of any of them. */
static enum rc children_seen(const struct ask *q, struct encounter_child *child, size_t *n, uint8_t *data,
                             struct record_show_view *v)
{
    size_t seen = 0, all = *n;
    *data = 0;
    for (size_t i = 0; i < all; i++) {
        uint8_t of_child;
        TRY(see_child(q, child[i].child, child[i].place_key, &of_child));
        *data |= of_child;
        if (of_child != 0) child[seen++] = child[i];
    }
    *n = seen;
    if (seen == all) return RC_OK;
    struct text others = text_fmt(q->arena, "%zu", all - seen);
    v->recorded = text_fmt(q->arena, "%.*s · %.*s", TP(v->recorded),
        TP(word_fill(q->arena, q->lang, W_record_others, &others, 1)));
    return RC_OK;
}

static bool own_record(const struct ask *q, const struct sql_encounter_by_id_out *e)
{
    return q->who->staff != 0 && (e->actor == q->who->staff || e->recorder == q->who->staff);
}

/* `own` or all of `child` under the hands of somebody who answers for them. */
static bool may_void(const struct ask *q, bool own, const struct encounter_child *child, size_t n)
{
    if (!ask_may_anywhere(q, CAP_record_void)) return false;
    bool all = n > 0;
    for (size_t i = 0; i < n && !own && all; i++) {
        int64_t lo = child[i].place_key, hi = lo + 1;
        all = ask_may(q, CAP_record_void, lo, hi) && (ask_may(q, CAP_child_edit, lo, hi)
            || ask_may(q, CAP_excuse_approve, lo, hi));
    }
    return own || all;
}

enum rc record_may_void(const struct ask *q, int64_t id, bool *yes)
{
    struct sql_encounter_by_id_out e;
    struct encounter_child *child;
    size_t n;
    TRY(sql_encounter_by_id_one(q->db, &(struct sql_encounter_by_id_in){.id = id, .county = q->scope.county}, q->arena, &e));
    TRY(encounter_children(q->db, q->scope.county, id, q->arena, &child, &n));
    bool own = own_record(q, &e);
    struct record_abouts about = {0};
    if (n == 0) TRY(record_abouts_read(q, id, &about));
    *yes = may_void(q, own, child, n) || (about.n > 0 && record_abouts_void(q, &about));
    return RC_OK;
}

static void void_form(const struct ask *q, int64_t id, struct record_show_view *v)
{
    v->can_void = true;
    v->void_href = text_fmt(q->arena, "/record/%lld/void", (long long)id);
    v->void_fields.item = arena_array(q->arena, 1, sizeof *v->void_fields.item);
    v->void_fields.item[v->void_fields.n++] =
        (struct field_part){.name = T("reason"), .type = T("text"), .label = word(q->lang, W_record_void_why), .required = true};
}

enum rc build_record_show(const struct ask *q, int64_t id, struct record_show_view *v)
{
    struct sql_encounter_by_id_out e;
    TRY(sql_encounter_by_id_one(q->db, &(struct sql_encounter_by_id_in){.id = id, .county = q->scope.county}, q->arena, &e));
    const struct code_kind *kind = codes_kind_on(q->ev->codes, e.kind, moment_day(e.recorded_at));
    struct encounter_child *child;
    size_t n;
    TRY(encounter_children(q->db, q->scope.county, id, q->arena, &child, &n));
    *v = (struct record_show_view){
        .id = id,
        .title = text_fmt(q->arena, "%.*s · %.*s", TP(kind == NULL ? e.kind : kind->title[q->lang]),
            TP(day_short(q, (day_t)e.occurred_day))),
        .icon = T("ledger"),
        .late = late_said(q, &e),
        .recorded = text_fmt(q->arena, "%.*s %.*s", TP(e.recorder_name), TP(moment_text(q->arena, e.recorded_at))),
    };
    bool own = own_record(q, &e), may_take_back = may_void(q, own, child, n);
    uint8_t data;
    enum data_class class = kind == NULL ? CLASS_CHILD : kind->class;
    struct record_abouts about = {0};
    size_t others = 0;
    if (n == 0) {
        TRY(record_abouts_read(q, id, &about));
        may_take_back = may_take_back || (about.n > 0 && record_abouts_void(q, &about));
        TRY(record_abouts_seen(q, &about, &data, &others));
    } else {
        TRY(children_seen(q, child, &n, &data, v));
    }
    if (own) data = UINT8_MAX;
    if (see_closed(class) && !see_class(data, class)) return RC_NOT_FOUND;
    v->children.item = arena_array(q->arena, n + 1, sizeof *v->children.item);
    for (size_t i = 0; i < n; i++) {
        v->children.item[v->children.n++] =
            (struct link_part){.label = child[i].name, .href = text_fmt(q->arena, "/child/%lld", (long long)child[i].child)};
    }
    v->facts.item = arena_array(q->arena, form_size(kind) + 8, sizeof *v->facts.item);
    if (about.n > 0) TRY(record_abouts_fill(q, &about, v));
    fact_add(q, v, word(q->lang, W_record_mode), keys_said(q, q->ev->codes->modes, e.mode));
    fact_add(q, v, word(q->lang, W_record_met), keys_said(q, q->ev->codes->met, e.met));
    fact_add(q, v, word(q->lang, W_record_actor), e.actor_name);
    if (e.minutes != NULL_INT && e.minutes > 0) {
        fact_add(q, v, word(q->lang, W_record_minutes), text_fmt(q->arena, "%lld", (long long)e.minutes));
    }
    bool words = see_class(data, class);
    if (words) fact_add(q, v, kind == NULL ? word(q->lang, W_record_sentence) : kind->ask[q->lang], e.sentence);
    form_fill(q, kind, e.form, data, v);
    if (e.voided_at != NULL_INT) {
        voided_fill(q, &e, words, v);
        struct text with = n > 0         ? text_fmt(q->arena, "&child=%lld", (long long)child[0].child)
                           : about.n > 0 ? text_fmt(q->arena, "&place=%lld", (long long)about.item[0].place)
                                         : T("");
        if (e.replaced_by == NULL_INT) v->anew_href =
            text_fmt(q->arena, "/record?kind=%.*s&replaces=%lld%.*s", TP(e.kind), (long long)id, TP(with));
        return RC_OK;
    }
    if (may_take_back) void_form(q, id, v);
    if (about.n > 0) return record_abouts_worth(q, id, (day_t)e.occurred_day, &about, v);
    return worth_fill(q, id, (day_t)e.occurred_day, child, n, v);
}
