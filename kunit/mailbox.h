/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One VF's mailbox as the hardware has it, seen from both ends.
 *
 * By the datasheet (7.10.2.9.1): who holds the buffer, doorbells, and the bits
 * that reading clears.  Nobody may touch the buffer without holding it: such
 * fouls are counted.  Somebody else gets his turn whenever the end under test
 * sleeps or, if a case wants it, between any two of its accesses.
 */
#ifndef VTC_KUNIT_MAILBOX_H
#define VTC_KUNIT_MAILBOX_H

#include "fake_hw.h"
#include "kunit.h"
#include "../common/mbx.h"

#define MAILBOX_VF	2

/**
 * struct vtc_mailbox - the mailbox and what is around it
 * @vf: whose it is
 * @pf_side: registers of the PF
 * @vf_side: registers of the VF
 * @clock: time of the case
 * @pf_hw: to give to code of the PF
 * @vf_hw: to give to code of the VF
 * @mem: the buffer
 * @vfu: the VF holds it
 * @pfu: the PF holds it
 * @no_rvfu: the PF cannot take it from the VF, as with the emulated device
 * @v2p: PFSTS, PFACK, RSTI, RSTD as the VF will read them
 * @cause: MBVFICR
 * @vf_resets: times the VF has reset itself
 * @other: who gets his turn
 * @other_at_vf_access: between accesses of the VF
 * @other_at_pf_access: between accesses of the PF
 * @in_other: it is his turn
 * @rnd: for who needs it
 * @accesses: register accesses
 * @fouls: accesses to the buffer by one who did not hold it, or to registers
 *	that have no place here
 */
struct vtc_mailbox {
	unsigned int vf;
	struct vtc_fake pf_side;
	struct vtc_fake vf_side;
	struct vtc_fake_clock clock;
	struct vtc_hw pf_hw;
	struct vtc_hw vf_hw;

	u32 mem[VTC_MBX_WORDS];
	bool vfu;
	bool pfu;
	bool no_rvfu;
	u32 v2p;
	u32 cause;
	unsigned int vf_resets;

	void (*other)(struct vtc_mailbox *box);
	bool other_at_vf_access;
	bool other_at_pf_access;
	bool in_other;
	struct rnd_state rnd;

	unsigned int accesses;
	unsigned int fouls;
};

void vtc_mailbox_setup(struct vtc_mailbox *box, unsigned int vf);
void vtc_mailbox_init(struct vtc_mailbox *box);
void vtc_mailbox_exit(struct kunit *test);
void vtc_mailbox_v2p(struct vtc_mailbox *box, u32 val);
bool vtc_mailbox_has_request(const struct vtc_mailbox *box);
void vtc_mailbox_clear_request(struct vtc_mailbox *box);
bool vtc_mailbox_pf_saw_ack(struct vtc_mailbox *box);
void vtc_mailbox_fill(u32 *w, u32 first);

#endif /* VTC_KUNIT_MAILBOX_H */
