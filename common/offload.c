// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an skb to descriptor words.  No ring, no register.
 *
 * Datasheet 7.2.2.2 (context), 7.2.2.3 (data), 7.2.4 (segmentation),
 * 7.2.5 (checksums).
 */
#include <linux/bitfield.h>
#include <linux/errno.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip6_checksum.h>
#include "offload.h"

static void vtc_offload_tag(struct sk_buff *skb, struct vtc_offload *off)
{
	off->ctx[0] |= FIELD_PREP(VTC_TXC_VLAN, skb_vlan_tag_get(skb));
	off->cmd |= VTC_TXD_VLE;
	off->need_ctx = true;
}

static void vtc_offload_lengths(struct vtc_offload *off, unsigned int maclen,
				unsigned int iplen)
{
	off->ctx[0] |= FIELD_PREP(VTC_TXC_MACLEN, maclen) |
		       FIELD_PREP(VTC_TXC_IPLEN, iplen);
	off->need_ctx = true;
}

/* The L4 type that a checksum at this offset belongs to */
static int vtc_offload_l4(struct sk_buff *skb, u32 *l4)
{
	switch (skb->csum_offset) {
	case offsetof(struct tcphdr, check):
		*l4 = VTC_TXC_L4_TCP;
		return 0;
	case offsetof(struct udphdr, check):
		*l4 = VTC_TXC_L4_UDP;
		return 0;
	case offsetof(struct sctphdr, checksum):
		if (!skb_csum_is_sctp(skb))
			return -EPROTONOSUPPORT;
		*l4 = VTC_TXC_L4_SCTP;
		return 0;
	default:
		return -EPROTONOSUPPORT;
	}
}

static int vtc_offload_csum(struct sk_buff *skb, struct vtc_offload *off)
{
	u32 l4;

	if (vtc_offload_l4(skb, &l4))
		return skb_checksum_help(skb);
	vtc_offload_lengths(off, skb_network_offset(skb),
			    skb_checksum_start_offset(skb) - skb_network_offset(skb));
	off->ctx[2] |= l4;
	off->olinfo |= VTC_TXO_TXSM;
	return 0;
}

/* The chip adds each segment's length to the pseudo header sum by itself */
static void vtc_offload_seed(struct sk_buff *skb, __sum16 *check,
			     unsigned int l4_off)
{
	csum_replace_by_diff(check, (__force __wsum)htonl(skb->len - l4_off));
}

static int vtc_offload_segment(struct sk_buff *skb, struct vtc_offload *off)
{
	unsigned int l4_off, hdr, l4len;
	struct iphdr *ip4;
	int err;

	err = skb_cow_head(skb, 0);
	if (err)
		return err;

	l4_off = skb_transport_offset(skb);
	ip4 = ip_hdr(skb);
	if (ip4->version == 4) {
		ip4->tot_len = 0;
		ip4->check = 0;
		off->ctx[2] |= VTC_TXC_IPV4;
		off->olinfo |= VTC_TXO_IXSM;
	} else {
		ipv6_hdr(skb)->payload_len = 0;
	}

	if (skb_shinfo(skb)->gso_type & SKB_GSO_UDP_L4) {
		l4len = sizeof(struct udphdr);
		off->ctx[2] |= VTC_TXC_L4_UDP;
		vtc_offload_seed(skb, &udp_hdr(skb)->check, l4_off);
	} else {
		l4len = tcp_hdrlen(skb);
		off->ctx[2] |= VTC_TXC_L4_TCP;
		vtc_offload_seed(skb, &tcp_hdr(skb)->check, l4_off);
	}
	hdr = l4_off + l4len;

	vtc_offload_lengths(off, skb_network_offset(skb),
			    l4_off - skb_network_offset(skb));
	off->ctx[3] = FIELD_PREP(VTC_TXC_MSS, skb_shinfo(skb)->gso_size) |
		      FIELD_PREP(VTC_TXC_L4LEN, l4len);
	off->cmd |= VTC_TXD_TSE;
	off->olinfo |= VTC_TXO_TXSM;
	off->olinfo |= (skb->len - hdr) << VTC_TXO_PAYLEN_SHIFT;
	off->segs = skb_shinfo(skb)->gso_segs;
	off->bytes = skb->len + (off->segs - 1) * hdr;
	return 0;
}

/**
 * vtc_offload_prepare() - descriptor words for a frame
 * @skb: frame; its headers may be changed for segmentation
 * @off: result
 *
 * Context: as ndo_start_xmit.
 * Return: 0, -ENOMEM, or what the software checksum said.
 */
int vtc_offload_prepare(struct sk_buff *skb, struct vtc_offload *off)
{
	int err = 0;

	memset(off, 0, sizeof(*off));
	off->cmd = VTC_OFFLOAD_CMD;

	if (skb_vlan_tag_present(skb))
		vtc_offload_tag(skb, off);

	if (skb_is_gso(skb)) {
		err = vtc_offload_segment(skb, off);
	} else {
		if (skb->ip_summed == CHECKSUM_PARTIAL)
			err = vtc_offload_csum(skb, off);
		off->olinfo |= skb->len << VTC_TXO_PAYLEN_SHIFT;
		off->bytes = skb->len;
		off->segs = 1;
	}
	if (off->need_ctx)
		off->ctx[2] |= VTC_TXD_DTYP_CTX | VTC_TXD_DEXT;
	return err;
}

/**
 * vtc_offload_check() - ndo_features_check of both drivers
 * @skb: frame
 * @netdev: unused
 * @features: what the stack would use
 *
 * Context: any.
 * Return: @features less what the chip's length fields cannot express.
 */
netdev_features_t vtc_offload_check(struct sk_buff *skb, struct net_device *netdev,
				    netdev_features_t features)
{
	unsigned int maclen = skb_network_offset(skb);
	unsigned int iplen;

	if (skb->ip_summed != CHECKSUM_PARTIAL)
		return features;
	iplen = skb_checksum_start_offset(skb) - maclen;
	if (maclen > VTC_OFFLOAD_MAX_MACLEN || iplen > VTC_OFFLOAD_MAX_IPLEN)
		features &= ~(NETIF_F_CSUM_MASK | NETIF_F_SCTP_CRC |
			      NETIF_F_GSO_MASK);
	/* Inner headers: let software do what the context cannot describe */
	if (skb->encapsulation)
		features &= ~(NETIF_F_CSUM_MASK | NETIF_F_GSO_MASK);
	return vlan_features_check(skb, features);
}
