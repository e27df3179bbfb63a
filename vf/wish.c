// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the user of the VF wants from the PF.
 *
 * Owns the wishes (address, VLANs, MTU, address lists, promiscuity) and telling
 * them: when they change, and all of them again after each handshake.  A wish
 * made while the PF is away is kept; a refused one is reported to whoever can
 * be told and changes nothing.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include "vf.h"

/* What a PF does to us may not fill the log */
static bool vtc_wish_may_log(const struct vtc_vf *vf)
{
	return netif_msg_drv(vf) && net_ratelimit();
}

/* Own address */

/* The PF's address becomes the netdev's, and everybody gets to know */
static void vtc_wish_adopt(struct vtc_vf *vf, const u8 *addr)
{
	struct net_device *netdev = vf->netdev;

	ASSERT_RTNL();
	vf->wish.own_mac = false;
	netdev->addr_assign_type = NET_ADDR_PERM;
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

static int vtc_wish_replay_vlans(struct vtc_vf *vf)
{
	struct vtc_wish *wish = &vf->wish;
	unsigned int refused = 0;
	unsigned int vid;

	bitmap_zero(wish->granted, VLAN_N_VID);
	for_each_set_bit(vid, wish->vlans, VLAN_N_VID) {
		int err = vid ? vtc_pfreq_set_vlan(vf, vid, true) : 0;

		if (err && err != -EPERM)
			return err;
		if (err)
			refused++;
		else
			set_bit(vid, wish->granted);
	}
	if (refused && vtc_wish_may_log(vf))
		netdev_warn(vf->netdev, "the PF refuses %u of the VLANs\n",
			    refused);
	return 0;
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

static void vtc_wish_read_uc(struct net_device *netdev, struct vtc_wish_lists *l)
{
	struct netdev_hw_addr *ha;

	netdev_for_each_uc_addr(ha, netdev) {
		if (l->n_uc == VTC_WISH_UC_MAX) {
			l->uc_more = true;
			return;
		}
		ether_addr_copy(l->uc[l->n_uc++], ha->addr);
	}
}

static void vtc_wish_read_mc(struct net_device *netdev, struct vtc_wish_lists *l)
{
	struct netdev_hw_addr *ha;

	netdev_for_each_mc_addr(ha, netdev) {
		if (l->n_mc == VTC_MBX_MC_MAX) {
			l->mc_more = true;
			return;
		}
		l->mc[l->n_mc++] = vtc_msg_mc_hash(ha->addr);
	}
}

static void vtc_wish_read_lists(struct net_device *netdev,
				struct vtc_wish_lists *l)
{
	memset(l, 0, sizeof(*l));
	netif_addr_lock_bh(netdev);
	vtc_wish_read_uc(netdev, l);
	vtc_wish_read_mc(netdev, l);
	l->promisc = netdev->flags & IFF_PROMISC;
	l->allmulti = netdev->flags & (IFF_PROMISC | IFF_ALLMULTI);
	netif_addr_unlock_bh(netdev);
}

static bool vtc_wish_same_uc(const struct vtc_wish_lists *a,
			     const struct vtc_wish_lists *b)
{
	return a->n_uc == b->n_uc && a->uc_more == b->uc_more &&
	       !memcmp(a->uc, b->uc, sizeof(a->uc));
}

static bool vtc_wish_same_mc(const struct vtc_wish_lists *a,
			     const struct vtc_wish_lists *b)
{
	return a->n_mc == b->n_mc && a->mc_more == b->mc_more &&
	       !memcmp(a->mc, b->mc, sizeof(a->mc));
}

/* Returns how many were refused, or a negative errno */
static int vtc_wish_add_uc(struct vtc_vf *vf, const struct vtc_wish_lists *l)
{
	unsigned int refused = l->uc_more;
	unsigned int i;

	for (i = 0; i < l->n_uc; i++) {
		int err = vtc_pfreq_add_addr(vf, l->uc[i]);

		if (err && err != -EPERM)
			return err;
		if (err)
			refused++;
		else
			vf->wish.uc_there = true;
	}
	return refused;
}

/* The protocol knows "forget all" and "one more", not "one less" */
static int vtc_wish_tell_uc(struct vtc_vf *vf, const struct vtc_wish_lists *l)
{
	int err;

	if (vf->wish.uc_told && vtc_wish_same_uc(l, &vf->wish.told))
		return 0;
	if (!l->n_uc && !vf->wish.uc_there)
		return 0;
	err = vtc_pfreq_clear_addrs(vf, vf->netdev->dev_addr);
	if (!err) {
		vf->wish.uc_there = false;
		err = vtc_wish_add_uc(vf, l);
	} else if (err == -EPERM) {
		/* Who may not clear may not add */
		err = l->n_uc;
	}
	if (err > 0 && vtc_wish_may_log(vf))
		netdev_warn(vf->netdev, "the PF refuses %d further addresses\n",
			    err);
	return min(err, 0);
}

static int vtc_wish_tell_mc(struct vtc_vf *vf, const struct vtc_wish_lists *l)
{
	int err;

	if (vf->wish.mc_told && vtc_wish_same_mc(l, &vf->wish.told))
		return 0;
	err = vtc_pfreq_set_mc(vf, l->mc, l->n_mc, l->mc_more);
	if (err != -EPERM)
		return err;
	if (vtc_wish_may_log(vf))
		netdev_warn(vf->netdev, "the PF refuses the multicast groups\n");
	return 0;
}

static int vtc_wish_tell_promisc(struct vtc_vf *vf, const struct vtc_wish_lists *l)
{
	const struct vtc_wish_lists *told = &vf->wish.told;
	int err;

	if (l->promisc == told->promisc && l->allmulti == told->allmulti)
		return 0;
	err = vtc_pfreq_set_promisc(vf, l->promisc, l->allmulti);
	/* Part of it is better than nothing */
	if (err == -EPERM && l->promisc)
		err = vtc_pfreq_set_promisc(vf, false, true);
	if (err != -EPERM)
		return err;
	if (vtc_wish_may_log(vf))
		netdev_warn(vf->netdev, "the PF refuses promiscuity\n");
	return 0;
}

/* What did not get through is told again after the next handshake */
static int vtc_wish_tell_lists(struct vtc_vf *vf)
{
	struct vtc_wish *wish = &vf->wish;
	struct vtc_wish_lists now;
	int err;

	vtc_wish_read_lists(vf->netdev, &now);
	err = vtc_wish_tell_uc(vf, &now);
	if (!err)
		err = vtc_wish_tell_mc(vf, &now);
	if (!err)
		err = vtc_wish_tell_promisc(vf, &now);
	if (err)
		return err;
	wish->told = now;
	wish->uc_told = true;
	wish->mc_told = true;
	return 0;
}

static int vtc_wish_replay_lists(struct vtc_vf *vf)
{
	vf->wish.uc_told = false;
	vf->wish.mc_told = false;
	/* After a handshake a VF is not promiscuous */
	vf->wish.told.promisc = false;
	vf->wish.told.allmulti = false;
	/* Before registration there are no lists, nor is their lock ready */
	if (vf->netdev->reg_state != NETREG_REGISTERED)
		return 0;
	return vtc_wish_tell_lists(vf);
}

static void vtc_wish_rx_mode_work(struct work_struct *work)
{
	vtc_wish_tell_lists(container_of(work, struct vtc_vf, rx_mode));
}

/**
 * vtc_wish_init() - nothing is wished for yet
 * @vf: VF
 *
 * Context: probe.
 */
void vtc_wish_init(struct vtc_vf *vf)
{
	INIT_WORK(&vf->rx_mode, vtc_wish_rx_mode_work);
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
		err = vtc_wish_replay_lists(vf);
	return err;
}
