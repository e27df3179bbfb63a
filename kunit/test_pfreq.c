// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite pfreq: the VF's requests against a PF that follows a script, a good
 * one or not.  A VF must get over anything its PF says, or does not say.
 */
#include "mailbox.h"
#include "../vf/gen.c"
#include "../vf/pfreq.c"
#include "../common/regs_82576.h"

/* What a request may cost at most: claim, acknowledgment, four answers */
#define REQUEST_US	(100000 + 1000000 + 4 * 600000)

/* First words of answers, the request's opcode or-ed in where it says so */
struct vtc_pfreq_script {
	const char *name;
	u32 word;
	bool with_op;
	bool foreign;		/* a PF that does not know our extension */
	bool silent;		/* not even an acknowledgment */
	bool no_answer;		/* only an acknowledgment */
	u32 v2p;		/* bits that show up instead */
	int err;
	bool cts;		/* the PF still counts as there */
	bool slow;		/* it takes a time-out to find out */
};

struct vtc_pfreq_bench {
	struct vtc_mailbox box;
	struct vtc_vf vf;
	const struct vtc_pfreq_script *script;
	u32 seen[VTC_MBX_WORDS];
	unsigned int requests;
	unsigned int resets;
	unsigned int updates;
	u32 reset_reply[VTC_MBX_WORDS];
	DECLARE_BITMAP(groups, VTC_MBX_MC_BITS);
	unsigned int groups_max;
};

static const u8 vtc_pfreq_addr[ETH_ALEN] = { 2, 0, 0, 0xaa, 0xbb, 0xcc };

/* What the rest of the driver would do */
void vtc_carrier_update(struct vtc_vf *vf)
{
	container_of(vf, struct vtc_pfreq_bench, vf)->updates++;
}

void vtc_reset_schedule(struct vtc_vf *vf)
{
	container_of(vf, struct vtc_pfreq_bench, vf)->resets++;
}

static struct vtc_pfreq_bench *vtc_pfreq_of(struct vtc_mailbox *box)
{
	return container_of(box, struct vtc_pfreq_bench, box);
}

/* The PF takes the request and puts an answer there, in one go */
static void vtc_pfreq_put(struct vtc_mailbox *box, const u32 *w, bool answer)
{
	vtc_mailbox_clear_request(box);
	box->v2p |= VTC_V2P_PFACK;
	if (!answer)
		return;
	memcpy(box->mem, w, sizeof(box->mem));
	box->v2p |= VTC_V2P_PFSTS;
}

static void vtc_pfreq_pf_plays(struct vtc_mailbox *box)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_of(box);
	const struct vtc_pfreq_script *script = b->script;
	u32 w[VTC_MBX_WORDS] = { };

	if (!vtc_mailbox_has_request(box) || box->vfu)
		return;
	box->v2p |= script->v2p;
	if (script->silent)
		return;
	memcpy(b->seen, box->mem, sizeof(b->seen));
	b->requests++;
	w[0] = script->word;
	if (script->with_op)
		w[0] |= box->mem[0] & VTC_MBX_OP;
	vtc_pfreq_put(box, w, !script->no_answer);
}

static void vtc_pfreq_pf_shakes_hands(struct vtc_mailbox *box)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_of(box);

	if (!vtc_mailbox_has_request(box) || box->vfu)
		return;
	memcpy(b->seen, box->mem, sizeof(b->seen));
	b->requests++;
	vtc_pfreq_put(box, b->reset_reply, true);
}

static struct vtc_pfreq_bench *vtc_pfreq_bench(struct kunit *test)
{
	struct vtc_pfreq_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, b);
	vtc_mailbox_init(&b->box);
	b->vf.hw = b->box.vf_hw;
	b->vf.gen = &vtc_gen_82576_vf;
	b->vf.hw.spans = b->vf.gen->spans;
	b->vf.hw.n_spans = b->vf.gen->n_spans;
	vtc_pfreq_init(&b->vf);
	return b;
}

/* After a handshake, as every request but RESET finds things */
static struct vtc_pfreq_bench *vtc_pfreq_ready(struct kunit *test, bool foreign)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_bench(test);
	struct vtc_msg_reset reset;

	vtc_msg_encode_reset_reply(vtc_pfreq_addr, VTC_LINK_AUTO, b->reset_reply);
	if (foreign)
		b->reset_reply[VTC_MBX_RESET_EXT] = 0;
	b->box.other = vtc_pfreq_pf_shakes_hands;
	KUNIT_ASSERT_EQ(test, vtc_pfreq_reset(&b->vf, &reset), 0);
	KUNIT_ASSERT_TRUE(test, b->vf.pf.cts);
	b->box.clock.now_us = 0;
	b->box.other = vtc_pfreq_pf_plays;
	return b;
}

static void vtc_pfreq_shakes_hands(struct kunit *test)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_bench(test);
	struct vtc_msg_reset reset;

	vtc_msg_encode_reset_reply(vtc_pfreq_addr, VTC_LINK_DISABLE,
				   b->reset_reply);
	b->box.other = vtc_pfreq_pf_shakes_hands;
	KUNIT_ASSERT_EQ(test, vtc_pfreq_reset(&b->vf, &reset), 0);
	KUNIT_EXPECT_EQ(test, b->box.vf_resets, 1);
	KUNIT_EXPECT_EQ(test, b->seen[0], VTC_MBX_OP_RESET);
	KUNIT_EXPECT_TRUE(test, reset.has_mac);
	KUNIT_EXPECT_MEMEQ(test, reset.mac, vtc_pfreq_addr, ETH_ALEN);
	KUNIT_EXPECT_TRUE(test, b->vf.pf.cts && b->vf.pf.ext);
	KUNIT_EXPECT_EQ(test, b->vf.pf.link, VTC_LINK_DISABLE);
	KUNIT_EXPECT_EQ(test, b->box.fouls + b->box.vf_side.strays, 0);
}

struct vtc_pfreq_greeting {
	const char *name;
	u32 word;
	u32 mac_low;
	int err;
	bool has_mac;
};

static const struct vtc_pfreq_greeting vtc_pfreq_greetings[] = {
	{ "an address", 0x80000001, 0xaa000002, 0, true },
	{ "an address, with CTS", 0xa0000001, 0xaa000002, 0, true },
	{ "no address", 0x40000001, 0, 0, false },
	{ "no, with an address", 0x40000001, 0xaa000002, 0, false },
	{ "a group's address", 0x80000001, 0xaa000003, 0, false },
	{ "address zero", 0x80000001, 0, 0, false },
	{ "another answer", 0x80000002, 0xaa000002, -ETIMEDOUT, false },
	{ "all ones", ~0u, ~0u, -ETIMEDOUT, false },
	{ "nothing", 0, 0, -ETIMEDOUT, false },
	{ "the broadcast address", 0x80000001, ~0u, 0, false },
	{ "news instead", 0x20000100, 0xaa000002, -ETIMEDOUT, false },
	{ "a bare refusal", VTC_MBX_NACK, 0xaa000002, -ETIMEDOUT, false },
};

KUNIT_ARRAY_PARAM_DESC(vtc_pfreq_greeting, vtc_pfreq_greetings, name);

static void vtc_pfreq_is_greeted(struct kunit *test)
{
	const struct vtc_pfreq_greeting *row = test->param_value;
	struct vtc_pfreq_bench *b = vtc_pfreq_bench(test);
	struct vtc_msg_reset reset = { };

	b->reset_reply[0] = row->word;
	b->reset_reply[1] = row->mac_low;
	b->box.other = vtc_pfreq_pf_shakes_hands;
	KUNIT_EXPECT_EQ(test, vtc_pfreq_reset(&b->vf, &reset), row->err);
	KUNIT_EXPECT_EQ(test, b->vf.pf.cts, !row->err);
	KUNIT_EXPECT_EQ(test, reset.has_mac, row->has_mac);
	KUNIT_EXPECT_FALSE(test, b->vf.pf.ext);
	KUNIT_EXPECT_LE(test, b->box.clock.now_us, REQUEST_US);
	KUNIT_EXPECT_EQ(test, b->box.fouls + b->box.vf_side.strays, 0);
}

static const struct vtc_pfreq_script vtc_pfreq_scripts[] = {
	{ "agrees", 0xa0000000, true, .err = 0, .cts = true },
	{ "agrees without CTS", 0x80000000, true, .err = 0, .cts = true },
	{ "refuses", 0x60000000, true, .err = -EPERM, .cts = true },
	{ "refuses without CTS, ours", 0x40000000, true, .err = -EPERM,
	  .cts = true },
	{ "refuses without CTS, another's", 0x40000000, true, .foreign = true,
	  .err = -ENOTCONN },
	{ "agrees to something else", 0xa0000006, .err = -ENOTCONN,
	  .slow = true },
	{ "says yes and no", 0xe0000000, true, .err = -ENOTCONN,
	  .slow = true },
	{ "sends the request back", 0x00000000, true, .err = -ENOTCONN,
	  .slow = true },
	{ "sends zeroes", 0, .err = -ENOTCONN,
	  .slow = true },
	{ "sends ones", ~0u, .err = -ENOTCONN,
	  .slow = true },
	{ "sends reserved bits", 0xb0000000, true, .err = -ENOTCONN,
	  .slow = true },
	{ "does not know us", VTC_MBX_NACK, .err = -ENOTCONN },
	{ "has only news", 0x20000100, .err = -ENOTCONN,
	  .slow = true },
	{ "has been reset", 0x00000100, .err = -ENOTCONN },
	{ "acknowledges only", .no_answer = true, .err = -ENOTCONN,
	  .slow = true },
	{ "is silent", .silent = true, .err = -ENOTCONN,
	  .slow = true },
	{ "resets", .silent = true, .v2p = VTC_V2P_RSTI, .err = -ENOTCONN },
	{ "has reset", .silent = true, .v2p = VTC_V2P_RSTD, .err = -ENOTCONN },
};

KUNIT_ARRAY_PARAM_DESC(vtc_pfreq_script, vtc_pfreq_scripts, name);

static void vtc_pfreq_asks(struct kunit *test)
{
	const struct vtc_pfreq_script *row = test->param_value;
	struct vtc_pfreq_bench *b = vtc_pfreq_ready(test, row->foreign);
	u64 spent;

	b->script = row;
	KUNIT_EXPECT_EQ(test, vtc_pfreq_set_mac(&b->vf, vtc_pfreq_addr),
			row->err);
	spent = b->box.clock.now_us;
	KUNIT_EXPECT_LE(test, spent, row->slow ? REQUEST_US : 5000);
	KUNIT_EXPECT_EQ(test, b->vf.pf.cts, row->cts);
	KUNIT_EXPECT_EQ(test, b->resets, !row->cts);
	KUNIT_EXPECT_EQ(test, b->vf.pf.refused[VTC_MBX_OP_SET_MAC],
			row->err == -EPERM);
	KUNIT_EXPECT_EQ(test, b->box.fouls + b->box.vf_side.strays, 0);
	if (row->cts)
		return;
	/* One wait for a PF that is lost, not one for each request */
	KUNIT_EXPECT_EQ(test, vtc_pfreq_set_vlan(&b->vf, 5, true), -ENOTCONN);
	KUNIT_EXPECT_EQ(test, b->box.clock.now_us, spent);
}

/* A refusal of a VLAN comes without the info field from our PF */
static void vtc_pfreq_hears_refusals(struct kunit *test)
{
	static const struct vtc_pfreq_script script = {
		.word = 0x60000000, .with_op = true,
	};
	struct vtc_pfreq_bench *b = vtc_pfreq_ready(test, false);

	b->script = &script;
	KUNIT_EXPECT_EQ(test, vtc_pfreq_set_vlan(&b->vf, 5, true), -EPERM);
	KUNIT_EXPECT_EQ(test, b->seen[0], 0x00010004);
	KUNIT_EXPECT_EQ(test, b->seen[1], 5);
	KUNIT_EXPECT_EQ(test, vtc_pfreq_add_addr(&b->vf, vtc_pfreq_addr), -EPERM);
	KUNIT_EXPECT_EQ(test, b->seen[0], 0x00020002);
	KUNIT_EXPECT_EQ(test, vtc_pfreq_clear_addrs(&b->vf, vtc_pfreq_addr),
			-EPERM);
	KUNIT_EXPECT_EQ(test, b->seen[0], 0x00010002);
	/* With an address, for PFs that want one */
	KUNIT_EXPECT_EQ(test, b->seen[1], 0xaa000002);
	KUNIT_EXPECT_EQ(test, vtc_pfreq_set_promisc(&b->vf, true, false), -EPERM);
	KUNIT_EXPECT_EQ(test, b->seen[0], 0x00010006);
	KUNIT_EXPECT_EQ(test, vtc_pfreq_set_max_frame(&b->vf, 1518), -EPERM);
	KUNIT_EXPECT_EQ(test, b->seen[1], 1518);
	KUNIT_EXPECT_TRUE(test, b->vf.pf.cts);
}

/* A PF that takes so many groups and refuses the part that is too much */
static void vtc_pfreq_pf_collects(struct vtc_mailbox *box)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_of(box);
	u32 w[VTC_MBX_WORDS] = { };
	struct vtc_msg msg;
	unsigned int i;

	if (!vtc_mailbox_has_request(box) || box->vfu)
		return;
	memcpy(b->seen, box->mem, sizeof(b->seen));
	b->requests++;
	if (vtc_msg_decode_req(b->seen, &msg) || msg.op != VTC_MBX_OP_SET_MC) {
		vtc_msg_encode_reply(b->seen[0], -EINVAL, w);
		vtc_pfreq_put(box, w, true);
		return;
	}
	if (!msg.mc.cont)
		bitmap_zero(b->groups, VTC_MBX_MC_BITS);
	for (i = 0; i < msg.mc.n; i++)
		__set_bit(msg.mc.hash[i], b->groups);
	vtc_msg_encode_reply(b->seen[0], bitmap_weight(b->groups, VTC_MBX_MC_BITS) >
			     b->groups_max ? -ENOSPC : 0, w);
	vtc_pfreq_put(box, w, true);
}

struct vtc_pfreq_groups {
	const char *name;
	unsigned int n;
	bool parts;
	bool overflow;
	unsigned int max;	/* what the PF takes */
	int err;
	unsigned int messages;
	u32 last;		/* first word of the last one */
	unsigned int told;
};

static const struct vtc_pfreq_groups vtc_pfreq_lists[] = {
	{ "none", 0, true, .max = 256, .messages = 1, .last = 0x00000003 },
	{ "one", 1, true, .max = 256, .messages = 1, .last = 0x00010003,
	  .told = 1 },
	{ "29", 29, true, .max = 256, .messages = 1, .last = 0x001d0003,
	  .told = 29 },
	{ "29 and more", 29, true, true, .max = 256, .messages = 1,
	  .last = 0x009d0003, .told = 29 },
	/* A message of 30 would be taken for a list that was cut */
	{ "30", 30, true, .max = 256, .messages = 2, .last = 0x00210003,
	  .told = 30 },
	{ "100", 100, true, .max = 256, .messages = 4, .last = 0x002d0003,
	  .told = 100 },
	{ "256", 256, true, .max = 256, .messages = 9, .last = 0x00380003,
	  .told = 256 },
	{ "256 and more", 256, true, true, .max = 256, .messages = 9,
	  .last = 0x00b80003, .told = 256 },
	{ "30, no parts", 30, false, .max = 256, .messages = 1,
	  .last = 0x001e0003, .told = 30 },
	{ "100, no parts", 100, false, .max = 256, .messages = 1,
	  .last = 0x009e0003, .told = 30 },
	{ "256 and more, no parts", 256, false, true, .max = 256, .messages = 1,
	  .last = 0x009e0003, .told = 30 },
	/* No word is lost on a list that will not get through */
	{ "100 of 60", 100, true, .max = 60, .err = -EPERM, .messages = 3,
	  .last = 0x007d0003, .told = 87 },
};

KUNIT_ARRAY_PARAM_DESC(vtc_pfreq_groups, vtc_pfreq_lists, name);

static void vtc_pfreq_tells_groups(struct kunit *test)
{
	const struct vtc_pfreq_groups *row = test->param_value;
	struct vtc_pfreq_bench *b = vtc_pfreq_ready(test, false);
	DECLARE_BITMAP(hashes, VTC_MBX_MC_BITS);

	bitmap_zero(hashes, VTC_MBX_MC_BITS);
	bitmap_set(hashes, VTC_MBX_MC_BITS - row->n, row->n);
	b->groups_max = row->max;
	b->requests = 0;
	b->box.other = vtc_pfreq_pf_collects;
	KUNIT_EXPECT_EQ(test, vtc_pfreq_set_mc(&b->vf, hashes, row->parts,
					       row->overflow), row->err);
	KUNIT_EXPECT_EQ(test, b->requests, row->messages);
	KUNIT_EXPECT_EQ(test, b->seen[0], row->last);
	KUNIT_EXPECT_EQ(test, bitmap_weight(b->groups, VTC_MBX_MC_BITS),
			row->told);
	KUNIT_EXPECT_TRUE(test, bitmap_subset(b->groups, hashes,
					      VTC_MBX_MC_BITS));
	KUNIT_EXPECT_TRUE(test, b->vf.pf.cts);
	KUNIT_EXPECT_EQ(test, b->box.fouls + b->box.vf_side.strays, 0);
}

/* Only who says so in the handshake is sent parts */
static void vtc_pfreq_learns_features(struct kunit *test)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_ready(test, false);
	struct vtc_msg_reset reset;

	KUNIT_EXPECT_TRUE(test, b->vf.pf.mc_parts);
	b->reset_reply[VTC_MBX_RESET_EXT] = VTC_MBX_EXT_MAGIC;
	b->box.other = vtc_pfreq_pf_shakes_hands;
	KUNIT_ASSERT_EQ(test, vtc_pfreq_reset(&b->vf, &reset), 0);
	KUNIT_EXPECT_TRUE(test, b->vf.pf.ext);
	KUNIT_EXPECT_FALSE(test, b->vf.pf.mc_parts);
	/* A PF of others that came in its place */
	b->reset_reply[VTC_MBX_RESET_EXT] = 0;
	KUNIT_ASSERT_EQ(test, vtc_pfreq_reset(&b->vf, &reset), 0);
	KUNIT_EXPECT_FALSE(test, b->vf.pf.ext || b->vf.pf.mc_parts);
}

static void vtc_pfreq_post_news(struct vtc_pfreq_bench *b, u32 word, u32 ext)
{
	u32 w[VTC_MBX_WORDS] = { word, ext };

	memcpy(b->box.mem, w, sizeof(w));
	b->box.v2p |= VTC_V2P_PFSTS;
}

static void vtc_pfreq_follows_link_policy(struct kunit *test)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_ready(test, false);

	KUNIT_EXPECT_FALSE(test, vtc_pfreq_listen(&b->vf));
	vtc_pfreq_post_news(b, 0x20000100, VTC_MBX_EXT_MAGIC | 1);
	KUNIT_EXPECT_TRUE(test, vtc_pfreq_listen(&b->vf));
	KUNIT_EXPECT_EQ(test, b->vf.pf.link, VTC_LINK_ENABLE);
	/* CTS is withheld to keep older drivers' carrier down; we are known */
	vtc_pfreq_post_news(b, 0x00000100, VTC_MBX_EXT_MAGIC | 2);
	KUNIT_EXPECT_TRUE(test, vtc_pfreq_listen(&b->vf));
	KUNIT_EXPECT_EQ(test, b->vf.pf.link, VTC_LINK_DISABLE);
	KUNIT_EXPECT_TRUE(test, b->vf.pf.cts);
	/* Without that reason, we are not */
	vtc_pfreq_post_news(b, 0x00000100, VTC_MBX_EXT_MAGIC);
	KUNIT_EXPECT_TRUE(test, vtc_pfreq_listen(&b->vf));
	KUNIT_EXPECT_FALSE(test, b->vf.pf.cts);
	KUNIT_EXPECT_EQ(test, b->vf.pf.lost, 1);
}

/* Words left in the buffer are no policy of a PF that has never had one */
static void vtc_pfreq_ignores_stale_policy(struct kunit *test)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_ready(test, true);

	vtc_pfreq_post_news(b, 0x20000100, VTC_MBX_EXT_MAGIC | 2);
	KUNIT_EXPECT_TRUE(test, vtc_pfreq_listen(&b->vf));
	KUNIT_EXPECT_EQ(test, b->vf.pf.link, VTC_LINK_AUTO);
	KUNIT_EXPECT_TRUE(test, b->vf.pf.cts);
}

/* What may make a refused wish worth another try, and what may not */
static void vtc_pfreq_notes_news(struct kunit *test)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_ready(test, false);
	struct vtc_msg_reset reset;

	KUNIT_EXPECT_FALSE(test, b->vf.pf.changed);
	/* A late answer is no news */
	vtc_pfreq_post_news(b, 0xa0000002, 0);
	vtc_pfreq_listen(&b->vf);
	KUNIT_EXPECT_FALSE(test, b->vf.pf.changed);
	vtc_pfreq_post_news(b, 0x20000100, VTC_MBX_EXT_MAGIC);
	vtc_pfreq_listen(&b->vf);
	KUNIT_EXPECT_TRUE(test, b->vf.pf.changed);
	/* After a handshake everything is told anyway */
	b->box.other = vtc_pfreq_pf_shakes_hands;
	KUNIT_ASSERT_EQ(test, vtc_pfreq_reset(&b->vf, &reset), 0);
	KUNIT_EXPECT_FALSE(test, b->vf.pf.changed);
}

/* The PF never stops talking: each turn takes one message, and ends */
static void vtc_pfreq_pf_talks(struct vtc_mailbox *box)
{
	if (vtc_mailbox_has_request(box) && !box->vfu) {
		vtc_mailbox_clear_request(box);
		box->v2p |= VTC_V2P_PFACK;
	}
	if (box->vfu || box->v2p & VTC_V2P_PFSTS)
		return;
	memset(box->mem, 0, sizeof(box->mem));
	box->mem[0] = 0x20000100;
	box->mem[1] = VTC_MBX_EXT_MAGIC | 3;
	box->v2p |= VTC_V2P_PFSTS;
}

static void vtc_pfreq_gets_away_from_a_talker(struct kunit *test)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_ready(test, false);
	unsigned int i;
	int err;

	b->box.other = vtc_pfreq_pf_talks;
	b->box.other_at_vf_access = true;
	for (i = 0; i < 50; i++) {
		b->box.clock.now_us = 0;
		vtc_pfreq_listen(&b->vf);
		KUNIT_ASSERT_LE(test, b->box.clock.now_us, 100000);
	}
	KUNIT_EXPECT_GE(test, b->vf.pf.news, 40);
	KUNIT_EXPECT_EQ(test, b->vf.pf.link, VTC_LINK_AUTO);
	b->box.clock.now_us = 0;
	err = vtc_pfreq_set_vlan(&b->vf, 5, true);
	KUNIT_EXPECT_EQ(test, err, -ENOTCONN);
	KUNIT_EXPECT_LE(test, b->box.clock.now_us, REQUEST_US);
	KUNIT_EXPECT_FALSE(test, b->vf.pf.cts);
	KUNIT_EXPECT_EQ(test, b->box.fouls + b->box.vf_side.strays, 0);
}

static void vtc_pfreq_sees_absence(struct kunit *test)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_ready(test, false);

	KUNIT_EXPECT_FALSE(test, vtc_pfreq_absent(&b->vf));
	b->box.v2p |= VTC_V2P_RSTI;
	KUNIT_EXPECT_TRUE(test, vtc_pfreq_absent(&b->vf));
	KUNIT_EXPECT_FALSE(test, b->vf.pf.cts);
}

/* A PF that puts anything anywhere at any time */
static void vtc_pfreq_pf_runs_wild(struct vtc_mailbox *box)
{
	static const u32 words[] = {
		0, ~0u, 1, 0x80000001, 0x40000001, 0xa0000002, 0x60000002,
		0x20000100, 0x100, VTC_MBX_NACK, 0xa0000004, 0xa0000005,
	};
	struct rnd_state *rnd = &box->rnd;
	u32 word = words[vtc_kunit_below(rnd, ARRAY_SIZE(words))];

	switch (vtc_kunit_below(rnd, 8)) {
	case 0:
		box->v2p = prandom_u32_state(rnd) & 0xf0;
		break;
	case 1:
		box->pfu = !box->vfu && vtc_kunit_one_in(rnd, 2);
		break;
	case 2:
		box->mem[vtc_kunit_below(rnd, VTC_MBX_WORDS)] =
			prandom_u32_state(rnd);
		break;
	case 3:
		box->v2p &= ~(VTC_V2P_RSTI | VTC_V2P_RSTD);
		break;
	default:
		box->mem[0] = word;
		box->v2p |= VTC_V2P_PFSTS | VTC_V2P_PFACK;
		break;
	}
}

static int vtc_pfreq_any_request(struct vtc_pfreq_bench *b,
				 struct vtc_msg_reset *reset)
{
	DECLARE_BITMAP(hashes, VTC_MBX_MC_BITS);

	switch (vtc_kunit_below(&b->box.rnd, 7)) {
	case 0:
		return vtc_pfreq_set_mac(&b->vf, vtc_pfreq_addr);
	case 1:
		bitmap_zero(hashes, VTC_MBX_MC_BITS);
		bitmap_set(hashes, 100, vtc_kunit_below(&b->box.rnd, 257));
		return vtc_pfreq_set_mc(&b->vf, hashes, b->vf.pf.mc_parts, true);
	case 2:
		return vtc_pfreq_set_vlan(&b->vf, 5, true);
	case 3:
		return vtc_pfreq_set_max_frame(&b->vf, 1518);
	case 4:
		vtc_pfreq_listen(&b->vf);
		return vtc_pfreq_absent(&b->vf) ? -ENOTCONN : 0;
	default:
		return vtc_pfreq_reset(&b->vf, reset) ? -ENOTCONN : 0;
	}
}

static void vtc_pfreq_survives_a_wild_pf(struct kunit *test)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_bench(test);
	struct vtc_msg_reset reset = { };
	unsigned int i, good = 0, bad = 0;
	int err;

	vtc_kunit_seed_rnd(test, &b->box.rnd);
	b->box.other = vtc_pfreq_pf_runs_wild;
	b->box.other_at_vf_access = true;
	for (i = 0; i < 3000; i++) {
		b->box.clock.now_us = 0;
		err = vtc_pfreq_any_request(b, &reset);
		KUNIT_ASSERT_TRUE_MSG(test, !err || err == -EPERM ||
				      err == -ENOTCONN, "request %u: %d", i, err);
		KUNIT_ASSERT_LE_MSG(test, b->box.clock.now_us, REQUEST_US,
				    "request %u", i);
		if (reset.has_mac)
			KUNIT_ASSERT_TRUE(test, is_valid_ether_addr(reset.mac));
		KUNIT_ASSERT_LE(test, b->vf.pf.link, VTC_LINK_DISABLE);
		good += !err;
		bad += err != 0;
	}
	KUNIT_EXPECT_EQ(test, b->box.fouls + b->box.vf_side.strays, 0);
	KUNIT_EXPECT_GT(test, good, 100);
	KUNIT_EXPECT_GT(test, bad, 100);
}

static bool vtc_pfreq_has(u32 reg)
{
	const struct vtc_hw hw = {
		.spans = vtc_gen_82576_vf.spans,
		.n_spans = vtc_gen_82576_vf.n_spans,
	};

	return vtc_hw_has(&hw, reg);
}

static void vtc_pfreq_knows_its_registers(struct kunit *test)
{
	static const u32 foreign[] = {
		VTC_CTRL_EXT, VTC_RCTL, VTC_TCTL, VTC_EICS, VTC_RAL(0), VTC_RAH(0),
		VTC_MTA(0), VTC_VFTA(0), VTC_VT_CTL, VTC_VMOLR(0), VTC_DTXSWC,
		VTC_VFRE, VTC_VFTE, VTC_MBVFICR, VTC_VFLRE, VTC_P2VMAILBOX(0),
		VTC_P2VMAILBOX(1), VTC_VMBMEM(1), VTC_EERD, VTC_MDIC, VTC_SWSM,
		VTC_EITR(3), VTC_IVAR(1), 0x4000, ~3u,
	};
	const struct vtc_gen *gen = &vtc_gen_82576_vf;
	unsigned int i, n = 0;
	u32 reg;

	for (i = 0; i < ARRAY_SIZE(foreign); i++)
		KUNIT_EXPECT_FALSE_MSG(test, vtc_pfreq_has(foreign[i]),
				       "register %#x", foreign[i]);
	for (reg = 0; reg < 0x20000; reg += 4)
		n += vtc_pfreq_has(reg);
	/* 4 + 1 + 16 + 1 + 1 + 1 + 3 + 1 + 1, 2 * (11 + 16), 12 */
	KUNIT_EXPECT_EQ(test, n, 29 + 54 + 12);
	for (i = 0; i < gen->n_dump; i++)
		KUNIT_EXPECT_TRUE(test, vtc_pfreq_has(gen->dump[i]));
	for (i = 0; i < sizeof(gen->regs) / sizeof(u32); i++)
		KUNIT_EXPECT_TRUE(test, vtc_pfreq_has(((const u32 *)&gen->regs)[i]));
}

struct vtc_pfreq_reader {
	struct vtc_fake fake;
	unsigned int reads;
};

static u32 vtc_pfreq_read(struct vtc_fake *fake, u32 reg)
{
	container_of(fake, struct vtc_pfreq_reader, fake)->reads++;
	return ~1u;
}

/* Also with registers that make no sense; one that is gone is not even read */
static void vtc_pfreq_dumps_its_own(struct kunit *test)
{
	const struct vtc_gen *gen = &vtc_gen_82576_vf;
	struct vtc_pfreq_reader reader = { .fake = { .rd = vtc_pfreq_read } };
	struct vtc_hw hw = { .spans = gen->spans, .n_spans = gen->n_spans };
	struct vtc_gen_link link = { };
	u32 *out;

	out = kunit_kcalloc(test, vtc_gen_dump(gen, &hw, NULL), sizeof(*out),
			    GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, out);
	vtc_fake_bind(&hw, &reader.fake);
	KUNIT_EXPECT_EQ(test, vtc_gen_dump(gen, &hw, out), reader.reads);
	gen->link(&hw, &link);
	KUNIT_EXPECT_LE(test, link.speed, 1000);
	KUNIT_EXPECT_EQ(test, reader.fake.strays, 0);
	/* And one that is not there is seen */
	vtc_rd(&hw, VTC_RCTL);
	vtc_wr(&hw, VTC_VFTE, 0xff);
	KUNIT_EXPECT_EQ(test, reader.fake.strays, 2);
}

/* One walk through every request; the function vanishes at the n-th access */
static bool vtc_pfreq_vanishes_at(struct kunit *test, unsigned int n)
{
	struct vtc_pfreq_bench *b = vtc_pfreq_bench(test);
	DECLARE_BITMAP(hashes, VTC_MBX_MC_BITS) = { };
	struct vtc_msg_reset reset;
	bool whole;

	vtc_msg_encode_reset_reply(vtc_pfreq_addr, VTC_LINK_AUTO, b->reset_reply);
	b->box.other = vtc_pfreq_pf_shakes_hands;
	vtc_fake_vanish(n);
	vtc_pfreq_reset(&b->vf, &reset);
	vtc_pfreq_set_mac(&b->vf, vtc_pfreq_addr);
	vtc_pfreq_set_mc(&b->vf, hashes, true, false);
	vtc_pfreq_listen(&b->vf);
	whole = !vtc_fake_in_vain();
	KUNIT_EXPECT_EQ_MSG(test, vtc_fake_while_off(), 0, "n %u", n);
	KUNIT_EXPECT_LE_MSG(test, vtc_fake_in_vain(), 3 + VTC_MBX_WORDS, "n %u", n);
	KUNIT_EXPECT_LE_MSG(test, b->box.clock.now_us, REQUEST_US, "n %u", n);
	if (!whole) {
		KUNIT_EXPECT_TRUE_MSG(test, vtc_pfreq_absent(&b->vf), "n %u", n);
		KUNIT_EXPECT_FALSE_MSG(test, b->vf.pf.cts, "n %u", n);
	}
	kunit_kfree(test, b);
	return !whole;
}

static void vtc_pfreq_survives_its_device(struct kunit *test)
{
	unsigned int n = 0;

	while (vtc_pfreq_vanishes_at(test, n))
		KUNIT_ASSERT_LT(test, n++, 10000);
	KUNIT_EXPECT_GT(test, n, 3 * VTC_MBX_WORDS);
}

/* A device of which only STATUS is looked at */
struct vtc_pfreq_port {
	struct vtc_fake fake;
	struct vtc_hw hw;
	u32 status;
};

static u32 vtc_pfreq_port_rd(struct vtc_fake *fake, u32 reg)
{
	return container_of(fake, struct vtc_pfreq_port, fake)->status;
}

static void vtc_pfreq_reads_the_link(struct kunit *test)
{
	static const struct {
		u32 status;
		bool up, full;
		u32 speed;
	} rows[] = {
		{ 0x00, false, false, 10 }, { 0x02, true, false, 10 },
		{ 0x43, true, true, 100 }, { 0x83, true, true, 1000 },
		{ 0xc1, false, true, 1000 }, { 0x80080682, true, false, 1000 },
	};
	struct vtc_pfreq_port *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);
	struct vtc_gen_link link;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, p);
	p->fake.rd = vtc_pfreq_port_rd;
	vtc_fake_bind(&p->hw, &p->fake);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		p->status = rows[i].status;
		vtc_gen_82576_vf.link(&p->hw, &link);
		KUNIT_EXPECT_EQ_MSG(test, link.up, rows[i].up, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, link.full, rows[i].full, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, link.speed, rows[i].speed, "row %u", i);
	}
	/* All ones are no link */
	p->status = ~0u;
	vtc_gen_82576_vf.link(&p->hw, &link);
	KUNIT_EXPECT_FALSE(test, link.up);
}

static struct kunit_case vtc_pfreq_cases[] = {
	KUNIT_CASE(vtc_pfreq_knows_its_registers),
	KUNIT_CASE(vtc_pfreq_dumps_its_own),
	KUNIT_CASE(vtc_pfreq_reads_the_link),
	KUNIT_CASE(vtc_pfreq_shakes_hands),
	KUNIT_CASE_PARAM(vtc_pfreq_is_greeted, vtc_pfreq_greeting_gen_params),
	KUNIT_CASE_PARAM(vtc_pfreq_asks, vtc_pfreq_script_gen_params),
	KUNIT_CASE(vtc_pfreq_hears_refusals),
	KUNIT_CASE_PARAM(vtc_pfreq_tells_groups, vtc_pfreq_groups_gen_params),
	KUNIT_CASE(vtc_pfreq_learns_features),
	KUNIT_CASE(vtc_pfreq_notes_news),
	KUNIT_CASE(vtc_pfreq_gets_away_from_a_talker),
	KUNIT_CASE(vtc_pfreq_follows_link_policy),
	KUNIT_CASE(vtc_pfreq_ignores_stale_policy),
	KUNIT_CASE(vtc_pfreq_sees_absence),
	KUNIT_CASE(vtc_pfreq_survives_a_wild_pf),
	KUNIT_CASE(vtc_pfreq_survives_its_device),
	{}
};

static struct kunit_suite vtc_pfreq_suite = {
	.name = "vtc_pfreq",
	.exit = vtc_mailbox_exit,
	.test_cases = vtc_pfreq_cases,
};

kunit_test_suite(vtc_pfreq_suite);
