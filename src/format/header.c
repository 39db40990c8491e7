/* SPDX-License-Identifier: Apache-2.0 */
#include "format/header_part.h"

#include "base/log.h"

enum state { LOOKING, READING, PASSING /* nothing more of this sheet is wanted */ };

struct header_finder {
    struct arena *arena, *scratch;
    const struct header_spec *spec;
    struct headings headings;
    struct text file;
    const struct sheet_told *told;
    struct faults *faults;
    header_row_fn *fn;
    void *ctx;
    enum state state;
    int32_t sheet;                 /* in hand, -1 before the first */
    struct sheet_row kept[HEAD_LOOK + HEAD_DEEP];
    size_t kept_n;
    struct header head, *first;    /* of the sheet in hand; of the table */
    struct match near;             /* the best head that lacks something required */
    struct text near_sheet;
    uint32_t near_last;            /* row where it ends */
    struct sheet_row near_below;   /* the row after it, number 0: none */
    const struct sheet_cell **cell;
    uint32_t last_row, empty;
    bool stopped;
};

static void note(struct header_finder *h, enum word w, uint32_t row, bool warning, struct text a0, struct text a1)
{
    struct fault f = {.file = h->file, .line = (int32_t)row, .warning = warning, .word = w, .arg = {a0, a1}};
    fault_put(h->faults, &f);
}

static struct text number_text(struct header_finder *h, uint32_t v)
{
    return text_fmt(h->arena, "%u", v);
}

/* Scratch memory is the finder's own; it goes with the arena. */
static void free_scratch(void *p)
{
    arena_free(p);
}

struct header_finder *header_new(struct arena *a, const struct header_spec *spec, struct text file, const struct sheet_told *told,
                                 struct faults *faults, header_row_fn *fn, void *ctx)
{
    BUG_IF(spec->n > ALIASES_MOST);
    struct header_finder *h = arena_alloc(a, sizeof *h);
    h->arena = a;
    h->scratch = arena_new((size_t)256 << 20);
    arena_defer(a, free_scratch, h->scratch);
    h->spec = spec;
    h->headings = header_index(a, spec);
    h->file = file;
    h->told = told;
    h->faults = faults;
    h->fn = fn;
    h->ctx = ctx;
    h->sheet = -1;
    h->cell = arena_array(a, spec->n, sizeof *h->cell);
    return h;
}

static void keep_row(struct header_finder *h, const struct sheet_row *row)
{
    struct sheet_row *k = &h->kept[h->kept_n++];
    struct sheet_cell *cell = arena_copy(h->arena, row->cell, row->n * sizeof *cell);
    for (size_t i = 0; i < row->n; i++) cell[i].shown = text_dup(h->arena, cell[i].shown);
    *k = *row;
    k->cell = cell;
}

static void note_skipped(struct header_finder *h, enum row_kind kind, uint32_t row)
{
    static const enum word say[] = {[ROW_TOTAL] = W_header_total, [ROW_FOOT] = W_header_foot, [ROW_EXAMPLE] = W_header_example,
                                    [ROW_REPEAT] = W_header_repeat, [ROW_NUMBERS] = W_header_numbers};
    if (kind == ROW_EMPTY) h->empty++;
    else note(h, say[kind], row, true, number_text(h, row), TEXT_NONE);
}

static bool read_row(struct header_finder *h, const struct sheet_row *row)
{
    if (row->number > h->last_row + 1) h->empty += row->number - h->last_row - 1;
    h->last_row = row->number;
    arena_reset(h->scratch);
    enum row_kind kind = header_row_kind(h->scratch, &h->head, row);
    if (kind != ROW_RECORD) {
        note_skipped(h, kind, row->number);
        return true;
    }
    size_t at = 0;
    for (size_t i = 0; i < h->spec->n; i++) h->cell[i] = NULL;
    for (size_t c = 0; c < h->head.n; c++) {
        const struct header_column *col = &h->head.column[c];
        while (at < row->n && row->cell[at].column < col->column) at++;
        if (at == row->n) break;
        bool mine = col->alias >= 0 && h->head.of_alias[col->alias] == (int32_t)c && row->cell[at].column == col->column;
        if (mine) h->cell[col->alias] = &row->cell[at];
    }
    struct header_row r = {.number = row->number, .hidden = row->hidden, .cell = h->cell, .sheet = row};
    h->stopped = !h->fn(h->ctx, &h->head, &r);
    return !h->stopped;
}

static void note_columns(struct header_finder *h, const struct header *head)
{
    for (size_t i = 0; i < head->n; i++) {
        const struct header_column *c = &head->column[i];
        struct text name = sheet_column_name(h->arena, c->column);
        if (c->alias < 0) note(h, W_header_unknown, head->last, true, c->heading, name);
        else if (head->of_alias[c->alias] != (int32_t)i) note(h, W_header_twice, head->last, true, c->heading, name);
    }
}

static void set_head(struct header_finder *h, const struct match *m)
{
    struct header *head = &h->head;
    *head = (struct header){.sheet = (uint16_t)h->sheet, .column = m->column, .n = m->n, .of_alias = m->of_alias};
    head->sheet_name = h->told->sheet[h->sheet].name;
    head->first = h->kept[m->first].number;
    head->last = h->kept[m->first + m->deep - 1].number;
    size_t most = 0;
    for (size_t r = 0; r < m->first; r++) most += h->kept[r].n;
    struct text *above = arena_array(h->arena, most, sizeof *above);
    for (size_t r = 0; r < m->first; r++)
        for (size_t i = 0; i < h->kept[r].n; i++)
            if (!h->kept[r].cell[i].merged) above[head->above_n++] = text_trim(h->kept[r].cell[i].shown);
    head->above = above;
    if (!h->first) h->first = arena_copy(h->arena, head, sizeof *head);
}

static size_t count_required(const struct header_spec *spec)
{
    size_t n = 0;
    for (size_t i = 0; i < spec->n; i++) n += spec->alias[i].required;
    return n;
}

static bool is_near(const struct match *m, const struct match *than)
{
    return m->required != than->required ? m->required > than->required : m->matched > than->matched;
}

/* The head goes up to before this kept row. */
static void near_ends(struct header_finder *h, size_t row)
{
    h->near_last = h->kept[row - 1].number;
    h->near_below = row < h->kept_n ? h->kept[row] : (struct sheet_row){.number = 0};
}

/* Hardly a heading is known: what looks most like a head is its first row of several cells, for people to say what it means. */
static void guess_near(struct header_finder *h, const struct match *m, struct text name)
{
    enum { CELLS_LEAST = 3 };
    size_t row = m->first;
    if (h->near_last != 0) return;
    for (size_t i = 0; m->matched == 0 && i <= h->kept_n; i++) {
        if (i == h->kept_n) return;
        row = i;
        size_t own = 0;
        for (size_t c = 0; c < h->kept[i].n; c++) own += !h->kept[i].cell[c].merged && h->kept[i].cell[c].shown.n > 0;
        if (own >= CELLS_LEAST) break;
    }
    h->near = header_match(h->arena, h->spec, &h->headings, h->kept, row, m->matched > 0 ? m->deep : 1);
    h->near_sheet = name;
    near_ends(h, row + (m->matched > 0 ? m->deep : 1));
}

/* Enough rows are kept, or the sheet has no more: is there a head? */
static bool decide(struct header_finder *h)
{
    struct match m = header_best(h->arena, h->scratch, h->spec, &h->headings, h->kept, h->kept_n);
    size_t least = h->spec->n < 2 ? 1 : 2;
    h->state = PASSING;
    struct text name = h->told->sheet[h->sheet].name;
    if (m.matched < least) {
        guess_near(h, &m, name);
        return true;
    }
    if (m.required < count_required(h->spec)) {
        if (is_near(&m, &h->near)) {
            h->near = m;
            h->near_sheet = name;
            near_ends(h, m.first + m.deep);
        }
        return true;
    }
    if (h->first && !h->spec->every_sheet) {
        note(h, W_header_second, 0, true, name, h->first->sheet_name);
        return true;
    }
    set_head(h, &m);
    note_columns(h, &h->head);
    h->state = READING;
    h->last_row = h->head.last;
    for (size_t r = m.first + m.deep; r < h->kept_n; r++)
        if (!read_row(h, &h->kept[r])) return false;
    return true;
}

static bool end_sheet(struct header_finder *h)
{
    if (h->sheet < 0) return true;
    if (h->state == LOOKING && !decide(h)) return false;
    if (h->state == READING && h->empty > 0)
        note(h, W_header_empty, 0, true, number_text(h, h->empty), h->head.sheet_name);
    h->kept_n = 0;
    h->empty = 0;
    h->state = LOOKING;
    return true;
}

bool header_take(void *finder, const struct sheet_row *row)
{
    struct header_finder *h = finder;
    if (h->stopped) return false;
    if (h->sheet != row->sheet) {
        if (!end_sheet(h)) return false;
        h->sheet = row->sheet;
    }
    if (h->state == READING) return read_row(h, row);
    if (h->state == PASSING) return true;
    keep_row(h, row);
    return h->kept_n < HEAD_LOOK + HEAD_DEEP || decide(h);
}

const struct header *header_near(struct header_finder *h, const struct sheet_row **below)
{
    *below = h->near_below.number > 0 ? &h->near_below : NULL;
    if (h->first != NULL || h->near_last == 0) return NULL;
    struct header *head = arena_alloc(h->arena, sizeof *head);
    *head = (struct header){.sheet_name = h->near_sheet, .column = h->near.column, .n = h->near.n, .of_alias = h->near.of_alias,
        .last = h->near_last};
    return head;
}

enum rc header_end(struct header_finder *h, const struct header **out)
{
    if (!h->stopped) end_sheet(h);
    if (out) *out = h->first;
    if (h->first) return RC_OK;
    if (h->near.matched < (h->spec->n < 2 ? 1U : 2U)) {
        struct text wish = h->spec->n ? h->spec->alias[0].heading[0] : T("");
        for (size_t i = 0; i < h->spec->n; i++)
            if (h->spec->alias[i].required && h->spec->alias[i].n) wish = h->spec->alias[i].heading[0];
        note(h, W_header_none, 0, false, h->file, wish);
        return RC_INVALID;
    }
    for (size_t i = 0; i < h->spec->n; i++)
        if (h->spec->alias[i].required && h->near.of_alias[i] < 0)
            note(h, W_header_missing, 0, false, h->spec->alias[i].heading[0], h->near_sheet);
    return RC_INVALID;
}
