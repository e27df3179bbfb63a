// SPDX-License-Identifier: GPL-2.0-only
/*
 * One VF's mailbox as the hardware has it.
 */
#include <linux/bitfield.h>
#include "mailbox.h"
#include "../common/regs_82576.h"

static struct vtc_mailbox *vtc_mailbox_of_pf(struct vtc_fake *fake)
{
	return container_of(fake, struct vtc_mailbox, pf_side);
}

static struct vtc_mailbox *vtc_mailbox_of_vf(struct vtc_fake *fake)
{
	return container_of(fake, struct vtc_mailbox, vf_side);
}

static void vtc_mailbox_other(struct vtc_mailbox *box)
{
	if (box->in_other || !box->other)
		return;
	box->in_other = true;
	box->other(box);
	box->in_other = false;
}

/* Word of the buffer that a register is, or NULL */
static u32 *vtc_mailbox_word(struct vtc_mailbox *box, u32 reg, u32 base)
{
	if (reg < base || reg >= base + 4 * VTC_MBX_WORDS)
		return NULL;
	return &box->mem[(reg - base) / 4];
}

static u32 vtc_mailbox_pf_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_mailbox *box = vtc_mailbox_of_pf(fake);
	u32 *word = vtc_mailbox_word(box, reg, VTC_VMBMEM(box->vf));

	box->accesses++;
	if (box->other_at_pf_access)
		vtc_mailbox_other(box);
	if (reg == VTC_P2VMAILBOX(box->vf))
		return (box->vfu ? VTC_P2V_VFU : 0) |
		       (box->pfu ? VTC_P2V_PFU : 0);
	if (reg == VTC_MBVFICR)
		return box->cause;
	box->fouls += !word || !box->pfu;
	return word ? *word : 0;
}

static void vtc_mailbox_p2v(struct vtc_mailbox *box, u32 val)
{
	box->v2p |= val & VTC_P2V_STS ? VTC_V2P_PFSTS : 0;
	box->v2p |= val & VTC_P2V_ACK ? VTC_V2P_PFACK : 0;
	if (val & VTC_P2V_RVFU && !box->no_rvfu)
		box->vfu = false;
	box->pfu = val & VTC_P2V_PFU && !box->vfu;
}

static void vtc_mailbox_pf_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_mailbox *box = vtc_mailbox_of_pf(fake);
	u32 *word = vtc_mailbox_word(box, reg, VTC_VMBMEM(box->vf));

	box->accesses++;
	if (box->other_at_pf_access)
		vtc_mailbox_other(box);
	if (reg == VTC_P2VMAILBOX(box->vf)) {
		vtc_mailbox_p2v(box, val);
		return;
	}
	if (reg == VTC_MBVFICR) {
		box->cause &= ~val;
		return;
	}
	box->fouls += !word || !box->pfu;
	if (word)
		*word = val;
}

static u32 vtc_mailbox_vf_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_mailbox *box = vtc_mailbox_of_vf(fake);
	u32 *word = vtc_mailbox_word(box, reg, VTC_VMBMEM(0));
	u32 val;

	box->accesses++;
	if (box->other_at_vf_access)
		vtc_mailbox_other(box);
	if (reg == VTC_V2PMAILBOX) {
		val = box->v2p | (box->vfu ? VTC_V2P_VFU : 0) |
		      (box->pfu ? VTC_V2P_PFU : 0);
		box->v2p &= ~VTC_V2P_READ_CLEARS;
		return val;
	}
	/* To push writes out */
	if (reg == VTC_STATUS)
		return 0;
	box->fouls += !word || !box->vfu;
	return word ? *word : 0;
}

/**
 * vtc_mailbox_v2p - what the VF's control register does when written
 * @box: mailbox
 * @val: the word
 */
void vtc_mailbox_v2p(struct vtc_mailbox *box, u32 val)
{
	if (val & VTC_V2P_REQ)
		box->cause |= FIELD_PREP(VTC_MBVFICR_REQ, BIT(box->vf));
	if (val & VTC_V2P_ACK)
		box->cause |= FIELD_PREP(VTC_MBVFICR_ACK, BIT(box->vf));
	box->vfu = val & VTC_V2P_VFU && !box->pfu;
}

static void vtc_mailbox_vf_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_mailbox *box = vtc_mailbox_of_vf(fake);
	u32 *word = vtc_mailbox_word(box, reg, VTC_VMBMEM(0));

	box->accesses++;
	if (box->other_at_vf_access)
		vtc_mailbox_other(box);
	if (reg == VTC_V2PMAILBOX) {
		vtc_mailbox_v2p(box, val);
		return;
	}
	if (reg == VTC_CTRL) {
		box->vf_resets += !!(val & VTC_CTRL_RST);
		return;
	}
	box->fouls += !word || !box->vfu;
	if (word)
		*word = val;
}

static void vtc_mailbox_slept(struct vtc_fake_clock *clock)
{
	vtc_mailbox_other(container_of(clock, struct vtc_mailbox, clock));
}

/**
 * vtc_mailbox_setup - a mailbox out of reset
 * @box: mailbox, zeroed
 * @vf: whose
 */
void vtc_mailbox_setup(struct vtc_mailbox *box, unsigned int vf)
{
	box->vf = vf;
	box->pf_side.rd = vtc_mailbox_pf_rd;
	box->pf_side.wr = vtc_mailbox_pf_wr;
	box->vf_side.rd = vtc_mailbox_vf_rd;
	box->vf_side.wr = vtc_mailbox_vf_wr;
	vtc_fake_bind(&box->pf_hw, &box->pf_side);
	vtc_fake_bind(&box->vf_hw, &box->vf_side);
}

/**
 * vtc_mailbox_init - a mailbox out of reset, and time that starts
 * @box: mailbox, zeroed
 */
void vtc_mailbox_init(struct vtc_mailbox *box)
{
	vtc_mailbox_setup(box, MAILBOX_VF);
	box->clock.slept = vtc_mailbox_slept;
	vtc_fake_set_clock(&box->clock);
	prandom_seed_state(&box->rnd, vtc_kunit_seed);
}

/**
 * vtc_mailbox_exit - time ends; exit of every suite that has a mailbox
 * @test: unused
 */
void vtc_mailbox_exit(struct kunit *test)
{
	vtc_fake_set_clock(NULL);
}

/**
 * vtc_mailbox_has_request - has the VF rung for a request
 * @box: mailbox
 *
 * Return: true if so.
 */
bool vtc_mailbox_has_request(const struct vtc_mailbox *box)
{
	return FIELD_GET(VTC_MBVFICR_REQ, box->cause) & BIT(box->vf);
}

/**
 * vtc_mailbox_clear_request - the PF has seen that the VF rang
 * @box: mailbox
 */
void vtc_mailbox_clear_request(struct vtc_mailbox *box)
{
	box->cause &= ~FIELD_PREP(VTC_MBVFICR_REQ, BIT(box->vf));
}

/**
 * vtc_mailbox_pf_saw_ack - has the VF taken a message since the last call
 * @box: mailbox
 *
 * Return: true if so.
 */
bool vtc_mailbox_pf_saw_ack(struct vtc_mailbox *box)
{
	u32 ack = FIELD_PREP(VTC_MBVFICR_ACK, BIT(box->vf));
	bool was = box->cause & ack;

	box->cause &= ~ack;
	return was;
}

/**
 * vtc_mailbox_fill - sixteen words of which each is another
 * @w: words
 * @first: the first of them
 */
void vtc_mailbox_fill(u32 *w, u32 first)
{
	unsigned int i;

	for (i = 0; i < VTC_MBX_WORDS; i++)
		w[i] = first + 0x01000000 * i;
}
