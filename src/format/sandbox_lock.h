/* SPDX-License-Identifier: Apache-2.0 */
/* The closing of the doors, in the child; see sandbox.h. */
#ifndef CHUYAN_FORMAT_SANDBOX_LOCK_H
#define CHUYAN_FORMAT_SANDBOX_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define CHUYAN_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHUYAN_ASAN 1
#endif
#endif

/* Limits, landlock, seccomp. false when seccomp or a limit cannot be set; landlock is taken as far as the kernel has it. */
bool sandbox_lock(uint64_t memory, unsigned cpu_seconds);

#endif
