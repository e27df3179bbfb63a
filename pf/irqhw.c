// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF's interrupt registers.  Datasheet 7.3, 8.8.
 */
#include "irqhw.h"
#include "regs_82576.h"

#define VTC_IRQHW_QUEUE_CAUSES	(VTC_ICR_TXDW | VTC_ICR_RXDW | \
				 VTC_ICR_RXDMT0 | VTC_ICR_RXO)
#define VTC_IRQHW_ALL_VFS	0xff
/* Neither a link that flaps nor a VF that rings comes oftener than this */
#define VTC_IRQHW_OTHER_USECS	250

/**
 * vtc_irqhw_causes() - read and clear what happened
 * @hw: the PF
 * @c: result
 *
 * Context: any.
 */
void vtc_irqhw_causes(const struct vtc_hw *hw, struct vtc_irqhw_causes *c)
{
	u32 icr = vtc_rd(hw, VTC_ICR);

	if (vtc_hw_is_off(hw))
		icr = 0;
	c->link = icr & VTC_ICR_LSC;
	c->mail = icr & VTC_ICR_VMMB;
	c->queues = icr & VTC_IRQHW_QUEUE_CAUSES;
	c->ours = c->link || c->mail || c->queues;
}

/**
 * vtc_irqhw_arm_other() - let the vector of everything but queues come again
 * @hw: the PF, with MSI-X
 * @gen: generation
 *
 * Context: any.
 */
void vtc_irqhw_arm_other(const struct vtc_hw *hw, const struct vtc_gen *gen)
{
	vtc_wr(hw, VTC_EIMS, gen->other);
}

/**
 * vtc_irqhw_mail_off() - no more interrupts because of VFs
 * @hw: the PF
 *
 * Context: any.
 */
void vtc_irqhw_mail_off(const struct vtc_hw *hw)
{
	vtc_wr(hw, VTC_IMC, VTC_ICR_VMMB);
}

/**
 * vtc_irqhw_mail_on() - let VFs interrupt again
 * @hw: the PF
 *
 * What they did meanwhile interrupts at once.
 *
 * Context: any.
 */
void vtc_irqhw_mail_on(const struct vtc_hw *hw)
{
	vtc_wr(hw, VTC_IMS, VTC_ICR_VMMB);
}

/**
 * vtc_irqhw_mail_from() - which VFs may interrupt
 * @hw: the PF
 * @vfs: one bit a VF
 *
 * Not every device heeds it: an emulated one does not.
 *
 * Context: any.
 */
void vtc_irqhw_mail_from(const struct vtc_hw *hw, u32 vfs)
{
	vtc_wr(hw, VTC_MBVFIMR, vfs & VTC_IRQHW_ALL_VFS);
}

/**
 * vtc_irqhw_init_vector() - how a queue vector is armed
 * @qv: vector; with MSI-X it can be armed once it has a queue
 * @vec: its number among the MSI-X vectors
 * @msix: it has one; else it shares the only interrupt
 *
 * Context: any.
 */
void vtc_irqhw_init_vector(struct vtc_qvec *qv, unsigned int vec, bool msix)
{
	if (msix) {
		qv->vec = vec;
		qv->arm_reg = VTC_EIMS;
		qv->arm = 0;
	} else {
		qv->arm_reg = VTC_IMS;
		qv->arm = VTC_IRQHW_QUEUE_CAUSES;
		qv->mask_reg = VTC_IMC;
	}
}

/**
 * vtc_irqhw_route() - give a queue pair its vector
 * @hw: the PF
 * @gen: generation
 * @q: hardware queue
 * @qv: vector
 * @msix: it has one of its own; else it shares the only interrupt
 *
 * Context: any; the vector is masked.
 */
void vtc_irqhw_route(const struct vtc_hw *hw, const struct vtc_gen *gen,
		     unsigned int q, struct vtc_qvec *qv, bool msix)
{
	u32 causes = gen->route(hw, q, qv->vec);

	if (msix)
		qv->arm = causes;
}

static void vtc_irqhw_setup_msix(const struct vtc_hw *hw,
				 const struct vtc_gen *gen, unsigned int vectors)
{
	u32 all = gen->own_causes(vectors);

	gen->setup_msix(hw, VTC_IRQHW_OTHER);
	vtc_wr(hw, VTC_EITR(VTC_IRQHW_OTHER), gen->eitr(VTC_IRQHW_OTHER_USECS));
	vtc_wr(hw, VTC_EIAC, all);
	vtc_wr(hw, VTC_EIAM, all);
	vtc_irqhw_arm_other(hw, gen);
}

/**
 * vtc_irqhw_setup() - interrupt registers after a reset or a change of mode
 * @hw: the PF
 * @gen: generation
 * @msix: MSI-X is in use
 * @vectors: vectors of PF and stations; those behind may be VFs'
 *
 * Vectors clear and mask their cause by themselves (EIAC, EIAM), so a queue's
 * handler touches no register.  Arms everything but queues.
 *
 * Context: any.
 */
void vtc_irqhw_setup(const struct vtc_hw *hw, const struct vtc_gen *gen,
		     bool msix, unsigned int vectors)
{
	u32 causes = VTC_ICR_LSC;

	if (msix)
		vtc_irqhw_setup_msix(hw, gen, vectors);
	if (gen->chip.max_vfs) {
		vtc_irqhw_mail_from(hw, VTC_IRQHW_ALL_VFS);
		causes |= VTC_ICR_VMMB;
	}
	vtc_wr(hw, VTC_IMS, causes);
}

/**
 * vtc_irqhw_mask_queue() - no more interrupts of a queue vector
 * @hw: the PF
 * @qv: vector
 * @msix: it has an MSI-X vector of its own
 *
 * Context: any.
 */
void vtc_irqhw_mask_queue(const struct vtc_hw *hw, const struct vtc_qvec *qv,
			  bool msix)
{
	vtc_wr(hw, msix ? VTC_EIMC : VTC_IMC, qv->arm);
	vtc_flush(hw);
}

/**
 * vtc_irqhw_mask_all() - no more interrupts
 * @hw: the PF
 *
 * Context: any.
 */
void vtc_irqhw_mask_all(const struct vtc_hw *hw)
{
	vtc_wr(hw, VTC_IMC, ~0u);
	vtc_wr(hw, VTC_EIMC, ~0u);
	vtc_flush(hw);
}

/**
 * vtc_irqhw_write_usecs() - interrupt spacing of a queue vector
 * @hw: the PF
 * @gen: generation
 * @qv: vector, one that is the PF's or a station's now, not a VF's
 *
 * Context: any.
 */
void vtc_irqhw_write_usecs(const struct vtc_hw *hw, const struct vtc_gen *gen,
			   const struct vtc_qvec *qv)
{
	vtc_wr(hw, VTC_EITR(qv->vec), gen->eitr(vtc_qvec_usecs(qv)));
}
