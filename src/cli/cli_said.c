/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli_said.h"

struct text said_rc(enum lang lang, enum rc rc)
{
    static const enum word words[RC_COUNT] = {
        [RC_OK] = W_rc_ok,             [RC_NOT_FOUND] = W_rc_not_found, [RC_DENIED] = W_rc_denied,
        [RC_INVALID] = W_rc_invalid,   [RC_CONFLICT] = W_rc_conflict,   [RC_TOO_LARGE] = W_rc_too_large,
        [RC_BUSY] = W_rc_busy,         [RC_NO_SPACE] = W_rc_no_space,   [RC_UNAVAILABLE] = W_rc_unavailable,
        [RC_INTERNAL] = W_rc_internal,
    };
    return word(lang, words[(unsigned)rc < RC_COUNT ? rc : RC_INTERNAL]);
}

struct text said_field(enum lang lang, struct text field)
{
    static const struct { const char *key; enum word word; } names[] = {
        {"child", W_field_child},       {"children", W_field_child},     {"staff", W_field_staff},
        {"actor", W_field_actor},       {"kind", W_field_kind},          {"mode", W_field_mode},
        {"day", W_field_day},           {"minutes", W_field_minutes},    {"met", W_field_met},
        {"sentence", W_field_sentence}, {"follow", W_field_follow},      {"relation", W_field_relation},
        {"peer", W_field_peer},         {"from", W_field_from},          {"reason", W_field_reason},
        {"name", W_field_name},         {"code", W_field_code},          {"helper_kind", W_field_helper_kind},
        {"helper_name", W_field_helper_name},   {"about", W_field_about},        {"place", W_field_place},
        {"attended", W_field_attended},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (text_eqz(field, names[i].key)) return word(lang, names[i].word);
    }
    return field;
}
