/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VTC_NATIVE_BUILD_BUG_H
#define VTC_NATIVE_BUILD_BUG_H

#include <assert.h>

#define BUILD_BUG_ON(cond)	static_assert(!(cond), #cond)
#undef static_assert
#define VTC_NATIVE_ASSERT(cond, text, ...) _Static_assert(cond, text)
#define static_assert(cond, ...) VTC_NATIVE_ASSERT(cond, ##__VA_ARGS__, #cond)

#endif /* VTC_NATIVE_BUILD_BUG_H */
