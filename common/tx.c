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
#include <net/xdp.h>

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
	switch (buf->map) {
	case VTC_TX_MAP_SINGLE:
		dma_unmap_single(tx->hw->dev, buf->dma, buf->len, DMA_TO_DEVICE);
		break;
	case VTC_TX_MAP_PAGE:
		dma_unmap_page(tx->hw->dev, buf->dma, buf->len, DMA_TO_DEVICE);
		break;
	}
	buf->map = VTC_TX_MAP_NONE;
}

/* Write the data descriptors for one mapped piece */
static void vtc_tx_piece(struct vtc_tx_ring *tx, struct vtc_tx_fill *fill,
			 dma_addr_t dma, u32 len, enum vtc_tx_map map,
			 const struct vtc_offload *off)
{
	struct vtc_tx_buf *buf = &tx->buf[fill->i & tx->mask];

	buf->dma = dma;
	buf->len = len;
	buf->map = map;
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
			tx->buf[fill->i & tx->mask].map = VTC_TX_MAP_NONE;
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
	tx->buf[fill->i & tx->mask].map = VTC_TX_MAP_NONE;
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
	vtc_tx_piece(tx, fill, dma, skb_headlen(skb), VTC_TX_MAP_SINGLE, off);

	for (i = 0; i < si->nr_frags; i++) {
		u32 len = skb_frag_size(&si->frags[i]);

		if (!len)
			continue;
		dma = skb_frag_dma_map(dev, &si->frags[i], 0, len, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, dma))
			return -ENOMEM;
		vtc_tx_piece(tx, fill, dma, len, VTC_TX_MAP_PAGE, off);
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

/* Ring the doorbell that was put off, with a completion for the last frame */
static void vtc_tx_flush(struct vtc_tx_ring *tx)
{
	struct vtc_tx_data *last = &tx->desc[(tx->ntu - 1) & tx->mask].data;

	last->cmd_len |= cpu_to_le32(VTC_TXD_RS);
	vtc_tx_kick(tx);
}

static void vtc_tx_count_drops(struct vtc_tx_ring *tx, unsigned int n)
{
	u64_stats_update_begin(&tx->stats.send_syncp);
	tx->stats.drops += n;
	u64_stats_update_end(&tx->stats.send_syncp);
}

/*
 * A frame was dropped, and it may have been the one whose doorbell the frames
 * before it were told to wait for.
 */
static netdev_tx_t vtc_tx_drop(struct vtc_tx_ring *tx, struct sk_buff *skb)
{
	dev_kfree_skb_any(skb);
	vtc_tx_count_drops(tx, 1);
	if (tx->kick_due && !netdev_xmit_more())
		vtc_tx_flush(tx);
	return NETDEV_TX_OK;
}

static void vtc_tx_count_stop(struct vtc_tx_ring *tx)
{
	u64_stats_update_begin(&tx->stats.send_syncp);
	tx->stats.stops++;
	u64_stats_update_end(&tx->stats.send_syncp);
}

/* Write down whose the filled descriptors are; they count from here on */
static void vtc_tx_own(struct vtc_tx_ring *tx, unsigned long what,
		       const struct vtc_tx_fill *fill,
		       const struct vtc_offload *off)
{
	struct vtc_tx_buf *first = &tx->buf[tx->ntu & tx->mask];

	first->what = what;
	first->bytes = off->bytes;
	first->segs = off->segs;
	first->last = (fill->i - 1) & tx->mask;
	WRITE_ONCE(tx->ntu, fill->i);
}

/* End a frame, with a completion request at least now and then */
static void vtc_tx_end(struct vtc_tx_ring *tx, const struct vtc_tx_fill *fill,
		       bool request)
{
	u32 cmd = fill->last_cmd | VTC_TXD_EOP;

	if (request || ++tx->since_rs >= VTC_TX_BATCH_RS) {
		cmd |= VTC_TXD_RS;
		tx->since_rs = 0;
	}
	tx->desc[(fill->i - 1) & tx->mask].data.cmd_len = cpu_to_le32(cmd);
}

/* Hand a filled frame over: completion request, accounting, doorbell */
static void vtc_tx_commit(struct vtc_tx_ring *tx, struct sk_buff *skb,
			  const struct vtc_tx_fill *fill,
			  const struct vtc_offload *off)
{
	bool kick, stopped;

	vtc_tx_own(tx, vtc_tx_tag(skb, VTC_TX_SKB), fill, off);
	stopped = netif_txq_maybe_stop(tx->txq, vtc_tx_room(tx), VTC_TX_WORST,
				       2 * VTC_TX_WORST) != 1;
	if (unlikely(stopped))
		vtc_tx_count_stop(tx);
	kick = __netdev_tx_sent_queue(tx->txq, off->bytes, netdev_xmit_more()) ||
	       stopped;
	vtc_tx_end(tx, fill, kick);
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

/*
 * One piece of an XDP frame.  A buffer of this pair's receive ring is mapped
 * both ways already.
 */
static int vtc_tx_xdp_piece(struct vtc_tx_ring *tx, struct vtc_tx_fill *fill,
			    void *va, u32 len, enum vtc_tx_kind kind,
			    const struct vtc_offload *off)
{
	struct device *dev = tx->hw->dev;
	dma_addr_t dma;

	if (kind == VTC_TX_XDP_OWN) {
		struct page *page = virt_to_head_page(va);

		dma = page_pool_get_dma_addr(page) + (va - page_address(page));
		dma_sync_single_for_device(dev, dma, len, DMA_BIDIRECTIONAL);
		vtc_tx_piece(tx, fill, dma, len, VTC_TX_MAP_NONE, off);
		return 0;
	}
	dma = dma_map_single(dev, va, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	vtc_tx_piece(tx, fill, dma, len, VTC_TX_MAP_SINGLE, off);
	return 0;
}

static int vtc_tx_xdp_map(struct vtc_tx_ring *tx, struct vtc_tx_fill *fill,
			  struct xdp_frame *frame, enum vtc_tx_kind kind,
			  const struct vtc_offload *off)
{
	struct skb_shared_info *si = xdp_get_shared_info_from_frame(frame);
	unsigned int i, n = xdp_frame_has_frags(frame) ? si->nr_frags : 0;
	int err;

	err = vtc_tx_xdp_piece(tx, fill, frame->data, frame->len, kind, off);
	for (i = 0; i < n && !err; i++)
		err = vtc_tx_xdp_piece(tx, fill, skb_frag_address(&si->frags[i]),
				       skb_frag_size(&si->frags[i]), kind, off);
	return err;
}

/*
 * Too short a frame grows.  There is room behind each: space for a
 * skb_shared_info is kept free, and only frames with fragments use it.
 */
static void vtc_tx_xdp_pad(struct xdp_frame *frame)
{
	if (likely(frame->len >= VTC_TX_MIN_FRAME || xdp_frame_has_frags(frame)))
		return;
	memset(frame->data + frame->len, 0, VTC_TX_MIN_FRAME - frame->len);
	frame->len = VTC_TX_MIN_FRAME;
}

static int vtc_tx_xdp_one(struct vtc_tx_ring *tx, struct xdp_frame *frame,
			  enum vtc_tx_kind kind)
{
	struct vtc_tx_fill fill = { .i = tx->ntu };
	struct vtc_offload off = { .segs = 1 };

	/* The stack's next frame shall find room without asking */
	if (unlikely(vtc_tx_room(tx) < 2 * VTC_TX_WORST))
		return -EBUSY;
	vtc_tx_xdp_pad(frame);
	off.bytes = xdp_get_frame_len(frame);
	off.cmd = VTC_TXD_DTYP_DATA | VTC_TXD_DEXT | VTC_TXD_IFCS;
	off.olinfo = off.bytes << VTC_TXO_PAYLEN_SHIFT;
	if (unlikely(vtc_tx_xdp_map(tx, &fill, frame, kind, &off))) {
		vtc_tx_unwind(tx, fill.i);
		return -ENOMEM;
	}
	vtc_tx_own(tx, vtc_tx_tag(frame, kind), &fill, &off);
	vtc_tx_end(tx, &fill, false);
	tx->kick_due = true;
	return 0;
}

/**
 * vtc_tx_xdp() - send XDP frames
 * @tx: ring
 * @frames: the frames
 * @n: how many
 * @kind: VTC_TX_XDP or VTC_TX_XDP_OWN
 *
 * They are not counted for the queue's byte limit: nobody could be told to
 * wait.  One doorbell for all.
 *
 * Context: BH off, txq lock held.
 * Return: how many were taken; the rest is still the caller's.
 */
int vtc_tx_xdp(struct vtc_tx_ring *tx, struct xdp_frame **frames, int n,
	       enum vtc_tx_kind kind)
{
	int i;

	for (i = 0; i < n; i++)
		if (vtc_tx_xdp_one(tx, frames[i], kind))
			break;
	if (unlikely(i < n))
		vtc_tx_count_drops(tx, n - i);
	if (tx->kick_due)
		vtc_tx_flush(tx);
	return i;
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

/* What a frame is made of goes back to where it came from */
static void vtc_tx_put(unsigned long what, int budget, struct xdp_frame_bulk *bulk)
{
	switch (vtc_tx_kind(what)) {
	case VTC_TX_SKB:
		napi_consume_skb(vtc_tx_what(what), budget);
		break;
	case VTC_TX_XDP_OWN:
		xdp_return_frame_rx_napi(vtc_tx_what(what));
		break;
	case VTC_TX_XDP:
		xdp_return_frame_bulk(vtc_tx_what(what), bulk);
		break;
	}
}

static void vtc_tx_drop_unsent(unsigned long what)
{
	if (vtc_tx_kind(what) == VTC_TX_SKB)
		dev_kfree_skb_any(vtc_tx_what(what));
	else
		xdp_return_frame(vtc_tx_what(what));
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
	u32 ntc = tx->ntc, pkts = 0, bytes = 0, frames = 0, limited = 0;
	struct xdp_frame_bulk bulk;
	u32 left = vtc_ring_done(tx->size, READ_ONCE(tx->ntu), ntc, head);

	if (!left)
		return true;
	dma_rmb();
	xdp_frame_bulk_init(&bulk);
	rcu_read_lock();
	while (left) {
		struct vtc_tx_buf *first = &tx->buf[ntc & tx->mask];
		u32 n = ((first->last - ntc) & tx->mask) + 1;
		bool skb = vtc_tx_kind(first->what) == VTC_TX_SKB;

		/* netpoll has interrupts off, where XDP frames cannot be freed */
		if (n > left || (!budget && !skb))
			break;
		vtc_tx_release(tx, ntc);
		vtc_tx_put(first->what, budget, &bulk);
		pkts += first->segs;
		bytes += first->bytes;
		if (skb) {
			limited += first->bytes;
			frames++;
		}
		ntc += n;
		left -= n;
	}
	xdp_flush_frame_bulk(&bulk);
	rcu_read_unlock();
	WRITE_ONCE(tx->ntc, ntc);

	u64_stats_update_begin(&tx->stats.syncp);
	tx->stats.packets += pkts;
	tx->stats.bytes += bytes;
	u64_stats_update_end(&tx->stats.syncp);

	netif_txq_completed_wake(tx->txq, frames, limited, vtc_tx_room(tx),
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
		vtc_tx_drop_unsent(first->what);
	}
	netdev_tx_reset_queue(tx->txq);
}
