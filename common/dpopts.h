/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the stack is told of a datapath, and what users may set of it: the same
 * for PF and VF.
 */
#ifndef VTC_DPOPTS_H
#define VTC_DPOPTS_H

#include <linux/ethtool.h>
#include "qvec.h"

#define VTC_DPOPTS_MTU_MAX	9216
#define VTC_DPOPTS_OFFLOADS	(NETIF_F_SG | NETIF_F_HW_CSUM | \
				 NETIF_F_SCTP_CRC | NETIF_F_TSO | NETIF_F_TSO6)

void vtc_dpopts_netdev(struct net_device *netdev);
void vtc_dpopts_get_ring(const struct vtc_dp *dp, struct ethtool_ringparam *ring);
void vtc_dpopts_get_coalesce(const struct vtc_dp *dp,
			     struct ethtool_coalesce *coal);
int vtc_dpopts_set_coalesce(struct vtc_dp *dp, const struct ethtool_coalesce *coal,
			    struct netlink_ext_ack *extack);

/* What "ethtool -C" may set */
#define VTC_DPOPTS_COALESCE	(ETHTOOL_COALESCE_RX_USECS | \
				 ETHTOOL_COALESCE_USE_ADAPTIVE_RX)

#endif /* VTC_DPOPTS_H */
