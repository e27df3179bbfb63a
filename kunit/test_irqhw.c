// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite irqhw: who may interrupt the PF, with MSI-X and without.
 *
 * In the model IMS and IMC, EIMS and EIMC set and clear one mask each, and ICR
 * is cleared by reading.
 */
#include "fake_hw.h"
#include "kunit.h"
#include "../common/regs_82576.h"
#include "../pf/irqhw.h"

struct vtc_irqhw_bench {
	struct vtc_fake fake;
	struct vtc_hw hw;
	u32 icr, mask, vectors;
	unsigned int reads;
	u32 mem[0x8000];
};

static u32 vtc_irqhw_model_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_irqhw_bench *b = container_of(fake, struct vtc_irqhw_bench, fake);
	u32 icr = b->icr;

	b->reads++;
	if (reg != VTC_ICR)
		return b->mem[reg / 4];
	b->icr = 0;
	return icr;
}

static void vtc_irqhw_model_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_irqhw_bench *b = container_of(fake, struct vtc_irqhw_bench, fake);

	if (reg == VTC_IMS)
		b->mask |= val;
	else if (reg == VTC_IMC)
		b->mask &= ~val;
	else if (reg == VTC_EIMS)
		b->vectors |= val;
	else if (reg == VTC_EIMC)
		b->vectors &= ~val;
	else
		b->mem[reg / 4] = val;
}

static struct vtc_irqhw_bench *vtc_irqhw_bench(struct kunit *test)
{
	return test->priv;
}

static int vtc_irqhw_suite_init(struct kunit *test)
{
	struct vtc_irqhw_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->fake.rd = vtc_irqhw_model_rd;
	b->fake.wr = vtc_irqhw_model_wr;
	vtc_fake_bind(&b->hw, &b->fake);
	test->priv = b;
	return 0;
}

static void vtc_irqhw_tells_causes(struct kunit *test)
{
	static const struct {
		u32 icr;
		bool link, mail, queues;
	} rows[] = {
		{ 0 }, { VTC_ICR_LSC, true, false, false },
		{ VTC_ICR_VMMB, false, true, false },
		{ VTC_ICR_TXDW, false, false, true }, { VTC_ICR_RXDW, false, false, true },
		{ VTC_ICR_RXDMT0, false, false, true }, { VTC_ICR_RXO, false, false, true },
		{ VTC_ICR_LSC | VTC_ICR_VMMB | VTC_ICR_RXDW, true, true, true },
	};
	struct vtc_irqhw_bench *b = vtc_irqhw_bench(test);
	struct vtc_irqhw_causes c;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		b->icr = rows[i].icr;
		vtc_irqhw_causes(&b->hw, &c);
		KUNIT_EXPECT_EQ_MSG(test, c.link, rows[i].link, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, c.mail, rows[i].mail, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, c.queues, rows[i].queues, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, c.ours, !!rows[i].icr, "row %u", i);
		KUNIT_EXPECT_EQ(test, b->icr, 0);
	}
}

/* Link and VFs, and with MSI-X the vector of both; no queue yet */
static void vtc_irqhw_sets_up(struct kunit *test)
{
	const struct vtc_gen *gen = &vtc_gen_82576;
	struct vtc_irqhw_bench *b = vtc_irqhw_bench(test);

	vtc_irqhw_setup(&b->hw, gen, false, 1);
	KUNIT_EXPECT_EQ(test, b->mask, VTC_ICR_LSC | VTC_ICR_VMMB);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_MBVFIMR / 4], 0xff);
	KUNIT_EXPECT_EQ(test, b->vectors, 0);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_EIAC / 4], 0);
	b->mask = 0;
	b->mem[VTC_MBVFIMR / 4] = 0;
	vtc_irqhw_setup(&b->hw, gen, true, 4);
	KUNIT_EXPECT_EQ(test, b->mask, VTC_ICR_LSC | VTC_ICR_VMMB);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_MBVFIMR / 4], 0xff);
	KUNIT_EXPECT_EQ(test, b->vectors, BIT(0));
	KUNIT_EXPECT_EQ(test, b->mem[VTC_EIAC / 4], 0xf);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_EIAM / 4], 0xf);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_EITR(0) / 4], gen->eitr(250));
}

static void vtc_irqhw_mail_alone(struct kunit *test)
{
	struct vtc_irqhw_bench *b = vtc_irqhw_bench(test);

	b->mask = VTC_ICR_LSC | VTC_ICR_VMMB;
	vtc_irqhw_mail_off(&b->hw);
	KUNIT_EXPECT_EQ(test, b->mask, VTC_ICR_LSC);
	vtc_irqhw_mail_on(&b->hw);
	KUNIT_EXPECT_EQ(test, b->mask, VTC_ICR_LSC | VTC_ICR_VMMB);
	vtc_irqhw_mail_from(&b->hw, 0xf05);
	KUNIT_EXPECT_EQ(test, b->mem[VTC_MBVFIMR / 4], 0x05);
}

/* A queue vector is armed and masked alone, and masking is not left posted */
static void vtc_irqhw_one_queue(struct kunit *test)
{
	const u32 queues = VTC_ICR_TXDW | VTC_ICR_RXDW | VTC_ICR_RXDMT0 | VTC_ICR_RXO;
	struct vtc_irqhw_bench *b = vtc_irqhw_bench(test);
	struct vtc_qvec *qv = kunit_kzalloc(test, sizeof(*qv), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, qv);
	vtc_irqhw_init_vector(qv, 3, true);
	KUNIT_EXPECT_EQ(test, qv->vec, 3);
	KUNIT_EXPECT_EQ(test, qv->arm_reg, VTC_EIMS);
	KUNIT_EXPECT_EQ(test, qv->arm, 0);
	vtc_irqhw_route(&b->hw, &vtc_gen_82576, 7, qv, true);
	KUNIT_EXPECT_EQ(test, qv->arm, BIT(3));
	b->vectors = 0xff;
	vtc_irqhw_mask_queue(&b->hw, qv, true);
	KUNIT_EXPECT_EQ(test, b->vectors, 0xf7);
	KUNIT_EXPECT_EQ(test, b->reads > 0, true);
	memset(qv, 0, sizeof(*qv));
	vtc_irqhw_init_vector(qv, 3, false);
	KUNIT_EXPECT_EQ(test, qv->vec, 0);
	KUNIT_EXPECT_EQ(test, qv->arm_reg, VTC_IMS);
	KUNIT_EXPECT_EQ(test, qv->mask_reg, VTC_IMC);
	KUNIT_EXPECT_EQ(test, qv->arm, queues);
	vtc_irqhw_route(&b->hw, &vtc_gen_82576, 7, qv, false);
	KUNIT_EXPECT_EQ(test, qv->arm, queues);
	b->mask = ~0u;
	b->vectors = 0xff;
	vtc_irqhw_mask_queue(&b->hw, qv, false);
	KUNIT_EXPECT_EQ(test, b->mask, ~queues);
	KUNIT_EXPECT_EQ(test, b->vectors, 0xff);
	vtc_irqhw_mask_all(&b->hw);
	KUNIT_EXPECT_EQ(test, b->mask | b->vectors, 0);
}

static struct kunit_case vtc_irqhw_cases[] = {
	KUNIT_CASE(vtc_irqhw_tells_causes),
	KUNIT_CASE(vtc_irqhw_sets_up),
	KUNIT_CASE(vtc_irqhw_mail_alone),
	KUNIT_CASE(vtc_irqhw_one_queue),
	{}
};

static struct kunit_suite vtc_irqhw_suite = {
	.name = "vtc_irqhw",
	.init = vtc_irqhw_suite_init,
	.test_cases = vtc_irqhw_cases,
};

kunit_test_suite(vtc_irqhw_suite);
