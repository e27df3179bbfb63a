/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Queue vectors: one interrupt, one NAPI, one receive and one transmit ring.
 *
 * Owns the life of the rings: allocate a set (may fail, touches no hardware),
 * start it, stop it, free it.  PF and VF use the same; they differ in where
 * their rings' registers are and in how vectors are wired.
 *
 * A netdev can have further datapaths beside its own, each for a netdev on top
 * of it: they have transmit queues of the lower one behind its own, and what
 * they receive is the upper one's.
 */
#ifndef VTC_QVEC_H
#define VTC_QVEC_H

#include <linux/dim.h>
#include <linux/interrupt.h>
#include <linux/netdevice.h>
#include <linux/spinlock.h>
#include "ring.h"

#define VTC_MAX_PAIRS		8
#define VTC_MAX_TXQS		16	/* transmit queues of one netdev */
#define VTC_RX_USECS_DEFAULT	50
#define VTC_RX_USECS_MAX	2047	/* what EITR can hold */

/**
 * struct vtc_qvec - a vector and what it serves
 * @napi: its NAPI
 * @rx: receive ring while the datapath runs
 * @tx: transmit ring while the datapath runs
 * @hw: function
 * @dp: datapath it belongs to
 * @arm_reg: writing @arm to it lets the next interrupt come
 * @arm: see @arm_reg
 * @mask_reg: writing @arm to it holds interrupts back; 0: the chip masks by
 *	itself when it sends the interrupt
 * @dim: what net_dim knows of it; NAPI's, and its work's
 * @usecs: the spacing that net_dim and @rate have led to
 * @rate: frames a millisecond
 * @frames: frames when that was last looked at
 * @sampled: and the time
 * @events: interrupts served
 * @index: its number among the queue vectors
 * @vec: its interrupt vector, if the driver that fills it in knows it by that
 * @name: for /proc/interrupts
 */
struct vtc_qvec {
	struct napi_struct napi;
	struct vtc_rx_ring *rx;
	struct vtc_tx_ring *tx;
	const struct vtc_hw *hw;
	struct vtc_dp *dp;
	u32 arm_reg;
	u32 arm;
	u32 mask_reg;
	struct dim dim;
	u16 usecs;
	u32 rate;
	u32 frames;
	ktime_t sampled;
	u16 events;
	u16 index;
	u16 vec;
	char name[IFNAMSIZ + 16];
};

/**
 * struct vtc_ringset - the rings of one configuration
 * @n: pairs
 * @rx: @n receive rings
 * @tx: @n transmit rings
 */
struct vtc_ringset {
	u16 n;
	struct vtc_rx_ring *rx;
	struct vtc_tx_ring *tx;
};

/**
 * struct vtc_dp_totals - sums over all rings, 64 bits, never going back
 * @rx_packets: frames handed to the stack
 * @rx_bytes: bytes of them
 * @rx_errors: frames dropped for a receive error
 * @rx_no_buf: times memory for a buffer was refused
 * @rx_csum_good: frames whose checksum the chip verified
 * @rx_csum_bad: frames it found wrong
 * @multicast: frames to a group
 * @tx_packets: segments sent
 * @tx_bytes: bytes of them
 * @tx_drops: frames that could not be mapped or parsed
 * @tx_stops: times a queue was stopped because its ring was full
 */
struct vtc_dp_totals {
	u64 rx_packets;
	u64 rx_bytes;
	u64 rx_errors;
	u64 rx_no_buf;
	u64 rx_csum_good;
	u64 rx_csum_bad;
	u64 multicast;
	u64 tx_packets;
	u64 tx_bytes;
	u64 tx_drops;
	u64 tx_stops;
};

/**
 * struct vtc_dp - the datapath of one function, or of one pool of the PF
 * @netdev: the function's netdev
 * @upper: whose frames these are; @netdev, or one on top of it
 * @next: a further datapath of the same function, NULL behind the last; set
 *	before the netdev is registered
 * @first_txq: @netdev's transmit queue of pair 0
 * @received: tells @upper of frames it got, NULL if nobody wants to know; NAPI
 * @hw: its registers
 * @qv: vectors, @n_qv of them, there from probe to remove
 * @n_qv: see @qv
 * @tx: the ring of each transmit queue of @netdev, NULL if it has none now;
 *	changed under the queue's lock; of no use in a @next
 * @rings: the set that runs, NULL while down; changed under rtnl and @lock
 * @past: what rings that are gone had counted; under @lock
 * @lock: lets a reader of statistics see @rings and @past of one moment
 * @rx_size: wanted receive descriptors; under rtnl like the next ones
 * @tx_size: wanted transmit descriptors
 * @usecs: interrupt spacing, microseconds, unless @adaptive
 * @adaptive: net_dim chooses the spacing of each vector
 * @write_usecs: tells the chip the spacing of a vector; any context
 * @drop_en: a full receive ring drops instead of holding the port up
 * @prog: XDP program, NULL for none; changed under rtnl, read under RCU
 * @vlans: bitmap of VLANs whose tags the stack is shown, NULL for all
 * @rx_reg: register block of receive ring i
 * @tx_reg: register block of transmit ring i
 * @tx_context: place of its context in the chip, as in a data descriptor
 */
struct vtc_dp {
	struct vtc_tx_ring *tx[VTC_MAX_TXQS];
	struct net_device *netdev;
	struct net_device *upper;
	struct vtc_dp *next;
	u16 first_txq;
	void (*received)(struct vtc_dp *dp, u32 packets, u32 bytes);
	const struct vtc_hw *hw;
	struct vtc_qvec *qv[VTC_MAX_PAIRS];
	u16 n_qv;
	struct vtc_ringset *rings;
	struct vtc_dp_totals past;
	spinlock_t lock; /* @rings, @past */
	u32 rx_size;
	u32 tx_size;
	u32 usecs;
	bool adaptive;
	void (*write_usecs)(struct vtc_qvec *qv);
	bool drop_en;
	struct bpf_prog *prog;
	const unsigned long *vlans;
	u32 rx_reg[VTC_MAX_PAIRS];
	u32 tx_reg[VTC_MAX_PAIRS];
	u32 tx_context[VTC_MAX_PAIRS];
};

void vtc_dp_init(struct vtc_dp *dp, struct net_device *netdev,
		 const struct vtc_hw *hw);
void vtc_dp_chain(struct vtc_dp *own, struct vtc_dp *dp, unsigned int first_txq);
void vtc_dp_forget(struct vtc_dp *dp);
int vtc_dp_add_vectors(struct vtc_dp *dp, unsigned int n);
void vtc_dp_del_vectors(struct vtc_dp *dp);
struct vtc_ringset *vtc_dp_alloc(struct vtc_dp *dp, unsigned int n,
				 u32 rx_size, u32 tx_size);
void vtc_dp_free(struct vtc_ringset *set);
void vtc_dp_look(struct vtc_dp *dp);
void vtc_dp_start(struct vtc_dp *dp, struct vtc_ringset *set);
struct vtc_ringset *vtc_dp_stop(struct vtc_dp *dp);
void vtc_dp_open_queues(struct vtc_dp *dp);
void vtc_dp_close_queues(struct vtc_dp *dp);
void vtc_dp_totals(struct vtc_dp *dp, struct vtc_dp_totals *sum);
void vtc_dp_queue_totals(struct vtc_dp *dp, unsigned int txq,
			 struct vtc_dp_totals *sum);
void vtc_dp_base_totals(struct vtc_dp *dp, struct vtc_dp_totals *sum);
void vtc_dp_stats64(struct vtc_dp *dp, struct rtnl_link_stats64 *st);
void vtc_dp_set_adaptive(struct vtc_dp *dp, bool on);
u32 vtc_dp_eitr(u32 usecs);
u32 vtc_qvec_usecs(const struct vtc_qvec *qv);

irqreturn_t vtc_qvec_irq(int irq, void *data);
int vtc_qvec_request(struct vtc_qvec *qv, unsigned int irq);
void vtc_qvec_release(struct vtc_qvec *qv, unsigned int irq);

netdev_tx_t vtc_dp_drop(struct sk_buff *skb);

/* ndo_start_xmit, by the queue of the frame */
static inline netdev_tx_t vtc_dp_xmit(const struct vtc_dp *dp, struct sk_buff *skb)
{
	struct vtc_tx_ring *tx = dp->tx[skb_get_queue_mapping(skb)];

	return likely(tx) ? vtc_tx_xmit(tx, skb) : vtc_dp_drop(skb);
}

/* netdev.c of each driver: the datapath of a netdev */
struct vtc_dp *vtc_netdev_dp(struct net_device *netdev);

#endif /* VTC_QVEC_H */
