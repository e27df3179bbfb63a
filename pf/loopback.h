/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Loopback test: frames from transmit to receive within the MAC.
 *
 * Owns nothing for longer than a call.  Uses queue pair 0 with rings of its
 * own, without interrupts or the stack.
 */
#ifndef VTC_LOOPBACK_H
#define VTC_LOOPBACK_H

struct vtc_gen;
struct vtc_hw;

int vtc_loopback_run(const struct vtc_hw *hw, const struct vtc_gen *gen);

#endif /* VTC_LOOPBACK_H */
