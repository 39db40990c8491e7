/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_facility.h"
#include "web/page_ask.h"
#include "web/page_paper.h"
#include "web/pages.h"

enum { PARTS = 64 };

enum rc page_facilities(struct request *q, struct reply *r)
{
    struct ask a;
    struct facilities_view v;
    TRY(page_ask(q, &a));
    TRY(build_facilities(&a, q->place, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, facilities, &v);
    return RC_OK;
}

enum rc page_facilities_file(struct request *q, struct reply *r)
{
    struct ask a;
    struct list_view v;
    struct paper_mark m;
    TRY(page_ask(q, &a));
    TRY(build_facilities_paper(&a, q->place, &v));
    TRY(page_paper_mark(q, r, &m));
    r->audit_detail = text_fmt(q->arena, "facilities rows=%zu", v.table->rows.n);
    struct buf out = buf_new(PAPER_BYTES);
    return page_paper_file(q, r, v.title, v.sentence, q->today, list_paper(&a, &v, &m, &out), &out);
}

static enum rc one_show(struct request *q, struct reply *r, const char *form)
{
    struct ask a;
    struct facility_view v;
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    struct facility_query in = {.place = q->place, .id = param_int(q, "id", 0), .kind = page_typed(q, T("kind")),
        .form = text_of(form), .state = form[0] ? &s : NULL};
    if (in.kind.s == NULL) in.kind = T("");                     /* who closes one sends no kind */
    TRY(page_ask(q, &a));
    TRY(build_facility(&a, &in, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, facility, &v);
    return RC_OK;
}

enum rc page_facility(struct request *q, struct reply *r)
{
    return one_show(q, r, "");
}

/* Those of the place that was proven, and no other. */
static enum rc one_prove(struct request *q, int64_t id)
{
    struct facility f;
    TRY(facility_by_id(q->db, q->who->county, id, q->arena, &f));
    return q->place_lo <= f.place_key && f.place_key < q->place_hi ? RC_OK : RC_NOT_FOUND;
}

/* n_tv=1: so many of a thing; an empty field says nothing of a new one, and none of one that is there. */
static size_t parts_read(const struct request *q, struct facility_part *out)
{
    struct value v;
    size_t n = 0;
    for (size_t i = 0; n < PARTS && param_nth(q, "n_", i, &v); i++) {
        int64_t many = 0;
        if (!text_empty(v.text) && !text_int(v.text, &many)) many = -1;
        out[n++] = (struct facility_part){text_sub(v.name, 2, v.name.n - 2), many};
    }
    return n;
}

static enum rc refused(struct request *q, struct reply *r, const char *form, enum rc rc)
{
    if (rc != RC_INVALID && rc != RC_CONFLICT) return rc;
    TRY(one_show(q, r, form));
    return rc;
}

enum rc page_facility_save(struct request *q, struct reply *r)
{
    struct facility_part part[PARTS];
    size_t n = parts_read(q, part);
    struct facility f = {.id = param_int(q, "id", 0), .place = q->place, .kind = param_text(q, "kind"),
        .name = param_text(q, "name"), .hours = param_text(q, "hours"), .note = param_text(q, "note"),
        .keeper = param_int(q, "keeper", 0), .version = param_int(q, "version", 0), .from = param_day(q, "from", 0)};
    if (f.id != 0) TRY(one_prove(q, f.id));
    if (f.id == 0 && f.kind.s == NULL) f.kind = T("");
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : f.id == 0 ? facility_add(&q->work, &f, part, n) :
        facility_change(&q->work, &f, part, n);
    if (rc != RC_OK) return refused(q, r, "save", rc);
    r->audit_object = f.id;
    reply_flash(r, word(q->lang, W_facility_saved));
    reply_go(r, text_fmt(q->arena, "/facility?place=%lld&id=%lld", (long long)q->place, (long long)f.id));
    return RC_OK;
}

enum rc page_facility_close(struct request *q, struct reply *r)
{
    int64_t id = param_int(q, "id", 0);
    TRY(one_prove(q, id));
    enum rc rc = facility_close(&q->work, id, param_day(q, "day", q->today));
    if (rc != RC_OK) return refused(q, r, "close", rc);
    r->audit_object = id;
    reply_flash(r, word(q->lang, W_facility_closed));
    reply_go(r, text_fmt(q->arena, "/facilities?place=%lld", (long long)q->place));
    return RC_OK;
}
