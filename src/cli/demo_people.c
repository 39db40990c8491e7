/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demo.h"

#include "format/idno.h"

#include <string.h>

uint64_t demo_next(struct demo_random *r)
{
    uint64_t z = (r->s += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

int demo_below(struct demo_random *r, int n)
{
    return (int)(demo_next(r) % (uint64_t)n);
}

bool demo_chance(struct demo_random *r, int per_mille)
{
    return demo_below(r, 1000) < per_mille;
}

#define PICK(d, list) list[demo_below(&(d)->random, (int)(sizeof list / sizeof *list))]

static const char *const surnames[] = {
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐",   "孙",   "朱",   "马", "胡", "郭", "林",
    "何", "高", "梁", "郑", "罗", "宋", "谢", "唐", "韩", "曹", "许",   "邓",   "萧",   "冯", "曾", "程", "蔡",
    "彭", "潘", "袁", "于", "董", "余", "苏", "叶", "吕", "魏", "蒋",   "田",   "杜",   "丁", "沈", "姜", "范",
    "江", "傅", "钟", "卢", "汪", "戴", "崔", "任", "陆", "廖", "姚",   "方",   "金",   "邱", "夏", "谭", "韦",
    "贾", "邹", "石", "熊", "孟", "秦", "单", "仇", "查", "区", "欧阳", "上官", "尉迟", "解", "乐", "翟"};
static const char *const common[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "林", "郑"};
static const char *const boys[] = {"浩", "宇", "轩", "杰", "鹏", "强", "伟", "明", "磊", "涛", "辉", "俊", "博", "文", "志",
                                   "家", "子", "晨", "泽", "铭", "睿", "航", "森", "林", "峰", "波", "龙", "祥", "宏", "凯"};
static const char *const girls[] = {"婷", "欣", "怡", "雨", "梦", "雪", "芳", "丽", "娟", "燕", "静", "颖", "慧", "敏", "琳",
                                    "瑶", "佳", "诗", "涵", "思", "萱", "妍", "晴", "月", "玲", "小", "若", "语", "桐", "蕾"};
static const char *const long_boys[] = {"买买提艾力·吐尔逊", "阿卜杜拉·吾斯曼", "曲比阿木·拉则", "扎西·多吉", "阿力木江·艾山"};
static const char *const long_girls[] = {"阿依古丽·买买提", "古丽娜尔·艾合买提", "吉克·阿呷", "卓玛·央金", "帕提古丽·吐尼亚孜"};
static const char *const minorities[] = {"彝族", "傣族", "苗族", "回族", "畲族", "哈尼族", "壮族", "土家族"};
static const char *const far[] = {"广东省东莞市", "广东省深圳市", "浙江省义乌市", "浙江温州", "福建泉州", "江苏省昆山市", "上海市", "北京市", "广东佛山", "江苏苏州",
                                  "浙江省宁波市", "福建省厦门市", "天津市", "云南昆明", "湖北武汉"};
static const char *const near[] = {"县城", "本县", "本市", "本省"};
static const char *const villages[] = {"东村", "西村", "上坪村", "下坪村", "柳溪村", "大岭村", "石门村", "新田村", "长塘村", "白沙村", "竹园村", "桥头村"};

struct text demo_surname(struct demo *d)
{
    return demo_chance(&d->random, 550) ? text_of(PICK(d, common)) : text_of(PICK(d, surnames));
}

struct text demo_given(struct demo *d, struct arena *a, int sex)
{
    const char *one = sex == 1 ? PICK(d, boys) : PICK(d, girls), *two = sex == 1 ? PICK(d, boys) : PICK(d, girls);
    return demo_chance(&d->random, 200) ? text_of(one) : text_fmt(a, "%s%s", one, two);
}

/* Numbers follow each other on each birthday, odd for boys and even for girls, so that none comes twice. */
struct text demo_id_no(struct demo *d, struct arena *a, day_t birth, int sex)
{
    int area = demo_below(&d->random, 2);
    uint16_t *next = &d->sequence[area][birth + DEMO_BIRTH_DAYS / 2];
    if (*next >= 496) {
        area = 1 - area;
        next = &d->sequence[area][birth + DEMO_BIRTH_DAYS / 2];
    }
    int sequence = (*next)++ * 2 + (sex == 1 ? 1 : 2);
    struct ymd y = day_ymd(birth);
    struct text first = text_fmt(a, "99010%d%04d%02d%02d%03d", area + 1, y.year, y.month, y.day, sequence % 1000);
    return text_fmt(a, "%.*s%c", TP(first), idno_check(first));
}

struct text demo_phone(struct demo *d, struct arena *a)
{
    return text_fmt(a, "199%08lld", (long long)(d->phones++ * 37 % 100000000));
}

struct demo_person demo_person_make(struct demo *d, struct arena *a, struct text surname, int sex, int years_older, day_t than)
{
    day_t birth = than - years_older * 365 - demo_below(&d->random, 1200);
    return (struct demo_person){.name = text_join(a, surname, demo_given(d, a, sex)),
                                .id_no = demo_id_no(d, a, birth, sex),
                                .phone = demo_phone(d, a),
                                .birth = birth};
}

/* A new family, or (for about one child in five) one that has a child already: brothers and sisters, often at different
 * schools. */
static const struct demo_family *family_for(struct demo *d, const struct demo_school *s, day_t birth)
{
    if (d->families > 64 && demo_chance(&d->random, 180)) {
        size_t among = d->families < DEMO_FAMILIES ? d->families : DEMO_FAMILIES;
        const struct demo_family *f = &d->family[demo_below(&d->random, (int)among)];
        if (f->township == s->township && day_age(f->mother.birth, birth) >= 18 && day_age(f->father.birth, birth) >= 18)
            return f;
    }
    struct demo_family *f = &d->family[d->families++ % DEMO_FAMILIES];
    /* The texts of a family outlive the school: children of later schools may join it. */
    *f = (struct demo_family){.township = s->township, .surname = demo_surname(d), .minority = demo_chance(&d->random, 60)};
    f->father = demo_person_make(d, d->house, f->surname, 1, 24, birth);
    f->mother = demo_person_make(d, d->house, demo_surname(d), 2, 22, birth);
    f->address = text_fmt(d->house, "%.*s%s%d组%d号", TP(s->township_name), PICK(d, villages), 1 + demo_below(&d->random, 12),
                          1 + demo_below(&d->random, 90));
    return f;
}

static void away_make(struct demo *d, struct demo_child *c)
{
    int days[2];
    for (int i = 0; i < 2; i++) days[i] = 100 + demo_below(&d->random, 1000);
    c->father_from = d->term - days[0];
    c->mother_from = d->term - days[1];
    c->father_place = demo_chance(&d->random, 60) ? PICK(d, near) : PICK(d, far);
    c->mother_place = demo_chance(&d->random, 700) ? c->father_place : PICK(d, far);
    int kind = demo_below(&d->random, 100);
    c->away = kind < 46 ? 3 : kind < 82 ? 1 : 2;
    if (c->away != 3 && demo_chance(&d->random, 600)) return;         /* the other parent looks after the child */
    int who = demo_below(&d->random, 1000);
    c->carer_relation = who < 560 ? "祖母" : who < 700 ? "祖父" : who < 800 ? "外祖母" : who < 940 ? "伯父" : who < 992 ? "非亲属" : NULL;
    if (!c->carer_relation) return;
    bool woman = who < 560 || (who >= 700 && who < 800);
    c->carer = demo_person_make(d, d->school_arena, woman ? demo_surname(d) : c->family->surname, woman ? 2 : 1,
                                who < 800 ? 50 : 32, c->birth);
}

static void name_make(struct demo *d, struct demo_child *c)
{
    struct arena *a = d->school_arena;
    c->nation = T("汉族");
    if (!c->family->minority) {
        c->name = text_join(a, c->family->surname, demo_given(d, a, c->sex));
    } else if (demo_chance(&d->random, 120)) {
        c->name = c->sex == 1 ? text_of(PICK(d, long_boys)) : text_of(PICK(d, long_girls));
        c->nation = T("维吾尔族");
    } else {
        c->name = text_join(a, c->family->surname, demo_given(d, a, c->sex));
        c->nation = text_of(PICK(d, minorities));
    }
}

void demo_child_make(struct demo *d, const struct demo_school *s, int grade, int class_no, struct demo_child *out)
{
    struct ymd today = day_ymd(d->as_of);
    int year = today.month >= 9 ? today.year : today.year - 1;
    day_t birth = day_of(year - grade - 6, 9, 1) + demo_below(&d->random, 365);
    if (demo_chance(&d->random, 30)) birth -= 365;                    /* came to school a year late */
    *out = (struct demo_child){
        .sex = demo_chance(&d->random, 535) ? 1 : 2, .grade = grade, .class_no = class_no, .birth = birth, .poverty = "否"};
    /* Its own copy: the slot may be given to a new family before the school is written. */
    out->family = arena_copy(d->school_arena, family_for(d, s, birth), sizeof *out->family);
    name_make(d, out);
    out->id_no = demo_id_no(d, d->school_arena, birth, out->sex);
    out->roll_no = text_fmt(d->school_arena, "G%.*s", TP(out->id_no));
    if (demo_chance(&d->random, 4)) out->id_no = out->roll_no = TEXT_NONE;   /* not registered yet */
    bool away = demo_chance(&d->random, s->town ? 35 : s->junior ? 80 : 85);
    if (away) away_make(d, out);
    out->boarding = demo_chance(&d->random, s->boarding ? (away ? 550 : 380) : 0);
    out->disabled = demo_chance(&d->random, 5);
    out->orphan = demo_chance(&d->random, 1);
    int poor = demo_below(&d->random, 1000);
    if (poor < (away ? 220 : 90)) out->poverty = poor % 4 == 0 ? "低保" : poor % 4 == 1 ? "脱贫户" : poor % 4 == 2 ? "监测户" : "建档立卡";
}
