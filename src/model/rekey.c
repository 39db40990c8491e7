/* SPDX-License-Identifier: Apache-2.0 */
#include "model/rekey.h"

#include "gen/sql/rekey.h"
#include "gen/sql/scheme.h"
#include "model/person.h"

#include <string.h>

enum { PAGE = 500, COUNTIES_MAX = 4096 };

struct rekey {
    struct db *db;
    int64_t county, after[2];          /* the key of the last row seen */
    struct text mark;                  /* the number of the key, as it stands in a value */
    bool look;                         /* open, and write nothing */
    int64_t rows;                      /* of this page */
};

static struct text hashed(struct text value)
{
    return text_empty(value) ? TEXT_NONE : value;
}

/* ---- the tables: a page of each, from the row after the last ---- */

static enum rc child_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_child_out o;
    struct sql_rekey_child_in in = {.county = r->county, .after_id = r->after[0], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_child(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_child_next(&c, &o)) {
        struct sql_rekey_child_put_in put = {.county = r->county, .id = o.id, .id_no = o.id_no, .id_key = hashed(o.id_no),
            .roll_no = o.roll_no, .roll_key = hashed(o.roll_no), .address = o.address};
        if (!r->look) rc = sql_rekey_child_put_run(r->db, &put, NULL);
        r->after[0] = o.id;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc person_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_person_out o;
    struct sql_rekey_person_in in = {.county = r->county, .after_id = r->after[0], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_person(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_person_next(&c, &o)) {
        struct sql_rekey_person_put_in put = {.county = r->county, .id = o.id, .id_no = o.id_no, .id_key = hashed(o.id_no),
            .phone = o.phone, .phone_key = person_phone_key(o.phone), .address = o.address};
        if (!r->look) rc = sql_rekey_person_put_run(r->db, &put, NULL);
        r->after[0] = o.id;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc staff_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_staff_out o;
    struct sql_rekey_staff_in in = {.county = r->county, .after_id = r->after[0], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_staff(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_staff_next(&c, &o)) {
        struct sql_rekey_staff_put_in put = {.county = r->county, .id = o.id, .id_no = o.id_no, .id_key = hashed(o.id_no),
            .phone = o.phone, .phone_key = hashed(o.phone)};
        if (!r->look) rc = sql_rekey_staff_put_run(r->db, &put, NULL);
        r->after[0] = o.id;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc encounter_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_encounter_out o;
    struct sql_rekey_encounter_in in = {.county = r->county, .after_id = r->after[0], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_encounter(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_encounter_next(&c, &o)) {
        struct sql_rekey_encounter_put_in put = {.county = r->county, .id = o.id, .sentence = o.sentence, .form = o.form};
        if (!r->look) rc = sql_rekey_encounter_put_run(r->db, &put, NULL);
        r->after[0] = o.id;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc exemption_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_exemption_out o;
    struct sql_rekey_exemption_in in = {.county = r->county, .after_id = r->after[0], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_exemption(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_exemption_next(&c, &o)) {
        struct sql_rekey_exemption_put_in put = {.county = r->county, .id = o.id, .reason = o.reason};
        if (!r->look) rc = sql_rekey_exemption_put_run(r->db, &put, NULL);
        r->after[0] = o.id;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc exemption_about_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_exemption_about_out o;
    struct sql_rekey_exemption_about_in in = {.county = r->county, .after_id = r->after[0], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_exemption_about(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_exemption_about_next(&c, &o)) {
        struct sql_rekey_exemption_about_put_in put = {.county = r->county, .id = o.id, .reason = o.reason};
        if (!r->look) rc = sql_rekey_exemption_about_put_run(r->db, &put, NULL);
        r->after[0] = o.id;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc fact_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_fact_out o;
    struct sql_rekey_fact_in in = {
        .county = r->county, .after_child = r->after[0], .after_id = r->after[1], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_fact(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_fact_next(&c, &o)) {
        struct sql_rekey_fact_put_in put = {.county = r->county, .child = o.child, .id = o.id, .note = o.note};
        if (!r->look) rc = sql_rekey_fact_put_run(r->db, &put, NULL);
        r->after[0] = o.child;
        r->after[1] = o.id;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc submission_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_submission_out o;
    struct sql_rekey_submission_in in = {.county = r->county, .after_id = r->after[0], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_submission(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_submission_next(&c, &o)) {
        struct sql_rekey_submission_put_in put = {.county = r->county, .id = o.id, .frozen = o.frozen};
        if (!r->look) rc = sql_rekey_submission_put_run(r->db, &put, NULL);
        r->after[0] = o.id;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc import_row_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_import_row_out o;
    struct sql_rekey_import_row_in in = {
        .county = r->county, .after_batch = r->after[0], .after_row_no = r->after[1], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_import_row(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_import_row_next(&c, &o)) {
        struct sql_rekey_import_row_put_in put = {.county = r->county, .batch = o.batch, .row_no = o.row_no,
            .given = o.given, .faults = o.faults, .before = o.before};
        if (!r->look) rc = sql_rekey_import_row_put_run(r->db, &put, NULL);
        r->after[0] = o.batch;
        r->after[1] = o.row_no;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc import_file_page(struct rekey *r)
{
    struct cursor c;
    struct sql_rekey_import_file_out o;
    struct sql_rekey_import_file_in in = {
        .county = r->county, .after_batch = r->after[0], .after_part = r->after[1], .mark = r->mark, .limit = PAGE};
    enum rc rc = sql_rekey_import_file(r->db, &in, &c);
    while (rc == RC_OK && sql_rekey_import_file_next(&c, &o)) {
        struct sql_rekey_import_file_put_in put = {.county = r->county, .batch = o.batch, .part = o.part, .bytes = o.bytes};
        if (!r->look) rc = sql_rekey_import_file_put_run(r->db, &put, NULL);
        r->after[0] = o.batch;
        r->after[1] = o.part;
        r->rows++;
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static const struct { const char *table; enum rc (*page)(struct rekey *r); } tables[] = {
    {"child", child_page},
    {"person", person_page},
    {"staff", staff_page},
    {"encounter", encounter_page},
    {"exemption", exemption_page},
    {"exemption_about", exemption_about_page},
    {"fact", fact_page},
    {"submission", submission_page},
    {"import_row", import_row_page},
    {"import_file", import_file_page},
};

/* ---- all of them ---- */

struct walk { struct rekey r; size_t table; struct faults *f; rekey_tell *tell; void *ctx; int64_t done; };

static enum rc page_run(struct db *db, void *p)
{
    struct walk *w = p;
    int64_t from[2] = {w->r.after[0], w->r.after[1]};
    w->r.db = db;
    w->r.rows = 0;
    enum rc rc = tables[w->table].page(&w->r);
    if (rc == RC_OK) return rc;
    memcpy(w->r.after, from, sizeof from); /* PostgreSQL may have it run again */
    return rc;
}

static enum rc table_walk(struct walk *w, struct db *db)
{
    w->r.after[0] = w->r.after[1] = -INT64_MAX; /* the least number is null */
    do {
        enum rc rc = db_transact(db, page_run, w);
        if (rc == RC_UNAVAILABLE) fault_add(w->f, T("key"), W_rekey_stuck, text_of(tables[w->table].table), db_message(db));
        TRY(rc);
        w->done += w->r.rows;
        if (w->tell) w->tell(w->ctx, w->done);
    } while (w->r.rows == PAGE);
    return RC_OK;
}

static enum rc counties_read(struct db *db, int64_t county[COUNTIES_MAX], size_t *n)
{
    struct cursor c;
    struct sql_county_first_out o;
    *n = 0;
    TRY(sql_county_first(db, &c));
    while (*n < COUNTIES_MAX && sql_county_first_next(&c, &o)) county[(*n)++] = o.id;
    return sql_close(&c);
}

static enum rc everything_walk(struct walk *w, struct db *db)
{
    int64_t county[COUNTIES_MAX];
    size_t n;
    TRY(counties_read(db, county, &n));
    for (size_t i = 0; i < n; i++) {
        w->r.county = county[i];
        for (w->table = 0; w->table < sizeof tables / sizeof *tables; w->table++) TRY(table_walk(w, db));
    }
    return RC_OK;
}

enum rc rekey_look(struct db *db, struct faults *f, rekey_tell *tell, void *ctx)
{
    struct walk w = {.r = {.mark = {"", 1}, .look = true}, .f = f, .tell = tell, .ctx = ctx};
    return everything_walk(&w, db);
}

struct seal_off { struct text mark; int64_t left; };

static enum rc seal_off(struct db *db, void *p)
{
    struct seal_off *s = p;
    struct sql_rekey_left_out o;
    struct arena *a = arena_new(1 << 16);
    struct sql_rekey_left_in in = {s->mark};
    enum rc rc = sql_rekey_left_one(db, &in, a, &o);
    arena_free(a);
    TRY(rc);
    s->left = o.n;
    return s->left > 0 ? RC_OK : store_key_kept(db);
}

enum rc rekey_run(struct db *db, unsigned number, struct faults *f, rekey_tell *tell, void *ctx)
{
    char byte = (char)number;
    struct walk w = {.r = {.mark = {&byte, 1}}, .f = f, .tell = tell, .ctx = ctx};
    struct seal_off last = {.mark = {&byte, 1}};
    TRY(everything_walk(&w, db));
    TRY(db_transact(db, seal_off, &last));
    if (last.left == 0) return RC_OK;
    fault_add(f, T("key"), W_rekey_left, TEXT_NONE, TEXT_NONE); /* rows of a county that is not there */
    return RC_INTERNAL;
}
