/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4000 }; /* below PIPE_BUF, so that lines of several threads and processes never mix */

static const char *const level_names[] = {"debug", "info", "warn", "error"};
static const char level_variable[] = "CHUYAN_LOG";

struct line {
    size_t n;
    char s[LINE_MAX_BYTES + 16];
};

static void line_put(struct line *l, const char *s, size_t n)
{
    if (n > LINE_MAX_BYTES - l->n)
        n = LINE_MAX_BYTES - l->n;
    memcpy(l->s + l->n, s, n);
    l->n += n;
}

/* One code point escaped for JSON. What is not UTF-8 becomes U+FFFD: a log reader must never choke on our line. */
static void line_char(struct line *l, uint32_t cp)
{
    char out[8];
    size_t n;
    if (cp == '"' || cp == '\\') {
        out[0] = '\\';
        out[1] = (char)cp;
        n = 2;
    } else if (cp < 0x20 || cp == 0x7F) {
        n = (size_t)snprintf(out, sizeof out, "\\u%04x", (unsigned)cp);
    } else {
        n = text_put(out, cp);
    }
    if (n <= LINE_MAX_BYTES - l->n)
        line_put(l, out, n);
}

static void line_quote(struct line *l, struct text t)
{
    line_put(l, "\"", 1);
    uint32_t cp;
    /* A value is cut so that the line still closes as JSON. */
    for (size_t at = 0; LINE_MAX_BYTES - l->n > 64 && text_next(t, &at, &cp);)
        line_char(l, cp);
    line_put(l, "\"", 1);
}

static enum log_level least_level(void)
{
    const char *name = getenv(level_variable);
    for (size_t i = 0; name && i < sizeof level_names / sizeof *level_names; i++) {
        if (strcmp(name, level_names[i]) == 0)
            return (enum log_level)i;
    }
    return LOG_INFO;
}

void log_level_set(enum log_level least)
{
    setenv(level_variable, level_names[least], 1);
}

static void bytes_out(const char *s, size_t n)
{
    while (n) {
        ssize_t done = write(STDERR_FILENO, s, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return; /* nowhere left to say it */
        s += done;
        n -= (size_t)done;
    }
}

void log_line(enum log_level level, moment_t now, const char *event, ...)
{
    if (level < least_level())
        return;
    struct line l;
    l.n = (size_t)snprintf(l.s, LINE_MAX_BYTES, "{\"at\":%lld,\"level\":\"%s\",\"event\":", (long long)now, level_names[level]);
    line_quote(&l, text_of(event));
    va_list ap;
    va_start(ap, event);
    for (const char *key; (key = va_arg(ap, const char *)) != NULL;) {
        struct text value = va_arg(ap, struct text);
        if (LINE_MAX_BYTES - l.n < 256)
            continue; /* what does not fit is left out whole */
        line_put(&l, ",", 1);
        line_quote(&l, text_of(key));
        line_put(&l, ":", 1);
        line_quote(&l, value);
    }
    va_end(ap);
    line_put(&l, "}\n", 2);
    bytes_out(l.s, l.n);
}

void log_stop(const char *sentence)
{
    struct line l = {0};
    line_put(&l, "chuyan: ", 8);
    line_put(&l, sentence, strlen(sentence));
    line_put(&l, "\n", 1);
    bytes_out(l.s, l.n);
    abort();
}

void log_bug(const char *file, int line, const char *condition)
{
    char sentence[512];
    snprintf(sentence, sizeof sentence, "%s:%d: a promise of the program is broken: %s", file, line, condition);
    log_stop(sentence);
}
