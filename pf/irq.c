// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts of the PF.
 *
 * With MSI-X vector 0 is for everything but queues (link, mailbox) and vector
 * 1 + i for queue pair i; that wiring is fixed, so VFs coming and going change
 * nothing.  Without MSI-X one MSI, or the INTx line, serves all and there is
 * one queue pair.
 * Hard handlers latch causes and start work, nothing else.
 */
#include <linux/errno.h>
#include <linux/interrupt.h>
#include "pf.h"
#include "regs_82576.h"

#define VTC_IRQ_OTHER		0
#define VTC_IRQ_QUEUE(i)	(1 + (i))
#define VTC_IRQ_OTHER_CAUSES	(VTC_ICR_LSC | VTC_ICR_VMMB)
#define VTC_IRQ_QUEUE_CAUSES	(VTC_ICR_TXDW | VTC_ICR_RXDW | VTC_ICR_RXDMT0 | \
				 VTC_ICR_RXO)

static int vtc_irq_of(struct vtc_pf *pf, unsigned int vec)
{
	return pci_irq_vector(pf->pdev, pf->msix ? vec : 0);
}

static void vtc_irq_other_causes(struct vtc_pf *pf, u32 icr)
{
	if (icr & VTC_ICR_LSC)
		vtc_link_irq(&pf->link);
	if (icr & VTC_ICR_VMMB)
		vtc_vfreq_kick(pf);
}

static irqreturn_t vtc_irq_other(int irq, void *data)
{
	struct vtc_pf *pf = data;

	vtc_irq_other_causes(pf, vtc_rd(&pf->hw, VTC_ICR));
	vtc_wr(&pf->hw, VTC_EIMS, BIT(VTC_IRQ_OTHER));
	return IRQ_HANDLED;
}

static irqreturn_t vtc_irq_single(int irq, void *data)
{
	struct vtc_pf *pf = data;
	u32 icr = vtc_rd(&pf->hw, VTC_ICR);

	/* An INTx line has other users */
	if (!(icr & (VTC_IRQ_OTHER_CAUSES | VTC_IRQ_QUEUE_CAUSES)))
		return IRQ_NONE;
	vtc_irq_other_causes(pf, icr);
	if (icr & VTC_IRQ_QUEUE_CAUSES)
		vtc_qvec_irq(irq, pf->dp.qv[0]);
	return IRQ_HANDLED;
}

static int vtc_irq_vectors(struct vtc_pf *pf)
{
	unsigned int pairs = min_t(unsigned int, num_online_cpus(),
				   pf->gen->plain_queues);
	int n;

	n = pci_alloc_irq_vectors(pf->pdev, 2,
				  min_t(unsigned int, 1 + pairs, pf->gen->vectors),
				  PCI_IRQ_MSIX);
	if (n > 0) {
		pf->msix = true;
		return n - 1;
	}
	n = pci_alloc_irq_vectors(pf->pdev, 1, 1, PCI_IRQ_MSI | PCI_IRQ_INTX);
	return n < 0 ? n : 1;
}

static void vtc_irq_init_vector(struct vtc_pf *pf, struct vtc_qvec *qv)
{
	if (pf->msix) {
		qv->arm_reg = VTC_EIMS;
		qv->arm = BIT(VTC_IRQ_QUEUE(qv->index));
	} else {
		qv->arm_reg = VTC_IMS;
		qv->arm = VTC_IRQ_QUEUE_CAUSES;
		qv->mask_reg = VTC_IMC;
	}
}

/**
 * vtc_irq_alloc() - vectors, their NAPIs, and the interrupt for the rest
 * @pf: port, its netdev not registered yet
 *
 * Context: probe.
 * Return: 0 or a negative errno.
 */
int vtc_irq_alloc(struct vtc_pf *pf)
{
	unsigned int i;
	int n, err;

	n = vtc_irq_vectors(pf);
	if (n < 0)
		return n;
	err = vtc_dp_add_vectors(&pf->dp, n);
	if (err)
		goto free_vectors;
	for (i = 0; i < pf->dp.n_qv; i++)
		vtc_irq_init_vector(pf, pf->dp.qv[i]);

	err = request_irq(vtc_irq_of(pf, VTC_IRQ_OTHER),
			  pf->msix ? vtc_irq_other : vtc_irq_single,
			  pf->msix ? 0 : IRQF_SHARED, pci_name(pf->pdev), pf);
	if (err)
		goto del_vectors;
	return 0;

del_vectors:
	vtc_dp_del_vectors(&pf->dp);
free_vectors:
	pci_free_irq_vectors(pf->pdev);
	return err;
}

/**
 * vtc_irq_free() - undo vtc_irq_alloc()
 * @pf: port, interrupts masked, netdev unregistered
 *
 * Context: sleeps.
 */
void vtc_irq_free(struct vtc_pf *pf)
{
	free_irq(vtc_irq_of(pf, VTC_IRQ_OTHER), pf);
	vtc_dp_del_vectors(&pf->dp);
	pci_free_irq_vectors(pf->pdev);
}

/**
 * vtc_irq_request_queues() - interrupts of queue vectors
 * @pf: port
 * @from: first pair
 * @to: pair behind the last; not above @from: nothing to do
 *
 * Context: sleeps.
 * Return: 0 or a negative errno; none of them is held on failure.
 */
int vtc_irq_request_queues(struct vtc_pf *pf, unsigned int from, unsigned int to)
{
	unsigned int i;
	int err;

	if (!pf->msix)
		return 0;
	for (i = from; i < to; i++) {
		struct vtc_qvec *qv = pf->dp.qv[i];

		snprintf(qv->name, sizeof(qv->name), "%s-TxRx-%u",
			 pf->netdev->name, i);
		err = request_irq(vtc_irq_of(pf, VTC_IRQ_QUEUE(i)), vtc_qvec_irq,
				  0, qv->name, qv);
		if (err) {
			vtc_irq_free_queues(pf, from, i);
			return err;
		}
	}
	return 0;
}

/**
 * vtc_irq_free_queues() - undo vtc_irq_request_queues()
 * @pf: port, these queues' interrupts masked
 * @from: first pair
 * @to: pair behind the last; not above @from: nothing to do
 *
 * Context: sleeps.
 */
void vtc_irq_free_queues(struct vtc_pf *pf, unsigned int from, unsigned int to)
{
	unsigned int i;

	if (!pf->msix)
		return;
	for (i = from; i < to; i++)
		free_irq(vtc_irq_of(pf, VTC_IRQ_QUEUE(i)), pf->dp.qv[i]);
}

/**
 * vtc_irq_setup() - interrupt registers after a reset of the chip
 * @pf: port
 *
 * Vectors clear and mask their cause by themselves (EIAC, EIAM), so a queue's
 * handler touches no register.  Arms everything but queues.  Datasheet 7.3.
 *
 * Context: any.
 */
void vtc_irq_setup(struct vtc_pf *pf)
{
	struct vtc_hw *hw = &pf->hw;

	if (pf->msix) {
		u32 all = GENMASK(vtc_port_max_pairs(pf), 0);

		/* First of all: what follows only sticks in MSI-X mode */
		vtc_wr(hw, VTC_GPIE, VTC_GPIE_MSIX_MODE | VTC_GPIE_PBA |
				     VTC_GPIE_EIAME | VTC_GPIE_NSICR);
		vtc_wr(hw, VTC_IVAR_MISC, (VTC_IRQ_OTHER | VTC_IVAR_VALID) <<
					  VTC_IVAR_MISC_OTHER_SHIFT);
		vtc_wr(hw, VTC_EIAC, all);
		vtc_wr(hw, VTC_EIAM, all);
		vtc_wr(hw, VTC_EIMS, BIT(VTC_IRQ_OTHER));
	}
	vtc_irq_set_usecs(pf);
	vtc_wr(hw, VTC_MBVFIMR, 0xff);
	vtc_wr(hw, VTC_IMS, VTC_IRQ_OTHER_CAUSES);
}

/**
 * vtc_irq_arm_queues() - let the queues interrupt
 * @pf: port, its rings running
 * @n: pairs
 *
 * Context: any.
 */
void vtc_irq_arm_queues(struct vtc_pf *pf, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		vtc_wr(&pf->hw, pf->dp.qv[i]->arm_reg, pf->dp.qv[i]->arm);
}

/**
 * vtc_irq_mask_queues() - no more interrupts of queues, none still running
 * @pf: port
 * @n: pairs
 *
 * Context: sleeps.
 */
void vtc_irq_mask_queues(struct vtc_pf *pf, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		vtc_wr(&pf->hw, pf->msix ? VTC_EIMC : VTC_IMC, pf->dp.qv[i]->arm);
	vtc_flush(&pf->hw);
	for (i = 0; i < n; i++)
		synchronize_irq(vtc_irq_of(pf, VTC_IRQ_QUEUE(i)));
}

/**
 * vtc_irq_mask_all() - no more interrupts at all, none still running
 * @pf: port
 *
 * Context: sleeps.
 */
void vtc_irq_mask_all(struct vtc_pf *pf)
{
	vtc_wr(&pf->hw, VTC_IMC, ~0u);
	vtc_wr(&pf->hw, VTC_EIMC, ~0u);
	vtc_flush(&pf->hw);
	synchronize_irq(vtc_irq_of(pf, VTC_IRQ_OTHER));
}

/**
 * vtc_irq_set_usecs() - write the interrupt spacing of the queue vectors
 * @pf: port
 *
 * Context: any.
 */
void vtc_irq_set_usecs(struct vtc_pf *pf)
{
	unsigned int i;

	/* With VFs the upper vectors' registers are theirs */
	for (i = 0; i < vtc_port_max_pairs(pf); i++)
		vtc_wr(&pf->hw, VTC_EITR(pf->msix ? VTC_IRQ_QUEUE(i) : 0),
		       vtc_dp_eitr(pf->dp.usecs));
}
