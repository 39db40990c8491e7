/* SPDX-License-Identifier: Apache-2.0 */
/* Where a store of a test lives: a new folder for SQLite, a new schema of $CHUYAN_TEST_PG for PostgreSQL. */
#ifndef CHUYAN_TESTS_STORE_PLACE_H
#define CHUYAN_TESTS_STORE_PLACE_H

#include <ftw.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store.h"

struct place {
    enum engine engine;
    char dir[64], address[512], key[128];
};

/* The engines this run can test: 1 or 2. */
static inline int place_engines(void) { return getenv("CHUYAN_TEST_PG") ? 2 : 1; }

static inline int entry_drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static inline void folder_drop(const char *path)
{
    if (nftw(path, entry_drop, 16, FTW_DEPTH | FTW_PHYS) != 0) abort();
}

static inline void place_sql(const char *sql)
{
    PGconn *c = PQconnectdb(getenv("CHUYAN_TEST_PG"));
    PQclear(PQexec(c, "set client_min_messages = warning"));
    PGresult *r = PQexec(c, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK) fprintf(stderr, "%s: %s", sql, PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
}

static inline void place_new(struct place *p, enum engine engine)
{
    char sql[64];
    *p = (struct place){.engine = engine};
    snprintf(p->dir, sizeof p->dir, "/tmp/chuyan-test-XXXXXX");
    if (!mkdtemp(p->dir)) abort();
    snprintf(p->key, sizeof p->key, "%s/key", p->dir);
    if (engine == ENGINE_SQLITE) {
        snprintf(p->address, sizeof p->address, "%s/data.db", p->dir);
        return;
    }
    const char *schema = p->dir + 17; /* the random part of the folder's name */
    snprintf(sql, sizeof sql, "create schema \"s%s\"", schema);
    place_sql(sql);
    const char *base = getenv("CHUYAN_TEST_PG");
    snprintf(p->address, sizeof p->address, "%s%coptions=-csearch_path%%3D%%22s%s%%22", base, strchr(base, '?') ? '&' : '?',
             schema);
}

static inline void place_drop(struct place *p)
{
    char sql[128];
    if (p->engine == ENGINE_POSTGRESQL) {
        snprintf(sql, sizeof sql, "drop schema \"s%s\" cascade", p->dir + 17);
        place_sql(sql);
    }
    folder_drop(p->dir);
}

#endif
