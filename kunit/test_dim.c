// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite dim: the spacing of a vector's interrupts, from what it does.
 */
#include "kunit.h"
#include "../common/dim.c"

struct vtc_dim_bench {
	struct vtc_dp dp;
	struct vtc_qvec qv;
	struct vtc_rx_ring rx;
	struct vtc_tx_ring tx;
	unsigned int writes;
	u16 written;
};

static void vtc_dim_test_write(struct vtc_qvec *qv)
{
	struct vtc_dim_bench *b = container_of(qv, struct vtc_dim_bench, qv);

	b->writes++;
	b->written = READ_ONCE(qv->usecs);
}

static struct vtc_dim_bench *vtc_dim_bench(struct kunit *test)
{
	struct vtc_dim_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, b);
	b->dp.write_usecs = vtc_dim_test_write;
	b->qv.dp = &b->dp;
	b->qv.rx = &b->rx;
	b->qv.tx = &b->tx;
	b->rx.depth = 4096;
	vtc_dim_init(&b->qv);
	return b;
}

static void vtc_dim_begins_short(struct kunit *test)
{
	struct vtc_dim_bench *b = vtc_dim_bench(test);

	KUNIT_EXPECT_TRUE(test, vtc_dim_possible());
	KUNIT_EXPECT_EQ(test, b->qv.usecs, 4);
	/* Nothing has come yet, so there is nothing to bring together */
	vtc_dim_apply(&b->qv);
	KUNIT_EXPECT_EQ(test, b->writes, 1);
	KUNIT_EXPECT_EQ(test, b->written, 0);
	vtc_dim_apply(&b->qv);
	KUNIT_EXPECT_EQ(test, b->writes, 1);
	/* And anew, whatever came of it before */
	memset(&b->qv.dim, 3, sizeof(b->qv.dim));
	vtc_dim_init(&b->qv);
	KUNIT_EXPECT_EQ(test, b->qv.dim.state, DIM_START_MEASURE);
	KUNIT_EXPECT_EQ(test, b->qv.dim.steps_left, 0);
	KUNIT_EXPECT_EQ(test, b->qv.dim.profile_ix, VTC_DIM_FIRST_PROFILE);
}

/* What net_dim has decided takes effect, and it may go on */
static void vtc_dim_does_as_it_is_told(struct kunit *test)
{
	struct vtc_dim_bench *b = vtc_dim_bench(test);
	unsigned int i;

	b->qv.rate = VTC_DIM_BUSY - 1;
	for (i = 0; i < VTC_DIM_PROFILES - 2; i++) {
		b->qv.dim.profile_ix = i + 2;
		b->qv.dim.state = DIM_APPLY_NEW_PROFILE;
		vtc_dim_work(&b->qv.dim.work);
		KUNIT_EXPECT_EQ(test, b->written, vtc_dim_usecs[i + 2]);
		KUNIT_EXPECT_EQ(test, b->writes, i + 1);
		KUNIT_EXPECT_EQ(test, b->qv.dim.state, DIM_START_MEASURE);
		vtc_dim_work(&b->qv.dim.work);
		KUNIT_EXPECT_EQ(test, b->writes, i + 1);
	}
	b->qv.dim.state = DIM_APPLY_NEW_PROFILE;
	vtc_dim_stop(&b->qv);
	KUNIT_EXPECT_EQ(test, b->qv.dim.state, DIM_START_MEASURE);
}

/*
 * The longer of the two, never longer than there are buffers for, and none if it
 * is shorter than the time from frame to frame
 */
static void vtc_dim_spacings(struct kunit *test)
{
	static const struct {
		u32 rate, depth;
		u16 profile, usecs;
	} rows[] = {
		{ 0, 4096, 0, 0 }, { 127, 4096, 0, 0 }, { 128, 4096, 0, 32 },
		{ 255, 4096, 0, 32 }, { 256, 4096, 0, 128 }, { 2000, 4096, 0, 128 },
		{ 128, 4096, 3, 48 }, { 128, 4096, 2, 32 }, { 100, 4096, 4, 128 },
		{ 256, 64, 0, 8 }, { 100, 1024, 4, 128 }, { 100, 1016, 4, 127 },
		{ 0, 4096, 4, 0 }, { 7, 4096, 4, 0 }, { 8, 4096, 4, 128 },
		{ 44, 4096, 1, 0 }, { 62, 4096, 2, 0 }, { 63, 4096, 2, 16 },
	};
	struct vtc_dim_bench *b = vtc_dim_bench(test);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		b->qv.rate = rows[i].rate;
		b->rx.depth = rows[i].depth;
		b->qv.dim.profile_ix = rows[i].profile;
		KUNIT_EXPECT_EQ_MSG(test, vtc_dim_spacing(&b->qv), rows[i].usecs,
				    "row %u", i);
	}
}

/* A steady rate is found, from above and below; one interrupt is an eighth */
static void vtc_dim_rates(struct kunit *test)
{
	static const u32 per_ms[] = { 0, 100, 1000, 2000 };
	struct vtc_dim_bench *b = vtc_dim_bench(test);
	struct dim_sample sample = {};
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(per_ms); i++) {
		for (n = 0; n < 100; n++) {
			sample.time = ktime_add_us(sample.time, 500);
			sample.pkt_ctr += per_ms[i] / 2;
			vtc_dim_measure(&b->qv, &sample);
		}
		KUNIT_EXPECT_LE(test, b->qv.rate, per_ms[i]);
		KUNIT_EXPECT_GE(test, b->qv.rate + 8, per_ms[i]);
	}
	/* No port has more, whatever a moment looks like; too short a one waits */
	b->qv.rate = 0;
	sample.pkt_ctr += 1000;
	vtc_dim_measure(&b->qv, &sample);
	sample.time = ktime_add_us(sample.time, VTC_DIM_SAMPLE_USECS - 1);
	vtc_dim_measure(&b->qv, &sample);
	KUNIT_EXPECT_EQ(test, b->qv.rate, 0);
	sample.time = ktime_add_us(sample.time, 1);
	vtc_dim_measure(&b->qv, &sample);
	KUNIT_EXPECT_EQ(test, b->qv.rate, VTC_DIM_RATE_MAX / 8);
}

/* Frames of both directions, and the spacing is written at once */
static void vtc_dim_polls(struct kunit *test)
{
	struct vtc_dim_bench *b = vtc_dim_bench(test);

	b->qv.sampled = ktime_sub_us(ktime_get(), 100);
	b->rx.stats.packets = 7000000;
	b->tx.stats.packets = 3000000;
	vtc_dim_poll(&b->qv);
	KUNIT_EXPECT_EQ(test, b->qv.events, 1);
	KUNIT_EXPECT_EQ(test, b->qv.frames, 10000000);
	KUNIT_EXPECT_EQ(test, b->qv.rate, VTC_DIM_RATE_MAX / 8);
	KUNIT_EXPECT_EQ(test, b->writes, 1);
	KUNIT_EXPECT_EQ(test, b->written, 32);
	cancel_work_sync(&b->qv.dim.work);
}

static struct kunit_case vtc_dim_cases[] = {
	KUNIT_CASE(vtc_dim_begins_short),
	KUNIT_CASE(vtc_dim_does_as_it_is_told),
	KUNIT_CASE(vtc_dim_spacings),
	KUNIT_CASE(vtc_dim_rates),
	KUNIT_CASE(vtc_dim_polls),
	{}
};

static struct kunit_suite vtc_dim_suite = {
	.name = "vtc_dim",
	.test_cases = vtc_dim_cases,
};

kunit_test_suite(vtc_dim_suite);
