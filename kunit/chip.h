/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The switch of an 82576 as a register file and a reader of it: where a frame
 * goes, pool and queue, by what the registers hold.
 *
 * Shares nothing with the driver but the register offsets, so that both being
 * wrong in the same way takes two mistakes.
 */
#ifndef VTC_CHIP_H
#define VTC_CHIP_H

#include <linux/types.h>

#define VTC_CHIP_BYTES	0x10000
#define VTC_CHIP_WIRE	0xff	/* sender */
#define VTC_CHIP_UNTAGGED	0xffff
#define VTC_CHIP_NO_HASH	(-1)	/* of a frame that is none of the kinds hashed */

/**
 * struct vtc_chip - the registers
 * @reg: by offset / 4
 * @pf_pool: who gets the frames when the chip has no pools
 * @match_needs_vfre: a match in a pool that does not receive counts as none.
 *	The datasheet leaves this open: tests try both
 */
struct vtc_chip {
	u32 reg[VTC_CHIP_BYTES / 4];
	u8 pf_pool;
	bool match_needs_vfre;
};

struct vtc_chip_verdict {
	u8 pools;
	bool wire;
};

void vtc_chip_write(struct vtc_chip *chip, u32 offset, u32 val);
u32 vtc_chip_read(const struct vtc_chip *chip, u32 offset);
struct vtc_chip_verdict vtc_chip_forward(const struct vtc_chip *chip, u8 from,
					 const u8 *dst, u16 vid);
unsigned int vtc_chip_queue(const struct vtc_chip *chip, unsigned int pool,
			    int hash);

#endif /* VTC_CHIP_H */
