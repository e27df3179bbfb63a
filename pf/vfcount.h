/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one VF has received and sent, from the chip's counters of it.
 *
 * Owns the PF's view of a VF's counters, and the arithmetic that makes sums of
 * 64 bits of them.  When they are read, and under which lock, is stats.c's.
 */
#ifndef VTC_VFCOUNT_H
#define VTC_VFCOUNT_H

#include <linux/types.h>
#include "hw.h"

enum vtc_vfcount_reg {
	VTC_VFCOUNT_RX_PACKETS,
	VTC_VFCOUNT_TX_PACKETS,
	VTC_VFCOUNT_RX_BYTES,
	VTC_VFCOUNT_TX_BYTES,
	VTC_VFCOUNT_MULTICAST,
	VTC_VFCOUNT_N
};

/**
 * struct vtc_vfcount - counters of one VF since it came into being
 * @sum: by enum vtc_vfcount_reg
 * @dropped: frames for which its rings had no room
 * @last: what the registers held when they were last read
 */
struct vtc_vfcount {
	u64 sum[VTC_VFCOUNT_N];
	u64 dropped;
	u32 last[VTC_VFCOUNT_N];
};

void vtc_vfcount_read(const struct vtc_hw *hw, unsigned int vf, u32 *now);
void vtc_vfcount_add(struct vtc_vfcount *c, const u32 *now, bool was_reset);
void vtc_vfcount_rebase(struct vtc_vfcount *c, const u32 *now);
void vtc_vfcount_start(struct vtc_vfcount *c, const u32 *now);

#endif /* VTC_VFCOUNT_H */
