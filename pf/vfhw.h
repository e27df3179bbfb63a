/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the PF's registers say about VFs, and their rings as the PF reaches
 * them.
 *
 * Owns MBVFICR, VFLRE, IOVCTL and, after a VF has been reset, its ring registers.
 * Decides nothing.
 */
#ifndef VTC_VFHW_H
#define VTC_VFHW_H

#include <linux/types.h>
#include "gen.h"
#include "hw.h"

/**
 * struct vtc_vfhw_causes - what happened since the last look, one bit a VF
 * @req: it has rung for a request
 * @ack: it has taken a message
 * @reset: it was reset
 */
struct vtc_vfhw_causes {
	u32 req;
	u32 ack;
	u32 reset;
};

void vtc_vfhw_latch(const struct vtc_hw *hw, u32 open, struct vtc_vfhw_causes *c);
u32 vtc_vfhw_spoofed(const struct vtc_hw *hw, const struct vtc_gen *gen);
u32 vtc_vfhw_requests(const struct vtc_hw *hw);
bool vtc_vfhw_take_reset(const struct vtc_hw *hw, unsigned int vf);
void vtc_vfhw_drop_ack(const struct vtc_hw *hw, unsigned int vf);
void vtc_vfhw_clear_rings(const struct vtc_hw *hw, const struct vtc_gen *gen,
			  unsigned int vf);
void vtc_vfhw_reuse_queues(const struct vtc_hw *hw, const struct vtc_gen *gen);
void vtc_vfhw_reset_done(const struct vtc_hw *hw, const struct vtc_gen *gen);

#endif /* VTC_VFHW_H */
