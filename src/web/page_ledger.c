/* SPDX-License-Identifier: Apache-2.0 */
/* The three ledgers, the list behind each number, files, and the way up. */
#include "web/pages.h"

#include "paper/ledger_paper.h"
#include "view/build_ledger.h"
#include "web/page_ask.h"
#include "web/page_paper.h"

static struct ledger_query asked(const struct request *q)
{
    return (struct ledger_query){.place = q->place, .rule = param_text(q, "rule"), .from = param_day(q, "from", DAY_NONE),
        .as_of = param_day(q, "as_of", DAY_NONE)};
}

/* A contact sheet speaks of one class: where a school is asked for, its first class. */
static enum rc class_of(struct request *q, const struct ask *a, struct ledger_query *in)
{
    struct place_list list;
    if (q->place_hi - q->place_lo == 1) return RC_OK;
    TRY(place_under(q->db, q->who->county, q->place_lo, q->place_hi, PLACE_CLASS, a->today, q->arena, &list));
    for (size_t i = 0; i < list.n; i++) {
        if (class_graduated(&list.item[i], a->today)) continue;
        in->place = list.item[i].id;
        return RC_OK;
    }
    return RC_NOT_FOUND;
}

static enum rc ledger_make(struct request *q, enum ledger_kind kind, bool full, struct ask *a, struct ledger *l)
{
    struct ledger_query in = asked(q);
    TRY(page_ask(q, a));
    in.full = full;
    if (kind == LEDGER_CLASS) TRY(class_of(q, a, &in));
    return build_ledger(a, kind, &in, l);
}

static enum rc ledger_show(struct request *q, struct reply *r, enum ledger_kind kind)
{
    struct ask a;
    struct ledger l;
    TRY(ledger_make(q, kind, false, &a, &l));
    r->page.title = l.part->title;
    r->page.wide = true;
    if (kind == LEDGER_CLASS) REPLY_VIEW(q, r, ledger_class, &(struct ledger_class_view){.ledger = l.part});
    else if (kind == LEDGER_SCHOOL) REPLY_VIEW(q, r, ledger_school, &(struct ledger_school_view){.ledger = l.part});
    else REPLY_VIEW(q, r, ledger_county, &(struct ledger_county_view){.ledger = l.part});
    return RC_OK;
}

enum rc page_ledger_class(struct request *q, struct reply *r) { return ledger_show(q, r, LEDGER_CLASS); }
enum rc page_ledger_school(struct request *q, struct reply *r) { return ledger_show(q, r, LEDGER_SCHOOL); }
enum rc page_ledger_centre(struct request *q, struct reply *r) { return ledger_show(q, r, LEDGER_CENTRE); }
enum rc page_ledger_county(struct request *q, struct reply *r) { return ledger_show(q, r, LEDGER_COUNTY); }

/* ---- files ---- */

static enum rc ledger_file(struct request *q, struct reply *r, enum ledger_kind kind, struct text reason)
{
    struct ask a;
    struct ledger l;
    struct paper_mark m;
    bool full = !text_empty(reason);
    TRY(ledger_make(q, kind, full, &a, &l));
    TRY(page_paper_mark(q, r, &m));
    if (full) {
        enum word w = word_find(text_fmt(q->arena, "reveal_%.*s", TP(reason)));
        m.reason = w == W_none ? reason : word(q->lang, w);
    }
    r->audit_detail = text_fmt(q->arena, "ledger=%s rows=%zu%s%.*s", ledger_kind_key(kind), l.part->table->rows.n, full
        ? " reason=" : "",
        TP(full ? reason : T("")));
    struct buf out = buf_new(PAPER_BYTES);
    enum rc rc = ledger_paper(&a, l.part, &m, &out);
    return page_paper_file(q, r, l.part->title, l.part->unit_name, l.frame.as_of, rc, &out);
}

enum rc page_ledger_class_file(struct request *q, struct reply *r) { return ledger_file(q, r, LEDGER_CLASS, TEXT_NONE); }
enum rc page_ledger_school_file(struct request *q, struct reply *r) { return ledger_file(q, r, LEDGER_SCHOOL, TEXT_NONE); }
enum rc page_ledger_centre_file(struct request *q, struct reply *r) { return ledger_file(q, r, LEDGER_CENTRE, TEXT_NONE); }
enum rc page_ledger_county_file(struct request *q, struct reply *r) { return ledger_file(q, r, LEDGER_COUNTY, TEXT_NONE); }

/* Numbers and addresses in full: the route asks for the right to reveal, here comes the right to take files out. */
enum rc page_ledger_class_full(struct request *q, struct reply *r)
{
    if (!request_may(q, CAP_export, q->place_lo, q->place_hi)) return RC_DENIED;
    return ledger_file(q, r, LEDGER_CLASS, param_text(q, "reason"));
}

/* ---- lists ---- */

static enum rc list_make(struct request *q, int64_t most, struct ask *a, struct list_view *v)
{
    TRY(page_ask(q, a));
    struct list_query in = {.ledger = asked(q), .column = param_text(q, "column"), .skip = param_int(q, "skip", 0), .most = most};
    return build_list(a, &in, v);
}

enum rc page_ledger_list(struct request *q, struct reply *r)
{
    struct ask a;
    struct list_view v;
    TRY(list_make(q, LIST_PAGE, &a, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, list, &v);
    return RC_OK;
}

enum rc page_ledger_list_file(struct request *q, struct reply *r)
{
    struct ask a;
    struct list_view v;
    struct paper_mark m;
    TRY(list_make(q, LIST_FILE, &a, &v));
    TRY(page_paper_mark(q, r, &m));
    r->audit_detail = text_fmt(q->arena, "column=%.*s rows=%zu", TP(param_text(q, "column")), v.table->rows.n);
    struct buf out = buf_new(PAPER_BYTES);
    enum rc rc = list_paper(&a, &v, &m, &out);
    return page_paper_file(q, r, v.title, T(""), param_day(q, "as_of", q->today), rc, &out);
}

/* ---- on the way up ---- */

static enum rc step_take(struct request *q, struct ledger *l, enum submission_step step)
{
    const struct submission_part *now = l->part->submission;
    int64_t version = param_int(q, "version", 0), id;
    bool can[STEP_COUNT] = {[STEP_SUBMIT] = now->can_submit, [STEP_RETURN] = now->can_return, [STEP_ACCEPT] = now->can_accept,
        [STEP_LOCK] = now->can_lock, [STEP_REOPEN] = now->can_reopen};
    if (now->version != version) {
        fault_add(&q->faults, T("step"), W_submission_seen_old, TEXT_NONE, TEXT_NONE);
        return RC_CONFLICT;
    }
    if (!can[step]) return RC_DENIED;
    if (step == STEP_SUBMIT) {
        struct submission_input in;
        TRY(ledger_freeze(l, &in));
        in.version = version;
        return submission_submit(&q->work, &in, &id);
    }
    struct submission s;
    TRY(submission_find(q->db, q->who->county, text_of(ledger_kind_key(l->kind)), l->place.id, l->frame.as_of, l->frame.key,
        q->arena, &s));
    return submission_take(&q->work, s.id, version, step, param_text(q, "comment"));
}

/* The form again with what is wrong; nothing was kept. */
static enum rc step_refused(struct request *q, struct reply *r, struct ledger *l, enum rc rc)
{
    if (q->faults.n == 0 || (rc != RC_INVALID && rc != RC_CONFLICT && rc != RC_DENIED)) return rc;
    l->part->submission->error = fault_say(&q->faults.list[0], q->lang, q->arena);
    r->page.title = l->part->title;
    r->page.wide = true;
    if (l->kind == LEDGER_CLASS) REPLY_VIEW(q, r, ledger_class, &(struct ledger_class_view){.ledger = l->part});
    else if (l->kind == LEDGER_SCHOOL) REPLY_VIEW(q, r, ledger_school, &(struct ledger_school_view){.ledger = l->part});
    else REPLY_VIEW(q, r, ledger_county, &(struct ledger_county_view){.ledger = l->part});
    return rc == RC_DENIED ? RC_INVALID : rc;
}

static enum rc ledger_step(struct request *q, struct reply *r, enum ledger_kind kind)
{
    static const enum word done[STEP_COUNT] = {W_submission_said_submit, W_submission_said_return, W_submission_said_accept,
        W_submission_said_lock, W_submission_said_reopen};
    struct ask a;
    struct ledger l;
    enum submission_step step;
    TRY(ledger_make(q, kind, false, &a, &l));
    if (l.part->submission == NULL) return RC_NOT_FOUND;
    enum rc rc = q->faults.errors > 0 || !submission_step_find(param_text(q, "step"), &step) ? RC_INVALID : step_take(q, &l,
        step);
    if (rc != RC_OK) return step_refused(q, r, &l, rc);
    r->audit_object = l.place.id;
    r->audit_detail = text_fmt(q->arena, "ledger=%s step=%s", ledger_kind_key(kind), submission_step_name(step));
    reply_flash(r, word(q->lang, done[step]));
    reply_go(r, text_fmt(q->arena, "/ledger/%s%.*s", ledger_kind_key(kind), TP(ledger_params(&l, l.place.id))));
    return RC_OK;
}

enum rc page_ledger_class_step(struct request *q, struct reply *r) { return ledger_step(q, r, LEDGER_CLASS); }
enum rc page_ledger_school_step(struct request *q, struct reply *r) { return ledger_step(q, r, LEDGER_SCHOOL); }
enum rc page_ledger_centre_step(struct request *q, struct reply *r) { return ledger_step(q, r, LEDGER_CENTRE); }
enum rc page_ledger_county_step(struct request *q, struct reply *r) { return ledger_step(q, r, LEDGER_COUNTY); }

/* As it was handed up. The gate proved lists of children at the place; what kind of ledger it is decides which view shows it. */
enum rc page_ledger_frozen(struct request *q, struct reply *r)
{
    struct ask a;
    struct ledger_part *part;
    TRY(page_ask(q, &a));
    TRY(build_ledger_frozen(&a, q->subject, &part));
    r->page.title = part->title;
    r->page.wide = true;
    REPLY_VIEW(q, r, ledger_county, &(struct ledger_county_view){.ledger = part});
    return RC_OK;
}

enum rc page_ledger_desk(struct request *q, struct reply *r)
{
    struct ask a;
    struct ledger_desk_view v;
    TRY(page_ask(q, &a));
    TRY(build_ledger_desk(&a, &v));
    r->page.title = word(q->lang, W_desk_title);
    REPLY_VIEW(q, r, ledger_desk, &v);
    return RC_OK;
}
