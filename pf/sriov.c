// SPDX-License-Identifier: GPL-2.0-only
/*
 * VFs come and go.
 *
 * Neither rtnl nor the configuration lock is held while the PCI core adds or
 * removes VFs: their driver, on this same host, asks the PF for things then
 * and is answered by the mailbox work.
 */
#include <linux/errno.h>
#include <linux/rtnetlink.h>
#include "pf.h"
#include "vfhw.h"

/* Another plan; no queue runs that changes owner */
static int vtc_sriov_set_plan(struct vtc_pf *pf, const struct vtc_poolplan *plan)
{
	unsigned int vf;
	int err;

	vtc_cfglock_assert(&pf->cfg_lock);
	vtc_pools_adopt(pf, plan);
	vtc_stats_set_vfs(&pf->stats, &pf->hw, plan->n_vfs);
	err = vtc_config_apply(pf);
	vtc_config_rates(pf);
	for (vf = 0; vf < plan->n_vfs; vf++)
		vtc_vftenant_new(pf, vf, false);
	return err;
}

/* The PF's own queues change: pools on or off, or its pool goes to a VF.  On
 * failure the mode is the new one and there are no rings.
 */
static int vtc_sriov_move_pf(struct vtc_pf *pf, const struct vtc_poolplan *plan)
{
	bool was_there = vtc_port_detach(pf);
	int err;

	vtc_port_down(pf);
	vtc_cfglock_take(&pf->cfg_lock);
	/* Queues change owner: nothing may come in meanwhile */
	pf->rx_on = false;
	vtc_config_apply(pf);
	/* Slots of a mode without pools mean nothing to one with them */
	memset(&pf->sw, 0, sizeof(pf->sw));
	err = vtc_sriov_set_plan(pf, plan);
	vtc_cfglock_give(&pf->cfg_lock);
	/* Vectors change owner, too */
	vtc_irq_setup(pf);
	if (pf->port_users)
		vtc_port_resume(pf);
	if (!err && was_there && netif_running(pf->netdev))
		err = vtc_port_up(pf);
	if (was_there)
		vtc_port_attach(pf);
	return err;
}

/*
 * Where the PF stays in its pool, it and stations go on undisturbed, unless a
 * station's second pair has to go, or may come, because of its vector.
 */
static int vtc_sriov_set_mode(struct vtc_pf *pf, const struct vtc_poolplan *plan)
{
	bool fewer = plan->n_seconds < pf->plan.n_seconds;
	int err;

	ASSERT_RTNL();
	if (plan->vt != pf->plan.vt || plan->pf_pool != pf->plan.pf_pool)
		return vtc_sriov_move_pf(pf, plan);
	vtc_cfglock_take(&pf->cfg_lock);
	err = vtc_sriov_set_plan(pf, plan);
	vtc_cfglock_give(&pf->cfg_lock);
	/* A vector in use is set up like the PF's others */
	if (fewer)
		vtc_vmdq_resize(pf);
	vtc_irq_setup(pf);
	if (!fewer)
		vtc_vmdq_resize(pf);
	return err;
}

/* Back to a port without VFs; this cannot be refused */
static void vtc_sriov_plain(struct vtc_pf *pf)
{
	struct vtc_poolplan plan;
	int err;

	err = vtc_pools_plan_vfs(pf, 0, &plan);
	if (!err)
		err = vtc_sriov_set_mode(pf, &plan);
	if (!err)
		return;
	netdev_err(pf->netdev, "no datapath without VFs: %d\n", err);
	dev_close(pf->netdev);
}

/* Enter pool mode for @n VFs; they hold the port alive */
static int vtc_sriov_enter(struct vtc_pf *pf, unsigned int n)
{
	struct vtc_poolplan plan;
	int err;

	rtnl_lock();
	err = vtc_pools_plan_vfs(pf, n, &plan);
	if (err)
		goto unlock;
	err = vtc_sriov_set_mode(pf, &plan);
	if (err)
		vtc_sriov_plain(pf);
	else
		vtc_port_get(pf);
	/* There is no loopback beside VFs */
	netdev_update_features(pf->netdev);
unlock:
	rtnl_unlock();
	return err;
}

static void vtc_sriov_leave(struct vtc_pf *pf)
{
	unsigned int vf;

	vtc_vfhw_reuse_queues(&pf->hw, pf->gen);
	rtnl_lock();
	vtc_sriov_plain(pf);
	vtc_port_put(pf);
	/* Who comes next gets the defaults */
	vtc_cfglock_take(&pf->cfg_lock);
	for (vf = 0; vf < VTC_PF_MAX_VFS; vf++) {
		vtc_vport_admin_init(&pf->vf[vf].admin);
		memset(&pf->vf[vf].asked, 0, sizeof(pf->vf[vf].asked));
	}
	vtc_cfglock_give(&pf->cfg_lock);
	netdev_update_features(pf->netdev);
	rtnl_unlock();
}

static void vtc_sriov_told(struct vtc_pf *pf, unsigned int n, const char *how)
{
	dev_info(&pf->pdev->dev, "%u VFs %s\n", n, how);
	if (vtc_config_pf_pool(pf) == VTC_L2SW_NO_POOL)
		netdev_warn(pf->netdev,
			    "all pools are VFs': the PF only administers them, it has no data path until sriov_numvfs is less\n");
}

static int vtc_sriov_enable(struct vtc_pf *pf, unsigned int n)
{
	int err;

	err = vtc_sriov_enter(pf, n);
	if (err)
		return err;
	err = pci_enable_sriov(pf->pdev, n);
	if (err) {
		dev_err(&pf->pdev->dev, "cannot enable %u VFs: %d\n", n, err);
		vtc_sriov_leave(pf);
		return err;
	}
	vtc_sriov_told(pf, n, "enabled");
	return 0;
}

static int vtc_sriov_disable(struct vtc_pf *pf)
{
	/* Also those of before that could not be adopted */
	if (!pci_num_vf(pf->pdev))
		return 0;
	if (pci_vfs_assigned(pf->pdev)) {
		dev_warn(&pf->pdev->dev, "VFs are assigned to guests\n");
		return -EPERM;
	}
	pci_disable_sriov(pf->pdev);
	if (pf->n_vfs)
		vtc_sriov_leave(pf);
	return 0;
}

/**
 * vtc_sriov_configure() - sysfs sriov_numvfs
 * @pdev: PCI function
 * @num_vfs: VFs wished for; the PCI core has checked the range
 *
 * Context: device lock, sleeps.
 * Return: VFs enabled, or a negative errno.
 */
int vtc_sriov_configure(struct pci_dev *pdev, int num_vfs)
{
	struct vtc_pf *pf = pci_get_drvdata(pdev);
	int err;

	if (!num_vfs)
		return vtc_sriov_disable(pf);
	if (pf->n_vfs)
		return -EBUSY;
	err = vtc_sriov_enable(pf, num_vfs);
	if (err)
		return err;
	vtc_pools_tell(pf);
	return num_vfs;
}

/**
 * vtc_sriov_probe() - VFs at load time: adopted, or as the parameter says
 * @pf: port, its netdev registered
 *
 * The port works without VFs, so failing to have them fails nothing else.
 * Whoever writes the maximum into sriov_numvfs means to keep the PF: the
 * maximum is one less than there could be, unless max_vfs says otherwise.
 *
 * Context: probe.
 */
void vtc_sriov_probe(struct vtc_pf *pf)
{
	unsigned int want = pf->params.max_vfs;
	int there = pci_num_vf(pf->pdev);

	if (!pf->gen->chip.max_vfs)
		return;
	if (!pci_find_ext_capability(pf->pdev, PCI_EXT_CAP_ID_SRIOV)) {
		if (want)
			dev_warn(&pf->pdev->dev,
				 "max_vfs=%u: this port has no SR-IOV\n", want);
		return;
	}
	/* The last pool is given away on explicit request only */
	pci_sriov_set_totalvfs(pf->pdev, max_t(unsigned int, want,
					       pf->gen->chip.max_vfs));
	if (there) {
		if (there > pf->gen->chip.pools || vtc_sriov_enter(pf, there))
			dev_err(&pf->pdev->dev, "cannot adopt %d VFs\n", there);
		else
			vtc_sriov_told(pf, there, "adopted");
		return;
	}
	if (want)
		vtc_sriov_enable(pf, want);
}

/**
 * vtc_sriov_remove() - the driver goes
 * @pf: port
 *
 * VFs go with it, unless guests have them: then they stay, without traffic,
 * and the next load adopts them.
 *
 * Context: remove; no rtnl.
 */
void vtc_sriov_remove(struct vtc_pf *pf)
{
	if (vtc_sriov_disable(pf) != -EPERM || !pf->n_vfs)
		return;
	rtnl_lock();
	vtc_port_put(pf);
	rtnl_unlock();
}
