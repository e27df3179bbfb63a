// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for registers.
 *
 * Every wait in both drivers that is not a mailbox wait is here, and every
 * one has a bound.
 */
#include <linux/errno.h>
#include "hw.h"

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
 * Return: 0, or -ETIMEDOUT.
 */
int vtc_hw_poll(const struct vtc_hw *hw, u32 reg, u32 mask, u32 want,
		unsigned int step_us, unsigned int timeout_us)
{
	unsigned int waited;

	for (waited = 0; waited <= timeout_us; waited += step_us) {
		if ((vtc_rd(hw, reg) & mask) == want)
			return 0;
		vtc_sleep_us(step_us);
	}
	return -ETIMEDOUT;
}
