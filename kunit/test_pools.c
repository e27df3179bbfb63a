// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite pools: the plan in force, what is told of it, and which station has
 * which pool.
 */
#include <linux/rtnetlink.h>
#include "kunit.h"
#include "../pf/pf.h"

struct vtc_pools_bench {
	struct vtc_pf pf;
	struct vtc_gen gen;
	struct pci_dev *pdev;
	char line[160];		/* the last that was logged */
	unsigned int lines, warnings;
};

static struct vtc_pools_bench *vtc_pools_now;

static __printf(2, 3) void vtc_pools_say(const void *who, const char *format, ...)
{
	struct vtc_pools_bench *b = vtc_pools_now;
	va_list args;

	va_start(args, format);
	vsnprintf(b->line, sizeof(b->line), format, args);
	va_end(args);
	b->lines++;
}

static __printf(2, 3) void vtc_pools_warn(const void *who, const char *format, ...)
{
	vtc_pools_now->warnings++;
}

#undef netdev_info
#define netdev_info	vtc_pools_say
#undef netdev_warn
#define netdev_warn	vtc_pools_warn
#undef dev_warn
#define dev_warn	vtc_pools_warn
#undef dev_err
#define dev_err		vtc_pools_say

#include "../pf/pools.c"

static int vtc_pools_suite_init(struct kunit *test)
{
	struct vtc_pools_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	test->priv = b;
	if (!b)
		return -ENOMEM;
	b->pdev = kunit_kzalloc(test, sizeof(*b->pdev), GFP_KERNEL);
	if (!b->pdev)
		return -ENOMEM;
	vtc_pools_now = b;
	b->gen = vtc_gen_82576;
	b->pf.gen = &b->gen;
	b->pf.pdev = b->pdev;
	b->pf.msg_enable = NETIF_MSG_DRV;
	b->pf.params.int_mode = VTC_INT_MSIX;
	vtc_cfglock_init(&b->pf.cfg_lock);
	return 0;
}

/* A port with so many pools of its own and vectors that could be had */
static void vtc_pools_probe(struct vtc_pools_bench *b, u8 vmdq, unsigned int vectors,
			    bool msix)
{
	b->pf.params.vmdq = vmdq;
	vtc_pools_init(&b->pf);
	b->pf.msix = msix;
	vtc_pools_set_vectors(&b->pf, vectors);
}

static int vtc_pools_enable(struct vtc_pools_bench *b, unsigned int vfs)
{
	struct vtc_poolplan plan;
	int err;

	rtnl_lock();
	err = vtc_pools_plan_vfs(&b->pf, vfs, &plan);
	if (!err) {
		vtc_cfglock_take(&b->pf.cfg_lock);
		vtc_pools_adopt(&b->pf, &plan);
		vtc_cfglock_give(&b->pf.cfg_lock);
	}
	rtnl_unlock();
	return err;
}

static const char *vtc_pools_told(struct vtc_pools_bench *b)
{
	b->line[0] = 0;
	b->warnings = 0;
	vtc_pools_tell(&b->pf);
	return b->line;
}

/* From the parameters, then from what there is */
static void vtc_pools_from_the_start(struct kunit *test)
{
	struct vtc_pools_bench *b = test->priv;
	struct vtc_pf *pf = &b->pf;

	pf->params.rss = 2;
	pf->params.vmdq = 3;
	vtc_pools_init(pf);
	KUNIT_EXPECT_TRUE(test, pf->wish.msix);
	KUNIT_EXPECT_EQ(test, pf->wish.rss, 2);
	KUNIT_EXPECT_EQ(test, pf->wish.vmdq, 3);
	KUNIT_EXPECT_EQ(test, pf->wish.cpus, num_online_cpus());
	KUNIT_EXPECT_EQ(test, pf->plan.n_stations, 2);
	KUNIT_EXPECT_EQ(test, pf->plan.n_vfs, 0);
	pf->msix = true;
	vtc_pools_set_vectors(pf, 10);
	KUNIT_EXPECT_EQ(test, pf->wish.vectors, 10);
	KUNIT_EXPECT_EQ(test, pf->wish.pairs, pf->plan.pairs);
	KUNIT_EXPECT_EQ(test, pf->plan.pairs, 2);
	KUNIT_EXPECT_EQ(test, b->warnings, 0);
	/* Without MSI-X there is nothing to share */
	pf->msix = false;
	vtc_pools_set_vectors(pf, 1);
	KUNIT_EXPECT_FALSE(test, pf->wish.msix);
	KUNIT_EXPECT_EQ(test, pf->plan.n_stations, 0);
	KUNIT_EXPECT_EQ(test, b->warnings, 1);
	pf->params.int_mode = VTC_INT_MSI;
	pf->params.vmdq = 0;
	vtc_pools_init(pf);
	KUNIT_EXPECT_FALSE(test, pf->wish.msix);
}

static void vtc_pools_are_told(struct kunit *test)
{
	struct vtc_pools_bench *b = test->priv;

	vtc_pools_probe(b, 0, 10, true);
	KUNIT_EXPECT_STREQ(test, vtc_pools_told(b), "pools: PF all (1 pairs); vectors 2\n");
	KUNIT_EXPECT_EQ(test, vtc_pools_enable(b, 1), 0);
	KUNIT_EXPECT_STREQ(test, vtc_pools_told(b),
			   "pools: PF 7 (1 pairs), VFs 0; vectors 2\n");
	KUNIT_EXPECT_EQ(test, vtc_pools_enable(b, 7), 0);
	KUNIT_EXPECT_STREQ(test, vtc_pools_told(b),
			   "pools: PF 7 (1 pairs), VFs 0..6; vectors 2\n");
	KUNIT_EXPECT_EQ(test, b->warnings, 0);
	KUNIT_EXPECT_EQ(test, vtc_pools_enable(b, 8), 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(vtc_pools_told(b), "pools: PF none, VFs 0..7;"));
	b->pf.msg_enable = 0;
	KUNIT_EXPECT_STREQ(test, vtc_pools_told(b), "");
}

static void vtc_pools_stations_are_told(struct kunit *test)
{
	struct vtc_pools_bench *b = test->priv;

	b->pf.params.rss = 2;
	vtc_pools_probe(b, 2, 10, true);
	KUNIT_EXPECT_NOT_NULL(test, strstr(vtc_pools_told(b),
					   "PF 7 (2 pairs), stations 6 (2 pairs);"));
	vtc_pools_probe(b, 3, 10, true);
	KUNIT_EXPECT_NOT_NULL(test, strstr(vtc_pools_told(b),
					   "stations 6..5 (2 pairs);"));
	KUNIT_EXPECT_EQ(test, b->warnings, 0);
	/* With VFs vectors get fewer, then pools */
	b->pf.plan.n_seconds = 1;
	KUNIT_EXPECT_NOT_NULL(test, strstr(vtc_pools_told(b),
					   "stations 6..5 (2 pairs: 6);"));
	b->pf.plan.n_stations = 3;
	b->pf.plan.n_seconds = 2;
	KUNIT_EXPECT_NOT_NULL(test, strstr(vtc_pools_told(b),
					   "stations 6..4 (2 pairs: 6..5);"));
	b->pf.plan.n_seconds = 0;
	KUNIT_EXPECT_NOT_NULL(test, strstr(vtc_pools_told(b), "stations 6..4; "));
	b->pf.plan.n_stations = 1;
	vtc_pools_told(b);
	KUNIT_EXPECT_EQ(test, b->warnings, 1);
	b->pf.plan.n_stations = 2;
	vtc_pools_told(b);
	KUNIT_EXPECT_EQ(test, b->warnings, 0);
	b->pf.wish.vmdq = 1;
	b->pf.plan.n_stations = 0;
	vtc_pools_told(b);
	KUNIT_EXPECT_EQ(test, b->warnings, 0);
}

/* A plan is no more than a plan until it is adopted, and a refusal says why */
static void vtc_pools_for_vfs(struct kunit *test)
{
	struct vtc_pools_bench *b = test->priv;
	struct vtc_pf *pf = &b->pf;
	struct vtc_poolplan plan;

	vtc_pools_probe(b, 3, 10, true);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, vtc_pools_plan_vfs(pf, 2, &plan), 0);
	KUNIT_EXPECT_TRUE(test, plan.n_vfs == 2 && !pf->plan.n_vfs && !pf->n_vfs);
	KUNIT_EXPECT_EQ(test, pf->wish.n_vfs, 0);
	KUNIT_EXPECT_EQ(test, b->lines, 0);
	vtc_cfglock_take(&pf->cfg_lock);
	vtc_pools_adopt(pf, &plan);
	vtc_cfglock_give(&pf->cfg_lock);
	KUNIT_EXPECT_TRUE(test, pf->n_vfs == 2 && pf->plan.n_vfs == 2 && pf->wish.n_vfs == 2);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, vtc_pools_enable(b, 9), -ERANGE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(b->line, "no pools for 9 VFs: "));
	KUNIT_EXPECT_NULL(test, strstr(b->line, "stations"));
	KUNIT_EXPECT_EQ(test, pf->n_vfs, 2);
	pf->wish.busy = BIT(6) | BIT(5);
	KUNIT_EXPECT_EQ(test, vtc_pools_enable(b, 7), -EBUSY);
	KUNIT_EXPECT_NOT_NULL(test, strstr(b->line, "stations have them"));
	/* Neither MSI-X nor, on another chip, VFs at all */
	vtc_pools_probe(b, 0, 1, false);
	KUNIT_EXPECT_NE(test, vtc_pools_enable(b, 1), 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(b->line, "VFs need MSI-X"));
	b->gen.chip.max_vfs = 0;
	KUNIT_EXPECT_NE(test, vtc_pools_enable(b, 1), 0);
	KUNIT_EXPECT_STREQ(test, b->line, "the 82576 has no VFs\n");
}

/* The wish is kept where a mode has fewer pairs */
static void vtc_pools_pairs(struct kunit *test)
{
	struct vtc_pools_bench *b = test->priv;
	struct vtc_pf *pf = &b->pf;

	vtc_pools_probe(b, 0, 10, true);
	pf->plan.max_pairs = 2;
	rtnl_lock();
	vtc_pools_set_pairs(pf, 4);
	KUNIT_EXPECT_EQ(test, pf->wish.pairs, 4);
	KUNIT_EXPECT_EQ(test, pf->plan.pairs, 2);
	vtc_pools_set_pairs(pf, 1);
	KUNIT_EXPECT_EQ(test, pf->plan.pairs, 1);
	rtnl_unlock();
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&pf->cfg_lock.mutex));
}

/* Each station its own pool, the one that became free first of all */
static void vtc_pools_for_stations(struct kunit *test)
{
	struct vtc_pools_bench *b = test->priv;
	struct vtc_pf *pf = &b->pf;

	vtc_pools_probe(b, 4, 10, true);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, vtc_pools_station_add(pf), 0);
	KUNIT_EXPECT_EQ(test, vtc_pools_station_add(pf), 1);
	KUNIT_EXPECT_EQ(test, vtc_pools_station_add(pf), 2);
	KUNIT_EXPECT_EQ(test, pf->wish.busy, BIT(6) | BIT(5) | BIT(4));
	KUNIT_EXPECT_EQ(test, vtc_pools_station_add(pf), -ENOSPC);
	vtc_pools_station_del(pf, 1);
	KUNIT_EXPECT_EQ(test, pf->wish.busy, BIT(6) | BIT(4));
	KUNIT_EXPECT_EQ(test, vtc_pools_station_add(pf), 1);
	rtnl_unlock();
}

static struct kunit_case vtc_pools_cases[] = {
	KUNIT_CASE(vtc_pools_from_the_start),
	KUNIT_CASE(vtc_pools_are_told),
	KUNIT_CASE(vtc_pools_stations_are_told),
	KUNIT_CASE(vtc_pools_for_vfs),
	KUNIT_CASE(vtc_pools_pairs),
	KUNIT_CASE(vtc_pools_for_stations),
	{}
};

static struct kunit_suite vtc_pools_suite = {
	.name = "vtc_pools",
	.init = vtc_pools_suite_init,
	.test_cases = vtc_pools_cases,
};

kunit_test_suite(vtc_pools_suite);
