/* SPDX-License-Identifier: Apache-2.0 */
/* Schemes: what is in force, one clause by clause; one checked, and put into force. Between the look and the press nothing
 * is kept:
 * the page carries the files, and they are checked again. */
#include "scheme/source_files.h"
#include "view/build_burden.h"
#include "view/build_schemes.h"
#include "view/said.h"
#include "web/page_ask.h"
#include "web/pages.h"

#include <string.h>

static enum rc list_show(struct request *q, struct reply *r, const struct scheme_look *look, struct text error)
{
    struct ask ask;
    struct schemes_view v;
    TRY(page_ask(q, &ask));
    TRY(build_schemes(&ask, look, error, &v));
    r->page.title = word(q->lang, W_schemes_title);
    REPLY_VIEW(q, r, schemes, &v);
    return RC_OK;
}

enum rc page_schemes(struct request *q, struct reply *r)
{
    return list_show(q, r, NULL, T(""));
}

enum rc page_scheme(struct request *q, struct reply *r)
{
    struct ask ask;
    struct scheme_show_view v;
    int64_t version = param_int(q, "version", 0);
    TRY(page_ask(q, &ask));
    TRY(build_scheme(&ask, param_text(q, "key"), (int)version, &v));
    r->page.title = v.title;
    r->page.wide = true;
    REPLY_VIEW(q, r, scheme_show, &v);
    return RC_OK;
}

/* ---- the look ---- */

static struct faults *faults_made(struct request *q)
{
    struct faults *f = arena_alloc(q->arena, sizeof *f);
    *f = faults_new(q->arena);
    return f;
}

static const struct calendar *calendar_of(const struct request *q)
{
    return q->ev->calendar_count > 0 ? q->ev->calendar[0].calendar : NULL;
}

static enum rc source_read(struct request *q, struct text *built_in, struct faults *f, struct plan_source *out)
{
    struct value v;
    *built_in = param_text(q, "built_in");
    if (!text_empty(*built_in)) return scheme_builtin(q->arena, *built_in, out);
    struct embedded *file = arena_array(q->arena, SCHEME_FILES, sizeof *file);
    size_t n = 0;
    for (size_t i = 0; param_nth(q, "file", i, &v) && n < SCHEME_FILES; i++) {
        if (v.file != NULL && !v.bad && v.file->name.n > 0) file[n++] = (struct embedded){v.file->name, v.file->bytes};
    }
    if (n == 0) return RC_NOT_FOUND;
    enum rc rc = source_files_read(q->arena, file, n, f, out);
    out->name = T("upload");
    return rc;
}

/* `f` may hold what was found while the files were opened. */
static enum rc look_at(struct request *q, const struct plan_source *source, struct text token, struct faults *f,
                       struct scheme_look *look)
{
    *look = (struct scheme_look){.token = token, .source = source, .faults = f};
    enum rc rc = scheme_check(q->db, q->who->county, q->today, q->ev->codes, calendar_of(q), source, q->arena, f, &look->checked);
    look->ok = rc == RC_OK;
    return rc == RC_INVALID ? RC_OK : rc;
}

enum rc page_scheme_check(struct request *q, struct reply *r)
{
    struct plan_source source;
    struct text built_in;
    struct scheme_look look;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    struct faults *f = faults_made(q);
    enum rc rc = q->faults.errors > 0 ? RC_NOT_FOUND : source_read(q, &built_in, f, &source);
    if (rc == RC_NOT_FOUND) {
        struct text why = q->faults.n > 0 ? fault_say(&q->faults.list[0], q->lang, q->arena)
            : word(q->lang, W_scheme_check_nothing);
        TRY(list_show(q, r, NULL, why));
        return RC_INVALID;
    }
    if (rc != RC_OK) {                 /* could not be opened: shown like what is wrong inside */
        if (f->errors == 0) return rc;
        look = (struct scheme_look){.faults = f, .checked.scheme = -1};
        TRY(list_show(q, r, &look, T("")));
        return RC_INVALID;
    }
    struct buf b = buf_new(SCHEME_TOKEN_BYTES);
    scheme_token_write(&b, built_in, &source);
    struct text token = b.over ? TEXT_NONE : text_dup(q->arena, buf_text(&b));
    buf_free(&b);
    if (token.s == NULL) return RC_TOO_LARGE;
    TRY(look_at(q, &source, token, f, &look));
    return list_show(q, r, &look, T(""));
}

/* ---- the press ---- */

/* "p_talk_every=month" → a line talk_every=month. */
static struct text params_read(const struct request *q)
{
    struct text all = T("");
    struct value v;
    for (size_t i = 0; param_nth(q, "p_", i, &v); i++) {
        struct text key = text_sub(v.name, 2, v.name.n);
        bool line = text_empty(v.text) || memchr(v.text.s, '\n', v.text.n) != NULL;
        if (!line) all = text_fmt(q->arena, "%.*s%.*s=%.*s\n", TP(all), TP(key), TP(v.text));
    }
    return all;
}

static enum rc load(struct request *q, struct plan_source *source, struct scheme_loaded *out)
{
    bool law;
    struct scheme_loaded base;
    struct plan_source below;
    TRY(scheme_law_loaded(q->db, q->who->county, q->arena, &law));
    if (!law && !text_eqz(source->name, "schemes/law")) {
        TRY(scheme_builtin(q->arena, T("law"), &below));
        TRY(scheme_load(&q->work, q->ev->codes, &below, 0, DAY_NONE, &base));
    }
    bool is_law = text_eqz(source->name, "schemes/law");
    return scheme_load(&q->work, q->ev->codes, source, 0, is_law ? DAY_NONE : param_day(q, "from", DAY_NONE), out);
}

/* The look again, with what was typed and why it was refused. */
static enum rc load_refuse(struct request *q, struct reply *r, const struct plan_source *source)
{
    struct scheme_look look;
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(look_at(q, source, param_text(q, "token"), faults_made(q), &look));
    look.state = &s;
    for (size_t i = 0; i < q->faults.n && text_empty(look.error); i++) {
        if (!q->faults.list[i].warning) look.error = fault_say(&q->faults.list[i], q->lang, q->arena);
    }
    TRY(list_show(q, r, &look, T("")));
    return RC_INVALID;
}

static struct text loaded_said(const struct request *q, const struct scheme_loaded *s)
{
    struct text arg[] = {s->title, text_fmt(q->arena, "%d", s->duties)};
    return word_fill(q->arena, q->lang, s->same ? W_scheme_same_said : W_scheme_loaded_said, arg, 2);
}

/* ---- the trial ---- */

/* What it would ask of whom, as if it were loaded with what stands in the form; nothing is kept. */
enum rc page_scheme_try(struct request *q, struct reply *r)
{
    struct plan_source source;
    struct text built_in;
    struct scheme_look look;
    struct evaluator *tried;
    struct burden_view v;
    struct ask ask;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    if (scheme_token_read(q->arena, param_text(q, "token"), &built_in, &source) != RC_OK) {
        TRY(list_show(q, r, NULL, word(q->lang, W_scheme_token_bad)));
        return RC_INVALID;
    }
    source.params = params_read(q);
    source.from = param_day(q, "from", DAY_NONE);
    TRY(look_at(q, &source, param_text(q, "token"), faults_made(q), &look));
    if (!look.ok || q->faults.errors > 0) return load_refuse(q, r, &source);
    TRY(page_ask(q, &ask));
    if (source.from != DAY_NONE && source.from > ask.today) ask.today = source.from;
    struct faults again = faults_new(q->arena);
    TRY(evaluator_try(q->db, q->who->county, ask.today, &source, &again, &tried));
    ask.ev = tried;
    enum rc rc = build_burden(&ask, look.checked.plan->scheme[look.checked.scheme].id, BURDEN_USUAL, &v);
    if (rc == RC_OK) {
        scheme_faults(&ask, look.faults, &v.faults.item, &v.faults.n);
        r->page.title = v.title;
        r->page.wide = true;
        REPLY_VIEW(q, r, burden, &v);
    }
    evaluator_free(tried);
    return rc;
}

enum rc page_burden(struct request *q, struct reply *r)
{
    struct ask ask;
    struct burden_view v;
    TRY(page_ask(q, &ask));
    TRY(build_burden(&ask, T(""), (int)param_int(q, "weeks", BURDEN_USUAL), &v));
    r->page.title = v.title;
    r->page.wide = true;
    REPLY_VIEW(q, r, burden, &v);
    return RC_OK;
}

enum rc page_scheme_load(struct request *q, struct reply *r)
{
    struct plan_source source;
    struct text built_in;
    struct scheme_loaded done;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    if (scheme_token_read(q->arena, param_text(q, "token"), &built_in, &source) != RC_OK) {
        TRY(list_show(q, r, NULL, word(q->lang, W_scheme_token_bad)));
        return RC_INVALID;
    }
    source.params = params_read(q);
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : load(q, &source, &done);
    if (rc == RC_INVALID || (rc == RC_CONFLICT && q->faults.errors > 0)) return load_refuse(q, r, &source);
    if (rc != RC_OK) return rc;
    r->audit_detail = text_fmt(q->arena, "scheme=%.*s version=%d", TP(done.id), done.version);
    request_house_changed(q);
    reply_flash(r, loaded_said(q, &done));
    reply_go(r, T("/schemes"));
    return RC_OK;
}
