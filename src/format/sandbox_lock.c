/* SPDX-License-Identifier: Apache-2.0 */
#include "format/sandbox_lock.h"

#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Landlock by number: bookworm's headers know only the oldest rights. Kernel documentation, userspace-api/landlock. */
enum {
    LANDLOCK_VERSION = 1 << 0,
    FS_ABI1 = 13, FS_ABI2 = 14, FS_ABI3 = 15, FS_ABI5 = 16, /* how many file rights each version knows */
    NET_BIND_CONNECT = 3,                                   /* since version 4 */
    SCOPE_SOCKET_SIGNAL = 3                                 /* since version 6 */
};
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

struct landlock_rules { uint64_t files, net, scoped; };

static bool set_limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
    struct rlimit l = {.rlim_cur = soft, .rlim_max = hard};
    return setrlimit(what, &l) == 0;
}

static bool set_limits(uint64_t memory, unsigned cpu_seconds)
{
    bool ok = set_limit(RLIMIT_CORE, 0, 0) && set_limit(RLIMIT_FSIZE, 0, 0) &&
              set_limit(RLIMIT_CPU, cpu_seconds, cpu_seconds + 2) && set_limit(RLIMIT_NOFILE, 0, 0);
#ifdef CHUYAN_ASAN
    (void)memory;
#else
    ok = ok && set_limit(RLIMIT_AS, memory, memory);
#endif
    return ok;
}

/* A rule set that handles every right and grants none. Older kernels get what they know; none at all is accepted, since
 * seccomp below refuses open and socket anyway: this is the second wall. */
static void lock_land(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);
    if (version < 1) return;
    int rights = version >= 5 ? FS_ABI5 : version >= 3 ? FS_ABI3 : version == 2 ? FS_ABI2 : FS_ABI1;
    struct landlock_rules r = {.files = (UINT64_C(1) << rights) - 1};
    size_t size = sizeof r.files;
    if (version >= 4) {
        r.net = NET_BIND_CONNECT;
        size = offsetof(struct landlock_rules, scoped);
    }
    if (version >= 6) {
        r.scoped = SCOPE_SOCKET_SIGNAL;
        size = sizeof r;
    }
    long fd = syscall(SYS_landlock_create_ruleset, &r, size, 0);
    if (fd < 0) return;
    syscall(SYS_landlock_restrict_self, (int)fd, 0);
    close((int)fd);
}

/* What reading and computing take. No open, no socket, no clone, no exec, no kill, no ioctl. */
static const int allowed[] = {
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(newfstatat),
    SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(exit), SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack), SCMP_SYS(futex),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid),
    SCMP_SYS(restart_syscall),
};

static bool add_rules(scmp_filter_ctx f)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (allowed[i] >= 0 && seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0) != 0) return false;
    /* Memory, but never memory that runs. */
    struct scmp_arg_cmp no_exec = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    if (seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_exec) != 0) return false;
    if (seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec) != 0) return false;
    /* abort(): a signal to itself, so that a broken invariant ends the child the usual way. */
    return seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0;
}

static bool lock_calls(void)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!f) return false;
    bool ok = add_rules(f) && seccomp_load(f) == 0;
    seccomp_release(f);
    return ok;
}

bool sandbox_lock(uint64_t memory, unsigned cpu_seconds)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return false;
    /* A reader whose parent is gone has nobody to answer. */
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    lock_land();
    return set_limits(memory, cpu_seconds) && lock_calls();
}
