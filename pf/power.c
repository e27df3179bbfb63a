// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sleep, shutdown, and errors of the bus.
 *
 * Only says when the port falls silent and when it comes back; how it does is
 * in reset.c.  While it is silent its registers are switched off (hw.h), so
 * that a request that comes in meanwhile changes wishes and touches nothing.
 * The port does not wake the machine.
 */
#include <linux/errno.h>
#include <linux/pm.h>
#include <linux/rtnetlink.h>
#include "pf.h"

/* VFs lose their DMA with the reset; their drivers shake hands again later */
static void vtc_power_down(struct vtc_pf *pf)
{
	ASSERT_RTNL();
	vtc_reset_silence(pf);
	vtc_link_stop(&pf->link);
	/* VFs were to be told that the link went, which opens their mailboxes */
	vtc_irq_mask_all(pf);
	vtc_vfmail_stop(pf);
	vtc_reset_close(pf);
	vtc_hw_set_off(&pf->hw);
}

static int vtc_power_up(struct vtc_pf *pf)
{
	int err;

	ASSERT_RTNL();
	if (!vtc_hw_set_on(&pf->hw))
		return -EIO;
	err = vtc_reset_revive(pf);
	if (pf->port_users)
		vtc_link_start(&pf->link);
	return err;
}

static int vtc_power_suspend(struct device *dev)
{
	struct vtc_pf *pf = dev_get_drvdata(dev);

	rtnl_lock();
	vtc_power_down(pf);
	rtnl_unlock();
	return 0;
}

static int vtc_power_resume(struct device *dev)
{
	struct vtc_pf *pf = dev_get_drvdata(dev);
	int err;

	rtnl_lock();
	err = vtc_power_up(pf);
	rtnl_unlock();
	return err;
}

const struct dev_pm_ops vtc_power_ops = {
	SYSTEM_SLEEP_PM_OPS(vtc_power_suspend, vtc_power_resume)
};

/* A VF whose driver is not on this host has nobody else who would stop it */
static void vtc_power_stop_vfs(struct pci_dev *pdev)
{
	struct pci_dev *dev = NULL;

	while ((dev = pci_get_device(pdev->vendor, PCI_ANY_ID, dev)))
		if (dev->is_virtfn && pci_physfn(dev) == pdev)
			pci_clear_master(dev);
}

/**
 * vtc_power_shutdown() - power off or kexec
 * @pdev: PCI function
 *
 * Whoever runs next must not be written into, by the PF or by a VF.
 *
 * Context: device lock, sleeps.
 */
void vtc_power_shutdown(struct pci_dev *pdev)
{
	struct vtc_pf *pf = pci_get_drvdata(pdev);

	rtnl_lock();
	dev_close(pf->netdev);
	vtc_power_down(pf);
	rtnl_unlock();
	vtc_power_stop_vfs(pdev);
	pci_clear_master(pdev);
}

/**
 * vtc_power_error() - the bus has reported an error
 * @pdev: PCI function
 * @state: what is left of the connection
 *
 * Context: device lock, sleeps.
 * Return: what to do.
 */
pci_ers_result_t vtc_power_error(struct pci_dev *pdev, pci_channel_state_t state)
{
	struct vtc_pf *pf = pci_get_drvdata(pdev);

	if (state == pci_channel_io_normal)
		return PCI_ERS_RESULT_CAN_RECOVER;
	vtc_hw_set_off(&pf->hw);
	/* Buffers are freed next, and the chip could not be told */
	pci_clear_master(pdev);
	rtnl_lock();
	vtc_reset_silence(pf);
	rtnl_unlock();
	return state == pci_channel_io_perm_failure ? PCI_ERS_RESULT_DISCONNECT :
						      PCI_ERS_RESULT_NEED_RESET;
}

/**
 * vtc_power_slot_reset() - the slot was reset after an error
 * @pdev: PCI function
 *
 * Context: device lock, sleeps.
 * Return: whether the device is there again.
 */
pci_ers_result_t vtc_power_slot_reset(struct pci_dev *pdev)
{
	struct vtc_pf *pf = pci_get_drvdata(pdev);

	pci_restore_state(pdev);
	pci_save_state(pdev);
	pci_set_master(pdev);
	return vtc_hw_set_on(&pf->hw) ? PCI_ERS_RESULT_RECOVERED :
					PCI_ERS_RESULT_DISCONNECT;
}

/**
 * vtc_power_recovered() - the bus works again
 * @pdev: PCI function
 *
 * Context: device lock, sleeps.
 */
void vtc_power_recovered(struct pci_dev *pdev)
{
	struct vtc_pf *pf = pci_get_drvdata(pdev);

	rtnl_lock();
	vtc_reset_revive(pf);
	rtnl_unlock();
}
