/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VTC_NATIVE_STRING_H
#define VTC_NATIVE_STRING_H

#include <string.h>
#include <linux/types.h>

static inline const void *memchr_inv(const void *start, int c, size_t n)
{
	const u8 *p = start;

	for (; n; p++, n--)
		if (*p != (u8)c)
			return p;
	return NULL;
}

#endif /* VTC_NATIVE_STRING_H */
