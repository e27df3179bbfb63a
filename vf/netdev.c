// SPDX-License-Identifier: GPL-2.0-only
/*
 * The VF's netdev: what the stack asks, in terms of the other files.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include "dpopts.h"
#include "nlqueue.h"
#include "offload.h"
#include "vf.h"
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
	struct vtc_vf *vf = netdev_priv(netdev);

	return &vf->dp;
}

/* Without a PF there is no carrier; reset.c starts the rings once it comes */
static int vtc_netdev_open(struct net_device *netdev)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	return READ_ONCE(vf->pf.cts) ? vtc_rings_up(vf) : 0;
}

static int vtc_netdev_stop(struct net_device *netdev)
{
	vtc_rings_down(netdev_priv(netdev));
	return 0;
}

static netdev_tx_t vtc_netdev_xmit(struct sk_buff *skb, struct net_device *netdev)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	return vtc_dp_xmit(&vf->dp, skb);
}

static int vtc_netdev_renew_rings(struct vtc_dp *dp)
{
	struct vtc_vf *vf = container_of(dp, struct vtc_vf, dp);

	return vtc_rings_switch(vf, vf->pairs, dp->rx_size, dp->tx_size);
}

static int vtc_netdev_bpf(struct net_device *netdev, struct netdev_bpf *bpf)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	return vtc_xdp_setup(&vf->dp, bpf, vtc_netdev_renew_rings);
}

static int vtc_netdev_xdp_xmit(struct net_device *netdev, int n,
			       struct xdp_frame **frames, u32 flags)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	return vtc_xdp_xmit(&vf->dp, n, frames, flags);
}

/* Called with the address lock: what sleeps is left to the work */
static void vtc_netdev_set_rx_mode(struct net_device *netdev)
{
	vtc_wish_lists_changed(netdev_priv(netdev));
}

static int vtc_netdev_set_mac(struct net_device *netdev, void *addr)
{
	struct sockaddr *sa = addr;

	if (!is_valid_ether_addr(sa->sa_data))
		return -EADDRNOTAVAIL;
	return vtc_wish_set_mac(netdev_priv(netdev), sa->sa_data);
}

static int vtc_netdev_change_mtu(struct net_device *netdev, int mtu)
{
	struct vtc_vf *vf = netdev_priv(netdev);
	int err = vtc_xdp_check_mtu(&vf->dp, mtu);

	return err ?: vtc_wish_set_mtu(vf, mtu);
}

static int vtc_netdev_add_vid(struct net_device *netdev, __be16 proto, u16 vid)
{
	return vtc_wish_add_vlan(netdev_priv(netdev), vid);
}

static int vtc_netdev_kill_vid(struct net_device *netdev, __be16 proto, u16 vid)
{
	vtc_wish_del_vlan(netdev_priv(netdev), vid);
	return 0;
}

static void vtc_netdev_get_stats64(struct net_device *netdev,
				   struct rtnl_link_stats64 *st)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	vtc_dp_stats64(&vf->dp, st);
}

static void vtc_netdev_tx_timeout(struct net_device *netdev, unsigned int queue)
{
	struct vtc_vf *vf = netdev_priv(netdev);

	vf->tx_timeouts++;
	vtc_reset_stuck(vf);
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
	.ndo_get_stats64	= vtc_netdev_get_stats64,
	.ndo_tx_timeout		= vtc_netdev_tx_timeout,
	.ndo_bpf		= vtc_netdev_bpf,
	.ndo_xdp_xmit		= vtc_netdev_xdp_xmit,
};

/**
 * vtc_netdev_setup() - what the stack has to know before registration
 * @vf: VF
 *
 * The address is a random one until the PF gives another.
 *
 * Context: probe.
 */
void vtc_netdev_setup(struct vtc_vf *vf)
{
	struct net_device *netdev = vf->netdev;

	netdev->netdev_ops = &vtc_netdev_ops;
	netdev->ethtool_ops = &vtc_ethtool_ops;
	/* Stripping and filtering of tags are the PF's, so they are fixed */
	vtc_dpopts_netdev(netdev);
	vtc_xdp_advertise(netdev);
	vtc_nlqueue_setup(netdev);
	eth_hw_addr_random(netdev);
	netif_carrier_off(netdev);
	/* Whenever no rings run, the queues are stopped: open() counts on it */
	netif_tx_stop_all_queues(netdev);
}
