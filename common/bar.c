// SPDX-License-Identifier: GPL-2.0-only
/*
 * Owns the enabling of the function and the mapping of its registers.
 */
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include "bar.h"

/**
 * vtc_bar_map() - enable a function and map its registers
 * @pdev: PCI function
 * @hw: result
 * @bar: the BAR with the registers
 * @name: the driver, for /proc/iomem
 *
 * The function may do DMA from here on, to any address.
 *
 * Context: probe.
 * Return: 0 or a negative errno, with nothing left behind.
 */
int vtc_bar_map(struct pci_dev *pdev, struct vtc_hw *hw, int bar,
		const char *name)
{
	int err;

	hw->dev = &pdev->dev;
	err = pci_enable_device_mem(pdev);
	if (err)
		return err;
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		goto disable;
	err = pci_request_mem_regions(pdev, name);
	if (err)
		goto disable;
	hw->bar = pci_ioremap_bar(pdev, bar);
	if (!hw->bar) {
		err = -ENOMEM;
		goto release;
	}
	pci_set_master(pdev);
	/* What is restored should an error cost the function its settings */
	pci_save_state(pdev);
	return 0;

release:
	pci_release_mem_regions(pdev);
disable:
	pci_disable_device(pdev);
	return err;
}

/**
 * vtc_bar_unmap() - undo vtc_bar_map()
 * @pdev: PCI function
 * @hw: its registers
 *
 * Context: remove.
 */
void vtc_bar_unmap(struct pci_dev *pdev, struct vtc_hw *hw)
{
	iounmap(hw->bar);
	pci_release_mem_regions(pdev);
	pci_disable_device(pdev);
}
