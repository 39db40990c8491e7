/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli_parse.h"

#include "format/json.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec global[] = {
    {"db", "PATH|postgresql://…", W_opt_db, false},
    {"county", "CODE", W_opt_county, false},
    {"as-of", "DATE", W_opt_as_of, false},
    {"json", NULL, W_opt_json, false},
    {"lang", "zh|en", W_opt_lang, false},
    {"help", NULL, W_opt_help, false},
    {0},
};

static const struct option_spec *option_find(const struct option_spec *list, const char *name, size_t n)
{
    for (const struct option_spec *o = list; o && o->name; o++) {
        if (strlen(o->name) == n && strncmp(o->name, name, n) == 0) return o;
    }
    return NULL;
}

bool parse_declared(const struct command *command, const char *option)
{
    size_t n = strlen(option);
    return option_find(global, option, n) || (command && option_find(command->options, option, n));
}

/* ---- the command ---- */

/* How many words of argv it takes; 0: it is not this one. */
static int command_fits(const struct command *cmd, int argc, char **argv)
{
    struct text rest = text_of(cmd->name), word;
    int n = 0;
    while (rest.n && text_cut(&rest, ' ', &word)) {
        if (n >= argc || !text_eqz(word, argv[n])) return 0;
        n++;
    }
    return n;
}

static const struct command *command_find(int argc, char **argv, int *words)
{
    const struct command *best = NULL;
    *words = 0;
    for (const struct command *const *p = commands; *p; p++) {
        int n = command_fits(*p, argc, argv);
        if (n > *words) {
            best = *p;
            *words = n;
        }
    }
    return best;
}

/* ---- options ---- */

struct parse { struct cli *c; int argc; char **argv; struct option_value *given; const char **arg; };

static enum rc refuse(struct parse *p, enum word w, const char *what)
{
    fault_add(&p->c->faults, T(""), w, text_of(what), TEXT_NONE);
    return RC_INVALID;
}

/* --name=value, --name value, --switch. Moves *i over what it took. */
static enum rc option_take(struct parse *p, int *i)
{
    const char *text = p->argv[*i] + 2, *eq = strchr(text, '=');
    size_t n = eq ? (size_t)(eq - text) : strlen(text);
    const struct option_spec *o = option_find(global, text, n);
    if (!o && p->c->command) o = option_find(p->c->command->options, text, n);
    if (!o) return refuse(p, W_cli_option_unknown, p->argv[*i]);
    const char *value = eq ? eq + 1 : "";
    if (!o->value && eq) return refuse(p, W_cli_option_switch, p->argv[*i]);
    if (o->value && !eq) {
        if (*i + 1 >= p->argc) return refuse(p, W_cli_option_value, p->argv[*i]);
        value = p->argv[++*i];
    }
    p->given[p->c->given_n++] = (struct option_value){o->name, value};
    return RC_OK;
}

static enum rc rest_take(struct parse *p, int from)
{
    bool only_arguments = false;
    for (int i = from; i < p->argc; i++) {
        const char *a = p->argv[i];
        if (!only_arguments && strcmp(a, "--") == 0) only_arguments = true;
        else if (!only_arguments && strncmp(a, "--", 2) == 0) TRY(option_take(p, &i));
        else p->arg[p->c->args++] = a;
    }
    return RC_OK;
}

static enum rc globals_apply(struct cli *c)
{
    const char *lang = cli_option(c, "lang"), *db = cli_option(c, "db");
    if (!lang) lang = getenv("CHUYAN_LANG");
    c->lang = lang && strcmp(lang, "en") == 0 ? LANG_EN : LANG_ZH;
    if (!db) db = getenv("CHUYAN_DB");
    c->address = db && *db ? db : "chuyan.db";
    c->json = cli_option(c, "json") != NULL;
    return cli_day(c, "as-of", &c->as_of) ? RC_OK : RC_INVALID;
}

static enum rc needs_check(struct parse *p)
{
    const struct command *cmd = p->c->command;
    for (const struct option_spec *o = cmd->options; o && o->name; o++) {
        if (o->required && !cli_option(p->c, o->name))
            return refuse(p, W_cli_option_missing, text_z(p->c->arena, text_fmt(p->c->arena, "--%s", o->name)));
    }
    if (p->c->args < cmd->args_min || (cmd->args_max >= 0 && p->c->args > cmd->args_max)) {
        return refuse(p, W_cli_usage,
                      text_z(p->c->arena, text_fmt(p->c->arena, "chuyan %s %s", cmd->name, cmd->args ? cmd->args : "")));
    }
    return RC_OK;
}

enum rc parse_arguments(struct cli *c, int argc, char **argv, bool *help)
{
    int words;
    size_t n = (size_t)argc + 1;
    struct parse p = {.c = c, .argc = argc, .argv = argv, .given = arena_array(c->arena, n, sizeof *p.given),
                      .arg = arena_array(c->arena, n, sizeof *p.arg)};
    const char *lang = getenv("CHUYAN_LANG");
    c->lang = lang && strcmp(lang, "en") == 0 ? LANG_EN : LANG_ZH;
    c->given = p.given;
    c->arg = p.arg;
    bool asked = argc > 1 && (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "-h") == 0);
    int from = asked ? 2 : 1;
    c->command = command_find(argc - from, argv + from, &words);
    enum rc rc = rest_take(&p, from + words);
    if (rc != RC_OK) return rc;
    TRY(globals_apply(c));
    *help = asked || argc < 2 || cli_option(c, "help");
    if (*help) return RC_OK;
    if (!c->command) return refuse(&p, W_cli_command_unknown, p.c->args ? p.arg[0] : argv[1]);
    return needs_check(&p);
}

/* ---- help ---- */

static void options_help(struct cli *c, const struct option_spec *list)
{
    for (const struct option_spec *o = list; o && o->name; o++) {
        struct text say = word(c->lang, o->sentence);
        struct text left = text_fmt(c->arena, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
        buf_fmt(&c->out, "  %-34.*s %.*s\n", TP(left), TP(say));
    }
}

/* ---- help for programs: what docs/cli.md is made from ---- */

static void pair_json(struct cli *c, const char *key, struct text value)
{
    json_key(&c->out, text_of(key));
    json_text(&c->out, value);
}

static void options_json(struct cli *c, const struct option_spec *list)
{
    json_key(&c->out, T("options"));
    json_open(&c->out, '[');
    for (const struct option_spec *o = list; o && o->name; o++) {
        json_open(&c->out, '{');
        pair_json(c, "name", text_of(o->name));
        pair_json(c, "value", o->value ? text_of(o->value) : T(""));
        pair_json(c, "sentence", word(c->lang, o->sentence));
        json_key(&c->out, T("required"));
        json_bool(&c->out, o->required);
        json_close(&c->out, '}');
    }
    json_close(&c->out, ']');
}

static void help_json(struct cli *c)
{
    json_open(&c->out, '{');
    json_key(&c->out, T("commands"));
    json_open(&c->out, '[');
    for (const struct command *const *p = commands; *p; p++) {
        if ((*p)->hidden) continue;
        json_open(&c->out, '{');
        pair_json(c, "name", text_of((*p)->name));
        pair_json(c, "args", (*p)->args ? text_of((*p)->args) : T(""));
        pair_json(c, "sentence", word(c->lang, (*p)->sentence));
        options_json(c, (*p)->options);
        json_close(&c->out, '}');
    }
    json_close(&c->out, ']');
    options_json(c, global);
    json_key(&c->out, T("exit_codes"));
    json_open(&c->out, '{');
    for (int rc = 0; rc < RC_COUNT; rc++) {
        json_key(&c->out, text_of(rc_name((enum rc)rc)));
        json_int(&c->out, rc_exit((enum rc)rc));
    }
    json_close(&c->out, '}');
    json_close(&c->out, '}');
    buf_char(&c->out, '\n');
}

void parse_help(struct cli *c)
{
    if (c->json) {
        help_json(c);
        return;
    }
    const struct command *only = c->command;
    struct text usage = word(c->lang, W_cli_usage_head);
    if (only) {
        struct text say = word(c->lang, only->sentence);
        buf_fmt(&c->out, "%.*s chuyan %s %s\n  %.*s\n\n", TP(usage), only->name, only->args ? only->args : "", TP(say));
        options_help(c, only->options);
    } else {
        buf_fmt(&c->out, "%.*s chuyan COMMAND …\n\n", TP(usage));
        for (const struct command *const *p = commands; *p; p++) {
            if ((*p)->hidden) continue;
            struct text say = word(c->lang, (*p)->sentence);
            struct text left = text_fmt(c->arena, "%s %s", (*p)->name, (*p)->args ? (*p)->args : "");
            buf_fmt(&c->out, "  %-34.*s %.*s\n", TP(left), TP(say));
        }
        buf_char(&c->out, '\n');
    }
    options_help(c, global);
    struct text codes = word(c->lang, W_cli_exit_codes);
    buf_fmt(&c->out, "\n%.*s\n", TP(codes));
}
