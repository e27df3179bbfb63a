// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for registers, and noticing that there are none any more.
 *
 * Every wait in both drivers that is not a mailbox wait is here, and every
 * one has a bound.
 */
#include <linux/errno.h>
#include "hw.h"
#include "regs_82576.h"

/**
 * vtc_hw_doubt() - a register read as all ones: is anybody there
 * @hw: function
 *
 * That is what a read gives that nobody answers, and STATUS never has.
 *
 * Context: any.
 */
void vtc_hw_doubt(const struct vtc_hw *hw)
{
	if (vtc_hw_is_off(hw) || vtc_hw_read(hw, VTC_STATUS) != ~0u)
		return;
	/* The caller may only read registers; that they are gone is another matter */
	vtc_hw_set_off((struct vtc_hw *)hw);
	dev_err_ratelimited(hw->dev, "the device does not answer any more\n");
}

/**
 * vtc_hw_set_off() - touch no register from here on
 * @hw: function
 *
 * Accesses that other processors have begun may still be under way.
 *
 * Context: any.
 */
void vtc_hw_set_off(struct vtc_hw *hw)
{
	WRITE_ONCE(hw->off, true);
}

/**
 * vtc_hw_set_on() - the registers are back, if they are
 * @hw: function
 *
 * Context: any.
 * Return: true if the device answers.
 */
bool vtc_hw_set_on(struct vtc_hw *hw)
{
	WRITE_ONCE(hw->off, vtc_hw_read(hw, VTC_STATUS) == ~0u);
	return !hw->off;
}

/**
 * vtc_hw_poll() - wait until a register shows a value
 * @hw: function
 * @reg: register
 * @mask: bits that count
 * @want: their value to wait for
 * @step_us: pause between two reads, microseconds
 * @timeout_us: give up after about this long, microseconds
 *
 * Context: sleeps.
 * Return: 0, -ETIMEDOUT, or -ENODEV: there is no device any more.
 */
int vtc_hw_poll(const struct vtc_hw *hw, u32 reg, u32 mask, u32 want,
		unsigned int step_us, unsigned int timeout_us)
{
	unsigned int waited;

	for (waited = 0; waited <= timeout_us; waited += step_us) {
		u32 val = vtc_rd(hw, reg);

		if (vtc_hw_is_off(hw))
			return -ENODEV;
		if ((val & mask) == want)
			return 0;
		vtc_sleep_us(step_us);
	}
	return -ETIMEDOUT;
}
