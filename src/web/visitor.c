/* SPDX-License-Identifier: Apache-2.0 */
#include "web/visitor.h"

#include "gen/sql/gate.h"
#include "model/grant.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PROBES = 8 };

struct slot {
    bool used, stale;
    struct visitor visitor;
    char *flash;
};

struct visitors {
    pthread_mutex_t mutex;
    uint64_t generation;
    struct slot slot[VISITORS_MAX];   /* zeroed memory is not resident until it is used */
};

struct visitors *visitors_new(void)
{
    struct visitors *v = calloc(1, sizeof *v);
    if (v) pthread_mutex_init(&v->mutex, NULL);
    return v;
}

void visitors_free(struct visitors *v)
{
    if (!v) return;
    for (size_t i = 0; i < VISITORS_MAX; i++) free(v->slot[i].flash);
    pthread_mutex_destroy(&v->mutex);
    free(v);
}

/* The slot of a token, or, with `make`, one to put it in: free, else the one that was asked longest ago. Mutex held. */
static struct slot *slot_of(struct visitors *v, const unsigned char token[32], bool make)
{
    uint64_t h;
    memcpy(&h, token, sizeof h);
    struct slot *victim = NULL;
    for (size_t i = 0; i < PROBES; i++) {
        struct slot *s = &v->slot[(h + i) % VISITORS_MAX];
        if (s->used && memcmp(s->visitor.token, token, 32) == 0) return s;
        if (!victim || (victim->used && (!s->used || s->visitor.seen < victim->visitor.seen))) victim = s;
    }
    if (!make) return NULL;
    free(victim->flash);
    *victim = (struct slot){0};
    return victim;
}

bool visitor_known(struct visitors *v, const unsigned char token[32], moment_t now, struct visitor *out)
{
    pthread_mutex_lock(&v->mutex);
    struct slot *s = slot_of(v, token, false);
    bool known = s && !s->stale && now - s->visitor.loaded < VISITOR_FRESH_MS && now >= s->visitor.loaded &&
                 now < s->visitor.ends && s->visitor.who.day == moment_day(now);
    if (known) *out = s->visitor;
    pthread_mutex_unlock(&v->mutex);
    return known;
}

/* Whole characters that fit. */
static void keep(char *to, size_t size, struct text t)
{
    size_t n = t.n < size ? t.n : size - 1;
    while (n > 0 && n < t.n && ((unsigned char)t.s[n] & 0xC0) == 0x80) n--;
    if (n) memcpy(to, t.s, n);
    to[n] = 0;
}

static bool held_by_relation(const struct who *who, size_t from, int role)
{
    for (size_t i = from; i < who->n; i++) {
        if (who->grants[i].role == role) return true;
    }
    return false;
}

/* Relations in which they hold children today count as roles without a place: they open those children alone. Told apart here:
 * a table made for it costs the engine more than they do. */
static enum rc relations_load(struct db *db, const struct roles *roles, struct who *who)
{
    struct cursor c;
    struct sql_gate_relations_out row;
    TRY(sql_gate_relations(db, &(struct sql_gate_relations_in){.county = who->county, .staff = who->staff, .day = who->day}, &c));
    size_t placed = who->n;
    while (who->n < GRANTS_MAX && sql_gate_relations_next(&c, &row)) {
        int role = role_find(roles, row.role);
        if (role < 0) role = role_find(roles, T("helper"));
        if (role < 0 || held_by_relation(who, placed, role)) continue;
        who->grants[who->n++] = (struct grant){.role = role, .from = who->day, .to = who->day + 1};
    }
    return sql_close(&c);
}

enum rc visitor_load(struct visitors *v, struct db *db, const struct roles *roles, const unsigned char token[32], moment_t now,
                     int idle_minutes, struct arena *a, struct visitor *out)
{
    struct session s;
    pthread_mutex_lock(&v->mutex);
    uint64_t generation = v->generation;
    const struct slot *before = slot_of(v, token, false);
    moment_t seen = before ? before->visitor.seen : 0;
    pthread_mutex_unlock(&v->mutex);
    TRY(session_find(db, token, now, idle_minutes, seen, a, &s));
    *out = (struct visitor){
        .place = s.place, .loaded = now, .seen = s.seen, .ends = s.ends, .must_change = s.must_change, .demo = s.demo};
    memcpy(out->token, token, 32);
    TRY(grant_who(db, roles, s.county, s.staff, moment_day(now), &out->who));
    out->who.lang = text_eqz(s.lang, "en") ? LANG_EN : LANG_ZH;
    TRY(relations_load(db, roles, &out->who));
    keep(out->login, sizeof out->login, s.login);
    keep(out->name, sizeof out->name, s.name);
    keep(out->place_name, sizeof out->place_name, s.place_name);
    keep(out->csrf, sizeof out->csrf, s.csrf);
    pthread_mutex_lock(&v->mutex);
    struct slot *slot = slot_of(v, token, true);
    slot->used = true;
    slot->stale = v->generation != generation; /* something changed while we were reading */
    slot->visitor = *out;
    pthread_mutex_unlock(&v->mutex);
    return RC_OK;
}

bool visitor_touch(struct visitors *v, const unsigned char token[32], moment_t now)
{
    pthread_mutex_lock(&v->mutex);
    struct slot *s = slot_of(v, token, false);
    bool tell = s && now - s->visitor.seen >= 60 * 1000;
    if (tell) s->visitor.seen = now;
    pthread_mutex_unlock(&v->mutex);
    return tell;
}

void visitors_forget(struct visitors *v)
{
    pthread_mutex_lock(&v->mutex);
    v->generation++;
    for (size_t i = 0; i < VISITORS_MAX; i++) {
        if (v->slot[i].used) v->slot[i].stale = true;
    }
    pthread_mutex_unlock(&v->mutex);
}

void visitor_flash_set(struct visitors *v, const unsigned char token[32], struct text sentence)
{
    pthread_mutex_lock(&v->mutex);
    struct slot *s = slot_of(v, token, false);
    if (s) {
        free(s->flash);
        s->flash = malloc(VISITOR_FLASH);
        if (s->flash) keep(s->flash, VISITOR_FLASH, sentence);
    }
    pthread_mutex_unlock(&v->mutex);
}

struct text visitor_flash_take(struct visitors *v, const unsigned char token[32], struct arena *a)
{
    char *flash = NULL;
    pthread_mutex_lock(&v->mutex);
    struct slot *s = slot_of(v, token, false);
    if (s) {
        flash = s->flash;
        s->flash = NULL;
    }
    pthread_mutex_unlock(&v->mutex);
    struct text t = flash ? text_dup(a, text_of(flash)) : TEXT_NONE;
    free(flash);
    return t;
}
