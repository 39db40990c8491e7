/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_children.h"

#include "gen/sql/children.h"
#include "model/child.h"
#include "model/place.h"
#include "view/due.h"

/* ---- classes of a page, each read once ---- */

struct classes { const struct ask *q; int64_t id[CHILDREN_PAGE]; struct text name[CHILDREN_PAGE]; size_t n; };

static enum rc class_said(struct classes *c, int64_t class_id, struct text *out)
{
    for (size_t i = 0; i < c->n; i++) {
        if (c->id[i] != class_id) continue;
        *out = c->name[i];
        return RC_OK;
    }
    struct place p;
    *out = T("");
    enum rc rc = place_by_id(c->q->db, c->q->scope.county, class_id, c->q->arena, &p);
    if (rc == RC_OK) *out = place_name(c->q->arena, c->q->lang, &p, c->q->today);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    if (c->n == CHILDREN_PAGE) return RC_OK;
    c->id[c->n] = class_id;
    c->name[c->n++] = *out;
    return RC_OK;
}

/* ---- rows ---- */

static struct text about_said(const struct ask *q, int sex, day_t birth, bool enrolled)
{
    struct text said = word(q->lang, sex == 1 ? W_sex_male : sex == 2 ? W_sex_female : W_sex_unknown);
    if (birth != DAY_NONE) {
        struct text age = text_fmt(q->arena, "%d", day_age(birth, q->today));
        said = text_fmt(q->arena, "%.*s · %.*s", TP(said), TP(word_fill(q->arena, q->lang, W_age_years, &age, 1)));
    }
    return enrolled ? said : text_fmt(q->arena, "%.*s · %.*s", TP(said), TP(word(q->lang, W_child_left)));
}

static void due_fill(const struct ask *q, int64_t from, int64_t due, struct children_rows *row)
{
    row->due_state = text_of(due_state((day_t)from, (day_t)due, q->today));
    row->due_label = due_label(q, (day_t)from, (day_t)due);
}

/* Who is responsible and what presses most, of one child found by name. */
static enum rc care_fill(const struct ask *q, int64_t child, struct children_rows *row)
{
    struct sql_children_care_out who;
    struct sql_children_open_out open;
    enum rc rc = sql_children_care_one(q->db,
        &(struct sql_children_care_in){.county = q->scope.county, .child = child, .day = q->today}, q->arena, &who);
    if (rc == RC_OK) row->responsible = who.name;
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    rc = sql_children_open_one(q->db,
        &(struct sql_children_open_in){.county = q->scope.county, .child = child, .day = q->today}, q->arena, &open);
    if (rc == RC_OK) due_fill(q, open.window_day, open.due_day, row);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* A list stands in the order of class and number: its row of a child, NULL when it is on another page. */
static struct children_rows *row_of(const struct child_hits *hits, struct children_view *v, int64_t place_key, int64_t child)
{
    size_t lo = 0, hi = hits->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct child_hit *h = &hits->item[mid];
        if (h->place_key < place_key || (h->place_key == place_key && h->id < child)) lo = mid + 1;
        else hi = mid;
    }
    return lo < hits->n && hits->item[lo].id == child ? &v->rows.item[lo] : NULL;
}

/* The same for a whole list at once, in two questions instead of one for each child. */
static enum rc care_fill_list(const struct ask *q, const struct child_hits *hits, struct children_view *v)
{
    struct cursor c;
    struct sql_children_responsible_out who;
    struct sql_children_pressing_out open;
    int64_t from = hits->item[0].place_key, to = hits->item[hits->n - 1].place_key + 1;
    TRY(sql_children_responsible(q->db, &q->scope,
        &(struct sql_children_responsible_in){.day = q->today, .from_key = from, .to_key = to}, &c));
    while (sql_children_responsible_next(&c, &who)) {
        struct children_rows *row = row_of(hits, v, who.place_key, who.child);
        if (row != NULL && row->responsible.n == 0) row->responsible = text_dup(q->arena, who.name);
    }
    TRY(sql_close(&c));
    TRY(sql_children_pressing(q->db, &q->scope,
        &(struct sql_children_pressing_in){.day = q->today, .from_key = from, .to_key = to}, &c));
    while (sql_children_pressing_next(&c, &open)) {
        struct children_rows *row = row_of(hits, v, open.place_key, open.child);
        if (row == NULL || row->due_state.n != 0) continue;
        due_fill(q, open.window_day, open.due_day, row);
    }
    return sql_close(&c);
}

static enum rc row_fill(const struct ask *q, struct classes *classes, const struct child_hit *hit, struct children_rows *row)
{
    *row = (struct children_rows){
        .id = hit->id,
        .name = hit->name,
        .mark = name_mark(q->arena, hit->name),
        .about = about_said(q, hit->sex, hit->birth, hit->enrolled),
        .href = text_fmt(q->arena, "/child/%lld", (long long)hit->id),
        .responsible = T(""),
    };
    return class_said(classes, hit->class_id, &row->class_name);
}

static enum rc care_list(const struct ask *q, const struct children_query *c, struct child_hits *out)
{
    struct cursor cur;
    struct sql_children_in_care_out row;
    out->item = arena_array(q->arena, CHILDREN_PAGE + 1, sizeof *out->item);
    TRY(sql_children_in_care(q->db, &q->scope,
        &(struct sql_children_in_care_in){.after_key = c->after_key, .after_child = c->after_child,
            .limit = CHILDREN_PAGE + 1}, &cur));
    while (sql_children_in_care_next(&cur, &row)) {
        if (out->n == CHILDREN_PAGE) {
            out->more = true;
            continue;
        }
        out->item[out->n++] = (struct child_hit){.id = row.child, .class_id = row.class, .place_key = row.place_key,
            .name = text_dup(q->arena, row.name), .sex = (int)row.sex,
            .birth = row.birth_day == NULL_INT ? DAY_NONE : (day_t)row.birth_day, .enrolled = true};
    }
    return sql_close(&cur);
}

static enum rc hits_find(const struct ask *q, const struct children_query *c, struct child_hits *hits, int64_t *total)
{
    *hits = (struct child_hits){0};
    if (!text_empty(c->words)) {
        TRY(child_search_by(q->names, q->db, &q->scope, c->words, true, CHILDREN_PAGE, q->arena, hits));
        *total = (int64_t)hits->n;
        return RC_OK;
    }
    if (c->care) {
        struct sql_children_care_count_out n;
        TRY(sql_children_care_count_one(q->db, &q->scope, q->arena, &n));
        *total = n.children;
        return care_list(q, c, hits);
    }
    TRY(child_count(q->db, &q->scope, total));
    return child_list(q->db, &q->scope, c->after_key, c->after_child, CHILDREN_PAGE, q->arena, hits);
}

/* ---- around the rows ---- */

static void filters_fill(const struct ask *q, const struct children_query *c, struct children_view *v)
{
    v->filters.item = arena_array(q->arena, 1, sizeof *v->filters.item);
    v->filters.n = 1;
    struct children_filters *f = &v->filters.item[0];
    *f = (struct children_filters){.name = T("care"), .label = word(q->lang, W_children_which)};
    f->options.item = arena_array(q->arena, 2, sizeof *f->options.item);
    f->options.n = 2;
    f->options.item[0] = (struct choice_part){.value = T("1"), .label = word(q->lang, W_children_in_care), .on = c->care};
    f->options.item[1] = (struct choice_part){.value = T("0"), .label = word(q->lang, W_children_everybody), .on = !c->care};
}

static void pager_fill(const struct ask *q, const struct children_query *c, const struct child_hits *hits,
    struct children_view *v)
{
    if (!text_empty(c->words) || hits->n == 0 || (c->shown == 0 && !hits->more)) return;
    v->pager = arena_alloc(q->arena, sizeof *v->pager);
    const struct child_hit *last = &hits->item[hits->n - 1];
    struct text place = c->place == 0 ? T("") : text_fmt(q->arena, "&place=%lld", (long long)c->place);
    *v->pager = (struct pager_part){.from = c->shown + 1, .to = c->shown + (int64_t)hits->n, .total = v->total};
    v->pager->prev_href = c->shown == 0 ? T("") : text_fmt(q->arena, "/children?care=%d%.*s", c->care, TP(place));
    v->pager->next_href = !hits->more ? T("")
                                      : text_fmt(q->arena, "/children?care=%d%.*s&after_key=%lld&after=%lld&shown=%lld",
                                            c->care, TP(place), (long long)last->place_key, (long long)last->id,
                                                (long long)(c->shown + (int64_t)hits->n));
}

enum rc build_children(const struct ask *q, const struct children_query *c, struct children_view *v)
{
    struct child_hits hits;
    struct classes classes = {.q = q};
    *v = (struct children_view){
        .title = word(q->lang, W_children_title_list),
        .q = text_empty(c->words) ? T("") : c->words,
        .action_href = c->place == 0 ? T("/children") : text_fmt(q->arena, "/children?place=%lld", (long long)c->place),
        .empty = word(q->lang, text_empty(c->words) ? W_children_empty_list : W_children_empty_found),
    };
    TRY(hits_find(q, c, &hits, &v->total));
    if (ask_may_anywhere(q, CAP_child_move)) v->add_href = T("/children/add");
    if (!text_empty(c->words) && hits.more) v->more = word(q->lang, W_search_more);
    v->rows.item = arena_array(q->arena, hits.n + 1, sizeof *v->rows.item);
    for (size_t i = 0; i < hits.n; i++) TRY(row_fill(q, &classes, &hits.item[i], &v->rows.item[v->rows.n++]));
    bool listed = text_empty(c->words);
    if (listed && hits.n > 0) TRY(care_fill_list(q, &hits, v));
    for (size_t i = 0; !listed && i < hits.n; i++) TRY(care_fill(q, hits.item[i].id, &v->rows.item[i]));
    filters_fill(q, c, v);
    pager_fill(q, c, &hits, v);
    return RC_OK;
}
