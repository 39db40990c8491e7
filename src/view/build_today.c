/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_today.h"

#include "gen/sql/encounter.h"
#include "gen/sql/exemption.h"
#include "gen/sql/membership.h"
#include "gen/sql/obligation.h"
#include "gen/sql/pick.h"
#include "model/place.h"
#include "model/staff.h"
#include "view/matters.h"
#include "view/todo.h"

enum group { GROUP_OVERDUE, GROUP_WEEK, GROUP_LATER, GROUPS };

static enum group group_of(const struct ask *q, const struct todo_row *r)
{
    if (r->due < q->today) return GROUP_OVERDUE;
    return r->from <= q->today && r->due <= day_monday(q->today) + 6 ? GROUP_WEEK : GROUP_LATER;
}

static bool several_classes(const struct todo_rows *rows)
{
    for (size_t i = 1; i < rows->n; i++) {
        if (rows->item[i].class != rows->item[0].class) return true;
    }
    return false;
}

/* ---- one group ---- */

struct kind_count { const struct code_kind *kind; int n; };

/* A child stands twice in a group when windows of one kind do not overlap: it is still one child. */
static bool counted_before(const struct ask *q, const struct todo_rows *rows, size_t i, enum group g)
{
    for (size_t k = 0; k < i; k++) {
        const struct todo_row *r = &rows->item[k];
        if (r->merged || r->child != rows->item[i].child || group_of(q, r) != g) continue;
        if (todo_kind(q, r->duty) == todo_kind(q, rows->item[i].duty)) return true;
    }
    return false;
}

static void batches_fill(const struct ask *q, const struct todo_rows *rows, enum group g, struct today_groups *out)
{
    struct kind_count count[16];
    size_t kinds = 0;
    for (size_t i = 0; i < rows->n; i++) {
        const struct todo_row *r = &rows->item[i];
        const struct code_kind *kind = todo_kind(q, r->duty);
        if (r->merged || group_of(q, r) != g || kind == NULL || !kind->group || counted_before(q, rows, i, g)) continue;
        size_t k = 0;
        while (k < kinds && count[k].kind != kind) k++;
        if (k == 16) continue;
        if (k == kinds) count[kinds++] = (struct kind_count){.kind = kind};
        count[k].n++;
    }
    out->batches.item = arena_array(q->arena, kinds + 1, sizeof *out->batches.item);
    for (size_t k = 0; k < kinds; k++) {
        if (count[k].n < 2) continue;
        struct text arg[] = {text_fmt(q->arena, "%d", count[k].n), count[k].kind->title[q->lang]};
        out->batches.item[out->batches.n++] = (struct link_part){
            .label = word_fill(q->arena, q->lang, W_today_batch, arg, 2),
            .href = text_fmt(q->arena, "/record?kind=%.*s&many=1", TP(count[k].kind->key)),
        };
    }
}

static enum rc group_fill(const struct ask *q, const struct todo_rows *rows, enum group g, bool all, struct today_groups *out)
{
    static const char *const keys[] = {"overdue", "week", "later"};
    static const enum word titles[] = {W_today_group_overdue, W_today_group_week, W_today_group_later};
    bool with_class = several_classes(rows);
    *out = (struct today_groups){.key = text_of(keys[g]), .title = word(q->lang, titles[g])};
    size_t limit = all ? TODAY_OBLIGATIONS : g == GROUP_LATER ? TODAY_ROWS / 2 : TODAY_ROWS;
    out->rows.item = arena_array(q->arena, rows->n + 1, sizeof *out->rows.item);
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->item[i].merged || group_of(q, &rows->item[i]) != g) continue;
        out->count++;
        if (out->rows.n < limit) TRY(todo_fill(q, &rows->item[i], with_class, &out->rows.item[out->rows.n++]));
    }
    if (out->count > (int64_t)out->rows.n) {
        struct text left = text_fmt(q->arena, "%lld", (long long)(out->count - (int64_t)out->rows.n));
        out->more_label = word_fill(q->arena, q->lang, W_today_more, &left, 1);
        out->more_href = text_fmt(q->arena, "/today?all=%s", keys[g]);
    }
    batches_fill(q, rows, g, out);
    return RC_OK;
}

/* ---- places and staff ---- */

/* Few lines, so they stand before the children; what has not begun waits. */
static enum rc matters_fill(const struct ask *q, bool all, struct today_view *v, struct matter_lines *lines)
{
    enum { SHOWN = 8 };
    struct matter_rows rows;
    TRY(matters_mine(q, q->today, &rows));
    matters_fold(q, &rows, lines);
    if (lines->n == 0) return RC_OK;
    struct today_matters *m = v->matters = arena_alloc(q->arena, sizeof *m);
    *m = (struct today_matters){.title = matters_title(q, lines), .count = (int64_t)lines->n, .late = lines->item[0].missed > 0,
        .more_href = T(""), .more_label = T("")};
    m->rows.item = arena_array(q->arena, lines->n, sizeof *m->rows.item);
    for (size_t i = 0; i < lines->n && (all || i < SHOWN); i++) {
        TRY(matter_fill(q, &lines->item[i], &m->rows.item[m->rows.n++]));
    }
    if (m->rows.n == lines->n) return RC_OK;
    struct text left = text_fmt(q->arena, "%zu", lines->n - m->rows.n);
    m->more_label = word_fill(q->arena, q->lang, W_today_more, &left, 1);
    m->more_href = T("/today?all=matters");
    return RC_OK;
}

/* Those to be done by the end of the week, and those that passed. */
static void matters_count(const struct ask *q, const struct matter_lines *lines, int64_t *now, int64_t *overdue)
{
    for (size_t i = 0; i < lines->n; i++) {
        const struct matter_line *m = &lines->item[i];
        *overdue += m->missed > 0;
        *now += m->missed > 0 || m->row.due <= day_monday(q->today) + 6;
    }
}

/* ---- the head ---- */

static void sentence_fill(const struct ask *q, const struct matter_lines *matters, struct today_view *v)
{
    int64_t overdue = v->groups.item[GROUP_OVERDUE].count, now = overdue + v->groups.item[GROUP_WEEK].count;
    matters_count(q, matters, &now, &overdue);
    struct text arg[] = {text_fmt(q->arena, "%lld", (long long)now), text_fmt(q->arena, "%lld", (long long)overdue)};
    v->sentence = now == 0 ? word(q->lang, W_today_all_done)
                           : word_fill(q->arena, q->lang, overdue > 0 ? W_today_count_overdue : W_today_count, arg, 2);
}

static struct text week_text(const struct ask *q)
{
    const struct calendar *c = q->ev->calendar[0].calendar;
    int week = calendar_teaching_week(c, q->today);
    if (week == 0) return word(q->lang, W_vacation);
    struct text n = text_fmt(q->arena, "%d", week);
    return word_fill(q->arena, q->lang, W_week_number, &n, 1);
}

/* Where the person works: the narrowest grant of today. */
static enum rc head_fill(const struct ask *q, struct today_view *v)
{
    struct staff s;
    enum rc rc = staff_by_id(q->db, q->scope.county, q->who->staff, q->arena, &s);
    if (rc == RC_NOT_FOUND) return RC_OK;
    if (rc != RC_OK) return rc;
    const struct grant *near = NULL;
    for (size_t i = 0; i < q->who->n; i++) {
        const struct grant *g = &q->who->grants[i];
        if (g->key_hi <= g->key_lo) continue; /* held through a pairing */
        if (near == NULL || g->key_hi - g->key_lo < near->key_hi - near->key_lo) near = g;
    }
    v->head = s.name;
    if (near == NULL) return RC_OK;
    int64_t width = near->key_hi - near->key_lo;
    enum place_kind kind = width == 1 ? PLACE_CLASS
                           : width <= INT64_C(1) << PLACE_SCHOOL_BITS ? PLACE_SCHOOL
                           : width <= INT64_C(1) << PLACE_CENTRE_BITS ? PLACE_CENTRE : PLACE_BUREAU;
    struct place p;
    rc = place_by_key(q->db, q->scope.county, near->key_lo, kind, q->arena, &p);
    if (rc == RC_NOT_FOUND) return RC_OK;
    if (rc != RC_OK) return rc;
    struct text arg[] = {place_name(q->arena, q->lang, &p, q->today), s.name};
    v->head = word_fill(q->arena, q->lang, W_today_head, arg, 2);
    return RC_OK;
}

/* ---- what waits outside the list ---- */

static void notice_add(const struct ask *q, struct today_view *v, enum word w, int64_t n, const char *href, const char *icon)
{
    if (n == 0) return;
    struct text count = text_fmt(q->arena, "%lld", (long long)n);
    v->notices.item[v->notices.n++] =
        (struct link_part){.label = word_fill(q->arena, q->lang, w, &count, 1), .href = text_of(href), .icon = text_of(icon)};
}

/* The yearly background check of the staff is owed by whoever keeps their list (Law on the Protection of Minors, art. 62). */
static enum rc checks_notice(const struct ask *q, const struct matter_lines *matters, struct today_view *v)
{
    int64_t lo, hi;
    for (size_t i = 0; i < matters->n; i++) {
        const struct code_kind *kind = todo_kind(q, matters->item[i].row.duty);
        if (kind != NULL && text_eqz(kind->key, "background_check")) return RC_OK; /* stands in the list */
    }
    struct sql_pick_check_due_out row;
    if (!may_widest(q->roles, q->who, CAP_staff_edit, &lo, &hi)) return RC_OK;
    TRY(sql_pick_check_due_one(q->db,
        &(struct sql_pick_check_due_in){.county = q->scope.county, .lo = lo, .hi = hi, .day = q->today,
            .since = day_add_months(q->today, -STAFF_CHECK_MONTHS)}, q->arena, &row));
    notice_add(q, v, W_today_checks, row.staff, "/staff?which=stale", "staff");
    return RC_OK;
}

static enum rc notices_fill(const struct ask *q, const struct matter_lines *matters, struct today_view *v)
{
    enum { NOTICES = 5 };
    v->notices.item = arena_array(q->arena, NOTICES, sizeof *v->notices.item);
    TRY(checks_notice(q, matters, v));
    struct scope place;
    int64_t lo, hi;
    if (may_widest(q->roles, q->who, CAP_child_list, &lo, &hi)
        && scope_at(q->roles, q->who, CAP_child_list, lo, hi, &place) == RC_OK) {
        struct sql_alert_count_out count;
        TRY(sql_alert_count_one(q->db, &place, q->arena, &count));
        notice_add(q, v, W_today_alerts, count.alerts, "/alerts", "warn");
    }
    if (!may_widest(q->roles, q->who, CAP_excuse_approve, &lo, &hi)) return RC_OK;
    if (scope_at(q->roles, q->who, CAP_excuse_approve, lo, hi, &place) != RC_OK) return RC_OK;
    struct sql_exemption_waiting_out waiting;
    TRY(sql_exemption_waiting_one(q->db, &place, &(struct sql_exemption_waiting_in){.staff = q->who->staff}, q->arena, &waiting));
    notice_add(q, v, W_today_excuses, waiting.n, "/excuses", "good");
    return RC_OK;
}

/* Nothing on one's own list is not "all is well": whoever answers for a place is told what others let pass there. */
static enum rc empty_say(const struct ask *q, struct today_view *v)
{
    int64_t lo, hi, overdue = 0;
    struct scope place;
    struct cursor c;
    struct sql_obligation_counts_out row;
    v->empty = word(q->lang, W_today_empty);
    if (v->total > 0 || !may_widest(q->roles, q->who, CAP_board_school, &lo, &hi)) return RC_OK;
    if (scope_at(q->roles, q->who, CAP_board_school, lo, hi, &place) != RC_OK) return RC_OK;
    TRY(sql_obligation_counts(q->db, &place, &(struct sql_obligation_counts_in){.today = q->today}, &c));
    while (sql_obligation_counts_next(&c, &row)) overdue += row.overdue;
    TRY(sql_close(&c));
    if (overdue == 0) return RC_OK;
    struct text n = text_fmt(q->arena, "%lld", (long long)overdue);
    v->sentence = word(q->lang, W_today_own_done);
    v->empty = word_fill(q->arena, q->lang, W_today_others, &n, 1);
    v->notices.item[v->notices.n++] =
        (struct link_part){.label = v->empty, .href = T("/board/school"), .icon = T("warn")};
    return RC_OK;
}

/* ---- what was done today ---- */

static enum rc done_fill(const struct ask *q, struct today_view *v)
{
    enum { DONE = 30 };
    struct cursor c;
    struct sql_encounter_mine_out row;
    v->done.item = arena_array(q->arena, DONE, sizeof *v->done.item);
    TRY(sql_encounter_mine(q->db, &q->scope, &(struct sql_encounter_mine_in){.recorded_day = q->today, .limit = DONE}, &c));
    while (sql_encounter_mine_next(&c, &row) && v->done.n < DONE) {
        const struct code_kind *kind = codes_kind(q->ev->codes, row.kind);
        v->done.item[v->done.n++] = (struct link_part){
            .label = text_fmt(q->arena, "%.*s · %.*s", TP(kind == NULL ? row.kind : kind->title[q->lang]), TP(row.child_name)),
            .href = text_fmt(q->arena, "/record/%lld", (long long)row.id),
        };
    }
    return sql_close(&c);
}

enum rc build_today(const struct ask *q, struct text all, struct today_view *v)
{
    struct todo_rows rows;
    *v = (struct today_view){0};
    TRY(todo_mine(q, q->today + EVALUATE_AHEAD, TODAY_OBLIGATIONS, &rows));
    todo_merge(q, &rows);
    v->groups.item = arena_array(q->arena, GROUPS, sizeof *v->groups.item);
    v->groups.n = GROUPS;
    for (enum group g = 0; g < GROUPS; g++) {
        struct today_groups *group = &v->groups.item[g];
        static const char *const keys[] = {"overdue", "week", "later"};
        TRY(group_fill(q, &rows, g, text_eqz(all, keys[g]), group));
        v->total += group->count;
    }
    struct matter_lines matters;
    TRY(matters_fill(q, text_eqz(all, "matters"), v, &matters));
    v->total += (int64_t)matters.n;
    struct text day[] = {day_short(q, q->today), day_weekday_text(q, q->today)};
    v->day = text_fmt(q->arena, "%.*s %.*s", TP(day[0]), TP(day[1]));
    v->week = week_text(q);
    sentence_fill(q, &matters, v);
    TRY(head_fill(q, v));
    TRY(notices_fill(q, &matters, v));
    TRY(empty_say(q, v));
    return done_fill(q, v);
}
