/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demo.h"

/* The average county: 14 townships, 16 junior schools, 55 primary schools, 27 teaching points, about 1,400 classes. */
enum { TOWNSHIPS = 14, JUNIORS = 16, PRIMARIES = 55, POINTS = 27, AVERAGE = 56000, POINT_CHILDREN = 60 };

static const char *const townships[TOWNSHIPS] = {"城关镇", "柳河镇", "石桥镇", "大田乡", "青溪乡", "龙潭镇", "白鹤镇",
                                                 "长岭乡", "金沙镇", "双江镇", "云峰乡", "梅林乡", "清水镇", "马坪乡"};
static const char *const words[] = {"中心", "第一", "第二", "希望", "育才", "实验", "明德", "新村", "东方", "红旗"};

static void classes_fill(struct demo_school *s, int children, int first, int last, int size)
{
    int left = children;
    for (int g = first; g <= last; g++) {
        int here = left / (last - g + 1);
        left -= here;
        int classes = (here + size / 2) / size;
        if (classes < 1) classes = 1;
        for (int k = 1; k <= classes && s->classes < DEMO_CLASSES_MAX; k++) {
            int n = here / (classes - k + 1);
            here -= n;
            s->class[s->classes++] = (struct demo_class){.grade = g, .class_no = k, .n = n};
        }
    }
    s->teachers = (int)s->classes * 13 / 5 + 1;
}

static struct demo_school *school_next(struct demo *d, int township, const char *kind, const char *code)
{
    struct demo_school *s = &d->school[d->schools];
    *s = (struct demo_school){.township = township, .index = (int)d->schools++, .town = township == 0};
    s->township_name = text_of(townships[township]);
    s->centre = text_fmt(d->house, "%s中心学校", townships[township]);
    s->code = text_fmt(d->house, "%s99%06d", code, s->index + 1);
    s->name = text_fmt(d->house, "%s%s", townships[township], kind);
    return s;
}

static void junior_add(struct demo *d, int i, int children)
{
    struct demo_school *s = school_next(d, i % TOWNSHIPS, i < TOWNSHIPS ? "初级中学" : i == TOWNSHIPS ? "第二初级中学" : "第三初级中学", "31");
    s->junior = true;
    s->boarding = true;
    classes_fill(s, children, 7, 9, 46);
}

static void primary_add(struct demo *d, int i, int children)
{
    const char *word = words[(i / TOWNSHIPS) % 10];
    struct demo_school *s = school_next(d, i % TOWNSHIPS, text_z(d->house, text_fmt(d->house, "%s小学", word)), "21");
    s->boarding = i / TOWNSHIPS == 0 && !s->town;
    classes_fill(s, children, 1, 6, 40);
}

static void point_add(struct demo *d, int i, int children)
{
    static const char *const villages[] = {"上坪", "下坪", "大岭"};
    const char *kind = text_z(d->house, text_fmt(d->house, "%s教学点", villages[i / (TOWNSHIPS - 1) % 3]));
    struct demo_school *s = school_next(d, 1 + i % (TOWNSHIPS - 1), kind, "21");
    s->point = true;
    classes_fill(s, children, 1, 4, 30);
}

/* --small: one primary school of its own. */
static void one_school(struct demo *d)
{
    struct demo_school *s = school_next(d, 1, "中心小学", "21");
    s->boarding = true;
    classes_fill(s, (int)d->children, 1, 6, 40);
}

void demo_schools_make(struct demo *d)
{
    int64_t n = d->children;
    int scale = (int)((n * 1000 + AVERAGE / 2) / AVERAGE);          /* per mille of the average county */
    int juniors = JUNIORS * scale / 1000, primaries = PRIMARIES * scale / 1000, points = POINTS * scale / 1000;
    if (n > AVERAGE) {
        juniors = juniors > 40 ? 40 : juniors; /* more children than that make larger schools, not more kinds of them */
    }
    if (juniors < 1) juniors = 1;
    if (primaries < 1) primaries = 1;
    d->school = arena_array(d->house, (size_t)(juniors + primaries + points + 1), sizeof *d->school);
    if (n <= 1000) {
        one_school(d);
        return;
    }
    int in_points = points * POINT_CHILDREN, in_juniors = (int)(n / 3), in_primaries = (int)n - in_points - in_juniors;
    for (int i = 0; i < primaries; i++) {
        int even = in_primaries / (primaries - i),
            here = i + 1 == primaries ? in_primaries : even * (60 + demo_below(&d->random, 81)) / 100;
        in_primaries -= here;
        primary_add(d, i, here);
    }
    for (int i = 0; i < juniors; i++) {
        int here = in_juniors / (juniors - i);
        in_juniors -= here;
        junior_add(d, i, here);
    }
    for (int i = 0; i < points; i++) point_add(d, i, POINT_CHILDREN);
}
