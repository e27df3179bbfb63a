// SPDX-License-Identifier: GPL-2.0-only
/*
 * Running XDP programs on what PF and VF receive.
 *
 * Owns the frame under a program's eyes, the verdict's execution, and the frames
 * it sends back.  A frame of one buffer leaves it in its slot until somebody takes
 * it along, so that a dropped frame costs no trip to the page_pool.  The transmit
 * rings are those of the stack, under the same lock: a pool has too few queues
 * for rings apart.
 */
#include <linux/bpf_trace.h>
#include <linux/filter.h>
#include <linux/skbuff.h>
#include <net/xdp.h>
#include "qvec.h"
#include "rxbuf.h"
#include "rxd.h"
#include "txbuf.h"
#include "xdp.h"
#include "xdprun.h"

/* There is no frame; the next to be looked at is one buffer until more come */
static void vtc_xdp_forget(struct vtc_xdp *x)
{
	x->head = NULL;
	x->frame.xdp.flags = 0;
}

/* The rest may come after the slot has been given to the chip again */
static void vtc_xdp_begin(struct vtc_xdp *x, struct vtc_rx_buf *buf, u32 len)
{
	xdp_prepare_buff(&x->frame.xdp, buf->va, VTC_RX_HEADROOM, len, true);
	x->first = *buf;
	x->head = &x->first;
	buf->va = NULL;
}

static void vtc_xdp_add(struct vtc_rx_ring *rx, struct vtc_rx_buf *buf, u32 len)
{
	struct xdp_buff *xdp = &rx->xdp->frame.xdp;
	struct skb_shared_info *si = xdp_get_shared_info_from_buff(xdp);
	struct page *page = virt_to_head_page(buf->va);

	if (!xdp_buff_has_frags(xdp)) {
		si->nr_frags = 0;
		si->xdp_frags_size = 0;
		xdp_buff_set_frags_flag(xdp);
	}
	if (unlikely(si->nr_frags == MAX_SKB_FRAGS)) {
		vtc_xdp_lose(rx);
		return;
	}
	skb_frag_fill_page_desc(&si->frags[si->nr_frags++], page,
				buf->va - page_address(page) + VTC_RX_HEADROOM,
				len);
	si->xdp_frags_size += len;
	if (page_is_pfmemalloc(page))
		xdp_buff_set_frag_pfmemalloc(xdp);
	buf->va = NULL;
}

/**
 * vtc_xdp_piece() - a buffer for the frame that is being put together
 * @rx: ring with XDP
 * @buf: its slot
 * @len: bytes in it, VTC_RX_DATA at most
 * @first: the frame begins with it
 *
 * Context: NAPI.
 */
void vtc_xdp_piece(struct vtc_rx_ring *rx, struct vtc_rx_buf *buf, u32 len,
		   bool first)
{
	if (first)
		vtc_xdp_begin(rx->xdp, buf, len);
	else if (rx->xdp->head)
		vtc_xdp_add(rx, buf, len);
}

/**
 * vtc_xdp_lose() - forget the frame that is being put together
 * @rx: ring with XDP; without a frame it is fine
 *
 * Context: NAPI, or NAPI is stopped.
 */
void vtc_xdp_lose(struct vtc_rx_ring *rx)
{
	struct vtc_xdp *x = rx->xdp;
	struct xdp_buff *xdp = &x->frame.xdp;
	struct skb_shared_info *si;
	unsigned int i;

	if (x->head && xdp_buff_has_frags(xdp)) {
		si = xdp_get_shared_info_from_buff(xdp);
		for (i = 0; i < si->nr_frags; i++)
			page_pool_put_full_page(rx->pool,
						skb_frag_page(&si->frags[i]),
						true);
	}
	if (x->head == &x->first)
		vtc_rx_put(rx->pool, x->first.va, true);
	vtc_xdp_forget(x);
}

/* Somebody else has the frame now */
static void vtc_xdp_gone(struct vtc_rx_ring *rx)
{
	rx->xdp->head->va = NULL;
	vtc_xdp_forget(rx->xdp);
	rx->whole = false;
}

/* A program may have written where the chip will write again */
static __always_inline void vtc_xdp_clean(const struct vtc_rx_ring *rx,
					  const struct vtc_xdp *x,
					  const struct vtc_rx_buf *buf)
{
	const struct xdp_buff *xdp = &x->frame.xdp;

	dma_sync_single_for_device(rx->hw->dev, buf->dma - VTC_RX_HEADROOM,
				   xdp->data_end - xdp->data_hard_start,
				   DMA_BIDIRECTIONAL);
}

static void vtc_xdp_drop(struct vtc_rx_ring *rx)
{
	vtc_xdp_clean(rx, rx->xdp, rx->xdp->head);
	vtc_xdp_lose(rx);
	rx->whole = false;
}

static struct sk_buff *vtc_xdp_build(const struct xdp_buff *xdp)
{
	unsigned int meta = xdp->data - xdp->data_meta, n = 0, size = 0;
	const struct skb_shared_info *si;
	struct sk_buff *skb;

	if (unlikely(xdp->flags & XDP_FLAGS_HAS_FRAGS)) {
		/* Read before the skb clears it */
		si = xdp_data_hard_end(xdp);
		n = si->nr_frags;
		size = si->xdp_frags_size;
	}
	skb = napi_build_skb(xdp->data_hard_start, xdp->frame_sz);
	if (unlikely(!skb))
		return NULL;
	skb_reserve(skb, xdp->data - xdp->data_hard_start);
	__skb_put(skb, xdp->data_end - xdp->data);
	if (meta)
		skb_metadata_set(skb, meta);
	skb_shinfo(skb)->nr_frags = n;
	skb->len += size;
	skb->data_len += size;
	skb->truesize += n * VTC_RX_TRUESIZE;
	if (unlikely(xdp->flags & XDP_FLAGS_FRAGS_PF_MEMALLOC))
		skb->pfmemalloc = true;
	skb_mark_for_recycle(skb);
	return skb;
}

static struct sk_buff *vtc_xdp_pass(struct vtc_rx_ring *rx)
{
	struct sk_buff *skb = vtc_xdp_build(&rx->xdp->frame.xdp);

	if (likely(skb)) {
		vtc_xdp_gone(rx);
	} else {
		rx->xdp->sum.rx_errors++;
		vtc_xdp_drop(rx);
	}
	return skb;
}

/*
 * Send frames, or echoes.  The lock is the stack's: whoever stops the rings stops
 * the queues under it.
 */
static int vtc_xdp_send(struct vtc_dp *dp, unsigned int queue,
			struct xdp_frame **frames, const struct vtc_tx_echo *echoes,
			int n)
{
	struct netdev_queue *txq = netdev_get_tx_queue(dp->netdev, queue);
	struct vtc_tx_ring *tx;
	int sent = 0;

	__netif_tx_lock(txq, smp_processor_id());
	tx = dp->qv[queue]->tx;
	if (likely(tx && !netif_xmit_frozen_or_drv_stopped(txq))) {
		txq_trans_cond_update(txq);
		sent = echoes ? vtc_tx_xdp_echo(tx, echoes, n) :
				vtc_tx_xdp(tx, frames, n);
	}
	__netif_tx_unlock(txq);
	return sent;
}

/* Send back what programs wanted to */
static void vtc_xdp_send_out(struct vtc_rx_ring *rx)
{
	struct vtc_xdp *x = rx->xdp;
	unsigned int i;

	i = vtc_xdp_send(rx->qv->dp, rx->index, NULL, x->out, x->n_out);
	x->sum.tx += i;
	x->sum.errors += x->n_out - i;
	for (; i < x->n_out; i++)
		vtc_tx_put_echo(rx->pool, x->out[i].what, true);
	x->n_out = 0;
}

static __always_inline void vtc_xdp_queue_out(struct vtc_rx_ring *rx,
					      unsigned long what, dma_addr_t dma,
					      u32 len)
{
	struct vtc_xdp *x = rx->xdp;
	struct vtc_tx_echo *out = &x->out[x->n_out];

	out->what = what;
	out->dma = dma;
	out->len = len;
	if (++x->n_out == VTC_XDP_BATCH)
		vtc_xdp_send_out(rx);
}

/* Where the chip finds the frame's first byte */
static dma_addr_t vtc_xdp_dma(const struct xdp_buff *xdp,
			      const struct vtc_rx_buf *buf)
{
	return buf->dma - VTC_RX_HEADROOM + (xdp->data - xdp->data_hard_start);
}

/* A frame of several buffers is sent back as what everybody knows */
static bool vtc_xdp_tx(struct vtc_rx_ring *rx)
{
	struct vtc_xdp *x = rx->xdp;
	dma_addr_t dma = vtc_xdp_dma(&x->frame.xdp, x->head);
	struct xdp_frame *frame = xdp_convert_buff_to_frame(&x->frame.xdp);

	if (unlikely(!frame))
		return false;
	vtc_xdp_gone(rx);
	vtc_xdp_queue_out(rx, vtc_tx_tag(frame, VTC_TX_XDP_OWN), dma, frame->len);
	return true;
}

static bool vtc_xdp_redirect(struct vtc_rx_ring *rx, struct bpf_prog *prog)
{
	struct vtc_xdp *x = rx->xdp;

	if (unlikely(xdp_do_redirect(rx->qv->napi.dev, &x->frame.xdp, prog)))
		return false;
	vtc_xdp_gone(rx);
	x->redirected = true;
	x->sum.redirects++;
	return true;
}

/* Do as the program says; returns what the stack shall get */
static struct sk_buff *vtc_xdp_obey(struct vtc_rx_ring *rx, struct bpf_prog *prog,
				    u32 act)
{
	struct net_device *netdev = rx->qv->napi.dev;
	struct vtc_xdp *x = rx->xdp;

	switch (act) {
	case XDP_PASS:
		return vtc_xdp_pass(rx);
	case XDP_DROP:
		x->sum.drops++;
		vtc_xdp_drop(rx);
		return NULL;
	case XDP_TX:
		if (likely(vtc_xdp_tx(rx)))
			return NULL;
		break;
	case XDP_REDIRECT:
		if (likely(vtc_xdp_redirect(rx, prog)))
			return NULL;
		break;
	case XDP_ABORTED:
		break;
	default:
		bpf_warn_invalid_xdp_action(netdev, prog, act);
		break;
	}
	trace_xdp_exception(netdev, prog, act);
	x->sum.errors++;
	vtc_xdp_drop(rx);
	return NULL;
}

/*
 * The verdict on a frame of one buffer.  Dropped, it leaves the buffer to the
 * chip where it is, and sent back, the transmit ring has it without more ado.
 */
static __always_inline struct sk_buff *
vtc_xdp_verdict(struct vtc_rx_ring *rx, struct vtc_xdp *x, struct bpf_prog *prog,
		union vtc_rx_desc *desc, struct vtc_rx_buf *buf, u32 len)
{
	struct xdp_buff *xdp = &x->frame.xdp;
	u32 act;

	vtc_rx_sync(rx, buf, len);
	xdp_prepare_buff(xdp, buf->va, VTC_RX_HEADROOM, len, true);
	x->frame.wb = &desc->wb;
	x->frame_len = len;
	x->sum.bytes += len;

	act = bpf_prog_run_xdp(prog, xdp);
	if (likely(act == XDP_DROP)) {
		vtc_xdp_clean(rx, x, buf);
		vtc_rx_post(desc, buf);
		x->sum.drops++;
		return NULL;
	}
	if (act == XDP_TX) {
		vtc_xdp_queue_out(rx, vtc_tx_tag(buf->va, VTC_TX_BUF),
				  vtc_xdp_dma(xdp, buf),
				  vtc_tx_pad(xdp->data, xdp->data_end - xdp->data));
		buf->va = NULL;
		rx->whole = false;
		return NULL;
	}
	x->head = buf;
	return vtc_xdp_obey(rx, prog, act);
}

/**
 * vtc_xdp_frames() - run the program on frames of one buffer
 * @rx: ring with XDP
 * @budget: frames the poll may take
 * @done: frames it has taken
 *
 * Goes on until a frame is for the stack, or until something else than a good
 * frame of one buffer comes, or nothing.
 *
 * Context: NAPI.
 * Return: a frame for the stack, its descriptor is the last one; or NULL.
 */
struct sk_buff *vtc_xdp_frames(struct vtc_rx_ring *rx, int budget, int *done)
{
	struct vtc_xdp *x = rx->xdp;
	struct bpf_prog *prog = READ_ONCE(*x->prog);
	u32 left = min_t(u32, budget - *done, vtc_ring_used(rx->ntu, rx->ntc));
	struct sk_buff *skb = NULL;
	u32 start = rx->ntc;

	if (unlikely(!prog || !rx->at_start))
		return NULL;
	for (; left && !skb; left--) {
		u32 i = rx->ntc & rx->mask, len, status;
		union vtc_rx_desc *desc = &rx->desc[i];
		struct vtc_rx_buf *buf = &rx->buf[i];

		status = le32_to_cpu(READ_ONCE(desc->wb.status));
		if (!(status & VTC_RXS_DD))
			break;
		/* The rest of the descriptor is read after its done bit */
		dma_rmb();
		len = le16_to_cpu(desc->wb.len);
		if (unlikely(!vtc_rxd_whole(status, len, VTC_RX_DATA)))
			break;
		rx->ntc++;
		skb = vtc_xdp_verdict(rx, x, prog, desc, buf, len);
	}
	*done += rx->ntc - start;
	x->sum.packets += rx->ntc - start;
	if (skb) {
		/* Counted with those of the stack */
		x->sum.packets--;
		x->sum.bytes -= x->frame_len;
	}
	return skb;
}

/* May the program see this frame; a VF's length limit is not its own to set */
static bool vtc_xdp_runnable(const struct vtc_xdp *x, const struct bpf_prog *prog)
{
	return likely(!(x->frame.xdp.flags & XDP_FLAGS_HAS_FRAGS)) ||
	       prog->aux->xdp_has_frags;
}

/**
 * vtc_xdp_frame() - a frame of pieces is complete: let the program have it
 * @rx: ring with XDP
 * @wb: its last descriptor
 * @status: status word of that
 *
 * Context: NAPI.
 * Return: what is to be handed to the stack, or NULL.
 */
struct sk_buff *vtc_xdp_frame(struct vtc_rx_ring *rx, const struct vtc_rx_wb *wb,
			      u32 status)
{
	struct vtc_xdp *x = rx->xdp;
	struct xdp_buff *xdp = &x->frame.xdp;
	struct bpf_prog *prog = READ_ONCE(*x->prog);
	struct sk_buff *skb;
	u32 bytes;

	if (unlikely(!x->head)) {
		x->sum.rx_errors++;
		return NULL;
	}
	if (unlikely((status & VTC_RXS_ERR_RX) ||
		     xdp->data_end - xdp->data < ETH_HLEN)) {
		x->sum.rx_errors++;
		vtc_xdp_drop(rx);
		return NULL;
	}
	if (unlikely(!prog))
		return vtc_xdp_pass(rx);
	bytes = xdp_get_buff_len(xdp);
	if (likely(vtc_xdp_runnable(x, prog))) {
		x->frame.wb = wb;
		skb = vtc_xdp_obey(rx, prog, bpf_prog_run_xdp(prog, xdp));
		if (skb)
			return skb;	/* counted with those of the stack */
	} else {
		x->sum.errors++;
		vtc_xdp_drop(rx);
	}
	x->sum.packets++;
	x->sum.bytes += bytes;
	return NULL;
}

/**
 * vtc_xdp_flush() - what a poll has put off: frames on their way, counters
 * @rx: ring with XDP
 *
 * Context: NAPI, at the end of a poll.
 */
void vtc_xdp_flush(struct vtc_rx_ring *rx)
{
	struct vtc_xdp *x = rx->xdp;
	const struct vtc_xdp_sum *sum = &x->sum;

	if (x->n_out)
		vtc_xdp_send_out(rx);
	if (x->redirected)
		xdp_do_flush();
	x->redirected = false;

	u64_stats_update_begin(&rx->stats.syncp);
	rx->stats.packets += sum->packets;
	rx->stats.bytes += sum->bytes;
	rx->stats.errors += sum->rx_errors;
	rx->stats.xdp_drops += sum->drops;
	rx->stats.xdp_tx += sum->tx;
	rx->stats.xdp_redirects += sum->redirects;
	rx->stats.xdp_errors += sum->errors;
	u64_stats_update_end(&rx->stats.syncp);
	memset(&x->sum, 0, sizeof(x->sum));
}

/**
 * vtc_xdp_xmit() - ndo_xdp_xmit of both drivers
 * @dp: datapath
 * @n: frames
 * @frames: the frames, from anywhere
 * @flags: XDP_XMIT_FLUSH or nothing
 *
 * The doorbell is rung whatever @flags says: frames that wait for a flush
 * could wait for long.
 *
 * Context: NAPI of any device, as long as the netdev exists.
 * Return: frames taken, or a negative errno; the rest is the caller's.
 */
int vtc_xdp_xmit(struct vtc_dp *dp, int n, struct xdp_frame **frames, u32 flags)
{
	/* Transmit queues behind these may be other datapaths' */
	unsigned int queues = READ_ONCE(dp->netdev->real_num_rx_queues);

	if (unlikely(flags & ~XDP_XMIT_FLAGS_MASK))
		return -EINVAL;
	if (unlikely(!netif_running(dp->netdev) || !netif_carrier_ok(dp->netdev)))
		return -ENETDOWN;
	return vtc_xdp_send(dp, smp_processor_id() % queues, frames, NULL, n);
}
