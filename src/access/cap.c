/* SPDX-License-Identifier: Apache-2.0 */
#include "access/cap.h"

static const struct { const char *name; enum word word; bool child; } table[CAP_COUNT] = {
    [CAP_none] = {"none", W_none, false},
#define CAP_ROW(name, child) [CAP_##name] = {#name, W_cap_##name, child},
    CAPS(CAP_ROW)
#undef CAP_ROW
};

const char *cap_name(enum cap cap)
{
    return cap < CAP_COUNT ? table[cap].name : "?";
}

enum cap cap_find(struct text name)
{
    for (int i = CAP_none + 1; i < CAP_COUNT; i++) {
        if (text_eqz(name, table[i].name)) return (enum cap)i;
    }
    return CAP_none;
}

enum word cap_word(enum cap cap)
{
    return cap < CAP_COUNT ? table[cap].word : W_none;
}

bool cap_sees_child(enum cap cap)
{
    return cap < CAP_COUNT && table[cap].child;
}
