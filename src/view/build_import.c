/* SPDX-License-Identifier: Apache-2.0 */
#include "format/json.h"
#include "model/columns.h"
#include "model/roll.h"
#include "model/staff.h"
#include "view/build_imports.h"
#include "view/due.h"
#include "view/said.h"

enum { SUMMARY_BYTES = 1 << 20, TABS = 5 };

struct looking {
    const struct ask *q;
    const struct import_query *c;
    struct batch b;
    struct roll_missing_list missing;
    struct import_show_view *v;
};

/* ---- what the file was taken for ---- */

static struct text column_letter(const struct ask *q, size_t i)
{
    char first = (char)('A' + i / 26 - 1), last = (char)('A' + i % 26);
    return i < 26 ? text_fmt(q->arena, "%c", last) : text_fmt(q->arena, "%c%c", first, last);
}

static struct text meaning_said(const struct columns *columns, struct text key)
{
    int at = columns == NULL ? -1 : columns_find(columns, key.s);
    return at < 0 || columns->item[at].names == 0 ? key : columns->item[at].name[0];
}

static void cells_put(const struct ask *q, struct row_part *row, struct text a, struct text b, struct text c, const char *kind)
{
    row->cells.item = arena_array(q->arena, 3, sizeof *row->cells.item);
    row->cells.n = 3;
    row->cells.item[0] = (struct cell_part){.text = a, .kind = text_of(kind)};
    row->cells.item[1] = (struct cell_part){.text = b, .kind = text_of(kind)};
    row->cells.item[2] = (struct cell_part){.text = c, .kind = text_of(kind)};
}

static void columns_fill(struct looking *l, const struct json_node *summary)
{
    const struct ask *q = l->q;
    const struct json_node *heads = json_get(summary, "headings"), *found = json_get(summary, "found");
    if (heads == NULL || found == NULL || heads->n == 0) return;
    struct faults ours = faults_new(q->arena);
    const struct columns *columns = columns_load(q->arena, q->ev->codes, text_z(q->arena, l->b.kind), &ours);
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    *t = (struct table_part){.caption = word(q->lang, W_import_mapping)};
    t->heads.item = arena_array(q->arena, 1, sizeof *t->heads.item);
    t->heads.n = 1;
    cells_put(q, &t->heads.item[0], word(q->lang, W_import_column), word(q->lang, W_import_heading),
        word(q->lang, W_import_means), "head");
    t->rows.item = arena_array(q->arena, heads->n + 1, sizeof *t->rows.item);
    const struct json_node *f = found->child;
    size_t i = 0;
    for (const struct json_node *h = heads->child; h != NULL; h = h->next, i++) {
        struct text key = f == NULL ? T("") : text_of(text_z(q->arena, f->text));
        bool used = !text_empty(key);
        struct row_part *row = &t->rows.item[t->rows.n++];
        cells_put(q, row, column_letter(q, i), h->text, used ? meaning_said(columns, key) : word(q->lang, W_import_ignore),
            "text");
        if (!used && !text_empty(h->text)) row->kind = T("warn");
        if (f != NULL) f = f->next;
    }
    l->v->preview = t;
}

/* Notes about the whole file, and why a press was refused. */
static void notes_fill(struct looking *l, const struct json_node *summary)
{
    const struct ask *q = l->q;
    const struct json_node *notes = json_get(summary, "notes");
    const struct faults *f = l->c->faults;
    l->v->notes.item = arena_array(q->arena, (notes == NULL ? 0 : notes->n) + (f == NULL ? 0 : f->n) + 2,
        sizeof *l->v->notes.item);
    for (size_t i = 0; f != NULL && i < f->n; i++) {
        l->v->notes.item[l->v->notes.n++] = (struct fault_part){.sentence = fault_say(&f->list[i], q->lang, q->arena),
            .warning = f->list[i].warning};
    }
    for (const struct json_node *n = notes == NULL ? NULL : notes->child; n != NULL; n = n->next) {
        struct fault one = {.word = W_none};
        struct text key = TEXT_NONE;
        size_t k = 0;
        (void)json_get_text(n, "w", &key);
        one.word = word_find(key);
        const struct json_node *args = json_get(n, "a");
        for (const struct json_node *a = args == NULL ? NULL : args->child; a != NULL
            && k < FAULT_ARGS; a = a->next) one.arg[k++] = a->text;
        l->v->notes.item[l->v->notes.n++] = (struct fault_part){.sentence = fault_say(&one, q->lang, q->arena), .warning = true};
    }
}

/* ---- rows ---- */

static void row_faults(const struct ask *q, const struct batch_row *row, struct import_show_faults *out)
{
    *out = (struct import_show_faults){.line = row->row_no, .name = row->name};
    out->faults.item = arena_array(q->arena, row->faults + 1, sizeof *out->faults.item);
    for (size_t i = 0; i < row->faults; i++) {
        out->faults.item[out->faults.n++] =
            (struct fault_part){.place = row->fault[i].field, .sentence = row->fault[i].text, .warning = row->fault[i].warning};
    }
}

static int64_t total_of(const struct looking *l)
{
    if (text_eqz(l->c->tab, "changed")) return l->b.rows_changed;
    if (text_eqz(l->c->tab, "warned")) return l->b.rows_warned;
    return text_eqz(l->c->tab, "new") ? l->b.rows_new : l->b.rows_refused;
}

/* after: the last row of this part, -1 when nothing follows. */
static void pager_put(struct looking *l, int64_t after, int64_t n)
{
    if (after < 0 && l->c->shown == 0) return;
    const struct ask *q = l->q;
    l->v->pager = arena_alloc(q->arena, sizeof *l->v->pager);
    struct text base = text_fmt(q->arena, "/import/%lld?tab=%.*s", (long long)l->b.id, TP(l->c->tab));
    *l->v->pager = (struct pager_part){.from = l->c->shown + 1, .to = l->c->shown + n, .total = total_of(l),
        .prev_href = l->c->shown > 0 ? base : T(""),
        .next_href = after < 0 ? T("") : text_fmt(q->arena, "%.*s&after=%lld&shown=%lld", TP(base), (long long)after,
            (long long)(l->c->shown + n))};
}

static enum rc list_fill(struct looking *l, const char *outcome, bool doubtful)
{
    const struct ask *q = l->q;
    struct batch_rows rows;
    int64_t after = l->c->after, last = -1;
    TRY(batch_rows(q->db, &q->scope, l->b.id, outcome, after, doubtful ? IMPORT_SCAN : IMPORT_ROWS, q->lang, q->arena, &rows));
    l->v->faults.item = arena_array(q->arena, IMPORT_ROWS, sizeof *l->v->faults.item);
    size_t i = 0;
    for (; i < rows.n && l->v->faults.n < IMPORT_ROWS; i++) {
        last = rows.item[i].row_no;
        if (doubtful && (rows.item[i].faults == 0 || text_eqz(rows.item[i].outcome, "refused"))) continue;
        row_faults(q, &rows.item[i], &l->v->faults.item[l->v->faults.n++]);
    }
    pager_put(l, rows.more || i < rows.n ? last : -1, (int64_t)l->v->faults.n);
    return RC_OK;
}

static enum rc names_fill(struct looking *l)
{
    const struct ask *q = l->q;
    struct batch_rows rows;
    TRY(batch_rows(q->db, &q->scope, l->b.id, "new", l->c->after, IMPORT_ROWS, q->lang, q->arena, &rows));
    l->v->names.item = arena_array(q->arena, rows.n + 1, sizeof *l->v->names.item);
    for (size_t i = 0; i < rows.n; i++) {
        l->v->names.item[l->v->names.n++] = (struct import_show_names){.line = rows.item[i].row_no, .name = rows.item[i].name};
    }
    pager_put(l, rows.more ? rows.item[rows.n - 1].row_no : -1, (int64_t)rows.n);
    return RC_OK;
}

static enum rc changes_fill(struct looking *l)
{
    const struct ask *q = l->q;
    struct batch_rows rows;
    bool children = text_eqz(l->b.kind, "roll") || text_eqz(l->b.kind, "promotion");
    TRY(batch_rows(q->db, &q->scope, l->b.id, "changed", l->c->after, IMPORT_ROWS, q->lang, q->arena, &rows));
    l->v->differences.item = arena_array(q->arena, rows.n + 1, sizeof *l->v->differences.item);
    for (size_t i = 0; i < rows.n; i++) {
        const struct batch_row *row = &rows.item[i];
        struct import_show_differences *d = &l->v->differences.item[l->v->differences.n++];
        *d = (struct import_show_differences){.line = row->row_no, .name = row->name,
            .href = children && row->child != 0 ? text_fmt(q->arena, "/child/%lld", (long long)row->child) : T("")};
        d->changes.item = arena_array(q->arena, row->diffs + 1, sizeof *d->changes.item);
        for (size_t k = 0; k < row->diffs; k++) {
            d->changes.item[d->changes.n++] =
                (struct import_show_differences_changes){.label = row->diff[k].field, .was = row->diff[k].old,
                    .now = row->diff[k].now};
        }
    }
    pager_put(l, rows.more ? rows.item[rows.n - 1].row_no : -1, (int64_t)rows.n);
    return RC_OK;
}

/* Children who do not stand in the file: told, and marked as gone only when somebody ticks them. */
static void missing_fill(struct looking *l)
{
    static const char *const reasons[] = {"transfer_out", "graduated", "dropout", "other"};
    const struct ask *q = l->q;
    struct form_part *f = arena_alloc(q->arena, sizeof *f);
    bool applied = text_eqz(l->b.state, "applied");
    *f = (struct form_part){.key = T("missing"), .title = word(q->lang, W_import_missing_title), .open = true, .danger = true,
        .lead = word(q->lang, applied ? W_import_missing_lead : W_import_missing_later),
            .save_label = word(q->lang, W_import_missing_go),
        .action_href = text_fmt(q->arena, "/import/%lld/leave", (long long)l->b.id)};
    size_t n = l->missing.n < IMPORT_MISSING ? l->missing.n : IMPORT_MISSING;
    if (!applied) {
        l->v->families.item = arena_array(q->arena, n + 1, sizeof *l->v->families.item);
        for (size_t i = 0; i < n; i++) {
            l->v->families.item[l->v->families.n++] =
                (struct import_show_families){.label = l->missing.item[i].name,
                    .why = said_place(q, l->missing.item[i].class_id)};
        }
        return;
    }
    f->fields.item = arena_array(q->arena, 3, sizeof *f->fields.item);
    f->fields.n = 3;
    struct field_part *one = f->fields.item;
    one[0] = (struct field_part){.name = T("child"), .type = T("checks"), .label = word(q->lang, W_import_missing_who)};
    one[0].options.item = arena_array(q->arena, n + 1, sizeof *one[0].options.item);
    for (size_t i = 0; i < n; i++) {
        one[0].options.item[one[0].options.n++] = (struct choice_part){.value = said_int(q, l->missing.item[i].child),
            .label = l->missing.item[i].name, .hint = said_place(q, l->missing.item[i].class_id)};
    }
    one[1] = field_plain(q, NULL, "day", "date", W_import_missing_day, day_text(q->arena, l->b.as_of), true);
    one[2] = field_plain(q, NULL, "reason", "chips", W_import_missing_reason, T(""), true);
    one[2].options.item = arena_array(q->arena, 4, sizeof *one[2].options.item);
    for (size_t i = 0; i < 4; i++) {
        one[2].options.item[one[2].options.n++] =
            (struct choice_part){.value = text_of(reasons[i]), .label = said_key(q, "leave_reason", text_of(reasons[i]))};
    }
    l->v->forms.item = f;
    l->v->forms.n = 1;
}

/* ---- around them ---- */

static struct text tab_chosen(const struct looking *l)
{
    if (!text_empty(l->c->tab)) return l->c->tab;
    if (l->b.rows_refused > 0) return T("refused");
    if (l->b.rows_changed > 0) return T("changed");
    return l->b.rows_warned > 0 ? T("warned") : T("new");
}

static void tabs_fill(struct looking *l, struct text chosen)
{
    const struct ask *q = l->q;
    const struct { const char *key; enum word w; int64_t n; } tabs[TABS] = {
        {"refused", W_import_tab_refused, l->b.rows_refused}, {"warned", W_import_tab_warned, l->b.rows_warned},
        {"changed", W_import_tab_changed, l->b.rows_changed}, {"new", W_import_tab_new, l->b.rows_new},
        {"missing", W_import_tab_missing, (int64_t)l->missing.n}};
    l->v->tabs.item = arena_array(q->arena, TABS, sizeof *l->v->tabs.item);
    for (size_t i = 0; i < TABS; i++) {
        if (text_eqz(chosen, tabs[i].key)) l->v->rows_title = word(q->lang, tabs[i].w);
        if (tabs[i].n == 0) continue;
        l->v->tabs.item[l->v->tabs.n++] = (struct choice_part){.value = text_of(tabs[i].key), .label = word(q->lang, tabs[i].w),
            .hint = said_int(q, tabs[i].n), .on = text_eqz(chosen, tabs[i].key),
            .href = text_fmt(q->arena, "/import/%lld?tab=%s", (long long)l->b.id, tabs[i].key)};
    }
}

static void stats_fill(struct looking *l)
{
    const struct ask *q = l->q;
    const struct batch *b = &l->b;
    const struct { enum word w; int64_t n; const char *tone; } stats[] = {
        {W_imports_rows, b->rows_new + b->rows_changed + b->rows_same + b->rows_refused, ""}, {W_imports_added, b->rows_new, ""},
        {W_imports_changed, b->rows_changed, ""}, {W_import_same, b->rows_same, ""}, {W_import_tab_warned, b->rows_warned,
            "warn"},
        {W_imports_refused, b->rows_refused, "bad"}};
    enum { N = sizeof stats / sizeof *stats };
    l->v->stats.item = arena_array(q->arena, N, sizeof *l->v->stats.item);
    for (size_t i = 0; i < N; i++) {
        l->v->stats.item[l->v->stats.n++] = (struct stat_part){.label = word(q->lang, stats[i].w),
            .value = said_int(q, stats[i].n),
            .tone = stats[i].n > 0 ? text_of(stats[i].tone) : T("")};
    }
}

static void steps_fill(struct looking *l)
{
    static const enum word words[] = {W_import_step_upload, W_import_step_look, W_import_step_apply};
    bool preview = text_eqz(l->b.state, "preview") || text_eqz(l->b.state, "mapping") || text_eqz(l->b.state, "reading") ||
                   text_eqz(l->b.state, "failed");
    bool going = text_eqz(l->b.state, "applying") || text_eqz(l->b.state, "undoing");
    l->v->steps.item = arena_array(l->q->arena, 3, sizeof *l->v->steps.item);
    for (size_t i = 0; i < 3; i++) {
        l->v->steps.item[l->v->steps.n++] = (struct import_show_steps){
            .label = word(l->q->lang, words[i]), .done = i < (preview ? 1U : going ? 2U : 3U),
            .here = (preview && i == 1) || (going && i == 2)};
    }
}

static void presses_fill(struct looking *l)
{
    const struct ask *q = l->q;
    const struct batch *b = &l->b;
    bool preview = text_eqz(b->state, "preview"), applied = text_eqz(b->state, "applied");
    if (preview && b->rows_new + b->rows_changed > 0) l->v->apply_href = text_fmt(q->arena, "/import/%lld/apply",
        (long long)b->id);
    bool early = preview || text_eqz(b->state, "mapping") || text_eqz(b->state, "reading") || text_eqz(b->state, "failed");
    if (early) l->v->drop_href = text_fmt(q->arena, "/import/%lld/drop", (long long)b->id);
    if (b->rows_refused + b->rows_warned > 0) l->v->report_href = text_fmt(q->arena, "/import/%lld/report", (long long)b->id);
    if (applied && ask_may(q, CAP_roll_undo, b->key_lo, b->key_hi)) l->v->undo_href = text_fmt(q->arena, "/import/%lld/undo",
        (long long)b->id);
    else if (applied) l->v->undo_not = word(q->lang, W_import_undo_clerk);
    l->v->version = 1;
    if (!applied || !text_eqz(b->kind, "staff")) return;
    bool mine = ask_may(q, CAP_account_admin, b->key_lo, b->key_hi);
    l->v->accounts_label = word(q->lang, mine ? W_import_accounts : W_import_accounts_other);
    if (mine) l->v->accounts_href = text_fmt(q->arena, "/staff/accounts?batch=%lld", (long long)b->id);
}

static const struct batch_under_way *under_way(const struct looking *l, struct batch_under_way *out)
{
    bool now = text_eqz(l->b.state, "applying") || text_eqz(l->b.state, "undoing");
    return now && batch_under_way(l->q->db, &l->q->scope, l->b.id, l->q->arena, out) == RC_OK ? out : NULL;
}

/* How far it is, and whether somebody has to say that it goes on. */
static void going_fill(struct looking *l, const struct batch_under_way *u)
{
    const struct ask *q = l->q;
    struct text arg[2] = {said_int(q, u->done), said_int(q, u->total)}, base = text_fmt(q->arena, "/import/%lld",
        (long long)l->b.id);
    bool may_undo = ask_may(q, CAP_roll_undo, l->b.key_lo, l->b.key_hi), stopped = !text_empty(u->stopped);
    l->v->going = arena_alloc(q->arena, sizeof *l->v->going);
    *l->v->going = (struct import_show_going){
        .sentence = said_fill(q, u->back ? W_import_going_back : W_import_going, arg[0], arg[1]),
        .percent = u->total > 0 ? u->done * 100 / u->total : 0, .href = stopped ? T("") : base};
    if (stopped) l->v->going->stopped = said_fill(q, W_import_stopped, u->stopped, TEXT_NONE);
    if (stopped && (!u->back || may_undo))
        l->v->going->go_on_href = text_fmt(q->arena, "%.*s/%s", TP(base), u->back ? "undo" : "apply");
    if (!u->back && may_undo) l->v->undo_href = text_fmt(q->arena, "%.*s/undo", TP(base));
    l->v->version = 1;
}

/* Rows that could not go back with the others, because somebody built on them meanwhile. */
static enum rc kept_note(struct looking *l)
{
    const struct ask *q = l->q;
    struct batch_rows rows;
    struct text names = T("");
    if (!text_eqz(l->b.state, "undone")) return RC_OK;
    TRY(batch_rows(q->db, &q->scope, l->b.id, "kept", -1, IMPORT_ROWS, q->lang, q->arena, &rows));
    if (rows.n == 0) return RC_OK;
    for (size_t i = 0; i < rows.n; i++)
        names = text_fmt(q->arena, "%.*s%s%.*s", TP(names), i > 0 ? "、" : "", TP(rows.item[i].name));
    l->v->notes.item[l->v->notes.n++] =
        (struct fault_part){.sentence = said_fill(q, W_import_kept, names, TEXT_NONE), .warning = true};
    return RC_OK;
}

static enum rc tab_fill(struct looking *l, struct text tab)
{
    if (text_eqz(tab, "missing")) missing_fill(l);
    else if (text_eqz(tab, "changed")) return changes_fill(l);
    else if (text_eqz(tab, "new")) return names_fill(l);
    else return list_fill(l, text_eqz(tab, "warned") ? NULL : "refused", text_eqz(tab, "warned"));
    return RC_OK;
}

enum rc build_import(const struct ask *q, const struct import_query *c, struct import_show_view *v)
{
    struct import_query own = *c;
    struct looking l = {.q = q, .c = &own, .v = v};
    struct staff who;
    struct faults ours = faults_new(q->arena);
    TRY(batch_by_id(q->db, &q->scope, c->batch, q->arena, &l.b));
    bool told = text_eqz(l.b.state, "preview") || text_eqz(l.b.state, "applied");
    if (text_eqz(l.b.kind, "roll") && told) TRY(roll_missing(q->db, &q->scope, c->batch, q->arena,
        &l.missing));
    *v = (struct import_show_view){.id = l.b.id, .school = said_place(q, l.b.place), .at = said_moment(q, l.b.made_at),
        .state = l.b.state,
        .file = text_empty(l.b.file_name) ? said_key(q, "import_kind", l.b.kind) : l.b.file_name,
        .state_label = said_key(q, "batch_state", l.b.state)};
    if (l.b.made_by != 0 && staff_by_id(q->db, q->scope.county, l.b.made_by, q->arena, &who) == RC_OK) v->who = who.name;
    own.tab = tab_chosen(&l);
    const struct json_node *summary = text_empty(l.b.summary) ? NULL : json_read(q->arena, l.b.summary, SUMMARY_BYTES, &ours);
    steps_fill(&l);
    notes_fill(&l, summary);
    TRY(kept_note(&l));
    struct batch_under_way u;
    if (under_way(&l, &u)) {
        stats_fill(&l);
        going_fill(&l, &u);
        return RC_OK;
    }
    if (text_eqz(l.b.state, "failed")) {
        v->check_href = text_fmt(q->arena, "/import/%lld/check", (long long)l.b.id);
        presses_fill(&l);
        return RC_OK;
    }
    if (!text_eqz(l.b.state, "mapping")) stats_fill(&l);
    tabs_fill(&l, own.tab);
    presses_fill(&l);
    TRY(build_import_map(q, &l.b, summary, c->mapping, v));
    if (text_eqz(l.b.state, "preview") && v->mapping.n == 0) columns_fill(&l, summary);
    if (text_eqz(l.b.state, "mapping")) return RC_OK;
    return tab_fill(&l, own.tab);
}
