/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Immediate interrupts ("low latency"): frames that do not wait for the end of
 * the interrupt spacing.
 *
 * Owns IMIR, IMIREXT and IMIRVP, and FTQF of the filters that it uses.
 */
#ifndef VTC_LLI_H
#define VTC_LLI_H

#include "hw.h"

/**
 * struct vtc_lli - which frames interrupt at once
 * @port: those to this port of TCP or UDP; 0: none
 * @size: those up to this length in bytes; 0: none
 * @push: those with TCP's PSH
 */
struct vtc_lli {
	u16 port;
	u16 size;
	bool push;
};

void vtc_lli_write(const struct vtc_hw *hw, const struct vtc_lli *lli);

#endif /* VTC_LLI_H */
