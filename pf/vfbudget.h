/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How often a VF may ask: a bucket of tokens that fills with time.
 *
 * Pure: the caller brings the clock.  Knows nothing of VFs or messages.
 */
#ifndef VTC_VFBUDGET_H
#define VTC_VFBUDGET_H

#include <linux/types.h>

/**
 * struct vtc_vfbudget_limit - size of a bucket
 * @per_sec: tokens that come back in a second, not 0
 * @burst: tokens in a full bucket, not 0
 */
struct vtc_vfbudget_limit {
	u32 per_sec;
	u32 burst;
};

/**
 * struct vtc_vfbudget - a bucket; all zero: full
 * @full_us: when it will be full again
 */
struct vtc_vfbudget {
	u64 full_us;
};

u64 vtc_vfbudget_wait(const struct vtc_vfbudget *b,
		      const struct vtc_vfbudget_limit *limit, u64 now_us);
void vtc_vfbudget_take(struct vtc_vfbudget *b,
		       const struct vtc_vfbudget_limit *limit, u64 now_us);

#endif /* VTC_VFBUDGET_H */
