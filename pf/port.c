// SPDX-License-Identifier: GPL-2.0-only
/*
 * The port as a whole: who needs it alive, and the PF's own datapath.
 *
 * Link, receiver and switch live while the PF's netdev is up or any VF exists
 * (port_users counts them); the PF's rings only while its netdev is up.
 */
#include <linux/errno.h>
#include <linux/rtnetlink.h>
#include "mac.h"
#include "pf.h"

/* Receiver on or off, through the one road that writes RCTL */
static void vtc_port_set_rx(struct vtc_pf *pf, bool on)
{
	vtc_cfglock_take(&pf->cfg_lock);
	pf->rx_on = on;
	if (vtc_config_apply(pf))
		netdev_err(pf->netdev, "the switch does not take its own setting\n");
	vtc_cfglock_give(&pf->cfg_lock);
}

/**
 * vtc_port_get() - one more needs the port alive
 * @pf: port
 *
 * Context: rtnl.
 */
void vtc_port_get(struct vtc_pf *pf)
{
	ASSERT_RTNL();
	if (pf->port_users++)
		return;
	vtc_port_resume(pf);
	vtc_link_start(&pf->link);
	queue_delayed_work(pf->wq, &pf->service, 0);
}

/**
 * vtc_port_put() - one less needs the port alive
 * @pf: port
 *
 * Context: rtnl.
 */
void vtc_port_put(struct vtc_pf *pf)
{
	ASSERT_RTNL();
	if (--pf->port_users)
		return;
	cancel_delayed_work_sync(&pf->service);
	vtc_link_stop(&pf->link);
	vtc_port_set_rx(pf, false);
	vtc_mac_set_tx(&pf->hw, false);
}

/**
 * vtc_port_resume() - transmitter and receiver on
 * @pf: port
 *
 * Context: rtnl.
 */
void vtc_port_resume(struct vtc_pf *pf)
{
	vtc_mac_set_tx(&pf->hw, true);
	vtc_port_set_rx(pf, true);
}

/**
 * vtc_port_pairs() - queue pairs the PF shall have
 * @pf: port
 *
 * Context: rtnl.
 * Return: pairs; one while it has no pool, for tables that need a size.
 */
unsigned int vtc_port_pairs(const struct vtc_pf *pf)
{
	return max_t(unsigned int, pf->plan.pairs, 1);
}

/**
 * vtc_port_map_queue() - a pair of a datapath gets a hardware queue
 * @pf: port
 * @dp: datapath, the PF's or a station's
 * @i: pair, its vector masked
 * @q: hardware queue
 *
 * Context: rtnl.
 */
void vtc_port_map_queue(struct vtc_pf *pf, struct vtc_dp *dp, unsigned int i,
			unsigned int q)
{
	const struct vtc_gen *gen = pf->gen;

	dp->rx_reg[i] = gen->rx_ring(q);
	dp->tx_reg[i] = gen->tx_ring(q);
	dp->tx_context[i] = gen->tx_context(q);
	vtc_irq_route(pf, dp->qv[i], q);
}

/* Hardware queues of the PF: plain ones, or those of its pool */
static void vtc_port_map_queues(struct vtc_pf *pf, unsigned int n)
{
	u8 pool = vtc_config_pf_pool(pf);
	unsigned int i;

	for (i = 0; i < n; i++)
		vtc_port_map_queue(pf, &pf->dp, i, pf->plan.vt ?
				   pf->gen->queue(pool, i) : i);
	pf->dp.drop_en = pf->plan.vt || n > 1;
	vtc_irq_setup(pf);
}

/**
 * vtc_port_write_rss() - indirection table and key to the chip
 * @pf: port
 *
 * Context: rtnl.
 */
void vtc_port_write_rss(struct vtc_pf *pf)
{
	unsigned int n = pf->dp.rings ? pf->dp.rings->n : vtc_port_pairs(pf);

	if (!pf->reta_user || !vtc_rss_fits(pf->reta, n)) {
		vtc_rss_fill(pf->reta, n);
		pf->reta_user = false;
	}
	vtc_mac_write_rss(&pf->hw, pf->reta, pf->plan.vt ?
			  pf->gen->pool_rss_shift : pf->gen->rss_shift,
			  pf->rss_key);
}

static void vtc_port_start_rings(struct vtc_pf *pf, struct vtc_ringset *set)
{
	vtc_port_map_queues(pf, set->n);
	vtc_dp_start(&pf->dp, set);
	vtc_port_write_rss(pf);
	vtc_cfglock_take(&pf->cfg_lock);
	pf->asked.active = true;
	vtc_config_apply(pf);
	vtc_cfglock_give(&pf->cfg_lock);
	vtc_irq_arm_queues(pf, &pf->dp, set->n);
	vtc_dp_look(&pf->dp);
	/* What has been waiting in qdiscs meanwhile goes out now */
	netif_tx_wake_all_queues(pf->netdev);
	vtc_vmdq_up(pf);
}

static struct vtc_ringset *vtc_port_stop_rings(struct vtc_pf *pf)
{
	unsigned int n = pf->dp.rings->n;

	netif_tx_disable(pf->netdev);
	vtc_cfglock_take(&pf->cfg_lock);
	pf->asked.active = false;
	vtc_config_apply(pf);
	vtc_cfglock_give(&pf->cfg_lock);
	vtc_irq_mask_queues(pf, &pf->dp, n);
	return vtc_dp_stop(&pf->dp);
}

/* Carrier shows the port's link; "dormant" that there is nobody to talk to */
static int vtc_port_up_control_only(struct vtc_pf *pf)
{
	netif_dormant_on(pf->netdev);
	netif_tx_start_all_queues(pf->netdev);
	return 0;
}

static void vtc_port_down_control_only(struct vtc_pf *pf)
{
	netif_tx_disable(pf->netdev);
	netif_dormant_off(pf->netdev);
}

/**
 * vtc_port_is_up() - is the PF's datapath on
 * @pf: port
 *
 * Context: rtnl.
 * Return: true if so, even if it has none because all pools are VFs'.
 */
bool vtc_port_is_up(const struct vtc_pf *pf)
{
	return pf->dp.rings || netif_dormant(pf->netdev);
}

/**
 * vtc_port_detach() - queues will be stopped for a while
 * @pf: port
 *
 * On a machine that is slow enough the stack would take a reset or a change of
 * mode for a queue that hangs, and have the port reset.
 *
 * Context: rtnl.
 * Return: true if vtc_port_attach() has to follow, false if the netdev is
 * detached already.
 */
bool vtc_port_detach(struct vtc_pf *pf)
{
	ASSERT_RTNL();
	if (!netif_device_present(pf->netdev))
		return false;
	netif_device_detach(pf->netdev);
	return true;
}

/**
 * vtc_port_attach() - undo vtc_port_detach()
 * @pf: port
 *
 * Context: rtnl.
 */
void vtc_port_attach(struct vtc_pf *pf)
{
	ASSERT_RTNL();
	netif_device_attach(pf->netdev);
	/* Address lists that changed meanwhile were not told to us */
	queue_work(pf->wq, &pf->rx_mode_work);
}

/**
 * vtc_port_up() - the PF's datapath on
 * @pf: port
 *
 * Without a pool of its own the PF has none: then what the host sends is
 * dropped.
 *
 * Context: rtnl.
 * Return: 0 or a negative errno, with nothing left behind.
 */
int vtc_port_up(struct vtc_pf *pf)
{
	unsigned int n = vtc_port_pairs(pf);
	struct vtc_ringset *set;
	int err;

	ASSERT_RTNL();
	if (vtc_config_pf_pool(pf) == VTC_L2SW_NO_POOL)
		return vtc_port_up_control_only(pf);
	set = vtc_dp_alloc(&pf->dp, n, pf->dp.rx_size, pf->dp.tx_size);
	if (IS_ERR(set))
		return PTR_ERR(set);
	err = vtc_irq_request_queues(pf, &pf->dp, 0, n);
	if (err)
		goto free_set;
	err = vtc_vmdq_set_pairs(pf, n);
	if (err)
		goto free_irqs;
	vtc_port_start_rings(pf, set);
	return 0;

free_irqs:
	vtc_irq_free_queues(pf, &pf->dp, 0, n);
free_set:
	vtc_dp_free(set);
	return err;
}

/**
 * vtc_port_down() - the PF's datapath off
 * @pf: port; one that is down already is fine
 *
 * Context: rtnl.
 */
void vtc_port_down(struct vtc_pf *pf)
{
	struct vtc_ringset *set;

	ASSERT_RTNL();
	if (!vtc_port_is_up(pf))
		return;
	if (!pf->dp.rings) {
		vtc_port_down_control_only(pf);
		return;
	}
	vtc_vmdq_down(pf);
	set = vtc_port_stop_rings(pf);
	vtc_irq_free_queues(pf, &pf->dp, 0, set->n);
	vtc_dp_free(set);
}

/**
 * vtc_port_switch_rings() - other sizes or another number of rings
 * @pf: port
 * @pairs: queue pairs wished for
 * @rx_size: receive descriptors
 * @tx_size: transmit descriptors
 *
 * The new memory is there before the old rings stop, so that a refusal costs
 * nothing.
 *
 * Context: rtnl.
 * Return: 0, or a negative errno with the old rings running.
 */
int vtc_port_switch_rings(struct vtc_pf *pf, unsigned int pairs, u32 rx_size,
			  u32 tx_size)
{
	unsigned int n = min_t(unsigned int, pairs, pf->plan.max_pairs);
	struct vtc_ringset *set, *old = pf->dp.rings;
	int err;

	ASSERT_RTNL();
	if (!old)
		goto store;
	set = vtc_dp_alloc(&pf->dp, n, rx_size, tx_size);
	if (IS_ERR(set))
		return PTR_ERR(set);
	err = vtc_irq_request_queues(pf, &pf->dp, old->n, n);
	if (err)
		goto free_set;
	netif_tx_disable(pf->netdev);
	err = vtc_vmdq_set_pairs(pf, n);
	if (err)
		goto free_irqs;

	old = vtc_port_stop_rings(pf);
	vtc_irq_free_queues(pf, &pf->dp, n, old->n);
	vtc_dp_free(old);
	vtc_port_start_rings(pf, set);
store:
	vtc_pools_set_pairs(pf, pairs);
	pf->dp.rx_size = rx_size;
	pf->dp.tx_size = tx_size;
	vtc_vmdq_resize(pf);
	return 0;

free_irqs:
	netif_tx_wake_all_queues(pf->netdev);
	vtc_irq_free_queues(pf, &pf->dp, old->n, n);
free_set:
	vtc_dp_free(set);
	return err;
}
