/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Generations of the VF: what differs between chips, as data.
 *
 * One const table for each; the other files read fields and never ask which
 * chip it is.  Another generation adds a table and an id in main.c.
 */
#ifndef VTC_VF_GEN_H
#define VTC_VF_GEN_H

#include <linux/types.h>

struct vtc_hw;
struct vtc_hw_span;

#define VTC_GEN_PAIRS	2

/**
 * struct vtc_gen_regs - offsets in the VF's BAR
 * @ctrl: control
 * @eims: lets vectors interrupt
 * @eimc: holds vectors back
 * @eiac: vectors whose cause clears by itself
 * @eiam: vectors that are held back by their own interrupt
 * @eicr: causes
 * @eitr: spacing of vector 0; the others follow
 * @ivar: vectors of queues: bytes rx 0, tx 0, rx 1, tx 1, then the next word
 * @ivar_misc: vector of the mailbox
 */
struct vtc_gen_regs {
	u32 ctrl;
	u32 eims;
	u32 eimc;
	u32 eiac;
	u32 eiam;
	u32 eicr;
	u32 eitr;
	u32 ivar;
	u32 ivar_misc;
};

/**
 * struct vtc_gen_link - what the VF sees of the port
 * @up: it has link
 * @speed: Mbit/s, if @up
 * @full: full duplex, if @up
 */
struct vtc_gen_link {
	bool up;
	unsigned int speed;
	bool full;
};

/**
 * struct vtc_gen - one generation
 * @name: of the chip
 * @bar: BAR with the registers
 * @pairs_max: queue pairs a VF has; the mailbox takes one vector more
 * @pairs: queue pairs used unless the user says otherwise
 * @regs: register offsets
 * @ctrl_rst: bit of @regs.ctrl that resets the VF
 * @ivar_valid: bit that makes a vector assignment count
 * @rx_ring: register blocks of receive rings
 * @tx_ring: register blocks of transmit rings
 * @spans: all registers that the driver may touch, those used most first
 * @n_spans: their number
 * @dump: offsets that "ethtool -d" shows
 * @n_dump: their number
 * @dump_rx: offsets within a receive ring's block, which come after these
 * @n_dump_rx: their number
 * @dump_tx: offsets within a transmit ring's block, which come last
 * @n_dump_tx: their number
 * @link: read the state of the port
 */
struct vtc_gen {
	const char *name;
	u8 bar;
	u8 pairs_max;
	u8 pairs;
	struct vtc_gen_regs regs;
	u32 ctrl_rst;
	u8 ivar_valid;
	u32 rx_ring[VTC_GEN_PAIRS];
	u32 tx_ring[VTC_GEN_PAIRS];
	const struct vtc_hw_span *spans;
	unsigned int n_spans;
	const u32 *dump;
	unsigned int n_dump;
	const u8 *dump_rx;
	unsigned int n_dump_rx;
	const u8 *dump_tx;
	unsigned int n_dump_tx;
	void (*link)(const struct vtc_hw *hw, struct vtc_gen_link *link);
};

extern const struct vtc_gen vtc_gen_82576_vf;

unsigned int vtc_gen_dump(const struct vtc_gen *gen, const struct vtc_hw *hw,
			  u32 *out);

#endif /* VTC_VF_GEN_H */
