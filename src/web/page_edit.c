/* SPDX-License-Identifier: Apache-2.0 */
/* The file of a child changed by hand. Each form carries the version it was made from: what somebody else changed meanwhile
 * is never
 * overwritten unseen. The spine evaluates the child before the commit. */
#include "format/phone.h"
#include "model/columns.h"
#include "view/build_edit.h"
#include "view/see.h"
#include "web/page_ask.h"
#include "web/pages.h"

/* ---- the page ---- */

static enum rc edit_show(struct request *q, struct reply *r, struct edit_query *c, bool back)
{
    struct ask ask;
    struct child_edit_view v;
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    c->child = q->subject;
    c->section = param_text(q, "section");
    TRY(page_ask(q, &ask));
    TRY(build_edit(&ask, c, back ? &s : NULL, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, child_edit, &v);
    return RC_OK;
}

enum rc page_edit(struct request *q, struct reply *r)
{
    struct edit_query c = {.kind = param_text(q, "kind"), .who = param_text(q, "who"), .kin = param_bool(q, "add") ? -1
        : param_int(q, "kin", 0)};
    return edit_show(q, r, &c, false);
}

/* A refused form comes back as it was filled in; anything else stays what it is. */
static enum rc edit_end(struct request *q, struct reply *r, struct edit_query *c, enum rc rc)
{
    if (rc == RC_OK) {
        reply_flash(r, word(q->lang, W_edit_saved));
        reply_go(r, text_fmt(q->arena, "/child/%lld/edit?section=%.*s", (long long)q->subject, TP(param_text(q, "section"))));
        return RC_OK;
    }
    if (rc != RC_INVALID && !(rc == RC_CONFLICT && q->faults.errors > 0)) return rc;
    TRY(edit_show(q, r, c, true));
    return RC_INVALID;
}

/* The child as it stands, still at the version that the form was made from. */
static enum rc child_unchanged(struct request *q, struct child *c)
{
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(child_by_id(q->db, &q->scope, q->subject, q->arena, c));
    if (param_int(q, "version", -1) == c->version) return RC_OK;
    fault_add(&q->faults, T("version"), W_edit_version, TEXT_NONE, TEXT_NONE);
    return RC_INVALID;
}

/* ---- who it is ---- */

static void id_read(struct request *q, struct child *c)
{
    struct idno id = page_id_read(q, "id_no");
    if (id.outcome == IDNO_OK) c->id_no = id.number;
}

static bool in_list(const struct request *q, const char *list, struct text key)
{
    const struct code_list *l = codes_list(q->ev->codes, text_of(list));
    return text_empty(key) || (l != NULL && code_item(l, key) != NULL);
}

static enum rc identity_read(struct request *q, struct child *c)
{
    int64_t sex = 0;
    TRY(child_unchanged(q, c));
    c->name = child_name_clean(q->arena, param_text(q, "name"));
    if (text_int(param_text(q, "sex"), &sex)) c->sex = (int)sex;
    c->birth = param_day(q, "birth", DAY_NONE);
    c->nation = param_text(q, "nation");
    c->id_kind = param_text(q, "id_kind");
    c->bed = param_text(q, "bed");
    if (!in_list(q, "nation", c->nation)) fault_add(&q->faults, T("nation"), W_edit_value_bad, TEXT_NONE, TEXT_NONE);
    if (!in_list(q, "id_kind", c->id_kind)) fault_add(&q->faults, T("id_kind"), W_edit_value_bad, TEXT_NONE, TEXT_NONE);
    if (c->birth != DAY_NONE && c->birth > q->today) fault_add(&q->faults, T("birth"), W_edit_from_birth, TEXT_NONE, TEXT_NONE);
    id_read(q, c);
    if (param_given(q, "roll_no")) c->roll_no = param_text(q, "roll_no");
    if (param_given(q, "address")) c->address = param_text(q, "address");
    return q->faults.errors > 0 ? RC_INVALID : RC_OK;
}

enum rc page_edit_identity(struct request *q, struct reply *r)
{
    struct child c;
    struct edit_query back = {.kin = 0};
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : identity_read(q, &c);
    if (rc == RC_OK) rc = child_change(&q->work, &q->scope, &c);
    if (rc == RC_OK) r->audit_detail = T("section=identity");
    return edit_end(q, r, &back, rc);
}

/* ---- facts ---- */

static enum rc kind_read(struct request *q, const struct child *c, const struct code_fact **out)
{
    struct ask ask;
    uint8_t data;
    struct text who = param_text(q, "who");
    TRY(page_ask(q, &ask));
    TRY(see_child(&ask, q->subject, c->place_key, &data));
    const struct code_fact *kind = codes_fact(q->ev->codes, param_text(q, "kind"));
    if (kind == NULL || !see_class(data, kind->class)) return RC_NOT_FOUND;
    bool parent = text_eqz(who, "father") || text_eqz(who, "mother");
    if (parent != (kind->per == PER_PARENT) || (!parent && !text_empty(who))) return RC_NOT_FOUND;
    *out = kind;
    return RC_OK;
}

static void where_read(struct request *q, struct fact *f)
{
    struct text words = param_text(q, "where");
    struct faults ours = faults_new(q->arena);
    if (text_empty(words)) return;
    const struct divisions *d = divisions_load(q->arena, &ours);
    f->place = d == NULL ? T("") : division_read(d, q->who->county, words, q->arena);
    if (text_empty(f->place)) fault_add(&q->faults, T("where"), W_edit_where_bad, words, TEXT_NONE);
    if (text_empty(f->note)) f->note = words;      /* the code says which place, the words how people call it */
}

static enum rc fact_put(struct request *q, const struct code_fact *kind, struct fact f)
{
    return fact_add(&q->work, q->subject, &f, !kind->many, 0);
}

/* One fact for each ticked value; words stand as they are. */
static enum rc facts_put(struct request *q, const struct code_fact *kind, struct fact f)
{
    struct value v;
    size_t n = 0;
    if (kind->list == NULL) {
        f.code = param_text(q, "words");
        if (!text_empty(f.code)) return fact_put(q, kind, f);
        fault_add(&q->faults, T("words"), W_edit_value_none, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    for (size_t i = 0; param_nth(q, "code", i, &v); i++, n++) {
        f.code = v.text;
        bool known = code_item(kind->list, f.code) != NULL;
        if (!known || (n > 0 && !kind->many)) fault_add(&q->faults, T("code"), W_edit_value_bad, TEXT_NONE, TEXT_NONE);
        if (q->faults.errors > 0) return RC_INVALID;
        TRY(fact_put(q, kind, f));
    }
    if (n == 0) fault_add(&q->faults, T("code"), W_edit_value_none, TEXT_NONE, TEXT_NONE);
    return n == 0 ? RC_INVALID : RC_OK;
}

static enum rc fact_save(struct request *q)
{
    struct child c;
    const struct code_fact *kind = NULL;
    TRY(child_unchanged(q, &c));
    TRY(kind_read(q, &c, &kind));
    struct fact f = {.kind = kind->key, .who = param_text(q, "who"), .from = param_day(q, "from", DAY_NONE),
        .to = param_day(q, "to", DAY_NONE),
        .note = param_text(q, "note")};
    if (f.to != DAY_NONE) f.to++;      /* people name the last day */
    if (c.birth != DAY_NONE && f.from < c.birth) fault_add(&q->faults, T("from"), W_edit_from_birth, TEXT_NONE, TEXT_NONE);
    if (kind->place) where_read(q, &f);
    return q->faults.errors > 0 ? RC_INVALID : facts_put(q, kind, f);
}

enum rc page_edit_fact(struct request *q, struct reply *r)
{
    struct edit_query back = {.kind = param_text(q, "kind"), .who = param_text(q, "who")};
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : fact_save(q);
    if (rc == RC_OK) r->audit_detail = text_fmt(q->arena, "fact=%.*s", TP(back.kind));
    return edit_end(q, r, &back, rc);
}

/* A fact of another class of data than one may see does not exist for them. */
static enum rc fact_mine(struct request *q, const struct child *c, int64_t id)
{
    struct ask ask;
    uint8_t data;
    struct fact_list l;
    TRY(page_ask(q, &ask));
    TRY(see_child(&ask, q->subject, c->place_key, &data));
    TRY(fact_for(q->db, q->who->county, q->subject, q->arena, &l));
    for (size_t i = 0; i < l.n; i++) {
        const struct code_fact *kind = codes_fact(q->ev->codes, l.item[i].kind);
        if (l.item[i].id == id && kind != NULL && see_class(data, kind->class)) return RC_OK;
    }
    return RC_NOT_FOUND;
}

static enum rc fact_step(struct request *q, bool end)
{
    struct child c;
    int64_t id = param_int(q, "item", 0);
    TRY(child_unchanged(q, &c));
    TRY(fact_mine(q, &c, id));
    return end ? fact_end(&q->work, q->subject, id, param_day(q, "day", q->today)) : fact_void(&q->work, q->subject, id);
}

enum rc page_edit_fact_step(struct request *q, struct reply *r)
{
    bool end = text_eqz(param_text(q, "step"), "end");
    struct edit_query back = {.kin = 0};
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : fact_step(q, end);
    if (rc == RC_OK) r->audit_detail = end ? T("fact=ended") : T("fact=voided");
    return edit_end(q, r, &back, rc);
}

/* ---- people ---- */

static struct text phones_read(struct request *q)
{
    struct phone found[PHONES_MAX];
    struct text given = param_text(q, "phone"), all = T("");
    size_t n = phone_split(q->arena, given, found);
    for (size_t i = 0; i < n; i++) {
        if (found[i].kind == PHONE_NONE) fault_add(&q->faults, T("phone"), W_edit_phone_bad, given, TEXT_NONE);
        all = all.n == 0 ? found[i].number : text_fmt(q->arena, "%.*s %.*s", TP(all), TP(found[i].number));
    }
    return all;
}

static enum rc kin_read(struct request *q, struct kin *k)
{
    struct kin_list all;
    struct value v;
    int64_t id = param_int(q, "kin", 0);
    *k = (struct kin){.from = param_day(q, "from", q->today), .to = DAY_NONE, .person = {.birth = DAY_NONE}};
    TRY(kin_of(q->db, &q->scope, q->arena, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.item[i].id == id) *k = all.item[i];
    }
    if (k->id != id) return RC_NOT_FOUND;
    k->relation = param_text(q, "relation");
    k->guardian = k->carer = false;
    for (size_t i = 0; param_nth(q, "part", i, &v); i++) {
        if (text_eqz(v.text, "guardian")) k->guardian = true;
        else k->carer = true;
    }
    k->person.name = child_name_clean(q->arena, param_text(q, "name"));
    k->person.work = param_text(q, "work");
    if (param_given(q, "phone")) k->person.phone = phones_read(q);
    if (!in_list(q, "relation", k->relation)) fault_add(&q->faults, T("relation"), W_edit_value_bad, TEXT_NONE, TEXT_NONE);
    return q->faults.errors > 0 ? RC_INVALID : RC_OK;
}

static enum rc kin_save(struct request *q)
{
    struct child c;
    struct kin k;
    TRY(child_unchanged(q, &c));
    TRY(kin_read(q, &k));
    if (k.id == 0) return kin_add(&q->work, q->subject, &k, 0);
    k.person.id = k.person_id;
    TRY(person_change(&q->work, &k.person));
    return kin_change(&q->work, q->subject, &k);
}

enum rc page_edit_kin(struct request *q, struct reply *r)
{
    int64_t kin = param_int(q, "kin", 0);
    struct edit_query back = {.kin = kin > 0 ? kin : -1};
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : kin_save(q);
    if (rc == RC_OK) r->audit_detail = T("section=people");
    return edit_end(q, r, &back, rc);
}

static enum rc kin_step(struct request *q)
{
    struct child c;
    TRY(child_unchanged(q, &c));
    return kin_end(&q->work, q->subject, param_int(q, "item", 0), param_day(q, "day", q->today));
}

enum rc page_edit_kin_step(struct request *q, struct reply *r)
{
    struct edit_query back = {.kin = 0};
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : kin_step(q);
    if (rc == RC_OK) r->audit_detail = T("section=people");
    return edit_end(q, r, &back, rc);
}
