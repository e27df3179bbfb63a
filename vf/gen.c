// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of the 82576's VF, and what can be done with any.  Datasheet 8.26 to 8.29.
 */
#include <linux/kernel.h>
#include "gen.h"
#include "hw.h"
#include "mbx_abi.h"
#include "regs_82576.h"

static void vtc_gen_link_82576(const struct vtc_hw *hw, struct vtc_gen_link *link)
{
	u32 status = vtc_rd(hw, VTC_STATUS);

	link->up = status & VTC_STATUS_LU && !vtc_hw_is_off(hw);
	link->full = status & VTC_STATUS_FD;
	switch (FIELD_GET(VTC_STATUS_SPEED, status)) {
	case VTC_STATUS_SPEED_10:
		link->speed = 10;
		break;
	case VTC_STATUS_SPEED_100:
		link->speed = 100;
		break;
	default:
		link->speed = 1000;
		break;
	}
}

static const struct vtc_hw_span vtc_gen_spans_82576[] = {
	{ VTC_EIMS, VTC_EIAM },
	{ VTC_V2PMAILBOX, VTC_V2PMAILBOX },
	{ VTC_VMBMEM(0), VTC_VMBMEM(1) - 4 },
	{ VTC_CTRL, VTC_CTRL },
	{ VTC_STATUS, VTC_STATUS },
	{ VTC_EICR, VTC_EICR },
	{ VTC_EITR(0), VTC_EITR(2) },
	{ VTC_IVAR(0), VTC_IVAR(0) },
	{ VTC_VF_IVAR_MISC, VTC_VF_IVAR_MISC },
	{ VTC_VF_RX_RING(0), VTC_VF_RX_RING(0) + VTC_RING_DCTL },
	{ VTC_VF_RX_RING(1), VTC_VF_RX_RING(1) + VTC_RING_DCTL },
	{ VTC_VF_TX_RING(0), VTC_VF_TX_RING(0) + VTC_RING_TDWBAH },
	{ VTC_VF_TX_RING(1), VTC_VF_TX_RING(1) + VTC_RING_TDWBAH },
	{ VTC_VFGPRC, VTC_VFMPRC },
};

/*
 * Nothing here changes by being read.  The mailbox's control register does, so
 * it is not among them.
 */
static const u32 vtc_gen_dump_82576[] = {
	VTC_CTRL, VTC_STATUS,
	VTC_EIMS, VTC_EIAC, VTC_EIAM,
	VTC_EITR(0), VTC_EITR(1), VTC_EITR(2), VTC_IVAR(0), VTC_VF_IVAR_MISC,
	VTC_VFGPRC, VTC_VFGPTC, VTC_VFGORC, VTC_VFGOTC, VTC_VFMPRC,
};

static const u8 vtc_gen_dump_rx_82576[] = {
	VTC_RING_BAL, VTC_RING_BAH, VTC_RING_LEN, VTC_RING_SRRCTL,
	VTC_RING_HEAD, VTC_RING_TAIL, VTC_RING_DCTL,
};

static const u8 vtc_gen_dump_tx_82576[] = {
	VTC_RING_BAL, VTC_RING_BAH, VTC_RING_LEN,
	VTC_RING_HEAD, VTC_RING_TAIL, VTC_RING_DCTL,
	VTC_RING_TDWBAL, VTC_RING_TDWBAH,
};

/*
 * The chip has two queue pairs for each VF.  One is used by default: the
 * second one receives only if the PF has set up RSS over both.
 */
const struct vtc_gen vtc_gen_82576_vf = {
	.name		= "82576",
	.bar		= 0,
	.pairs_max	= 2,
	.pairs		= 1,
	.regs		= {
		.ctrl		= VTC_CTRL,
		.eims		= VTC_EIMS,
		.eimc		= VTC_EIMC,
		.eiac		= VTC_EIAC,
		.eiam		= VTC_EIAM,
		.eicr		= VTC_EICR,
		.eitr		= VTC_EITR(0),
		.ivar		= VTC_IVAR(0),
		.ivar_misc	= VTC_VF_IVAR_MISC,
	},
	.ctrl_rst	= VTC_CTRL_RST,
	.ivar_valid	= VTC_IVAR_VALID,
	.rx_ring	= { VTC_VF_RX_RING(0), VTC_VF_RX_RING(1) },
	.tx_ring	= { VTC_VF_TX_RING(0), VTC_VF_TX_RING(1) },
	.spans		= vtc_gen_spans_82576,
	.n_spans	= ARRAY_SIZE(vtc_gen_spans_82576),
	.dump		= vtc_gen_dump_82576,
	.n_dump		= ARRAY_SIZE(vtc_gen_dump_82576),
	.dump_rx	= vtc_gen_dump_rx_82576,
	.n_dump_rx	= ARRAY_SIZE(vtc_gen_dump_rx_82576),
	.dump_tx	= vtc_gen_dump_tx_82576,
	.n_dump_tx	= ARRAY_SIZE(vtc_gen_dump_tx_82576),
	.link		= vtc_gen_link_82576,
};

static u32 *vtc_gen_dump_ring(const struct vtc_hw *hw, u32 ring,
			      const u8 *offsets, unsigned int n, u32 *out)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		*out++ = vtc_rd(hw, ring + offsets[i]);
	return out;
}

/**
 * vtc_gen_dump() - read what "ethtool -d" shows
 * @gen: generation
 * @hw: VF
 * @out: words, or NULL to be told only how many there are
 *
 * Context: any.
 * Return: number of words.
 */
unsigned int vtc_gen_dump(const struct vtc_gen *gen, const struct vtc_hw *hw,
			  u32 *out)
{
	unsigned int i;

	for (i = 0; out && i < gen->n_dump; i++)
		*out++ = vtc_rd(hw, gen->dump[i]);
	for (i = 0; out && i < gen->pairs_max; i++)
		out = vtc_gen_dump_ring(hw, gen->rx_ring[i], gen->dump_rx,
					gen->n_dump_rx, out);
	for (i = 0; out && i < gen->pairs_max; i++)
		out = vtc_gen_dump_ring(hw, gen->tx_ring[i], gen->dump_tx,
					gen->n_dump_tx, out);
	return gen->n_dump + gen->pairs_max * (gen->n_dump_rx + gen->n_dump_tx);
}
