/* SPDX-License-Identifier: Apache-2.0 */
#include "model/sounds.h"

#include "format/pinyin.h"

#include <string.h>

enum { SLOTS = SOUNDS_MAX * 2, PART_BYTES = 32, SOUND_BYTES = 40 };

/* A surname or a given name with how it sounds. */
struct part { unsigned char n, sound_n, initials_n; char s[PART_BYTES]; char sound[SOUND_BYTES]; char initials[8]; };

struct sounds {
    struct pinyin *pinyin;
    struct arena *scratch;
    struct part *slot;       /* open addressing, n == 0 is free */
    size_t used;
};

static void scratch_free(void *p)
{
    arena_free(p);
}

struct sounds *sounds_new(struct arena *a)
{
    struct sounds *s = arena_alloc(a, sizeof *s);
    s->pinyin = pinyin_new(a);
    s->scratch = arena_new((size_t)1 << 20);
    arena_defer(a, scratch_free, s->scratch);
    s->slot = arena_array(a, SLOTS, sizeof *s->slot);
    return s;
}

static struct part *slot_of(struct sounds *s, struct text t)
{
    size_t i = (size_t)text_hash(t) & (SLOTS - 1);
    while (s->slot[i].n != 0 && !(s->slot[i].n == t.n && memcmp(s->slot[i].s, t.s, t.n) == 0)) i = (i + 1) & (SLOTS - 1);
    return &s->slot[i];
}

static struct text syllables_from(struct text all, int skip)
{
    struct text rest = all, one = TEXT_NONE;
    while (skip-- > 0 && text_cut(&rest, ' ', &one)) {}
    return rest;
}

/* Keeps `syllables` (parted by blanks) as full sound and initials; false when it is too long to be remembered. */
static bool part_fill(struct part *p, struct text key, struct text syllables)
{
    *p = (struct part){0};
    for (struct text rest = syllables, one; text_cut(&rest, ' ', &one);) {
        if (one.n == 0) continue;
        if (p->sound_n + one.n > SOUND_BYTES || p->initials_n == sizeof p->initials) {
            *p = (struct part){0};
            return false;
        }
        memcpy(p->sound + p->sound_n, one.s, one.n);
        p->sound_n = (unsigned char)(p->sound_n + one.n);
        p->initials[p->initials_n++] = one.s[0];
    }
    if (p->sound_n == 0) return false;
    memcpy(p->s, key.s, key.n);
    p->n = (unsigned char)key.n;
    return true;
}

/* Two-character surnames that are worth telling apart; for the others it does not matter where a name is cut. */
static size_t surname_bytes(struct text name)
{
    static const char *const doubles[] = {"欧阳", "上官", "司马", "诸葛", "尉迟", "令狐", "澹台", "长孙", "慕容", "皇甫", "万俟", "夏侯", "东方", "公孙",
                                          "宇文", "司徒", "轩辕", "端木", "呼延", "南宫", "独孤", "单于", "申屠", "太史"};
    for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++)
        if (text_starts(name, text_of(doubles[i])) && name.n > strlen(doubles[i])) return strlen(doubles[i]);
    size_t at = 0;
    uint32_t cp = 0;
    return text_next(name, &at, &cp) ? at : 0;
}

static bool plain_han(struct text name)
{
    uint32_t cp = 0;
    size_t n = 0;
    for (size_t at = 0; text_next(name, &at, &cp); n++)
        if (cp < 0x4E00 || cp > 0x9FFF) return false;
    return n >= 2 && n <= 4;
}

/* A part from memory, or read as it sounds within `carrier` (which it begins or ends) and remembered. */
static const struct part *part_of(struct sounds *s, struct text key, struct text carrier, int skip, int keep)
{
    struct part *p = slot_of(s, key);
    if (p->n != 0) return p;
    struct pinyin_name read;
    arena_reset(s->scratch);
    if (!pinyin_read(s->pinyin, s->scratch, carrier, &read)) return NULL;
    struct text rest = syllables_from(read.syllables, skip);
    if (keep > 0) {
        struct text tail = syllables_from(rest, keep);
        rest = text_trim(text_sub(rest, 0, rest.n - tail.n));
    }
    if (s->used >= SOUNDS_MAX) {
        memset(s->slot, 0, SLOTS * sizeof *s->slot);
        s->used = 0;
        p = slot_of(s, key);
    }
    if (!part_fill(p, key, rest)) return NULL;
    s->used++;
    return p;
}

static struct sound read_whole(struct sounds *s, struct arena *a, struct text name)
{
    struct pinyin_name read;
    if (!pinyin_read(s->pinyin, a, name, &read)) return (struct sound){T(""), T("")};
    return (struct sound){read.full, read.initials};
}

struct sound sound_of(struct sounds *s, struct arena *a, struct text name)
{
    if (!plain_han(name)) return read_whole(s, a, name);
    size_t cut = surname_bytes(name);
    struct text family = text_sub(name, 0, cut), given = text_sub(name, cut, name.n - cut);
    int family_chars = (int)text_chars(family);
    /* A surname sounds as a surname only in front; remembered under "姓X" so that it is not taken for a given name. */
    struct text key = text_fmt(s->scratch, "^%.*s", TP(family));
    char kept[PART_BYTES];
    memcpy(kept, key.s, key.n);
    const struct part *f = part_of(s, (struct text){kept, key.n}, name, 0, family_chars);
    struct part front = f ? *f : (struct part){0};
    arena_reset(s->scratch);
    struct text carrier = text_fmt(a, "王%.*s", TP(given));
    const struct part *g = part_of(s, given, carrier, 1, 0);
    if (!f || !g || g->initials_n + front.initials_n != (int)text_chars(name)) return read_whole(s, a, name);
    return (struct sound){
        text_fmt(a, "%.*s%.*s", (int)front.sound_n, front.sound, (int)g->sound_n, g->sound),
        text_fmt(a, "%.*s%.*s", (int)front.initials_n, front.initials, (int)g->initials_n, g->initials),
    };
}

struct sound work_sound(struct work *w, struct text name)
{
    if (!w->sounds) w->sounds = sounds_new(w->arena);
    return sound_of(w->sounds, w->arena, name);
}
