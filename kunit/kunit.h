/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the suites share.
 */
#ifndef VTC_KUNIT_H
#define VTC_KUNIT_H

#include <kunit/test.h>
#include <linux/prandom.h>

/* Seed of the random cases: fixed, so that a failure comes back */
extern unsigned int vtc_kunit_seed;

static inline void vtc_kunit_seed_rnd(struct kunit *test,
				      struct rnd_state *rnd)
{
	kunit_info(test, "seed=%u", vtc_kunit_seed);
	prandom_seed_state(rnd, vtc_kunit_seed);
}

/* A number below @limit */
static inline u32 vtc_kunit_below(struct rnd_state *rnd, u32 limit)
{
	return prandom_u32_state(rnd) % limit;
}

/* True once in @n times */
static inline bool vtc_kunit_one_in(struct rnd_state *rnd, u32 n)
{
	return !vtc_kunit_below(rnd, n);
}

#endif /* VTC_KUNIT_H */
