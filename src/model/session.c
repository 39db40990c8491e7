/* SPDX-License-Identifier: Apache-2.0 */
#include "model/session.h"

#include "base/hash.h"
#include "gen/sql/session.h"

#include <string.h>

static struct text bytes32(const unsigned char token[32])
{
    return (struct text){(const char *)token, 32};
}

bool session_token(struct text cookie, unsigned char out[32])
{
    unsigned char raw[32];
    if (cookie.n != SESSION_COOKIE || !hash_unb64url(cookie, raw, sizeof raw)) return false;
    hash_sha256(out, (struct text){(const char *)raw, sizeof raw});
    return true;
}

enum rc session_add(struct db *db, struct arena *a, struct text login, int64_t county, int64_t staff, moment_t now, int hours,
                    struct text *cookie)
{
    unsigned char raw[32], token[32], csrf[24];
    hash_random(raw, sizeof raw);
    hash_random(csrf, sizeof csrf);
    *cookie = hash_b64url(a, raw, sizeof raw);
    hash_sha256(token, (struct text){(const char *)raw, sizeof raw});
    return sql_session_insert_run(db,
        &(struct sql_session_insert_in){
            .token = bytes32(token), .login = login, .county = county, .staff = staff, .csrf = hash_b64url(a, csrf, sizeof csrf),
            .made_at = now, .ends_at = now + (moment_t)hours * 3600 * 1000,
        },
        NULL);
}

enum rc session_find(struct db *db, const unsigned char token[32], moment_t now, int idle_minutes, moment_t seen, struct arena *a,
                     struct session *out)
{
    struct sql_session_by_token_out row;
    TRY(sql_session_by_token_one(db, &(struct sql_session_by_token_in){.token = bytes32(token)}, a, &row));
    bool left = row.left_day != DAY_NONE && row.left_day <= moment_day(now);
    if (seen > row.seen_at) row.seen_at = seen;
    bool idle = now - row.seen_at > (moment_t)idle_minutes * 60 * 1000;
    if (row.closed || left || idle || now >= row.ends_at) return RC_NOT_FOUND;
    *out = (struct session){
        .login = row.login,
        .csrf = row.csrf,
        .lang = row.lang,
        .name = row.name,
        .place_name = row.place_name,
        .county = row.county,
        .staff = row.staff,
        .place = row.place,
        .made = row.made_at,
        .seen = row.seen_at,
        .ends = row.ends_at,
        .must_change = row.must_change != 0,
        .demo = row.demo != 0,
    };
    memcpy(out->token, token, 32);
    return RC_OK;
}

enum rc session_seen(struct db *db, const unsigned char token[32], moment_t now)
{
    return sql_session_seen_run(db, &(struct sql_session_seen_in){.token = bytes32(token), .seen_at = now}, NULL);
}

enum rc session_end(struct db *db, const unsigned char token[32])
{
    return sql_session_end_run(db, &(struct sql_session_end_in){.token = bytes32(token)}, NULL);
}

enum rc session_end_staff(struct db *db, int64_t county, int64_t staff)
{
    return sql_session_end_staff_run(db, &(struct sql_session_end_staff_in){.county = county, .staff = staff}, NULL);
}

enum rc session_purge(struct db *db, moment_t now, int idle_minutes)
{
    return sql_session_purge_run(db,
        &(struct sql_session_purge_in){.now = now, .seen_before = now - (moment_t)idle_minutes * 60 * 1000}, NULL);
}
