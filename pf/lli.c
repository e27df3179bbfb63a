// SPDX-License-Identifier: GPL-2.0-only
/*
 * Immediate interrupts.  Datasheet 7.3.4, 8.10.
 *
 * No emulated 82576 has these filters.
 */
#include <linux/swab.h>
#include "lli.h"
#include "regs_82576.h"

/* One filter for each condition, so that any of them is enough */
enum {
	VTC_LLI_PORT,
	VTC_LLI_PUSH,
	VTC_LLI_SIZE,
};

/* A filter without IM_EN does nothing, whatever else it says */
static void vtc_lli_write_filter(const struct vtc_hw *hw, unsigned int n,
				 bool on, u32 imir, u32 ext)
{
	vtc_wr(hw, VTC_IMIR(n), 0);
	if (!on)
		return;
	/*
	 * Neither address nor protocol is compared, nor a queue chosen.  The
	 * 82575 cannot do that anyway.
	 */
	if (vtc_hw_has(hw, VTC_FTQF(n)))
		vtc_wr(hw, VTC_FTQF(n), VTC_FTQF_MASK | VTC_FTQF_VF_BP);
	vtc_wr(hw, VTC_IMIREXT(n), ext);
	vtc_wr(hw, VTC_IMIR(n), imir | VTC_IMIR_IM_EN);
}

/**
 * vtc_lli_write() - tell the chip which frames interrupt at once
 * @hw: the PF, with MSI or MSI-X; after a reset
 * @lli: which
 *
 * Context: any.
 */
void vtc_lli_write(const struct vtc_hw *hw, const struct vtc_lli *lli)
{
	/* The chip compares the port as it is on the wire */
	vtc_lli_write_filter(hw, VTC_LLI_PORT, lli->port,
			     FIELD_PREP(VTC_IMIR_PORT, swab16(lli->port)),
			     VTC_IMIREXT_SIZE_BP | VTC_IMIREXT_CTRL_BP);
	vtc_lli_write_filter(hw, VTC_LLI_PUSH, lli->push, VTC_IMIR_PORT_BP,
			     VTC_IMIREXT_SIZE_BP | VTC_IMIREXT_CTRL_PSH);
	vtc_lli_write_filter(hw, VTC_LLI_SIZE, lli->size, VTC_IMIR_PORT_BP,
			     FIELD_PREP(VTC_IMIREXT_SIZE, lli->size) |
			     VTC_IMIREXT_CTRL_BP);
	/* Priority of a VLAN tag is no reason */
	vtc_wr(hw, VTC_IMIRVP, 0);
}
