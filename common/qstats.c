// SPDX-License-Identifier: GPL-2.0-only
/*
 * "ethtool -S" for rings: sums over the life of the device, then each queue.
 *
 * Owns names and order.  The number of lines is that of the vectors, which is
 * constant, and not that of the rings that happen to run: user space asks for
 * the number, the names and the values one after the other.
 */
#include <linux/ethtool.h>
#include <linux/kernel.h>
#include <linux/stddef.h>

#include "kcompat.h"
#include "qstats.h"
#include "qvec.h"

/**
 * struct vtc_qstats_name - a counter within a structure
 * @name: what it is called
 * @offset: where its u64 is
 */
struct vtc_qstats_name {
	const char *name;
	size_t offset;
};

#define SUM(field, name)	{ name, offsetof(struct vtc_dp_totals, field) }
#define RX(field, name)		{ name, offsetof(struct vtc_rx_stats, field) }
#define TX(field, name)		{ name, offsetof(struct vtc_tx_stats, field) }

static const struct vtc_qstats_name vtc_qstats_sum[] = {
	SUM(rx_csum_good, "rx_csum_offload_good"),
	SUM(rx_csum_bad, "rx_csum_offload_errors"),
	SUM(rx_errors, "rx_ring_errors"),
	SUM(rx_no_buf, "alloc_rx_buff_failed"),
	SUM(tx_drops, "tx_ring_drops"),
	SUM(tx_stops, "tx_stopped"),
};

static const struct vtc_qstats_name vtc_qstats_tx[] = {
	TX(packets, "packets"),
	TX(bytes, "bytes"),
	TX(drops, "drops"),
	TX(stops, "stopped"),
};

static const struct vtc_qstats_name vtc_qstats_rx[] = {
	RX(packets, "packets"),
	RX(bytes, "bytes"),
	RX(errors, "errors"),
	RX(csum_bad, "csum_err"),
	RX(no_buf, "alloc_failed"),
	RX(xdp_drops, "xdp_drops"),
	RX(xdp_tx, "xdp_tx"),
	RX(xdp_redirects, "xdp_redirects"),
	RX(xdp_errors, "xdp_errors"),
};

static u64 *vtc_qstats_pick(const struct vtc_qstats_name *names, unsigned int n,
			    const void *stats, u64 *out)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		*out++ = *(const u64 *)(stats + names[i].offset);
	return out;
}

static void vtc_qstats_read_tx(const struct vtc_tx_stats *st,
			       struct vtc_tx_stats *now)
{
	u64 copied, copied_bytes;
	unsigned int start;

	do {
		start = u64_stats_fetch_begin(&st->syncp);
		now->packets = st->packets;
		now->bytes = st->bytes;
	} while (u64_stats_fetch_retry(&st->syncp, start));
	do {
		start = u64_stats_fetch_begin(&st->send_syncp);
		copied = st->copied;
		copied_bytes = st->copied_bytes;
		now->drops = st->drops;
		now->stops = st->stops;
	} while (u64_stats_fetch_retry(&st->send_syncp, start));
	now->packets += copied;
	now->bytes += copied_bytes;
}

static void vtc_qstats_read_rx(const struct vtc_rx_stats *st,
			       struct vtc_rx_stats *now)
{
	unsigned int start;

	do {
		start = u64_stats_fetch_begin(&st->syncp);
		*now = *st;
	} while (u64_stats_fetch_retry(&st->syncp, start));
}

/* A vector without rings at present shows zeros */
static u64 *vtc_qstats_pair(const struct vtc_dp *dp, unsigned int i, u64 *out)
{
	struct vtc_tx_stats tx = {};
	struct vtc_rx_stats rx = {};

	if (dp->rings && i < dp->rings->n) {
		vtc_qstats_read_tx(&dp->rings->tx[i].stats, &tx);
		vtc_qstats_read_rx(&dp->rings->rx[i].stats, &rx);
	}
	out = vtc_qstats_pick(vtc_qstats_tx, ARRAY_SIZE(vtc_qstats_tx), &tx,
			      out);
	return vtc_qstats_pick(vtc_qstats_rx, ARRAY_SIZE(vtc_qstats_rx), &rx,
			       out);
}

/**
 * vtc_qstats_count() - lines there are
 * @dp: datapath of a netdev; further ones count with it
 *
 * Context: any.
 * Return: number of strings and of values, constant from probe to remove.
 */
unsigned int vtc_qstats_count(const struct vtc_dp *dp)
{
	unsigned int pairs = 0;

	for (; dp; dp = dp->next)
		pairs += dp->n_qv;
	return ARRAY_SIZE(vtc_qstats_sum) +
	       pairs * (ARRAY_SIZE(vtc_qstats_tx) +
			ARRAY_SIZE(vtc_qstats_rx));
}

static void vtc_qstats_queue_strings(u8 **p, const char *dir, unsigned int i,
				     const struct vtc_qstats_name *names,
				     unsigned int n)
{
	unsigned int k;

	for (k = 0; k < n; k++)
		ethtool_sprintf(p, "%s_queue_%u_%s", dir, i, names[k].name);
}

static void vtc_qstats_pair_strings(u8 **p, unsigned int i)
{
	vtc_qstats_queue_strings(p, "tx", i, vtc_qstats_tx,
				 ARRAY_SIZE(vtc_qstats_tx));
	vtc_qstats_queue_strings(p, "rx", i, vtc_qstats_rx,
				 ARRAY_SIZE(vtc_qstats_rx));
}

/**
 * vtc_qstats_strings() - names of the values
 * @dp: datapath of a netdev
 * @p: where to; left behind the last name
 *
 * Context: any.
 */
void vtc_qstats_strings(const struct vtc_dp *dp, u8 **p)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vtc_qstats_sum); i++)
		ethtool_puts(p, vtc_qstats_sum[i].name);
	for (; dp; dp = dp->next)
		for (i = 0; i < dp->n_qv; i++)
			vtc_qstats_pair_strings(p, dp->first_txq + i);
}

/**
 * vtc_qstats_values() - the values, in the order of their names
 * @dp: datapath of a netdev
 * @out: where to
 *
 * Context: any but hard interrupt; no register is read.
 * Return: behind the last value.
 */
u64 *vtc_qstats_values(struct vtc_dp *dp, u64 *out)
{
	struct vtc_dp_totals sum;
	unsigned int i;

	vtc_dp_totals(dp, &sum);
	out = vtc_qstats_pick(vtc_qstats_sum, ARRAY_SIZE(vtc_qstats_sum), &sum,
			      out);
	for (; dp; dp = dp->next) {
		spin_lock_bh(&dp->lock);
		for (i = 0; i < dp->n_qv; i++)
			out = vtc_qstats_pair(dp, i, out);
		spin_unlock_bh(&dp->lock);
	}
	return out;
}
