// SPDX-License-Identifier: GPL-2.0-only
/*
 * The switch of the 82576, pure: from the model to the value of each register.
 *
 * Owns the bits of every switch register and the order in which rights are
 * taken away.  Writes nothing: l2sw_hw.c does.  Not in here: CTRL.VME, which
 * belongs to the file that owns CTRL, and the rate limiter, which has a window
 * register and so is no plain word.
 */
#include <linux/bitfield.h>
#include <linux/string.h>
#include "l2sw_words.h"
#include "regs_82576.h"
#include "swimg.h"

#define VTC_82576_POOLS		8
#define VTC_82576_QUEUES	16
#define VTC_82576_MACS		24
#define VTC_82576_MACS_LOW	16	/* in the first of two register blocks */
#define VTC_82576_VLANS		32

#define VTC_VMVIR_QOS		GENMASK(15, 13)
#define VTC_VMVIR_VID		GENMASK(11, 0)

/* The layout of the image; the order is explained at the spans */
enum vtc_82576_word {
	VTC_W_RCTL,
	VTC_W_VT_CTL,
	VTC_W_DTXSWC,
	VTC_W_VMOLR,
	VTC_W_VFRE = VTC_W_VMOLR + VTC_82576_POOLS,
	VTC_W_VFTE,
	VTC_W_VFTA,
	VTC_W_VLVF = VTC_W_VFTA + VTC_VFTA_REGS,
	VTC_W_RAH = VTC_W_VLVF + VTC_82576_VLANS,
	VTC_W_RAL = VTC_W_RAH + VTC_82576_MACS,
	VTC_W_MTA = VTC_W_RAL + VTC_82576_MACS,
	VTC_W_UTA = VTC_W_MTA + VTC_MTA_REGS,
	VTC_W_RPLOLR = VTC_W_UTA + VTC_UTA_REGS,
	VTC_W_RLPML,
	VTC_W_QDE,
	VTC_W_MRQC,
	VTC_W_VMVIR,
	VTC_W_END = VTC_W_VMVIR + VTC_82576_POOLS,
};

static_assert(VTC_W_END <= VTC_SWIMG_WORDS);
static_assert(VTC_82576_MACS <= VTC_L2SW_MACS);
static_assert(VTC_82576_VLANS <= VTC_L2SW_VLANS);
static_assert(VTC_82576_POOLS <= VTC_L2SW_POOLS);

#define VTC_82576_ALL		GENMASK(31, 0)
#define VTC_82576_POOL_BITS	GENMASK(VTC_82576_POOLS - 1, 0)

/*
 * Rights are taken away from the top to the bottom and given from the bottom
 * to the top.  What matters:
 *  - A change of the queueing mode (MRQC) stops the receiver for its length.
 *  - The default pool and promiscuous pools (VT_CTL, VMOLR) come before what
 *    decides whether a frame has an owner; VFRE is behind them because a match
 *    in a pool that does not receive may count as none.
 *  - A VLAN that is open in VFTA but has no VLVF entry is for the default
 *    pool, so VFTA is closed first and opened last.
 *  - RAH holds the valid bit of RAL.
 *  - Words that grant nothing are last here, so that they change while no more
 *    is open than both settings allow: VMVIR moves a sender to another VLAN.
 */
static const struct vtc_swimg_span vtc_82576_spans[] = {
	{
		.name = "RCTL", .first = VTC_W_RCTL, .count = 1,
		.reg = VTC_RCTL, .stride = 4,
		.grant = VTC_RCTL_BAM | VTC_RCTL_UPE | VTC_RCTL_MPE,
		.restrict_ = VTC_RCTL_VFE,
		.valid = VTC_RCTL_EN,
		.key = VTC_W_MRQC - VTC_W_RCTL,
	}, {
		.name = "VT_CTL", .first = VTC_W_VT_CTL, .count = 1,
		.reg = VTC_VT_CTL, .stride = 4,
		.restrict_ = VTC_VT_CTL_DIS_DEF_PL,
		.catch_all = VTC_VT_CTL_DIS_DEF_PL,
	}, {
		.name = "DTXSWC", .first = VTC_W_DTXSWC, .count = 1,
		.reg = VTC_DTXSWC, .stride = 4,
		.grant = VTC_DTXSWC_LOOPBACK | VTC_DTXSWC_LLE,
		.restrict_ = VTC_DTXSWC_MACAS | VTC_DTXSWC_VLANAS,
	}, {
		.name = "VMOLR", .first = VTC_W_VMOLR, .count = VTC_82576_POOLS,
		.reg = VTC_VMOLR(0), .stride = 4,
		.grant = VTC_VMOLR_AUPE | VTC_VMOLR_ROMPE | VTC_VMOLR_ROPE |
			 VTC_VMOLR_BAM | VTC_VMOLR_MPME,
		.covers = VTC_VMOLR_AUPE | VTC_VMOLR_ROPE,
		.catch_all = VTC_VMOLR_ROPE,
	}, {
		.name = "VFRE", .first = VTC_W_VFRE, .count = 1,
		.reg = VTC_VFRE, .stride = 4,
		.grant = VTC_82576_POOL_BITS,
		.covers = VTC_82576_POOL_BITS,
	}, {
		.name = "VFTE", .first = VTC_W_VFTE, .count = 1,
		.reg = VTC_VFTE, .stride = 4,
		.grant = VTC_82576_POOL_BITS,
	}, {
		.name = "VFTA", .first = VTC_W_VFTA, .count = VTC_VFTA_REGS,
		.reg = VTC_VFTA(0), .stride = 4,
		.grant = VTC_82576_ALL,
	}, {
		.name = "VLVF", .first = VTC_W_VLVF, .count = VTC_82576_VLANS,
		.reg = VTC_VLVF(0), .stride = 4,
		.grant = VTC_VLVF_POOLS,
		.valid = VTC_VLVF_EN,
		.covers = VTC_82576_ALL,
	}, {
		.name = "RAH", .first = VTC_W_RAH, .count = VTC_82576_MACS_LOW,
		.reg = VTC_RAH(0), .stride = 8,
		.grant = VTC_RAH_POOLS,
		.valid = VTC_RAH_AV,
		.key = VTC_W_RAL - VTC_W_RAH,
		.covers = VTC_82576_ALL,
	}, {
		.name = "RAH", .first = VTC_W_RAH + VTC_82576_MACS_LOW,
		.count = VTC_82576_MACS - VTC_82576_MACS_LOW,
		.reg = VTC_RAH_HIGH(VTC_82576_MACS_LOW), .stride = 8,
		.grant = VTC_RAH_POOLS,
		.valid = VTC_RAH_AV,
		.key = VTC_W_RAL - VTC_W_RAH,
		.covers = VTC_82576_ALL,
	}, {
		.name = "RAL", .first = VTC_W_RAL, .count = VTC_82576_MACS_LOW,
		.reg = VTC_RAL(0), .stride = 8,
		.covers = VTC_82576_ALL,
	}, {
		.name = "RAL", .first = VTC_W_RAL + VTC_82576_MACS_LOW,
		.count = VTC_82576_MACS - VTC_82576_MACS_LOW,
		.reg = VTC_RAL_HIGH(VTC_82576_MACS_LOW), .stride = 8,
		.covers = VTC_82576_ALL,
	}, {
		.name = "MTA", .first = VTC_W_MTA, .count = VTC_MTA_REGS,
		.reg = VTC_MTA(0), .stride = 4,
		.grant = VTC_82576_ALL,
	}, {
		.name = "UTA", .first = VTC_W_UTA, .count = VTC_UTA_REGS,
		.reg = VTC_UTA(0), .stride = 4,
		.grant = VTC_82576_ALL,
		.covers = VTC_82576_ALL,
	}, {
		.name = "RPLOLR", .first = VTC_W_RPLOLR, .count = 1,
		.reg = VTC_RPLOLR, .stride = 4,
	}, {
		.name = "RLPML", .first = VTC_W_RLPML, .count = 1,
		.reg = VTC_RLPML, .stride = 4,
	}, {
		.name = "QDE", .first = VTC_W_QDE, .count = 1,
		.reg = VTC_QDE, .stride = 4,
	}, {
		.name = "MRQC", .first = VTC_W_MRQC, .count = 1,
		.reg = VTC_MRQC, .stride = 4,
	}, {
		.name = "VMVIR", .first = VTC_W_VMVIR, .count = VTC_82576_POOLS,
		.reg = VTC_VMVIR(0), .stride = 4,
	},
};

static_assert(ARRAY_SIZE(vtc_82576_spans) <= VTC_SWIMG_SPANS);

/* A VF's reset clears its bits in these (7.10.2.3) */
static const u16 vtc_82576_flr_words[] = { VTC_W_VFRE, VTC_W_VFTE };

static u32 vtc_82576_rctl(const struct vtc_l2sw *sw)
{
	const struct vtc_l2sw_pool *pf;
	u32 val = VTC_RCTL_SECRC | VTC_RCTL_LPE;

	if (sw->rx_on)
		val |= VTC_RCTL_EN;
	if (sw->vt || !sw->all_vlans)
		val |= VTC_RCTL_VFE;
	if (sw->vt)
		return val;
	pf = &sw->pool[sw->pf_pool];
	return val | vtc_l2sw_rctl(pf);
}

static u32 vtc_82576_vt_ctl(const struct vtc_l2sw *sw)
{
	u32 val = VTC_VT_CTL_REPL_EN;

	if (!sw->vt)
		return 0;
	if (sw->pf_pool < VTC_82576_POOLS)
		val |= FIELD_PREP(VTC_VT_CTL_DEF_PL, sw->pf_pool);
	return sw->default_to_pf ? val : val | VTC_VT_CTL_DIS_DEF_PL;
}

static u32 vtc_82576_dtxswc(const struct vtc_l2sw *sw)
{
	u32 val = sw->vepa ? 0 : VTC_DTXSWC_LOOPBACK;
	u32 checked = 0;
	unsigned int i;

	if (!sw->vt)
		return 0;
	for (i = 0; i < VTC_82576_POOLS; i++)
		if (sw->pool[i].spoofchk)
			checked |= BIT(i);
	return val | FIELD_PREP(VTC_DTXSWC_MACAS, checked) |
	       FIELD_PREP(VTC_DTXSWC_VLANAS, checked);
}

static u32 vtc_82576_mrqc(const struct vtc_l2sw *sw)
{
	if (!sw->vt)
		return VTC_L2SW_HASHES |
		       FIELD_PREP(VTC_MRQC_MODE, VTC_MRQC_MODE_RSS);
	if (!sw->rss)
		return FIELD_PREP(VTC_MRQC_MODE, VTC_MRQC_MODE_VMDQ);
	return VTC_L2SW_HASHES |
	       FIELD_PREP(VTC_MRQC_MODE, VTC_MRQC_MODE_VMDQ_RSS);
}

static u32 vtc_82576_vmolr(const struct vtc_l2sw_pool *pool)
{
	u32 val = 0;

	/* A pool nobody has */
	if (!pool->max_frame)
		return 0;
	val |= pool->untagged ? VTC_VMOLR_AUPE : 0;
	val |= pool->multicast ? VTC_VMOLR_ROMPE : 0;
	val |= pool->promisc ? VTC_VMOLR_ROPE : 0;
	val |= pool->bcast ? VTC_VMOLR_BAM : 0;
	val |= pool->allmulti ? VTC_VMOLR_MPME : 0;
	val |= pool->strip ? VTC_VMOLR_STRVLAN : 0;
	val |= pool->rss ? VTC_VMOLR_RSSE : 0;
	return val | VTC_VMOLR_LPE | VTC_VMOLR_STRCRC |
	       FIELD_PREP(VTC_VMOLR_RLPML, pool->max_frame);
}

/* Without VMDq the chip still looks at VMOLR, so every pool is the PF's */
static const struct vtc_l2sw_pool *
vtc_82576_pool(const struct vtc_l2sw *sw, unsigned int i)
{
	return &sw->pool[sw->vt ? i : sw->pf_pool];
}

static u32 vtc_82576_vmvir(const struct vtc_l2sw_pool *pool)
{
	if (!pool->pvid)
		return 0;
	return VTC_VMVIR_ALWAYS | FIELD_PREP(VTC_VMVIR_VID, pool->pvid) |
	       FIELD_PREP(VTC_VMVIR_QOS, pool->qos);
}

/* Copies of one frame are stripped alike, or not */
static u32 vtc_82576_rplolr(const struct vtc_l2sw *sw)
{
	unsigned int i;

	for (i = 0; i < VTC_82576_POOLS; i++)
		if (sw->pool[i].strip)
			return VTC_RPLOLR_STRCRC | VTC_RPLOLR_STRVLAN;
	return VTC_RPLOLR_STRCRC;
}

static void vtc_82576_put_enables(const struct vtc_l2sw *sw,
				  struct vtc_swimg *img)
{
	unsigned int i;

	if (!sw->vt) {
		img->w[VTC_W_VFRE] = VTC_82576_POOL_BITS;
		img->w[VTC_W_VFTE] = VTC_82576_POOL_BITS;
		return;
	}
	for (i = 0; i < VTC_82576_POOLS; i++) {
		img->w[VTC_W_VFRE] |= sw->pool[i].rx ? BIT(i) : 0;
		img->w[VTC_W_VFTE] |= sw->pool[i].tx ? BIT(i) : 0;
	}
	/* A full ring of one function must not hold up all others */
	img->w[VTC_W_QDE] = GENMASK(VTC_82576_QUEUES - 1, 0);
}

static void vtc_82576_put_mac(const struct vtc_l2sw *sw, unsigned int i,
			      struct vtc_swimg *img)
{
	const struct vtc_l2sw_mac *mac = &sw->mac[i];

	if (!mac->pools)
		return;
	img->w[VTC_W_RAL + i] = vtc_l2sw_ral(mac->addr);
	img->w[VTC_W_RAH + i] = VTC_RAH_AV |
				vtc_l2sw_rah(mac->addr) |
				FIELD_PREP(VTC_RAH_POOLS,
					   sw->vt ? mac->pools : BIT(0));
}

static void vtc_82576_put_vlan(const struct vtc_l2sw *sw, unsigned int i,
			       struct vtc_swimg *img)
{
	const struct vtc_l2sw_vlan *vlan = &sw->vlan[i];

	if (!vlan->pools)
		return;
	img->w[VTC_W_VLVF + i] = VTC_VLVF_EN |
				 FIELD_PREP(VTC_VLVF_VID, vlan->vid) |
				 FIELD_PREP(VTC_VLVF_POOLS, vlan->pools);
}

static void vtc_82576_put_tables(const struct vtc_l2sw *sw,
				 struct vtc_swimg *img)
{
	unsigned int i;

	for (i = 0; i < VTC_82576_MACS; i++)
		vtc_82576_put_mac(sw, i, img);
	for (i = 0; i < VTC_82576_VLANS; i++)
		vtc_82576_put_vlan(sw, i, img);
	memcpy(&img->w[VTC_W_VFTA], sw->vfta, sizeof(sw->vfta));
	memcpy(&img->w[VTC_W_MTA], sw->mta, sizeof(sw->mta));
	memset(&img->w[VTC_W_UTA], sw->uta ? 0xff : 0,
	       VTC_UTA_REGS * sizeof(u32));
}

static void vtc_82576_put_pools(const struct vtc_l2sw *sw,
				struct vtc_swimg *img)
{
	unsigned int i;

	for (i = 0; i < VTC_82576_POOLS; i++) {
		const struct vtc_l2sw_pool *pool = vtc_82576_pool(sw, i);

		img->w[VTC_W_VMOLR + i] = vtc_82576_vmolr(pool);
		img->w[VTC_W_VMVIR + i] = sw->vt ? vtc_82576_vmvir(pool) : 0;
	}
}

static void vtc_82576_build(const struct vtc_l2sw *sw, struct vtc_swimg *img)
{
	memset(img, 0, sizeof(*img));
	img->w[VTC_W_RCTL] = vtc_82576_rctl(sw);
	img->w[VTC_W_VT_CTL] = vtc_82576_vt_ctl(sw);
	img->w[VTC_W_DTXSWC] = vtc_82576_dtxswc(sw);
	img->w[VTC_W_RPLOLR] = vtc_82576_rplolr(sw);
	img->w[VTC_W_RLPML] = vtc_l2sw_rlpml(sw, VTC_82576_POOLS);
	img->w[VTC_W_MRQC] = vtc_82576_mrqc(sw);
	vtc_82576_put_enables(sw, img);
	vtc_82576_put_pools(sw, img);
	vtc_82576_put_tables(sw, img);
}

const struct vtc_swimg_ops vtc_l2sw_82576 = {
	.caps = {
		.pools = VTC_82576_POOLS,
		.macs = VTC_82576_MACS,
		.vlans = VTC_82576_VLANS,
	},
	.spans = vtc_82576_spans,
	.n_spans = ARRAY_SIZE(vtc_82576_spans),
	.flr_words = vtc_82576_flr_words,
	.n_flr_words = ARRAY_SIZE(vtc_82576_flr_words),
	.build = vtc_82576_build,
};
