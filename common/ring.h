/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Descriptor rings: what one queue pair owns in memory, and its arithmetic.
 *
 * Sizes are powers of two and the two indices of a ring run freely, so that
 * "used" is one subtraction.  One slot stays empty: head == tail means empty
 * to the hardware.  NAPI owns the receive ring and the consumer side of the
 * transmit ring; the transmit queue's lock owns the producer side.
 */
#ifndef VTC_RING_H
#define VTC_RING_H

#include <linux/types.h>

#define VTC_RING_MIN		64
#define VTC_RING_MAX		4096
#define VTC_RING_DEFAULT	256

/* Entries in use, for free-running indices */
static inline u32 vtc_ring_used(u32 produced, u32 consumed)
{
	return produced - consumed;
}

/* Entries that may still be produced */
static inline u32 vtc_ring_free(u32 size, u32 produced, u32 consumed)
{
	return size - 1 - (produced - consumed);
}

/*
 * Entries the hardware has finished, given the head it reported.  A head that
 * no ring of this size can have counts as "nothing new".
 */
static inline u32 vtc_ring_done(u32 size, u32 produced, u32 consumed, u32 head)
{
	u32 done = (head - consumed) & (size - 1);

	if (head >= size || done > vtc_ring_used(produced, consumed))
		return 0;
	return done;
}

#ifndef VTC_RING_INDEX_ONLY
#include <linux/cache.h>
#include <linux/netdevice.h>
#include <linux/u64_stats_sync.h>
#include "kcompat.h"
#include "desc.h"
#include "hw.h"

struct vtc_qvec;

/*
 * Receive buffers are fragments of order-1 pages from a page_pool: three to
 * the 8 KiB.  The hardware may write 2 KiB into each whatever the length
 * limits say, so no limit that somebody else programs (a VF's is the PF's to
 * set) can make it write past its buffer.  Headroom and the skb's trailer fit
 * around the 2 KiB, so every MTU uses this one layout.
 */
#define VTC_RX_HEADROOM		256
#define VTC_RX_DATA_KIB		2
#define VTC_RX_DATA		(VTC_RX_DATA_KIB * 1024)
#define VTC_RX_TRUESIZE		2688
#define VTC_RX_ORDER		1
#define VTC_RX_BATCH		32	/* buffers posted per doorbell */

#define VTC_TX_BATCH_RS		16	/* completion at least every so many frames */
/* Linear part, fragments, context, and the rounding of very long pieces */
#define VTC_TX_WORST		(MAX_SKB_FRAGS + 6)

/**
 * struct vtc_tx_stats - counters of a transmit ring
 * @packets: segments after TSO, completed
 * @bytes: bytes of them
 * @drops: frames that could not be mapped or parsed
 * @stops: times the queue was stopped because the ring was full
 * @syncp: guards the consumer's two
 * @send_syncp: guards the producer's two
 */
struct vtc_tx_stats {
	u64 packets;
	u64 bytes;
	struct u64_stats_sync syncp;
	u64 drops;
	u64 stops;
	struct u64_stats_sync send_syncp;
};

/**
 * struct vtc_rx_stats - counters of a receive ring
 * @packets: frames handed to the stack
 * @bytes: bytes of them
 * @csum_good: frames whose checksum the chip verified
 * @csum_bad: frames it found wrong
 * @errors: frames dropped for a receive error
 * @no_buf: times memory for a buffer was refused
 * @multicast: frames to a group
 * @syncp: for readers on 32-bit machines
 */
struct vtc_rx_stats {
	u64 packets;
	u64 bytes;
	u64 csum_good;
	u64 csum_bad;
	u64 errors;
	u64 no_buf;
	u64 multicast;
	struct u64_stats_sync syncp;
};

/**
 * struct vtc_tx_buf - what to undo for one transmit descriptor
 * @skb: the frame, on its first descriptor
 * @dma: mapping, if @len
 * @len: mapped bytes
 * @page: mapped as a page, not as a buffer
 * @last: ring index of the frame's last descriptor, on its first one
 * @bytes: bytes on the wire, on the first descriptor
 * @segs: frames on the wire, on the first descriptor
 */
struct vtc_tx_buf {
	struct sk_buff *skb;
	dma_addr_t dma;
	u32 len;
	u32 bytes;
	u16 segs;
	u16 last;
	bool page;
};

struct vtc_tx_ring {
	union vtc_tx_desc *desc;
	struct vtc_tx_buf *buf;
	u32 mask;
	/* producer, under the txq lock */
	u32 ntu ____cacheline_aligned_in_smp;
	u32 ctx_key[4];		/* context descriptor the hardware remembers */
	bool ctx_valid;
	u8 since_rs;		/* frames since the last completion request */
	bool kick_due;		/* a doorbell was put off */
	u8 __iomem *tail;
	/* consumer, under NAPI */
	u32 ntc ____cacheline_aligned_in_smp;
	const __le32 *head;	/* written by the hardware */
	struct netdev_queue *txq;
	struct vtc_tx_stats stats;
	/* set once */
	const struct vtc_hw *hw;
	u32 reg;
	u32 size;
	u16 index;
	dma_addr_t desc_dma;
	dma_addr_t head_dma;
};

struct vtc_rx_buf {
	struct page *page;
	u32 offset;
};

struct vtc_rx_ring {
	union vtc_rx_desc *desc;
	struct vtc_rx_buf *buf;
	struct page_pool *pool;
	struct sk_buff *skb;	/* a frame whose last piece has not come yet */
	bool at_start;		/* the next buffer begins a frame */
	u32 mask;
	u32 ntu;
	u32 ntc;
	u8 __iomem *tail;
	struct vtc_rx_stats stats;
	/* set once */
	struct vtc_qvec *qv;
	const struct vtc_hw *hw;
	u32 reg;
	u32 size;
	u16 index;
	bool drop_en;
	const unsigned long *vlans; /* tags to show; NULL: all */
	dma_addr_t desc_dma;
};

/* ring.c */
u32 vtc_ring_size(u32 wanted);

/* tx.c */
int vtc_tx_alloc(struct vtc_tx_ring *tx, const struct vtc_hw *hw, u32 size);
void vtc_tx_free(struct vtc_tx_ring *tx);
void vtc_tx_start(struct vtc_tx_ring *tx);
void vtc_tx_stop(struct vtc_tx_ring *tx);
bool vtc_tx_clean(struct vtc_tx_ring *tx, int budget);
netdev_tx_t vtc_tx_xmit(struct vtc_tx_ring *tx, struct sk_buff *skb);

/* rx.c */
int vtc_rx_alloc(struct vtc_rx_ring *rx, const struct vtc_hw *hw, u32 size,
		 struct napi_struct *napi);
void vtc_rx_free(struct vtc_rx_ring *rx);
void vtc_rx_start(struct vtc_rx_ring *rx);
void vtc_rx_stop(struct vtc_rx_ring *rx);
int vtc_rx_poll(struct vtc_rx_ring *rx, int budget);

#endif /* VTC_RING_INDEX_ONLY */
#endif /* VTC_RING_H */
