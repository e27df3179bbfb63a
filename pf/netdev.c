// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF's netdev: what the stack asks, in terms of the other files.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>
#include "dpopts.h"
#include "nlqueue.h"
#include "offload.h"
#include "pf.h"
#include "xdp.h"

/**
 * vtc_netdev_dp() - the datapath of a netdev of ours
 * @netdev: netdev
 *
 * Context: any.
 * Return: its datapath.
 */
struct vtc_dp *vtc_netdev_dp(struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return &pf->dp;
}

static int vtc_netdev_open(struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	int err;

	err = vtc_port_up(pf);
	if (err)
		return err;
	vtc_port_get(pf);
	return 0;
}

static int vtc_netdev_stop(struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	vtc_port_down(pf);
	vtc_port_put(pf);
	return 0;
}

static netdev_tx_t vtc_netdev_xmit(struct sk_buff *skb, struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return vtc_dp_xmit(&pf->dp, skb);
}

static int vtc_netdev_renew_rings(struct vtc_dp *dp)
{
	struct vtc_pf *pf = container_of(dp, struct vtc_pf, dp);

	return vtc_port_switch_rings(pf, pf->wish.pairs, dp->rx_size, dp->tx_size);
}

static int vtc_netdev_bpf(struct net_device *netdev, struct netdev_bpf *bpf)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return vtc_xdp_setup(&pf->dp, bpf, vtc_netdev_renew_rings);
}

static int vtc_netdev_xdp_xmit(struct net_device *netdev, int n,
			       struct xdp_frame **frames, u32 flags)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	return vtc_xdp_xmit(&pf->dp, n, frames, flags);
}

static void vtc_netdev_copy_uc(struct net_device *netdev,
			       struct vtc_vport_asked *asked)
{
	struct netdev_hw_addr *ha;

	asked->n_extra = 0;
	asked->extra_lost = false;
	netdev_for_each_uc_addr(ha, netdev) {
		if (asked->n_extra == VTC_VPORT_EXTRA_MACS) {
			asked->extra_lost = true;
			return;
		}
		ether_addr_copy(asked->extra[asked->n_extra++], ha->addr);
	}
}

static void vtc_netdev_copy_mc(struct net_device *netdev,
			       struct vtc_vport_asked *asked)
{
	struct netdev_hw_addr *ha;

	bitmap_zero(asked->mc_hash, VTC_VPORT_MTA_BITS);
	netdev_for_each_mc_addr(ha, netdev)
		__set_bit(vtc_msg_mc_hash(ha->addr), asked->mc_hash);
}

static bool vtc_netdev_all_vlans(const struct vtc_pf *pf)
{
	return (pf->netdev->flags & IFF_PROMISC) ||
	       !(pf->features & NETIF_F_HW_VLAN_CTAG_FILTER);
}

/* The wishes of the PF as the netdev has them now; called with cfg_lock */
static void vtc_netdev_wishes(struct vtc_pf *pf, struct vtc_vport_asked *asked)
{
	struct net_device *netdev = pf->netdev;

	*asked = pf->asked;
	netif_addr_lock_bh(netdev);
	vtc_netdev_copy_uc(netdev, asked);
	vtc_netdev_copy_mc(netdev, asked);
	netif_addr_unlock_bh(netdev);
	asked->promisc = netdev->flags & IFF_PROMISC;
	asked->allmulti = netdev->flags & (IFF_PROMISC | IFF_ALLMULTI);
	asked->all_vlans = vtc_netdev_all_vlans(pf);
	asked->strip = pf->features & NETIF_F_HW_VLAN_CTAG_RX;
	asked->max_frame = netdev->mtu + ETH_HLEN + ETH_FCS_LEN + VLAN_HLEN;
}

static void vtc_netdev_sync(struct vtc_pf *pf)
{
	struct vtc_vport_asked *asked = &pf->scratch->asked;
	int err;

	vtc_cfglock_take(&pf->cfg_lock);
	vtc_netdev_wishes(pf, asked);
	err = vtc_config_set_pf(pf, asked);
	vtc_cfglock_give(&pf->cfg_lock);
	if (err)
		netdev_err(pf->netdev, "cannot set the receive filters: %d\n", err);
}

static void vtc_netdev_rx_mode_work(struct work_struct *work)
{
	vtc_netdev_sync(container_of(work, struct vtc_pf, rx_mode_work));
}

/* Called with the address lock: what sleeps is left to the work */
static void vtc_netdev_set_rx_mode(struct net_device *netdev)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	queue_work(pf->wq, &pf->rx_mode_work);
}

static int vtc_netdev_set_mac(struct net_device *netdev, void *addr)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_vport_asked *asked = &pf->scratch->asked;
	struct sockaddr *sa = addr;
	int err;

	if (!is_valid_ether_addr(sa->sa_data))
		return -EADDRNOTAVAIL;
	vtc_cfglock_take(&pf->cfg_lock);
	*asked = pf->asked;
	ether_addr_copy(asked->mac, sa->sa_data);
	err = -EADDRINUSE;
	if (!vtc_config_mac_reserved(pf, VTC_PF_SELF, sa->sa_data))
		err = vtc_config_set_pf(pf, asked);
	vtc_cfglock_give(&pf->cfg_lock);
	if (!err)
		eth_hw_addr_set(netdev, sa->sa_data);
	return err;
}

static int vtc_netdev_change_mtu(struct net_device *netdev, int mtu)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	int err = vtc_xdp_check_mtu(&pf->dp, mtu);

	if (err)
		return err;
	WRITE_ONCE(netdev->mtu, mtu);
	vtc_netdev_sync(pf);
	return 0;
}

static int vtc_netdev_set_vlan(struct vtc_pf *pf, u16 vid, bool on)
{
	struct vtc_vport_asked *asked = &pf->scratch->asked;
	int err;

	vtc_cfglock_take(&pf->cfg_lock);
	*asked = pf->asked;
	__assign_bit(vid, asked->vlans, on);
	err = vtc_config_set_pf(pf, asked);
	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}

static int vtc_netdev_add_vid(struct net_device *netdev, __be16 proto, u16 vid)
{
	return vtc_netdev_set_vlan(netdev_priv(netdev), vid, true);
}

static int vtc_netdev_kill_vid(struct net_device *netdev, __be16 proto, u16 vid)
{
	return vtc_netdev_set_vlan(netdev_priv(netdev), vid, false);
}

/* The chip inserts tags only while it strips them */
static netdev_features_t vtc_netdev_fix_features(struct net_device *netdev,
						 netdev_features_t features)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	/* It is the port's, and would cut the VFs off as well */
	if (pf->n_vfs)
		features &= ~NETIF_F_LOOPBACK;
	if (!(features & NETIF_F_HW_VLAN_CTAG_RX))
		features &= ~NETIF_F_HW_VLAN_CTAG_TX;
	return features;
}

static int vtc_netdev_set_features(struct net_device *netdev,
				   netdev_features_t features)
{
	netdev_features_t changed = netdev->features ^ features;
	struct vtc_pf *pf = netdev_priv(netdev);
	int err;

	if (changed & NETIF_F_LOOPBACK) {
		err = vtc_link_set_loopback(&pf->link,
					    features & NETIF_F_LOOPBACK);
		if (err)
			return err;
	}
	if (changed & netdev->features & NETIF_F_HW_L2FW_DOFFLOAD)
		vtc_vmdq_release_all(pf);
	if (!(changed & (NETIF_F_HW_VLAN_CTAG_RX | NETIF_F_HW_VLAN_CTAG_FILTER)))
		return 0;
	/*
	 * The stack makes them the netdev's afterwards: then it tells the VLANs
	 * that came while there was no filter, or takes them all back.
	 */
	vtc_cfglock_take(&pf->cfg_lock);
	pf->features = features;
	vtc_cfglock_give(&pf->cfg_lock);
	vtc_netdev_sync(pf);
	return 0;
}

static void vtc_netdev_get_stats64(struct net_device *netdev,
				   struct rtnl_link_stats64 *st)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	vtc_dp_stats64(&pf->dp, st);
	vtc_stats_add64(&pf->stats, st);
}

static void vtc_netdev_tx_timeout(struct net_device *netdev, unsigned int queue)
{
	struct vtc_pf *pf = netdev_priv(netdev);

	pf->tx_timeouts++;
	queue_work(pf->wq, &pf->reset_work);
}

static const struct net_device_ops vtc_netdev_ops = {
	.ndo_open		= vtc_netdev_open,
	.ndo_stop		= vtc_netdev_stop,
	.ndo_start_xmit		= vtc_netdev_xmit,
	.ndo_features_check	= vtc_offload_check,
	.ndo_set_rx_mode	= vtc_netdev_set_rx_mode,
	.ndo_set_mac_address	= vtc_netdev_set_mac,
	.ndo_validate_addr	= eth_validate_addr,
	.ndo_change_mtu		= vtc_netdev_change_mtu,
	.ndo_vlan_rx_add_vid	= vtc_netdev_add_vid,
	.ndo_vlan_rx_kill_vid	= vtc_netdev_kill_vid,
	.ndo_fix_features	= vtc_netdev_fix_features,
	.ndo_set_features	= vtc_netdev_set_features,
	.ndo_get_stats64	= vtc_netdev_get_stats64,
	.ndo_tx_timeout		= vtc_netdev_tx_timeout,
	.ndo_bpf		= vtc_netdev_bpf,
	.ndo_xdp_xmit		= vtc_netdev_xdp_xmit,
	.ndo_dfwd_add_station	= vtc_vmdq_add_station,
	.ndo_dfwd_del_station	= vtc_vmdq_del_station,
	.ndo_fdb_add		= vtc_fdb_add,
	.ndo_fdb_del		= vtc_fdb_del,
	.ndo_fdb_dump		= vtc_fdb_dump,
	.ndo_bridge_setlink	= vtc_bridge_setlink,
	.ndo_bridge_getlink	= vtc_bridge_getlink,
	.ndo_set_vf_mac		= vtc_vfadmin_set_mac,
	.ndo_set_vf_vlan	= vtc_vfadmin_set_vlan,
	.ndo_set_vf_rate	= vtc_vfadmin_set_rate,
	.ndo_set_vf_spoofchk	= vtc_vfadmin_set_spoofchk,
	.ndo_set_vf_trust	= vtc_vfadmin_set_trust,
	.ndo_set_vf_link_state	= vtc_vfadmin_set_link,
	.ndo_get_vf_config	= vtc_vfadmin_get,
	.ndo_get_vf_stats	= vtc_vfadmin_stats,
};

/**
 * vtc_netdev_setup() - what the stack has to know before registration
 * @pf: port; its permanent address is known
 *
 * Context: probe.
 */
void vtc_netdev_setup(struct vtc_pf *pf)
{
	struct net_device *netdev = pf->netdev;

	INIT_WORK(&pf->rx_mode_work, vtc_netdev_rx_mode_work);
	netdev->netdev_ops = &vtc_netdev_ops;
	netdev->ethtool_ops = &vtc_ethtool_ops;
	vtc_dpopts_netdev(netdev);
	vtc_xdp_advertise(netdev);
	vtc_nlqueue_setup(netdev);
	netdev->features &= ~pf->gen->lacks;
	netdev->hw_features &= ~pf->gen->lacks;
	netdev->vlan_features &= ~pf->gen->lacks;
	netdev->features |= NETIF_F_RXHASH;
	netdev->hw_features |= NETIF_F_RXHASH | NETIF_F_HW_VLAN_CTAG_RX |
			       NETIF_F_HW_VLAN_CTAG_FILTER | NETIF_F_LOOPBACK;

	eth_hw_addr_set(netdev, pf->perm_mac);
	ether_addr_copy(netdev->perm_addr, pf->perm_mac);
	pf->features = netdev->features;
	ether_addr_copy(pf->asked.mac, pf->perm_mac);
	pf->asked.strip = true;
	pf->asked.max_frame = ETH_FRAME_LEN + ETH_FCS_LEN + VLAN_HLEN;
}
