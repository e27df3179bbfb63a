// SPDX-License-Identifier: GPL-2.0-only
/*
 * The address filters of the 82575, pure: from the model to the value of each
 * register.
 *
 * It has no switch.  With pools each exact filter names one queue by its number,
 * and all that no filter knows and the port takes, broadcast and groups among
 * it, is for queue 0, the PF's (gen_82575.c).  VT_CTL says which queue that is;
 * what is in it after a reset is right, and how to say anything else has been
 * found nowhere.
 *
 * Owns the bits of every filter register and the order in which rights are
 * taken away.  Writes nothing: l2sw_hw.c does.
 */
#include <linux/bitfield.h>
#include <linux/string.h>
#include "l2sw_words.h"
#include "regs_82575.h"
#include "regs_82576.h"
#include "swimg.h"

#define VTC_82575_POOLS		VTC_82575_QUEUES
#define VTC_82575_MACS		16

/* The layout of the image, in the order of the spans */
enum vtc_82575_word {
	VTC_W75_RCTL,
	VTC_W75_VFTA,
	VTC_W75_RAH = VTC_W75_VFTA + VTC_VFTA_REGS,
	VTC_W75_RAL = VTC_W75_RAH + VTC_82575_MACS,
	VTC_W75_MTA = VTC_W75_RAL + VTC_82575_MACS,
	VTC_W75_RLPML = VTC_W75_MTA + VTC_MTA_REGS,
	VTC_W75_MRQC,
	VTC_W75_END,
};

static_assert(VTC_W75_END <= VTC_SWIMG_WORDS);
static_assert(VTC_82575_MACS <= VTC_L2SW_MACS);
static_assert(VTC_82575_POOLS <= VTC_L2SW_POOLS);

#define VTC_82575_ALL		GENMASK(31, 0)

/*
 * As on the 82576: a change of the queueing mode stops the receiver for its
 * length, a promiscuous port waits while filters change, and RAH holds the
 * valid bit of RAL.
 */
static const struct vtc_swimg_span vtc_82575_runs[] = {
	{
		.name = "RCTL", .first = VTC_W75_RCTL, .count = 1,
		.reg = VTC_RCTL, .stride = 4,
		.grant = VTC_RCTL_BAM | VTC_RCTL_UPE | VTC_RCTL_MPE,
		.restrict_ = VTC_RCTL_VFE,
		.valid = VTC_RCTL_EN,
		.key = VTC_W75_MRQC - VTC_W75_RCTL,
		.catch_all = VTC_RCTL_UPE,
	}, {
		.name = "VFTA", .first = VTC_W75_VFTA, .count = VTC_VFTA_REGS,
		.reg = VTC_VFTA(0), .stride = 4,
		.grant = VTC_82575_ALL,
	}, {
		.name = "RAH", .first = VTC_W75_RAH, .count = VTC_82575_MACS,
		.reg = VTC_RAH(0), .stride = 8,
		.valid = VTC_RAH_AV,
		.key = VTC_W75_RAL - VTC_W75_RAH,
		.covers = VTC_82575_ALL,
	}, {
		.name = "RAL", .first = VTC_W75_RAL, .count = VTC_82575_MACS,
		.reg = VTC_RAL(0), .stride = 8,
		.covers = VTC_82575_ALL,
	}, {
		.name = "MTA", .first = VTC_W75_MTA, .count = VTC_MTA_REGS,
		.reg = VTC_MTA(0), .stride = 4,
		.grant = VTC_82575_ALL,
	}, {
		.name = "RLPML", .first = VTC_W75_RLPML, .count = 1,
		.reg = VTC_RLPML, .stride = 4,
	}, {
		.name = "MRQC", .first = VTC_W75_MRQC, .count = 1,
		.reg = VTC_MRQC, .stride = 4,
	},
};

static u32 vtc_82575_rctl(const struct vtc_l2sw *sw)
{
	const struct vtc_l2sw_pool *pf = &sw->pool[sw->pf_pool];
	u32 val = VTC_RCTL_SECRC | VTC_RCTL_LPE;

	if (sw->rx_on)
		val |= VTC_RCTL_EN;
	if (!sw->all_vlans)
		val |= VTC_RCTL_VFE;
	if (!pf->rx)
		return val;
	return val | vtc_l2sw_rctl(pf);
}

static u32 vtc_82575_mrqc(const struct vtc_l2sw *sw)
{
	if (sw->vt)
		return FIELD_PREP(VTC_MRQC_MODE, VTC_MRQC_MODE_VMDQ);
	return VTC_L2SW_HASHES | FIELD_PREP(VTC_MRQC_MODE, VTC_MRQC_MODE_RSS);
}

/* The last pool has queue 0 */
static u32 vtc_82575_qsel(const struct vtc_l2sw *sw, unsigned int pool)
{
	return sw->vt ? FIELD_PREP(VTC_82575_RAH_QSEL, VTC_82575_POOLS - 1 - pool) :
			0;
}

/*
 * An address of a pool that is down counts for nothing: nothing else keeps
 * frames from a queue.  One of two pools would be the lower one's, but there is
 * none: who could share are VFs.
 */
static void vtc_82575_put_mac(const struct vtc_l2sw *sw, unsigned int i,
			      struct vtc_swimg *img)
{
	const struct vtc_l2sw_mac *mac = &sw->mac[i];
	unsigned int pool;

	if (!mac->pools)
		return;
	pool = __ffs(mac->pools);
	img->w[VTC_W75_RAL + i] = vtc_l2sw_ral(mac->addr);
	img->w[VTC_W75_RAH + i] = vtc_l2sw_rah(mac->addr) |
				  vtc_82575_qsel(sw, pool) |
				  (sw->pool[pool].rx ? VTC_RAH_AV : 0);
}

static void vtc_82575_build(const struct vtc_l2sw *sw, struct vtc_swimg *img)
{
	unsigned int i;

	memset(img, 0, sizeof(*img));
	img->w[VTC_W75_RCTL] = vtc_82575_rctl(sw);
	img->w[VTC_W75_RLPML] = vtc_l2sw_rlpml(sw, VTC_82575_POOLS);
	img->w[VTC_W75_MRQC] = vtc_82575_mrqc(sw);
	for (i = 0; i < VTC_82575_MACS; i++)
		vtc_82575_put_mac(sw, i, img);
	memcpy(&img->w[VTC_W75_VFTA], sw->vfta, sizeof(sw->vfta));
	memcpy(&img->w[VTC_W75_MTA], sw->mta, sizeof(sw->mta));
}

const struct vtc_swimg_ops vtc_l2sw_82575 = {
	.caps = {
		.pools = VTC_82575_POOLS,
		.macs = VTC_82575_MACS,
		.no_switch = true,
	},
	.spans = vtc_82575_runs,
	.n_spans = ARRAY_SIZE(vtc_82575_runs),
	.build = vtc_82575_build,
};
