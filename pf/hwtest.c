// SPDX-License-Identifier: GPL-2.0-only
/*
 * Register and interrupt tests of the chip.
 *
 * Owns the list of registers that take any value without an effect while the
 * receiver and all queues are off.
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "hw.h"
#include "hwtest.h"
#include "regs_82576.h"

#define RINGS			16
#define RING_STRIDE		(VTC_PF_RX_RING(1) - VTC_PF_RX_RING(0))
#define BASE_LOW		GENMASK(31, 7)
#define RING_LEN		GENMASK(19, 7)
#define ALL			GENMASK(31, 0)
#define LOW16			GENMASK(15, 0)

/* Much longer than any moderation */
#define IRQ_WAIT_US		(50 * USEC_PER_MSEC)

/**
 * struct vtc_hwtest_run - registers at even distances
 * @first: the first one's offset
 * @count: how many
 * @stride: from one to the next
 * @mask: bits that can be written and read
 */
struct vtc_hwtest_run {
	u32 first;
	u16 count;
	u16 stride;
	u32 mask;
};

static const struct vtc_hwtest_run vtc_hwtest_runs[] = {
	{ VTC_FCAL, 1, 4, ALL },
	{ VTC_FCAH, 1, 4, LOW16 },
	{ VTC_FCT, 1, 4, LOW16 },
	{ VTC_FCTTV, 1, 4, LOW16 },
	{ VTC_FCRTH, 1, 4, GENMASK(15, 4) },
	{ VTC_RETA(0), 32, 4, ALL },
	{ VTC_RSSRK(0), 10, 4, ALL },
	{ VTC_PF_RX_RING(0) + VTC_RING_BAL, RINGS, RING_STRIDE, BASE_LOW },
	{ VTC_PF_RX_RING(0) + VTC_RING_BAH, RINGS, RING_STRIDE, ALL },
	{ VTC_PF_RX_RING(0) + VTC_RING_LEN, RINGS, RING_STRIDE, RING_LEN },
	{ VTC_PF_TX_RING(0) + VTC_RING_BAL, RINGS, RING_STRIDE, BASE_LOW },
	{ VTC_PF_TX_RING(0) + VTC_RING_BAH, RINGS, RING_STRIDE, ALL },
	{ VTC_PF_TX_RING(0) + VTC_RING_LEN, RINGS, RING_STRIDE, RING_LEN },
	{ VTC_RAL(0), 16, 8, ALL },
	{ VTC_RAH(0), 16, 8, VTC_RAH_ADDR | VTC_RAH_POOLS },
	{ VTC_RAL_HIGH(16), 8, 8, ALL },
	{ VTC_RAH_HIGH(16), 8, 8, VTC_RAH_ADDR | VTC_RAH_POOLS },
	{ VTC_MTA(0), VTC_MTA_REGS, 4, ALL },
	{ VTC_VFTA(0), VTC_VFTA_REGS, 4, ALL },
	{ VTC_VLVF(0), 32, 4, VTC_VLVF_VID | VTC_VLVF_POOLS },
	{ VTC_VMVIR(0), 8, 4, VTC_VMVIR_TAG },
};

static bool vtc_hwtest_holds(const struct vtc_hw *hw, u32 reg, u32 mask)
{
	static const u32 patterns[] = { 0x5a5a5a5a, 0xa5a5a5a5, ALL, 0 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(patterns); i++) {
		vtc_wr(hw, reg, patterns[i] & mask);
		if ((vtc_rd(hw, reg) & mask) != (patterns[i] & mask))
			return false;
	}
	return true;
}

static u32 vtc_hwtest_run(const struct vtc_hw *hw,
			  const struct vtc_hwtest_run *run)
{
	u32 reg = run->first;
	u32 i;

	for (i = 0; i < run->count; i++, reg += run->stride)
		if (!vtc_hwtest_holds(hw, reg, run->mask))
			return reg;
	return 0;
}

/**
 * vtc_hwtest_registers() - do registers keep what is written to them
 * @hw: registers of the function, fresh from a reset; needs another one
 *
 * Context: any.
 * Return: 0, or the offset of the first register that does not.
 */
u32 vtc_hwtest_registers(const struct vtc_hw *hw)
{
	u32 bad = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(vtc_hwtest_runs) && !bad; i++)
		bad = vtc_hwtest_run(hw, &vtc_hwtest_runs[i]);
	return bad;
}

/**
 * vtc_hwtest_other_irq() - does the interrupt of the link and mailbox arrive
 * @hw: registers of the function, its interrupts set up and handled
 *
 * The handler reads, and so clears, the cause: one that is gone has been
 * handled.  That a cause can be set at all is tried first, with it masked.
 * The link change made up here is harmless.
 *
 * Context: sleeps.
 * Return: 0, -EIO when the cause cannot be set, -ETIMEDOUT when nobody came.
 */
int vtc_hwtest_other_irq(const struct vtc_hw *hw)
{
	vtc_wr(hw, VTC_IMC, VTC_ICR_LSC);
	vtc_wr(hw, VTC_ICS, VTC_ICR_LSC);
	if (!(vtc_rd(hw, VTC_ICR) & VTC_ICR_LSC))
		return -EIO;
	vtc_wr(hw, VTC_IMS, VTC_ICR_LSC);
	vtc_wr(hw, VTC_ICS, VTC_ICR_LSC);
	vtc_flush(hw);
	vtc_sleep_us(IRQ_WAIT_US);
	return vtc_rd(hw, VTC_ICR) & VTC_ICR_LSC ? -ETIMEDOUT : 0;
}

/**
 * vtc_hwtest_fire() - raise MSI-X vectors by software, unmasked
 * @hw: registers of the function
 * @vectors: one bit for each
 *
 * Context: any.
 */
void vtc_hwtest_fire(const struct vtc_hw *hw, u32 vectors)
{
	vtc_wr(hw, VTC_EIMS, vectors);
	vtc_wr(hw, VTC_EICS, vectors);
	vtc_flush(hw);
}
