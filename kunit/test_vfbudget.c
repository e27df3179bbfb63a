// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite vfbudget: nobody gets more than his budget, and nobody less.
 */
#include <linux/math64.h>
#include "kunit.h"
#include "../pf/vfbudget.c"

static const struct vtc_vfbudget_limit vtc_vfbudget_test = {
	.per_sec = 64,
	.burst = 128,
};

/* As many as there are at one moment */
static unsigned int vtc_vfbudget_drain(struct vtc_vfbudget *b,
				       const struct vtc_vfbudget_limit *limit,
				       u64 now)
{
	unsigned int n = 0;

	while (!vtc_vfbudget_wait(b, limit, now) && n < 100000) {
		vtc_vfbudget_take(b, limit, now);
		n++;
	}
	return n;
}

static void vtc_vfbudget_begins_full(struct kunit *test)
{
	const u64 times[] = { 0, 1, 1000000, 1ull << 50 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(times); i++) {
		struct vtc_vfbudget b = {};

		KUNIT_EXPECT_EQ(test, vtc_vfbudget_drain(&b, &vtc_vfbudget_test,
							 times[i]), 128);
	}
}

/* Who waits as long as he is told has one token, and a moment before none */
static void vtc_vfbudget_wait_is_exact(struct kunit *test)
{
	struct vtc_vfbudget b = {};
	u64 now = 5000000, wait;
	unsigned int i;

	vtc_vfbudget_drain(&b, &vtc_vfbudget_test, now);
	for (i = 0; i < 200; i++) {
		wait = vtc_vfbudget_wait(&b, &vtc_vfbudget_test, now);
		KUNIT_ASSERT_GT(test, wait, 0);
		KUNIT_ASSERT_LE(test, wait, 1000000 / 64);
		KUNIT_ASSERT_EQ(test, vtc_vfbudget_drain(&b, &vtc_vfbudget_test,
							 now + wait - 1), 0);
		now += wait;
		KUNIT_ASSERT_EQ(test, vtc_vfbudget_drain(&b, &vtc_vfbudget_test,
							 now), 1);
	}
}

static void vtc_vfbudget_fills_up_and_no_further(struct kunit *test)
{
	struct vtc_vfbudget b = {};
	u64 now = 5000000;

	vtc_vfbudget_drain(&b, &vtc_vfbudget_test, now);
	KUNIT_EXPECT_EQ(test, vtc_vfbudget_drain(&b, &vtc_vfbudget_test,
						 now + 1000000), 64);
	KUNIT_EXPECT_EQ(test, vtc_vfbudget_drain(&b, &vtc_vfbudget_test,
						 now + 3600ull * 1000000), 128);
}

/* What is taken without a token is a debt, and a small one */
static void vtc_vfbudget_debt_is_bounded(struct kunit *test)
{
	struct vtc_vfbudget b = {};
	unsigned int i;

	for (i = 0; i < 10000; i++)
		vtc_vfbudget_take(&b, &vtc_vfbudget_test, 7);
	KUNIT_EXPECT_LE(test, vtc_vfbudget_wait(&b, &vtc_vfbudget_test, 7),
			2 * 1000000 / 64);
}

/* In no stretch of time more than the burst and what came in meanwhile */
static void vtc_vfbudget_holds_at_random(struct kunit *test)
{
	static const struct vtc_vfbudget_limit limits[] = {
		{ 64, 128 }, { 8, 16 }, { 1, 1 }, { 7, 3 }, { 1000, 1 },
	};
	struct rnd_state rnd;
	unsigned int i, j;

	vtc_kunit_seed_rnd(test, &rnd);
	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		const struct vtc_vfbudget_limit *l = &limits[i];
		u64 start = vtc_kunit_below(&rnd, 1u << 31), now = start;
		struct vtc_vfbudget b = {};
		u64 used = 0, may;

		for (j = 0; j < 20000; j++) {
			now += vtc_kunit_below(&rnd, 3000000 / l->per_sec);
			if (vtc_vfbudget_wait(&b, l, now))
				continue;
			vtc_vfbudget_take(&b, l, now);
			used++;
		}
		may = div_u64((now - start) * l->per_sec, 1000000) + l->burst;
		KUNIT_EXPECT_LE(test, used, may);
		/* Who asks oftener than he may gets what he may, nearly */
		KUNIT_EXPECT_GE(test, used * 3, may);
	}
}

static struct kunit_case vtc_vfbudget_cases[] = {
	KUNIT_CASE(vtc_vfbudget_begins_full),
	KUNIT_CASE(vtc_vfbudget_wait_is_exact),
	KUNIT_CASE(vtc_vfbudget_fills_up_and_no_further),
	KUNIT_CASE(vtc_vfbudget_debt_is_bounded),
	KUNIT_CASE(vtc_vfbudget_holds_at_random),
	{}
};

static struct kunit_suite vtc_vfbudget_suite = {
	.name = "vtc_vfbudget",
	.test_cases = vtc_vfbudget_cases,
};

kunit_test_suite(vtc_vfbudget_suite);
