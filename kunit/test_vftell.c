// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite vftell: what a VF is told unasked, when, and what waits for its turn.
 */
#include "kunit.h"
#include "mailbox.h"

#define vtc_vftenant_has_request	vtc_vftell_test_has_request
#define vtc_vftenant_wipe		vtc_vftell_test_wipe
#define vtc_config_rates		vtc_vftell_test_rates
#define vtc_vfmail_kick			vtc_vftell_test_kick
#include "../pf/vftell.c"
#include "../common/regs_82576.h"

struct vtc_vftell_bench {
	struct vtc_mailbox box;
	struct vtc_pf pf;
	bool request;		/* one lies in the buffer */
	unsigned int wipes, rates, kicks;
};

/* Cases run one after the other */
static struct vtc_vftell_bench *vtc_vftell_now;

bool vtc_vftell_test_has_request(const struct vtc_mbx_pf *mbx)
{
	return vtc_vftell_now->request;
}

void vtc_vftell_test_wipe(struct vtc_pf *pf, unsigned int vf)
{
	vtc_vftell_now->wipes++;
	pf->vf[vf].wipe = false;
}

void vtc_vftell_test_rates(struct vtc_pf *pf)
{
	vtc_vftell_now->rates++;
}

void vtc_vftell_test_kick(struct vtc_pf *pf)
{
	vtc_vftell_now->kicks++;
}

static struct vtc_pf_vf *vtc_vftell_vf(struct vtc_vftell_bench *b)
{
	return &b->pf.vf[MAILBOX_VF];
}

/* It has asked for nothing for a long time, and is known */
static int vtc_vftell_suite_init(struct kunit *test)
{
	struct vtc_vftell_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	struct vtc_pf_vf *v;

	if (!b)
		return -ENOMEM;
	vtc_mailbox_init(&b->box);
	b->pf.n_vfs = MAILBOX_VF + 1;
	v = vtc_vftell_vf(b);
	v->mbx.hw = &b->box.pf_hw;
	v->mbx.vf = MAILBOX_VF;
	v->cts = true;
	v->nack_at = jiffies - VTC_VFTELL_NACK_GAP - 1;
	v->admin.link = VTC_LINK_AUTO;
	vtc_vftell_now = b;
	test->priv = b;
	return 0;
}

/* Does it hear something when its turn comes */
static bool vtc_vftell_hears(struct vtc_vftell_bench *b)
{
	b->box.mem[0] = 0;
	b->box.v2p = 0;
	vtc_vftell_all(&b->pf);
	return b->box.v2p & VTC_V2P_PFSTS;
}

/* Its link, once; a VF that is not known is not spoken to */
static void vtc_vftell_of_the_link(struct kunit *test)
{
	struct vtc_vftell_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vftell_vf(b);

	KUNIT_EXPECT_FALSE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_EQ(test, b->rates, 0);
	vtc_vftell_link_changed(&b->pf);
	KUNIT_EXPECT_EQ(test, b->kicks, 1);
	KUNIT_EXPECT_TRUE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_EQ(test, b->rates, 1);
	KUNIT_EXPECT_EQ(test, b->box.mem[0], VTC_MBX_OP_PF_CONTROL | VTC_MBX_CTS);
	KUNIT_EXPECT_TRUE(test, v->unread);
	v->unread = false;
	KUNIT_EXPECT_FALSE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_EQ(test, b->rates, 1);
	/* A link that is taken from it looks like a PF that does not know it */
	v->admin.link = VTC_LINK_DISABLE;
	vtc_vftell_notify(&b->pf, MAILBOX_VF);
	KUNIT_EXPECT_EQ(test, b->kicks, 2);
	KUNIT_EXPECT_TRUE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_EQ(test, b->box.mem[0], VTC_MBX_OP_PF_CONTROL);
	v->unread = false;
	v->cts = false;
	vtc_vftell_link_changed(&b->pf);
	KUNIT_EXPECT_FALSE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_EQ(test, b->box.fouls, 0);
}

/* What it has not read is not written over, for a second; a request never is */
static void vtc_vftell_waits(struct kunit *test)
{
	struct vtc_vftell_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vftell_vf(b);

	vtc_vftell_notify(&b->pf, MAILBOX_VF);
	v->unread = true;
	v->sent_at = jiffies;
	KUNIT_EXPECT_FALSE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_TRUE(test, v->notify);
	v->sent_at = jiffies - VTC_VFTELL_UNREAD - 1;
	b->request = true;
	KUNIT_EXPECT_FALSE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_TRUE(test, v->notify);
	b->request = false;
	b->box.vfu = true;
	b->box.no_rvfu = true;
	KUNIT_EXPECT_FALSE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_TRUE(test, v->notify && v->mbx.insist);
	b->box.vfu = false;
	v->insist_at = jiffies;
	v->wipe = true;
	KUNIT_EXPECT_TRUE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_FALSE(test, v->notify || v->mbx.insist);
	KUNIT_EXPECT_EQ(test, b->wipes, 1);
	vtc_vftell_notify(&b->pf, MAILBOX_VF);
	KUNIT_EXPECT_FALSE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_EQ(test, b->box.fouls, 0);
}

/* It took an answer and is not known: it missed a reset, and hears so, seldom */
static void vtc_vftell_reminds(struct kunit *test)
{
	struct vtc_vftell_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vftell_vf(b);

	v->unread = true;
	KUNIT_EXPECT_TRUE(test, vtc_vftell_ack(v));
	KUNIT_EXPECT_FALSE(test, v->unread || v->lost);
	KUNIT_EXPECT_FALSE(test, vtc_vftell_ack(v));
	vtc_vftell_restart(&b->pf, MAILBOX_VF);
	KUNIT_EXPECT_TRUE(test, !v->cts && v->lost && b->kicks == 1);
	KUNIT_EXPECT_TRUE(test, vtc_vftell_hears(b));
	KUNIT_EXPECT_EQ(test, b->box.mem[0], VTC_MBX_NACK);
	KUNIT_EXPECT_FALSE(test, v->lost);
	KUNIT_EXPECT_TRUE(test, vtc_vftell_ack(v));
	KUNIT_EXPECT_TRUE(test, v->lost);
	v->lost = false;
	KUNIT_EXPECT_FALSE(test, vtc_vftell_ack(v));
	KUNIT_EXPECT_FALSE(test, v->lost);
	v->nack_at = jiffies - VTC_VFTELL_NACK_GAP - 1;
	KUNIT_EXPECT_FALSE(test, vtc_vftell_ack(v));
	KUNIT_EXPECT_TRUE(test, v->lost);
}

/* An answer to one that is not known, after which it is not reminded at once */
static void vtc_vftell_answers(struct kunit *test)
{
	struct vtc_vftell_bench *b = test->priv;
	struct vtc_pf_vf *v = vtc_vftell_vf(b);
	u32 w[VTC_MBX_WORDS] = {};

	v->cts = false;
	v->wipe = true;
	b->box.pfu = true;
	vtc_vftell_lost_cts(v);
	KUNIT_EXPECT_EQ(test, b->box.mem[0], VTC_MBX_NACK);
	KUNIT_EXPECT_TRUE(test, b->box.v2p & VTC_V2P_PFSTS);
	KUNIT_EXPECT_TRUE(test, v->unread);
	KUNIT_EXPECT_FALSE(test, v->wipe);
	KUNIT_EXPECT_TRUE(test, vtc_vftell_ack(v));
	KUNIT_EXPECT_FALSE(test, v->lost);
	/* An acknowledgment of before is not one of this */
	b->box.cause = FIELD_PREP(VTC_MBVFICR_ACK, BIT(MAILBOX_VF));
	b->box.pfu = true;
	w[0] = VTC_MBX_ACK | VTC_MBX_OP_SET_MAC;
	vtc_vftell_reply(v, w);
	KUNIT_EXPECT_EQ(test, b->box.cause, 0);
	KUNIT_EXPECT_EQ(test, b->box.mem[0], w[0]);
	KUNIT_EXPECT_EQ(test, b->box.fouls, 0);
}

static struct kunit_case vtc_vftell_cases[] = {
	KUNIT_CASE(vtc_vftell_of_the_link),
	KUNIT_CASE(vtc_vftell_waits),
	KUNIT_CASE(vtc_vftell_reminds),
	KUNIT_CASE(vtc_vftell_answers),
	{}
};

static struct kunit_suite vtc_vftell_suite = {
	.name = "vtc_vftell",
	.init = vtc_vftell_suite_init,
	.exit = vtc_mailbox_exit,
	.test_cases = vtc_vftell_cases,
};

kunit_test_suite(vtc_vftell_suite);
