/* SPDX-License-Identifier: Apache-2.0 */
/* What the unit tests share: cmocka with the headers it wants, and comparisons of counted texts. */
#ifndef CHUYAN_TESTS_UNIT_H
#define CHUYAN_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"

#define UNIT_ARENA (64u * 1024 * 1024)

/* The text is this C string; says both when it is not. */
#define assert_text(t, z) unit_assert_text((t), (z), __FILE__, __LINE__)
static inline void unit_assert_text(struct text t, const char *z, const char *file, int line)
{
    if (text_eqz(t, z) && t.s)
        return;
    print_error("\"%.*s\" is not \"%s\"\n", TP(t), z);
    _fail(file, line);
}

/* fn(p), in a child, ends in abort() and not otherwise. */
static inline bool unit_stops(void (*fn)(void *), void *p)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        int quiet = open("/dev/null", O_WRONLY);
        dup2(quiet, STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        fn(p);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

#endif
