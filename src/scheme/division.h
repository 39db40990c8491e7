/* SPDX-License-Identifier: Apache-2.0 */
/* Division codes (GB/T 2260) in words, as far as schemes/codes/divisions.yaml knows their names. */
#ifndef CHUYAN_SCHEME_DIVISION_H
#define CHUYAN_SCHEME_DIVISION_H

#include "base/text.h"
#include "base/word.h"

/* A code of twelve digits, filled up with zeros (member_division): 福建省厦门市; where the place itself has no name here, the place one
 * or more levels up and the code: 福建省（350427）. Never a code alone. */
struct text division_said(struct arena *a, enum lang lang, int64_t code);

#endif
