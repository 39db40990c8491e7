/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static enum rc rc_of_errno(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return RC_NOT_FOUND;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return RC_NO_SPACE;
    default:
        return RC_UNAVAILABLE;
    }
}

/* Reads to the end, also from what has no size (pipes, /proc); one byte beyond `limit` tells that it is too large. */
static enum rc descriptor_read(struct arena *a, int fd, size_t expected, size_t limit, struct text *out)
{
    size_t cap = expected + 1;
    char *s = arena_raw(a, cap);
    size_t n = 0;
    for (;;) {
        if (n == cap)
            s = arena_grow(a, s, n, &cap, n + 1, 1);
        ssize_t got = read(fd, s + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return RC_UNAVAILABLE;
        if (got == 0)
            break;
        n += (size_t)got;
        if (n > limit)
            return RC_TOO_LARGE;
    }
    *out = (struct text){s, n};
    return RC_OK;
}

enum rc file_read(struct arena *a, const char *path, size_t limit, struct text *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return rc_of_errno(errno);
    struct stat st;
    enum rc rc = RC_UNAVAILABLE;
    if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode)) {
        bool sized = S_ISREG(st.st_mode) && st.st_size > 0;
        if (sized && (uint64_t)st.st_size > limit)
            rc = RC_TOO_LARGE;
        else
            rc = descriptor_read(a, fd, sized ? (size_t)st.st_size : 4095, limit, out);
    }
    close(fd);
    return rc;
}

static bool descriptor_write(int fd, struct text t)
{
    while (t.n) {
        ssize_t done = write(fd, t.s, t.n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        t.s += done;
        t.n -= (size_t)done;
    }
    return true;
}

/* A rename is only durable when its directory is. */
static bool directory_sync(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *name = !slash ? strdup(".") : slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
    if (!name)
        return false;
    int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(name);
    if (fd < 0)
        return false;
    /* Some file systems cannot sync a directory and say EINVAL; they order renames themselves. */
    bool done = fsync(fd) == 0 || errno == EINVAL;
    close(fd);
    return done;
}

enum rc file_write(const char *path, struct text content, unsigned mode)
{
    char *neighbour = NULL;
    if (asprintf(&neighbour, "%s.XXXXXX", path) < 0)
        return RC_UNAVAILABLE;
    int fd = mkostemp(neighbour, O_CLOEXEC);
    if (fd < 0) {
        enum rc rc = rc_of_errno(errno);
        free(neighbour);
        return rc;
    }
    enum rc rc = RC_OK;
    if (fchmod(fd, mode) != 0 || !descriptor_write(fd, content) || fsync(fd) != 0)
        rc = rc_of_errno(errno);
    if (close(fd) != 0 && rc == RC_OK)
        rc = rc_of_errno(errno);
    if (rc == RC_OK && rename(neighbour, path) != 0)
        rc = rc_of_errno(errno);
    if (rc != RC_OK)
        unlink(neighbour);
    else if (!directory_sync(path))
        rc = RC_UNAVAILABLE;
    free(neighbour);
    return rc;
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

moment_t clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (moment_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_mono_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
