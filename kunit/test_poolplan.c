// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite poolplan: who gets which pools, queues and vectors, for every
 * combination of what can be wished for.
 */
#include "gen.h"
#include "kunit.h"
#include "../pf/poolplan.c"

#define VTC_PLAN_CPUS		4
#define VTC_PLAN_MOST_RSS	8

static const struct vtc_poolplan_chip *vtc_poolplan_chip(bool old)
{
	return old ? &vtc_gen_82575.chip : &vtc_gen_82576.chip;
}

/* Each pool has one owner, and VFs the lowest */
static void vtc_poolplan_check_pools(struct kunit *test,
				     const struct vtc_poolplan_chip *chip,
				     const struct vtc_poolplan *plan)
{
	unsigned int taken = BIT(plan->n_vfs) - 1;
	unsigned int i, pool;

	if (plan->pf_pool == VTC_L2SW_NO_POOL) {
		KUNIT_EXPECT_EQ(test, plan->n_vfs, chip->pools);
		KUNIT_EXPECT_EQ(test, plan->n_stations, 0);
		KUNIT_EXPECT_EQ(test, plan->max_pairs, 0);
		return;
	}
	KUNIT_EXPECT_EQ(test, plan->pf_pool, chip->pools - 1);
	KUNIT_EXPECT_EQ(test, taken & BIT(plan->pf_pool), 0);
	taken |= BIT(plan->pf_pool);
	for (i = 0; i < plan->n_stations; i++) {
		pool = vtc_poolplan_station_pool(plan, i);
		KUNIT_ASSERT_LT(test, pool, chip->pools);
		KUNIT_EXPECT_EQ(test, taken & BIT(pool), 0);
		taken |= BIT(pool);
	}
	KUNIT_EXPECT_GE(test, plan->max_pairs, 1);
	KUNIT_EXPECT_LE(test, plan->max_pairs, chip->pool_queues);
}

static void vtc_poolplan_check_plain(struct kunit *test,
				     const struct vtc_poolplan_chip *chip,
				     const struct vtc_poolplan *plan)
{
	KUNIT_EXPECT_EQ(test, plan->pf_pool, 0);
	KUNIT_EXPECT_EQ(test, plan->n_vfs, 0);
	KUNIT_EXPECT_EQ(test, plan->n_stations, 0);
	KUNIT_EXPECT_GE(test, plan->max_pairs, 1);
	KUNIT_EXPECT_LE(test, plan->max_pairs, chip->plain_queues);
}

static void vtc_poolplan_take_vector(struct kunit *test,
				     const struct vtc_poolplan *plan,
				     unsigned int station, unsigned int pair,
				     unsigned int *taken)
{
	unsigned int vec = vtc_poolplan_station_vector(plan, station, pair);

	KUNIT_EXPECT_EQ(test, *taken & BIT(vec), 0);
	*taken |= BIT(vec);
}

/* No vector twice, none that a VF has, none behind the kernel's */
static void vtc_poolplan_check_vectors(struct kunit *test,
				       const struct vtc_poolplan_chip *chip,
				       const struct vtc_poolplan *plan, bool msix)
{
	unsigned int own = min_t(unsigned int, chip->vectors, chip->causes -
				 chip->vf_vectors * plan->n_vfs);
	unsigned int i, taken = BIT(0);

	/* One pair shares the only interrupt */
	if (!msix) {
		KUNIT_EXPECT_EQ(test, plan->vectors, 1);
		KUNIT_EXPECT_EQ(test, plan->max_pairs, 1);
		return;
	}
	for (i = 0; i < plan->max_pairs; i++)
		taken |= BIT(vtc_poolplan_pair_vector(i));
	KUNIT_EXPECT_EQ(test, hweight32(taken), 1 + plan->max_pairs);
	for (i = 0; i < plan->n_stations; i++)
		vtc_poolplan_take_vector(test, plan, i, 0, &taken);
	for (i = 0; i < plan->n_seconds; i++)
		vtc_poolplan_take_vector(test, plan, i, 1, &taken);
	KUNIT_EXPECT_EQ(test, fls(taken), plan->vectors);
	KUNIT_EXPECT_LE(test, plan->vectors, own);
	KUNIT_EXPECT_LE(test, plan->vectors, vtc_poolplan_all_vectors(plan));
	KUNIT_EXPECT_LE(test, vtc_poolplan_all_vectors(plan), chip->vectors);
	KUNIT_EXPECT_LE(test, plan->max_pairs, plan->pair_vectors);
	KUNIT_EXPECT_LE(test, plan->n_stations, plan->station_vectors);
	KUNIT_EXPECT_LE(test, plan->n_seconds, plan->second_vectors);
}

/* Stations' transmit queues are behind the PF's, each one somebody's, in order */
static void vtc_poolplan_check_queues(struct kunit *test,
				      const struct vtc_poolplan_chip *chip,
				      const struct vtc_poolplan *plan)
{
	unsigned int i, pairs, next = plan->pair_vectors;

	for (i = 0; i < plan->station_vectors; i++) {
		KUNIT_EXPECT_EQ(test, vtc_poolplan_station_queue(plan, i), next);
		next += vtc_poolplan_station_most_pairs(plan, i);
	}
	KUNIT_EXPECT_EQ(test, 1 + next, vtc_poolplan_all_vectors(plan));
	KUNIT_EXPECT_LE(test, next, vtc_poolplan_most_queues(chip));
	for (i = 0; i < plan->n_stations; i++) {
		pairs = vtc_poolplan_station_pairs(plan, i);
		KUNIT_EXPECT_GE(test, pairs, 1);
		KUNIT_EXPECT_LE(test, pairs, plan->pairs);
		KUNIT_EXPECT_LE(test, pairs, chip->pool_queues);
		KUNIT_EXPECT_LE(test, pairs,
				vtc_poolplan_station_most_pairs(plan, i));
		KUNIT_EXPECT_EQ(test, pairs > 1,
				plan->pairs > 1 && i < plan->n_seconds);
	}
}

static void vtc_poolplan_check(struct kunit *test,
			       const struct vtc_poolplan_chip *chip,
			       const struct vtc_poolplan *plan, bool msix)
{
	if (plan->vt)
		vtc_poolplan_check_pools(test, chip, plan);
	else
		vtc_poolplan_check_plain(test, chip, plan);
	vtc_poolplan_check_vectors(test, chip, plan, msix);
	vtc_poolplan_check_queues(test, chip, plan);
	KUNIT_EXPECT_LE(test, plan->pairs, plan->max_pairs);
	KUNIT_EXPECT_EQ(test, !plan->pairs, !plan->max_pairs);
	KUNIT_EXPECT_LE(test, plan->n_seconds, plan->n_stations);
}

/*
 * With vectors as the chip has them: what of ten is left behind vector 0, the
 * PF's pairs and a pair of each station that can ever be, and is no VF's.
 */
static unsigned int vtc_poolplan_seconds(const struct vtc_poolplan_chip *chip,
					 const struct vtc_poolplan_wish *wish,
					 unsigned int n_stations)
{
	int own = min(chip->vectors, chip->causes - chip->vf_vectors * wish->n_vfs);
	int first = 1 + chip->pool_queues + wish->vmdq - 1;

	if (chip->pool_queues < 2 || own <= first)
		return 0;
	return min_t(unsigned int, n_stations, own - first);
}

/* What was asked for and can be had is had */
static void vtc_poolplan_check_wish(struct kunit *test,
				    const struct vtc_poolplan_chip *chip,
				    const struct vtc_poolplan_wish *wish,
				    const struct vtc_poolplan *plan)
{
	unsigned int rest = chip->pools - wish->n_vfs;
	unsigned int want = wish->vmdq > 1 ? wish->vmdq - 1 : 0;
	unsigned int pairs = wish->rss ? wish->rss : wish->cpus;

	KUNIT_EXPECT_EQ(test, plan->vt, wish->n_vfs || wish->vmdq > 1);
	KUNIT_EXPECT_EQ(test, plan->n_vfs, wish->n_vfs);
	KUNIT_EXPECT_EQ(test, plan->n_stations,
			rest ? min(want, rest - 1) : 0);
	KUNIT_EXPECT_EQ(test, plan->pairs, !rest ? 0 :
			min_t(unsigned int, pairs, plan->vt ?
			      chip->pool_queues : chip->plain_queues));
	KUNIT_EXPECT_EQ(test, plan->n_seconds,
			vtc_poolplan_seconds(chip, wish, plan->n_stations));
}

static void vtc_poolplan_try(struct kunit *test,
			     const struct vtc_poolplan_chip *chip,
			     const struct vtc_poolplan_wish *wish)
{
	bool fits = wish->vmdq <= chip->pools &&
		    (!wish->n_vfs || (chip->max_vfs && wish->n_vfs <= chip->pools));
	struct vtc_poolplan_wish fit = *wish;
	struct vtc_poolplan plan;
	int err = vtc_poolplan_make(&plan, chip, wish);

	KUNIT_EXPECT_EQ(test, !err, fits);
	KUNIT_EXPECT_EQ(test, vtc_poolplan_fit(chip, &fit), err);
	if (!err) {
		KUNIT_EXPECT_MEMEQ(test, &fit, wish, sizeof(fit));
		vtc_poolplan_check(test, chip, &plan, wish->msix);
		vtc_poolplan_check_wish(test, chip, wish, &plan);
		return;
	}
	/* What is said to fit does */
	KUNIT_ASSERT_EQ(test, vtc_poolplan_make(&plan, chip, &fit), 0);
	vtc_poolplan_check(test, chip, &plan, wish->msix);
	vtc_poolplan_check_wish(test, chip, &fit, &plan);
}

static void vtc_poolplan_every_combination(struct kunit *test)
{
	struct vtc_poolplan_wish wish = { .msix = true, .cpus = VTC_PLAN_CPUS };
	unsigned int old;

	for (old = 0; old < 2; old++)
		for (wish.vmdq = 0; wish.vmdq <= 9; wish.vmdq++)
			for (wish.n_vfs = 0; wish.n_vfs <= 9; wish.n_vfs++)
				for (wish.rss = 0; wish.rss <= VTC_PLAN_MOST_RSS;
				     wish.rss++)
					vtc_poolplan_try(test,
							 vtc_poolplan_chip(old),
							 &wish);
}

/* Few CPUs, few vectors, other numbers of pairs: invariants hold as well */
static void vtc_poolplan_random(struct kunit *test)
{
	struct rnd_state rnd;
	unsigned int i;

	vtc_kunit_seed_rnd(test, &rnd);
	for (i = 0; i < 20000; i++) {
		const struct vtc_poolplan_chip *chip =
			vtc_poolplan_chip(vtc_kunit_one_in(&rnd, 2));
		struct vtc_poolplan_wish wish = {
			.msix = !vtc_kunit_one_in(&rnd, 8),
			.vectors = 2 + vtc_kunit_below(&rnd, 12),
			.cpus = 1 + vtc_kunit_below(&rnd, 255),
			.rss = vtc_kunit_below(&rnd, 9),
			.pairs = vtc_kunit_below(&rnd, 256),
			.vmdq = vtc_kunit_below(&rnd, 10),
			.n_vfs = vtc_kunit_below(&rnd, 10),
		};
		struct vtc_poolplan plan;

		if (vtc_kunit_one_in(&rnd, 3))
			wish.busy = vtc_kunit_below(&rnd, BIT(chip->pools - 1));
		vtc_poolplan_fit(chip, &wish);
		KUNIT_ASSERT_EQ(test, vtc_poolplan_make(&plan, chip, &wish), 0);
		vtc_poolplan_check(test, chip, &plan, wish.msix);
		KUNIT_EXPECT_EQ(test, wish.busy & (BIT(plan.n_vfs) - 1), 0);
		KUNIT_EXPECT_LE(test, plan.vectors, wish.vectors);
	}
}

/* Vectors stay where they are while VFs come and go and channels change */
static void vtc_poolplan_vectors_stay(struct kunit *test)
{
	const struct vtc_poolplan_chip *chip = &vtc_gen_82576.chip;
	struct vtc_poolplan_wish wish = { .msix = true, .cpus = VTC_PLAN_CPUS };
	struct vtc_poolplan first, plan;

	for (wish.vmdq = 0; wish.vmdq <= chip->pools; wish.vmdq++) {
		wish.n_vfs = 0;
		wish.pairs = 0;
		KUNIT_ASSERT_EQ(test, vtc_poolplan_make(&first, chip, &wish), 0);
		for (; wish.n_vfs <= chip->pools; wish.n_vfs++) {
			wish.pairs = 1 + wish.n_vfs % 3;
			KUNIT_ASSERT_EQ(test, 0, vtc_poolplan_make(&plan, chip,
								   &wish));
			KUNIT_EXPECT_EQ(test, plan.pair_vectors,
					first.pair_vectors);
			KUNIT_EXPECT_EQ(test, plan.station_vectors,
					first.station_vectors);
			KUNIT_EXPECT_EQ(test, plan.second_vectors,
					first.second_vectors);
			/* Rather one pair less than one station less */
			KUNIT_EXPECT_TRUE(test, plan.n_stations ==
					  first.n_stations || !plan.n_seconds ||
					  plan.n_stations == 7 - wish.n_vfs);
		}
	}
}

/* On the 82576 all fits by chance; with fewer vectors the PF gets less */
static void vtc_poolplan_vfs_take_vectors(struct kunit *test)
{
	struct vtc_poolplan_chip chip = vtc_gen_82576.chip;
	struct vtc_poolplan_wish wish = {
		.msix = true, .cpus = VTC_PLAN_CPUS, .vmdq = 8, .n_vfs = 5,
	};
	struct vtc_poolplan plan;

	chip.causes = 19;
	KUNIT_ASSERT_EQ(test, vtc_poolplan_make(&plan, &chip, &wish), 0);
	vtc_poolplan_check(test, &chip, &plan, true);
	KUNIT_EXPECT_EQ(test, plan.max_pairs, 2);
	KUNIT_EXPECT_EQ(test, plan.n_stations, 1);
	KUNIT_EXPECT_EQ(test, plan.vectors, 4);
	chip.causes = 17;
	KUNIT_ASSERT_EQ(test, vtc_poolplan_make(&plan, &chip, &wish), 0);
	vtc_poolplan_check(test, &chip, &plan, true);
	KUNIT_EXPECT_EQ(test, plan.max_pairs, 1);
	KUNIT_EXPECT_EQ(test, plan.n_stations, 0);
	KUNIT_EXPECT_EQ(test, plan.vectors, 2);
	/* One of the two second pairs is left */
	chip.causes = 24;
	wish.vmdq = 6;
	KUNIT_ASSERT_EQ(test, vtc_poolplan_make(&plan, &chip, &wish), 0);
	vtc_poolplan_check(test, &chip, &plan, true);
	KUNIT_EXPECT_EQ(test, plan.n_stations, 2);
	KUNIT_EXPECT_EQ(test, plan.n_seconds, 1);
	KUNIT_EXPECT_EQ(test, plan.second_vectors, 2);
	KUNIT_EXPECT_EQ(test, vtc_poolplan_station_pairs(&plan, 0), 2);
	KUNIT_EXPECT_EQ(test, vtc_poolplan_station_pairs(&plan, 1), 1);
}

struct vtc_poolplan_row {
	const char *name;
	struct vtc_poolplan_wish wish;
	bool old;
	int err;
	struct vtc_poolplan_wish fit;	/* n_vfs and vmdq of it count */
	struct vtc_poolplan plan;
};

/*
 * plan: vt, VFs, PF's pool, pairs, most pairs, stations, those with two pairs,
 * vectors, kept ones: PF's, stations', second ones
 */
static const struct vtc_poolplan_row vtc_poolplan_rows[] = {
	{ "nothing asked for", { true, .cpus = 4 },
	  .plan = { false, 0, 0, 4, 4, 0, 0, 5, 4, 0, 0 } },
	{ "VMDQ=1 is off", { true, .cpus = 4, .vmdq = 1 },
	  .plan = { false, 0, 0, 4, 4, 0, 0, 5, 4, 0, 0 } },
	{ "many CPUs", { true, .cpus = 64 },
	  .plan = { false, 0, 0, 8, 8, 0, 0, 9, 8, 0, 0 } },
	{ "RSS less than CPUs", { true, .cpus = 4, .rss = 2 },
	  .plan = { false, 0, 0, 2, 4, 0, 0, 5, 4, 0, 0 } },
	{ "RSS more than CPUs", { true, .cpus = 2, .rss = 6 },
	  .plan = { false, 0, 0, 6, 6, 0, 0, 7, 6, 0, 0 } },
	{ "no MSI-X", { false, .cpus = 4 },
	  .plan = { false, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0 } },
	{ "no MSI-X, VFs", { false, .cpus = 4, .n_vfs = 1 }, .err = -EOPNOTSUPP },
	{ "no MSI-X, stations", { false, .cpus = 4, .vmdq = 3 },
	  .err = -EOPNOTSUPP },
	{ "VMDQ=2", { true, .cpus = 4, .vmdq = 2 },
	  .plan = { true, 0, 7, 2, 2, 1, 1, 5, 2, 1, 1 } },
	{ "VMDQ=4", { true, .cpus = 4, .vmdq = 4 },
	  .plan = { true, 0, 7, 2, 2, 3, 3, 9, 2, 3, 3 } },
	{ "VMDQ=4 and RSS=1", { true, .cpus = 4, .rss = 1, .vmdq = 4 },
	  .plan = { true, 0, 7, 1, 2, 3, 3, 9, 2, 3, 3 } },
	{ "VMDQ=4 on one CPU", { true, .cpus = 1, .vmdq = 4 },
	  .plan = { true, 0, 7, 1, 1, 3, 0, 5, 1, 3, 0 } },
	{ "VMDQ=4 with few vectors", { true, 7, .cpus = 4, .vmdq = 4 },
	  .plan = { true, 0, 7, 2, 2, 3, 1, 7, 2, 3, 1 } },
	{ "VMDQ=4 and six VFs", { true, .cpus = 4, .vmdq = 4, .n_vfs = 6 },
	  .plan = { true, 6, 7, 2, 2, 1, 1, 7, 2, 3, 3 } },
	{ "VMDQ=6 and six VFs: a station loses its second pair",
	  { true, .cpus = 4, .vmdq = 6, .n_vfs = 6, .busy = BIT(6) },
	  .plan = { true, 6, 7, 2, 2, 1, 0, 4, 2, 5, 2 } },
	{ "VMDQ=6", { true, .cpus = 4, .vmdq = 6 },
	  .plan = { true, 0, 7, 2, 2, 5, 2, 10, 2, 5, 2 } },
	{ "VMDQ=8", { true, .cpus = 4, .vmdq = 8 },
	  .plan = { true, 0, 7, 2, 2, 7, 0, 10, 2, 7, 0 } },
	{ "VMDQ=8 on one CPU", { true, .cpus = 1, .vmdq = 8 },
	  .plan = { true, 0, 7, 1, 1, 7, 0, 9, 1, 7, 0 } },
	{ "VMDQ=8 with few vectors", { true, 5, .cpus = 4, .vmdq = 8 },
	  .plan = { true, 0, 7, 2, 2, 2, 0, 5, 2, 2, 0 } },
	{ "VMDQ=4 and three VFs", { true, .cpus = 4, .vmdq = 4, .n_vfs = 3 },
	  .plan = { true, 3, 7, 2, 2, 3, 3, 9, 2, 3, 3 } },
	{ "VMDQ=8 and three VFs", { true, .cpus = 4, .vmdq = 8, .n_vfs = 3 },
	  .plan = { true, 3, 7, 2, 2, 4, 0, 7, 2, 7, 0 } },
	{ "VMDQ=8 and six VFs", { true, .cpus = 4, .vmdq = 8, .n_vfs = 6 },
	  .plan = { true, 6, 7, 2, 2, 1, 0, 4, 2, 7, 0 } },
	{ "seven VFs", { true, .cpus = 4, .n_vfs = 7 },
	  .plan = { true, 7, 7, 2, 2, 0, 0, 3, 4, 0, 0 } },
	{ "VMDQ=8 and seven VFs", { true, .cpus = 4, .vmdq = 8, .n_vfs = 7 },
	  .plan = { true, 7, 7, 2, 2, 0, 0, 3, 2, 7, 0 } },
	{ "eight VFs", { true, .cpus = 4, .n_vfs = 8 },
	  .plan = { true, 8, VTC_L2SW_NO_POOL, 0, 0, 0, 0, 1, 4, 0, 0 } },
	{ "nine VFs", { true, .cpus = 4, .n_vfs = 9 }, .err = -ERANGE,
	  .fit = { .n_vfs = 8 } },
	{ "VMDQ=9", { true, .cpus = 4, .vmdq = 9 }, .err = -ERANGE,
	  .fit = { .vmdq = 8 } },
	{ "VFs below a station",
	  { true, .cpus = 4, .vmdq = 4, .n_vfs = 5, .busy = BIT(5) },
	  .plan = { true, 5, 7, 2, 2, 2, 2, 8, 2, 3, 3 } },
	{ "VFs where a station is",
	  { true, .cpus = 4, .vmdq = 4, .n_vfs = 6, .busy = BIT(6) | BIT(5) },
	  .err = -EBUSY, .fit = { .n_vfs = 5, .vmdq = 4 } },
	{ "the PF's pool beside a station",
	  { true, .cpus = 4, .vmdq = 4, .n_vfs = 8, .busy = BIT(6) },
	  .err = -EBUSY, .fit = { .n_vfs = 6, .vmdq = 4 } },
	{ "82575", { true, .cpus = 8 }, true,
	  .plan = { false, 0, 0, 4, 4, 0, 0, 5, 4, 0, 0 } },
	{ "82575, VMDQ=4", { true, .cpus = 8, .vmdq = 4 }, true,
	  .plan = { true, 0, 3, 1, 1, 3, 0, 5, 1, 3, 0 } },
	{ "82575, VMDQ=5", { true, .cpus = 8, .vmdq = 5 }, true, -ERANGE,
	  .fit = { .vmdq = 4 } },
	{ "82575, a VF", { true, .cpus = 8, .vmdq = 2, .n_vfs = 1 }, true,
	  -EOPNOTSUPP, .fit = { .vmdq = 2 } },
};

KUNIT_ARRAY_PARAM_DESC(vtc_poolplan, vtc_poolplan_rows, name);

static void vtc_poolplan_spelled_out(struct kunit *test)
{
	const struct vtc_poolplan_row *row = test->param_value;
	const struct vtc_poolplan_chip *chip = vtc_poolplan_chip(row->old);
	const struct vtc_poolplan *want = &row->plan;
	struct vtc_poolplan_wish fit = row->wish;
	struct vtc_poolplan plan = {};

	KUNIT_EXPECT_EQ(test, vtc_poolplan_make(&plan, chip, &row->wish),
			row->err);
	KUNIT_EXPECT_EQ(test, plan.vt, want->vt);
	KUNIT_EXPECT_EQ(test, plan.n_vfs, want->n_vfs);
	KUNIT_EXPECT_EQ(test, plan.pf_pool, want->pf_pool);
	KUNIT_EXPECT_EQ(test, plan.pairs, want->pairs);
	KUNIT_EXPECT_EQ(test, plan.max_pairs, want->max_pairs);
	KUNIT_EXPECT_EQ(test, plan.n_stations, want->n_stations);
	KUNIT_EXPECT_EQ(test, plan.vectors, want->vectors);
	KUNIT_EXPECT_EQ(test, plan.pair_vectors, want->pair_vectors);
	KUNIT_EXPECT_EQ(test, plan.n_seconds, want->n_seconds);
	KUNIT_EXPECT_EQ(test, plan.station_vectors, want->station_vectors);
	KUNIT_EXPECT_EQ(test, plan.second_vectors, want->second_vectors);
	if (!row->err)
		return;
	vtc_poolplan_fit(chip, &fit);
	KUNIT_EXPECT_EQ(test, fit.n_vfs, row->fit.n_vfs);
	KUNIT_EXPECT_EQ(test, fit.vmdq, row->fit.vmdq);
}

static void vtc_poolplan_knows_the_chips(struct kunit *test)
{
	const struct vtc_poolplan_chip *chip = &vtc_gen_82576.chip;

	KUNIT_EXPECT_EQ(test, chip->pools, vtc_gen_82576.sw->caps.pools);
	KUNIT_EXPECT_EQ(test, vtc_poolplan_most_queues(chip), 9);
	KUNIT_EXPECT_EQ(test, vtc_poolplan_most_queues(&vtc_gen_82575.chip), 4);
}

static struct kunit_case vtc_poolplan_cases[] = {
	KUNIT_CASE(vtc_poolplan_knows_the_chips),
	KUNIT_CASE_PARAM(vtc_poolplan_spelled_out, vtc_poolplan_gen_params),
	KUNIT_CASE(vtc_poolplan_every_combination),
	KUNIT_CASE(vtc_poolplan_random),
	KUNIT_CASE(vtc_poolplan_vectors_stay),
	KUNIT_CASE(vtc_poolplan_vfs_take_vectors),
	{}
};

static struct kunit_suite vtc_poolplan_suite = {
	.name = "vtc_poolplan",
	.test_cases = vtc_poolplan_cases,
};

kunit_test_suite(vtc_poolplan_suite);
