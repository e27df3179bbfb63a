// SPDX-License-Identifier: GPL-2.0-only
/*
 * Transmit rings of PF and VF: their memory, start and stop, and completion.
 *
 * Completion is by head write-back: the chip stores its head index into one
 * word of memory, so a poll reads one word however many frames are done.
 * Datasheet 7.2.3.  What is sent and how is tx.c's business.
 */
#include <linux/dma-mapping.h>
#include <linux/etherdevice.h>
#include <linux/vmalloc.h>
#include <net/xdp.h>
#include "regs_82576.h"
#include "ring.h"
#include "txbuf.h"

#define VTC_TX_DISABLE_US	10000

/* Undo the mappings of the n descriptors that begin at ntc */
static __always_inline void vtc_tx_release(struct vtc_tx_ring *tx, u32 ntc, u32 n)
{
	struct device *dev = tx->hw->dev;
	struct vtc_tx_buf *bufs = tx->buf;
	u32 mask = tx->mask;

	do
		vtc_tx_unmap(dev, &bufs[ntc++ & mask]);
	while (unlikely(--n));
}

static __always_inline u32 vtc_tx_descs(const struct vtc_tx_ring *tx,
					const struct vtc_tx_buf *first, u32 ntc)
{
	return ((first->last - ntc) & tx->mask) + 1;
}

static void vtc_tx_drop_unsent(const struct vtc_tx_ring *tx, unsigned long what)
{
	switch (vtc_tx_kind(what)) {
	case VTC_TX_SKB:
		dev_kfree_skb_any(vtc_tx_what(what));
		break;
	case VTC_TX_XDP:
		xdp_return_frame(vtc_tx_what(what));
		break;
	case VTC_TX_XDP_OWN:
	case VTC_TX_BUF:
		vtc_tx_put_echo(tx->pool, what, false);
		break;
	case VTC_TX_COPY:
		break;
	}
}

/* Frames the chip has sent, summed up */
struct vtc_tx_sum {
	u32 packets;
	u32 bytes;
	u32 skbs;	/* they count for the queue's byte limit, copied or not */
	u32 skb_bytes;
};

/*
 * Free XDP frames from ntc on; returns where the run of them ends.  netpoll has
 * interrupts off, where they cannot be freed.
 */
static noinline u32 vtc_tx_clean_xdp(struct vtc_tx_ring *tx, u32 ntc, u32 end,
				     struct vtc_tx_sum *sum)
{
	struct xdp_frame_bulk bulk;

	xdp_frame_bulk_init(&bulk);
	rcu_read_lock();
	while (ntc != end) {
		struct vtc_tx_buf *first = &tx->buf[ntc & tx->mask];
		u32 n = vtc_tx_descs(tx, first, ntc);

		if (!vtc_tx_is_xdp(first->what) || n > end - ntc)
			break;
		if (vtc_tx_kind(first->what) == VTC_TX_XDP) {
			vtc_tx_release(tx, ntc, n);
			xdp_return_frame_bulk(vtc_tx_what(first->what), &bulk);
		} else {
			vtc_tx_put_echo(tx->pool, first->what, true);
		}
		sum->packets++;
		sum->bytes += first->bytes;
		ntc += n;
	}
	xdp_flush_frame_bulk(&bulk);
	rcu_read_unlock();
	return ntc;
}

static void vtc_tx_account(struct vtc_tx_ring *tx, const struct vtc_tx_sum *sum)
{
	u64_stats_update_begin(&tx->stats.syncp);
	tx->stats.packets += sum->packets;
	tx->stats.bytes += sum->bytes;
	u64_stats_update_end(&tx->stats.syncp);

	netif_txq_completed_wake(tx->txq, sum->skbs, sum->skb_bytes,
				 vtc_ring_free(tx->size, READ_ONCE(tx->ntu),
					       tx->ntc),
				 2 * VTC_TX_WORST);
}

/* Free all up to end, as far as it goes; returns how far */
static __always_inline u32 vtc_tx_clean_up_to(struct vtc_tx_ring *tx, u32 end,
					      int budget, struct vtc_tx_sum *sum)
{
	u32 ntc = tx->ntc;

	while (ntc != end) {
		struct vtc_tx_buf *first = &tx->buf[ntc & tx->mask];
		u32 n = vtc_tx_descs(tx, first, ntc);
		unsigned long what = first->what;

		if (n > end - ntc)
			break;
		if (unlikely(vtc_tx_is_xdp(what))) {
			if (!budget)
				break;
			ntc = vtc_tx_clean_xdp(tx, ntc, end, sum);
			continue;
		}
		if (what != VTC_TX_COPY) {
			vtc_tx_release(tx, ntc, n);
			napi_consume_skb(vtc_tx_what(what), budget);
			sum->packets += first->segs;
			sum->bytes += first->bytes;
		}
		sum->skb_bytes += first->bytes;
		sum->skbs++;
		ntc += n;
	}
	return ntc;
}

/**
 * vtc_tx_clean() - free what the chip has sent
 * @tx: ring
 * @budget: NAPI budget, 0 from netpoll
 *
 * Context: NAPI.
 * Return: true, there is never work left over.
 */
bool vtc_tx_clean(struct vtc_tx_ring *tx, int budget)
{
	u32 head = le32_to_cpu(READ_ONCE(*tx->head));
	struct vtc_tx_sum sum = {};
	u32 done;

	done = vtc_ring_done(tx->size, READ_ONCE(tx->ntu), tx->ntc, head);
	if (!done)
		return true;
	dma_rmb();
	done = vtc_tx_clean_up_to(tx, tx->ntc + done, budget, &sum);
	/* The producer may use the elements again: what was written there is first */
	smp_store_release(&tx->ntc, done);
	vtc_tx_account(tx, &sum);
	return true;
}

/*
 * Slots for small frames.  A ring works without them, so one too large for the
 * memory there is does.
 */
static void vtc_tx_alloc_small(struct vtc_tx_ring *tx)
{
	tx->small = dma_alloc_coherent(tx->hw->dev, tx->size * VTC_TX_SMALL,
				       &tx->small_dma, GFP_KERNEL | __GFP_NOWARN);
}

/**
 * vtc_tx_alloc() - memory of a transmit ring
 * @tx: ring, zeroed but for the fields its owner sets
 * @hw: function
 * @size: descriptors, a power of two
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int vtc_tx_alloc(struct vtc_tx_ring *tx, const struct vtc_hw *hw, u32 size)
{
	size_t bytes = size * sizeof(*tx->desc);
	void *mem;

	u64_stats_init(&tx->stats.syncp);
	u64_stats_init(&tx->stats.send_syncp);
	tx->hw = hw;
	tx->size = size;
	tx->mask = size - 1;
	tx->buf = vcalloc(size, sizeof(*tx->buf));
	if (!tx->buf)
		return -ENOMEM;
	/* The head word lives in a cache line of its own behind the ring */
	mem = dma_alloc_coherent(hw->dev, bytes + SMP_CACHE_BYTES,
				 &tx->desc_dma, GFP_KERNEL);
	if (!mem) {
		vfree(tx->buf);
		tx->buf = NULL;
		return -ENOMEM;
	}
	tx->desc = mem;
	tx->head = mem + bytes;
	tx->head_dma = tx->desc_dma + bytes;
	vtc_tx_alloc_small(tx);
	return 0;
}

/**
 * vtc_tx_free() - give the memory of a stopped ring back
 * @tx: ring; one that was never allocated is fine
 *
 * Context: sleeps.
 */
void vtc_tx_free(struct vtc_tx_ring *tx)
{
	if (!tx->desc)
		return;
	dma_free_coherent(tx->hw->dev,
			  tx->size * sizeof(*tx->desc) + SMP_CACHE_BYTES,
			  tx->desc, tx->desc_dma);
	if (tx->small)
		dma_free_coherent(tx->hw->dev, tx->size * VTC_TX_SMALL,
				  tx->small, tx->small_dma);
	vfree(tx->buf);
	tx->desc = NULL;
	tx->small = NULL;
	tx->buf = NULL;
}

/**
 * vtc_tx_start() - tell the chip about a ring and let it run
 * @tx: ring, empty
 *
 * Context: any; NAPI and the queue are stopped.
 */
void vtc_tx_start(struct vtc_tx_ring *tx)
{
	const struct vtc_hw *hw = tx->hw;

	tx->ntu = 0;
	tx->ntc = 0;
	tx->room = vtc_ring_free(tx->size, 0, 0);
	tx->ctx_valid = false;
	tx->since_rs = 0;
	tx->waited_for = false;
	tx->rs_every = vtc_tx_rs_every(tx->size);
	tx->kick_due = false;
	*(__le32 *)tx->head = 0;
	tx->tail = hw->bar + tx->reg + VTC_RING_TAIL;

	vtc_wr(hw, tx->reg + VTC_RING_DCTL, 0);
	vtc_wr(hw, tx->reg + VTC_RING_BAL, lower_32_bits(tx->desc_dma));
	vtc_wr(hw, tx->reg + VTC_RING_BAH, upper_32_bits(tx->desc_dma));
	vtc_wr(hw, tx->reg + VTC_RING_LEN, tx->size * sizeof(*tx->desc));
	vtc_wr(hw, tx->reg + VTC_RING_HEAD, 0);
	vtc_wr(hw, tx->reg + VTC_RING_TAIL, 0);
	vtc_wr(hw, tx->reg + VTC_RING_TDWBAH, upper_32_bits(tx->head_dma));
	vtc_wr(hw, tx->reg + VTC_RING_TDWBAL,
	       lower_32_bits(tx->head_dma) | VTC_TDWBAL_ENABLE);
	vtc_wr(hw, tx->reg + VTC_RING_DCTL,
	       VTC_DCTL_ENABLE | FIELD_PREP(VTC_DCTL_PTHRESH, 8) |
	       FIELD_PREP(VTC_DCTL_HTHRESH, 1));
}

/**
 * vtc_tx_is_through() - has the chip taken all frames it was given
 * @tx: ring that runs
 *
 * It is asked itself: it may have sent many copied ones without a completion.
 *
 * Context: any.
 * Return: true if so, as of now.
 */
bool vtc_tx_is_through(const struct vtc_tx_ring *tx)
{
	return vtc_rd(tx->hw, tx->reg + VTC_RING_HEAD) ==
	       (READ_ONCE(tx->ntu) & tx->mask);
}

/**
 * vtc_tx_stop() - take a ring from the chip and drop what it had not sent
 * @tx: ring; NAPI and the queue are stopped
 *
 * Context: sleeps, 10 ms at most.
 */
void vtc_tx_stop(struct vtc_tx_ring *tx)
{
	const struct vtc_hw *hw = tx->hw;

	vtc_wr(hw, tx->reg + VTC_RING_DCTL, 0);
	vtc_hw_poll(hw, tx->reg + VTC_RING_DCTL, VTC_DCTL_ENABLE, 0, 100,
		    VTC_TX_DISABLE_US);
	/* No write-back may come once the memory has another owner */
	vtc_wr(hw, tx->reg + VTC_RING_TDWBAL, 0);
	vtc_wr(hw, tx->reg + VTC_RING_TDWBAH, 0);

	while (tx->ntc != tx->ntu) {
		struct vtc_tx_buf *first = &tx->buf[tx->ntc & tx->mask];

		u32 n = vtc_tx_descs(tx, first, tx->ntc);

		if (first->what != VTC_TX_COPY)
			vtc_tx_release(tx, tx->ntc, n);
		vtc_tx_drop_unsent(tx, first->what);
		tx->ntc += n;
	}
	netdev_tx_reset_queue(tx->txq);
}
