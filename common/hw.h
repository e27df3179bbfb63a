/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Access to a function's registers.
 *
 * Owns the mapped BAR and nothing else.  Every register access of both
 * drivers goes through these few functions, so that tests can put a model in
 * their place (VTC_FAKE_HW) and so that there is one spot that sees a device
 * vanish: from then on no access reaches the bus.  Who loops on a register's
 * value asks vtc_hw_is_off() as well.
 */
#ifndef VTC_HW_H
#define VTC_HW_H

#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/io.h>
#include <linux/types.h>

/**
 * struct vtc_hw_span - registers in a row
 * @first: offset of the first
 * @last: offset of the last
 */
struct vtc_hw_span {
	u32 first;
	u32 last;
};

/**
 * struct vtc_hw - one function of a card
 * @bar: mapped register BAR
 * @dev: the PCI device, for DMA and logs
 * @spans: all that it has, @n_spans of them, those used most first
 * @n_spans: 0: no access is checked
 * @off: its registers are not to be touched: it vanished, sleeps or is being
 *	reset
 */
struct vtc_hw {
	u8 __iomem *bar;
	struct device *dev;
	const struct vtc_hw_span *spans;
	unsigned int n_spans;
	bool off;
};

/* A VF has few registers of its family; what the others do is anybody's guess */
static inline bool vtc_hw_has(const struct vtc_hw *hw, u32 reg)
{
	unsigned int i;

	for (i = 0; i < hw->n_spans; i++)
		if (reg >= hw->spans[i].first && reg <= hw->spans[i].last)
			return true;
	return !hw->n_spans;
}

/* The bare accesses, for vtc_rd(), vtc_wr() and hw.c only */
#ifdef VTC_FAKE_HW
u32 vtc_hw_read(const struct vtc_hw *hw, u32 reg);
void vtc_hw_write(const struct vtc_hw *hw, u32 reg, u32 val);
void vtc_sleep_us(unsigned int us);
#else
static inline u32 vtc_hw_read(const struct vtc_hw *hw, u32 reg)
{
	if (WARN_ON_ONCE(!vtc_hw_has(hw, reg)))
		return 0;
	return readl(hw->bar + reg);
}

static inline void vtc_hw_write(const struct vtc_hw *hw, u32 reg, u32 val)
{
	if (WARN_ON_ONCE(!vtc_hw_has(hw, reg)))
		return;
	writel(val, hw->bar + reg);
}

/* Context: may sleep. */
static inline void vtc_sleep_us(unsigned int us)
{
	usleep_range(us, us + us / 2 + 10);
}
#endif

void vtc_hw_doubt(const struct vtc_hw *hw);
void vtc_hw_set_off(struct vtc_hw *hw);
bool vtc_hw_set_on(struct vtc_hw *hw);

/* Reads give ~0 from now on and writes go nowhere */
static inline bool vtc_hw_is_off(const struct vtc_hw *hw)
{
	return READ_ONCE(hw->off);
}

static inline u32 vtc_rd(const struct vtc_hw *hw, u32 reg)
{
	u32 val = ~0u;

	if (likely(!vtc_hw_is_off(hw)))
		val = vtc_hw_read(hw, reg);
	if (unlikely(val == ~0u))
		vtc_hw_doubt(hw);
	return val;
}

static inline void vtc_wr(const struct vtc_hw *hw, u32 reg, u32 val)
{
	if (likely(!vtc_hw_is_off(hw)))
		vtc_hw_write(hw, reg, val);
}

/* Push posted writes out to the device: any read does, STATUS has no effect */
static inline void vtc_flush(const struct vtc_hw *hw)
{
	vtc_rd(hw, 0x8);
}

static inline void vtc_rmw(const struct vtc_hw *hw, u32 reg, u32 clear, u32 set)
{
	vtc_wr(hw, reg, (vtc_rd(hw, reg) & ~clear) | set);
}

int vtc_hw_poll(const struct vtc_hw *hw, u32 reg, u32 mask, u32 want,
		unsigned int step_us, unsigned int timeout_us);

#endif /* VTC_HW_H */
