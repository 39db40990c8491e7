/* SPDX-License-Identifier: Apache-2.0 */
/* The command line. One file a command: src/cli/cmd_NAME.c declares `const struct command cmd_NAME` and src/cli/commands.c
 * lists it.
 *
 *     static enum rc run(struct cli *c)
 *     {
 *         struct db *db;
 *         TRY(cli_read(c, &db));
 *         ...
 *         return RC_OK;
 *     }
 *     static const struct option_spec options[] = {{"child", "ID", W_opt_child, true}, {0}};
 *     const struct command cmd_due = {.name = "due", .args = "", .sentence = W_cmd_due, .options = options, .run = run};
 */
#ifndef CHUYAN_CLI_CLI_H
#define CHUYAN_CLI_CLI_H

#include "base/buf.h"
#include "model/evaluator.h"
#include "model/work.h"

struct option_spec {
    const char *name;          /* without the dashes */
    const char *value;         /* what stands behind it, for the help: PATH, DATE; NULL: a switch */
    enum word sentence;
    bool required;
};

struct cli;

struct command {
    const char *name;          /* "roll import": one word or two */
    const char *args;          /* "FILE …"; "" none */
    int args_min, args_max;    /* how many; args_max -1: any number */
    enum word sentence;
    const struct option_spec *options;   /* ends with a nameless one; NULL: none but the global ones */
    bool hidden;               /* not in the help (workers that the program starts itself) */
    enum rc (*run)(struct cli *c);
};

/* All of them; ends with NULL. */
extern const struct command *const commands[];

/* One run of the program. */
struct cli {
    const struct command *command;
    const char *const *arg;    /* what is not an option */
    int args;
    struct arena *arena;
    enum lang lang;            /* --lang, else $CHUYAN_LANG, else zh */
    bool json;                 /* --json */
    const char *address;       /* --db, else $CHUYAN_DB, else chuyan.db */
    moment_t now;
    day_t as_of;               /* --as-of, else today */
    struct faults faults;      /* told on stderr when the command ends */
    struct buf out;            /* told on stdout when the command ends; cli_flush for long output */
    /* Inside; use the functions below. */
    const struct option_value { const char *name, *value; } *given;
    size_t given_n;
    struct store *store;
    struct db *reading, *writing;
    int64_t county;
    struct evaluator *ev;
    struct roles *roles;
    struct ids ids;
};

/* Value of an option of the command, NULL when it was not given; a switch gives "". Asking for an undeclared one is a bug. */
const char *cli_option(const struct cli *c, const char *name);
/* The same as a whole number or day; a fault and false when it is something else. *out is untouched when it was not given. */
bool cli_int(struct cli *c, const char *name, int64_t *out);
bool cli_day(struct cli *c, const char *name, day_t *out);

/* The database, opened on first use; `create` makes it. The faults say what is wrong. */
enum rc cli_store(struct cli *c, bool create, struct store **out);
enum rc cli_read(struct cli *c, struct db **out);           /* in a snapshot until the command ends */
enum rc cli_write(struct cli *c, struct db **out);          /* no transaction begun: use db_transact */
/* The county: --county, else the only one there is. */
enum rc cli_county(struct cli *c, int64_t *out);
enum rc cli_evaluator(struct cli *c, const struct evaluator **out);
enum rc cli_roles(struct cli *c, const struct roles **out);
/* What the model's writes are given; source "command", staff 0. */
struct work cli_work(struct cli *c, struct db *db, int64_t county, struct touched *touched);
/* A line in the audit log about what a command changed, in the caller's transaction; a running server notices it within a second.
 * detail: fixed keys only. `read`: about what it looked at, and nobody has to notice. */
enum rc cli_audit_read(struct cli *c, struct db *db, const char *noun, int64_t object, const char *detail);
enum rc cli_audit(struct cli *c, struct db *db, const char *noun, int64_t object, const char *detail);

/* Output. With --json a command writes one JSON value to c->out instead. */
void cli_say(struct cli *c, enum word w, struct text a0, struct text a1);    /* a sentence and a line end, on stdout */
void cli_note(struct cli *c, enum word w, struct text a0, struct text a1);   /* on stderr: progress, hints */
void cli_progress(struct cli *c, enum word w, int64_t done,
                  int64_t total); /* overwrites itself on a terminal; total 0: unknown */
enum rc cli_flush(struct cli *c);

/* argv → exit code (rc_exit; docs/cli.md). */
int cli_main(int argc, char **argv);

#endif
