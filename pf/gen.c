// SPDX-License-Identifier: GPL-2.0-only
/*
 * What generations have in common: the reset of the MAC.
 */
#include <linux/errno.h>
#include "gen.h"
#include "regs_82576.h"

#define VTC_GEN_MASTER_US	80000
#define VTC_GEN_QUIET_US	10000
#define VTC_GEN_AUTO_RD_US	10000

/* Datasheet 4.2.1.6: no DMA may be going on when the MAC is reset */
static void vtc_gen_quiesce(const struct vtc_hw *hw)
{
	vtc_wr(hw, VTC_IMC, ~0u);
	vtc_wr(hw, VTC_EIMC, ~0u);
	vtc_wr(hw, VTC_RCTL, 0);
	vtc_wr(hw, VTC_TCTL, VTC_TCTL_PSP);
	vtc_wr(hw, VTC_CTRL, vtc_rd(hw, VTC_CTRL) | VTC_CTRL_MASTER_DISABLE);
	/* Too long a wait is no reason to leave the chip running */
	vtc_hw_poll(hw, VTC_STATUS, VTC_STATUS_MASTER_ACTIVE, 0, 100,
		    VTC_GEN_MASTER_US);
	vtc_sleep_us(VTC_GEN_QUIET_US);
}

/**
 * vtc_gen_reset() - the reset of every generation so far
 * @hw: the PF; no ring is running
 *
 * Context: sleeps, 0.2 s at most.
 * Return: 0, or -ETIMEDOUT: the chip does not come back.
 */
int vtc_gen_reset(const struct vtc_hw *hw)
{
	int err;

	vtc_gen_quiesce(hw);
	vtc_wr(hw, VTC_CTRL, vtc_rd(hw, VTC_CTRL) | VTC_CTRL_RST);
	vtc_sleep_us(1000);
	err = vtc_hw_poll(hw, VTC_CTRL, VTC_CTRL_RST, 0, 100,
			  VTC_GEN_AUTO_RD_US);
	if (err)
		return err;
	/*
	 * The NVM is read again on its own.  Not every device says when that
	 * is over (an emulated one never does), so this is only a pause.
	 */
	vtc_hw_poll(hw, VTC_EECD, VTC_EECD_AUTO_RD, VTC_EECD_AUTO_RD, 1000,
		    VTC_GEN_AUTO_RD_US);
	vtc_wr(hw, VTC_IMC, ~0u);
	vtc_wr(hw, VTC_EIMC, ~0u);
	vtc_rd(hw, VTC_ICR);
	return 0;
}
