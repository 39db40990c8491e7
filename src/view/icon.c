/* SPDX-License-Identifier: Apache-2.0 */
#include "view/icon.h"

struct text record_icon(struct text kind)
{
    static const struct { const char *kind, *icon; } icons[] = {
        {"heart_talk", "talk"}, {"home_visit", "visit"}, {"parent_contact", "phone"}, {"family_call", "phone"},
        {"carer_contact", "carer"}, {"family_letter", "letter"}, {"group_activity", "activity"},
    };
    for (size_t i = 0; i < sizeof icons / sizeof *icons; i++) {
        if (text_eqz(kind, icons[i].kind)) return text_of(icons[i].icon);
    }
    return T("ledger");
}
