/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * "ethtool -t": which tests there are and in what order.
 *
 * Owns the sequence and the state of the port around it.
 */
#ifndef VTC_SELFTEST_H
#define VTC_SELFTEST_H

#include <linux/types.h>

struct vtc_pf;

/* Places in the results */
enum vtc_selftest {
	VTC_SELFTEST_REGISTERS,
	VTC_SELFTEST_NVM,
	VTC_SELFTEST_IRQ,
	VTC_SELFTEST_LOOPBACK,
	VTC_SELFTEST_LINK,
	VTC_SELFTEST_N
};

extern const char * const vtc_selftest_names[VTC_SELFTEST_N];

bool vtc_selftest_run(struct vtc_pf *pf, bool offline, u64 *results);

#endif /* VTC_SELFTEST_H */
