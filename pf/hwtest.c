// SPDX-License-Identifier: GPL-2.0-only
/*
 * Register and interrupt tests of the chip.
 *
 * Owns the list of registers that take any value without an effect while the
 * receiver and all queues are off, as far as all chips have them.
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "gen.h"
#include "hw.h"
#include "hwtest.h"
#include "regs_82576.h"

#define BASE_LOW		GENMASK(31, 7)
#define RING_LEN		GENMASK(19, 7)
#define ALL			GENMASK(31, 0)
#define LOW16			GENMASK(15, 0)

/* Much longer than any moderation */
#define IRQ_WAIT_US		(50 * USEC_PER_MSEC)

static const struct vtc_gen_run vtc_hwtest_runs[] = {
	{ VTC_FCAL, 1, 4, ALL },
	{ VTC_FCAH, 1, 4, LOW16 },
	{ VTC_FCT, 1, 4, LOW16 },
	{ VTC_FCTTV, 1, 4, LOW16 },
	{ VTC_FCRTH, 1, 4, GENMASK(15, 4) },
	{ VTC_RSSRK(0), 10, 4, ALL },
	{ VTC_RAL(0), 16, 8, ALL },
	{ VTC_RAH(0), 16, 8, VTC_RAH_ADDR },
	{ VTC_MTA(0), VTC_MTA_REGS, 4, ALL },
	{ VTC_VFTA(0), VTC_VFTA_REGS, 4, ALL },
};

/* The same for receive and transmit */
static const struct vtc_gen_run vtc_hwtest_ring[] = {
	{ VTC_RING_BAL, 1, 4, BASE_LOW },
	{ VTC_RING_BAH, 1, 4, ALL },
	{ VTC_RING_LEN, 1, 4, RING_LEN },
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

static u32 vtc_hwtest_each(const struct vtc_hw *hw, u32 base,
			   const struct vtc_gen_run *runs, unsigned int n)
{
	unsigned int r, i;

	for (r = 0; r < n; r++) {
		u32 reg = base + runs[r].first;

		for (i = 0; i < runs[r].count; i++, reg += runs[r].stride)
			if (!vtc_hwtest_holds(hw, reg, runs[r].mask))
				return reg;
	}
	return 0;
}

static u32 vtc_hwtest_rings(const struct vtc_hw *hw, const struct vtc_gen *gen)
{
	unsigned int q;
	u32 bad = 0;

	for (q = 0; q < vtc_gen_queues(gen) && !bad; q++) {
		bad = vtc_hwtest_each(hw, gen->rx_ring(q), vtc_hwtest_ring,
				      ARRAY_SIZE(vtc_hwtest_ring));
		if (!bad)
			bad = vtc_hwtest_each(hw, gen->tx_ring(q),
					      vtc_hwtest_ring,
					      ARRAY_SIZE(vtc_hwtest_ring));
	}
	return bad;
}

/**
 * vtc_hwtest_registers() - do registers keep what is written to them
 * @hw: registers of the function, fresh from a reset; needs another one
 * @gen: its generation
 *
 * Context: any.
 * Return: 0, or the offset of the first register that does not.
 */
u32 vtc_hwtest_registers(const struct vtc_hw *hw, const struct vtc_gen *gen)
{
	u32 bad;

	bad = vtc_hwtest_each(hw, 0, vtc_hwtest_runs,
			      ARRAY_SIZE(vtc_hwtest_runs));
	if (!bad)
		bad = vtc_hwtest_each(hw, 0, gen->test, gen->n_test);
	return bad ? bad : vtc_hwtest_rings(hw, gen);
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
 * vtc_hwtest_fire() - raise causes of MSI-X vectors by software, unmasked
 * @hw: registers of the function
 * @causes: bits of EICR
 *
 * Context: any.
 */
void vtc_hwtest_fire(const struct vtc_hw *hw, u32 causes)
{
	vtc_wr(hw, VTC_EIMS, causes);
	vtc_wr(hw, VTC_EICS, causes);
	vtc_flush(hw);
}
