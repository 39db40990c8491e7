/* SPDX-License-Identifier: Apache-2.0 */
#include "model/audit.h"

#include "base/buf.h"
#include "base/hash.h"
#include "gen/sql/audit.h"

#include <string.h>

static void add_int(struct buf *b, int64_t v)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)((uint64_t)v >> (56 - 8 * i));
    buf_bytes(b, bytes, sizeof bytes);
}

/* Lengths stand before texts, so that no two entries have the same bytes. */
static void add_text(struct buf *b, struct text t)
{
    add_int(b, (int64_t)t.n);
    buf_add(b, t);
}

static bool digest_of(const struct audit *e, const unsigned char previous[32], unsigned char out[32])
{
    struct buf b = buf_new(1 << 20);
    buf_bytes(&b, previous, 32);
    add_int(&b, e->county);
    add_int(&b, e->seq);
    add_int(&b, e->at);
    add_int(&b, e->staff);
    add_text(&b, e->action);
    add_text(&b, e->noun);
    add_int(&b, e->object);
    add_text(&b, e->detail);
    hash_sha256(out, buf_text(&b));
    bool whole = !b.over;
    buf_free(&b);
    return whole;
}

static enum rc chain_end(struct db *db, int64_t county, int64_t *seq, unsigned char digest[32])
{
    struct cursor c;
    struct sql_audit_last_out row;
    *seq = 0;
    memset(digest, 0, 32);
    TRY(sql_audit_last(db, &(struct sql_audit_last_in){.county = county}, &c));
    if (sql_audit_last_next(&c, &row)) {
        *seq = row.seq;
        if (row.digest.n == 32) memcpy(digest, row.digest.s, 32);
    }
    return sql_close(&c);
}

enum rc audit_append(struct db *db, struct audit *e)
{
    unsigned char previous[32], digest[32];
    int64_t last;
    TRY(chain_end(db, e->county, &last, previous));
    e->seq = last + 1;
    if (!e->detail.s) e->detail = T("");
    if (!e->noun.s) e->noun = T("");
    if (!digest_of(e, previous, digest)) return RC_TOO_LARGE;
    return sql_audit_insert_run(db,
        &(struct sql_audit_insert_in){
            .county = e->county, .seq = e->seq, .at = e->at, .staff = e->staff, .action = e->action, .noun = e->noun,
            .object = e->object, .detail = e->detail,
            .previous = {(const char *)previous, 32}, .digest = {(const char *)digest, 32},
        },
        NULL);
}

static const char *link_fault(const struct sql_audit_all_out *row, int64_t county, int64_t want, const unsigned char last[32],
                              unsigned char digest[32])
{
    struct audit e = {.county = county, .seq = row->seq, .at = row->at, .staff = row->staff, .action = row->action,
                      .noun = row->noun, .object = row->object, .detail = row->detail};
    if (row->seq != want) return "gap";
    if (row->previous.n != 32 || memcmp(row->previous.s, last, 32) != 0) return "unlinked";
    if (!digest_of(&e, last, digest) || row->digest.n != 32 || memcmp(row->digest.s, digest, 32) != 0) return "changed";
    return NULL;
}

enum rc audit_verify(struct db *db, int64_t county, struct audit_verdict *out)
{
    *out = (struct audit_verdict){0};
    struct cursor c;
    struct sql_audit_all_out row;
    TRY(sql_audit_all(db, &(struct sql_audit_all_in){.county = county}, &c));
    while (!out->why && sql_audit_all_next(&c, &row)) {
        unsigned char digest[32];
        out->why = link_fault(&row, county, out->links + 1, out->last, digest);
        if (out->why) {
            out->broken = row.seq;
        } else {
            out->links++;
            memcpy(out->last, digest, 32);
        }
    }
    return sql_close(&c);
}
