/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "cli/cli.h"
#include "format/json.h"
#include "gen/sql/audit.h"
#include "model/audit.h"

enum { CHAINS_MAX = 256 };

static void verdict_json(struct cli *c, int64_t county, const struct audit_verdict *v)
{
    struct buf *b = &c->out;
    json_open(b, '{');
    json_key(b, T("county"));
    json_int(b, county);
    json_key(b, T("entries"));
    json_int(b, v->links);
    json_key(b, T("sound"));
    json_bool(b, !v->why);
    json_key(b, T("broken"));
    json_int(b, v->broken);
    json_key(b, T("why"));
    json_text(b, text_of(v->why));
    json_key(b, T("last"));
    json_text(b, hash_hex(c->arena, v->last, sizeof v->last));
    json_close(b, '}');
}

static void verdict_words(struct cli *c, int64_t county, const struct audit_verdict *v)
{
    struct text who = text_fmt(c->arena, "%lld", (long long)county), links = text_fmt(c->arena, "%lld", (long long)v->links);
    struct text sound[] = {who, links, hash_hex(c->arena, v->last, sizeof v->last)};
    struct text broken[] = {who, text_fmt(c->arena, "%lld", (long long)v->broken), text_of(v->why), links};
    buf_add(&c->out, v->why ? word_fill(c->arena, c->lang, W_audit_broken, broken, 4)
                            : word_fill(c->arena, c->lang, W_audit_sound, sound, 3));
    buf_char(&c->out, '\n');
}

static enum rc run(struct cli *c)
{
    struct db *db;
    struct cursor cur;
    struct sql_audit_counties_out row;
    int64_t county[CHAINS_MAX];
    size_t n = 0;
    bool sound = true;
    TRY(cli_read(c, &db));
    TRY(sql_audit_counties(db, &cur));
    while (n < CHAINS_MAX && sql_audit_counties_next(&cur, &row)) county[n++] = row.county;
    TRY(sql_close(&cur));
    if (c->json) json_open(&c->out, '[');
    for (size_t i = 0; i < n; i++) {
        struct audit_verdict v;
        TRY(audit_verify(db, county[i], &v));
        if (v.why) sound = false;
        if (c->json) verdict_json(c, county[i], &v);
        else verdict_words(c, county[i], &v);
    }
    if (c->json) {
        json_close(&c->out, ']');
        buf_char(&c->out, '\n');
    }
    return sound ? RC_OK : RC_CONFLICT;
}

const struct command cmd_audit_verify = {.name = "audit verify", .sentence = W_cmd_audit_verify, .run = run};
