/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the chip is told about a frame to send: checksums, segmentation, tag.
 *
 * offload.c looks into an skb; the words it makes are plain numbers, compared
 * with what the hardware remembers so that a flow needs one context descriptor
 * and not one for each frame.
 */
#ifndef VTC_OFFLOAD_H
#define VTC_OFFLOAD_H

#include <linux/if_vlan.h>
#include <linux/skbuff.h>
#include "desc.h"

/* Limits of the context descriptor's length fields */
#define VTC_OFFLOAD_MAX_MACLEN	127
#define VTC_OFFLOAD_MAX_IPLEN	511

/**
 * struct vtc_offload - the descriptor words for one frame
 * @ctx: context descriptor: lengths and tag, zero, command, MSS and L4 length
 * @need_ctx: the frame needs that context
 * @cmd: command bits of its data descriptors
 * @olinfo: offload bits of its data descriptors
 * @bytes: bytes on the wire after segmentation, CRC not counted
 * @segs: frames on the wire
 */
struct vtc_offload {
	u32 ctx[4];
	bool need_ctx;
	u32 cmd;
	u32 olinfo;
	u32 bytes;
	u16 segs;
};

/* Command bits that every data descriptor has */
#define VTC_OFFLOAD_CMD		(VTC_TXD_DTYP_DATA | VTC_TXD_DEXT | VTC_TXD_IFCS)

/* Does the chip have to do anything to a frame but send it */
static inline bool vtc_offload_wanted(const struct sk_buff *skb)
{
	return skb->ip_summed == CHECKSUM_PARTIAL || skb_vlan_tag_present(skb) ||
	       skb_is_gso(skb);
}

int vtc_offload_prepare(struct sk_buff *skb, struct vtc_offload *off);
netdev_features_t vtc_offload_check(struct sk_buff *skb, struct net_device *netdev,
				    netdev_features_t features);

#endif /* VTC_OFFLOAD_H */
