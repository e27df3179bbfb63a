/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The few registers of the MAC that concern the PF's queues as a whole: the
 * transmitter's switch, and how received frames are spread.
 */
#ifndef VTC_MAC_H
#define VTC_MAC_H

#include <linux/types.h>
#include "hw.h"

void vtc_mac_set_tx(const struct vtc_hw *hw, bool on);
void vtc_mac_write_rss(const struct vtc_hw *hw, const u8 *reta,
		       unsigned int shift, const u8 *key);

#endif /* VTC_MAC_H */
