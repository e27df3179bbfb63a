// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite vfpark: a VF that holds its mailbox, and how often something is worth a
 * line.
 */
#include "kunit.h"
#include "mailbox.h"

#define vtc_vflog_may	vtc_vfpark_test_may_log
#include "../pf/vflog.c"
#include "../pf/vfpark.c"

struct vtc_vfpark_bench {
	struct vtc_mailbox box;
	struct vtc_pf pf;
};

static struct vtc_vfpark_bench *vtc_vfpark_bench(struct kunit *test)
{
	return test->priv;
}

static int vtc_vfpark_suite_init(struct kunit *test)
{
	struct vtc_vfpark_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	struct vtc_pf_vf *v;

	if (!b)
		return -ENOMEM;
	vtc_mailbox_init(&b->box);
	v = &b->pf.vf[MAILBOX_VF];
	v->mbx.hw = &b->box.pf_hw;
	v->mbx.vf = MAILBOX_VF;
	/* It has had its line: there is no netdev that could have one */
	v->logged_at[VTC_VFLOG_PARKED] = jiffies ?: 1;
	test->priv = b;
	return 0;
}

/* A grace, then the hold is broken, then nobody waits */
static void vtc_vfpark_step_by_step(struct kunit *test)
{
	struct vtc_vfpark_bench *b = vtc_vfpark_bench(test);
	struct vtc_pf_vf *v = &b->pf.vf[MAILBOX_VF];

	KUNIT_EXPECT_TRUE(test, vtc_vfpark_may_try(v));
	KUNIT_EXPECT_EQ(test, vtc_vfpark_wait(v), 0);
	vtc_vfpark_tried(&b->pf, MAILBOX_VF, -EBUSY);
	KUNIT_EXPECT_TRUE(test, v->mbx.insist);
	KUNIT_EXPECT_FALSE(test, v->parked);
	v->insist_at = jiffies + HZ;
	KUNIT_EXPECT_FALSE(test, vtc_vfpark_may_try(v));
	KUNIT_EXPECT_GT(test, vtc_vfpark_wait(v), 0);
	KUNIT_EXPECT_LE(test, vtc_vfpark_wait(v), HZ);
	v->insist_at = jiffies - 1;
	KUNIT_EXPECT_TRUE(test, vtc_vfpark_may_try(v));
	KUNIT_EXPECT_EQ(test, vtc_vfpark_wait(v), 0);
	vtc_vfpark_tried(&b->pf, MAILBOX_VF, -EBUSY);
	KUNIT_EXPECT_TRUE(test, v->parked);
	KUNIT_EXPECT_EQ(test, v->counts.parked, 1);
	KUNIT_EXPECT_FALSE(test, vtc_vfpark_may_try(v));
	KUNIT_EXPECT_EQ(test, vtc_vfpark_wait(v), MAX_JIFFY_OFFSET);
}

/* Whatever came of it but a hold, the VF is as any other */
static void vtc_vfpark_forgives(struct kunit *test)
{
	static const int errs[] = { 0, -ENOMSG, -ERESTART };
	struct vtc_vfpark_bench *b = vtc_vfpark_bench(test);
	struct vtc_pf_vf *v = &b->pf.vf[MAILBOX_VF];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		v->parked = true;
		v->mbx.insist = true;
		vtc_vfpark_tried(&b->pf, MAILBOX_VF, errs[i]);
		KUNIT_EXPECT_FALSE(test, v->parked || v->mbx.insist);
		KUNIT_EXPECT_TRUE(test, vtc_vfpark_may_try(v));
	}
}

/* Looked at while it holds on, and once it has let go */
static void vtc_vfpark_looks(struct kunit *test)
{
	struct vtc_vfpark_bench *b = vtc_vfpark_bench(test);
	struct vtc_pf_vf *v = &b->pf.vf[MAILBOX_VF];

	b->box.accesses = 0;
	v->mbx.insist = true;
	v->insist_at = jiffies + HZ;
	vtc_vfpark_look(v);
	KUNIT_EXPECT_EQ(test, b->box.accesses, 0);
	KUNIT_EXPECT_TRUE(test, v->mbx.insist);
	KUNIT_EXPECT_TRUE(test, vtc_vfpark_may_try(v));
	v->parked = true;
	b->box.vfu = true;
	vtc_vfpark_look(v);
	KUNIT_EXPECT_EQ(test, b->box.accesses, 1);
	KUNIT_EXPECT_TRUE(test, v->parked && v->mbx.insist);
	b->box.vfu = false;
	vtc_vfpark_look(v);
	KUNIT_EXPECT_FALSE(test, v->parked || v->mbx.insist);
}

/* One line in five seconds, of each kind and each VF */
static void vtc_vfpark_logs_little(struct kunit *test)
{
	struct vtc_vfpark_bench *b = vtc_vfpark_bench(test);
	struct vtc_pf_vf *v = &b->pf.vf[0];

	KUNIT_EXPECT_TRUE(test, vtc_vfpark_test_may_log(v, VTC_VFLOG_REFUSED));
	KUNIT_EXPECT_FALSE(test, vtc_vfpark_test_may_log(v, VTC_VFLOG_REFUSED));
	KUNIT_EXPECT_TRUE(test, vtc_vfpark_test_may_log(v, VTC_VFLOG_PARKED));
	KUNIT_EXPECT_TRUE(test, vtc_vfpark_test_may_log(v + 1, VTC_VFLOG_REFUSED));
	v->logged_at[VTC_VFLOG_REFUSED] = jiffies - 5 * HZ - 1;
	KUNIT_EXPECT_TRUE(test, vtc_vfpark_test_may_log(v, VTC_VFLOG_REFUSED));
	KUNIT_EXPECT_FALSE(test, vtc_vfpark_test_may_log(v, VTC_VFLOG_REFUSED));
}

static struct kunit_case vtc_vfpark_cases[] = {
	KUNIT_CASE(vtc_vfpark_step_by_step),
	KUNIT_CASE(vtc_vfpark_forgives),
	KUNIT_CASE(vtc_vfpark_looks),
	KUNIT_CASE(vtc_vfpark_logs_little),
	{}
};

static struct kunit_suite vtc_vfpark_suite = {
	.name = "vtc_vfpark",
	.init = vtc_vfpark_suite_init,
	.exit = vtc_mailbox_exit,
	.test_cases = vtc_vfpark_cases,
};

kunit_test_suite(vtc_vfpark_suite);
