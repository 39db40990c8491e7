/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around a page: who is here, where, which day, which doors. */
#include "base/hash.h"
#include "gen/sql/gate.h"
#include "gen/sql/matter_list.h"
#include "view/todo.h"
#include "web/page_ask.h"
#include "web/server.h"

#include <stddef.h>

static const struct { enum cap cap; unsigned door;
} doors[] = {
    {CAP_today, DOOR_TODAY},
    {CAP_child_list, DOOR_CHILDREN},
    {CAP_record_add, DOOR_RECORD},
    {CAP_child_list, DOOR_RECORDS},
    {CAP_ledger_class, DOOR_LEDGER_CLASS},
    {CAP_ledger_school, DOOR_LEDGER_SCHOOL},
    {CAP_ledger_county, DOOR_LEDGER_COUNTY},
    {CAP_board_school, DOOR_BOARD_SCHOOL},
    {CAP_board_county, DOOR_BOARD_COUNTY},
    {CAP_pairing_edit, DOOR_PAIRING},
    {CAP_staff_edit, DOOR_BODIES},
    {CAP_facility_edit, DOOR_FACILITIES},
    {CAP_roll_import, DOOR_IMPORTS},
    {CAP_scheme_read, DOOR_SCHEMES},
    {CAP_scheme_read, DOOR_YEAR_PLAN},
    {CAP_staff_edit, DOOR_STAFF},
    {CAP_roll_import, DOOR_PROMOTE},
    {CAP_excuse_approve, DOOR_EXCUSES},
    {CAP_ledger_county, DOOR_MEMBERS_DIFF},
    {CAP_audit_read, DOOR_AUDIT},
    {CAP_ledger_submit, DOOR_LEDGER_DESK},
};

static unsigned doors_of(const struct request *q)
{
    unsigned all = 0;
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
        if (may_anywhere(q->roles, q->who, doors[i].cap)) all |= doors[i].door;
    }
    return all;
}

static struct text day_words(const struct request *q)
{
    static const enum word weekdays[] = {W_weekday_1, W_weekday_2, W_weekday_3, W_weekday_4,
                                         W_weekday_5, W_weekday_6, W_weekday_7};
    struct ymd d = day_ymd(q->today);
    struct text arg[3] = {text_fmt(q->arena, "%d", d.month), text_fmt(q->arena, "%d", d.day),
                          word(q->lang, weekdays[day_weekday(q->today) - 1])};
    return word_fill(q->arena, q->lang, W_frame_day, arg, 3);
}

static struct text week_words(const struct request *q)
{
    if (!q->ev || q->ev->calendar_count == 0) return TEXT_NONE;
    const struct calendar *c = q->ev->calendar[0].calendar;
    int week = calendar_teaching_week(c, q->today);
    if (week > 0) return word_fill(q->arena, q->lang, W_frame_week, (struct text[]){text_fmt(q->arena, "%d", week)}, 1);
    if (calendar_vacation(c, q->today)) return word(q->lang, day_ymd(q->today).month >= 6 ? W_frame_summer : W_frame_winter);
    return TEXT_NONE;
}

static struct page_flash *flash_of(struct job *j)
{
    if (!j->match.route || j->match.route->method != METHOD_GET || j->r.location.n) return NULL; /* nobody would see it */
    struct text said = visitor_flash_take(j->server->visitors, j->visitor.token, j->q.arena);
    if (!said.n) return NULL;
    struct page_flash *f = arena_alloc(j->q.arena, sizeof *f);
    struct text line;
    f->kind = T("good");
    text_cut(&said, '\n', &f->text);
    size_t cap = 0;
    while (said.n && text_cut(&said, '\n', &line)) {
        f->lines.item = arena_grow(j->q.arena, f->lines.item, f->lines.n, &cap, f->lines.n + 1, sizeof *f->lines.item);
        f->lines.item[f->lines.n++].text = line;
    }
    return f;
}

struct overdue { int64_t child; uint64_t kinds[CADENCE_KIND_WORDS]; };

/* What is overdue, one for each child and kind of record, as the list on Today has it. */
static int64_t due_count(struct job *j, struct db *db)
{
    enum { LOOK = 400 };
    struct scope mine;
    struct cursor c;
    struct sql_frame_due_out row;
    struct ask ask;
    struct overdue seen[LOOK];
    size_t children = 0;
    int64_t n = 0;
    if (!db || scope_mine(j->q.roles, j->q.who, CAP_today, &mine) != RC_OK || page_ask(&j->q, &ask) != RC_OK) return 0;
    if (sql_frame_due(db, &mine, &(struct sql_frame_due_in){.today = j->q.today, .limit = LOOK}, &c) != RC_OK) return 0;
    while (sql_frame_due_next(&c, &row)) {
        const struct code_kind *kind = todo_kind(&ask, row.duty);
        size_t i = 0;
        while (i < children && seen[i].child != row.child) i++;
        if (i == children) seen[children++] = (struct overdue){.child = row.child};
        if (kind == NULL || cadence_has(seen[i].kinds, (unsigned)kind->number)) continue;
        cadence_put(seen[i].kinds, (unsigned)kind->number);
        n++;
    }
    sql_close(&c);
    struct sql_matter_due_lines_out matter;
    if (sql_matter_due_lines(db, &mine, &(struct sql_matter_due_lines_in){.today = j->q.today}, &c) != RC_OK) return n;
    while (sql_matter_due_lines_next(&c, &matter)) n++;
    sql_close(&c);
    return n;
}

/* The widest of today's roles, in words. */
static struct text role_words(const struct request *q)
{
    const struct grant *widest = NULL;
    for (size_t i = 0; i < q->who->n; i++) {
        const struct grant *g = &q->who->grants[i];
        if (g->from > q->today || q->today >= g->to) continue;
        if (!widest || g->key_hi - g->key_lo > widest->key_hi - widest->key_lo) widest = g;
    }
    return widest ? q->roles->item[widest->role].title[q->lang] : TEXT_NONE;
}

void frame_fill(struct job *j, struct db *db)
{
    struct request *q = &j->q;
    struct page *page = &j->r.page;
    unsigned char idem[12];
    hash_random(idem, sizeof idem);
    page->path = q->path;
    page->version = text_of(j->server->assets.version);
    page->fragment = q->want == WANT_FRAGMENT;
    page->idem = hash_b64url(q->arena, idem, sizeof idem);
    if (!j->signed_in || q->want == WANT_JSON) return;
    page->demo = j->visitor.demo;
    page->csrf = text_of(j->visitor.csrf);
    if (page->fragment) return;
    page->who = text_of(j->visitor.name);
    page->place = text_of(j->visitor.place_name);
    page->role = role_words(q);
    page->today = day_words(q);
    page->week = week_words(q);
    if (!j->r.uncounted) page->due = due_count(j, db);
    page->flash = flash_of(j);
    page_doors(page, q->arena, q->lang, doors_of(q), q->path);
}

const struct page *reply_page(struct request *q, struct reply *r)
{
    if (r->uncounted && r->page.csrf.n && !r->page.fragment) {
        r->page.due = due_count((struct job *)((char *)q - offsetof(struct job, q)), q->db);
    }
    r->uncounted = false;
    return &r->page;
}
