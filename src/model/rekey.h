/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that is sealed, read under whichever key it lies and written anew under the present one. */
#ifndef CHUYAN_MODEL_REKEY_H
#define CHUYAN_MODEL_REKEY_H

#include "base/fault.h"
#include "store/store.h"

typedef void rekey_tell(void *ctx, int64_t rows);

/* Opens every sealed value of every county and changes nothing. RC_UNAVAILABLE, with a fault that names the table, when one does
 * not open: it would be lost with its key. db: no transaction begun. */
enum rc rekey_look(struct db *db, struct faults *f, rekey_tell *tell, void *ctx);
/* Seals anew what does not lie under the key `number` yet, a page a transaction; then puts that key on record, in a transaction
 * that has seen that nothing is left. May be cut short at any moment and begun again. */
enum rc rekey_run(struct db *db, unsigned number, struct faults *f, rekey_tell *tell, void *ctx);

#endif
