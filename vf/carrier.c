// SPDX-License-Identifier: GPL-2.0-only
/*
 * The carrier of the netdev.
 *
 * Owns the one decision whether it is on: frames can flow at this end, the PF
 * knows this VF, and the port has link, unless the PF's policy overrides that.
 */
#include <linux/netdevice.h>
#include "vf.h"

static bool vtc_carrier_policy(struct vtc_vf *vf, const struct vtc_gen_link *port)
{
	switch (READ_ONCE(vf->pf.link)) {
	case VTC_LINK_ENABLE:
		return true;
	case VTC_LINK_DISABLE:
		return false;
	default:
		return port->up;
	}
}

/* Returns whether the carrier has changed */
static bool vtc_carrier_set(struct vtc_vf *vf, bool on)
{
	if (on == netif_carrier_ok(vf->netdev))
		return false;
	if (on)
		netif_carrier_on(vf->netdev);
	else
		netif_carrier_off(vf->netdev);
	return true;
}

static void vtc_carrier_tell(struct vtc_vf *vf, bool on,
			     const struct vtc_gen_link *port)
{
	if (!netif_msg_link(vf) || !net_ratelimit())
		return;
	if (!on)
		netdev_info(vf->netdev, "link is down\n");
	else if (!port->up)
		netdev_info(vf->netdev, "link is up by the PF's order\n");
	else
		netdev_info(vf->netdev, "link is up, %u Mbit/s, %s duplex\n",
			    port->speed, port->full ? "full" : "half");
}

/* Frames that the chip was given before the link went, and has still */
static bool vtc_carrier_left_over(const struct vtc_vf *vf)
{
	const struct vtc_ringset *set = vf->dp.rings;
	bool some = false;
	unsigned int i;

	for (i = 0; set && i < set->n; i++)
		some |= !vtc_tx_is_through(&set->tx[i]);
	return some;
}

/* Returns whether it went on and found frames of before */
static bool vtc_carrier_decide(struct vtc_vf *vf)
{
	struct vtc_gen_link port = {};
	bool on, changed, stale;

	spin_lock_bh(&vf->carrier_lock);
	on = vf->rings_up && READ_ONCE(vf->pf.cts);
	if (on) {
		vf->gen->link(&vf->hw, &port);
		on = vtc_carrier_policy(vf, &port);
	}
	/* Before the stack may send again */
	stale = on && !netif_carrier_ok(vf->netdev) && vtc_carrier_left_over(vf);
	changed = vtc_carrier_set(vf, on);
	spin_unlock_bh(&vf->carrier_lock);
	if (changed)
		vtc_carrier_tell(vf, on, &port);
	return stale;
}

/**
 * vtc_carrier_update() - bring the carrier in line with what is known
 * @vf: VF
 *
 * Frames that lay in the rings while there was no link are old by now, and in
 * an emulated chip would lie there on: a reset takes them away.
 *
 * Context: any but hard interrupt.
 */
void vtc_carrier_update(struct vtc_vf *vf)
{
	if (vtc_carrier_decide(vf))
		vtc_reset_stuck(vf);
}

/**
 * vtc_carrier_allow() - frames can flow at this end, or no longer
 * @vf: VF
 * @on: they can
 *
 * Context: any but hard interrupt.
 */
void vtc_carrier_allow(struct vtc_vf *vf, bool on)
{
	spin_lock_bh(&vf->carrier_lock);
	vf->rings_up = on;
	spin_unlock_bh(&vf->carrier_lock);
	/* Rings that have just been started may have frames already */
	vtc_carrier_decide(vf);
}
