/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a written-back receive descriptor says about its frame.
 *
 * Pure: words in, answers out.  Datasheet 7.1.5.2.
 */
#ifndef VTC_RXD_H
#define VTC_RXD_H

#include <linux/if_ether.h>
#include "desc.h"

/* Is that the whole of a good frame, in one buffer of so many bytes */
static inline bool vtc_rxd_whole(u32 status, u32 len, u32 room)
{
	return (status & (VTC_RXS_EOP | VTC_RXS_ERR_RX)) == VTC_RXS_EOP &&
	       len - ETH_HLEN <= room - ETH_HLEN;
}

enum vtc_rxd_csum {
	VTC_RXD_CSUM_NONE,	/* the chip did not look */
	VTC_RXD_CSUM_GOOD,
	VTC_RXD_CSUM_BAD,	/* it looked, and let the stack have the last word */
};

static inline enum vtc_rxd_csum vtc_rxd_csum(u32 status)
{
	if (status & (VTC_RXS_ERR_L4 | VTC_RXS_ERR_IP))
		return VTC_RXD_CSUM_BAD;
	if (status & (VTC_RXS_L4CS | VTC_RXS_UDPCS))
		return VTC_RXD_CSUM_GOOD;
	return VTC_RXD_CSUM_NONE;
}

/* The hash covers ports, addresses only, or (false) was not computed */
static inline bool vtc_rxd_hashed(u32 info)
{
	return info & VTC_RXI_RSS_TYPE;
}

static inline bool vtc_rxd_hash_l4(u32 info)
{
	switch (info & VTC_RXI_RSS_TYPE) {
	case VTC_RSS_TYPE_TCP4:
	case VTC_RSS_TYPE_TCP6:
	case VTC_RSS_TYPE_TCP6_EX:
	case VTC_RSS_TYPE_UDP4:
	case VTC_RSS_TYPE_UDP6:
	case VTC_RSS_TYPE_UDP6_EX:
		return true;
	default:
		return false;
	}
}

#endif /* VTC_RXD_H */
