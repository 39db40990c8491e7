/* SPDX-License-Identifier: Apache-2.0 */
/* Backup of a running SQLite database, and the way back. The key file is copied apart, on purpose: whoever finds a backup must
 * not find the key with it. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "store/engine.h"

static char *part_name(const char *path)
{
    size_t n = strlen(path) + 6;
    char *name = malloc(n);
    BUG_IF(!name);
    snprintf(name, n, "%s.part", path);
    return name;
}

static enum rc code_rc(int code)
{
    return code == SQLITE_OK ? RC_OK : (code & 0xff) == SQLITE_FULL ? RC_NO_SPACE : RC_UNAVAILABLE;
}

/* All pages in one step under one read snapshot: others go on writing, and the copy never has to begin again. */
static int pages_copy(sqlite3 *from, const char *to)
{
    int fd = open(to, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return errno == ENOSPC ? SQLITE_FULL : SQLITE_CANTOPEN;
    close(fd);
    sqlite3 *copy = NULL;
    int code = sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_backup *b = code == SQLITE_OK ? sqlite3_backup_init(copy, "main", from, "main") : NULL;
    if (b) {
        code = sqlite3_backup_step(b, -1);
        int finished = sqlite3_backup_finish(b);
        code = code == SQLITE_DONE ? finished : code;
        int why = sqlite3_system_errno(copy);
        /* A backup is one plain file that can be read from anywhere, without a log beside it. */
        if (code == SQLITE_OK) code = sqlite3_exec(copy, "pragma journal_mode = delete", NULL, NULL, NULL);
        if ((code & 0xff) == SQLITE_IOERR && (why == ENOSPC || why == EFBIG || why == EDQUOT)) code = SQLITE_FULL;
    } else if (code == SQLITE_OK) {
        code = SQLITE_ERROR;
    }
    sqlite3_close(copy);
    return code;
}

static int first_text(void *p, int n, char **value, char **name)
{
    char *out = p;
    (void)name;
    if (n > 0 && value[0] && !*out) snprintf(out, MESSAGE_MAX, "%s", value[0]);
    return 0;
}

/* The whole file is read and every index compared with its table. */
static bool file_sound(const char *path, char why[MESSAGE_MAX])
{
    sqlite3 *s = NULL;
    char said[MESSAGE_MAX] = "";
    int code = sqlite3_open_v2(path, &s, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) code = sqlite3_exec(s, "pragma integrity_check(1)", first_text, said, NULL);
    bool sound = code == SQLITE_OK && strcmp(said, "ok") == 0;
    if (!sound) snprintf(why, MESSAGE_MAX, "%s", code == SQLITE_OK ? said : sqlite3_errmsg(s));
    sqlite3_close(s);
    return sound;
}

static bool file_settle(const char *part, const char *path)
{
    int fd = open(part, O_RDWR | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    /* link, not rename: it refuses to take the place of a file that came meanwhile */
    return good && link(part, path) == 0 && unlink(part) == 0;
}

static void part_drop(const char *part)
{
    static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
    char name[4096];
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        snprintf(name, sizeof name, "%s%s", part, tails[i]);
        unlink(name);
    }
}

static enum rc copy_make(sqlite3 *from, const char *to_path, struct faults *f)
{
    char why[MESSAGE_MAX] = "";
    char *part = part_name(to_path);
    int code = pages_copy(from, part);
    enum rc rc = code_rc(code);
    if (rc == RC_NO_SPACE) store_fault(f, rc, W_store_no_space, to_path, NULL);
    else if (rc != RC_OK) store_fault(f, rc, W_store_backup_failed, to_path, sqlite3_errstr(code));
    else if (!file_sound(part, why)) rc = store_fault(f, RC_UNAVAILABLE, W_store_backup_damaged, to_path, why);
    else if (!file_settle(part, to_path)) rc = store_fault(f, RC_UNAVAILABLE, W_store_backup_failed, to_path, strerror(errno));
    part_drop(part);
    free(part);
    return rc;
}

enum rc store_backup(struct store *s, const char *to_path, struct faults *f)
{
    if (s->engine != ENGINE_SQLITE) return store_fault(f, RC_INVALID, W_store_backup_postgresql, NULL, NULL);
    if (file_exists(to_path)) return store_fault(f, RC_CONFLICT, W_store_backup_exists, to_path, NULL);
    struct db *db;
    enum rc rc = db_open(s, DB_READ, &db);
    if (rc != RC_OK) return store_fault(f, rc, W_store_cannot_open, s->shown, NULL);
    rc = copy_make(sqlite_handle(db), to_path, f);
    db_close(db);
    if (rc == RC_OK) fault_warn(f, T("key"), W_store_backup_key, text_of(s->key_path), TEXT_NONE);
    return rc;
}

enum rc store_restore(const struct store_options *o, const char *from_path, struct faults *f)
{
    char why[MESSAGE_MAX] = "";
    if (strstr(o->address, "://")) return store_fault(f, RC_INVALID, W_store_backup_postgresql, NULL, NULL);
    if (file_exists(o->address)) return store_fault(f, RC_CONFLICT, W_store_restore_exists, o->address, NULL);
    if (!file_exists(from_path)) return store_fault(f, RC_NOT_FOUND, W_store_absent, from_path, NULL);
    if (!file_sound(from_path, why)) return store_fault(f, RC_UNAVAILABLE, W_store_backup_damaged, from_path, why);
    sqlite3 *from = NULL;
    enum rc rc = code_rc(sqlite3_open_v2(from_path, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL));
    if (rc == RC_OK) rc = copy_make(from, o->address, f);
    else store_fault(f, rc, W_store_cannot_open, from_path, sqlite3_errmsg(from));
    sqlite3_close(from);
    if (rc != RC_OK) return rc;
    /* Opening proves that it is ours and that the key belongs to it; if not, nothing is left behind. */
    struct store *s;
    struct store_options opened = *o;
    opened.create = false;
    rc = store_open(&opened, f, &s);
    if (rc == RC_OK) store_close(s);
    else part_drop(o->address);
    return rc;
}
