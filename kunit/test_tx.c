// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite tx: what sending writes into a ring, and when it rings the doorbell.
 *
 * The ring lies in memory that no chip reads, the doorbell is a word, and mapping
 * for DMA fails when told to.
 */
#include <linux/dma-mapping.h>
#include <linux/etherdevice.h>
#include <linux/io.h>
#include <net/page_pool/helpers.h>
#include <net/xdp.h>
#include "kunit.h"
#include "../common/offload.h"

#define VTC_TX_NO_DOORBELL	0xdeadbeef

#define VTC_TX_FRAG	300

static int vtc_tx_maps_left;	/* so many more mappings succeed */
static int vtc_tx_mapped;	/* those that were not undone */
static dma_addr_t vtc_tx_synced;	/* what the device was last given */
static size_t vtc_tx_synced_len;

static dma_addr_t vtc_tx_fake_map(struct device *dev, const void *va, size_t len,
				  enum dma_data_direction dir)
{
	if (!vtc_tx_maps_left)
		return DMA_MAPPING_ERROR;
	vtc_tx_maps_left--;
	vtc_tx_mapped++;
	return 0x1000;
}

static dma_addr_t vtc_tx_fake_map_frag(struct device *dev, const skb_frag_t *frag,
				       size_t offset, size_t len,
				       enum dma_data_direction dir)
{
	return vtc_tx_fake_map(dev, NULL, len, dir);
}

static void vtc_tx_fake_unmap(struct device *dev, dma_addr_t dma, size_t len,
			      enum dma_data_direction dir)
{
	vtc_tx_mapped--;
}

static void vtc_tx_fake_sync(struct device *dev, dma_addr_t dma, size_t len,
			     enum dma_data_direction dir)
{
	vtc_tx_synced = dma;
	vtc_tx_synced_len = dir == DMA_BIDIRECTIONAL ? len : 0;
}

/* What the chip has to do for a frame is the business of the suite offload */
static int vtc_tx_fake_prepare(struct sk_buff *skb, struct vtc_offload *off)
{
	*off = (struct vtc_offload){
		.ctx = { skb_vlan_tag_get(skb), 0x1111, 0x2222, 0x4000 },
		.need_ctx = true,
		.cmd = VTC_OFFLOAD_CMD,
		.bytes = skb->len,
		.segs = 1,
	};
	return 0;
}

#undef dma_map_single
#define dma_map_single		vtc_tx_fake_map
#undef skb_frag_dma_map
#define skb_frag_dma_map	vtc_tx_fake_map_frag
#undef dma_unmap_page
#define dma_unmap_page		vtc_tx_fake_unmap
#undef dma_sync_single_for_device
#define dma_sync_single_for_device	vtc_tx_fake_sync
#undef writel
#define writel(value, address)	(*(u32 __force *)(address) = (value))
#define vtc_offload_prepare	vtc_tx_fake_prepare

#include "../common/tx.c"

struct vtc_tx_bench {
	struct vtc_tx_ring *tx;
	u32 doorbell;
};

static netdev_tx_t vtc_tx_bench_xmit(struct sk_buff *skb, struct net_device *netdev)
{
	struct vtc_tx_bench *bench = netdev_priv(netdev);

	return vtc_tx_xmit(bench->tx, skb);
}

static const struct net_device_ops vtc_tx_bench_ops = {
	.ndo_start_xmit = vtc_tx_bench_xmit,
};

static void vtc_tx_bench_free(void *netdev)
{
	free_netdev(netdev);
}

static struct net_device *vtc_tx_bench_make(struct kunit *test)
{
	struct net_device *netdev = alloc_etherdev(sizeof(struct vtc_tx_bench));
	const u32 size = VTC_RING_MIN;
	struct vtc_tx_bench *bench;
	struct vtc_tx_ring *tx;
	struct vtc_hw *hw;

	KUNIT_ASSERT_NOT_NULL(test, netdev);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, vtc_tx_bench_free,
							   netdev));
	netdev->netdev_ops = &vtc_tx_bench_ops;
	tx = kunit_kzalloc(test, sizeof(*tx), GFP_KERNEL);
	hw = kunit_kzalloc(test, sizeof(*hw), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, tx);
	KUNIT_ASSERT_NOT_NULL(test, hw);
	tx->desc = kunit_kcalloc(test, size, sizeof(*tx->desc), GFP_KERNEL);
	tx->buf = kunit_kcalloc(test, size, sizeof(*tx->buf), GFP_KERNEL);
	tx->small = kunit_kcalloc(test, size, VTC_TX_SMALL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, tx->desc);
	KUNIT_ASSERT_NOT_NULL(test, tx->buf);
	KUNIT_ASSERT_NOT_NULL(test, tx->small);
	bench = netdev_priv(netdev);
	bench->tx = tx;
	bench->doorbell = VTC_TX_NO_DOORBELL;
	tx->hw = hw;
	tx->size = size;
	tx->mask = size - 1;
	tx->room = vtc_ring_free(size, 0, 0);
	tx->rs_every = vtc_tx_rs_every(size);
	tx->txq = netdev_get_tx_queue(netdev, 0);
	tx->tail = (u8 __iomem __force *)&bench->doorbell;
	u64_stats_init(&tx->stats.send_syncp);
	vtc_tx_maps_left = INT_MAX;
	vtc_tx_mapped = 0;
	return netdev;
}

/* Send a frame; more: another is to follow at once */
static void vtc_tx_bench_hand(struct kunit *test, struct net_device *netdev,
			      struct sk_buff *skb, bool more)
{
	struct netdev_queue *txq = netdev_get_tx_queue(netdev, 0);
	netdev_tx_t sent;

	skb->dev = netdev;
	local_bh_disable();
	HARD_TX_LOCK(netdev, txq, smp_processor_id());
	sent = netdev_start_xmit(skb, netdev, txq, more);
	HARD_TX_UNLOCK(netdev, txq);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, sent, NETDEV_TX_OK);
}

static struct sk_buff *vtc_tx_bench_skb(struct kunit *test, u32 len)
{
	struct sk_buff *skb = alloc_skb(len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	memset(skb_put(skb, len), 0x5a, len);
	return skb;
}

static void vtc_tx_bench_send(struct kunit *test, struct net_device *netdev, u32 len,
			      bool more)
{
	vtc_tx_bench_hand(test, netdev, vtc_tx_bench_skb(test, len), more);
}

/* So many bytes more, in a fragment */
static void vtc_tx_bench_add_frag(struct kunit *test, struct sk_buff *skb, u32 len)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	memset(page_address(page), 0xa5, len);
	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, page, 0, len, PAGE_SIZE);
}

/* A queue whose context is not the first: both kinds of descriptors say so */
static void vtc_tx_names_its_context(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct vtc_tx_ring *tx = bench->tx;
	struct sk_buff *skb;
	unsigned int i;

	tx->context = 3 << VTC_TXO_IDX_SHIFT;
	for (i = 0; i < 2; i++) {
		skb = vtc_tx_bench_skb(test, 60);
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), 5);
		vtc_tx_bench_hand(test, netdev, skb, false);
	}
	/* A context, and two frames in it */
	KUNIT_ASSERT_EQ(test, tx->ntu, 3);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(tx->desc[0].ctx.vlan_macip), 5);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(tx->desc[0].ctx.seed), 0x1111);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(tx->desc[0].ctx.cmd), 0x2222);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(tx->desc[0].ctx.mss_l4), 0x4030);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(tx->desc[1].data.olinfo) & 0xf0, 0x30);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(tx->desc[2].data.olinfo) & 0xf0, 0x30);
	/* Without any wish there is no context to name */
	vtc_tx_bench_send(test, netdev, 60, false);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(tx->desc[3].data.olinfo) & 0xf0, 0);
}

static bool vtc_tx_bench_asked(const struct vtc_tx_ring *tx, u32 i)
{
	return le32_to_cpu(tx->desc[i].data.cmd_len) & VTC_TXD_RS;
}

/* What was told to wait for the next frame's doorbell must not wait for ever */
static void vtc_tx_drop_rings_for_those_before(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);

	vtc_tx_bench_send(test, netdev, 60, true);
	vtc_tx_bench_send(test, netdev, 60, true);
	KUNIT_EXPECT_EQ(test, bench->doorbell, VTC_TX_NO_DOORBELL);
	vtc_tx_maps_left = 0;
	vtc_tx_bench_send(test, netdev, 1000, true);
	KUNIT_EXPECT_EQ(test, bench->doorbell, VTC_TX_NO_DOORBELL);
	vtc_tx_bench_send(test, netdev, 1000, false);
	KUNIT_EXPECT_EQ(test, bench->doorbell, 2);
	KUNIT_EXPECT_TRUE(test, vtc_tx_bench_asked(bench->tx, 1));
	KUNIT_EXPECT_EQ(test, bench->tx->stats.drops, 2);
	KUNIT_EXPECT_EQ(test, bench->tx->stats.copied, 2);
}

/* Nobody waits: a drop alone is no reason for a doorbell */
static void vtc_tx_drop_alone_is_silent(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);

	vtc_tx_maps_left = 0;
	vtc_tx_bench_send(test, netdev, 1000, false);
	KUNIT_EXPECT_EQ(test, bench->doorbell, VTC_TX_NO_DOORBELL);
	KUNIT_EXPECT_EQ(test, bench->tx->ntu, 0);
	KUNIT_EXPECT_EQ(test, bench->tx->room, vtc_ring_free(bench->tx->size, 0, 0));
}

/* A copy asks for no completion, until a quarter of the ring has not */
static void vtc_tx_copies_ask_now_and_then(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	u32 every = bench->tx->rs_every, i;

	for (i = 0; i < every; i++) {
		vtc_tx_bench_send(test, netdev, 60, false);
		KUNIT_EXPECT_EQ(test, bench->doorbell, i + 1);
		KUNIT_EXPECT_EQ(test, vtc_tx_bench_asked(bench->tx, i),
				i == every - 1);
	}
	vtc_tx_bench_send(test, netdev, 1000, false);
	KUNIT_EXPECT_TRUE(test, vtc_tx_bench_asked(bench->tx, i));
	kfree_skb(vtc_tx_what(bench->tx->buf[i].what));
}

/* Who waits is not forgotten when a copied frame ends the batch, as of a long datagram */
static void vtc_tx_copy_asks_for_those_before(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct vtc_tx_ring *tx = bench->tx;

	vtc_tx_bench_send(test, netdev, 1000, true);
	vtc_tx_bench_send(test, netdev, 60, false);
	KUNIT_EXPECT_EQ(test, bench->doorbell, 2);
	KUNIT_EXPECT_FALSE(test, vtc_tx_bench_asked(tx, 0));
	KUNIT_EXPECT_TRUE(test, vtc_tx_bench_asked(tx, 1));
	/* Once is enough */
	vtc_tx_bench_send(test, netdev, 60, false);
	KUNIT_EXPECT_FALSE(test, vtc_tx_bench_asked(tx, 2));
	/* Nor is it when a drop rings the doorbell */
	vtc_tx_bench_send(test, netdev, 1000, true);
	vtc_tx_maps_left = 0;
	vtc_tx_bench_send(test, netdev, 1000, false);
	KUNIT_EXPECT_TRUE(test, vtc_tx_bench_asked(tx, 3));
	vtc_tx_bench_send(test, netdev, 60, false);
	KUNIT_EXPECT_FALSE(test, vtc_tx_bench_asked(tx, 4));
	kfree_skb(vtc_tx_what(tx->buf[0].what));
	kfree_skb(vtc_tx_what(tx->buf[3].what));
}

/* A frame too short for the chip is sent with zeros behind it */
static void vtc_tx_pads_short_frames(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	u32 word;

	vtc_tx_bench_send(test, netdev, ETH_HLEN, false);
	word = le32_to_cpu(bench->tx->desc[0].data.cmd_len);
	KUNIT_EXPECT_EQ(test, word & VTC_TXD_LEN, VTC_TX_MIN_FRAME);
	KUNIT_EXPECT_EQ(test, bench->tx->small[ETH_HLEN - 1], 0x5a);
	KUNIT_EXPECT_EQ(test, bench->tx->small[ETH_HLEN], 0);
	KUNIT_EXPECT_TRUE(test, word & VTC_TXD_EOP);
}

/* TCP has its bytes in a fragment, however few: they are copied, too */
static void vtc_tx_copies_fragments(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct sk_buff *skb = vtc_tx_bench_skb(test, 66);

	vtc_tx_bench_add_frag(test, skb, 1);
	vtc_tx_bench_add_frag(test, skb, VTC_TX_SMALL - 67);
	vtc_tx_bench_hand(test, netdev, skb, false);
	KUNIT_EXPECT_EQ(test, bench->tx->buf[0].what, (unsigned long)VTC_TX_COPY);
	KUNIT_EXPECT_FALSE(test, vtc_tx_bench_asked(bench->tx, 0));
	KUNIT_EXPECT_EQ(test, vtc_tx_mapped, 0);
	KUNIT_EXPECT_NULL(test, memchr_inv(bench->tx->small, 0x5a, 66));
	KUNIT_EXPECT_NULL(test, memchr_inv(bench->tx->small + 66, 0xa5,
					   VTC_TX_SMALL - 66));
	KUNIT_EXPECT_EQ(test, bench->tx->small[VTC_TX_SMALL], 0);
}

/* Whichever of a frame's mappings fails, nothing is left of it */
static void vtc_tx_failed_mapping_undoes_all(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct vtc_tx_ring *tx = bench->tx;
	const int pieces = 4;
	struct sk_buff *skb;
	int good, i;

	for (good = 0; good <= pieces; good++) {
		skb = skb_get(vtc_tx_bench_skb(test, VTC_TX_FRAG));
		for (i = 1; i < pieces; i++)
			vtc_tx_bench_add_frag(test, skb, VTC_TX_FRAG);
		vtc_tx_maps_left = good;
		vtc_tx_bench_hand(test, netdev, skb, false);
		KUNIT_EXPECT_EQ(test, tx->ntu, good < pieces ? 0 : pieces);
		KUNIT_EXPECT_EQ(test, vtc_tx_mapped, good < pieces ? 0 : pieces);
		KUNIT_EXPECT_EQ(test, refcount_read(&skb->users), good < pieces ? 1 : 2);
		kfree_skb(skb);
	}
	KUNIT_EXPECT_EQ(test, tx->stats.drops, pieces);
	KUNIT_EXPECT_EQ(test, tx->room, vtc_ring_free(tx->size, pieces, 0));
	KUNIT_EXPECT_EQ(test, bench->doorbell, pieces);
	kfree_skb(vtc_tx_what(tx->buf[0].what));
}

/* A frame of a program, of another device: a page of its own */
static struct xdp_frame *vtc_tx_bench_xdp(struct kunit *test, u32 len, unsigned int frags)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	struct skb_shared_info *si;
	struct xdp_frame *frame;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	frame = page_address(page);
	frame->data = frame + 1;
	frame->len = len;
	frame->frame_sz = PAGE_SIZE;
	memset(frame->data, 0x5a, 1000);
	if (!frags)
		return frame;
	frame->flags = XDP_FLAGS_HAS_FRAGS;
	si = xdp_get_shared_info_from_frame(frame);
	si->nr_frags = frags;
	si->xdp_frags_size = frags * VTC_TX_FRAG;
	for (i = 0; i < frags; i++)
		skb_frag_fill_page_desc(&si->frags[i], page, 64, VTC_TX_FRAG);
	return frame;
}

static void vtc_tx_bench_put(struct xdp_frame *frame)
{
	put_page(virt_to_head_page(frame));
}

static int vtc_tx_bench_xdp_send(struct vtc_tx_ring *tx, struct xdp_frame **frames, int n)
{
	int sent;

	local_bh_disable();
	sent = vtc_tx_xdp(tx, frames, n);
	local_bh_enable();
	return sent;
}

static u32 vtc_tx_bench_cmd(const struct vtc_tx_ring *tx, u32 i)
{
	return le32_to_cpu(tx->desc[i].data.cmd_len);
}

/* Bytes that a frame has, as its first descriptor says */
static u32 vtc_tx_bench_total(const struct vtc_tx_ring *tx, u32 i)
{
	return le32_to_cpu(tx->desc[i].data.olinfo) >> VTC_TXO_PAYLEN_SHIFT;
}

/* One doorbell and one completion for all of them; short ones grow */
static void vtc_tx_xdp_frames(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct vtc_tx_ring *tx = bench->tx;
	struct xdp_frame *frames[3];
	unsigned int i;

	for (i = 0; i < 3; i++)
		frames[i] = vtc_tx_bench_xdp(test, i == 2 ? 14 : 500 + i, 0);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_xdp_send(tx, frames, 3), 3);
	KUNIT_EXPECT_EQ(test, bench->doorbell, 3);
	KUNIT_EXPECT_EQ(test, vtc_tx_mapped, 3);
	KUNIT_EXPECT_EQ(test, tx->room, vtc_ring_free(tx->size, 3, 0));
	KUNIT_EXPECT_FALSE(test, tx->kick_due);
	for (i = 0; i < 3; i++) {
		u32 len = i == 2 ? VTC_TX_MIN_FRAME : 500 + i;

		KUNIT_EXPECT_EQ(test, tx->buf[i].what, vtc_tx_tag(frames[i], VTC_TX_XDP));
		KUNIT_EXPECT_EQ(test, tx->buf[i].bytes, len);
		KUNIT_EXPECT_EQ(test, tx->buf[i].segs, 1);
		KUNIT_EXPECT_EQ(test, tx->buf[i].last, i);
		KUNIT_EXPECT_EQ(test, vtc_tx_bench_cmd(tx, i) & VTC_TXD_LEN, len);
		KUNIT_EXPECT_EQ(test, vtc_tx_bench_total(tx, i), len);
		KUNIT_EXPECT_TRUE(test, vtc_tx_bench_cmd(tx, i) & VTC_TXD_EOP);
		KUNIT_EXPECT_EQ(test, vtc_tx_bench_asked(tx, i), i == 2);
	}
	KUNIT_EXPECT_EQ(test, ((u8 *)frames[2]->data)[13], 0x5a);
	KUNIT_EXPECT_EQ(test, ((u8 *)frames[2]->data)[14], 0);
	KUNIT_EXPECT_EQ(test, tx->stats.drops, 0);
	/* Nothing to send is nothing to ring for */
	bench->doorbell = VTC_TX_NO_DOORBELL;
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_xdp_send(tx, frames, 0), 0);
	KUNIT_EXPECT_EQ(test, bench->doorbell, VTC_TX_NO_DOORBELL);
	for (i = 0; i < 3; i++)
		vtc_tx_bench_put(frames[i]);
}

/* All pieces of a frame, or none; what was not taken is still the caller's */
static void vtc_tx_xdp_pieces(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct vtc_tx_ring *tx = bench->tx;
	struct xdp_frame *frame;
	int good;

	/* Too short a first piece of several does not grow */
	frame = vtc_tx_bench_xdp(test, 14, 2);
	for (good = 0; good < 3; good++) {
		vtc_tx_maps_left = good;
		KUNIT_EXPECT_EQ(test, vtc_tx_bench_xdp_send(tx, &frame, 1), 0);
		KUNIT_EXPECT_EQ(test, vtc_tx_mapped, 0);
		KUNIT_EXPECT_EQ(test, tx->ntu, 0);
		KUNIT_EXPECT_EQ(test, bench->doorbell, VTC_TX_NO_DOORBELL);
		KUNIT_EXPECT_EQ(test, tx->stats.drops, good + 1);
	}
	vtc_tx_maps_left = 3;
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_xdp_send(tx, &frame, 1), 1);
	KUNIT_EXPECT_EQ(test, tx->ntu, 3);
	KUNIT_EXPECT_EQ(test, tx->buf[0].last, 2);
	KUNIT_EXPECT_EQ(test, tx->buf[0].bytes, 14 + 2 * VTC_TX_FRAG);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_total(tx, 0), 14 + 2 * VTC_TX_FRAG);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_cmd(tx, 0) & VTC_TXD_LEN, 14);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_cmd(tx, 2) & VTC_TXD_LEN, VTC_TX_FRAG);
	KUNIT_EXPECT_FALSE(test, vtc_tx_bench_cmd(tx, 0) & VTC_TXD_EOP);
	KUNIT_EXPECT_FALSE(test, vtc_tx_bench_cmd(tx, 1) & VTC_TXD_EOP);
	KUNIT_EXPECT_TRUE(test, vtc_tx_bench_cmd(tx, 2) & VTC_TXD_EOP);
	KUNIT_EXPECT_EQ(test, tx->stats.drops, 3);
	/* Some of several frames: those are sent */
	vtc_tx_maps_left = 4;
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_xdp_send(tx, (struct xdp_frame *[]){ frame, frame }, 2),
			1);
	KUNIT_EXPECT_EQ(test, bench->doorbell, 6);
	KUNIT_EXPECT_EQ(test, tx->stats.drops, 4);
	vtc_tx_bench_put(frame);
}

/* The stack's next frame finds room, so programs' end sooner */
static void vtc_tx_xdp_leaves_room(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct vtc_tx_ring *tx = bench->tx;
	int i, n = VTC_RING_MIN - 1 - 2 * VTC_TX_WORST + 1;
	struct xdp_frame *frames[VTC_RING_MIN];
	struct vtc_tx_echo *echo;

	echo = kunit_kcalloc(test, VTC_RING_MIN, sizeof(*echo), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, echo);
	frames[0] = vtc_tx_bench_xdp(test, 500, 0);
	for (i = 1; i < VTC_RING_MIN; i++)
		frames[i] = frames[0];
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_xdp_send(tx, frames, VTC_RING_MIN), n);
	KUNIT_EXPECT_EQ(test, bench->doorbell, n);
	KUNIT_EXPECT_EQ(test, tx->stats.drops, VTC_RING_MIN - n);
	/* The chip has sent five meanwhile */
	tx->ntc = 5;
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_xdp_send(tx, frames, VTC_RING_MIN), 5);
	tx->ntc = 7;
	for (i = 0; i < VTC_RING_MIN; i++) {
		echo[i].what = vtc_tx_tag(frames[0], VTC_TX_BUF);
		echo[i].len = 60;
	}
	local_bh_disable();
	KUNIT_EXPECT_EQ(test, vtc_tx_xdp_echo(tx, echo, VTC_RING_MIN), 2);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, bench->doorbell, n + 7);
	KUNIT_EXPECT_FALSE(test, netif_tx_queue_stopped(tx->txq));
	vtc_tx_bench_put(frames[0]);
}

/* virtio_net without mergeable buffers has them anywhere: there is no room for a kind */
static void vtc_tx_xdp_frames_out_of_line(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct xdp_frame *frames[2], *whole;
	unsigned int off;

	whole = vtc_tx_bench_xdp(test, 500, 0);
	for (off = 2; off < 8; off += 2) {
		frames[0] = whole;
		frames[1] = (void *)whole + off;
		memmove(frames[1], whole, sizeof(*whole));
		KUNIT_EXPECT_EQ(test, vtc_tx_bench_xdp_send(bench->tx, &frames[1], 1), 0);
		memmove(whole, frames[1], sizeof(*whole));
	}
	KUNIT_EXPECT_EQ(test, bench->tx->stats.drops, 3);
	KUNIT_EXPECT_EQ(test, bench->tx->ntu, 0);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_xdp_send(bench->tx, frames, 1), 1);
	vtc_tx_bench_put(whole);
}

/* What was received in this pair's buffers is mapped already */
static void vtc_tx_xdp_echoes(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct vtc_tx_ring *tx = bench->tx;
	struct xdp_frame *one = vtc_tx_bench_xdp(test, 14, 0);
	struct xdp_frame *three = vtc_tx_bench_xdp(test, 14, 2);
	const struct vtc_tx_echo echoes[] = {
		{ .what = vtc_tx_tag(one, VTC_TX_BUF), .dma = 0x111111000, .len = 60 },
		{ .what = vtc_tx_tag(one, VTC_TX_XDP_OWN), .dma = 0x222222000, .len = 14 },
		{ .what = vtc_tx_tag(three, VTC_TX_XDP_OWN), .dma = 0x333333000, .len = 14 },
	};
	struct page *page = virt_to_head_page(three);

	page->dma_addr = 0x444444000;
	local_bh_disable();
	KUNIT_EXPECT_EQ(test, vtc_tx_xdp_echo(tx, echoes, 1), 1);
	KUNIT_EXPECT_EQ(test, vtc_tx_synced, 0x111111000);
	KUNIT_EXPECT_EQ(test, vtc_tx_synced_len, 60);
	KUNIT_EXPECT_EQ(test, bench->doorbell, 1);
	KUNIT_EXPECT_EQ(test, vtc_tx_xdp_echo(tx, echoes + 1, 2), 2);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, bench->doorbell, 5);
	KUNIT_EXPECT_EQ(test, vtc_tx_synced, 0x444444040);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(tx->desc[0].data.addr), 0x111111000);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_total(tx, 0), 60);
	KUNIT_EXPECT_EQ(test, tx->buf[0].what, echoes[0].what);
	KUNIT_EXPECT_EQ(test, tx->buf[0].bytes, 60);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(tx->desc[1].data.addr), 0x222222000);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_cmd(tx, 1) & VTC_TXD_LEN, VTC_TX_MIN_FRAME);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_total(tx, 1), VTC_TX_MIN_FRAME);
	KUNIT_EXPECT_EQ(test, ((u8 *)one->data)[14], 0);
	KUNIT_EXPECT_EQ(test, tx->buf[1].bytes, VTC_TX_MIN_FRAME);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_cmd(tx, 2) & VTC_TXD_LEN, 14);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_total(tx, 2), 14 + 2 * VTC_TX_FRAG);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(tx->desc[3].data.addr), 0x444444040);
	KUNIT_EXPECT_EQ(test, tx->buf[2].last, 4);
	KUNIT_EXPECT_EQ(test, tx->buf[2].bytes, 14 + 2 * VTC_TX_FRAG);
	KUNIT_EXPECT_TRUE(test, vtc_tx_bench_asked(tx, 4));
	KUNIT_EXPECT_EQ(test, vtc_tx_mapped, 0);
	page->dma_addr = 0;
	vtc_tx_bench_put(one);
	vtc_tx_bench_put(three);
}

/* Before it is full the queue is stopped, and the chip asked to say when it is not */
static void vtc_tx_stops_in_time(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct vtc_tx_ring *tx = bench->tx;
	int n = VTC_RING_MIN - 1 - VTC_TX_WORST;
	struct sk_buff *skb;
	int i;

	tx->rs_every = 200;
	for (i = 0; i < n; i++)
		vtc_tx_bench_send(test, netdev, 60, false);
	KUNIT_EXPECT_FALSE(test, netif_tx_queue_stopped(tx->txq));
	KUNIT_EXPECT_EQ(test, tx->stats.stops, 0);
	KUNIT_EXPECT_EQ(test, tx->room, VTC_TX_WORST);
	/* All is done by now, but the producer had not looked */
	tx->ntc = 20;
	vtc_tx_bench_send(test, netdev, 60, false);
	KUNIT_EXPECT_FALSE(test, netif_tx_queue_stopped(tx->txq));
	KUNIT_EXPECT_FALSE(test, vtc_tx_bench_asked(tx, n));
	KUNIT_EXPECT_EQ(test, tx->room, VTC_TX_WORST + 19);
	for (i = 0; i < 20; i++)
		vtc_tx_bench_send(test, netdev, 60, true);
	KUNIT_EXPECT_TRUE(test, netif_tx_queue_stopped(tx->txq));
	KUNIT_EXPECT_EQ(test, tx->stats.stops, 1);
	KUNIT_EXPECT_TRUE(test, vtc_tx_bench_asked(tx, n + 20));
	KUNIT_EXPECT_EQ(test, bench->doorbell, (n + 21) & tx->mask);
	/* Who comes all the same is taken if there is room for what he has */
	netif_tx_start_queue(tx->txq);
	vtc_tx_bench_send(test, netdev, 60, false);
	KUNIT_EXPECT_EQ(test, tx->ntu, n + 22);
	tx->ntc = tx->ntu - (VTC_RING_MIN - 1);
	tx->room = 0;
	netif_tx_start_queue(tx->txq);
	skb = vtc_tx_bench_skb(test, 60);
	local_bh_disable();
	KUNIT_EXPECT_EQ(test, (int)vtc_tx_xmit(tx, skb), (int)NETDEV_TX_BUSY);
	local_bh_enable();
	kfree_skb(skb);
	KUNIT_EXPECT_TRUE(test, netif_tx_queue_stopped(tx->txq));
	KUNIT_EXPECT_EQ(test, tx->ntu, n + 22);
}

/* More than a descriptor takes: several, of which one undoes the mapping */
static void vtc_tx_splits_long_pieces(struct kunit *test)
{
	struct net_device *netdev = vtc_tx_bench_make(test);
	struct vtc_tx_bench *bench = netdev_priv(netdev);
	struct vtc_tx_ring *tx = bench->tx;
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 5);
	const u32 len = 2 * VTC_TXD_MAX_BYTES + 100;
	struct sk_buff *skb = vtc_tx_bench_skb(test, 300);

	KUNIT_ASSERT_NOT_NULL(test, page);
	skb_add_rx_frag(skb, 0, page, 0, len, len);
	KUNIT_EXPECT_EQ(test, vtc_tx_need(skb), 1 + 1 + 3);
	vtc_tx_bench_hand(test, netdev, skb, false);
	KUNIT_ASSERT_EQ(test, tx->ntu, 4);
	KUNIT_EXPECT_EQ(test, tx->buf[0].len, 300);
	KUNIT_EXPECT_EQ(test, tx->buf[1].len, len);
	KUNIT_EXPECT_EQ(test, tx->buf[2].len + tx->buf[3].len, 0);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_cmd(tx, 1) & VTC_TXD_LEN, VTC_TXD_MAX_BYTES);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_cmd(tx, 2) & VTC_TXD_LEN, VTC_TXD_MAX_BYTES);
	KUNIT_EXPECT_EQ(test, vtc_tx_bench_cmd(tx, 3) & VTC_TXD_LEN, 100);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(tx->desc[3].data.addr),
			le64_to_cpu(tx->desc[1].data.addr) + 2 * VTC_TXD_MAX_BYTES);
	KUNIT_EXPECT_EQ(test, vtc_tx_mapped, 2);
	kfree_skb(vtc_tx_what(tx->buf[0].what));
}

static struct kunit_case vtc_tx_cases[] = {
	KUNIT_CASE(vtc_tx_names_its_context),
	KUNIT_CASE(vtc_tx_drop_rings_for_those_before),
	KUNIT_CASE(vtc_tx_drop_alone_is_silent),
	KUNIT_CASE(vtc_tx_copies_ask_now_and_then),
	KUNIT_CASE(vtc_tx_copy_asks_for_those_before),
	KUNIT_CASE(vtc_tx_pads_short_frames),
	KUNIT_CASE(vtc_tx_copies_fragments),
	KUNIT_CASE(vtc_tx_failed_mapping_undoes_all),
	KUNIT_CASE(vtc_tx_xdp_frames),
	KUNIT_CASE(vtc_tx_xdp_pieces),
	KUNIT_CASE(vtc_tx_xdp_leaves_room),
	KUNIT_CASE(vtc_tx_xdp_frames_out_of_line),
	KUNIT_CASE(vtc_tx_xdp_echoes),
	KUNIT_CASE(vtc_tx_stops_in_time),
	KUNIT_CASE(vtc_tx_splits_long_pieces),
	{}
};

static struct kunit_suite vtc_tx_suite = {
	.name = "vtc_tx",
	.test_cases = vtc_tx_cases,
};

kunit_test_suite(vtc_tx_suite);
