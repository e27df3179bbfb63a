// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the user of the VF wants from the PF.
 *
 * Owns the wishes (address, VLANs, MTU; lists.c has the address lists) and
 * telling them: when they change, all of them again after each handshake, and
 * what was refused again when the PF has news.  A wish made while the PF is away
 * is kept; a refused one is reported to whoever can be told and changes nothing.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>
#include "vf.h"

/*
 * For each message that a telling of the address lists took: less than our PF's
 * budget for a VF, and a list of 256 groups is soon told none the less
 */
#define VTC_WISH_LISTS_GAP	(HZ / 50)
#define VTC_WISH_LISTS_GAP_MAX	(HZ / 2)
/* Between two askings again, however much news there is */
#define VTC_WISH_RETRY_GAP	HZ

/* What a PF does to us may not fill the log */
static bool vtc_wish_may_log(const struct vtc_vf *vf)
{
	return netif_msg_drv(vf) && net_ratelimit();
}

/* A refusal is told once, and again when there are more or fewer of it */
static void vtc_wish_note(struct vtc_vf *vf, u16 *noted, unsigned int refused,
			  const char *what)
{
	if (refused && refused != *noted && vtc_wish_may_log(vf))
		netdev_warn(vf->netdev, "the PF refuses %u of the %s\n", refused,
			    what);
	*noted = refused;
}

/* Own address */

/* The PF's address becomes the netdev's, and everybody gets to know */
static void vtc_wish_adopt(struct vtc_vf *vf, const u8 *addr)
{
	struct net_device *netdev = vf->netdev;

	ASSERT_RTNL();
	vf->wish.own_mac = false;
	netdev->addr_assign_type = NET_ADDR_PERM;
	/* Others know the netdev by it: net_failover never lets go of one with another */
	if (netdev->reg_state != NETREG_REGISTERED ||
	    is_zero_ether_addr(netdev->perm_addr))
		ether_addr_copy(netdev->perm_addr, addr);
	if (ether_addr_equal(netdev->dev_addr, addr))
		return;
	eth_hw_addr_set(netdev, addr);
	if (netdev->reg_state != NETREG_REGISTERED)
		return;
	netdev_info(netdev, "address is now %pM, given by the PF\n", addr);
	call_netdevice_notifiers(NETDEV_CHANGEADDR, netdev);
}

static int vtc_wish_replay_mac(struct vtc_vf *vf, const struct vtc_msg_reset *reset)
{
	const u8 *own = vf->netdev->dev_addr;
	int err;

	ether_addr_copy(vf->wish.pf_mac, reset->mac);
	if (reset->has_mac && !vf->wish.own_mac)
		vtc_wish_adopt(vf, reset->mac);
	if (ether_addr_equal(own, reset->mac))
		return 0;
	err = vtc_pfreq_set_mac(vf, own);
	if (err != -EPERM)
		return err;
	if (vtc_wish_may_log(vf))
		netdev_warn(vf->netdev, "the PF does not accept the address %pM\n",
			    own);
	if (reset->has_mac)
		vtc_wish_adopt(vf, reset->mac);
	return 0;
}

/**
 * vtc_wish_set_mac() - the user wants another address
 * @vf: VF
 * @addr: valid unicast address
 *
 * Context: rtnl.
 * Return: 0, or -EADDRNOTAVAIL: the PF refuses, nothing has changed.
 */
int vtc_wish_set_mac(struct vtc_vf *vf, const u8 *addr)
{
	int err = vtc_pfreq_set_mac(vf, addr);

	if (err == -ENOTCONN && vtc_reset_await(vf))
		err = vtc_pfreq_set_mac(vf, addr);
	if (err == -EPERM)
		return -EADDRNOTAVAIL;
	vf->wish.own_mac = !ether_addr_equal(addr, vf->wish.pf_mac);
	eth_hw_addr_set(vf->netdev, addr);
	return 0;
}

/* VLANs */

/**
 * vtc_wish_add_vlan() - the user wants to be in a VLAN
 * @vf: VF
 * @vid: VLAN
 *
 * Every VF is in VLAN 0 (tagged for priority only) without asking.
 *
 * Context: rtnl.
 * Return: 0, or -EACCES: the PF refuses.
 */
int vtc_wish_add_vlan(struct vtc_vf *vf, u16 vid)
{
	int err = vid ? vtc_pfreq_set_vlan(vf, vid, true) : 0;

	if (err == -ENOTCONN && vtc_reset_await(vf))
		err = vtc_pfreq_set_vlan(vf, vid, true);
	if (err == -EPERM)
		return -EACCES;
	set_bit(vid, vf->wish.vlans);
	if (!err)
		set_bit(vid, vf->wish.granted);
	return 0;
}

/**
 * vtc_wish_del_vlan() - the user leaves a VLAN
 * @vf: VF
 * @vid: VLAN
 *
 * Context: rtnl.
 */
void vtc_wish_del_vlan(struct vtc_vf *vf, u16 vid)
{
	bool granted = test_and_clear_bit(vid, vf->wish.granted);

	clear_bit(vid, vf->wish.vlans);
	if (vid && granted)
		vtc_pfreq_set_vlan(vf, vid, false);
}

/* Those that the PF has not granted yet */
static int vtc_wish_tell_vlans(struct vtc_vf *vf)
{
	struct vtc_wish *wish = &vf->wish;
	unsigned int refused = 0;
	unsigned int vid;

	for_each_set_bit(vid, wish->vlans, VLAN_N_VID) {
		int err = 0;

		if (vid && !test_bit(vid, wish->granted))
			err = vtc_pfreq_set_vlan(vf, vid, true);
		if (err && err != -EPERM)
			return err;
		if (err)
			refused++;
		else
			set_bit(vid, wish->granted);
	}
	vtc_wish_note(vf, &wish->vlans_noted, refused, "VLANs");
	return 0;
}

static int vtc_wish_replay_vlans(struct vtc_vf *vf)
{
	bitmap_zero(vf->wish.granted, VLAN_N_VID);
	return vtc_wish_tell_vlans(vf);
}

/* MTU */

/* With room for a tag: a PF of others adds none */
static int vtc_wish_tell_mtu(struct vtc_vf *vf, int mtu)
{
	return vtc_pfreq_set_max_frame(vf, mtu + ETH_HLEN + VLAN_HLEN +
					   ETH_FCS_LEN);
}

/**
 * vtc_wish_set_mtu() - the user wants to receive longer frames
 * @vf: VF
 * @mtu: MTU
 *
 * Context: rtnl.
 * Return: 0, or -EACCES: the PF refuses, nothing has changed.
 */
int vtc_wish_set_mtu(struct vtc_vf *vf, int mtu)
{
	int err = vtc_wish_tell_mtu(vf, mtu);

	if (err == -ENOTCONN && vtc_reset_await(vf))
		err = vtc_wish_tell_mtu(vf, mtu);
	if (err == -EPERM)
		return -EACCES;
	WRITE_ONCE(vf->netdev->mtu, mtu);
	return 0;
}

static int vtc_wish_replay_mtu(struct vtc_vf *vf)
{
	int err = vtc_wish_tell_mtu(vf, vf->netdev->mtu);

	if (err != -EPERM)
		return err;
	if (vtc_wish_may_log(vf))
		netdev_warn(vf->netdev, "the PF does not accept the MTU of %u\n",
			    vf->netdev->mtu);
	return 0;
}

/* Address lists */

static void vtc_wish_note_lists(struct vtc_vf *vf)
{
	static const char * const names[VTC_LISTS_KINDS] = {
		[VTC_LISTS_UC] = "further addresses",
		[VTC_LISTS_MC] = "multicast groups",
		[VTC_LISTS_PROMISC] = "promiscuous modes",
	};
	unsigned int kind;

	for (kind = 0; kind < VTC_LISTS_KINDS; kind++)
		vtc_wish_note(vf, &vf->wish.lists_noted[kind],
			      vf->lists.refused[kind], names[kind]);
}

static void vtc_wish_rx_mode_work(struct work_struct *work)
{
	struct vtc_vf *vf = container_of(to_delayed_work(work), struct vtc_vf,
					 rx_mode);
	u32 before = READ_ONCE(vf->pf.requests);
	u32 gap;

	if (!vtc_lists_tell(vf))
		vtc_wish_note_lists(vf);
	gap = (READ_ONCE(vf->pf.requests) - before) * VTC_WISH_LISTS_GAP;
	gap = clamp_t(u32, gap, VTC_WISH_LISTS_GAP, VTC_WISH_LISTS_GAP_MAX);
	WRITE_ONCE(vf->wish.lists_next, jiffies + gap);
}

/**
 * vtc_wish_lists_changed() - the netdev's address lists are others now
 * @vf: VF
 *
 * They are told soon.  Many changes in a row, as when an interface comes up with
 * its groups or a program leaves hundreds of them, are told together: a PF
 * listens to a VF only so often.
 *
 * Context: any.
 */
void vtc_wish_lists_changed(struct vtc_vf *vf)
{
	unsigned long at = READ_ONCE(vf->wish.lists_next);
	unsigned long now = jiffies;
	bool wait = time_in_range(at, now, now + VTC_WISH_LISTS_GAP_MAX);

	if (!READ_ONCE(vf->state))
		queue_delayed_work(vf->wq, &vf->rx_mode, wait ? at - now : 0);
}

/* Refusals */

static int vtc_wish_retry_vlans(struct vtc_vf *vf)
{
	int err;

	if (!vf->wish.vlans_noted)
		return 0;
	/* Who holds it may wait for a reset, whose work comes after this one */
	if (!rtnl_trylock())
		return -EAGAIN;
	err = vtc_wish_tell_vlans(vf);
	rtnl_unlock();
	return err;
}

/**
 * vtc_wish_retry() - ask again for what the PF refused, if it has had news
 * @vf: VF
 *
 * A PF tells its VFs of what the administrator changes.  What it was is not
 * said, so each time may be the one.
 *
 * Context: ordered workqueue, without rtnl.
 * Return: false: there was no time for it, come back.
 */
bool vtc_wish_retry(struct vtc_vf *vf)
{
	struct vtc_wish *wish = &vf->wish;
	int err;

	if (!READ_ONCE(vf->pf.changed) ||
	    vf->netdev->reg_state != NETREG_REGISTERED)
		return true;
	if (time_before(jiffies, wish->retried_at + VTC_WISH_RETRY_GAP))
		return false;
	WRITE_ONCE(vf->pf.changed, false);
	wish->retried_at = jiffies;
	err = vtc_wish_retry_vlans(vf);
	if (err == -EAGAIN) {
		WRITE_ONCE(vf->pf.changed, true);
		return false;
	}
	if (!err)
		err = vtc_lists_retry(vf);
	if (!err)
		vtc_wish_note_lists(vf);
	return true;
}

/**
 * vtc_wish_init() - nothing is wished for yet
 * @vf: VF
 *
 * Context: probe.
 */
void vtc_wish_init(struct vtc_vf *vf)
{
	INIT_DELAYED_WORK(&vf->rx_mode, vtc_wish_rx_mode_work);
	vf->wish.lists_next = jiffies;
	vf->wish.retried_at = jiffies - VTC_WISH_RETRY_GAP;
	vtc_lists_init(vf);
	vf->dp.vlans = vf->wish.granted;
}

/**
 * vtc_wish_replay() - tell a PF that knows nothing yet all wishes
 * @vf: VF; its rings are stopped
 * @reset: what the PF said in the handshake
 *
 * Context: rtnl; ordered workqueue or probe.
 * Return: 0, or -ENOTCONN: the PF has gone again.
 */
int vtc_wish_replay(struct vtc_vf *vf, const struct vtc_msg_reset *reset)
{
	int err;

	err = vtc_wish_replay_mac(vf, reset);
	if (!err)
		err = vtc_wish_replay_mtu(vf);
	if (!err)
		err = vtc_wish_replay_vlans(vf);
	if (!err)
		err = vtc_lists_replay(vf);
	if (!err)
		vtc_wish_note_lists(vf);
	return err;
}
