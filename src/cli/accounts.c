/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/accounts.h"
#include "base/file.h"
#include "cli/load.h"
#include "format/xlsx_write.h"

enum { LIST_MOST = 64 << 20 };

static void csv_cell(struct buf *b, struct text t, bool last)
{
    buf_char(b, '"');
    for (size_t i = 0; i < t.n; i++) {
        if (t.s[i] == '"') buf_char(b, '"');
        buf_char(b, t.s[i]);
    }
    buf_add(b, last ? T("\"\r\n") : T("\","));
}

static void list_csv(const struct cli *c, const struct account_list *l, struct buf *b)
{
    static const enum word heads[] = {W_accounts_school, W_accounts_name, W_accounts_post, W_accounts_login, W_accounts_first};
    buf_add(b, T("\xEF\xBB\xBF"));     /* so that Excel reads it as UTF-8 */
    for (size_t i = 0; i < 5; i++) csv_cell(b, word(c->lang, heads[i]), i == 4);
    for (size_t i = 0; i < l->n; i++) {
        const struct account_one *one = &l->item[i];
        const struct text cells[] = {one->place, one->name, one->post, one->login, one->password};
        for (size_t k = 0; k < 5; k++) csv_cell(b, cells[k], k == 4);
    }
}

static enum rc list_xlsx(const struct cli *c, const struct account_list *l, struct buf *b)
{
    static const enum word heads[] = {W_accounts_school, W_accounts_name, W_accounts_post, W_accounts_login, W_accounts_first};
    static const double width[] = {28, 16, 20, 24, 20};
    struct xlsx_head head[5];
    struct xlsx_page page = {.name = word(c->lang, W_accounts_title), .width = width, .columns = 5};
    struct xlsx_writer *x = xlsx_begin(c->arena, c->now);
    for (uint16_t i = 0; i < 5; i++)
        head[i] = (struct xlsx_head){.text = word(c->lang, heads[i]), .column = i, .columns = 1, .rows = 1};
    xlsx_add_sheet(x, &page);
    xlsx_add_title(x, word(c->lang, W_accounts_title));
    xlsx_add_head(x, head, 5, 1);
    for (size_t i = 0; i < l->n; i++) {
        const struct account_one *one = &l->item[i];
        const struct text cells[] = {one->place, one->name, one->post, one->login, one->password};
        struct xlsx_value v[5];
        for (size_t k = 0; k < 5; k++) v[k] = (struct xlsx_value){.kind = VALUE_TEXT, .text = cells[k]};
        xlsx_add_row(x, v, 5);
    }
    return xlsx_end(x, b);
}

static enum rc list_write(const struct cli *c, const struct account_list *l, const char *path)
{
    struct buf b = buf_new(LIST_MOST);
    enum rc rc = RC_OK;
    if (text_ends(text_of(path), T(".csv"))) list_csv(c, l, &b);
    else rc = list_xlsx(c, l, &b);
    if (rc == RC_OK) rc = file_write(path, buf_text(&b), 0600);
    buf_free(&b);
    return rc;
}

struct making { struct cli *c; struct account_list list; bool must_change; };

static enum rc told(struct work *w, int64_t staff, void *ctx)
{
    const struct making *m = ctx;
    return cli_audit(m->c, w->db, "account", staff, m->list.again ? "outcome=reset" : "outcome=opened");
}

static enum rc accounts_add(struct work *w, const struct scope *scope, void *p)
{
    struct making *m = p;
    (void)scope;
    return account_many_add(w, &m->list, m->must_change, told, m);
}

static void told_far(void *ctx, size_t done, size_t total)
{
    cli_progress(ctx, W_load_accounts, (int64_t)done, (int64_t)total);
}

enum rc accounts_make(struct cli *c, const struct account_wanted *wanted, const char *given, const char *path, size_t *made)
{
    struct making m = {.c = c, .must_change = !given};
    struct load_step step = {.c = c, .fn = accounts_add, .p = &m};
    struct db *db;
    *made = 0;
    TRY(cli_write(c, &db));
    TRY(db_begin(db));
    enum rc rc = account_wanting(db, wanted, c->arena, &m.list);
    db_rollback(db);
    if (rc != RC_OK || m.list.n == 0) return rc;
    TRY(account_many_secrets(&m.list, given ? text_of(given) : TEXT_NONE, PASSWORD_COST, c->arena, told_far, c));
    /* The list first: an account whose password nobody has is of no use, a list without accounts does no harm. */
    TRY(list_write(c, &m.list, path));
    TRY(load_step(&step));
    *made = m.list.n;
    cli_note(c, W_load_accounts_written, text_of(path), TEXT_NONE);
    return RC_OK;
}
