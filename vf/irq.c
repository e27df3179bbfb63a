// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts of the VF: MSI-X only, there is nothing else.
 *
 * Vector i is for queue pair i, the last one for the mailbox.  That wiring is
 * fixed from probe to remove.  Vectors whose queue pair is not in use have the
 * mailbox's handler as well: an emulated 82576 rings the wrong one.
 */
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include "vf.h"

static int vtc_irq_of(struct vtc_vf *vf, unsigned int vec)
{
	return pci_irq_vector(vf->pdev, vec);
}

static unsigned int vtc_irq_mailbox(const struct vtc_vf *vf)
{
	return vf->n_vectors - 1;
}

/*
 * The vector stays held back until the PF has been listened to: it costs a
 * chatty PF more to ring than it costs the guest to be rung.
 */
static irqreturn_t vtc_irq_mail(int irq, void *data)
{
	vtc_reset_listen(data);
	return IRQ_HANDLED;
}

static void vtc_irq_write_usecs(struct vtc_qvec *qv)
{
	struct vtc_vf *vf = container_of(qv->dp, struct vtc_vf, dp);

	vtc_wr(&vf->hw, vf->gen->regs.eitr + 4 * qv->index,
	       vtc_dp_eitr(vtc_qvec_usecs(qv)));
}

/**
 * vtc_irq_alloc() - vectors and their NAPIs
 * @vf: VF
 *
 * Context: probe.
 * Return: 0 or a negative errno.
 */
int vtc_irq_alloc(struct vtc_vf *vf)
{
	unsigned int i;
	int n, err;

	n = pci_alloc_irq_vectors(vf->pdev, 2, vf->gen->pairs_max + 1,
				  PCI_IRQ_MSIX);
	if (n < 0)
		return n;
	vf->n_vectors = n;
	vf->dp.write_usecs = vtc_irq_write_usecs;
	err = vtc_dp_add_vectors(&vf->dp, n - 1);
	if (err) {
		pci_free_irq_vectors(vf->pdev);
		return err;
	}
	for (i = 0; i < vf->dp.n_qv; i++) {
		vf->dp.qv[i]->arm_reg = vf->gen->regs.eims;
		vf->dp.qv[i]->arm = BIT(i);
	}
	return 0;
}

/**
 * vtc_irq_free() - undo vtc_irq_alloc()
 * @vf: VF, no handler left
 *
 * Context: sleeps.
 */
void vtc_irq_free(struct vtc_vf *vf)
{
	vtc_dp_del_vectors(&vf->dp);
	pci_free_irq_vectors(vf->pdev);
}

static int vtc_irq_hold(struct vtc_vf *vf, unsigned int vec)
{
	int err;

	err = request_irq(vtc_irq_of(vf, vec), vtc_irq_mail, 0,
			  pci_name(vf->pdev), vf);
	if (!err)
		vf->mail_vectors |= BIT(vec);
	return err;
}

static void vtc_irq_let_go(struct vtc_vf *vf, unsigned int vec)
{
	if (!(vf->mail_vectors & BIT(vec)))
		return;
	vf->mail_vectors &= ~BIT(vec);
	free_irq(vtc_irq_of(vf, vec), vf);
}

/**
 * vtc_irq_request_mail() - a handler for the mailbox
 * @vf: VF
 *
 * Context: probe.
 * Return: 0 or a negative errno.
 */
int vtc_irq_request_mail(struct vtc_vf *vf)
{
	int err = vtc_irq_hold(vf, vtc_irq_mailbox(vf));

	if (!err)
		vtc_irq_share_mail(vf, vf->pairs);
	return err;
}

/**
 * vtc_irq_free_mail() - undo vtc_irq_request_mail()
 * @vf: VF
 *
 * Context: sleeps.
 */
void vtc_irq_free_mail(struct vtc_vf *vf)
{
	unsigned int vec;

	for (vec = 0; vec < vf->n_vectors; vec++)
		vtc_irq_let_go(vf, vec);
}

/**
 * vtc_irq_share_mail() - let the mailbox have the vectors that no queue uses
 * @vf: VF
 * @pairs: queue pairs in use
 *
 * To be called before a vector is requested for a queue and after it is freed.
 * A vector that cannot be had is done without.
 *
 * Context: rtnl or probe.
 */
void vtc_irq_share_mail(struct vtc_vf *vf, unsigned int pairs)
{
	unsigned int vec;

	for (vec = 0; vec < vtc_irq_mailbox(vf); vec++) {
		if (vec < pairs)
			vtc_irq_let_go(vf, vec);
		else if (!(vf->mail_vectors & BIT(vec)))
			vtc_irq_hold(vf, vec);
	}
}

/**
 * vtc_irq_request_queues() - interrupts of queue vectors
 * @vf: VF
 * @from: first pair
 * @to: pair behind the last; not above @from: nothing to do
 *
 * Context: sleeps.
 * Return: 0 or a negative errno; none of them is held on failure.
 */
int vtc_irq_request_queues(struct vtc_vf *vf, unsigned int from, unsigned int to)
{
	unsigned int i;
	int err;

	for (i = from; i < to; i++) {
		err = vtc_qvec_request(vf->dp.qv[i], vtc_irq_of(vf, i));
		if (err) {
			vtc_irq_free_queues(vf, from, i);
			return err;
		}
	}
	return 0;
}

/**
 * vtc_irq_free_queues() - undo vtc_irq_request_queues()
 * @vf: VF, these queues' interrupts masked
 * @from: first pair
 * @to: pair behind the last; not above @from: nothing to do
 *
 * Context: sleeps.
 */
void vtc_irq_free_queues(struct vtc_vf *vf, unsigned int from, unsigned int to)
{
	unsigned int i;

	for (i = from; i < to; i++)
		vtc_qvec_release(vf->dp.qv[i], vtc_irq_of(vf, i));
}

/* Four bytes a word: receive and transmit of one pair, then of the next */
static void vtc_irq_route(struct vtc_vf *vf)
{
	const struct vtc_gen *gen = vf->gen;
	unsigned int i;
	u32 word = 0;

	for (i = 0; i < vf->dp.n_qv; i++) {
		u32 entry = i | gen->ivar_valid;

		word |= (entry | entry << 8) << 16 * (i % 2);
		if (i % 2 == 0 && i + 1 < vf->dp.n_qv)
			continue;
		vtc_wr(&vf->hw, gen->regs.ivar + 4 * (i / 2), word);
		word = 0;
	}
	vtc_wr(&vf->hw, gen->regs.ivar_misc,
	       vtc_irq_mailbox(vf) | gen->ivar_valid);
}

/**
 * vtc_irq_setup() - interrupt registers after a reset of the VF or the PF
 * @vf: VF
 *
 * Vectors clear and mask their cause by themselves (EIAC, EIAM), so a queue's
 * handler touches no register.  Only the mailbox is armed.  Datasheet 7.3.
 *
 * Context: any.
 */
void vtc_irq_setup(struct vtc_vf *vf)
{
	const struct vtc_gen_regs *regs = &vf->gen->regs;
	u32 all = GENMASK(vtc_irq_mailbox(vf), 0);

	vtc_wr(&vf->hw, regs->eimc, all);
	vtc_wr(&vf->hw, regs->eicr, all);
	vtc_irq_route(vf);
	vtc_wr(&vf->hw, regs->eiac, all);
	vtc_wr(&vf->hw, regs->eiam, all);
	vtc_irq_set_usecs(vf);
	vtc_wr(&vf->hw, regs->eitr + 4 * vtc_irq_mailbox(vf), vtc_dp_eitr(0));
	vtc_irq_arm_mail(vf);
}

/**
 * vtc_irq_arm_mail() - let the mailbox interrupt
 * @vf: VF
 *
 * Context: any.
 */
void vtc_irq_arm_mail(struct vtc_vf *vf)
{
	vtc_wr(&vf->hw, vf->gen->regs.eims, vf->mail_vectors);
}

/**
 * vtc_irq_arm_queues() - let the queues interrupt
 * @vf: VF, its rings running
 * @n: pairs
 *
 * Context: any.
 */
void vtc_irq_arm_queues(struct vtc_vf *vf, unsigned int n)
{
	vtc_wr(&vf->hw, vf->gen->regs.eims, GENMASK(n - 1, 0));
}

/**
 * vtc_irq_mask_queues() - no more interrupts of queues, none still running
 * @vf: VF
 * @n: pairs
 *
 * Context: sleeps.
 */
void vtc_irq_mask_queues(struct vtc_vf *vf, unsigned int n)
{
	unsigned int i;

	vtc_wr(&vf->hw, vf->gen->regs.eimc, GENMASK(n - 1, 0));
	vtc_flush(&vf->hw);
	for (i = 0; i < n; i++)
		synchronize_irq(vtc_irq_of(vf, i));
}

/**
 * vtc_irq_sync_mail() - wait until no handler of the mailbox runs
 * @vf: VF
 *
 * Context: sleeps.
 */
void vtc_irq_sync_mail(struct vtc_vf *vf)
{
	unsigned int vec;

	for (vec = 0; vec < vf->n_vectors; vec++)
		if (vf->mail_vectors & BIT(vec))
			synchronize_irq(vtc_irq_of(vf, vec));
}

/**
 * vtc_irq_set_usecs() - write the interrupt spacing of the queue vectors
 * @vf: VF
 *
 * Context: any.
 */
void vtc_irq_set_usecs(struct vtc_vf *vf)
{
	unsigned int i;

	for (i = 0; i < vf->dp.n_qv; i++)
		vtc_irq_write_usecs(vf->dp.qv[i]);
}
