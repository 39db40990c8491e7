/* SPDX-License-Identifier: Apache-2.0 */
/* JSON lines to stderr. Only edge code (main, web, cli, job) logs. Never a name, number, note or id of a child. */
#ifndef CHUYAN_BASE_LOG_H
#define CHUYAN_BASE_LOG_H

#include "base/date.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below `least` are dropped (LOG_INFO when never set). Called by main before any thread starts: the choice lives in the
 * environment (CHUYAN_LOG=debug|info|warn|error), where the operator can make it too, so that no state of ours is needed. */
void log_level_set(enum log_level least);
/* `event` is a fixed key such as "request"; pairs are alternating key (const char *) and struct text, ended by NULL. */
void log_line(enum log_level level, moment_t now, const char *event, ...);
/* Says one sentence and aborts: what no caller could handle, such as memory running out. */
_Noreturn void log_stop(const char *sentence);
/* A broken invariant of ours: says file, line and condition, and aborts. */
#define BUG_IF(cond) do { if (cond) log_bug(__FILE__, __LINE__, #cond); } while (0)
_Noreturn void log_bug(const char *file, int line, const char *condition);

#endif
