// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts of the PF.
 *
 * With MSI-X vector 0 is for everything but queues (link, mailbox), the pool
 * plan says which one is for which queue; that wiring is fixed, so VFs coming
 * and going change nothing.  Without MSI-X one MSI, or the INTx line, serves
 * all and there is one queue pair.
 * Hard handlers latch causes and start work, nothing else.
 */
#include <linux/errno.h>
#include <linux/interrupt.h>
#include "irqhw.h"
#include "pf.h"

static int vtc_irq_of(struct vtc_pf *pf, unsigned int vec)
{
	return pci_irq_vector(pf->pdev, pf->msix ? vec : 0);
}

static void vtc_irq_dispatch(struct vtc_pf *pf, const struct vtc_irqhw_causes *c)
{
	if (c->link)
		vtc_link_irq(&pf->link);
	if (c->mail)
		vtc_vfmail_irq(pf);
}

static irqreturn_t vtc_irq_other(int irq, void *data)
{
	struct vtc_pf *pf = data;
	struct vtc_irqhw_causes c;

	vtc_irqhw_causes(&pf->hw, &c);
	vtc_irq_dispatch(pf, &c);
	vtc_irqhw_arm_other(&pf->hw, pf->gen);
	return IRQ_HANDLED;
}

static irqreturn_t vtc_irq_single(int irq, void *data)
{
	struct vtc_pf *pf = data;
	struct vtc_irqhw_causes c;

	vtc_irqhw_causes(&pf->hw, &c);
	if (!c.ours)
		return IRQ_NONE;
	vtc_irq_dispatch(pf, &c);
	if (c.queues)
		vtc_qvec_irq(irq, pf->dp.qv[0]);
	return IRQ_HANDLED;
}

static void vtc_irq_write_usecs(struct vtc_qvec *qv)
{
	struct vtc_pf *pf = netdev_priv(qv->dp->netdev);

	vtc_irqhw_write_usecs(&pf->hw, pf->gen, qv);
}

static int vtc_irq_single_vector(struct vtc_pf *pf)
{
	unsigned int kinds = PCI_IRQ_INTX;

	if (pf->params.int_mode != VTC_INT_INTX)
		kinds |= PCI_IRQ_MSI;
	return pci_alloc_irq_vectors(pf->pdev, 1, 1, kinds);
}

static int vtc_irq_vectors(struct vtc_pf *pf)
{
	unsigned int all = vtc_poolplan_all_vectors(&pf->plan);
	int n = 0;

	if (pf->params.int_mode == VTC_INT_MSIX)
		n = pci_alloc_irq_vectors(pf->pdev, 2, all, PCI_IRQ_MSIX);
	pf->msix = n > 0;
	if (!pf->msix)
		n = vtc_irq_single_vector(pf);
	if (n < 0)
		return n;
	vtc_pools_set_vectors(pf, n);
	return 0;
}

/**
 * vtc_irq_add_vectors() - queue vectors and NAPIs of a datapath
 * @pf: port
 * @dp: datapath, the PF's or a station's
 * @first: MSI-X vector of its first pair
 * @step: from there to that of the next
 * @n: pairs
 *
 * Undone by vtc_dp_del_vectors().
 *
 * Context: sleeps.
 * Return: 0 or a negative errno.
 */
int vtc_irq_add_vectors(struct vtc_pf *pf, struct vtc_dp *dp, unsigned int first,
			unsigned int step, unsigned int n)
{
	unsigned int i;
	int err;

	dp->write_usecs = vtc_irq_write_usecs;
	err = vtc_dp_add_vectors(dp, n);
	for (i = 0; i < n && !err; i++)
		vtc_irqhw_init_vector(dp->qv[i], first + i * step, pf->msix);
	return err;
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
	int err;

	err = vtc_irq_vectors(pf);
	if (err)
		return err;
	err = vtc_irq_add_vectors(pf, &pf->dp, vtc_poolplan_pair_vector(0), 1,
				  pf->plan.pair_vectors);
	if (err)
		goto free_vectors;

	err = request_irq(vtc_irq_of(pf, VTC_IRQHW_OTHER),
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
	free_irq(vtc_irq_of(pf, VTC_IRQHW_OTHER), pf);
	vtc_dp_del_vectors(&pf->dp);
	pci_free_irq_vectors(pf->pdev);
}

/**
 * vtc_irq_request_queues() - interrupts of queue vectors
 * @pf: port
 * @dp: datapath, the PF's or a station's
 * @from: first pair
 * @to: pair behind the last; not above @from: nothing to do
 *
 * Context: sleeps.
 * Return: 0 or a negative errno; none of them is held on failure.
 */
int vtc_irq_request_queues(struct vtc_pf *pf, struct vtc_dp *dp,
			   unsigned int from, unsigned int to)
{
	unsigned int i;
	int err;

	if (!pf->msix)
		return 0;
	for (i = from; i < to; i++) {
		err = vtc_qvec_request(dp->qv[i],
				       vtc_irq_of(pf, dp->qv[i]->vec));
		if (err) {
			vtc_irq_free_queues(pf, dp, from, i);
			return err;
		}
	}
	return 0;
}

/**
 * vtc_irq_free_queues() - undo vtc_irq_request_queues()
 * @pf: port
 * @dp: datapath, these queues' interrupts masked
 * @from: first pair
 * @to: pair behind the last; not above @from: nothing to do
 *
 * Context: sleeps.
 */
void vtc_irq_free_queues(struct vtc_pf *pf, struct vtc_dp *dp,
			 unsigned int from, unsigned int to)
{
	unsigned int i;

	if (!pf->msix)
		return;
	for (i = from; i < to; i++)
		vtc_qvec_release(dp->qv[i], vtc_irq_of(pf, dp->qv[i]->vec));
}

/**
 * vtc_irq_setup() - wire the interrupts after a reset or a change of mode
 * @pf: port
 *
 * Arms everything but queues.
 *
 * Context: rtnl or probe.
 */
void vtc_irq_setup(struct vtc_pf *pf)
{
	static const struct vtc_lli none;
	bool messages = pf->msix || pf->pdev->msi_enabled;

	vtc_irqhw_setup(&pf->hw, pf->gen, pf->msix, pf->plan.vectors);
	vtc_lli_write(&pf->hw, messages ? &pf->params.lli : &none);
	vtc_irq_set_usecs(pf);
}

/**
 * vtc_irq_route() - give a queue pair its vector
 * @pf: port
 * @qv: vector, masked
 * @q: hardware queue
 *
 * Context: rtnl.
 */
void vtc_irq_route(struct vtc_pf *pf, struct vtc_qvec *qv, unsigned int q)
{
	vtc_irqhw_route(&pf->hw, pf->gen, q, qv, pf->msix);
}

/**
 * vtc_irq_arm_queues() - let the queues interrupt
 * @pf: port
 * @dp: datapath, its rings running
 * @n: pairs
 *
 * Context: any.
 */
void vtc_irq_arm_queues(struct vtc_pf *pf, struct vtc_dp *dp, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		vtc_wr(&pf->hw, dp->qv[i]->arm_reg, dp->qv[i]->arm);
}

/**
 * vtc_irq_mask_queues() - no more interrupts of queues, none still running
 * @pf: port
 * @dp: datapath, the PF's or a station's
 * @n: pairs
 *
 * Context: sleeps.
 */
void vtc_irq_mask_queues(struct vtc_pf *pf, struct vtc_dp *dp, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		vtc_irqhw_mask_queue(&pf->hw, dp->qv[i], pf->msix);
		synchronize_irq(vtc_irq_of(pf, dp->qv[i]->vec));
	}
}

/**
 * vtc_irq_mask_all() - no more interrupts at all, none still running
 * @pf: port
 *
 * Context: sleeps.
 */
void vtc_irq_mask_all(struct vtc_pf *pf)
{
	vtc_irqhw_mask_all(&pf->hw);
	synchronize_irq(vtc_irq_of(pf, VTC_IRQHW_OTHER));
}

/**
 * vtc_irq_set_usecs() - write the interrupt spacing of the queue vectors
 * @pf: port
 *
 * Context: rtnl or probe.
 */
void vtc_irq_set_usecs(struct vtc_pf *pf)
{
	struct vtc_dp *dp;
	unsigned int i;

	/* Vectors behind those of the plan may be VFs' */
	for (dp = &pf->dp; dp; dp = dp->next)
		for (i = 0; i < dp->n_qv; i++)
			if (dp->qv[i]->vec < pf->plan.vectors)
				vtc_irqhw_write_usecs(&pf->hw, pf->gen,
						      dp->qv[i]);
}
