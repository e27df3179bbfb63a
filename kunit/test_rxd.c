// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite rxd: what a written-back receive descriptor says.
 */
#include "kunit.h"
#include "../common/rxd.h"

struct vtc_rxd_row {
	const char *name;
	u32 status;
	enum vtc_rxd_csum csum;
};

static const struct vtc_rxd_row vtc_rxd_rows[] = {
	{ "nothing checked", 0x00000003, VTC_RXD_CSUM_NONE },
	{ "only the IP header checked", 0x00000043, VTC_RXD_CSUM_NONE },
	{ "TCP good", 0x00000063, VTC_RXD_CSUM_GOOD },
	{ "TCP over IPv6 good", 0x00000023, VTC_RXD_CSUM_GOOD },
	{ "UDP good", 0x00000053, VTC_RXD_CSUM_GOOD },
	{ "tagged, TCP good", 0x0000006b, VTC_RXD_CSUM_GOOD },
	{ "from another pool, TCP good", 0x00040063, VTC_RXD_CSUM_GOOD },
	{ "TCP wrong", 0x20000063, VTC_RXD_CSUM_BAD },
	{ "IP header wrong, TCP good", 0x40000063, VTC_RXD_CSUM_BAD },
	{ "both wrong", 0x60000063, VTC_RXD_CSUM_BAD },
};

KUNIT_ARRAY_PARAM_DESC(vtc_rxd_row, vtc_rxd_rows, name);

static void vtc_rxd_judges_checksums(struct kunit *test)
{
	const struct vtc_rxd_row *row = test->param_value;

	KUNIT_EXPECT_EQ(test, vtc_rxd_csum(row->status), row->csum);
}

/* Only what needs no second look goes the short way */
static void vtc_rxd_knows_whole_frames(struct kunit *test)
{
	const u32 whole = VTC_RXS_DD | VTC_RXS_EOP;

	KUNIT_EXPECT_TRUE(test, vtc_rxd_whole(whole, ETH_HLEN, 2048));
	KUNIT_EXPECT_TRUE(test, vtc_rxd_whole(whole, 2048, 2048));
	KUNIT_EXPECT_TRUE(test, vtc_rxd_whole(whole | VTC_RXS_ERR_L4, 60, 2048));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_whole(whole, 0, 2048));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_whole(whole, ETH_HLEN - 1, 2048));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_whole(whole, 2049, 2048));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_whole(whole, 0xffff, 2048));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_whole(VTC_RXS_DD, 60, 2048));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_whole(whole | VTC_RXS_ERR_RX, 60, 2048));
}

static void vtc_rxd_tells_hash_kinds(struct kunit *test)
{
	unsigned int type;

	for (type = 0; type < 16; type++)
		KUNIT_EXPECT_EQ_MSG(test, vtc_rxd_hashed(0xfff0 | type),
				    type != 0, "type %u", type);
	/* Types nobody has defined cover nothing */
	for (type = 10; type < 16; type++)
		KUNIT_EXPECT_FALSE(test, vtc_rxd_hash_l4(0xfff0 | type));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_hash_l4(0xfff0));
	/* TCP and UDP cover ports, bare IP does not */
	KUNIT_EXPECT_TRUE(test, vtc_rxd_hash_l4(VTC_RSS_TYPE_TCP4));
	KUNIT_EXPECT_TRUE(test, vtc_rxd_hash_l4(VTC_RSS_TYPE_TCP6));
	KUNIT_EXPECT_TRUE(test, vtc_rxd_hash_l4(VTC_RSS_TYPE_TCP6_EX));
	KUNIT_EXPECT_TRUE(test, vtc_rxd_hash_l4(VTC_RSS_TYPE_UDP4));
	KUNIT_EXPECT_TRUE(test, vtc_rxd_hash_l4(VTC_RSS_TYPE_UDP6));
	KUNIT_EXPECT_TRUE(test, vtc_rxd_hash_l4(VTC_RSS_TYPE_UDP6_EX));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_hash_l4(VTC_RSS_TYPE_IPV4));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_hash_l4(VTC_RSS_TYPE_IPV6));
	KUNIT_EXPECT_FALSE(test, vtc_rxd_hash_l4(VTC_RSS_TYPE_IPV6_EX));
}

/* As the hardware lays it out, byte by byte */
static void vtc_rxd_lies_where_the_chip_writes(struct kunit *test)
{
	static const u8 raw[16] = {
		0x11, 0x12, 0x13, 0x14, 0x21, 0x22, 0x23, 0x24,
		0x31, 0x32, 0x33, 0x34, 0x41, 0x42, 0x51, 0x52,
	};
	union vtc_rx_desc desc;

	memcpy(&desc, raw, sizeof(desc));
	KUNIT_EXPECT_EQ(test, le32_to_cpu(desc.wb.info), 0x14131211);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(desc.wb.hash), 0x24232221);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(desc.wb.status), 0x34333231);
	KUNIT_EXPECT_EQ(test, le16_to_cpu(desc.wb.len), 0x4241);
	KUNIT_EXPECT_EQ(test, le16_to_cpu(desc.wb.vlan), 0x5251);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(desc.read.addr), 0x2423222114131211ull);
}

static struct kunit_case vtc_rxd_cases[] = {
	KUNIT_CASE_PARAM(vtc_rxd_judges_checksums, vtc_rxd_row_gen_params),
	KUNIT_CASE(vtc_rxd_knows_whole_frames),
	KUNIT_CASE(vtc_rxd_tells_hash_kinds),
	KUNIT_CASE(vtc_rxd_lies_where_the_chip_writes),
	{}
};

static struct kunit_suite vtc_rxd_suite = {
	.name = "vtc_rxd",
	.test_cases = vtc_rxd_cases,
};

kunit_test_suite(vtc_rxd_suite);
