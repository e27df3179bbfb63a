// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite txring: a transmit ring's memory, what the chip is told of it, and what
 * becomes of each kind of frame once it is sent, or is not.
 */
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <net/netdev_queues.h>
#include <net/sch_generic.h>
#include <net/xdp.h>
#include "fake_dma.h"
#include "fake_hw.h"
#include "kunit.h"

/* What the queue's byte limit is told; the kernel of the suites has none */
static unsigned int vtc_txring_done_skbs, vtc_txring_done_bytes, vtc_txring_begun_anew;

static void vtc_txring_completed(struct netdev_queue *txq, unsigned int skbs,
				 unsigned int bytes)
{
	vtc_txring_done_skbs += skbs;
	vtc_txring_done_bytes += bytes;
}

static void vtc_txring_begins_anew(struct netdev_queue *txq)
{
	vtc_txring_begun_anew++;
}

#define netdev_txq_completed_mb	vtc_txring_completed
#define netdev_tx_reset_queue		vtc_txring_begins_anew

#include "../common/txring.c"

#define RING_AT		0xe000
#define SIZE		64
#define REGS		0x10000
#define LEN		300

struct vtc_txring_bench {
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	struct net_device *netdev;
	struct vtc_tx_ring tx;
	u32 reg[REGS / 4];
	bool written_while_on;
	bool stays_on;
	u8 frame[16][LEN];
};

static u32 vtc_txring_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_txring_bench *b = container_of(fake, struct vtc_txring_bench, fake);

	return b->reg[reg / 4];
}

static void vtc_txring_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_txring_bench *b = container_of(fake, struct vtc_txring_bench, fake);
	u32 dctl = RING_AT + VTC_RING_DCTL;

	if (reg != dctl && b->reg[dctl / 4] & VTC_DCTL_ENABLE)
		b->written_while_on = true;
	if (reg == dctl && b->stays_on)
		val |= VTC_DCTL_ENABLE;
	b->reg[reg / 4] = val;
}

static u32 vtc_txring_reg(struct vtc_txring_bench *b, u32 reg)
{
	return b->reg[(RING_AT + reg) / 4];
}

static int vtc_txring_suite_init(struct kunit *test)
{
	struct vtc_txring_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	test->priv = b;
	if (!b)
		return -ENOMEM;
	b->netdev = alloc_etherdev(0);
	if (!b->netdev)
		return -ENOMEM;
	vtc_fake_dma_init();
	vtc_txring_done_skbs = 0;
	vtc_txring_done_bytes = 0;
	vtc_txring_begun_anew = 0;
	b->fake.rd = vtc_txring_rd;
	b->fake.wr = vtc_txring_wr;
	vtc_fake_bind(&b->hw, &b->fake);
	vtc_fake_set_clock(&b->clock);
	b->tx.reg = RING_AT;
	b->tx.txq = netdev_get_tx_queue(b->netdev, 0);
	rcu_assign_pointer(b->tx.txq->qdisc, &noop_qdisc);
	return 0;
}

static void vtc_txring_suite_exit(struct kunit *test)
{
	struct vtc_txring_bench *b = test->priv;

	if (b && b->netdev)
		free_netdev(b->netdev);
	vtc_fake_set_clock(NULL);
}

/* Whatever is left behind of a ring */
static void vtc_txring_nothing_left(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.coherent, 0);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.mapped, 0);
}

static struct vtc_txring_bench *vtc_txring_running(struct kunit *test)
{
	struct vtc_txring_bench *b = test->priv;

	KUNIT_ASSERT_EQ(test, vtc_tx_alloc(&b->tx, &b->hw, SIZE), 0);
	vtc_tx_start(&b->tx);
	netif_tx_start_queue(b->tx.txq);
	return b;
}

/* A frame of @n descriptors, each with a piece that is mapped if @maps */
static void vtc_txring_put(struct vtc_txring_bench *b, unsigned long what,
			   unsigned int n, bool maps)
{
	struct vtc_tx_ring *tx = &b->tx;
	struct vtc_tx_buf *first = &tx->buf[tx->ntu & tx->mask];
	unsigned int i;

	for (i = 0; i < n; i++) {
		struct vtc_tx_buf *buf = &tx->buf[(tx->ntu + i) & tx->mask];

		buf->len = maps ? LEN - i : 0;
		buf->dma = maps ? vtc_fake_dma_map(NULL, b->frame[i], LEN - i,
						   DMA_TO_DEVICE) : 0;
	}
	first->what = what;
	first->bytes = LEN;
	first->segs = 2;
	first->last = (tx->ntu + n - 1) & tx->mask;
	tx->ntu += n;
}

static struct sk_buff *vtc_txring_put_skb(struct kunit *test, unsigned int n)
{
	struct vtc_txring_bench *b = test->priv;
	struct sk_buff *skb = alloc_skb(LEN, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put(skb, LEN);
	vtc_txring_put(b, vtc_tx_tag(skb_get(skb), VTC_TX_SKB), n, true);
	return skb;
}

static void vtc_txring_put_copy(struct vtc_txring_bench *b)
{
	vtc_txring_put(b, vtc_tx_tag(NULL, VTC_TX_COPY), 1, false);
}

/* An XDP frame in a page of its own, which is still ours */
static struct page *vtc_txring_put_xdp(struct kunit *test, enum vtc_tx_kind kind)
{
	struct vtc_txring_bench *b = test->priv;
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	struct xdp_frame *frame;

	KUNIT_ASSERT_NOT_NULL(test, page);
	frame = page_address(page);
	frame->data = frame + 1;
	frame->mem.type = MEM_TYPE_PAGE_SHARED;
	get_page(page);
	if (kind == VTC_TX_BUF)
		vtc_txring_put(b, vtc_tx_tag(page_address(page), kind), 1, false);
	else
		vtc_txring_put(b, vtc_tx_tag(frame, kind), 1, kind == VTC_TX_XDP);
	return page;
}

/* The chip has sent all before that, and says so */
static void vtc_txring_head(struct vtc_txring_bench *b, u32 head)
{
	*(__le32 *)b->tx.head = cpu_to_le32(head);
}

static void vtc_txring_cleans(struct vtc_txring_bench *b, u32 head, int budget)
{
	vtc_txring_head(b, head);
	local_bh_disable();
	WARN_ON(!vtc_tx_clean(&b->tx, budget));
	local_bh_enable();
}

static bool vtc_txring_freed(struct sk_buff *skb)
{
	bool freed = refcount_read(&skb->users) == 1;

	if (freed)
		kfree_skb(skb);
	return freed;
}

static void vtc_txring_memory(struct kunit *test)
{
	struct vtc_txring_bench *b = test->priv;
	struct vtc_tx_ring *tx = &b->tx;

	KUNIT_ASSERT_EQ(test, vtc_tx_alloc(tx, &b->hw, SIZE), 0);
	KUNIT_EXPECT_EQ(test, tx->size, SIZE);
	KUNIT_EXPECT_EQ(test, tx->mask, SIZE - 1);
	KUNIT_EXPECT_PTR_EQ(test, tx->hw, (const struct vtc_hw *)&b->hw);
	/* The head is behind the descriptors, for both sides */
	KUNIT_EXPECT_PTR_EQ(test, (const void *)tx->head, (const void *)(tx->desc + SIZE));
	KUNIT_EXPECT_EQ(test, tx->head_dma - tx->desc_dma, SIZE * sizeof(*tx->desc));
	KUNIT_EXPECT_EQ(test, tx->desc_dma, vtc_fake_bus(tx->desc));
	KUNIT_ASSERT_NOT_NULL(test, tx->small);
	KUNIT_EXPECT_EQ(test, tx->small_dma, vtc_fake_bus(tx->small));
	memset(tx->small, 0xff, SIZE * VTC_TX_SMALL);
	memset(tx->buf, 0xff, SIZE * sizeof(*tx->buf));
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.coherent, 3);
	vtc_tx_free(tx);
	vtc_txring_nothing_left(test);
	KUNIT_EXPECT_TRUE(test, !tx->desc && !tx->small && !tx->buf);
	/* Once more, or never allocated */
	vtc_tx_free(tx);
	vtc_txring_nothing_left(test);
	/* No memory: for the ring, or only for copies */
	vtc_fake_dma.allocs_left = 0;
	KUNIT_EXPECT_EQ(test, vtc_tx_alloc(tx, &b->hw, SIZE), -ENOMEM);
	KUNIT_EXPECT_NULL(test, tx->buf);
	vtc_txring_nothing_left(test);
	vtc_tx_free(tx);
	vtc_fake_dma.allocs_left = 1;
	KUNIT_EXPECT_EQ(test, vtc_tx_alloc(tx, &b->hw, SIZE), 0);
	KUNIT_EXPECT_NULL(test, tx->small);
	vtc_tx_free(tx);
	vtc_txring_nothing_left(test);
}

/* All is in place before the ring runs, and nothing of its last run is left */
static void vtc_txring_starts(struct kunit *test)
{
	struct vtc_txring_bench *b = test->priv;
	struct vtc_tx_ring *tx = &b->tx;

	KUNIT_ASSERT_EQ(test, vtc_tx_alloc(tx, &b->hw, SIZE), 0);
	tx->ntu = 5;
	tx->ntc = 5;
	tx->ctx_valid = true;
	tx->since_rs = 3;
	tx->waited_for = true;
	tx->kick_due = true;
	vtc_txring_head(b, 5);
	b->reg[(RING_AT + VTC_RING_DCTL) / 4] = VTC_DCTL_ENABLE;
	b->reg[(RING_AT + VTC_RING_HEAD) / 4] = 5;
	b->reg[(RING_AT + VTC_RING_TAIL) / 4] = 5;
	vtc_tx_start(tx);
	KUNIT_EXPECT_FALSE(test, b->written_while_on);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_BAL), lower_32_bits(tx->desc_dma));
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_BAH), 7);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_LEN), 16 * SIZE);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_HEAD), 0);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_TAIL), 0);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_TDWBAL),
			lower_32_bits(tx->head_dma) | VTC_TDWBAL_ENABLE);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_TDWBAH), 7);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_DCTL),
			VTC_DCTL_ENABLE | 8 | 1 << 8);
	KUNIT_EXPECT_EQ(test, tx->ntu + tx->ntc + tx->since_rs, 0);
	KUNIT_EXPECT_FALSE(test, tx->ctx_valid || tx->kick_due);
	KUNIT_EXPECT_EQ(test, tx->room, SIZE - 1);
	KUNIT_EXPECT_EQ(test, tx->rs_every, vtc_tx_rs_every(SIZE));
	KUNIT_EXPECT_FALSE(test, tx->waited_for);
	/* A copied frame may have gone without a completion: the chip knows */
	KUNIT_EXPECT_TRUE(test, vtc_tx_is_through(tx));
	tx->ntu = SIZE + 3;
	KUNIT_EXPECT_FALSE(test, vtc_tx_is_through(tx));
	b->reg[(RING_AT + VTC_RING_HEAD) / 4] = 3;
	KUNIT_EXPECT_TRUE(test, vtc_tx_is_through(tx));
	tx->ntu = 0;
	KUNIT_EXPECT_EQ(test, le32_to_cpu(*tx->head), 0);
	KUNIT_EXPECT_PTR_EQ(test, tx->tail, b->hw.bar + RING_AT + VTC_RING_TAIL);
	vtc_tx_free(tx);
}

/* Frames of the stack: unmapped, freed, counted in both ways */
static void vtc_txring_sent_by_the_stack(struct kunit *test)
{
	struct vtc_txring_bench *b = vtc_txring_running(test);
	struct vtc_tx_ring *tx = &b->tx;
	struct sk_buff *one, *three;

	one = vtc_txring_put_skb(test, 1);
	vtc_txring_put_copy(b);
	three = vtc_txring_put_skb(test, 3);
	vtc_txring_cleans(b, 0, 64);
	KUNIT_EXPECT_EQ(test, tx->ntc, 0);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.mapped, 4);
	vtc_txring_cleans(b, 1, 64);
	KUNIT_EXPECT_EQ(test, tx->ntc, 1);
	KUNIT_EXPECT_TRUE(test, vtc_txring_freed(one));
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.mapped, 3);
	KUNIT_EXPECT_EQ(test, tx->stats.packets, 2);
	KUNIT_EXPECT_EQ(test, tx->stats.bytes, LEN);
	/* Not all of the third yet; what was copied has been counted before */
	vtc_txring_cleans(b, 4, 64);
	KUNIT_EXPECT_EQ(test, tx->ntc, 2);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.mapped, 3);
	KUNIT_EXPECT_EQ(test, tx->stats.packets, 2);
	KUNIT_EXPECT_EQ(test, vtc_txring_done_skbs, 2);
	KUNIT_EXPECT_EQ(test, vtc_txring_done_bytes, 2 * LEN);
	vtc_txring_cleans(b, 5, 64);
	KUNIT_EXPECT_EQ(test, tx->ntc, 5);
	KUNIT_EXPECT_TRUE(test, vtc_txring_freed(three));
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.mapped, 0);
	KUNIT_EXPECT_EQ(test, tx->stats.packets, 4);
	KUNIT_EXPECT_EQ(test, tx->stats.bytes, 2 * LEN);
	KUNIT_EXPECT_EQ(test, vtc_txring_done_skbs, 3);
	KUNIT_EXPECT_EQ(test, vtc_txring_done_bytes, 3 * LEN);
	/* A head that is none, and one of what was not sent */
	vtc_txring_cleans(b, SIZE + 6, 64);
	vtc_txring_cleans(b, 7, 64);
	KUNIT_EXPECT_EQ(test, tx->ntc, 5);
	vtc_tx_free(tx);
}

/* Over the ring's end, in one frame */
static void vtc_txring_wraps(struct kunit *test)
{
	struct vtc_txring_bench *b = vtc_txring_running(test);
	struct sk_buff *skb;
	unsigned int i;

	for (i = 0; i < SIZE - 2; i++)
		vtc_txring_put_copy(b);
	vtc_txring_cleans(b, SIZE - 2, 64);
	skb = vtc_txring_put_skb(test, 4);
	vtc_txring_cleans(b, 1, 64);
	KUNIT_EXPECT_EQ(test, b->tx.ntc, SIZE - 2);
	vtc_txring_cleans(b, 2, 64);
	KUNIT_EXPECT_EQ(test, b->tx.ntc, SIZE + 2);
	KUNIT_EXPECT_TRUE(test, vtc_txring_freed(skb));
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.mapped, 0);
	vtc_tx_free(&b->tx);
}

/* Frames of programs and of other devices, among the stack's */
static void vtc_txring_sent_by_programs(struct kunit *test)
{
	struct vtc_txring_bench *b = vtc_txring_running(test);
	struct vtc_tx_ring *tx = &b->tx;
	struct page *page[3];
	struct sk_buff *skb;
	unsigned int i;

	page[0] = vtc_txring_put_xdp(test, VTC_TX_XDP);
	page[1] = vtc_txring_put_xdp(test, VTC_TX_XDP_OWN);
	page[2] = vtc_txring_put_xdp(test, VTC_TX_BUF);
	skb = vtc_txring_put_skb(test, 2);
	/* netpoll has interrupts off */
	vtc_txring_cleans(b, 5, 0);
	KUNIT_EXPECT_EQ(test, tx->ntc, 0);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.mapped, 3);
	vtc_txring_cleans(b, 2, 64);
	KUNIT_EXPECT_EQ(test, tx->ntc, 2);
	KUNIT_EXPECT_EQ(test, page_count(page[0]), 1);
	KUNIT_EXPECT_EQ(test, page_count(page[1]), 1);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.puts, 0);
	KUNIT_EXPECT_EQ(test, tx->stats.packets, 2);
	KUNIT_EXPECT_EQ(test, tx->stats.bytes, 2 * LEN);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.mapped, 2);
	vtc_txring_cleans(b, 5, 64);
	KUNIT_EXPECT_EQ(test, tx->ntc, 5);
	/* In its own NAPI */
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.puts, 1);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.directs, 1);
	KUNIT_EXPECT_TRUE(test, vtc_txring_freed(skb));
	KUNIT_EXPECT_EQ(test, tx->stats.packets, 5);
	/* Only the stack's count for its limit */
	KUNIT_EXPECT_EQ(test, vtc_txring_done_skbs, 1);
	KUNIT_EXPECT_EQ(test, vtc_txring_done_bytes, LEN);
	/* One of several buffers of which not all are sent */
	put_page(page[0]);
	page[0] = vtc_txring_put_xdp(test, VTC_TX_XDP);
	tx->buf[5].last = 6;
	tx->ntu++;
	vtc_txring_cleans(b, 6, 64);
	KUNIT_EXPECT_EQ(test, tx->ntc, 5);
	KUNIT_EXPECT_EQ(test, page_count(page[0]), 2);
	vtc_txring_cleans(b, 7, 64);
	KUNIT_EXPECT_EQ(test, tx->ntc, 7);
	KUNIT_EXPECT_EQ(test, page_count(page[0]), 1);
	/* Nothing came back to the pool that is not there */
	put_page(page[2]);
	for (i = 0; i < ARRAY_SIZE(page); i++)
		put_page(page[i]);
	vtc_tx_free(tx);
	vtc_txring_nothing_left(test);
}

/* The queue goes on once there is room for two frames of the worst kind */
static void vtc_txring_wakes_the_queue(struct kunit *test)
{
	struct vtc_txring_bench *b = test->priv;
	struct vtc_tx_ring *tx = &b->tx;
	const u32 size = 128, room = 2 * VTC_TX_WORST;
	unsigned int i;

	KUNIT_ASSERT_LT(test, room + 2, size);
	KUNIT_ASSERT_EQ(test, vtc_tx_alloc(tx, &b->hw, size), 0);
	vtc_tx_start(tx);
	for (i = 0; i < size - 1; i++)
		vtc_txring_put_copy(b);
	netif_tx_stop_queue(tx->txq);
	vtc_txring_cleans(b, room - 1, 64);
	KUNIT_EXPECT_TRUE(test, netif_tx_queue_stopped(tx->txq));
	vtc_txring_cleans(b, room, 64);
	KUNIT_EXPECT_FALSE(test, netif_tx_queue_stopped(tx->txq));
	vtc_tx_free(tx);
}

/* What was not sent is given back, to whom it belongs, and the chip forgets it */
static void vtc_txring_stops(struct kunit *test)
{
	struct vtc_txring_bench *b = vtc_txring_running(test);
	struct vtc_tx_ring *tx = &b->tx;
	struct page *page[3];
	struct sk_buff *skb;
	unsigned int i;

	vtc_txring_put_copy(b);
	vtc_txring_cleans(b, 1, 64);
	skb = vtc_txring_put_skb(test, 3);
	vtc_txring_put_copy(b);
	page[0] = vtc_txring_put_xdp(test, VTC_TX_XDP);
	page[1] = vtc_txring_put_xdp(test, VTC_TX_XDP_OWN);
	page[2] = vtc_txring_put_xdp(test, VTC_TX_BUF);
	vtc_tx_stop(tx);
	KUNIT_EXPECT_EQ(test, tx->ntc, tx->ntu);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.mapped, 0);
	KUNIT_EXPECT_TRUE(test, vtc_txring_freed(skb));
	KUNIT_EXPECT_EQ(test, page_count(page[0]), 1);
	KUNIT_EXPECT_EQ(test, page_count(page[1]), 1);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.puts, 1);
	/* Not in NAPI, which is stopped */
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.directs, 0);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_DCTL), 0);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_TDWBAL), 0);
	KUNIT_EXPECT_EQ(test, vtc_txring_reg(b, VTC_RING_TDWBAH), 0);
	KUNIT_EXPECT_EQ(test, vtc_txring_begun_anew, 1);
	KUNIT_EXPECT_EQ(test, b->clock.now_us, 0);
	KUNIT_EXPECT_EQ(test, tx->stats.packets, 0);
	put_page(page[2]);
	for (i = 0; i < ARRAY_SIZE(page); i++)
		put_page(page[i]);
	/* One that does not stop is waited for, not for ever */
	b->stays_on = true;
	vtc_tx_stop(tx);
	KUNIT_EXPECT_GE(test, b->clock.now_us, VTC_TX_DISABLE_US);
	KUNIT_EXPECT_LE(test, b->clock.now_us, 2 * VTC_TX_DISABLE_US);
	vtc_tx_free(tx);
	vtc_txring_nothing_left(test);
}

static struct kunit_case vtc_txring_cases[] = {
	KUNIT_CASE(vtc_txring_memory),
	KUNIT_CASE(vtc_txring_starts),
	KUNIT_CASE(vtc_txring_sent_by_the_stack),
	KUNIT_CASE(vtc_txring_wraps),
	KUNIT_CASE(vtc_txring_sent_by_programs),
	KUNIT_CASE(vtc_txring_wakes_the_queue),
	KUNIT_CASE(vtc_txring_stops),
	{}
};

static struct kunit_suite vtc_txring_suite = {
	.name = "vtc_txring",
	.init = vtc_txring_suite_init,
	.exit = vtc_txring_suite_exit,
	.test_cases = vtc_txring_cases,
};

kunit_test_suite(vtc_txring_suite);
