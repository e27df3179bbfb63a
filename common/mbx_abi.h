/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What PF and VF drivers of the 1G family say to each other: constants only.
 *
 * A message is 16 words; word 0 is the header.  There is no length on the
 * wire.  msg.c is the only file that builds or takes apart words.
 */
#ifndef VTC_MBX_ABI_H
#define VTC_MBX_ABI_H

#include <linux/bits.h>

#define VTC_MBX_WORDS		16

/* Header word */
#define VTC_MBX_OP		GENMASK(15, 0)
#define VTC_MBX_INFO		GENMASK(23, 16)
#define VTC_MBX_CTS		BIT(29)	/* the PF knows this VF as initialised */
#define VTC_MBX_NACK		BIT(30)
#define VTC_MBX_ACK		BIT(31)

/* VF to PF */
#define VTC_MBX_OP_RESET	0x01
#define VTC_MBX_OP_SET_MAC	0x02
#define VTC_MBX_OP_SET_MC	0x03
#define VTC_MBX_OP_SET_VLAN	0x04
#define VTC_MBX_OP_SET_LPE	0x05
#define VTC_MBX_OP_SET_PROMISC	0x06
/* PF to VF */
#define VTC_MBX_OP_PF_CONTROL	0x0100

/* SET_MAC: what the info field asks for */
#define VTC_MBX_MAC_PRIMARY	0
#define VTC_MBX_MAC_CLEAR	1
#define VTC_MBX_MAC_ADD		2

/* SET_MC: hashes in the message, and "there were more" */
#define VTC_MBX_MC_COUNT	GENMASK(20, 16)
#define VTC_MBX_MC_CONT		BIT(21)	/* our own: goes on from the last part */
#define VTC_MBX_MC_MORE		BIT(22)	/* our own: this is not the last part */
#define VTC_MBX_MC_OVERFLOW	BIT(23)
#define VTC_MBX_MC_MAX		30
#define VTC_MBX_MC_PART		29	/* our own: a full message may be a cut list */
#define VTC_MBX_MC_HASH		0xfff
#define VTC_MBX_MC_BITS		(VTC_MBX_MC_HASH + 1)
/* Hashes in all parts of one list: 9 messages, a fraction of a VF's budget */
#define VTC_MBX_MC_TOTAL	256

/* SET_PROMISC */
#define VTC_MBX_PROMISC_UC	BIT(16)
#define VTC_MBX_PROMISC_MC	BIT(17)

/*
 * Our own addition, invisible to other drivers: the reply to RESET and every
 * PF_CONTROL carry one more word.  Drivers that do not know it read fewer
 * words; PFs that do not know it leave the zero that our VF put there.
 */
#define VTC_MBX_RESET_EXT	3	/* word index in the RESET reply */
#define VTC_MBX_CONTROL_EXT	1	/* word index in PF_CONTROL */
#define VTC_MBX_EXT_MAGIC	0x76740000u	/* "vt" */
#define VTC_MBX_EXT_MAGIC_MASK	0xffff0000u
#define VTC_MBX_EXT_LINK	GENMASK(1, 0)
#define VTC_MBX_EXT_LINK_AUTO	0
#define VTC_MBX_EXT_LINK_UP	1
#define VTC_MBX_EXT_LINK_DOWN	2
#define VTC_MBX_EXT_MC_PARTS	BIT(8)	/* the PF takes SET_MC in parts */

/* P2VMAILBOX(vf) bits, written and read by the PF */
#define VTC_P2V_STS		BIT(0)	/* message for the VF */
#define VTC_P2V_ACK		BIT(1)	/* the VF's message was taken */
#define VTC_P2V_VFU		BIT(2)	/* the VF holds the buffer */
#define VTC_P2V_PFU		BIT(3)	/* the PF holds the buffer */
#define VTC_P2V_RVFU		BIT(4)	/* take the buffer from the VF */

/* V2PMAILBOX bits, written and read by the VF */
#define VTC_V2P_REQ		BIT(0)
#define VTC_V2P_ACK		BIT(1)
#define VTC_V2P_VFU		BIT(2)
#define VTC_V2P_PFU		BIT(3)
#define VTC_V2P_PFSTS		BIT(4)
#define VTC_V2P_PFACK		BIT(5)
#define VTC_V2P_RSTI		BIT(6)	/* a PF reset is going on */
#define VTC_V2P_RSTD		BIT(7)	/* a PF reset is over */
/* Reading V2PMAILBOX clears these, so the VF keeps them in a shadow */
#define VTC_V2P_READ_CLEARS	(VTC_V2P_PFSTS | VTC_V2P_PFACK | VTC_V2P_RSTD)

#endif /* VTC_MBX_ABI_H */
