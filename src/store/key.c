/* SPDX-License-Identifier: Apache-2.0 */
/* The key file: made, read, changed. What is written lies beside first, is made durable, and takes the place in one move. */
#include "store/key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"

enum { KEY_FILE_MAX = 4096, KEY_PATH_MAX = 4096 };

static enum rc key_fault(struct faults *f, enum rc rc, enum word w, const char *path, const char *why)
{
    fault_add(f, T("key"), w, text_of(path), text_of(why));
    return rc;
}

static enum rc key_failed(struct faults *f, const char *path, int why)
{
    if (why == ENOSPC || why == EDQUOT || why == EFBIG) return key_fault(f, RC_NO_SPACE, W_store_no_space, path, NULL);
    return key_fault(f, RC_UNAVAILABLE, W_store_key_unreadable, path, strerror(why));
}

/* ---- writing ---- */

/* A name is durable when its directory is. */
static void directory_sync(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *dir = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    int fd = dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(dir);
}

/* A new file, or errno and -1. It is made durable together with its name, or the key could be lost after what it sealed was
 * not. */
static int file_make(const char *path, struct text content)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return -1;
    if (write(fd, content.s, content.n) == (ssize_t)content.n && fsync(fd) == 0) {
        directory_sync(path);
        return fd;
    }
    int why = errno;
    close(fd);
    unlink(path);
    errno = why;
    return -1;
}

static struct text key_words(const struct key_file *k, char room[KEY_FILE_MAX])
{
    char coded[64];
    bool first = k->keys == 1 && k->key[0].number == 1;
    int n = snprintf(room, KEY_FILE_MAX, "chuyan-key %d\nsuite %s\n", first ? 1 : 2, k->sm4 ? "sm4" : "aes");
    for (size_t i = 0; i < k->keys; i++) {
        char *at = room + n;
        size_t left = (size_t)(KEY_FILE_MAX - n);
        sodium_bin2base64(coded, sizeof coded, k->key[i].master, SEAL_MASTER, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        n += first ? snprintf(at, left, "master %s\n", coded) : snprintf(at, left, "key %u %s\n", k->key[i].number, coded);
    }
    sodium_memzero(coded, sizeof coded);
    return (struct text){room, (size_t)n};
}

enum rc seal_key_make(const char *path, const char *suite, struct faults *f)
{
    if (!suite) suite = "aes";
    if (strcmp(suite, "aes") != 0 && strcmp(suite, "sm4") != 0)
        return key_fault(f, RC_INVALID, W_store_suite_unknown, suite, NULL);
    struct key_file k = {.sm4 = strcmp(suite, "sm4") == 0, .keys = 1, .key = {{.number = 1}}};
    char room[KEY_FILE_MAX];
    hash_random(k.key[0].master, SEAL_MASTER);
    int fd = file_make(path, key_words(&k, room)), why = errno;
    sodium_memzero(&k, sizeof k);
    sodium_memzero(room, sizeof room);
    if (fd < 0) return key_failed(f, path, why);
    close(fd);
    return RC_OK;
}

/* ---- reading ---- */

static bool line_read(struct text line, const char *word, struct key_line *out)
{
    struct text number, coded;
    int64_t n = 1;
    if (!text_starts(line, text_of(word))) return false;
    coded = text_sub(line, strlen(word), line.n);
    if (strcmp(word, "key ") == 0 && (!text_cut(&coded, ' ', &number) || !text_int(number, &n))) return false;
    if (n < 1 || n > SEAL_NUMBER_MAX) return false;
    out->number = (unsigned)n;
    return hash_unb64url(coded, out->master, SEAL_MASTER);
}

static bool key_parse(struct text content, struct key_file *out)
{
    struct text line;
    *out = (struct key_file){0};
    if (!text_cut(&content, '\n', &line)) return false;
    bool first = text_eqz(line, "chuyan-key 1");
    if (!first && !text_eqz(line, "chuyan-key 2")) return false;
    if (!text_cut(&content, '\n', &line)) return false;
    out->sm4 = text_eqz(line, "suite sm4");
    if (!out->sm4 && !text_eqz(line, "suite aes")) return false;
    while (out->keys < (first ? 1 : SEAL_KEYS) && text_cut(&content, '\n', &line) && line.n > 0)
        if (!line_read(line, first ? "master " : "key ", &out->key[out->keys++])) return false;
    return out->keys > 0 && (out->keys == 1 || out->key[0].number != out->key[1].number);
}

static enum rc key_read(const char *path, struct faults *f, struct key_file *out)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        if (errno == ENOENT) return key_fault(f, RC_NOT_FOUND, W_store_key_absent, path, NULL);
        return key_fault(f, RC_UNAVAILABLE, W_store_key_unreadable, path, strerror(errno));
    }
    if (st.st_mode & 077) return key_fault(f, RC_UNAVAILABLE, W_store_key_exposed, path, NULL);
    char content[KEY_FILE_MAX];
    FILE *file = fopen(path, "rbe");
    if (!file) return key_fault(f, RC_UNAVAILABLE, W_store_key_unreadable, path, strerror(errno));
    setvbuf(file, NULL, _IONBF, 0); /* the key is to lie in no other buffer */
    size_t n = fread(content, 1, sizeof content, file);
    fclose(file);
    bool good = key_parse((struct text){content, n}, out);
    sodium_memzero(content, sizeof content);
    return good ? RC_OK : key_fault(f, RC_UNAVAILABLE, W_store_key_unreadable, path, "chuyan-key 1, suite, master");
}

enum rc seal_key_read(const char *path, struct faults *f, struct seal **out)
{
    struct key_file k;
    *out = NULL;
    enum rc rc = key_read(path, f, &k);
    if (rc == RC_OK) *out = seal_new(&k);
    sodium_memzero(&k, sizeof k);
    if (rc != RC_OK) return rc;
    return *out ? RC_OK : key_fault(f, RC_UNAVAILABLE, W_store_key_unreadable, path, "HKDF, HMAC");
}

/* ---- changing ---- */

/* The words in the place of the file, in one move. *lock: the new file, locked before anybody can find it. */
static enum rc key_replace(const char *path, const struct key_file *k, struct faults *f, int *lock)
{
    char beside[KEY_PATH_MAX], room[KEY_FILE_MAX];
    snprintf(beside, sizeof beside, "%s.new", path);
    unlink(beside); /* of an attempt that was cut short; nothing was ever sealed with it */
    int fd = file_make(beside, key_words(k, room)), why = errno;
    sodium_memzero(room, sizeof room);
    if (fd < 0) return key_failed(f, beside, why);
    bool good = flock(fd, LOCK_EX | LOCK_NB) == 0 && rename(beside, path) == 0;
    why = errno;
    if (good) directory_sync(path);
    else unlink(beside);
    if (good && lock) *lock = fd;
    else close(fd);
    return good ? RC_OK : key_failed(f, path, why);
}

/* The file as it is, for the backups of before. Made already by an attempt that was cut short: the same, or left alone. */
static enum rc key_keep(const char *path, const struct key_file *k, struct faults *f)
{
    char kept[KEY_PATH_MAX], room[KEY_FILE_MAX];
    snprintf(kept, sizeof kept, "%s.%u", path, k->key[0].number);
    int fd = file_make(kept, key_words(k, room)), why = errno;
    sodium_memzero(room, sizeof room);
    if (fd < 0 && why != EEXIST) return key_failed(f, kept, why);
    if (fd >= 0) close(fd);
    return RC_OK;
}

enum rc seal_key_next(const char *path, struct faults *f, int *lock)
{
    struct key_file k;
    *lock = -1;
    TRY(key_read(path, f, &k));
    bool last = k.keys > 1 || k.key[0].number == SEAL_NUMBER_MAX;
    enum rc rc = last ? key_fault(f, RC_CONFLICT, W_store_key_last, path, NULL) : RC_OK;
    if (rc == RC_OK) rc = key_keep(path, &k, f);
    if (rc == RC_OK) {
        k.key[1] = k.key[0];
        k.key[0].number++;
        hash_random(k.key[0].master, SEAL_MASTER);
        k.keys = 2;
        rc = key_replace(path, &k, f, lock);
    }
    sodium_memzero(&k, sizeof k);
    return rc;
}

enum rc seal_key_done(const char *path, struct faults *f)
{
    struct key_file k;
    TRY(key_read(path, f, &k));
    enum rc rc = RC_OK;
    k.keys = 1;
    rc = key_replace(path, &k, f, NULL);
    sodium_memzero(&k, sizeof k);
    return rc;
}
