// SPDX-License-Identifier: GPL-2.0-only
/*
 * Resets of the chip.
 *
 * A reset is not special: every register's owner forgets what it holds and
 * applies what is wished again.  The work here is the one owner of resets
 * after a fault; deliberate ones (self-test) call the same function.
 */
#include <linux/errno.h>
#include <linux/rtnetlink.h>
#include "pf.h"
#include "vfhw.h"

/**
 * vtc_reset_chip() - reset the MAC and give it its lasting settings
 * @pf: port; no ring is running
 *
 * VFs see the reset in their mailbox until vtc_vfhw_reset_done().
 *
 * Context: sleeps, 0.3 s at most.
 * Return: 0, or -ETIMEDOUT: the chip does not come back.
 */
int vtc_reset_chip(struct vtc_pf *pf)
{
	int err;

	err = pf->gen->reset(&pf->hw);
	if (err)
		return err;
	vtc_l2sw_hw_forget(&pf->sw_hw);
	pf->gen->setup(&pf->hw);
	return 0;
}

/**
 * vtc_reset_port() - reset the chip under a running port
 * @pf: port
 *
 * Context: rtnl.
 * Return: 0 or a negative errno; the PF's datapath is down then.
 */
int vtc_reset_port(struct vtc_pf *pf)
{
	bool up = vtc_port_is_up(pf);
	int err;

	ASSERT_RTNL();
	vtc_port_down(pf);
	vtc_irq_mask_all(pf);
	vtc_link_before_reset(&pf->link);
	vtc_stats_pause(&pf->stats, &pf->hw);

	vtc_cfglock_take(&pf->cfg_lock);
	vtc_vftenant_drop_all(pf);
	err = vtc_reset_chip(pf);
	if (!err)
		err = vtc_config_apply(pf);
	vtc_config_rates(pf);
	vtc_cfglock_give(&pf->cfg_lock);

	vtc_stats_resume(&pf->stats, &pf->hw);
	vtc_irq_setup(pf);
	vtc_vfhw_reset_done(&pf->hw, pf->gen);
	vtc_link_after_reset(&pf->link);
	if (err)
		return err;
	if (pf->port_users)
		vtc_port_resume(pf);
	if (up)
		err = vtc_port_up(pf);
	vtc_vfmail_kick(pf);
	return err;
}

/*
 * A reset of the PF's function takes the VFs' configuration with it, which
 * the PCI core restores for the PF only.
 */
static void vtc_reset_vf_states(struct vtc_pf *pf, bool save)
{
	struct pci_dev *dev = NULL;

	while ((dev = pci_get_device(pf->pdev->vendor, PCI_ANY_ID, dev))) {
		if (!dev->is_virtfn || pci_physfn(dev) != pf->pdev)
			continue;
		if (save)
			pci_save_state(dev);
		else
			pci_restore_state(dev);
	}
}

/**
 * vtc_reset_silence() - the port falls silent until vtc_reset_revive()
 * @pf: port; one that is silent already is fine
 *
 * The netdev is detached, nothing runs any more that would read or write a
 * register by itself, and no DMA of the PF's is left.  Wishes can still change.
 * What VFs have goes on until the caller ends it.
 *
 * Context: rtnl, sleeps.
 */
void vtc_reset_silence(struct vtc_pf *pf)
{
	ASSERT_RTNL();
	if (!vtc_port_detach(pf))
		return;
	vtc_port_down(pf);
	vtc_irq_mask_all(pf);
	cancel_delayed_work_sync(&pf->service);
	vtc_vfmail_stop(pf);
	cancel_work_sync(&pf->rx_mode_work);
	vtc_link_before_reset(&pf->link);
	vtc_stats_pause(&pf->stats, &pf->hw);
}

/**
 * vtc_reset_revive() - undo vtc_reset_silence(), by way of a reset of the chip
 * @pf: port; one that is not silent is fine
 *
 * Without a datapath the netdev is closed: it can be opened again.
 *
 * Context: rtnl, sleeps.
 * Return: 0 or a negative errno.
 */
int vtc_reset_revive(struct vtc_pf *pf)
{
	int err;

	ASSERT_RTNL();
	if (netif_device_present(pf->netdev))
		return 0;
	err = vtc_reset_port(pf);
	if (!err && netif_running(pf->netdev))
		err = vtc_port_up(pf);
	if (err) {
		netdev_err(pf->netdev, "no datapath after a reset: %d\n", err);
		/* Before it is attached, which would start its queues */
		dev_close(pf->netdev);
	}
	vtc_port_attach(pf);
	if (pf->port_users)
		queue_delayed_work(pf->wq, &pf->service, 0);
	return err;
}

/**
 * vtc_reset_close() - leave the chip silent: no DMA, no interrupt, no pool open
 * @pf: port; no ring is running
 *
 * Whoever still has a VF can neither send nor receive with it.
 *
 * Context: sleeps.
 */
void vtc_reset_close(struct vtc_pf *pf)
{
	vtc_cfglock_take(&pf->cfg_lock);
	pf->gen->reset(&pf->hw);
	vtc_config_close(pf);
	vtc_cfglock_give(&pf->cfg_lock);
}

/**
 * vtc_reset_prepare() - the PCI core is about to reset the function
 * @pdev: PCI function
 *
 * Context: device lock, sleeps.
 */
void vtc_reset_prepare(struct pci_dev *pdev)
{
	struct vtc_pf *pf = pci_get_drvdata(pdev);

	rtnl_lock();
	vtc_reset_silence(pf);
	vtc_reset_vf_states(pf, true);
	vtc_hw_set_off(&pf->hw);
	rtnl_unlock();
}

/**
 * vtc_reset_done() - the PCI core has reset the function
 * @pdev: PCI function
 *
 * Context: device lock, sleeps.
 */
void vtc_reset_done(struct pci_dev *pdev)
{
	struct vtc_pf *pf = pci_get_drvdata(pdev);

	rtnl_lock();
	vtc_hw_set_on(&pf->hw);
	vtc_reset_vf_states(pf, false);
	vtc_reset_revive(pf);
	rtnl_unlock();
}

static void vtc_reset_work(struct work_struct *work)
{
	struct vtc_pf *pf = container_of(work, struct vtc_pf, reset_work);
	int err;

	rtnl_lock();
	/* Who made it silent will reset it */
	if (!vtc_port_detach(pf))
		goto unlock;
	netdev_warn(pf->netdev, "resetting the port\n");
	err = vtc_reset_port(pf);
	if (err) {
		netdev_err(pf->netdev, "reset failed: %d\n", err);
		dev_close(pf->netdev);
	}
	vtc_port_attach(pf);
unlock:
	rtnl_unlock();
}

/**
 * vtc_reset_init() - set the reset work up
 * @pf: port
 *
 * Context: probe.
 */
void vtc_reset_init(struct vtc_pf *pf)
{
	INIT_WORK(&pf->reset_work, vtc_reset_work);
}
