// SPDX-License-Identifier: GPL-2.0-only
/*
 * Limits and defaults of the datapath as netdev and ethtool see them.  Owns no
 * state and no register.
 */
#include <linux/errno.h>
#include <linux/netlink.h>
#include <linux/stringify.h>
#include "dim.h"
#include "dpopts.h"

/**
 * vtc_dpopts_netdev() - features and limits that every function has
 * @netdev: not registered yet
 *
 * VLAN tags are taken off by the PF's setting; who can change that adds it to
 * hw_features.
 *
 * Context: probe.
 */
void vtc_dpopts_netdev(struct net_device *netdev)
{
	netdev->watchdog_timeo = 5 * HZ;
	netdev->min_mtu = ETH_MIN_MTU;
	netdev->max_mtu = VTC_DPOPTS_MTU_MAX;
	netdev->priv_flags |= IFF_UNICAST_FLT;

	netdev->features = VTC_DPOPTS_OFFLOADS | NETIF_F_HIGHDMA |
			   NETIF_F_RXCSUM | NETIF_F_HW_VLAN_CTAG_TX |
			   NETIF_F_HW_VLAN_CTAG_RX | NETIF_F_HW_VLAN_CTAG_FILTER;
	/*
	 * UDP segmentation is off unless asked for: emulated 82576 make IP
	 * fragments of it.
	 */
	netdev->hw_features = VTC_DPOPTS_OFFLOADS | NETIF_F_RXCSUM |
			      NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_GSO_UDP_L4;
	netdev->vlan_features = VTC_DPOPTS_OFFLOADS | NETIF_F_HIGHDMA;
	netdev->mpls_features = NETIF_F_SG | NETIF_F_HW_CSUM;
}

/**
 * vtc_dpopts_get_ring() - ethtool -g
 * @dp: datapath
 * @ring: result
 *
 * Context: rtnl.
 */
void vtc_dpopts_get_ring(const struct vtc_dp *dp, struct ethtool_ringparam *ring)
{
	ring->rx_max_pending = VTC_RING_MAX;
	ring->tx_max_pending = VTC_RING_MAX;
	ring->rx_pending = dp->rx_size;
	ring->tx_pending = dp->tx_size;
}

/**
 * vtc_dpopts_get_coalesce() - ethtool -c
 * @dp: datapath
 * @coal: result
 *
 * Context: rtnl.
 */
void vtc_dpopts_get_coalesce(const struct vtc_dp *dp,
			     struct ethtool_coalesce *coal)
{
	coal->rx_coalesce_usecs = dp->usecs;
	coal->use_adaptive_rx_coalesce = dp->adaptive;
}

/**
 * vtc_dpopts_set_coalesce() - ethtool -C rx-usecs, adaptive-rx
 * @dp: datapath of a netdev; the caller tells the chip
 * @coal: wish
 * @extack: why not
 *
 * One vector serves a pair, so this spaces transmit completions as well.  A new
 * value for rx-usecs ends adaptive moderation: it would not count otherwise.
 *
 * Context: rtnl, sleeps.
 * Return: 0 or a negative errno, with nothing changed.
 */
int vtc_dpopts_set_coalesce(struct vtc_dp *dp, const struct ethtool_coalesce *coal,
			    struct netlink_ext_ack *extack)
{
	bool adaptive = coal->use_adaptive_rx_coalesce;

	if (coal->rx_coalesce_usecs > VTC_RX_USECS_MAX) {
		NL_SET_ERR_MSG_MOD(extack, "rx-usecs can be "
				   __stringify(VTC_RX_USECS_MAX) " at most");
		return -ERANGE;
	}
	if (adaptive && !vtc_dim_possible()) {
		NL_SET_ERR_MSG_MOD(extack, "this kernel has no net_dim");
		return -EOPNOTSUPP;
	}
	if (coal->rx_coalesce_usecs != dp->usecs && dp->adaptive)
		adaptive = false;
	for (; dp; dp = dp->next) {
		dp->usecs = coal->rx_coalesce_usecs;
		vtc_dp_set_adaptive(dp, adaptive);
	}
	return 0;
}
