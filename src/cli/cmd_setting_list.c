/* SPDX-License-Identifier: Apache-2.0 */
/* setting list: what a county can set, what it has set, and what holds otherwise. */
#include "cli/act.h"
#include "model/setting.h"

static const struct setting *set_of(const struct setting_list *all, struct text key)
{
    for (size_t i = 0; i < all->n; i++) {
        if (text_eq(all->item[i].key, key)) return &all->item[i];
    }
    return NULL;
}

/* A calendar is a file; of it the list says how long it is. */
static struct text shown(struct cli *c, const struct setting_spec *spec, const struct setting *s)
{
    if (s == NULL) return *spec->usual ? text_of(spec->usual) : word(c->lang, W_setting_of_schemes);
    if (spec->type != SETTING_CALENDAR) return s->value;
    struct text n = text_fmt(c->arena, "%zu", s->value.n);
    return word_fill(c->arena, c->lang, W_setting_bytes, &n, 1);
}

static void row_tell(struct cli *c, const struct setting_spec *spec, struct text key, const struct setting *s)
{
    struct buf *b = &c->out;
    if (!c->json) {
        struct text say = word(c->lang, spec->sentence), value = shown(c, spec, s);
        buf_fmt(b, "%s %-18.*s %-9s %.*s\n    %.*s\n", s ? "*" : " ", TP(key), setting_type_name(spec->type), TP(value), TP(say));
        return;
    }
    json_open(b, '{');
    told_text(b, "key", key);
    told_text(b, "type", text_of(setting_type_name(spec->type)));
    told_bool(b, "set", s != NULL);
    told_text(b, "value", s ? s->value : TEXT_NONE);
    told_text(b, "usual", text_of(spec->usual));
    if (spec->type == SETTING_INT) {
        told_int(b, "min", spec->min);
        told_int(b, "max", spec->max);
    }
    told_text(b, "sentence", word(c->lang, spec->sentence));
    told_text(b, "changed_at", s ? moment_text(c->arena, s->at) : TEXT_NONE);
    told_text(b, "changed_by", s ? s->by : TEXT_NONE);
    json_close(b, '}');
}

static enum rc run(struct cli *c)
{
    int64_t county;
    struct db *db;
    struct setting_list all;
    size_t n;
    const struct setting_spec *spec = setting_specs(&n);
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(setting_all(db, county, c->arena, &all));
    if (c->json) json_open(&c->out, '[');
    for (size_t i = 0; i < n; i++) {
        struct text key = text_of(spec[i].key);
        if (!text_ends(key, T(":"))) row_tell(c, &spec[i], key, set_of(&all, key));
        else if (!c->json) row_tell(c, &spec[i], T("calendar:ID"), NULL);
        for (size_t k = 0; text_ends(key, T(":")) && k < all.n; k++) {
            if (setting_spec(all.item[k].key) == &spec[i]) row_tell(c, &spec[i], all.item[k].key, &all.item[k]);
        }
    }
    if (!c->json) return RC_OK;
    json_close(&c->out, ']');
    buf_char(&c->out, '\n');
    return RC_OK;
}

const struct command cmd_setting_list = {.name = "setting list", .sentence = W_cmd_setting_list, .run = run};
