/* SPDX-License-Identifier: Apache-2.0 */
/* Carrying a file out and taking it back, part by part. How far it is stands in import_part and moves in the same transaction as
 * the rows of the part, so that whoever goes on after a crash begins exactly where the last part ended. */
#include "format/json.h"
#include "gen/sql/batch.h"
#include "gen/sql/child.h"
#include "gen/sql/name_index.h"
#include "access/may.h"
#include "model/apply.h"
#include "model/leave.h"
#include "model/mapping.h"
#include "model/sounds.h"

#include <string.h>

enum {
    PART = BATCH_PART,
    ROW_MEMORY = 64 << 20, PAGE_MEMORY = 256 << 20, WHOLE_MEMORY = 1 << 30, JSON_MOST = 1 << 20, SAY_EVERY = 500,
    REFUSALS_TOLD = 20
};

/* One run of going on: what is remembered from part to part. */
struct going {
    int64_t batch, owner;
    const struct batch_steps *steps;
    const struct batch_progress *progress;
    struct arena *whole;           /* of the run */
    struct arena *memory;          /* what one apply knows of the base; reset when somebody else has changed it */
    struct arena *pages, *rows;
    struct work work;              /* what the kinds of import are given: of the part, with memory that outlives it */
    struct batch b;
    struct scope scope;
    struct apply ap;
    struct sounds *sounds;
    struct buf diff, undo, before;
    int name;                      /* the column of it, -1 none */
    int64_t version;               /* of the county, when what is remembered was true */
    bool opened, started, sound, through;
    struct sql_import_part_of_out at;
};

/* ---- asking for it ---- */

static enum rc part_put(struct work *w, int64_t batch, const struct sql_import_part_of_out *p)
{
    struct sql_import_part_put_in in = {.county = w->county, .batch = batch, .phase = p->phase, .row_no = p->row_no,
        .done = p->done, .total = p->total, .rows_new = p->rows_new, .rows_changed = p->rows_changed, .rows_same = p->rows_same,
        .rows_refused = p->rows_refused, .kept = p->kept, .key_lo = p->key_lo, .key_hi = p->key_hi, .staff = p->staff,
        .asked_at = p->asked_at, .keeper = p->keeper, .owner = p->owner, .beat_at = p->beat_at, .stopped = p->stopped};
    return sql_import_part_put_run(w->db, &in, NULL);
}

static enum rc part_of(struct work *w, int64_t batch, struct sql_import_part_of_out *out)
{
    struct sql_import_part_of_in in = {.county = w->county, .batch = batch};
    return sql_import_part_of_one(w->db, &in, w->arena, out);
}

static enum rc state_set(struct work *w, const struct batch *b, const char *state)
{
    int64_t changed = 0;
    struct sql_batch_state_set_in in = {.county = w->county, .id = b->id, .state = text_of(state), .was = b->state};
    TRY(sql_batch_state_set_run(w->db, &in, &changed));
    return changed == 1 ? RC_OK : RC_CONFLICT;
}

static enum rc wrong_state(struct work *w, const struct batch *b, enum word why)
{
    fault_add(w->faults, TEXT_NONE, why, b->file_name, TEXT_NONE);
    return RC_CONFLICT;
}

static struct sql_import_part_of_out part_new(const struct work *w, const struct scope *scope)
{
    return (struct sql_import_part_of_out){.row_no = -1, .key_lo = scope->lo, .key_hi = scope->hi, .staff = w->staff,
        .asked_at = w->now, .beat_at = w->now, .keeper = T(""), .stopped = T("")};
}

enum rc batch_apply_ask(struct work *w, const struct scope *scope, int64_t batch)
{
    struct batch b;
    struct sql_import_part_of_out p;
    TRY(batch_by_id(w->db, scope, batch, w->arena, &b));
    if (text_eqz(b.state, "applying")) {
        TRY(part_of(w, batch, &p));
        p.stopped = T("");
        return part_put(w, batch, &p);
    }
    if (!text_eqz(b.state, "preview")) return wrong_state(w, &b, W_batch_not_preview);
    p = part_new(w, scope);
    p.phase = T("changed");
    p.total = b.rows_new + b.rows_changed;
    TRY(state_set(w, &b, "applying"));
    return part_put(w, batch, &p);
}

/* ---- one row carried out ---- */

struct page_row { int64_t row_no, object; struct text given; };

/* The next rows of an outcome, copied: writing goes on while nothing is being read. */
static enum rc page_read(struct going *g, struct page_row *row, size_t most, size_t *n)
{
    struct cursor c;
    struct sql_import_row_of_out o;
    struct sql_import_row_of_in in = {.county = g->work.county, .batch = g->batch, .outcome = g->at.phase,
        .after_no = g->at.row_no, .limit = (int64_t)most};
    *n = 0;
    TRY(sql_import_row_of(g->work.db, &in, &c));
    while (*n < most && sql_import_row_of_next(&c, &o))
        row[(*n)++] = (struct page_row){.row_no = o.row_no, .object = o.child, .given = text_dup(g->pages, o.given)};
    return sql_close(&c);
}

/* Once carried out, all that a row said stands in the base. The row itself keeps its name for the list, unless it was doubtful
 * and goes back to the school as it was written: personal data kept twice can be lost twice. */
static struct text given_left(const struct going *g, const struct page_row *page, const struct apply_row *row)
{
    bool done = strcmp(row->outcome, "new") == 0 || strcmp(row->outcome, "changed") == 0;
    if (!done || g->name < 0 || !row->value[g->name].s || text_starts(page->given, T("{\"raw\":"))) return TEXT_NONE;
    return row_of_name(row->a, row->value[g->name]);
}

static void row_count(struct going *g, const char *outcome)
{
    struct sql_import_part_of_out *p = &g->at;
    ++*(strcmp(outcome, "new") == 0       ? &p->rows_new
        : strcmp(outcome, "changed") == 0 ? &p->rows_changed
        : strcmp(outcome, "same") == 0    ? &p->rows_same
                                          : &p->rows_refused);
}

static enum rc row_apply(struct going *g, const struct page_row *page)
{
    struct apply *ap = &g->ap;
    struct arena *a = g->rows;
    struct faults faults = faults_new(a);
    struct text *value = arena_array(a, ap->im.columns->n, sizeof *value);
    TRY(import_values(ap->im.columns, a, page->given, value));
    buf_clear(&g->diff);
    buf_clear(&g->undo);
    buf_clear(&g->before);
    json_open(&g->undo, '[');
    struct undo undo = {&g->undo};
    struct apply_row row = {.row_no = page->row_no, .value = value, .a = a, .faults = &faults, .diff = &g->diff, .undo = &undo};
    TRY(ap->row(ap, &row));
    json_close(&g->undo, ']');
    if (g->diff.n > 0) json_close(&g->diff, ']');
    buf_fmt(&g->before, "{\"diff\":%.*s,\"version\":%lld,", TP(g->diff.n ? buf_text(&g->diff) : T("[]")),
        (long long)row.version);
    if (row.home != 0) buf_fmt(&g->before, "\"home\":%lld,", (long long)row.home);
    buf_fmt(&g->before, "\"undo\":%.*s}", TP(buf_text(&g->undo)));
    if (g->before.over || g->undo.over) return RC_TOO_LARGE;
    row_count(g, row.outcome);
    struct sql_import_row_done_in in = {.county = g->work.county,
                                        .batch = g->batch,
                                        .row_no = page->row_no,
                                        .outcome = text_of(row.outcome),
                                        .child = row.object,
                                        .given = given_left(g, page, &row),
                                        .before = buf_text(&g->before)};
    return sql_import_row_done_run(g->work.db, &in, NULL);
}

/* ---- what one apply remembers ---- */

static enum rc kind_start(struct going *g)
{
    struct text kind = g->b.kind;
    struct apply *ap = &g->ap;
    if (text_eqz(kind, "roll")) return roll_apply_start(ap);
    if (text_eqz(kind, "place")) return place_apply_start(ap);
    return text_eqz(kind, "staff") ? staff_apply_start(ap) : RC_INTERNAL;
}

static enum rc county_version(struct going *g, int64_t *version)
{
    struct sql_name_version_out o;
    TRY(sql_name_version_one(g->work.db, &(struct sql_name_version_in){.county = g->work.county}, g->rows, &o));
    *version = o.data_version;
    return RC_OK;
}

/* What it knew of the base is true as long as nobody else has changed the county's people and places in between. */
static enum rc memory_ready(struct going *g)
{
    static const struct batch_file none;
    int64_t version = 0;
    bool sound = g->sound;
    struct arena *part = g->work.arena;
    g->sound = false;          /* until this part is committed: when it is tried again, it begins from the base */
    TRY(county_version(g, &version));
    g->work.arena = g->whole;
    if (!g->started) {
        g->ap = (struct apply){.w = &g->work, .scope = &g->scope, .batch = &g->b};
        TRY(import_start(&g->ap.im, &g->work, &g->scope, text_z(g->whole, g->b.kind), &none, NULL));
        g->name = columns_find(g->ap.im.columns, "name");
        g->started = true;
    }
    if (!sound || version != g->version) {
        arena_reset(g->memory);
        g->work.arena = g->memory;
        TRY(kind_start(g));
        g->ap.known = g->work.known;
    }
    if (!sound) {
        g->ap.homes = seen_new(g->whole);
        if (g->at.done > 0 && text_eqz(g->b.kind, "roll")) TRY(roll_homes_read(&g->ap));
    }
    g->work.arena = part;
    g->work.known = g->ap.known;
    return RC_OK;
}

/* ---- a part ---- */

static void told(const struct going *g, const char *what)
{
    if (g->progress && g->progress->step && g->at.done % SAY_EVERY == 0)
        g->progress->step(g->progress->ctx, what, g->at.done, g->at.total);
}

static enum rc apply_end(struct going *g)
{
    const struct batch *b = &g->b;
    int64_t changed = 0;
    struct sql_batch_done_in in = {.county = g->work.county,
                                   .id = b->id,
                                   .applied_at = g->work.now,
                                   .rows_new = g->at.rows_new,
                                   .rows_changed = g->at.rows_changed,
                                   .rows_same = b->rows_same + g->at.rows_same,
                                   .rows_refused = b->rows_refused + g->at.rows_refused};
    TRY(sql_batch_done_run(g->work.db, &in, &changed));
    if (changed != 1) return RC_CONFLICT;
    TRY(import_file_drop(&g->work, b->id));
    g->through = true;
    return sql_import_part_end_run(g->work.db,
        &(struct sql_import_part_end_in){.county = g->work.county, .batch = b->id}, NULL);
}

/* The outcome may change while a row is carried out (another row came first), so each list is walked by what the preview said:
 * first all that change somebody, then all that are new. */
static enum rc apply_some(struct going *g, size_t most)
{
    struct page_row *row = arena_array(g->pages, most, sizeof *row);
    size_t n = 0;
    TRY(page_read(g, row, most, &n));
    for (size_t i = 0; i < n; i++) {
        arena_reset(g->rows);
        g->work.arena = g->rows;          /* what a row needs goes with the row */
        TRY(row_apply(g, &row[i]));
        g->at.row_no = row[i].row_no;
        g->at.done++;
        told(g, "apply");
    }
    if (n == most) return RC_OK;
    if (text_eqz(g->at.phase, "new")) return apply_end(g);
    g->at.phase = T("new");
    g->at.row_no = -1;
    return RC_OK;
}

struct back_row { int64_t row_no, object; bool is_new; struct text before; };

static enum rc back_read(struct going *g, int64_t before_no, struct back_row *row, size_t most, size_t *n)
{
    struct cursor c;
    struct sql_import_row_back_out o;
    struct sql_import_row_back_in in = {
        .county = g->work.county, .batch = g->batch, .before_no = before_no, .limit = (int64_t)most};
    *n = 0;
    TRY(sql_import_row_back(g->work.db, &in, &c));
    while (*n < most && sql_import_row_back_next(&c, &o))
        row[(*n)++] = (struct back_row){.row_no = o.row_no, .object = o.child, .is_new = text_eqz(o.outcome, "new"),
            .before = text_dup(g->pages, o.before)};
    return sql_close(&c);
}

/* May a row go back? Rows go from last to first, so each meets the child as this row left it. A row that was never carried out
 * has nothing to take back. */
static enum rc row_check(struct work *w, const struct batch *b, const struct back_row *row, bool *carried_out)
{
    struct faults f = faults_new(w->arena);
    const struct json_node *root = row->before.s ? json_read(w->arena, row->before, JSON_MOST, &f) : NULL;
    bool child = text_eqz(b->kind, "roll") || text_eqz(b->kind, "promotion");
    int64_t version = 0;
    *carried_out = json_get(root, "undo") != NULL;
    if (!*carried_out) return RC_OK;
    (void)json_get_int(root, "version", &version);
    if (child && row->object != 0) return roll_undo_check(w, b, row->object, version, row->is_new);
    if (text_eqz(b->kind, "staff") && row->is_new) return staff_undo_check(w, b, row->object);
    return RC_OK;
}

static enum rc row_back(struct going *g, const struct back_row *row)
{
    struct work *w = &g->work;
    struct faults mine = faults_new(g->rows), *was = w->faults;
    bool carried_out = false;
    w->faults = &mine;
    enum rc rc = row_check(w, &g->b, row, &carried_out);
    w->faults = was;
    if (rc == RC_CONFLICT) {              /* built on while the others were taken back */
        g->at.kept++;
        struct sql_import_row_kept_in in = {.county = w->county, .batch = g->batch, .row_no = row->row_no};
        return sql_import_row_kept_run(w->db, &in, NULL);
    }
    TRY(rc);
    if (!carried_out) return RC_OK;
    TRY(undo_play(w, g->batch, row->object, row->before));
    if (!text_eqz(g->b.kind, "staff") && !text_eqz(g->b.kind, "place")) touched_add(w->touched, row->object);
    return RC_OK;
}

static enum rc back_end(struct going *g)
{
    struct work *w = &g->work;
    struct text kind = g->b.kind;
    int64_t changed = 0;
    /* Classes that this file made and nobody uses any more go too. */
    if (text_eqz(kind, "roll") || text_eqz(kind, "staff") || text_eqz(kind, "promotion")) TRY(place_drop_unused(w, g->batch));
    struct sql_batch_taken_back_in in = {.county = w->county, .id = g->batch, .undone_at = w->now};
    TRY(sql_batch_taken_back_run(w->db, &in, &changed));
    if (changed != 1) return RC_CONFLICT;
    g->through = true;
    return sql_import_part_end_run(w->db, &(struct sql_import_part_end_in){.county = w->county, .batch = g->batch}, NULL);
}

static enum rc back_some(struct going *g, size_t most)
{
    struct back_row *row = arena_array(g->pages, most, sizeof *row);
    size_t n = 0;
    TRY(back_read(g, g->at.row_no, row, most, &n));
    for (size_t i = 0; i < n; i++) {
        arena_reset(g->rows);
        g->work.arena = g->rows;
        TRY(row_back(g, &row[i]));
        g->at.row_no = row[i].row_no;
        g->at.done++;
        told(g, "undo");
    }
    return n < most ? back_end(g) : RC_OK;
}

/* Who goes on with it: the one that did so last, or another when that one has gone. */
static enum rc part_take(struct going *g, const struct work *w)
{
    struct text keeper = text_of(g->steps && g->steps->keeper ? g->steps->keeper : "");
    bool mine = g->owner != 0 && g->at.owner == g->owner;
    bool gone = g->at.owner == 0 || w->now - g->at.beat_at > BATCH_BEAT_MS ||
                (g->steps && g->steps->alone && text_eq(g->at.keeper, keeper));
    if (!mine && g->owner != 0 && g->sound) return RC_BUSY;      /* taken from here meanwhile */
    if (!mine && !gone) return RC_BUSY;
    if (g->owner == 0) g->owner = ids_next(w->ids, w->now);
    g->at.owner = g->owner;
    g->at.keeper = keeper;
    g->at.beat_at = w->now;
    return RC_OK;
}

static enum rc part_open(struct going *g, struct work *w)
{
    enum rc rc = part_of(w, g->batch, &g->at);
    g->through = rc == RC_NOT_FOUND;
    if (g->through) return RC_OK;
    TRY(rc);
    TRY(part_take(g, w));
    if (g->opened) return RC_OK;
    struct scope county = scope_system(w->county, "a file is carried on for whoever asked for it");
    TRY(batch_by_id(w->db, &county, g->batch, g->whole, &g->b));
    g->scope = scope_narrow(county, g->at.key_lo, g->at.key_hi, 0, g->at.staff);
    g->opened = true;
    return RC_OK;
}

static enum rc part_walk(struct going *g, struct work *w)
{
    bool back = text_eqz(g->at.phase, "back");
    bool parts = g->steps && (back || text_eqz(g->b.kind, "roll"));
    size_t most = !parts ? SIZE_MAX : g->steps->part > 0 ? g->steps->part : PART;
    int64_t before = g->at.done;
    if (!back) TRY(memory_ready(g));
    if (back && text_eqz(g->b.kind, "place")) TRY(place_undo_check(&g->work, &g->b));
    while (!g->through && (size_t)(g->at.done - before) < most) {
        size_t left = most - (size_t)(g->at.done - before), page = left < PART ? left : PART;
        arena_reset(g->pages);
        TRY(back ? back_some(g, page) : apply_some(g, page));
    }
    g->work.arena = w->arena;
    TRY(sql_county_changed_run(w->db, &(struct sql_county_changed_in){.county = w->county}, NULL));
    TRY(county_version(g, &g->version));
    return g->through ? RC_OK : part_put(w, g->batch, &g->at);
}

static enum rc part_run(struct work *w, void *p)
{
    struct going *g = p;
    TRY(part_open(g, w));
    if (g->through) return RC_OK;
    g->work = *w;
    g->work.staff = g->at.staff;
    g->work.known = NULL;
    if (!g->sounds && !w->sounds) g->sounds = sounds_new(g->whole);
    if (!w->sounds) g->work.sounds = g->sounds;
    return part_walk(g, w);
}

/* ---- part after part ---- */

static enum rc parts_run(struct going *g, struct work *w)
{
    while (!g->through) {
        enum rc rc = g->steps ? g->steps->run(g->steps->ctx, part_run, g) : part_run(w, g);
        g->sound = rc == RC_OK;
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

enum rc batch_go_on(struct work *w, int64_t batch, const struct batch_steps *steps, const struct batch_progress *p)
{
    struct going g = {.batch = batch, .steps = steps, .progress = p, .whole = arena_new(WHOLE_MEMORY),
        .memory = arena_new(WHOLE_MEMORY), .pages = arena_new(PAGE_MEMORY), .rows = arena_new(ROW_MEMORY),
        .diff = buf_new(JSON_MOST), .undo = buf_new(JSON_MOST), .before = buf_new(JSON_MOST)};
    enum rc rc = parts_run(&g, w);
    w->known = NULL;               /* true within this run alone */
    if (g.started) import_end(&g.ap.im);
    buf_free(&g.diff);
    buf_free(&g.undo);
    buf_free(&g.before);
    arena_free(g.rows);
    arena_free(g.pages);
    arena_free(g.memory);
    arena_free(g.whole);
    return rc;
}

enum rc batch_stop(struct work *w, int64_t batch, enum rc why)
{
    struct sql_import_part_of_out p;
    enum rc rc = part_of(w, batch, &p);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    p.stopped = text_of(rc_name(why));
    p.owner = 0;
    return part_put(w, batch, &p);
}

enum rc batch_apply(struct work *w, const struct scope *scope, int64_t batch, const struct batch_progress *p)
{
    TRY(batch_apply_ask(w, scope, batch));
    return batch_go_on(w, batch, NULL, p);
}

/* ---- taking back ---- */

/* Asks of every row whether it may go back; the first twenty that may not are told. */
enum rc batch_undo_check(struct work *w, const struct scope *scope, int64_t batch)
{
    struct going g = {.batch = batch, .work = *w, .pages = arena_new(PAGE_MEMORY), .rows = arena_new(ROW_MEMORY)};
    struct back_row *row = arena_array(w->arena, PART, sizeof *row);
    struct touched asked = touched_new(w->arena);    /* children seen already: the first row met is the child's newest */
    size_t n = PART, refused = 0;
    enum rc rc = batch_by_id(w->db, scope, batch, w->arena, &g.b);
    for (int64_t before_no = INT64_MAX; rc == RC_OK && n == PART && refused < REFUSALS_TOLD;) {
        arena_reset(g.pages);
        rc = back_read(&g, before_no, row, PART, &n);
        for (size_t i = 0; rc == RC_OK && i < n; i++) {
            size_t before = asked.n;
            bool carried_out;
            arena_reset(g.rows);
            g.work.arena = g.rows;
            before_no = row[i].row_no;
            touched_add(&asked, row[i].object);
            if (row[i].object != 0 && asked.n == before) continue;
            rc = row_check(&g.work, &g.b, &row[i], &carried_out);
            if (rc == RC_CONFLICT) refused++;
            if (rc == RC_CONFLICT) rc = RC_OK;
        }
    }
    if (rc == RC_OK && text_eqz(g.b.kind, "place")) rc = place_undo_check(w, &g.b);
    arena_free(g.rows);
    arena_free(g.pages);
    return rc != RC_OK ? rc : refused > 0 ? RC_CONFLICT : RC_OK;
}

enum rc batch_undo_ask(struct work *w, const struct scope *scope, int64_t batch)
{
    struct batch b;
    struct sql_import_part_of_out p;
    TRY(batch_by_id(w->db, scope, batch, w->arena, &b));
    enum rc rc = part_of(w, batch, &p);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    if (rc == RC_OK && text_eqz(b.state, "undoing")) {
        p.stopped = T("");
        return part_put(w, batch, &p);
    }
    bool half = rc == RC_OK && text_eqz(b.state, "applying");
    if (!half && !text_eqz(b.state, "applied")) return wrong_state(w, &b, W_batch_not_applied);
    int64_t total = half ? p.done : b.rows_new + b.rows_changed, owner = half ? p.owner : 0;
    struct text keeper = half ? p.keeper : T("");
    p = part_new(w, scope);
    p.phase = T("back");
    p.row_no = INT64_MAX;
    p.total = total;
    p.owner = owner;                  /* whoever is carrying it out turns round at the next part */
    p.keeper = keeper;
    TRY(state_set(w, &b, "undoing"));
    return part_put(w, batch, &p);
}

enum rc batch_undo(struct work *w, const struct scope *scope, int64_t batch, const struct batch_progress *p)
{
    struct batch b;
    TRY(batch_by_id(w->db, scope, batch, w->arena, &b));
    if (!text_eqz(b.state, "applied")) return wrong_state(w, &b, W_batch_not_applied);
    TRY(batch_undo_check(w, scope, batch));
    TRY(batch_undo_ask(w, scope, batch));
    return batch_go_on(w, batch, NULL, p);
}
