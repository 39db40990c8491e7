/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars from YAML: schemes/calendars/holidays.yaml (the nation), default.yaml (a county), a school's own; and the named
 * windows of schemes. */
#ifndef CHUYAN_SCHEME_CALENDAR_LOAD_H
#define CHUYAN_SCHEME_CALENDAR_LOAD_H

#include "scheme/calendar.h"
#include "scheme/part.h"

/* One end of a window as people write it: term_start, term_mid, term_end, 09-01, lunar 12-20, 2026-05-20 or a festival's name;
 * before it `monday of` or `sunday of` (its week), behind it + or - days: "term_end - 13". False when it is none of these. */
bool calendar_point_read(struct text t, struct calendar_point *out);

/* {name, from, to, term}: one named window. False with a fault when it cannot be read. */
bool calendar_window_read(const struct part *p, const struct yaml_node *n, struct calendar_window *out);

/* One file. False when it had errors. The spec's lists stand in the part's arena. */
bool calendar_spec_read(const struct part *p, const struct yaml_node *root, struct calendar_spec *out);

/* The files laid over each other in order (nation, county, school) and built; further windows (of schemes) may be NULL with 0.
 * NULL with at least one fault when a file has errors or they do not fit together. */
struct calendar *calendar_load(const struct part *p, const struct yaml_node *const *roots, size_t count,
                               const struct calendar_window *windows, size_t window_count);

#endif
