/* SPDX-License-Identifier: Apache-2.0 */
/* The handlers of the pages of care. routes.c gives each its address and gates. */
#ifndef CHUYAN_WEB_PAGES_H
#define CHUYAN_WEB_PAGES_H

#include "web/request.h"

struct reply;

enum rc page_today(struct request *q, struct reply *r);
enum rc page_children_list(struct request *q, struct reply *r);
enum rc page_alerts(struct request *q, struct reply *r);

enum rc page_record_form(struct request *q, struct reply *r);
enum rc page_record_save(struct request *q, struct reply *r);
enum rc page_record_show(struct request *q, struct reply *r);
enum rc page_record_void(struct request *q, struct reply *r);

enum rc page_child(struct request *q, struct reply *r);
enum rc page_reveal_form(struct request *q, struct reply *r);
enum rc page_reveal(struct request *q, struct reply *r);

enum rc page_excuse_form(struct request *q, struct reply *r);
enum rc page_excuse_ask(struct request *q, struct reply *r);
enum rc page_excuses(struct request *q, struct reply *r);
enum rc page_excuse_decide(struct request *q, struct reply *r);

enum rc page_pairing(struct request *q, struct reply *r);
enum rc page_pairing_add(struct request *q, struct reply *r);
enum rc page_pairing_end(struct request *q, struct reply *r);
enum rc page_pairing_leave(struct request *q, struct reply *r);

#endif
