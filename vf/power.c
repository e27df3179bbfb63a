// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sleep, shutdown, resets by the PCI core, and errors of the bus.
 *
 * They are all the same to a VF: it says farewell, its registers are switched
 * off (hw.h), and later it looks for its PF as if for the first time.  The
 * netdev is not detached: without a PF its queues are stopped anyway, and
 * attaching would start them.
 */
#include <linux/errno.h>
#include <linux/pm.h>
#include <linux/rtnetlink.h>
#include "vf.h"

static void vtc_power_down(struct vtc_vf *vf, enum vtc_vf_state why)
{
	vtc_reset_block(vf, why);
	vtc_reset_quiet(vf);
	vtc_hw_set_off(&vf->hw);
}

/* Should the function not answer yet, the service finds it later */
static void vtc_power_up(struct vtc_vf *vf)
{
	vtc_hw_set_on(&vf->hw);
	vtc_reset_unblock(vf, VTC_VF_PAUSED);
}

static int vtc_power_suspend(struct device *dev)
{
	vtc_power_down(dev_get_drvdata(dev), VTC_VF_PAUSED);
	return 0;
}

static int vtc_power_resume(struct device *dev)
{
	vtc_power_up(dev_get_drvdata(dev));
	return 0;
}

const struct dev_pm_ops vtc_power_ops = {
	SYSTEM_SLEEP_PM_OPS(vtc_power_suspend, vtc_power_resume)
};

/**
 * vtc_power_shutdown() - power off or kexec
 * @pdev: PCI function
 *
 * Whoever runs next must not be written into.
 *
 * Context: device lock, sleeps.
 */
void vtc_power_shutdown(struct pci_dev *pdev)
{
	struct vtc_vf *vf = pci_get_drvdata(pdev);

	rtnl_lock();
	netif_device_detach(vf->netdev);
	rtnl_unlock();
	vtc_power_down(vf, VTC_VF_GONE);
	pci_clear_master(pdev);
}

/**
 * vtc_power_reset_prepare() - the PCI core is about to reset the function
 * @pdev: PCI function; its netdev may be up or down
 *
 * Context: device lock, sleeps.
 */
void vtc_power_reset_prepare(struct pci_dev *pdev)
{
	vtc_power_down(pci_get_drvdata(pdev), VTC_VF_PAUSED);
}

/**
 * vtc_power_reset_done() - the PCI core has reset the function
 * @pdev: PCI function
 *
 * Context: device lock.
 */
void vtc_power_reset_done(struct pci_dev *pdev)
{
	vtc_power_up(pci_get_drvdata(pdev));
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
	struct vtc_vf *vf = pci_get_drvdata(pdev);

	if (state == pci_channel_io_normal)
		return PCI_ERS_RESULT_CAN_RECOVER;
	vtc_hw_set_off(&vf->hw);
	/* Buffers are freed next, and the chip could not be told */
	pci_clear_master(pdev);
	vtc_power_down(vf, VTC_VF_PAUSED);
	return state == pci_channel_io_perm_failure ? PCI_ERS_RESULT_DISCONNECT :
						      PCI_ERS_RESULT_NEED_RESET;
}

/**
 * vtc_power_slot_reset() - the slot was reset after an error
 * @pdev: PCI function
 *
 * Context: device lock.
 * Return: whether the device is there again.
 */
pci_ers_result_t vtc_power_slot_reset(struct pci_dev *pdev)
{
	struct vtc_vf *vf = pci_get_drvdata(pdev);

	pci_restore_state(pdev);
	pci_save_state(pdev);
	pci_set_master(pdev);
	return vtc_hw_set_on(&vf->hw) ? PCI_ERS_RESULT_RECOVERED :
					PCI_ERS_RESULT_DISCONNECT;
}

/**
 * vtc_power_recovered() - the bus works again
 * @pdev: PCI function
 *
 * Context: device lock.
 */
void vtc_power_recovered(struct pci_dev *pdev)
{
	struct vtc_vf *vf = pci_get_drvdata(pdev);

	if (test_bit(VTC_VF_PAUSED, &vf->state))
		vtc_power_up(vf);
}
