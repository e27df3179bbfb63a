/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Register dump for "ethtool -d".
 *
 * Owns the list of what may be read without an effect, and nothing else.
 */
#ifndef VTC_REGDUMP_H
#define VTC_REGDUMP_H

#include <linux/types.h>

struct vtc_gen;
struct vtc_hw;

#define VTC_REGDUMP_VERSION	1

size_t vtc_regdump_len(const struct vtc_gen *gen);
void vtc_regdump(const struct vtc_hw *hw, const struct vtc_gen *gen, u32 *out);

#endif /* VTC_REGDUMP_H */
