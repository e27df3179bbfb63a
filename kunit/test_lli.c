// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite lli: the words of the immediate interrupt filters, which no emulator
 * has.
 */
#include "fake_hw.h"
#include "kunit.h"
#include "../pf/lli.c"

#define VTC_LLI_FILTERS		8

/* Registers as memory that begins with something else in it */
struct vtc_lli_model {
	struct vtc_fake fake;
	struct vtc_hw hw;
	u32 imir[VTC_LLI_FILTERS];
	u32 ext[VTC_LLI_FILTERS];
	u32 ftqf[VTC_LLI_FILTERS];
	u32 vp;
	unsigned int others;
	bool half;	/* a filter was changed while it counted */
};

static void vtc_lli_model_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_lli_model *m = container_of(fake, struct vtc_lli_model, fake);
	unsigned int i;

	if (reg == VTC_IMIRVP) {
		m->vp = val;
		return;
	}
	for (i = 0; i < VTC_LLI_FILTERS; i++) {
		if (reg == VTC_IMIR(i)) {
			m->imir[i] = val;
			return;
		}
		if (reg == VTC_IMIREXT(i) || reg == VTC_FTQF(i)) {
			m->half |= m->imir[i] & VTC_IMIR_IM_EN;
			*(reg == VTC_FTQF(i) ? &m->ftqf[i] : &m->ext[i]) = val;
			return;
		}
	}
	m->others++;
}

static struct vtc_lli_model *vtc_lli_written(struct kunit *test,
					     const struct vtc_lli *lli)
{
	struct vtc_lli_model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	m->fake.wr = vtc_lli_model_wr;
	vtc_fake_bind(&m->hw, &m->fake);
	memset(m->imir, 0xff, sizeof(m->imir));
	m->vp = ~0u;
	vtc_lli_write(&m->hw, lli);
	KUNIT_EXPECT_EQ(test, m->others, 0);
	KUNIT_EXPECT_FALSE(test, m->half);
	KUNIT_EXPECT_EQ(test, m->vp, 0);
	return m;
}

static void vtc_lli_off(struct kunit *test)
{
	const struct vtc_lli none = {};
	struct vtc_lli_model *m = vtc_lli_written(test, &none);
	unsigned int i;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, m->imir[i], 0);
}

/* Port 5001 is 0x1389, on the wire 13 first */
static void vtc_lli_port(struct kunit *test)
{
	const struct vtc_lli lli = { .port = 5001 };
	struct vtc_lli_model *m = vtc_lli_written(test, &lli);

	KUNIT_EXPECT_EQ(test, m->imir[0], 0x18913);
	KUNIT_EXPECT_EQ(test, m->ext[0], 0x81000);
	KUNIT_EXPECT_EQ(test, m->ftqf[0], 0xf0008000);
	KUNIT_EXPECT_EQ(test, m->imir[1], 0);
	KUNIT_EXPECT_EQ(test, m->imir[2], 0);
}

static void vtc_lli_push(struct kunit *test)
{
	const struct vtc_lli lli = { .push = true };
	struct vtc_lli_model *m = vtc_lli_written(test, &lli);

	KUNIT_EXPECT_EQ(test, m->imir[0], 0);
	KUNIT_EXPECT_EQ(test, m->imir[1], 0x30000);
	KUNIT_EXPECT_EQ(test, m->ext[1], 0x9000);
	KUNIT_EXPECT_EQ(test, m->ftqf[1], 0xf0008000);
	KUNIT_EXPECT_EQ(test, m->imir[2], 0);
}

static void vtc_lli_size(struct kunit *test)
{
	const struct vtc_lli lli = { .size = 1500 };
	struct vtc_lli_model *m = vtc_lli_written(test, &lli);

	KUNIT_EXPECT_EQ(test, m->imir[0], 0);
	KUNIT_EXPECT_EQ(test, m->imir[1], 0);
	KUNIT_EXPECT_EQ(test, m->imir[2], 0x30000);
	KUNIT_EXPECT_EQ(test, m->ext[2], 0x80000 | 1500);
	KUNIT_EXPECT_EQ(test, m->ftqf[2], 0xf0008000);
}

static void vtc_lli_all(struct kunit *test)
{
	const struct vtc_lli lli = { .port = 80, .size = 64, .push = true };
	struct vtc_lli_model *m = vtc_lli_written(test, &lli);

	KUNIT_EXPECT_EQ(test, m->imir[0], 0x15000);
	KUNIT_EXPECT_EQ(test, m->imir[1], 0x30000);
	KUNIT_EXPECT_EQ(test, m->imir[2], 0x30000);
	KUNIT_EXPECT_EQ(test, m->ext[2], 0x80040);
}

static struct kunit_case vtc_lli_cases[] = {
	KUNIT_CASE(vtc_lli_off),
	KUNIT_CASE(vtc_lli_port),
	KUNIT_CASE(vtc_lli_push),
	KUNIT_CASE(vtc_lli_size),
	KUNIT_CASE(vtc_lli_all),
	{}
};

static struct kunit_suite vtc_lli_suite = {
	.name = "vtc_lli",
	.test_cases = vtc_lli_cases,
};

kunit_test_suite(vtc_lli_suite);
