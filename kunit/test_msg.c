// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite msg: the mailbox protocol.
 *
 * Messages of today's drivers are given here as the words they put on the
 * wire, so that a change that breaks them is seen.
 */
#include "kunit.h"
#include "../common/msg.c"

#define HDR(op, info)	((op) | (u32)(info) << 16)

/* 02:aa:bb:cc:dd:ee in the two words that follow a header */
#define ADDR_W1		0xccbbaa02
#define ADDR_W2		0x0000eedd
static const u8 vtc_msg_test_addr[ETH_ALEN] = {
	0x02, 0xaa, 0xbb, 0xcc, 0xdd, 0xee
};

struct vtc_msg_refusal {
	const char *name;
	u32 w[VTC_MBX_WORDS];
	int err;
};

static const struct vtc_msg_refusal vtc_msg_refusals[] = {
	{ "all zero", { 0 }, -EOPNOTSUPP },
	{ "all ones", { ~0u, ~0u, ~0u }, -EBADMSG },
	{ "an ACK", { VTC_MBX_ACK | 1 }, -EBADMSG },
	{ "a NACK", { VTC_MBX_NACK | 1 }, -EBADMSG },
	{ "bare NACK", { VTC_MBX_NACK }, -EBADMSG },
	{ "opcode 7", { 7 }, -EOPNOTSUPP },
	{ "opcode PF_CONTROL", { 0x100 }, -EOPNOTSUPP },
	{ "opcode 0xffff", { 0xffff }, -EOPNOTSUPP },
	{ "RESET with info", { HDR(1, 1) }, -EINVAL },
	{ "RESET with CTS", { VTC_MBX_CTS | 1 }, -EINVAL },
	{ "RESET with bit 24", { BIT(24) | 1 }, -EINVAL },
	{ "SET_MAC with bit 28", { BIT(28) | 2, ADDR_W1, ADDR_W2 }, -EINVAL },
	{ "SET_MAC verb 3", { HDR(2, 3), ADDR_W1, ADDR_W2 }, -EINVAL },
	{ "SET_MAC info bit 18", { HDR(2, 4), ADDR_W1, ADDR_W2 }, -EINVAL },
	{ "SET_MAC zero", { 2 }, -EINVAL },
	{ "SET_MAC multicast", { 2, ADDR_W1 | 1, ADDR_W2 }, -EINVAL },
	{ "SET_MAC broadcast", { 2, ~0u, ~0u }, -EINVAL },
	{ "add zero", { HDR(2, 2) }, -EINVAL },
	{ "add multicast", { HDR(2, 2), ADDR_W1 | 1, ADDR_W2 }, -EINVAL },
	{ "SET_MC empty first part", { HDR(3, 0x40) }, -EINVAL },
	{ "SET_MC empty last part", { HDR(3, 0x20) }, -EINVAL },
	{ "SET_MC part of 31", { HDR(3, 0x40 | 31) }, -EINVAL },
	{ "SET_MC last part of 31", { HDR(3, 0x20 | 31) }, -EINVAL },
	{ "SET_MC more than said, and more to come", { HDR(3, 0xc0 | 30) },
	  -EINVAL },
	{ "SET_MC hash of 13 bits, low", { HDR(3, 1), 0x1000 }, -EINVAL },
	{ "SET_MC hash of 13 bits, high", { HDR(3, 2), 0x10000000 }, -EINVAL },
	{ "SET_MC last hash of 13 bits",
	  { HDR(3, 30), [15] = 0x80000000 }, -EINVAL },
	{ "SET_VLAN info bit 17", { HDR(4, 2), 5 }, -EINVAL },
	{ "SET_VLAN 4095", { HDR(4, 1), 4095 }, -EINVAL },
	{ "SET_VLAN 4096", { HDR(4, 1), 4096 }, -EINVAL },
	{ "SET_VLAN high bit", { HDR(4, 0), BIT(31) | 5 }, -EINVAL },
	{ "SET_LPE with info", { HDR(5, 1), 1518 }, -EINVAL },
	{ "SET_PROMISC info bit 18", { HDR(6, 4) }, -EINVAL },
};

KUNIT_ARRAY_PARAM_DESC(vtc_msg_refusal, vtc_msg_refusals, name);

static void vtc_msg_refuses(struct kunit *test)
{
	const struct vtc_msg_refusal *row = test->param_value;
	struct vtc_msg msg;

	KUNIT_EXPECT_EQ(test, vtc_msg_decode_req(row->w, &msg), row->err);
}

static void vtc_msg_reads_reset(struct kunit *test)
{
	/* The rest of the buffer is whatever was there before */
	u32 w[VTC_MBX_WORDS] = { 1, ~0u, ~0u, ~0u };
	struct vtc_msg msg;

	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.op, VTC_MBX_OP_RESET);
}

static void vtc_msg_reads_mac(struct kunit *test)
{
	u32 w[VTC_MBX_WORDS] = { 2, ADDR_W1, ADDR_W2 | 0xdead0000, ~0u };
	struct vtc_msg msg;

	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.op, VTC_MBX_OP_SET_MAC);
	KUNIT_EXPECT_EQ(test, msg.mac.verb, VTC_MSG_MAC_PRIMARY);
	KUNIT_EXPECT_MEMEQ(test, msg.mac.addr, vtc_msg_test_addr, ETH_ALEN);

	w[0] = HDR(2, 2);
	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.mac.verb, VTC_MSG_MAC_ADD);
	KUNIT_EXPECT_MEMEQ(test, msg.mac.addr, vtc_msg_test_addr, ETH_ALEN);
}

/* igbvf sends zeroes with CLEAR, other drivers some address */
static void vtc_msg_reads_mac_clear(struct kunit *test)
{
	u32 w[VTC_MBX_WORDS] = { HDR(2, 1) };
	struct vtc_msg msg;

	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.mac.verb, VTC_MSG_MAC_CLEAR);
	w[1] = ADDR_W1;
	w[2] = ADDR_W2;
	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.mac.verb, VTC_MSG_MAC_CLEAR);
}

static void vtc_msg_reads_mc(struct kunit *test)
{
	u32 w[VTC_MBX_WORDS] = { HDR(3, 3), 0x0fff0001, 0xdead0abc };
	struct vtc_msg msg;

	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.mc.n, 3);
	KUNIT_EXPECT_FALSE(test, msg.mc.overflow);
	KUNIT_EXPECT_EQ(test, msg.mc.hash[0], 0x001);
	KUNIT_EXPECT_EQ(test, msg.mc.hash[1], 0xfff);
	KUNIT_EXPECT_EQ(test, msg.mc.hash[2], 0xabc);
}

static void vtc_msg_reads_mc_counts(struct kunit *test)
{
	u32 w[VTC_MBX_WORDS] = { HDR(3, 0x80 | 30) };
	struct vtc_msg msg;

	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.mc.n, 30);
	KUNIT_EXPECT_TRUE(test, msg.mc.overflow);

	/* More than fits is "too many", and does not read past the words */
	w[0] = HDR(3, 31);
	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.mc.n, 30);
	KUNIT_EXPECT_TRUE(test, msg.mc.overflow);

	w[0] = HDR(3, 0);
	w[1] = ~0u;
	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.mc.n, 0);
	KUNIT_EXPECT_FALSE(test, msg.mc.overflow);
}

/* Every count with every mark: which are one list, a part of one, or neither */
static void vtc_msg_reads_mc_parts(struct kunit *test)
{
	u32 w[VTC_MBX_WORDS] = { };
	struct vtc_msg msg;
	u32 info;

	for (info = 0; info < 256; info++) {
		bool cont = info & 0x20, more = info & 0x40, over = info & 0x80;
		unsigned int n = info & 0x1f;
		bool bad = (cont || more) && (!n || n > 30 || (more && over));

		w[0] = HDR(3, info);
		KUNIT_ASSERT_EQ_MSG(test, vtc_msg_decode_req(w, &msg),
				    bad ? -EINVAL : 0, "info %#x", info);
		if (bad)
			continue;
		KUNIT_ASSERT_EQ(test, msg.mc.n, min(n, 30u));
		KUNIT_ASSERT_EQ(test, msg.mc.overflow, over || n == 31);
		KUNIT_ASSERT_EQ(test, msg.mc.cont, cont);
		KUNIT_ASSERT_EQ(test, msg.mc.more, more);
	}
}

/* Cut up, sent, and put together again: the same groups, whatever their number */
static void vtc_msg_cuts_groups(struct kunit *test)
{
	DECLARE_BITMAP(got, VTC_MBX_MC_BITS);
	DECLARE_BITMAP(all, VTC_MBX_MC_BITS);
	unsigned int n, bit, i, parts;
	u32 w[VTC_MBX_WORDS];
	struct vtc_msg msg;

	bitmap_zero(all, VTC_MBX_MC_BITS);
	for (n = 0; n <= VTC_MBX_MC_TOTAL; n++) {
		bitmap_zero(got, VTC_MBX_MC_BITS);
		parts = 0;
		bit = 0;
		do {
			bit = vtc_msg_cut_mc(all, bit,
					     VTC_MBX_MC_PART, &msg);
			KUNIT_ASSERT_EQ(test, vtc_msg_encode_req(&msg, w), 16);
			KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
			KUNIT_ASSERT_EQ(test, msg.mc.cont, parts > 0);
			KUNIT_ASSERT_EQ(test, msg.mc.more, bit < VTC_MBX_MC_BITS);
			KUNIT_ASSERT_FALSE(test, msg.mc.overflow);
			for (i = 0; i < msg.mc.n; i++)
				__set_bit(msg.mc.hash[i], got);
			parts++;
		} while (bit < VTC_MBX_MC_BITS);
		KUNIT_ASSERT_EQ(test, parts, max(1u, DIV_ROUND_UP(n, 29)));
		KUNIT_ASSERT_MEMEQ(test, all, got, sizeof(all));
		/* 37 is prime to 4096: another bit each time, the last one soon */
		__set_bit((4095 + n * 37) % VTC_MBX_MC_BITS, all);
	}
	KUNIT_EXPECT_EQ(test, DIV_ROUND_UP(VTC_MBX_MC_TOTAL, VTC_MBX_MC_PART), 9);
}

static void vtc_msg_reads_vlan(struct kunit *test)
{
	u32 w[VTC_MBX_WORDS] = { HDR(4, 1), 4094 };
	struct vtc_msg msg;

	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.vlan.vid, 4094);
	KUNIT_EXPECT_TRUE(test, msg.vlan.add);
	w[0] = HDR(4, 0);
	w[1] = 0;
	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.vlan.vid, 0);
	KUNIT_EXPECT_FALSE(test, msg.vlan.add);
}

static void vtc_msg_reads_lpe_and_promisc(struct kunit *test)
{
	u32 w[VTC_MBX_WORDS] = { 5, ~0u };
	struct vtc_msg msg;

	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_EQ(test, msg.max_frame, ~0u);
	w[0] = HDR(6, 1);
	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_TRUE(test, msg.promisc.unicast);
	KUNIT_EXPECT_FALSE(test, msg.promisc.multicast);
	w[0] = HDR(6, 2);
	KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &msg), 0);
	KUNIT_EXPECT_FALSE(test, msg.promisc.unicast);
	KUNIT_EXPECT_TRUE(test, msg.promisc.multicast);
}

/* Every header there is: refused, or within its limits */
static void vtc_msg_survives_every_header(struct kunit *test)
{
	u32 w[VTC_MBX_WORDS];
	struct vtc_msg msg;
	u32 good = 0, hdr;
	int err;

	memset(w, 0, sizeof(w));
	w[1] = 0x02;
	for (hdr = 0; hdr < BIT(16); hdr++) {
		/* eight opcodes, all of info, CTS and the verdict bits */
		w[0] = (hdr & 7) | (hdr >> 3 & 0xff) << 16 |
		       (hdr >> 11 & 7) << 29 | (hdr >> 14 & 1) << 24 |
		       (hdr >> 15 & 1) << 8;
		err = vtc_msg_decode_req(w, &msg);
		if (w[0] & (VTC_MBX_ACK | VTC_MBX_NACK))
			KUNIT_ASSERT_EQ(test, err, -EBADMSG);
		if (err)
			continue;
		good++;
		KUNIT_ASSERT_TRUE(test, msg.op >= 1 && msg.op <= 6);
		if (msg.op == VTC_MBX_OP_SET_MC)
			KUNIT_ASSERT_LE(test, msg.mc.n, VTC_MBX_MC_MAX);
	}
	/*
	 * RESET 1; twice, with and without CTS: 3 verbs, 2 * 32 whole lists and
	 * 4 * 30 parts, 2, 1, 4
	 */
	KUNIT_EXPECT_EQ(test, good, 1 + 2 * (3 + 2 * 32 + 4 * 30 + 2 + 1 + 4));
}

static void vtc_msg_random(struct rnd_state *rnd, struct vtc_msg *msg)
{
	unsigned int i;

	memset(msg, 0, sizeof(*msg));
	msg->op = 1 + vtc_kunit_below(rnd, 6);
	switch (msg->op) {
	case VTC_MBX_OP_SET_MAC:
		msg->mac.verb = vtc_kunit_below(rnd, 3);
		if (msg->mac.verb != VTC_MSG_MAC_CLEAR) {
			prandom_bytes_state(rnd, msg->mac.addr, ETH_ALEN);
			msg->mac.addr[0] = (msg->mac.addr[0] & ~1) | 2;
		}
		break;
	case VTC_MBX_OP_SET_MC:
		msg->mc.n = vtc_kunit_below(rnd, VTC_MBX_MC_MAX + 1);
		msg->mc.cont = msg->mc.n && vtc_kunit_one_in(rnd, 2);
		msg->mc.more = msg->mc.n && vtc_kunit_one_in(rnd, 2);
		msg->mc.overflow = !msg->mc.more && vtc_kunit_one_in(rnd, 2);
		for (i = 0; i < msg->mc.n; i++)
			msg->mc.hash[i] = vtc_kunit_below(rnd, 4096);
		break;
	case VTC_MBX_OP_SET_VLAN:
		msg->vlan.vid = vtc_kunit_below(rnd, 4095);
		msg->vlan.add = vtc_kunit_one_in(rnd, 2);
		break;
	case VTC_MBX_OP_SET_LPE:
		msg->max_frame = prandom_u32_state(rnd);
		break;
	case VTC_MBX_OP_SET_PROMISC:
		msg->promisc.unicast = vtc_kunit_one_in(rnd, 2);
		msg->promisc.multicast = vtc_kunit_one_in(rnd, 2);
		break;
	}
}

static void vtc_msg_returns_what_was_encoded(struct kunit *test)
{
	static const u8 words[] = { 0, 1, 3, 16, 2, 2, 1 };
	struct vtc_msg sent, got;
	u32 w[VTC_MBX_WORDS];
	struct rnd_state rnd;
	unsigned int i, j, n;

	vtc_kunit_seed_rnd(test, &rnd);
	for (i = 0; i < 5000; i++) {
		vtc_msg_random(&rnd, &sent);
		memset(w, 0xff, sizeof(w));
		n = vtc_msg_encode_req(&sent, w);
		KUNIT_ASSERT_EQ(test, n, words[sent.op]);
		for (j = n; j < VTC_MBX_WORDS; j++)
			KUNIT_ASSERT_EQ(test, w[j], 0);
		KUNIT_ASSERT_EQ(test, vtc_msg_decode_req(w, &got), 0);
		KUNIT_ASSERT_MEMEQ(test, &sent, &got, sizeof(sent));
	}
}

static void vtc_msg_encodes_as_igbvf_does(struct kunit *test)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_MAC };
	u32 w[VTC_MBX_WORDS];

	msg.mac.verb = VTC_MSG_MAC_ADD;
	memcpy(msg.mac.addr, vtc_msg_test_addr, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, vtc_msg_encode_req(&msg, w), 3);
	KUNIT_EXPECT_EQ(test, w[0], 0x00020002);
	KUNIT_EXPECT_EQ(test, w[1], ADDR_W1);
	KUNIT_EXPECT_EQ(test, w[2], ADDR_W2);

	/* The address goes along with CLEAR, for PFs that check it */
	msg.mac.verb = VTC_MSG_MAC_CLEAR;
	vtc_msg_encode_req(&msg, w);
	KUNIT_EXPECT_EQ(test, w[0], 0x00010002);
	KUNIT_EXPECT_EQ(test, w[1], ADDR_W1);

	msg = (struct vtc_msg){ .op = VTC_MBX_OP_SET_MC,
				.mc = { { 0xabc, 0x123, 0xfff }, 3, true } };
	vtc_msg_encode_req(&msg, w);
	KUNIT_EXPECT_EQ(test, w[0], 0x00830003);
	KUNIT_EXPECT_EQ(test, w[1], 0x01230abc);
	KUNIT_EXPECT_EQ(test, w[2], 0x00000fff);
	/* Our own marks, only for a PF that said it knows them */
	msg.mc.cont = true;
	vtc_msg_encode_req(&msg, w);
	KUNIT_EXPECT_EQ(test, w[0], 0x00a30003);
	msg.mc.more = true;
	msg.mc.overflow = false;
	vtc_msg_encode_req(&msg, w);
	KUNIT_EXPECT_EQ(test, w[0], 0x00630003);

	msg.op = VTC_MBX_OP_PF_CONTROL;
	KUNIT_EXPECT_EQ(test, vtc_msg_encode_req(&msg, w), 0);
}

struct vtc_msg_answer {
	const char *name;
	u32 header;
	int err;
	u32 word;
};

/* What igbvf compares with, after taking CTS away */
static const struct vtc_msg_answer vtc_msg_answers[] = {
	{ "MAC granted", 2, 0, 0xa0000002 },
	{ "MAC refused", 2, -EPERM, 0x60000002 },
	{ "MAC add granted", HDR(2, 2), 0, 0xa0020002 },
	{ "MAC add refused", HDR(2, 2), -ENOSPC, 0x60020002 },
	{ "MAC clear granted", HDR(2, 1), 0, 0xa0010002 },
	{ "VLAN add granted", HDR(4, 1), 0, 0xa0010004 },
	{ "VLAN add refused", HDR(4, 1), -ENOSPC, 0x60000004 },
	{ "VLAN delete refused", HDR(4, 0), -EPERM, 0x60000004 },
	{ "multicast granted", HDR(3, 30), 0, 0xa01e0003 },
	{ "unknown refused", 7, -EOPNOTSUPP, 0x60000007 },
};

KUNIT_ARRAY_PARAM_DESC(vtc_msg_answer, vtc_msg_answers, name);

static void vtc_msg_answers_as_igbvf_expects(struct kunit *test)
{
	const struct vtc_msg_answer *row = test->param_value;
	u32 w[VTC_MBX_WORDS];
	unsigned int i;

	memset(w, 0xff, sizeof(w));
	KUNIT_EXPECT_EQ(test, vtc_msg_encode_reply(row->header, row->err, w), 1);
	KUNIT_EXPECT_EQ(test, w[0], row->word);
	for (i = 1; i < VTC_MBX_WORDS; i++)
		KUNIT_EXPECT_EQ(test, w[i], 0);
	KUNIT_EXPECT_EQ(test, vtc_msg_decode_reply(row->header, w),
			row->err ? -EPERM : 0);
	KUNIT_EXPECT_FALSE(test, vtc_msg_is_event(w));
}

/* What tells "no" from "no, and who are you?" */
static void vtc_msg_tells_cts(struct kunit *test)
{
	static const struct {
		u32 word;
		bool cts;
	} rows[] = {
		{ 0x60000004, true }, { 0x40000004, false },
		{ VTC_MBX_NACK, false }, { 0xa0000002, true }, { 0, false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ(test, vtc_msg_has_cts(&rows[i].word),
				rows[i].cts);
}

static void vtc_msg_rejects_foreign_replies(struct kunit *test)
{
	static const u32 foreign[] = {
		0, ~0u, 4, 0x80000002, 0xa0010002, 0xc0000004, 0x80000104,
		0x84000004, VTC_MBX_NACK, 0x100, 0x20000100,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(foreign); i++)
		KUNIT_EXPECT_EQ_MSG(test,
				    vtc_msg_decode_reply(HDR(4, 1), &foreign[i]),
				    -EPROTO, "word %#x", foreign[i]);
}

static void vtc_msg_gives_address_with_reset(struct kunit *test)
{
	struct vtc_msg_reset reset;
	u32 w[VTC_MBX_WORDS];

	memset(w, 0xff, sizeof(w));
	KUNIT_EXPECT_EQ(test,
			vtc_msg_encode_reset_reply(vtc_msg_test_addr,
						   VTC_LINK_DISABLE, w), 4);
	/* igbvf compares the whole first word */
	KUNIT_EXPECT_EQ(test, w[0], 0x80000001);
	KUNIT_EXPECT_EQ(test, w[1], ADDR_W1);
	KUNIT_EXPECT_EQ(test, w[2], ADDR_W2);
	KUNIT_EXPECT_EQ(test, w[4], 0);
	KUNIT_EXPECT_EQ(test, vtc_msg_decode_reset_reply(w, &reset), 0);
	KUNIT_EXPECT_TRUE(test, reset.has_mac);
	KUNIT_EXPECT_MEMEQ(test, reset.mac, vtc_msg_test_addr, ETH_ALEN);
	KUNIT_EXPECT_TRUE(test, reset.ext);
	KUNIT_EXPECT_EQ(test, reset.link, VTC_LINK_DISABLE);
	KUNIT_EXPECT_TRUE(test, reset.mc_parts);
}

/* The fourth word of a RESET's answer, ours of today, of before and of later */
static void vtc_msg_reads_features(struct kunit *test)
{
	static const struct {
		u32 word;
		bool ext, mc_parts;
		enum vtc_link_policy link;
	} rows[] = {
		{ 0, false, false, VTC_LINK_AUTO },
		{ ~0u, false, false, VTC_LINK_AUTO },
		{ 0x00000102, false, false, VTC_LINK_AUTO },
		{ 0x76750102, false, false, VTC_LINK_AUTO },
		{ 0x76740002, true, false, VTC_LINK_DISABLE },
		{ 0x76740101, true, true, VTC_LINK_ENABLE },
		{ 0x76740103, true, true, VTC_LINK_AUTO },
		{ 0x7674fefc, true, false, VTC_LINK_AUTO },
		{ 0x7674fffe, true, true, VTC_LINK_DISABLE },
	};
	u32 w[VTC_MBX_WORDS] = { 0x80000001, ADDR_W1, ADDR_W2 };
	struct vtc_msg_reset reset;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		w[3] = rows[i].word;
		KUNIT_EXPECT_EQ(test, vtc_msg_decode_reset_reply(w, &reset), 0);
		KUNIT_EXPECT_EQ_MSG(test, reset.ext, rows[i].ext, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, reset.mc_parts, rows[i].mc_parts,
				    "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, reset.link, rows[i].link, "row %u", i);
	}
}

static void vtc_msg_reads_foreign_reset_replies(struct kunit *test)
{
	u32 ack[VTC_MBX_WORDS] = { 0x80000001, ADDR_W1, ADDR_W2 };
	u32 nack[VTC_MBX_WORDS] = { 0x40000001, ADDR_W1, ADDR_W2 };
	u32 group[VTC_MBX_WORDS] = { 0x80000001, ADDR_W1 | 1, ADDR_W2 };
	u32 wrong[VTC_MBX_WORDS] = { 0x80000002, ADDR_W1, ADDR_W2 };
	struct vtc_msg_reset reset;

	KUNIT_EXPECT_EQ(test, vtc_msg_decode_reset_reply(ack, &reset), 0);
	KUNIT_EXPECT_TRUE(test, reset.has_mac);
	KUNIT_EXPECT_FALSE(test, reset.ext);
	KUNIT_EXPECT_EQ(test, reset.link, VTC_LINK_AUTO);

	KUNIT_EXPECT_EQ(test, vtc_msg_decode_reset_reply(nack, &reset), 0);
	KUNIT_EXPECT_FALSE(test, reset.has_mac);
	KUNIT_EXPECT_TRUE(test, vtc_addr_is_zero(reset.mac));

	KUNIT_EXPECT_EQ(test, vtc_msg_decode_reset_reply(group, &reset), 0);
	KUNIT_EXPECT_FALSE(test, reset.has_mac);
	KUNIT_EXPECT_TRUE(test, vtc_addr_is_zero(reset.mac));

	KUNIT_EXPECT_EQ(test, vtc_msg_decode_reset_reply(wrong, &reset), -EPROTO);
	KUNIT_EXPECT_FALSE(test, reset.has_mac);
}

static void vtc_msg_carries_link_policy(struct kunit *test)
{
	static const enum vtc_link_policy links[] = {
		VTC_LINK_AUTO, VTC_LINK_ENABLE, VTC_LINK_DISABLE
	};
	struct vtc_msg_control ctl;
	u32 w[VTC_MBX_WORDS];
	unsigned int i;

	for (i = 0; i < 2 * ARRAY_SIZE(links); i++) {
		memset(w, 0xff, sizeof(w));
		KUNIT_EXPECT_EQ(test,
				vtc_msg_encode_control(i % 2, links[i / 2], w), 2);
		KUNIT_EXPECT_EQ(test, w[0], i % 2 ? 0x20000100 : 0x00000100);
		KUNIT_EXPECT_EQ(test, w[2], 0);
		KUNIT_EXPECT_TRUE(test, vtc_msg_is_event(w));
		KUNIT_ASSERT_EQ(test, vtc_msg_decode_control(w, &ctl), 0);
		KUNIT_EXPECT_EQ(test, ctl.cts, i % 2);
		KUNIT_EXPECT_TRUE(test, ctl.ext);
		KUNIT_EXPECT_EQ(test, ctl.link, links[i / 2]);
	}
}

static void vtc_msg_reads_foreign_news(struct kunit *test)
{
	u32 ping[VTC_MBX_WORDS] = { 0x20000100 };
	/* The second word of a bare refusal is not the PF's */
	u32 bare[VTC_MBX_WORDS] = { VTC_MBX_NACK, VTC_MBX_EXT_MAGIC | 2 };
	u32 later[VTC_MBX_WORDS] = { 0x20000100, VTC_MBX_EXT_MAGIC | 0xfff3 };
	u32 reply[VTC_MBX_WORDS] = { 0xa0000002 };
	struct vtc_msg_control ctl;

	KUNIT_EXPECT_EQ(test, vtc_msg_decode_control(ping, &ctl), 0);
	KUNIT_EXPECT_TRUE(test, ctl.cts);
	KUNIT_EXPECT_FALSE(test, ctl.ext);
	KUNIT_EXPECT_EQ(test, ctl.link, VTC_LINK_AUTO);

	KUNIT_EXPECT_TRUE(test, vtc_msg_is_event(bare));
	KUNIT_EXPECT_EQ(test, vtc_msg_decode_control(bare, &ctl), 0);
	KUNIT_EXPECT_FALSE(test, ctl.cts);
	KUNIT_EXPECT_FALSE(test, ctl.ext);

	KUNIT_EXPECT_EQ(test, vtc_msg_decode_control(later, &ctl), 0);
	KUNIT_EXPECT_TRUE(test, ctl.ext);
	KUNIT_EXPECT_EQ(test, ctl.link, VTC_LINK_AUTO);

	KUNIT_EXPECT_EQ(test, vtc_msg_decode_control(reply, &ctl), -EPROTO);
	KUNIT_EXPECT_EQ(test, vtc_msg_encode_lost_cts(bare), 1);
	KUNIT_EXPECT_EQ(test, bare[0], VTC_MBX_NACK);
	KUNIT_EXPECT_EQ(test, bare[1], 0);
}

static void vtc_msg_hashes_as_the_chip(struct kunit *test)
{
	/* Index by hand: the last byte, then the high half of the one before */
	static const struct {
		u8 addr[ETH_ALEN];
		u16 hash;
	} rows[] = {
		{ { 0x01, 0x00, 0x5e, 0x00, 0x00, 0x01 }, 0x010 },
		{ { 0x33, 0x33, 0x00, 0x00, 0x00, 0x01 }, 0x010 },
		{ { 0x33, 0x33, 0xff, 0x12, 0x34, 0x56 }, 0x563 },
		{ { 0x01, 0x80, 0xc2, 0x00, 0xff, 0xff }, 0xfff },
		{ { 0xff, 0xff, 0xff, 0xff, 0x0f, 0x00 }, 0x000 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ(test, vtc_msg_mc_hash(rows[i].addr),
				rows[i].hash);
}

static struct kunit_case vtc_msg_cases[] = {
	KUNIT_CASE_PARAM(vtc_msg_refuses, vtc_msg_refusal_gen_params),
	KUNIT_CASE(vtc_msg_reads_reset),
	KUNIT_CASE(vtc_msg_reads_mac),
	KUNIT_CASE(vtc_msg_reads_mac_clear),
	KUNIT_CASE(vtc_msg_reads_mc),
	KUNIT_CASE(vtc_msg_reads_mc_counts),
	KUNIT_CASE(vtc_msg_reads_mc_parts),
	KUNIT_CASE(vtc_msg_cuts_groups),
	KUNIT_CASE(vtc_msg_reads_vlan),
	KUNIT_CASE(vtc_msg_reads_lpe_and_promisc),
	KUNIT_CASE(vtc_msg_survives_every_header),
	KUNIT_CASE(vtc_msg_returns_what_was_encoded),
	KUNIT_CASE(vtc_msg_encodes_as_igbvf_does),
	KUNIT_CASE_PARAM(vtc_msg_answers_as_igbvf_expects,
			 vtc_msg_answer_gen_params),
	KUNIT_CASE(vtc_msg_tells_cts),
	KUNIT_CASE(vtc_msg_rejects_foreign_replies),
	KUNIT_CASE(vtc_msg_gives_address_with_reset),
	KUNIT_CASE(vtc_msg_reads_features),
	KUNIT_CASE(vtc_msg_reads_foreign_reset_replies),
	KUNIT_CASE(vtc_msg_carries_link_policy),
	KUNIT_CASE(vtc_msg_reads_foreign_news),
	KUNIT_CASE(vtc_msg_hashes_as_the_chip),
	{}
};

static struct kunit_suite vtc_msg_suite = {
	.name = "vtc_msg",
	.test_cases = vtc_msg_cases,
};

kunit_test_suite(vtc_msg_suite);
