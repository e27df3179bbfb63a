/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Register map of the 82575 where it differs from the 82576's.
 *
 * Owns: offsets and fields, nothing else.  What both have is in regs_82576.h.
 * Numbers in brackets are sections of the "Intel 82575EB Gigabit Ethernet
 * Controller Software Developer's Manual".
 */
#ifndef VTC_REGS_82575_H
#define VTC_REGS_82575_H

#include <linux/bits.h>

#define VTC_82575_QUEUES		4

/* Fields of CTRL_EXT, in place of a register of their own (14.3) */
#define VTC_82575_CTRL_EXT_IRCA		BIT(0)	/* reading ICR clears it */
#define VTC_82575_CTRL_EXT_EIAME	BIT(24)	/* a message masks its causes */
#define VTC_82575_CTRL_EXT_PBA_CLR	BIT(31)	/* and clears its pending bit */

/* Packet buffer: kilobytes for reception below, for transmission above */
#define VTC_82575_PBA			0x01000
#define   VTC_82575_PBA_RX_KIB		GENMASK(15, 0)

/* Bits of EICR and of all its relatives, whatever the vectors (5.13) */
#define VTC_82575_EICR_RX(q)		BIT(q)
#define VTC_82575_EICR_TX(q)		BIT(8 + (q))
#define VTC_82575_EICR_OTHER		BIT(31)

/* Causes of vector n, as bits of EICR */
#define VTC_82575_VECTORS		10
#define VTC_82575_MSIXBM(n)		(0x01600 + 4 * (n))

/* Spacing in units of 256 ns, and the counter that runs down from it (14.3.45) */
#define VTC_82575_EITR_INTERVAL		GENMASK(15, 0)
#define VTC_82575_EITR_COUNTER		GENMASK(31, 16)
#define VTC_82575_EITR_UNIT_NS		256

#define VTC_82575_RX_RING(q)		(0x02800 + 0x100 * (q))
#define VTC_82575_TX_RING(q)		(0x03800 + 0x100 * (q))

/* Filters: one queue for each address, by its number (14.5.3) */
#define VTC_82575_RAH_QSEL		GENMASK(19, 18)
/* Of each byte of RETA these count without pools (5.4.2.2) */
#define VTC_82575_RETA_BITS		0xc0c0c0c0

#endif /* VTC_REGS_82575_H */
