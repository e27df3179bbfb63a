// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF's counters (datasheet 8.18, 8.27): 32 bits, not cleared by reading, and
 * they wrap.  The octets need half a minute for that at full rate, so a reading
 * every few seconds loses nothing.
 */
#include <linux/string.h>
#include "regs_82576.h"
#include "vfcount.h"

/**
 * vtc_vfcount_read() - what a VF's registers hold
 * @hw: the PF, reachable
 * @vf: index
 * @now: VTC_VFCOUNT_N values
 *
 * Context: any.
 */
void vtc_vfcount_read(const struct vtc_hw *hw, unsigned int vf, u32 *now)
{
	now[VTC_VFCOUNT_RX_PACKETS] = vtc_rd(hw, VTC_PVFGPRC(vf));
	now[VTC_VFCOUNT_TX_PACKETS] = vtc_rd(hw, VTC_PVFGPTC(vf));
	now[VTC_VFCOUNT_RX_BYTES] = vtc_rd(hw, VTC_PVFGORC(vf));
	now[VTC_VFCOUNT_TX_BYTES] = vtc_rd(hw, VTC_PVFGOTC(vf));
	now[VTC_VFCOUNT_MULTICAST] = vtc_rd(hw, VTC_PVFMPRC(vf));
}

/* Lower than before means wrapped, or set to zero by a reset in between */
static u32 vtc_vfcount_delta(u32 last, u32 now, bool was_reset)
{
	return was_reset && now < last ? now : now - last;
}

/**
 * vtc_vfcount_add() - add what was counted since the last reading
 * @c: counters
 * @now: what the registers hold
 * @was_reset: the VF was reset since then, which may have cleared them
 *
 * Context: the caller's lock serialises.
 */
void vtc_vfcount_add(struct vtc_vfcount *c, const u32 *now, bool was_reset)
{
	unsigned int i;

	for (i = 0; i < VTC_VFCOUNT_N; i++)
		c->sum[i] += vtc_vfcount_delta(c->last[i], now[i], was_reset);
	vtc_vfcount_rebase(c, now);
}

/**
 * vtc_vfcount_rebase() - go on from what the registers hold, counting nothing
 * @c: counters
 * @now: what the registers hold
 *
 * Context: the caller's lock serialises.
 */
void vtc_vfcount_rebase(struct vtc_vfcount *c, const u32 *now)
{
	memcpy(c->last, now, sizeof(c->last));
}

/**
 * vtc_vfcount_start() - begin at zero
 * @c: counters
 * @now: what the registers hold
 *
 * Context: the caller's lock serialises.
 */
void vtc_vfcount_start(struct vtc_vfcount *c, const u32 *now)
{
	memset(c, 0, sizeof(*c));
	vtc_vfcount_rebase(c, now);
}
