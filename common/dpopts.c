// SPDX-License-Identifier: GPL-2.0-only
/*
 * Limits and defaults of the datapath as netdev and ethtool see them.  Owns no
 * state and no register.
 */
#include <linux/errno.h>
#include <linux/netlink.h>
#include <linux/stringify.h>
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
 * vtc_dpopts_set_usecs() - ethtool -C rx-usecs
 * @dp: datapath; the caller tells the chip
 * @coal: wish
 * @extack: why not
 *
 * One vector serves a pair, so this spaces transmit completions as well.
 *
 * Context: rtnl.
 * Return: 0 or -ERANGE.
 */
int vtc_dpopts_set_usecs(struct vtc_dp *dp, const struct ethtool_coalesce *coal,
			 struct netlink_ext_ack *extack)
{
	if (coal->rx_coalesce_usecs > VTC_RX_USECS_MAX) {
		NL_SET_ERR_MSG_MOD(extack, "rx-usecs can be "
				   __stringify(VTC_RX_USECS_MAX) " at most");
		return -ERANGE;
	}
	dp->usecs = coal->rx_coalesce_usecs;
	return 0;
}
