// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite vfreq: a VF's request and its answer, and what is left of a VF that
 * begins anew.
 *
 * Messages, rights and the mailbox are the real ones; what is applied, and to
 * which registers, is only noted.
 */
#include <linux/etherdevice.h>
#include "kunit.h"
#include "mailbox.h"

#define vtc_config_set_vf		vtc_vfreq_test_set_vf
#define vtc_config_vf_mac		vtc_vfreq_test_vf_mac
#define vtc_config_mac_reserved		vtc_vfreq_test_mac_reserved
#define vtc_l2sw_vlan_reserved		vtc_vfreq_test_vlan_reserved
#define vtc_l2sw_hw_forget_vf		vtc_vfreq_test_forget_vf
#define vtc_vfhw_take_reset		vtc_vfreq_test_take_reset
#define vtc_vfhw_requests		vtc_vfreq_test_requests
#define vtc_vfhw_clear_rings		vtc_vfreq_test_clear_rings
#define vtc_stats_vf_reset		vtc_vfreq_test_vf_reset
#define vtc_vftell_reply		vtc_vfreq_test_reply
#define vtc_vftell_lost_cts		vtc_vfreq_test_lost_cts
#define vtc_vfpark_tried		vtc_vfreq_test_tried
#define vtc_vflog_may			vtc_vfreq_test_may_log

#include "../pf/vfwork.h"

static unsigned int vtc_vfreq_lines;	/* that were logged */

static __printf(2, 3) void vtc_vfreq_log(const struct net_device *netdev,
					 const char *format, ...)
{
	vtc_vfreq_lines++;
}

#undef netdev_info
#define netdev_info	vtc_vfreq_log
#undef netdev_err
#define netdev_err	vtc_vfreq_log

#include "../pf/vftenant.c"
#include "../pf/vfreq.c"

#define VTC_VFREQ_TAKEN_VID	77

static const u8 vtc_vfreq_home[] = { 2, 0, 0, 0, 0, 1 };
static const u8 vtc_vfreq_other[] = { 2, 0, 0, 0, 0, 2 };
static const u8 vtc_vfreq_taken[] = { 2, 0, 0, 0, 0, 3 };

struct vtc_vfreq_bench {
	struct vtc_mailbox box;
	struct vtc_pf pf;
	struct vtc_pf_scratch scratch;
	int set_err[2];			/* of the next two changes */
	unsigned int sets;
	struct vtc_vport_asked set;	/* the last that was tried */
	bool was_reset;			/* the chip says so */
	bool may_log;
	u32 requests;
	u32 w[VTC_MBX_WORDS];		/* answer */
	unsigned int replies, lost, forgot, cleared, counted;
	int tried;
};

static struct vtc_vfreq_bench *vtc_vfreq_now;

int vtc_vfreq_test_set_vf(struct vtc_pf *pf, unsigned int vf,
			  const struct vtc_vport_admin *admin,
			  const struct vtc_vport_asked *asked)
{
	struct vtc_vfreq_bench *b = vtc_vfreq_now;
	int err = b->set_err[0];

	WARN_ON(vf != MAILBOX_VF || admin);
	b->set_err[0] = b->set_err[1];
	b->set_err[1] = 0;
	b->sets++;
	b->set = *asked;
	if (!err)
		pf->vf[vf].asked = *asked;
	return err;
}

void vtc_vfreq_test_vf_mac(const struct vtc_pf *pf, unsigned int vf, u8 *mac)
{
	ether_addr_copy(mac, vtc_vfreq_home);
}

bool vtc_vfreq_test_mac_reserved(const struct vtc_pf *pf, int vf, const u8 *mac)
{
	return vf == MAILBOX_VF && ether_addr_equal(mac, vtc_vfreq_taken);
}

bool vtc_vfreq_test_vlan_reserved(const struct vtc_l2sw *sw, unsigned int pool,
				  u16 vid)
{
	return pool == MAILBOX_VF && vid == VTC_VFREQ_TAKEN_VID;
}

void vtc_vfreq_test_forget_vf(struct vtc_l2sw_hw *s, unsigned int vf)
{
	vtc_vfreq_now->forgot++;
}

bool vtc_vfreq_test_take_reset(const struct vtc_hw *hw, unsigned int vf)
{
	return vf == MAILBOX_VF && vtc_vfreq_now->was_reset;
}

u32 vtc_vfreq_test_requests(const struct vtc_hw *hw)
{
	return vtc_vfreq_now->requests;
}

void vtc_vfreq_test_clear_rings(const struct vtc_hw *hw, const struct vtc_gen *gen,
				unsigned int vf)
{
	vtc_vfreq_now->cleared++;
}

void vtc_vfreq_test_vf_reset(struct vtc_stats *stats, unsigned int vf)
{
	vtc_vfreq_now->counted++;
}

void vtc_vfreq_test_reply(struct vtc_pf_vf *v, const u32 *w)
{
	memcpy(vtc_vfreq_now->w, w, sizeof(vtc_vfreq_now->w));
	vtc_vfreq_now->replies++;
	vtc_mbx_pf_reply(&v->mbx, w);
}

void vtc_vfreq_test_lost_cts(struct vtc_pf_vf *v)
{
	vtc_vfreq_now->lost++;
	vtc_mbx_pf_release(&v->mbx);
}

void vtc_vfreq_test_tried(struct vtc_pf *pf, unsigned int vf, int err)
{
	vtc_vfreq_now->tried = err;
}

bool vtc_vfreq_test_may_log(struct vtc_pf_vf *v, enum vtc_vflog_kind kind)
{
	return vtc_vfreq_now->may_log;
}

static struct vtc_pf_vf *vtc_vfreq_vf(struct vtc_vfreq_bench *b)
{
	return &b->pf.vf[MAILBOX_VF];
}

static int vtc_vfreq_suite_init(struct kunit *test)
{
	struct vtc_vfreq_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	struct vtc_pf_vf *v;

	if (!b)
		return -ENOMEM;
	vtc_mailbox_init(&b->box);
	vtc_cfglock_init(&b->pf.cfg_lock);
	b->pf.scratch = &b->scratch;
	b->pf.n_vfs = MAILBOX_VF + 1;
	v = vtc_vfreq_vf(b);
	v->mbx.hw = &b->box.pf_hw;
	v->mbx.vf = MAILBOX_VF;
	vtc_vport_admin_init(&v->admin);
	ether_addr_copy(v->default_mac, vtc_vfreq_home);
	vtc_vfreq_lines = 0;
	vtc_vfreq_now = b;
	test->priv = b;
	return 0;
}

/* What the PF makes of what lies in the buffer; *reset: takes it for a RESET */
static int vtc_vfreq_serves(struct kunit *test, bool *reset)
{
	struct vtc_vfreq_bench *b = test->priv;
	bool was;
	int err;

	b->sets = 0;
	b->replies = 0;
	b->lost = 0;
	b->forgot = 0;
	err = vtc_vfreq_serve(&b->pf, MAILBOX_VF, reset ?: &was);
	/* Held by nobody, whatever came of it */
	KUNIT_EXPECT_FALSE(test, b->box.pfu);
	KUNIT_EXPECT_EQ(test, b->box.fouls, 0);
	return err;
}

/* A request that is answered; returns what the answer says */
static int vtc_vfreq_asks(struct kunit *test, const struct vtc_msg *msg)
{
	struct vtc_vfreq_bench *b = test->priv;
	bool reset = true;
	unsigned int i, n;
	u32 header;

	n = vtc_msg_encode_req(msg, b->box.mem);
	memset(b->box.mem + n, 0x5a, sizeof(b->box.mem) - n * sizeof(u32));
	header = b->box.mem[0];
	KUNIT_EXPECT_EQ(test, vtc_vfreq_serves(test, &reset), 0);
	KUNIT_EXPECT_FALSE(test, reset);
	KUNIT_EXPECT_EQ(test, b->replies, 1);
	/* Nothing of the request, nor of our stack */
	for (i = 1; i < VTC_MBX_WORDS; i++)
		KUNIT_EXPECT_EQ(test, b->w[i], 0);
	return vtc_msg_decode_reply(header, b->w);
}

static void vtc_vfreq_shakes(struct kunit *test)
{
	const struct vtc_msg msg = { .op = VTC_MBX_OP_RESET };
	struct vtc_vfreq_bench *b = test->priv;
	bool reset = false;

	vtc_msg_encode_req(&msg, b->box.mem);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_serves(test, &reset), 0);
	KUNIT_EXPECT_TRUE(test, reset);
	KUNIT_EXPECT_EQ(test, b->replies, 1);
}

/* Known from here on, with an address, and with nothing it had asked for */
static void vtc_vfreq_handshake(struct kunit *test)
{
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);
	struct vtc_msg_reset told = {};

	v->asked.promisc = true;
	v->lost = true;
	vtc_vfreq_shakes(test);
	KUNIT_EXPECT_EQ(test, b->forgot, 1);
	/* All is taken from it before it gets anything */
	KUNIT_EXPECT_EQ(test, b->sets, 2);
	KUNIT_EXPECT_TRUE(test, v->asked.active);
	KUNIT_EXPECT_FALSE(test, v->asked.promisc || v->lost);
	KUNIT_EXPECT_TRUE(test, v->cts);
	KUNIT_EXPECT_EQ(test, vtc_msg_decode_reset_reply(b->w, &told), 0);
	KUNIT_EXPECT_TRUE(test, told.has_mac);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(told.mac, vtc_vfreq_home));
	KUNIT_EXPECT_EQ(test, v->counts.requests, 1);
	KUNIT_EXPECT_EQ(test, v->counts.refused, 0);
}

/* With its link taken from it even a driver that knows no policy stays down */
static void vtc_vfreq_without_link(struct kunit *test)
{
	const struct vtc_msg msg = { .op = VTC_MBX_OP_SET_LPE, .max_frame = 2000 };
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	vtc_vfreq_shakes(test);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_TRUE(test, vtc_msg_has_cts(b->w));
	v->admin.link = VTC_LINK_DISABLE;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, b->w[0], VTC_MBX_OP_SET_LPE | VTC_MBX_ACK);
	KUNIT_EXPECT_TRUE(test, v->cts);
	v->admin.link = VTC_LINK_ENABLE;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_TRUE(test, vtc_msg_has_cts(b->w));
}

/* What it is to have does not fit: it is told so, and is not known */
static void vtc_vfreq_handshake_fails(struct kunit *test)
{
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	b->set_err[1] = -EADDRINUSE;
	vtc_vfreq_shakes(test);
	KUNIT_EXPECT_FALSE(test, v->cts);
	KUNIT_EXPECT_EQ(test, b->w[0] & (VTC_MBX_NACK | VTC_MBX_ACK), VTC_MBX_NACK);
}

/* No request, or none to be served now: nothing is applied or said */
static void vtc_vfreq_no_answer(struct kunit *test)
{
	const struct vtc_msg msg = { .op = VTC_MBX_OP_RESET };
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);
	bool reset = true;

	b->box.vfu = true;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_serves(test, &reset), -EBUSY);
	KUNIT_EXPECT_FALSE(test, reset);
	KUNIT_EXPECT_EQ(test, v->counts.requests, 0);
	b->box.vfu = false;
	b->box.mem[0] = VTC_MBX_OP_RESET | VTC_MBX_ACK;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_serves(test, &reset), -ENOMSG);
	b->box.mem[0] = VTC_MBX_OP_RESET | VTC_MBX_NACK;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_serves(test, &reset), -ENOMSG);
	KUNIT_EXPECT_FALSE(test, reset);
	KUNIT_EXPECT_EQ(test, v->counts.requests, 2);
	KUNIT_EXPECT_EQ(test, b->replies + b->lost + b->sets, 0);
	/* Its reset is younger than the last look at resets, and goes first */
	b->was_reset = true;
	vtc_msg_encode_req(&msg, b->box.mem);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_serves(test, &reset), -ERESTART);
	KUNIT_EXPECT_TRUE(test, reset);
	KUNIT_EXPECT_EQ(test, b->replies + b->lost + b->sets, 0);
	KUNIT_EXPECT_FALSE(test, v->cts);
}

/* One that is not known may send RESET and nothing else */
static void vtc_vfreq_unknown_vf(struct kunit *test)
{
	const struct vtc_msg msg = { .op = VTC_MBX_OP_SET_LPE, .max_frame = 2000 };
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	v->asked.active = true;
	vtc_msg_encode_req(&msg, b->box.mem);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_serves(test, NULL), 0);
	KUNIT_EXPECT_EQ(test, b->lost, 1);
	KUNIT_EXPECT_EQ(test, b->replies + b->sets, 0);
	KUNIT_EXPECT_EQ(test, v->asked.max_frame, 0);
}

/* Wrong in itself: refused, and counted as what it is */
static void vtc_vfreq_bad_message(struct kunit *test)
{
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	vtc_vfreq_shakes(test);
	b->box.mem[0] = 0x4711;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_serves(test, NULL), 0);
	KUNIT_EXPECT_TRUE(test, !!(b->w[0] & VTC_MBX_NACK));
	KUNIT_EXPECT_EQ(test, v->counts.unknown, 1);
	KUNIT_EXPECT_EQ(test, v->counts.malformed, 0);
	KUNIT_EXPECT_EQ(test, v->counts.refused, 1);
	b->box.mem[0] = VTC_MBX_OP_SET_VLAN | 1 << 16;
	b->box.mem[1] = 4095;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_serves(test, NULL), 0);
	KUNIT_EXPECT_TRUE(test, !!(b->w[0] & VTC_MBX_NACK));
	KUNIT_EXPECT_EQ(test, v->counts.unknown, 1);
	KUNIT_EXPECT_EQ(test, v->counts.malformed, 1);
	KUNIT_EXPECT_EQ(test, v->counts.refused, 2);
	KUNIT_EXPECT_EQ(test, b->sets, 0);
}

/* Applied if it changes something; refused, nothing is */
static void vtc_vfreq_applies(struct kunit *test)
{
	const struct vtc_msg msg = { .op = VTC_MBX_OP_SET_LPE, .max_frame = 2000 };
	const struct vtc_msg more = { .op = VTC_MBX_OP_SET_LPE, .max_frame = 3000 };
	const struct vtc_msg promisc = { .op = VTC_MBX_OP_SET_PROMISC,
					 .promisc.unicast = true };
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	vtc_vfreq_shakes(test);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, b->sets, 1);
	KUNIT_EXPECT_EQ(test, v->asked.max_frame, 2000);
	KUNIT_EXPECT_TRUE(test, v->asked.active);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, b->sets, 0);
	KUNIT_EXPECT_EQ(test, v->counts.refused, 0);
	b->set_err[0] = -ENOSPC;
	KUNIT_EXPECT_NE(test, vtc_vfreq_asks(test, &more), 0);
	KUNIT_EXPECT_EQ(test, v->asked.max_frame, 2000);
	KUNIT_EXPECT_EQ(test, v->counts.refused, 1);
	/* What policy forbids is not even tried; and not each time is a line */
	KUNIT_EXPECT_EQ(test, vtc_vfreq_lines, 0);
	b->may_log = true;
	KUNIT_EXPECT_NE(test, vtc_vfreq_asks(test, &promisc), 0);
	KUNIT_EXPECT_EQ(test, b->sets, 0);
	KUNIT_EXPECT_EQ(test, v->counts.refused, 2);
	KUNIT_EXPECT_EQ(test, v->counts.malformed + v->counts.unknown, 0);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_lines, 1);
}

/* Another's address or VLAN, in use or not */
static void vtc_vfreq_others(struct kunit *test)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_MAC };
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	vtc_vfreq_shakes(test);
	v->admin.trusted = true;
	ether_addr_copy(msg.mac.addr, vtc_vfreq_other);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(v->asked.mac, vtc_vfreq_other));
	ether_addr_copy(msg.mac.addr, vtc_vfreq_taken);
	KUNIT_EXPECT_NE(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, b->sets, 0);
	msg.mac.verb = VTC_MSG_MAC_ADD;
	KUNIT_EXPECT_NE(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, v->asked.n_extra, 0);
	/* Giving up one's own asks for nobody's */
	msg.mac.verb = VTC_MSG_MAC_CLEAR;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);

	msg = (struct vtc_msg){ .op = VTC_MBX_OP_SET_VLAN, .vlan.vid = 5,
				.vlan.add = true };
	v->admin.trusted = false;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	msg.vlan.vid = VTC_VFREQ_TAKEN_VID;
	KUNIT_EXPECT_NE(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_FALSE(test, test_bit(VTC_VFREQ_TAKEN_VID, v->asked.vlans));
	msg.vlan.add = false;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	v->admin.trusted = true;
	msg.vlan.add = true;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_TRUE(test, test_bit(VTC_VFREQ_TAKEN_VID, v->asked.vlans));
}

/* A list longer than an untrusted VF may have is counted when it is complete */
static void vtc_vfreq_counts_cut_lists(struct kunit *test)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_MC, .mc.n = 1, .mc.hash = { 7 },
			       .mc.overflow = true };
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	vtc_vfreq_shakes(test);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, v->counts.mc_cut, 1);
	KUNIT_EXPECT_TRUE(test, test_bit(7, v->asked.mc_hash));
	msg.mc.more = true;
	msg.mc.overflow = false;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, v->counts.mc_cut, 1);
	msg.mc.more = false;
	msg.mc.overflow = true;
	v->admin.trusted = true;
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, v->counts.mc_cut, 1);
	v->admin.trusted = false;
	b->set_err[0] = -ENOSPC;
	msg.mc.hash[0] = 9;
	KUNIT_EXPECT_NE(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, v->counts.mc_cut, 1);
	/* Other messages of one whose list was cut do not count again */
	msg = (struct vtc_msg){ .op = VTC_MBX_OP_SET_LPE, .max_frame = 2000 };
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	msg = (struct vtc_msg){ .op = VTC_MBX_OP_SET_MC, .mc.n = 1, .mc.hash = { 7 } };
	KUNIT_EXPECT_EQ(test, vtc_vfreq_asks(test, &msg), 0);
	KUNIT_EXPECT_EQ(test, v->counts.mc_cut, 1);
}

static void vtc_vfreq_spoil(struct vtc_pf_vf *v)
{
	v->cts = true;
	v->lost = true;
	v->notify = true;
	v->unread = true;
	v->req_due = true;
	v->reset_due = true;
	v->parked = true;
	v->mbx.insist = true;
	v->nack_at = jiffies - HZ * 1000;
	v->asked.active = true;
	v->asked.promisc = true;
	__set_bit(3, v->asked.vlans);
}

static bool vtc_vfreq_asked_nothing(const struct vtc_vport_asked *asked)
{
	return !memchr_inv(asked, 0, sizeof(*asked));
}

/* Nothing of the last tenant: wishes, rings, mail, what it was to be told */
static void vtc_vfreq_new_tenant(struct kunit *test)
{
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	vtc_vfreq_spoil(v);
	v->wipe = true;
	v->admin.vlan = 9;
	v->admin.trusted = true;
	vtc_mailbox_fill(b->box.mem, 0x12345678);
	b->tried = 1;
	vtc_vftenant_new(&b->pf, MAILBOX_VF, false);
	KUNIT_EXPECT_FALSE(test, v->cts || v->lost || v->notify || v->unread);
	KUNIT_EXPECT_FALSE(test, v->req_due || v->reset_due || v->parked);
	KUNIT_EXPECT_FALSE(test, v->mbx.insist || v->wipe);
	KUNIT_EXPECT_LT(test, jiffies - v->nack_at, HZ * 500);
	KUNIT_EXPECT_TRUE(test, vtc_vfreq_asked_nothing(&v->asked));
	KUNIT_EXPECT_EQ(test, b->counted, 1);
	KUNIT_EXPECT_EQ(test, b->cleared, 1);
	KUNIT_EXPECT_EQ(test, b->forgot, 1);
	KUNIT_EXPECT_EQ(test, v->counts.resets, 1);
	KUNIT_EXPECT_EQ(test, b->tried, 0);
	KUNIT_EXPECT_NULL(test, memchr_inv(b->box.mem, 0, sizeof(b->box.mem)));
	KUNIT_EXPECT_EQ(test, b->box.fouls, 0);
	/* The administrator's word is not the tenant's */
	KUNIT_EXPECT_TRUE(test, v->admin.vlan == 9 && v->admin.trusted);
}

/* What the new one has written already is its own, and so is what it holds */
static void vtc_vfreq_new_tenant_with_mail(struct kunit *test)
{
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	vtc_vfreq_spoil(v);
	v->wipe = true;
	b->box.mem[0] = VTC_MBX_OP_RESET;
	b->box.accesses = 0;
	vtc_vftenant_new(&b->pf, MAILBOX_VF, true);
	KUNIT_EXPECT_EQ(test, b->box.accesses, 0);
	KUNIT_EXPECT_TRUE(test, v->req_due);
	KUNIT_EXPECT_FALSE(test, v->wipe);
	/* Rung for since the last look */
	b->requests = BIT(MAILBOX_VF);
	vtc_vftenant_new(&b->pf, MAILBOX_VF, false);
	KUNIT_EXPECT_EQ(test, b->box.mem[0], VTC_MBX_OP_RESET);
	KUNIT_EXPECT_FALSE(test, v->wipe || b->box.pfu);
	KUNIT_EXPECT_EQ(test, b->tried, -EAGAIN);
	/* While it holds the buffer, it is wiped later */
	b->requests = BIT(MAILBOX_VF - 1) | BIT(MAILBOX_VF + 1);
	b->box.vfu = true;
	vtc_vftenant_wipe(&b->pf, MAILBOX_VF);
	KUNIT_EXPECT_TRUE(test, v->wipe);
	KUNIT_EXPECT_EQ(test, b->tried, -EBUSY);
	KUNIT_EXPECT_EQ(test, b->box.mem[0], VTC_MBX_OP_RESET);
	b->box.vfu = false;
	v->req_due = true;
	vtc_vftenant_wipe(&b->pf, MAILBOX_VF);
	KUNIT_EXPECT_FALSE(test, v->wipe);
	KUNIT_EXPECT_EQ(test, b->box.mem[0], VTC_MBX_OP_RESET);
	v->req_due = false;
	vtc_vftenant_wipe(&b->pf, MAILBOX_VF);
	KUNIT_EXPECT_EQ(test, b->box.mem[0], 0);
	KUNIT_EXPECT_EQ(test, b->box.fouls, 0);
}

/* Its address is another's meanwhile: it is silent, with all it had before */
static void vtc_vfreq_tenant_without_address(struct kunit *test)
{
	struct vtc_vfreq_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vfreq_vf(b);

	vtc_vfreq_spoil(v);
	b->set_err[0] = -EADDRINUSE;
	vtc_vftenant_forget(&b->pf, MAILBOX_VF);
	KUNIT_EXPECT_EQ(test, b->sets, 2);
	KUNIT_EXPECT_FALSE(test, v->asked.active);
	KUNIT_EXPECT_TRUE(test, v->asked.promisc);
	KUNIT_EXPECT_TRUE(test, test_bit(3, v->asked.vlans));
	KUNIT_EXPECT_EQ(test, vtc_vfreq_lines, 0);
	b->may_log = true;
	b->set_err[0] = -EADDRINUSE;
	vtc_vftenant_forget(&b->pf, MAILBOX_VF);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_lines, 1);
	vtc_vftenant_forget(&b->pf, MAILBOX_VF);
	KUNIT_EXPECT_EQ(test, vtc_vfreq_lines, 1);
}

/* The chip was reset: all must begin anew, and those that are none stay so */
static void vtc_vfreq_all_lost(struct kunit *test)
{
	struct vtc_vfreq_bench *b = test->priv;
	unsigned int vf;

	for (vf = 0; vf <= b->pf.n_vfs; vf++) {
		vtc_vfreq_spoil(&b->pf.vf[vf]);
		b->pf.vf[vf].lost = false;
	}
	vtc_cfglock_take(&b->pf.cfg_lock);
	vtc_vftenant_drop_all(&b->pf);
	vtc_cfglock_give(&b->pf.cfg_lock);
	for (vf = 0; vf < b->pf.n_vfs; vf++) {
		struct vtc_pf_vf *v = &b->pf.vf[vf];

		KUNIT_EXPECT_FALSE(test, v->cts || v->req_due || v->reset_due);
		KUNIT_EXPECT_FALSE(test, v->parked || v->mbx.insist);
		KUNIT_EXPECT_TRUE(test, v->lost);
		KUNIT_EXPECT_TRUE(test, vtc_vfreq_asked_nothing(&v->asked));
	}
	KUNIT_EXPECT_FALSE(test, b->pf.vf[vf].lost);
	KUNIT_EXPECT_TRUE(test, b->pf.vf[vf].cts);
}

static struct kunit_case vtc_vfreq_cases[] = {
	KUNIT_CASE(vtc_vfreq_handshake),
	KUNIT_CASE(vtc_vfreq_without_link),
	KUNIT_CASE(vtc_vfreq_handshake_fails),
	KUNIT_CASE(vtc_vfreq_no_answer),
	KUNIT_CASE(vtc_vfreq_unknown_vf),
	KUNIT_CASE(vtc_vfreq_bad_message),
	KUNIT_CASE(vtc_vfreq_applies),
	KUNIT_CASE(vtc_vfreq_others),
	KUNIT_CASE(vtc_vfreq_counts_cut_lists),
	KUNIT_CASE(vtc_vfreq_new_tenant),
	KUNIT_CASE(vtc_vfreq_new_tenant_with_mail),
	KUNIT_CASE(vtc_vfreq_tenant_without_address),
	KUNIT_CASE(vtc_vfreq_all_lost),
	{}
};

static struct kunit_suite vtc_vfreq_suite = {
	.name = "vtc_vfreq",
	.init = vtc_vfreq_suite_init,
	.exit = vtc_mailbox_exit,
	.test_cases = vtc_vfreq_cases,
};

kunit_test_suite(vtc_vfreq_suite);
