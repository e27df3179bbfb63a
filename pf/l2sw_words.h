/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words of the filters that all chips of the family have alike: what the
 * l2sw_<chip>.c share.
 *
 * Pure.  Where a word goes and what a pool is stays with the chip.
 */
#ifndef VTC_L2SW_WORDS_H
#define VTC_L2SW_WORDS_H

#include <linux/bitfield.h>
#include <linux/minmax.h>
#include "l2sw.h"
#include "regs_82576.h"

#define VTC_L2SW_HASHES		(VTC_MRQC_RSS_TCP4 | VTC_MRQC_RSS_IPV4 | \
				 VTC_MRQC_RSS_TCP6 | VTC_MRQC_RSS_IPV6 | \
				 VTC_MRQC_RSS_TCP6_EX)

static inline u32 vtc_l2sw_ral(const u8 *addr)
{
	return addr[0] | addr[1] << 8 | addr[2] << 16 | (u32)addr[3] << 24;
}

/* The address's part of RAH */
static inline u32 vtc_l2sw_rah(const u8 *addr)
{
	return FIELD_PREP(VTC_RAH_ADDR, addr[4] | addr[5] << 8);
}

/* RCTL's part for a port that is one pool's */
static inline u32 vtc_l2sw_rctl(const struct vtc_l2sw_pool *pool)
{
	u32 val = 0;

	if (pool->bcast)
		val |= VTC_RCTL_BAM;
	if (pool->promisc)
		val |= VTC_RCTL_UPE;
	if (pool->allmulti)
		val |= VTC_RCTL_MPE;
	return val;
}

/* RLPML: the longest frame of the first @n pools */
static inline u32 vtc_l2sw_rlpml(const struct vtc_l2sw *sw, unsigned int n)
{
	unsigned int i;
	u32 longest = 0;

	for (i = 0; i < n; i++)
		longest = max_t(u32, longest, sw->pool[i].max_frame);
	return longest;
}

#endif /* VTC_L2SW_WORDS_H */
