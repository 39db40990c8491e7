/* SPDX-License-Identifier: Apache-2.0 */
/* What the disk and SQLite alone allow, beside which every figure of saving is read: appending 4 KB and fdatasync; and commits
 * (WAL, synchronous full) of a row of 400 bytes with one secondary index and an audit row of 200 bytes, 1 and 64 saves a commit.
 *
 *   disk DIRECTORY SECONDS          prints: syncs a second, saves a second at 1, saves a second at 64 */
#include "base/file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void stop(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static double syncs(const char *dir, double seconds)
{
    char path[512], block[4096] = {1};
    snprintf(path, sizeof path, "%s/sync", dir);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (fd < 0) stop(path);
    int64_t from = clock_mono_us(), n = 0, now;
    do {
        if (write(fd, block, sizeof block) != sizeof block || fdatasync(fd) != 0) stop("fdatasync");
        n++;
        now = clock_mono_us();
    } while ((double)(now - from) < seconds * 1e6);
    close(fd);
    unlink(path);
    return (double)n * 1e6 / (double)(now - from);
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) stop(sqlite3_errmsg(db));
}

static void row_put(sqlite3_stmt *st, int64_t id, const char *bytes, int n)
{
    sqlite3_bind_int64(st, 1, id);
    sqlite3_bind_int64(st, 2, id * 2654435761 % 100000);
    sqlite3_bind_text(st, 3, bytes, n, SQLITE_STATIC);
    if (sqlite3_step(st) != SQLITE_DONE) stop("insert");
    sqlite3_reset(st);
}

static double commits(const char *dir, int group, double seconds)
{
    char path[512], bytes[400];
    sqlite3 *db;
    sqlite3_stmt *row, *audit;
    memset(bytes, 'x', sizeof bytes);
    snprintf(path, sizeof path, "%s/bare-%d.db", dir, group);
    if (sqlite3_open(path, &db) != SQLITE_OK) stop(path);
    run(db, "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000;"
            "create table r (id integer primary key, child int, t text); create index r_child on r (child);"
            "create table a (id integer primary key, child int, t text)");
    if (sqlite3_prepare_v2(db, "insert into r values (?, ?, ?)", -1, &row, NULL) != SQLITE_OK) stop("prepare");
    if (sqlite3_prepare_v2(db, "insert into a values (?, ?, ?)", -1, &audit, NULL) != SQLITE_OK) stop("prepare");
    int64_t from = clock_mono_us(), n = 0, now;
    do {
        run(db, "begin immediate");
        for (int i = 0; i < group; i++, n++) {
            row_put(row, n, bytes, 400);
            row_put(audit, n, bytes, 200);
        }
        run(db, "commit");
        now = clock_mono_us();
    } while ((double)(now - from) < seconds * 1e6);
    sqlite3_finalize(row);
    sqlite3_finalize(audit);
    sqlite3_close(db);
    unlink(path);
    return (double)n * 1e6 / (double)(now - from);
}

int main(int argc, char **argv)
{
    if (argc != 3) return 2;
    double seconds = strtod(argv[2], NULL);
    double sync = syncs(argv[1], seconds), one = commits(argv[1], 1, seconds), many = commits(argv[1], 64, seconds);
    printf("%.0f %.0f %.0f\n", sync, one, many);
    return 0;
}
