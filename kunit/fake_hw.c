// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands in for register access and sleep when VTC_FAKE_HW is defined.
 */
#include <linux/bug.h>
#include "fake_hw.h"

static struct vtc_fake_clock *vtc_fake_clock;
static unsigned int vtc_fake_left = VTC_FAKE_STAYS;
static unsigned int vtc_fake_after;
static unsigned int vtc_fake_off;

void vtc_fake_bind(struct vtc_hw *hw, struct vtc_fake *fake)
{
	hw->bar = (u8 __iomem *)fake;
}

/*
 * The device vanishes: after so many accesses from now on reads give ~0.
 * VTC_FAKE_STAYS: it does not.  Counting begins anew with each call.
 */
void vtc_fake_vanish(unsigned int accesses)
{
	vtc_fake_left = accesses;
	vtc_fake_after = 0;
	vtc_fake_off = 0;
}

/* Cases run one after the other; NULL at the end of each that set one */
void vtc_fake_set_clock(struct vtc_fake_clock *clock)
{
	vtc_fake_clock = clock;
	vtc_fake_vanish(VTC_FAKE_STAYS);
}

static struct vtc_fake *vtc_fake_of(const struct vtc_hw *hw)
{
	return (struct vtc_fake __force *)hw->bar;
}

/* Accesses to a device that was not there any more */
unsigned int vtc_fake_in_vain(void)
{
	return vtc_fake_after;
}

/* Accesses although it was known that there is no device */
unsigned int vtc_fake_while_off(void)
{
	return vtc_fake_off;
}

static bool vtc_fake_gone(const struct vtc_hw *hw)
{
	if (vtc_hw_is_off(hw))
		vtc_fake_off++;
	if (vtc_fake_left == VTC_FAKE_STAYS)
		return false;
	if (!vtc_fake_left) {
		vtc_fake_after++;
		return true;
	}
	vtc_fake_left--;
	return false;
}

u32 vtc_hw_read(const struct vtc_hw *hw, u32 reg)
{
	struct vtc_fake *fake = vtc_fake_of(hw);

	if (!vtc_hw_has(hw, reg)) {
		fake->strays++;
		return 0;
	}
	if (vtc_fake_gone(hw))
		return ~0u;
	return fake->rd(fake, reg);
}

void vtc_hw_write(const struct vtc_hw *hw, u32 reg, u32 val)
{
	struct vtc_fake *fake = vtc_fake_of(hw);

	if (!vtc_hw_has(hw, reg)) {
		fake->strays++;
		return;
	}
	if (vtc_fake_gone(hw))
		return;
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
