// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite vport: the trust policy, one row or case for each of its rules.
 */
#include "kunit.h"
#include "../pf/vport.c"

/* Addresses are 02:00:00:00:00:n */
enum {
	ADDR_DEFAULT = 1,
	ADDR_ADMIN,
	ADDR_OTHER,
	ADDR_EXTRA = 0x40,	/* and following */
};

static const u8 vtc_vport_default[ETH_ALEN] = { 2, 0, 0, 0, 0, ADDR_DEFAULT };
static const u8 vtc_vport_admins[ETH_ALEN] = { 2, 0, 0, 0, 0, ADDR_ADMIN };
static const u8 vtc_vport_other[ETH_ALEN] = { 2, 0, 0, 0, 0, ADDR_OTHER };

#define MAC(verb_, n_)							\
	{ .op = VTC_MBX_OP_SET_MAC,					\
	  .mac = { .verb = VTC_MSG_MAC_##verb_,				\
		   .addr = { 2, 0, 0, 0, 0, n_ } } }
#define VLAN(vid_, add_)						\
	{ .op = VTC_MBX_OP_SET_VLAN, .vlan = { .vid = vid_, .add = add_ } }
#define LPE(bytes)	{ .op = VTC_MBX_OP_SET_LPE, .max_frame = bytes }
#define PROMISC(uc, mc)							\
	{ .op = VTC_MBX_OP_SET_PROMISC,					\
	  .promisc = { .unicast = uc, .multicast = mc } }
#define MC(n_, over)							\
	{ .op = VTC_MBX_OP_SET_MC, .mc = { .n = n_, .overflow = over } }

#define MC_PART(n_, cont_, more_)					\
	{ .op = VTC_MBX_OP_SET_MC,					\
	  .mc = { .n = n_, .cont = cont_, .more = more_ } }

/* What holds before the request, and what it is told */
struct vtc_vport_rule {
	const char *name;
	bool trusted;
	bool admin_mac;
	u16 port_vlan;
	u8 n_extra;
	u8 n_vids;
	u16 n_part;
	struct vtc_msg msg;
	int err;
};

static const struct vtc_vport_rule vtc_vport_rules[] = {
	{ "takes its default address", .msg = MAC(PRIMARY, ADDR_DEFAULT) },
	{ "takes an address of its own", .msg = MAC(PRIMARY, ADDR_OTHER) },
	{ "takes the administrator's address", .admin_mac = true,
	  .msg = MAC(PRIMARY, ADDR_ADMIN) },
	{ "may not leave the administrator's address", .admin_mac = true,
	  .msg = MAC(PRIMARY, ADDR_OTHER), .err = -EPERM },
	{ "may not go back to the default either", .admin_mac = true,
	  .msg = MAC(PRIMARY, ADDR_DEFAULT), .err = -EPERM },
	{ "trusted, may leave the administrator's address", .admin_mac = true,
	  .trusted = true, .msg = MAC(PRIMARY, ADDR_OTHER) },

	{ "adds a first address", .msg = MAC(ADD, ADDR_OTHER) },
	{ "adds a third address", .n_extra = 2, .msg = MAC(ADD, ADDR_OTHER) },
	{ "may not add a fourth address", .n_extra = 3,
	  .msg = MAC(ADD, ADDR_OTHER), .err = -ENOSPC },
	{ "may repeat an address at the limit", .n_extra = 3,
	  .msg = MAC(ADD, ADDR_EXTRA + 2) },
	{ "may add its own address at the limit", .n_extra = 3,
	  .msg = MAC(ADD, ADDR_DEFAULT) },
	{ "trusted, adds a fourth address", .trusted = true, .n_extra = 3,
	  .msg = MAC(ADD, ADDR_OTHER) },
	{ "trusted, adds the last address", .trusted = true,
	  .n_extra = VTC_VPORT_EXTRA_MACS - 1, .msg = MAC(ADD, ADDR_OTHER) },
	{ "trusted, may not add more than there is room for", .trusted = true,
	  .n_extra = VTC_VPORT_EXTRA_MACS, .msg = MAC(ADD, ADDR_OTHER),
	  .err = -ENOSPC },
	{ "may add nothing to the administrator's address", .admin_mac = true,
	  .msg = MAC(ADD, ADDR_OTHER), .err = -EPERM },
	{ "may add the administrator's address", .admin_mac = true,
	  .msg = MAC(ADD, ADDR_ADMIN) },
	{ "trusted, adds to the administrator's address", .admin_mac = true,
	  .trusted = true, .msg = MAC(ADD, ADDR_OTHER) },
	{ "may always forget its addresses", .admin_mac = true, .n_extra = 3,
	  .msg = MAC(CLEAR, 0) },

	{ "joins a VLAN", .msg = VLAN(5, true) },
	{ "joins VLAN 4094", .msg = VLAN(4094, true) },
	{ "may not join VLAN 4095", .msg = VLAN(4095, true), .err = -EINVAL },
	{ "joins its 31st VLAN", .n_vids = 30, .msg = VLAN(5, true) },
	{ "may not join a 32nd VLAN", .n_vids = 31, .msg = VLAN(5, true),
	  .err = -ENOSPC },
	{ "may repeat a VLAN at the limit", .n_vids = 31,
	  .msg = VLAN(100, true) },
	{ "joins VLAN 0 even at the limit", .n_vids = 31, .msg = VLAN(0, true) },
	{ "trusted, joins a 32nd VLAN", .trusted = true, .n_vids = 31,
	  .msg = VLAN(5, true) },
	{ "leaves a VLAN", .n_vids = 31, .msg = VLAN(100, false) },
	{ "leaves a VLAN it is not in", .msg = VLAN(5, false) },
	{ "leaves VLAN 0", .msg = VLAN(0, false) },
	{ "may not join beside a port VLAN", .port_vlan = 7,
	  .msg = VLAN(5, true), .err = -EPERM },
	{ "may not join its port VLAN by name", .port_vlan = 7,
	  .msg = VLAN(7, true), .err = -EPERM },
	{ "may not leave its port VLAN", .port_vlan = 7,
	  .msg = VLAN(7, false), .err = -EPERM },
	{ "joins VLAN 0 beside a port VLAN", .port_vlan = 7,
	  .msg = VLAN(0, true) },
	{ "trusted, may not join beside a port VLAN", .trusted = true,
	  .port_vlan = 7, .msg = VLAN(5, true), .err = -EPERM },

	{ "takes the shortest frame", .msg = LPE(64) },
	{ "takes the longest frame", .msg = LPE(VTC_VPORT_MAX_FRAME) },
	{ "frame too short", .msg = LPE(63), .err = -EINVAL },
	{ "frame too long", .msg = LPE(VTC_VPORT_MAX_FRAME + 1), .err = -EINVAL },
	{ "frame absurd", .msg = LPE(~0u), .err = -EINVAL },

	{ "may not be promiscuous", .msg = PROMISC(true, false), .err = -EPERM },
	{ "may not take all multicast", .msg = PROMISC(false, true),
	  .err = -EPERM },
	{ "may always stop being promiscuous", .msg = PROMISC(false, false) },
	{ "trusted, is promiscuous", .trusted = true, .msg = PROMISC(true, true) },

	{ "sends its groups", .msg = MC(30, false) },
	{ "says that it has more groups", .msg = MC(30, true) },
	{ "sends a first part", .msg = MC_PART(30, false, true) },
	{ "goes on with nothing", .msg = MC_PART(1, true, true),
	  .err = -EINVAL },
	{ "ends nothing", .msg = MC_PART(1, true, false), .err = -EINVAL },
	{ "goes on with its groups", .n_part = 30,
	  .msg = MC_PART(30, true, true) },
	{ "sends all groups it may", .n_part = VTC_MBX_MC_TOTAL - 30,
	  .msg = MC_PART(30, true, false) },
	{ "may not send more", .n_part = VTC_MBX_MC_TOTAL - 29,
	  .msg = MC_PART(30, true, false), .err = -ENOSPC },
	{ "trusted, may not send more", .n_part = VTC_MBX_MC_TOTAL,
	  .trusted = true, .msg = MC_PART(1, true, true), .err = -ENOSPC },
	{ "begins again", .n_part = VTC_MBX_MC_TOTAL, .msg = MC(30, false) },
	{ "unknown request", .msg = { .op = 7 }, .err = -EOPNOTSUPP },
	{ "RESET", .msg = { .op = VTC_MBX_OP_RESET } },
};

KUNIT_ARRAY_PARAM_DESC(vtc_vport_rule, vtc_vport_rules, name);

static struct vtc_vport_asked *vtc_vport_test_asked(struct kunit *test)
{
	struct vtc_vport_asked *asked = kunit_kzalloc(test, sizeof(*asked),
						      GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, asked);
	asked->active = true;
	return asked;
}

static struct vtc_vport_rights *vtc_vport_test_rights(struct kunit *test)
{
	struct vtc_vport_rights *rights = kunit_kzalloc(test, sizeof(*rights),
							GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, rights);
	/* What nobody sets must be seen */
	memset(rights, 0xff, sizeof(*rights));
	return rights;
}

static void vtc_vport_test_add_extra(struct vtc_vport_asked *asked,
				     unsigned int n)
{
	for (; asked->n_extra < n; asked->n_extra++) {
		u8 addr[ETH_ALEN] = { 2, 0, 0, 0, 0, ADDR_EXTRA + asked->n_extra };

		memcpy(asked->extra[asked->n_extra], addr, ETH_ALEN);
	}
}

static void vtc_vport_judges(struct kunit *test)
{
	const struct vtc_vport_rule *row = test->param_value;
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_asked *before = vtc_vport_test_asked(test);
	struct vtc_vport_admin admin;

	vtc_vport_admin_init(&admin);
	admin.trusted = row->trusted;
	admin.vlan = row->port_vlan;
	if (row->admin_mac)
		memcpy(admin.mac, vtc_vport_admins, ETH_ALEN);
	vtc_vport_test_add_extra(asked, row->n_extra);
	bitmap_set(asked->vlans, 100, row->n_vids);
	bitmap_set(asked->mc_part, 100, row->n_part);
	asked->mc_part_n = row->n_part;
	*before = *asked;
	KUNIT_EXPECT_EQ(test, row->err,
			vtc_vport_request(&admin, asked, &row->msg,
					  vtc_vport_default));
	if (row->err)
		KUNIT_EXPECT_MEMEQ(test, before, asked, sizeof(*asked));
}

static void vtc_vport_ask_part(struct kunit *test, struct vtc_vport_asked *asked,
			       u16 hash, bool cont, bool more)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_MC };
	struct vtc_vport_admin admin;

	vtc_vport_admin_init(&admin);
	msg.mc.n = 1;
	msg.mc.hash[0] = hash;
	msg.mc.cont = cont;
	msg.mc.more = more;
	KUNIT_ASSERT_EQ(test, 0, vtc_vport_request(&admin, asked, &msg,
						   vtc_vport_default));
}

/* Which lists are taken to be longer than what was said */
static void vtc_vport_knows_cut_lists(struct kunit *test)
{
	static const struct {
		struct vtc_msg msg;
		bool cut;
	} rows[] = {
		{ MC(0, false), false }, { MC(29, false), false },
		{ MC(30, false), true }, { MC(30, true), true },
		{ MC(5, true), true }, { MC_PART(30, false, true), false },
		{ MC_PART(30, true, false), false },
	};
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_admin admin;
	unsigned int i;

	vtc_vport_admin_init(&admin);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		asked->mc_overflow = false;
		KUNIT_ASSERT_EQ(test, 0,
				vtc_vport_request(&admin, asked, &rows[i].msg,
						  vtc_vport_default));
		KUNIT_EXPECT_EQ_MSG(test, asked->mc_overflow, rows[i].cut,
				    "row %u", i);
	}
}

/* In between, what was there before holds, and nothing but that */
static void vtc_vport_groups_change_at_once(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);

	vtc_vport_ask_part(test, asked, 7, false, false);
	vtc_vport_ask_part(test, asked, 1, false, true);
	vtc_vport_ask_part(test, asked, 2, true, true);
	KUNIT_EXPECT_TRUE(test, test_bit(7, asked->mc_hash));
	KUNIT_EXPECT_EQ(test, bitmap_weight(asked->mc_hash, 4096), 1);
	/* A list that begins anew takes nothing along */
	vtc_vport_ask_part(test, asked, 3, false, true);
	vtc_vport_ask_part(test, asked, 4, true, false);
	KUNIT_EXPECT_TRUE(test, test_bit(3, asked->mc_hash));
	KUNIT_EXPECT_TRUE(test, test_bit(4, asked->mc_hash));
	KUNIT_EXPECT_EQ(test, bitmap_weight(asked->mc_hash, 4096), 2);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(asked->mc_part, 4096));
	KUNIT_EXPECT_EQ(test, asked->mc_part_n, 0);
	/* Nor does a whole one */
	vtc_vport_ask_part(test, asked, 5, false, true);
	vtc_vport_ask_part(test, asked, 6, false, false);
	KUNIT_EXPECT_TRUE(test, test_bit(6, asked->mc_hash));
	KUNIT_EXPECT_EQ(test, bitmap_weight(asked->mc_hash, 4096), 1);
	KUNIT_EXPECT_EQ(test, asked->mc_part_n, 0);
}

static void vtc_vport_hears_nothing_before_reset(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_msg msg = MAC(PRIMARY, ADDR_OTHER);
	struct vtc_vport_admin admin;

	vtc_vport_admin_init(&admin);
	asked->active = false;
	KUNIT_EXPECT_EQ(test, -EPERM,
			vtc_vport_request(&admin, asked, &msg,
					  vtc_vport_default));
	msg.op = VTC_MBX_OP_RESET;
	KUNIT_EXPECT_EQ(test, 0, vtc_vport_request(&admin, asked, &msg,
						   vtc_vport_default));
	KUNIT_EXPECT_TRUE(test, asked->active);
}

static void vtc_vport_reset_forgets_all(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_asked *clean = vtc_vport_test_asked(test);
	struct vtc_msg msg = { .op = VTC_MBX_OP_RESET };
	struct vtc_vport_admin admin;

	vtc_vport_admin_init(&admin);
	memset(asked, 0x11, sizeof(*asked));
	KUNIT_EXPECT_EQ(test, 0, vtc_vport_request(&admin, asked, &msg,
						   vtc_vport_default));
	KUNIT_EXPECT_MEMEQ(test, asked, clean, sizeof(*asked));
}

static void vtc_vport_request_takes_effect(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_msg mac = MAC(PRIMARY, ADDR_OTHER);
	struct vtc_msg extra = MAC(ADD, ADDR_ADMIN);
	struct vtc_msg clear = MAC(CLEAR, 0);
	struct vtc_msg mc = { .op = VTC_MBX_OP_SET_MC,
			      .mc = { { 0, 4095 }, 2, true } };
	struct vtc_msg mc_none = MC(0, false);
	struct vtc_msg join = VLAN(5, true), leave = VLAN(5, false);
	struct vtc_msg lpe = LPE(9018), promisc = PROMISC(true, true);
	struct vtc_vport_admin admin;

	vtc_vport_admin_init(&admin);
	admin.trusted = true;
	vtc_vport_request(&admin, asked, &mac, vtc_vport_default);
	KUNIT_EXPECT_MEMEQ(test, asked->mac, vtc_vport_other, ETH_ALEN);
	vtc_vport_request(&admin, asked, &extra, vtc_vport_default);
	KUNIT_EXPECT_EQ(test, asked->n_extra, 1);
	KUNIT_EXPECT_MEMEQ(test, asked->extra[0], vtc_vport_admins, ETH_ALEN);
	vtc_vport_request(&admin, asked, &clear, vtc_vport_default);
	KUNIT_EXPECT_EQ(test, asked->n_extra, 0);
	KUNIT_EXPECT_NULL(test, memchr_inv(asked->extra, 0, sizeof(asked->extra)));

	vtc_vport_request(&admin, asked, &mc, vtc_vport_default);
	KUNIT_EXPECT_EQ(test, bitmap_weight(asked->mc_hash, 4096), 2);
	KUNIT_EXPECT_TRUE(test, test_bit(0, asked->mc_hash));
	KUNIT_EXPECT_TRUE(test, test_bit(4095, asked->mc_hash));
	KUNIT_EXPECT_TRUE(test, asked->mc_overflow);
	vtc_vport_request(&admin, asked, &mc_none, vtc_vport_default);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(asked->mc_hash, 4096));
	KUNIT_EXPECT_FALSE(test, asked->mc_overflow);

	vtc_vport_request(&admin, asked, &join, vtc_vport_default);
	KUNIT_EXPECT_TRUE(test, test_bit(5, asked->vlans));
	vtc_vport_request(&admin, asked, &leave, vtc_vport_default);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(asked->vlans, 4096));
	vtc_vport_request(&admin, asked, &lpe, vtc_vport_default);
	KUNIT_EXPECT_EQ(test, asked->max_frame, 9018);
	vtc_vport_request(&admin, asked, &promisc, vtc_vport_default);
	KUNIT_EXPECT_TRUE(test, asked->promisc);
	KUNIT_EXPECT_TRUE(test, asked->allmulti);
}

static void vtc_vport_default_mac_is_stable(struct kunit *test)
{
	static const u8 pf[ETH_ALEN] = { 0x00, 0x1b, 0x21, 0x12, 0x34, 0x56 };
	u8 mac[64][ETH_ALEN], again[ETH_ALEN];
	unsigned int i, j;

	for (i = 0; i < 64; i++) {
		vtc_vport_default_mac(pf, i, mac[i]);
		vtc_vport_default_mac(pf, i, again);
		KUNIT_EXPECT_MEMEQ(test, mac[i], again, ETH_ALEN);
		KUNIT_EXPECT_EQ(test, mac[i][0] & 3, 2);
		KUNIT_EXPECT_TRUE(test, vtc_addr_is_station(mac[i]));
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_MEMNEQ(test, mac[i], mac[j], ETH_ALEN);
	}
}

/* Ports of one card have neighbouring addresses; so have cards of one batch */
static void vtc_vport_default_mac_differs_by_port(struct kunit *test)
{
	u8 (*mac)[ETH_ALEN] = kunit_kcalloc(test, 1024, ETH_ALEN, GFP_KERNEL);
	u8 pf[ETH_ALEN] = { 0x00, 0x1b, 0x21, 0, 0, 0 };
	unsigned int i, j;

	KUNIT_ASSERT_NOT_NULL(test, mac);
	for (i = 0; i < 1024; i++) {
		pf[4] = i >> 8;
		pf[5] = i;
		vtc_vport_default_mac(pf, 0, mac[i]);
		for (j = 0; j < i; j++)
			KUNIT_ASSERT_MEMNEQ(test, mac[i], mac[j], ETH_ALEN);
	}
}

static void vtc_vport_starts_checked(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	struct vtc_vport_admin admin;

	memset(&admin, 0xff, sizeof(admin));
	vtc_vport_admin_init(&admin);
	KUNIT_EXPECT_TRUE(test, admin.spoofchk);
	KUNIT_EXPECT_FALSE(test, admin.trusted);
	KUNIT_EXPECT_EQ(test, admin.link, VTC_LINK_AUTO);
	KUNIT_EXPECT_EQ(test, admin.vlan, 0);
	KUNIT_EXPECT_EQ(test, admin.max_tx_rate, 0);

	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_FALSE(test, r->is_pf);
	KUNIT_EXPECT_TRUE(test, r->rx);
	KUNIT_EXPECT_TRUE(test, r->tx);
	KUNIT_EXPECT_MEMEQ(test, r->mac, vtc_vport_default, ETH_ALEN);
	KUNIT_EXPECT_FALSE(test, r->mac_shared);
	KUNIT_EXPECT_FALSE(test, r->vlan_shared);
	KUNIT_EXPECT_EQ(test, r->n_extra, 0);
	KUNIT_EXPECT_TRUE(test, r->untagged);
	KUNIT_EXPECT_FALSE(test, r->strip);
	KUNIT_EXPECT_TRUE(test, r->bcast);
	KUNIT_EXPECT_FALSE(test, r->multicast);
	KUNIT_EXPECT_FALSE(test, r->allmulti);
	KUNIT_EXPECT_FALSE(test, r->promisc);
	KUNIT_EXPECT_FALSE(test, r->all_vlans);
	KUNIT_EXPECT_TRUE(test, r->spoofchk);
	KUNIT_EXPECT_EQ(test, r->pvid, 0);
	KUNIT_EXPECT_EQ(test, r->qos, 0);
	KUNIT_EXPECT_EQ(test, r->max_frame, 1522);
	KUNIT_EXPECT_EQ(test, r->max_tx_rate, 0);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(r->vlans, 4096));
	KUNIT_EXPECT_TRUE(test, bitmap_empty(r->mc_hash, 4096));
}

/* Who sets which address, and which of them holds */
static void vtc_vport_picks_address(struct kunit *test)
{
	static const struct {
		bool admin, trusted, asked;
		const u8 *mac;
		bool shared;
	} rows[] = {
		{ false, false, false, vtc_vport_default, false },
		{ false, false, true, vtc_vport_other, false },
		{ false, true, false, vtc_vport_default, true },
		{ false, true, true, vtc_vport_other, true },
		{ true, false, false, vtc_vport_admins, true },
		{ true, false, true, vtc_vport_admins, true },
		{ true, true, false, vtc_vport_admins, true },
		{ true, true, true, vtc_vport_other, true },
	};
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
		struct vtc_vport_admin admin;

		vtc_vport_admin_init(&admin);
		admin.trusted = rows[i].trusted;
		if (rows[i].admin)
			memcpy(admin.mac, vtc_vport_admins, ETH_ALEN);
		if (rows[i].asked)
			memcpy(asked->mac, vtc_vport_other, ETH_ALEN);
		vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
		KUNIT_EXPECT_MEMEQ_MSG(test, r->mac, rows[i].mac, ETH_ALEN,
				       "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, r->mac_shared, rows[i].shared,
				    "row %u", i);
	}
}

static void vtc_vport_link_and_reset_gate_traffic(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	struct vtc_vport_admin admin;

	vtc_vport_admin_init(&admin);
	admin.link = VTC_LINK_ENABLE;
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_TRUE(test, r->rx && r->tx);
	admin.link = VTC_LINK_DISABLE;
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_FALSE(test, r->rx || r->tx);
	/* Its address is reserved all the same */
	KUNIT_EXPECT_MEMEQ(test, r->mac, vtc_vport_default, ETH_ALEN);
	admin.link = VTC_LINK_AUTO;
	asked->active = false;
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_FALSE(test, r->rx || r->tx);
}

static void vtc_vport_port_vlan_is_all_it_has(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	struct vtc_vport_admin admin;

	vtc_vport_admin_init(&admin);
	admin.trusted = true;
	admin.qos = 5;
	__set_bit(9, asked->vlans);
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_TRUE(test, test_bit(9, r->vlans));
	KUNIT_EXPECT_TRUE(test, r->strip);
	KUNIT_EXPECT_TRUE(test, r->untagged);
	KUNIT_EXPECT_EQ(test, r->qos, 0);

	admin.vlan = 7;
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_EQ(test, r->pvid, 7);
	KUNIT_EXPECT_EQ(test, r->qos, 5);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(r->vlans, 4096));
	KUNIT_EXPECT_TRUE(test, r->strip);
	KUNIT_EXPECT_FALSE(test, r->untagged);
	/* The tag is the switch's business and must not cost the VF a byte */
	KUNIT_EXPECT_EQ(test, r->max_frame, 1526);
}

static void vtc_vport_frame_lengths(struct kunit *test)
{
	static const struct {
		u32 asked;
		u16 pvid;
		u32 granted;
	} rows[] = {
		{ 0, 0, 1522 }, { 1518, 0, 1522 }, { 1518, 7, 1526 },
		{ 64, 0, 68 }, { 9018, 0, 9022 }, { 9728, 0, 9728 },
		{ 9722, 7, 9728 },
	};
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	struct vtc_vport_admin admin;
	unsigned int i;

	vtc_vport_admin_init(&admin);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		asked->max_frame = rows[i].asked;
		admin.vlan = rows[i].pvid;
		vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
		KUNIT_EXPECT_EQ(test, r->max_frame, rows[i].granted);
	}
}

static void vtc_vport_multicast_needs_trust_for_all(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	struct vtc_vport_admin admin;

	vtc_vport_admin_init(&admin);
	asked->mc_overflow = true;
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_FALSE(test, r->allmulti);
	KUNIT_EXPECT_FALSE(test, r->multicast);
	__set_bit(77, asked->mc_hash);
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_FALSE(test, r->allmulti);
	KUNIT_EXPECT_TRUE(test, r->multicast);
	KUNIT_EXPECT_TRUE(test, test_bit(77, r->mc_hash));
	admin.trusted = true;
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_TRUE(test, r->allmulti);
}

/* Taking trust away needs no cooperation */
static void vtc_vport_losing_trust_loses_rights(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	struct vtc_vport_admin admin;

	vtc_vport_admin_init(&admin);
	admin.trusted = true;
	memcpy(admin.mac, vtc_vport_admins, ETH_ALEN);
	memcpy(asked->mac, vtc_vport_other, ETH_ALEN);
	vtc_vport_test_add_extra(asked, 20);
	bitmap_set(asked->vlans, 1, 40);
	asked->promisc = true;
	asked->allmulti = true;
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_EQ(test, r->n_extra, 20);
	KUNIT_EXPECT_EQ(test, bitmap_weight(r->vlans, 4096), 40);
	KUNIT_EXPECT_TRUE(test, r->promisc && r->allmulti && r->vlan_shared);

	admin.trusted = false;
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_MEMEQ(test, r->mac, vtc_vport_admins, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, r->n_extra, 0);
	KUNIT_EXPECT_EQ(test, bitmap_weight(r->vlans, 4096), 31);
	KUNIT_EXPECT_FALSE(test, r->promisc || r->allmulti || r->vlan_shared);

	memset(admin.mac, 0, ETH_ALEN);
	vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
	KUNIT_EXPECT_EQ(test, r->n_extra, 3);
}

static void vtc_vport_station_gets_unicast(struct kunit *test)
{
	struct vtc_vport_asked *pf = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	struct vtc_vport_station station = { .used = true, .active = true };

	memcpy(station.mac, vtc_vport_other, ETH_ALEN);
	/* What the PF asks for is not a station's, but for tags and sizes */
	vtc_vport_test_add_extra(pf, 32);
	bitmap_fill(pf->vlans, 4095);
	bitmap_fill(pf->mc_hash, VTC_VPORT_MTA_BITS);
	pf->promisc = true;
	pf->allmulti = true;
	pf->all_vlans = true;
	pf->strip = true;
	pf->max_frame = 4022;
	vtc_vport_resolve_station(&station, pf, r);
	KUNIT_EXPECT_TRUE(test, r->is_station && r->rx && r->tx && !r->rss);
	KUNIT_EXPECT_MEMEQ(test, r->mac, vtc_vport_other, ETH_ALEN);
	KUNIT_EXPECT_MEMEQ(test, r->home, vtc_vport_other, ETH_ALEN);
	KUNIT_EXPECT_TRUE(test, r->untagged && r->strip);
	KUNIT_EXPECT_EQ(test, r->max_frame, 4026);
	KUNIT_EXPECT_FALSE(test, r->is_pf || r->mac_shared || r->bcast);
	KUNIT_EXPECT_FALSE(test, r->multicast || r->allmulti || r->promisc);
	KUNIT_EXPECT_FALSE(test, r->all_vlans || r->spoofchk || r->pvid);
	KUNIT_EXPECT_EQ(test, r->n_extra, 0);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(r->vlans, VTC_VPORT_VIDS));
	KUNIT_EXPECT_TRUE(test, bitmap_empty(r->mc_hash, VTC_VPORT_MTA_BITS));

	station.rss = true;
	vtc_vport_resolve_station(&station, pf, r);
	KUNIT_EXPECT_TRUE(test, r->rss);

	station.active = false;
	vtc_vport_resolve_station(&station, pf, r);
	KUNIT_EXPECT_FALSE(test, r->rx || r->tx || r->rss);
}

static void vtc_vport_pf_gets_what_it_asks(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);

	memcpy(asked->mac, vtc_vport_other, ETH_ALEN);
	vtc_vport_test_add_extra(asked, 32);
	bitmap_fill(asked->vlans, 4095);
	asked->strip = true;
	asked->all_vlans = true;
	asked->mc_overflow = true;
	vtc_vport_resolve_pf(asked, r);
	KUNIT_EXPECT_TRUE(test, r->is_pf && r->rx && r->tx);
	KUNIT_EXPECT_TRUE(test, r->mac_shared && r->vlan_shared);
	KUNIT_EXPECT_MEMEQ(test, r->mac, vtc_vport_other, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, r->n_extra, 32);
	KUNIT_EXPECT_EQ(test, bitmap_weight(r->vlans, 4096), 4094);
	KUNIT_EXPECT_FALSE(test, test_bit(0, r->vlans));
	KUNIT_EXPECT_TRUE(test, r->untagged && r->bcast && r->strip);
	KUNIT_EXPECT_TRUE(test, r->allmulti && r->multicast && r->all_vlans);
	KUNIT_EXPECT_FALSE(test, r->promisc || r->spoofchk);
	KUNIT_EXPECT_EQ(test, r->pvid, 0);
	KUNIT_EXPECT_EQ(test, r->max_frame, 1522);

	asked->extra_lost = true;
	asked->active = false;
	vtc_vport_resolve_pf(asked, r);
	KUNIT_EXPECT_TRUE(test, r->promisc);
	KUNIT_EXPECT_FALSE(test, r->rx || r->tx);
}

/* The others move up, in their order, and what lies behind them stays away */
static void vtc_vport_loses_one_of_its_addresses(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	const struct vtc_vport_loss loss = { .mac = true };
	static const u8 left[] = { 0, 2, 3, 4 };
	unsigned int i;

	vtc_vport_test_add_extra(asked, 5);
	memcpy(asked->mac, asked->extra[1], ETH_ALEN);
	memcpy(r->extra, asked->extra, sizeof(r->extra));
	r->n_extra = 5;
	vtc_vport_lose_extra(r, 1);
	vtc_vport_give_up(asked, &loss, r);
	KUNIT_EXPECT_EQ(test, r->n_extra, 4);
	KUNIT_EXPECT_EQ(test, asked->n_extra, 4);
	KUNIT_EXPECT_TRUE(test, vtc_addr_is_zero(asked->mac));
	for (i = 0; i < ARRAY_SIZE(left); i++) {
		KUNIT_EXPECT_EQ(test, r->extra[i][5], ADDR_EXTRA + left[i]);
		KUNIT_EXPECT_EQ(test, asked->extra[i][5], ADDR_EXTRA + left[i]);
	}
	vtc_vport_lose_extra(r, 3);
	vtc_vport_lose_extra(r, 0);
	KUNIT_EXPECT_EQ(test, r->n_extra, 2);
	KUNIT_EXPECT_EQ(test, r->extra[0][5], ADDR_EXTRA + 2);
	KUNIT_EXPECT_EQ(test, r->extra[1][5], ADDR_EXTRA + 3);
}

static void vtc_vport_random_admin(struct rnd_state *rnd,
				   struct vtc_vport_admin *admin)
{
	vtc_vport_admin_init(admin);
	if (vtc_kunit_one_in(rnd, 2))
		memcpy(admin->mac, vtc_vport_admins, ETH_ALEN);
	admin->vlan = vtc_kunit_one_in(rnd, 3) ? 1 + vtc_kunit_below(rnd, 9) : 0;
	admin->trusted = vtc_kunit_one_in(rnd, 2);
	admin->link = vtc_kunit_below(rnd, 3);
	admin->spoofchk = vtc_kunit_one_in(rnd, 2);
}

static void vtc_vport_random_request(struct rnd_state *rnd, struct vtc_msg *msg)
{
	memset(msg, 0, sizeof(*msg));
	/* RESET is rare, or nothing ever piles up */
	msg->op = vtc_kunit_one_in(rnd, 50) ? 1 : 2 + vtc_kunit_below(rnd, 5);
	switch (msg->op) {
	case VTC_MBX_OP_SET_MAC:
		msg->mac.verb = vtc_kunit_one_in(rnd, 20) ? VTC_MSG_MAC_CLEAR :
				vtc_kunit_one_in(rnd, 4) ? VTC_MSG_MAC_PRIMARY :
							   VTC_MSG_MAC_ADD;
		msg->mac.addr[0] = 2;
		msg->mac.addr[5] = vtc_kunit_below(rnd, 64);
		break;
	case VTC_MBX_OP_SET_MC:
		msg->mc.n = vtc_kunit_below(rnd, 3);
		msg->mc.hash[0] = vtc_kunit_below(rnd, 4096);
		msg->mc.hash[1] = vtc_kunit_below(rnd, 4096);
		msg->mc.overflow = vtc_kunit_one_in(rnd, 2);
		if (!msg->mc.n)
			break;
		msg->mc.cont = vtc_kunit_one_in(rnd, 2);
		msg->mc.more = !msg->mc.overflow && vtc_kunit_one_in(rnd, 2);
		break;
	case VTC_MBX_OP_SET_VLAN:
		msg->vlan.vid = vtc_kunit_below(rnd, 4096);
		msg->vlan.add = !vtc_kunit_one_in(rnd, 4);
		break;
	case VTC_MBX_OP_SET_LPE:
		msg->max_frame = vtc_kunit_below(rnd, 12000);
		break;
	case VTC_MBX_OP_SET_PROMISC:
		msg->promisc.unicast = vtc_kunit_one_in(rnd, 2);
		msg->promisc.multicast = vtc_kunit_one_in(rnd, 2);
		break;
	}
}

static void vtc_vport_expect_bounded(struct kunit *test,
				     const struct vtc_vport_admin *admin,
				     const struct vtc_vport_rights *r)
{
	unsigned int vids = bitmap_weight(r->vlans, VTC_VPORT_VIDS);

	KUNIT_ASSERT_TRUE(test, vtc_addr_is_station(r->mac));
	KUNIT_ASSERT_FALSE(test, test_bit(0, r->vlans));
	KUNIT_ASSERT_FALSE(test, test_bit(4095, r->vlans));
	KUNIT_ASSERT_FALSE(test, r->all_vlans);
	KUNIT_ASSERT_EQ(test, r->spoofchk, admin->spoofchk);
	KUNIT_ASSERT_EQ(test, r->pvid, admin->vlan);
	KUNIT_ASSERT_LE(test, r->max_frame, VTC_VPORT_MAX_FRAME);
	if (admin->link == VTC_LINK_DISABLE)
		KUNIT_ASSERT_FALSE(test, r->rx || r->tx);
	if (admin->vlan)
		KUNIT_ASSERT_FALSE(test, r->untagged || vids);
	if (admin->trusted)
		return;
	KUNIT_ASSERT_FALSE(test, r->promisc || r->allmulti || r->vlan_shared);
	KUNIT_ASSERT_LE(test, r->n_extra, VTC_VPORT_UNTRUSTED_MACS);
	KUNIT_ASSERT_LE(test, vids, VTC_VPORT_UNTRUSTED_VIDS);
	KUNIT_ASSERT_LE(test, bitmap_weight(r->mc_hash, VTC_VPORT_MTA_BITS),
			VTC_MBX_MC_TOTAL);
	if (vtc_addr_is_zero(admin->mac))
		return;
	KUNIT_ASSERT_TRUE(test, vtc_addr_equal(r->mac, admin->mac));
	KUNIT_ASSERT_EQ(test, r->n_extra, 0);
}

/* Whatever is asked in whatever order, and whatever the administrator does */
static void vtc_vport_rights_stay_bounded(struct kunit *test)
{
	struct vtc_vport_asked *asked = vtc_vport_test_asked(test);
	struct vtc_vport_asked *before = vtc_vport_test_asked(test);
	struct vtc_vport_rights *r = vtc_vport_test_rights(test);
	struct vtc_vport_admin admin;
	struct rnd_state rnd;
	struct vtc_msg msg;
	unsigned int i, refused = 0;

	vtc_kunit_seed_rnd(test, &rnd);
	vtc_vport_admin_init(&admin);
	for (i = 0; i < 20000; i++) {
		if (vtc_kunit_one_in(&rnd, 40))
			vtc_vport_random_admin(&rnd, &admin);
		vtc_vport_random_request(&rnd, &msg);
		*before = *asked;
		if (vtc_vport_request(&admin, asked, &msg, vtc_vport_default)) {
			refused++;
			KUNIT_ASSERT_MEMEQ(test, before, asked, sizeof(*asked));
		}
		vtc_vport_resolve(&admin, asked, vtc_vport_default, r);
		vtc_vport_expect_bounded(test, &admin, r);
		if (test->status == KUNIT_FAILURE)
			return;
	}
	/* Neither all nor nothing was refused, or this has tested little */
	KUNIT_EXPECT_GT(test, refused, 2000);
	KUNIT_EXPECT_LT(test, refused, 18000);
}

static struct kunit_case vtc_vport_cases[] = {
	KUNIT_CASE_PARAM(vtc_vport_judges, vtc_vport_rule_gen_params),
	KUNIT_CASE(vtc_vport_knows_cut_lists),
	KUNIT_CASE(vtc_vport_groups_change_at_once),
	KUNIT_CASE(vtc_vport_hears_nothing_before_reset),
	KUNIT_CASE(vtc_vport_reset_forgets_all),
	KUNIT_CASE(vtc_vport_request_takes_effect),
	KUNIT_CASE(vtc_vport_default_mac_is_stable),
	KUNIT_CASE(vtc_vport_default_mac_differs_by_port),
	KUNIT_CASE(vtc_vport_starts_checked),
	KUNIT_CASE(vtc_vport_picks_address),
	KUNIT_CASE(vtc_vport_link_and_reset_gate_traffic),
	KUNIT_CASE(vtc_vport_port_vlan_is_all_it_has),
	KUNIT_CASE(vtc_vport_frame_lengths),
	KUNIT_CASE(vtc_vport_multicast_needs_trust_for_all),
	KUNIT_CASE(vtc_vport_losing_trust_loses_rights),
	KUNIT_CASE(vtc_vport_pf_gets_what_it_asks),
	KUNIT_CASE(vtc_vport_loses_one_of_its_addresses),
	KUNIT_CASE(vtc_vport_station_gets_unicast),
	KUNIT_CASE(vtc_vport_rights_stay_bounded),
	{}
};

static struct kunit_suite vtc_vport_suite = {
	.name = "vtc_vport",
	.test_cases = vtc_vport_cases,
};

kunit_test_suite(vtc_vport_suite);
