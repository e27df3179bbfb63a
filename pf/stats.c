// SPDX-License-Identifier: GPL-2.0-only
/*
 * Collecting the hardware counters (datasheet 8.19).
 *
 * Owns the port's statistics registers.  They are 32 bits wide, reading clears
 * them and they stick at their maximum: at full rate the frame counters would
 * need the better part of an hour for that, so a refresh each few seconds loses
 * nothing.  Who calls it, and when, is not known here.
 */
#include <linux/build_bug.h>
#include <linux/if_link.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include "gen.h"
#include "hw.h"
#include "regs_82576.h"
#include "stats.h"

/*
 * How old sums may get that nobody looks at.  The octets of a VF wrap first: in
 * 5 s if the switch moves 6.8 Gbit/s for it, more than its PCIe link has.
 */
#define VTC_STATS_UNWATCHED	(9 * HZ / 2)

/* Frames dropped for want of a descriptor, within a receive ring's block */
#define RING_RQDPC		0x30

#define INDEX(field)		(offsetof(struct vtc_stats_port, field) / \
				 sizeof(u64))

static const u32 vtc_stats_regs[VTC_STATS_PORT_N] = {
	[INDEX(crcerrs)]	= VTC_STAT_CRCERRS,
	[INDEX(algnerrc)]	= VTC_STAT_ALGNERRC,
	[INDEX(rxerrc)]		= VTC_STAT_RXERRC,
	[INDEX(mpc)]		= VTC_STAT_MPC,
	[INDEX(scc)]		= VTC_STAT_SCC,
	[INDEX(ecol)]		= VTC_STAT_ECOL,
	[INDEX(mcc)]		= VTC_STAT_MCC,
	[INDEX(latecol)]	= VTC_STAT_LATECOL,
	[INDEX(colc)]		= VTC_STAT_COLC,
	[INDEX(dc)]		= VTC_STAT_DC,
	[INDEX(sec)]		= VTC_STAT_SEC,
	[INDEX(rlec)]		= VTC_STAT_RLEC,
	[INDEX(xonrxc)]		= VTC_STAT_XONRXC,
	[INDEX(xontxc)]		= VTC_STAT_XONTXC,
	[INDEX(xoffrxc)]	= VTC_STAT_XOFFRXC,
	[INDEX(xofftxc)]	= VTC_STAT_XOFFTXC,
	[INDEX(prc[0])]		= VTC_STAT_PRC64,
	[INDEX(prc[1])]		= VTC_STAT_PRC127,
	[INDEX(prc[2])]		= VTC_STAT_PRC255,
	[INDEX(prc[3])]		= VTC_STAT_PRC511,
	[INDEX(prc[4])]		= VTC_STAT_PRC1023,
	[INDEX(prc[5])]		= VTC_STAT_PRC1522,
	[INDEX(gprc)]		= VTC_STAT_GPRC,
	[INDEX(bprc)]		= VTC_STAT_BPRC,
	[INDEX(mprc)]		= VTC_STAT_MPRC,
	[INDEX(gptc)]		= VTC_STAT_GPTC,
	[INDEX(gorc)]		= VTC_STAT_GORCL,
	[INDEX(gotc)]		= VTC_STAT_GOTCL,
	[INDEX(rnbc)]		= VTC_STAT_RNBC,
	[INDEX(ruc)]		= VTC_STAT_RUC,
	[INDEX(rfc)]		= VTC_STAT_RFC,
	[INDEX(roc)]		= VTC_STAT_ROC,
	[INDEX(rjc)]		= VTC_STAT_RJC,
	[INDEX(tpr)]		= VTC_STAT_TPR,
	[INDEX(tpt)]		= VTC_STAT_TPT,
	[INDEX(ptc[0])]		= VTC_STAT_PTC64,
	[INDEX(ptc[1])]		= VTC_STAT_PTC127,
	[INDEX(ptc[2])]		= VTC_STAT_PTC255,
	[INDEX(ptc[3])]		= VTC_STAT_PTC511,
	[INDEX(ptc[4])]		= VTC_STAT_PTC1023,
	[INDEX(ptc[5])]		= VTC_STAT_PTC1522,
	[INDEX(mptc)]		= VTC_STAT_MPTC,
	[INDEX(bptc)]		= VTC_STAT_BPTC,
	[INDEX(tsctc)]		= VTC_STAT_TSCTC,
	/* rqdpc and own_rqdpc are sums over queues */
};

/* Called as users of Intel's cards know them */
const struct vtc_stats_name vtc_stats_names[] = {
	{ "rx_packets",			INDEX(gprc) },
	{ "tx_packets",			INDEX(gptc) },
	{ "rx_bytes",			INDEX(gorc) },
	{ "tx_bytes",			INDEX(gotc) },
	{ "rx_broadcast",		INDEX(bprc) },
	{ "tx_broadcast",		INDEX(bptc) },
	{ "rx_multicast",		INDEX(mprc) },
	{ "tx_multicast",		INDEX(mptc) },
	{ "rx_total_packets",		INDEX(tpr) },
	{ "tx_total_packets",		INDEX(tpt) },
	{ "collisions",			INDEX(colc) },
	{ "rx_crc_errors",		INDEX(crcerrs) },
	{ "rx_align_errors",		INDEX(algnerrc) },
	{ "rx_phy_errors",		INDEX(rxerrc) },
	{ "rx_length_errors",		INDEX(rlec) },
	{ "rx_short_length_errors",	INDEX(ruc) },
	{ "rx_long_length_errors",	INDEX(roc) },
	{ "rx_fragments",		INDEX(rfc) },
	{ "rx_jabbers",			INDEX(rjc) },
	{ "rx_sequence_errors",		INDEX(sec) },
	{ "rx_missed_errors",		INDEX(mpc) },
	{ "rx_no_buffer_count",		INDEX(rnbc) },
	{ "rx_ring_full_drops",		INDEX(rqdpc) },
	{ "rx_own_ring_full_drops",	INDEX(own_rqdpc) },
	{ "tx_aborted_errors",		INDEX(ecol) },
	{ "tx_abort_late_coll",		INDEX(latecol) },
	{ "tx_deferred_ok",		INDEX(dc) },
	{ "tx_single_coll_ok",		INDEX(scc) },
	{ "tx_multi_coll_ok",		INDEX(mcc) },
	{ "tx_tcp_seg_good",		INDEX(tsctc) },
	{ "rx_flow_control_xon",	INDEX(xonrxc) },
	{ "rx_flow_control_xoff",	INDEX(xoffrxc) },
	{ "tx_flow_control_xon",	INDEX(xontxc) },
	{ "tx_flow_control_xoff",	INDEX(xofftxc) },
};

const unsigned int vtc_stats_n_names = ARRAY_SIZE(vtc_stats_names);

/* The high word's read clears the pair, so it comes second */
static u64 vtc_stats_read_octets(const struct vtc_hw *hw, u32 reg)
{
	u32 low = vtc_rd(hw, reg);

	return low | (u64)vtc_rd(hw, reg + 4) << 32;
}

static u64 vtc_stats_read_one(const struct vtc_hw *hw, u32 reg)
{
	if (reg == VTC_STAT_GORCL || reg == VTC_STAT_GOTCL)
		return vtc_stats_read_octets(hw, reg);
	return reg ? vtc_rd(hw, reg) : 0;
}

/**
 * struct vtc_stats_reading - what the registers said at one time
 * @delta: of the port, since the last time
 * @dropped: of each VF's rings, since the last time
 * @vf: each VF's registers
 */
struct vtc_stats_reading {
	u64 delta[VTC_STATS_PORT_N];
	u32 dropped[VTC_STATS_VFS];
	u32 vf[VTC_STATS_VFS][VTC_VFCOUNT_N];
};

static u32 vtc_stats_read_pool_drops(const struct vtc_stats *stats,
				     const struct vtc_hw *hw, unsigned int pool)
{
	const struct vtc_gen *gen = stats->gen;
	unsigned int i;
	u32 sum = 0;

	for (i = 0; i < gen->chip.pool_queues; i++)
		sum += vtc_rd(hw, gen->rx_ring(gen->queue(pool, i)) + RING_RQDPC);
	return sum;
}

/* A full ring is the trouble of whoever has the queue */
static void vtc_stats_read_drops(const struct vtc_stats *stats,
				 const struct vtc_hw *hw,
				 struct vtc_stats_reading *r)
{
	unsigned int pool;

	for (pool = 0; pool < stats->gen->chip.pools; pool++) {
		u32 n = vtc_stats_read_pool_drops(stats, hw, pool);

		r->delta[INDEX(rqdpc)] += n;
		if (pool < stats->n_vfs)
			r->dropped[pool] += n;
		else
			r->delta[INDEX(own_rqdpc)] += n;
	}
}

static void vtc_stats_read(const struct vtc_stats *stats,
			   const struct vtc_hw *hw, struct vtc_stats_reading *r)
{
	unsigned int i;

	memset(r, 0, sizeof(*r));
	for (i = 0; i < VTC_STATS_PORT_N; i++)
		r->delta[i] = vtc_stats_read_one(hw, vtc_stats_regs[i]);
	vtc_stats_read_drops(stats, hw, r);
	for (i = 0; i < stats->n_vfs; i++)
		vtc_vfcount_read(hw, i, r->vf[i]);
}

static void vtc_stats_add(struct vtc_stats *stats,
			  const struct vtc_stats_reading *r)
{
	u64 *sum = (u64 *)&stats->port;
	unsigned int i;

	spin_lock_bh(&stats->lock);
	for (i = 0; i < VTC_STATS_PORT_N; i++)
		sum[i] += r->delta[i];
	for (i = 0; i < stats->n_vfs; i++) {
		vtc_vfcount_add(&stats->vf[i], r->vf[i], false);
		stats->vf[i].dropped += r->dropped[i];
	}
	spin_unlock_bh(&stats->lock);
}

/* What such a VF's registers say may be less than before */
static void vtc_stats_collect_resets(struct vtc_stats *stats,
				     const struct vtc_hw *hw)
{
	unsigned long reset = xchg(&stats->vf_reset, 0);
	u32 now[VTC_VFCOUNT_N];
	unsigned int vf;

	for_each_set_bit(vf, &reset, stats->n_vfs) {
		vtc_vfcount_read(hw, vf, now);
		spin_lock_bh(&stats->lock);
		vtc_vfcount_add(&stats->vf[vf], now, true);
		spin_unlock_bh(&stats->lock);
	}
}

static void vtc_stats_collect(struct vtc_stats *stats, const struct vtc_hw *hw)
{
	struct vtc_stats_reading r;

	if (stats->paused)
		return;
	vtc_stats_collect_resets(stats, hw);
	stats->at = jiffies;
	WRITE_ONCE(stats->asked, false);
	vtc_stats_read(stats, hw, &r);
	/* All ones are no counts */
	if (!vtc_hw_is_off(hw))
		vtc_stats_add(stats, &r);
}

/**
 * vtc_stats_init() - start at zero
 * @stats: object to fill
 * @hw: registers of the function
 * @gen: its generation
 *
 * Throws away what the registers had counted.
 *
 * Context: at probe, after the device's reset.
 */
void vtc_stats_init(struct vtc_stats *stats, const struct vtc_hw *hw,
		    const struct vtc_gen *gen)
{
	stats->gen = gen;
	mutex_init(&stats->reading);
	spin_lock_init(&stats->lock);
	vtc_stats_refresh(stats, hw);
	memset(&stats->port, 0, sizeof(stats->port));
}

/**
 * vtc_stats_refresh() - add what the registers have counted
 * @stats: the counters
 * @hw: registers of the function
 *
 * Context: sleeps; may run next to itself.
 */
void vtc_stats_refresh(struct vtc_stats *stats, const struct vtc_hw *hw)
{
	mutex_lock(&stats->reading);
	vtc_stats_collect(stats, hw);
	mutex_unlock(&stats->reading);
}

/**
 * vtc_stats_tick() - refresh if somebody looks, and now and then
 * @stats: the counters
 * @hw: registers of the function
 *
 * To be called about once a second.
 *
 * Context: sleeps; may run next to itself.
 */
void vtc_stats_tick(struct vtc_stats *stats, const struct vtc_hw *hw)
{
	mutex_lock(&stats->reading);
	if (READ_ONCE(stats->asked) ||
	    time_after(jiffies, stats->at + VTC_STATS_UNWATCHED))
		vtc_stats_collect(stats, hw);
	mutex_unlock(&stats->reading);
}

/**
 * vtc_stats_look() - refresh for a reader, unless that was done just now
 * @stats: the counters
 * @hw: registers of the function
 *
 * However many readers there are, registers are read once a second.
 *
 * Context: sleeps; may run next to itself.
 */
void vtc_stats_look(struct vtc_stats *stats, const struct vtc_hw *hw)
{
	mutex_lock(&stats->reading);
	if (time_after(jiffies, stats->at + HZ))
		vtc_stats_collect(stats, hw);
	WRITE_ONCE(stats->asked, true);
	mutex_unlock(&stats->reading);
}

/**
 * vtc_stats_pause() - the chip is about to be reset
 * @stats: the counters; paused already is fine
 * @hw: registers of the function
 *
 * What was counted is added; until vtc_stats_resume() nobody reads registers.
 *
 * Context: sleeps.
 */
void vtc_stats_pause(struct vtc_stats *stats, const struct vtc_hw *hw)
{
	mutex_lock(&stats->reading);
	vtc_stats_collect(stats, hw);
	stats->paused = true;
	mutex_unlock(&stats->reading);
}

/**
 * vtc_stats_resume() - the chip was reset
 * @stats: the counters
 * @hw: registers of the function, reachable
 *
 * Context: sleeps.
 */
void vtc_stats_resume(struct vtc_stats *stats, const struct vtc_hw *hw)
{
	u32 now[VTC_VFCOUNT_N];
	unsigned int vf;

	mutex_lock(&stats->reading);
	stats->vf_reset = 0;
	for (vf = 0; vf < stats->n_vfs; vf++) {
		vtc_vfcount_read(hw, vf, now);
		spin_lock_bh(&stats->lock);
		vtc_vfcount_rebase(&stats->vf[vf], now);
		spin_unlock_bh(&stats->lock);
	}
	stats->paused = false;
	mutex_unlock(&stats->reading);
}

/**
 * vtc_stats_set_vfs() - VFs come or go
 * @stats: the counters
 * @hw: registers of the function, reachable
 * @n: how many there are from now on; each begins at zero
 *
 * Context: sleeps.
 */
void vtc_stats_set_vfs(struct vtc_stats *stats, const struct vtc_hw *hw,
		       unsigned int n)
{
	u32 now[VTC_VFCOUNT_N];
	unsigned int vf;

	mutex_lock(&stats->reading);
	/* Drops up to here are those of the queues' former owners */
	vtc_stats_collect(stats, hw);
	for (vf = 0; vf < n; vf++) {
		vtc_vfcount_read(hw, vf, now);
		spin_lock_bh(&stats->lock);
		vtc_vfcount_start(&stats->vf[vf], now);
		spin_unlock_bh(&stats->lock);
	}
	stats->n_vfs = n;
	mutex_unlock(&stats->reading);
}

/**
 * vtc_stats_vf_reset() - a VF was reset, and its registers perhaps cleared
 * @stats: the counters
 * @vf: index
 *
 * Its sums go on.
 *
 * Context: any; vtc_stats_settle() is to follow soon.
 */
void vtc_stats_vf_reset(struct vtc_stats *stats, unsigned int vf)
{
	set_bit(vf, &stats->vf_reset);
}

/**
 * vtc_stats_settle() - read the counters of VFs that were reset
 * @stats: the counters
 * @hw: registers of the function
 *
 * Context: sleeps, unless no VF was reset.
 */
void vtc_stats_settle(struct vtc_stats *stats, const struct vtc_hw *hw)
{
	if (!READ_ONCE(stats->vf_reset))
		return;
	mutex_lock(&stats->reading);
	if (!stats->paused)
		vtc_stats_collect_resets(stats, hw);
	mutex_unlock(&stats->reading);
}

/**
 * vtc_stats_get() - copy the counters
 * @stats: the counters
 * @port: where to
 *
 * Context: process or softirq; touches no register.
 */
void vtc_stats_get(struct vtc_stats *stats, struct vtc_stats_port *port)
{
	spin_lock_bh(&stats->lock);
	*port = stats->port;
	spin_unlock_bh(&stats->lock);
}

/**
 * vtc_stats_get_vf() - copy the counters of a VF
 * @stats: the counters
 * @vf: index, below VTC_STATS_VFS
 * @count: where to
 *
 * Context: process or softirq; touches no register.
 */
void vtc_stats_get_vf(struct vtc_stats *stats, unsigned int vf,
		      struct vtc_vfcount *count)
{
	spin_lock_bh(&stats->lock);
	*count = stats->vf[vf];
	spin_unlock_bh(&stats->lock);
}

/**
 * vtc_stats_add64() - add the port's errors to a netdev's statistics
 * @stats: the counters
 * @st: where to, filled from the rings before
 *
 * rx_errors is what arrived damaged or too long.  Short frames with a good
 * CRC (RUC) are left to "ethtool -S" and the RMON group: an emulated 82576
 * counts every frame its peer did not pad, delivers it, and so would show an
 * error for each ARP request, and on a wire such a frame comes from a switch
 * or a card that is broken, not from the link this figure is watched for.
 * RLEC counts RUC and ROC once more and is left out likewise.  Frames dropped
 * for a full ring (RQDPC) count where the ring is the PF's own; a slow VF's are
 * shown with the VF.
 *
 * This reader may not sleep: what it sees is of the last tick, or, when it is
 * the first for a while, of the last unwatched refresh.
 *
 * Context: process or softirq; touches no register.
 */
void vtc_stats_add64(struct vtc_stats *stats, struct rtnl_link_stats64 *st)
{
	struct vtc_stats_port p;

	if (!READ_ONCE(stats->asked))
		WRITE_ONCE(stats->asked, true);
	vtc_stats_get(stats, &p);
	st->rx_errors += p.crcerrs + p.algnerrc + p.rxerrc + p.rfc + p.roc +
			 p.rjc;
	st->rx_crc_errors += p.crcerrs;
	st->rx_frame_errors += p.algnerrc;
	st->rx_length_errors += p.rfc + p.roc + p.rjc;
	st->rx_missed_errors += p.mpc + p.own_rqdpc;
	st->tx_errors += p.ecol + p.latecol;
	st->tx_aborted_errors += p.ecol;
	st->tx_window_errors += p.latecol;
	st->collisions += p.colc;
}
