/* SPDX-License-Identifier: Apache-2.0 */
/* A roll file of any length with brothers and sisters in it, some of them without numbers of their own. */
#ifndef CHUYAN_TESTS_ROLL_KIT_H
#define CHUYAN_TESTS_ROLL_KIT_H

#include "format/idno.h"
#include "registry_kit.h"

static inline struct text id_of(struct arena *a, int day, int nth)
{
    struct ymd y = day_ymd(day_of(2015, 9, 1) + day);
    struct text first = text_fmt(a, "990101%04d%02d%02d%03d", y.year, y.month, y.day, nth);
    return text_fmt(a, "%.*s%c", TP(first), idno_check(first));
}

/* A name of its own for each: names hold no digits. */
static inline struct text name_of(struct arena *a, const char *front, int nth)
{
    enum { CHARACTERS = 20000 };
    char s[16];
    size_t n = 0;
    if (nth >= CHARACTERS) {             /* none begins as another one reads */
        n = text_put(s, 0x3007);
        n += text_put(s + n, (uint32_t)(0x4E00 + nth / CHARACTERS));
    }
    n += text_put(s + n, (uint32_t)(0x4E00 + nth % CHARACTERS));
    return text_fmt(a, "%s%.*s", front, (int)n, s);
}

/* Every tenth child shares house and parents with the one 600 rows before, without a number of theirs. */
enum { ROLL_FAR = 600 };

/* Every third child has the parents of the one before; the last hundred have no number of their own. */
static inline struct text roll_file(struct kit *k, int rows, const char *bed)
{
    struct buf b = buf_new(64 << 20);
    buf_add(&b, T("学校,姓名,性别,出生日期,身份证件号,班级,宿舍,现住址,父亲姓名,父亲电话,母亲姓名,母亲电话\n"));
    for (int i = 0; i < rows; i++) {
        bool far = i % 10 == 9;
        int house = far ? i % ROLL_FAR : i - (i % 3 == 2);
        struct ymd y = day_ymd(day_of(2015, 9, 1) + i % 300);
        struct text id = i < rows - 100 ? id_of(k->arena, i % 300, i / 300 % 1000) : T("");
        struct text father = name_of(k->arena, far ? "赵" : "王", house), mother = name_of(k->arena, far ? "孙" : "李", house);
        buf_fmt(&b, "城东小学,%.*s,%s,%04d-%02d-%02d,%.*s,三（%d）班,%s,测试县河东乡第%d村,", TP(name_of(k->arena, "学", i)),
            id.n ? (id.s[16] - '0') % 2 ? "男" : "女" : "女", y.year, y.month, y.day, TP(id), i / 50 % 90 + 1, bed, house);
        if (far) buf_fmt(&b, "%.*s,,%.*s,\n", TP(father), TP(mother));
        else buf_fmt(&b, "%.*s,139%08d,%.*s,138%08d\n", TP(father), house, TP(mother), house);
    }
    struct text t = text_dup(k->arena, buf_text(&b));
    buf_free(&b);
    return t;
}

#endif
