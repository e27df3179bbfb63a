/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Register map of the 82576 as the physical and the virtual function see it.
 *
 * Owns: offsets and fields, nothing else.  No code, no structures.  Only the
 * mechanism files include it.  Numbers in brackets are sections of the
 * "Intel 82576EB Gigabit Ethernet Controller Datasheet".
 */
#ifndef VTC_REGS_82576_H
#define VTC_REGS_82576_H

#include <linux/bits.h>
#include <linux/bitfield.h>

/* General control (8.2) */
#define VTC_CTRL			0x00000
#define   VTC_CTRL_FD			BIT(0)
#define   VTC_CTRL_MASTER_DISABLE	BIT(2)
#define   VTC_CTRL_SLU			BIT(6)
#define   VTC_CTRL_SPEED		GENMASK(9, 8)
#define   VTC_CTRL_FRCSPD		BIT(11)
#define   VTC_CTRL_FRCDPX		BIT(12)
#define   VTC_CTRL_RST			BIT(26)
#define   VTC_CTRL_RFCE			BIT(27)
#define   VTC_CTRL_TFCE			BIT(28)
#define   VTC_CTRL_VME			BIT(30)
#define VTC_STATUS			0x00008
#define   VTC_STATUS_FD			BIT(0)
#define   VTC_STATUS_LU			BIT(1)
#define   VTC_STATUS_LAN_ID		GENMASK(3, 2)
#define   VTC_STATUS_SPEED		GENMASK(7, 6)
#define   VTC_STATUS_SPEED_10		0
#define   VTC_STATUS_SPEED_100		1
#define   VTC_STATUS_MASTER_ACTIVE	BIT(19)
#define VTC_EECD			0x00010
#define   VTC_EECD_PRES			BIT(8)
#define   VTC_EECD_AUTO_RD		BIT(9)
#define   VTC_EECD_SIZE			GENMASK(14, 11)
#define VTC_EERD			0x00014
#define   VTC_EERD_START		BIT(0)
#define   VTC_EERD_DONE			BIT(1)
#define   VTC_EERD_ADDR			GENMASK(15, 2)
#define   VTC_EERD_DATA			GENMASK(31, 16)
#define VTC_CTRL_EXT			0x00018
#define   VTC_CTRL_EXT_PFRSTD		BIT(14)
#define   VTC_CTRL_EXT_LINK_MODE	GENMASK(23, 22)
#define   VTC_CTRL_EXT_LINK_COPPER	0
#define   VTC_CTRL_EXT_DRV_LOAD		BIT(28)
#define VTC_MDIC			0x00020
#define   VTC_MDIC_DATA			GENMASK(15, 0)
#define   VTC_MDIC_REG			GENMASK(20, 16)
#define   VTC_MDIC_PHY			GENMASK(25, 21)
#define   VTC_MDIC_OP			GENMASK(27, 26)
#define   VTC_MDIC_OP_WRITE		1
#define   VTC_MDIC_OP_READ		2
#define   VTC_MDIC_READY		BIT(28)
#define   VTC_MDIC_ERROR		BIT(30)
#define VTC_FCAL			0x00028
#define VTC_FCAH			0x0002c
#define VTC_FCT				0x00030
#define VTC_VET				0x00038
#define VTC_FCTTV			0x00170
#define VTC_FCRTL			0x02160
#define   VTC_FCRTL_XONE		BIT(31)
#define VTC_FCRTH			0x02168
#define VTC_FCRTV			0x02460
#define VTC_LEDCTL			0x00e00
#define VTC_EEMNGCTL			0x01010
#define   VTC_EEMNGCTL_CFG_DONE(port)	BIT(18 + (port))
#define VTC_MANC			0x05820
#define VTC_SWSM			0x05b50
#define   VTC_SWSM_SMBI			BIT(0)
#define   VTC_SWSM_SWESMBI		BIT(1)
#define VTC_SW_FW_SYNC			0x05b5c
#define   VTC_SW_FW_SYNC_EEP		BIT(0)
#define   VTC_SW_FW_SYNC_PHY(port)	BIT(1 + (port))
#define   VTC_SW_FW_SYNC_FW_SHIFT	16

/* Interrupts (8.8): same offsets in the PF's and in a VF's own BAR */
#define VTC_ICR				0x000c0
#define   VTC_ICR_TXDW			BIT(0)
#define   VTC_ICR_LSC			BIT(2)
#define   VTC_ICR_RXDMT0		BIT(4)
#define   VTC_ICR_RXO			BIT(6)
#define   VTC_ICR_RXDW			BIT(7)
#define   VTC_ICR_VMMB			BIT(8)
#define   VTC_ICR_DRSTA			BIT(30)
#define VTC_ICS				0x000c8
#define VTC_IMS				0x000d0
#define VTC_IMC				0x000d8
#define VTC_IAM				0x000e0
#define VTC_GPIE			0x01514
#define   VTC_GPIE_NSICR		BIT(0)
#define   VTC_GPIE_MSIX_MODE		BIT(4)
#define   VTC_GPIE_EIAME		BIT(30)
#define   VTC_GPIE_PBA			BIT(31)
#define VTC_EICS			0x01520
#define VTC_EIMS			0x01524
#define VTC_EIMC			0x01528
#define VTC_EIAC			0x0152c
#define VTC_EIAM			0x01530
#define VTC_EICR			0x01580
#define VTC_EITR(n)			(0x01680 + 4 * (n))
#define   VTC_EITR_INTERVAL		GENMASK(14, 2)
#define   VTC_EITR_CNT_IGNR		BIT(31)
/* Immediate interrupts; the last part of a filter is FTQF (8.10) */
#define VTC_IMIR(n)			(0x05a80 + 4 * (n))
#define   VTC_IMIR_PORT			GENMASK(15, 0)	/* as on the wire */
#define   VTC_IMIR_IM_EN		BIT(16)
#define   VTC_IMIR_PORT_BP		BIT(17)		/* any port */
#define VTC_IMIREXT(n)			(0x05aa0 + 4 * (n))
#define   VTC_IMIREXT_SIZE		GENMASK(11, 0)
#define   VTC_IMIREXT_SIZE_BP		BIT(12)		/* any length */
#define   VTC_IMIREXT_CTRL_PSH		BIT(15)
#define   VTC_IMIREXT_CTRL_BP		BIT(19)		/* any TCP flags */
#define VTC_IMIRVP			0x05ac0
#define VTC_FTQF(n)			(0x059e0 + 4 * (n))
#define   VTC_FTQF_VF_BP		BIT(15)		/* any pool */
#define   VTC_FTQF_MASK			GENMASK(31, 28)	/* any protocol, address, port */
#define VTC_IVAR(n)			(0x01700 + 4 * (n))
#define   VTC_IVAR_VALID		0x80
#define VTC_IVAR_MISC			0x01740
#define VTC_IVAR_MISC_OTHER_SHIFT	8
/* A VF's interrupt vector for its mailbox has a register of its own (8.29) */
#define VTC_VF_IVAR_MISC		0x01740

/* Receive (8.10, 8.26) */
#define VTC_RCTL			0x00100
#define   VTC_RCTL_EN			BIT(1)
#define   VTC_RCTL_SBP			BIT(2)
#define   VTC_RCTL_UPE			BIT(3)
#define   VTC_RCTL_MPE			BIT(4)
#define   VTC_RCTL_LPE			BIT(5)
#define   VTC_RCTL_LBM_MAC		BIT(6)
#define   VTC_RCTL_BAM			BIT(15)
#define   VTC_RCTL_VFE			BIT(18)
#define   VTC_RCTL_SECRC		BIT(26)
#define VTC_QDE				0x02408
#define VTC_RXPBS			0x02404
#define   VTC_RXPBS_KIB			GENMASK(6, 0)
#define VTC_RXCSUM			0x05000
#define   VTC_RXCSUM_IPOFL		BIT(8)
#define   VTC_RXCSUM_TUOFL		BIT(9)
#define   VTC_RXCSUM_CRCOFL		BIT(11)
#define   VTC_RXCSUM_PCSD		BIT(13)
#define VTC_RLPML			0x05004
#define VTC_RFCTL			0x05008
#define VTC_MRQC			0x05818
#define   VTC_MRQC_MODE			GENMASK(2, 0)
#define   VTC_MRQC_MODE_RSS		2
#define   VTC_MRQC_MODE_VMDQ		3
#define   VTC_MRQC_MODE_VMDQ_RSS	5
#define   VTC_MRQC_RSS_TCP4		BIT(16)
#define   VTC_MRQC_RSS_IPV4		BIT(17)
#define   VTC_MRQC_RSS_TCP6_EX		BIT(18)
#define   VTC_MRQC_RSS_IPV6_EX		BIT(19)
#define   VTC_MRQC_RSS_IPV6		BIT(20)
#define   VTC_MRQC_RSS_TCP6		BIT(21)
#define   VTC_MRQC_RSS_UDP4		BIT(22)
#define   VTC_MRQC_RSS_UDP6		BIT(23)
#define VTC_RETA(n)			(0x05c00 + 4 * (n))
#define VTC_RSSRK(n)			(0x05c80 + 4 * (n))

/* Rings: one block a queue, 16 of them in the PF's BAR, 2 in a VF's */
#define VTC_PF_RX_RING(q)		(0x0c000 + 0x40 * (q))
#define VTC_PF_TX_RING(q)		(0x0e000 + 0x40 * (q))
#define VTC_VF_RX_RING(q)		(0x02800 + 0x100 * (q))
#define VTC_VF_TX_RING(q)		(0x03800 + 0x100 * (q))
#define VTC_RING_BAL			0x00
#define VTC_RING_BAH			0x04
#define VTC_RING_LEN			0x08
#define VTC_RING_SRRCTL			0x0c
#define   VTC_SRRCTL_BSIZEPKT_KIB	GENMASK(6, 0)
#define   VTC_SRRCTL_DESCTYPE		GENMASK(27, 25)
#define   VTC_SRRCTL_DESCTYPE_ONEBUF	1
#define   VTC_SRRCTL_DROP_EN		BIT(31)
#define VTC_RING_HEAD			0x10
#define VTC_RING_TAIL			0x18
#define VTC_RING_DCTL			0x28
#define   VTC_DCTL_PTHRESH		GENMASK(4, 0)
#define   VTC_DCTL_HTHRESH		GENMASK(12, 8)
#define   VTC_DCTL_WTHRESH		GENMASK(20, 16)
#define   VTC_DCTL_ENABLE		BIT(25)
#define   VTC_RXDCTL_SWFLUSH		BIT(26)
#define   VTC_TXDCTL_SWFLUSH		BIT(26)
#define VTC_RING_TDWBAL			0x38
#define   VTC_TDWBAL_ENABLE		BIT(0)
#define VTC_RING_TDWBAH			0x3c

/* Transmit (8.12) */
#define VTC_TCTL			0x00400
#define   VTC_TCTL_EN			BIT(1)
#define   VTC_TCTL_PSP			BIT(3)
#define   VTC_TCTL_CT			GENMASK(11, 4)
#define   VTC_TCTL_RTLC			BIT(24)
#define VTC_TXPBS			0x03404
#define VTC_DTXCTL			0x03590
#define   VTC_DTXCTL_VLAN_ADDED		BIT(3)
#define   VTC_DTXCTL_SPOOF_INT		BIT(6)
#define VTC_WVBR			0x03554
/* Transmit rate limiter: one set of registers, a window chosen by RTTDQSEL */
#define VTC_RTTDQSEL			0x03604
#define VTC_RTTBCNRM			0x03690
#define   VTC_RTTBCNRM_MMW		0x14
#define VTC_RTTBCNRC			0x036b0
#define   VTC_RTTBCNRC_DEC		GENMASK(13, 0)
#define   VTC_RTTBCNRC_INT		GENMASK(27, 14)
#define   VTC_RTTBCNRC_ENA		BIT(31)

/* Filters (8.10, 7.1.1) */
#define VTC_MTA(n)			(0x05200 + 4 * (n))
#define VTC_MTA_REGS			128
#define VTC_RAL(n)			(0x05400 + 8 * (n))	/* filters 0..15 */
#define VTC_RAH(n)			(VTC_RAL(n) + 4)
#define VTC_RAL_HIGH(n)			(0x054e0 + 8 * ((n) - 16)) /* 16..23 */
#define VTC_RAH_HIGH(n)			(VTC_RAL_HIGH(n) + 4)
#define   VTC_RAH_ADDR			GENMASK(15, 0)
#define   VTC_RAH_POOLS			GENMASK(25, 18)
#define   VTC_RAH_AV			BIT(31)
#define VTC_VFTA(n)			(0x05600 + 4 * (n))
#define VTC_VFTA_REGS			128
#define VTC_UTA(n)			(0x0a000 + 4 * (n))
#define VTC_UTA_REGS			128

/* Pools and the embedded switch (7.10.3, 8.14) */
#define VTC_VT_CTL			0x0581c
#define   VTC_VT_CTL_DEF_PL		GENMASK(9, 7)
#define   VTC_VT_CTL_IGNORE_MAC		BIT(28)
#define   VTC_VT_CTL_DIS_DEF_PL		BIT(29)
#define   VTC_VT_CTL_REPL_EN		BIT(30)
#define VTC_VMOLR(pool)			(0x05ad0 + 4 * (pool))
#define   VTC_VMOLR_RLPML		GENMASK(13, 0)
#define   VTC_VMOLR_LPE			BIT(16)
#define   VTC_VMOLR_RSSE		BIT(17)
#define   VTC_VMOLR_AUPE		BIT(24)
#define   VTC_VMOLR_ROMPE		BIT(25)
#define   VTC_VMOLR_ROPE		BIT(26)
#define   VTC_VMOLR_BAM			BIT(27)
#define   VTC_VMOLR_MPME		BIT(28)
#define   VTC_VMOLR_STRVLAN		BIT(30)
#define   VTC_VMOLR_STRCRC		BIT(31)
#define VTC_RPLOLR			0x05af0
#define   VTC_RPLOLR_STRVLAN		BIT(30)
#define   VTC_RPLOLR_STRCRC		BIT(31)
#define VTC_VLVF(n)			(0x05d00 + 4 * (n))
#define   VTC_VLVF_VID			GENMASK(11, 0)
#define   VTC_VLVF_POOLS		GENMASK(19, 12)
#define   VTC_VLVF_LVLAN		BIT(20)
#define   VTC_VLVF_EN			BIT(31)
#define VTC_VMVIR(pool)			(0x03700 + 4 * (pool))
#define   VTC_VMVIR_TAG			GENMASK(15, 0)
#define   VTC_VMVIR_ALWAYS		BIT(30)
#define   VTC_VMVIR_NEVER		BIT(31)
#define VTC_DTXSWC			0x03500
#define   VTC_DTXSWC_MACAS		GENMASK(7, 0)
#define   VTC_DTXSWC_VLANAS		GENMASK(15, 8)
#define   VTC_DTXSWC_LLE		GENMASK(23, 16)
#define   VTC_DTXSWC_LOOPBACK		BIT(31)
#define VTC_VFRE			0x00c8c
#define VTC_VFTE			0x00c90
#define VTC_IOVCTL			0x05bbc
#define   VTC_IOVCTL_REUSE_VFQ		BIT(0)

/* Mailbox (7.10.2.9.1, 8.14) */
#define VTC_P2VMAILBOX(vf)		(0x00c00 + 4 * (vf))
#define VTC_V2PMAILBOX			0x00c40
#define VTC_VMBMEM(vf)			(0x00800 + 64 * (vf))
/* Wrong VM behaviour: a bit for each queue that sent what is not its own */
#define VTC_WVBR			0x03554	/* reading clears */
#define VTC_MBVFICR			0x00c80
#define   VTC_MBVFICR_REQ		GENMASK(7, 0)
#define   VTC_MBVFICR_ACK		GENMASK(23, 16)
#define VTC_MBVFIMR			0x00c84
#define VTC_VFLRE			0x00c88

/* A VF's registers as the PF reaches them */
#define VTC_PVF(vf)			(0x10000 + 0x100 * (vf))
#define VTC_PVFGPRC(vf)			(VTC_PVF(vf) + 0x10)
#define VTC_PVFGPTC(vf)			(VTC_PVF(vf) + 0x14)
#define VTC_PVFGORC(vf)			(VTC_PVF(vf) + 0x18)
#define VTC_PVFGOTC(vf)			(VTC_PVF(vf) + 0x34)
#define VTC_PVFMPRC(vf)			(VTC_PVF(vf) + 0x3c)
#define VTC_PVTEIMC(vf)			(VTC_PVF(vf) + 0x28)

/* Port statistics (8.19): cleared by reading, 32 bits unless noted */
#define VTC_STAT_CRCERRS		0x04000
#define VTC_STAT_ALGNERRC		0x04004
#define VTC_STAT_RXERRC			0x0400c
#define VTC_STAT_MPC			0x04010
#define VTC_STAT_SCC			0x04014
#define VTC_STAT_ECOL			0x04018
#define VTC_STAT_MCC			0x0401c
#define VTC_STAT_LATECOL		0x04020
#define VTC_STAT_COLC			0x04028
#define VTC_STAT_DC			0x04030
#define VTC_STAT_SEC			0x04038
#define VTC_STAT_RLEC			0x04040
#define VTC_STAT_XONRXC			0x04048
#define VTC_STAT_XONTXC			0x0404c
#define VTC_STAT_XOFFRXC		0x04050
#define VTC_STAT_XOFFTXC		0x04054
#define VTC_STAT_PRC64			0x0405c
#define VTC_STAT_PRC127			0x04060
#define VTC_STAT_PRC255			0x04064
#define VTC_STAT_PRC511			0x04068
#define VTC_STAT_PRC1023		0x0406c
#define VTC_STAT_PRC1522		0x04070
#define VTC_STAT_GPRC			0x04074
#define VTC_STAT_BPRC			0x04078
#define VTC_STAT_MPRC			0x0407c
#define VTC_STAT_GPTC			0x04080
#define VTC_STAT_GORCL			0x04088	/* 64 bits, low word first */
#define VTC_STAT_GOTCL			0x04090	/* 64 bits, low word first */
#define VTC_STAT_RNBC			0x040a0
#define VTC_STAT_RUC			0x040a4
#define VTC_STAT_RFC			0x040a8
#define VTC_STAT_ROC			0x040ac
#define VTC_STAT_RJC			0x040b0
#define VTC_STAT_TPR			0x040d0
#define VTC_STAT_TPT			0x040d4
#define VTC_STAT_PTC64			0x040d8
#define VTC_STAT_PTC127			0x040dc
#define VTC_STAT_PTC255			0x040e0
#define VTC_STAT_PTC511			0x040e4
#define VTC_STAT_PTC1023		0x040e8
#define VTC_STAT_PTC1522		0x040ec
#define VTC_STAT_MPTC			0x040f0
#define VTC_STAT_BPTC			0x040f4
#define VTC_STAT_TSCTC			0x040f8

/* The same four counters as a VF reads them: 32 bits, not cleared */
#define VTC_VFGPRC			0x00f10
#define VTC_VFGPTC			0x00f14
#define VTC_VFGORC			0x00f18
#define VTC_VFGOTC			0x00f34
#define VTC_VFMPRC			0x00f3c

#endif /* VTC_REGS_82576_H */
