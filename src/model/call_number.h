/* SPDX-License-Identifier: Apache-2.0 */
/* Whom to call beside the national numbers: entered by whoever keeps the staff of a bureau, centre school or school, shown to all
 * who work there or below; the county's own to everybody who opens the page. */
#ifndef CHUYAN_MODEL_CALL_NUMBER_H
#define CHUYAN_MODEL_CALL_NUMBER_H

#include "model/place.h"

enum { CALL_NUMBERS = 20, CALL_NAME = 40, CALL_NOTE = 80, CALL_ORDER = 999, CALL_USUAL = 100 };

struct call_number { int64_t id, order_no; struct text name, number, note; };

/* `number` as typed; kept in its normal form. Refused with faults: no name, no such number, one that cannot be dialled from
 * afar or goes to a class, the same twice, more than CALL_NUMBERS of a place. */
enum rc call_number_add(struct work *w, const struct place *at, const struct call_number *in, int64_t *id);
/* RC_NOT_FOUND: the place has no such number. */
enum rc call_number_drop(struct work *w, int64_t place, int64_t id);

#endif
