/* SPDX-License-Identifier: Apache-2.0 */
/* Staff from a file, with their accounts: each gets a first password, which goes to the clerk as a list and has to be changed. */
#include "cli/load.h"
#include "base/file.h"
#include "format/xlsx_write.h"
#include "model/account.h"
#include "model/staff_import.h"

#include <string.h>

enum { LIST_MOST = 64 << 20 };

static const struct option_spec options[] = {
    LOAD_OPTIONS,
    {"accounts", "OUT.xlsx|OUT.csv", W_opt_staff_accounts, false},
    {"password", "PASSWORD", W_opt_staff_password, false},
    {0},
};

struct signing { struct cli *c; struct staff_unsigned_list list; struct text *login, *first, *secret; bool must_change; };

/* A login is made from school code and staff number; numbers that are no Latin letters or digits give way to the row's own id. */
static void logins_make(struct signing *s)
{
    for (size_t i = 0; i < s->list.n; i++) {
        const struct staff_unsigned *one = &s->list.item[i];
        if (account_login_clean(s->c->arena, one->login, &s->login[i])) continue;
        s->login[i] = text_fmt(s->c->arena, "u%lld", (long long)one->staff);
    }
}

static enum rc secrets_make(struct signing *s)
{
    const char *given = cli_option(s->c, "password");
    struct text secret = TEXT_NONE;
    s->must_change = !given;
    if (given) TRY(password_hash(s->c->arena, text_of(given), PASSWORD_COST, &secret));
    for (size_t i = 0; i < s->list.n; i++) {
        s->first[i] = given ? text_of(given) : password_first(s->c->arena);
        s->secret[i] = secret;
        if (!given) TRY(password_hash(s->c->arena, s->first[i], PASSWORD_COST, &s->secret[i]));
        cli_progress(s->c, W_load_accounts, (int64_t)i + 1, (int64_t)s->list.n);
    }
    return RC_OK;
}

static enum rc accounts_add(struct work *w, const struct scope *scope, void *p)
{
    struct signing *s = p;
    (void)scope;
    for (size_t i = 0; i < s->list.n; i++) TRY(account_add(w, s->login[i], s->list.item[i].staff, s->secret[i], s->must_change));
    return cli_audit(s->c, w->db, "account", 0, "outcome=added");
}

static void csv_cell(struct buf *b, struct text t, bool last)
{
    buf_char(b, '"');
    for (size_t i = 0; i < t.n; i++) {
        if (t.s[i] == '"') buf_char(b, '"');
        buf_char(b, t.s[i]);
    }
    buf_add(b, last ? T("\"\r\n") : T("\","));
}

static void list_csv(const struct signing *s, struct buf *b)
{
    static const enum word heads[] = {W_accounts_school, W_accounts_name, W_accounts_post, W_accounts_login, W_accounts_first};
    buf_add(b, T("\xEF\xBB\xBF"));     /* so that Excel reads it as UTF-8 */
    for (size_t i = 0; i < 5; i++) csv_cell(b, word(s->c->lang, heads[i]), i == 4);
    for (size_t i = 0; i < s->list.n; i++) {
        const struct staff_unsigned *one = &s->list.item[i];
        const struct text cells[] = {one->school, one->name, one->post, s->login[i], s->first[i]};
        for (size_t k = 0; k < 5; k++) csv_cell(b, cells[k], k == 4);
    }
}

static enum rc list_xlsx(const struct signing *s, struct buf *b)
{
    static const enum word heads[] = {W_accounts_school, W_accounts_name, W_accounts_post, W_accounts_login, W_accounts_first};
    static const double width[] = {28, 16, 20, 24, 20};
    struct xlsx_head head[5];
    struct xlsx_page page = {.name = word(s->c->lang, W_accounts_title), .width = width, .columns = 5};
    struct xlsx_writer *x = xlsx_begin(s->c->arena, s->c->now);
    for (uint16_t i = 0; i < 5; i++)
        head[i] = (struct xlsx_head){.text = word(s->c->lang, heads[i]), .column = i, .columns = 1, .rows = 1};
    xlsx_add_sheet(x, &page);
    xlsx_add_title(x, word(s->c->lang, W_accounts_title));
    xlsx_add_head(x, head, 5, 1);
    for (size_t i = 0; i < s->list.n; i++) {
        const struct staff_unsigned *one = &s->list.item[i];
        const struct text cells[] = {one->school, one->name, one->post, s->login[i], s->first[i]};
        struct xlsx_value v[5];
        for (size_t k = 0; k < 5; k++) v[k] = (struct xlsx_value){.kind = VALUE_TEXT, .text = cells[k]};
        xlsx_add_row(x, v, 5);
    }
    return xlsx_end(x, b);
}

static enum rc list_write(const struct signing *s, const char *path)
{
    struct buf b = buf_new(LIST_MOST);
    enum rc rc = RC_OK;
    if (text_ends(text_of(path), T(".csv"))) list_csv(s, &b);
    else rc = list_xlsx(s, &b);
    if (rc == RC_OK) rc = file_write(path, buf_text(&b), 0600);
    buf_free(&b);
    return rc;
}

static enum rc accounts_make(struct cli *c, int64_t batch, const char *path)
{
    struct signing s = {.c = c};
    struct load_step step = {.c = c, .fn = accounts_add, .p = &s};
    struct db *db;
    TRY(cli_write(c, &db));
    TRY(db_begin(db));
    enum rc rc = staff_import_unsigned(db, c->county, batch, c->arena, &s.list);
    db_rollback(db);
    if (rc != RC_OK || s.list.n == 0) return rc;
    s.login = arena_array(c->arena, s.list.n, sizeof *s.login);
    s.first = arena_array(c->arena, s.list.n, sizeof *s.first);
    s.secret = arena_array(c->arena, s.list.n, sizeof *s.secret);
    logins_make(&s);
    TRY(secrets_make(&s));
    /* The list first: an account whose password nobody has is of no use, a list without accounts does no harm. */
    TRY(list_write(&s, path));
    TRY(load_step(&step));
    cli_note(c, W_load_accounts_written, text_of(path), TEXT_NONE);
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    struct loaded l;
    const char *path = cli_option(c, "accounts");
    TRY(load_run(c, staff_import_preview, true, &l));
    if (l.batch && path) TRY(accounts_make(c, l.batch, path));
    else if (l.batch) cli_note(c, W_load_accounts_hint, TEXT_NONE, TEXT_NONE);
    return load_end(c, &l);
}

const struct command cmd_staff_import = {.name = "staff import",
                                         .args = "FILE",
                                         .args_min = 1,
                                         .args_max = 1,
                                         .sentence = W_cmd_staff_import,
                                         .options = options,
                                         .run = run};
