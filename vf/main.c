// SPDX-License-Identifier: GPL-2.0-only
/*
 * Probe and remove of the VF: the order in which it comes to life.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include "bar.h"
#include "vf.h"

static const struct pci_device_id vtc_main_ids[] = {
	{ PCI_VDEVICE(INTEL, 0x10ca), (kernel_ulong_t)&vtc_gen_82576_vf },
	{}
};
MODULE_DEVICE_TABLE(pci, vtc_main_ids);

static void vtc_main_init_dp(struct vtc_vf *vf)
{
	unsigned int i;

	vtc_dp_init(&vf->dp, vf->netdev, &vf->hw);
	/* A VF that does not keep up may not hold up the port */
	vf->dp.drop_en = true;
	for (i = 0; i < vf->gen->pairs_max; i++) {
		vf->dp.rx_reg[i] = vf->gen->rx_ring[i];
		vf->dp.tx_reg[i] = vf->gen->tx_ring[i];
	}
}

/* Everything between a mapped BAR and a netdev ready for registration */
static int vtc_main_bring_up(struct vtc_vf *vf)
{
	int err;

	vf->wq = alloc_ordered_workqueue("%s", WQ_MEM_RECLAIM,
					 pci_name(vf->pdev));
	if (!vf->wq)
		return -ENOMEM;
	spin_lock_init(&vf->carrier_lock);
	vtc_pfreq_init(vf);
	vtc_reset_init(vf);
	vtc_main_init_dp(vf);
	vtc_wish_init(vf);
	vtc_netdev_setup(vf);
	err = vtc_irq_alloc(vf);
	if (err)
		goto destroy_wq;
	vf->pairs = min_t(unsigned int, vf->gen->pairs, vf->dp.n_qv);
	err = vtc_irq_request_mail(vf);
	if (err)
		goto free_irq;
	vtc_irq_setup(vf);
	vtc_reset_first(vf);
	return 0;

free_irq:
	vtc_irq_free(vf);
destroy_wq:
	destroy_workqueue(vf->wq);
	return err;
}

/* The netdev is gone, or was never there */
static void vtc_main_bring_down(struct vtc_vf *vf)
{
	vtc_reset_block(vf, VTC_VF_GONE);
	vtc_reset_quiet(vf);
	vtc_irq_free_mail(vf);
	vtc_irq_free(vf);
	destroy_workqueue(vf->wq);
}

static int vtc_main_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	const struct vtc_gen *gen = (const struct vtc_gen *)id->driver_data;
	struct net_device *netdev;
	struct vtc_vf *vf;
	int err;

	/* By driver_override, and it is none of our functions */
	if (!gen)
		return -ENODEV;
	netdev = alloc_etherdev_mqs(sizeof(*vf), gen->pairs_max, gen->pairs_max);
	if (!netdev)
		return -ENOMEM;
	SET_NETDEV_DEV(netdev, &pdev->dev);
	vf = netdev_priv(netdev);
	vf->netdev = netdev;
	vf->pdev = pdev;
	vf->gen = gen;
	vf->msg_enable = NETIF_MSG_DRV | NETIF_MSG_PROBE | NETIF_MSG_LINK;
	pci_set_drvdata(pdev, vf);

	vf->hw.spans = gen->spans;
	vf->hw.n_spans = gen->n_spans;
	err = vtc_bar_map(pdev, &vf->hw, vf->gen->bar, VTC_VF_DRV_NAME);
	if (err)
		goto free_netdev;
	err = vtc_main_bring_up(vf);
	if (err)
		goto unmap;
	err = register_netdev(netdev);
	if (err)
		goto bring_down;
	netdev_info(netdev, "VF of an Intel %s, %pM%s\n", gen->name,
		    netdev->dev_addr,
		    READ_ONCE(vf->pf.cts) ? "" : ", its PF does not answer yet");
	return 0;

bring_down:
	vtc_main_bring_down(vf);
unmap:
	vtc_bar_unmap(pdev, &vf->hw);
free_netdev:
	free_netdev(netdev);
	return err;
}

static void vtc_main_remove(struct pci_dev *pdev)
{
	struct vtc_vf *vf = pci_get_drvdata(pdev);

	/* First, so that no work waits for the rtnl that unregistering holds */
	vtc_reset_block(vf, VTC_VF_GONE);
	unregister_netdev(vf->netdev);
	vtc_main_bring_down(vf);
	vtc_bar_unmap(pdev, &vf->hw);
	free_netdev(vf->netdev);
}

static const struct pci_error_handlers vtc_main_err_handler = {
	.error_detected	= vtc_power_error,
	.slot_reset	= vtc_power_slot_reset,
	.resume		= vtc_power_recovered,
	.reset_prepare	= vtc_power_reset_prepare,
	.reset_done	= vtc_power_reset_done,
};

static struct pci_driver vtc_main_driver = {
	.name		= VTC_VF_DRV_NAME,
	.id_table	= vtc_main_ids,
	.probe		= vtc_main_probe,
	.remove		= vtc_main_remove,
	.shutdown	= vtc_power_shutdown,
	.err_handler	= &vtc_main_err_handler,
	.driver.pm	= pm_sleep_ptr(&vtc_power_ops),
};
module_pci_driver(vtc_main_driver);

MODULE_DESCRIPTION("Intel 82576 virtual function");
MODULE_VERSION(VTC_VERSION);
MODULE_LICENSE("GPL");
