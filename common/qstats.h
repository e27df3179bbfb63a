/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The counters of a datapath as "ethtool -S" shows them, for both drivers.
 *
 * Owns their names and order.  Touches no register.
 */
#ifndef VTC_QSTATS_H
#define VTC_QSTATS_H

#include <linux/types.h>

struct vtc_dp;

unsigned int vtc_qstats_count(const struct vtc_dp *dp);
void vtc_qstats_strings(const struct vtc_dp *dp, u8 **p);
u64 *vtc_qstats_values(struct vtc_dp *dp, u64 *out);

#endif /* VTC_QSTATS_H */
