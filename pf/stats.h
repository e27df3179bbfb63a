/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hardware counters of the port and of each VF, widened to 64 bits.
 *
 * Owns the port's statistics registers, which reading clears: nobody else may
 * read them.  Readers get the copy of the last refresh and never touch the
 * chip.  The port's count all of it, VFs included; what the PF's own rings saw
 * is counted in the rings.
 */
#ifndef VTC_STATS_H
#define VTC_STATS_H

#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include "vfcount.h"

#define VTC_STATS_VFS		8

struct rtnl_link_stats64;
struct vtc_hw;

/**
 * struct vtc_stats_port - counters since probe, names as in the datasheet
 * @crcerrs: frames with a bad CRC
 * @algnerrc: frames that end inside an octet
 * @rxerrc: frames the PHY flagged
 * @mpc: frames lost because the receive FIFO was full
 * @scc: sent after one collision
 * @ecol: given up after 16 collisions
 * @mcc: sent after several collisions
 * @latecol: given up after a late collision
 * @colc: collisions
 * @dc: sent after waiting for the medium
 * @sec: sequence errors (SerDes)
 * @rlec: frames outside the legal lengths
 * @xonrxc: XON received
 * @xontxc: XON sent
 * @xoffrxc: XOFF received
 * @xofftxc: XOFF sent
 * @prc: good frames received, by length; see vtc_ethtool_rmon_ranges[]
 * @gprc: good frames received
 * @bprc: good broadcasts received
 * @mprc: good multicasts received
 * @gptc: good frames sent
 * @gorc: octets of @gprc, CRC included
 * @gotc: octets of @gptc, CRC included
 * @rnbc: frames that found no descriptor and waited in the FIFO
 * @ruc: undersized frames with a good CRC
 * @rfc: undersized frames with a bad CRC
 * @roc: oversized frames with a good CRC
 * @rjc: oversized frames with a bad CRC
 * @tpr: all frames received
 * @tpt: all frames sent
 * @ptc: frames sent, by length
 * @mptc: multicasts sent
 * @bptc: broadcasts sent
 * @tsctc: TSO frames handed to the chip
 * @rqdpc: frames dropped because a ring was full, all queues
 * @own_rqdpc: of these the PF's
 */
struct vtc_stats_port {
	u64 crcerrs;
	u64 algnerrc;
	u64 rxerrc;
	u64 mpc;
	u64 scc;
	u64 ecol;
	u64 mcc;
	u64 latecol;
	u64 colc;
	u64 dc;
	u64 sec;
	u64 rlec;
	u64 xonrxc;
	u64 xontxc;
	u64 xoffrxc;
	u64 xofftxc;
	u64 prc[6];
	u64 gprc;
	u64 bprc;
	u64 mprc;
	u64 gptc;
	u64 gorc;
	u64 gotc;
	u64 rnbc;
	u64 ruc;
	u64 rfc;
	u64 roc;
	u64 rjc;
	u64 tpr;
	u64 tpt;
	u64 ptc[6];
	u64 mptc;
	u64 bptc;
	u64 tsctc;
	u64 rqdpc;
	u64 own_rqdpc;
};

#define VTC_STATS_PORT_N	(sizeof(struct vtc_stats_port) / sizeof(u64))

/**
 * struct vtc_stats - counters and their locks
 * @gen: generation, for who owns which queue
 * @reading: one reader of the registers at a time; @paused, @n_vfs, @at
 * @paused: the chip is being reset: its registers say nothing
 * @n_vfs: VFs there are; theirs are the queues of the first pools
 * @at: when the registers were read last
 * @asked: somebody has looked at the sums since
 * @vf_reset: VFs that were reset since, one bit each
 * @lock: protects @port and @vf
 * @port: sums up to the last refresh
 * @vf: of each VF, likewise
 */
struct vtc_stats {
	const struct vtc_gen *gen;
	struct mutex reading; /* the registers */
	bool paused;
	unsigned int n_vfs;
	unsigned long at;
	bool asked;
	unsigned long vf_reset;
	spinlock_t lock; /* @port, @vf */
	struct vtc_stats_port port;
	struct vtc_vfcount vf[VTC_STATS_VFS];
};

/**
 * struct vtc_stats_name - how a counter is called in "ethtool -S"
 * @name: at most ETH_GSTRING_LEN - 1 characters
 * @index: its place in a struct vtc_stats_port seen as an array
 */
struct vtc_stats_name {
	const char *name;
	unsigned int index;
};

extern const struct vtc_stats_name vtc_stats_names[];
extern const unsigned int vtc_stats_n_names;

void vtc_stats_init(struct vtc_stats *stats, const struct vtc_hw *hw,
		    const struct vtc_gen *gen);
void vtc_stats_refresh(struct vtc_stats *stats, const struct vtc_hw *hw);
void vtc_stats_tick(struct vtc_stats *stats, const struct vtc_hw *hw);
void vtc_stats_look(struct vtc_stats *stats, const struct vtc_hw *hw);
void vtc_stats_pause(struct vtc_stats *stats, const struct vtc_hw *hw);
void vtc_stats_resume(struct vtc_stats *stats, const struct vtc_hw *hw);
void vtc_stats_set_vfs(struct vtc_stats *stats, const struct vtc_hw *hw,
		       unsigned int n);
void vtc_stats_vf_reset(struct vtc_stats *stats, unsigned int vf);
void vtc_stats_settle(struct vtc_stats *stats, const struct vtc_hw *hw);
void vtc_stats_get(struct vtc_stats *stats, struct vtc_stats_port *port);
void vtc_stats_get_vf(struct vtc_stats *stats, unsigned int vf,
		      struct vtc_vfcount *count);
void vtc_stats_add64(struct vtc_stats *stats, struct rtnl_link_stats64 *st);

#endif /* VTC_STATS_H */
