/* SPDX-License-Identifier: Apache-2.0 */
/* Work on bytes from outside is done in a process that can do nothing else.
 *
 * The child is this very program started again (/proc/self/exe with a hidden first argument), not a fork that goes on: a
 * fork of the server would inherit its keys, other children's data in memory and every socket, and could hand them out through
 * the result; and only async-signal-safe calls are allowed behind a fork of a threaded process. A fresh image has nothing to
 * steal, a small address space that RLIMIT_AS can bound, and may use malloc freely. It costs some milliseconds a file.
 *
 * Before it touches a byte of input the child gives up, in this order: core dumps and growth (rlimits: memory 512 MB, CPU,
 * no file may grow, no new descriptors), all files and the network (landlock, as far as the kernel knows it), and every
 * system call that is not on a short list (seccomp; the rest kills it). It reads the request from descriptor 0 and the input from
 * descriptor 3, and writes its answer to descriptor 1. Without seccomp nothing is run at all. */
#ifndef CHUYAN_FORMAT_SANDBOX_H
#define CHUYAN_FORMAT_SANDBOX_H

#include <sys/types.h>

#include "base/rc.h"
#include "base/text.h"

enum { SANDBOX_INPUT = 3, SANDBOX_OUTPUT = 1 };

struct sandbox_limits {
    uint64_t memory;         /* bytes of address space; 0 = 512 MiB. Not set under AddressSanitizer, which needs terabytes */
    uint32_t cpu_seconds;    /* 0 = 60 */
    uint32_t wait_seconds;   /* how long the parent waits for bytes altogether, its own work not counted; 0 = 90 */
};

/* What a child came to. */
enum sandbox_end {
    SANDBOX_DONE,     /* it ended by itself with status 0 */
    SANDBOX_DIED,     /* crashed, ran out of memory, was killed for a forbidden call, or ended with another status */
    SANDBOX_SLOW,     /* its CPU seconds were used up, or it was waited for too long */
    SANDBOX_STOPPED,  /* by us, before it was done */
    SANDBOX_NONE      /* it could not be started, or could not shut itself in */
};

/* A kind of work, found by name in the child. `prepare` runs before the doors close (open what must be opened: code
 * converters), `work` after. `request` is what the parent gave. The return value is the child's exit status. */
struct sandbox_worker {
    const char *name;
    void (*prepare)(void);
    int (*work)(struct text request, int input, int output);
};

/* First thing in main(): when this process is a sandboxed child of one of the kinds, works and exits; otherwise returns. */
void sandbox_enter(int argc, char **argv, const struct sandbox_worker *kinds, size_t n);

struct sandbox {
    pid_t pid;
    int output;              /* read end of the answer */
    int64_t wait_us;         /* left to wait */
    bool slow;
};

/* Starts a child of a kind. `input` stays the caller's. RC_UNAVAILABLE when that is impossible here, also inside a child:
 * a program whose main() forgot sandbox_enter() cannot start itself for ever. Safe to call from any thread. */
enum rc sandbox_start(struct sandbox *s, const char *kind, struct text request, int input, const struct sandbox_limits *limits);
/* A memory file with these bytes, sealed against change; -1 when there is none. */
int sandbox_input(struct text bytes);
/* In the child: the input as one text; false when it cannot be seen. */
bool sandbox_map(int input, struct text *out);
/* Waits for bytes: how many came, 0 at the end, -1 when the time is up or on trouble. */
ssize_t sandbox_read(struct sandbox *s, void *to, size_t room);
/* Kills the child if it still runs when `stop`, waits for it, says what it came to. Must be called once after each start. */
enum sandbox_end sandbox_end(struct sandbox *s, bool stop);

#endif
