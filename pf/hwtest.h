/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Register and interrupt tests of the chip.
 *
 * Owns the list of registers that take any value without an effect.  While a
 * test runs the chip is its own: whoever calls it resets the chip afterwards.
 */
#ifndef VTC_HWTEST_H
#define VTC_HWTEST_H

#include <linux/types.h>

struct vtc_gen;
struct vtc_hw;

u32 vtc_hwtest_registers(const struct vtc_hw *hw, const struct vtc_gen *gen);
int vtc_hwtest_other_irq(const struct vtc_hw *hw);
void vtc_hwtest_fire(const struct vtc_hw *hw, u32 causes);

#endif /* VTC_HWTEST_H */
