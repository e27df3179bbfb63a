// SPDX-License-Identifier: GPL-2.0-only
/*
 * Register dump for "ethtool -d", format 1: pairs of 32-bit words, a
 * register's offset and its value, in the order of the list below.
 *
 * Owns the list.  Left out is all that reading changes: ICR and EICR, the
 * statistics, SWSM (reading takes the semaphore), WVBR; further MDIC and EERD,
 * which belong to a transaction, and the hash key.
 */
#include <linux/kernel.h>

#include "hw.h"
#include "regdump.h"
#include "regs_82576.h"

/**
 * struct vtc_regdump_run - registers at even distances
 * @first: the first one's offset
 * @count: how many
 * @stride: from one to the next
 */
struct vtc_regdump_run {
	u32 first;
	u16 count;
	u16 stride;
};

#define QUEUES		16
#define POOLS		8
#define RING_STRIDE	(VTC_PF_RX_RING(1) - VTC_PF_RX_RING(0))
#define RX_RINGS(reg)	{ VTC_PF_RX_RING(0) + (reg), QUEUES, RING_STRIDE }
#define TX_RINGS(reg)	{ VTC_PF_TX_RING(0) + (reg), QUEUES, RING_STRIDE }
#define ONE(reg)	{ (reg), 1, 4 }

static const struct vtc_regdump_run vtc_regdump_runs[] = {
	ONE(VTC_CTRL),
	ONE(VTC_STATUS),
	ONE(VTC_CTRL_EXT),
	ONE(VTC_EECD),
	ONE(VTC_EEMNGCTL),
	ONE(VTC_MANC),
	ONE(VTC_LEDCTL),
	ONE(VTC_VET),
	ONE(VTC_FCAL),
	ONE(VTC_FCAH),
	ONE(VTC_FCT),
	ONE(VTC_FCTTV),
	ONE(VTC_FCRTL),
	ONE(VTC_FCRTH),
	ONE(VTC_FCRTV),
	/* interrupts */
	ONE(VTC_IMS),
	ONE(VTC_IAM),
	ONE(VTC_GPIE),
	ONE(VTC_EIMS),
	ONE(VTC_EIAC),
	ONE(VTC_EIAM),
	{ VTC_EITR(0), 25, 4 },
	{ VTC_IVAR(0), 8, 4 },
	ONE(VTC_IVAR_MISC),
	/* receive */
	ONE(VTC_RCTL),
	ONE(VTC_QDE),
	ONE(VTC_RXPBS),
	ONE(VTC_RXCSUM),
	ONE(VTC_RLPML),
	ONE(VTC_RFCTL),
	ONE(VTC_MRQC),
	{ VTC_RETA(0), 32, 4 },
	RX_RINGS(VTC_RING_BAL),
	RX_RINGS(VTC_RING_BAH),
	RX_RINGS(VTC_RING_LEN),
	RX_RINGS(VTC_RING_SRRCTL),
	RX_RINGS(VTC_RING_HEAD),
	RX_RINGS(VTC_RING_TAIL),
	RX_RINGS(VTC_RING_DCTL),
	/* transmit */
	ONE(VTC_TCTL),
	ONE(VTC_TXPBS),
	ONE(VTC_DTXCTL),
	TX_RINGS(VTC_RING_BAL),
	TX_RINGS(VTC_RING_BAH),
	TX_RINGS(VTC_RING_LEN),
	TX_RINGS(VTC_RING_HEAD),
	TX_RINGS(VTC_RING_TAIL),
	TX_RINGS(VTC_RING_DCTL),
	TX_RINGS(VTC_RING_TDWBAL),
	TX_RINGS(VTC_RING_TDWBAH),
	/* filters */
	{ VTC_RAL(0), 16, 8 },
	{ VTC_RAH(0), 16, 8 },
	{ VTC_RAL_HIGH(16), 8, 8 },
	{ VTC_RAH_HIGH(16), 8, 8 },
	{ VTC_MTA(0), VTC_MTA_REGS, 4 },
	{ VTC_VFTA(0), VTC_VFTA_REGS, 4 },
	/* pools and switch */
	ONE(VTC_VT_CTL),
	{ VTC_VMOLR(0), POOLS, 4 },
	ONE(VTC_RPLOLR),
	{ VTC_VLVF(0), 32, 4 },
	{ VTC_VMVIR(0), POOLS, 4 },
	ONE(VTC_DTXSWC),
	ONE(VTC_VFRE),
	ONE(VTC_VFTE),
	ONE(VTC_IOVCTL),
	/* mailbox */
	ONE(VTC_MBVFICR),
	ONE(VTC_MBVFIMR),
	ONE(VTC_VFLRE),
	{ VTC_P2VMAILBOX(0), POOLS, 4 },
};

/**
 * vtc_regdump_len() - size of a dump
 *
 * Context: any.
 * Return: bytes.
 */
size_t vtc_regdump_len(void)
{
	size_t n = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(vtc_regdump_runs); i++)
		n += vtc_regdump_runs[i].count;
	return n * 2 * sizeof(u32);
}

static u32 *vtc_regdump_run(const struct vtc_hw *hw,
			    const struct vtc_regdump_run *run, u32 *out)
{
	u32 reg = run->first;
	u32 i;

	for (i = 0; i < run->count; i++, reg += run->stride) {
		*out++ = reg;
		*out++ = vtc_rd(hw, reg);
	}
	return out;
}

/**
 * vtc_regdump() - read all registers of the list
 * @hw: registers of the function, reachable
 * @out: room for vtc_regdump_len() bytes
 *
 * Context: any; about a thousand register reads.
 */
void vtc_regdump(const struct vtc_hw *hw, u32 *out)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(vtc_regdump_runs); i++)
		out = vtc_regdump_run(hw, &vtc_regdump_runs[i], out);
}
