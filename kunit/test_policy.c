// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite policy: random messages of all VFs, with an administrator who keeps
 * changing his mind, through the whole of the pure core: codec, rights,
 * shares, model, image.  After each of them nobody has what is not his.
 *
 * The few lines of pf/vfreq.c and pf/config.c that join these files have locks
 * and a device in them and cannot be run here; policy_message() and
 * policy_apply() stand for them.
 */
#include "rights.h"
#include "../pf/quota.h"
#include "../pf/swimg.h"
#include "../common/addr.h"
#include "../common/regs_82576.h"

#define MESSAGES	100000
#define ADDRS		24	/* addresses VFs ask for, homes among them */
#define VIDS		48
#define LOOK_CLOSER	64	/* after this many messages */
#define HOST		VTC_L2SW_NO_POOL

struct policy_bench {
	unsigned int vfs;
	struct vtc_l2sw_caps caps;
	struct vtc_l2sw_in in;
	struct vtc_vport_admin admin[VTC_L2SW_POOLS];
	struct vtc_vport_asked asked[VTC_L2SW_POOLS];
	struct vtc_vport_asked pf;
	struct vtc_vport_asked edit;
	struct vtc_vport_rights rights[VTC_L2SW_POOLS];
	u8 home[VTC_L2SW_POOLS][ETH_ALEN];
	struct vtc_quota quota;
	struct vtc_l2sw sw;
	struct vtc_l2sw next;
	struct vtc_swimg img;
	/* of one run */
	unsigned int accepted;
	unsigned int refused;
	unsigned int malformed;
	unsigned int full;
	unsigned int reclaimed;
	unsigned int revoked;
};

static struct policy_bench *policy_bench_alloc(struct kunit *test,
					       unsigned int vfs)
{
	struct policy_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, b);
	b->vfs = vfs;
	b->caps = vtc_l2sw_82576.caps;
	b->in.caps = &b->caps;
	b->in.vt = true;
	b->in.rx_on = true;
	b->in.pf_pool = vfs < 8 ? 7 : VTC_L2SW_NO_POOL;
	b->pf.active = true;
	vtc_world_mac(100, b->pf.mac);
	for (i = 0; i < vfs; i++) {
		vtc_vport_admin_init(&b->admin[i]);
		vtc_world_mac(i, b->home[i]);
		b->in.rights[i] = &b->rights[i];
	}
	if (vfs < 8)
		b->in.rights[7] = &b->rights[7];
	return b;
}

static void policy_resolve(struct policy_bench *b)
{
	unsigned int i;

	for (i = 0; i < b->vfs; i++)
		vtc_vport_resolve(&b->admin[i], &b->asked[i], b->home[i],
				  &b->rights[i]);
	if (b->vfs < 8)
		vtc_vport_resolve_pf(&b->pf, &b->rights[7]);
}

static void policy_settle(struct policy_bench *b)
{
	unsigned int i;

	for (i = 0; i < b->vfs; i++) {
		const struct vtc_vport_loss *loss = &b->quota.loss[i];

		if (!loss->reclaimed && !loss->revoked)
			continue;
		vtc_vport_give_up(&b->asked[i], loss, &b->rights[i]);
		b->reclaimed += loss->reclaimed;
		b->revoked += loss->revoked;
	}
}

/* As vtc_config_change(); the caller takes its edit back on error */
static int policy_apply(struct policy_bench *b, u8 requester)
{
	int err;

	policy_resolve(b);
	err = vtc_quota_fit(&b->quota, &b->in, b->rights, &b->sw, requester);
	if (!err)
		err = vtc_l2sw_build(&b->next, &b->sw, &b->in);
	if (err)
		return err;
	b->sw = b->next;
	policy_settle(b);
	return 0;
}

/* As vtc_config_mac_reserved() */
static bool policy_reserved(const struct policy_bench *b, unsigned int vf,
			    const u8 *mac)
{
	unsigned int i;

	if (vtc_addr_equal(mac, b->admin[vf].mac))
		return false;
	for (i = 0; i < b->vfs; i++) {
		if (i == vf)
			continue;
		if (vtc_addr_equal(mac, b->home[i]) ||
		    (!b->admin[vf].trusted &&
		     vtc_addr_equal(mac, b->admin[i].mac)))
			return true;
	}
	return false;
}

static int policy_check(const struct policy_bench *b, unsigned int vf,
			const struct vtc_msg *msg)
{
	if (msg->op == VTC_MBX_OP_SET_MAC && msg->mac.verb != VTC_MSG_MAC_CLEAR &&
	    policy_reserved(b, vf, msg->mac.addr))
		return -EADDRINUSE;
	if (msg->op == VTC_MBX_OP_SET_VLAN && msg->vlan.add &&
	    !b->admin[vf].trusted &&
	    vtc_l2sw_vlan_reserved(&b->sw, vf, msg->vlan.vid))
		return -EPERM;
	return 0;
}

static int policy_set(struct kunit *test, struct policy_bench *b,
		      unsigned int vf)
{
	struct vtc_vport_asked *asked = &b->asked[vf];
	int err;

	swap(*asked, b->edit);
	err = policy_apply(b, vf);
	if (err)
		swap(*asked, b->edit);
	if (err != -ENOSPC)
		return err;
	b->full++;
	/* Only who has its share may hear that */
	KUNIT_EXPECT_TRUE(test,
			  b->rights[vf].n_extra >
			  vtc_quota_mac_share(&b->caps, min(b->vfs + 1, 8u)) ||
			  bitmap_weight(b->rights[vf].vlans, VTC_VPORT_VIDS) >
			  vtc_quota_vlan_share(&b->caps, min(b->vfs + 1, 8u)));
	return err;
}

static int policy_request(struct kunit *test, struct policy_bench *b,
			  unsigned int vf, const struct vtc_msg *msg)
{
	int err;

	if (msg->op == VTC_MBX_OP_RESET) {
		memset(&b->edit, 0, sizeof(b->edit));
		KUNIT_EXPECT_EQ(test, policy_set(test, b, vf), 0);
	}
	b->edit = b->asked[vf];
	err = vtc_vport_request(&b->admin[vf], &b->edit, msg, b->home[vf]);
	if (!err)
		err = policy_check(b, vf, msg);
	if (!err && memcmp(&b->edit, &b->asked[vf], sizeof(b->edit)))
		err = policy_set(test, b, vf);
	return err;
}

/* One message, answered once */
static void policy_message(struct kunit *test, struct policy_bench *b,
			   unsigned int vf, const u32 *w)
{
	u32 answer[VTC_MBX_WORDS] = {}, verdict;
	struct vtc_msg msg;
	int err;

	err = vtc_msg_decode_req(w, &msg);
	if (err)
		b->malformed++;
	else
		err = policy_request(test, b, vf, &msg);
	if (err)
		b->refused++;
	else
		b->accepted++;
	vtc_msg_encode_reply(w[0], err, answer);
	verdict = answer[0] & (VTC_MBX_ACK | VTC_MBX_NACK);
	KUNIT_EXPECT_EQ(test, verdict, err ? VTC_MBX_NACK : VTC_MBX_ACK);
	KUNIT_EXPECT_EQ(test, answer[0] & VTC_MBX_OP, w[0] & VTC_MBX_OP);
}

static void policy_random_mac(struct rnd_state *rnd, u32 *w)
{
	u8 mac[ETH_ALEN];

	vtc_world_mac(vtc_kunit_below(rnd, ADDRS), mac);
	w[0] |= vtc_kunit_below(rnd, 12) / 5 << 16;
	w[1] = mac[0] | mac[1] << 8 | mac[2] << 16 | (u32)mac[3] << 24;
	w[2] = mac[4] | mac[5] << 8;
}

/* Well-formed most often, and about few things, so that VFs collide */
static void policy_random_words(struct rnd_state *rnd, u32 *w)
{
	unsigned int i;

	memset(w, 0, VTC_MBX_WORDS * sizeof(*w));
	if (vtc_kunit_one_in(rnd, 16)) {
		for (i = 0; i < VTC_MBX_WORDS; i++)
			w[i] = prandom_u32_state(rnd);
		if (vtc_kunit_one_in(rnd, 2))
			w[0] &= VTC_MBX_INFO | 0x7;
		return;
	}
	w[0] = vtc_kunit_one_in(rnd, 100) ? VTC_MBX_OP_RESET :
	       vtc_kunit_one_in(rnd, 6) ? 3 + vtc_kunit_below(rnd, 4) :
	       vtc_kunit_one_in(rnd, 3) ? VTC_MBX_OP_SET_MAC : VTC_MBX_OP_SET_VLAN;
	switch (w[0]) {
	case VTC_MBX_OP_SET_MAC:
		policy_random_mac(rnd, w);
		break;
	case VTC_MBX_OP_SET_MC:
		w[0] |= 2 << 16 | (vtc_kunit_one_in(rnd, 2) ? VTC_MBX_MC_OVERFLOW : 0);
		w[1] = prandom_u32_state(rnd) & 0x0fff0fff;
		break;
	case VTC_MBX_OP_SET_VLAN:
		w[0] |= vtc_kunit_one_in(rnd, 5) ? 0 : 1 << 16;
		w[1] = vtc_kunit_below(rnd, VIDS);
		break;
	case VTC_MBX_OP_SET_LPE:
		w[1] = vtc_kunit_below(rnd, 12000);
		break;
	case VTC_MBX_OP_SET_PROMISC:
		w[0] |= vtc_kunit_below(rnd, 4) << 16;
		break;
	}
}

/* The host is refused for one reason only: two addresses it gave out itself */
static void policy_host(struct kunit *test, struct policy_bench *b,
			struct rnd_state *rnd)
{
	unsigned int vf = vtc_kunit_below(rnd, b->vfs);
	struct vtc_vport_admin was = b->admin[vf], *admin = &b->admin[vf];
	int err;

	switch (vtc_kunit_below(rnd, 6)) {
	case 0:
		admin->vlan = vtc_kunit_one_in(rnd, 2) ? 0 :
			      1 + vtc_kunit_below(rnd, VIDS);
		break;
	case 1:
		memset(admin->mac, 0, ETH_ALEN);
		if (vtc_kunit_one_in(rnd, 2))
			vtc_world_mac(8 + vtc_kunit_below(rnd, ADDRS - 8),
				      admin->mac);
		break;
	case 2:
		admin->trusted = vtc_kunit_one_in(rnd, 4);
		break;
	case 3:
		admin->spoofchk = !vtc_kunit_one_in(rnd, 3);
		break;
	case 4:
		admin->link = vtc_kunit_below(rnd, 3);
		break;
	case 5:
		__change_bit(1 + vtc_kunit_below(rnd, VIDS), b->pf.vlans);
		b->in.vepa = vtc_kunit_one_in(rnd, 4);
		break;
	}
	err = policy_apply(b, HOST);
	if (!err)
		return;
	KUNIT_EXPECT_EQ(test, err, -EADDRINUSE);
	*admin = was;
	KUNIT_EXPECT_EQ(test, policy_apply(b, HOST), 0);
}

/* No two ports have an address unless each may share it */
static void policy_expect_owners(struct kunit *test,
				 const struct policy_bench *b)
{
	unsigned int i, pool;

	for (i = 0; i < VTC_L2SW_MACS; i++) {
		u8 pools = b->sw.mac[i].pools;

		if (!(pools & (pools - 1)))
			continue;
		for (pool = 0; pool < VTC_L2SW_POOLS; pool++)
			if (pools & BIT(pool))
				KUNIT_ASSERT_TRUE(test, b->rights[pool].mac_shared);
	}
	for (pool = 0; pool < b->vfs; pool++) {
		const u8 *home = vtc_addr_is_zero(b->admin[pool].mac) ?
				 b->home[pool] : b->admin[pool].mac;
		u8 pools = vtc_l2sw_mac_owners(&b->sw, b->home[pool]);

		/* Its default address is never another's */
		KUNIT_ASSERT_EQ(test, pools & ~BIT(pool), 0);
		/* What the administrator gave it is its own */
		if (vtc_addr_equal(home, b->rights[pool].mac))
			KUNIT_ASSERT_TRUE(test,
					  vtc_l2sw_mac_owners(&b->sw, home) &
					  BIT(pool));
	}
}

static void policy_expect_vlans(struct kunit *test, const struct policy_bench *b)
{
	unsigned int i, pool, other;

	for (i = 0; i < VTC_L2SW_VLANS; i++)
		for (pool = 0; pool < b->vfs; pool++) {
			u16 vid = b->sw.vlan[i].vid;

			if (!(b->sw.vlan[i].pools & BIT(pool)) || !vid)
				continue;
			if (b->admin[pool].vlan)
				KUNIT_ASSERT_EQ(test, vid, b->admin[pool].vlan);
			for (other = 0; other < b->vfs; other++)
				KUNIT_ASSERT_TRUE(test,
						  b->admin[other].vlan != vid ||
						  b->admin[pool].vlan == vid ||
						  b->admin[pool].trusted);
		}
}

static void policy_expect_pools(struct kunit *test, const struct policy_bench *b)
{
	unsigned int i;

	for (i = 0; i < b->vfs; i++) {
		const struct vtc_l2sw_pool *pool = &b->sw.pool[i];
		const struct vtc_vport_admin *admin = &b->admin[i];

		KUNIT_ASSERT_EQ(test, pool->spoofchk, admin->spoofchk);
		KUNIT_ASSERT_EQ(test, pool->pvid, admin->vlan);
		KUNIT_ASSERT_TRUE(test, pool->untagged == !admin->vlan);
		if (!b->asked[i].active || admin->link == VTC_LINK_DISABLE)
			KUNIT_ASSERT_FALSE(test, pool->rx || pool->tx);
		if (admin->trusted)
			continue;
		KUNIT_ASSERT_FALSE(test, pool->promisc || pool->allmulti);
		KUNIT_ASSERT_LE(test, b->rights[i].n_extra,
				VTC_VPORT_UNTRUSTED_MACS);
	}
}

static u32 policy_word(const struct policy_bench *b, u32 reg)
{
	const struct vtc_swimg_span *span = vtc_l2sw_82576.spans;
	unsigned int s;

	for (s = 0; s < vtc_l2sw_82576.n_spans; s++)
		if (span[s].reg == reg)
			return b->img.w[span[s].first];
	return ~0u;
}

/* What protects others is in the registers as the administrator has it */
static void policy_expect_image(struct kunit *test, struct policy_bench *b)
{
	u32 dtxswc = b->in.vepa ? 0 : VTC_DTXSWC_LOOPBACK, vlan_checks;
	unsigned int i;

	vtc_l2sw_82576.build(&b->sw, &b->img);
	for (i = 0; i < b->vfs; i++)
		if (b->admin[i].spoofchk)
			dtxswc |= BIT(i) | BIT(i + 8);
	KUNIT_ASSERT_EQ(test, policy_word(b, VTC_DTXSWC), dtxswc);
	vlan_checks = policy_word(b, VTC_RCTL);
	KUNIT_ASSERT_TRUE(test, vlan_checks & VTC_RCTL_VFE);
	KUNIT_ASSERT_FALSE(test, vlan_checks & (VTC_RCTL_UPE | VTC_RCTL_MPE));
	KUNIT_ASSERT_TRUE(test, policy_word(b, VTC_VT_CTL) & VTC_VT_CTL_REPL_EN);
}

/* What is wished is what the model has: to apply it again changes nothing */
static void policy_expect_settled(struct kunit *test, struct policy_bench *b)
{
	unsigned int lost = b->reclaimed + b->revoked;
	u32 *before = kmemdup(&b->sw, sizeof(b->sw), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, before);
	KUNIT_EXPECT_EQ(test, policy_apply(b, HOST), 0);
	KUNIT_EXPECT_MEMEQ(test, (u8 *)before, (u8 *)&b->sw, sizeof(b->sw));
	KUNIT_EXPECT_EQ(test, lost, b->reclaimed + b->revoked);
	kfree(before);
}

static void policy_expect_sound(struct kunit *test, struct policy_bench *b,
				unsigned int i)
{
	policy_expect_owners(test, b);
	policy_expect_vlans(test, b);
	policy_expect_pools(test, b);
	if (i % LOOK_CLOSER)
		return;
	policy_expect_image(test, b);
	policy_expect_settled(test, b);
}

static void policy_survives_random_messages(struct kunit *test)
{
	struct policy_bench *b = policy_bench_alloc(test, 7);
	u32 w[VTC_MBX_WORDS];
	struct rnd_state rnd;
	unsigned int i;

	vtc_kunit_seed_rnd(test, &rnd);
	KUNIT_ASSERT_EQ(test, policy_apply(b, HOST), 0);
	for (i = 0; i < MESSAGES; i++) {
		if (vtc_kunit_one_in(&rnd, 200))
			policy_host(test, b, &rnd);
		policy_random_words(&rnd, w);
		policy_message(test, b, vtc_kunit_below(&rnd, b->vfs), w);
		policy_expect_sound(test, b, i);
		if (test->status == KUNIT_FAILURE) {
			kunit_info(test, "after message %u: %*ph", i, 12, w);
			return;
		}
	}
	kunit_info(test, "%u accepted, %u refused, %u of them malformed, %u for lack of room",
		   b->accepted, b->refused, b->malformed, b->full);
	kunit_info(test, "%u entries reclaimed, %u revoked", b->reclaimed,
		   b->revoked);
	/* It has been at work, in every corner */
	KUNIT_EXPECT_GT(test, b->accepted, MESSAGES / 10);
	KUNIT_EXPECT_GT(test, b->refused, MESSAGES / 10);
	KUNIT_EXPECT_GT(test, b->malformed, MESSAGES / 50);
	KUNIT_EXPECT_GT(test, b->full, 100);
	KUNIT_EXPECT_GT(test, b->reclaimed, 20);
	KUNIT_EXPECT_GT(test, b->revoked, 20);
}

/* The same with all pools given away, and with few VFs */
static void policy_survives_other_numbers_of_vfs(struct kunit *test)
{
	static const unsigned int vfs[] = { 1, 2, 8 };
	u32 w[VTC_MBX_WORDS];
	struct rnd_state rnd;
	unsigned int n, i;

	vtc_kunit_seed_rnd(test, &rnd);
	for (n = 0; n < ARRAY_SIZE(vfs); n++) {
		struct policy_bench *b = policy_bench_alloc(test, vfs[n]);

		KUNIT_ASSERT_EQ(test, policy_apply(b, HOST), 0);
		for (i = 0; i < MESSAGES / 20; i++) {
			if (vtc_kunit_one_in(&rnd, 50))
				policy_host(test, b, &rnd);
			policy_random_words(&rnd, w);
			policy_message(test, b, vtc_kunit_below(&rnd, vfs[n]), w);
			policy_expect_sound(test, b, i);
			if (test->status == KUNIT_FAILURE)
				return;
		}
	}
}

/* The image of what is wished now, whatever slots history has led to */
static void policy_image(struct kunit *test, struct policy_bench *b,
			 struct vtc_swimg *img)
{
	struct vtc_l2sw *none = kunit_kzalloc(test, sizeof(*none), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, none);
	policy_resolve(b);
	KUNIT_EXPECT_EQ(test, 0, vtc_l2sw_build(&b->next, none, &b->in));
	vtc_l2sw_82576.build(&b->next, img);
	kunit_kfree(test, none);
}

/* Everything a VF can ask for, and then it changes hands */
static void policy_next_tenant_finds_nothing(struct kunit *test)
{
	struct policy_bench *b = policy_bench_alloc(test, 3);
	struct vtc_swimg *before = kunit_kzalloc(test, sizeof(*before),
						 GFP_KERNEL);
	u32 w[VTC_MBX_WORDS];
	unsigned int round, i, reclaimed, compared = 0;
	struct rnd_state rnd;

	KUNIT_ASSERT_NOT_NULL(test, before);
	vtc_kunit_seed_rnd(test, &rnd);
	for (i = 0; i < 3; i++)
		b->admin[i].trusted = true;
	for (round = 0; round < 50; round++) {
		/* Another VF's wishes stay as they are meanwhile */
		for (i = 0; i < 20; i++) {
			policy_random_words(&rnd, w);
			policy_message(test, b, 1 + i % 2, w);
		}
		memset(&b->edit, 0, sizeof(b->edit));
		KUNIT_ASSERT_EQ(test, policy_set(test, b, 0), 0);
		policy_image(test, b, before);
		reclaimed = b->reclaimed;
		memset(w, 0, sizeof(w));
		w[0] = VTC_MBX_OP_RESET;
		policy_message(test, b, 0, w);
		for (i = 0; i < 200; i++) {
			policy_random_words(&rnd, w);
			policy_message(test, b, 0, w);
		}
		memset(&b->edit, 0, sizeof(b->edit));
		KUNIT_ASSERT_EQ(test, policy_set(test, b, 0), 0);
		policy_image(test, b, &b->img);
		/* Unless others had to give way, all is as before it came */
		if (b->reclaimed != reclaimed)
			continue;
		KUNIT_ASSERT_MEMEQ(test, before, &b->img, sizeof(*before));
		compared++;
	}
	KUNIT_EXPECT_GT(test, compared, 10);
}

static struct kunit_case vtc_policy_cases[] = {
	KUNIT_CASE(policy_survives_random_messages),
	KUNIT_CASE(policy_survives_other_numbers_of_vfs),
	KUNIT_CASE(policy_next_tenant_finds_nothing),
	{}
};

static struct kunit_suite vtc_policy_suite = {
	.name = "vtc_policy",
	.test_cases = vtc_policy_cases,
};

kunit_test_suite(vtc_policy_suite);
