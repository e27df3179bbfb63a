// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite xdprun: what becomes of a frame by a program's word, and of its buffers.
 */
#include <linux/etherdevice.h>
#include <linux/filter.h>
#include "rxbench.h"
#include "../common/xdp.h"

static int vtc_xdprun_suite_init(struct kunit *test)
{
	return vtc_rxbench_make(test) ? 0 : -ENOMEM;
}

static struct vtc_rxbench *vtc_xdprun_running(struct kunit *test, u32 act)
{
	struct vtc_rxbench *b = test->priv;

	vtc_rxbench_run(test, b, true);
	b->act = act;
	return b;
}

/* A frame of so many buffers, the last of 100 bytes */
static void vtc_xdprun_pieces(struct vtc_rxbench *b, unsigned int n)
{
	while (--n)
		vtc_rxbench_piece(b, VTC_RX_DATA, false);
	vtc_rxbench_piece(b, 100, true);
}

/* Each frame is the stack's or the program's, and is counted once */
static void vtc_xdprun_counted(struct kunit *test, unsigned int packets, u32 bytes)
{
	struct vtc_rxbench *b = test->priv;

	KUNIT_EXPECT_EQ(test, b->rx.stats.packets, packets);
	KUNIT_EXPECT_EQ(test, b->rx.stats.bytes, bytes);
}

/* Dropped: the buffer stays where it is, clean for the chip */
static void vtc_xdprun_drops(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_DROP);
	void *va = b->rx.buf[2].va;
	unsigned int i;

	b->moves = -8;
	for (i = 0; i < 3; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 3);
	KUNIT_EXPECT_EQ(test, b->runs, 3);
	KUNIT_EXPECT_EQ(test, b->seen, 60);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.seen, b->rx.buf[2].dma);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.seen_len, 60);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&b->stack), 0);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_drops, 3);
	vtc_xdprun_counted(test, 3, 180);
	KUNIT_EXPECT_PTR_EQ(test, b->rx.buf[2].va, va);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(b->rx.desc[2].q[0]), b->rx.buf[2].dma);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(b->rx.desc[2].q[1]), 0);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.syncs, 3);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.synced, vtc_fake_bus(va));
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.synced_len, VTC_RX_HEADROOM + 60);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.synced_dir, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, b->flushes + b->sends, 0);
	/* Counted by the poll that saw them, not again */
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 0);
	vtc_xdprun_counted(test, 3, 180);
	vtc_rxbench_end(test, b);
}

/* A ring that only drops never needs a page, and goes round and round */
static void vtc_xdprun_drops_for_ever(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_DROP);
	unsigned int i, k;

	for (k = 0; k < 10; k++) {
		for (i = 0; i < 40; i++)
			vtc_rxbench_frame(b, 60);
		KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 40);
		vtc_fake_dma.pages_left = k ? 0 : VTC_FAKE_ANY;
		KUNIT_EXPECT_EQ(test, vtc_fake_dma.rung, b->rx.ntu & b->rx.mask);
		KUNIT_EXPECT_EQ(test, b->rx.ntu - b->rx.ntc, RXBENCH_SIZE - 1);
	}
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_drops, 400);
	KUNIT_EXPECT_TRUE(test, b->rx.whole);
	/* One that is taken along leaves a hole, to be filled again */
	vtc_fake_dma.pages_left = VTC_FAKE_ANY;
	b->act = XDP_PASS;
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_FALSE(test, b->rx.whole);
	b->act = XDP_DROP;
	for (i = 0; i < 2 * RXBENCH_SIZE; i++) {
		vtc_rxbench_frame(b, 60);
		KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	}
	KUNIT_EXPECT_TRUE(test, b->rx.whole);
	vtc_rxbench_end(test, b);
}

/* Passed: the stack gets it as the program left it */
static void vtc_xdprun_passes(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_PASS);
	struct vtc_rx_wb *wb = vtc_rxbench_frame(b, 60);
	void *va = b->rx.buf[0].va;
	struct sk_buff *skb;

	b->moves = 4;
	b->metas = 8;
	wb->status |= cpu_to_le32(VTC_RXS_L4CS);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	skb = __skb_dequeue(&b->stack);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_PTR_EQ(test, (void *)skb->head, va);
	KUNIT_EXPECT_EQ(test, skb->len, 60 - 4 - ETH_HLEN);
	KUNIT_EXPECT_EQ(test, skb_headroom(skb), VTC_RX_HEADROOM + 4 + ETH_HLEN);
	KUNIT_EXPECT_EQ(test, skb_metadata_len(skb), 8);
	KUNIT_EXPECT_EQ(test, (int)skb->ip_summed, CHECKSUM_UNNECESSARY);
	KUNIT_EXPECT_TRUE(test, skb->pp_recycle);
	KUNIT_EXPECT_FALSE(test, skb->pfmemalloc);
	KUNIT_EXPECT_EQ(test, skb->data_len, 0);
	kfree_skb(skb);
	KUNIT_EXPECT_NULL(test, b->rx.buf[0].va);
	vtc_xdprun_counted(test, 1, 56);
	b->moves = 0;
	b->metas = 0;
	vtc_rxbench_frame(b, 61);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	skb = __skb_dequeue(&b->stack);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_EQ(test, skb_metadata_len(skb), 0);
	kfree_skb(skb);
	vtc_xdprun_counted(test, 2, 117);
	/* Without an skb it is lost */
	b->no_skb = true;
	va = b->rx.buf[2].va;
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, 1);
	KUNIT_EXPECT_PTR_EQ(test, b->rx.buf[2].va, va);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_drops, 0);
	vtc_rxbench_end(test, b);
}

/* Sent back: the transmit ring has the buffer, and is told where the frame is */
static void vtc_xdprun_sends_back(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_TX);
	void *va = b->rx.buf[0].va;
	dma_addr_t dma = b->rx.buf[0].dma;

	b->moves = 6;
	vtc_rxbench_frame(b, 100);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->sent, 1);
	KUNIT_EXPECT_PTR_EQ(test, b->queue, (const struct vtc_tx_ring *)&b->tx);
	KUNIT_EXPECT_EQ(test, b->echo.what, vtc_tx_tag(va, VTC_TX_BUF));
	KUNIT_EXPECT_EQ(test, b->echo.dma, dma + 6);
	KUNIT_EXPECT_EQ(test, b->echo.len, 94);
	KUNIT_EXPECT_NULL(test, b->rx.buf[0].va);
	KUNIT_EXPECT_FALSE(test, b->rx.whole);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_tx, 1);
	vtc_xdprun_counted(test, 1, 100);
	/* One that is too short now grows */
	b->moves = 90;
	memset(b->rx.buf[1].va, 0xff, VTC_RX_TRUESIZE);
	vtc_rxbench_frame(b, 100);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->echo.len, VTC_TX_MIN_FRAME);
	KUNIT_EXPECT_EQ(test, ((u8 *)vtc_tx_what(b->echo.what))[VTC_RX_HEADROOM + 100], 0);
	vtc_rxbench_end(test, b);
}

/* In lots; what the ring does not take is lost, and its buffers are not */
static void vtc_xdprun_sends_lots(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_TX);
	unsigned int i;

	for (i = 0; i < VTC_XDP_BATCH; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), VTC_XDP_BATCH);
	KUNIT_EXPECT_EQ(test, b->sends, 1);
	for (i = 0; i < VTC_XDP_BATCH + 1; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), VTC_XDP_BATCH + 1);
	KUNIT_EXPECT_EQ(test, b->sends, 3);
	KUNIT_EXPECT_EQ(test, b->sent, 2 * VTC_XDP_BATCH + 1);
	b->takes = 3;
	for (i = 0; i < 5; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 5);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_tx, 2 * VTC_XDP_BATCH + 4);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_errors, 2);
	/* Nobody serves the ring, or it is being stopped */
	b->takes = INT_MAX;
	b->qv.tx = NULL;
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_errors, 3);
	b->qv.tx = &b->tx;
	netif_tx_stop_queue(netdev_get_tx_queue(b->netdev, 0));
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_errors, 4);
	netif_tx_start_queue(netdev_get_tx_queue(b->netdev, 0));
	KUNIT_EXPECT_EQ(test, b->sent, 2 * VTC_XDP_BATCH + 4);
	vtc_xdprun_counted(test, 2 * VTC_XDP_BATCH + 8, 60 * (2 * VTC_XDP_BATCH + 8));
	vtc_rxbench_end(test, b);
}

static void vtc_xdprun_redirects(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_REDIRECT);
	void *va;

	vtc_rxbench_frame(b, 60);
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 2);
	KUNIT_EXPECT_EQ(test, b->redirects, 2);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_redirects, 2);
	KUNIT_EXPECT_EQ(test, b->flushes, 1);
	KUNIT_EXPECT_NULL(test, b->rx.buf[0].va);
	KUNIT_EXPECT_FALSE(test, b->rx.whole);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 0);
	KUNIT_EXPECT_EQ(test, b->flushes, 1);
	/* Nobody takes it */
	b->redirect_err = -ENOSPC;
	va = b->rx.buf[2].va;
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_redirects, 2);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_errors, 1);
	KUNIT_EXPECT_EQ(test, b->exceptions, 1);
	KUNIT_EXPECT_EQ(test, b->flushes, 1);
	KUNIT_EXPECT_PTR_EQ(test, b->rx.buf[2].va, va);
	vtc_xdprun_counted(test, 3, 180);
	vtc_rxbench_end(test, b);
}

/* A program that failed, or says what there is not */
static void vtc_xdprun_fails(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_ABORTED);

	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->warned, 0);
	b->act = 4711;
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->warned, 1);
	KUNIT_EXPECT_EQ(test, b->exceptions, 2);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_errors, 2);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors + b->rx.stats.xdp_drops, 0);
	vtc_xdprun_counted(test, 2, 120);
	vtc_rxbench_end(test, b);
}

/* The program is gone, the ring is still one of its kind */
static void vtc_xdprun_without_a_program(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_DROP);

	b->at = NULL;
	vtc_rxbench_frame(b, 60);
	vtc_xdprun_pieces(b, 2);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 2);
	KUNIT_EXPECT_EQ(test, b->runs, 0);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&b->stack), 2);
	vtc_xdprun_counted(test, 2, 60 + VTC_RX_DATA + 100);
	vtc_rxbench_end(test, b);
}

/* The program's turn ends with the budget, and with a frame for the stack */
static void vtc_xdprun_budget(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_DROP);
	unsigned int i;

	for (i = 0; i < 5; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 3), 3);
	KUNIT_EXPECT_EQ(test, b->runs, 3);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 3), 2);
	b->act = XDP_PASS;
	for (i = 0; i < 5; i++)
		vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 3), 3);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&b->stack), 3);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 2);
	/* A frame that comes in pieces does not end it */
	b->aux->xdp_has_frags = true;
	vtc_rxbench_frame(b, 60);
	vtc_xdprun_pieces(b, 3);
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 3);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&b->stack), 8);
	vtc_rxbench_end(test, b);
}

/* A frame of several buffers, for a program that knows of such */
static void vtc_xdprun_frames_of_pieces(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_PASS);
	const u32 len = 2 * VTC_RX_DATA + 100;
	struct sk_buff *skb;

	b->aux->xdp_has_frags = true;
	b->moves = 2;
	vtc_xdprun_pieces(b, 3);
	/* From the last memory there was */
	virt_to_head_page(b->rx.buf[2].va)->pp_magic |= BIT(1);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->seen, len);
	skb = __skb_dequeue(&b->stack);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_EQ(test, skb->len, len - 2 - ETH_HLEN);
	KUNIT_EXPECT_EQ(test, skb->data_len, len - VTC_RX_DATA);
	KUNIT_EXPECT_EQ(test, skb_shinfo(skb)->nr_frags, 2);
	KUNIT_EXPECT_EQ(test, *((u8 *)skb_frag_address(&skb_shinfo(skb)->frags[1]) + 50), 102);
	KUNIT_EXPECT_GE(test, skb->truesize, 3 * VTC_RX_TRUESIZE);
	KUNIT_EXPECT_TRUE(test, skb->pfmemalloc);
	virt_to_head_page(skb->head)->pp_magic &= ~BIT(1);
	kfree_skb(skb);
	vtc_xdprun_counted(test, 1, len - 2);
	b->moves = 0;
	b->act = XDP_DROP;
	vtc_xdprun_pieces(b, 3);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_drops, 1);
	vtc_xdprun_counted(test, 2, 2 * len - 2);
	b->act = XDP_REDIRECT;
	vtc_xdprun_pieces(b, 2);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_redirects, 1);
	b->act = XDP_TX;
	vtc_xdprun_pieces(b, 2);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_tx, 1);
	KUNIT_EXPECT_EQ(test, vtc_tx_kind(b->echo.what), VTC_TX_XDP_OWN);
	KUNIT_EXPECT_EQ(test, b->echo.len, VTC_RX_DATA);
	/* The next of one buffer is one of one buffer */
	b->act = XDP_DROP;
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->seen, 60);
	vtc_rxbench_end(test, b);
}

/* Others do not see it at all: it is lost */
/* Is a buffer the chip's, which may write into it at any time */
static bool vtc_xdprun_is_posted(const struct vtc_rxbench *b, dma_addr_t dma)
{
	u32 i;

	for (i = b->rx.ntc; i != b->rx.ntu; i++)
		if (b->rx.buf[i & b->rx.mask].dma == dma && b->rx.buf[i & b->rx.mask].va)
			return true;
	return false;
}

/* A poll may end within a frame: what is there of it is not given to the chip again */
static void vtc_xdprun_rest_comes_later(struct kunit *test)
{
	static const u32 acts[] = { XDP_PASS, XDP_DROP, XDP_REDIRECT, XDP_TX };
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_DROP);
	dma_addr_t head;
	unsigned int i, k;

	b->aux->xdp_has_frags = true;
	for (k = 0; k < 4 * ARRAY_SIZE(acts); k++) {
		b->act = XDP_DROP;
		for (i = 0; i < 40; i++)
			vtc_rxbench_frame(b, 60);
		head = b->rx.buf[b->next & b->rx.mask].dma;
		vtc_rxbench_piece(b, VTC_RX_DATA, false);
		vtc_rxbench_piece(b, VTC_RX_DATA, false);
		KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 40);
		KUNIT_EXPECT_FALSE(test, vtc_xdprun_is_posted(b, head));
		b->act = acts[k % ARRAY_SIZE(acts)];
		vtc_rxbench_piece(b, 100, true);
		KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
		KUNIT_EXPECT_EQ(test, b->seen, 2 * VTC_RX_DATA + 100);
		KUNIT_EXPECT_EQ(test, skb_queue_len(&b->stack), b->act == XDP_PASS);
		__skb_queue_purge(&b->stack);
	}
	/* Stopped within one: nothing of it is left */
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 0);
	vtc_rxbench_end(test, b);
}

static void vtc_xdprun_too_long_for_it(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_PASS);

	vtc_xdprun_pieces(b, 2);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->runs, 0);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&b->stack), 0);
	KUNIT_EXPECT_EQ(test, b->rx.stats.xdp_errors, 1);
	vtc_xdprun_counted(test, 1, VTC_RX_DATA + 100);
	vtc_rxbench_frame(b, 60);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->runs, 1);
	vtc_rxbench_end(test, b);
}

/* What cannot be believed no program sees */
static void vtc_xdprun_bad_frames(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_PASS);
	unsigned int i, errors = 0;

	b->aux->xdp_has_frags = true;
	vtc_rxbench_frame(b, 60)->status |= cpu_to_le32(VTC_RXS_ERR_RX);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	vtc_rxbench_frame(b, ETH_HLEN - 1);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	vtc_rxbench_frame(b, VTC_RX_DATA + 1);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	vtc_rxbench_piece(b, 200, false);
	vtc_rxbench_piece(b, 0xffff, false);
	vtc_rxbench_piece(b, 100, true);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	for (i = 0; i < MAX_SKB_FRAGS + 2; i++)
		vtc_rxbench_piece(b, 100, i > MAX_SKB_FRAGS);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	vtc_rxbench_piece(b, 100, true)->status |= cpu_to_le32(VTC_RXS_ERR_RX);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, ++errors);
	KUNIT_EXPECT_EQ(test, b->runs, 0);
	KUNIT_EXPECT_EQ(test, b->rx.stats.packets, 0);
	for (i = 0; i < MAX_SKB_FRAGS + 1; i++)
		vtc_rxbench_piece(b, 100, i == MAX_SKB_FRAGS);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 1);
	KUNIT_EXPECT_EQ(test, b->rx.stats.errors, errors);
	KUNIT_EXPECT_EQ(test, b->seen, 100 * (MAX_SKB_FRAGS + 1));
	/* Stopped in the middle of one */
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	vtc_rxbench_piece(b, VTC_RX_DATA, false);
	KUNIT_EXPECT_EQ(test, vtc_rxbench_poll(b, 64), 0);
	vtc_rxbench_end(test, b);
}

/* Frames from elsewhere, while we can send at all */
static void vtc_xdprun_sends_for_others(struct kunit *test)
{
	struct vtc_rxbench *b = vtc_xdprun_running(test, XDP_DROP);
	struct xdp_frame *frames[3] = {};

	local_bh_disable();
	KUNIT_EXPECT_EQ(test, vtc_xdp_xmit(&b->dp, 3, frames, 0), -ENETDOWN);
	set_bit(__LINK_STATE_START, &b->netdev->state);
	KUNIT_EXPECT_EQ(test, vtc_xdp_xmit(&b->dp, 3, frames, 2), -EINVAL);
	KUNIT_EXPECT_EQ(test, vtc_xdp_xmit(&b->dp, 3, frames, XDP_XMIT_FLUSH), 3);
	KUNIT_EXPECT_PTR_EQ(test, b->queue, (const struct vtc_tx_ring *)&b->tx);
	b->takes = 1;
	KUNIT_EXPECT_EQ(test, vtc_xdp_xmit(&b->dp, 3, frames, 0), 1);
	b->qv.tx = NULL;
	KUNIT_EXPECT_EQ(test, vtc_xdp_xmit(&b->dp, 3, frames, 0), 0);
	b->qv.tx = &b->tx;
	set_bit(__LINK_STATE_NOCARRIER, &b->netdev->state);
	KUNIT_EXPECT_EQ(test, vtc_xdp_xmit(&b->dp, 3, frames, 0), -ENETDOWN);
	clear_bit(__LINK_STATE_START, &b->netdev->state);
	local_bh_enable();
	vtc_rxbench_end(test, b);
}

static struct kunit_case vtc_xdprun_cases[] = {
	KUNIT_CASE(vtc_xdprun_drops),
	KUNIT_CASE(vtc_xdprun_drops_for_ever),
	KUNIT_CASE(vtc_xdprun_passes),
	KUNIT_CASE(vtc_xdprun_sends_back),
	KUNIT_CASE(vtc_xdprun_sends_lots),
	KUNIT_CASE(vtc_xdprun_redirects),
	KUNIT_CASE(vtc_xdprun_fails),
	KUNIT_CASE(vtc_xdprun_without_a_program),
	KUNIT_CASE(vtc_xdprun_budget),
	KUNIT_CASE(vtc_xdprun_frames_of_pieces),
	KUNIT_CASE(vtc_xdprun_rest_comes_later),
	KUNIT_CASE(vtc_xdprun_too_long_for_it),
	KUNIT_CASE(vtc_xdprun_bad_frames),
	KUNIT_CASE(vtc_xdprun_sends_for_others),
	{}
};

static struct kunit_suite vtc_xdprun_suite = {
	.name = "vtc_xdprun",
	.init = vtc_xdprun_suite_init,
	.exit = vtc_rxbench_exit,
	.test_cases = vtc_xdprun_cases,
};

kunit_test_suite(vtc_xdprun_suite);
