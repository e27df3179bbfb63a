/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hardware generation as one const table.
 *
 * A new chip adds a gen_<chip>.c and an l2sw_<chip>.c and edits neither.
 * Nothing else in the driver asks which chip it is on.
 */
#ifndef VTC_GEN_H
#define VTC_GEN_H

#include <linux/types.h>
#include "hw.h"
#include "poolplan.h"
#include "swimg.h"

/**
 * struct vtc_gen - one generation
 * @name: for logs
 * @sw: its switch: table sizes, register image
 * @chip: pools, queues, vectors
 * @pool_stride: hardware queue i of a pool is pool + i * @pool_stride
 * @rx_ring: register block of receive queue q
 * @tx_ring: register block of transmit queue q
 * @reset: put the MAC into its reset state; sleeps; -ETIMEDOUT or 0
 * @setup: what has one value for good after a reset
 * @route: wire queue q to vector @vec (irq.c)
 * @unroute_vf: take the vectors of a VF's queues out again
 * @set_rate: limit a queue to its share of @mbps, of which each of @queues has
 *	the same, at a link of @speed Mb/s; 0: no limit
 */
struct vtc_gen {
	const char *name;
	const struct vtc_swimg_ops *sw;
	struct vtc_poolplan_chip chip;
	u8 pool_stride;

	u32 (*rx_ring)(unsigned int q);
	u32 (*tx_ring)(unsigned int q);
	int (*reset)(const struct vtc_hw *hw);
	void (*setup)(const struct vtc_hw *hw);
	void (*route)(const struct vtc_hw *hw, unsigned int q, unsigned int vec);
	void (*unroute_vf)(const struct vtc_hw *hw, unsigned int vf);
	void (*set_rate)(const struct vtc_hw *hw, unsigned int q, u32 mbps,
			 unsigned int queues, u32 speed);
};

u32 vtc_gen_rate_82576(u32 mbps, unsigned int queues, u32 speed);

extern const struct vtc_gen vtc_gen_82576;

#endif /* VTC_GEN_H */
