/* SPDX-License-Identifier: Apache-2.0 */
#include "model/person.h"

#include "gen/sql/child.h"
#include "gen/sql/kin.h"
#include "gen/sql/person.h"
#include "model/known.h"

/* "" and none are the same to the sealed columns. */
static struct text or_none(struct text t)
{
    return text_empty(t) ? TEXT_NONE : t;
}

static struct text or_empty(struct text t)
{
    return t.s ? t : T("");
}

struct text person_phone_key(struct text phones)
{
    struct text rest = phones, one = TEXT_NONE;
    return text_empty(phones) || !text_cut(&rest, ' ', &one) ? TEXT_NONE : or_none(one);
}

enum rc person_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct person *out)
{
    struct sql_person_row_out o;
    TRY(sql_person_row_one(db, &(struct sql_person_row_in){.county = county, .id = id}, a, &o));
    *out = (struct person){.id = o.id, .name = o.name, .work = o.work, .id_no = o.id_no, .phone = o.phone, .address = o.address,
                           .sex = (int)o.sex, .birth = o.birth_day};
    return RC_OK;
}

static enum rc find_by_phone(struct work *w, const struct person *p, int64_t *id)
{
    struct text phone = person_phone_key(p->phone);
    bool nobody = !phone.s || text_empty(p->name);
    if (!nobody) TRY(known_nobody(w, KNOWN_PERSON_PHONE, phone, &nobody));
    if (nobody) return RC_OK;
    struct cursor c;
    struct sql_person_by_phone_out o;
    TRY(sql_person_by_phone(w->db, &(struct sql_person_by_phone_in){.county = w->county, .phone_key = phone}, &c));
    while (*id == 0 && sql_person_by_phone_next(&c, &o))
        if (text_eq(o.name, p->name)) *id = o.id;
    return sql_close(&c);
}

enum rc person_find(struct work *w, const struct person *p, int64_t *id)
{
    bool nobody = text_empty(p->id_no);
    *id = 0;
    if (!nobody) TRY(known_nobody(w, KNOWN_PERSON_ID, p->id_no, &nobody));
    if (!nobody) {
        struct sql_person_by_id_no_out o;
        enum rc rc = sql_person_by_id_no_one(w->db, &(struct sql_person_by_id_no_in){.county = w->county, .id_key = p->id_no},
                                             w->arena, &o);
        if (rc == RC_OK) *id = o.id;
        if (rc != RC_NOT_FOUND) return rc;
    }
    return find_by_phone(w, p, id);
}

enum rc person_add(struct work *w, struct person *p, int64_t batch)
{
    p->id = ids_next(w->ids, w->now);
    struct sql_person_insert_in in = {
        .county = w->county,
        .id = p->id,
        .name = or_empty(p->name),
        .sex = p->sex,
        .birth_day = p->birth,
        .id_no = or_none(p->id_no),
        .id_key = or_none(p->id_no),
        .phone = or_none(p->phone),
        .phone_key = person_phone_key(p->phone),
        .address = or_none(p->address),
        .work = or_empty(p->work),
        .batch = batch,
    };
    known_tell(w, KNOWN_PERSON_ID, p->id_no);
    known_tell(w, KNOWN_PERSON_PHONE, in.phone_key);
    return sql_person_insert_run(w->db, &in, NULL);
}

/* How old a carer is may decide what is owed to each child. */
static enum rc cared_for_touch(struct work *w, int64_t person)
{
    struct cursor c;
    struct sql_kin_cared_for_out o;
    TRY(sql_kin_cared_for(w->db, &(struct sql_kin_cared_for_in){.county = w->county, .person = person}, &c));
    while (sql_kin_cared_for_next(&c, &o)) touched_add(w->touched, o.child);
    return sql_close(&c);
}

enum rc person_change(struct work *w, const struct person *p)
{
    int64_t changed = 0;
    struct sql_person_update_in in = {
        .county = w->county,
        .id = p->id,
        .name = or_empty(p->name),
        .sex = p->sex,
        .birth_day = p->birth,
        .id_no = or_none(p->id_no),
        .id_key = or_none(p->id_no),
        .phone = or_none(p->phone),
        .phone_key = person_phone_key(p->phone),
        .address = or_none(p->address),
        .work = or_empty(p->work),
    };
    known_tell(w, KNOWN_PERSON_ID, p->id_no);
    known_tell(w, KNOWN_PERSON_PHONE, in.phone_key);
    TRY(sql_person_update_run(w->db, &in, &changed));
    if (!changed) return RC_NOT_FOUND;
    /* A long import remembers who has which number until the county has changed. */
    TRY(sql_county_changed_run(w->db, &(struct sql_county_changed_in){.county = w->county}, NULL));
    return cared_for_touch(w, p->id);
}
