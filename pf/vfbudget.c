// SPDX-License-Identifier: GPL-2.0-only
/*
 * A bucket of tokens, kept as one time: when it will be full.
 */
#include <linux/math.h>
#include <linux/minmax.h>
#include "vfbudget.h"

#define VTC_VFBUDGET_SECOND	1000000u

/* Rounded up: never more than @per_sec in a second */
static u64 vtc_vfbudget_step(const struct vtc_vfbudget_limit *limit)
{
	return DIV_ROUND_UP(VTC_VFBUDGET_SECOND, limit->per_sec);
}

/**
 * vtc_vfbudget_wait() - how long until there is a token
 * @b: bucket
 * @limit: its size
 * @now_us: time, microseconds; never goes back
 *
 * Context: any.
 * Return: microseconds; 0: there is one now.
 */
u64 vtc_vfbudget_wait(const struct vtc_vfbudget *b,
		      const struct vtc_vfbudget_limit *limit, u64 now_us)
{
	/* With this much missing one token is left */
	u64 least = now_us + (limit->burst - 1) * vtc_vfbudget_step(limit);

	return b->full_us > least ? b->full_us - least : 0;
}

/**
 * vtc_vfbudget_take() - one token is used
 * @b: bucket
 * @limit: its size
 * @now_us: time, microseconds; never goes back
 *
 * From an empty bucket a token may be taken, too: the debt is at most one, so
 * that nobody is shut out for long by what he did in one moment.
 *
 * Context: any.
 */
void vtc_vfbudget_take(struct vtc_vfbudget *b,
		       const struct vtc_vfbudget_limit *limit, u64 now_us)
{
	u64 step = vtc_vfbudget_step(limit);
	u64 most = now_us + (limit->burst + 1) * step;

	b->full_us = min(max(b->full_us, now_us) + step, most);
}
