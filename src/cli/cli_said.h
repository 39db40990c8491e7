/* SPDX-License-Identifier: Apache-2.0 */
/* Words for what the program calls by keys: outcomes, and the fields of files and forms. */
#ifndef CHUYAN_CLI_CLI_SAID_H
#define CHUYAN_CLI_CLI_SAID_H

#include "base/rc.h"
#include "base/word.h"

struct text said_rc(enum lang lang, enum rc rc);
/* What a field is called; one without a name of its own (an option, a heading, a file) stays as it is. */
struct text said_field(enum lang lang, struct text field);

#endif
