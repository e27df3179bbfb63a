/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VTC_NATIVE_MINMAX_H
#define VTC_NATIVE_MINMAX_H

#define min(a, b)		((a) < (b) ? (a) : (b))
#define max(a, b)		((a) > (b) ? (a) : (b))
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define clamp(x, low, high)	min(max(x, low), high)

#endif /* VTC_NATIVE_MINMAX_H */
