/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Advanced descriptors: one layout for every generation, PF and VF.
 *
 * Facts only (datasheet 7.1.5 receive, 7.2.2 transmit).
 */
#ifndef VTC_DESC_H
#define VTC_DESC_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/sizes.h>
#include <linux/types.h>

/* Receive, as posted */
struct vtc_rx_read {
	__le64 addr;
	__le64 hdr_addr;
};

/* Receive, as written back */
struct vtc_rx_wb {
	__le32 info;
	__le32 hash;
	__le32 status;
	__le16 len;
	__le16 vlan;
};

union vtc_rx_desc {
	struct vtc_rx_read read;
	struct vtc_rx_wb wb;
	__le64 q[2];
};

static_assert(sizeof(union vtc_rx_desc) == 16);

#define VTC_RXI_RSS_TYPE	GENMASK(3, 0)
#define   VTC_RSS_TYPE_TCP4	1
#define   VTC_RSS_TYPE_IPV4	2
#define   VTC_RSS_TYPE_TCP6	3
#define   VTC_RSS_TYPE_IPV6_EX	4
#define   VTC_RSS_TYPE_IPV6	5
#define   VTC_RSS_TYPE_TCP6_EX	6
#define   VTC_RSS_TYPE_UDP4	7
#define   VTC_RSS_TYPE_UDP6	8
#define   VTC_RSS_TYPE_UDP6_EX	9
#define VTC_RXI_PKT_IPV4	BIT(4)
#define VTC_RXI_PKT_SCTP	BIT(10)

#define VTC_RXS_DD		BIT(0)
#define VTC_RXS_EOP		BIT(1)
#define VTC_RXS_VP		BIT(3)
#define VTC_RXS_UDPCS		BIT(4)
#define VTC_RXS_L4CS		BIT(5)
#define VTC_RXS_IPCS		BIT(6)
#define VTC_RXS_LB		BIT(18)
#define VTC_RXS_ERR_L4		BIT(29)
#define VTC_RXS_ERR_IP		BIT(30)
#define VTC_RXS_ERR_RX		BIT(31)

/* Transmit: data descriptor */
struct vtc_tx_data {
	__le64 addr;
	__le32 cmd_len;
	__le32 olinfo;
};

/* Transmit: context descriptor */
struct vtc_tx_ctx {
	__le32 vlan_macip;
	__le32 seed;
	__le32 cmd;
	__le32 mss_l4;
};

union vtc_tx_desc {
	struct vtc_tx_data data;
	struct vtc_tx_ctx ctx;
	__le64 q[2];
};

static_assert(sizeof(union vtc_tx_desc) == 16);

#define VTC_TXD_LEN		GENMASK(15, 0)
#define VTC_TXD_MAC_1588	BIT(19)
#define VTC_TXD_DTYP_CTX	(2u << 20)
#define VTC_TXD_DTYP_DATA	(3u << 20)
#define VTC_TXD_EOP		BIT(24)
#define VTC_TXD_IFCS		BIT(25)
#define VTC_TXD_RS		BIT(27)
#define VTC_TXD_DEXT		BIT(29)
#define VTC_TXD_VLE		BIT(30)
#define VTC_TXD_TSE		BIT(31)

#define VTC_TXO_STA_DD		BIT(0)
#define VTC_TXO_IDX_SHIFT	4
#define VTC_TXO_CC		BIT(7)
#define VTC_TXO_IXSM		BIT(8)	/* insert the IP header checksum */
#define VTC_TXO_TXSM		BIT(9)	/* insert the L4 checksum */
#define VTC_TXO_PAYLEN_SHIFT	14

#define VTC_TXC_IPLEN		GENMASK(8, 0)
#define VTC_TXC_MACLEN		GENMASK(15, 9)
#define VTC_TXC_VLAN		GENMASK(31, 16)
#define VTC_TXC_IPV4		BIT(10)
#define VTC_TXC_L4_UDP		0
#define VTC_TXC_L4_TCP		BIT(11)
#define VTC_TXC_L4_SCTP		BIT(12)
#define VTC_TXC_L4LEN		GENMASK(15, 8)
#define VTC_TXC_MSS		GENMASK(31, 16)

/* One descriptor may carry more, but this keeps every length in 16 bits */
#define VTC_TXD_MAX_BYTES	SZ_32K

#endif /* VTC_DESC_H */
