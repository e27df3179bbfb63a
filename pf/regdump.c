// SPDX-License-Identifier: GPL-2.0-only
/*
 * Register dump for "ethtool -d", format 1: pairs of 32-bit words, a
 * register's offset and its value: what all chips have, then what this one has
 * besides, then its rings.
 *
 * Owns the first list.  Left out is all that reading changes: ICR and EICR, the
 * statistics, SWSM (reading takes the semaphore), WVBR; further MDIC and EERD,
 * which belong to a transaction, and the hash key.
 */
#include <linux/kernel.h>

#include "gen.h"
#include "hw.h"
#include "regdump.h"
#include "regs_82576.h"

#define ONE(reg)	{ (reg), 1, 4 }

/* What every chip has */
static const struct vtc_gen_run vtc_regdump_runs[] = {
	ONE(VTC_CTRL),
	ONE(VTC_STATUS),
	ONE(VTC_CTRL_EXT),
	ONE(VTC_EECD),
	ONE(VTC_EEMNGCTL),
	ONE(VTC_MANC),
	ONE(VTC_LEDCTL),
	ONE(VTC_VET),
	ONE(VTC_FCAL),
	ONE(VTC_FCAH),
	ONE(VTC_FCT),
	ONE(VTC_FCTTV),
	ONE(VTC_FCRTL),
	ONE(VTC_FCRTH),
	/* interrupts */
	ONE(VTC_IMS),
	ONE(VTC_IAM),
	ONE(VTC_EIMS),
	ONE(VTC_EIAC),
	ONE(VTC_EIAM),
	/* receive and transmit */
	ONE(VTC_RCTL),
	ONE(VTC_RXCSUM),
	ONE(VTC_RLPML),
	ONE(VTC_RFCTL),
	ONE(VTC_MRQC),
	{ VTC_RETA(0), 32, 4 },
	ONE(VTC_TCTL),
	/* filters */
	{ VTC_RAL(0), 16, 8 },
	{ VTC_RAH(0), 16, 8 },
	{ VTC_MTA(0), VTC_MTA_REGS, 4 },
	{ VTC_VFTA(0), VTC_VFTA_REGS, 4 },
};

static const u8 vtc_regdump_rx[] = {
	VTC_RING_BAL, VTC_RING_BAH, VTC_RING_LEN, VTC_RING_SRRCTL,
	VTC_RING_HEAD, VTC_RING_TAIL, VTC_RING_DCTL,
};

static const u8 vtc_regdump_tx[] = {
	VTC_RING_BAL, VTC_RING_BAH, VTC_RING_LEN, VTC_RING_HEAD, VTC_RING_TAIL,
	VTC_RING_DCTL, VTC_RING_TDWBAL, VTC_RING_TDWBAH,
};

static size_t vtc_regdump_count(const struct vtc_gen_run *runs, unsigned int n)
{
	size_t sum = 0;

	while (n--)
		sum += runs[n].count;
	return sum;
}

/**
 * vtc_regdump_len() - size of a dump
 * @gen: generation
 *
 * Context: any.
 * Return: bytes.
 */
size_t vtc_regdump_len(const struct vtc_gen *gen)
{
	size_t n = vtc_regdump_count(vtc_regdump_runs,
				     ARRAY_SIZE(vtc_regdump_runs)) +
		   vtc_regdump_count(gen->dump, gen->n_dump);

	n += vtc_gen_queues(gen) * (ARRAY_SIZE(vtc_regdump_rx) +
				    ARRAY_SIZE(vtc_regdump_tx));
	return n * 2 * sizeof(u32);
}

static u32 *vtc_regdump_one(const struct vtc_hw *hw, u32 reg, u32 *out)
{
	*out++ = reg;
	*out++ = vtc_rd(hw, reg);
	return out;
}

static u32 *vtc_regdump_each(const struct vtc_hw *hw,
			     const struct vtc_gen_run *runs, unsigned int n,
			     u32 *out)
{
	unsigned int r, i;

	for (r = 0; r < n; r++)
		for (i = 0; i < runs[r].count; i++)
			out = vtc_regdump_one(hw, runs[r].first +
					      i * runs[r].stride, out);
	return out;
}

static u32 *vtc_regdump_ring(const struct vtc_hw *hw, u32 ring, const u8 *regs,
			     unsigned int n, u32 *out)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		out = vtc_regdump_one(hw, ring + regs[i], out);
	return out;
}

/**
 * vtc_regdump() - read all registers of the list
 * @hw: registers of the function, reachable
 * @gen: its generation
 * @out: room for vtc_regdump_len() bytes
 *
 * Context: any; some hundred register reads.
 */
void vtc_regdump(const struct vtc_hw *hw, const struct vtc_gen *gen, u32 *out)
{
	unsigned int q;

	out = vtc_regdump_each(hw, vtc_regdump_runs,
			       ARRAY_SIZE(vtc_regdump_runs), out);
	out = vtc_regdump_each(hw, gen->dump, gen->n_dump, out);
	for (q = 0; q < vtc_gen_queues(gen); q++) {
		out = vtc_regdump_ring(hw, gen->rx_ring(q), vtc_regdump_rx,
				       ARRAY_SIZE(vtc_regdump_rx), out);
		out = vtc_regdump_ring(hw, gen->tx_ring(q), vtc_regdump_tx,
				       ARRAY_SIZE(vtc_regdump_tx), out);
	}
}
