/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A PCI bus with one card: what the suites with a whole card share.
 *
 * The drivers on it are the modules as they are shipped.
 */
#ifndef VTC_BUS_H
#define VTC_BUS_H

#include <linux/pci.h>
#include "card.h"
#include "kunit.h"

int vtc_bus_init(void);
struct vtc_card *vtc_bus_card(void);
struct pci_dev *vtc_bus_plug(void);
void vtc_bus_unplug(void);
struct pci_dev *vtc_bus_pf(void);
struct pci_dev *vtc_bus_vf(unsigned int vf);
void vtc_bus_settle(void);
void vtc_bus_vanish(unsigned int accesses);
unsigned int vtc_bus_vectors_used(void);
bool vtc_bus_is_master(unsigned int who);

#endif /* VTC_BUS_H */
