/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/ledger_at.h"

enum rc ledger_place(struct cli *c, struct db *db, int64_t county, enum ledger_kind kind, struct place *out)
{
    static const enum place_kind wanted[] = {PLACE_CLASS, PLACE_SCHOOL, PLACE_CENTRE, PLACE_BUREAU};
    const char *code = cli_option(c, "place");
    struct text name;
    int64_t lo, hi;
    TRY(care_place(c, db, county, code ? text_of(code) : T(""), &lo, &hi, &name));
    int64_t width = hi - lo;
    enum place_kind at = width == 1 ? PLACE_CLASS : width <= INT64_C(1) << PLACE_SCHOOL_BITS ? PLACE_SCHOOL
                         : width <= INT64_C(1) << PLACE_CENTRE_BITS ? PLACE_CENTRE : PLACE_BUREAU;
    TRY(place_by_key(db, county, lo, at, c->arena, out));
    /* Wider is fine for sheets of numbers; the contact sheet is of one class, the county's of the county. */
    bool fits = kind == LEDGER_CLASS ? at == PLACE_CLASS : kind == LEDGER_COUNTY ? at == PLACE_BUREAU : at <= PLACE_CLASS;
    if (fits) return RC_OK;
    fault_add(&c->faults, T("--place"), W_ledger_cli_place, text_of(place_kind_key(wanted[kind])), TEXT_NONE);
    return RC_INVALID;
}

struct text ledger_rule_key(struct cli *c)
{
    const char *given = cli_option(c, "rule");
    if (given == NULL || *given == '\0') return TEXT_NONE;
    struct text t = text_of(given);
    return text_find(t, T(":")) >= 0 ? t : text_fmt(c->arena, "rule:%.*s", TP(t));
}
