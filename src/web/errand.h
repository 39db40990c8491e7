/* SPDX-License-Identifier: Apache-2.0 */
/* What is carried out in the background once it has been asked for: files of schools, part by part through the writer, so that
 * saves come between. What is to be done stands in the database (batch_waiting), so a server that starts goes on with what the
 * last one left behind. */
#ifndef CHUYAN_WEB_ERRAND_H
#define CHUYAN_WEB_ERRAND_H

#include <stdbool.h>

struct errands;
struct server;

/* NULL when no thread could be started. */
struct errands *errands_start(struct server *s);
/* Something has been asked for. With `wait`: true when it has been seen to (done, or given up with the reason on record) within
 * some seconds. */
bool errands_ask(struct errands *e, bool wait);
/* No further part is begun, and nobody is kept waiting. */
void errands_leave(struct errands *e);
/* Ends the thread. NULL does nothing, in both. */
void errands_stop(struct errands *e);

#endif
