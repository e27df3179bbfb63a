// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sending: the producer's side of the transmit rings of PF and VF.
 *
 * Owns descriptors, mappings and doorbells; txring.c has the other side.  The
 * chip is asked for a completion where somebody waits for it, and now and then.
 * Small frames are copied into memory the chip can read already: that costs less
 * than to map them, and nobody waits for the end of their sending.  What most
 * frames pass is inlined into vtc_tx_xmit().
 * Datasheet 7.2.1, 7.2.3.
 */
#include <linux/dma-mapping.h>
#include <linux/etherdevice.h>
#include <net/xdp.h>
#include "offload.h"
#include "ring.h"
#include "txbuf.h"

/* Refresh the producer's idea of how many descriptors are free */
static u32 vtc_tx_room(struct vtc_tx_ring *tx)
{
	/* Elements are used again, so completion must be done with them */
	tx->room = vtc_ring_free(tx->size, tx->ntu, smp_load_acquire(&tx->ntc));
	return tx->room;
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

static __always_inline void vtc_tx_desc(struct vtc_tx_ring *tx, u32 i,
					dma_addr_t dma, u32 cmd_len, u32 olinfo)
{
	union vtc_tx_desc *desc = &tx->desc[i & tx->mask];

	desc->q[0] = cpu_to_le64(dma);
	desc->q[1] = cpu_to_le64(cmd_len | (u64)olinfo << 32);
}

/* Write the data descriptors for one piece; returns the index behind them */
static __always_inline u32 vtc_tx_piece(struct vtc_tx_ring *tx, u32 i,
					dma_addr_t dma, u32 len, u32 cmd,
					u32 olinfo)
{
	struct vtc_tx_buf *buf = &tx->buf[i & tx->mask];

	buf->dma = dma;
	buf->len = len;
	while (unlikely(len > VTC_TXD_MAX_BYTES)) {
		vtc_tx_desc(tx, i++, dma, cmd | VTC_TXD_MAX_BYTES, olinfo);
		tx->buf[i & tx->mask].len = 0;
		dma += VTC_TXD_MAX_BYTES;
		len -= VTC_TXD_MAX_BYTES;
	}
	vtc_tx_desc(tx, i, dma, cmd | len, olinfo);
	return i + 1;
}

/* The chip keeps the last context of a queue: send one only if it differs */
static u32 vtc_tx_context(struct vtc_tx_ring *tx, u32 i)
{
	const struct vtc_offload *off = &tx->off;
	struct vtc_tx_ctx *desc = &tx->desc[i & tx->mask].ctx;

	if (!off->need_ctx)
		return i;
	if (tx->ctx_valid && !memcmp(tx->ctx_key, off->ctx, sizeof(off->ctx)))
		return i;

	desc->vlan_macip = cpu_to_le32(off->ctx[0]);
	desc->seed = cpu_to_le32(off->ctx[1]);
	desc->cmd = cpu_to_le32(off->ctx[2]);
	desc->mss_l4 = cpu_to_le32(off->ctx[3] | tx->context);
	tx->buf[i & tx->mask].len = 0;
	memcpy(tx->ctx_key, off->ctx, sizeof(off->ctx));
	tx->ctx_valid = true;
	return i + 1;
}

static void vtc_tx_unwind(struct vtc_tx_ring *tx, u32 end)
{
	while (end != tx->ntu)
		vtc_tx_unmap(tx->hw->dev, &tx->buf[--end & tx->mask]);
	/* The context descriptor may be among what was taken back */
	tx->ctx_valid = false;
}

/* Map an skb and describe it; returns the index behind it, or i if it cannot be */
static __always_inline u32 vtc_tx_map(struct vtc_tx_ring *tx, u32 i,
				      struct sk_buff *skb, u32 cmd, u32 olinfo)
{
	const struct skb_shared_info *si = skb_shinfo(skb);
	struct device *dev = tx->hw->dev;
	u32 len, start = i, n;
	dma_addr_t dma;

	dma = dma_map_single(dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
	if (unlikely(dma_mapping_error(dev, dma)))
		goto unwind;
	i = vtc_tx_piece(tx, i, dma, skb_headlen(skb), cmd, olinfo);
	for (n = 0; n < si->nr_frags; n++) {
		len = skb_frag_size(&si->frags[n]);
		if (!len)
			continue;
		dma = skb_frag_dma_map(dev, &si->frags[n], 0, len, DMA_TO_DEVICE);
		if (unlikely(dma_mapping_error(dev, dma)))
			goto unwind;
		i = vtc_tx_piece(tx, i, dma, len, cmd, olinfo);
	}
	return i;

unwind:
	vtc_tx_unwind(tx, i);
	return start;
}

/*
 * Copy a small frame into the slot of its descriptor.  What TCP sends has its
 * bytes in a fragment, however few they are.
 */
static __always_inline u32 vtc_tx_copy(struct vtc_tx_ring *tx, u32 i,
				       const struct sk_buff *skb, u32 cmd,
				       u32 olinfo)
{
	u32 slot = vtc_tx_slot(tx->mask, i);

	if (skb_is_nonlinear(skb))
		skb_copy_bits(skb, 0, tx->small + slot, skb->len);
	else
		memcpy(tx->small + slot, skb->data, skb->len);
	vtc_tx_desc(tx, i, tx->small_dma + slot, cmd | skb->len, olinfo);
	return i + 1;
}

static void vtc_tx_kick(struct vtc_tx_ring *tx)
{
	tx->kick_due = false;
	writel(tx->ntu & tx->mask, tx->tail);
}

/* Ring the doorbell that was put off, with a completion for the last frame */
static void vtc_tx_flush(struct vtc_tx_ring *tx)
{
	tx->desc[(tx->ntu - 1) & tx->mask].data.cmd_len |= cpu_to_le32(VTC_TXD_RS);
	tx->since_rs = 0;
	tx->waited_for = false;
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
static noinline netdev_tx_t vtc_tx_drop(struct vtc_tx_ring *tx,
					struct sk_buff *skb)
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

/* The known room does not do for any frame: look again, or stop the queue */
static noinline void vtc_tx_stop_early(struct vtc_tx_ring *tx)
{
	if (netif_txq_maybe_stop(tx->txq, vtc_tx_room(tx), VTC_TX_WORST,
				 2 * VTC_TX_WORST) != 1)
		vtc_tx_count_stop(tx);
}

static noinline bool vtc_tx_busy(struct vtc_tx_ring *tx, const struct sk_buff *skb)
{
	if (netif_txq_maybe_stop(tx->txq, vtc_tx_room(tx), vtc_tx_need(skb),
				 VTC_TX_WORST))
		return false;
	vtc_tx_count_stop(tx);
	return true;
}

/* Write down whose the descriptors up to end are; they count from here on */
static __always_inline void vtc_tx_own(struct vtc_tx_ring *tx, unsigned long what,
				       u32 end, u32 bytes, u16 segs)
{
	struct vtc_tx_buf *first = &tx->buf[tx->ntu & tx->mask];

	first->what = what;
	first->bytes = bytes;
	first->segs = segs;
	first->last = (end - 1) & tx->mask;
	tx->room -= end - tx->ntu;
	WRITE_ONCE(tx->ntu, end);
}

/* End the last frame, and ask for its completion if need be */
static __always_inline void vtc_tx_end(struct vtc_tx_ring *tx,
				       enum vtc_tx_kind kind, bool doorbell,
				       bool stopped)
{
	u32 cmd = VTC_TXD_EOP;

	tx->waited_for |= kind != VTC_TX_COPY;
	if (vtc_tx_asks(tx->waited_for, doorbell, stopped, ++tx->since_rs,
			tx->rs_every)) {
		cmd |= VTC_TXD_RS;
		tx->since_rs = 0;
		tx->waited_for = false;
	}
	tx->desc[(tx->ntu - 1) & tx->mask].data.cmd_len |= cpu_to_le32(cmd);
}

/* A copied frame counts as sent: its completion may come late */
static __always_inline void vtc_tx_count_copy(struct vtc_tx_ring *tx, u32 bytes,
					      u16 segs)
{
	u64_stats_update_begin(&tx->stats.send_syncp);
	tx->stats.copied += segs;
	tx->stats.copied_bytes += bytes;
	u64_stats_update_end(&tx->stats.send_syncp);
}

/* Hand a described frame over: completion request, accounting, doorbell */
static __always_inline void vtc_tx_commit(struct vtc_tx_ring *tx,
					  unsigned long what, u32 end, u32 bytes,
					  u16 segs)
{
	bool kick;

	vtc_tx_own(tx, what, end, bytes, segs);
	if (unlikely(tx->room < VTC_TX_WORST))
		vtc_tx_stop_early(tx);
	kick = __netdev_tx_sent_queue(tx->txq, bytes, netdev_xmit_more());
	vtc_tx_end(tx, vtc_tx_kind(what), kick, netif_xmit_stopped(tx->txq));
	if (kick)
		vtc_tx_kick(tx);
	else
		tx->kick_due = true;
}

static __always_inline netdev_tx_t vtc_tx_send(struct vtc_tx_ring *tx, u32 i,
					       struct sk_buff *skb, u32 cmd,
					       u32 olinfo, u32 bytes, u16 segs)
{
	u32 end;

	if (vtc_tx_is_small(skb->len) && tx->small) {
		end = vtc_tx_copy(tx, i, skb, cmd, olinfo);
		skb_tx_timestamp(skb);
		vtc_tx_commit(tx, vtc_tx_tag(NULL, VTC_TX_COPY), end, bytes, segs);
		vtc_tx_count_copy(tx, bytes, segs);
		dev_consume_skb_any(skb);
		return NETDEV_TX_OK;
	}
	end = vtc_tx_map(tx, i, skb, cmd, olinfo);
	if (unlikely(end == i))
		return vtc_tx_drop(tx, skb);
	skb_tx_timestamp(skb);
	vtc_tx_commit(tx, vtc_tx_tag(skb, VTC_TX_SKB), end, bytes, segs);
	return NETDEV_TX_OK;
}

/* A frame the chip has to work on */
static noinline netdev_tx_t vtc_tx_offload(struct vtc_tx_ring *tx,
					   struct sk_buff *skb)
{
	const struct vtc_offload *off = &tx->off;
	u32 i = tx->ntu;

	if (unlikely(vtc_offload_prepare(skb, &tx->off)))
		return vtc_tx_drop(tx, skb);
	i = vtc_tx_context(tx, i);
	return vtc_tx_send(tx, i, skb, off->cmd, off->olinfo | tx->context,
			   off->bytes, off->segs);
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
	if (unlikely(tx->room < VTC_TX_WORST) && vtc_tx_busy(tx, skb))
		return NETDEV_TX_BUSY;
	if (unlikely(skb->len < VTC_TX_MIN_FRAME) &&
	    skb_put_padto(skb, VTC_TX_MIN_FRAME)) {
		/* skb_put_padto() has freed it */
		return vtc_tx_drop(tx, NULL);
	}
	if (vtc_offload_wanted(skb))
		return vtc_tx_offload(tx, skb);
	return vtc_tx_send(tx, tx->ntu, skb, VTC_OFFLOAD_CMD,
			   skb->len << VTC_TXO_PAYLEN_SHIFT, skb->len, 1);
}

/* One piece of a stranger's frame; returns the index behind it, or i */
static u32 vtc_tx_xdp_piece(struct vtc_tx_ring *tx, u32 i, void *va, u32 len,
			    u32 olinfo)
{
	struct device *dev = tx->hw->dev;
	dma_addr_t dma;

	dma = dma_map_single(dev, va, len, DMA_TO_DEVICE);
	if (unlikely(dma_mapping_error(dev, dma)))
		return i;
	return vtc_tx_piece(tx, i, dma, len, VTC_OFFLOAD_CMD, olinfo);
}

/* One in a buffer of this pair's receive ring, which is mapped both ways */
static __always_inline u32 vtc_tx_echo_piece(struct vtc_tx_ring *tx, u32 i,
					     dma_addr_t dma, u32 len, u32 olinfo)
{
	dma_sync_single_for_device(tx->hw->dev, dma, len, DMA_BIDIRECTIONAL);
	vtc_tx_desc(tx, i, dma, VTC_OFFLOAD_CMD | len, olinfo);
	return i + 1;
}

static dma_addr_t vtc_tx_frag_dma(const skb_frag_t *frag)
{
	return page_pool_get_dma_addr(skb_frag_page(frag)) + skb_frag_off(frag);
}

static u32 vtc_tx_xdp_frags(struct vtc_tx_ring *tx, u32 i,
			    struct xdp_frame *frame, bool own, u32 olinfo)
{
	struct skb_shared_info *si = xdp_get_shared_info_from_frame(frame);
	skb_frag_t *frag = si->frags;
	u32 n, end;

	for (n = 0; n < si->nr_frags; n++, frag++) {
		u32 len = skb_frag_size(frag);

		if (own)
			end = vtc_tx_echo_piece(tx, i, vtc_tx_frag_dma(frag), len,
						olinfo);
		else
			end = vtc_tx_xdp_piece(tx, i, skb_frag_address(frag), len,
					       olinfo);
		if (unlikely(end == i)) {
			vtc_tx_unwind(tx, i);
			return tx->ntu;
		}
		i = end;
	}
	return i;
}

/* The stack's next frame shall find room without asking */
static bool vtc_tx_xdp_full(struct vtc_tx_ring *tx)
{
	return unlikely(tx->room < 2 * VTC_TX_WORST) &&
	       vtc_tx_room(tx) < 2 * VTC_TX_WORST;
}

static __always_inline void vtc_tx_xdp_end(struct vtc_tx_ring *tx,
					   unsigned long what, u32 end, u32 bytes)
{
	vtc_tx_own(tx, what, end, bytes, 1);
	vtc_tx_end(tx, vtc_tx_kind(what), false, false);
	tx->kick_due = true;
}

static int vtc_tx_xdp_one(struct vtc_tx_ring *tx, struct xdp_frame *frame)
{
	u32 i = tx->ntu, bytes, olinfo, end;

	if (vtc_tx_xdp_full(tx))
		return -EBUSY;
	/* Where a stranger's frame lies is up to him */
	if (unlikely(!IS_ALIGNED((unsigned long)frame, VTC_TX_KIND_MASK + 1)))
		return -EINVAL;
	if (!xdp_frame_has_frags(frame))
		frame->len = vtc_tx_pad(frame->data, frame->len);
	bytes = xdp_get_frame_len(frame);
	olinfo = bytes << VTC_TXO_PAYLEN_SHIFT;
	end = vtc_tx_xdp_piece(tx, i, frame->data, frame->len, olinfo);
	if (unlikely(xdp_frame_has_frags(frame)) && end != i)
		end = vtc_tx_xdp_frags(tx, end, frame, false, olinfo);
	if (unlikely(end == i))
		return -ENOMEM;
	vtc_tx_xdp_end(tx, vtc_tx_tag(frame, VTC_TX_XDP), end, bytes);
	return 0;
}

/* What was taken is sent, what was not is counted */
static void vtc_tx_xdp_done(struct vtc_tx_ring *tx, int left)
{
	if (unlikely(left))
		vtc_tx_count_drops(tx, left);
	if (tx->kick_due)
		vtc_tx_flush(tx);
}

/**
 * vtc_tx_xdp() - send XDP frames
 * @tx: ring
 * @frames: the frames
 * @n: how many
 *
 * They are not counted for the queue's byte limit: nobody could be told to
 * wait.  One doorbell for all.
 *
 * Context: BH off, txq lock held.
 * Return: how many were taken; the rest is still the caller's.
 */
int vtc_tx_xdp(struct vtc_tx_ring *tx, struct xdp_frame **frames, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (vtc_tx_xdp_one(tx, frames[i]))
			break;
	vtc_tx_xdp_done(tx, n - i);
	return i;
}

/* A frame of several buffers that a program sent back */
static noinline void vtc_tx_echo_frags(struct vtc_tx_ring *tx,
				       const struct vtc_tx_echo *echo)
{
	struct xdp_frame *frame = vtc_tx_what(echo->what);
	u32 len = echo->len, bytes, olinfo, end;

	if (!xdp_frame_has_frags(frame))
		len = vtc_tx_pad(frame->data, len);
	bytes = len + xdp_get_frame_len(frame) - echo->len;
	olinfo = bytes << VTC_TXO_PAYLEN_SHIFT;
	end = vtc_tx_echo_piece(tx, tx->ntu, echo->dma, len, olinfo);
	if (xdp_frame_has_frags(frame))
		end = vtc_tx_xdp_frags(tx, end, frame, true, olinfo);
	vtc_tx_xdp_end(tx, echo->what, end, bytes);
}

static __always_inline void vtc_tx_echo_one(struct vtc_tx_ring *tx,
					    const struct vtc_tx_echo *echo)
{
	u32 end;

	if (unlikely(vtc_tx_kind(echo->what) != VTC_TX_BUF)) {
		vtc_tx_echo_frags(tx, echo);
		return;
	}
	end = vtc_tx_echo_piece(tx, tx->ntu, echo->dma, echo->len,
				echo->len << VTC_TXO_PAYLEN_SHIFT);
	vtc_tx_xdp_end(tx, echo->what, end, echo->len);
}

/**
 * vtc_tx_xdp_echo() - send back what the pair's receive ring has received
 * @tx: ring
 * @frames: the frames, none of them too short
 * @n: how many
 *
 * As vtc_tx_xdp().
 *
 * Context: BH off, txq lock held.
 * Return: how many were taken; the rest is still the caller's.
 */
int vtc_tx_xdp_echo(struct vtc_tx_ring *tx, const struct vtc_tx_echo *frames, int n)
{
	int i;

	for (i = 0; i < n && !vtc_tx_xdp_full(tx); i++)
		vtc_tx_echo_one(tx, &frames[i]);
	vtc_tx_xdp_done(tx, n - i);
	return i;
}
