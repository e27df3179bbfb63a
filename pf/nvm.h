/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The non-volatile memory: words, checksum, MAC address, version strings.
 *
 * Owns EECD and EERD.  Reads only: nothing in this driver writes the NVM.
 */
#ifndef VTC_NVM_H
#define VTC_NVM_H

#include <linux/types.h>

struct vtc_hw;
struct vtc_swfw;

/**
 * struct vtc_nvm - one port's view of the NVM, constant after vtc_nvm_init()
 * @hw: registers of the function
 * @swfw: semaphores of the function
 * @words: size in 16-bit words
 * @version: image version as "ethtool -i" prints it
 */
struct vtc_nvm {
	const struct vtc_hw *hw;
	const struct vtc_swfw *swfw;
	u32 words;
	char version[32];
};

/* Long enough for every part number and its NUL */
#define VTC_NVM_PBA_LEN		24

int vtc_nvm_init(struct vtc_nvm *nvm, const struct vtc_hw *hw,
		 const struct vtc_swfw *swfw);
int vtc_nvm_read(const struct vtc_nvm *nvm, u32 first, u32 n, u16 *out);
int vtc_nvm_checksum(const struct vtc_nvm *nvm);
int vtc_nvm_mac(const struct vtc_nvm *nvm, unsigned int port, u8 *mac);
int vtc_nvm_pba(const struct vtc_nvm *nvm, char *buf, size_t len);

#endif /* VTC_NVM_H */
