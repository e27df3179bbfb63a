// SPDX-License-Identifier: GPL-2.0-only
/*
 * The VF's datapath: on, off, other sizes.
 *
 * There are rings while the netdev is up and the PF knows this VF, or did until
 * the reset that is going on (reset.c).  Whenever there are none, the transmit
 * queues are stopped.
 */
#include <linux/errno.h>
#include <linux/rtnetlink.h>
#include "vf.h"

static void vtc_rings_start(struct vtc_vf *vf, struct vtc_ringset *set)
{
	vtc_dp_start(&vf->dp, set);
	vtc_irq_arm_queues(vf, set->n);
	vtc_dp_look(&vf->dp);
	netif_tx_wake_all_queues(vf->netdev);
	vtc_carrier_allow(vf, true);
}

static struct vtc_ringset *vtc_rings_stop(struct vtc_vf *vf)
{
	vtc_carrier_allow(vf, false);
	netif_tx_disable(vf->netdev);
	vtc_irq_mask_queues(vf, vf->dp.rings->n);
	return vtc_dp_stop(&vf->dp);
}

/**
 * vtc_rings_up() - the datapath on
 * @vf: VF, its PF knows it
 *
 * Context: rtnl.
 * Return: 0 or a negative errno, with nothing left behind.
 */
int vtc_rings_up(struct vtc_vf *vf)
{
	unsigned int n = vf->pairs;
	struct vtc_ringset *set;
	int err;

	ASSERT_RTNL();
	set = vtc_dp_alloc(&vf->dp, n, vf->dp.rx_size, vf->dp.tx_size);
	if (IS_ERR(set))
		return PTR_ERR(set);
	err = vtc_irq_request_queues(vf, 0, n);
	if (err)
		goto free_set;
	err = netif_set_real_num_queues(vf->netdev, n, n);
	if (err)
		goto free_irqs;
	vtc_rings_start(vf, set);
	return 0;

free_irqs:
	vtc_irq_free_queues(vf, 0, n);
free_set:
	vtc_dp_free(set);
	return err;
}

/**
 * vtc_rings_down() - the datapath off
 * @vf: VF; one whose rings do not run is fine
 *
 * Needs no answer of the PF, and every wait for the hardware is bounded.
 *
 * Context: rtnl.
 */
void vtc_rings_down(struct vtc_vf *vf)
{
	struct vtc_ringset *set;

	ASSERT_RTNL();
	if (!vf->dp.rings)
		return;
	set = vtc_rings_stop(vf);
	vtc_irq_free_queues(vf, 0, set->n);
	vtc_dp_free(set);
}

/* Exchange the running rings; on failure they run on */
static int vtc_rings_replace(struct vtc_vf *vf, struct vtc_ringset *set)
{
	struct vtc_ringset *old = vf->dp.rings;
	unsigned int n = set->n;
	int err;

	err = vtc_irq_request_queues(vf, old->n, n);
	if (err)
		return err;
	netif_tx_disable(vf->netdev);
	err = netif_set_real_num_queues(vf->netdev, n, n);
	if (err) {
		netif_tx_wake_all_queues(vf->netdev);
		vtc_irq_free_queues(vf, old->n, n);
		return err;
	}
	old = vtc_rings_stop(vf);
	vtc_irq_free_queues(vf, n, old->n);
	vtc_dp_free(old);
	vtc_rings_start(vf, set);
	return 0;
}

/**
 * vtc_rings_switch() - other sizes or another number of rings
 * @vf: VF
 * @pairs: queue pairs
 * @rx_size: receive descriptors
 * @tx_size: transmit descriptors
 *
 * The new memory is there before the old rings stop, so that a refusal costs
 * nothing.
 *
 * Context: rtnl.
 * Return: 0, or a negative errno with the old rings running.
 */
int vtc_rings_switch(struct vtc_vf *vf, unsigned int pairs, u32 rx_size,
		     u32 tx_size)
{
	struct vtc_ringset *set;
	int err;

	ASSERT_RTNL();
	if (vf->dp.rings) {
		set = vtc_dp_alloc(&vf->dp, pairs, rx_size, tx_size);
		if (IS_ERR(set))
			return PTR_ERR(set);
		vtc_irq_share_mail(vf, max_t(unsigned int, pairs, vf->pairs));
		err = vtc_rings_replace(vf, set);
		if (err) {
			vtc_irq_share_mail(vf, vf->pairs);
			vtc_dp_free(set);
			return err;
		}
	}
	vf->pairs = pairs;
	vf->dp.rx_size = rx_size;
	vf->dp.tx_size = tx_size;
	vtc_irq_share_mail(vf, pairs);
	vtc_irq_arm_mail(vf);
	return 0;
}
