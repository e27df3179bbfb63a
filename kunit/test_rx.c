// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite rx: what the stack gets of what the chip wrote, what is counted, and
 * that each buffer comes back whatever a descriptor says.
 */
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include "rxbench.h"
#include "../common/regs_82576.h"

static int vtc_rx_suite_init(struct kunit *test)
{
	return vtc_rxbench_make(test) ? 0 : -ENOMEM;
}

static struct vtc_rxbench *vtc_rx_running(struct kunit *test)
{
	struct vtc_rxbench *b = test->priv;

	vtc_rxbench_run(test, b, false);
	return b;
}

/* The next frame that the stack got; the caller frees it */
static struct sk_buff *vtc_rx_got(struct kunit *test)
{
	struct vtc_rxbench *b = test->priv;
	struct sk_buff *skb = __skb_dequeue(&b->stack);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	return skb;
}

static u32 vtc_rx_reg(struct vtc_rxbench *b, u32 reg)
{
	return b->reg[(RXBENCH_AT + reg) / 4];
}

/* Each slot but one has a part of a page, and the chip knows where */
static void vtc_rx_memory(struct kunit *test)
{
	struct vtc_rxbench *b = test->priv;
	struct vtc_rx_ring *rx = &b->rx;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, vtc_rx_alloc(rx, &b->hw, RXBENCH_SIZE, b->netdev, NULL), 0);
	KUNIT_EXPECT_EQ(test, rx->ntu, RXBENCH_SIZE - 1);
	KUNIT_EXPECT_EQ(test, rx->desc_dma, vtc_fake_bus(rx->desc));
	for (i = 0; i < RXBENCH_SIZE - 1; i++) {
		KUNIT_ASSERT_NOT_NULL(test, rx->buf[i].va);
		KUNIT_EXPECT_EQ(test, rx->buf[i].dma,
				vtc_fake_bus(rx->buf[i].va) + VTC_RX_HEADROOM);
		KUNIT_EXPECT_EQ(test, le64_to_cpu(rx->desc[i].q[0]), rx->buf[i].dma);
		KUNIT_EXPECT_EQ(test, le64_to_cpu(rx->desc[i].q[1]), 0);
		if (i % VTC_RX_PARTS)
			KUNIT_EXPECT_EQ(test, rx->buf[i].va - rx->buf[i - 1].va,
					VTC_RX_TRUESIZE);
	}
	KUNIT_EXPECT_NULL(test, rx->buf[i].va);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.pool.order, VTC_RX_ORDER);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.pool.pool_size, RXBENCH_SIZE);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.pool.dma_dir, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.pool.max_len, PAGE_SIZE << VTC_RX_ORDER);
	vtc_rx_free(rx);
	KUNIT_EXPECT_TRUE(test, !rx->desc && !rx->buf && !rx->parts);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.coherent + vtc_fake_dma.pools, 0);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.leaks, 0);
	vtc_rx_free(rx);
}

/* A long ring begins with few buffers, unless a program may leave them there */
static void vtc_rx_depth_of_long_rings(struct kunit *test)
{
	struct vtc_rxbench *b = test->priv;
	struct vtc_rx_ring *rx = &b->rx;

	KUNIT_ASSERT_EQ(test, vtc_rx_alloc(rx, &b->hw, 1024, b->netdev, NULL), 0);
	KUNIT_EXPECT_EQ(test, rx->depth, VTC_RX_DEPTH);
	KUNIT_EXPECT_EQ(test, rx->ntu, VTC_RX_DEPTH);
	vtc_rx_free(rx);
	memset(rx, 0, sizeof(*rx));
	rx->qv = &b->qv;
	KUNIT_ASSERT_EQ(test, vtc_rx_alloc(rx, &b->hw, 1024, b->netdev, &b->at), 0);
	KUNIT_EXPECT_EQ(test, rx->ntu, 1023);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.pool.dma_dir, DMA_BIDIRECTIONAL);
	vtc_rx_free(rx);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.leaks, 0);
	KUNIT_EXPECT_NULL(test, rx->xdp);
}

/* Whatever there is no memory for, nothing is kept of the rest */
static void vtc_rx_no_memory(struct kunit *test)
{
	struct vtc_rxbench *b = test->priv;
	struct vtc_rx_ring *rx = &b->rx;
	int n;

	for (n = 0; n < 4; n++) {
		memset(rx, 0, sizeof(*rx));
		rx->qv = &b->qv;
		vtc_fake_dma.allocs_left = n < 3 ? n : VTC_FAKE_ANY;
		vtc_fake_dma.pages_left = 5;
		KUNIT_EXPECT_EQ(test, vtc_rx_alloc(rx, &b->hw, RXBENCH_SIZE, b->netdev,
						   &b->at), n == 1 ? -EBUSY : -ENOMEM);
		KUNIT_EXPECT_TRUE(test, !rx->desc && !rx->buf && !rx->xdp);
		KUNIT_EXPECT_EQ(test, vtc_fake_dma.coherent + vtc_fake_dma.pools, 0);
		KUNIT_EXPECT_EQ(test, vtc_fake_dma.leaks, 0);
		vtc_rx_free(rx);
	}
}

static void vtc_rx_starts(struct kunit *test)
{
	struct vtc_rxbench *b = test->priv;
	struct vtc_rx_ring *rx;

	b->reg[(RXBENCH_AT + VTC_RING_DCTL) / 4] = VTC_DCTL_ENABLE;
	b->reg[(RXBENCH_AT + VTC_RING_HEAD) / 4] = 5;
	b->reg[(RXBENCH_AT + VTC_RING_TAIL) / 4] = 5;
	rx = &vtc_rx_running(test)->rx;
	KUNIT_EXPECT_FALSE(test, b->set_up_while_on);
	KUNIT_EXPECT_EQ(test, vtc_rx_reg(b, VTC_RING_BAL), lower_32_bits(rx->desc_dma));
	KUNIT_EXPECT_EQ(test, vtc_rx_reg(b, VTC_RING_BAH), 7);
	KUNIT_EXPECT_EQ(test, vtc_rx_reg(b, VTC_RING_LEN), 16 * RXBENCH_SIZE);
	KUNIT_EXPECT_EQ(test, vtc_rx_reg(b, VTC_RING_HEAD), 0);
	KUNIT_EXPECT_EQ(test, vtc_rx_reg(b, VTC_RING_TAIL), 0);
	KUNIT_EXPECT_EQ(test, vtc_rx_reg(b, VTC_RING_SRRCTL), 2 | 1 << 25);
	KUNIT_EXPECT_EQ(test, vtc_rx_reg(b, VTC_RING_DCTL),
			VTC_DCTL_ENABLE | 8 | 8 << 8 | 1 << 16);
	/* What is posted counts from here on */
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.rings, 1);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.rung, RXBENCH_SIZE - 1);
	KUNIT_EXPECT_PTR_EQ(test, vtc_fake_dma.doorbell,
			    (const void __iomem *)(b->hw.bar + RXBENCH_AT + VTC_RING_TAIL));
	KUNIT_EXPECT_TRUE(test, rx->at_start);
	KUNIT_EXPECT_EQ(test, b->clock.now_us, 0);
	vtc_rxbench_end(test, b);
	KUNIT_EXPECT_EQ(test, vtc_rx_reg(b, VTC_RING_DCTL), 0);
	KUNIT_EXPECT_EQ(test, b->clock.now_us, 0);
	/* One that drops when it is full, and takes its time */
	memset(rx, 0, sizeof(*rx));
	rx->qv = &b->qv;
	rx->reg = RXBENCH_AT;
	rx->upper = b->netdev;
	rx->drop_en = true;
	b->stays = true;
	vtc_rx_running(test);
	KUNIT_EXPECT_GE(test, b->clock.now_us, 10000);
	KUNIT_EXPECT_EQ(test, vtc_rx_reg(b, VTC_RING_SRRCTL), 2 | 1 << 25 | 1u << 31);
	b->clock.now_us = 0;
	vtc_rxbench_end(test, b);
	KUNIT_EXPECT_GE(test, b->clock.now_us, 10000);
}

static void vtc_rx_frames_of_one_buffer(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_rx_running(test);
	static const u32 lengths[] = { ETH_HLEN, 60, 1514, VTC_RX_DATA };
	struct sk_buff *skb;
	unsigned int i;
	u32 bytes = 0;
	void *va;

	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 0);
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		va = b->rx.buf[i].va;
		vtc_rxbench_frame(b, lengths[i]);
		KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
		skb = vtc_rx_got(test);
		/* Around its buffer, without a copy */
		KUNIT_EXPECT_PTR_EQ(test, (void *)skb->head, va);
		KUNIT_EXPECT_EQ(test, vtc_fake_dma.seen, vtc_fake_bus(va) + VTC_RX_HEADROOM);
		KUNIT_EXPECT_EQ(test, vtc_fake_dma.seen_len, lengths[i]);
		KUNIT_EXPECT_NULL(test, b->rx.buf[i].va);
		KUNIT_EXPECT_TRUE(test, skb->pp_recycle);
		KUNIT_EXPECT_EQ(test, skb->len, lengths[i] - ETH_HLEN);
		KUNIT_EXPECT_EQ(test, skb_headroom(skb), VTC_RX_HEADROOM + ETH_HLEN);
		KUNIT_EXPECT_PTR_EQ(test, skb->dev, b->netdev);
		KUNIT_EXPECT_EQ(test, (int)skb->pkt_type, PACKET_HOST);
		KUNIT_EXPECT_EQ(test, skb_get_rx_queue(skb), 0);
		KUNIT_EXPECT_EQ(test, (int)skb->ip_summed, CHECKSUM_NONE);
		KUNIT_EXPECT_EQ(test, skb->hash, 0);
		KUNIT_EXPECT_FALSE(test, skb_vlan_tag_present(skb));
		KUNIT_EXPECT_NULL(test, memchr_inv(skb->data, (u8)(lengths[i] + i), skb->len));
		kfree_skb(skb);
		bytes += lengths[i];
	}
	KUNIT_EXPECT_EQ(test, b->rx.stats.packets, i);
	KUNIT_EXPECT_EQ(test, b->rx.stats.bytes, bytes);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors + b->rx.stats.multicast, 0);
	KUNIT_EXPECT_EQ(test, b->received, i);
	KUNIT_EXPECT_EQ(test, b->bytes, bytes);
	vtc_rxbench_end(test, b);
}

/* No more than the budget, no more than there is, and each of them once */
static void vtc_rx_budget(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_rx_running(test);
	unsigned int i;

	b->dp.received = NULL;
	for (i = 0; i < 5; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 3), 3);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 3), 2);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 3), 0);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&b->stack), 5);
	KUNIT_EXPECT_EQ(test, b->received, 0);
	vtc_rxbench_end(test, b);
}

static struct sk_buff *vtc_rx_with(struct kunit *test, u32 status, u32 info, u16 vlan)
{
	struct vtc_rxbench *b = test->priv;
	struct vtc_rx_wb *wb = vtc_rxbench_frame(b, 60);

	wb->status |= cpu_to_le32(status);
	wb->info = cpu_to_le32(info);
	wb->hash = cpu_to_le32(0x12345678);
	wb->vlan = cpu_to_le16(vlan);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	return vtc_rx_got(test);
}

/* What the chip found out, if the user wants to know */
static void vtc_rx_offloads(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_rx_running(test);
	DECLARE_BITMAP(shown, VLAN_N_VID) = {};
	struct sk_buff *skb;

	skb = vtc_rx_with(test, VTC_RXS_L4CS, VTC_RSS_TYPE_TCP4, 0);
	KUNIT_EXPECT_EQ(test, (int)skb->ip_summed, CHECKSUM_UNNECESSARY);
	KUNIT_EXPECT_TRUE(test, skb->hash == 0x12345678 && skb->l4_hash);
	kfree_skb(skb);
	skb = vtc_rx_with(test, VTC_RXS_L4CS | VTC_RXS_ERR_L4, VTC_RSS_TYPE_IPV4, 0);
	KUNIT_EXPECT_EQ(test, (int)skb->ip_summed, CHECKSUM_NONE);
	KUNIT_EXPECT_TRUE(test, skb->hash == 0x12345678 && !skb->l4_hash);
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, b->rx.stats.csum_good, 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.csum_bad, 1);
	skb = vtc_rx_with(test, VTC_RXS_VP, 0, 0x2005);
	KUNIT_EXPECT_TRUE(test, skb_vlan_tag_present(skb));
	KUNIT_EXPECT_EQ(test, skb_vlan_tag_get(skb), 0x2005);
	KUNIT_EXPECT_EQ(test, skb->vlan_proto, htons(ETH_P_8021Q));
	KUNIT_EXPECT_EQ(test, skb->hash, 0);
	kfree_skb(skb);
	/* A port VLAN is not the stack's business */
	b->rx.vlans = shown;
	skb = vtc_rx_with(test, VTC_RXS_VP, 0, 0x2005);
	KUNIT_EXPECT_FALSE(test, skb_vlan_tag_present(skb));
	kfree_skb(skb);
	__set_bit(5, shown);
	skb = vtc_rx_with(test, VTC_RXS_VP, 0, 0x2005);
	KUNIT_EXPECT_TRUE(test, skb_vlan_tag_present(skb));
	kfree_skb(skb);
	b->netdev->features = 0;
	skb = vtc_rx_with(test, VTC_RXS_VP | VTC_RXS_L4CS, VTC_RSS_TYPE_TCP4, 5);
	KUNIT_EXPECT_EQ(test, (int)skb->ip_summed, CHECKSUM_NONE);
	KUNIT_EXPECT_EQ(test, skb->hash, 0);
	KUNIT_EXPECT_FALSE(test, skb_vlan_tag_present(skb));
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, b->rx.stats.csum_good, 1);
	vtc_rxbench_end(test, b);
}

static void vtc_rx_groups(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_rx_running(test);

	vtc_rxbench_frame(b, 60);
	*(u8 *)(b->rx.buf[0].va + VTC_RX_HEADROOM) = 1;
	vtc_rxbench_frame(b, 60);
	memset(b->rx.buf[1].va + VTC_RX_HEADROOM, 0xff, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 2);
	KUNIT_EXPECT_EQ(test, b->rx.stats.multicast, 1);
	vtc_rxbench_end(test, b);
}

/* A frame of several buffers is one frame, and its last descriptor speaks */
static void vtc_rx_frames_of_pieces(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_rx_running(test);
	struct vtc_rx_wb *wb;
	struct sk_buff *skb;
	struct page *page;
	void *va;

	va = b->rx.buf[0].va;
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 0);
	KUNIT_EXPECT_FALSE(test, b->rx.at_start);
	/* Where memory is bounced, what is not looked at is not there */
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.seen, vtc_fake_bus(va) + VTC_RX_HEADROOM);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.seen_len, VTC_RX_DATA);
	page = virt_to_head_page(b->rx.buf[1].va);
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	wb = vtc_rxbench_piece(b, 100, true);
	wb->status |= cpu_to_le32(VTC_RXS_VP | VTC_RXS_L4CS);
	wb->vlan = cpu_to_le16(7);
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 2);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.looks, 4);
	skb = vtc_rx_got(test);
	KUNIT_EXPECT_EQ(test, skb->len, 2 * VTC_RX_DATA + 100 - ETH_HLEN);
	KUNIT_EXPECT_EQ(test, skb_headlen(skb), VTC_RX_DATA - ETH_HLEN);
	KUNIT_ASSERT_EQ(test, skb_shinfo(skb)->nr_frags, 2);
	KUNIT_EXPECT_PTR_EQ(test, skb_frag_page(&skb_shinfo(skb)->frags[0]), page);
	KUNIT_EXPECT_EQ(test, *((u8 *)skb_frag_address(&skb_shinfo(skb)->frags[1]) + 50),
			102);
	KUNIT_EXPECT_GE(test, skb->truesize, 3 * VTC_RX_TRUESIZE);
	KUNIT_EXPECT_LT(test, skb->truesize, 4 * VTC_RX_TRUESIZE);
	KUNIT_EXPECT_EQ(test, skb_vlan_tag_get(skb), 7);
	KUNIT_EXPECT_EQ(test, (int)skb->ip_summed, CHECKSUM_UNNECESSARY);
	kfree_skb(skb);
	skb = vtc_rx_got(test);
	KUNIT_EXPECT_EQ(test, skb->len, 60 - ETH_HLEN);
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, b->rx.stats.packets, 2);
	KUNIT_EXPECT_EQ(test, b->rx.stats.bytes, 2 * VTC_RX_DATA + 160);
	/* Stopped in the middle of one */
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	vtc_rxbench_poll(b, 64);
	vtc_rxbench_end(test, b);
	KUNIT_EXPECT_NULL(test, b->rx.skb);
}

/* Descriptors that cannot be believed cost one frame, and no buffer */
static void vtc_rx_bad_frames(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_rx_running(test);
	unsigned int i, errors = 0;

	vtc_rxbench_frame(b, 60)->status |= cpu_to_le32(VTC_RXS_ERR_RX);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	vtc_rxbench_frame(b, ETH_HLEN - 1);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	vtc_rxbench_frame(b, VTC_RX_DATA + 1);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	KUNIT_EXPECT_NOT_NULL(test, b->rx.buf[2].va);
	/* In the middle of one: all of it is lost */
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	vtc_rxbench_piece(b, 0xffff, false);
	vtc_rxbench_piece(b, 100, true);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	/* One that never ends */
	for (i = 0; i < MAX_SKB_FRAGS + 2; i++)
		vtc_rxbench_piece(b, 100, i > MAX_SKB_FRAGS);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	/* The longest that there can be */
	for (i = 0; i < MAX_SKB_FRAGS + 1; i++)
		vtc_rxbench_piece(b, 100, i == MAX_SKB_FRAGS);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, errors);
	/* No skb for it */
	b->no_skb = true;
	vtc_rxbench_frame(b, 60);
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	vtc_rxbench_piece(b, 100, true);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 2);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, errors + 2);
	b->no_skb = false;
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.packets, 2);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&b->stack), 2);
	vtc_rxbench_end(test, b);
}

/* One doorbell for many buffers */
static void vtc_rx_refills(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_rx_running(test);
	unsigned int i, rings = vtc_fake_dma.rings;

	for (i = 0; i < VTC_RX_BATCH - 1; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), VTC_RX_BATCH - 1);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.rings, rings);
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.rings, rings + 1);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.rung, (RXBENCH_SIZE - 1 + VTC_RX_BATCH) % RXBENCH_SIZE);
	for (i = 0; i < RXBENCH_SIZE; i++)
		KUNIT_EXPECT_EQ(test, !b->rx.buf[i].va, i == (b->rx.ntu & b->rx.mask));
	/* A posted one is not done */
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 0);
	vtc_rxbench_end(test, b);
}

/* Without memory it comes back by itself as long as no interrupt would */
static void vtc_rx_runs_dry(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_rx_running(test);
	unsigned int i;

	vtc_fake_dma.pages_left = 0;
	for (i = 0; i < VTC_RX_BATCH; i++)
		vtc_rxbench_frame(b, 60);
	/* What is left would do for one more interrupt, once */
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 64);
	KUNIT_EXPECT_EQ(test, b->rx.stats.no_buf, 1);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 64);
	KUNIT_EXPECT_EQ(test, b->rx.stats.no_buf, 2);
	vtc_fake_dma.pages_left = 1;
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 0);
	KUNIT_EXPECT_EQ(test, b->rx.stats.no_buf, 3);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.rung, b->rx.ntu & b->rx.mask);
	vtc_fake_dma.pages_left = VTC_FAKE_ANY;
	for (i = 0; i < VTC_RX_PARTS; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), VTC_RX_PARTS);
	KUNIT_EXPECT_EQ(test, b->rx.ntu - b->rx.ntc, RXBENCH_SIZE - 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.no_buf, 3);
	vtc_rxbench_end(test, b);
}

/* A batch of buffers is enough to wait for an interrupt with */
static void vtc_rx_has_enough(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_rx_running(test);
	unsigned int i;

	vtc_fake_dma.pages_left = 1;
	for (i = 0; i < VTC_RX_BATCH + 2; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), VTC_RX_BATCH + 2);
	KUNIT_EXPECT_EQ(test, b->rx.ntu - b->rx.ntc, VTC_RX_BATCH);
	KUNIT_EXPECT_EQ(test, b->rx.stats.no_buf, 1);
	vtc_rxbench_end(test, b);
}

/* Bursts that leave few buffers get more of them, single frames do not */
static void vtc_rx_deepens(struct kunit *test)
{
	struct vtc_rxbench *b = test->priv;
	unsigned int i, k;

	KUNIT_ASSERT_EQ(test, vtc_rx_alloc(&b->rx, &b->hw, 1024, b->netdev, NULL), 0);
	vtc_rx_start(&b->rx);
	for (k = 0; k < 20; k++) {
		for (i = 0; i < 10; i++)
			vtc_rxbench_frame(b, 60);
		vtc_rxbench_poll(b, 64);
	}
	KUNIT_EXPECT_EQ(test, b->rx.depth, VTC_RX_DEPTH);
	for (i = 0; i < 100; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 64);
	KUNIT_EXPECT_EQ(test, b->rx.depth, VTC_RX_DEPTH);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 36);
	KUNIT_EXPECT_EQ(test, b->rx.depth, 2 * VTC_RX_DEPTH);
	KUNIT_EXPECT_EQ(test, b->rx.ntu - b->rx.ntc, 2 * VTC_RX_DEPTH);
	/* Long frames are few, but take as many */
	for (i = 0; i < 40; i++) {
		for (k = 0; k < 4; k++)
			vtc_rxbench_piece(b, VTC_RX_DATA, false);
		vtc_rxbench_piece(b, 100, true);
	}
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 40);
	KUNIT_EXPECT_EQ(test, b->rx.depth, 4 * VTC_RX_DEPTH);
	vtc_rxbench_end(test, b);
}

static struct kunit_case vtc_rx_cases[] = {
	KUNIT_CASE(vtc_rx_memory),
	KUNIT_CASE(vtc_rx_depth_of_long_rings),
	KUNIT_CASE(vtc_rx_no_memory),
	KUNIT_CASE(vtc_rx_starts),
	KUNIT_CASE(vtc_rx_frames_of_one_buffer),
	KUNIT_CASE(vtc_rx_budget),
	KUNIT_CASE(vtc_rx_offloads),
	KUNIT_CASE(vtc_rx_groups),
	KUNIT_CASE(vtc_rx_frames_of_pieces),
	KUNIT_CASE(vtc_rx_bad_frames),
	KUNIT_CASE(vtc_rx_refills),
	KUNIT_CASE(vtc_rx_runs_dry),
	KUNIT_CASE(vtc_rx_has_enough),
	KUNIT_CASE(vtc_rx_deepens),
	{}
};

static struct kunit_suite vtc_rx_suite = {
	.name = "vtc_rx",
	.init = vtc_rx_suite_init,
	.exit = vtc_rxbench_exit,
	.test_cases = vtc_rx_cases,
};

kunit_test_suite(vtc_rx_suite);
