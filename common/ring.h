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

#include <linux/cache.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/types.h>
#include <linux/u64_stats_sync.h>
#include "desc.h"
#include "hw.h"
#include "kcompat.h"
#include "offload.h"

#define VTC_RING_MIN		64
#define VTC_RING_MAX		4096
#define VTC_RX_RING_DEFAULT	1024
#define VTC_TX_RING_DEFAULT	256

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

/*
 * What a transmit element sends, kept in the low bits of the pointer to it:
 * everything it can point to is aligned to 8 bytes or more.
 */
enum vtc_tx_kind {
	VTC_TX_SKB,
	VTC_TX_XDP,	/* an XDP frame, mapped for this ring */
	VTC_TX_XDP_OWN,	/* an XDP frame in a buffer of this pair's receive ring */
	VTC_TX_COPY,	/* nothing: the frame was copied */
	VTC_TX_BUF,	/* a buffer of this pair's receive ring with a frame in it */
};

#define VTC_TX_KIND_MASK	7ul

static inline unsigned long vtc_tx_tag(const void *what, enum vtc_tx_kind kind)
{
	return (unsigned long)what | kind;
}

static inline enum vtc_tx_kind vtc_tx_kind(unsigned long tagged)
{
	return tagged & VTC_TX_KIND_MASK;
}

static inline void *vtc_tx_what(unsigned long tagged)
{
	return (void *)(tagged & ~VTC_TX_KIND_MASK);
}

static inline bool vtc_tx_is_xdp(unsigned long tagged)
{
	enum vtc_tx_kind kind = vtc_tx_kind(tagged);

	return kind == VTC_TX_XDP || kind == VTC_TX_XDP_OWN || kind == VTC_TX_BUF;
}

#define VTC_TX_MIN_FRAME	17	/* shorter ones the chip may not take */
#define VTC_TX_SMALL		256	/* frames up to here are copied */

/* Is a frame of so many bytes copied */
static inline bool vtc_tx_is_small(u32 len)
{
	return len <= VTC_TX_SMALL;
}

/* Where the copy for a free-running index is */
static inline u32 vtc_tx_slot(u32 mask, u32 i)
{
	return (i & mask) * VTC_TX_SMALL;
}

#define VTC_RX_DEPTH		160	/* buffers a receive ring begins with */

/*
 * How many buffers are to be posted, now that so many were used in one go: with
 * more than half of them used a longer burst could find none.
 */
static inline u32 vtc_rx_deepen(u32 depth, u32 burst, u32 size)
{
	if (burst <= depth / 2)
		return depth;
	return 2 * depth < size - 1 ? 2 * depth : size - 1;
}

/*
 * Completions are asked for at least every so many frames: each may take two
 * descriptors, and of the shortest ring half is to be left for programs' frames.
 */
static inline u32 vtc_tx_rs_every(u32 size)
{
	if (size < 128)
		return size / 8;
	return size / 4 < 64 ? size / 4 : 64;
}

/*
 * Is a completion asked for with a frame, the since-th without?  What was copied
 * waits for none; somebody waits if one of the others was not copied.  A queue
 * that is stopped has to hear, too, and the ring must not fill up.
 */
static inline bool vtc_tx_asks(bool waited_for, bool doorbell, bool stopped,
			       u32 since, u32 every)
{
	return stopped || since >= every || (doorbell && waited_for);
}

struct bpf_prog;
struct vtc_qvec;
struct vtc_xdp;
struct xdp_frame;

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
#define VTC_RX_PARTS		3	/* buffers in a page of that order */
#define VTC_RX_BATCH		32	/* buffers posted per doorbell */

/* Linear part, fragments, context, and the rounding of very long pieces */
#define VTC_TX_WORST		(MAX_SKB_FRAGS + 6)

/**
 * struct vtc_tx_stats - counters of a transmit ring
 * @packets: segments after TSO, completed
 * @bytes: bytes of them
 * @copied: those of @packets and @bytes that were copied count here, when sent
 * @copied_bytes: bytes of them
 * @drops: frames that could not be mapped or parsed, XDP frames without room
 * @stops: times the queue was stopped because the ring was full
 * @syncp: guards the consumer's two
 * @send_syncp: guards the producer's four
 */
struct vtc_tx_stats {
	u64 packets;
	u64 bytes;
	struct u64_stats_sync syncp;
	u64 copied;
	u64 copied_bytes;
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
 * @xdp_drops: frames an XDP program dropped
 * @xdp_tx: frames it sent back
 * @xdp_redirects: frames it sent elsewhere
 * @xdp_errors: frames lost because it failed, or what it asked for did
 * @syncp: for readers on 32-bit machines
 *
 * Frames that a program dropped or sent are received frames nonetheless.
 */
struct vtc_rx_stats {
	u64 packets;
	u64 bytes;
	u64 csum_good;
	u64 csum_bad;
	u64 errors;
	u64 no_buf;
	u64 multicast;
	u64 xdp_drops;
	u64 xdp_tx;
	u64 xdp_redirects;
	u64 xdp_errors;
	struct u64_stats_sync syncp;
};

/**
 * struct vtc_tx_buf - what to undo for one transmit descriptor
 * @what: the frame and its kind, on its first descriptor; see vtc_tx_tag()
 * @dma: mapping, if there is one
 * @len: bytes of it; 0: there is none
 * @last: ring index of the frame's last descriptor, on its first one
 * @bytes: bytes on the wire, on the first descriptor
 * @segs: frames on the wire, on the first descriptor
 */
struct vtc_tx_buf {
	unsigned long what;
	dma_addr_t dma;
	u32 len;
	u32 bytes;
	u16 segs;
	u16 last;
};

/**
 * struct vtc_tx_echo - a frame to send in buffers of the pair's receive ring
 * @what: the first of them and the kind, VTC_TX_BUF or VTC_TX_XDP_OWN
 * @dma: where the chip finds its first byte
 * @len: bytes from there on
 */
struct vtc_tx_echo {
	unsigned long what;
	dma_addr_t dma;
	u32 len;
};

struct vtc_tx_ring {
	union vtc_tx_desc *desc;
	struct vtc_tx_buf *buf;
	u32 mask;
	u8 *small;		/* slots for small frames; NULL: none */
	dma_addr_t small_dma;
	/* producer, under the txq lock */
	u32 ntu ____cacheline_aligned_in_smp;
	u32 room;		/* free descriptors, at least */
	u32 ctx_key[4];		/* context descriptor the hardware remembers */
	u32 context;		/* where it does, as in a data descriptor */
	bool ctx_valid;
	u8 since_rs;		/* frames since the last completion request */
	u8 rs_every;		/* highest value of that */
	bool waited_for;	/* one of them was not copied */
	bool kick_due;		/* a doorbell was put off */
	u8 __iomem *tail;
	struct vtc_offload off;	/* of the frame in hand */
	/* consumer, under NAPI */
	u32 ntc ____cacheline_aligned_in_smp;
	const __le32 *head;	/* written by the hardware */
	struct netdev_queue *txq;
	struct page_pool *pool;	/* of the pair's receive ring */
	struct vtc_tx_stats stats;
	/* set once */
	const struct vtc_hw *hw;
	u32 reg;
	u32 size;
	u16 index;
	dma_addr_t desc_dma;
	dma_addr_t head_dma;
};

/**
 * struct vtc_rx_buf - a slot of the receive ring
 * @va: its buffer, headroom included; NULL: the frame in it has taken it along
 * @dma: where in it the chip writes
 */
struct vtc_rx_buf {
	void *va;
	dma_addr_t dma;
};

struct vtc_rx_ring {
	union vtc_rx_desc *desc;
	struct vtc_rx_buf *buf;
	struct page_pool *pool;
	struct vtc_rx_buf part;	/* of a page, the next to be posted */
	u32 parts;		/* how many of it are left */
	bool whole;		/* every slot has a buffer and is described */
	u32 depth;		/* buffers to keep posted; grows with the bursts */
	u32 burst;		/* buffers used since it was last found empty */
	struct sk_buff *skb;	/* a frame whose last piece has not come yet */
	bool at_start;		/* the next buffer begins a frame */
	struct vtc_xdp *xdp;	/* NULL: made without a program */
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
	struct net_device *upper; /* whose frames these are */
	dma_addr_t desc_dma;
};

/*
 * A VF in a port VLAN gets that VLAN's tag reported, too: it is the PF's
 * business and not that of the stack or a program.
 */
static inline bool vtc_rx_shows_tag(const struct vtc_rx_ring *rx, u16 tag)
{
	return !rx->vlans || test_bit(tag & VLAN_VID_MASK, rx->vlans);
}

/* ring.c */
u32 vtc_ring_size(u32 wanted);

/* txring.c */
int vtc_tx_alloc(struct vtc_tx_ring *tx, const struct vtc_hw *hw, u32 size);
void vtc_tx_free(struct vtc_tx_ring *tx);
void vtc_tx_start(struct vtc_tx_ring *tx);
void vtc_tx_stop(struct vtc_tx_ring *tx);
bool vtc_tx_is_through(const struct vtc_tx_ring *tx);
bool vtc_tx_clean(struct vtc_tx_ring *tx, int budget);

/* tx.c */
netdev_tx_t vtc_tx_xmit(struct vtc_tx_ring *tx, struct sk_buff *skb);
int vtc_tx_xdp(struct vtc_tx_ring *tx, struct xdp_frame **frames, int n);
int vtc_tx_xdp_echo(struct vtc_tx_ring *tx, const struct vtc_tx_echo *frames, int n);

/* rx.c */
int vtc_rx_alloc(struct vtc_rx_ring *rx, const struct vtc_hw *hw, u32 size,
		 struct net_device *netdev, struct bpf_prog **prog);
void vtc_rx_free(struct vtc_rx_ring *rx);
void vtc_rx_start(struct vtc_rx_ring *rx);
void vtc_rx_stop(struct vtc_rx_ring *rx);
int vtc_rx_poll(struct vtc_rx_ring *rx, int budget);

#endif /* VTC_RING_H */
