/* SPDX-License-Identifier: Apache-2.0 */
/* Contact sheet of a class: each child in care with parents and carer. Numbers and addresses are masked unless the caller
 * proved the right to have them in full and gave a reason. */
#include "view/build_ledger.h"

#include "format/phone.h"
#include "model/child.h"
#include "model/fact.h"
#include "model/kin.h"
#include "view/see.h"
#include "view/said.h"

enum { COLUMNS = 14, CHILDREN_MOST = 3000, ADDRESS_SHOWN = 6 };

static void heads_fill(const struct ask *q, struct table_part *t)
{
    static const struct { enum word w; int span; } top[] = {
        {W_ledger_no, 0}, {W_ledger_child, 0}, {W_ledger_sex, 0}, {W_ledger_birth, 0}, {W_ledger_father, 3}, {W_ledger_mother, 3},
        {W_ledger_carer, 3}, {W_ledger_address, 0},
    };
    static const enum word parent[] = {W_ledger_child, W_ledger_where, W_ledger_phone};
    static const enum word carer[] = {W_ledger_child, W_ledger_relation, W_ledger_phone};
    static const int64_t widths[COLUMNS] = {5, 10, 5, 12, 10, 14, 14, 10, 14, 14, 10, 8, 14, 30};
    struct row_part *head = arena_array(q->arena, 2, sizeof *head);
    for (size_t r = 0; r < 2; r++) head[r].cells.item = arena_array(q->arena, COLUMNS, sizeof *head[r].cells.item);
    for (size_t i = 0; i < sizeof top / sizeof *top; i++) {
        head[0].cells.item[head[0].cells.n++] = ledger_head(word(q->lang, top[i].w), top[i].span, top[i].span == 0 ? 2 : 1);
    }
    for (size_t i = 0; i < 9; i++) {
        head[1].cells.item[head[1].cells.n++] = ledger_head(word(q->lang, i < 6 ? parent[i % 3] : carer[i % 3]), 1, 1);
    }
    t->heads.item = head;
    t->heads.n = 2;
    t->columns.item = arena_array(q->arena, COLUMNS, sizeof *t->columns.item);
    for (size_t i = 0; i < COLUMNS; i++) t->columns.item[t->columns.n++] = (struct column_part){.width = widths[i],
        .kind = T("text")};
}

/* ---- cells ---- */

static struct text phones_shown(const struct ledger *l, struct text phones)
{
    struct arena *a = l->q->arena;
    struct text rest = phones, one, all = T("");
    if (text_empty(phones)) return T("");
    while (text_cut(&rest, ' ', &one)) {
        struct text shown = l->full ? one : phone_mask(a, one);
        all = all.n == 0 ? shown : text_fmt(a, "%.*s %.*s", TP(all), TP(shown));
    }
    return all;
}

static struct text address_shown(const struct ledger *l, struct text address)
{
    if (text_empty(address) || l->full) return text_empty(address) ? T("") : address;
    size_t at = 0;
    uint32_t cp;
    for (size_t i = 0; i < ADDRESS_SHOWN && text_next(address, &at, &cp); i++) continue;
    return text_fmt(l->q->arena, "%.*s****", TP(text_sub(address, 0, at)));
}

static struct text relation_said(const struct ask *q, struct text relation)
{
    const struct code_list *list = codes_list(q->ev->codes, T("relation"));
    const struct code_item *item = list == NULL ? NULL : code_item(list, relation);
    return item == NULL ? relation : item->title[q->lang];
}

/* Of several the one since the latest day; on the day of the sheet. */
static const struct kin *kin_on(const struct kin_list *list, day_t day, enum kin_side side, bool carer)
{
    const struct kin *found = NULL;
    for (size_t i = 0; i < list->n; i++) {
        const struct kin *k = &list->item[i];
        if (k->from > day || (k->to != DAY_NONE && k->to <= day)) continue;
        if (carer ? !k->carer : kin_side(k->relation) != side) continue;
        if (found == NULL || k->from > found->from) found = k;
    }
    return found;
}

struct contact {
    struct text no;
    struct ledger_child child;
    struct text address;
    struct kin_list kin;
    struct fact_list facts;
    uint8_t data;                      /* DATA_… that the reader may see of this child */
};

/* The fact of a kind on the day of the sheet; one of a class that is closed to the reader is not there. */
static const struct fact *fact_seen(const struct ledger *l, const struct contact *c, const char *kind, const char *who)
{
    const struct code_fact *of = codes_fact(l->q->ev->codes, text_of(kind));
    return of != NULL && see_class(c->data, of->class) ? fact_on(&c->facts, text_of(kind), text_of(who), l->frame.as_of) : NULL;
}

/* Where the parent is: the place of the absence in words as entered, else that nobody is away. */
static struct text where_said(const struct ledger *l, const struct contact *c, const char *who)
{
    const struct ask *q = l->q;
    const struct fact *away = fact_seen(l, c, "absence", who), *state = fact_seen(l, c, "parent_state", who);
    const struct code_fact *kind = codes_fact(q->ev->codes, T("parent_state"));
    const struct code_item *item = state == NULL || kind == NULL || kind->list == NULL ? NULL : code_item(kind->list,
        state->code);
    if (item != NULL && (item->flags & CODE_GONE)) return item->title[q->lang];
    /* That nobody is known to be away is not the same as being at home: the cell stays empty. */
    if (away == NULL) return state == NULL ? T("") : word(q->lang, W_ledger_at_home);
    if (!text_empty(away->note)) return away->note;
    return text_empty(away->place) ? word(q->lang, W_ledger_away) : said_division(q, away->place);
}

static void parent_cells(const struct ledger *l, const struct contact *c, enum kin_side side, struct row_part *row)
{
    const struct kin *k = kin_on(&c->kin, l->frame.as_of, side, false);
    const char *who = side == KIN_FATHER ? "father" : "mother";
    row->cells.item[row->cells.n++] = ledger_cell(k == NULL ? T("") : k->person.name, "text");
    row->cells.item[row->cells.n++] = ledger_cell(where_said(l, c, who), "text");
    row->cells.item[row->cells.n++] = ledger_cell(k == NULL ? T("") : phones_shown(l, k->person.phone), "text");
}

/* Without a person marked as carer the care arrangement says in a word who it is. */
static void carer_cells(const struct ledger *l, const struct contact *c, struct row_part *row)
{
    const struct ask *q = l->q;
    const struct kin *k = kin_on(&c->kin, l->frame.as_of, KIN_OTHER, true);
    const struct fact *care = fact_seen(l, c, "care", "");
    const struct code_fact *kind = codes_fact(q->ev->codes, T("care"));
    const struct code_item *item = care == NULL || kind == NULL || kind->list == NULL ? NULL : code_item(kind->list, care->code);
    struct text relation = k != NULL ? relation_said(q, k->relation) : item != NULL ? item->title[q->lang] : T("");
    row->cells.item[row->cells.n++] = ledger_cell(k == NULL ? T("") : k->person.name, "text");
    row->cells.item[row->cells.n++] = ledger_cell(relation, "text");
    row->cells.item[row->cells.n++] = ledger_cell(k == NULL ? T("") : phones_shown(l, k->person.phone), "text");
}

static enum rc contact_read(const struct ledger *l, const struct scope *at, int64_t id, struct contact *c)
{
    const struct ask *q = l->q;
    struct child child;
    TRY(ledger_child(q, id, &c->child));
    enum rc rc = child_by_id(q->db, at, id, q->arena, &child);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    c->address = rc == RC_OK ? child.address : TEXT_NONE;
    if (rc == RC_NOT_FOUND) c->child.name = text_fmt(q->arena, "%.*s%.*s", TP(c->child.name), TP(word(q->lang,
        W_ledger_left_class)));
    /* Whoever left is shown by name alone: the new school keeps the numbers. */
    c->kin = (struct kin_list){0};
    c->facts = (struct fact_list){0};
    if (rc == RC_NOT_FOUND) return RC_OK;
    TRY(see_child(q, id, child.place_key, &c->data));
    TRY(kin_for(q->db, q->scope.county, id, q->arena, &c->kin));
    return fact_for(q->db, q->scope.county, id, q->arena, &c->facts);
}

static void row_fill(const struct ledger *l, const struct contact *c, int64_t child, struct row_part *row)
{
    const struct ask *q = l->q;
    *row = (struct row_part){.kind = T("")};
    row->cells.item = arena_array(q->arena, COLUMNS, sizeof *row->cells.item);
    row->cells.item[row->cells.n++] = ledger_cell(c->no, "num");
    row->cells.item[row->cells.n] = ledger_cell(c->child.name, "text");
    row->cells.item[row->cells.n++].href = text_fmt(q->arena, "/child/%lld", (long long)child);
    row->cells.item[row->cells.n++] = ledger_cell(c->child.sex, "text");
    row->cells.item[row->cells.n++] = ledger_cell(day_text(q->arena, c->child.birth), "text");
    parent_cells(l, c, KIN_FATHER, row);
    parent_cells(l, c, KIN_MOTHER, row);
    carer_cells(l, c, row);
    row->cells.item[row->cells.n++] = ledger_cell(address_shown(l, c->address), "text");
}

static enum rc rows_fill(struct ledger *l, const struct scope *at)
{
    const struct ask *q = l->q;
    struct table_part *t = l->part->table;
    struct measure_hits list;
    TRY(measure_list(q->db, at, &l->frame, M_total, MEASURE_BEST, q->arena, &list));
    if (list.n > CHILDREN_MOST) return RC_TOO_LARGE;
    t->rows.item = arena_array(q->arena, list.n + 1, sizeof *t->rows.item);
    for (size_t i = 0; i < list.n; i++) {
        struct contact c = {.no = text_fmt(q->arena, "%zu", i + 1)};
        TRY(contact_read(l, at, list.item[i].child, &c));
        row_fill(l, &c, list.item[i].child, &t->rows.item[t->rows.n++]);
    }
    return RC_OK;
}

static void full_fill(struct ledger *l)
{
    const struct ask *q = l->q;
    static const struct { const char *code; enum word w; } reasons[] = {
        {"contact", W_reveal_contact}, {"verify", W_reveal_verify}, {"emergency", W_reveal_emergency}, {"paper", W_reveal_paper},
    };
    bool may_full = ask_may(q, CAP_export, l->place.lo, l->place.hi) && ask_may(q, CAP_child_reveal, l->place.lo, l->place.hi);
    l->part->full_href = may_full ? T("/ledger/class/full") : T("");
    l->part->reasons.item = arena_array(q->arena, 4, sizeof *l->part->reasons.item);
    for (size_t i = 0; i < 4; i++) {
        l->part->reasons.item[l->part->reasons.n++] =
            (struct choice_part){.value = text_of(reasons[i].code), .label = word(q->lang, reasons[i].w)};
    }
}

enum rc build_ledger_class(struct ledger *l)
{
    const struct ask *q = l->q;
    struct scope at = scope_narrow(q->scope, l->place.lo, l->place.hi, 0, q->scope.staff);
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    *t = (struct table_part){.caption = l->part->title, .empty = word(q->lang, W_ledger_empty_class), .fixed = true};
    l->part->table = t;
    l->part->confidential = true;
    l->sets = MEASURE_SET_PERSONS;
    heads_fill(q, t);
    TRY(rows_fill(l, &at));
    full_fill(l);
    return ledger_submission(l);
}
