// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading the NVM through EERD (datasheet 6 and 8.4.2).
 *
 * Owns EECD and EERD.  Every wait is bounded and nothing is logged: the
 * caller knows whether a failure matters.
 */
#include <linux/bcd.h>
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/kernel.h>
#include <linux/minmax.h>

#include "hw.h"
#include "nvm.h"
#include "regs_82576.h"
#include "swfw.h"

/* Words of the image (datasheet 6.2 ff) */
#define NVM_MAC			0x00
#define NVM_VERSION		0x05
#define   NVM_VERSION_MAJOR	GENMASK(15, 12)
#define   NVM_VERSION_MINOR	GENMASK(11, 4)
#define   NVM_VERSION_BUILD	GENMASK(3, 0)
#define   NVM_VERSION_OLD_MINOR	GENMASK(7, 0)
#define   NVM_VERSION_NEW_STYLE	GENMASK(11, 8)
#define NVM_PBA			0x08
#define   NVM_PBA_IS_STRING	0xfafa
#define NVM_ALT_MAC_PTR		0x37
#define NVM_CHECKSUM		0x3f
#define   NVM_CHECKSUM_SUM	0xbaba
#define NVM_TRACK_LO		0x42
#define NVM_TRACK_HI		0x43
#define   NVM_TRACK_VALID	BIT(15)

#define MAC_WORDS		(ETH_ALEN / 2)

/* EECD.SIZE counts in powers of two from 64 words */
#define SIZE_BASE_SHIFT		6
#define SIZE_MAX_SHIFT		15

/* A word takes some 10 us.  Whoever else wants the NVM gets it between two
 * batches.
 */
#define WORD_STEP_US		10
#define WORD_TIMEOUT_US		(50 * USEC_PER_MSEC)
#define BATCH_WORDS		64

static int vtc_nvm_read_word(const struct vtc_hw *hw, u32 word, u16 *out)
{
	int err;

	vtc_wr(hw, VTC_EERD,
	       FIELD_PREP(VTC_EERD_ADDR, word) | VTC_EERD_START);
	err = vtc_hw_poll(hw, VTC_EERD, VTC_EERD_DONE, VTC_EERD_DONE,
			  WORD_STEP_US, WORD_TIMEOUT_US);
	if (err)
		return err;
	*out = FIELD_GET(VTC_EERD_DATA, vtc_rd(hw, VTC_EERD));
	return 0;
}

static int vtc_nvm_read_batch(const struct vtc_nvm *nvm, u32 first, u32 n,
			      u16 *out)
{
	int err;
	u32 i;

	err = vtc_swfw_get_nvm(nvm->swfw);
	if (err)
		return err;
	for (i = 0; i < n && !err; i++)
		err = vtc_nvm_read_word(nvm->hw, first + i, &out[i]);
	vtc_swfw_put_nvm(nvm->swfw);
	return err;
}

/**
 * vtc_nvm_read() - read consecutive words
 * @nvm: the NVM
 * @first: first word
 * @n: how many
 * @out: room for @n words, in CPU byte order
 *
 * Context: sleeps; may run next to itself.
 * Return: 0, -EINVAL outside the NVM, -ETIMEDOUT or -EBUSY.
 */
int vtc_nvm_read(const struct vtc_nvm *nvm, u32 first, u32 n, u16 *out)
{
	u32 batch;
	int err;

	if (first > nvm->words || n > nvm->words - first)
		return -EINVAL;
	for (; n; n -= batch, first += batch, out += batch) {
		batch = min_t(u32, n, BATCH_WORDS);
		err = vtc_nvm_read_batch(nvm, first, batch, out);
		if (err)
			return err;
	}
	return 0;
}

/**
 * vtc_nvm_checksum() - is the image sane
 * @nvm: the NVM
 *
 * Words 0 to 0x3f add up to 0xbaba.
 *
 * Context: sleeps.
 * Return: 0, -EIO when they do not, or an error of vtc_nvm_read().
 */
int vtc_nvm_checksum(const struct vtc_nvm *nvm)
{
	u16 image[NVM_CHECKSUM + 1];
	u16 sum = 0;
	int err;
	u32 i;

	err = vtc_nvm_read(nvm, 0, ARRAY_SIZE(image), image);
	if (err)
		return err;
	for (i = 0; i < ARRAY_SIZE(image); i++)
		sum += image[i];
	return sum == NVM_CHECKSUM_SUM ? 0 : -EIO;
}

static int vtc_nvm_read_mac(const struct vtc_nvm *nvm, u32 first, u8 *mac)
{
	u16 words[MAC_WORDS];
	int err;
	u32 i;

	err = vtc_nvm_read(nvm, first, MAC_WORDS, words);
	if (err)
		return err;
	for (i = 0; i < MAC_WORDS; i++) {
		mac[2 * i] = words[i] & 0xff;
		mac[2 * i + 1] = words[i] >> 8;
	}
	return is_valid_ether_addr(mac) ? 0 : -EADDRNOTAVAIL;
}

/* The factory address: the second port's differs in the last bit */
static int vtc_nvm_factory_mac(const struct vtc_nvm *nvm, unsigned int port,
			       u8 *mac)
{
	int err;

	err = vtc_nvm_read_mac(nvm, NVM_MAC, mac);
	if (!err)
		mac[ETH_ALEN - 1] ^= port & 1;
	return err;
}

/* An address the system's builder put over the factory's: a block with three
 * words for each port, often announced and left empty.
 */
static int vtc_nvm_alternate_mac(const struct vtc_nvm *nvm, unsigned int port,
				 u8 *mac)
{
	u16 block;
	int err;

	err = vtc_nvm_read(nvm, NVM_ALT_MAC_PTR, 1, &block);
	if (err)
		return err;
	if (!block || block == 0xffff)
		return -ENOENT;
	return vtc_nvm_read_mac(nvm, block + port * MAC_WORDS, mac);
}

/**
 * vtc_nvm_mac() - the permanent address of a port
 * @nvm: the NVM
 * @port: port number (struct vtc_swfw's)
 * @mac: room for ETH_ALEN bytes
 *
 * Context: sleeps.
 * Return: 0, -EADDRNOTAVAIL when there is no valid address, or an error of
 * vtc_nvm_read().
 */
int vtc_nvm_mac(const struct vtc_nvm *nvm, unsigned int port, u8 *mac)
{
	if (!vtc_nvm_alternate_mac(nvm, port, mac))
		return 0;
	return vtc_nvm_factory_mac(nvm, port, mac);
}

static int vtc_nvm_old_pba(const u16 *pba, char *buf, size_t len)
{
	snprintf(buf, len, "%04X%02X-%03X", pba[0], pba[1] >> 8,
		 pba[1] & 0xff);
	return 0;
}

/* @block: word with the block's length in words, itself included */
static int vtc_nvm_string_pba(const struct vtc_nvm *nvm, u32 block, char *buf,
			      size_t len)
{
	u16 words[(VTC_NVM_PBA_LEN - 1) / 2];
	u16 n;
	int err;
	u32 i;

	err = vtc_nvm_read(nvm, block, 1, &n);
	if (err)
		return err;
	if (n < 2 || n == 0xffff)
		return -ENOENT;
	n = min_t(u32, n - 1, min_t(u32, ARRAY_SIZE(words), (len - 1) / 2));
	err = vtc_nvm_read(nvm, block + 1, n, words);
	if (err)
		return err;
	for (i = 0; i < n; i++) {
		*buf++ = words[i] >> 8;
		*buf++ = words[i] & 0xff;
	}
	*buf = '\0';
	return 0;
}

/**
 * vtc_nvm_pba() - the board's part number
 * @nvm: the NVM
 * @buf: where to
 * @len: its size, VTC_NVM_PBA_LEN fits all
 *
 * Context: sleeps.
 * Return: 0, -ENOENT when the image has none, or an error of vtc_nvm_read().
 */
int vtc_nvm_pba(const struct vtc_nvm *nvm, char *buf, size_t len)
{
	u16 pba[2];
	int err;

	err = vtc_nvm_read(nvm, NVM_PBA, ARRAY_SIZE(pba), pba);
	if (err)
		return err;
	if (pba[0] == NVM_PBA_IS_STRING)
		return vtc_nvm_string_pba(nvm, pba[1], buf, len);
	return vtc_nvm_old_pba(pba, buf, len);
}

/* Images with a tracking number: major, minor in BCD, the number */
static void vtc_nvm_format_tracked(struct vtc_nvm *nvm, u16 version, u16 hi,
				   u16 lo)
{
	u8 minor;

	if (FIELD_GET(NVM_VERSION_NEW_STYLE, version))
		minor = FIELD_GET(NVM_VERSION_MINOR, version);
	else
		minor = FIELD_GET(NVM_VERSION_OLD_MINOR, version);
	snprintf(nvm->version, sizeof(nvm->version), "%lu.%u, 0x%04x%04x",
		 FIELD_GET(NVM_VERSION_MAJOR, version), bcd2bin(minor), hi,
		 lo);
}

/* Older images: major, minor, build */
static void vtc_nvm_format_plain(struct vtc_nvm *nvm, u16 version)
{
	snprintf(nvm->version, sizeof(nvm->version), "%lu.%lu.%lu",
		 FIELD_GET(NVM_VERSION_MAJOR, version),
		 FIELD_GET(NVM_VERSION_MINOR, version),
		 FIELD_GET(NVM_VERSION_BUILD, version));
}

static int vtc_nvm_read_version(struct vtc_nvm *nvm)
{
	u16 version, track[2];
	int err;

	err = vtc_nvm_read(nvm, NVM_VERSION, 1, &version);
	if (err)
		return err;
	err = vtc_nvm_read(nvm, NVM_TRACK_LO, ARRAY_SIZE(track), track);
	if (err)
		return err;
	if ((track[1] & GENMASK(15, 12)) == NVM_TRACK_VALID)
		vtc_nvm_format_tracked(nvm, version, track[1], track[0]);
	else
		vtc_nvm_format_plain(nvm, version);
	return 0;
}

/**
 * vtc_nvm_init() - find the NVM and read its version
 * @nvm: object to fill
 * @hw: registers of the function
 * @swfw: its semaphores, initialized
 *
 * Checks nothing but that words can be read: see vtc_nvm_checksum().
 *
 * Context: sleeps, at probe.
 * Return: 0, -ENODEV without an NVM, or an error of vtc_nvm_read().
 */
int vtc_nvm_init(struct vtc_nvm *nvm, const struct vtc_hw *hw,
		 const struct vtc_swfw *swfw)
{
	u32 eecd = vtc_rd(hw, VTC_EECD);
	u32 shift = FIELD_GET(VTC_EECD_SIZE, eecd) + SIZE_BASE_SHIFT;

	if (!(eecd & VTC_EECD_PRES))
		return -ENODEV;
	nvm->hw = hw;
	nvm->swfw = swfw;
	nvm->words = BIT(min_t(u32, shift, SIZE_MAX_SHIFT));
	return vtc_nvm_read_version(nvm);
}
