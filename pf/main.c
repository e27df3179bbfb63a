// SPDX-License-Identifier: GPL-2.0-only
/*
 * Probe and remove of the PF: the order in which a port comes to life.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include "bar.h"
#include "pf.h"
#include "vfhw.h"

#define VTC_MAIN_BAR		0
#define VTC_MAIN_SERVICE	HZ
#define VTC_MAIN_MSGS		(NETIF_MSG_DRV | NETIF_MSG_PROBE | NETIF_MSG_LINK)

/* From 1: an ID added by new_id without a generation is refused by the core */
enum vtc_main_gen {
	VTC_MAIN_82575 = 1,
	VTC_MAIN_82576,
};

static const struct vtc_gen *const vtc_main_gens[] = {
	[VTC_MAIN_82575] = &vtc_gen_82575,
	[VTC_MAIN_82576] = &vtc_gen_82576,
};

static const struct pci_device_id vtc_main_ids[] = {
	{ PCI_VDEVICE(INTEL, 0x10a7), VTC_MAIN_82575 }, /* copper */
	{ PCI_VDEVICE(INTEL, 0x10a9), VTC_MAIN_82575 }, /* fiber: told and refused */
	{ PCI_VDEVICE(INTEL, 0x10d6), VTC_MAIN_82575 }, /* quad */
	{ PCI_VDEVICE(INTEL, 0x10c9), VTC_MAIN_82576 }, /* copper */
	{ PCI_VDEVICE(INTEL, 0x10e8), VTC_MAIN_82576 }, /* quad */
	{ PCI_VDEVICE(INTEL, 0x1526), VTC_MAIN_82576 }, /* ET2 quad */
	{ PCI_VDEVICE(INTEL, 0x150a), VTC_MAIN_82576 }, /* NS */
	{}
};
MODULE_DEVICE_TABLE(pci, vtc_main_ids);

/* Once a second while anybody needs the port */
static void vtc_main_service(struct work_struct *work)
{
	struct vtc_pf *pf = container_of(to_delayed_work(work), struct vtc_pf,
					 service);

	vtc_stats_tick(&pf->stats, &pf->hw);
	vtc_vfmail_tick(pf);
	vtc_vmdq_tick(pf);
	queue_delayed_work(pf->wq, &pf->service, VTC_MAIN_SERVICE);
}

static void vtc_main_link_changed(struct vtc_link *link, bool up)
{
	vtc_vftell_link_changed(container_of(link, struct vtc_pf, link));
}

/* What the NVM says: is it whole, and who are we */
static int vtc_main_identify(struct vtc_pf *pf)
{
	struct device *dev = &pf->pdev->dev;
	int err;

	vtc_swfw_init(&pf->swfw, &pf->hw);
	err = vtc_nvm_init(&pf->nvm, &pf->hw, &pf->swfw);
	if (!err)
		err = vtc_nvm_checksum(&pf->nvm);
	if (err) {
		dev_err(dev, "the NVM is not readable or not valid: %d\n", err);
		return err;
	}
	err = vtc_nvm_mac(&pf->nvm, pf->swfw.port, pf->perm_mac);
	if (!err && !is_valid_ether_addr(pf->perm_mac))
		err = -EADDRNOTAVAIL;
	if (err)
		dev_err(dev, "no valid MAC address in the NVM: %d\n", err);
	return err;
}

static int vtc_main_alloc(struct vtc_pf *pf)
{
	vtc_cfglock_init(&pf->cfg_lock);
	vtc_reset_init(pf);
	INIT_DELAYED_WORK(&pf->service, vtc_main_service);
	pf->wq = alloc_workqueue("%s", WQ_UNBOUND | WQ_MEM_RECLAIM, 0,
				 pci_name(pf->pdev));
	if (!pf->wq)
		return -ENOMEM;
	pf->scratch = kzalloc(sizeof(*pf->scratch), GFP_KERNEL);
	if (!pf->scratch || vtc_l2sw_hw_init(&pf->sw_hw, &pf->hw, pf->gen->sw)) {
		kfree(pf->scratch);
		destroy_workqueue(pf->wq);
		return -ENOMEM;
	}
	return 0;
}

static void vtc_main_free(struct vtc_pf *pf)
{
	vtc_l2sw_hw_exit(&pf->sw_hw);
	kfree(pf->scratch);
	destroy_workqueue(pf->wq);
}

static int vtc_main_link(struct vtc_pf *pf)
{
	int err;

	pf->link.hw = &pf->hw;
	pf->link.gen = pf->gen;
	pf->link.swfw = &pf->swfw;
	pf->link.netdev = pf->netdev;
	pf->link.changed = vtc_main_link_changed;
	err = vtc_link_init(&pf->link);
	if (err)
		dev_err(&pf->pdev->dev, "no usable PHY: %d%s\n", err,
			err == -EOPNOTSUPP ? " (only copper ports are supported)" :
					     "");
	return err;
}

/* Everything between a mapped BAR and a netdev ready for registration */
static int vtc_main_bring_up(struct vtc_pf *pf)
{
	int err;

	err = vtc_reset_chip(pf);
	if (err) {
		dev_err(&pf->pdev->dev, "the chip does not come out of reset\n");
		return err;
	}
	err = vtc_main_identify(pf);
	if (err)
		return err;
	vtc_vfmail_init(pf);
	vtc_dp_init(&pf->dp, pf->netdev, &pf->hw);
	pf->dp.usecs = pf->params.usecs;
	pf->dp.adaptive &= pf->params.adaptive;
	vtc_stats_init(&pf->stats, &pf->hw, pf->gen);
	netdev_rss_key_fill(pf->rss_key, sizeof(pf->rss_key));
	vtc_netdev_setup(pf);
	err = vtc_main_link(pf);
	if (err)
		return err;
	err = vtc_irq_alloc(pf);
	if (err) {
		dev_err(&pf->pdev->dev, "no interrupts: %d\n", err);
		goto exit_link;
	}
	err = vtc_vmdq_init(pf);
	if (err)
		goto free_irq;
	vtc_irq_setup(pf);
	vtc_cfglock_take(&pf->cfg_lock);
	err = vtc_config_apply(pf);
	vtc_cfglock_give(&pf->cfg_lock);
	if (err)
		goto exit_vmdq;
	vtc_vfhw_reset_done(&pf->hw, pf->gen);
	return 0;

exit_vmdq:
	vtc_vmdq_exit(pf);
free_irq:
	vtc_irq_mask_all(pf);
	vtc_vfmail_stop(pf);
	vtc_irq_free(pf);
exit_link:
	vtc_link_exit(&pf->link);
	return err;
}

static void vtc_main_bring_down(struct vtc_pf *pf)
{
	vtc_irq_mask_all(pf);
	vtc_vfmail_stop(pf);
	cancel_work_sync(&pf->rx_mode_work);
	vtc_link_exit(&pf->link);
	vtc_vmdq_exit(pf);
	vtc_irq_free(pf);
	vtc_reset_close(pf);
}

static void vtc_main_hello(struct vtc_pf *pf)
{
	const char *irqs = pf->msix ? "MSI-X" :
			   pf->pdev->msi_enabled ? "MSI" : "INTx";

	netif_info(pf, probe, pf->netdev, "Intel %s, %pM, %s, queue pairs %u, firmware %s\n",
		   pf->gen->name, pf->perm_mac, irqs, pf->plan.pairs,
		   pf->nvm.version);
}

static int vtc_main_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	const struct vtc_gen *gen = vtc_main_gens[id->driver_data];
	struct net_device *netdev;
	unsigned int queues;
	struct vtc_pf *pf;
	int err;

	/* By driver_override, and it is none of our cards */
	if (!gen)
		return -ENODEV;
	queues = vtc_poolplan_most_queues(&gen->chip);
	netdev = alloc_etherdev_mqs(sizeof(*pf), queues, queues);
	if (!netdev)
		return -ENOMEM;
	SET_NETDEV_DEV(netdev, &pdev->dev);
	pf = netdev_priv(netdev);
	pf->netdev = netdev;
	pf->pdev = pdev;
	pf->gen = gen;
	pf->hw.spans = gen->spans;
	pf->hw.n_spans = gen->n_spans;
	pci_set_drvdata(pdev, pf);
	vtc_params_get(pf, &pf->params);
	pf->msg_enable = netif_msg_init(pf->params.debug, VTC_MAIN_MSGS);
	vtc_pools_init(pf);

	err = vtc_bar_map(pdev, &pf->hw, VTC_MAIN_BAR, VTC_PF_DRV_NAME);
	if (err)
		goto free_netdev;
	err = vtc_main_alloc(pf);
	if (err)
		goto unmap;
	err = vtc_main_bring_up(pf);
	if (err)
		goto free;
	netif_carrier_off(netdev);
	err = register_netdev(netdev);
	if (err)
		goto bring_down;
	vtc_main_hello(pf);
	vtc_debugfs_add(pf);
	vtc_sriov_probe(pf);
	vtc_pools_tell(pf);
	return 0;

bring_down:
	vtc_main_bring_down(pf);
free:
	vtc_main_free(pf);
unmap:
	vtc_bar_unmap(pdev, &pf->hw);
free_netdev:
	free_netdev(netdev);
	return err;
}

static void vtc_main_remove(struct pci_dev *pdev)
{
	struct vtc_pf *pf = pci_get_drvdata(pdev);

	vtc_debugfs_del(pf);
	vtc_sriov_remove(pf);
	unregister_netdev(pf->netdev);
	cancel_work_sync(&pf->reset_work);
	vtc_main_bring_down(pf);
	vtc_main_free(pf);
	vtc_bar_unmap(pdev, &pf->hw);
	free_netdev(pf->netdev);
}

static const struct pci_error_handlers vtc_main_err = {
	.error_detected	= vtc_power_error,
	.slot_reset	= vtc_power_slot_reset,
	.resume		= vtc_power_recovered,
	.reset_prepare	= vtc_reset_prepare,
	.reset_done	= vtc_reset_done,
};

static struct pci_driver vtc_main_driver = {
	.name			= VTC_PF_DRV_NAME,
	.id_table		= vtc_main_ids,
	.probe			= vtc_main_probe,
	.remove			= vtc_main_remove,
	.shutdown		= vtc_power_shutdown,
	.sriov_configure	= vtc_sriov_configure,
	.err_handler		= &vtc_main_err,
	.driver.pm		= pm_sleep_ptr(&vtc_power_ops),
};

static int __init vtc_main_init(void)
{
	int err;

	err = vtc_link_register_phy();
	if (err)
		return err;
	vtc_debugfs_init();
	err = pci_register_driver(&vtc_main_driver);
	if (err) {
		vtc_debugfs_exit();
		vtc_link_unregister_phy();
	}
	return err;
}
module_init(vtc_main_init);

static void __exit vtc_main_exit(void)
{
	pci_unregister_driver(&vtc_main_driver);
	vtc_debugfs_exit();
	vtc_link_unregister_phy();
}
module_exit(vtc_main_exit);

MODULE_DESCRIPTION("Intel 82576 physical function: SR-IOV, VMDq, embedded switch; 82575: VMDq");
MODULE_VERSION(VTC_VERSION);
MODULE_LICENSE("GPL");
