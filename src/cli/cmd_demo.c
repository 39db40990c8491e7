/* SPDX-License-Identifier: Apache-2.0 */
/* The files of an invented county, to be imported like real ones. */
#include "cli/cli.h"
#include "cli/demo.h"


#include <errno.h>
#include <sys/stat.h>

enum { SMALL = 700, COUNTY = 56000, CHILDREN_MOST = 400000 };

static const struct option_spec options[] = {
    {"small", NULL, W_opt_demo_small, false},
    {"county-size", NULL, W_opt_demo_county, false},
    {"children", "N", W_opt_demo_children, false},
    {"seed", "S", W_opt_demo_seed, false},
    {0},
};

static enum rc folder_make(struct cli *c, const char *path)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST) return RC_OK;
    fault_add(&c->faults, text_of(path), W_demo_folder, text_of(path), TEXT_NONE);
    return RC_UNAVAILABLE;
}

static FILE *lines_open(struct cli *c, const char *name)
{
    return fopen(text_z(c->arena, text_fmt(c->arena, "%s/%s", c->arg[0], name)), "wb");
}

static enum rc school_make(struct demo *d, const struct demo_school *s)
{
    size_t n = 0, room = 0;
    arena_reset(d->school_arena);
    for (size_t i = 0; i < s->classes; i++) room += (size_t)s->class[i].n;
    struct demo_child *child = arena_array(d->school_arena, room, sizeof *child);
    for (size_t i = 0; i < s->classes; i++)
        for (int k = 0; k < s->class[i].n; k++) demo_child_make(d, s, s->class[i].grade, s->class[i].class_no, &child[n++]);
    for (size_t i = 0; i < n; i++) d->made_away += child[i].away != 0;
    d->made_children += (int64_t)n;
    d->made_classes += (int64_t)s->classes;
    TRY(demo_roll_write(d, s, child, n));
    return demo_records_write(d, s, child, n);
}

static enum rc make(struct cli *c, struct demo *d)
{
    demo_schools_make(d);
    TRY(demo_places_write(d));
    TRY(demo_staff_write(d));
    for (size_t i = 0; i < d->schools; i++) {
        TRY(school_make(d, &d->school[i]));
        cli_progress(c, W_demo_making, (int64_t)i + 1, (int64_t)d->schools);
    }
    return demo_office_write(d);       /* last, so that nobody else of a seed becomes somebody else */
}

/* The day of the files is the first of the term; what is done in half a term follows. */
static void days_set(struct cli *c, struct demo *d)
{
    struct ymd y = day_ymd(c->as_of);
    d->as_of = c->as_of;
    d->term = day_of(y.month >= 9 ? y.year : y.year - 1, 9, 1);
}

static enum rc size_take(struct cli *c, struct demo *d)
{
    int64_t seed = 1;
    d->children = cli_option(c, "small") ? SMALL : COUNTY;
    if (!cli_int(c, "children", &d->children) || !cli_int(c, "seed", &seed)) return RC_INVALID;
    d->random.s = (uint64_t)seed;
    if (d->children >= 100 && d->children <= CHILDREN_MOST) return RC_OK;
    fault_add(&c->faults, T("--children"), W_demo_children, TEXT_NONE, TEXT_NONE);
    return RC_INVALID;
}

static enum rc run(struct cli *c)
{
    struct demo *d = arena_alloc(c->arena, sizeof *d);
    d->dir = c->arg[0];
    TRY(size_take(c, d));
    TRY(folder_make(c, d->dir));
    TRY(folder_make(c, text_z(c->arena, text_fmt(c->arena, "%s/rolls", d->dir))));
    d->house = arena_new((size_t)1 << 30);
    d->school_arena = arena_new((size_t)512 << 20);
    for (int i = 0; i < 2; i++) d->sequence[i] = arena_array(d->house, DEMO_BIRTH_DAYS + 1, sizeof(uint16_t));
    days_set(c, d);
    d->records = lines_open(c, "records.jsonl");
    d->pairings = lines_open(c, "pairings.jsonl");
    enum rc rc = d->records && d->pairings ? make(c, d) : RC_UNAVAILABLE;
    if (d->records && fclose(d->records) != 0 && rc == RC_OK) rc = RC_NO_SPACE;
    if (d->pairings && fclose(d->pairings) != 0 && rc == RC_OK) rc = RC_NO_SPACE;
    arena_free(d->school_arena);
    if (rc == RC_OK) {
        cli_say(c, W_demo_made,
                text_fmt(c->arena, "%zu / %lld / %lld", d->schools, (long long)d->made_classes, (long long)d->made_staff),
                text_fmt(c->arena, "%lld / %lld / %lld", (long long)d->made_children, (long long)d->made_away,
                         (long long)d->made_records));
    }
    arena_free(d->house);
    return rc;
}

const struct command cmd_demo_files = {.name = "demo-files",
                                       .args = "DIR",
                                       .args_min = 1,
                                       .args_max = 1,
                                       .sentence = W_cmd_demo_files,
                                       .options = options,
                                       .run = run};
