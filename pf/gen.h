/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hardware generation as one const table.
 *
 * A new chip adds a gen_<chip>.c and an l2sw_<chip>.c and edits no other.
 * Nothing else in the driver asks which chip it is on.
 */
#ifndef VTC_GEN_H
#define VTC_GEN_H

#include <linux/netdev_features.h>
#include <linux/types.h>
#include "hw.h"
#include "poolplan.h"
#include "swimg.h"

/**
 * struct vtc_gen_run - registers at even distances
 * @first: the first one's offset
 * @count: how many
 * @stride: from one to the next
 * @mask: bits that can be written and read
 */
struct vtc_gen_run {
	u32 first;
	u16 count;
	u16 stride;
	u32 mask;
};

/**
 * struct vtc_gen - one generation
 * @name: for logs
 * @sw: its switch: table sizes, register image
 * @chip: pools, queues, vectors, and whether there are VFs and so mailboxes
 * @spans: all registers it has of those that other files know, @n_spans of
 *	them; none: all of them
 * @n_spans: see @spans
 * @dump: registers of its own for a register dump (regdump.c)
 * @n_dump: runs of them
 * @test: registers of its own for the register test (hwtest.c)
 * @n_test: runs of them
 * @other: EICR bits of everything but queues
 * @rss_shift: where a queue's number goes in an entry of RETA
 * @pool_rss_shift: the same while there are pools
 * @lacks: features of a netdev that others have and this one has not
 * @queue: hardware queue i of a pool
 * @rx_ring: register block of receive queue q
 * @tx_ring: register block of transmit queue q
 * @tx_context: place of queue q's context, as in a data descriptor
 * @rx_buffer: bytes of the receive packet buffer
 * @reset: put the MAC into its reset state; sleeps; -ETIMEDOUT or 0
 * @setup: what has one value for good after a reset
 * @setup_msix: MSI-X mode, and vector @vec for everything but queues
 * @own_causes: EICR bits that are the PF's when it has vectors 0..@vectors-1
 * @eitr: EITR value for a spacing in microseconds, VTC_RX_USECS_MAX at most
 * @route: wire queue q to vector @vec; says which EICR bits that are
 * @unroute: take the vectors of a pool's queues out again
 * @set_rate: limit a queue to its share of @mbps, of which each of @queues has
 *	the same, at a link of @speed Mb/s; 0: no limit.  NULL: it has none
 */
struct vtc_gen {
	const char *name;
	const struct vtc_swimg_ops *sw;
	struct vtc_poolplan_chip chip;
	const struct vtc_hw_span *spans;
	unsigned int n_spans;
	const struct vtc_gen_run *dump;
	unsigned int n_dump;
	const struct vtc_gen_run *test;
	unsigned int n_test;
	u32 other;
	u8 rss_shift;
	u8 pool_rss_shift;
	netdev_features_t lacks;

	unsigned int (*queue)(unsigned int pool, unsigned int i);
	u32 (*rx_ring)(unsigned int q);
	u32 (*tx_ring)(unsigned int q);
	u32 (*tx_context)(unsigned int q);
	u32 (*rx_buffer)(const struct vtc_hw *hw);
	int (*reset)(const struct vtc_hw *hw);
	void (*setup)(const struct vtc_hw *hw);
	void (*setup_msix)(const struct vtc_hw *hw, unsigned int vec);
	u32 (*own_causes)(unsigned int vectors);
	u32 (*eitr)(u32 usecs);
	u32 (*route)(const struct vtc_hw *hw, unsigned int q, unsigned int vec);
	void (*unroute)(const struct vtc_hw *hw, unsigned int pool);
	void (*set_rate)(const struct vtc_hw *hw, unsigned int q, u32 mbps,
			 unsigned int queues, u32 speed);
};

/* Queues a chip has in either direction */
static inline unsigned int vtc_gen_queues(const struct vtc_gen *gen)
{
	return gen->chip.pools * gen->chip.pool_queues;
}

int vtc_gen_reset(const struct vtc_hw *hw);
u32 vtc_gen_rate_82576(u32 mbps, unsigned int queues, u32 speed);

extern const struct vtc_gen vtc_gen_82575;
extern const struct vtc_gen vtc_gen_82576;

#endif /* VTC_GEN_H */
