/* SPDX-License-Identifier: Apache-2.0 */
/* SQLite writes each page of its log with two calls to the kernel, one after the other at the end of the file. Here they are
 * gathered and go in one, at the latest before the log is synced. Nobody else reads them before: with `synchronous = full`, which
 * every connection of ours has, SQLite tells of a page in the log only when it is on the disk. What the same connection reads
 * goes first. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "store/engine.h"

enum { GATHERED = 120 * 1024 };  /* the system file of SQLite takes less than 128 KB at a time */

/* The system's file stands behind, at `beneath`. */
struct log_file {
    sqlite3_file base;
    sqlite3_file *beneath;
    sqlite3_int64 at;            /* where the gathered bytes belong */
    int n;
    unsigned char *bytes;        /* GATHERED of them, from the first write on */
};

static struct log_file *log_of(sqlite3_file *f) { return (struct log_file *)f; }

/* What could not be written stays: only a rollback says that nobody needs it. */
static int log_let_go(struct log_file *l)
{
    int code = l->n == 0 ? SQLITE_OK : l->beneath->pMethods->xWrite(l->beneath, l->bytes, l->n, l->at);
    if (code == SQLITE_OK) l->n = 0;
    return code;
}

static int log_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    struct log_file *l = log_of(f);
    bool follows = l->n == 0 || at == l->at + l->n;
    if (!follows || l->n + n > GATHERED) {
        int code = log_let_go(l);
        if (code != SQLITE_OK) return code;
    }
    if (!l->bytes) l->bytes = malloc(GATHERED);
    if (!l->bytes || n > GATHERED) return l->beneath->pMethods->xWrite(l->beneath, p, n, at);
    if (l->n == 0) l->at = at;
    memcpy(l->bytes + l->n, p, (size_t)n);
    l->n += n;
    return SQLITE_OK;
}

static int log_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    struct log_file *l = log_of(f);
    int code = log_let_go(l);
    return code != SQLITE_OK ? code : l->beneath->pMethods->xRead(l->beneath, p, n, at);
}

static int log_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    struct log_file *l = log_of(f);
    int code = log_let_go(l);
    return code != SQLITE_OK ? code : l->beneath->pMethods->xTruncate(l->beneath, size);
}

static int log_sync(sqlite3_file *f, int how)
{
    struct log_file *l = log_of(f);
    int code = log_let_go(l);
    return code != SQLITE_OK ? code : l->beneath->pMethods->xSync(l->beneath, how);
}

static int log_size(sqlite3_file *f, sqlite3_int64 *size)
{
    struct log_file *l = log_of(f);
    int code = log_let_go(l);
    return code != SQLITE_OK ? code : l->beneath->pMethods->xFileSize(l->beneath, size);
}

static int log_close(sqlite3_file *f)
{
    struct log_file *l = log_of(f);
    int code = log_let_go(l), closed = l->beneath->pMethods->xClose(l->beneath);
    free(l->bytes);
    l->bytes = NULL;
    return code != SQLITE_OK ? code : closed;
}

static int log_lock(sqlite3_file *f, int how) { return log_of(f)->beneath->pMethods->xLock(log_of(f)->beneath, how); }

static int log_unlock(sqlite3_file *f, int how) { return log_of(f)->beneath->pMethods->xUnlock(log_of(f)->beneath, how); }

static int log_reserved(sqlite3_file *f, int *yes)
{
    return log_of(f)->beneath->pMethods->xCheckReservedLock(log_of(f)->beneath, yes);
}

static int log_control(sqlite3_file *f, int what, void *p)
{
    return log_of(f)->beneath->pMethods->xFileControl(log_of(f)->beneath, what, p);
}

static int log_sector(sqlite3_file *f) { return log_of(f)->beneath->pMethods->xSectorSize(log_of(f)->beneath); }

static int log_device(sqlite3_file *f) { return log_of(f)->beneath->pMethods->xDeviceCharacteristics(log_of(f)->beneath); }

static const sqlite3_io_methods log_methods = {
    .iVersion = 1, .xClose = log_close, .xRead = log_read, .xWrite = log_write, .xTruncate = log_truncate, .xSync = log_sync,
    .xFileSize = log_size, .xLock = log_lock, .xUnlock = log_unlock, .xCheckReservedLock = log_reserved,
    .xFileControl = log_control, .xSectorSize = log_sector, .xDeviceCharacteristics = log_device,
};

/* After a rollback their place in the log belongs to whoever commits next: these bytes must never get there. */
static void rolled_back(void *db)
{
    sqlite3_file *f = NULL;
    int code = sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &f);
    if (code == SQLITE_OK && f && f->pMethods == &log_methods) log_of(f)->n = 0;
}

void log_forgets(sqlite3 *db)
{
    sqlite3_rollback_hook(db, rolled_back, db);
}

static sqlite3_vfs *system_of(sqlite3_vfs *v) { return v->pAppData; }

/* Everything but a log is the system's own file, opened in its place. */
static int files_open(sqlite3_vfs *v, sqlite3_filename name, sqlite3_file *f, int flags, int *got)
{
    if (!(flags & SQLITE_OPEN_WAL)) return system_of(v)->xOpen(system_of(v), name, f, flags, got);
    struct log_file *l = log_of(f);
    *l = (struct log_file){.beneath = (sqlite3_file *)(l + 1)};
    int code = system_of(v)->xOpen(system_of(v), name, l->beneath, flags, got);
    if (code == SQLITE_OK) l->base.pMethods = &log_methods;
    else if (l->beneath->pMethods) l->beneath->pMethods->xClose(l->beneath);
    return code;
}

/* Registered once; SQLite keeps it as long as the process lives. */
const char *log_files(void)
{
    static const char name[] = "chuyan-log";
    sqlite3_vfs *system = sqlite3_vfs_find(NULL), *v = sqlite3_vfs_find(name);
    if (v || !system) return v ? name : NULL;
    v = malloc(sizeof *v);
    if (!v) return NULL;
    *v = *system;
    v->pNext = NULL;
    v->zName = name;
    v->szOsFile = (int)sizeof(struct log_file) + system->szOsFile;
    v->pAppData = system;
    v->xOpen = files_open;
    return sqlite3_vfs_register(v, 0) == SQLITE_OK ? name : NULL;
}
