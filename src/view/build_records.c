/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_records.h"

#include "gen/sql/record_list.h"
#include "model/place.h"
#include "view/due.h"
#include "view/icon.h"
#include "view/ledger.h"
#include "view/see.h"
#include "view/table.h"

struct line {
    int64_t id;
    struct sql_record_line_out row;
    const struct code_kind *kind;
    int64_t here, about;                        /* children who are at the place today; places or members of staff */
    struct text child_name, staff_name;         /* the first of them by name */
};

/* Called for each record that the one who asks may know of; sets `enough` when it needs no more. */
typedef enum rc line_fn(void *ctx, const struct line *l, bool *enough);

struct found { int64_t id; day_t day; };

struct reading {
    const struct ask *q;
    struct sql_record_list_in in;
    bool wide;                      /* above a school the days are walked, not the classes */
    line_fn *fn;
    void *ctx;
    bool enough;
};

static bool may_know(const struct ask *q, const struct line *l)
{
    bool own = q->who->staff != 0 && (l->row.actor == q->who->staff || l->row.recorder == q->who->staff);
    enum data_class class = l->kind == NULL ? CLASS_CHILD : l->kind->class;
    return own || !see_closed(class) || see_class(see_place(q, l->row.place_key), class);
}

static enum rc narrow_read(struct reading *r, struct found *out, size_t *n)
{
    struct cursor c;
    struct sql_record_list_out row;
    TRY(sql_record_list(r->q->db, &r->q->scope, &r->in, &c));
    while (sql_record_list_next(&c, &row)) out[(*n)++] = (struct found){row.id, (day_t)row.occurred_day};
    return sql_close(&c);
}

static enum rc wide_read(struct reading *r, struct found *out, size_t *n)
{
    struct cursor c;
    struct sql_record_list_wide_out row;
    struct sql_record_list_wide_in in = {.from_day = r->in.from_day, .to_day = r->in.to_day, .before_day = r->in.before_day,
        .before_id = r->in.before_id, .kind = r->in.kind, .limit = r->in.limit};
    TRY(sql_record_list_wide(r->q->db, &r->q->scope, &in, &c));
    while (sql_record_list_wide_next(&c, &row)) out[(*n)++] = (struct found){row.id, (day_t)row.occurred_day};
    return sql_close(&c);
}

static enum rc line_about(const struct ask *q, struct line *l)
{
    struct sql_record_line_about_out row;
    TRY(sql_record_line_about_one(
        q->db, &(struct sql_record_line_about_in){.county = q->scope.county, .id = l->id}, q->arena, &row));
    l->about = row.about;
    l->staff_name = row.staff_name;
    return RC_OK;
}

static enum rc line_read(const struct ask *q, int64_t id, struct line *l)
{
    struct cursor c;
    struct sql_record_line_out row;
    bool any = false, children = false;
    *l = (struct line){.id = id, .child_name = T(""), .staff_name = T("")};
    TRY(sql_record_line(q->db, &q->scope, &(struct sql_record_line_in){.id = id}, &c));
    for (; sql_record_line_next(&c, &row); any = true) {
        if (!any) {
            l->row = row;
            l->row.kind = text_dup(q->arena, row.kind);
            l->row.mode = text_dup(q->arena, row.mode);
            l->row.actor_name = text_dup(q->arena, row.actor_name);
        }
        children = children || row.child != NULL_INT;
        if (row.name.s == NULL) continue;
        if (l->here++ == 0 || text_cmp(row.name, l->child_name) < 0) l->child_name = text_dup(q->arena, row.name);
    }
    TRY(sql_close(&c));
    if (!any) return RC_NOT_FOUND;
    l->kind = codes_kind(q->ev->codes, l->row.kind);
    return children ? RC_OK : line_about(q, l);
}

/* One piece of the list; `n` tells how many records there were, shown or not. */
static enum rc piece_read(struct reading *r, struct found *found, size_t *n)
{
    *n = 0;
    TRY(r->wide ? wide_read(r, found, n) : narrow_read(r, found, n));
    for (size_t i = 0; i < *n && !r->enough; i++) {
        struct line l;
        TRY(line_read(r->q, found[i].id, &l));
        if (l.here + l.about > 0 && may_know(r->q, &l)) TRY(r->fn(r->ctx, &l, &r->enough));
        r->in.before_day = found[i].day;
        r->in.before_id = found[i].id;
    }
    return RC_OK;
}

static enum rc records_read(const struct ask *q, const struct records_query *in, bool wide, line_fn *fn, void *ctx)
{
    enum { PIECE = 1000 };
    struct reading r = {.q = q, .wide = wide, .fn = fn, .ctx = ctx};
    day_t to = in->to == DAY_NONE ? q->today : in->to;
    r.in = (struct sql_record_list_in){
        .from_day = in->from == DAY_NONE ? to - RECORDS_DAYS : in->from,
        .to_day = to,
        .before_day = in->before == DAY_NONE ? DAY_MAX : in->before,
        .before_id = in->before == DAY_NONE ? INT64_MAX : in->before_id,
        .kind = in->kind.s == NULL ? T("") : in->kind,
        .limit = in->most < PIECE ? (int64_t)in->most + 1 : PIECE,
    };
    struct found *found = arena_array(q->arena, (size_t)r.in.limit, sizeof *found);
    size_t n = (size_t)r.in.limit;
    while (n == (size_t)r.in.limit && !r.enough) TRY(piece_read(&r, found, &n));
    return RC_OK;
}

/* ---- the page ---- */

struct page {
    const struct ask *q;
    const struct records_query *in;
    struct ledger_classes classes;
    struct records_view *v;
    size_t cap;
    day_t last;
    int64_t last_id;
};

static struct text kind_said(const struct ask *q, const struct line *l)
{
    const struct code_item *mode = code_item(q->ev->codes->modes, l->row.mode);
    if (l->kind == NULL) return text_dup(q->arena, l->row.kind);
    if (mode == NULL || mode->number == l->kind->mode) return l->kind->title[q->lang];
    return text_fmt(q->arena, "%.*s（%.*s）", TP(l->kind->title[q->lang]), TP(mode->title[q->lang]));
}

/* The class, or the school, centre school or bureau that the record is of. */
static enum rc where_said(struct page *p, int64_t key, struct text *out)
{
    static const enum place_kind above[] = {PLACE_SCHOOL, PLACE_CENTRE, PLACE_BUREAU};
    struct place place;
    enum rc rc = ledger_class(&p->classes, key, out);
    for (size_t i = 0; rc == RC_OK && out->n == 0 && i < sizeof above / sizeof *above; i++) {
        rc = place_by_key(p->q->db, p->q->scope.county, key, above[i], p->q->arena, &place);
        if (rc == RC_OK) *out = place_name(p->q->arena, p->q->lang, &place, p->q->today);
        if (rc == RC_NOT_FOUND) rc = RC_OK;
    }
    return rc;
}

/* 李小燕, or 李小燕等3人: the children who are here, or the staff who took part; nobody when it is about a place. */
static struct text whom_said(const struct ask *q, const struct line *l)
{
    struct text name = text_dup(q->arena, l->here > 0 ? l->child_name : l->staff_name);
    int64_t n = l->here > 0 ? l->here : l->about;
    if (n == 1 || name.n == 0) return name;
    struct text arg[] = {name, text_fmt(q->arena, "%lld", (long long)n)};
    return word_fill(q->arena, q->lang, W_records_several, arg, 2);
}

static enum rc page_line(void *ctx, const struct line *l, bool *enough)
{
    struct page *p = ctx;
    const struct ask *q = p->q;
    struct records_view *v = p->v;
    if (v->rows.n == p->in->most) {
        *enough = true;
        return RC_OK;
    }
    struct text minutes = text_fmt(q->arena, "%lld", (long long)l->row.minutes), where;
    TRY(where_said(p, l->row.place_key, &where));
    v->rows.item = arena_grow(q->arena, v->rows.item, v->rows.n, &p->cap, v->rows.n + 1, sizeof *v->rows.item);
    v->rows.item[v->rows.n++] = (struct records_rows){
        .id = l->id,
        .day = day_short(q, (day_t)l->row.occurred_day),
        .icon = record_icon(l->row.kind),
        .what = kind_said(q, l),
        .children = whom_said(q, l),
        .count = l->here,
        .class_name = where,
        .who = text_dup(q->arena, l->row.actor_name),
        .minutes = l->row.minutes == NULL_INT ? T("") : word_fill(q->arena, q->lang, W_records_minutes, &minutes, 1),
        .href = text_fmt(q->arena, "/record/%lld", (long long)l->id),
        .late = l->row.late != 0,
        .voided = l->row.voided_at != NULL_INT,
    };
    p->last = (day_t)l->row.occurred_day;
    p->last_id = l->id;
    return RC_OK;
}

static void filters_fill(const struct ask *q, const struct records_query *in, struct records_view *v)
{
    const struct codes *codes = q->ev->codes;
    struct records_filters *f = v->filters.item = arena_array(q->arena, 1, sizeof *v->filters.item);
    v->filters.n = 1;
    *f = (struct records_filters){.name = T("kind"), .label = word(q->lang, W_records_kind)};
    f->options.item = arena_array(q->arena, CODES_KINDS + 1, sizeof *f->options.item);
    f->options.item[f->options.n++] = (struct choice_part){.value = T(""), .label = word(q->lang, W_records_all),
        .on = text_empty(in->kind)};
    for (size_t i = 0; i < CODES_KINDS; i++) {
        const struct code_kind *k = codes->kind_of[i];
        if (k == NULL) continue;
        f->options.item[f->options.n++] = (struct choice_part){.value = k->key, .label = k->title[q->lang],
            .on = text_eq(k->key, in->kind)};
    }
}

static struct text params(const struct ask *q, const struct records_query *in, int64_t place, struct text from, struct text to)
{
    return text_fmt(q->arena, "?place=%lld&kind=%.*s&from=%.*s&to=%.*s", (long long)place, TP(in->kind), TP(from), TP(to));
}

static enum rc records_page(const struct ask *q, const struct records_query *in, const struct place *place,
    struct records_view *v)
{
    day_t to = in->to == DAY_NONE ? q->today : in->to;
    *v = (struct records_view){
        .title = word(q->lang, W_records_title),
        .place = place_name(q->arena, q->lang, place, q->today),
        .place_id = place->id,
        .from = day_text(q->arena, in->from == DAY_NONE ? to - RECORDS_DAYS : in->from),
        .to = day_text(q->arena, to),
        .empty = word(q->lang, W_records_empty),
        .more_href = T(""),
        .xlsx_href = T(""),
    };
    struct page p = {.q = q, .in = in, .v = v,
        .classes = {.q = q, .on = q->today, .school = place->kind < PLACE_SCHOOL}};
    filters_fill(q, in, v);
    TRY(records_read(q, in, place->kind < PLACE_SCHOOL, page_line, &p));
    struct text ask = params(q, in, place->id, v->from, v->to);
    if (v->rows.n == in->most) {
        v->more_href = text_fmt(q->arena, "/records%.*s&before=%.*s&before_id=%lld", TP(ask), TP(day_text(q->arena, p.last)),
            (long long)p.last_id);
    }
    if (ask_may(q, CAP_export, place->lo, place->hi)) v->xlsx_href = text_fmt(q->arena, "/records/file%.*s", TP(ask));
    return RC_OK;
}

enum rc build_records(const struct ask *q, const struct records_query *in, struct records_view *v)
{
    struct place place;
    TRY(ask_place(q, in->place, &place));
    return records_page(q, in, &place, v);
}

/* ---- the paper ---- */

static const struct table_head heads[] = {
    {W_ledger_no, 6, true}, {W_ledger_day, 12, false}, {W_records_kind, 18, false}, {W_ledger_child, 30, false},
    {W_records_count, 8, true}, {W_ledger_class, 24, false}, {W_records_who, 12, false}, {W_records_note, 16, false},
};
enum { COLUMNS = sizeof heads / sizeof *heads };

/* Names of all children of a record who are here, as a cell holds them. */
static enum rc names_said(const struct ask *q, const struct records_rows *row, struct text *out)
{
    struct cursor c;
    struct sql_record_list_names_out name;
    *out = row->children;
    if (row->count < 2) return RC_OK;
    struct buf b = buf_new(64 << 10);
    TRY(sql_record_list_names(q->db, &q->scope, &(struct sql_record_list_names_in){.id = row->id}, &c));
    while (sql_record_list_names_next(&c, &name)) buf_fmt(&b, "%s%.*s", b.n ? "、" : "", TP(name.name));
    *out = text_dup(q->arena, buf_text(&b));
    buf_free(&b);
    return sql_close(&c);
}

static enum rc row_fill(const struct ask *q, const struct records_rows *row, struct table_part *t, size_t *cap)
{
    struct text names;
    TRY(names_said(q, row, &names));
    struct text note = row->voided ? word(q->lang, W_records_voided) : row->late ? word(q->lang, W_records_late) : row->minutes;
    struct text said[COLUMNS] = {text_fmt(q->arena, "%zu", t->rows.n + 1), row->day, row->what, names,
        text_fmt(q->arena, "%lld", (long long)row->count), row->class_name, row->who, note};
    table_row(q, t, cap, heads, said, COLUMNS, "");
    return RC_OK;
}

enum rc build_records_paper(const struct ask *q, const struct records_query *in, struct list_view *v)
{
    struct place place;
    struct records_view rows;
    TRY(ask_place(q, in->place, &place));
    TRY(records_page(q, in, &place, &rows));
    struct text span[] = {rows.place, rows.from, rows.to};
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    *v = (struct list_view){.title = rows.title, .sentence = word_fill(q->arena, q->lang, W_records_span, span, 3), .table = t,
        .back_href = T(""), .xlsx_href = T("")};
    size_t cap = 0;
    table_heads(q, t, heads, COLUMNS);
    t->caption = rows.title;
    t->empty = rows.empty;
    for (size_t i = 0; i < rows.rows.n; i++) TRY(row_fill(q, &rows.rows.item[i], t, &cap));
    return RC_OK;
}
