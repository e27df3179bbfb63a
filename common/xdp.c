// SPDX-License-Identifier: GPL-2.0-only
/*
 * XDP on PF and VF.
 *
 * Owns what a receive ring has for programs: the frame under a program's eyes,
 * the verdict's execution, and the frames it sends back.  A frame's first
 * buffer stays in its slot until somebody takes it along, so that a dropped
 * frame costs no trip to the page_pool.  The transmit rings are those of the
 * stack, under the same lock: a pool has too few queues for rings apart.
 */
#include <linux/bpf_trace.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <net/xdp.h>
#include "qvec.h"
#include "rxd.h"
#include "xdp.h"

#define VTC_XDP_BATCH	16	/* frames sent back per lock and doorbell */

/* What one poll sums up before it touches the ring's counters */
struct vtc_xdp_sum {
	u32 packets;
	u32 bytes;
	u32 drops;
	u32 tx;
	u32 redirects;
	u32 errors;
	u32 rx_errors;
};

/* A frame as programs see it, and for their metadata calls what is behind it */
struct vtc_xdp_buff {
	struct xdp_buff xdp;
	const struct vtc_rx_ring *rx;
	const struct vtc_rx_wb *wb;
};

/**
 * struct vtc_xdp - a receive ring's share in XDP
 * @rxq: what the core knows of the ring
 * @frame: the frame that is being put together, or looked at
 * @head: slot of its first buffer; NULL: no frame, or a lost one
 * @prog: where the program is to be found
 * @out: frames to send back
 * @n_out: how many
 * @redirected: frames went elsewhere in this poll
 * @sum: counters of this poll
 */
struct vtc_xdp {
	struct xdp_rxq_info rxq;
	struct vtc_xdp_buff frame;
	struct vtc_rx_buf *head;
	struct bpf_prog **prog;
	struct xdp_frame *out[VTC_XDP_BATCH];
	unsigned int n_out;
	bool redirected;
	struct vtc_xdp_sum sum;
};

static_assert(offsetof(struct vtc_xdp_buff, xdp) == 0);

/* --- the frame --- */

static void vtc_xdp_begin(struct vtc_xdp *x, struct vtc_rx_buf *buf, u32 len)
{
	void *va = page_address(buf->page) + buf->offset;

	net_prefetch(va + VTC_RX_HEADROOM);
	xdp_init_buff(&x->frame.xdp, VTC_RX_TRUESIZE, &x->rxq);
	xdp_prepare_buff(&x->frame.xdp, va, VTC_RX_HEADROOM, len, true);
	x->head = buf;
}

static void vtc_xdp_add(struct vtc_rx_ring *rx, struct vtc_rx_buf *buf, u32 len)
{
	struct xdp_buff *xdp = &rx->xdp->frame.xdp;
	struct skb_shared_info *si = xdp_get_shared_info_from_buff(xdp);

	if (!xdp_buff_has_frags(xdp)) {
		si->nr_frags = 0;
		si->xdp_frags_size = 0;
		xdp_buff_set_frags_flag(xdp);
	}
	if (unlikely(si->nr_frags == MAX_SKB_FRAGS)) {
		vtc_xdp_lose(rx);
		return;
	}
	skb_frag_fill_page_desc(&si->frags[si->nr_frags++], buf->page,
				buf->offset + VTC_RX_HEADROOM, len);
	si->xdp_frags_size += len;
	if (page_is_pfmemalloc(buf->page))
		xdp_buff_set_frag_pfmemalloc(xdp);
	buf->page = NULL;
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
	x->head = NULL;
}

/* Somebody else has the frame now */
static void vtc_xdp_gone(struct vtc_xdp *x)
{
	x->head->page = NULL;
	x->head = NULL;
}

/* A program may have written where the chip will write again */
static void vtc_xdp_drop(struct vtc_rx_ring *rx)
{
	struct vtc_xdp *x = rx->xdp;
	struct vtc_rx_buf *buf = x->head;
	const struct xdp_buff *xdp = &x->frame.xdp;

	dma_sync_single_range_for_device(rx->hw->dev,
					 page_pool_get_dma_addr(buf->page),
					 buf->offset,
					 xdp->data_end - xdp->data_hard_start,
					 DMA_BIDIRECTIONAL);
	vtc_xdp_lose(rx);
}

/* --- verdicts --- */

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
		vtc_xdp_gone(rx->xdp);
	} else {
		rx->xdp->sum.rx_errors++;
		vtc_xdp_drop(rx);
	}
	return skb;
}

/* The lock is the stack's: whoever stops the rings stops the queues under it */
static int vtc_xdp_send(struct vtc_dp *dp, unsigned int queue,
			struct xdp_frame **frames, int n, enum vtc_tx_kind kind)
{
	struct netdev_queue *txq = netdev_get_tx_queue(dp->netdev, queue);
	struct vtc_tx_ring *tx;
	int sent = 0;

	__netif_tx_lock(txq, smp_processor_id());
	tx = dp->qv[queue]->tx;
	if (likely(tx && !netif_xmit_frozen_or_drv_stopped(txq))) {
		txq_trans_cond_update(txq);
		sent = vtc_tx_xdp(tx, frames, n, kind);
	}
	__netif_tx_unlock(txq);
	return sent;
}

/* Send back what programs wanted to */
static void vtc_xdp_send_out(struct vtc_rx_ring *rx)
{
	struct vtc_xdp *x = rx->xdp;
	unsigned int i;

	i = vtc_xdp_send(rx->qv->dp, rx->index, x->out, x->n_out,
			 VTC_TX_XDP_OWN);
	x->sum.tx += i;
	x->sum.errors += x->n_out - i;
	for (; i < x->n_out; i++)
		xdp_return_frame_rx_napi(x->out[i]);
	x->n_out = 0;
}

static bool vtc_xdp_tx(struct vtc_rx_ring *rx)
{
	struct vtc_xdp *x = rx->xdp;
	struct xdp_frame *frame = xdp_convert_buff_to_frame(&x->frame.xdp);

	if (unlikely(!frame))
		return false;
	vtc_xdp_gone(x);
	x->out[x->n_out++] = frame;
	if (x->n_out == VTC_XDP_BATCH)
		vtc_xdp_send_out(rx);
	return true;
}

static bool vtc_xdp_redirect(struct vtc_rx_ring *rx, struct bpf_prog *prog)
{
	struct vtc_xdp *x = rx->xdp;

	if (unlikely(xdp_do_redirect(rx->qv->napi.dev, &x->frame.xdp, prog)))
		return false;
	vtc_xdp_gone(x);
	x->redirected = true;
	x->sum.redirects++;
	return true;
}

/* Run the program and do as it says; returns what the stack shall get */
static struct sk_buff *vtc_xdp_run(struct vtc_rx_ring *rx, struct bpf_prog *prog)
{
	struct net_device *netdev = rx->qv->napi.dev;
	struct vtc_xdp *x = rx->xdp;
	u32 act = bpf_prog_run_xdp(prog, &x->frame.xdp);

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

/* May the program see this frame; a VF's length limit is not its own to set */
static bool vtc_xdp_runnable(const struct vtc_xdp *x, const struct bpf_prog *prog)
{
	return likely(!(x->frame.xdp.flags & XDP_FLAGS_HAS_FRAGS)) ||
	       prog->aux->xdp_has_frags;
}

/**
 * vtc_xdp_frame() - the frame is complete: let the program have it
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
		skb = vtc_xdp_run(rx, prog);
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

/* --- metadata --- */

#ifdef KC_XDP_METADATA
static const enum xdp_rss_hash_type vtc_xdp_hash_types[] = {
	[VTC_RSS_TYPE_TCP4]	= XDP_RSS_TYPE_L4_IPV4_TCP,
	[VTC_RSS_TYPE_IPV4]	= XDP_RSS_TYPE_L3_IPV4,
	[VTC_RSS_TYPE_TCP6]	= XDP_RSS_TYPE_L4_IPV6_TCP,
	[VTC_RSS_TYPE_IPV6_EX]	= XDP_RSS_TYPE_L3_IPV6_EX,
	[VTC_RSS_TYPE_IPV6]	= XDP_RSS_TYPE_L3_IPV6,
	[VTC_RSS_TYPE_TCP6_EX]	= XDP_RSS_TYPE_L4_IPV6_TCP_EX,
	[VTC_RSS_TYPE_UDP4]	= XDP_RSS_TYPE_L4_IPV4_UDP,
	[VTC_RSS_TYPE_UDP6]	= XDP_RSS_TYPE_L4_IPV6_UDP,
	[VTC_RSS_TYPE_UDP6_EX]	= XDP_RSS_TYPE_L4_IPV6_UDP_EX,
};

static int vtc_xdp_rx_hash(const struct xdp_md *ctx, u32 *hash,
			   enum xdp_rss_hash_type *type)
{
	const struct vtc_xdp_buff *frame = (const void *)ctx;
	u32 info = le32_to_cpu(frame->wb->info);
	u32 kind = FIELD_GET(VTC_RXI_RSS_TYPE, info);

	if (!vtc_rxd_hashed(info) || kind >= ARRAY_SIZE(vtc_xdp_hash_types))
		return -ENODATA;
	*hash = le32_to_cpu(frame->wb->hash);
	*type = vtc_xdp_hash_types[kind];
	return 0;
}

static int __maybe_unused vtc_xdp_rx_vlan_tag(const struct xdp_md *ctx,
					      __be16 *proto, u16 *tci)
{
	const struct vtc_xdp_buff *frame = (const void *)ctx;
	u16 tag = le16_to_cpu(frame->wb->vlan);

	if (!(le32_to_cpu(frame->wb->status) & VTC_RXS_VP) ||
	    !vtc_rx_shows_tag(frame->rx, tag))
		return -ENODATA;
	*proto = htons(ETH_P_8021Q);
	*tci = tag;
	return 0;
}

static const struct xdp_metadata_ops vtc_xdp_metadata_ops = {
	.xmo_rx_hash		= vtc_xdp_rx_hash,
	KC_XDP_VLAN_TAG_INIT(vtc_xdp_rx_vlan_tag)
};
#endif

/* --- life of a ring --- */

/**
 * vtc_xdp_alloc() - a ring's share in XDP
 * @rx: ring, with its pool
 * @prog: where the program is to be found
 *
 * Context: sleeps.
 * Return: 0 or a negative errno, with nothing left behind.
 */
int vtc_xdp_alloc(struct vtc_rx_ring *rx, struct bpf_prog **prog)
{
	struct vtc_xdp *x = kzalloc(sizeof(*x), GFP_KERNEL);
	int err;

	if (!x)
		return -ENOMEM;
	x->prog = prog;
	x->frame.rx = rx;
	err = xdp_rxq_info_reg(&x->rxq, rx->qv->napi.dev, rx->index,
			       rx->qv->napi.napi_id);
	if (err)
		goto free;
	err = xdp_rxq_info_reg_mem_model(&x->rxq, MEM_TYPE_PAGE_POOL, rx->pool);
	if (err)
		goto unreg;
	rx->xdp = x;
	return 0;

unreg:
	xdp_rxq_info_unreg(&x->rxq);
free:
	kfree(x);
	return err;
}

/**
 * vtc_xdp_free() - undo vtc_xdp_alloc(), before the ring's pool goes
 * @rx: ring, stopped; one without XDP is fine
 *
 * Context: sleeps.
 */
void vtc_xdp_free(struct vtc_rx_ring *rx)
{
	if (!rx->xdp)
		return;
	xdp_rxq_info_unreg(&rx->xdp->rxq);
	kfree(rx->xdp);
	rx->xdp = NULL;
}

/* --- the netdev --- */

/**
 * vtc_xdp_advertise() - tell the core what is supported
 * @netdev: not registered yet
 *
 * Context: probe.
 */
void vtc_xdp_advertise(struct net_device *netdev)
{
	kc_xdp_features(netdev);
#ifdef KC_XDP_METADATA
	netdev->xdp_metadata_ops = &vtc_xdp_metadata_ops;
#endif
}

/**
 * vtc_xdp_check_mtu() - may the netdev have this MTU
 * @dp: datapath
 * @mtu: wish
 *
 * Context: rtnl.
 * Return: 0, or -EINVAL if a program is attached that looks at one buffer only.
 */
int vtc_xdp_check_mtu(const struct vtc_dp *dp, int mtu)
{
	if (!dp->prog || dp->prog->aux->xdp_has_frags || mtu <= VTC_XDP_MTU_ONE_BUF)
		return 0;
	netdev_warn(dp->netdev, "the XDP program takes an MTU of %d at most\n",
		    (int)VTC_XDP_MTU_ONE_BUF);
	return -EINVAL;
}

/* The first program or none: rings of another kind */
static int vtc_xdp_renew(struct vtc_dp *dp, struct bpf_prog *prog,
			 int (*renew)(struct vtc_dp *dp))
{
	int err;

	/* Rings made without a program do not look, those with one may find none */
	WRITE_ONCE(dp->prog, prog);
	err = dp->rings ? renew(dp) : 0;
	if (!err || !prog)
		return 0;	/* without memory the old rings do as well */
	WRITE_ONCE(dp->prog, NULL);
	return err;
}

/**
 * vtc_xdp_setup() - ndo_bpf of both drivers
 * @dp: datapath
 * @bpf: command
 * @renew: exchanges the rings that run for new ones of the same sizes; on
 *	failure the old ones have to run on
 *
 * Context: rtnl.
 * Return: 0 or a negative errno, with the old program running.
 */
int vtc_xdp_setup(struct vtc_dp *dp, struct netdev_bpf *bpf,
		  int (*renew)(struct vtc_dp *dp))
{
	struct bpf_prog *prog = bpf->prog, *old = dp->prog;
	int err = 0;

	if (bpf->command != XDP_SETUP_PROG)
		return -EINVAL;
	if (prog && !prog->aux->xdp_has_frags &&
	    dp->netdev->mtu > VTC_XDP_MTU_ONE_BUF) {
		NL_SET_ERR_MSG_MOD(bpf->extack,
				   "MTU too large for a program without fragments");
		return -EINVAL;
	}
	if (!old == !prog)
		WRITE_ONCE(dp->prog, prog);
	else
		err = vtc_xdp_renew(dp, prog, renew);
	if (err)
		NL_SET_ERR_MSG_MOD(bpf->extack, "no memory for rings with XDP");
	else if (old)
		bpf_prog_put(old);
	return err;
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
	unsigned int queues = READ_ONCE(dp->netdev->real_num_tx_queues);

	if (unlikely(flags & ~XDP_XMIT_FLAGS_MASK))
		return -EINVAL;
	if (unlikely(!netif_running(dp->netdev) || !netif_carrier_ok(dp->netdev)))
		return -ENETDOWN;
	return vtc_xdp_send(dp, smp_processor_id() % queues, frames, n, VTC_TX_XDP);
}
