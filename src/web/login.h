/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in: the cookie, shared by the pages that open or renew a session. */
#ifndef CHUYAN_WEB_LOGIN_H
#define CHUYAN_WEB_LOGIN_H

#include "model/password.h"
#include "web/route.h"

/* Opens a session in the write transaction of q and sets its cookie. */
enum rc login_open(struct request *q, struct reply *r, struct text login, int64_t county, int64_t staff);
/* Takes the cookie away. */
void login_close(struct request *q, struct reply *r);
struct password_cost login_cost(const struct request *q);
/* The page that a person begins with: by what they may do. */
struct text login_home(const struct request *q);

#endif
