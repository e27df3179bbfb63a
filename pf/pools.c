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
 * @pf: port
 * @want: its parameters
 *
 * VFs are not in it yet: they come when the port is there.
 *
 * Context: probe.
 */
void vtc_pools_init(struct vtc_pf *pf, const struct vtc_params *want)
{
	pf->wish = (struct vtc_poolplan_wish){
		.msix = true,
		.cpus = min_t(unsigned int, num_online_cpus(), U8_MAX),
		.rss = want->rss,
		.vmdq = want->vmdq,
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
