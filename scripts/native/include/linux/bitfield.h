/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VTC_NATIVE_BITFIELD_H
#define VTC_NATIVE_BITFIELD_H

#include <linux/bits.h>

#define FIELD_SHIFT(mask)	(__builtin_ffsll(mask) - 1)
#define FIELD_MAX(mask)		((mask) >> FIELD_SHIFT(mask))
#define FIELD_PREP(mask, val) \
	(((__typeof__(mask))(val) << FIELD_SHIFT(mask)) & (mask))
#define FIELD_GET(mask, reg)	(((reg) & (mask)) >> FIELD_SHIFT(mask))

#endif /* VTC_NATIVE_BITFIELD_H */
