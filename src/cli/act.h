/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that change one thing: a transaction, the children it touched evaluated, a line in the audit log.
 *
 * The operator of the machine acts as staff 0, or with --by for a colleague who decided it on paper. Then it is that colleague's
 * deed: whoever asked may not decide, and what they may not do on a page they may not do here. */
#ifndef CHUYAN_CLI_ACT_H
#define CHUYAN_CLI_ACT_H

#include "cli/care.h"
#include "format/json.h"
#include "model/staff.h"

struct act {
    struct cli *c;
    /* In the transaction. PostgreSQL may ask for it again, so nothing of a first try may count. */
    enum rc (*fn)(struct act *a);
    void *p;                         /* of the command */
    bool any_day;                    /* --as-of names the day of what is done, not the day to look from */
    /* Filled by act_run. */
    struct who who;                  /* staff 0: the operator */
    struct work work;
    struct touched touched;
    struct arena *arena;             /* until act_run returns */
    /* For the audit log; set by fn. */
    const char *noun;
    int64_t object;
    struct text detail;              /* fixed keys only */
};

/* Into the options of every command that changes something. */
#define ACT_BY {"by", "SCHOOL/CODE|ID", W_opt_act_by, false}
#define ACT_BY_NEEDED {"by", "SCHOOL/CODE|ID", W_opt_act_by, true}

enum rc act_run(struct act *a);

/* What builders are given inside of fn: the same transaction, seen as the one who acts. */
struct ask act_ask(const struct act *a, struct scope scope);

/* RC_DENIED with a fault when the colleague of --by may not do this there; the operator may. */
enum rc act_may(const struct act *a, enum cap cap, int64_t key_lo, int64_t key_hi);
/* The same for one child: by its class, or by a pairing with it. RC_NOT_FOUND: no such child. */
enum rc act_may_child(const struct act *a, enum cap cap, int64_t child);

/* "SCHOOL/CODE" or a number. RC_NOT_FOUND with a fault on `field`. */
enum rc act_staff(struct cli *c, struct db *db, int64_t county, const char *ref, const char *field, struct arena *a,
                  struct staff *out);
/* The number behind the command. */
bool act_id(struct cli *c, int64_t *id);
/* A day that may not lie ahead; *out is today when the option was not given. */
bool act_day(struct cli *c, const char *option, bool ahead, day_t *out);

/* ---- telling ---- */

struct told { const char *key; struct text text; int64_t number; };   /* text.s NULL: the number */
/* One JSON object with the warnings, or the sentence. */
void act_tell(struct cli *c, const struct told *list, size_t n, enum word sentence, struct text a0, struct text a1);
void told_text(struct buf *b, const char *key, struct text t);
void told_int(struct buf *b, const char *key, int64_t n);
void told_bool(struct buf *b, const char *key, bool v);

#endif
