// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs: vtc_pf/<PCI address>/pools, who has which pool now.
 *
 * Shows the plan, changes nothing, and nothing in the driver depends on it.
 */
#include <linux/debugfs.h>
#include <linux/rtnetlink.h>
#include <linux/seq_file.h>
#include "pf.h"

static struct dentry *vtc_debugfs_root;

static void vtc_debugfs_pf(struct seq_file *m, const struct vtc_poolplan *plan)
{
	seq_printf(m, "%-6u  PF  queue pairs %u of %u  vectors 1..%u\n",
		   plan->pf_pool, plan->pairs, plan->max_pairs,
		   plan->max_pairs);
}

static void vtc_debugfs_station(struct seq_file *m, const struct vtc_pf *pf,
				unsigned int station)
{
	unsigned int pool = vtc_poolplan_station_pool(&pf->plan, station);
	unsigned int queue = vtc_poolplan_station_queue(&pf->plan, station);
	const struct net_device *upper = pf->station[station].upper;

	seq_printf(m, "%-6u  station %u  %s  vector %u", pool, station,
		   upper ? netdev_name(upper) : "free",
		   vtc_poolplan_station_vector(&pf->plan, station, 0));
	if (vtc_poolplan_station_pairs(&pf->plan, station) == 1)
		seq_printf(m, "  queue %u\n", queue);
	else
		seq_printf(m, ", %u  queue %u, %u\n",
			   vtc_poolplan_station_vector(&pf->plan, station, 1),
			   queue, queue + 1);
}

/* Highest pool first, as they are given */
static int vtc_debugfs_pools_show(struct seq_file *m, void *unused)
{
	struct vtc_pf *pf = m->private;
	const struct vtc_poolplan *plan = &pf->plan;
	unsigned int i;

	rtnl_lock();
	seq_puts(m, "pool    of\n");
	if (!plan->vt)
		seq_printf(m, "none    PF  queue pairs %u of %u  vectors %u\n",
			   plan->pairs, plan->max_pairs, plan->vectors);
	else if (plan->pf_pool != VTC_L2SW_NO_POOL)
		vtc_debugfs_pf(m, plan);
	for (i = 0; i < plan->n_stations; i++)
		vtc_debugfs_station(m, pf, i);
	for (i = plan->n_vfs; i-- > 0;)
		seq_printf(m, "%-6u  VF %u\n", i, i);
	rtnl_unlock();
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(vtc_debugfs_pools);

/**
 * vtc_debugfs_add() - files of a port
 * @pf: port
 *
 * Context: probe.
 */
void vtc_debugfs_add(struct vtc_pf *pf)
{
	pf->debugfs = debugfs_create_dir(pci_name(pf->pdev), vtc_debugfs_root);
	debugfs_create_file("pools", 0444, pf->debugfs, pf,
			    &vtc_debugfs_pools_fops);
}

/**
 * vtc_debugfs_del() - undo vtc_debugfs_add()
 * @pf: port
 *
 * Context: remove; no rtnl.
 */
void vtc_debugfs_del(struct vtc_pf *pf)
{
	debugfs_remove_recursive(pf->debugfs);
}

/**
 * vtc_debugfs_init() - the driver's folder
 *
 * Context: module init.
 */
void vtc_debugfs_init(void)
{
	vtc_debugfs_root = debugfs_create_dir(VTC_PF_DRV_NAME, NULL);
}

/**
 * vtc_debugfs_exit() - undo vtc_debugfs_init()
 *
 * Context: module exit.
 */
void vtc_debugfs_exit(void)
{
	debugfs_remove_recursive(vtc_debugfs_root);
}
