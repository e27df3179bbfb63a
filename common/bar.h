/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a PCI function to mapped registers, and back.
 */
#ifndef VTC_BAR_H
#define VTC_BAR_H

#include <linux/pci.h>
#include "hw.h"

int vtc_bar_map(struct pci_dev *pdev, struct vtc_hw *hw, int bar,
		const char *name);
void vtc_bar_unmap(struct pci_dev *pdev, struct vtc_hw *hw);

#endif /* VTC_BAR_H */
