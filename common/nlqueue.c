// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queues as netlink's netdev family shows them.
 *
 * Owns nothing: the counters are the rings', what rings of the past had counted
 * is the base.  Kernels without these calls show less, and lose nothing else.
 */
#include <linux/netdevice.h>
#include "kcompat.h"
#include "nlqueue.h"
#include "qvec.h"

#ifdef KC_STAT_OPS
static void vtc_nlqueue_fill_rx(const struct vtc_dp_totals *sum,
				struct netdev_queue_stats_rx *rx)
{
	rx->packets = sum->rx_packets;
	rx->bytes = sum->rx_bytes;
	rx->alloc_fail = sum->rx_no_buf;
	rx->csum_unnecessary = sum->rx_csum_good;
	rx->csum_bad = sum->rx_csum_bad;
}

static void vtc_nlqueue_fill_tx(const struct vtc_dp_totals *sum,
				struct netdev_queue_stats_tx *tx)
{
	tx->packets = sum->tx_packets;
	tx->bytes = sum->tx_bytes;
	tx->stop = sum->tx_stops;
}

static void vtc_nlqueue_rx(struct net_device *netdev, int i,
			   struct netdev_queue_stats_rx *rx)
{
	struct vtc_dp_totals sum;

	vtc_dp_queue_totals(vtc_netdev_dp(netdev), i, &sum);
	vtc_nlqueue_fill_rx(&sum, rx);
}

static void vtc_nlqueue_tx(struct net_device *netdev, int i,
			   struct netdev_queue_stats_tx *tx)
{
	struct vtc_dp_totals sum;

	vtc_dp_queue_totals(vtc_netdev_dp(netdev), i, &sum);
	vtc_nlqueue_fill_tx(&sum, tx);
}

static void vtc_nlqueue_base(struct net_device *netdev,
			     struct netdev_queue_stats_rx *rx,
			     struct netdev_queue_stats_tx *tx)
{
	struct vtc_dp_totals sum;

	vtc_dp_base_totals(vtc_netdev_dp(netdev), &sum);
	vtc_nlqueue_fill_rx(&sum, rx);
	vtc_nlqueue_fill_tx(&sum, tx);
}

static const struct netdev_stat_ops vtc_nlqueue_ops = {
	.get_queue_stats_rx	= vtc_nlqueue_rx,
	.get_queue_stats_tx	= vtc_nlqueue_tx,
	.get_base_stats		= vtc_nlqueue_base,
};
#endif

/**
 * vtc_nlqueue_setup() - offer the counters of each queue
 * @netdev: PF's or VF's, not registered yet
 *
 * Context: probe.
 */
void vtc_nlqueue_setup(struct net_device *netdev)
{
#ifdef KC_STAT_OPS
	netdev->stat_ops = &vtc_nlqueue_ops;
#endif
}

/* What another netdev receives is no receive queue of this one */
static void vtc_nlqueue_set(struct vtc_dp *dp, unsigned int i,
			    struct napi_struct *napi)
{
	if (dp == vtc_netdev_dp(dp->netdev))
		netif_queue_set_napi(dp->netdev, i, NETDEV_QUEUE_TYPE_RX, napi);
	netif_queue_set_napi(dp->netdev, dp->first_txq + i,
			     NETDEV_QUEUE_TYPE_TX, napi);
}

/**
 * vtc_nlqueue_link() - say which NAPI serves which queue
 * @dp: datapath
 * @n: pairs that run
 *
 * Context: rtnl.
 */
void vtc_nlqueue_link(struct vtc_dp *dp, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		vtc_nlqueue_set(dp, i, &dp->qv[i]->napi);
}

/**
 * vtc_nlqueue_unlink() - nobody serves the queues any more
 * @dp: datapath
 * @n: pairs that ran
 *
 * Context: rtnl.
 */
void vtc_nlqueue_unlink(struct vtc_dp *dp, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		vtc_nlqueue_set(dp, i, NULL);
}
