// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite offload: what the chip is told about a frame to send.
 *
 * Emulators look into the packet and ignore most of the context descriptor, so
 * wrong lengths go unnoticed there.  Here a model of the chip knows nothing but
 * the descriptor words and the bytes, and the frame it would send is checked.
 */
#include <linux/etherdevice.h>
#include <linux/unaligned.h>
#include "kunit.h"
#include "../common/offload.c"

struct vtc_offload_frame {
	const char *name;
	bool v6;
	u8 proto;
	u8 ip_extra;	/* IP options, or an IPv6 extension header */
	u8 l4_extra;	/* TCP options */
	u16 payload;
	u16 tag;	/* 0: none */
	u16 gso_size;	/* 0: no segmentation */
	u32 l4_bits;	/* what the context shall say */
};

static const struct vtc_offload_frame vtc_offload_frames[] = {
	{ "TCP", false, IPPROTO_TCP, .payload = 100,
	  .l4_bits = VTC_TXC_L4_TCP },
	{ "TCP, nothing in it", false, IPPROTO_TCP, .l4_bits = VTC_TXC_L4_TCP },
	{ "TCP, odd length", false, IPPROTO_TCP, .payload = 101,
	  .l4_bits = VTC_TXC_L4_TCP },
	{ "TCP, IP options", false, IPPROTO_TCP, .ip_extra = 40, .payload = 100,
	  .l4_bits = VTC_TXC_L4_TCP },
	{ "TCP, tagged", false, IPPROTO_TCP, .payload = 100, .tag = 0xa123,
	  .l4_bits = VTC_TXC_L4_TCP },
	{ "UDP", false, IPPROTO_UDP, .payload = 100, .l4_bits = VTC_TXC_L4_UDP },
	{ "UDP, tagged", false, IPPROTO_UDP, .payload = 7, .tag = 5,
	  .l4_bits = VTC_TXC_L4_UDP },
	{ "TCP over IPv6", true, IPPROTO_TCP, .payload = 100,
	  .l4_bits = VTC_TXC_L4_TCP },
	{ "TCP over IPv6, extension header", true, IPPROTO_TCP, .ip_extra = 8,
	  .payload = 100, .l4_bits = VTC_TXC_L4_TCP },
	{ "UDP over IPv6", true, IPPROTO_UDP, .payload = 100,
	  .l4_bits = VTC_TXC_L4_UDP },
	{ "TSO", false, IPPROTO_TCP, .payload = 1500, .gso_size = 500,
	  .l4_bits = VTC_TXC_L4_TCP },
	{ "TSO, last one short", false, IPPROTO_TCP, .payload = 1501,
	  .gso_size = 500, .l4_bits = VTC_TXC_L4_TCP },
	{ "TSO, all options", false, IPPROTO_TCP, .ip_extra = 40, .l4_extra = 40,
	  .payload = 1499, .gso_size = 333, .l4_bits = VTC_TXC_L4_TCP },
	{ "TSO, tagged", false, IPPROTO_TCP, .l4_extra = 12, .payload = 1500,
	  .tag = 0x4fff, .gso_size = 500, .l4_bits = VTC_TXC_L4_TCP },
	{ "TSO over IPv6", true, IPPROTO_TCP, .l4_extra = 12, .payload = 1500,
	  .gso_size = 500, .l4_bits = VTC_TXC_L4_TCP },
	{ "TSO over IPv6, extension header", true, IPPROTO_TCP, .ip_extra = 8,
	  .payload = 1500, .gso_size = 500, .l4_bits = VTC_TXC_L4_TCP },
	{ "USO", false, IPPROTO_UDP, .payload = 1501, .gso_size = 500,
	  .l4_bits = VTC_TXC_L4_UDP },
	{ "USO over IPv6", true, IPPROTO_UDP, .payload = 1500, .gso_size = 500,
	  .l4_bits = VTC_TXC_L4_UDP },
};

KUNIT_ARRAY_PARAM_DESC(vtc_offload_frame, vtc_offload_frames, name);

static unsigned int vtc_offload_ip_len(const struct vtc_offload_frame *f)
{
	return (f->v6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr)) +
	       f->ip_extra;
}

static unsigned int vtc_offload_l4_len(const struct vtc_offload_frame *f)
{
	return f->proto == IPPROTO_UDP ? sizeof(struct udphdr) :
	       sizeof(struct tcphdr) + f->l4_extra;
}

static unsigned int vtc_offload_check_pos(const struct vtc_offload_frame *f)
{
	return f->proto == IPPROTO_UDP ? offsetof(struct udphdr, check) :
					 offsetof(struct tcphdr, check);
}

/* Sum of the pseudo header as the chip's counterpart will compute it */
static __wsum vtc_offload_pseudo(const struct vtc_offload_frame *f,
				 const u8 *ip, u32 l4_len)
{
	const struct ipv6hdr *v6 = (const struct ipv6hdr *)ip;
	const struct iphdr *v4 = (const struct iphdr *)ip;

	if (f->v6)
		return csum_unfold(~csum_ipv6_magic(&v6->saddr, &v6->daddr,
						    l4_len, f->proto, 0));
	return csum_tcpudp_nofold(v4->saddr, v4->daddr, l4_len, f->proto, 0);
}

static void vtc_offload_make_ip(const struct vtc_offload_frame *f, u8 *ip,
				unsigned int l4_bytes)
{
	struct ipv6hdr *v6 = (struct ipv6hdr *)ip;
	struct iphdr *v4 = (struct iphdr *)ip;

	memset(ip, 0, vtc_offload_ip_len(f));
	if (f->v6) {
		v6->version = 6;
		v6->nexthdr = f->ip_extra ? NEXTHDR_DEST : f->proto;
		v6->payload_len = htons(f->ip_extra + l4_bytes);
		memset(&v6->saddr, 0x11, sizeof(v6->saddr));
		memset(&v6->daddr, 0x22, sizeof(v6->daddr));
		if (f->ip_extra)
			ip[sizeof(*v6)] = f->proto;
		return;
	}
	v4->version = 4;
	v4->ihl = vtc_offload_ip_len(f) / 4;
	v4->protocol = f->proto;
	v4->tot_len = htons(vtc_offload_ip_len(f) + l4_bytes);
	v4->saddr = htonl(0xc0000201);
	v4->daddr = htonl(0xc0000202);
	/* End-of-options and padding are zeroes; the sum must come out right */
	v4->check = ip_fast_csum(ip, v4->ihl);
}

/* A frame as the stack hands it over, the L4 checksum left to the device */
static struct sk_buff *vtc_offload_make(struct kunit *test,
					const struct vtc_offload_frame *f)
{
	unsigned int ip_len = vtc_offload_ip_len(f);
	unsigned int l4_len = vtc_offload_l4_len(f);
	unsigned int l4_bytes = l4_len + f->payload, i;
	struct sk_buff *skb = alloc_skb(4096, GFP_KERNEL);
	u8 *p;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 64);
	skb_reset_mac_header(skb);
	p = skb_put_zero(skb, ETH_HLEN);
	put_unaligned_be16(f->v6 ? ETH_P_IPV6 : ETH_P_IP, p + 12);
	skb->protocol = htons(f->v6 ? ETH_P_IPV6 : ETH_P_IP);
	skb_set_network_header(skb, skb->len);
	vtc_offload_make_ip(f, skb_put(skb, ip_len), l4_bytes);
	skb_set_transport_header(skb, skb->len);
	p = skb_put_zero(skb, l4_len);
	if (f->proto == IPPROTO_TCP) {
		((struct tcphdr *)p)->doff = l4_len / 4;
		((struct tcphdr *)p)->seq = htonl(0x01020304);
	} else {
		((struct udphdr *)p)->len = htons(l4_bytes);
	}
	for (i = 0; i < f->payload; i++)
		*(u8 *)skb_put(skb, 1) = 3 * i + 1;
	skb_partial_csum_set(skb, ETH_HLEN + ip_len, vtc_offload_check_pos(f));
	*(__sum16 *)(p + vtc_offload_check_pos(f)) =
		~csum_fold(vtc_offload_pseudo(f, skb_network_header(skb), l4_bytes));
	if (f->tag)
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), f->tag);
	if (!f->gso_size)
		return skb;
	skb_shinfo(skb)->gso_size = f->gso_size;
	skb_shinfo(skb)->gso_segs = DIV_ROUND_UP(f->payload, f->gso_size);
	skb_shinfo(skb)->gso_type = f->proto == IPPROTO_UDP ? SKB_GSO_UDP_L4 :
				    f->v6 ? SKB_GSO_TCPV6 : SKB_GSO_TCPV4;
	return skb;
}

/*
 * What the chip does with one segment, by the words alone: put headers and a
 * piece of the payload together, lengths and checksums where it was told.
 */
static unsigned int vtc_offload_emit(const struct vtc_offload *off,
				     const struct sk_buff *skb,
				     unsigned int seg, u8 *out)
{
	unsigned int mac = FIELD_GET(VTC_TXC_MACLEN, off->ctx[0]);
	unsigned int ip = FIELD_GET(VTC_TXC_IPLEN, off->ctx[0]);
	unsigned int l4 = FIELD_GET(VTC_TXC_L4LEN, off->ctx[3]);
	unsigned int mss = FIELD_GET(VTC_TXC_MSS, off->ctx[3]);
	unsigned int paylen = off->olinfo >> VTC_TXO_PAYLEN_SHIFT;
	unsigned int len = skb->len, pos, piece;
	__wsum sum;

	memcpy(out, skb->data, skb->len);
	if (off->cmd & VTC_TXD_TSE) {
		piece = min(mss, paylen - seg * mss);
		memcpy(out + mac + ip + l4,
		       skb->data + mac + ip + l4 + seg * mss, piece);
		len = mac + ip + l4 + piece;
		if (off->ctx[2] & VTC_TXC_IPV4)
			put_unaligned_be16(ip + l4 + piece, out + mac + 2);
		else
			put_unaligned_be16(ip - 40 + l4 + piece, out + mac + 4);
		if (!(off->ctx[2] & VTC_TXC_L4_TCP))
			put_unaligned_be16(l4 + piece, out + mac + ip + 4);
	}
	if (off->olinfo & VTC_TXO_IXSM) {
		sum = csum_partial(out + mac, ip, 0);
		*(__sum16 *)(out + mac + 10) = csum_fold(sum);
	}
	if (off->olinfo & VTC_TXO_TXSM) {
		pos = mac + ip + (off->ctx[2] & VTC_TXC_L4_TCP ? 16 : 6);
		sum = csum_partial(out + mac + ip, len - mac - ip, 0);
		/* Only when it segments does it know the length for itself */
		if (off->cmd & VTC_TXD_TSE)
			sum = csum_add(sum, (__force __wsum)htonl(len - mac - ip));
		*(__sum16 *)(out + pos) = csum_fold(sum);
	}
	return len;
}

/* A receiver's view of it */
static void vtc_offload_expect_good(struct kunit *test,
				    const struct vtc_offload_frame *f,
				    const u8 *out, unsigned int len)
{
	unsigned int ip_len = vtc_offload_ip_len(f);
	unsigned int l4_bytes = len - ETH_HLEN - ip_len;
	const u8 *ip = out + ETH_HLEN;
	__wsum sum;

	if (f->v6) {
		KUNIT_EXPECT_EQ(test, get_unaligned_be16(ip + 4),
				f->ip_extra + l4_bytes);
	} else {
		KUNIT_EXPECT_EQ(test, get_unaligned_be16(ip + 2),
				ip_len + l4_bytes);
		KUNIT_EXPECT_EQ(test, 0, (__force u16)
				csum_fold(csum_partial(ip, ip_len, 0)));
	}
	sum = csum_partial(ip + ip_len, l4_bytes,
			   vtc_offload_pseudo(f, ip, l4_bytes));
	KUNIT_EXPECT_EQ_MSG(test, 0, (__force u16)csum_fold(sum), "L4 checksum");
}

static void vtc_offload_sends_right_frames(struct kunit *test)
{
	const struct vtc_offload_frame *f = test->param_value;
	struct sk_buff *skb = vtc_offload_make(test, f);
	u8 *out = kunit_kzalloc(test, 4096, GFP_KERNEL);
	unsigned int seg, len, payload = 0, bytes = 0;
	struct vtc_offload off;

	KUNIT_ASSERT_NOT_NULL(test, out);
	KUNIT_ASSERT_EQ(test, vtc_offload_prepare(skb, &off), 0);
	KUNIT_EXPECT_EQ(test, off.segs,
			f->gso_size ? DIV_ROUND_UP(f->payload, f->gso_size) : 1);
	for (seg = 0; seg < off.segs; seg++) {
		len = vtc_offload_emit(&off, skb, seg, out);
		vtc_offload_expect_good(test, f, out, len);
		bytes += len;
		payload += len - ETH_HLEN - vtc_offload_ip_len(f) -
			   vtc_offload_l4_len(f);
	}
	KUNIT_EXPECT_EQ(test, payload, f->payload);
	KUNIT_EXPECT_EQ(test, bytes, off.bytes);
	kfree_skb(skb);
}

/* The words themselves, field by field */
static void vtc_offload_fills_every_field(struct kunit *test)
{
	const struct vtc_offload_frame *f = test->param_value;
	struct sk_buff *skb = vtc_offload_make(test, f);
	unsigned int hdr = ETH_HLEN + vtc_offload_ip_len(f) +
			   vtc_offload_l4_len(f);
	struct vtc_offload off;
	u32 cmd, olinfo;

	KUNIT_ASSERT_EQ(test, vtc_offload_prepare(skb, &off), 0);
	KUNIT_EXPECT_TRUE(test, off.need_ctx);
	KUNIT_EXPECT_EQ(test, off.ctx[0], (u32)f->tag << 16 | ETH_HLEN << 9 |
			vtc_offload_ip_len(f));
	KUNIT_EXPECT_EQ(test, off.ctx[1], 0);
	KUNIT_EXPECT_EQ(test, off.ctx[2] & ~VTC_TXC_IPV4,
			f->l4_bits | VTC_TXD_DTYP_CTX | VTC_TXD_DEXT);
	KUNIT_EXPECT_EQ(test, off.ctx[3], f->gso_size ? (u32)f->gso_size << 16 |
			vtc_offload_l4_len(f) << 8 : 0);

	cmd = VTC_TXD_DTYP_DATA | VTC_TXD_DEXT | VTC_TXD_IFCS;
	cmd |= f->tag ? VTC_TXD_VLE : 0;
	cmd |= f->gso_size ? VTC_TXD_TSE : 0;
	KUNIT_EXPECT_EQ(test, off.cmd, cmd);

	olinfo = (f->gso_size ? skb->len - hdr : skb->len) << 14 | VTC_TXO_TXSM;
	olinfo |= f->gso_size && !f->v6 ? VTC_TXO_IXSM : 0;
	KUNIT_EXPECT_EQ(test, off.olinfo, olinfo);
	/* Segmentation of IPv4 needs to be told so */
	if (f->gso_size)
		KUNIT_EXPECT_EQ(test, !!(off.ctx[2] & VTC_TXC_IPV4), !f->v6);
	kfree_skb(skb);
}

static void vtc_offload_plain_frame_needs_no_context(struct kunit *test)
{
	struct vtc_offload_frame f = { .proto = IPPROTO_TCP, .payload = 46 };
	struct sk_buff *skb = vtc_offload_make(test, &f);
	struct vtc_offload off;

	skb->ip_summed = CHECKSUM_NONE;
	KUNIT_ASSERT_EQ(test, vtc_offload_prepare(skb, &off), 0);
	KUNIT_EXPECT_FALSE(test, off.need_ctx);
	KUNIT_EXPECT_EQ(test, off.cmd, 0x22300000);
	KUNIT_EXPECT_EQ(test, off.olinfo, 100 << 14);
	KUNIT_EXPECT_EQ(test, off.bytes, 100);
	KUNIT_EXPECT_EQ(test, off.segs, 1);

	__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), 0xe005);
	KUNIT_ASSERT_EQ(test, vtc_offload_prepare(skb, &off), 0);
	KUNIT_EXPECT_TRUE(test, off.need_ctx);
	KUNIT_EXPECT_EQ(test, off.ctx[0] >> 16, 0xe005);
	KUNIT_EXPECT_EQ(test, off.cmd, 0x62300000);
	kfree_skb(skb);
}

/* A checksum somewhere else is computed here and now */
static void vtc_offload_unknown_checksum_is_software(struct kunit *test)
{
	struct vtc_offload_frame f = { .proto = IPPROTO_TCP, .payload = 46 };
	struct sk_buff *skb = vtc_offload_make(test, &f);
	struct vtc_offload off;
	__sum16 *check;

	skb_partial_csum_set(skb, ETH_HLEN + 20, 2);
	check = (__sum16 *)(skb_transport_header(skb) + 2);
	*check = 0;
	KUNIT_ASSERT_EQ(test, vtc_offload_prepare(skb, &off), 0);
	KUNIT_EXPECT_FALSE(test, off.need_ctx);
	KUNIT_EXPECT_EQ(test, off.olinfo & VTC_TXO_TXSM, 0);
	KUNIT_EXPECT_EQ(test, (u8)skb->ip_summed, CHECKSUM_NONE);
	KUNIT_EXPECT_EQ(test, 0, (__force u16)
			csum_fold(skb_checksum(skb, ETH_HLEN + 20,
					       skb->len - ETH_HLEN - 20, 0)));

	/* Where SCTP has its checksum, but it is not SCTP */
	skb_partial_csum_set(skb, ETH_HLEN + 20, 8);
	KUNIT_ASSERT_EQ(test, vtc_offload_prepare(skb, &off), 0);
	KUNIT_EXPECT_EQ(test, off.olinfo & VTC_TXO_TXSM, 0);

	skb_partial_csum_set(skb, ETH_HLEN + 20, 8);
	skb->csum_not_inet = 1;
	KUNIT_ASSERT_EQ(test, vtc_offload_prepare(skb, &off), 0);
	KUNIT_EXPECT_EQ(test, off.olinfo & VTC_TXO_TXSM, VTC_TXO_TXSM);
	KUNIT_EXPECT_EQ(test, off.ctx[2] & 0x1800, VTC_TXC_L4_SCTP);
	kfree_skb(skb);
}

/* Headers that segmentation changes may be another's as well */
static void vtc_offload_segments_a_clone_unseen(struct kunit *test)
{
	struct vtc_offload_frame f = {
		.proto = IPPROTO_TCP, .payload = 1500, .gso_size = 500
	};
	struct sk_buff *skb = vtc_offload_make(test, &f);
	struct sk_buff *other = skb_clone(skb, GFP_KERNEL);
	u8 *before = kunit_kmalloc(test, 64, GFP_KERNEL);
	struct vtc_offload off;

	KUNIT_ASSERT_NOT_NULL(test, other);
	KUNIT_ASSERT_NOT_NULL(test, before);
	memcpy(before, other->data, 54);
	KUNIT_ASSERT_EQ(test, vtc_offload_prepare(skb, &off), 0);
	KUNIT_EXPECT_MEMEQ(test, before, other->data, 54);
	KUNIT_EXPECT_MEMNEQ(test, before, skb->data, 54);
	kfree_skb(skb);
	kfree_skb(other);
}

static void vtc_offload_refuses_what_fields_cannot_say(struct kunit *test)
{
	const netdev_features_t all = NETIF_F_CSUM_MASK | NETIF_F_SCTP_CRC |
				      NETIF_F_TSO | NETIF_F_TSO6 | NETIF_F_SG;
	struct vtc_offload_frame f = {
		.proto = IPPROTO_TCP, .payload = 500, .gso_size = 100
	};
	struct sk_buff *skb = vtc_offload_make(test, &f);

	KUNIT_EXPECT_EQ(test, vtc_offload_check(skb, NULL, all), all);
	/* 511 bytes of IP header are the most that can be said */
	skb->csum_start += 491;
	KUNIT_EXPECT_EQ(test, vtc_offload_check(skb, NULL, all), all);
	skb->csum_start++;
	KUNIT_EXPECT_EQ(test, vtc_offload_check(skb, NULL, all), NETIF_F_SG);
	skb->csum_start -= 492;
	/* 127 bytes of whatever is before it */
	skb_set_network_header(skb, 127);
	skb->csum_start += 113;
	KUNIT_EXPECT_EQ(test, vtc_offload_check(skb, NULL, all), all);
	skb_set_network_header(skb, 128);
	skb->csum_start++;
	KUNIT_EXPECT_EQ(test, vtc_offload_check(skb, NULL, all), NETIF_F_SG);
	skb_set_network_header(skb, ETH_HLEN);
	skb->csum_start -= 114;
	skb->encapsulation = 1;
	KUNIT_EXPECT_EQ(test, vtc_offload_check(skb, NULL, all) &
			(NETIF_F_CSUM_MASK | NETIF_F_GSO_MASK), 0);
	kfree_skb(skb);
}

/* As the hardware reads them, byte by byte */
static void vtc_offload_descriptors_lie_right(struct kunit *test)
{
	union vtc_tx_desc desc = { };
	const u8 *raw = (const u8 *)&desc;

	desc.data.addr = cpu_to_le64(0x0807060504030201ull);
	desc.data.cmd_len = cpu_to_le32(0x0c0b0a09);
	desc.data.olinfo = cpu_to_le32(0x100f0e0d);
	KUNIT_EXPECT_EQ(test, raw[0], 1);
	KUNIT_EXPECT_EQ(test, raw[8], 9);
	KUNIT_EXPECT_EQ(test, raw[12], 13);
	desc.ctx.vlan_macip = cpu_to_le32(1);
	desc.ctx.seed = cpu_to_le32(2);
	desc.ctx.cmd = cpu_to_le32(3);
	desc.ctx.mss_l4 = cpu_to_le32(4);
	KUNIT_EXPECT_EQ(test, raw[0], 1);
	KUNIT_EXPECT_EQ(test, raw[4], 2);
	KUNIT_EXPECT_EQ(test, raw[8], 3);
	KUNIT_EXPECT_EQ(test, raw[12], 4);
}

static struct kunit_case vtc_offload_cases[] = {
	KUNIT_CASE_PARAM(vtc_offload_sends_right_frames,
			 vtc_offload_frame_gen_params),
	KUNIT_CASE_PARAM(vtc_offload_fills_every_field,
			 vtc_offload_frame_gen_params),
	KUNIT_CASE(vtc_offload_plain_frame_needs_no_context),
	KUNIT_CASE(vtc_offload_unknown_checksum_is_software),
	KUNIT_CASE(vtc_offload_segments_a_clone_unseen),
	KUNIT_CASE(vtc_offload_refuses_what_fields_cannot_say),
	KUNIT_CASE(vtc_offload_descriptors_lie_right),
	{}
};

static struct kunit_suite vtc_offload_suite = {
	.name = "vtc_offload",
	.test_cases = vtc_offload_cases,
};

kunit_test_suite(vtc_offload_suite);
