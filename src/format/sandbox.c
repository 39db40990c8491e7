/* SPDX-License-Identifier: Apache-2.0 */
#include "format/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "format/sandbox_lock.h"

/* In the child's environment: its limits, and the mark that it is a child. */
#define ENV_MARK "CHUYAN_SANDBOX"

enum { REQUEST_MOST = 64 * 1024, EXIT_LOCKED_OUT = 91, EXIT_NO_REQUEST = 92, FD_FIRST = 10, CPU_DEFAULT = 60, WAIT_DEFAULT = 90 };
#define MEMORY_DEFAULT (UINT64_C(512) << 20)

/* ---- the child ---------------------------------------------------------------------------------------------------- */

static bool read_request(char *to, size_t *n)
{
    *n = 0;
    for (;;) {
        ssize_t k = read(STDIN_FILENO, to + *n, REQUEST_MOST - *n);
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return k == 0;
        *n += (size_t)k;
        if (*n == REQUEST_MOST) return false;
    }
}

/* "memory cpu", as spawn() writes it. */
static bool read_mark(const char *mark, int64_t *memory, int64_t *cpu)
{
    struct text rest = text_of(mark), part;
    if (!text_cut(&rest, ' ', &part) || !text_int(part, memory) || !text_int(rest, cpu)) return false;
    return *memory > 0 && *cpu > 0 && *cpu < INT32_MAX;
}

_Noreturn static void be_child(const struct sandbox_worker *kind, const char *mark)
{
    int64_t memory, cpu;
    char *request = malloc(REQUEST_MOST);
    size_t n;
    if (!read_mark(mark, &memory, &cpu) || !request || !read_request(request, &n)) _exit(EXIT_NO_REQUEST);
    tzset(); /* libzip asks for the local time; now the zone (TZ, below) is known and no file is opened for it */
    if (kind->prepare) kind->prepare();
    if (!sandbox_lock((uint64_t)memory, (unsigned)cpu)) _exit(EXIT_LOCKED_OUT);
    int status = kind->work((struct text){request, n}, SANDBOX_INPUT, SANDBOX_OUTPUT);
    _exit(status);
}

void sandbox_enter(int argc, char **argv, const struct sandbox_worker *kinds, size_t n)
{
    const char *mark = getenv(ENV_MARK);
    if (!mark || argc != 2) return;
    for (size_t i = 0; i < n; i++)
        if (strcmp(argv[1], kinds[i].name) == 0) be_child(&kinds[i], mark);
}

/* ---- the parent --------------------------------------------------------------------------------------------------- */

static bool write_all(int fd, struct text t)
{
    while (t.n > 0) {
        ssize_t k = write(fd, t.s, t.n);
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return false;
        t = text_sub(t, (size_t)k, t.n - (size_t)k);
    }
    return true;
}

int sandbox_input(struct text bytes)
{
    int fd = memfd_create("chuyan-input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -1;
    if (write_all(fd, bytes) && lseek(fd, 0, SEEK_SET) == 0 &&
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Out of the way of the descriptors the child gets, so that setting up one does not close another. */
static int move_high(int fd)
{
    int high = fcntl(fd, F_DUPFD_CLOEXEC, FD_FIRST);
    return high;
}

static bool set_files(posix_spawn_file_actions_t *fa, int request, int answer, int input)
{
#ifdef CHUYAN_ASAN
    int bad = 0; /* reports of the sanitizer are wanted */
#else
    int bad = posix_spawn_file_actions_addopen(fa, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
    bad |= posix_spawn_file_actions_adddup2(fa, request, STDIN_FILENO);
    bad |= posix_spawn_file_actions_adddup2(fa, answer, SANDBOX_OUTPUT);
    bad |= posix_spawn_file_actions_adddup2(fa, input, SANDBOX_INPUT);
    bad |= posix_spawn_file_actions_addclosefrom_np(fa, SANDBOX_INPUT + 1);
    return bad == 0;
}

/* The child starts with default signals, none blocked, whatever the server's thread had. */
static bool set_signals(posix_spawnattr_t *at)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    return posix_spawnattr_setsigmask(at, &none) == 0 && posix_spawnattr_setsigdefault(at, &all) == 0 &&
           posix_spawnattr_setflags(at, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0;
}

static bool spawn(struct sandbox *s, const char *kind, int request, int answer, int input, const struct sandbox_limits *l)
{
    char name[64], mark[64];
    snprintf(name, sizeof name, "%s", kind);
    snprintf(mark, sizeof mark, ENV_MARK "=%llu %u", (unsigned long long)(l->memory ? l->memory : MEMORY_DEFAULT),
             l->cpu_seconds ? l->cpu_seconds : CPU_DEFAULT);
    char self[] = "/proc/self/exe", quiet[] = "ASAN_OPTIONS=detect_leaks=0:abort_on_error=1", zone[] = "TZ=UTC0";
    char *argv[] = {self, name, NULL}, *env[] = {mark, quiet, zone, NULL};
    posix_spawn_file_actions_t fa;
    posix_spawnattr_t at;
    if (posix_spawn_file_actions_init(&fa) != 0) return false;
    if (posix_spawnattr_init(&at) != 0) {
        posix_spawn_file_actions_destroy(&fa);
        return false;
    }
    bool ok = set_files(&fa, request, answer, input) && set_signals(&at) && posix_spawn(&s->pid, self, &fa, &at, argv, env) == 0;
    posix_spawnattr_destroy(&at);
    posix_spawn_file_actions_destroy(&fa);
    return ok;
}

static void close_if(int fd)
{
    if (fd >= 0) close(fd);
}

enum rc sandbox_start(struct sandbox *s, const char *kind, struct text request, int input, const struct sandbox_limits *limits)
{
    *s = (struct sandbox){.pid = -1, .output = -1};
    s->wait_us = INT64_C(1000000) * (limits->wait_seconds ? limits->wait_seconds : WAIT_DEFAULT);
    int pipe_fd[2];
    if (getenv(ENV_MARK) || request.n >= REQUEST_MOST || pipe2(pipe_fd, O_CLOEXEC) != 0) return RC_UNAVAILABLE;
    int asked = sandbox_input(request);
    int high_asked = asked < 0 ? -1 : move_high(asked), high_answer = move_high(pipe_fd[1]), high_input = move_high(input);
    bool ok = high_asked >= 0 && high_answer >= 0 && high_input >= 0;
    ok = ok && spawn(s, kind, high_asked, high_answer, high_input, limits);
    close_if(asked);
    close_if(high_asked);
    close_if(high_answer);
    close_if(high_input);
    close(pipe_fd[1]);
    if (!ok) {
        close(pipe_fd[0]);
        return RC_UNAVAILABLE;
    }
    s->output = pipe_fd[0];
    return RC_OK;
}

ssize_t sandbox_read(struct sandbox *s, void *to, size_t room)
{
    struct pollfd p = {.fd = s->output, .events = POLLIN};
    int got;
    int64_t before = clock_mono_us();
    do got = poll(&p, 1, (int)(s->wait_us / 1000 > 86400000 ? 86400000 : s->wait_us / 1000) + 1);
    while (got < 0 && errno == EINTR);
    s->wait_us -= clock_mono_us() - before;
    if (got == 0 || s->wait_us <= 0) s->slow = true;
    if (s->slow) return -1;
    if (got <= 0) return -1;
    ssize_t n;
    do n = read(s->output, to, room);
    while (n < 0 && errno == EINTR);
    return n;
}

enum sandbox_end sandbox_end(struct sandbox *s, bool stop)
{
    int status = 0;
    if (stop || s->slow) kill(s->pid, SIGKILL);
    close(s->output);
    pid_t got;
    do got = waitpid(s->pid, &status, 0);
    while (got < 0 && errno == EINTR);
    s->pid = -1;
    if (s->slow) return SANDBOX_SLOW;
    if (stop) return SANDBOX_STOPPED;
    if (got < 0) return SANDBOX_DIED;
    if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGXCPU ? SANDBOX_SLOW : SANDBOX_DIED;
    if (WEXITSTATUS(status) == EXIT_LOCKED_OUT) return SANDBOX_NONE;
    return WEXITSTATUS(status) == 0 ? SANDBOX_DONE : SANDBOX_DIED;
}

bool sandbox_map(int input, struct text *out)
{
    struct stat st;
    if (fstat(input, &st) != 0 || st.st_size < 0) return false;
    *out = (struct text){"", (size_t)st.st_size};
    if (out->n == 0) return true;
    out->s = mmap(NULL, out->n, PROT_READ, MAP_PRIVATE, input, 0);
    return out->s != MAP_FAILED;
}
