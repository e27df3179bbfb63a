// SPDX-License-Identifier: GPL-2.0-only
/*
 * The transmit path of PF and VF.
 *
 * Owns the transmit rings: descriptors, mappings, doorbells, completions.
 * Completion is by head write-back: the chip stores its head index into one
 * word of memory, so a poll reads one word however many frames are done, and
 * the chip is asked for it only at doorbells and every VTC_TX_BATCH_RS frames.
 * Datasheet 7.2.1, 7.2.3.
 */
#include <linux/dma-mapping.h>
#include <linux/etherdevice.h>
#include <linux/vmalloc.h>
#include "offload.h"
#include "regs_82576.h"
#include "ring.h"

#define VTC_TX_MIN_FRAME	17	/* shorter ones the chip may not take */
#define VTC_TX_DISABLE_US	10000

/* Where filling of a frame has got to */
struct vtc_tx_fill {
	u32 i;		/* next descriptor, free-running */
	u32 last_cmd;	/* command word of the one before */
};

static u32 vtc_tx_room(const struct vtc_tx_ring *tx)
{
	return vtc_ring_free(tx->size, tx->ntu, READ_ONCE(tx->ntc));
}

static unsigned int vtc_tx_need(const struct sk_buff *skb)
{
	const struct skb_shared_info *si = skb_shinfo(skb);
	unsigned int need = 1 + DIV_ROUND_UP(skb_headlen(skb), VTC_TXD_MAX_BYTES);
	unsigned int i;

	for (i = 0; i < si->nr_frags; i++)
		need += DIV_ROUND_UP(skb_frag_size(&si->frags[i]),
				     VTC_TXD_MAX_BYTES);
	return need;
}

static void vtc_tx_unmap(const struct vtc_tx_ring *tx, struct vtc_tx_buf *buf)
{
	if (!buf->len)
		return;
	if (buf->page)
		dma_unmap_page(tx->hw->dev, buf->dma, buf->len, DMA_TO_DEVICE);
	else
		dma_unmap_single(tx->hw->dev, buf->dma, buf->len, DMA_TO_DEVICE);
	buf->len = 0;
}

/* Write the data descriptors for one mapped piece */
static void vtc_tx_piece(struct vtc_tx_ring *tx, struct vtc_tx_fill *fill,
			 dma_addr_t dma, u32 len, bool page,
			 const struct vtc_offload *off)
{
	struct vtc_tx_buf *buf = &tx->buf[fill->i & tx->mask];

	buf->dma = dma;
	buf->len = len;
	buf->page = page;
	while (len) {
		struct vtc_tx_data *desc = &tx->desc[fill->i & tx->mask].data;
		u32 part = min_t(u32, len, VTC_TXD_MAX_BYTES);

		fill->last_cmd = off->cmd | part;
		desc->addr = cpu_to_le64(dma);
		desc->cmd_len = cpu_to_le32(fill->last_cmd);
		desc->olinfo = cpu_to_le32(off->olinfo);
		dma += part;
		len -= part;
		fill->i++;
		if (len)
			tx->buf[fill->i & tx->mask].len = 0;
	}
}

/* The chip keeps the last context of a queue: send one only if it differs */
static void vtc_tx_context(struct vtc_tx_ring *tx, struct vtc_tx_fill *fill,
			   const struct vtc_offload *off)
{
	struct vtc_tx_ctx *desc;

	if (!off->need_ctx)
		return;
	if (tx->ctx_valid && !memcmp(tx->ctx_key, off->ctx, sizeof(off->ctx)))
		return;

	desc = &tx->desc[fill->i & tx->mask].ctx;
	desc->vlan_macip = cpu_to_le32(off->ctx[0]);
	desc->seed = cpu_to_le32(off->ctx[1]);
	desc->cmd = cpu_to_le32(off->ctx[2]);
	desc->mss_l4 = cpu_to_le32(off->ctx[3]);
	tx->buf[fill->i & tx->mask].len = 0;
	fill->i++;
	memcpy(tx->ctx_key, off->ctx, sizeof(off->ctx));
	tx->ctx_valid = true;
}

static int vtc_tx_map(struct vtc_tx_ring *tx, struct vtc_tx_fill *fill,
		      struct sk_buff *skb, const struct vtc_offload *off)
{
	const struct skb_shared_info *si = skb_shinfo(skb);
	struct device *dev = tx->hw->dev;
	dma_addr_t dma;
	unsigned int i;

	dma = dma_map_single(dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	vtc_tx_piece(tx, fill, dma, skb_headlen(skb), false, off);

	for (i = 0; i < si->nr_frags; i++) {
		u32 len = skb_frag_size(&si->frags[i]);

		if (!len)
			continue;
		dma = skb_frag_dma_map(dev, &si->frags[i], 0, len, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, dma))
			return -ENOMEM;
		vtc_tx_piece(tx, fill, dma, len, true, off);
	}
	return 0;
}

static void vtc_tx_unwind(struct vtc_tx_ring *tx, u32 end)
{
	while (end != tx->ntu)
		vtc_tx_unmap(tx, &tx->buf[--end & tx->mask]);
	/* The context descriptor may be among what was taken back */
	tx->ctx_valid = false;
}

static void vtc_tx_kick(struct vtc_tx_ring *tx)
{
	tx->kick_due = false;
	tx->since_rs = 0;
	writel(tx->ntu & tx->mask, tx->tail);
}

/*
 * A frame was dropped, and it may have been the one whose doorbell the frames
 * before it were told to wait for.
 */
static netdev_tx_t vtc_tx_drop(struct vtc_tx_ring *tx, struct sk_buff *skb)
{
	dev_kfree_skb_any(skb);
	u64_stats_update_begin(&tx->stats.send_syncp);
	tx->stats.drops++;
	u64_stats_update_end(&tx->stats.send_syncp);

	if (tx->kick_due && !netdev_xmit_more()) {
		struct vtc_tx_data *last;

		last = &tx->desc[(tx->ntu - 1) & tx->mask].data;
		last->cmd_len |= cpu_to_le32(VTC_TXD_RS);
		vtc_tx_kick(tx);
	}
	return NETDEV_TX_OK;
}

static void vtc_tx_count_stop(struct vtc_tx_ring *tx)
{
	u64_stats_update_begin(&tx->stats.send_syncp);
	tx->stats.stops++;
	u64_stats_update_end(&tx->stats.send_syncp);
}

/* Hand a filled frame over: completion request, accounting, doorbell */
static void vtc_tx_commit(struct vtc_tx_ring *tx, struct sk_buff *skb,
			  const struct vtc_tx_fill *fill,
			  const struct vtc_offload *off)
{
	struct vtc_tx_buf *first = &tx->buf[tx->ntu & tx->mask];
	u32 last = (fill->i - 1) & tx->mask;
	u32 cmd = fill->last_cmd | VTC_TXD_EOP;
	bool kick, stopped;

	first->skb = skb;
	first->bytes = off->bytes;
	first->segs = off->segs;
	first->last = last;
	WRITE_ONCE(tx->ntu, fill->i);

	stopped = netif_txq_maybe_stop(tx->txq, vtc_tx_room(tx), VTC_TX_WORST,
				       2 * VTC_TX_WORST) != 1;
	if (unlikely(stopped))
		vtc_tx_count_stop(tx);
	kick = __netdev_tx_sent_queue(tx->txq, off->bytes, netdev_xmit_more()) ||
	       stopped;
	if (kick || ++tx->since_rs >= VTC_TX_BATCH_RS) {
		cmd |= VTC_TXD_RS;
		tx->since_rs = 0;
	}
	tx->desc[last].data.cmd_len = cpu_to_le32(cmd);
	if (kick)
		vtc_tx_kick(tx);
	else
		tx->kick_due = true;
}

/**
 * vtc_tx_xmit() - ndo_start_xmit for one ring
 * @tx: ring
 * @skb: frame
 *
 * Context: BH off, txq lock held.
 * Return: NETDEV_TX_OK, or NETDEV_TX_BUSY when the ring cannot take the frame
 * (the queue is stopped then).
 */
netdev_tx_t vtc_tx_xmit(struct vtc_tx_ring *tx, struct sk_buff *skb)
{
	struct vtc_tx_fill fill = { .i = tx->ntu };
	struct vtc_offload off;

	if (unlikely(vtc_tx_room(tx) < VTC_TX_WORST) &&
	    !netif_txq_maybe_stop(tx->txq, vtc_tx_room(tx), vtc_tx_need(skb),
				  VTC_TX_WORST)) {
		vtc_tx_count_stop(tx);
		return NETDEV_TX_BUSY;
	}
	if (unlikely(skb_put_padto(skb, VTC_TX_MIN_FRAME))) {
		/* skb_put_padto() has freed it */
		return vtc_tx_drop(tx, NULL);
	}
	if (unlikely(vtc_offload_prepare(skb, &off)))
		return vtc_tx_drop(tx, skb);

	vtc_tx_context(tx, &fill, &off);
	if (unlikely(vtc_tx_map(tx, &fill, skb, &off))) {
		vtc_tx_unwind(tx, fill.i);
		return vtc_tx_drop(tx, skb);
	}
	skb_tx_timestamp(skb);
	vtc_tx_commit(tx, skb, &fill, &off);
	return NETDEV_TX_OK;
}

/* Undo the frame that starts at ntc; returns its descriptors */
static u32 vtc_tx_release(struct vtc_tx_ring *tx, u32 ntc)
{
	struct vtc_tx_buf *first = &tx->buf[ntc & tx->mask];
	u32 n = ((first->last - ntc) & tx->mask) + 1;
	u32 i;

	for (i = 0; i < n; i++)
		vtc_tx_unmap(tx, &tx->buf[(ntc + i) & tx->mask]);
	return n;
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
	u32 ntc = tx->ntc, pkts = 0, bytes = 0, frames = 0;
	u32 left = vtc_ring_done(tx->size, READ_ONCE(tx->ntu), ntc, head);

	if (!left)
		return true;
	dma_rmb();
	while (left) {
		struct vtc_tx_buf *first = &tx->buf[ntc & tx->mask];
		u32 n = ((first->last - ntc) & tx->mask) + 1;

		if (n > left)
			break;
		vtc_tx_release(tx, ntc);
		napi_consume_skb(first->skb, budget);
		first->skb = NULL;
		pkts += first->segs;
		bytes += first->bytes;
		frames++;
		ntc += n;
		left -= n;
	}
	WRITE_ONCE(tx->ntc, ntc);

	u64_stats_update_begin(&tx->stats.syncp);
	tx->stats.packets += pkts;
	tx->stats.bytes += bytes;
	u64_stats_update_end(&tx->stats.syncp);

	netif_txq_completed_wake(tx->txq, frames, bytes, vtc_tx_room(tx),
				 2 * VTC_TX_WORST);
	return true;
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
	vfree(tx->buf);
	tx->desc = NULL;
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
	tx->ctx_valid = false;
	tx->since_rs = 0;
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

		tx->ntc += vtc_tx_release(tx, tx->ntc);
		dev_kfree_skb_any(first->skb);
		first->skb = NULL;
	}
	netdev_tx_reset_queue(tx->txq);
}
