// SPDX-License-Identifier: GPL-2.0-only
/*
 * The receive path of PF and VF.
 *
 * Owns the receive rings and their buffers.  A frame is one buffer around
 * which an skb is built without a copy, or several of which the further ones
 * become page fragments.  Nothing here trusts the descriptor: a device, or
 * the PF under a VF, may write anything into it.
 */
#include <linux/dma-mapping.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/prefetch.h>
#include <linux/vmalloc.h>
#include "qvec.h"
#include "regs_82576.h"
#include "ring.h"
#include "rxbuf.h"
#include "rxd.h"
#include "xdp.h"

#define VTC_RX_DISABLE_US	10000
/* A frame that comes alone is written back at once: no timer has to do it */
#define VTC_RX_WTHRESH		1

static_assert(VTC_RX_HEADROOM + VTC_RX_DATA +
	      SKB_DATA_ALIGN(sizeof(struct skb_shared_info)) <= VTC_RX_TRUESIZE);
static_assert(VTC_RX_PARTS * VTC_RX_TRUESIZE <= 4096 << VTC_RX_ORDER);

/* What one poll sums up before it touches the ring's counters */
struct vtc_rx_sum {
	u32 packets;
	u32 bytes;
	u32 csum_good;
	u32 csum_bad;
	u32 errors;
	u32 multicast;
};

/* Parts of a page from the pool, which counts those that are not back; 0: no page */
static noinline u32 vtc_rx_page(struct vtc_rx_ring *rx)
{
	struct page *page = page_pool_dev_alloc_pages(rx->pool);
	u32 parts = rx->xdp ? KC_XDP_PARTS(VTC_RX_PARTS) : VTC_RX_PARTS;

	if (unlikely(!page))
		return 0;
	page_pool_fragment_page(page, parts);
	rx->part.va = page_address(page);
	rx->part.dma = page_pool_get_dma_addr(page) + VTC_RX_HEADROOM;
	return parts;
}

/* Describe the buffers of the slots from ntu on, as far as there is memory */
static u32 vtc_rx_describe(struct vtc_rx_ring *rx, u32 ntu, u32 end)
{
	union vtc_rx_desc *ring = rx->desc;
	struct vtc_rx_buf *bufs = rx->buf;
	struct vtc_rx_buf part = rx->part;
	u32 parts = rx->parts;
	u32 mask = rx->mask;

	for (; ntu != end; ntu++) {
		struct vtc_rx_buf *buf = &bufs[ntu & mask];

		/* The buffer of a frame that was dropped is there still */
		if (!buf->va) {
			if (!parts) {
				parts = vtc_rx_page(rx);
				if (unlikely(!parts))
					break;
				part = rx->part;
			}
			parts--;
			*buf = part;
			part.va += VTC_RX_TRUESIZE;
			part.dma += VTC_RX_TRUESIZE;
		}
		vtc_rx_post(&ring[ntu & mask], buf);
	}
	rx->part = part;
	rx->parts = parts;
	return ntu;
}

/* Fill the ring as far as memory allows, without telling the hardware */
static bool vtc_rx_fill(struct vtc_rx_ring *rx)
{
	u32 end = rx->ntc + rx->depth;

	if (rx->whole) {
		rx->ntu = end;
		return true;
	}
	rx->ntu = vtc_rx_describe(rx, rx->ntu, end);
	if (rx->ntu != end)
		return false;
	/* One slot stays empty; what is in it is posted next time */
	rx->whole = rx->xdp && vtc_rx_describe(rx, end, end + 1) != end;
	return true;
}

/* Refill in batches: one doorbell for VTC_RX_BATCH buffers or more */
static bool vtc_rx_refill(struct vtc_rx_ring *rx)
{
	bool full;

	if (vtc_ring_used(rx->ntu, rx->ntc) + VTC_RX_BATCH > rx->depth)
		return true;
	full = vtc_rx_fill(rx);
	if (!full) {
		u64_stats_update_begin(&rx->stats.syncp);
		rx->stats.no_buf++;
		u64_stats_update_end(&rx->stats.syncp);
	}
	writel(rx->ntu & rx->mask, rx->tail);
	/* With few buffers left no interrupt may come to try again */
	return full || vtc_ring_used(rx->ntu, rx->ntc) >= VTC_RX_BATCH;
}

/* Nothing comes of the frame that is being put together */
static void vtc_rx_lose(struct vtc_rx_ring *rx)
{
	if (rx->xdp)
		vtc_xdp_lose(rx);
	napi_consume_skb(rx->skb, 1);
	rx->skb = NULL;
}

/* First piece of a frame: the skb is built around the buffer */
static __always_inline struct sk_buff *vtc_rx_first(struct vtc_rx_buf *buf,
						    u32 len)
{
	void *va = buf->va;
	struct sk_buff *skb;

	net_prefetch(va + VTC_RX_HEADROOM);
	skb = napi_build_skb(va, VTC_RX_TRUESIZE);
	if (unlikely(!skb))
		return NULL;
	buf->va = NULL;
	skb_reserve(skb, VTC_RX_HEADROOM);
	__skb_put(skb, len);
	skb_mark_for_recycle(skb);
	return skb;
}

static struct sk_buff *vtc_rx_next(struct sk_buff *skb, struct vtc_rx_buf *buf,
				   u32 len)
{
	struct page *page = virt_to_head_page(buf->va);

	if (unlikely(skb_shinfo(skb)->nr_frags == MAX_SKB_FRAGS)) {
		napi_consume_skb(skb, 1);
		return NULL;
	}
	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, page,
			buf->va - page_address(page) + VTC_RX_HEADROOM, len,
			VTC_RX_TRUESIZE);
	buf->va = NULL;
	return skb;
}

/*
 * One of several pieces of a frame, or one that is not to be believed.  The
 * frame is in rx->skb, or with XDP; it is lost if that is empty.  Returns what
 * the stack gets when the last piece is there.
 */
static noinline struct sk_buff *vtc_rx_piece(struct vtc_rx_ring *rx,
					     struct vtc_rx_buf *buf,
					     const struct vtc_rx_wb *wb, u32 len,
					     struct vtc_rx_sum *sum)
{
	u32 status = le32_to_cpu(wb->status);
	bool first = rx->at_start;
	struct sk_buff *skb;

	rx->whole = false;
	if (unlikely(len > VTC_RX_DATA)) {
		vtc_rx_lose(rx);
	} else {
		vtc_rx_sync(rx, buf, len);
		if (rx->xdp)
			vtc_xdp_piece(rx, buf, len, first);
		else if (first)
			rx->skb = vtc_rx_first(buf, len);
		else if (rx->skb)
			rx->skb = vtc_rx_next(rx->skb, buf, len);
	}

	rx->at_start = status & VTC_RXS_EOP;
	if (!rx->at_start)
		return NULL;
	if (rx->xdp)
		return vtc_xdp_frame(rx, wb, status);
	skb = rx->skb;
	rx->skb = NULL;
	if (unlikely(!skb))
		sum->errors++;
	return skb;
}

static void vtc_rx_csum(struct sk_buff *skb, u32 status, struct vtc_rx_sum *sum)
{
	switch (vtc_rxd_csum(status)) {
	case VTC_RXD_CSUM_GOOD:
		skb->ip_summed = CHECKSUM_UNNECESSARY;
		sum->csum_good++;
		break;
	case VTC_RXD_CSUM_BAD:
		sum->csum_bad++;
		break;
	case VTC_RXD_CSUM_NONE:
		break;
	}
}

/* The tag the chip took off */
static void vtc_rx_tag(const struct vtc_rx_ring *rx, struct sk_buff *skb, u16 tag)
{
	if (vtc_rx_shows_tag(rx, tag))
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), tag);
}

/* A good frame: what its last descriptor says goes into the skb */
static __always_inline void vtc_rx_deliver(struct vtc_rx_ring *rx,
					   struct sk_buff *skb,
					   const struct vtc_rx_wb *wb, u32 status,
					   netdev_features_t features,
					   struct vtc_rx_sum *sum)
{
	struct napi_struct *napi = &rx->qv->napi;
	u32 info = le32_to_cpu(wb->info);

	if (features & NETIF_F_RXCSUM)
		vtc_rx_csum(skb, status, sum);
	if ((features & NETIF_F_RXHASH) && vtc_rxd_hashed(info))
		skb_set_hash(skb, le32_to_cpu(wb->hash),
			     vtc_rxd_hash_l4(info) ? PKT_HASH_TYPE_L4 :
						     PKT_HASH_TYPE_L3);
	if ((status & VTC_RXS_VP) && (features & NETIF_F_HW_VLAN_CTAG_RX))
		vtc_rx_tag(rx, skb, le16_to_cpu(wb->vlan));
	skb_record_rx_queue(skb, rx->index);

	sum->packets++;
	sum->bytes += skb->len;
	skb->protocol = eth_type_trans(skb, rx->upper);
	if (skb->pkt_type == PACKET_MULTICAST)
		sum->multicast++;
	napi_gro_receive(napi, skb);
}

/* The same for a frame that may be bad */
static noinline void vtc_rx_check(struct vtc_rx_ring *rx, struct sk_buff *skb,
				  const struct vtc_rx_wb *wb,
				  netdev_features_t features,
				  struct vtc_rx_sum *sum)
{
	u32 status = le32_to_cpu(wb->status);

	if (unlikely((status & VTC_RXS_ERR_RX) || skb_headlen(skb) < ETH_HLEN)) {
		sum->errors++;
		napi_consume_skb(skb, 1);
		return;
	}
	vtc_rx_deliver(rx, skb, wb, status, features, sum);
}

/* A descriptor that is no whole frame, or not to be believed; ends a frame? */
static noinline bool vtc_rx_odd(struct vtc_rx_ring *rx, netdev_features_t features,
				struct vtc_rx_sum *sum)
{
	u32 i = rx->ntc++ & rx->mask;
	const struct vtc_rx_wb *wb = &rx->desc[i].wb;
	struct sk_buff *skb;

	skb = vtc_rx_piece(rx, &rx->buf[i], wb, le16_to_cpu(wb->len), sum);
	if (skb)
		vtc_rx_check(rx, skb, wb, features, sum);
	return rx->at_start;
}

/* Frames for the stack; returns how many */
static int vtc_rx_frames(struct vtc_rx_ring *rx, int budget,
			 netdev_features_t features, struct vtc_rx_sum *sum)
{
	const u32 end = rx->ntu;
	int done = 0;

	while (done < budget && rx->ntc != end) {
		u32 i = rx->ntc & rx->mask;
		const struct vtc_rx_wb *wb = &rx->desc[i].wb;
		struct vtc_rx_buf *buf = &rx->buf[i];
		u32 status = le32_to_cpu(READ_ONCE(wb->status));
		struct sk_buff *skb;
		u32 len;

		if (!(status & VTC_RXS_DD))
			break;
		/* The rest of the descriptor is read after its done bit */
		dma_rmb();
		len = le16_to_cpu(wb->len);
		if (unlikely(!rx->at_start || !vtc_rxd_whole(status, len, VTC_RX_DATA))) {
			done += vtc_rx_odd(rx, features, sum);
			continue;
		}
		rx->ntc++;
		done++;
		vtc_rx_sync(rx, buf, len);
		skb = vtc_rx_first(buf, len);
		if (likely(skb))
			vtc_rx_deliver(rx, skb, wb, status, features, sum);
		else
			sum->errors++;
	}
	return done;
}

/* Frames for a program, and then perhaps for the stack */
static noinline int vtc_rx_programmed(struct vtc_rx_ring *rx, int budget,
				      netdev_features_t features,
				      struct vtc_rx_sum *sum)
{
	const struct vtc_rx_wb *wb;
	struct sk_buff *skb;
	int done = 0;

	while (done < budget) {
		skb = vtc_xdp_frames(rx, budget, &done);
		wb = &rx->desc[(skb ? rx->ntc - 1 : rx->ntc) & rx->mask].wb;
		if (skb) {
			vtc_rx_check(rx, skb, wb, features, sum);
			continue;
		}
		if (done == budget || !vtc_ring_used(rx->ntu, rx->ntc) ||
		    !(READ_ONCE(wb->status) & cpu_to_le32(VTC_RXS_DD)))
			break;
		dma_rmb();
		done += vtc_rx_odd(rx, features, sum);
	}
	vtc_xdp_flush(rx);
	return done;
}

static void vtc_rx_account(struct vtc_rx_ring *rx, const struct vtc_rx_sum *sum)
{
	u64_stats_update_begin(&rx->stats.syncp);
	rx->stats.packets += sum->packets;
	rx->stats.bytes += sum->bytes;
	rx->stats.csum_good += sum->csum_good;
	rx->stats.csum_bad += sum->csum_bad;
	rx->stats.errors += sum->errors;
	rx->stats.multicast += sum->multicast;
	u64_stats_update_end(&rx->stats.syncp);
	if (rx->qv->dp->received)
		rx->qv->dp->received(rx->qv->dp, sum->packets, sum->bytes);
}

/**
 * vtc_rx_poll() - receive up to a budget of frames
 * @rx: ring
 * @budget: frames
 *
 * Context: NAPI.
 * Return: frames taken, or @budget when there is more to do or the ring could
 * not be refilled and must be tried again.
 */
int vtc_rx_poll(struct vtc_rx_ring *rx, int budget)
{
	netdev_features_t features = rx->qv->napi.dev->features;
	struct vtc_rx_sum sum = {};
	u32 start = rx->ntc;
	int done;

	if (rx->xdp)
		done = vtc_rx_programmed(rx, budget, features, &sum);
	else
		done = vtc_rx_frames(rx, budget, features, &sum);
	if (done)
		vtc_rx_account(rx, &sum);
	rx->burst += rx->ntc - start;
	rx->depth = vtc_rx_deepen(rx->depth, rx->burst, rx->size);
	if (done < budget)
		rx->burst = 0;
	return vtc_rx_refill(rx) ? done : budget;
}

/* Only a program may have the chip read what it has written */
static struct page_pool *vtc_rx_pool(const struct vtc_hw *hw, u32 size,
				     struct net_device *netdev, bool xdp)
{
	struct page_pool_params params = {
		.flags = PP_FLAG_DMA_MAP | PP_FLAG_DMA_SYNC_DEV |
			 KC_PP_FLAG_PAGE_FRAG,
		.order = VTC_RX_ORDER,
		.pool_size = size,
		.nid = dev_to_node(hw->dev),
		.dev = hw->dev,
		.dma_dir = xdp ? DMA_BIDIRECTIONAL : DMA_FROM_DEVICE,
		.max_len = PAGE_SIZE << VTC_RX_ORDER,
	};

	kc_page_pool_owner(&params, netdev);
	return page_pool_create(&params);
}

/**
 * vtc_rx_alloc() - memory of a receive ring, buffers included
 * @rx: ring, zeroed but for the fields its owner sets
 * @hw: function
 * @size: descriptors, a power of two
 * @netdev: whose frames it will take
 * @prog: where the XDP program is to be found, NULL for a ring without
 *
 * Context: sleeps.
 * Return: 0 or a negative errno; nothing is kept on failure.
 */
int vtc_rx_alloc(struct vtc_rx_ring *rx, const struct vtc_hw *hw, u32 size,
		 struct net_device *netdev, struct bpf_prog **prog)
{
	int err = -ENOMEM;

	u64_stats_init(&rx->stats.syncp);
	rx->hw = hw;
	rx->size = size;
	rx->mask = size - 1;
	/* A program's drop leaves the buffer in its slot: each slot has one */
	rx->depth = prog ? size - 1 : min_t(u32, size - 1, VTC_RX_DEPTH);
	rx->buf = vcalloc(size, sizeof(*rx->buf));
	if (!rx->buf)
		return -ENOMEM;
	rx->desc = dma_alloc_coherent(hw->dev, size * sizeof(*rx->desc),
				      &rx->desc_dma, GFP_KERNEL);
	if (!rx->desc)
		goto free_buf;
	rx->pool = vtc_rx_pool(hw, size, netdev, prog);
	if (IS_ERR(rx->pool)) {
		err = PTR_ERR(rx->pool);
		goto free_desc;
	}
	if (prog)
		err = vtc_xdp_alloc(rx, prog);
	if (!prog || !err)
		err = vtc_rx_fill(rx) ? 0 : -ENOMEM;
	if (err)
		vtc_rx_free(rx);
	return err;

free_desc:
	dma_free_coherent(hw->dev, size * sizeof(*rx->desc), rx->desc,
			  rx->desc_dma);
	rx->desc = NULL;
free_buf:
	vfree(rx->buf);
	rx->buf = NULL;
	return err;
}

/**
 * vtc_rx_free() - give the memory of a stopped ring back
 * @rx: ring; one that was never allocated is fine
 *
 * Context: sleeps.
 */
void vtc_rx_free(struct vtc_rx_ring *rx)
{
	u32 i;

	if (!rx->desc)
		return;
	for (i = 0; i < rx->size; i++)
		if (rx->buf[i].va)
			vtc_rx_put(rx->pool, rx->buf[i].va, false);
	for (; rx->parts; rx->parts--)
		vtc_rx_put(rx->pool, rx->part.va, false);
	vtc_xdp_free(rx);
	page_pool_destroy(rx->pool);
	dma_free_coherent(rx->hw->dev, rx->size * sizeof(*rx->desc), rx->desc,
			  rx->desc_dma);
	vfree(rx->buf);
	rx->desc = NULL;
	rx->buf = NULL;
}

/**
 * vtc_rx_start() - tell the chip about a filled ring and let it run
 * @rx: ring as vtc_rx_alloc() left it
 *
 * Context: any; NAPI is stopped.
 */
void vtc_rx_start(struct vtc_rx_ring *rx)
{
	const struct vtc_hw *hw = rx->hw;
	u32 srrctl;

	kc_page_pool_polled_by(rx->pool, &rx->qv->napi);
	rx->at_start = true;
	rx->tail = hw->bar + rx->reg + VTC_RING_TAIL;
	srrctl = FIELD_PREP(VTC_SRRCTL_BSIZEPKT_KIB, VTC_RX_DATA_KIB) |
		 FIELD_PREP(VTC_SRRCTL_DESCTYPE, VTC_SRRCTL_DESCTYPE_ONEBUF);
	if (rx->drop_en)
		srrctl |= VTC_SRRCTL_DROP_EN;

	vtc_wr(hw, rx->reg + VTC_RING_DCTL, 0);
	vtc_wr(hw, rx->reg + VTC_RING_BAL, lower_32_bits(rx->desc_dma));
	vtc_wr(hw, rx->reg + VTC_RING_BAH, upper_32_bits(rx->desc_dma));
	vtc_wr(hw, rx->reg + VTC_RING_LEN, rx->size * sizeof(*rx->desc));
	vtc_wr(hw, rx->reg + VTC_RING_SRRCTL, srrctl);
	vtc_wr(hw, rx->reg + VTC_RING_HEAD, 0);
	vtc_wr(hw, rx->reg + VTC_RING_TAIL, 0);
	vtc_wr(hw, rx->reg + VTC_RING_DCTL,
	       VTC_DCTL_ENABLE | FIELD_PREP(VTC_DCTL_PTHRESH, 8) |
	       FIELD_PREP(VTC_DCTL_HTHRESH, 8) |
	       FIELD_PREP(VTC_DCTL_WTHRESH, VTC_RX_WTHRESH));
	/* The tail counts only once the queue is enabled */
	vtc_hw_poll(hw, rx->reg + VTC_RING_DCTL, VTC_DCTL_ENABLE,
		    VTC_DCTL_ENABLE, 100, VTC_RX_DISABLE_US);
	writel(rx->ntu & rx->mask, rx->tail);
}

/**
 * vtc_rx_stop() - take a ring from the chip
 * @rx: ring; NAPI is stopped
 *
 * The ring is not restarted: its memory goes with vtc_rx_free().
 *
 * Context: sleeps, 10 ms at most.
 */
void vtc_rx_stop(struct vtc_rx_ring *rx)
{
	vtc_wr(rx->hw, rx->reg + VTC_RING_DCTL, 0);
	vtc_hw_poll(rx->hw, rx->reg + VTC_RING_DCTL, VTC_DCTL_ENABLE, 0, 100,
		    VTC_RX_DISABLE_US);
	local_bh_disable();
	vtc_rx_lose(rx);
	local_bh_enable();
}
