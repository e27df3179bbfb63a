/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The semaphores that share NVM and PHY with firmware and the other port.
 *
 * Owns SWSM and SW_FW_SYNC, whose every access is in swfw.c.  Nobody else may
 * even read SWSM: reading it takes the semaphore.  Must not know what the
 * resources are used for.
 */
#ifndef VTC_SWFW_H
#define VTC_SWFW_H

#include <linux/types.h>

struct vtc_hw;

/**
 * struct vtc_swfw - one function's door to the shared resources
 * @hw: registers of the function
 * @port: which port of the chip it is (STATUS.LAN_ID), for others to read
 */
struct vtc_swfw {
	const struct vtc_hw *hw;
	unsigned int port;
};

void vtc_swfw_init(struct vtc_swfw *swfw, const struct vtc_hw *hw);

int vtc_swfw_get_nvm(const struct vtc_swfw *swfw);
void vtc_swfw_put_nvm(const struct vtc_swfw *swfw);
int vtc_swfw_get_phy(const struct vtc_swfw *swfw);
void vtc_swfw_put_phy(const struct vtc_swfw *swfw);

#endif /* VTC_SWFW_H */
