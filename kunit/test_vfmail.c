// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite vfmail: whose turn it is, who has to wait for how long, what may
 * interrupt, and when the work looks again.
 *
 * The chip is three words of causes.  What is done for a VF is only noted.
 */
#include <linux/etherdevice.h>
#include "kunit.h"

#define vtc_vftenant_new		vtc_vfmail_test_new
#define vtc_vfreq_serve			vtc_vfmail_test_serve
#define vtc_vfhw_latch			vtc_vfmail_test_latch
#define vtc_vfhw_spoofed		vtc_vfmail_test_spoofed
#define vtc_irqhw_mail_on		vtc_vfmail_test_mail_on
#define vtc_irqhw_mail_off		vtc_vfmail_test_mail_off
#define vtc_irqhw_mail_from		vtc_vfmail_test_mail_from
#define vtc_vftell_ack			vtc_vfmail_test_ack
#define vtc_vftell_all			vtc_vfmail_test_tell
#define vtc_vfpark_tried		vtc_vfmail_test_tried
#define vtc_vfpark_look			vtc_vfmail_test_park_look
#define vtc_stats_settle		vtc_vfmail_test_settle
#define vtc_vflog_may			vtc_vfmail_test_may_log

#include "../pf/vfwork.h"

static unsigned int vtc_vfmail_lines;	/* that were logged */

static __printf(2, 3) void vtc_vfmail_log(const struct net_device *netdev,
					  const char *format, ...)
{
	vtc_vfmail_lines++;
}

#undef netdev_info
#define netdev_info	vtc_vfmail_log
#undef netdev_warn
#define netdev_warn	vtc_vfmail_log

#include "../pf/vfmail.c"

#define VTC_VFMAIL_VFS	3
#define VTC_VFMAIL_NOW	1000000000ull

struct vtc_vfmail_bench {
	struct vtc_pf pf;
	struct vtc_gen gen;
	struct vtc_vfhw_causes due;	/* in the chip */
	u32 open;			/* whose causes were asked for last */
	int err;			/* of each request */
	bool is_reset;			/* each request is a RESET */
	bool again;			/* each VF that is served rings again */
	bool acked;			/* acknowledgments are of something */
	bool may_log;
	u32 spoofed;
	u8 order[64];			/* VFs served */
	unsigned int served;
	unsigned int news, had_mail;	/* tenants */
	unsigned int tells, settles, parks_looked, on, off, from;
	u32 from_vfs;
	int tried;
};

static struct vtc_vfmail_bench *vtc_vfmail_now;

void vtc_vfmail_test_new(struct vtc_pf *pf, unsigned int vf, bool has_mail)
{
	vtc_vfmail_now->news++;
	vtc_vfmail_now->had_mail += has_mail;
	pf->vf[vf].reset_due = false;
}

int vtc_vfmail_test_serve(struct vtc_pf *pf, unsigned int vf, bool *reset)
{
	struct vtc_vfmail_bench *b = vtc_vfmail_now;

	b->order[b->served++ % ARRAY_SIZE(b->order)] = vf;
	*reset = b->is_reset;
	if (b->again)
		b->due.req |= BIT(vf);
	return b->err;
}

void vtc_vfmail_test_latch(const struct vtc_hw *hw, u32 open,
			   struct vtc_vfhw_causes *c)
{
	struct vtc_vfmail_bench *b = vtc_vfmail_now;

	WARN_ON(!test_bit(VTC_CFGLOCK_BUSY, &b->pf.cfg_lock.busy));
	b->open = open;
	*c = b->due;
	c->req &= open;
	c->ack &= open;
	b->due.req &= ~open;
	b->due.ack &= ~open;
	b->due.reset = 0;
}

u32 vtc_vfmail_test_spoofed(const struct vtc_hw *hw, const struct vtc_gen *gen)
{
	WARN_ON(!test_bit(VTC_CFGLOCK_BUSY, &vtc_vfmail_now->pf.cfg_lock.busy));
	return vtc_vfmail_now->spoofed;
}

void vtc_vfmail_test_mail_on(const struct vtc_hw *hw)
{
	vtc_vfmail_now->on++;
}

void vtc_vfmail_test_mail_off(const struct vtc_hw *hw)
{
	vtc_vfmail_now->off++;
}

void vtc_vfmail_test_mail_from(const struct vtc_hw *hw, u32 vfs)
{
	vtc_vfmail_now->from++;
	vtc_vfmail_now->from_vfs = vfs;
}

bool vtc_vfmail_test_ack(struct vtc_pf_vf *v)
{
	return vtc_vfmail_now->acked;
}

void vtc_vfmail_test_tell(struct vtc_pf *pf)
{
	vtc_vfmail_now->tells++;
}

void vtc_vfmail_test_tried(struct vtc_pf *pf, unsigned int vf, int err)
{
	vtc_vfmail_now->tried = err;
}

void vtc_vfmail_test_park_look(struct vtc_pf_vf *v)
{
	vtc_vfmail_now->parks_looked |= BIT(v - vtc_vfmail_now->pf.vf);
}

void vtc_vfmail_test_settle(struct vtc_stats *stats, const struct vtc_hw *hw)
{
	vtc_vfmail_now->settles++;
}

bool vtc_vfmail_test_may_log(struct vtc_pf_vf *v, enum vtc_vflog_kind kind)
{
	return vtc_vfmail_now->may_log;
}

static int vtc_vfmail_suite_init(struct kunit *test)
{
	struct vtc_vfmail_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	test->priv = b;
	b->pf.wq = alloc_ordered_workqueue("vtc_vfmail", 0);
	if (!b->pf.wq)
		return -ENOMEM;
	b->gen.chip.max_vfs = 8;
	b->pf.gen = &b->gen;
	vtc_cfglock_init(&b->pf.cfg_lock);
	vtc_vfmail_init(&b->pf);
	b->pf.n_vfs = VTC_VFMAIL_VFS;
	b->acked = true;
	vtc_vfmail_lines = 0;
	vtc_vfmail_now = b;
	return 0;
}

static void vtc_vfmail_suite_exit(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;

	if (!b || !b->pf.wq)
		return;
	vtc_vfmail_stop(&b->pf);
	destroy_workqueue(b->pf.wq);
}

/* One look at the chip at a time of ours */
static bool vtc_vfmail_passes(struct vtc_vfmail_bench *b, u64 now)
{
	bool served;

	b->served = 0;
	b->news = 0;
	vtc_cfglock_take(&b->pf.cfg_lock);
	served = vtc_vfmail_pass(&b->pf, now);
	vtc_cfglock_give(&b->pf.cfg_lock);
	return served;
}

/* And what follows from it for who may ring; jiffies until the next */
static unsigned long vtc_vfmail_quenches(struct vtc_vfmail_bench *b, u64 now)
{
	unsigned long delay = VTC_VFMAIL_NEVER;

	b->from = 0;
	b->on = 0;
	vtc_vfmail_quench(&b->pf, now, &delay);
	return delay;
}

/* VF @vf has used its tokens for messages, or those for resets, up */
static void vtc_vfmail_exhaust(struct vtc_vfmail_bench *b, unsigned int vf)
{
	unsigned int i;

	for (i = 0; i < vtc_vfmail_messages.burst; i++)
		vtc_vfmail_charge(&b->pf.vf[vf], VTC_VFMAIL_NOW);
}

static void vtc_vfmail_exhaust_resets(struct vtc_vfmail_bench *b, unsigned int vf)
{
	unsigned int i;

	for (i = 0; i < vtc_vfmail_resets.burst; i++)
		vtc_vfmail_charge_reset(&b->pf.vf[vf], VTC_VFMAIL_NOW);
}

static void vtc_vfmail_each_has_a_mailbox(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	u8 mac[ETH_ALEN];
	unsigned int vf;

	for (vf = 0; vf < VTC_PF_MAX_VFS; vf++) {
		struct vtc_pf_vf *v = &b->pf.vf[vf];

		KUNIT_EXPECT_PTR_EQ(test, v->mbx.hw, (const struct vtc_hw *)&b->pf.hw);
		KUNIT_EXPECT_EQ(test, v->mbx.vf, vf);
		KUNIT_EXPECT_TRUE(test, v->admin.spoofchk);
		vtc_vport_default_mac(b->pf.perm_mac, vf, mac);
		KUNIT_EXPECT_TRUE(test, ether_addr_equal(v->default_mac, mac));
	}
}

/* Each one that rang, once, and another one first each time */
static void vtc_vfmail_takes_turns(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	unsigned int i, first;

	b->due.req = 0xff;
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->open, 7);
	KUNIT_EXPECT_EQ(test, b->due.req, 0xf8);
	KUNIT_EXPECT_TRUE(test, b->pf.mail_useful);
	KUNIT_ASSERT_EQ(test, b->served, VTC_VFMAIL_VFS);
	first = b->order[0];
	for (i = 0; i < VTC_VFMAIL_VFS; i++)
		KUNIT_EXPECT_EQ(test, b->order[i], (first + i) % VTC_VFMAIL_VFS);
	b->due.req = 7;
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_ASSERT_EQ(test, b->served, VTC_VFMAIL_VFS);
	KUNIT_EXPECT_EQ(test, b->order[0], (first + 1) % VTC_VFMAIL_VFS);
	/* Nobody rang */
	b->pf.mail_useful = false;
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->served, 0);
	KUNIT_EXPECT_FALSE(test, b->pf.mail_useful);
	KUNIT_EXPECT_EQ(test, b->pf.vf[0].counts.spurious, 0);
	/* To have looked was worth it if there was anything at all */
	b->due.ack = 2;
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_TRUE(test, b->pf.mail_useful);
	KUNIT_EXPECT_EQ(test, b->parks_looked, 7);
}

/*
 * A VF that is reset again and again may not have it at once each time, and the
 * interrupt for one that has it still to come was for nothing.  Until then its
 * pool is to stay closed, whatever is changed for others.
 */
static void vtc_vfmail_resets_that_have_to_wait(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf.vf[1];
	unsigned int i;

	for (i = 0; i < 16; i++) {
		b->due.reset = BIT(1);
		KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	}
	v->asked.active = true;
	b->pf.mail_useful = false;
	b->due.reset = BIT(1);
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_TRUE(test, v->reset_due);
	KUNIT_EXPECT_TRUE(test, b->pf.mail_useful);
	KUNIT_EXPECT_FALSE(test, v->asked.active);
	b->pf.mail_useful = false;
	b->due.reset = BIT(1);
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_FALSE(test, b->pf.mail_useful);
	/* Another's is news */
	b->due.reset = BIT(1) | BIT(2);
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_TRUE(test, b->pf.mail_useful);
}

/* A message costs a token; without one it stays in the mailbox, not ours */
static void vtc_vfmail_keeps_to_the_budget(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	unsigned int i;

	for (i = 0; i < vtc_vfmail_messages.burst; i++) {
		b->due.req = BIT(1);
		KUNIT_ASSERT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	}
	b->due.req = BIT(1) | BIT(2);
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->open, BIT(0) | BIT(2));
	KUNIT_EXPECT_EQ(test, b->due.req, BIT(1));
	KUNIT_ASSERT_EQ(test, b->served, 1);
	KUNIT_EXPECT_EQ(test, b->order[0], 2);
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW + USEC_PER_SEC));
	KUNIT_EXPECT_EQ(test, b->order[0], 1);
	KUNIT_EXPECT_EQ(test, b->pf.vf[1].counts.spurious, 0);
	/* One that lies there already waits for its token, too */
	vtc_vfmail_exhaust(b, 0);
	b->pf.vf[0].req_due = true;
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_TRUE(test, b->pf.vf[0].req_due);
}

/* A reset and the RESET that follows are paid together */
static void vtc_vfmail_reset_is_paid_once(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf.vf[1];
	u64 paid;

	b->is_reset = true;
	b->due.reset = BIT(1);
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->news, 1);
	KUNIT_EXPECT_EQ(test, b->had_mail, 0);
	KUNIT_EXPECT_EQ(test, b->served, 0);
	KUNIT_EXPECT_TRUE(test, v->reset_paid);
	paid = v->reset_budget.full_us;
	KUNIT_EXPECT_GT(test, paid, VTC_VFMAIL_NOW);
	b->due.req = BIT(1);
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->served, 1);
	KUNIT_EXPECT_FALSE(test, v->reset_paid);
	KUNIT_EXPECT_EQ(test, v->reset_budget.full_us, paid);
	/* One without a reset before it pays itself */
	b->due.req = BIT(1);
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_GT(test, v->reset_budget.full_us, paid);
	KUNIT_EXPECT_FALSE(test, v->reset_paid);
	/* Other requests pay no reset, and leave what is paid */
	paid = v->reset_budget.full_us;
	v->reset_paid = true;
	b->is_reset = false;
	b->due.req = BIT(1);
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, v->reset_budget.full_us, paid);
	KUNIT_EXPECT_TRUE(test, v->reset_paid);
	/* Reset with mail: the new one's */
	b->due.req = BIT(1);
	b->due.reset = BIT(1);
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->had_mail, 1);
	KUNIT_EXPECT_EQ(test, b->served, 1);
}

/* Without a token for it a reset waits, and so does what comes after it */
static void vtc_vfmail_reset_waits(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf.vf[1];

	vtc_vfmail_exhaust_resets(b, 1);
	b->due.reset = BIT(1);
	b->due.req = BIT(1);
	v->reset_paid = true;
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_TRUE(test, v->reset_due && v->req_due);
	KUNIT_EXPECT_EQ(test, b->news + b->served, 0);
	/* Its causes stay in the chip meanwhile, resets do not */
	b->due.req = BIT(1);
	b->due.reset = BIT(1);
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->open, BIT(0) | BIT(2));
	KUNIT_EXPECT_EQ(test, v->counts.spurious, 0);
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW + USEC_PER_SEC));
	KUNIT_EXPECT_EQ(test, b->news, 1);
	/* A RESET that nothing has paid waits for a token of either kind */
	v->reset_paid = false;
	v->req_due = false;
	b->due.req = BIT(1);
	vtc_vfmail_exhaust_resets(b, 1);
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->served, 0);
	v->reset_paid = true;
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->served, 1);
}

/* What comes of a request that could not be answered */
static void vtc_vfmail_no_answer(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf.vf[0];

	b->err = -EBUSY;
	b->due.req = BIT(0);
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->tried, -EBUSY);
	KUNIT_EXPECT_TRUE(test, v->req_due);
	KUNIT_EXPECT_EQ(test, v->mail_budget.full_us, 0);
	/* Nobody reaches for the buffer while it has its grace */
	v->mbx.insist = true;
	v->insist_at = jiffies + HZ;
	KUNIT_EXPECT_FALSE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_EQ(test, b->served, 0);
	v->mbx.insist = false;
	/* Reset meanwhile: that comes first, and the request is still there */
	b->err = -ERESTART;
	b->is_reset = true;
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_TRUE(test, v->reset_due && v->req_due);
	KUNIT_EXPECT_EQ(test, v->mail_budget.full_us, 0);
	KUNIT_EXPECT_EQ(test, v->reset_budget.full_us, 0);
	v->reset_due = false;
	/* Rang for nothing: that is paid as well */
	b->err = -ENOMSG;
	b->is_reset = false;
	KUNIT_EXPECT_TRUE(test, vtc_vfmail_passes(b, VTC_VFMAIL_NOW));
	KUNIT_EXPECT_FALSE(test, v->req_due);
	KUNIT_EXPECT_EQ(test, v->counts.spurious, 1);
	KUNIT_EXPECT_GT(test, v->mail_budget.full_us, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, b->tried, -ENOMSG);
}

/* Rings that are part of no conversation are counted and paid */
static void vtc_vfmail_noise(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf.vf[2];

	b->due.ack = BIT(2);
	vtc_vfmail_passes(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, v->counts.spurious, 0);
	KUNIT_EXPECT_EQ(test, b->parks_looked, BIT(2));
	b->acked = false;
	b->due.ack = BIT(2);
	vtc_vfmail_passes(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, v->counts.spurious, 1);
	KUNIT_EXPECT_GT(test, v->mail_budget.full_us, VTC_VFMAIL_NOW);
	b->err = -EBUSY;
	b->due.req = BIT(2);
	vtc_vfmail_passes(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, v->counts.spurious, 1);
	b->due.req = BIT(2);
	vtc_vfmail_passes(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, v->counts.spurious, 2);
	v->req_due = false;
	v->parked = true;
	b->due.req = BIT(2);
	vtc_vfmail_passes(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, v->counts.spurious, 3);
	KUNIT_EXPECT_TRUE(test, v->req_due);
	/* A reset alone says nothing of the mailbox */
	b->parks_looked = 0;
	b->due.reset = BIT(2);
	vtc_vfmail_passes(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, b->parks_looked, 0);
}

/* Over its budget it may not interrupt, and is looked at when it has a token */
static void vtc_vfmail_quenches_floods(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf.vf[1];
	unsigned long delay;

	KUNIT_EXPECT_EQ(test, vtc_vfmail_quenches(b, VTC_VFMAIL_NOW), VTC_VFMAIL_NEVER);
	KUNIT_EXPECT_EQ(test, b->from, 0);
	/* One that is none */
	vtc_vfmail_exhaust(b, VTC_VFMAIL_VFS);
	vtc_vfmail_exhaust(b, 1);
	delay = vtc_vfmail_quenches(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, delay, usecs_to_jiffies(USEC_PER_SEC / 64) + 1);
	KUNIT_EXPECT_EQ(test, b->from, 1);
	KUNIT_EXPECT_EQ(test, b->from_vfs, (u32)~BIT(1));
	KUNIT_EXPECT_EQ(test, b->pf.mail_closed, BIT(1));
	KUNIT_EXPECT_EQ(test, v->counts.deferred, 1);
	KUNIT_EXPECT_EQ(test, vtc_vfmail_lines, 0);
	/* Once, however long it lasts */
	vtc_vfmail_quenches(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, b->from, 0);
	KUNIT_EXPECT_EQ(test, v->counts.deferred, 1);
	b->may_log = true;
	vtc_vfmail_exhaust_resets(b, 0);
	delay = vtc_vfmail_quenches(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_EQ(test, b->from_vfs, (u32)~(BIT(0) | BIT(1)));
	KUNIT_EXPECT_EQ(test, vtc_vfmail_lines, 1);
	KUNIT_EXPECT_EQ(test, delay, usecs_to_jiffies(USEC_PER_SEC / 64) + 1);
	delay = vtc_vfmail_quenches(b, VTC_VFMAIL_NOW + 100 * USEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, delay, VTC_VFMAIL_NEVER);
	KUNIT_EXPECT_EQ(test, b->from_vfs, ~0u);
	KUNIT_EXPECT_EQ(test, b->pf.mail_closed, 0);
	KUNIT_EXPECT_FALSE(test, b->pf.mail_by_clock);
	KUNIT_EXPECT_EQ(test, b->on, 0);
}

/* A reset that is due waits for resets' tokens only */
static void vtc_vfmail_waits_for_its_token(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf.vf[1];

	v->reset_due = true;
	vtc_vfmail_exhaust(b, 1);
	KUNIT_EXPECT_EQ(test, vtc_vfmail_quenches(b, VTC_VFMAIL_NOW), VTC_VFMAIL_NEVER);
	vtc_vfmail_exhaust_resets(b, 1);
	KUNIT_EXPECT_EQ(test, vtc_vfmail_quenches(b, VTC_VFMAIL_NOW),
			usecs_to_jiffies(USEC_PER_SEC / 8) + 1);
}

/* Who holds its mailbox is tried again when its grace is over */
static void vtc_vfmail_waits_for_graces(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf.vf[1];
	unsigned long delay;

	v->insist_at = jiffies + 10 * HZ;
	v->req_due = true;
	KUNIT_EXPECT_EQ(test, vtc_vfmail_quenches(b, VTC_VFMAIL_NOW), 0);
	v->mbx.insist = true;
	delay = vtc_vfmail_quenches(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_TRUE(test, delay > HZ && delay <= 10 * HZ);
	v->req_due = false;
	delay = vtc_vfmail_quenches(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_TRUE(test, delay > HZ && delay <= 10 * HZ);
	v->parked = true;
	KUNIT_EXPECT_EQ(test, vtc_vfmail_quenches(b, VTC_VFMAIL_NOW), VTC_VFMAIL_NEVER);
	KUNIT_EXPECT_EQ(test, v->counts.deferred, 0);
}

/* A chip that lets a flood interrupt all the same is looked at by the clock */
static void vtc_vfmail_goes_by_the_clock(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf *pf = &b->pf;

	vtc_vfmail_exhaust(b, 1);
	/* Interrupts that were of use, or none: no reason */
	set_bit(VTC_VFMAIL_IRQ, &pf->mail_irq);
	pf->mail_useful = true;
	vtc_vfmail_quenches(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_FALSE(test, pf->mail_by_clock);
	pf->mail_useful = false;
	vtc_vfmail_quenches(b, VTC_VFMAIL_NOW);
	KUNIT_EXPECT_FALSE(test, pf->mail_by_clock);
	set_bit(VTC_VFMAIL_IRQ, &pf->mail_irq);
	KUNIT_EXPECT_LE(test, vtc_vfmail_quenches(b, VTC_VFMAIL_NOW), VTC_VFMAIL_TICK);
	KUNIT_EXPECT_TRUE(test, pf->mail_by_clock);
	KUNIT_EXPECT_EQ(test, b->on, 0);
	/* It goes on, whether there were more or not, until all may ring again */
	KUNIT_EXPECT_EQ(test, vtc_vfmail_quenches(b, VTC_VFMAIL_NOW),
			min(VTC_VFMAIL_TICK, usecs_to_jiffies(USEC_PER_SEC / 64) + 1));
	KUNIT_EXPECT_TRUE(test, pf->mail_by_clock);
	KUNIT_EXPECT_EQ(test, vtc_vfmail_quenches(b, VTC_VFMAIL_NOW + USEC_PER_SEC), 0);
	KUNIT_EXPECT_FALSE(test, pf->mail_by_clock);
	KUNIT_EXPECT_EQ(test, b->on, 1);
	/* Nobody over his budget: a stray interrupt is nothing */
	set_bit(VTC_VFMAIL_IRQ, &pf->mail_irq);
	vtc_vfmail_quenches(b, VTC_VFMAIL_NOW + USEC_PER_SEC);
	KUNIT_EXPECT_FALSE(test, pf->mail_by_clock);
	KUNIT_EXPECT_EQ(test, b->on, 0);
}

static void vtc_vfmail_drain(struct vtc_vfmail_bench *b)
{
	b->on = 0;
	b->tells = 0;
	b->settles = 0;
	b->served = 0;
	flush_delayed_work(&b->pf.mail_work);
}

/* The work goes on until nothing is left, but lets others have their turn */
static void vtc_vfmail_works(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf *pf = &b->pf;

	pf->mail_useful = true;
	b->due.req = BIT(0);
	vtc_vfmail_kick(pf);
	vtc_vfmail_drain(b);
	KUNIT_EXPECT_EQ(test, b->served, 1);
	KUNIT_EXPECT_EQ(test, b->tells, 1);
	KUNIT_EXPECT_EQ(test, b->settles, 1);
	KUNIT_EXPECT_EQ(test, b->on, 1);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&pf->mail_work));
	/* Each run begins without having found anything */
	vtc_vfmail_kick(pf);
	vtc_vfmail_drain(b);
	KUNIT_EXPECT_FALSE(test, pf->mail_useful);
	/* By the clock it does not let VFs interrupt; they may again afterwards */
	pf->mail_by_clock = true;
	vtc_vfmail_kick(pf);
	vtc_vfmail_drain(b);
	KUNIT_EXPECT_EQ(test, b->on, 1);
	KUNIT_EXPECT_EQ(test, b->tells, 2);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&pf->mail_work));
	/* What is due later is looked at later */
	pf->vf[0].mbx.insist = true;
	pf->vf[0].insist_at = jiffies + 100 * HZ;
	vtc_vfmail_kick(pf);
	vtc_vfmail_drain(b);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&pf->mail_work));
	KUNIT_EXPECT_EQ(test, b->tells, 1);
	pf->vf[0].mbx.insist = false;
	vtc_vfmail_stop(pf);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&pf->mail_work));
}

/* One that rings without end costs no more than so many passes in a row */
static void vtc_vfmail_work_ends(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;

	b->again = true;
	b->due.req = BIT(0);
	vtc_cfglock_take(&b->pf.cfg_lock);
	b->served = 0;
	KUNIT_EXPECT_EQ(test, vtc_vfmail_look(&b->pf), 0);
	KUNIT_EXPECT_EQ(test, b->tells, 0);
	vtc_cfglock_give(&b->pf.cfg_lock);
	b->served = 0;
	vtc_vfmail_work(&b->pf.mail_work.work);
	KUNIT_EXPECT_EQ(test, b->served, VTC_VFMAIL_PASSES);
	KUNIT_EXPECT_EQ(test, b->settles, 1);
	b->again = false;
	flush_delayed_work(&b->pf.mail_work);
	KUNIT_EXPECT_EQ(test, b->served, VTC_VFMAIL_PASSES + 1);
}

/* Interrupt: no further one until the work has begun */
static void vtc_vfmail_interrupts(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf *pf = &b->pf;

	/* It cannot begin: somebody else has the lock */
	vtc_cfglock_take(&pf->cfg_lock);
	vtc_vfmail_irq(pf);
	KUNIT_EXPECT_EQ(test, b->off, 1);
	KUNIT_EXPECT_EQ(test, b->on, 0);
	KUNIT_EXPECT_TRUE(test, hrtimer_active(&pf->mail_late));
	KUNIT_EXPECT_TRUE(test, test_bit(VTC_VFMAIL_IRQ, &pf->mail_irq));
	vtc_cfglock_give(&pf->cfg_lock);
	flush_delayed_work(&pf->mail_work);
	KUNIT_EXPECT_EQ(test, b->tells, 1);
	KUNIT_EXPECT_EQ(test, b->on, 1);
	KUNIT_EXPECT_FALSE(test, hrtimer_active(&pf->mail_late));
	KUNIT_EXPECT_FALSE(test, test_bit(VTC_VFMAIL_IRQ, &pf->mail_irq));
	hrtimer_start(&pf->mail_late, ms_to_ktime(100000), HRTIMER_MODE_REL_HARD);
	vtc_vfmail_stop(pf);
	KUNIT_EXPECT_FALSE(test, hrtimer_active(&pf->mail_late));
	/* A chip without VFs has no mailboxes */
	b->gen.chip.max_vfs = 0;
	vtc_vfmail_kick(pf);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&pf->mail_work));
	flush_delayed_work(&pf->mail_work);
	KUNIT_EXPECT_EQ(test, b->tells, 1);
}

/* Work that gets no processor is done in its place, unless it has begun */
static void vtc_vfmail_late_work(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf *pf = &b->pf;

	b->due.req = BIT(0);
	KUNIT_EXPECT_EQ(test, vtc_vfmail_late(&pf->mail_late), HRTIMER_NORESTART);
	KUNIT_EXPECT_EQ(test, b->served, 0);
	queue_delayed_work(pf->wq, &pf->mail_work, 100 * HZ);
	KUNIT_EXPECT_EQ(test, vtc_vfmail_late(&pf->mail_late), HRTIMER_RESTART);
	KUNIT_EXPECT_EQ(test, b->served, 1);
	KUNIT_EXPECT_EQ(test, b->tells, 0);
	KUNIT_EXPECT_GT(test, hrtimer_get_expires(&pf->mail_late), 0);
	/* Left as it was found: free, or in use by another */
	vtc_cfglock_take(&pf->cfg_lock);
	b->due.req = BIT(0);
	KUNIT_EXPECT_EQ(test, vtc_vfmail_late(&pf->mail_late), HRTIMER_RESTART);
	KUNIT_EXPECT_EQ(test, b->served, 1);
	KUNIT_EXPECT_TRUE(test, test_bit(VTC_CFGLOCK_BUSY, &pf->cfg_lock.busy));
	vtc_cfglock_give(&pf->cfg_lock);
}

/* Once a second: who holds its mailbox, who is to be told, who was caught */
static void vtc_vfmail_ticks(struct kunit *test)
{
	struct vtc_vfmail_bench *b = test->priv;
	struct vtc_pf *pf = &b->pf;
	struct vtc_pf_vf *v = &pf->vf[1];
	bool *const pending[] = { &v->req_due, &v->notify, &v->lost, &v->wipe };
	unsigned int i;

	b->spoofed = BIT(1) | BIT(VTC_VFMAIL_VFS) | BIT(7);
	vtc_vfmail_tick(pf);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&pf->mail_work));
	flush_delayed_work(&pf->mail_work);
	KUNIT_EXPECT_EQ(test, b->tells, 0);
	KUNIT_EXPECT_EQ(test, v->counts.spoofed, 1);
	KUNIT_EXPECT_EQ(test, pf->vf[0].counts.spoofed + pf->vf[2].counts.spoofed, 0);
	KUNIT_EXPECT_EQ(test, pf->vf[VTC_VFMAIL_VFS].counts.spoofed, 0);
	KUNIT_EXPECT_EQ(test, vtc_vfmail_lines, 0);
	KUNIT_EXPECT_EQ(test, b->parks_looked, 0);
	b->may_log = true;
	for (i = 0; i < ARRAY_SIZE(pending); i++) {
		b->tells = 0;
		*pending[i] = true;
		v->mbx.insist = false;
		vtc_vfmail_tick(pf);
		v->req_due = false;
		flush_delayed_work(&pf->mail_work);
		KUNIT_EXPECT_GE(test, b->tells, 1);
		*pending[i] = false;
	}
	KUNIT_EXPECT_EQ(test, v->counts.spoofed, 5);
	KUNIT_EXPECT_EQ(test, vtc_vfmail_lines, 4);
	/* Parked: only looked at */
	b->tells = 0;
	v->parked = true;
	v->notify = true;
	vtc_vfmail_tick(pf);
	flush_delayed_work(&pf->mail_work);
	KUNIT_EXPECT_EQ(test, b->tells, 0);
	KUNIT_EXPECT_EQ(test, b->parks_looked, BIT(1));
	/* Without VFs there is nobody to be caught */
	pf->n_vfs = 0;
	vtc_vfmail_tick(pf);
	KUNIT_EXPECT_EQ(test, v->counts.spoofed, 6);
}

static struct kunit_case vtc_vfmail_cases[] = {
	KUNIT_CASE(vtc_vfmail_each_has_a_mailbox),
	KUNIT_CASE(vtc_vfmail_takes_turns),
	KUNIT_CASE(vtc_vfmail_resets_that_have_to_wait),
	KUNIT_CASE(vtc_vfmail_keeps_to_the_budget),
	KUNIT_CASE(vtc_vfmail_reset_is_paid_once),
	KUNIT_CASE(vtc_vfmail_reset_waits),
	KUNIT_CASE(vtc_vfmail_no_answer),
	KUNIT_CASE(vtc_vfmail_noise),
	KUNIT_CASE(vtc_vfmail_quenches_floods),
	KUNIT_CASE(vtc_vfmail_waits_for_its_token),
	KUNIT_CASE(vtc_vfmail_waits_for_graces),
	KUNIT_CASE(vtc_vfmail_goes_by_the_clock),
	KUNIT_CASE(vtc_vfmail_works),
	KUNIT_CASE(vtc_vfmail_work_ends),
	KUNIT_CASE(vtc_vfmail_interrupts),
	KUNIT_CASE(vtc_vfmail_late_work),
	KUNIT_CASE(vtc_vfmail_ticks),
	{}
};

static struct kunit_suite vtc_vfmail_suite = {
	.name = "vtc_vfmail",
	.init = vtc_vfmail_suite_init,
	.exit = vtc_vfmail_suite_exit,
	.test_cases = vtc_vfmail_cases,
};

kunit_test_suite(vtc_vfmail_suite);
