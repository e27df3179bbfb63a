// SPDX-License-Identifier: GPL-2.0-only
/*
 * The 82575: four queues, a pool each; no SR-IOV, and so no mailboxes, and no
 * switch between pools.
 *
 * Owns what differs between generations and belongs to no other file: one-time
 * setup, interrupt routing, and which registers there are.
 *
 * Written from the manual.  There is no emulated 82575, and no card has run
 * this: what is here is tested as register values only.
 */
#include <linux/kernel.h>
#include <linux/sizes.h>
#include "desc.h"
#include "gen.h"
#include "regs_82575.h"
#include "regs_82576.h"

#define VTC_82575_RETA_SHIFT	6
#define VTC_82575_RING_LAST	0x3c

/*
 * Of the registers that the driver knows those that are the same here.  With
 * this list an access to any other is a warning and goes nowhere.
 */
static const struct vtc_hw_span vtc_82575_spans[] = {
	{ VTC_EICS, VTC_EIAM },
	{ VTC_ICR, VTC_ICR }, { VTC_ICS, VTC_ICS }, { VTC_IMS, VTC_IMS },
	{ VTC_IMC, VTC_IMC }, { VTC_IAM, VTC_IAM },
	{ VTC_82575_RX_RING(0), VTC_82575_RX_RING(3) + VTC_82575_RING_LAST },
	{ VTC_82575_TX_RING(0), VTC_82575_TX_RING(3) + VTC_82575_RING_LAST },
	{ VTC_EITR(0), VTC_EITR(VTC_82575_VECTORS - 1) },
	{ VTC_82575_MSIXBM(0), VTC_82575_MSIXBM(VTC_82575_VECTORS - 1) },
	{ VTC_EICR, VTC_EICR },
	{ VTC_CTRL, VTC_CTRL }, { VTC_STATUS, VTC_MDIC },
	{ VTC_FCAL, VTC_FCT }, { VTC_VET, VTC_VET },
	{ VTC_RCTL, VTC_RCTL }, { VTC_FCTTV, VTC_FCTTV }, { VTC_TCTL, VTC_TCTL },
	{ VTC_LEDCTL, VTC_LEDCTL },
	{ VTC_82575_PBA, VTC_82575_PBA }, { VTC_EEMNGCTL, VTC_EEMNGCTL },
	{ VTC_FCRTL, VTC_FCRTL }, { VTC_FCRTH, VTC_FCRTH },
	{ VTC_STAT_CRCERRS, VTC_STAT_TSCTC },
	{ VTC_RXCSUM, VTC_RFCTL },
	{ VTC_MTA(0), VTC_MTA(VTC_MTA_REGS - 1) },
	{ VTC_RAL(0), VTC_RAH(15) },
	{ VTC_VFTA(0), VTC_VFTA(VTC_VFTA_REGS - 1) },
	{ VTC_MRQC, VTC_MRQC }, { VTC_MANC, VTC_MANC },
	{ VTC_IMIR(0), VTC_IMIRVP },
	{ VTC_SWSM, VTC_SWSM }, { VTC_SW_FW_SYNC, VTC_SW_FW_SYNC },
	{ VTC_RETA(0), VTC_RETA(31) }, { VTC_RSSRK(0), VTC_RSSRK(9) },
};

static const struct vtc_gen_run vtc_82575_dump[] = {
	{ VTC_82575_PBA, 1, 4 },
	{ VTC_82575_MSIXBM(0), VTC_82575_VECTORS, 4 },
	{ VTC_EITR(0), VTC_82575_VECTORS, 4 },
};

static const struct vtc_gen_run vtc_82575_test[] = {
	{ VTC_RETA(0), 32, 4, VTC_82575_RETA_BITS },
	{ VTC_RAH(0), 16, 8, VTC_82575_RAH_QSEL },
};

/*
 * Frames that no address filter knows go to queue 0, so that has to be the
 * PF's, and the PF has the last pool.
 */
static unsigned int vtc_82575_queue(unsigned int pool, unsigned int i)
{
	return VTC_82575_QUEUES - 1 - pool;
}

static u32 vtc_82575_rx_ring(unsigned int q)
{
	return VTC_82575_RX_RING(q);
}

static u32 vtc_82575_tx_ring(unsigned int q)
{
	return VTC_82575_TX_RING(q);
}

/* Queues share the contexts: each has the one of its number */
static u32 vtc_82575_tx_context(unsigned int q)
{
	return q << VTC_TXO_IDX_SHIFT;
}

static u32 vtc_82575_rx_buffer(const struct vtc_hw *hw)
{
	return FIELD_GET(VTC_82575_PBA_RX_KIB, vtc_rd(hw, VTC_82575_PBA)) *
	       SZ_1K;
}

static void vtc_82575_setup(const struct vtc_hw *hw)
{
	const u32 msix = VTC_82575_CTRL_EXT_IRCA | VTC_82575_CTRL_EXT_EIAME |
			 VTC_82575_CTRL_EXT_PBA_CLR;
	unsigned int i;

	/* No checksums of SCTP */
	vtc_wr(hw, VTC_RXCSUM, VTC_RXCSUM_IPOFL | VTC_RXCSUM_TUOFL |
			       VTC_RXCSUM_PCSD);
	for (i = 0; i < VTC_82575_VECTORS; i++)
		vtc_wr(hw, VTC_82575_MSIXBM(i), 0);
	vtc_rmw(hw, VTC_CTRL_EXT, msix, VTC_CTRL_EXT_DRV_LOAD);
}

static void vtc_82575_setup_msix(const struct vtc_hw *hw, unsigned int vec)
{
	vtc_rmw(hw, VTC_CTRL_EXT, 0, VTC_82575_CTRL_EXT_IRCA |
				     VTC_82575_CTRL_EXT_EIAME |
				     VTC_82575_CTRL_EXT_PBA_CLR);
	vtc_wr(hw, VTC_82575_MSIXBM(vec), VTC_82575_EICR_OTHER);
}

static u32 vtc_82575_queue_causes(unsigned int q)
{
	return VTC_82575_EICR_RX(q) | VTC_82575_EICR_TX(q);
}

/* A bit of EICR is a cause, whichever vector it has */
static u32 vtc_82575_own_causes(unsigned int vectors)
{
	u32 all = VTC_82575_EICR_OTHER;
	unsigned int q;

	for (q = 0; q < VTC_82575_QUEUES; q++)
		all |= vtc_82575_queue_causes(q);
	return all;
}

/* The counter too, so that it takes effect with the next interrupt */
static u32 vtc_82575_eitr(u32 usecs)
{
	u32 units = DIV_ROUND_UP(usecs * 1000, VTC_82575_EITR_UNIT_NS);

	return FIELD_PREP(VTC_82575_EITR_INTERVAL, units) |
	       FIELD_PREP(VTC_82575_EITR_COUNTER, units);
}

/* Vector 0 serves the rest as well, if it is the only one */
static u32 vtc_82575_route(const struct vtc_hw *hw, unsigned int q,
			   unsigned int vec)
{
	u32 causes = vtc_82575_queue_causes(q);

	vtc_wr(hw, VTC_82575_MSIXBM(vec), causes |
					  (vec ? 0 : VTC_82575_EICR_OTHER));
	return causes;
}

static void vtc_82575_unroute(const struct vtc_hw *hw, unsigned int pool)
{
	u32 causes = vtc_82575_queue_causes(vtc_82575_queue(pool, 0));
	unsigned int i;

	for (i = 0; i < VTC_82575_VECTORS; i++)
		vtc_rmw(hw, VTC_82575_MSIXBM(i), causes, 0);
}

const struct vtc_gen vtc_gen_82575 = {
	.name		= "82575",
	.sw		= &vtc_l2sw_82575,
	.chip		= {
		.pools		= VTC_82575_QUEUES,
		.pool_queues	= 1,
		.plain_queues	= VTC_82575_QUEUES,
		.vectors	= VTC_82575_VECTORS,
		.causes		= VTC_82575_VECTORS,
	},
	.spans		= vtc_82575_spans,
	.n_spans	= ARRAY_SIZE(vtc_82575_spans),
	.dump		= vtc_82575_dump,
	.n_dump		= ARRAY_SIZE(vtc_82575_dump),
	.test		= vtc_82575_test,
	.n_test		= ARRAY_SIZE(vtc_82575_test),
	.other		= VTC_82575_EICR_OTHER,
	.rss_shift	= VTC_82575_RETA_SHIFT,
	.pool_rss_shift	= VTC_82575_RETA_SHIFT,
	.lacks		= NETIF_F_SCTP_CRC | NETIF_F_GSO_UDP_L4,
	.queue		= vtc_82575_queue,
	.rx_ring	= vtc_82575_rx_ring,
	.tx_ring	= vtc_82575_tx_ring,
	.tx_context	= vtc_82575_tx_context,
	.rx_buffer	= vtc_82575_rx_buffer,
	.reset		= vtc_gen_reset,
	.setup		= vtc_82575_setup,
	.setup_msix	= vtc_82575_setup_msix,
	.own_causes	= vtc_82575_own_causes,
	.eitr		= vtc_82575_eitr,
	.route		= vtc_82575_route,
	.unroute	= vtc_82575_unroute,
};
