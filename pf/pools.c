// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pool plan in force: who of PF, VFs and stations has what now.
 *
 * Owns pf->plan and the wish behind it.  poolplan.c decides; who changes a
 * wish comes here, and moves the rings and the switch itself.
 */
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/rtnetlink.h>
#include "pf.h"

/**
 * vtc_pools_init() - plan from the parameters, before there are vectors
 * @pf: port; its parameters are known
 *
 * VFs are not in it yet: they come when the port is there.
 *
 * Context: probe.
 */
void vtc_pools_init(struct vtc_pf *pf)
{
	pf->wish = (struct vtc_poolplan_wish){
		.msix = pf->params.int_mode == VTC_INT_MSIX,
		.cpus = min_t(unsigned int, num_online_cpus(), U8_MAX),
		.rss = pf->params.rss,
		.vmdq = pf->params.vmdq,
	};
	/* Parameters are within the limits of the chip */
	WARN_ON(vtc_poolplan_make(&pf->plan, &pf->gen->chip, &pf->wish));
}

/**
 * vtc_pools_set_vectors() - plan with the vectors that could be had
 * @pf: port; pf->msix says of which kind
 * @n: vectors
 *
 * Context: probe.
 */
void vtc_pools_set_vectors(struct vtc_pf *pf, unsigned int n)
{
	pf->wish.msix = pf->msix;
	pf->wish.vectors = n;
	if (vtc_poolplan_fit(&pf->gen->chip, &pf->wish))
		dev_warn(&pf->pdev->dev,
			 "stations need MSI-X, which is not available: VMDq is off\n");
	WARN_ON(vtc_poolplan_make(&pf->plan, &pf->gen->chip, &pf->wish));
	pf->wish.pairs = pf->plan.pairs;
}

static int vtc_pools_print_pf(const struct vtc_poolplan *plan, char *buf, int size)
{
	if (!plan->vt)
		return scnprintf(buf, size, "PF all (%u pairs)", plan->pairs);
	if (plan->pf_pool == VTC_L2SW_NO_POOL)
		return scnprintf(buf, size, "PF none");
	return scnprintf(buf, size, "PF %u (%u pairs)", plan->pf_pool,
			 plan->pairs);
}

static int vtc_pools_print_range(const char *what, unsigned int from,
				 unsigned int to, char *buf, int size)
{
	if (from == to)
		return scnprintf(buf, size, "%s %u", what, from);
	return scnprintf(buf, size, "%s %u..%u", what, from, to);
}

/* Which of the stations have two pairs */
static int vtc_pools_print_seconds(const struct vtc_poolplan *plan, char *buf,
				   int size)
{
	unsigned int i = 0;
	int n;

	while (i < plan->n_stations && vtc_poolplan_station_pairs(plan, i) > 1)
		i++;
	if (!i)
		return 0;
	if (i == plan->n_stations)
		return scnprintf(buf, size, " (2 pairs)");
	n = vtc_pools_print_range(" (2 pairs:", vtc_poolplan_station_pool(plan, 0),
				  vtc_poolplan_station_pool(plan, i - 1), buf,
				  size);
	return n + scnprintf(buf + n, size - n, ")");
}

static int vtc_pools_print_stations(const struct vtc_poolplan *plan, char *buf,
				    int size)
{
	unsigned int last = plan->n_stations - 1;
	int n;

	if (!plan->n_stations)
		return 0;
	n = vtc_pools_print_range(", stations",
				  vtc_poolplan_station_pool(plan, 0),
				  vtc_poolplan_station_pool(plan, last), buf,
				  size);
	return n + vtc_pools_print_seconds(plan, buf + n, size - n);
}

/**
 * vtc_pools_tell() - one line about who has what, and what is less than asked for
 * @pf: port
 *
 * Context: process.
 */
void vtc_pools_tell(struct vtc_pf *pf)
{
	const struct vtc_poolplan *plan = &pf->plan;
	unsigned int want = pf->wish.vmdq > 1 ? pf->wish.vmdq - 1 : 0;
	char buf[80];
	int n;

	n = vtc_pools_print_pf(plan, buf, sizeof(buf));
	n += vtc_pools_print_stations(plan, buf + n, sizeof(buf) - n);
	if (plan->n_vfs)
		vtc_pools_print_range(", VFs", 0, plan->n_vfs - 1, buf + n,
				      sizeof(buf) - n);
	netif_info(pf, drv, pf->netdev, "pools: %s; vectors %u\n", buf,
		   plan->vectors);
	if (plan->n_stations < want)
		netdev_warn(pf->netdev,
			    "VMDQ=%u asks for %u stations: %u fit beside %u VFs\n",
			    pf->wish.vmdq, want, plan->n_stations, plan->n_vfs);
}

/* Why VFs do not fit; @fit is what would */
static void vtc_pools_refuse_vfs(struct vtc_pf *pf, unsigned int n,
				 const struct vtc_poolplan_wish *fit, int why)
{
	struct device *dev = &pf->pdev->dev;

	if (!pf->gen->chip.max_vfs)
		dev_err(dev, "the %s has no VFs\n", pf->gen->name);
	else if (!pf->msix)
		dev_err(dev, "VFs need MSI-X, which is not available\n");
	else if (why == -EBUSY)
		dev_err(dev, "no pools for %u VFs: stations have them, %u VFs would fit\n",
			n, fit->n_vfs);
	else
		dev_err(dev, "no pools for %u VFs: %u would fit\n", n, fit->n_vfs);
}

/**
 * vtc_pools_plan_vfs() - what would be with so many VFs
 * @pf: port
 * @n: VFs
 * @plan: result
 *
 * Context: rtnl.
 * Return: 0; -EOPNOTSUPP, -ERANGE or -EBUSY: they do not fit, which is told
 * together with what would.
 */
int vtc_pools_plan_vfs(struct vtc_pf *pf, unsigned int n,
		       struct vtc_poolplan *plan)
{
	struct vtc_poolplan_wish wish = pf->wish;
	int err;

	ASSERT_RTNL();
	wish.n_vfs = n;
	err = vtc_poolplan_make(plan, &pf->gen->chip, &wish);
	if (!err)
		return 0;
	vtc_poolplan_fit(&pf->gen->chip, &wish);
	vtc_pools_refuse_vfs(pf, n, &wish, err);
	return err;
}

/**
 * vtc_pools_adopt() - a plan takes effect
 * @pf: port
 * @plan: from vtc_pools_plan_vfs()
 *
 * Context: rtnl and cfg_lock.
 */
void vtc_pools_adopt(struct vtc_pf *pf, const struct vtc_poolplan *plan)
{
	ASSERT_RTNL();
	vtc_cfglock_assert(&pf->cfg_lock);
	pf->wish.n_vfs = plan->n_vfs;
	pf->plan = *plan;
	pf->n_vfs = plan->n_vfs;
}

/**
 * vtc_pools_set_pairs() - another number of queue pairs of the PF is wished for
 * @pf: port
 * @pairs: pairs, at least one; in a mode with fewer there are fewer
 *
 * Context: rtnl.
 */
void vtc_pools_set_pairs(struct vtc_pf *pf, unsigned int pairs)
{
	ASSERT_RTNL();
	vtc_cfglock_take(&pf->cfg_lock);
	pf->wish.pairs = pairs;
	pf->plan.pairs = min_t(unsigned int, pairs, pf->plan.max_pairs);
	vtc_cfglock_give(&pf->cfg_lock);
}

/**
 * vtc_pools_station_add() - take a pool for a station
 * @pf: port
 *
 * Context: rtnl.
 * Return: number of the station, from 0; -ENOSPC: there is no pool for one
 * more.
 */
int vtc_pools_station_add(struct vtc_pf *pf)
{
	unsigned int i;

	ASSERT_RTNL();
	for (i = 0; i < pf->plan.n_stations; i++) {
		u8 pool = BIT(vtc_poolplan_station_pool(&pf->plan, i));

		if (pf->wish.busy & pool)
			continue;
		pf->wish.busy |= pool;
		return i;
	}
	return -ENOSPC;
}

/**
 * vtc_pools_station_del() - a station is gone, VFs may have its pool
 * @pf: port
 * @station: its number
 *
 * Context: rtnl.
 */
void vtc_pools_station_del(struct vtc_pf *pf, unsigned int station)
{
	ASSERT_RTNL();
	pf->wish.busy &= ~BIT(vtc_poolplan_station_pool(&pf->plan, station));
}
