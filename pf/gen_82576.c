// SPDX-License-Identifier: GPL-2.0-only
/*
 * The 82576: 16 queues, 8 pools of two, 8 VFs.
 *
 * Owns what differs between generations and belongs to no other file: one-time
 * setup, interrupt routing, rate limiter.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sizes.h>
#include "gen.h"
#include "qvec.h"
#include "regs_82576.h"
#include "rss.h"

#define VTC_82576_POOL_QUEUES_APART	8

/* Beside what every chip has */
static const struct vtc_gen_run vtc_82576_dump[] = {
	{ VTC_GPIE, 1, 4 },
	{ VTC_IVAR(0), 8, 4 },
	{ VTC_IVAR_MISC, 1, 4 },
	{ VTC_EITR(0), 25, 4 },
	{ VTC_FCRTV, 1, 4 },
	{ VTC_QDE, 1, 4 },
	{ VTC_RXPBS, 1, 4 },
	{ VTC_TXPBS, 1, 4 },
	{ VTC_DTXCTL, 1, 4 },
	{ VTC_RAL_HIGH(16), 8, 8 },
	{ VTC_RAH_HIGH(16), 8, 8 },
	/* pools and switch */
	{ VTC_VT_CTL, 1, 4 },
	{ VTC_VMOLR(0), 8, 4 },
	{ VTC_RPLOLR, 1, 4 },
	{ VTC_VLVF(0), 32, 4 },
	{ VTC_VMVIR(0), 8, 4 },
	{ VTC_DTXSWC, 1, 4 },
	{ VTC_VFRE, 1, 4 },
	{ VTC_VFTE, 1, 4 },
	{ VTC_IOVCTL, 1, 4 },
	/* mailbox */
	{ VTC_MBVFICR, 1, 4 },
	{ VTC_MBVFIMR, 1, 4 },
	{ VTC_VFLRE, 1, 4 },
	{ VTC_P2VMAILBOX(0), 8, 4 },
};

static const struct vtc_gen_run vtc_82576_test[] = {
	{ VTC_RETA(0), 32, 4, GENMASK(31, 0) },
	{ VTC_RAH(0), 16, 8, VTC_RAH_POOLS },
	{ VTC_RAL_HIGH(16), 8, 8, GENMASK(31, 0) },
	{ VTC_RAH_HIGH(16), 8, 8, VTC_RAH_ADDR | VTC_RAH_POOLS },
	{ VTC_VLVF(0), 32, 4, VTC_VLVF_VID | VTC_VLVF_POOLS },
	{ VTC_VMVIR(0), 8, 4, VTC_VMVIR_TAG },
};

static unsigned int vtc_82576_queue(unsigned int pool, unsigned int i)
{
	return pool + i * VTC_82576_POOL_QUEUES_APART;
}

static u32 vtc_82576_rx_ring(unsigned int q)
{
	return VTC_PF_RX_RING(q);
}

static u32 vtc_82576_tx_ring(unsigned int q)
{
	return VTC_PF_TX_RING(q);
}

/* Each queue has contexts of its own */
static u32 vtc_82576_tx_context(unsigned int q)
{
	return 0;
}

static u32 vtc_82576_rx_buffer(const struct vtc_hw *hw)
{
	return FIELD_GET(VTC_RXPBS_KIB, vtc_rd(hw, VTC_RXPBS)) * SZ_1K;
}

static void vtc_82576_setup(const struct vtc_hw *hw)
{
	unsigned int i;

	/* The chip has to know that port VLAN tags lengthen frames (7.10.3.9) */
	vtc_wr(hw, VTC_DTXCTL, vtc_rd(hw, VTC_DTXCTL) | VTC_DTXCTL_VLAN_ADDED);
	vtc_wr(hw, VTC_RXCSUM, VTC_RXCSUM_IPOFL | VTC_RXCSUM_TUOFL |
			       VTC_RXCSUM_CRCOFL | VTC_RXCSUM_PCSD);
	/* A VF that comes finds no vector of somebody else in its queues */
	for (i = 0; i < 8; i++)
		vtc_wr(hw, VTC_IVAR(i), 0);
	vtc_wr(hw, VTC_RTTBCNRM, VTC_RTTBCNRM_MMW);
	vtc_wr(hw, VTC_CTRL_EXT, vtc_rd(hw, VTC_CTRL_EXT) | VTC_CTRL_EXT_DRV_LOAD);
}

/* First of all: what follows only sticks in MSI-X mode */
static void vtc_82576_setup_msix(const struct vtc_hw *hw, unsigned int vec)
{
	vtc_wr(hw, VTC_GPIE, VTC_GPIE_MSIX_MODE | VTC_GPIE_PBA | VTC_GPIE_EIAME |
			     VTC_GPIE_NSICR);
	vtc_wr(hw, VTC_IVAR_MISC, (vec | VTC_IVAR_VALID) <<
				  VTC_IVAR_MISC_OTHER_SHIFT);
}

/* In MSI-X mode a bit of EICR is a vector */
static u32 vtc_82576_own_causes(unsigned int vectors)
{
	return BIT(vectors) - 1;
}

/* One word holds receive and transmit of queue n and of queue n + 8 (7.3.2) */
static u32 vtc_82576_route(const struct vtc_hw *hw, unsigned int q,
			   unsigned int vec)
{
	unsigned int shift = q >= 8 ? 16 : 0;
	u32 entry = (vec | VTC_IVAR_VALID) << 8 | vec | VTC_IVAR_VALID;
	u32 ivar = vtc_rd(hw, VTC_IVAR(q % 8));

	ivar = (ivar & ~(0xffffu << shift)) | entry << shift;
	vtc_wr(hw, VTC_IVAR(q % 8), ivar);
	return BIT(vec);
}

static void vtc_82576_unroute(const struct vtc_hw *hw, unsigned int pool)
{
	vtc_wr(hw, VTC_IVAR(pool), 0);
}

/**
 * vtc_gen_rate_82576() - rate limiter word of the 82576
 * @mbps: limit of some queues together, Mb/s; 0 or not below @speed: none
 * @queues: their number; each gets the same
 * @speed: link, Mb/s
 *
 * The chip wants link speed over limit as 14.14 fixed point (8.12.40).  Rounded
 * up, so that the queues together never exceed what was asked for.
 *
 * Context: any.
 * Return: value for RTTBCNRC.
 */
u32 vtc_gen_rate_82576(u32 mbps, unsigned int queues, u32 speed)
{
	u32 factor;

	if (!mbps || !speed || mbps >= speed)
		return 0;
	factor = DIV_ROUND_UP((speed * queues) << 14, mbps);
	return VTC_RTTBCNRC_ENA |
	       FIELD_PREP(VTC_RTTBCNRC_INT, factor >> 14) |
	       FIELD_PREP(VTC_RTTBCNRC_DEC, factor & GENMASK(13, 0));
}

static void vtc_82576_set_rate(const struct vtc_hw *hw, unsigned int q, u32 mbps,
			       unsigned int queues, u32 speed)
{
	vtc_wr(hw, VTC_RTTDQSEL, q);
	vtc_wr(hw, VTC_RTTBCNRC, vtc_gen_rate_82576(mbps, queues, speed));
}

const struct vtc_gen vtc_gen_82576 = {
	.name		= "82576",
	.sw		= &vtc_l2sw_82576,
	.chip		= {
		.pools		= 8,
		.pool_queues	= 2,
		.plain_queues	= 8,
		.max_vfs	= 7,
		.vectors	= 10,
		.vf_vectors	= 3,
		.causes		= 25,
	},
	.dump		= vtc_82576_dump,
	.n_dump		= ARRAY_SIZE(vtc_82576_dump),
	.test		= vtc_82576_test,
	.n_test		= ARRAY_SIZE(vtc_82576_test),
	.other		= BIT(0),
	.rss_shift	= VTC_RSS_SHIFT_PLAIN,
	.pool_rss_shift	= VTC_RSS_SHIFT_POOLS,
	.queue		= vtc_82576_queue,
	.rx_ring	= vtc_82576_rx_ring,
	.tx_ring	= vtc_82576_tx_ring,
	.tx_context	= vtc_82576_tx_context,
	.rx_buffer	= vtc_82576_rx_buffer,
	.reset		= vtc_gen_reset,
	.setup		= vtc_82576_setup,
	.setup_msix	= vtc_82576_setup_msix,
	.own_causes	= vtc_82576_own_causes,
	.eitr		= vtc_dp_eitr,
	.route		= vtc_82576_route,
	.unroute	= vtc_82576_unroute,
	.set_rate	= vtc_82576_set_rate,
};
