/* SPDX-License-Identifier: Apache-2.0 */
#include "format/pinyin.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { RUN_MAX = PINYIN_NAME_MAX / 3 + 1, OUT_MAX = RUN_MAX * 10, SYLLABLE_MAX = 8 };

struct pinyin {
    UTransliterator *names;   /* NULL until first used, and after a failed try */
    bool tried;
};

/* Where ICU 72 reads a name otherwise than its bearers. START: as a surname only, that is at the beginning. */
enum where { START, ANYWHERE };

struct override {
    enum where where;
    const char *han, *syllables;   /* as many syllables as characters */
};

static const struct override overrides[] = {
    /* longer ones first: the first that fits is taken */
    {START, "尉迟", "yu chi"}, {START, "乐正", "yue zheng"}, {START, "单于", "chan yu"},
    {START, "朴", "piao"}, {START, "缪", "miao"}, {START, "么", "yao"}, {START, "阚", "kan"}, {START, "贠", "yun"},
    {START, "乜", "nie"}, {START, "会", "gui"}, {START, "佴", "nai"}, {START, "刀", "dao"}, {START, "句", "gou"},
    {START, "尉", "wei"}, {START, "校", "jiao"}, {START, "洗", "xian"}, {START, "祭", "zhai"}, {START, "给", "ji"},
    {START, "能", "nai"}, {START, "莘", "shen"}, {START, "蔚", "yu"}, {START, "薄", "bo"}, {START, "覃", "qin"},
    {START, "调", "tiao"}, {START, "还", "huan"}, {START, "适", "kuo"}, {START, "逢", "pang"}, {START, "郇", "xun"},
    {START, "都", "du"}, {START, "铅", "yan"}, {START, "黑", "he"}, {START, "六", "lu"}, {START, "藏", "zang"},
    {START, "没", "mo"}, {START, "郗", "xi"}, {START, "区", "ou"}, {START, "仇", "qiu"}, {START, "查", "zha"},
    {START, "曾", "zeng"}, {START, "解", "xie"}, {START, "单", "shan"}, {START, "任", "ren"}, {START, "翟", "zhai"},
    {START, "员", "yun"}, {START, "盖", "ge"}, {START, "逄", "pang"}, {START, "秘", "bi"},
    {ANYWHERE, "厦门", "xia men"}, {ANYWHERE, "六安", "lu an"}, {ANYWHERE, "蚌埠", "beng bu"}, {ANYWHERE, "番禺", "pan yu"},
    {ANYWHERE, "重阳", "chong yang"}, {ANYWHERE, "朝阳", "chao yang"}, {ANYWHERE, "长乐", "chang le"}, {ANYWHERE, "音乐", "yin yue"},
    {ANYWHERE, "晟", "sheng"}, {ANYWHERE, "珩", "heng"}, {ANYWHERE, "筠", "yun"}, {ANYWHERE, "婼", "ruo"}, {ANYWHERE, "偲", "si"},
    {ANYWHERE, "仔", "zai"}, {ANYWHERE, "似", "si"}, {ANYWHERE, "佛", "fo"}, {ANYWHERE, "泊", "bo"}, {ANYWHERE, "率", "shuai"},
    {ANYWHERE, "䶮", "yan"}, {ANYWHERE, "㛃", "jie"}, {ANYWHERE, "〇", "ling"},
};

/* What is being made: syllables with v, and what differs for those who type u. */
struct maker {
    char spaced[OUT_MAX * 2], full[OUT_MAX * 2], full_u[OUT_MAX * 2], initials[OUT_MAX];
    size_t spaced_n, full_n, full_u_n, initials_n;
};

static void pinyin_close(void *p)
{
    struct pinyin *self = p;
    if (self->names)
        utrans_close(self->names);
}

struct pinyin *pinyin_new(struct arena *a)
{
    struct pinyin *p = arena_alloc(a, sizeof *p);
    arena_defer(a, pinyin_close, p);
    return p;
}

static bool names_open(struct pinyin *p)
{
    static const UChar id[] = u"Han-Latin/Names";
    if (!p->tried) {
        UErrorCode error = U_ZERO_ERROR;
        p->names = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
        if (U_FAILURE(error))
            p->names = NULL;
        p->tried = true;
    }
    return p->names != NULL;
}

/* The letter under its tone mark; ü as 'v'; 0 for what is no letter of pinyin. */
static char letter(uint32_t cp)
{
    static const struct { char plain; uint32_t marked[6]; } letters[] = {
        {'a', {0x101, 0xE1, 0x1CE, 0xE0}}, {'e', {0x113, 0xE9, 0x11B, 0xE8, 0xEA, 0x1EBF}}, {'i', {0x12B, 0xED, 0x1D0, 0xEC}},
        {'o', {0x14D, 0xF3, 0x1D2, 0xF2}}, {'u', {0x16B, 0xFA, 0x1D4, 0xF9}}, {'v', {0x1D6, 0x1D8, 0x1DA, 0x1DC, 0xFC}},
        {'n', {0x144, 0x148, 0x1F9}}, {'m', {0x1E3F}},
    };
    if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9'))
        return (char)cp;
    if (cp >= 'A' && cp <= 'Z')
        return (char)(cp + 32);
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        for (size_t j = 0; j < 6 && letters[i].marked[j]; j++) {
            if (letters[i].marked[j] == cp)
                return letters[i].plain;
        }
    }
    return 0;
}

/* `umlaut`: a v in it stands for ü (it came from Chinese, not from a Latin name). */
static void syllable_add(struct maker *m, struct text s, bool umlaut)
{
    if (s.n == 0 || m->spaced_n + s.n + 1 > sizeof m->spaced)
        return;
    if (m->spaced_n)
        m->spaced[m->spaced_n++] = ' ';
    m->initials[m->initials_n++] = s.s[0];
    for (size_t i = 0; i < s.n; i++) {
        m->spaced[m->spaced_n++] = s.s[i];
        m->full[m->full_n++] = s.s[i];
        m->full_u[m->full_u_n++] = umlaut && s.s[i] == 'v' ? 'u' : s.s[i];
    }
}

static bool is_han(uint32_t cp)
{
    UErrorCode error = U_ZERO_ERROR;
    return cp == 0x3007 || uscript_getScript((UChar32)cp, &error) == USCRIPT_HAN;
}

/* The override that begins at s; NULL when there is none. */
static const struct override *override_at(struct text s, bool start)
{
    for (size_t i = 0; i < sizeof overrides / sizeof *overrides; i++) {
        if ((start || overrides[i].where == ANYWHERE) && text_starts(s, text_of(overrides[i].han)))
            return &overrides[i];
    }
    return NULL;
}

/* ICU's reading of a run of Han characters: one token a character, parted by blanks. */
static size_t run_read(const struct pinyin *p, struct text run, char *out)
{
    UChar u[OUT_MAX];
    int32_t n = 0, limit, bytes = 0;
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(u, OUT_MAX, &n, run.s, (int32_t)run.n, &error);
    limit = n;
    utrans_transUChars(p->names, u, &n, OUT_MAX, 0, &limit, &error);
    u_strToUTF8(out, OUT_MAX * 3, &bytes, u, n, &error);
    return U_FAILURE(error) ? 0 : (size_t)bytes;
}

static struct text token_letters(struct text token, char out[SYLLABLE_MAX])
{
    size_t n = 0, at = 0;
    uint32_t cp;
    while (text_next(token, &at, &cp) && n < SYLLABLE_MAX) {
        char c = letter(cp);
        if (c)
            out[n++] = c;
    }
    return (struct text){out, n};
}

/* Walks the characters of a run and ICU's tokens together; overrides take the place of the tokens they cover. */
static void run_add(const struct pinyin *p, struct maker *m, struct text run, bool start)
{
    char read[OUT_MAX * 3], letters[SYLLABLE_MAX];
    struct text tokens = {read, run_read(p, run, read)}, token;
    uint32_t cp;
    for (size_t at = 0; at < run.n;) {
        struct text rest = text_sub(run, at, run.n);
        const struct override *o = override_at(rest, start && at == 0);
        struct text syllables = o ? text_of(o->syllables) : TEXT_NONE, one;
        size_t covered = o ? text_chars(text_of(o->han)) : 1;
        while (text_cut(&syllables, ' ', &one))
            syllable_add(m, one, true);
        for (size_t i = 0; i < covered; i++) {
            text_next(run, &at, &cp);
            do {
                if (!text_cut(&tokens, ' ', &token))
                    token = TEXT_NONE;
            } while (token.s && token.n == 0);
            if (!o)
                syllable_add(m, token_letters(token, letters), true);
        }
    }
}

static struct text kept(struct arena *a, const char *s, size_t n)
{
    return text_dup(a, (struct text){s, n});
}

bool pinyin_read(struct pinyin *p, struct arena *a, struct text name, struct pinyin_name *out)
{
    *out = (struct pinyin_name){T(""), T(""), T(""), T("")};
    name = text_trim(name);
    if (name.n == 0 || name.n > PINYIN_NAME_MAX || !text_utf8(name) || !names_open(p))
        return false;
    struct maker m = {.spaced_n = 0, .full_n = 0, .full_u_n = 0, .initials_n = 0};
    bool start = true;
    uint32_t cp;
    for (size_t at = 0; at < name.n;) {
        size_t from = at, end = at;
        char latin[PINYIN_NAME_MAX];
        size_t latin_n = 0;
        while (text_next(name, &end, &cp) && is_han(cp))
            at = end;
        if (at > from) {
            run_add(p, &m, text_sub(name, from, at - from), start);
            start = false;
            continue;
        }
        for (end = at; text_next(name, &end, &cp) && cp < 0x80 && letter(cp); at = end)
            latin[latin_n++] = letter(cp);
        syllable_add(&m, (struct text){latin, latin_n}, false);
        if (at == from)
            text_next(name, &at, &cp); /* a dot, a blank, a script that cannot be typed in Latin */
    }
    *out = (struct pinyin_name){kept(a, m.spaced, m.spaced_n), kept(a, m.full, m.full_n), kept(a, m.full_u, m.full_u_n),
                                kept(a, m.initials, m.initials_n)};
    return m.full_n > 0;
}
