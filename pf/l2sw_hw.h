/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The registers of the embedded switch.
 *
 * Owns every register that the image describes: while the port works nobody
 * else writes them, and nobody reads them.  The self-test does, which ends with a
 * reset, and the register dump reads.
 */
#ifndef VTC_L2SW_HW_H
#define VTC_L2SW_HW_H

#include "hw.h"
#include "swimg.h"

/**
 * struct vtc_l2sw_hw - the writer of the switch registers
 * @sink: where the planner sends its writes (kept first: the planner hands it
 *	back)
 * @hw: function
 * @ops: how this chip's switch looks
 * @shadow: what the registers hold
 * @next: image under construction
 * @writes: register writes so far
 * @generation: commits so far
 */
struct vtc_l2sw_hw {
	struct vtc_swimg_sink sink;
	const struct vtc_hw *hw;
	const struct vtc_swimg_ops *ops;
	struct vtc_swimg_shadow *shadow;
	struct vtc_swimg *next;
	u64 writes;
	u32 generation;
};

int vtc_l2sw_hw_init(struct vtc_l2sw_hw *s, const struct vtc_hw *hw,
		     const struct vtc_swimg_ops *ops);
void vtc_l2sw_hw_exit(struct vtc_l2sw_hw *s);
void vtc_l2sw_hw_commit(struct vtc_l2sw_hw *s, const struct vtc_l2sw *sw);
void vtc_l2sw_hw_forget(struct vtc_l2sw_hw *s);
void vtc_l2sw_hw_forget_vf(struct vtc_l2sw_hw *s, unsigned int vf);

#endif /* VTC_L2SW_HW_H */
