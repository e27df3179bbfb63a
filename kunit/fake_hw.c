// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands in for register access and sleep when VTC_FAKE_HW is defined.
 */
#include <linux/bug.h>
#include "fake_hw.h"

static struct vtc_fake_clock *vtc_fake_clock;

void vtc_fake_bind(struct vtc_hw *hw, struct vtc_fake *fake)
{
	hw->bar = (u8 __iomem *)fake;
}

/* Cases run one after the other; NULL at the end of each that set one */
void vtc_fake_set_clock(struct vtc_fake_clock *clock)
{
	vtc_fake_clock = clock;
}

static struct vtc_fake *vtc_fake_of(const struct vtc_hw *hw)
{
	return (struct vtc_fake __force *)hw->bar;
}

u32 vtc_rd(const struct vtc_hw *hw, u32 reg)
{
	struct vtc_fake *fake = vtc_fake_of(hw);

	if (!vtc_hw_has(hw, reg)) {
		fake->strays++;
		return 0;
	}
	return fake->rd(fake, reg);
}

void vtc_wr(const struct vtc_hw *hw, u32 reg, u32 val)
{
	struct vtc_fake *fake = vtc_fake_of(hw);

	if (!vtc_hw_has(hw, reg)) {
		fake->strays++;
		return;
	}
	fake->wr(fake, reg, val);
}

void vtc_sleep_us(unsigned int us)
{
	if (WARN_ON(!vtc_fake_clock))
		return;
	vtc_fake_clock->now_us += us;
	if (vtc_fake_clock->slept)
		vtc_fake_clock->slept(vtc_fake_clock);
}
