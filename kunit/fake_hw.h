/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A function without a device: register accesses go to a test's model, and
 * sleeping moves a clock of ours, so that a wait of a second takes no time.
 */
#ifndef VTC_FAKE_HW_H
#define VTC_FAKE_HW_H

#include <linux/limits.h>
#include "../common/hw.h"

/**
 * struct vtc_fake - a model behind a struct vtc_hw
 * @rd: read a register
 * @wr: write a register
 * @strays: accesses to registers that the function does not have
 */
struct vtc_fake {
	u32 (*rd)(struct vtc_fake *fake, u32 reg);
	void (*wr)(struct vtc_fake *fake, u32 reg, u32 val);
	unsigned int strays;
};

/**
 * struct vtc_fake_clock - the time in a test
 * @now_us: microseconds slept
 * @slept: called after each sleep, NULL: nothing happens meanwhile
 */
struct vtc_fake_clock {
	u64 now_us;
	void (*slept)(struct vtc_fake_clock *clock);
};

void vtc_fake_bind(struct vtc_hw *hw, struct vtc_fake *fake);
void vtc_fake_set_clock(struct vtc_fake_clock *clock);

#define VTC_FAKE_STAYS	UINT_MAX
void vtc_fake_vanish(unsigned int accesses);
unsigned int vtc_fake_in_vain(void);
unsigned int vtc_fake_while_off(void);

#endif /* VTC_FAKE_HW_H */
